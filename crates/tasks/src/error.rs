//! Why a command cannot be done.

use crate::{ListId, TaskId};

/// Why a command cannot be done; each variant is something that the caller can tell or mend.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such task.
    #[error("no task `{0}`")]
    TaskNotFound(TaskId),
    /// There is no such list.
    #[error("no list `{0}`")]
    ListNotFound(ListId),
    /// The task's state does not allow it.
    #[error("task `{id}` is {state}")]
    WrongState {
        /// Which task.
        id: TaskId,
        /// `already done`, `open`, `in the trash`, …
        state: &'static str,
    },
    /// A value is outside of what is allowed.
    #[error("`{field}` {problem}")]
    Invalid {
        /// The field's name in JSON.
        field: &'static str,
        /// What is wrong and what is allowed.
        problem: String,
    },
    /// Another list has the name.
    #[error("a list called `{0}` exists already")]
    ListExists(String),
    /// There is no such label.
    #[error("no label `{0}`")]
    LabelNotFound(String),
    /// Another label has the name.
    #[error("a label called `{0}` exists already")]
    LabelExists(String),
    /// Something changed the same fields later, so undoing would lose that.
    #[error("{} changed since", fields.join(", "))]
    UndoConflict {
        /// Names of the fields, such as `title` or `due`.
        fields: Vec<String>,
    },
}

impl Error {
    /// [`Error::Invalid`] for one field.
    pub fn invalid(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Invalid { field, problem: problem.into() }
    }
}
