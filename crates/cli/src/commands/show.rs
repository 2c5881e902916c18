//! `docket show`: a task with everything about it.

use docket_tasks::list::INBOX;
use docket_tasks::{Due, Priority, Status, Task};
use jiff::{Timestamp, Zoned};

use super::Desk;
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
        let list =
            lists.iter().find(|info| Some(info.list.id) == task.list).map_or(INBOX, |info| info.list.name.as_str());
        show_one(desk, task, list)?;
    }
    Ok(())
}

fn show_one(desk: &Desk, task: &Task, list: &str) -> Result<(), Failure> {
    let now = desk.clock.now();
    desk.output.line(&desk.output.styled(Style::Bold, &task.title))?;
    for (name, value) in fields(task, list, &now) {
        desk.output.line(&format!("{}  {value}", desk.output.styled(Style::Dim, &format!("{name:>9}"))))?;
    }
    if !task.notes.is_empty() {
        desk.output.line("")?;
        desk.output.line(&task.notes)?;
    }
    Ok(())
}

fn fields(task: &Task, list: &str, now: &Zoned) -> Vec<(&'static str, String)> {
    let Task { id, title: _, notes: _, status, priority, due, list: _, labels, position: _, .. } = task;
    let at = |moment: Timestamp| {
        let moment = moment.to_zoned(now.time_zone().clone());
        moment.strftime("%a %-d %b %Y, %-H:%M").to_string()
    };
    let state = match (status, task.deleted_at) {
        (_, Some(_)) => "in the trash",
        (Status::Done, None) => "done",
        (Status::Open, None) if task.is_overdue(now) => "open, overdue",
        (Status::Open, None) => "open",
    };
    let mut fields = vec![("state", state.to_owned())];
    fields.extend(due.as_ref().map(|due: &Due| ("due", due.seen_from(now).in_words(now))));
    fields.push(("list", list.to_owned()));
    if !labels.is_empty() {
        fields.push(("labels", labels.iter().map(|label| format!("@{label}")).collect::<Vec<_>>().join(" ")));
    }
    if *priority != Priority::P4 {
        fields.push(("priority", u8::from(*priority).to_string()));
    }
    fields.push(("added", at(task.created_at)));
    fields.extend(task.completed_at.map(|moment| ("completed", at(moment))));
    fields.extend(task.deleted_at.map(|moment| ("deleted", at(moment))));
    fields.push(("id", id.to_string()));
    fields
}
