//! A command and what is stored lead to changes.

use jiff::Zoned;

use crate::list::INBOX;
use crate::records::Records;
use crate::{
    Change, Civil, Command, Error, ListId, ListPatch, NewList, NewTask, Scope, Status, Task, TaskId, TaskPatch, limits,
    schedule, text,
};

/// What `command` changes, given what is stored (`scope`, see [`Command::task_ids`] and [`Command::list_ids`]).
///
/// Nothing differs, nothing comes back: an edit to the same value is no change. New tasks go behind all others; lists and labels
/// that are named and missing are made, in the same answer and before the task. Of several commands, later ones see what earlier
/// ones did.
///
/// # Errors
/// Any [`Error`] but [`Error::UndoConflict`]; then nothing is to be changed.
pub fn apply(command: &Command, scope: &Scope, now: &Zoned) -> Result<Vec<Change>, Error> {
    let named = command.task_ids().len();
    if named > limits::IDS {
        return Err(Error::invalid("ids", format!("are {named}, the most is {}", limits::IDS)));
    }
    let mut records = Records::of(scope);
    run(command, &mut records, now)?;
    Ok(records.into_changes(now))
}

fn run(command: &Command, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    match command {
        Command::AddTask(new) => add_task(new, records, now),
        Command::EditTask { id, patch } => edit_task(*id, patch, records, now),
        Command::CompleteTask(id) => complete_task(*id, records, now),
        Command::ReopenTask(id) => reopen_task(*id, records),
        Command::DeleteTask(id) => delete_task(*id, records, now),
        Command::RestoreTask(id) => restore_task(*id, records),
        Command::AddList(new) => add_list(new, records, now),
        Command::EditList { id, patch } => edit_list(*id, patch, records),
        Command::DeleteList(id) => delete_list(*id, records),
        Command::All(commands) => commands.iter().try_for_each(|command| run(command, records, now)),
    }
}

fn add_task(new: &NewTask, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let NewTask { title, notes, priority, due, start, duration_min, repeat, reminders, list, labels, parent, source } =
        new;
    let mut task = Task {
        id: TaskId::new(now.timestamp()),
        title: text::title(title)?,
        notes: text::notes(notes)?,
        status: Status::Open,
        priority: *priority,
        due: due.as_ref().map(crate::Due::checked).transpose()?,
        start: start.as_ref().map(Civil::to_minute),
        duration_min: duration_min.map(schedule::duration_min).transpose()?,
        repeat: None,
        occurrence: None,
        reminders: schedule::reminders(reminders, &[], now)?,
        list: match list {
            Some(list) => records.list_meant(list, now)?,
            None => None,
        },
        labels: records.labels_meant(labels)?,
        parent: *parent,
        position: records.next_position(),
        created_at: now.timestamp(),
        updated_at: now.timestamp(),
        completed_at: None,
        deleted_at: None,
        source: *source,
        revision: 0,
    };
    if repeat.is_some() {
        schedule::set_repeat(&mut task, repeat.as_ref(), now)?;
    }
    records.put_task(task);
    Ok(())
}

fn edit_task(id: TaskId, patch: &TaskPatch, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let mut task = outside_trash(id, records)?.clone();
    let TaskPatch {
        title,
        notes,
        priority,
        due,
        start,
        duration_min,
        repeat,
        reminders,
        list,
        labels,
        parent,
        position,
    } = patch;
    if let Some(title) = title {
        task.title = text::title(title)?;
    }
    if let Some(notes) = notes {
        task.notes = text::notes(notes)?;
    }
    if let Some(priority) = priority {
        task.priority = *priority;
    }
    if let Some(due) = due {
        schedule::set_due(&mut task, due.as_ref().map(crate::Due::checked).transpose()?);
    }
    if let Some(repeat) = repeat {
        schedule::set_repeat(&mut task, repeat.as_ref(), now)?;
    }
    if let Some(start) = start {
        task.start = start.as_ref().map(Civil::to_minute);
    }
    if let Some(minutes) = duration_min {
        task.duration_min = minutes.map(schedule::duration_min).transpose()?;
    }
    if let Some(reminders) = reminders {
        task.reminders = schedule::reminders(reminders, &task.reminders, now)?;
    }
    match list {
        Some(Some(list)) => task.list = records.list_meant(list, now)?,
        Some(None) => task.list = None,
        None => {}
    }
    if let Some(labels) = labels {
        task.labels = records.labels_meant(labels)?;
    }
    if let Some(parent) = parent {
        task.parent = *parent;
    }
    if let Some(position) = position {
        task.position = text::position(*position)?;
    }
    records.put_task(task);
    Ok(())
}

fn complete_task(id: TaskId, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let task = outside_trash(id, records)?;
    match task.status {
        Status::Open => {
            task.status = Status::Done;
            task.completed_at = Some(now.timestamp());
            Ok(())
        }
        Status::Done => Err(Error::WrongState { id, state: "already done" }),
    }
}

fn reopen_task(id: TaskId, records: &mut Records) -> Result<(), Error> {
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

fn delete_task(id: TaskId, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    outside_trash(id, records)?.deleted_at = Some(now.timestamp());
    Ok(())
}

fn restore_task(id: TaskId, records: &mut Records) -> Result<(), Error> {
    match records.task(id)?.deleted_at.take() {
        Some(_) => Ok(()),
        None => Err(Error::WrongState { id, state: "not in the trash" }),
    }
}

fn add_list(new: &NewList, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let NewList { name, color } = new;
    let name = free_name(name, None, records)?;
    let color = color.as_deref().map(text::color).transpose()?;
    records.add_list(name, color, now);
    Ok(())
}

fn edit_list(id: ListId, patch: &ListPatch, records: &mut Records) -> Result<(), Error> {
    let mut list = records.list(id)?.clone();
    let ListPatch { name, color, position } = patch;
    if let Some(name) = name {
        list.name = free_name(name, Some(id), records)?;
    }
    if let Some(color) = color {
        list.color = text::color(color)?;
    }
    if let Some(position) = position {
        list.position = text::position(*position)?;
    }
    records.put_list(list);
    Ok(())
}

fn delete_list(id: ListId, records: &mut Records) -> Result<(), Error> {
    records.list(id)?;
    for task in records.tasks_mut().filter(|task| task.list == Some(id)) {
        task.list = None;
    }
    records.remove_list(id);
    Ok(())
}

fn outside_trash(id: TaskId, records: &mut Records) -> Result<&mut Task, Error> {
    let task = records.task(id)?;
    match task.deleted_at {
        None => Ok(task),
        Some(_) => Err(Error::WrongState { id, state: "in the trash" }),
    }
}

/// `name` tidied, where no list but `of` has it.
fn free_name(name: &str, of: Option<ListId>, records: &Records) -> Result<String, Error> {
    let name = text::name("name", name)?;
    let taken = records.lists().any(|list| Some(list.id) != of && text::same_name(&list.name, &name));
    if taken || text::same_name(&name, INBOX) {
        return Err(Error::ListExists(name));
    }
    Ok(name)
}
