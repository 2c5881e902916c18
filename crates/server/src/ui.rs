//! The window's files: one embedding for both binaries; read from disk in debug builds.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::app::App;
use crate::body::Id;
use crate::error::Code;

/// A page may load from its own server, and from nowhere else. It never widens but for the one frame of [`index`].
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
connect-src 'self'; media-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; \
frame-ancestors 'none'";

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), \
geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), \
microphone=(self), midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), \
screen-wake-lock=(), serial=(), storage-access=(), usb=(), window-management=(), xr-spatial-tracking=()";

const NOT_BUILT: &str = "The window is not built yet: run `npm ci && npm run build`, then load this page again.\n";

const RENEW: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>Docket</title>
<h1>Open Docket again</h1>
<p>This page has no session any more. In the app, bring its window to the front from the tray. In a browser, press Enter in the
terminal where <code>docket serve</code> runs and open the address that it prints.</p>
</html>
";

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Files;

/// `GET /`: its policy has a frame only while a user has chosen OpenAI's chat element, and only the one that holds it.
pub(crate) async fn index(State(app): State<Arc<App>>) -> Response {
    let mut response = page("index.html");
    let policy = app.frame.origin().and_then(|frame| format!("{POLICY}; frame-src {frame}").try_into().ok());
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The page that holds OpenAI's chat element; who serves it says what it may load.
pub(crate) fn frame() -> Response {
    page("frame.html")
}

/// `GET /quick-add.html`
pub(crate) async fn quick_add() -> Response {
    page("quick-add.html")
}

/// `GET /assets/…`: their names hold a hash of what they are, so they never change.
pub(crate) async fn asset(Id(file): Id<String>) -> Response {
    let path = format!("assets/{file}");
    let Some(found) = is_plain(&file).then(|| Files::get(&path)).flatten() else {
        return Code::NotFound.into_response();
    };
    let mut response = served(&path, found);
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, forever);
    response
}

/// A name as the bundler gives them, which leads nowhere else.
fn is_plain(file: &str) -> bool {
    !file.starts_with('.') && file.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// `GET /renew`: where a page without a session goes. The desktop shell catches the navigation and never shows this.
pub(crate) async fn renew() -> Response {
    with_policies(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], RENEW).into_response())
}

fn page(path: &str) -> Response {
    with_policies(match Files::get(path) {
        Some(file) => served(path, file),
        None => (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], NOT_BUILT).into_response(),
    })
}

fn served(path: &str, file: EmbeddedFile) -> Response {
    let body = match file.data {
        Cow::Borrowed(bytes) => Body::from(Bytes::from_static(bytes)),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    ([(header::CONTENT_TYPE, media_type(path))], body).into_response()
}

/// A page with what it may load.
pub(crate) fn with_policies(mut response: Response) -> Response {
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        Some(_) | None => "application/octet-stream",
    }
}
