//! Adding, changing, deleting and restoring a task.

use jiff::Zoned;

use crate::records::Records;
use crate::{Civil, Error, ListRef, NewTask, Status, Task, TaskId, TaskPatch, schedule, text};

/// Adds a task behind all others.
pub(super) fn add(new: &NewTask, records: &mut Records, now: &Zoned) -> Result<(), Error> {
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
        list: match (list, parent) {
            (Some(list), _) => records.list_meant(list, now)?,
            (None, Some(parent)) => records.task(*parent)?.list,
            (None, None) => None,
        },
        labels: records.labels_meant(labels)?,
        parent: None,
        position: records.next_position(),
        created_at: now.timestamp(),
        updated_at: now.timestamp(),
        completed_at: None,
        deleted_at: None,
        source: *source,
        revision: 0,
    };
    if let Some(parent) = parent {
        make_part(&mut task, *parent, records)?;
    }
    if repeat.is_some() {
        schedule::set_repeat(&mut task, repeat.as_ref(), now)?;
    }
    records.put_task(task);
    Ok(())
}

/// Changes the given fields of a task.
pub(super) fn edit(id: TaskId, patch: &TaskPatch, records: &mut Records, now: &Zoned) -> Result<(), Error> {
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
    if let Some(parent) = parent {
        set_parent(&mut task, *parent, records)?;
    }
    if let Some(list) = list {
        move_to_list(&mut task, list.as_ref(), records, now)?;
    }
    if let Some(labels) = labels {
        task.labels = records.labels_meant(labels)?;
    }
    if let Some(position) = position {
        task.position = text::position(*position)?;
    }
    records.put_task(task);
    Ok(())
}

/// Puts a task, and its parts that are beside it, into a list; into the Inbox where there is none.
pub(super) fn move_to_list(
    task: &mut Task,
    list: Option<&ListRef>,
    records: &mut Records,
    now: &Zoned,
) -> Result<(), Error> {
    let list = match list {
        Some(list) => records.list_meant(list, now)?,
        None => None,
    };
    for part in records.parts_mut(task.id).filter(|part| part.list == task.list) {
        part.list = list;
    }
    task.list = list;
    Ok(())
}

/// Makes a task a part of another, in whose list it then is, or of none. A list that is asked for as well comes after this.
pub(super) fn set_parent(task: &mut Task, parent: Option<TaskId>, records: &mut Records) -> Result<(), Error> {
    match parent {
        None => task.parent = None,
        Some(parent) if task.parent == Some(parent) => {}
        Some(parent) => {
            make_part(task, parent, records)?;
            task.list = records.task(parent)?.list;
        }
    }
    Ok(())
}

/// One level: a part has no parts.
fn make_part(task: &mut Task, parent: TaskId, records: &mut Records) -> Result<(), Error> {
    if parent == task.id {
        return Err(Error::invalid("parent", "is the task itself"));
    }
    if outside_trash(parent, records)?.parent.is_some() {
        return Err(Error::invalid("parent", format!("is `{parent}`, which is a part of a task itself")));
    }
    if records.parts_mut(task.id).next().is_some() {
        return Err(Error::invalid("parent", "goes with a task that has no parts of its own"));
    }
    task.parent = Some(parent);
    Ok(())
}

/// To the trash, with all parts that are not there yet.
pub(super) fn delete(id: TaskId, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    outside_trash(id, records)?.deleted_at = Some(now.timestamp());
    for part in records.parts_mut(id).filter(|part| part.deleted_at.is_none()) {
        part.deleted_at = Some(now.timestamp());
    }
    Ok(())
}

/// Out of the trash, with the parts that went there with it. A part comes without its task where that is still there.
pub(super) fn restore(id: TaskId, records: &mut Records) -> Result<(), Error> {
    let task = records.task(id)?;
    let Some(deleted_at) = task.deleted_at.take() else {
        return Err(Error::WrongState { id, state: "not in the trash" });
    };
    if let Some(parent) = task.parent
        && !records.task(parent).is_ok_and(|parent| parent.deleted_at.is_none())
    {
        records.task(id)?.parent = None;
    }
    for part in records.parts_mut(id).filter(|part| part.deleted_at == Some(deleted_at)) {
        part.deleted_at = None;
    }
    Ok(())
}

/// The task, where it is not in the trash.
pub(super) fn outside_trash(id: TaskId, records: &mut Records) -> Result<&mut Task, Error> {
    let task = records.task(id)?;
    match task.deleted_at {
        None => Ok(task),
        Some(_) => Err(Error::WrongState { id, state: "in the trash" }),
    }
}
