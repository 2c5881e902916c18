//! `/api/v1/undo` and `/redo`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_store::{Actor, ChangeSetId, Undone};
use docket_tasks::{Task, TaskId};
use serde::{Deserialize, Serialize};

use crate::app::{App, Mine};
use crate::body::JsonBody;
use crate::error::Error;

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
