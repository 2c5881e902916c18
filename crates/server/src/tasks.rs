//! `/api/v1/tasks`.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use docket_store::{Actor, Applied, FoundList, Store, TaskPage};
use docket_tasks::{Command, NewTask, Place, Source, Task, TaskId, TaskMove, TaskPatch, TaskQuery, View};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::{App, Mine};
use crate::body::{Id, JsonBody, Params, missing};
use crate::error::{Code, Error};

/// Most tasks of a page.
const MOST: u32 = 500;
/// Names the change set of an answer that has no body.
const CHANGE_SET: HeaderName = HeaderName::from_static("change-set");
/// Longest `Idempotency-Key`.
const KEY_CHARS: usize = 200;

#[derive(Deserialize)]
pub(crate) struct Filter {
    view: Option<View>,
    q: Option<String>,
    list: Option<String>,
    label: Option<String>,
    parent: Option<String>,
    limit: Option<u32>,
    after: Option<String>,
}

/// `GET /api/v1/tasks`
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Params(filter): Params<Filter>,
) -> Result<Json<Value>, Error> {
    let query = query(&store, filter).await?;
    let TaskPage { tasks, has_more, after, revision } = store.tasks(&query, &app.clock.now()).await?;
    let ids: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
    let parts = store.part_counts(&ids).await?;
    let mut page = json!({ "tasks": tasks, "parts": parts, "has_more": has_more, "revision": revision });
    if let Some(after) = after {
        page["after"] = json!(after);
    }
    Ok(Json(page))
}

/// `POST /api/v1/tasks`
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Value>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let new = NewTask { source: Source::Ui, ..NewTask::from_json(&body, &app.clock.zone_name())? };
    let command = Command::AddTask(new);
    let applied = apply_once(&app, &store, &headers, command, Actor::Ui).await?;
    Ok((StatusCode::CREATED, Json(first_task(&applied)?)))
}

/// `GET /api/v1/tasks/{id}`
pub(crate) async fn show(Mine(store): Mine, Id(id): Id<TaskId>) -> Result<Json<Value>, Error> {
    let task = store.task(id).await?;
    Ok(Json(to_json(&task)?))
}

/// `PATCH /api/v1/tasks/{id}`: changes only the fields that are there.
pub(crate) async fn edit(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<TaskId>,
    JsonBody(body): JsonBody<Value>,
) -> Result<Json<Value>, Error> {
    let patch = TaskPatch::from_json(&body, &app.clock.zone_name())?;
    change(&app, &store, id, Command::EditTask { id, patch }).await.map(Json)
}

/// `DELETE /api/v1/tasks/{id}`: to the trash.
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<TaskId>,
) -> Result<Json<Value>, Error> {
    change(&app, &store, id, Command::DeleteTask(id)).await.map(Json)
}

/// `POST /api/v1/tasks/{id}/complete`: with the next one of a repeating task.
pub(crate) async fn complete(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<TaskId>,
    headers: HeaderMap,
) -> Result<Json<Value>, Error> {
    let applied = apply_once(&app, &store, &headers, Command::CompleteTask(id), Actor::Ui).await?;
    let task = match applied.tasks.iter().find(|task| task.id == id) {
        Some(task) => task.clone(),
        None => store.task(id).await?,
    };
    let mut answer = json!({ "task": task, "change_set": applied.change_set });
    if let Some(next) = &applied.next {
        answer["next"] = to_json(next)?;
    }
    Ok(Json(answer))
}

/// `POST /api/v1/tasks/{id}/reopen`
pub(crate) async fn reopen(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<TaskId>,
    headers: HeaderMap,
) -> Result<Json<Value>, Error> {
    change_once(&app, &store, &headers, id, Command::ReopenTask(id)).await.map(Json)
}

/// `POST /api/v1/tasks/{id}/restore`: out of the trash.
pub(crate) async fn restore(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<TaskId>,
    headers: HeaderMap,
) -> Result<Json<Value>, Error> {
    change_once(&app, &store, &headers, id, Command::RestoreTask(id)).await.map(Json)
}

/// Beside which task.
#[derive(Deserialize)]
struct Beside {
    before: Option<TaskId>,
    after: Option<TaskId>,
}

/// `POST /api/v1/tasks/{id}/move`: to a list (by id or name, null for the Inbox), below another task, to a place in the order, or
/// several of these.
pub(crate) async fn place(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Id(id): Id<TaskId>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Value>,
) -> Result<Json<Value>, Error> {
    let to = destination(&body, &app.clock.zone_name())?;
    change_once(&app, &store, &headers, id, Command::MoveTask { id, to }).await.map(Json)
}

/// Where a task is to be moved, as a body says it.
pub(crate) fn destination(body: &Value, zone: &str) -> Result<TaskMove, Error> {
    let TaskPatch { list, parent, position, .. } = TaskPatch::from_json(body, zone)?;
    let beside = Beside::deserialize(body).map_err(|_| {
        Error::new(Code::Invalid, "`before` and `after` are ids of tasks.").with_fields(["before", "after"])
    })?;
    let place = match (beside.before, beside.after, position) {
        (None, None, None) => None,
        (Some(before), None, None) => Some(Place::Before(before)),
        (None, Some(after), None) => Some(Place::After(after)),
        (None, None, Some(position)) => Some(Place::At(position)),
        (Some(_), Some(_), _) | (Some(_), None, Some(_)) | (None, Some(_), Some(_)) => {
            let message = "Say one of `before`, `after` and `position`.";
            return Err(Error::new(Code::Invalid, message).with_fields(["before", "after", "position"]));
        }
    };
    if list.is_none() && parent.is_none() && place.is_none() {
        let message = "Say where to: `list`, `parent`, `before`, `after` or `position`.";
        return Err(Error::new(Code::Invalid, message).with_fields(["list", "position"]));
    }
    Ok(TaskMove { list, parent, place })
}

/// Applies a command for `actor`, now.
pub(crate) async fn apply(app: &App, store: &Store, command: Command, actor: Actor) -> Result<Applied, Error> {
    Ok(store.apply(command, actor, &app.clock.now()).await?)
}

/// The same, once only for each `Idempotency-Key` in `headers`.
pub(crate) async fn apply_once(
    app: &App,
    store: &Store,
    headers: &HeaderMap,
    command: Command,
    actor: Actor,
) -> Result<Applied, Error> {
    match idempotency_key(headers)? {
        Some(key) => Ok(store.apply_idempotent(key, command, actor, &app.clock.now()).await?),
        None => apply(app, store, command, actor).await,
    }
}

/// The first task that a command made or changed, with its change set.
pub(crate) fn first_task(applied: &Applied) -> Result<Value, Error> {
    let task = applied.tasks.first().ok_or(Code::Internal)?;
    answered(task, applied)
}

/// `record` as JSON, with the change set that it came out of.
pub(crate) fn with_change_set<T: Serialize>(record: &T, applied: &Applied) -> Result<Value, Error> {
    let mut json = to_json(record)?;
    json["change_set"] = json!(applied.change_set);
    Ok(json)
}

/// The answer to a deletion: nothing, but for the header that names the change set, so that just this can be taken back.
pub(crate) fn gone(applied: &Applied) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(id) = applied.change_set.and_then(|id| HeaderValue::try_from(id.to_string()).ok()) {
        response.headers_mut().insert(CHANGE_SET, id);
    }
    response
}

/// A task as the answer to a command: with its change set, and the names of lists and labels that the command made on the way.
fn answered(task: &Task, applied: &Applied) -> Result<Value, Error> {
    let mut json = with_change_set(task, applied)?;
    json["created_lists"] = json!(applied.created_lists);
    json["created_labels"] = json!(applied.created_labels);
    Ok(json)
}

/// Applies a command about one task and answers that task. A command that changes nothing answers it as it is, with no change set.
async fn change(app: &App, store: &Store, id: TaskId, command: Command) -> Result<Value, Error> {
    let applied = apply(app, store, command, Actor::Ui).await?;
    changed(store, id, &applied).await
}

/// The same, once only for each `Idempotency-Key`.
async fn change_once(
    app: &App,
    store: &Store,
    headers: &HeaderMap,
    id: TaskId,
    command: Command,
) -> Result<Value, Error> {
    let applied = apply_once(app, store, headers, command, Actor::Ui).await?;
    changed(store, id, &applied).await
}

async fn changed(store: &Store, id: TaskId, applied: &Applied) -> Result<Value, Error> {
    match applied.tasks.iter().find(|task| task.id == id) {
        Some(task) => answered(task, applied),
        None => answered(&store.task(id).await?, applied),
    }
}

async fn query(store: &Store, filter: Filter) -> Result<TaskQuery, Error> {
    let Filter { view, q, list, label, parent, limit, after } = filter;
    let limit = match limit {
        None => None,
        Some(limit @ 1..=MOST) => NonZeroU32::new(limit),
        Some(_) => return Err(Error::new(Code::Invalid, format!("`limit` is 1 to {MOST}.")).with_fields(["limit"])),
    };
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let said_list = match said(list) {
        Some(list) => Some(store.find_list(&list).await?.ok_or_else(|| missing("list", &list, Code::ListNotFound))?),
        None => None,
    };
    let (list, is_in_inbox) = match said_list {
        None => (None, false),
        Some(FoundList::List(id)) => (Some(id), false),
        Some(FoundList::Inbox) => (None, true),
    };
    let view = view.unwrap_or_default();
    let parent = match said(parent) {
        Some(parent) => Some(parent.parse().map_err(|_| missing("task", &parent, Code::TaskNotFound))?),
        None => None,
    };
    Ok(TaskQuery { view, words: said(q), list, is_in_inbox, label: said(label), parent, limit, after: said(after) })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let wrong =
        || Error::new(Code::Malformed, format!("`Idempotency-Key` is 1 to {KEY_CHARS} visible characters, once."));
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else { return Ok(None) };
    let key = key.to_str().map_err(|_| wrong())?;
    let fits = (1..=KEY_CHARS).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_graphic())
        && keys.next().is_none();
    if fits { Ok(Some(key)) } else { Err(wrong()) }
}

fn to_json<T: Serialize>(record: &T) -> Result<Value, Error> {
    serde_json::to_value(record).map_err(|error| {
        tracing::error!(%error, "a record cannot be written as JSON");
        Code::Internal.into()
    })
}
