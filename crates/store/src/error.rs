//! Why the store could not do something.

use chatkit_server::RecordKind;
use docket_tasks::ChangeSetId;
use rusqlite::{ErrorCode, ffi};

/// Why the store could not do something; each variant is something that the caller can tell or mend. The texts name no path and
/// no SQL: the log has the details.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The command does not fit what is stored.
    #[error(transparent)]
    Task(#[from] docket_tasks::Error),
    /// There is no change set by that id.
    #[error("no change set `{0}`")]
    ChangeSetNotFound(ChangeSetId),
    /// There is no such thread, item or attachment, or no such row to continue a page from.
    #[error("no {kind} `{id}`")]
    NoRecord {
        /// What was looked for.
        kind: RecordKind,
        /// By which id.
        id: String,
    },
    /// There is such a thread or item already.
    #[error("{kind} `{id}` exists already")]
    RecordExists {
        /// What was to be added.
        kind: RecordKind,
        /// With which id.
        id: String,
    },
    /// Nothing is left to undo, or the named change set is undone already.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// Nothing is left to redo, or the named change set is in force.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// A task that the change set changed was deleted for good, thirty days after it went to the trash.
    #[error("change set `{0}` cannot be undone: a task of it was deleted for good after 30 days in the trash")]
    Purged(ChangeSetId),
    /// The minute's messages are sent.
    #[error("the limit of {limit} messages a minute is reached; try again in {retry_after_s} seconds")]
    TooManyMessages {
        /// Messages a minute.
        limit: u32,
        /// Until there is room for one more, in whole seconds.
        retry_after_s: u64,
    },
    /// The day has not so many tokens left.
    #[error(
        "the day's limit of {limit} model tokens is used up ({used} are); raise it in Settings, use the built-in assistant, or go on tomorrow"
    )]
    TokensUsedUp {
        /// Tokens a day.
        limit: u64,
        /// Used or set aside today.
        used: u64,
        /// Until the next day begins, in whole seconds.
        retry_after_s: u64,
    },
    /// A file that is no export of Docket, or of a later version.
    #[error("this file cannot be imported: {0}")]
    NotImportable(String),
    /// No damaged file was put aside by that name.
    #[error("no damaged file `{0}`")]
    NoSetAside(String),
    /// A value is larger than its limit.
    #[error("`{field}` is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The field's name in JSON.
        field: &'static str,
        /// The limit.
        limit_bytes: usize,
    },
    /// An idempotency key came back with another request.
    #[error("the idempotency key was used for another request; use a new one")]
    KeyReused,
    /// Another process writes and does not end.
    #[error("the data is in use by another program; try again in a moment")]
    Busy,
    /// There is no room on the disk.
    #[error("the disk is full; free some space and try again")]
    DiskFull,
    /// The data directory cannot be written to.
    #[error("the data directory cannot be written to; check its permissions")]
    ReadOnly,
    /// The file is damaged; nothing is written to it any more.
    #[error("the data file is damaged; start Docket again: it keeps the file aside and opens the newest good backup")]
    Corrupt,
    /// The disk failed.
    #[error("the disk could not be read or written; try again, and check the disk if it stays so")]
    Io,
    /// The database was closed.
    #[error("the data is closed")]
    Closed,
    /// A fault of the store; the log has it.
    #[error("the store failed; the log says how")]
    Internal,
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let mapped = match error.sqlite_error_code() {
            Some(ErrorCode::SystemIoFailure) if is_cut_short(&error) => Self::Corrupt,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::FileLockingProtocolFailed) => Self::Io,
            Some(_) | None => Self::Internal,
        };
        // SQLite's words name statements and tables, never bound values.
        tracing::error!(error.code = ?error.sqlite_error(), "sqlite failed: {error}");
        mapped
    }
}

/// The file is shorter than it says: that is damage, and not a failing disk.
pub(crate) fn is_cut_short(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    matches!(extended, Some(ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS))
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        // The position and what was expected; serde_json quotes at most one value, so it is kept out of the log.
        tracing::error!(error.line = error.line(), error.column = error.column(), "a stored record is not as expected");
        Self::Internal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_says_becomes_something_a_person_can_act_on() {
        for (code, expected) in [
            (ffi::SQLITE_BUSY, Error::Busy),
            (ffi::SQLITE_BUSY_SNAPSHOT, Error::Busy),
            (ffi::SQLITE_LOCKED, Error::Busy),
            (ffi::SQLITE_FULL, Error::DiskFull),
            (ffi::SQLITE_READONLY, Error::ReadOnly),
            (ffi::SQLITE_READONLY_DIRECTORY, Error::ReadOnly),
            (ffi::SQLITE_PERM, Error::ReadOnly),
            (ffi::SQLITE_CORRUPT, Error::Corrupt),
            (ffi::SQLITE_CORRUPT_INDEX, Error::Corrupt),
            (ffi::SQLITE_NOTADB, Error::Corrupt),
            (ffi::SQLITE_IOERR_SHORT_READ, Error::Corrupt),
            (ffi::SQLITE_IOERR_CORRUPTFS, Error::Corrupt),
            (ffi::SQLITE_IOERR_FSYNC, Error::Io),
            (ffi::SQLITE_CANTOPEN, Error::Io),
            (ffi::SQLITE_CONSTRAINT_FOREIGNKEY, Error::Internal),
            (ffi::SQLITE_MISUSE, Error::Internal),
        ] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("SELECT secret FROM /home".into()));
            let mapped = Error::from(error);
            assert_eq!(mapped, expected, "{code}");
            assert!(!mapped.to_string().contains("secret"), "{mapped}");
        }
    }
}
