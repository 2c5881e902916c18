//! Tasks, lists and days, as they are shown.

use jiff::Zoned;
use jiff::civil::Date;

use super::super::said::Showing;
use super::{ROWS, capital};
use crate::phrase::{self, bold, escape, shortened};
use crate::tools::{Answer, Shown, TaskView};

/// Tasks, with what they were asked for by and with numbers.
pub(super) fn shown(showing: &Showing, answer: &Answer, now: &Zoned) -> String {
    if answer.tasks.is_empty() {
        return nothing(showing, now);
    }
    let head = headline(showing, answer, now);
    let mut text = format!("{head}:\n\n{}", rows(&answer.tasks, only_day(showing, now), now));
    if answer.tasks.len() > ROWS || answer.has_more {
        text.push_str("\n\nThe rest is in the list beside the chat.");
    }
    text
}

/// How many there are.
pub(super) fn counted(showing: &Showing, answer: &Answer, now: &Zoned) -> String {
    if answer.tasks.is_empty() {
        return nothing(showing, now);
    }
    format!("{}.", headline(showing, answer, now))
}

/// `2 tasks due this week, until Sunday 22 November, 1 of them overdue`
fn headline(showing: &Showing, answer: &Answer, now: &Zoned) -> String {
    let total = answer.tasks.len();
    let count = if answer.has_more { format!("More than {total} tasks") } else { capital(&phrase::tasks(total)) };
    let late = answer.tasks.iter().filter(|task| task.overdue).count();
    let late = match late {
        _ if *showing == Showing::View(Shown::Overdue) => String::new(),
        0 => String::new(),
        late if late == total => ", overdue".to_owned(),
        late => format!(", {late} of them overdue"),
    };
    format!("{count} {}{late}", where_shown(showing, now))
}

/// Whether tasks are completed.
pub(super) fn is_done(words: &str, open: &[TaskView], done: &[TaskView], now: &Zoned) -> String {
    let titles =
        |tasks: &[TaskView]| super::list_of(&tasks.iter().take(5).map(|task| bold(&task.title)).collect::<Vec<_>>());
    match (open, done) {
        ([], []) => format!("I found no task like “{}”, open or completed.", escape(&shortened(words, 80))),
        ([], [one]) => format!("Yes, {} is completed.", bold(&one.title)),
        ([], several) => format!("Yes: {} are completed.", titles(several)),
        ([one], []) => format!("Not yet: {} is open.", row(one, None, now)),
        (several, []) => format!("Not yet: {} are open.", titles(several)),
        (open, done) => format!("Completed: {}. Still open: {}.", titles(done), titles(open)),
    }
}

/// One thing to do, and why it.
pub(super) fn next(answer: &Answer, now: &Zoned) -> String {
    let why = |task: &TaskView| match (&task.due, task.overdue) {
        (Some(due), true) => format!("it is overdue since {}", phrase::due(due, now)),
        (Some(due), false) => format!("it is due {}", phrase::due(due, now)),
        (None, _) => "it has no date, and nothing else is due today".to_owned(),
    };
    match (answer.tasks.as_slice(), answer.suggested.as_slice()) {
        ([first, rest @ ..], _) => {
            let after = match rest.len() {
                0 => "It is the only one for today.".to_owned(),
                1 => "After it one more is left for today; say *plan my day* to see it.".to_owned(),
                count => format!("After it {count} more are left for today; say *plan my day* to see them."),
            };
            format!("Start with {}: {}{}. {after}", bold(&first.title), why(first), priority(first))
        }
        ([], [first, ..]) => format!("Nothing is due today. You could do {}: {}.", bold(&first.title), why(first)),
        ([], []) => "Nothing is due today. Say *add …* to add a task.".to_owned(),
    }
}

fn priority(task: &TaskView) -> String {
    if task.priority < 4 { format!(", with priority {}", task.priority) } else { String::new() }
}

/// A day in order.
pub(super) fn planned(day: Date, answer: &Answer, now: &Zoned) -> String {
    let name = phrase::day(day, now);
    let numbered = |tasks: &[TaskView], from: usize| {
        let rows = tasks.iter().enumerate();
        let rows = rows.map(|(index, task)| format!("{}. {}", from + index + 1, row(task, Some(day), now)));
        rows.collect::<Vec<_>>().join("\n")
    };
    let mut text = match answer.tasks.as_slice() {
        [] => format!("Nothing is due {name}."),
        tasks => {
            format!("{} for {name}, in this order:\n\n{}", capital(&phrase::tasks(tasks.len())), numbered(tasks, 0))
        }
    };
    if !answer.suggested.is_empty() {
        let more = numbered(&answer.suggested, answer.tasks.len());
        text.push_str(&format!("\n\nThere is room for something without a date:\n\n{more}"));
    }
    text
}

fn open_tasks(count: u64) -> String {
    if count == 1 { "one open task".to_owned() } else { format!("{count} open tasks") }
}

/// The lists with what they hold.
pub(super) fn lists(answer: &Answer) -> String {
    let rows = answer.lists.iter().map(|list| format!("- {}: {}", bold(&list.name), open_tasks(list.open_count)));
    let rows = rows.collect::<Vec<_>>().join("\n");
    if rows.is_empty() {
        return "There is no list yet. Say *create a list called Home* to make one.".to_owned();
    }
    format!("Your lists:\n\n{rows}")
}

/// The labels of these tasks, with how many have them.
pub(super) fn labels(answer: &Answer) -> String {
    let mut labels: Vec<(&str, u64)> = Vec::new();
    for label in answer.tasks.iter().flat_map(|task| &task.labels) {
        match labels.iter_mut().find(|(name, _)| name == label) {
            Some((_, count)) => *count += 1,
            None => labels.push((label, 1)),
        }
    }
    if labels.is_empty() {
        return "No open task has a label. Say *label milk as errands* to give one.".to_owned();
    }
    labels.sort_unstable();
    let rows = labels.iter().map(|(name, count)| format!("- \\@{}: {}", escape(name), open_tasks(*count)));
    format!("Labels of open tasks:\n\n{}", rows.collect::<Vec<_>>().join("\n"))
}

fn where_shown(showing: &Showing, now: &Zoned) -> String {
    let day = |date| phrase::day(date, now);
    match showing {
        Showing::View(Shown::Today) => format!("for today, {}", day(now.date())),
        Showing::View(Shown::Overdue) => "overdue".to_owned(),
        Showing::View(Shown::Upcoming) => "coming up".to_owned(),
        Showing::View(Shown::All) => "to do".to_owned(),
        Showing::View(Shown::Inbox) => "in the Inbox".to_owned(),
        Showing::View(Shown::Done) => "completed".to_owned(),
        Showing::View(Shown::Trash) => "in the trash".to_owned(),
        Showing::Days { from: _, until, name } => format!("due {name}, until {}", day(*until)),
        Showing::Done { from: _, until: _, name } => format!("completed {name}"),
        Showing::Important => "of priority 1 or 2".to_owned(),
        Showing::Undated => "without a date".to_owned(),
        Showing::Day(date) => format!("due {}", day(*date)),
        Showing::List(name) | Showing::Named(name) => format!("in {}", escape(name)),
        Showing::Label(name) => format!("labelled \\@{}", escape(name)),
        Showing::About(words) => format!("about “{}”", escape(&shortened(words, 80))),
    }
}

/// That there is nothing.
pub(super) fn nothing(showing: &Showing, now: &Zoned) -> String {
    let add = "Say *add …* to add a task.";
    match showing {
        Showing::View(Shown::Today) => "Nothing is due today.".to_owned(),
        Showing::View(Shown::Overdue) => "Nothing is overdue.".to_owned(),
        Showing::View(Shown::Upcoming) => "No dates ahead.".to_owned(),
        Showing::View(Shown::All) => format!("No tasks yet. {add}"),
        Showing::View(Shown::Inbox) => "Nothing is in the Inbox.".to_owned(),
        Showing::View(Shown::Done) => "Nothing is finished yet.".to_owned(),
        Showing::View(Shown::Trash) => "The trash is empty.".to_owned(),
        Showing::Days { name, .. } => format!("Nothing is due {name}."),
        Showing::Done { from: _, until: _, name } => format!("Nothing was completed {name}."),
        Showing::Important => "No open task has priority 1 or 2.".to_owned(),
        Showing::Undated => "Every open task has a date.".to_owned(),
        Showing::Day(date) => format!("Nothing is due {}.", phrase::day(*date, now)),
        Showing::List(name) | Showing::Named(name) => format!("Nothing is in {}.", escape(name)),
        Showing::Label(name) => format!("No open task has the label \\@{}.", escape(name)),
        Showing::About(words) => format!("No open task is about “{}”.", escape(&shortened(words, 80))),
    }
}

/// The day that everything shown is due on or before: no row says it again.
fn only_day(showing: &Showing, now: &Zoned) -> Option<Date> {
    match showing {
        Showing::View(Shown::Today) => Some(now.date()),
        Showing::Day(date) => Some(*date),
        Showing::View(_)
        | Showing::Days { .. }
        | Showing::Done { .. }
        | Showing::Important
        | Showing::Undated
        | Showing::List(_)
        | Showing::Label(_)
        | Showing::About(_)
        | Showing::Named(_) => None,
    }
}

/// Tasks with numbers; `said`: the day that needs no saying.
pub(super) fn rows(tasks: &[TaskView], said: Option<Date>, now: &Zoned) -> String {
    tasks
        .iter()
        .take(ROWS)
        .enumerate()
        .map(|(index, task)| format!("{}. {}", index + 1, row(task, said, now)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// `said`: the day that needs no saying.
fn row(task: &TaskView, said: Option<Date>, now: &Zoned) -> String {
    let mut text = bold(&task.title);
    if let Some(due) = &task.due {
        let is_said = said.is_some_and(|day| day.to_string() == due.date) && phrase::is_here(due, now);
        match (is_said, &due.time, task.overdue) {
            (true, Some(time), false) => text.push_str(&format!(" at {time}")),
            (true, Some(time), true) => text.push_str(&format!(", overdue since {time}")),
            (true, None, false) => {}
            (_, _, true) => text.push_str(&format!(", overdue since {}", phrase::due(due, now))),
            (false, _, false) => text.push_str(&format!(", due {}", phrase::due(due, now))),
        }
    }
    if let Some(list) = &task.list {
        text.push_str(&format!(" ({})", escape(list)));
    }
    text
}
