//! `/api/desktop/…`: what only the desktop around the server can do.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use serde::Deserialize;

use crate::app::App;
use crate::body::JsonBody;
use crate::error::{Code, Error};
use crate::sessions::Caller;
use crate::{Host, HostError};

#[derive(Deserialize)]
pub(crate) struct Link {
    url: String,
}

/// `POST /api/desktop/quick-add/show`
pub(crate) async fn show_quick_add(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    done(desktop(&app)?.show_quick_add())
}

/// `POST /api/desktop/quick-add/hide`
pub(crate) async fn hide_quick_add(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    done(desktop(&app)?.hide_quick_add())
}

/// `POST /api/desktop/quick-add/shown`
pub(crate) async fn quick_add_shown(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    desktop(&app)?.quick_add_shown();
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/desktop/window/show`
pub(crate) async fn show_window(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    done(desktop(&app)?.show_window())
}

/// `POST /api/desktop/open-link`
pub(crate) async fn open_link(
    State(app): State<Arc<App>>,
    _: Caller,
    JsonBody(Link { url }): JsonBody<Link>,
) -> Result<StatusCode, Error> {
    let host = desktop(&app)?;
    if !may_open(&url) {
        let message = "Only links that begin with https:// or mailto: are opened.";
        return Err(Error::new(Code::Invalid, message).with_fields(["url"]));
    }
    done(host.open_link(&url))
}

fn desktop(app: &App) -> Result<&dyn Host, Code> {
    app.host.as_deref().ok_or(Code::NoDesktop)
}

fn done(result: Result<(), HostError>) -> Result<StatusCode, Error> {
    result.map(|()| StatusCode::NO_CONTENT).map_err(|error| {
        tracing::warn!(%error, "the desktop could not do what the page asked for");
        Error::from(Code::DesktopFailed)
    })
}

/// Whether a link may leave for the system: a web page over https at a plain host, or a mail. Nothing that a shell, a file manager or
/// an installed program would take as its own.
fn may_open(url: &str) -> bool {
    if url.len() > 4_096 || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    if let Some(address) = url.strip_prefix("mailto:") {
        return address.contains('@');
    }
    url.starts_with("https://")
        && url
            .parse::<Uri>()
            .is_ok_and(|uri| uri.authority().is_some_and(|authority| !authority.as_str().contains('@')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_and_mails_leave() {
        for good in ["https://example.org", "https://example.org:8443/a?b=c", "mailto:ann@example.org?subject=a"] {
            assert!(may_open(good), "{good}");
        }
        for bad in [
            "",
            "http://example.org",
            "HTTPS://example.org",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:example.org",
            "https://user:word@example.org",
            "https://exa mple.org",
            "https://example.org\n",
            "mailto:",
            "smb://host/share",
            "//example.org",
            "https://ex\u{e4}mple.org",
        ] {
            assert!(!may_open(bad), "{bad}");
        }
    }
}
