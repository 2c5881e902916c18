//! Why a request is refused before anything is streamed.

use std::time::Duration;

use serde::Serialize;

use crate::{RecordKind, Refusal, StoreError};

/// Why a request is refused. Every refusal is an HTTP answer: no stream has begun.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The body is no request: not JSON, or a field is missing or wrong. The text holds no value of the request.
    #[error("{0}")]
    Invalid(String),
    /// The protocol has no request of this `type`.
    #[error("unknown request `type`")]
    UnknownType,
    /// The responder does not offer this.
    #[error("this server does not support `{0}`")]
    Unsupported(&'static str),
    /// No such thread, item, attachment or cursor.
    #[error("no {kind} `{id}`")]
    NotFound {
        /// What was looked for.
        kind: RecordKind,
        /// By which id.
        id: String,
    },
    /// The item is there and of another kind, or no longer waits for this.
    #[error("item `{id}` is not {expected}")]
    WrongItem {
        /// The item.
        id: String,
        /// What it would have to be, with its article.
        expected: &'static str,
    },
    /// The last item of the thread is no client tool call that waits for its output.
    #[error("no client tool call is pending in thread `{0}`")]
    NoPendingCall(String),
    /// The thread takes no messages for now.
    #[error("thread `{0}` is locked")]
    ThreadLocked(String),
    /// The thread takes no messages any more.
    #[error("thread `{0}` is closed")]
    ThreadClosed(String),
    /// The thread has a turn that runs; nothing was stored of the request.
    #[error("thread `{0}` is still answering")]
    TurnRunning(String),
    /// The store refused, for example because of a rate limit; nothing was stored.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// The store has no room.
    #[error("the store is full")]
    StoreFull,
    /// The store does not answer.
    #[error("the store is not available")]
    StoreUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The server is stopping.
    #[error("the server is stopping")]
    ShuttingDown,
}

impl RequestError {
    /// HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) | Self::UnknownType | Self::Unsupported(_) => 400,
            Self::NotFound { .. } => 404,
            Self::NoPendingCall(_) | Self::ThreadLocked(_) | Self::ThreadClosed(_) | Self::TurnRunning(_) => 409,
            Self::WrongItem { .. } => 422,
            Self::Refused(_) => 429,
            Self::StoreUnavailable(_) | Self::ShuttingDown => 503,
            Self::StoreFull => 507,
        }
    }

    /// Stable name of the refusal for programs.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Invalid(_) => "INVALID_REQUEST",
            Self::UnknownType => "UNKNOWN_REQUEST_TYPE",
            Self::Unsupported(_) => "UNSUPPORTED_REQUEST",
            Self::NotFound { kind: RecordKind::Thread, .. } => "THREAD_NOT_FOUND",
            Self::NotFound { kind: RecordKind::Item, .. } => "ITEM_NOT_FOUND",
            Self::NotFound { kind: RecordKind::Attachment, .. } => "ATTACHMENT_NOT_FOUND",
            Self::NotFound { kind: RecordKind::Cursor, .. } => "CURSOR_NOT_FOUND",
            Self::WrongItem { .. } => "WRONG_ITEM_KIND",
            Self::NoPendingCall(_) => "NO_PENDING_TOOL_CALL",
            Self::ThreadLocked(_) => "THREAD_LOCKED",
            Self::ThreadClosed(_) => "THREAD_CLOSED",
            Self::TurnRunning(_) => "TURN_RUNNING",
            Self::Refused(refusal) => &refusal.code,
            Self::StoreFull => "STORE_FULL",
            Self::StoreUnavailable(_) => "STORE_UNAVAILABLE",
            Self::ShuttingDown => "SHUTTING_DOWN",
        }
    }

    /// How long the client should wait before it asks again, where that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_after,
            Self::Invalid(_)
            | Self::UnknownType
            | Self::Unsupported(_)
            | Self::NotFound { .. }
            | Self::WrongItem { .. }
            | Self::NoPendingCall(_)
            | Self::ThreadLocked(_)
            | Self::ThreadClosed(_)
            | Self::TurnRunning(_)
            | Self::StoreFull
            | Self::StoreUnavailable(_)
            | Self::ShuttingDown => None,
        }
    }

    /// The body of the answer: `{"error":{"code":…,"message":…}}`. The protocol has no error schema of its own.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Body<'a> {
            error: Inner<'a>,
        }
        #[derive(Serialize)]
        struct Inner<'a> {
            code: &'a str,
            message: String,
        }
        let body = Body { error: Inner { code: self.code(), message: self.to_string() } };
        // Two strings: serialising them cannot fail.
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl From<StoreError> for RequestError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { kind, id } => Self::NotFound { kind, id },
            StoreError::Conflict { kind, id } => {
                Self::StoreUnavailable(format!("a {kind} with the new id `{id}` exists already").into())
            }
            StoreError::Refused(refusal) => Self::Refused(refusal),
            StoreError::Full => Self::StoreFull,
            StoreError::Unavailable(source) => Self::StoreUnavailable(source),
        }
    }
}
