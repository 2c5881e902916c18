//! The seam to where threads are kept.

use std::{fmt, future::Future, time::Duration};

use crate::{Attachment, Item, Page, PageRequest, Thread, ThreadChange};

/// Where threads, items and attachments are kept.
///
/// A store belongs to one user: the host hands [`ChatKit`](crate::ChatKit) one that sees that user's rows only, and an id of somebody
/// else is [`StoreError::NotFound`]. Rows are ordered by when they were stored, never by their time stamps. Each
/// method is one atomic change: it happened as a whole when it answers `Ok`, and not at all when it answers an error.
///
/// The suite in `chatkit_server::contract` (feature `contract`) checks all that is said here.
pub trait ThreadStore: Send + Sync + 'static {
    /// The thread.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] where there is none.
    fn load_thread(&self, thread_id: &str) -> impl Future<Output = Result<Thread, StoreError>> + Send;

    /// Changes the named fields of a thread and answers the whole thread.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] where there is none.
    fn update_thread(
        &self,
        thread_id: &str,
        change: &ThreadChange,
    ) -> impl Future<Output = Result<Thread, StoreError>> + Send;

    /// A page of threads, by creation.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] with [`RecordKind::Cursor`] when `page.after` is no thread.
    fn threads(&self, page: &PageRequest) -> impl Future<Output = Result<Page<Thread>, StoreError>> + Send;

    /// Deletes a thread with its items; one that is not there is deleted already.
    ///
    /// # Errors
    ///
    /// Only those of the store itself.
    fn delete_thread(&self, thread_id: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Stores a user message with what belongs to it, **in one commit**: the first event must not wait for several.
    ///
    /// This is also where a host counts messages: it may answer [`StoreError::Refused`], which becomes a 429, and then
    /// nothing is stored.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when `new.thread` is `None` and the thread is not there, [`StoreError::Conflict`] when
    /// the thread or item exists already, [`StoreError::Refused`].
    fn add_user_message(&self, new: NewUserMessage<'_>) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Deletes all items stored after the user message `item_id`, because it is going to be answered once more.
    ///
    /// A host that counts messages counts this as one and may answer [`StoreError::Refused`]; then nothing is deleted.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when the thread or the item is not there, [`StoreError::Refused`].
    fn delete_items_after(&self, thread_id: &str, item_id: &str)
    -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A page of items in the order of storing. With [`Visibility::Client`] hidden items are left out before the rows
    /// are counted, so that a page is full while more rows follow.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] for the thread, or with [`RecordKind::Cursor`] when `page.after` is no item of it. The
    /// cursor may be a hidden item's id in either visibility.
    fn items(
        &self,
        thread_id: &str,
        page: &PageRequest,
        visibility: Visibility,
    ) -> impl Future<Output = Result<Page<Item>, StoreError>> + Send;

    /// One item, hidden or not.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when the thread or the item is not there.
    fn load_item(&self, thread_id: &str, item_id: &str) -> impl Future<Output = Result<Item, StoreError>> + Send;

    /// Adds new items at the end of their thread, all or none. The items name the same thread.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when the thread is not there, [`StoreError::Conflict`] when it has an item of that id, or
    /// `items` names one twice: adding never overwrites.
    fn add_items(&self, items: &[Item]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts an item in the place of the one with its id, or at the end when there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when the thread is not there.
    fn save_item(&self, item: &Item) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Deletes an item; one that is not there is deleted already.
    ///
    /// # Errors
    ///
    /// Only those of the store itself.
    fn delete_item(&self, thread_id: &str, item_id: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// An attachment.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] where there is none.
    fn load_attachment(&self, attachment_id: &str) -> impl Future<Output = Result<Attachment, StoreError>> + Send;

    /// Stores an attachment, new or known.
    ///
    /// # Errors
    ///
    /// Only those of the store itself.
    fn save_attachment(&self, attachment: &Attachment) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Forgets an attachment; one that is not there is forgotten already.
    ///
    /// # Errors
    ///
    /// Only those of the store itself.
    fn delete_attachment(&self, attachment_id: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// A user message and what is stored with it in the same commit.
#[derive(Debug, Clone, Copy)]
pub struct NewUserMessage<'a> {
    /// The thread, when the message begins one.
    pub thread: Option<&'a Thread>,
    /// The message; its kind is always `user_message`.
    pub item: &'a Item,
    /// The attachments that it carries, now with their thread: known ones that are saved again.
    pub attachments: &'a [Attachment],
}

/// Whose eyes a listing of items is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Everything, for the model.
    All,
    /// Without `hidden_context_item` and `sdk_hidden_context`.
    Client,
}

/// What a store could not find or has twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// A thread.
    Thread,
    /// An item.
    Item,
    /// An attachment.
    Attachment,
    /// The row after which a page was asked for.
    Cursor,
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Thread => "thread",
            Self::Item => "item",
            Self::Attachment => "attachment",
            Self::Cursor => "cursor",
        })
    }
}

/// Why a store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row, or it belongs to somebody else.
    #[error("no {kind} `{id}`")]
    NotFound {
        /// What was looked for.
        kind: RecordKind,
        /// By which id.
        id: String,
    },
    /// A row with this id exists already.
    #[error("{kind} `{id}` exists already")]
    Conflict {
        /// What was to be added.
        kind: RecordKind,
        /// With which id.
        id: String,
    },
    /// The host does not let this message in, for example because of a rate limit.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// There is no room.
    #[error("the store is full")]
    Full,
    /// The store does not answer, or answers nonsense.
    #[error("the store is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// No row `id`.
    #[must_use]
    pub fn not_found(kind: RecordKind, id: impl Into<String>) -> Self {
        Self::NotFound { kind, id: id.into() }
    }

    /// A row `id` is there already.
    #[must_use]
    pub fn conflict(kind: RecordKind, id: impl Into<String>) -> Self {
        Self::Conflict { kind, id: id.into() }
    }

    /// The store does not answer.
    #[must_use]
    pub fn unavailable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }
}

/// Why a host does not let a message in. It is answered as HTTP 429 before a stream begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable name for programs, for example `RATE_LIMITED`.
    pub code: String,
    /// Words for the user, with the way out.
    pub message: String,
    /// When to try again, where that is known.
    pub retry_after: Option<Duration>,
}
