//! What is looked up to be shown.

use jiff::Zoned;
use jiff::civil::Date;
use serde_json::json;

use super::super::find::{Fit, find};
use super::super::reply::Reply;
use super::super::said::Showing;
use super::act::LOOK_UP_ROWS;
use super::{Step, failed, say};
use crate::tools::{Answer, DayArgument, DueArgument, ListTasks, PlanDay, Shown};

/// Shows, or only counts.
pub(super) fn show(showing: &Showing, answers: &[Answer], count: bool, _now: &Zoned) -> Step {
    let query = |list: ListTasks| Step::Call(vec![("list_tasks", json!(list))]);
    let reply = |showing: Showing, answer: &Answer| {
        let answer = kept(&showing, answer);
        say(if count { Reply::Counted { showing, answer } } else { Reply::Shown { showing, answer } })
    };
    match answers {
        [] => {
            let limit = (count || is_narrowed(showing)).then_some(LOOK_UP_ROWS);
            query(ListTasks { limit, ..query_of(showing) })
        }
        // No list of that name: then it is a word to look for.
        [only] if is_missing_list(only) => match showing {
            Showing::Named(words) => query(ListTasks { words: Some(words.clone()), ..ListTasks::default() }),
            Showing::View(_)
            | Showing::Days { .. }
            | Showing::Day(_)
            | Showing::Done { .. }
            | Showing::Important
            | Showing::Undated
            | Showing::List(_)
            | Showing::Label(_)
            | Showing::About(_) => say(failed(only)),
        },
        [.., last] if last.error.is_some() => say(failed(last)),
        [_, last] => match showing {
            Showing::Named(words) => reply(Showing::About(words.clone()), last),
            other => reply(other.clone(), last),
        },
        [.., last] => reply(showing.clone(), last),
    }
}

/// Whether the tool looks up more than is shown.
fn is_narrowed(showing: &Showing) -> bool {
    matches!(showing, Showing::Done { .. } | Showing::Important | Showing::Undated)
}

/// The tasks of an answer that were asked for.
pub(super) fn kept(showing: &Showing, answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    match showing {
        Showing::Important => {
            answer.tasks.retain(|task| task.priority <= 2);
            answer.tasks.sort_by_key(|task| task.priority);
        }
        Showing::Undated => answer.tasks.retain(|task| task.due.is_none()),
        Showing::Done { from, until, name: _ } => answer.tasks.retain(|task| {
            let date = task.completed.as_deref().and_then(|date| date.parse::<Date>().ok());
            date.is_some_and(|date| date >= *from && date <= *until)
        }),
        Showing::View(_)
        | Showing::Days { .. }
        | Showing::Day(_)
        | Showing::List(_)
        | Showing::Label(_)
        | Showing::About(_)
        | Showing::Named(_) => {}
    }
    answer
}

fn is_missing_list(answer: &Answer) -> bool {
    answer.error.as_ref().is_some_and(|problem| problem.code == "LIST_NOT_FOUND")
}

/// The look-up that answers a question.
pub(super) fn query_of(showing: &Showing) -> ListTasks {
    let any = ListTasks::default();
    match showing {
        Showing::View(view) => ListTasks { view: Some(*view), ..any },
        Showing::Days { from, until, name: _ } => {
            ListTasks { due_from: Some(from.to_string()), due_until: Some(until.to_string()), ..any }
        }
        Showing::Day(day) => ListTasks { due_from: Some(day.to_string()), due_until: Some(day.to_string()), ..any },
        Showing::Done { .. } => ListTasks { view: Some(Shown::Done), ..any },
        Showing::Important | Showing::Undated => any,
        Showing::List(name) | Showing::Named(name) if name.eq_ignore_ascii_case(docket_tasks::list::INBOX) => {
            ListTasks { view: Some(Shown::Inbox), ..any }
        }
        Showing::List(name) | Showing::Named(name) => ListTasks { list: Some(name.clone()), ..any },
        Showing::Label(name) => ListTasks { label: Some(name.clone()), ..any },
        Showing::About(words) => ListTasks { words: Some(words.clone()), ..any },
    }
}

/// Whether a task is completed.
pub(super) fn is_done(words: &str, answers: &[Answer]) -> Step {
    let look_up = |view| {
        let words = Some(words.to_owned());
        ("list_tasks", json!(ListTasks { view: Some(view), words, limit: Some(LOOK_UP_ROWS), ..ListTasks::default() }))
    };
    match answers {
        [open, done, ..] => {
            let found = |answer: &Answer| {
                find(words, &answer.tasks)
                    .filter(|(fit, _)| *fit >= Fit::Words)
                    .map(|(_, tasks)| tasks.into_iter().cloned().collect())
            };
            say(Reply::IsDone {
                words: words.to_owned(),
                open: found(open).unwrap_or_default(),
                done: found(done).unwrap_or_default(),
            })
        }
        _ => Step::Call(vec![look_up(Shown::All), look_up(Shown::Done)]),
    }
}

/// One thing to do now.
pub(super) fn next(answers: &[Answer]) -> Step {
    match answers.last() {
        None => Step::Call(vec![("plan_day", json!(PlanDay { day: None }))]),
        Some(answer) if answer.error.is_some() => say(failed(answer)),
        Some(answer) => say(Reply::Next(answer.clone())),
    }
}

/// A day in order.
pub(super) fn plan(day: Option<Date>, answers: &[Answer], now: &Zoned) -> Step {
    match answers.last() {
        None => {
            let argument = day.map(|day| {
                let DueArgument { date, weekday, time: _ } = DueArgument::of(&docket_tasks::Due::Date(day));
                DayArgument { date, weekday }
            });
            Step::Call(vec![("plan_day", json!(PlanDay { day: argument }))])
        }
        Some(answer) if answer.error.is_some() => say(failed(answer)),
        Some(answer) => say(Reply::Planned { day: day.unwrap_or_else(|| now.date()), answer: answer.clone() }),
    }
}

/// The lists.
pub(super) fn lists(answers: &[Answer]) -> Step {
    match answers.last() {
        None => Step::Call(vec![("list_lists", json!({}))]),
        Some(answer) if answer.error.is_some() => say(failed(answer)),
        Some(answer) => say(Reply::Lists(answer.clone())),
    }
}

/// The labels of open tasks.
pub(super) fn labels(answers: &[Answer]) -> Step {
    match answers.last() {
        None => {
            let all = ListTasks { limit: Some(LOOK_UP_ROWS), ..ListTasks::default() };
            Step::Call(vec![("list_tasks", json!(all))])
        }
        Some(answer) if answer.error.is_some() => say(failed(answer)),
        Some(answer) => say(Reply::Labels(answer.clone())),
    }
}
