//! `/api/v1/lists`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use docket_store::{Actor, Applied, ListInfo};
use docket_tasks::{Command, ListId, ListPatch, NewList};
use serde_json::{Value, json};

use crate::app::{App, Mine};
use crate::body::{Id, JsonBody};
use crate::error::{Code, Error};
use crate::tasks::{apply, apply_once, gone, with_change_set};

/// `GET /api/v1/lists`: the lists, and how much each view holds.
pub(crate) async fn all(State(app): State<Arc<App>>, Mine(store): Mine) -> Result<Json<Value>, Error> {
    let lists = store.lists().await?;
    let views = store.counts(&app.clock.now()).await?;
    Ok(Json(json!({ "lists": lists, "views": views })))
}

/// `POST /api/v1/lists`
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    headers: HeaderMap,
    JsonBody(new): JsonBody<NewList>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let applied = apply_once(&app, &store, &headers, Command::AddList(new), Actor::Ui).await?;
    answer(&store, applied).await.map(|body| (StatusCode::CREATED, Json(body)))
}

/// `PATCH /api/v1/lists/{id}`
pub(crate) async fn edit(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<ListId>,
    JsonBody(patch): JsonBody<ListPatch>,
) -> Result<Json<Value>, Error> {
    let applied = apply(&app, &store, Command::EditList { id, patch }, Actor::Ui).await?;
    let lists = store.lists().await?;
    let list = lists.into_iter().find(|list| list.list.id == id).ok_or(Code::ListNotFound)?;
    Ok(Json(with_change_set(&list, &applied)?))
}

/// `DELETE /api/v1/lists/{id}`: its tasks go to the Inbox.
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<ListId>,
) -> Result<Response, Error> {
    apply(&app, &store, Command::DeleteList(id), Actor::Ui).await.map(|applied| gone(&applied))
}

/// The list that a command made, as it is answered.
async fn answer(store: &docket_store::Store, applied: Applied) -> Result<Value, Error> {
    let id = applied.lists.first().map(|list| list.id).ok_or(Code::Internal)?;
    let lists: Vec<ListInfo> = store.lists().await?;
    let list = lists.into_iter().find(|list| list.list.id == id).ok_or(Code::ListNotFound)?;
    with_change_set(&list, &applied)
}
