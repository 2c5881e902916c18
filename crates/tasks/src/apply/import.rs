//! Putting records of a file beside those that are there.

use std::collections::HashMap;

use jiff::Zoned;

use crate::records::Records;
use crate::{Error, Import, List, ListId, NewReminder, Scope, Status, Task, TaskId, schedule, text};

/// What an import finds of its tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Not there yet: they are put.
    pub new: Vec<TaskId>,
    /// There already, the same in every field but `revision` and `updated_at`: passed over.
    pub same: Vec<TaskId>,
    /// There already and different: those that are there are kept.
    pub kept: Vec<TaskId>,
}

impl Import {
    /// What [`crate::apply`] makes of it, given what is stored.
    #[must_use]
    pub fn outcome(&self, scope: &Scope) -> ImportOutcome {
        let mut outcome = ImportOutcome::default();
        let known: HashMap<TaskId, &Task> = scope.tasks.iter().map(|task| (task.id, task)).collect();
        for task in &self.tasks {
            match known.get(&task.id) {
                None => outcome.new.push(task.id),
                Some(known) if is_same(known, task) => outcome.same.push(task.id),
                Some(_) => outcome.kept.push(task.id),
            }
        }
        outcome
    }
}

fn is_same(one: &Task, other: &Task) -> bool {
    let other = Task { revision: one.revision, updated_at: one.updated_at, list: one.list, ..other.clone() };
    *one == other
}

/// Puts what is not there yet, as it is; the rest stays as it is.
pub(super) fn import(import: &Import, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let Import { lists, labels, tasks } = import;
    let mut list_ids = HashMap::new();
    for list in lists {
        list_ids.insert(list.id, put_list(list, records)?);
    }
    for label in labels {
        let name = text::name("name", &label.name)?;
        if records.label(&name).is_none() {
            records.put_label(crate::Label { name, color: text::color(&label.color)? });
        }
    }
    let mut put = Vec::new();
    for task in tasks {
        if records.task(task.id).is_err() {
            put_task(task, &list_ids, records, now)?;
            put.push(task.id);
        }
    }
    keep_one_level(&put, records)
}

/// The list itself, or the one that has its id or its name already.
fn put_list(list: &List, records: &mut Records) -> Result<ListId, Error> {
    let name = text::name("name", &list.name)?;
    let known = records.lists().find(|known| known.id == list.id || text::same_name(&known.name, &name));
    if let Some(known) = known {
        return Ok(known.id);
    }
    if text::same_name(&name, crate::list::INBOX) {
        return Err(Error::ListExists(name));
    }
    let (color, position) = (text::color(&list.color)?, text::position(list.position)?);
    records.put_list_as_is(List { name, color, position, ..list.clone() });
    Ok(list.id)
}

fn put_task(task: &Task, list_ids: &HashMap<ListId, ListId>, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let list = match task.list {
        None => None,
        Some(list) => {
            let list = list_ids.get(&list).copied().unwrap_or(list);
            Some(records.list(list)?.id)
        }
    };
    let reminders: Vec<_> =
        task.reminders.iter().map(|kept| NewReminder { id: Some(kept.id), when: kept.when }).collect();
    let is_done = task.status == Status::Done;
    let labels = records.labels_meant(&task.labels)?;
    records.put_task_as_is(Task {
        title: text::title(&task.title)?,
        notes: text::notes(&task.notes)?,
        due: task.due.as_ref().map(crate::Due::checked).transpose()?,
        duration_min: task.duration_min.map(schedule::duration_min).transpose()?,
        reminders: schedule::reminders(&reminders, &task.reminders, now)?,
        labels,
        list,
        position: text::position(task.position)?,
        completed_at: is_done.then(|| task.completed_at.unwrap_or(task.updated_at)),
        repeat: if is_done { None } else { task.repeat.clone() },
        ..task.clone()
    });
    Ok(())
}

/// Of those that were put, one whose parent is gone, or that has parts itself, stands for itself.
fn keep_one_level(put: &[TaskId], records: &mut Records) -> Result<(), Error> {
    let mut parts = records.part_counts();
    for id in put {
        let Some(parent) = records.task(*id)?.parent else { continue };
        let fits = parent != *id && records.task(parent).is_ok_and(|parent| parent.parent.is_none());
        if fits && !parts.contains_key(id) {
            continue;
        }
        records.task(*id)?.parent = None;
        if let Some(count) = parts.get_mut(&parent) {
            *count -= 1;
            if *count == 0 {
                parts.remove(&parent);
            }
        }
    }
    Ok(())
}
