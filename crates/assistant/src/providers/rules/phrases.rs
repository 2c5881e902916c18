//! What the built-in assistant says, in words.

use jiff::Zoned;
use jiff::civil::Date;

use super::grammar::REPEATS;
use super::read::{Showing, Verb};
use super::reply::Reply;
use super::words::splits;
use crate::agent::{MAX_TASKS_A_TURN, MAX_TOOL_CALLS};
use crate::phrase::{self, bold, escape, shortened};
use crate::tools::{Answer, Did, DueView, Problem, Shown, TaskView};

/// Rows of a list in the chat; the whole list is beside it.
const ROWS: usize = 20;

const LISTS: &str = "A list is made by naming it in a task, for example: *add pay rent #Home*. I cannot rename or delete lists. Nothing was changed.";
const TOO_LONG: &str = "That is longer than I read. I understand plain commands of a few words, one task a line; say *help* to see them. Nothing was changed.";

/// The reply in Markdown.
pub(super) fn text(reply: &Reply, now: &Zoned) -> String {
    match reply {
        Reply::Help => help(),
        Reply::Greeting => format!("Hello. {}", three_things()),
        Reply::Welcome => "You are welcome.".to_owned(),
        Reply::NothingAsked => format!("I had not asked anything. {}", three_things()),
        Reply::LeftAlone => "All right. Nothing was changed.".to_owned(),
        Reply::AskTitle(None) => {
            "What is the task? You can name the day too, for example: buy groceries tomorrow 5pm".to_owned()
        }
        Reply::AskTitle(Some(due)) => {
            let due =
                DueView { date: due.date.clone(), weekday: due.weekday.clone(), time: due.time.clone(), zone: None };
            format!("What is the task for {}?", phrase::due(&due, now))
        }
        Reply::Lists => LISTS.to_owned(),
        Reply::Unknown(said) => format!("I did not understand that. {}\n\n{}", three_things(), offer(said)),
        Reply::TooLong => TOO_LONG.to_owned(),
        Reply::Outcomes(answers) => outcomes(answers, now),
        Reply::Shown { showing, answer } => shown(showing, answer, now),
        Reply::NoSuchTask { verb, words, said } => {
            let mut text = format!(
                "I found no {} like “{}”. Say *{}* to see what there is.",
                kind(verb),
                escape(&shortened(words, 80)),
                see(verb)
            );
            if verb.may_be_a_task() {
                text.push_str(&format!("\n\n{}", offer(said)));
            }
            text
        }
        Reply::Which { verb, tasks } => {
            format!("Which one shall I {}? Say its number.\n\n{}", act(verb), rows(tasks, None, now))
        }
        Reply::Confirm { verb, task } => {
            format!("Do you mean {}? Say *yes*, and I {} it.", bold(&task.title), act(verb))
        }
        Reply::AskWhich(verb) => {
            format!("Which task shall I {}? Say a few words of it, for example: *{}*", act(verb), example(verb))
        }
        Reply::AskDay(words) => format!(
            "To which day? For example: *move {} to Friday*",
            escape(&shortened(if words.is_empty() { "the dentist" } else { words }, 60))
        ),
        Reply::NotADay(text) => format!(
            "“{}” is not a day that I know. Say a weekday, a date or *tomorrow 5pm*. Nothing was changed.",
            escape(&shortened(text, 60))
        ),
        Reply::TooMany => format!(
            "That is more than {MAX_TASKS_A_TURN} tasks at once, and I change at most {MAX_TASKS_A_TURN} at a time. Nothing was changed. \
             Name a few of them, or select them in the list beside the chat."
        ),
        Reply::TooManyNew => {
            format!(
                "Those are more than {MAX_TOOL_CALLS} tasks, and I add at most {MAX_TOOL_CALLS} at a time. Nothing was added. Say them in parts."
            )
        }
        Reply::NothingIn(view) => nothing(&Showing::View(*view), now),
        Reply::Failed(problem) => failed(problem, now),
    }
}

fn offer(said: &str) -> String {
    format!("Or shall I add “{}” as a task? Say *yes*.", escape(&shortened(said, 80)))
}

fn three_things() -> String {
    "I can add a task (*add buy milk tomorrow 5pm*), show tasks (*what is due today*) and complete one (*done with milk*).".to_owned()
}

fn help() -> String {
    "I understand plain commands, work without a network, and send nothing anywhere:\n\n\
     - **Add**: *add buy milk tomorrow 5pm #Home @errands p1*, *remind me to call Anna on Friday*\n\
     - **Show**: *what is due today*, *show tomorrow*, *overdue*, *this week*, *show #Home*, *find milk*\n\
     - **Complete**: *done with milk*, *complete the dentist*, *complete the first*\n\
     - **Move**: *move the dentist to Friday*, *postpone it to next week*\n\
     - **Delete**: *delete buy milk* (it stays in the trash for 30 days)\n\
     - **Undo**: *undo*\n\n\
     For anything else, connect a model in Settings."
        .to_owned()
}

fn kind(verb: &Verb) -> &'static str {
    match verb {
        Verb::Complete | Verb::Delete | Verb::Reschedule(_) => "open task",
        Verb::Reopen => "completed task",
        Verb::Restore => "task in the trash",
    }
}

fn see(verb: &Verb) -> &'static str {
    match verb {
        Verb::Complete | Verb::Delete | Verb::Reschedule(_) => "show all tasks",
        Verb::Reopen => "show completed tasks",
        Verb::Restore => "show the trash",
    }
}

fn act(verb: &Verb) -> &'static str {
    match verb {
        Verb::Complete => "complete",
        Verb::Reopen => "reopen",
        Verb::Delete => "delete",
        Verb::Restore => "restore",
        Verb::Reschedule(_) => "move",
    }
}

fn example(verb: &Verb) -> &'static str {
    match verb {
        Verb::Complete => "done with milk",
        Verb::Reopen => "reopen milk",
        Verb::Delete => "delete milk",
        Verb::Restore => "restore milk",
        Verb::Reschedule(_) => "move milk to Friday",
    }
}

/// One sentence for each change; several of one kind share a heading.
fn outcomes(answers: &[Answer], now: &Zoned) -> String {
    let sentences: Vec<String> = answers.iter().map(|answer| outcome(answer, now)).collect();
    match sentences.as_slice() {
        [one] => one.clone(),
        several => several.iter().map(|sentence| format!("- {sentence}")).collect::<Vec<_>>().join("\n"),
    }
}

fn outcome(answer: &Answer, now: &Zoned) -> String {
    if let Some(problem) = &answer.error {
        return failed(problem, now);
    }
    let mut text = match (answer.did, answer.tasks.as_slice()) {
        (Did::Undone, tasks) => undone(tasks, answer.removed),
        (did, [task]) => one_outcome(did, task, answer, now),
        (_, _) => format!("{}.", answer.line()),
    };
    for list in &answer.created_lists {
        text.push_str(&format!(" The list {} is new.", bold(list)));
    }
    for label in &answer.created_labels {
        text.push_str(&format!(" The label {} is new.", bold(label)));
    }
    text
}

fn one_outcome(did: Did, task: &TaskView, answer: &Answer, now: &Zoned) -> String {
    let title = bold(&task.title);
    let due = task.due.as_ref().map(|due| phrase::due(due, now));
    match did {
        Did::Added if repeats(&task.title) => {
            format!("Added {title}{}. It is there once: I do not understand tasks that repeat yet.", details(task, now))
        }
        Did::Added => format!("Added {title}{}.", details(task, now)),
        Did::Completed => format!("Completed {title}."),
        Did::Reopened => format!("{title} is open again."),
        Did::MovedToTrash => {
            format!("Moved {title} to the trash. It stays there for 30 days; say *undo* to have it back.")
        }
        Did::Restored => format!("Took {title} out of the trash."),
        Did::Rescheduled => match (due, &answer.before) {
            (Some(due), Some(before)) if Some(before) != task.due.as_ref() => {
                format!("Moved {title} from {} to {due}.", phrase::due(before, now))
            }
            (Some(due), Some(_)) => format!("{title} is due {due} already."),
            (Some(due), None) => format!("{title} is now due {due}."),
            (None, Some(before)) => format!("{title} has no due date any more; it was {}.", phrase::due(before, now)),
            (None, None) => format!("{title} has no due date."),
        },
        Did::Updated
        | Did::Undone
        | Did::Listed
        | Did::ListAdded
        | Did::ListsShown
        | Did::Planned
        | Did::Waiting
        | Did::Nothing => format!("{}.", answer.line()),
    }
}

fn repeats(title: &str) -> bool {
    !splits(&format!("x {title}"), REPEATS).is_empty()
}

/// `, due Sunday 22 November at 17:00, in Home, priority 1`
fn details(task: &TaskView, now: &Zoned) -> String {
    let mut details = String::new();
    if let Some(due) = &task.due {
        details.push_str(&format!(", due {}", phrase::due(due, now)));
    }
    if let Some(list) = &task.list {
        details.push_str(&format!(", in {}", escape(list)));
    }
    if task.priority < 4 {
        details.push_str(&format!(", priority {}", task.priority));
    }
    if !task.labels.is_empty() {
        let labels: Vec<String> = task.labels.iter().map(|label| format!("\\@{}", escape(label))).collect();
        details.push_str(&format!(", {}", labels.join(" ")));
    }
    details
}

fn undone(tasks: &[TaskView], removed: usize) -> String {
    let gone = match removed {
        0 => None,
        1 => Some("the task that was added is off the list again".to_owned()),
        count => Some(format!("the {count} tasks that were added are off the list again")),
    };
    let titles: Vec<String> = tasks.iter().take(5).map(|task| bold(&task.title)).collect();
    let changed = match (titles.as_slice(), tasks.len()) {
        ([], _) => None,
        ([one], _) => Some(format!("{one} is as it was before")),
        (several, count) if count == several.len() => Some(format!("{} are as they were before", several.join(", "))),
        (several, count) => {
            Some(format!("{} and {} more are as they were before", several.join(", "), count - several.len()))
        }
    };
    match (changed, gone) {
        (None, None) => "Undone.".to_owned(),
        (Some(one), None) | (None, Some(one)) => format!("Undone: {one}."),
        (Some(changed), Some(gone)) => format!("Undone: {changed}, and {gone}."),
    }
}

fn failed(problem: &Problem, _now: &Zoned) -> String {
    match problem.code.as_str() {
        "TASK_NOT_FOUND" => "That task is not there any more. Nothing was changed.".to_owned(),
        "NOTHING_TO_UNDO" => "There is nothing to undo.".to_owned(),
        "UNDO_CONFLICT" => {
            format!(
                "Undoing this would lose a later change of {}. Change it by hand, or undo the later change first. Nothing was changed.",
                escape(&changed_fields(&problem.message))
            )
        }
        "LIST_NOT_FOUND" => format!("{} Say *show all tasks* to see everything.", sentence(&problem.message)),
        "INVALID_TITLE" => format!(
            "That cannot be a task: {}. Say it in one line of at most 500 characters.",
            escape(&problem.message)
        ),
        "WRONG_STATE" => sentence(&problem.message),
        _ => format!("I could not do that: {}. Nothing was changed.", escape(&problem.message)),
    }
}

/// `title, due and list` of a message such as "title, due, list changed since".
fn changed_fields(message: &str) -> String {
    let fields = message.strip_suffix(" changed since").unwrap_or(message);
    fields.rsplit_once(", ").map_or_else(|| fields.to_owned(), |(most, last)| format!("{most} and {last}"))
}

fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{}.", escape(&format!("{first}{}", letters.as_str())))
}

fn shown(showing: &Showing, answer: &Answer, now: &Zoned) -> String {
    if answer.tasks.is_empty() {
        return nothing(showing, now);
    }
    let total = answer.tasks.len();
    let count = if answer.has_more { format!("More than {total} tasks") } else { capital(&phrase::tasks(total)) };
    let late = answer.tasks.iter().filter(|task| task.overdue).count();
    let late = match late {
        _ if *showing == Showing::View(Shown::Overdue) => String::new(),
        0 => String::new(),
        late if late == total => ", overdue".to_owned(),
        late => format!(", {late} of them overdue"),
    };
    let mut text =
        format!("{count} {}{late}:\n\n{}", where_shown(showing, now), rows(&answer.tasks, only_day(showing, now), now));
    let more = total.saturating_sub(ROWS);
    if more > 0 || answer.has_more {
        text.push_str("\n\nThe rest is in the list beside the chat.");
    }
    text
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
        Showing::Day(date) => format!("due {}", day(*date)),
        Showing::List(name) | Showing::Named(name) => format!("in {}", escape(name)),
        Showing::Label(name) => format!("labelled \\@{}", escape(name)),
        Showing::About(words) => format!("about “{}”", escape(&shortened(words, 80))),
    }
}

fn nothing(showing: &Showing, now: &Zoned) -> String {
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
        | Showing::List(_)
        | Showing::Label(_)
        | Showing::About(_)
        | Showing::Named(_) => None,
    }
}

fn rows(tasks: &[TaskView], said: Option<Date>, now: &Zoned) -> String {
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

fn capital(text: &str) -> String {
    super::words::capitalised(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_undone_says_of_what() {
        let now = "2026-11-21T10:00[Europe/Berlin]".parse().expect("a moment");
        let said = |fields: &[&str]| {
            let error =
                docket_tasks::Error::UndoConflict { fields: fields.iter().map(|&field| field.to_owned()).collect() };
            let crate::tools::ToolError::TellModel(problem) = error.into() else { panic!("for the model") };
            failed(&problem, &now)
        };
        for (fields, listed) in [(&["title"][..], "title"), (&["title", "due", "list"], "title, due and list")] {
            let expected = format!(
                "Undoing this would lose a later change of {listed}. Change it by hand, or undo the later change first. Nothing was changed."
            );
            assert_eq!(said(fields), expected);
        }
    }
}
