//! `/api/v1/settings`: what can be set, and the key, which goes in and never comes out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_assistant::secrets::{KeyState, KeyStore, SecretsError};
use docket_assistant::{BaseUrl, Connection, ConnectionError, Description, Leave};
use docket_store::{ProviderChoice, Settings, SettingsPatch, Store, Tier};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::app::{App, Mine};
use crate::body::JsonBody;
use crate::error::{Code, Error, sentence};
use crate::frame;
use crate::options::ProviderOverride;
use crate::sessions::Caller;

/// Settings in JSON, with what may be told about the key.
#[derive(Serialize)]
pub(crate) struct Shown {
    #[serde(flatten)]
    settings: Settings,
    key: KeyState,
}

/// In `ui_state`: which chat element the window shows.
const ELEMENT: &str = "element";

/// Whether the user has chosen OpenAI's chat element.
pub(crate) fn wants_openai_element(settings: &Settings) -> bool {
    settings.ui_state.get(ELEMENT).is_some_and(|chosen| chosen == "openai")
}

/// In the place of a model that is still to be chosen; it is never asked for.
const NO_MODEL_YET: &str = "-";

/// In `key_for`: no provider and no server is called so.
const NOBODY: &str = "";

#[derive(Deserialize)]
pub(crate) struct NewKey {
    key: SecretString,
}

/// `GET /api/v1/settings`. The keyring is not asked: only a message that needs the key does so, and the key's own routes.
pub(crate) async fn show(State(app): State<Arc<App>>, Mine(store): Mine) -> Result<Json<Shown>, Error> {
    let settings = store.settings().await?;
    Ok(Json(shown(&app, settings)))
}

/// `PATCH /api/v1/settings`: changes only the fields that are there.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    caller: Caller,
    Mine(store): Mine,
    JsonBody(body): JsonBody<Map<String, Value>>,
) -> Result<Json<Shown>, Error> {
    let patch = patch(&body)?;
    let chooses = patch.provider.is_some();
    let settings = store.patch_settings(patch).await?;
    if body.get("ui_state").is_some_and(|state| state.get(ELEMENT).is_some()) {
        frame::follow_settings(&app).await;
    }
    if chooses && connection(&app.provider, &settings) == Ok(Connection::Rules) {
        // Who goes back to the built-in assistant does not want to wait for the model either.
        app.user(&caller)?.standby.leave(Leave::ForBuiltIn);
    }
    Ok(Json(shown(&app, settings)))
}

/// `GET /api/v1/settings/key`: what is known of the key of this connection. The keyring is asked only where a key was saved for it, or may
/// have been; it may open a window of the system.
pub(crate) async fn look_for_key(State(app): State<Arc<App>>, Mine(store): Mine) -> Result<Json<Value>, Error> {
    let settings = store.settings().await?;
    // A key is for a server, whichever model of it is chosen later.
    let is_for_this = match (connection_to_choose_from(&app.provider, &settings), &settings.key_for) {
        (Ok(connection), Some(key_for)) => connection.key_for() == Some(key_for.as_str()),
        (Ok(Connection::OpenAi { .. }), None) => true,
        (Ok(Connection::Rules | Connection::Compatible { .. }), None) | (Err(_), _) => false,
    };
    let state = if is_for_this { app.keys.state().await } else { app.keys.known() };
    // What the environment hands in is for OpenAI and nobody else.
    let is_openai = provider(&app.provider, &settings) == ProviderChoice::OpenAi.as_str();
    let is_for_this = is_for_this || (is_openai && state.store == KeyStore::Environment);
    Ok(Json(json!({ "key": state, "for_connection": is_for_this })))
}

/// `PUT /api/v1/settings/key`: keeps a key for the connection that the settings name now, and for no other.
pub(crate) async fn set_key(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    JsonBody(NewKey { key }): JsonBody<NewKey>,
) -> Result<Json<Value>, Error> {
    let settings = store.settings().await?;
    let key_for = key_for(&app.provider, &settings)?;
    // Meanwhile the key is nobody's: whatever breaks off in between, neither the old one nor the new one goes where it was not meant to.
    allow_key(&store, Some(NOBODY.to_owned())).await?;
    let kept = app.keys.set(key).await;
    allow_key(&store, if kept.is_ok() { Some(key_for) } else { settings.key_for }).await?;
    let state = kept.map_err(|error| key_error(&error))?;
    tracing::info!(store = ?state.store, "the key was changed");
    Ok(Json(json!({ "key": state })))
}

/// `DELETE /api/v1/settings/key`
pub(crate) async fn clear_key(State(app): State<Arc<App>>, Mine(store): Mine) -> Result<Json<Value>, Error> {
    // Nobody's, not "not said": a keyring that does not let go of the key must not give it to OpenAI later.
    allow_key(&store, Some(NOBODY.to_owned())).await?;
    let state = app.keys.clear().await;
    tracing::info!(store = ?state.store, "the key was cleared");
    Ok(Json(json!({ "key": state })))
}

async fn allow_key(store: &Store, key_for: Option<String>) -> Result<(), Error> {
    store.patch_settings(SettingsPatch { key_for: Some(key_for), ..SettingsPatch::default() }).await?;
    Ok(())
}

/// Whom a key that is saved now is for. The built-in assistant wants none: its key is kept for OpenAI, which is what it is asked
/// for when the provider is chosen after the key.
fn key_for(said: &ProviderOverride, settings: &Settings) -> Result<String, Error> {
    let (provider, base_url) = (provider(said, settings), base_url(said, settings));
    if provider != ProviderChoice::Compatible.as_str() {
        return Ok(ProviderChoice::OpenAi.as_str().to_owned());
    }
    let base = base_url.ok_or(ConnectionError::NoBaseUrl).and_then(BaseUrl::parse);
    base.map(|base| base.as_str().to_owned()).map_err(|error| unusable_address(&error))
}

fn unusable_address(error: &ConnectionError) -> Error {
    Error::new(Code::Invalid, error.message()).with_fields(["base_url"])
}

/// Which assistant answers now: what the command line says, else the settings.
pub(crate) fn connection(said: &ProviderOverride, settings: &Settings) -> Result<Connection, ConnectionError> {
    let provider = provider(said, settings);
    // The model in the settings is one of the settings' provider.
    let chosen = settings.model.as_deref().filter(|_| provider == settings.provider.as_str());
    Connection::new(provider, base_url(said, settings), said.model.as_deref().or(chosen))
}

/// The same where no model was chosen yet: one can be asked for those that it has.
pub(crate) fn connection_to_choose_from(
    said: &ProviderOverride,
    settings: &Settings,
) -> Result<Connection, ConnectionError> {
    match connection(said, settings) {
        Err(ConnectionError::NoModel) => {
            Connection::new(provider(said, settings), base_url(said, settings), Some(NO_MODEL_YET))
        }
        other => other,
    }
}

fn provider<'a>(said: &'a ProviderOverride, settings: &Settings) -> &'a str {
    said.provider.as_deref().unwrap_or(settings.provider.as_str())
}

/// The address of the compatible server; no other provider has one.
fn base_url<'a>(said: &'a ProviderOverride, settings: &'a Settings) -> Option<&'a str> {
    let address = said.base_url.as_deref().or(settings.base_url.as_deref());
    address.filter(|_| provider(said, settings) == ProviderChoice::Compatible.as_str())
}

/// The same in words. A connection that is not complete yet answers nothing, so nothing leaves the computer.
pub(crate) fn describe(app: &App, settings: &Settings) -> Description {
    connection(&app.provider, settings).map_or_else(
        |_| Description {
            provider: settings.provider.as_str(),
            model: settings.model.clone(),
            host: None,
            leaves_computer: false,
        },
        |connection| connection.describe(),
    )
}

/// What is known of the key without asking for it: looking at the settings opens no dialog of the system.
fn shown(app: &App, settings: Settings) -> Shown {
    Shown { settings, key: app.keys.known() }
}

fn patch(body: &Map<String, Value>) -> Result<SettingsPatch, Error> {
    let base_url = body.get("base_url").map(|value| optional_text("base_url", value)).transpose()?;
    if let Some(Some(base_url)) = &base_url {
        BaseUrl::parse(base_url).map_err(|error| unusable_address(&error))?;
    }
    Ok(SettingsPatch {
        provider: body.get("provider").map(choice).transpose()?,
        base_url,
        model: body.get("model").map(|value| optional_text("model", value)).transpose()?,
        session_ttl_s: body.get("session_ttl_s").map(seconds).transpose()?,
        tier: body.get("tier").map(tier).transpose()?,
        daily_tokens: body.get("daily_tokens").map(tokens).transpose()?,
        fallback: body.get("fallback").map(|value| yes_or_no("fallback", value)).transpose()?,
        ui_state: body.get("ui_state").map(object).transpose()?,
        // These have routes of their own.
        key_for: None,
        mcp_on: None,
        mcp_read_only: None,
        mcp_secret_sha256: None,
    })
}

fn choice(value: &Value) -> Result<ProviderChoice, Error> {
    serde_json::from_value(value.clone()).map_err(|_| invalid("provider", "is `rules`, `openai` or `compatible`"))
}

/// Text, or null; blank is as good as null.
fn optional_text(field: &'static str, value: &Value) -> Result<Option<String>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(invalid(field, "is text or null"))
        }
    }
}

fn seconds(value: &Value) -> Result<u32, Error> {
    let seconds = value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
    seconds.ok_or_else(|| invalid("session_ttl_s", "is a number of seconds"))
}

/// A tier, or null for the one that the program was started with.
fn tier(value: &Value) -> Result<Option<Tier>, Error> {
    serde_json::from_value(value.clone()).map_err(|_| invalid("tier", "is `free`, `standard`, `unlimited` or null"))
}

/// A number of tokens, or null for the tier's own.
fn tokens(value: &Value) -> Result<Option<u64>, Error> {
    match value {
        Value::Null => Ok(None),
        value => value.as_u64().map(Some).ok_or_else(|| invalid("daily_tokens", "is a number of tokens or null")),
    }
}

fn yes_or_no(field: &'static str, value: &Value) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| invalid(field, "is true or false"))
}

fn object(value: &Value) -> Result<Map<String, Value>, Error> {
    value.as_object().cloned().ok_or_else(|| invalid("ui_state", "is an object"))
}

fn invalid(field: &'static str, problem: &str) -> Error {
    Error::new(Code::Invalid, format!("`{field}` {problem}.")).with_fields([field])
}

fn key_error(error: &SecretsError) -> Error {
    match error {
        SecretsError::NotAKey => Error::new(Code::Invalid, sentence(&error.to_string())).with_fields(["key"]),
        SecretsError::Unavailable(_) | SecretsError::Silent(_) | SecretsError::ReadOnly => {
            tracing::warn!(%error, "the key could not be kept");
            Error::from(Code::KeyStore)
        }
        other => {
            tracing::error!(error = %other, "the key could not be kept");
            Error::from(Code::KeyStore)
        }
    }
}
