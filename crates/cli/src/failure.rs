//! Why a command was not done: a sentence with the way out, and an exit status.

use std::io::{self, Write};
use std::process::ExitCode;

use docket_store::{Error as StoreError, OpenError};
use docket_tasks::Error as TaskError;

/// Why a command was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was understood and could not be done: status 1.
    Cannot(String),
    /// It was not understood: status 2.
    Usage(String),
    /// The data directory cannot be used: status 3.
    Data(String),
    /// Whoever read the output has gone away, as `head` does: nothing is wrong.
    NobodyReads,
}

impl Failure {
    /// Says it on standard error.
    pub(crate) fn report(&self) -> ExitCode {
        let (sentence, status) = match self {
            Self::Cannot(sentence) => (sentence, 1),
            Self::Usage(sentence) => (sentence, 2),
            Self::Data(sentence) => (sentence, 3),
            Self::NobodyReads => return ExitCode::SUCCESS,
        };
        // Where standard error is closed, the status still says it.
        let _ = writeln!(io::stderr(), "{sentence}");
        ExitCode::from(status)
    }
}

impl From<io::Error> for Failure {
    /// Of standard input and output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Cannot(format!("Reading or writing failed: {error}.")),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Data(sentence(&error.to_string()))
    }
}

impl From<TaskError> for Failure {
    fn from(error: TaskError) -> Self {
        let said = sentence(&error.to_string());
        Self::Cannot(match error {
            TaskError::TaskNotFound(_) => format!("{} `docket list all` shows what there is.", said),
            TaskError::UndoConflict { fields } => {
                format!(
                    "Undoing this would lose a later change of {}. Change it by hand, or undo the later change first.",
                    listed(&fields)
                )
            }
            _ => said,
        })
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let said = sentence(&error.to_string());
        match error {
            StoreError::Task(error) => error.into(),
            StoreError::DiskFull | StoreError::ReadOnly | StoreError::Corrupt | StoreError::Io | StoreError::Closed => {
                Self::Data(said)
            }
            _ => Self::Cannot(said),
        }
    }
}

/// An error's text as a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn listed(fields: &[String]) -> String {
    match fields {
        [] => "it".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_become_sentences() {
        assert_eq!(sentence("no list `x`"), "No list `x`.");
        let conflict = |fields: &[&str]| {
            let fields = fields.iter().map(|&field| field.to_owned()).collect();
            match Failure::from(TaskError::UndoConflict { fields }) {
                Failure::Cannot(sentence) => sentence,
                other => panic!("{other:?}"),
            }
        };
        assert!(conflict(&["title", "due", "list"]).contains("of title, due and list."));
        assert!(conflict(&["title"]).contains("of title."));
    }
}
