//! `docket undo`, `docket redo`.

use docket_store::{Actor, Applied, ChangeSetId, Undone};
use docket_tasks::Task;
use serde_json::json;

use super::{Desk, count};
use crate::failure::Failure;
use crate::output::Style;

/// Most titles that are named; the rest are counted.
const NAMED: usize = 5;

/// `id`: the change set, the last one where absent; an import goes by its id only.
pub(super) async fn undo(desk: &Desk, id: Option<ChangeSetId>) -> Result<(), Failure> {
    let undone = desk.store.undo(id, Actor::Cli, &desk.clock.now()).await?;
    tell(desk, &undone, "Undone")
}

pub(super) async fn redo(desk: &Desk, id: Option<ChangeSetId>) -> Result<(), Failure> {
    let redone = desk.store.redo(id, Actor::Cli, &desk.clock.now()).await?;
    tell(desk, &redone, "Done again")
}

fn tell(desk: &Desk, undone: &Undone, said: &str) -> Result<(), Failure> {
    let Undone { undone, applied } = undone;
    let Applied { change_set, revision: _, tasks, next: _, removed, lists, created_lists: _, created_labels: _ } =
        applied;
    if desk.output.is_json {
        return desk.output.json(&json!({ "undone": undone, "change_set": change_set, "tasks": tasks }));
    }
    let mut parts: Vec<String> = Vec::new();
    if !tasks.is_empty() {
        parts.push(titles(desk, tasks));
    }
    if !removed.is_empty() {
        parts.push(format!("{} taken off the list", count(removed.len())));
    }
    if parts.is_empty() {
        parts.extend(lists.iter().map(|list| format!("list {}", list.name)));
    }
    let parts = parts.join("; ");
    desk.output.line(&if parts.is_empty() { format!("{said}.") } else { format!("{said}: {parts}") })
}

fn titles(desk: &Desk, tasks: &[Task]) -> String {
    let named = tasks.iter().take(NAMED).map(|task| desk.output.styled(Style::Bold, &task.title));
    let named = named.collect::<Vec<_>>().join(", ");
    match tasks.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
