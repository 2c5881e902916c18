//! The one door: a [`Command`] and what is stored already lead to [`Change`]s; each change carries what was before, so that it
//! is its own undo.

use serde::{Deserialize, Serialize};

use crate::position;
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
    /// Move a task to a list, under another task, to a place in the manual order.
    MoveTask {
        /// Which task.
        id: TaskId,
        /// Where to.
        to: TaskMove,
    },
    /// Complete an open task, with its open parts. One that repeats hands its repeat to a new task, made with the next due.
    CompleteTask(TaskId),
    /// Open a completed task again.
    ReopenTask(TaskId),
    /// Move a task to the trash, with its parts.
    DeleteTask(TaskId),
    /// Take a task out of the trash, with the parts that went there with it.
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
    /// Add a label.
    AddLabel(NewLabel),
    /// Change the given fields of a label, and no others; a new name goes to its tasks too.
    EditLabel {
        /// Which label, in any case.
        name: String,
        /// The fields to change.
        patch: LabelPatch,
    },
    /// Delete a label; its tasks lose it.
    DeleteLabel(String),
    /// Put the records of a file beside those that are there.
    Import(Import),
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

/// Where a task is to be moved; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskMove {
    /// New list, or the Inbox; its parts go along.
    pub list: Option<Option<ListRef>>,
    /// Part of that task, in the list of which it then is; or of none.
    pub parent: Option<Option<TaskId>>,
    /// New place in the manual order.
    pub place: Option<Place>,
}

/// A place in the manual order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Right behind that task.
    After(TaskId),
    /// Right before that task.
    Before(TaskId),
    /// At that position.
    At(f64),
}

/// Records of a file. Those whose id is new are put as they are, with their revision and their times; where one is there already,
/// that one is kept ([`Import::outcome`]). A list goes by its name too: tasks of a list whose name is there go into that one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Lists.
    pub lists: Vec<List>,
    /// Labels.
    pub labels: Vec<Label>,
    /// Tasks, in the trash or not.
    pub tasks: Vec<Task>,
}

/// A label to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLabel {
    /// Its name.
    pub name: String,
    /// Its colour; grey where absent.
    pub color: Option<String>,
}

/// Fields of a label to change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelPatch {
    /// New name.
    pub name: Option<String>,
    /// New colour.
    pub color: Option<String>,
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

/// What is stored already and concerns a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// The tasks that the command names ([`Command::task_ids`]), each with the task that it is a part of and with its own parts;
    /// those in the lists and with the labels that it names ([`Command::list_ids`], [`Command::label_names`]). In the trash or not.
    pub tasks: Vec<Task>,
    /// All lists.
    pub lists: Vec<List>,
    /// All labels.
    pub labels: Vec<Label>,
    /// The greatest `position` of any task; 0 where there is none.
    pub last_position: f64,
    /// What stands next to the tasks of [`Command::neighbor_ids`].
    pub neighbors: Vec<Neighbors>,
}

/// What stands next to a task in the manual order: among all open tasks of the user but the one that moves there, by position and,
/// where two have the same, by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbors {
    /// Next to this task.
    pub id: TaskId,
    /// The position of the task before it.
    pub before: Option<f64>,
    /// The position of the task after it.
    pub after: Option<f64>,
    /// Needed where there is no room ([`Neighbors::has_room`]).
    pub crowd: Option<Crowd>,
}

/// Tasks that stand one after another in the manual order and may all be given new positions, to make room for one between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crowd {
    /// They; [`Scope::tasks`] holds them too.
    pub tasks: Vec<TaskId>,
    /// The position of the task before the first of them.
    pub before: Option<f64>,
    /// The position of the task after the last of them.
    pub after: Option<f64>,
}

impl Neighbors {
    /// Whether there is room on both sides of the task, which stands at `position`.
    #[must_use]
    pub fn has_room(&self, position: f64) -> bool {
        let between = |from, to| position::spread(from, to, 1).is_some();
        between(self.before, Some(position)) && between(Some(position), self.after)
    }
}

impl Crowd {
    /// Whether its tasks and one more find room between those around it: else a larger one is needed. One that all tasks are in does.
    #[must_use]
    pub fn has_room(&self) -> bool {
        position::spread(self.before, self.after, self.tasks.len() + 1).is_some()
    }
}

impl Command {
    /// The tasks that [`Scope::tasks`] must hold, with what belongs to them.
    #[must_use]
    pub fn task_ids(&self) -> Vec<TaskId> {
        match self {
            Self::EditTask { id, patch } => [Some(*id), patch.parent.flatten()].into_iter().flatten().collect(),
            Self::MoveTask { id, to: TaskMove { list: _, parent, place } } => {
                let beside = match place {
                    Some(Place::After(other) | Place::Before(other)) => Some(*other),
                    Some(Place::At(_)) | None => None,
                };
                [Some(*id), parent.flatten(), beside].into_iter().flatten().collect()
            }
            Self::CompleteTask(id) | Self::ReopenTask(id) | Self::DeleteTask(id) | Self::RestoreTask(id) => vec![*id],
            Self::AddTask(new) => new.parent.into_iter().collect(),
            Self::Import(import) => {
                import.tasks.iter().flat_map(|task| [Some(task.id), task.parent]).flatten().collect()
            }
            Self::AddList(_)
            | Self::EditList { .. }
            | Self::DeleteList(_)
            | Self::AddLabel(_)
            | Self::EditLabel { .. }
            | Self::DeleteLabel(_) => Vec::new(),
            Self::All(commands) => commands.iter().flat_map(Self::task_ids).collect(),
        }
    }

    /// The lists whose tasks [`Scope::tasks`] must hold as well: those to be deleted.
    #[must_use]
    pub fn list_ids(&self) -> Vec<ListId> {
        self.leaves()
            .into_iter()
            .filter_map(|command| if let Self::DeleteList(id) = command { Some(*id) } else { None })
            .collect()
    }

    /// The labels whose tasks [`Scope::tasks`] must hold as well: those to be renamed or deleted.
    #[must_use]
    pub fn label_names(&self) -> Vec<String> {
        self.leaves()
            .into_iter()
            .filter_map(|command| {
                if let Self::EditLabel { name, patch: _ } | Self::DeleteLabel(name) = command {
                    Some(name.clone())
                } else {
                    None
                }
            })
            .collect()
    }

    /// The tasks that [`Scope::neighbors`] must be about, each with the one that moves there.
    #[must_use]
    pub fn neighbor_ids(&self) -> Vec<(TaskId, TaskId)> {
        let beside = |command: &Self| {
            let Self::MoveTask { id, to } = command else { return None };
            match to.place? {
                Place::After(other) | Place::Before(other) => Some((other, *id)),
                Place::At(_) => None,
            }
        };
        self.leaves().into_iter().filter_map(beside).collect()
    }

    /// How many tasks that are there already it is to change, each as often as it is named.
    pub(crate) fn tasks_changed(&self) -> usize {
        let changes = |command: &&Self| {
            matches!(
                command,
                Self::EditTask { .. }
                    | Self::MoveTask { .. }
                    | Self::CompleteTask(_)
                    | Self::ReopenTask(_)
                    | Self::DeleteTask(_)
                    | Self::RestoreTask(_)
            )
        };
        self.leaves().iter().filter(|command| changes(command)).count()
    }

    /// The commands that it is made of, without [`Command::All`].
    fn leaves(&self) -> Vec<&Self> {
        if let Self::All(commands) = self { commands.iter().flat_map(Self::leaves).collect() } else { vec![self] }
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
