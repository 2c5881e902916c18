//! What the built-in assistant has to say, before it is put into words.

use super::read::{Showing, Verb};
use crate::tools::{Answer, DueArgument, Problem, Shown, TaskView};

/// Something to say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reply {
    Help,
    Greeting,
    Welcome,
    /// "Yes" or a number, and nothing had been asked.
    NothingAsked,
    /// "No": nothing was done.
    LeftAlone,
    /// What is the task, for that day?
    AskTitle(Option<DueArgument>),
    /// How lists are made.
    Lists,
    /// Not understood; with the tasks that it could be added as.
    Unknown(String),
    /// More than is read at all.
    TooLong,
    /// What changes led to.
    Outcomes(Vec<Answer>),
    Shown {
        showing: Showing,
        answer: Answer,
    },
    /// No task fits; with the sentence, which may be meant as one.
    NoSuchTask {
        verb: Verb,
        words: String,
        said: String,
    },
    /// Several tasks fit; the answer may be a number.
    Which {
        verb: Verb,
        tasks: Vec<TaskView>,
    },
    /// One task might be meant.
    Confirm {
        verb: Verb,
        task: TaskView,
    },
    /// No task was named.
    AskWhich(Verb),
    /// To which day?
    AskDay(String),
    NotADay(String),
    TooMany,
    /// More tasks to add than one turn may.
    TooManyNew,
    /// No task in that view.
    NothingIn(Shown),
    Failed(Problem),
}
