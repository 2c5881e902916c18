//! What is different about a task, field by field: as it was, and as it is or would be.

use docket_tasks::Status;
use jiff::Zoned;

use crate::phrase;
use crate::tools::{Did, DueView, TaskView};

/// A task that a turn changed: as it was, where it was there, and as it is.
#[derive(Clone, Debug)]
pub(super) struct ChangedTask {
    pub(super) did: Did,
    pub(super) before: Option<TaskView>,
    pub(super) after: TaskView,
}

/// One field of a changed task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Delta {
    pub(super) field: &'static str,
    /// Nothing where there is no before to tell of: a new task, notes too long to show.
    pub(super) was: Option<String>,
    pub(super) is: String,
}

/// In which words days are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// `Sunday 22 November at 17:00`, where it is read as text.
    Long,
    /// `Sun 22 Nov, 17:00`, where there is little room.
    Short,
}

impl Days {
    fn say(self, due: &DueView, now: &Zoned) -> String {
        match self {
            Self::Long => phrase::due(due, now),
            Self::Short => phrase::short_due(due, now),
        }
    }
}

/// What is different, field by field.
pub(super) fn of(changed: &ChangedTask, days: Days, now: &Zoned) -> Vec<Delta> {
    let ChangedTask { did, before, after } = changed;
    let Some(before) = before else {
        let field = if *did == Did::Restored { "restored" } else { "new" };
        return vec![Delta { field, was: None, is: details(after, days, now) }];
    };
    between(before, after, days, now)
}

/// What is different between two states of one task.
pub(super) fn between(before: &TaskView, after: &TaskView, days: Days, now: &Zoned) -> Vec<Delta> {
    let due = |task: &TaskView| task.due.as_ref().map(|due| days.say(due, now));
    let list = |task: &TaskView| Some(task.list.clone().unwrap_or_else(|| "Inbox".to_owned()));
    let status = |task: &TaskView| {
        Some(match (task.in_trash, task.status) {
            (true, _) => "in the trash".to_owned(),
            (false, Status::Open) => "open".to_owned(),
            (false, Status::Done) => "done".to_owned(),
        })
    };
    let priority = |task: &TaskView| (task.priority < 4).then(|| task.priority.to_string());
    let joined = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(", "));
    let fields = [
        ("title", Some(before.title.clone()), Some(after.title.clone())),
        ("status", status(before), status(after)),
        ("due", due(before), due(after)),
        ("repeats", before.repeat.clone(), after.repeat.clone()),
        ("priority", priority(before), priority(after)),
        ("list", list(before), list(after)),
        ("labels", joined(&before.labels), joined(&after.labels)),
        ("reminders", joined(&before.reminders), joined(&after.reminders)),
        ("start", before.start.clone(), after.start.clone()),
        ("minutes", before.duration_min.map(|min| min.to_string()), after.duration_min.map(|min| min.to_string())),
    ];
    let said = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
    let different = fields.into_iter().filter(|(_, was, is)| was != is);
    let mut deltas: Vec<Delta> =
        different.map(|(field, was, is)| Delta { field, was: Some(said(was)), is: said(is) }).collect();
    if before.notes != after.notes {
        deltas.push(Delta { field: "notes", was: None, is: "changed".to_owned() });
    }
    deltas
}

/// `due: Saturday 21 November → Sunday 22 November`
pub(super) fn in_words(delta: &Delta) -> String {
    let Delta { field, was, is } = delta;
    match was {
        Some(was) => format!("{field}: {was} → {is}"),
        None if is.is_empty() => (*field).to_owned(),
        None => format!("{field}: {is}"),
    }
}

/// `Sunday 22 November at 17:00 · Home · @errands`
pub(super) fn details(task: &TaskView, days: Days, now: &Zoned) -> String {
    let due = task.due.as_ref().map(|due| days.say(due, now));
    let repeat = task.repeat.clone();
    let labels = task.labels.iter().map(|label| format!("@{label}"));
    let priority = (task.priority < 4).then(|| format!("priority {}", task.priority));
    due.into_iter().chain(repeat).chain(task.list.clone()).chain(priority).chain(labels).collect::<Vec<_>>().join(" · ")
}
