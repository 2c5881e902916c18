//! What can be meant.

use jiff::civil::Date;

use crate::tools::{AddTask, DueArgument, Shown};

/// What was meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Add(Vec<AddTask>),
    /// A task without words, but perhaps with a day.
    AddNothing(Option<DueArgument>),
    /// A list of that name, or of none.
    AddList(String),
    /// Something that is done in the window and not in the chat: with lists, labels or the trash themselves.
    Elsewhere,
    Show(Showing),
    /// How many there are.
    Count(Showing),
    /// One thing to do.
    Next,
    /// A day in order; today where none is named.
    Plan(Option<Date>),
    Lists,
    Labels,
    /// Whether the task of these words is completed.
    IsDone(String),
    Act {
        verb: Verb,
        which: Which,
    },
    /// Several ways to read it: the first that names a task counts.
    OneOf(Vec<(Verb, Which)>),
    /// A task that is there goes to another list; where there is none of those words it is added.
    Put {
        words: String,
        list: String,
        new: Box<AddTask>,
    },
    /// A day was named that is none.
    NotADay(String),
    /// To be moved, but to which day?
    NoDay(String),
    /// To be renamed, but to what?
    NoTitle(String),
    Undo,
    Redo,
    Help,
    Greeting,
    Thanks,
    Date,
    Time,
    Yes,
    No,
    /// A number, or another answer to a question with choices.
    Pick(Which),
    /// Several commands, each with its words.
    Several(Vec<(String, Said)>),
    /// More than is read at all.
    TooLong,
    Unknown,
}

/// What is to be done to a task.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verb {
    Complete,
    Reopen,
    Delete,
    Restore,
    Reschedule(Option<DueArgument>),
    /// To another day, so far from the one that it has.
    Shift(Shift),
    Rename(String),
    /// 1 (highest) to 4 (none).
    Priority(u8),
    Label(String),
    /// Takes a label away, or all of them.
    Unlabel(Option<String>),
    /// To a list, or to the Inbox.
    List(Option<String>),
    /// To a list, if there is one of that name; it is no day.
    MoveTo(String),
    /// Makes it come again, or no more.
    Repeat(Option<Repeating>),
}

impl Verb {
    /// Whether a sentence with this verb may be a task of its own ("cancel the gym", "move the sofa").
    pub(super) fn may_be_a_task(&self) -> bool {
        match self {
            Self::Complete
            | Self::Delete
            | Self::Reschedule(_)
            | Self::Shift(_)
            | Self::Rename(_)
            | Self::Priority(_)
            | Self::Label(_)
            | Self::List(_)
            | Self::MoveTo(_)
            | Self::Repeat(_) => true,
            Self::Reopen | Self::Restore | Self::Unlabel(_) => false,
        }
    }
}

/// How far a due date moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// Negative for earlier.
    pub(super) count: i32,
    pub(super) unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// How a task comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeating {
    /// An iCalendar rule.
    pub(super) rrule: String,
    /// Counted from the day on which it is completed.
    pub(super) from_completion: bool,
    /// When it is due first, where the words say so.
    pub(super) due: Option<DueArgument>,
}

/// Which task is meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Which {
    It,
    /// All that were last spoken of.
    Them,
    Last,
    /// From 0.
    Nth(usize),
    /// Several of them, each from 0.
    Places(Vec<usize>),
    /// All that a question for them would show.
    All(Box<Showing>),
    Words(String),
    /// Words that are only guessed to be a command: it is asked about.
    Perhaps(String),
    /// The whole title, or else nothing of the sort was meant.
    Title(String),
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Showing {
    View(Shown),
    /// Due from one date to another.
    Days {
        from: Date,
        until: Date,
        name: &'static str,
    },
    Day(Date),
    /// Completed from one date to another.
    Done {
        from: Date,
        until: Date,
        name: &'static str,
    },
    /// Of priority 1 or 2.
    Important,
    /// Due on no day.
    Undated,
    List(String),
    Label(String),
    About(String),
    /// A list by that name, else a search.
    Named(String),
}
