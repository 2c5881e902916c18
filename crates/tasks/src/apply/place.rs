//! Moving a task: to a list, under another task, to a place in the manual order.

use jiff::Zoned;

use super::task::{move_to_list, outside_trash, set_parent};
use crate::records::Records;
use crate::{Error, Place, TaskId, TaskMove, text};

/// Moves a task.
pub(super) fn move_task(id: TaskId, to: &TaskMove, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let mut task = outside_trash(id, records)?.clone();
    let TaskMove { list, parent, place } = to;
    if let Some(parent) = parent {
        set_parent(&mut task, *parent, records)?;
        // A part is beside the rest of its task, unless somebody says where else.
        if let (Some(parent), None) = (parent, list) {
            task.list = records.task(*parent)?.list;
        }
    }
    if let Some(list) = list {
        move_to_list(&mut task, list.as_ref(), records, now)?;
    }
    match place {
        None => {}
        Some(Place::At(position)) => task.position = text::position(*position)?,
        Some(Place::After(other) | Place::Before(other)) if *other == id => {}
        Some(Place::After(other)) => {
            let from = outside_trash(*other, records)?.position;
            let to = records.next_to(*other, id).after;
            task.position = to.map_or(Ok(from + 1.0), |to| between(from, to))?;
        }
        Some(Place::Before(other)) => {
            let to = outside_trash(*other, records)?.position;
            let from = records.next_to(*other, id).before;
            task.position = from.map_or(Ok(to - 1.0), |from| between(from, to))?;
        }
    }
    records.put_task(task);
    Ok(())
}

/// The middle, as long as numbers can tell it from both ends.
fn between(from: f64, to: f64) -> Result<f64, Error> {
    let middle = f64::midpoint(from, to);
    if from < middle && middle < to {
        return Ok(middle);
    }
    Err(Error::invalid("position", "has no room between these two tasks; move one of them first"))
}
