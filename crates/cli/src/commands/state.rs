//! `docket done`, `reopen`, `delete`, `restore`.

use docket_store::{Actor, Applied, Error as StoreError};
use docket_tasks::{Command, Error as TaskError, Task, TaskId};
use serde_json::json;

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
    let tasks = reference::tasks(&desk.store, references).await?;
    let commands = tasks.iter().map(|task| command(task.id)).collect();
    let applied = desk.store.apply(Command::All(commands), Actor::Cli, &desk.clock.now()).await;
    let Applied { change_set, tasks, .. } = applied.map_err(|error| explain(error, &tasks))?;
    for task in &tasks {
        if desk.output.is_json {
            desk.output.json(&with_fields(task, &[("change_set", json!(change_set))]))?;
        } else {
            desk.output.line(&format!("{said} {}", desk.output.styled(Style::Bold, &task.title)))?;
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
