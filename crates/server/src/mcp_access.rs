//! `/api/v1/settings/mcp` and `/audit`: whether MCP clients are let in, with which secret, and what they called.

use axum::Json;
use docket_store::{McpCallPage, McpSettings, Settings, SettingsPatch, Store};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::app::Mine;
use crate::body::{JsonBody, Params};
use crate::error::{Code, Error};
use crate::secret::{hex, random_bytes};

/// How MCP clients are to be let in; what is absent stays as it is, but for `on`.
#[derive(Default, Deserialize)]
pub(crate) struct Wish {
    on: Option<bool>,
    read_only: Option<bool>,
    /// Whether the present secret is to count no more, and another one in its place.
    #[serde(default)]
    new_secret: bool,
}

/// The state, and the secret where one was made: only now, and never again.
#[derive(Serialize)]
pub(crate) struct Answer {
    mcp: McpSettings,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Page {
    limit: Option<u32>,
    after: Option<String>,
}

/// `PUT /api/v1/settings/mcp`: lets MCP clients in that show the secret; one is made where there is none. SQLite keeps the SHA-256 of
/// its 64 characters.
pub(crate) async fn allow(Mine(store): Mine, JsonBody(wish): JsonBody<Option<Wish>>) -> Result<Json<Answer>, Error> {
    let Wish { on, read_only, new_secret } = wish.unwrap_or_default();
    let has_secret = store.settings().await?.mcp.secret_sha256.is_some();
    let secret = if new_secret || !has_secret {
        Some(hex(random_bytes().map_err(|_| Code::Internal)?.as_slice()))
    } else {
        None
    };
    let digest = secret.as_ref().map(|secret| Some(Sha256::digest(secret.as_bytes()).into()));
    let patch = SettingsPatch {
        mcp_on: Some(on.unwrap_or(true)),
        mcp_read_only: read_only,
        mcp_secret_sha256: digest,
        ..SettingsPatch::default()
    };
    let mcp = change(&store, patch).await?;
    tracing::info!(mcp.on = mcp.on, mcp.read_only = mcp.read_only, secret.is_new = secret.is_some(), "MCP was set");
    Ok(Json(Answer { mcp, secret }))
}

/// `DELETE /api/v1/settings/mcp`: lets nobody in any more, and forgets the secret.
pub(crate) async fn refuse(Mine(store): Mine) -> Result<Json<Answer>, Error> {
    let patch = SettingsPatch { mcp_on: Some(false), mcp_secret_sha256: Some(None), ..SettingsPatch::default() };
    let mcp = change(&store, patch).await?;
    tracing::info!("MCP was switched off");
    Ok(Json(Answer { mcp, secret: None }))
}

/// `GET /api/v1/audit`: calls of MCP clients, newest first.
pub(crate) async fn audit(
    Mine(store): Mine,
    Params(Page { limit, after }): Params<Page>,
) -> Result<Json<McpCallPage>, Error> {
    let after = after.filter(|after| !after.is_empty());
    Ok(Json(store.mcp_calls(limit, after.as_deref()).await?))
}

async fn change(store: &Store, patch: SettingsPatch) -> Result<McpSettings, Error> {
    let Settings { mcp, .. } = store.patch_settings(patch).await?;
    Ok(mcp)
}
