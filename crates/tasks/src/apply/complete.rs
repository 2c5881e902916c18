//! Completing a task, and what comes next where it repeats.

use jiff::civil::Date;
use jiff::{Span, Zoned};

use super::task::outside_trash;
use crate::records::Records;
use crate::{Civil, Due, Error, Reminder, ReminderId, ReminderWhen, Repeat, Status, Task, TaskId};

/// Completes a task with its open parts. Where it repeats, it hands the repeat to a new task, so that always one is open.
pub(super) fn complete(id: TaskId, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let task = outside_trash(id, records)?;
    if task.status == Status::Done {
        return Err(Error::WrongState { id, state: "already done" });
    }
    let before = task.clone();
    close(task, now);
    let parts: Vec<Task> =
        records.parts_mut(id).filter(|part| part.deleted_at.is_none()).map(|part| part.clone()).collect();
    for part in records.parts_mut(id).filter(|part| part.is_open()) {
        close(part, now);
    }
    let Some((due, repeat)) = before.repeat.as_ref().and_then(|repeat| next_due(repeat, &before, now)) else {
        return Ok(());
    };
    let days = before.due.as_ref().map_or(0, |old| days_between(old.date(), due.date()));
    let next = again(&before, days, now);
    let next = Task { due: Some(due), repeat: Some(repeat), ..next };
    let next_id = next.id;
    records.put_task(next);
    for part in parts.iter().filter(|part| !has_come_again(part, &parts)) {
        let part = Task { repeat: part.repeat.clone(), parent: Some(next_id), ..again(part, days, now) };
        records.put_task(part);
    }
    Ok(())
}

/// Opens a completed task again. Its repeat has gone on to the next one and stays there.
pub(super) fn reopen(id: TaskId, records: &mut Records) -> Result<(), Error> {
    let task = outside_trash(id, records)?;
    match task.status {
        Status::Done => {
            task.status = Status::Open;
            task.completed_at = None;
            Ok(())
        }
        Status::Open => Err(Error::WrongState { id, state: "open already" }),
    }
}

fn close(task: &mut Task, now: &Zoned) {
    task.status = Status::Done;
    task.completed_at = Some(now.timestamp());
    (task.repeat, task.occurrence) = (None, None);
}

fn next_due(repeat: &Repeat, task: &Task, now: &Zoned) -> Option<(Due, Repeat)> {
    let due = task.due.as_ref();
    // A due that was put off counts as well: what it was put off past does not come back.
    let later = match (task.occurrence, due.map(Civil::from)) {
        (Some(occurrence), Some(due)) if due.at() > occurrence.at() => Some(due),
        (Some(occurrence), _) => Some(occurrence),
        (None, due) => due,
    };
    repeat.next(later.as_ref(), due, now)
}

/// The same task, to be done once more `days` later.
fn again(task: &Task, days: i64, now: &Zoned) -> Task {
    let later = |civil: Civil| match civil {
        Civil::Date(date) => Civil::Date(date.saturating_add(Span::new().days(days))),
        Civil::At(at) => Civil::At(at.saturating_add(Span::new().days(days))),
    };
    let due = task.due.clone().map(|due| match due {
        Due::Date(date) => Due::Date(date.saturating_add(Span::new().days(days))),
        Due::At { at, zone } => Due::At { at: at.saturating_add(Span::new().days(days)), zone },
    });
    let remind = |Reminder { id: _, when }: &Reminder| {
        let when = match *when {
            ReminderWhen::At { at } => ReminderWhen::At { at: later(at) },
            ReminderWhen::BeforeDue { min } => ReminderWhen::BeforeDue { min },
        };
        Reminder { id: ReminderId::new(now.timestamp()), when }
    };
    Task {
        id: TaskId::new(now.timestamp()),
        status: Status::Open,
        due,
        start: task.start.map(later),
        repeat: None,
        occurrence: None,
        reminders: task.reminders.iter().map(remind).collect(),
        created_at: now.timestamp(),
        updated_at: now.timestamp(),
        completed_at: None,
        deleted_at: None,
        revision: 0,
        ..task.clone()
    }
}

/// Whether a part repeats by itself and was done once: then the next one stands among the parts too.
fn has_come_again(part: &Task, parts: &[Task]) -> bool {
    part.status == Status::Done
        && parts.iter().any(|other| other.is_open() && other.repeat.is_some() && other.title == part.title)
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
