//! `/api/v1/history`, `/undo` and `/redo`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_store::{Actor, ChangeSetId, HistoryPage, Undone};
use docket_tasks::{Task, TaskId};
use serde::{Deserialize, Serialize};

use crate::app::{App, Mine};
use crate::body::{JsonBody, Params, missing};
use crate::error::{Code, Error};

#[derive(Deserialize)]
pub(crate) struct Filter {
    task: Option<String>,
    limit: Option<u32>,
    after: Option<String>,
}

/// Which change set; the last one of any actor but an import where none is named.
#[derive(Default, Deserialize)]
pub(crate) struct Which {
    change_set: Option<ChangeSetId>,
}

/// What was taken back, or done again.
#[derive(Serialize)]
pub(crate) struct Answer {
    undone: ChangeSetId,
    change_set: Option<ChangeSetId>,
    /// The tasks as they are now.
    tasks: Vec<Task>,
    /// Tasks that are gone, because adding them was undone.
    removed: Vec<TaskId>,
}

impl From<Undone> for Answer {
    fn from(undone: Undone) -> Self {
        let Undone { undone, applied } = undone;
        Self { undone, change_set: applied.change_set, tasks: applied.tasks, removed: applied.removed }
    }
}

/// `GET /api/v1/history`: newest first, of a task or of everything.
pub(crate) async fn list(Mine(store): Mine, Params(filter): Params<Filter>) -> Result<Json<HistoryPage>, Error> {
    let Filter { task, limit, after } = filter;
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let task = match said(task) {
        Some(said) => Some(said.parse::<TaskId>().map_err(|_| missing("task", &said, Code::TaskNotFound))?),
        None => None,
    };
    Ok(Json(store.history(task, limit, said(after).as_deref()).await?))
}

/// `POST /api/v1/undo`
pub(crate) async fn undo(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    JsonBody(which): JsonBody<Option<Which>>,
) -> Result<Json<Answer>, Error> {
    let Which { change_set } = which.unwrap_or_default();
    Ok(Json(store.undo(change_set, Actor::Ui, &app.clock.now()).await?.into()))
}

/// `POST /api/v1/redo`
pub(crate) async fn redo(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    JsonBody(which): JsonBody<Option<Which>>,
) -> Result<Json<Answer>, Error> {
    let Which { change_set } = which.unwrap_or_default();
    Ok(Json(store.redo(change_set, Actor::Ui, &app.clock.now()).await?.into()))
}
