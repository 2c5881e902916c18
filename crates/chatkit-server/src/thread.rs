//! Threads: what is stored, and what goes over the wire.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{IdKind, Item, Page, new_id};

/// Whether people may write into a thread.
///
/// The client only dresses its composer by it; [`ChatKit`](crate::ChatKit) refuses messages to a locked or closed thread.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ThreadStatus {
    /// Open for messages.
    #[default]
    Active,
    /// For now no messages.
    Locked {
        /// Shown in place of the composer's placeholder.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// No messages any more.
    Closed {
        /// Shown in place of the composer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// A thread as a store keeps it, without its items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// `thr_…`
    pub id: String,
    /// When it was made, to the microsecond.
    pub created_at: Timestamp,
    /// Whether people may write into it.
    #[serde(default)]
    pub status: ThreadStatus,
    /// Name in the history list; absent until somebody gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Hosts from which the client may load images; absent means the client's own rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_image_domains: Option<Vec<String>>,
    /// The server's own notes. They are stored and never leave the server.
    #[serde(default)]
    pub metadata: Map<String, Value>,
}

impl Thread {
    /// A new, active thread without title.
    #[must_use]
    pub fn new(created_at: Timestamp) -> Self {
        Self {
            id: new_id(IdKind::Thread),
            created_at,
            status: ThreadStatus::Active,
            title: None,
            allowed_image_domains: None,
            metadata: Map::new(),
        }
    }

    /// Applies `change`; fields that it does not name stay as they are.
    pub fn apply(&mut self, change: &ThreadChange) {
        let ThreadChange { title, status, allowed_image_domains, metadata } = change.clone();
        if let Some(title) = title {
            self.title = title;
        }
        if let Some(status) = status {
            self.status = status;
        }
        if let Some(domains) = allowed_image_domains {
            self.allowed_image_domains = domains;
        }
        if let Some(metadata) = metadata {
            self.metadata = metadata;
        }
    }
}

/// New values for some fields of a thread; `None` leaves a field alone.
///
/// A store writes only the named fields, so that a rename by the user and a status set by a running turn do not undo
/// each other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThreadChange {
    /// `Some(None)` takes the title away.
    pub title: Option<Option<String>>,
    /// New status.
    pub status: Option<ThreadStatus>,
    /// `Some(None)` goes back to the client's own rule.
    pub allowed_image_domains: Option<Option<Vec<String>>>,
    /// The whole new metadata object.
    pub metadata: Option<Map<String, Value>>,
}

impl ThreadChange {
    /// A change of the title only.
    #[must_use]
    pub fn title(title: impl Into<String>) -> Self {
        Self { title: Some(Some(title.into())), ..Self::default() }
    }

    /// A change of the status only.
    #[must_use]
    pub fn status(status: ThreadStatus) -> Self {
        Self { status: Some(status), ..Self::default() }
    }
}

/// A thread as the client gets it: a page of items, and metadata that is always `{}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadWithItems {
    /// The thread; its metadata is empty.
    #[serde(flatten)]
    pub thread: Thread,
    /// First page of items, empty in events and listings.
    pub items: Page<Item>,
}

impl ThreadWithItems {
    /// What a client may see of `thread`; `items` holds visible items only.
    #[must_use]
    pub fn for_client(mut thread: Thread, items: Page<Item>) -> Self {
        thread.metadata = Map::new();
        Self { thread, items }
    }
}
