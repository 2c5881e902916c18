//! The gate: what every request has to show before anything reads its body.
//!
//! Two halves. [`Gate::envelope`] looks at what any web page could have forged or a browser added (Host, Origin, where the credential
//! stands) and knows no routes; [`admit`] knows what the route asks for. Together they refuse in one order: 421, 403, 400, 401, 429,
//! 415, 413, and only then 404.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::Code;
use crate::listen::Seat;
use crate::mcp;
use crate::router::{Access, Route, Takes};
use crate::sessions::{Caller, Scope};
use crate::tickets::Worth;

/// Sent with every answer, whatever it is.
pub(crate) const EVERYWHERE: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

const ALLOWED_METHODS: &str = "GET, POST, PATCH, PUT, DELETE, OPTIONS";
const ALLOWED_HEADERS: &str =
    "Authorization, Content-Type, Accept, Accept-Language, Idempotency-Key, chatkit-frame-instance-id";
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// Route of the MCP server, which no page may call, not even ours.
const MCP: &str = "/mcp";

/// What the listener's address says about Host and Origin.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// `127.0.0.1:PORT`, byte for byte.
    host: String,
    /// `http://127.0.0.1:PORT`.
    origin: String,
    /// Origins of `--allow-origin`.
    allowed: Vec<String>,
}

/// Which of the two ports a request came in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// The window's, with everything.
    Window,
    /// The chat element's, with the chat only.
    Frame,
}

impl Door {
    /// Who may come in: a session of the chat element reaches nothing at the window's port, and a window's nothing at the element's.
    fn scope(self) -> Scope {
        match self {
            Self::Window => Scope::Everything,
            Self::Frame => Scope::Chat,
        }
    }

    /// What a ticket has to be worth.
    fn worth(self) -> Worth {
        match self {
            Self::Window => Worth::Session,
            Self::Frame => Worth::Chat,
        }
    }

    /// # Errors
    /// [`Code::Forbidden`] for a caller of the other port.
    fn admit(self, caller: Caller) -> Result<Caller, Code> {
        if caller.scope == self.scope() { Ok(caller) } else { Err(Code::Forbidden) }
    }
}

/// A foreign origin that the user has allowed, echoed in the answer's CORS headers.
#[derive(Clone, Debug)]
struct AllowedOrigin(HeaderValue);

/// The ticket that a request to a [`Access::Ticket`] route presents; it is out, and not used up yet.
#[derive(Clone)]
pub(crate) struct PresentedTicket {
    pub(crate) ticket: String,
    pub(crate) worth: Worth,
}

/// Who sends the bytes of an attachment: the holder of its upload ticket, or the user's page with its client secret (the element's own
/// `fetch` puts that into every request).
#[derive(Clone)]
pub(crate) struct Uploader {
    pub(crate) user: Arc<str>,
    /// To be used up before the bytes are taken.
    pub(crate) ticket: Option<String>,
}

/// An origin that `--allow-origin` cannot mean.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("origin `{origin}` {problem}")]
pub struct OriginError {
    origin: String,
    problem: &'static str,
}

impl Gate {
    /// Our own origin: `http://127.0.0.1:PORT`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// # Errors
    /// [`OriginError`] for an `allowed` origin that no single page sends.
    pub(crate) fn new(addr: SocketAddr, allowed: Vec<String>) -> Result<Self, OriginError> {
        for origin in &allowed {
            if let Some(problem) = origin_problem(origin) {
                return Err(OriginError { origin: origin.clone(), problem });
            }
        }
        Ok(Self { host: addr.to_string(), origin: format!("http://{addr}"), allowed })
    }

    /// 421, 403, 400: what can be said without knowing the route.
    fn envelope(&self, head: &Parts) -> Result<Option<AllowedOrigin>, Code> {
        self.check_host(head)?;
        let origin = self.check_origin(head)?;
        check_site(head, origin.as_ref())?;
        if holds_credential(&head.uri)? { Err(Code::CredentialInUrl) } else { Ok(origin) }
    }

    /// Exactly one Host, ours; an absolute target must name the same. A page that reached us through a name of its own (DNS rebinding)
    /// fails here.
    fn check_host(&self, head: &Parts) -> Result<(), Code> {
        let host = only(&head.headers, &header::HOST).ok_or(Code::WrongHost)?;
        let target_agrees = head.uri.authority().is_none_or(|authority| authority.as_str() == self.host)
            && head.uri.scheme_str().is_none_or(|scheme| scheme == "http");
        if host.as_bytes() == self.host.as_bytes() && target_agrees { Ok(()) } else { Err(Code::WrongHost) }
    }

    fn check_origin(&self, head: &Parts) -> Result<Option<AllowedOrigin>, Code> {
        if !head.headers.contains_key(header::ORIGIN) {
            return Ok(None);
        }
        if is_under(head.uri.path(), MCP) {
            return Err(Code::OriginRefused);
        }
        let origin = only(&head.headers, &header::ORIGIN).ok_or(Code::OriginRefused)?;
        let is = |ours: &str| origin.as_bytes() == ours.as_bytes();
        if is(&self.origin) {
            Ok(None)
        } else if self.allowed.iter().any(|allowed| is(allowed)) {
            Ok(Some(AllowedOrigin(origin.clone())))
        } else {
            Err(Code::OriginRefused)
        }
    }
}

/// The gate's first half and the headers of every answer; around the whole router.
pub(crate) async fn enter(State((gate, door)): State<(Arc<Gate>, Door)>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let origin = gate.envelope(&head);
    head.extensions.insert(door);
    let mut response = match &origin {
        Err(code) => code.into_response(),
        Ok(Some(_)) if is_preflight(&head) => preflight(),
        Ok(_) => next.run(Request::from_parts(head, body)).await,
    };
    let refused = response.extensions().get::<Code>().is_some_and(|code| code.is_refusal());
    let headers = response.headers_mut();
    for (name, value) in EVERYWHERE {
        // Only the hashed files bring a `Cache-Control` of their own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if !gate.allowed.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let (Ok(Some(AllowedOrigin(origin))), false) = (origin, refused) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

/// The gate's second half, in front of each route: 401, 429, 415, 413.
pub(crate) async fn admit(State((app, asks)): State<(Arc<App>, Asks)>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    if asks.access == Access::Mcp {
        match mcp::http::client(&app, bearer(&head.headers)).await {
            Ok(client) => head.extensions.insert(client),
            Err(error) => return error.into_response(),
        };
    }
    match check(&app, &asks, &mut head) {
        Ok(()) => next.run(Request::from_parts(head, body)).await,
        Err(code) => code.into_response(),
    }
}

/// What a route asks of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asks {
    pub(crate) access: Access,
    /// What its body is.
    pub(crate) takes: Takes,
    /// Largest body, in bytes.
    pub(crate) limit: u64,
    /// Whether its answer is always a stream, so that it takes a place from the start.
    pub(crate) streams: bool,
}

impl Asks {
    /// What a request that matches no route has to show: without a session nobody learns which routes there are.
    pub(crate) const UNKNOWN_ROUTE: Self =
        Self { access: Access::Bearer, takes: Takes::Json, limit: crate::body::JSON_LIMIT, streams: false };

    pub(crate) fn of(route: &Route) -> Self {
        Self { access: route.access, takes: route.takes, limit: route.limit, streams: route.streams }
    }
}

fn check(app: &App, asks: &Asks, head: &mut Parts) -> Result<(), Code> {
    let door = *head.extensions.get::<Door>().ok_or(Code::Internal)?;
    match asks.access {
        // An MCP client's secret is in the data; [`admit`] has looked.
        Access::Open | Access::Mcp => {}
        Access::Ticket => {
            let ticket = bearer(&head.headers).ok_or(Code::Unauthorized)?.to_owned();
            let worth = door.worth();
            app.tickets.owner(&ticket, &worth).ok_or(Code::Unauthorized)?;
            head.extensions.insert(PresentedTicket { ticket, worth });
        }
        Access::Upload => {
            let credential = bearer(&head.headers).ok_or(Code::Unauthorized)?.to_owned();
            let id = head.uri.path().rsplit('/').next().unwrap_or_default().to_owned();
            let uploader = match app.tickets.owner(&credential, &Worth::Upload(id.clone())) {
                Some(user) => Uploader { user, ticket: Some(credential) },
                None => Uploader { user: door.admit(app.sessions.caller(&credential)?)?.user, ticket: None },
            };
            head.extensions.insert(uploader);
        }
        Access::Bearer => {
            let caller = app.sessions.caller(bearer(&head.headers).ok_or(Code::Unauthorized)?)?;
            head.extensions.insert(door.admit(caller)?);
        }
    }
    if head.extensions.get() == Some(&Seat::Beyond) {
        return Err(Code::TooManyConnections);
    }
    if asks.streams && app.streams.available_permits() == 0 {
        return Err(Code::TooManyStreams);
    }
    if has_body(&head.headers) && !is_taken(&head.headers, asks.takes) {
        return Err(Code::UnsupportedMediaType);
    }
    if content_length(&head.headers).is_some_and(|length| length > asks.limit) {
        return Err(Code::TooLarge);
    }
    Ok(())
}

/// A request from another site is refused even without an Origin, but for a plain visit of the page, which knows nothing. An
/// origin that the user allowed by name is another site by nature and passes.
fn check_site(head: &Parts, allowed: Option<&AllowedOrigin>) -> Result<(), Code> {
    let is = |name: &HeaderName, value: &str| only(&head.headers, name).is_some_and(|found| found == value);
    let crosses = head.headers.get_all(SEC_FETCH_SITE).iter().any(|site| site == "cross-site");
    let visits = head.method == Method::GET
        && head.uri.path() == "/"
        && is(&HeaderName::from_static("sec-fetch-mode"), "navigate")
        && is(&HeaderName::from_static("sec-fetch-dest"), "document");
    if crosses && !visits && allowed.is_none() { Err(Code::CrossSite) } else { Ok(()) }
}

fn is_preflight(head: &Parts) -> bool {
    head.method == Method::OPTIONS && head.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (axum::http::StatusCode::NO_CONTENT, headers).into_response()
}

/// The credential of the one `Authorization: Bearer` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, credential) = only(headers, &header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !credential.is_empty()).then_some(credential)
}

/// The value of a header that is there exactly once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING) || content_length(headers).is_some_and(|length| length > 0)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// Whether the body is said to be of a kind that the route takes, and is not packed in any way.
fn is_taken(headers: &HeaderMap, takes: Takes) -> bool {
    let plain = headers.get_all(header::CONTENT_ENCODING).iter().all(|encoding| encoding == "identity");
    let essence = media_type(headers);
    let is = |wanted: &str| essence.as_deref() == Some(wanted);
    plain
        && match takes {
            Takes::Json => is("application/json"),
            Takes::Form => is("multipart/form-data"),
            // Which type it has to be is known to the attachment.
            Takes::Bytes => essence.is_some_and(|essence| essence.contains('/')),
        }
}

/// The media type of the body, without its parameters and in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let said = only(headers, &header::CONTENT_TYPE)?.to_str().ok()?;
    said.split(';').next().map(|essence| essence.trim().to_ascii_lowercase())
}

/// Whether the address holds what belongs into a header: by the name of a parameter, or by the look of a value.
fn holds_credential(uri: &Uri) -> Result<bool, Code> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| Code::Malformed)?;
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["token", "secret", "ticket", "password", "bearer", "jwt"].iter().any(|part| name.contains(part))
            || ["authorization", "auth", "key", "apikey", "api_key", "api-key"].contains(&name.as_str())
    };
    Ok(pairs.iter().any(|(name, value)| named(name) || looks_secret(value) || looks_secret(name))
        || uri.path().split('/').any(looks_secret))
}

/// A JWT, an OpenAI key or a ticket by its look. Short words such as `sk-8` are words.
fn looks_secret(text: &str) -> bool {
    let is_jwt = text.starts_with("eyJ") && text.split('.').count() == 3;
    let is_key = text.starts_with("sk-") && text.len() >= 23 && text.bytes().all(|byte| byte.is_ascii_graphic());
    let is_ticket = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_jwt || is_key || is_ticket || text.starts_with("Bearer ")
}

fn is_under(path: &str, route: &str) -> bool {
    path.strip_prefix(route).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Why an origin cannot be allowed, or nothing.
fn origin_problem(origin: &str) -> Option<&'static str> {
    if origin == "https://cdn.platform.openai.com" {
        return Some("is shared by every page that embeds the hosted widget");
    }
    let Ok(uri) = origin.parse::<Uri>() else { return Some("is not an origin such as `https://example.org`") };
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    let exact = uri.authority().is_some_and(|authority| {
        !authority.as_str().contains('@') && origin == format!("{}://{authority}", uri.scheme_str().unwrap_or_default())
    });
    (!web || !exact || origin.contains('*') || origin != origin.to_ascii_lowercase())
        .then_some("is not an origin such as `https://example.org`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowed_origin_is_one_that_a_page_sends() {
        for good in ["https://example.org", "http://127.0.0.1:5173", "http://[::1]:80", "http://localhost:1"] {
            assert_eq!(origin_problem(good), None, "{good}");
        }
        for bad in [
            "",
            "null",
            "*",
            "https://*",
            "https://*.example.org",
            "https://example.org/",
            "example.org",
            "file://",
            "ftp://example.org",
            "https://user@example.org",
            "https://Example.org",
            "https://example.org?x",
            "https://cdn.platform.openai.com",
        ] {
            assert!(origin_problem(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_credential_in_the_address_is_seen_by_name_and_by_look() {
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
        let ticket = "0123456789abcdef".repeat(4);
        for bad in [
            "/?token=x".to_owned(),
            "/?Access_Token=x".to_owned(),
            "/?%74oken=x".to_owned(),
            "/?a=1&client_secret=".to_owned(),
            "/?api_key=x".to_owned(),
            format!("/?q={jwt}"),
            format!("/?{jwt}"),
            format!("/a/{jwt}/b"),
            format!("/?x={ticket}"),
            "/?x=sk-0123456789abcdefghijkl".to_owned(),
            "/?x=Bearer%20a".to_owned(),
        ] {
            assert_eq!(holds_credential(&bad.parse().unwrap()), Ok(true), "{bad}");
        }
        for good in ["/", "/?q=sk-8", "/?view=today&after=eyJhIjoxfQ", "/?q=the+keys", "/api/v1/settings/key"] {
            assert_eq!(holds_credential(&good.parse().unwrap()), Ok(false), "{good}");
        }
    }

    #[test]
    fn only_json_is_json() {
        let headers = |pairs: &[(HeaderName, &'static str)]| {
            pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect::<HeaderMap>()
        };
        for good in ["application/json", "Application/JSON; charset=utf-8"] {
            assert!(is_taken(&headers(&[(header::CONTENT_TYPE, good)]), Takes::Json), "{good}");
        }
        for bad in [
            "text/plain",
            "application/jsonp",
            "application/json, text/plain",
            "multipart/form-data; x=application/json",
            "",
        ] {
            assert!(!is_taken(&headers(&[(header::CONTENT_TYPE, bad)]), Takes::Json), "{bad}");
        }
        let packed = headers(&[(header::CONTENT_TYPE, "application/json"), (header::CONTENT_ENCODING, "gzip")]);
        assert!(!is_taken(&packed, Takes::Json));
    }

    #[test]
    fn a_file_comes_as_a_form_or_as_what_it_is() {
        let of = |said: &'static str| HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(said))]);
        assert!(is_taken(&of("multipart/form-data; boundary=x"), Takes::Form));
        assert!(!is_taken(&of("application/json"), Takes::Form));
        assert!(
            is_taken(&of("image/png"), Takes::Bytes) && is_taken(&of("multipart/form-data; boundary=x"), Takes::Bytes)
        );
        assert!(!is_taken(&of("png"), Takes::Bytes) && !is_taken(&HeaderMap::new(), Takes::Bytes));
    }
}
