//! What this is, and that it is alive.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_assistant::Description;
use docket_store::Settings;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Can;
use crate::app::{App, Mine};
use crate::data::{self, Aside};
use crate::error::Error;
use crate::sessions::Caller;
use crate::settings::{describe, wants_openai_element};

/// The element of ours, as it stands in JSON.
const BUILT_IN: &str = "built_in";

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
    data: DataState,
}

/// What opening the data had to do, and how it is.
#[derive(Serialize)]
struct DataState {
    health: &'static str,
    /// There was none at this start.
    created: bool,
    /// The version of before, where the file was brought up to date.
    migrated_from: Option<u32>,
    /// Damaged data that was put aside at this start.
    set_aside: Option<Aside>,
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
    let settings = store.settings().await?;
    let Description { provider, model, host, leaves_computer } = describe(&app, &settings);
    Ok(Json(About {
        version: env!("CARGO_PKG_VERSION"),
        host: if app.host.is_some() { "desktop" } else { "browser" },
        can: app.host.as_ref().map(|host| host.can()).unwrap_or_default(),
        user_id: caller.user,
        now: app.clock.now().to_string(),
        time_zone: app.clock.zone_name(),
        assistant: Assistant { provider, model, host, leaves_computer },
        element: element(&app, &settings),
        data: data_state(&app),
    }))
}

/// Which chat element the page shows: the built-in one, unless its owner has chosen OpenAI's and its page can be had.
fn element(app: &App, settings: &Settings) -> &'static str {
    let is_there = !app.built_in_element && app.frame.origin().is_some();
    if is_there && wants_openai_element(settings) { "openai" } else { BUILT_IN }
}

fn data_state(app: &App) -> DataState {
    let opened = app.database.opened();
    DataState {
        health: data::name(*app.database.health().borrow()),
        created: opened.created,
        migrated_from: opened.migrated.as_ref().map(|migrated| migrated.from),
        set_aside: opened.set_aside.clone().map(Aside::from),
    }
}
