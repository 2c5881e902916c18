//! The task.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::recurrence::RepeatParts;
use crate::{Civil, Due, Error, ListId, Reminder, Repeat, TaskId};

/// One thing to do. In JSON `due` is flat: the fields of [`crate::DueParts`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "TaskFields")]
pub struct Task {
    /// Names the task for good.
    pub id: TaskId,
    /// One line, 1 to [`crate::limits::TITLE_CHARS`] characters.
    pub title: String,
    /// Markdown; empty where there are none.
    pub notes: String,
    /// Open or done.
    pub status: Status,
    /// 1 (highest) to 4 (none).
    #[ts(type = "Priority")]
    pub priority: Priority,
    /// When it is due, if ever.
    #[serde(flatten, with = "crate::due::flat")]
    #[ts(skip)]
    pub due: Option<Due>,
    /// From when it can be worked on.
    #[serde(default)]
    pub start: Option<Civil>,
    /// How long it takes, in minutes.
    #[serde(default)]
    pub duration_min: Option<u32>,
    /// How it repeats; an open task only, the completed one hands it on to the next.
    #[serde(default)]
    #[ts(as = "Option<RepeatParts>")]
    pub repeat: Option<Repeat>,
    /// The date of its rule that it stands for, where its due was moved away from that.
    #[serde(default)]
    pub occurrence: Option<Civil>,
    /// When to remind of it, in the order they were set.
    #[serde(default)]
    #[ts(type = "Array<Reminder>")]
    pub reminders: Vec<Reminder>,
    /// The list it is in; `None` is the Inbox.
    pub list: Option<ListId>,
    /// Names of its labels, sorted, each once.
    pub labels: Vec<String>,
    /// The task that it is a part of; that one is part of no other.
    #[serde(default)]
    pub parent: Option<TaskId>,
    /// Manual order inside its list: ascending.
    pub position: f64,
    /// When it was made.
    #[ts(type = "string")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[ts(type = "string")]
    pub updated_at: Timestamp,
    /// When it was completed; with `status` done only.
    #[ts(type = "string | null")]
    pub completed_at: Option<Timestamp>,
    /// When it was moved to the trash.
    #[ts(type = "string | null")]
    pub deleted_at: Option<Timestamp>,
    /// Who made it.
    pub source: Source,
    /// Counts the changes of this task, from 1.
    pub revision: u64,
}

/// Open or done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// To be done.
    #[default]
    Open,
    /// Completed.
    Done,
}

/// 1 (highest) to 4 (none); a number in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Priority {
    /// Priority 1, the highest.
    P1,
    /// Priority 2.
    P2,
    /// Priority 3.
    P3,
    /// No priority.
    #[default]
    P4,
}

/// Through which door a task came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The window's list, or another user of the HTTP routes.
    #[default]
    Ui,
    /// The quick-add window.
    QuickAdd,
    /// A turn of the assistant.
    Assistant,
    /// An MCP client.
    Mcp,
    /// The command line.
    Cli,
    /// A file that was imported.
    Import,
}

impl From<Priority> for u8 {
    fn from(priority: Priority) -> Self {
        match priority {
            Priority::P1 => 1,
            Priority::P2 => 2,
            Priority::P3 => 3,
            Priority::P4 => 4,
        }
    }
}

impl TryFrom<u8> for Priority {
    type Error = Error;

    fn try_from(number: u8) -> Result<Self, Error> {
        match number {
            1 => Ok(Self::P1),
            2 => Ok(Self::P2),
            3 => Ok(Self::P3),
            4 => Ok(Self::P4),
            _ => Err(Error::invalid("priority", format!("is {number}, not 1 (highest) to 4 (none)"))),
        }
    }
}
