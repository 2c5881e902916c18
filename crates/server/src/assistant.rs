//! `/api/v1/assistant`: who answers, how the model does, and what the day has left; servers on this computer, and the word that ends a wait.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use docket_assistant::{Connection, Description, Found, Leave, Outage, PRESETS, Preset, Standing, find_servers};
use docket_store::Tier;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Clock;
use crate::app::{App, Mine};
use crate::error::Error;
use crate::sessions::Caller;
use crate::settings;

/// `GET /api/v1/assistant` in JSON.
#[derive(Serialize)]
pub(crate) struct Shown {
    provider: &'static str,
    /// What sentences call it: `OpenAI`, `Ollama`, or its host.
    name: Option<String>,
    model: Option<String>,
    host: Option<String>,
    leaves_computer: bool,
    outage: Option<Outage>,
    /// Whether the built-in assistant answers until the outage is over.
    stands_in: bool,
    slow_s: Option<u64>,
    tokens: Tokens,
    /// How many messages a minute, and how many tokens a day where the settings name no number.
    tier: Tier,
    presets: [Preset; 4],
}

/// Model tokens of today.
#[derive(Serialize)]
struct Tokens {
    /// Whether answers of this connection cost any.
    counted: bool,
    /// `null`: no limit.
    limit: Option<u64>,
    used: u64,
}

/// `GET /api/v1/assistant`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller, Mine(store): Mine) -> Result<Json<Shown>, Error> {
    let settings = store.settings().await?;
    let Description { provider, model, host, leaves_computer } = settings::describe(&app, &settings);
    let connection = settings::connection(&app.provider, &settings).ok();
    let Standing { outage, slow_s } = match &connection {
        Some(connection) => app.user(&caller)?.standby.standing(connection),
        None => Standing::default(),
    };
    // The day is that of the real clock, as where tokens are counted; the zone is the user's.
    let now = Clock::system().now().with_time_zone(app.clock.now().time_zone().clone());
    let budget = store.token_budget(&now).await?;
    let counted = connection.as_ref().is_some_and(Connection::costs_tokens);
    Ok(Json(Shown {
        provider,
        name: connection.filter(|connection| *connection != Connection::Rules).map(|connection| connection.name()),
        model,
        host,
        leaves_computer,
        outage,
        stands_in: outage.is_some() && settings.fallback,
        slow_s,
        tokens: Tokens { counted, limit: budget.limit, used: budget.used },
        tier: store.tier().await?,
        presets: PRESETS,
    }))
}

/// `POST /api/v1/assistant/find`: asks the usual addresses of this computer, and no other host.
pub(crate) async fn find(_: Caller) -> Json<Value> {
    let servers: Vec<Found> = find_servers().await;
    Json(json!({ "servers": servers }))
}

/// `POST /api/v1/assistant/stop`: ends what a model is answering; what had arrived is kept.
pub(crate) async fn stop(State(app): State<Arc<App>>, caller: Caller) -> Result<StatusCode, Error> {
    app.user(&caller)?.standby.leave(Leave::ForGood);
    Ok(StatusCode::NO_CONTENT)
}
