//! What the built-in assistant says, in words.

mod outcome;
mod shown;

use jiff::Zoned;

use super::reply::Reply;
use super::said::Verb;
use crate::agent::{MAX_TASKS_A_TURN, MAX_TOOL_CALLS};
use crate::phrase::{self, bold, escape, shortened};
use crate::tools::{DueArgument, DueView, TaskView};

/// Rows of a list in the chat; the whole list is beside it.
const ROWS: usize = 20;

const ELSEWHERE: &str = "I make lists and move tasks between them, but lists, labels and the trash themselves are renamed, deleted and emptied in the window. \
                         What is in the trash goes by itself after 30 days. Nothing was changed.";
const TOO_LONG: &str = "That is longer than I read. I understand plain commands of a few words, one task a line; say *help* to see them. Nothing was changed.";

/// A question with the answers that one can choose, for chats that can show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// What is said before it, or nothing.
    pub(super) before: String,
    pub(super) question: String,
    pub(super) options: Vec<String>,
}

/// The reply as a question with choices, if it is one.
pub(super) fn choice(reply: &Reply, now: &Zoned) -> Option<Choice> {
    match reply {
        Reply::Which { verb, tasks } => {
            let question = format!("Which one shall I {}?", act(verb));
            Some(Choice { before: String::new(), question, options: options(tasks, now) })
        }
        Reply::Several(replies) => {
            let (last, before) = replies.split_last()?;
            let choice = choice(last, now)?;
            Some(Choice { before: several(before, now), ..choice })
        }
        _ => None,
    }
}

/// How tasks are named where one is to be chosen: each differently.
pub(super) fn options(tasks: &[TaskView], now: &Zoned) -> Vec<String> {
    let full = |task: &TaskView| {
        let due = task.due.as_ref().map(|due| format!(", due {}", phrase::due(due, now))).unwrap_or_default();
        let list = task.list.as_ref().map(|list| format!(" ({list})")).unwrap_or_default();
        format!("{}{due}{list}", task.title)
    };
    let mut options: Vec<String> = Vec::new();
    for (index, task) in tasks.iter().enumerate() {
        let is_alone = tasks.iter().filter(|other| other.title == task.title).count() == 1;
        let option = if is_alone { task.title.clone() } else { full(task) };
        let option = if options.contains(&option) { format!("{option} – {}", index + 1) } else { option };
        options.push(option);
    }
    options
}

fn several(replies: &[Reply], now: &Zoned) -> String {
    replies.iter().map(|reply| text(reply, now)).collect::<Vec<_>>().join("\n\n")
}

/// The reply in Markdown.
pub(super) fn text(reply: &Reply, now: &Zoned) -> String {
    match reply {
        Reply::Help => help(),
        Reply::Greeting => format!("Hello. {}", three_things()),
        Reply::Welcome => "You are welcome.".to_owned(),
        Reply::Date => format!("Today is {}.", now.strftime("%A %-d %B %Y")),
        Reply::Time => format!("It is {} on {}.", now.strftime("%H:%M"), phrase::day(now.date(), now)),
        Reply::NothingAsked => format!("I had not asked anything. {}", three_things()),
        Reply::LeftAlone => "All right. Nothing was changed.".to_owned(),
        Reply::AskTitle(due) => ask_title(due.as_ref(), now),
        Reply::AskListName => "What is the list to be called? For example: *create a list called Garden*".to_owned(),
        Reply::Elsewhere => ELSEWHERE.to_owned(),
        Reply::Unknown(said) if said.trim().is_empty() => format!("I read words only. {}", three_things()),
        Reply::Unknown(said) => format!("I did not understand that. {}\n\n{}", three_things(), offer(said)),
        Reply::TooLong => TOO_LONG.to_owned(),
        Reply::Outcomes { answers, before } => outcome::outcomes(answers, before, now),
        Reply::Shown { showing, answer } => shown::shown(showing, answer, now),
        Reply::Counted { showing, answer } => shown::counted(showing, answer, now),
        Reply::Next(answer) => shown::next(answer, now),
        Reply::Planned { day, answer } => shown::planned(*day, answer, now),
        Reply::Lists(answer) => shown::lists(answer),
        Reply::Labels(answer) => shown::labels(answer),
        Reply::IsDone { words, open, done } => shown::is_done(words, open, done, now),
        Reply::DoneAlready(task) => format!("{} is completed already.", bold(&task.title)),
        Reply::NoSuchTask { .. }
        | Reply::Which { .. }
        | Reply::WhichOf { .. }
        | Reply::Confirm { .. }
        | Reply::AskWhich(_)
        | Reply::AskDay(_)
        | Reply::AskNewTitle(_)
        | Reply::NotADay(_) => asked(reply, now),
        Reply::TooMany => too_many(),
        Reply::TooManyNew => {
            format!(
                "Those are more than {MAX_TOOL_CALLS} tasks, and I add at most {MAX_TOOL_CALLS} at a time. Nothing was added. Say them in parts."
            )
        }
        Reply::NothingIn(showing) => shown::nothing(showing, now),
        Reply::Failed(problem) => outcome::failed(problem),
        Reply::Several(replies) => several(replies, now),
        Reply::Rest(commands) => {
            let rest: Vec<String> = commands.iter().map(|said| format!("“{}”", escape(&shortened(said, 80)))).collect();
            format!("I have not done the rest yet: {}.", list_of(&rest))
        }
    }
}

/// What could not be done before something is known.
fn asked(reply: &Reply, now: &Zoned) -> String {
    match reply {
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
            format!("Which one shall I {}? Say its number.\n\n{}", act(verb), shown::rows(tasks, None, now))
        }
        Reply::WhichOf { words, tasks } => format!(
            "“{}” may be one of several tasks, so nothing was changed. Name it by more of its words:\n\n{}",
            escape(&shortened(words, 80)),
            shown::rows(tasks, None, now)
        ),
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
        Reply::AskNewTitle(words) => format!(
            "To which title? For example: *rename {} to buy oat milk*",
            escape(&shortened(if words.is_empty() { "milk" } else { words }, 60))
        ),
        Reply::NotADay(text) => format!(
            "“{}” is not a day that I know, and no list of yours. Say a weekday, a date or *tomorrow 5pm*, or *to the Home list*. Nothing was changed.",
            escape(&shortened(text, 60))
        ),
        other => text(other, now),
    }
}

fn ask_title(due: Option<&DueArgument>, now: &Zoned) -> String {
    match due {
        None => "What is the task? You can name the day too, for example: buy groceries tomorrow 5pm".to_owned(),
        Some(due) => {
            let due =
                DueView { date: due.date.clone(), weekday: due.weekday.clone(), time: due.time.clone(), zone: None };
            format!("What is the task for {}?", phrase::due(&due, now))
        }
    }
}

fn too_many() -> String {
    format!(
        "That is more than {MAX_TASKS_A_TURN} tasks at once, and I change at most {MAX_TASKS_A_TURN} at a time. Nothing was changed. \
         Name a few of them, or select them in the list beside the chat."
    )
}

fn offer(said: &str) -> String {
    format!("Or shall I add “{}” as a task? Say *yes*.", escape(&shortened(said, 80)))
}

fn three_things() -> String {
    "I can add a task (*add buy milk tomorrow 5pm*), show tasks (*what is due today*) and complete one (*done with milk*).".to_owned()
}

fn help() -> String {
    "I understand plain commands, work without a network, and send nothing anywhere:\n\n\
     - **Add**: *add buy milk tomorrow 5pm #Home @errands p1*, *remind me to call Anna on Friday*, *add water the plants every Friday*\n\
     - **Show**: *what is due today*, *overdue*, *this week*, *show #Home*, *find milk*, *what did I finish today*, *how many tasks do I have*\n\
     - **Plan**: *plan my day*, *what should I do now*\n\
     - **Complete**: *done with milk*, *complete the first*, *complete all overdue*, *reopen milk*\n\
     - **Move**: *move the dentist to Friday*, *postpone it by a week*, *move all overdue to tomorrow*\n\
     - **Change**: *rename milk to oat milk*, *make the report priority 1*, *label milk as errands*, *move milk to the Home list*, *repeat the report every Friday*\n\
     - **Delete**: *delete buy milk* (it stays in the trash for 30 days), *restore milk*\n\
     - **Undo**: *undo*, *redo*\n\n\
     For anything else, connect a model in Settings."
        .to_owned()
}

fn kind(verb: &Verb) -> &'static str {
    match verb {
        Verb::Reopen => "completed task",
        Verb::Restore => "task in the trash",
        _ => "open task",
    }
}

fn see(verb: &Verb) -> &'static str {
    match verb {
        Verb::Reopen => "show completed tasks",
        Verb::Restore => "show the trash",
        _ => "show all tasks",
    }
}

fn act(verb: &Verb) -> &'static str {
    match verb {
        Verb::Complete => "complete",
        Verb::Reopen => "reopen",
        Verb::Delete => "delete",
        Verb::Restore => "restore",
        Verb::Reschedule(_) | Verb::Shift(_) | Verb::List(_) | Verb::MoveTo(_) => "move",
        Verb::Rename(_) => "rename",
        Verb::Priority(_) | Verb::Unlabel(_) => "change",
        Verb::Label(_) => "label",
        Verb::Repeat(_) => "change",
    }
}

fn example(verb: &Verb) -> &'static str {
    match verb {
        Verb::Complete => "done with milk",
        Verb::Reopen => "reopen milk",
        Verb::Delete => "delete milk",
        Verb::Restore => "restore milk",
        Verb::Reschedule(_) | Verb::Shift(_) => "move milk to Friday",
        Verb::List(_) | Verb::MoveTo(_) => "move milk to the Home list",
        Verb::Rename(_) => "rename milk to oat milk",
        Verb::Priority(_) => "make milk priority 1",
        Verb::Label(_) => "label milk as errands",
        Verb::Unlabel(_) => "remove the label errands from milk",
        Verb::Repeat(_) => "repeat milk every Friday",
    }
}

/// `a, b and c`
fn list_of(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn capital(text: &str) -> String {
    super::words::capitalised(text)
}
