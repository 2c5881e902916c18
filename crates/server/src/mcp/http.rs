//! `POST /mcp`: MCP's streamable HTTP, one question and one answer a request.
//!
//! No sessions and no streams: nothing is told that was not asked for, so that each request stands for itself, as MCP wants it since its
//! version 2026-07-28. Clients of older versions begin with `initialize`, are given no session, and go on without one.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body_util::Full;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{ListServer, McpMode};
use crate::app::App;
use crate::body::{JSON_LIMIT, Reader};
use crate::error::{Code, Error};

/// Who asks, as the gate has found out.
#[derive(Clone, Debug)]
pub(crate) enum Client {
    /// A client of this user.
    Of(Arc<str>),
    /// MCP is switched off for whom it asks.
    Off,
}

/// Whose client shows `secret`.
///
/// Where nobody has a secret, each one is told that MCP is off, so that who sets a client up learns why it does not get in.
///
/// # Errors
/// 401 without a secret, and for one that is nobody's.
pub(crate) async fn client(app: &App, secret: Option<&str>) -> Result<Client, Error> {
    let stranger = || {
        Error::new(
            Code::Unauthorized,
            "MCP clients need a secret of their own. `PUT /api/v1/settings/mcp` makes one and shows it once.",
        )
    };
    let shown: [u8; 32] = Sha256::digest(secret.ok_or_else(stranger)?.as_bytes()).into();
    let mut found = None;
    let mut is_used = false;
    for user in app.users.values() {
        let mcp = user.store.settings().await?.mcp;
        let Some(kept) = mcp.secret_sha256 else { continue };
        is_used = true;
        if bool::from(kept.ct_eq(&shown)) {
            found = Some(if mcp.on { Client::Of(Arc::clone(&user.id)) } else { Client::Off });
        }
    }
    match found {
        Some(client) => Ok(client),
        None if is_used => Err(stranger()),
        None => Ok(Client::Off),
    }
}

/// `POST /mcp`
pub(crate) async fn answer(State(app): State<Arc<App>>, request: Request) -> Result<Response, Error> {
    let (mut head, body) = request.into_parts();
    // Without the credential: what goes further has no use for it.
    head.headers.remove(header::AUTHORIZATION);
    let user = match head.extensions.remove::<Client>() {
        Some(Client::Of(user)) => app.users.get(&user).ok_or(Code::Unauthorized)?,
        Some(Client::Off) => return Err(Code::McpOff.into()),
        None => return Err(Code::Unauthorized.into()),
    };
    let body = Reader::new(body, app.limits.body_time, JSON_LIMIT).all().await?;
    let server = ListServer { store: user.store.clone(), clock: app.clock.clone(), mode: McpMode::AsSettingsSay };
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        // The gate has looked at Host and Origin already; its rules are stricter.
        .enforce_origin_validation();
    let service =
        StreamableHttpService::new(move || Ok(server.clone()), Arc::new(NeverSessionManager::default()), config);
    let response = service.handle(Request::from_parts(head, Full::new(body))).await;
    let is_json = response.headers().get(header::CONTENT_TYPE) == Some(&HeaderValue::from_static("application/json"));
    match response.status() {
        status if status.is_success() || is_json => Ok(response.map(Body::new)),
        StatusCode::NOT_ACCEPTABLE => {
            Err(Error::new(Code::Malformed, "An MCP client sends `Accept: application/json, text/event-stream`."))
        }
        status if status.is_client_error() => Err(Error::new(Code::Malformed, "The body is no MCP message in JSON.")),
        status => {
            tracing::error!(status = status.as_u16(), "an MCP request failed");
            Err(Code::Internal.into())
        }
    }
}
