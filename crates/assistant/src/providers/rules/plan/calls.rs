//! The tool calls that do something to tasks.

use docket_tasks::{Civil, Due, Rule, limits};
use jiff::civil::Date;
use jiff::{Span, ToSpan, Zoned};
use serde_json::{Value, json};

use super::super::said::{Repeating, Shift, Unit, Verb};
use crate::agent::MAX_TASKS_A_TURN;
use crate::tools::{AddTask, Clearable, DueArgument, RescheduleTask, SeveralTasks, TaskView, UpdateTask};

type Call = (&'static str, Value);

/// The call that adds a task.
pub(super) fn add(new: &AddTask) -> Vec<Call> {
    vec![("add_task", json!(new))]
}

/// The calls that do `verb` to the tasks; none where those are more than can be done at once.
pub(super) fn of(verb: &Verb, tasks: &[&TaskView], now: &Zoned) -> Option<Vec<Call>> {
    if tasks.len() > limits::IDS {
        return None;
    }
    let ids = || tasks.iter().map(|task| task.id.clone()).collect::<Vec<_>>();
    let all = |tool| Some(vec![(tool, json!(SeveralTasks { ids: ids() }))]);
    match verb {
        Verb::Complete => all("complete_task"),
        Verb::Reopen => all("reopen_task"),
        Verb::Delete => all("delete_task"),
        Verb::Restore => all("restore_task"),
        Verb::Reschedule(due) => {
            Some(vec![("reschedule_task", json!(RescheduleTask { ids: ids(), due: due.clone() }))])
        }
        Verb::Shift(shift) => each(tasks, |task| {
            let due = shifted(task, *shift, now);
            ("reschedule_task", json!(RescheduleTask { ids: vec![task.id.clone()], due }))
        }),
        Verb::Repeat(repeating) => (tasks.len() <= MAX_TASKS_A_TURN)
            .then(|| tasks.iter().flat_map(|task| repeat(task, repeating.as_ref(), now)).collect()),
        Verb::Rename(_) | Verb::Priority(_) | Verb::Label(_) | Verb::Unlabel(_) | Verb::List(_) | Verb::MoveTo(_) => {
            each(tasks, |task| ("update_task", json!(update(verb, task))))
        }
    }
}

/// One call for each of a few tasks.
fn each(tasks: &[&TaskView], call: impl Fn(&TaskView) -> Call) -> Option<Vec<Call>> {
    (tasks.len() <= MAX_TASKS_A_TURN).then(|| tasks.iter().map(|task| call(task)).collect())
}

/// Sets the repeat, after the task was moved to the first day on or after its own on which the rule falls: a rule for Fridays leaves no
/// task on a Wednesday.
fn repeat(task: &TaskView, repeating: Option<&Repeating>, now: &Zoned) -> Vec<Call> {
    let Some(Repeating { rrule, from_completion, due: said }) = repeating else {
        return vec![("set_repeat", json!({"id": task.id, "repeat": null}))];
    };
    let rule = json!({"rule": rrule, "from_completion": from_completion.then_some(true)});
    let set = ("set_repeat", json!({"id": task.id, "repeat": rule}));
    let own = task.due.as_ref().and_then(|due| due.date.parse::<Date>().ok());
    let from = own.map(|own| own.max(now.date()));
    let first = from.and_then(|from| Rule::parse(rrule).ok()?.first(&Civil::Date(from)));
    let time = said.as_ref().and_then(|said| said.time.clone());
    let due = match first {
        Some(first) => Some(DueArgument { time: time.clone(), ..DueArgument::of(&Due::Date(first.date())) }),
        None => said.clone(),
    };
    let is_there = due.as_ref().is_none_or(|due| own.map(|own| own.to_string()).as_ref() == Some(&due.date));
    if is_there && time.is_none() {
        return vec![set];
    }
    vec![("reschedule_task", json!(RescheduleTask { ids: vec![task.id.clone()], due })), set]
}

fn update(verb: &Verb, task: &TaskView) -> UpdateTask {
    let same = UpdateTask { id: task.id.clone(), ..UpdateTask::default() };
    let labels = |labels: Vec<String>| {
        // No labels at all is another argument than a list of none.
        if labels.is_empty() {
            UpdateTask { clear: Some(vec![Clearable::Labels]), ..same.clone() }
        } else {
            UpdateTask { labels: Some(labels), ..same.clone() }
        }
    };
    let is_same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    match verb {
        Verb::Rename(title) => UpdateTask { title: Some(title.clone()), ..same },
        Verb::Priority(priority) => UpdateTask { priority: Some(*priority), ..same },
        Verb::Label(name) => {
            let others = task.labels.iter().filter(|label| !is_same(label, name)).cloned();
            labels(others.chain([name.clone()]).collect())
        }
        Verb::Unlabel(Some(name)) => {
            labels(task.labels.iter().filter(|label| !is_same(label, name)).cloned().collect())
        }
        Verb::Unlabel(None) => labels(Vec::new()),
        Verb::List(Some(list)) | Verb::MoveTo(list) => UpdateTask { list: Some(list.clone()), ..same },
        Verb::List(None) => UpdateTask { clear: Some(vec![Clearable::List]), ..same },
        Verb::Complete
        | Verb::Reopen
        | Verb::Delete
        | Verb::Restore
        | Verb::Reschedule(_)
        | Verb::Shift(_)
        | Verb::Repeat(_) => same,
    }
}

/// The due date so far from the one that the task has; from today where it has none or is late, since "a week later" than a day that
/// is over would be over too.
fn shifted(task: &TaskView, shift: Shift, now: &Zoned) -> Option<DueArgument> {
    let due = task.due.as_ref();
    let time = due.and_then(|due| due.time.as_deref());
    let date: jiff::civil::Date = due.and_then(|due| due.date.parse().ok()).unwrap_or_else(|| now.date());
    let from = if date < now.date() && shift.count > 0 { now.date() } else { date };
    let count = i64::from(shift.count);
    let days = |span: Span| Some((from.checked_add(span).ok()?, None));
    let (date, new_time) = match shift.unit {
        Unit::Day => days(count.days()),
        Unit::Week => days(count.weeks()),
        Unit::Month => days(count.months()),
        Unit::Year => days(count.years()),
        Unit::Hour | Unit::Minute => {
            let minutes = if shift.unit == Unit::Hour { count.saturating_mul(60) } else { count };
            // Without a time of its own it is so long from now.
            let at = match time.and_then(|time| time.parse::<jiff::civil::Time>().ok()) {
                Some(time) => from.to_datetime(time).max(now.datetime()),
                None => now.datetime(),
            };
            let at = at.checked_add(minutes.minutes()).ok()?;
            Some((at.date(), Some(at.time().strftime("%H:%M").to_string())))
        }
    }?;
    let argument = DueArgument::of(&Due::Date(date));
    Some(DueArgument { time: new_time, ..argument })
}
