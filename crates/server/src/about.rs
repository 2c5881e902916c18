//! What this is, and that it is alive.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_assistant::Description;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Can;
use crate::app::{App, Mine};
use crate::error::Error;
use crate::sessions::Caller;
use crate::settings::describe;

/// `GET /api/v1/app` in JSON.
#[derive(Serialize)]
pub(crate) struct About {
    version: &'static str,
    host: &'static str,
    can: Can,
    user_id: Arc<str>,
    now: String,
    time_zone: String,
    assistant: Assistant,
    element: &'static str,
}

/// Which assistant answers, and whether anything leaves the computer.
#[derive(Serialize)]
struct Assistant {
    provider: &'static str,
    model: Option<String>,
    host: Option<String>,
    leaves_computer: bool,
}

/// `GET /healthz`
pub(crate) async fn health() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// `GET /api/v1/app`
pub(crate) async fn app(State(app): State<Arc<App>>, caller: Caller, Mine(store): Mine) -> Result<Json<About>, Error> {
    let Description { provider, model, host, leaves_computer } = describe(&app, &store.settings().await?);
    Ok(Json(About {
        version: env!("CARGO_PKG_VERSION"),
        host: if app.host.is_some() { "desktop" } else { "browser" },
        can: app.host.as_ref().map(|host| host.can()).unwrap_or_default(),
        user_id: caller.user,
        now: app.clock.now().to_string(),
        time_zone: app.clock.zone_name(),
        assistant: Assistant { provider, model, host, leaves_computer },
        element: "built_in",
    }))
}
