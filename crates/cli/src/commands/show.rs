//! `docket show`: a task with everything about it.

use docket_store::ListInfo;
use docket_tasks::{Status, Task, TaskQuery, View};
use jiff::{Timestamp, Zoned};

use super::{Desk, MOST_ON_A_PAGE};
use crate::details;
use crate::failure::Failure;
use crate::output::Style;
use crate::reference;

pub(super) async fn show(desk: &Desk, references: &[String]) -> Result<(), Failure> {
    let tasks = reference::tasks(&desk.store, references).await?;
    let lists = desk.store.lists().await?;
    for (place, task) in tasks.iter().enumerate() {
        if desk.output.is_json {
            desk.output.json(task)?;
            continue;
        }
        if place > 0 {
            desk.output.line("")?;
        }
        show_one(desk, task, &lists).await?;
    }
    Ok(())
}

async fn show_one(desk: &Desk, task: &Task, lists: &[ListInfo]) -> Result<(), Failure> {
    let now = desk.clock.now();
    desk.output.line(&desk.output.styled(Style::Bold, &task.title))?;
    let mut fields = fields(task, lists, &now);
    if let Some(parent) = task.parent {
        fields.insert(1, ("part of", desk.store.task(parent).await?.title));
    }
    for (name, value) in fields {
        desk.output.line(&format!("{}  {value}", desk.output.styled(Style::Dim, &format!("{name:>9}"))))?;
    }
    let parts = parts(desk, task, &now).await?;
    for (place, part) in parts.iter().enumerate() {
        let name = if place == 0 { "parts" } else { "" };
        let mark = if part.status == Status::Done { "[x]" } else { "[ ]" };
        let line = format!("{}  {mark} {}", desk.output.styled(Style::Dim, &format!("{name:>9}")), part.title);
        desk.output.line(&line)?;
    }
    if !task.notes.is_empty() {
        desk.output.line("")?;
        desk.output.line(&task.notes)?;
    }
    Ok(())
}

/// The parts of a task, the open ones first; none of the trash.
async fn parts(desk: &Desk, task: &Task, now: &Zoned) -> Result<Vec<Task>, Failure> {
    let mut parts = Vec::new();
    for view in [View::All, View::Done] {
        let query = TaskQuery { view, parent: Some(task.id), limit: Some(MOST_ON_A_PAGE), ..TaskQuery::default() };
        parts.extend(desk.store.tasks(&query, now).await?.tasks);
    }
    Ok(parts)
}

fn fields(task: &Task, lists: &[ListInfo], now: &Zoned) -> Vec<(&'static str, String)> {
    let at = |moment: Timestamp| {
        let moment = moment.to_zoned(now.time_zone().clone());
        moment.strftime("%a %-d %b %Y, %-H:%M").to_string()
    };
    let state = match (task.status, task.deleted_at) {
        (_, Some(_)) => "in the trash",
        (Status::Done, None) => "done",
        (Status::Open, None) if task.is_overdue(now) => "open, overdue",
        (Status::Open, None) => "open",
    };
    let mut fields = vec![("state", state.to_owned())];
    fields.extend(details::of(task, lists, now));
    fields.push(("added", at(task.created_at)));
    fields.extend(task.completed_at.map(|moment| ("completed", at(moment))));
    fields.extend(task.deleted_at.map(|moment| ("deleted", at(moment))));
    fields.push(("id", task.id.to_string()));
    fields
}
