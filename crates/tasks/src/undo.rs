//! The inverse of a change set.

use std::collections::HashSet;

use jiff::Zoned;

use crate::records::Records;
use crate::{Change, Error, Label, List, ListId, Scope, Task, TaskId, text};

/// What [`Scope::tasks`] must hold for [`undo`], beside all lists and labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoNeeds {
    /// These tasks, where they still are, each with the task that it is a part of and with its own parts.
    pub tasks: Vec<TaskId>,
    /// All tasks in these lists, in the trash or not: a list that undoing would take away stays while another task is in it.
    pub lists: Vec<ListId>,
    /// All tasks with these labels, for the same reason.
    pub labels: Vec<String>,
}

impl UndoNeeds {
    /// What taking `changes` back needs.
    #[must_use]
    pub fn of(changes: &[Change]) -> Self {
        let mut needs = Self::default();
        for change in changes {
            match change {
                Change::Task { before, after } => {
                    let both = || before.iter().chain(after);
                    needs.tasks.extend(both().map(|task| task.id).take(1));
                    needs.tasks.extend(both().filter_map(|task| task.parent));
                }
                Change::List { before: None, after } => needs.lists.extend(after.as_ref().map(|list| list.id)),
                Change::Label { before: None, after } => {
                    needs.labels.extend(after.as_ref().map(|label| label.name.clone()))
                }
                Change::List { before: Some(_), after: _ } | Change::Label { before: Some(_), after: _ } => {}
            }
        }
        needs
    }
}

/// What takes `changes` back, given the records as they are now (`scope`, see [`UndoNeeds`]).
///
/// Only the fields that were changed go back; what else happened to a record stays. `revision` and `updated_at` go forward. The
/// answer is a change set like any other: undoing that one is redo.
///
/// # Errors
/// [`Error::UndoConflict`] where a field it changed has changed since; [`Error::TaskNotFound`], [`Error::ListNotFound`] where a
/// record is gone for good; [`Error::ListExists`] where a list would come back whose name another has by now.
pub fn undo(changes: &[Change], scope: &Scope, now: &Zoned) -> Result<Vec<Change>, Error> {
    let mut records = Records::of(scope);
    let mut conflicts = Vec::new();
    // A label that was only written in another way is back before its tasks, which take the spelling that they find.
    for change in changes {
        if let Change::Label { before: Some(before), after: Some(_) } = change {
            records.put_label(before.clone());
        }
    }
    // Last first: a deleted list is back before its tasks return to it, and a task is gone before the list that was made for it.
    for change in changes.iter().rev() {
        match change {
            Change::Task { before, after } => {
                undo_task(before.as_deref(), after.as_deref(), &mut records, &mut conflicts)?;
            }
            Change::List { before, after } => undo_list(before.as_ref(), after.as_ref(), &mut records, &mut conflicts)?,
            Change::Label { before, after } => undo_label(before.as_ref(), after.as_ref(), &mut records),
        }
    }
    if !parts_fit(changes, &mut records) {
        conflicts.push("parent");
    }
    if !conflicts.is_empty() {
        conflicts.sort_unstable();
        conflicts.dedup();
        return Err(Error::UndoConflict { fields: conflicts.into_iter().map(str::to_owned).collect() });
    }
    names_differ(&records)?;
    Ok(records.into_changes(now))
}

/// Whether every part still is one of a task that is there, on one level. Looked at when all is done.
fn parts_fit(changes: &[Change], records: &mut Records) -> bool {
    let parts = records.part_counts();
    changes.iter().all(|change| {
        let Change::Task { before, after } = change else { return true };
        let Some(id) = before.as_ref().or(after.as_ref()).map(|task| task.id) else { return true };
        let has_parts = parts.contains_key(&id);
        match records.task(id).map(|task| task.parent) {
            Err(_) => !has_parts,
            Ok(None) => true,
            Ok(Some(parent)) => !has_parts && records.task(parent).is_ok_and(|parent| parent.parent.is_none()),
        }
    })
}

/// Looked at when all is done: on the way, one list may take a name before another has given it up.
fn names_differ(records: &Records) -> Result<(), Error> {
    let mut names = HashSet::new();
    match records.lists().find(|list| !names.insert(list.name.to_lowercase())) {
        Some(list) => Err(Error::ListExists(list.name.clone())),
        None => Ok(()),
    }
}

type Conflicts = Vec<&'static str>;

fn undo_task(
    before: Option<&Task>,
    after: Option<&Task>,
    records: &mut Records,
    conflicts: &mut Conflicts,
) -> Result<(), Error> {
    let restored = match (before, after) {
        (None, None) => return Ok(()),
        (None, Some(after)) => {
            // Where it is gone already, that is what undoing wants.
            if let Ok(current) = records.task(after.id) {
                Merge::of_all_fields(conflicts).task(after, after, current);
                records.remove_task(after.id);
            }
            return Ok(());
        }
        (Some(before), None) => {
            if records.task(before.id).is_ok() {
                conflicts.push("id");
            }
            before.clone()
        }
        (Some(before), Some(after)) => {
            let current = records.task(after.id)?.clone();
            Merge::of_changed_fields(conflicts).task(before, after, &current)
        }
    };
    if let Some(list) = restored.list
        && records.list(list).is_err()
    {
        conflicts.push("list");
    }
    // A label that went with its last task comes back.
    let labels = records.labels_meant(&restored.labels)?;
    records.put_task(Task { labels, ..restored });
    Ok(())
}

fn undo_list(
    before: Option<&List>,
    after: Option<&List>,
    records: &mut Records,
    conflicts: &mut Conflicts,
) -> Result<(), Error> {
    let restored = match (before, after) {
        (None, None) => return Ok(()),
        (None, Some(after)) => {
            let in_use = records.tasks().any(|task| task.list == Some(after.id));
            if let Ok(current) = records.list(after.id)
                && !in_use
            {
                Merge::of_all_fields(conflicts).list(after, after, current);
                records.remove_list(after.id);
            }
            return Ok(());
        }
        (Some(before), None) => before.clone(),
        (Some(before), Some(after)) => {
            let current = records.list(after.id)?.clone();
            Merge::of_changed_fields(conflicts).list(before, after, &current)
        }
    };
    records.put_list(restored);
    Ok(())
}

fn undo_label(before: Option<&Label>, after: Option<&Label>, records: &mut Records) {
    match (before, after) {
        (None, Some(after)) => {
            let in_use = records.tasks().any(|task| task.labels.iter().any(|name| text::same_name(name, &after.name)));
            if !in_use {
                records.remove_label(&after.name);
            }
        }
        (Some(before), _) => records.put_label(before.clone()),
        (None, None) => {}
    }
}

/// Puts back what a change set changed of a record, and notes what has changed since.
struct Merge<'a> {
    conflicts: &'a mut Conflicts,
    all_fields: bool,
}

impl<'a> Merge<'a> {
    fn of_changed_fields(conflicts: &'a mut Conflicts) -> Self {
        Self { conflicts, all_fields: false }
    }

    /// Every field counts as changed: the record itself was made.
    fn of_all_fields(conflicts: &'a mut Conflicts) -> Self {
        Self { conflicts, all_fields: true }
    }

    fn field<T: Clone + PartialEq>(&mut self, name: &'static str, before: &T, after: &T, current: &T) -> T {
        if before == after && !self.all_fields {
            return current.clone();
        }
        if current != after {
            self.conflicts.push(name);
        }
        before.clone()
    }

    fn task(&mut self, before: &Task, after: &Task, current: &Task) -> Task {
        Task {
            id: current.id,
            title: self.field("title", &before.title, &after.title, &current.title),
            notes: self.field("notes", &before.notes, &after.notes, &current.notes),
            status: self.field("status", &before.status, &after.status, &current.status),
            priority: self.field("priority", &before.priority, &after.priority, &current.priority),
            due: self.field("due", &before.due, &after.due, &current.due),
            start: self.field("start", &before.start, &after.start, &current.start),
            duration_min: self.field("duration_min", &before.duration_min, &after.duration_min, &current.duration_min),
            repeat: self.field("repeat", &before.repeat, &after.repeat, &current.repeat),
            occurrence: self.field("due", &before.occurrence, &after.occurrence, &current.occurrence),
            reminders: self.field("reminders", &before.reminders, &after.reminders, &current.reminders),
            list: self.field("list", &before.list, &after.list, &current.list),
            labels: self.field("labels", &before.labels, &after.labels, &current.labels),
            parent: self.field("parent", &before.parent, &after.parent, &current.parent),
            position: self.field("position", &before.position, &after.position, &current.position),
            created_at: current.created_at,
            updated_at: current.updated_at,
            completed_at: self.field("status", &before.completed_at, &after.completed_at, &current.completed_at),
            deleted_at: self.field("deleted_at", &before.deleted_at, &after.deleted_at, &current.deleted_at),
            source: current.source,
            revision: current.revision,
        }
    }

    fn list(&mut self, before: &List, after: &List, current: &List) -> List {
        List {
            id: current.id,
            name: self.field("name", &before.name, &after.name, &current.name),
            color: self.field("color", &before.color, &after.color, &current.color),
            position: self.field("position", &before.position, &after.position, &current.position),
            revision: current.revision,
        }
    }
}
