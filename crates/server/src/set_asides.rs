//! `/api/v1/set-asides`: damaged files that were put aside, and what of them can be had back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_store::{Applied, Salvage};
use serde_json::{Value, json};

use crate::app::{App, Mine};
use crate::body::{Id, SetAsideId};
use crate::error::{Code, Error};

/// `GET /api/v1/set-asides/{id}`: what of the caller's can be read in it. One file at a time: each is copied for that.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(SetAsideId(id)): Id<SetAsideId>,
) -> Result<Json<Salvage>, Error> {
    let _one = app.damaged_files.acquire().await.map_err(|_| Code::Unavailable)?;
    Ok(Json(store.salvage(&id).await?))
}

/// `POST /api/v1/set-asides/{id}/bring-back`: adds what is not on the list any more; a second time there is nothing left to add.
pub(crate) async fn bring_back(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(SetAsideId(id)): Id<SetAsideId>,
) -> Result<Json<Value>, Error> {
    let _one = app.damaged_files.acquire().await.map_err(|_| Code::Unavailable)?;
    // What was applied names what was there already, too.
    let added = store.salvage(&id).await?.missing_tasks;
    let Applied { change_set, .. } = store.bring_back(&id, &app.clock.now()).await?;
    tracing::info!(tasks = added, "brought back {added} tasks of a damaged file");
    Ok(Json(json!({ "added": added, "change_set": change_set })))
}
