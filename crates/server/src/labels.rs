//! `/api/v1/labels`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use docket_store::{Actor, Applied, Store};
use docket_tasks::{Command, LabelPatch, NewLabel};
use serde_json::{Value, json};

use crate::app::{App, Mine};
use crate::body::{Id, JsonBody, LabelId};
use crate::error::{Code, Error};
use crate::tasks::{apply, apply_once, gone, with_change_set};

/// `GET /api/v1/labels`
pub(crate) async fn all(Mine(store): Mine) -> Result<Json<Value>, Error> {
    Ok(Json(json!({ "labels": store.labels().await? })))
}

/// `POST /api/v1/labels`
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    headers: HeaderMap,
    JsonBody(new): JsonBody<NewLabel>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let id = id_of(&new.name);
    let applied = apply_once(&app, &store, &headers, Command::AddLabel(new), Actor::Ui).await?;
    answer(&store, &id, &applied).await.map(|body| (StatusCode::CREATED, Json(body)))
}

/// `PATCH /api/v1/labels/{id}`: its tasks have the new name, too.
pub(crate) async fn edit(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(LabelId(name)): Id<LabelId>,
    JsonBody(patch): JsonBody<LabelPatch>,
) -> Result<Json<Value>, Error> {
    let id = id_of(patch.name.as_deref().unwrap_or(&name));
    let applied = apply(&app, &store, Command::EditLabel { name, patch }, Actor::Ui).await?;
    answer(&store, &id, &applied).await.map(Json)
}

/// `DELETE /api/v1/labels/{id}`: its tasks lose it.
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(LabelId(name)): Id<LabelId>,
) -> Result<Response, Error> {
    apply(&app, &store, Command::DeleteLabel(name), Actor::Ui).await.map(|applied| gone(&applied))
}

/// A label's id is its name in lower case; an `@` in front is not part of it.
fn id_of(name: &str) -> String {
    name.trim().trim_start_matches('@').trim().to_lowercase()
}

async fn answer(store: &Store, id: &str, applied: &Applied) -> Result<Value, Error> {
    let label = store.labels().await?.into_iter().find(|label| label.id == id).ok_or(Code::LabelNotFound)?;
    with_change_set(&label, applied)
}
