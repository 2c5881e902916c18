//! `/api/v1/models` and `/settings/test`: whether the connection works, before a message needs it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_assistant::{Assistant, ConnectionTest, Failure};
use serde_json::{Value, json};

use crate::app::App;
use crate::chatkit::{self, Chat, Surface};
use crate::error::{Code, Error};
use crate::messages::failure_code;
use crate::sessions::Caller;
use crate::settings;

/// `GET /api/v1/models`: those of the connection; none for the built-in assistant.
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Json<Value>, Error> {
    let user = app.user(&caller)?;
    let settings = user.store.settings().await?;
    // To choose a model one has to see them first, so none has to be chosen yet.
    let connection = settings::connection_to_choose_from(&app.provider, &settings)
        .map_err(|error| Error::new(Code::AssistantNotReady, error.message()).with_fields([error.field()]))?;
    let assistant = Assistant::new(user.store.clone(), connection, Arc::clone(&app.keys), app.clock.now());
    let models = assistant.with_key_for(settings.key_for).models().await.map_err(|failure| refused(&failure))?;
    Ok(Json(json!({ "models": models })))
}

/// `POST /api/v1/settings/test`: tries the connection of the settings; costs no token.
pub(crate) async fn test(State(app): State<Arc<App>>, caller: Caller) -> Result<Json<ConnectionTest>, Error> {
    let Chat { assistant, unusable, .. } = chatkit::chat(&app, app.user(&caller)?, Surface::Text).await?;
    Ok(Json(match unusable {
        Some(error) => ConnectionTest {
            ok: false,
            code: error.code(),
            message: error.message(),
            reason: None,
            took_ms: 0,
            models: Vec::new(),
        },
        None => assistant.test_connection().await,
    }))
}

fn refused(failure: &Failure) -> Error {
    Error::new(failure_code(Some(failure)), failure.message(docket_assistant::Changed::Nothing))
}
