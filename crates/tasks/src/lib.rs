#![doc = include_str!("../README.md")]

mod apply;
mod command;
mod due;
mod error;
mod id;
mod json;
pub mod limits;
pub mod list;
pub mod quick_add;
mod records;
mod task;
mod text;
mod undo;
mod view;

pub use apply::apply;
pub use command::{Change, Command, ListPatch, ListRef, NewList, NewTask, Scope, TaskPatch};
pub use due::{Due, DueParts};
pub use error::Error;
pub use id::{ChangeSetId, ListId, TaskId};
pub use list::{Label, List};
pub use task::{Priority, Source, Status, Task};
pub use undo::{UndoNeeds, undo};
pub use view::{TaskQuery, View};
