//! What the built-in assistant has to say, before it is put into words.

use jiff::civil::Date;

use super::said::{Showing, Verb};
use crate::tools::{Answer, DueArgument, Problem, TaskView};

/// Something to say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reply {
    Help,
    Greeting,
    Welcome,
    /// Which day it is.
    Date,
    /// What time it is.
    Time,
    /// "Yes" or a number, and nothing had been asked.
    NothingAsked,
    /// "No": nothing was done.
    LeftAlone,
    /// What is the task, for that day?
    AskTitle(Option<DueArgument>),
    /// What is the list to be called?
    AskListName,
    /// What is done in the window.
    Elsewhere,
    /// Not understood; with the tasks that it could be added as.
    Unknown(String),
    /// More than is read at all.
    TooLong,
    /// What changes led to, and the tasks as they were known before.
    Outcomes {
        answers: Vec<Answer>,
        before: Vec<TaskView>,
    },
    Shown {
        showing: Showing,
        answer: Answer,
    },
    Counted {
        showing: Showing,
        answer: Answer,
    },
    /// The first of a plan.
    Next(Answer),
    /// A plan of that day.
    Planned {
        day: Date,
        answer: Answer,
    },
    Lists(Answer),
    Labels(Answer),
    /// No task fits; with the sentence, which may be meant as one.
    NoSuchTask {
        verb: Verb,
        words: String,
        said: String,
    },
    /// Whether the tasks of these words are completed.
    IsDone {
        words: String,
        open: Vec<TaskView>,
        done: Vec<TaskView>,
    },
    /// The task was completed before.
    DoneAlready(TaskView),
    /// Several tasks fit; the answer may be a number.
    Which {
        verb: Verb,
        tasks: Vec<TaskView>,
    },
    /// Several tasks were named, and these words fit more than one.
    WhichOf {
        words: String,
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
    /// To which title?
    AskNewTitle(String),
    NotADay(String),
    TooMany,
    /// More tasks to add than one turn may.
    TooManyNew,
    /// No task of that kind.
    NothingIn(Showing),
    Failed(Problem),
    /// One after the other.
    Several(Vec<Reply>),
    /// These commands of the message were not carried out.
    Rest(Vec<String>),
}

impl Reply {
    /// Whether it is the tasks of the last look at the list, which a widget shows as well.
    pub(super) fn lists_tasks(&self) -> bool {
        match self {
            Self::Shown { showing: _, answer } | Self::Planned { day: _, answer } => {
                !answer.tasks.is_empty() || !answer.suggested.is_empty()
            }
            _ => false,
        }
    }

    /// Whether commands after this one are to wait: something was asked, or went wrong.
    pub(super) fn holds_up(&self) -> bool {
        match self {
            Self::Outcomes { answers, before: _ } => answers.iter().any(|answer| answer.error.is_some()),
            Self::Shown { .. }
            | Self::Counted { .. }
            | Self::Next(_)
            | Self::Planned { .. }
            | Self::Lists(_)
            | Self::Labels(_)
            | Self::DoneAlready(_)
            | Self::IsDone { .. }
            | Self::NothingIn(_)
            | Self::Date
            | Self::Time => false,
            Self::Help
            | Self::Greeting
            | Self::Welcome
            | Self::NothingAsked
            | Self::LeftAlone
            | Self::AskTitle(_)
            | Self::AskListName
            | Self::Elsewhere
            | Self::Unknown(_)
            | Self::TooLong
            | Self::NoSuchTask { .. }
            | Self::Which { .. }
            | Self::WhichOf { .. }
            | Self::Confirm { .. }
            | Self::AskWhich(_)
            | Self::AskDay(_)
            | Self::AskNewTitle(_)
            | Self::NotADay(_)
            | Self::TooMany
            | Self::TooManyNew
            | Self::Failed(_)
            | Self::Several(_)
            | Self::Rest(_) => true,
        }
    }
}
