//! The one door: a [`Command`] and what is stored already lead to [`Change`]s; each change carries what was before, so that it
//! is its own undo.

use serde::{Deserialize, Serialize};

use crate::{Civil, Due, Label, List, ListId, NewReminder, NewRepeat, Priority, Source, Status, Task, TaskId};

/// What somebody wants changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Add a task; lists and labels that it names and that do not exist yet are made with it.
    AddTask(NewTask),
    /// Change the given fields of a task, and no others.
    EditTask {
        /// Which task.
        id: TaskId,
        /// The fields to change.
        patch: TaskPatch,
    },
    /// Complete an open task.
    CompleteTask(TaskId),
    /// Open a completed task again.
    ReopenTask(TaskId),
    /// Move a task to the trash.
    DeleteTask(TaskId),
    /// Take a task out of the trash.
    RestoreTask(TaskId),
    /// Add a list.
    AddList(NewList),
    /// Change the given fields of a list, and no others.
    EditList {
        /// Which list.
        id: ListId,
        /// The fields to change.
        patch: ListPatch,
    },
    /// Delete a list; its tasks go to the Inbox.
    DeleteList(ListId),
    /// Several commands as one change set: all of them, or none.
    All(Vec<Command>),
}

/// A task to be added. In JSON: the body of `POST /api/v1/tasks`.
///
/// It is read from JSON with [`NewTask::from_json`], which needs the user's zone.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewTask {
    /// One line.
    pub title: String,
    /// Markdown.
    pub notes: String,
    /// 1 to 4.
    pub priority: Priority,
    /// When it is due.
    #[serde(flatten, with = "crate::due::flat")]
    pub due: Option<Due>,
    /// From when it can be worked on.
    pub start: Option<Civil>,
    /// How long it takes, in minutes.
    pub duration_min: Option<u32>,
    /// How it repeats. Where it has no due, it gets the rule's first one.
    pub repeat: Option<NewRepeat>,
    /// When to remind of it.
    pub reminders: Vec<NewReminder>,
    /// The list; the Inbox where absent.
    pub list: Option<ListRef>,
    /// Names of labels.
    pub labels: Vec<String>,
    /// The task that it is a part of.
    pub parent: Option<TaskId>,
    /// Through which door it comes; set by the door, never read from JSON.
    #[serde(skip)]
    pub source: Source,
}

/// A list by id, or by name (in the spelling of an existing list where one matches without regard to case; made where none does).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ListRef {
    /// An existing list.
    Id(ListId),
    /// A list by its name.
    Name(String),
}

/// Fields of a task to change: absent ones stay, `Some(None)` clears. In JSON `null` clears ([`TaskPatch::from_json`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskPatch {
    /// New title.
    pub title: Option<String>,
    /// New notes.
    pub notes: Option<String>,
    /// New priority.
    pub priority: Option<Priority>,
    /// New due, or none.
    pub due: Option<Option<Due>>,
    /// New start, or none.
    pub start: Option<Option<Civil>>,
    /// New duration in minutes, or none.
    pub duration_min: Option<Option<u32>>,
    /// New repeat, or none.
    pub repeat: Option<Option<NewRepeat>>,
    /// All reminders, replacing the present ones.
    pub reminders: Option<Vec<NewReminder>>,
    /// New list, or the Inbox.
    pub list: Option<Option<ListRef>>,
    /// All labels, replacing the present ones.
    pub labels: Option<Vec<String>>,
    /// Part of that task, or of none.
    pub parent: Option<Option<TaskId>>,
    /// New place in the manual order.
    pub position: Option<f64>,
}

/// A list to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewList {
    /// Its name.
    pub name: String,
    /// Its colour; the next unused one where absent.
    pub color: Option<String>,
}

/// Fields of a list to change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPatch {
    /// New name.
    pub name: Option<String>,
    /// New colour.
    pub color: Option<String>,
    /// New place in the sidebar.
    pub position: Option<f64>,
}

/// One record before and after: `before: None` makes it, `after: None` removes it.
///
/// Those of one change set are to be stored in their order: then no reference is ever broken. Unique names of lists are kept by
/// this crate at the end of a set, not between its changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Of a task.
    Task {
        /// As it was.
        before: Option<Box<Task>>,
        /// As it is to be.
        after: Option<Box<Task>>,
    },
    /// Of a list.
    List {
        /// As it was.
        before: Option<List>,
        /// As it is to be.
        after: Option<List>,
    },
    /// Of a label.
    Label {
        /// As it was.
        before: Option<Label>,
        /// As it is to be.
        after: Option<Label>,
    },
}

/// What is stored already and concerns a command: the tasks it names (for `DeleteList`, the tasks in that list), and all lists and labels of the user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// The tasks that the command names ([`Command::task_ids`]), in the trash or not.
    pub tasks: Vec<Task>,
    /// All lists.
    pub lists: Vec<List>,
    /// All labels.
    pub labels: Vec<Label>,
    /// The greatest `position` of any task; 0 where there is none.
    pub last_position: f64,
}

impl Command {
    /// The tasks that [`Scope::tasks`] must hold.
    #[must_use]
    pub fn task_ids(&self) -> Vec<TaskId> {
        match self {
            Self::EditTask { id, patch: _ }
            | Self::CompleteTask(id)
            | Self::ReopenTask(id)
            | Self::DeleteTask(id)
            | Self::RestoreTask(id) => vec![*id],
            Self::AddTask(_) | Self::AddList(_) | Self::EditList { .. } | Self::DeleteList(_) => Vec::new(),
            Self::All(commands) => commands.iter().flat_map(Self::task_ids).collect(),
        }
    }

    /// The lists whose tasks [`Scope::tasks`] must hold as well: those to be deleted.
    #[must_use]
    pub fn list_ids(&self) -> Vec<ListId> {
        match self {
            Self::DeleteList(id) => vec![*id],
            Self::All(commands) => commands.iter().flat_map(Self::list_ids).collect(),
            Self::AddTask(_)
            | Self::EditTask { .. }
            | Self::CompleteTask(_)
            | Self::ReopenTask(_)
            | Self::DeleteTask(_)
            | Self::RestoreTask(_)
            | Self::AddList(_)
            | Self::EditList { .. } => Vec::new(),
        }
    }
}

/// The next one of a repeating task that `changes` complete: a new task, to which the completed one has handed its repeat.
#[must_use]
pub fn next_of(changes: &[Change]) -> Option<&Task> {
    let completes = |change: &Change| match change {
        Change::Task { before: Some(before), after: Some(after) } => {
            before.is_open() && after.status == Status::Done && before.repeat.is_some() && after.repeat.is_none()
        }
        Change::Task { .. } | Change::List { .. } | Change::Label { .. } => false,
    };
    if !changes.iter().any(completes) {
        return None;
    }
    changes.iter().find_map(|change| match change {
        Change::Task { before: None, after: Some(after) } if after.repeat.is_some() => Some(&**after),
        Change::Task { .. } | Change::List { .. } | Change::Label { .. } => None,
    })
}
