//! Everything that can go wrong on the way in or out, as one shape and one list of codes (the API's users decide by the code,
//! never by the sentence).

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chatkit_server::RecordKind;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

/// Declares the codes with their status, type and general sentence, one a line.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal $status:ident $kind:ident $message:literal;)*) => {
        /// What went wrong, for programs. In JSON: `SCREAMING_SNAKE_CASE`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// As it is written in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Code::$variant => StatusCode::$status,)* }
            }

            /// The family it belongs to.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Code::$variant => Kind::$kind,)* }
            }

            pub(crate) fn message(self) -> &'static str {
                match self { $(Code::$variant => $message,)* }
            }
        }
    };
}

impl Code {
    /// Whether the gate refuses with it, before a route has looked at the request. Such answers never carry CORS headers.
    #[must_use]
    pub fn is_refusal(self) -> bool {
        matches!(self.status().as_u16(), 401 | 403 | 405 | 413 | 414 | 415 | 421 | 429 | 431)
            || matches!(self, Self::CredentialInUrl | Self::NotFound)
    }
}

/// Families of errors: `error.type` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub enum Kind {
    /// A session could not be made.
    SessionCreationError,
    /// The chat failed.
    ChatKitError,
    /// The settings do not allow it.
    ConfigurationError,
    /// Who are you.
    Unauthorized,
    /// Not for you, or not from there.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The request is wrong.
    Invalid,
    /// Too much at once.
    RateLimited,
    /// It does not go with the state of things.
    Conflict,
    /// Not now, or not here.
    Unavailable,
    /// A fault of ours.
    Internal,
}

codes! {
    /// The `Host` header is not exactly ours.
    WrongHost = "WRONG_HOST" MISDIRECTED_REQUEST Forbidden "This address is not served here. Use the address that Docket printed.";
    /// The `Origin` is neither ours nor allowed.
    OriginRefused = "ORIGIN_REFUSED" FORBIDDEN Forbidden "Requests from this origin are refused.";
    /// The browser says that another site made the request.
    CrossSite = "CROSS_SITE" FORBIDDEN Forbidden "Requests from other sites are refused.";
    /// Somebody else's.
    Forbidden = "FORBIDDEN" FORBIDDEN Forbidden "The ticket belongs to another user.";
    /// A token, ticket or key stands in the address, where logs and histories keep it.
    CredentialInUrl = "CREDENTIAL_IN_URL" BAD_REQUEST Invalid "A credential must not be part of the address. Send it in the `Authorization` header.";
    /// Not HTTP, not JSON, or a parameter that cannot be read.
    Malformed = "MALFORMED" BAD_REQUEST Invalid "The request cannot be read.";
    /// No credential, or not a valid one.
    Unauthorized = "UNAUTHORIZED" UNAUTHORIZED Unauthorized "Open Docket again: this page has no valid session.";
    /// The token was ours; it or its session has ended.
    SessionExpired = "SESSION_EXPIRED" UNAUTHORIZED Unauthorized "The session has ended. Open Docket again.";
    /// More connections than allowed.
    TooManyConnections = "TOO_MANY_CONNECTIONS" TOO_MANY_REQUESTS RateLimited "Too many connections. Try again in a second.";
    /// More streams than allowed.
    TooManyStreams = "TOO_MANY_STREAMS" TOO_MANY_REQUESTS RateLimited "Too many answers at once. Wait for one to end, or close another window.";
    /// A body of another media type than the route reads.
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE" UNSUPPORTED_MEDIA_TYPE Invalid "The body must be `application/json`.";
    /// A body larger than the route reads.
    TooLarge = "TOO_LARGE" PAYLOAD_TOO_LARGE Invalid "The body is too large.";
    /// More than 64 headers, or more than 32 KiB of them.
    HeadTooLarge = "HEAD_TOO_LARGE" REQUEST_HEADER_FIELDS_TOO_LARGE Invalid "The request's headers are too large.";
    /// An address longer than is read.
    UriTooLong = "URI_TOO_LONG" URI_TOO_LONG Invalid "The address is too long.";
    /// The body did not come in time.
    RequestTimeout = "REQUEST_TIMEOUT" REQUEST_TIMEOUT Invalid "The body did not arrive in time.";
    /// No such route.
    NotFound = "NOT_FOUND" NOT_FOUND NotFound "There is nothing at this address.";
    /// The route exists, not with this method.
    MethodNotAllowed = "METHOD_NOT_ALLOWED" METHOD_NOT_ALLOWED Invalid "The address does not take this method.";
    /// MCP clients are not let in.
    McpOff = "MCP_OFF" NOT_FOUND NotFound "MCP is switched off. Switch it on with `PUT /api/v1/settings/mcp`, or have your client start `docket mcp`.";
    /// No such task.
    TaskNotFound = "TASK_NOT_FOUND" NOT_FOUND NotFound "There is no such task.";
    /// No such list.
    ListNotFound = "LIST_NOT_FOUND" NOT_FOUND NotFound "There is no such list.";
    /// No such label.
    LabelNotFound = "LABEL_NOT_FOUND" NOT_FOUND NotFound "There is no such label.";
    /// No such thread, or not this user's.
    ThreadNotFound = "THREAD_NOT_FOUND" NOT_FOUND NotFound "There is no such conversation.";
    /// No such item in the thread.
    ItemNotFound = "ITEM_NOT_FOUND" NOT_FOUND NotFound "There is no such item in the conversation.";
    /// No such attachment.
    AttachmentNotFound = "ATTACHMENT_NOT_FOUND" NOT_FOUND NotFound "There is no such attachment.";
    /// The `after` of a page is none that was given out.
    CursorNotFound = "CURSOR_NOT_FOUND" NOT_FOUND NotFound "The page asked for does not exist. Read the list from its beginning.";
    /// The attachment has its bytes already.
    AlreadyUploaded = "ALREADY_UPLOADED" CONFLICT Conflict "The attachment has its bytes already.";
    /// No such backup.
    BackupNotFound = "BACKUP_NOT_FOUND" NOT_FOUND NotFound "There is no such backup.";
    /// No damaged file was put aside by that name.
    SetAsideNotFound = "SET_ASIDE_NOT_FOUND" NOT_FOUND NotFound "No damaged file was put aside by that name.";
    /// The backup is damaged.
    BackupDamaged = "BACKUP_DAMAGED" CONFLICT Conflict "The backup is damaged. Choose another one.";
    /// No such change set.
    ChangeSetNotFound = "CHANGE_SET_NOT_FOUND" NOT_FOUND NotFound "There is no such change.";
    /// Well-formed but impossible; `fields` says where.
    Invalid = "INVALID" UNPROCESSABLE_ENTITY Invalid "A value is not possible.";
    /// A ChatKit request with a field missing or wrong.
    InvalidRequest = "INVALID_REQUEST" BAD_REQUEST Invalid "The request is not one of the ChatKit protocol.";
    /// A ChatKit request of no known kind.
    UnknownRequestType = "UNKNOWN_REQUEST_TYPE" BAD_REQUEST Invalid "The ChatKit protocol has no request of this `type`.";
    /// A ChatKit request that this server does not offer.
    UnsupportedRequest = "UNSUPPORTED_REQUEST" BAD_REQUEST Invalid "This server does not offer that.";
    /// An item of another kind than the request needs.
    WrongItemKind = "WRONG_ITEM_KIND" UNPROCESSABLE_ENTITY Invalid "The item is of another kind.";
    /// No client tool call waits for its output.
    NoPendingToolCall = "NO_PENDING_TOOL_CALL" CONFLICT Conflict "Nothing in the conversation waits for this.";
    /// The thread takes no messages for now.
    ThreadLocked = "THREAD_LOCKED" CONFLICT Conflict "The conversation takes no messages for now.";
    /// The thread takes no messages any more.
    ThreadClosed = "THREAD_CLOSED" CONFLICT Conflict "The conversation is closed. Begin a new one.";
    /// The thread is being answered.
    TurnRunning = "TURN_RUNNING" CONFLICT Conflict "The conversation is still being answered. Wait, or stop the answer.";
    /// The message was not let in.
    RateLimited = "RATE_LIMITED" TOO_MANY_REQUESTS RateLimited "Too many messages. Try again in a moment.";
    /// The day's model tokens are used up.
    TokensUsedUp = "TOKENS_USED_UP" TOO_MANY_REQUESTS RateLimited "The day's model tokens are used up.";
    /// The file is no export, or of a later version.
    NotImportable = "NOT_IMPORTABLE" UNPROCESSABLE_ENTITY Invalid "This file cannot be imported.";
    /// The thing's state does not allow it.
    WrongState = "WRONG_STATE" CONFLICT Conflict "The task's state does not allow that.";
    /// Another list has the name.
    ListExists = "LIST_EXISTS" CONFLICT Conflict "A list of that name exists already.";
    /// Another label has the name.
    LabelExists = "LABEL_EXISTS" CONFLICT Conflict "A label of that name exists already.";
    /// A later change to the same fields stands in the way; `fields` names them.
    UndoConflict = "UNDO_CONFLICT" CONFLICT Conflict "Something changed the same since.";
    /// A record of the change set was deleted for good.
    Purged = "PURGED" CONFLICT Conflict "It cannot be taken back any more: a task of it was deleted for good.";
    /// Nothing is left to undo.
    NothingToUndo = "NOTHING_TO_UNDO" CONFLICT Conflict "There is nothing to undo.";
    /// Nothing is left to do again.
    NothingToRedo = "NOTHING_TO_REDO" CONFLICT Conflict "There is nothing to redo.";
    /// The key was used for another request.
    IdempotencyConflict = "IDEMPOTENCY_CONFLICT" CONFLICT Conflict "The `Idempotency-Key` was used for another request.";
    /// No desktop around the server.
    NoDesktop = "NO_DESKTOP" NOT_IMPLEMENTED Unavailable "Only the desktop app can do that.";
    /// The desktop could not.
    DesktopFailed = "DESKTOP_FAILED" SERVICE_UNAVAILABLE Unavailable "The desktop could not do that.";
    /// The text names no combination of keys.
    HotKeyInvalid = "HOT_KEY_INVALID" UNPROCESSABLE_ENTITY Invalid "This is not a combination of keys, such as `Ctrl+Shift+Space`.";
    /// Another program has the hot key.
    HotKeyTaken = "HOT_KEY_TAKEN" CONFLICT Conflict "Another program has this key. Choose another one.";
    /// This desktop gives no hot key to programs.
    HotKeyUnavailable = "HOT_KEY_UNAVAILABLE" CONFLICT Unavailable "This desktop gives no hot key to programs. Bind the command to a key in its own settings.";
    /// The key store does not answer.
    KeyStore = "KEY_STORE" SERVICE_UNAVAILABLE ConfigurationError "The system's keyring does not answer. Unlock it, or try again.";
    /// The database is busy, or the server is ending.
    Unavailable = "UNAVAILABLE" SERVICE_UNAVAILABLE Unavailable "Docket is busy. Try again in a second.";
    /// The disk is full.
    DiskFull = "DISK_FULL" INSUFFICIENT_STORAGE Unavailable "The disk is full. Nothing was changed; make room and try again.";
    /// The session could not be made.
    SessionError = "SESSION_ERROR" INTERNAL_SERVER_ERROR SessionCreationError "The session could not be made.";
    /// The chat failed before an answer began.
    ChatKitError = "CHATKIT_ERROR" INTERNAL_SERVER_ERROR ChatKitError "The chat failed. Try again.";
    /// The settings name no assistant that can answer: no key, a key that is refused, a model that is not there.
    AssistantNotReady = "ASSISTANT_NOT_READY" CONFLICT ConfigurationError "The assistant cannot answer with these settings.";
    /// The answer broke off.
    AnswerFailed = "ANSWER_FAILED" SERVICE_UNAVAILABLE ChatKitError "The answer broke off. Try again.";
    /// A fault of ours.
    Internal = "INTERNAL" INTERNAL_SERVER_ERROR Internal "Something went wrong in Docket. It has been logged.";
}

/// An error as it is answered: a code, a sentence for a person, and the fields where there are any.
///
/// Never holds a stack, a path, SQL or a secret: what is put into `message` is written here or by the caller about the caller's own input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: Code,
    message: String,
    fields: Vec<String>,
    retry_after_s: Option<u64>,
}

impl Error {
    /// An error with a sentence of its own, for a person: what, which, and the way out.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::from(code) }
    }

    /// Names of the JSON fields that it is about.
    #[must_use]
    pub fn with_fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// When to try again, rounded up to whole seconds.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        if let Some(wait) = wait {
            self.retry_after_s = Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
        }
        self
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The body, as JSON.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let Self { code, message, fields, retry_after_s: _ } = self;
        let mut error = json!({ "code": code.as_str(), "type": code.kind(), "message": message });
        if !fields.is_empty() {
            error["fields"] = json!(fields);
        }
        json!({ "error": error, "timestamp": now_in_seconds() })
    }

    /// Whole seconds for `Retry-After`; with 429 and 503 only.
    #[must_use]
    pub fn retry_after_s(&self) -> Option<u64> {
        self.retry_after_s
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        let again = matches!(code.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        Self { code, message: code.message().to_owned(), fields: Vec::new(), retry_after_s: again.then_some(1) }
    }
}

/// The real clock, in UTC and whole seconds: `2026-11-21T10:00:00Z`.
fn now_in_seconds() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

impl IntoResponse for Error {
    /// The answer. Its code goes along as an extension, for the gate and the log.
    fn into_response(self) -> Response {
        let mut response = (self.code.status(), Json(self.to_json())).into_response();
        response.extensions_mut().insert(self.code);
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.code.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for Code {
    fn into_response(self) -> Response {
        Error::from(self).into_response()
    }
}

impl From<docket_tasks::Error> for Error {
    fn from(error: docket_tasks::Error) -> Self {
        use docket_tasks::Error as Task;
        let message = sentence(&error.to_string());
        match error {
            Task::TaskNotFound(_) => Self::new(Code::TaskNotFound, message),
            Task::ListNotFound(_) => Self::new(Code::ListNotFound, message),
            Task::WrongState { .. } => Self::new(Code::WrongState, message),
            Task::Invalid { field, .. } => Self::new(Code::Invalid, message).with_fields([field]),
            Task::LabelNotFound(_) => Self::new(Code::LabelNotFound, message),
            Task::LabelExists(_) => Self::new(Code::LabelExists, message).with_fields(["name"]),
            Task::ListExists(_) => Self::new(Code::ListExists, message).with_fields(["name"]),
            Task::UndoConflict { ref fields } => {
                Self::new(Code::UndoConflict, format!("Cannot be undone: {error}.")).with_fields(fields)
            }
            other => {
                tracing::error!(error = %other, "a task error without a code");
                Self::from(Code::Internal)
            }
        }
    }
}

impl From<docket_store::Error> for Error {
    fn from(error: docket_store::Error) -> Self {
        use docket_store::Error as Store;
        let message = sentence(&error.to_string());
        match error {
            Store::Task(error) => error.into(),
            Store::NoRecord { kind, .. } => Self::new(missing_record(kind), message),
            Store::Purged(_) => Self::new(Code::Purged, message),
            Store::TooManyMessages { retry_after_s, .. } => {
                Self::new(Code::RateLimited, message).with_retry_after(Some(Duration::from_secs(retry_after_s)))
            }
            Store::TokensUsedUp { retry_after_s, .. } => {
                Self::new(Code::TokensUsedUp, message).with_retry_after(Some(Duration::from_secs(retry_after_s)))
            }
            Store::NotImportable(_) => Self::new(Code::NotImportable, message),
            Store::NoSetAside(_) => Self::new(Code::SetAsideNotFound, message),
            Store::ChangeSetNotFound(_) => Self::new(Code::ChangeSetNotFound, message),
            Store::NothingToUndo => Self::from(Code::NothingToUndo),
            Store::NothingToRedo => Self::from(Code::NothingToRedo),
            Store::TooLarge { field, .. } => Self::new(Code::TooLarge, message).with_fields([field]),
            Store::KeyReused => Self::from(Code::IdempotencyConflict),
            Store::Busy | Store::Closed => Self::from(Code::Unavailable),
            Store::DiskFull => Self::from(Code::DiskFull),
            // The texts name no path and no SQL, and say what to do.
            Store::ReadOnly | Store::Corrupt | Store::Io => Self::new(Code::Unavailable, message),
            other => {
                tracing::error!(error = %other, "the store failed");
                Self::from(Code::Internal)
            }
        }
    }
}

/// The code for a record of the chat that is not there.
pub(crate) fn missing_record(kind: RecordKind) -> Code {
    match kind {
        RecordKind::Thread => Code::ThreadNotFound,
        RecordKind::Item => Code::ItemNotFound,
        RecordKind::Attachment => Code::AttachmentNotFound,
        RecordKind::Cursor => Code::CursorNotFound,
    }
}

/// A library's message as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_written_once_and_ends_its_sentence() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.message().ends_with('.'), "{code:?}");
            assert!(code.status().is_client_error() || code.status().is_server_error(), "{code:?}");
        }
    }

    #[test]
    fn an_error_is_one_shape() {
        let mut json = Error::new(Code::Invalid, "`title` is empty.").with_fields(["title"]).to_json();
        let timestamp = json["timestamp"].take();
        assert!(
            timestamp.as_str().is_some_and(|text| text.len() == "2026-11-21T10:00:00Z".len() && text.ends_with('Z'))
        );
        let error =
            json!({ "code": "INVALID", "type": "Invalid", "message": "`title` is empty.", "fields": ["title"] });
        assert_eq!(json, json!({ "error": error, "timestamp": null }));
    }

    #[test]
    fn what_may_be_tried_again_says_when() {
        assert_eq!(Error::from(Code::TooManyStreams).retry_after_s(), Some(1));
        assert_eq!(Error::from(Code::NotFound).retry_after_s(), None);
    }
}
