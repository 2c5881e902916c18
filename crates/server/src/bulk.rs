//! `/api/v1/tasks/bulk`: several tasks in one change set.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use docket_store::Actor;
use docket_tasks::{Command, TaskId, TaskPatch, limits};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::{App, Mine};
use crate::body::JsonBody;
use crate::error::{Code, Error};
use crate::tasks::{apply_once, destination};

/// Largest body, in bytes: as many changes as there may be, each with a handful of labels.
pub(crate) const LIMIT: u64 = 1024 * 1024;

#[derive(Deserialize)]
pub(crate) struct Bulk {
    changes: Vec<Change>,
}

/// What is to happen to one task.
#[derive(Deserialize)]
struct Change {
    id: TaskId,
    #[serde(rename = "do")]
    what: What,
    /// The fields to change, for [`What::Edit`] alone.
    patch: Option<Value>,
    /// Where to, for [`What::Move`] alone: what the route that moves one task reads.
    to: Option<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Edit,
    Move,
    Complete,
    Reopen,
    Delete,
    Restore,
}

/// `POST /api/v1/tasks/bulk`: all of the changes or none, and one undo for the lot.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    headers: HeaderMap,
    JsonBody(Bulk { changes }): JsonBody<Bulk>,
) -> Result<Json<Value>, Error> {
    if changes.is_empty() || changes.len() > limits::TASKS_AT_ONCE {
        let message = format!("`changes` are {}; 1 to {} go at once.", changes.len(), limits::TASKS_AT_ONCE);
        return Err(Error::new(Code::Invalid, message).with_fields(["changes"]));
    }
    let zone = app.clock.zone_name();
    let commands = changes.into_iter().map(|change| command(change, &zone)).collect::<Result<_, _>>()?;
    let applied = apply_once(&app, &store, &headers, Command::All(commands), Actor::Ui).await?;
    Ok(Json(json!({
        "change_set": applied.change_set,
        "tasks": applied.tasks,
        "created_lists": applied.created_lists,
        "created_labels": applied.created_labels,
    })))
}

fn command(Change { id, what, patch, to }: Change, zone: &str) -> Result<Command, Error> {
    if patch.is_some() != (what == What::Edit) {
        let message = format!("`patch` goes with `edit`, and `edit` with a `patch`; at task `{id}`.");
        return Err(Error::new(Code::Invalid, message).with_fields(["patch"]));
    }
    if to.is_some() != (what == What::Move) {
        let message = format!("`to` goes with `move`, and `move` with a `to`; at task `{id}`.");
        return Err(Error::new(Code::Invalid, message).with_fields(["to"]));
    }
    Ok(match what {
        What::Edit => {
            let patch = TaskPatch::from_json(&patch.unwrap_or_default(), zone)?;
            Command::EditTask { id, patch }
        }
        What::Move => Command::MoveTask { id, to: destination(&to.unwrap_or_default(), zone)? },
        What::Complete => Command::CompleteTask(id),
        What::Reopen => Command::ReopenTask(id),
        What::Delete => Command::DeleteTask(id),
        What::Restore => Command::RestoreTask(id),
    })
}
