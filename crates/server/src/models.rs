//! `/api/v1/models` and `/settings/test`: whether the connection works, before a message needs it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_assistant::{ConnectionTest, Failure};
use serde_json::{Value, json};

use crate::app::App;
use crate::chatkit::{self, Chat, Surface};
use crate::error::{Code, Error};
use crate::messages::failure_code;
use crate::sessions::Caller;

/// `GET /api/v1/models`: those of the connection; none for the built-in assistant.
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Json<Value>, Error> {
    let Chat { assistant, unusable, .. } = chatkit::chat(&app, app.user(&caller)?, Surface::Text).await?;
    if let Some(error) = unusable {
        return Err(Error::new(Code::AssistantNotReady, error.message()).with_fields([error.field()]));
    }
    let models = assistant.models().await.map_err(|failure| refused(&failure))?;
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
