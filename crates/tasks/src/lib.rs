#![doc = include_str!("../README.md")]

mod apply;
mod civil;
mod command;
mod due;
mod error;
mod id;
mod json;
pub mod limits;
pub mod list;
mod position;
pub mod quick_add;
mod records;
pub mod recurrence;
mod reminder;
mod schedule;
mod task;
mod text;
mod undo;
mod view;

pub use apply::apply;
pub use apply::import::ImportOutcome;
pub use civil::Civil;
pub use command::{
    Change, Command, Crowd, Import, LabelPatch, ListPatch, ListRef, Neighbors, NewLabel, NewList, NewTask, Place,
    Scope, TaskMove, TaskPatch, next_of,
};
pub use due::{Due, DueParts};
pub use error::Error;
pub use id::{ChangeSetId, ListId, ReminderId, TaskId};
pub use list::{Label, List};
pub use recurrence::{NewRepeat, Repeat, RepeatFrom, Rule};
pub use reminder::{NewReminder, Reminder, ReminderWhen};
pub use task::{Priority, Source, Status, Task};
pub use undo::{UndoNeeds, undo};
pub use view::{TaskQuery, View};
