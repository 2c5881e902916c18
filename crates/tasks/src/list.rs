//! Lists and labels.

use serde::{Deserialize, Serialize};

use crate::ListId;

/// The list colours of the design, in the order in which new lists take them.
pub const COLORS: [&str; 8] = ["blue", "teal", "plum", "orange", "green", "yellow", "red", "grey"];
/// What tasks without a list are in; no list may be called so.
pub const INBOX: &str = "Inbox";

/// A list of tasks. A task is in one list, or in the Inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct List {
    /// Names the list for good.
    pub id: ListId,
    /// As it is shown; unique without regard to case among the user's lists.
    pub name: String,
    /// One of [`COLORS`].
    pub color: String,
    /// Order in the sidebar: ascending.
    pub position: f64,
    /// Counts the changes of this list, from 1.
    pub revision: u64,
}

/// A label. A task has any number of them, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct Label {
    /// As it is shown, without the `@`; unique without regard to case among the user's labels.
    pub name: String,
    /// One of [`COLORS`].
    pub color: String,
}
