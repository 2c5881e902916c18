//! Moving a task: to a list, under another task, to a place in the manual order.

use jiff::Zoned;

use super::task::{move_to_list, outside_trash, set_parent};
use crate::records::Records;
use crate::{Error, Place, Task, TaskId, TaskMove, position, text};

/// Moves a task.
pub(super) fn move_task(id: TaskId, to: &TaskMove, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let mut task = outside_trash(id, records)?.clone();
    let TaskMove { list, parent, place } = to;
    if let Some(parent) = parent {
        set_parent(&mut task, *parent, records)?;
    }
    if let Some(list) = list {
        move_to_list(&mut task, list.as_ref(), records, now)?;
    }
    match place {
        None => {}
        Some(Place::At(position)) => task.position = text::position(*position)?,
        Some(Place::After(other) | Place::Before(other)) if *other == id => {}
        Some(Place::After(other)) => put_beside(&mut task, *other, Side::After, records)?,
        Some(Place::Before(other)) => put_beside(&mut task, *other, Side::Before, records)?,
    }
    records.put_task(task);
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Puts `task` right beside another. One that stands there already stays where it is.
fn put_beside(task: &mut Task, other: TaskId, side: Side, records: &mut Records) -> Result<(), Error> {
    let beside = outside_trash(other, records)?.position;
    let (before, after) = records.next_to(other, task.id);
    let (from, to) = match side {
        Side::Before => (before, Some(beside)),
        Side::After => (Some(beside), after),
    };
    if from.is_none_or(|from| from < task.position) && to.is_none_or(|to| task.position < to) {
        return Ok(());
    }
    match position::spread(from, to, 1).as_deref() {
        Some([place]) => task.position = *place,
        Some(_) | None => make_room(task, other, side, records)?,
    }
    Ok(())
}

/// Puts `task` beside another where numbers leave no room between two tasks: those around them move apart, in their order.
fn make_room(task: &mut Task, other: TaskId, side: Side, records: &mut Records) -> Result<(), Error> {
    let no_room = || Error::invalid("position", "has no room between these two tasks; move one of them first");
    let (mut crowd, before, after) = records.crowd_of(other, task.id).ok_or_else(no_room)?;
    let place = crowd.iter().position(|id| *id == other).ok_or_else(no_room)?;
    crowd.insert(if side == Side::After { place + 1 } else { place }, task.id);
    let places = position::spread(before, after, crowd.len()).ok_or_else(no_room)?;
    for (id, place) in crowd.into_iter().zip(places) {
        if id == task.id {
            task.position = place;
        } else {
            records.task(id)?.position = place;
        }
    }
    Ok(())
}
