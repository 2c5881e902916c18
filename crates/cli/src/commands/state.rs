//! `docket done`, `reopen`, `delete`, `restore`.

use docket_store::{Actor, Applied, Error as StoreError};
use docket_tasks::{Command, Error as TaskError, Task, TaskId};
use serde_json::json;

use super::export::counted;
use super::{Desk, with_fields};
use crate::failure::Failure;
use crate::output::Style;
use crate::reference;

pub(super) async fn done(desk: &Desk, references: &[String]) -> Result<(), Failure> {
    change(desk, references, Command::CompleteTask, "Done:").await
}

pub(super) async fn reopen(desk: &Desk, references: &[String]) -> Result<(), Failure> {
    change(desk, references, Command::ReopenTask, "Open again:").await
}

pub(super) async fn delete(desk: &Desk, references: &[String]) -> Result<(), Failure> {
    change(desk, references, Command::DeleteTask, "Moved to the trash:").await
}

pub(super) async fn restore(desk: &Desk, references: &[String]) -> Result<(), Failure> {
    change(desk, references, Command::RestoreTask, "Out of the trash:").await
}

/// All of them or none, as one change set.
async fn change(desk: &Desk, references: &[String], command: fn(TaskId) -> Command, said: &str) -> Result<(), Failure> {
    let named = reference::tasks(&desk.store, references).await?;
    let commands = named.iter().map(|task| command(task.id)).collect();
    let now = desk.clock.now();
    let applied = desk.store.apply(Command::All(commands), Actor::Cli, &now).await;
    let Applied { change_set, tasks: changed, .. } = applied.map_err(|error| explain(error, &named))?;
    let is_named = |id: TaskId| named.iter().any(|task| task.id == id);
    // What a completed task has handed its repeat to is new, and open.
    let mut nexts: Vec<&Task> =
        changed.iter().filter(|task| task.is_open() && task.repeat.is_some() && !is_named(task.id)).collect();
    for task in named.iter().filter_map(|task| changed.iter().find(|changed| changed.id == task.id)) {
        let place = nexts.iter().position(|next| next.title == task.title && next.list == task.list);
        let next = place.map(|place| nexts.remove(place));
        if desk.output.is_json {
            desk.output.json(&with_fields(task, &[("change_set", json!(change_set)), ("next", json!(next))]))?;
            continue;
        }
        let parts = changed.iter().filter(|part| part.parent == Some(task.id) && !is_named(part.id)).count();
        let parts = if parts == 0 { String::new() } else { format!(", with {}", counted(parts as u64, "part")) };
        desk.output.line(&format!("{said} {}{parts}", desk.output.styled(Style::Bold, &task.title)))?;
        if let Some(due) = next.and_then(|next| next.due.as_ref()) {
            desk.output.line(&format!("Next: {}", due.seen_from(&now).in_words(&now)))?;
        }
    }
    Ok(())
}

/// Says the title, which people know, and the command that would do.
fn explain(error: StoreError, tasks: &[Task]) -> Failure {
    let StoreError::Task(TaskError::WrongState { id, state }) = &error else { return error.into() };
    let Some(task) = tasks.iter().find(|task| task.id == *id) else { return error.into() };
    let way_out = match *state {
        "already done" => " `docket reopen` opens it again.",
        "in the trash" => " `docket restore` takes it out.",
        _ => "",
    };
    Failure::Cannot(format!("“{}” is {state}.{way_out}", task.title))
}
