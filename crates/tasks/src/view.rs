//! What a list of tasks can show.

use std::num::NonZeroU32;

use jiff::Zoned;

use crate::{ListId, Status, Task, TaskId};

/// A place in the sidebar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Every open task.
    #[default]
    All,
    /// Open, due today or overdue.
    Today,
    /// Open, due after today.
    Upcoming,
    /// Open, due before today, or before now where it has a time.
    Overdue,
    /// Open, in no list.
    Inbox,
    /// Completed, the newest first.
    Done,
    /// In the trash, the newest first.
    Trash,
}

/// Which tasks to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskQuery {
    /// The view; conditions below narrow it.
    pub view: View,
    /// Words that title or notes must hold.
    pub words: Option<String>,
    /// Only this list.
    pub list: Option<ListId>,
    /// Only tasks in no list, in whichever view.
    pub is_in_inbox: bool,
    /// Only tasks with this label.
    pub label: Option<String>,
    /// Only the parts of this task.
    pub parent: Option<TaskId>,
    /// At most so many, 1 to 500; 50 where absent.
    pub limit: Option<NonZeroU32>,
    /// The `after` of the page before.
    pub after: Option<String>,
}

impl Task {
    /// Open, out of the trash, and past its due: a date before today, a time before now.
    #[must_use]
    pub fn is_overdue(&self, now: &Zoned) -> bool {
        self.is_open() && self.due.as_ref().and_then(|due| due.deadline(now)).is_some_and(|at| at <= now.timestamp())
    }

    /// Open, out of the trash, and due on today's date, overdue or not.
    #[must_use]
    pub fn is_due_today(&self, now: &Zoned) -> bool {
        self.is_open() && self.due.as_ref().is_some_and(|due| due.date_in(now) == now.date())
    }

    /// Open, and not in the trash.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == Status::Open && self.deleted_at.is_none()
    }
}
