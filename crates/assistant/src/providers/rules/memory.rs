//! What the conversation so far lets one refer to.

use super::reply::Reply;
use super::said::Verb;
use crate::Message;
use crate::tools::{Answer, Did, DueArgument, TaskView};

/// One message of the user, and what was done about it.
#[derive(Debug)]
pub(super) struct Exchange<'a> {
    /// What the user said.
    pub(super) said: &'a str,
    /// What the tools answered, in order.
    pub(super) answers: Vec<Answer>,
}

/// The conversation as exchanges, oldest first.
pub(super) fn exchanges(messages: &[Message]) -> Vec<Exchange<'_>> {
    let mut exchanges: Vec<Exchange<'_>> = Vec::new();
    for message in messages {
        match (message, exchanges.last_mut()) {
            (Message::User(said), _) => exchanges.push(Exchange { said, answers: Vec::new() }),
            (Message::ToolResult { call_id: _, content }, Some(exchange)) => {
                // Answers of an older version are not worth failing for; they only make "it" mean less.
                exchange.answers.extend(serde_json::from_value(content.clone()).ok());
            }
            (Message::ToolResult { .. } | Message::Assistant { .. } | Message::Context(_), _) => {}
        }
    }
    exchanges
}

/// What can be referred to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Memory {
    /// What was asked last.
    pub(super) pending: Pending,
    /// The tasks last spoken of: "it".
    pub(super) tasks: Vec<TaskView>,
    /// The tasks last shown with numbers: "the second".
    pub(super) numbered: Vec<TaskView>,
}

/// A question that waits for its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Pending {
    #[default]
    Nothing,
    /// What is the task, for that day?
    Title(Option<DueArgument>),
    /// Shall it be added as a task?
    Offer(String),
    /// Which of these?
    Choice { verb: Verb, tasks: Vec<TaskView> },
    /// Which task shall it be done to?
    Task(Verb),
    /// To which day is the task of these words to go?
    Day(String),
    /// What is the task of these words to be called?
    NewTitle(String),
    /// What is the list to be called?
    ListName,
    /// Is this the one?
    Confirm { verb: Verb, task: Box<TaskView> },
}

impl Memory {
    /// What can be referred to after an exchange: `answers` of its tools, and what was said in the end, if it has one.
    pub(super) fn after(mut self, answers: &[Answer], reply: Option<&Reply>) -> Self {
        self.pending = Pending::Nothing;
        let changed = answers.iter().filter(|answer| is_change(answer));
        let touched: Vec<TaskView> = changed.flat_map(|answer| answer.tasks.iter().cloned()).collect();
        let shown = reply.map(|reply| self.shown_by(reply)).unwrap_or_default();
        let mentioned = if touched.is_empty() { shown } else { touched };
        if !mentioned.is_empty() {
            self.tasks.clone_from(&mentioned);
            self.numbered = mentioned;
        }
        self
    }

    fn asks(&mut self, question: Pending) -> Vec<TaskView> {
        self.pending = question;
        Vec::new()
    }

    /// The tasks that a reply shows. Notes what it asks.
    fn shown_by(&mut self, reply: &Reply) -> Vec<TaskView> {
        match reply {
            Reply::Shown { showing: _, answer } => answer.tasks.clone(),
            Reply::Planned { day: _, answer } => answer.tasks.iter().chain(&answer.suggested).cloned().collect(),
            Reply::Next(answer) => answer.tasks.iter().chain(&answer.suggested).take(1).cloned().collect(),
            Reply::DoneAlready(task) => vec![task.clone()],
            Reply::Which { verb, tasks } => {
                self.pending = Pending::Choice { verb: verb.clone(), tasks: tasks.clone() };
                tasks.clone()
            }
            Reply::WhichOf { words: _, tasks } => tasks.clone(),
            Reply::Confirm { verb, task } => {
                self.pending = Pending::Confirm { verb: verb.clone(), task: Box::new(task.clone()) };
                vec![task.clone()]
            }
            Reply::AskTitle(due) => self.asks(Pending::Title(due.clone())),
            Reply::AskListName => self.asks(Pending::ListName),
            Reply::AskWhich(verb) => self.asks(Pending::Task(verb.clone())),
            Reply::AskDay(words) => self.asks(Pending::Day(words.clone())),
            Reply::AskNewTitle(words) => self.asks(Pending::NewTitle(words.clone())),
            Reply::IsDone { words: _, open, done } => open.iter().chain(done).cloned().collect(),
            // A message without words, with a file for example, is no task that could be offered.
            Reply::Unknown(text) if text.trim().is_empty() => Vec::new(),
            Reply::Unknown(text) => self.asks(Pending::Offer(text.clone())),
            Reply::NoSuchTask { verb, words: _, said } => {
                if verb.may_be_a_task() {
                    self.pending = Pending::Offer(said.clone());
                }
                Vec::new()
            }
            // The last question is the one that waits; the last list is the one with numbers.
            Reply::Several(replies) => {
                let shown: Vec<Vec<TaskView>> = replies.iter().map(|reply| self.shown_by(reply)).collect();
                shown.into_iter().rev().find(|tasks| !tasks.is_empty()).unwrap_or_default()
            }
            Reply::Help
            | Reply::Greeting
            | Reply::Welcome
            | Reply::Date
            | Reply::Time
            | Reply::NothingAsked
            | Reply::LeftAlone
            | Reply::Outcomes { .. }
            | Reply::Counted { .. }
            | Reply::Lists(_)
            | Reply::Labels(_)
            | Reply::NotADay(_)
            | Reply::TooMany
            | Reply::TooManyNew
            | Reply::TooLong
            | Reply::Elsewhere
            | Reply::NothingIn(_)
            | Reply::Rest(_)
            | Reply::Failed(_) => Vec::new(),
        }
    }
}

/// Whether an answer is that of a tool that changes, or failed, rather than of one that looks something up.
pub(super) fn is_change(answer: &Answer) -> bool {
    match answer.did {
        Did::Listed | Did::ListsShown | Did::Planned => false,
        Did::Added
        | Did::Completed
        | Did::Reopened
        | Did::Updated
        | Did::RepeatSet
        | Did::Rescheduled
        | Did::MovedToTrash
        | Did::Restored
        | Did::Undone
        | Did::Redone
        | Did::ListAdded
        | Did::Waiting
        | Did::Nothing => true,
    }
}
