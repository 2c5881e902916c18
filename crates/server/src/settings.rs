//! `/api/v1/settings`: what can be set, and the key, which goes in and never comes out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_assistant::secrets::{KeyState, SecretsError};
use docket_assistant::{BaseUrl, Connection, ConnectionError, Description};
use docket_store::{ProviderChoice, Settings, SettingsPatch};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::app::{App, Mine};
use crate::body::JsonBody;
use crate::error::{Code, Error, sentence};
use crate::options::ProviderOverride;
use crate::sessions::Caller;

/// Settings in JSON, with what may be told about the key.
#[derive(Serialize)]
pub(crate) struct Shown {
    #[serde(flatten)]
    settings: Settings,
    key: KeyState,
}

#[derive(Deserialize)]
pub(crate) struct NewKey {
    key: SecretString,
}

/// `GET /api/v1/settings`. The keyring is not asked, which could open a dialog, unless a provider needs it anyway.
pub(crate) async fn show(State(app): State<Arc<App>>, Mine(store): Mine) -> Result<Json<Shown>, Error> {
    let settings = store.settings().await?;
    Ok(Json(shown(&app, settings).await))
}

/// `PATCH /api/v1/settings`: changes only the fields that are there.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    JsonBody(body): JsonBody<Map<String, Value>>,
) -> Result<Json<Shown>, Error> {
    let settings = store.patch_settings(patch(&body)?).await?;
    Ok(Json(shown(&app, settings).await))
}

/// `PUT /api/v1/settings/key`
pub(crate) async fn set_key(
    State(app): State<Arc<App>>,
    _: Caller,
    JsonBody(NewKey { key }): JsonBody<NewKey>,
) -> Result<Json<Value>, Error> {
    let state = app.keys.set(key).await.map_err(|error| key_error(&error))?;
    tracing::info!(store = ?state.store, "the key was changed");
    Ok(Json(json!({ "key": state })))
}

/// `DELETE /api/v1/settings/key`
pub(crate) async fn clear_key(State(app): State<Arc<App>>, _: Caller) -> Json<Value> {
    let state = app.keys.clear().await;
    tracing::info!(store = ?state.store, "the key was cleared");
    Json(json!({ "key": state }))
}

/// Which assistant answers now: what the command line says, else the settings.
pub(crate) fn connection(said: &ProviderOverride, settings: &Settings) -> Result<Connection, ConnectionError> {
    let provider = said.provider.as_deref().unwrap_or(provider_name(settings.provider));
    let base_url = said.base_url.as_deref().or(settings.base_url.as_deref());
    let model = said.model.as_deref().or(settings.model.as_deref());
    Connection::new(provider, base_url, model)
}

/// The same in words. A connection that is not complete yet answers nothing, so nothing leaves the computer.
pub(crate) fn describe(app: &App, settings: &Settings) -> Description {
    connection(&app.provider, settings).map_or_else(
        |_| Description {
            provider: provider_name(settings.provider),
            model: settings.model.clone(),
            host: None,
            leaves_computer: false,
        },
        |connection| connection.describe(),
    )
}

async fn shown(app: &App, settings: Settings) -> Shown {
    let needs_key = matches!(connection(&app.provider, &settings), Ok(Connection::OpenAi { .. }));
    let key = if needs_key { app.keys.state().await } else { app.keys.known() };
    Shown { settings, key }
}

fn patch(body: &Map<String, Value>) -> Result<SettingsPatch, Error> {
    let base_url = body.get("base_url").map(|value| optional_text("base_url", value)).transpose()?;
    if let Some(Some(base_url)) = &base_url {
        BaseUrl::parse(base_url)
            .map_err(|error| Error::new(Code::Invalid, error.message()).with_fields(["base_url"]))?;
    }
    Ok(SettingsPatch {
        provider: body.get("provider").map(provider).transpose()?,
        base_url,
        model: body.get("model").map(|value| optional_text("model", value)).transpose()?,
        session_ttl_s: body.get("session_ttl_s").map(seconds).transpose()?,
        ui_state: body.get("ui_state").map(object).transpose()?,
    })
}

fn provider(value: &Value) -> Result<ProviderChoice, Error> {
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

fn provider_name(choice: ProviderChoice) -> &'static str {
    match choice {
        ProviderChoice::Rules => "rules",
        ProviderChoice::OpenAi => "openai",
        ProviderChoice::Compatible => "compatible",
    }
}
