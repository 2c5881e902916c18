//! From what was meant, and what the tools have answered so far, to the next step.

use jiff::Zoned;
use serde_json::{Value, json};

use super::find::{Fit, find, names};
use super::memory::{Exchange, Memory, Pending};
use super::read::{Said, Showing, Verb, Which, read, task};
use super::reply::Reply;
use crate::agent::{MAX_TASKS_A_TURN, MAX_TOOL_CALLS};
use crate::tools::{AddTask, Answer, Did, ListTasks, OneTask, RescheduleTask, Shown, TaskView};

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Call tools.
    Call(Vec<(&'static str, Value)>),
    /// Say something; the turn is over.
    Say(Box<Reply>),
}

/// Rows that a look-up reads; more candidates than that cannot be told apart in words anyway.
const LOOK_UP_ROWS: u32 = 200;
/// Choices offered at once.
const CHOICES: usize = 9;

fn say(reply: Reply) -> Step {
    Step::Say(Box::new(reply))
}

/// The next step of `exchange`.
pub(super) fn step(exchange: &Exchange<'_>, memory: &Memory, now: &Zoned) -> Step {
    let answers = exchange.answers.as_slice();
    match read(exchange.said, &memory.pending, now) {
        Said::Add(tasks) => add(&tasks, answers),
        Said::AddNothing(due) => say(Reply::AskTitle(due)),
        Said::Lists => say(Reply::Lists),
        Said::Show(showing) => show(showing, answers),
        Said::Act { verb, which } => act(verb, &which, exchange, memory),
        Said::NotADay(text) => say(Reply::NotADay(text)),
        Said::NoDay(words) => say(Reply::AskDay(words)),
        Said::Undo => outcomes(answers).unwrap_or_else(|| Step::Call(vec![("undo", json!({}))])),
        Said::Help => say(Reply::Help),
        Said::Greeting => say(Reply::Greeting),
        Said::Thanks => say(Reply::Welcome),
        Said::No => say(if memory.pending == Pending::Nothing { Reply::NothingAsked } else { Reply::LeftAlone }),
        Said::Yes => agree(answers, memory, now),
        Said::Pick(which) => pick(&which, answers, memory),
        Said::TooLong => say(Reply::TooLong),
        Said::Unknown => say(Reply::Unknown(exchange.said.trim().to_owned())),
    }
}

fn add(tasks: &[AddTask], answers: &[Answer]) -> Step {
    if tasks.len() > MAX_TOOL_CALLS {
        return say(Reply::TooManyNew);
    }
    outcomes(answers).unwrap_or_else(|| Step::Call(tasks.iter().map(|task| ("add_task", json!(task))).collect()))
}

fn show(showing: Showing, answers: &[Answer]) -> Step {
    let query = |list: ListTasks| Step::Call(vec![("list_tasks", json!(list))]);
    match answers {
        [] => query(query_of(&showing)),
        // No list of that name: then it is a word to look for.
        [only] if is_missing_list(only) => match &showing {
            Showing::Named(words) => query(ListTasks { words: Some(words.clone()), ..ListTasks::default() }),
            Showing::View(_)
            | Showing::Days { .. }
            | Showing::Day(_)
            | Showing::List(_)
            | Showing::Label(_)
            | Showing::About(_) => say(failed(only)),
        },
        [.., last] if last.error.is_some() => say(failed(last)),
        [_, last] if matches!(showing, Showing::Named(_)) => {
            let Showing::Named(words) = showing else { return say(failed(last)) };
            say(Reply::Shown { showing: Showing::About(words), answer: last.clone() })
        }
        [.., last] => say(Reply::Shown { showing, answer: last.clone() }),
    }
}

fn is_missing_list(answer: &Answer) -> bool {
    answer.error.as_ref().is_some_and(|problem| problem.code == "LIST_NOT_FOUND")
}

fn query_of(showing: &Showing) -> ListTasks {
    let any = ListTasks::default();
    match showing {
        Showing::View(view) => ListTasks { view: Some(*view), ..any },
        Showing::Days { from, until, name: _ } => {
            ListTasks { due_from: Some(from.to_string()), due_until: Some(until.to_string()), ..any }
        }
        Showing::Day(day) => ListTasks { due_from: Some(day.to_string()), due_until: Some(day.to_string()), ..any },
        Showing::List(name) | Showing::Named(name) => ListTasks { list: Some(name.clone()), ..any },
        Showing::Label(name) => ListTasks { label: Some(name.clone()), ..any },
        Showing::About(words) => ListTasks { words: Some(words.clone()), ..any },
    }
}

fn act(verb: Verb, which: &Which, exchange: &Exchange<'_>, memory: &Memory) -> Step {
    let answers = exchange.answers.as_slice();
    if let Some(step) = outcomes(answers) {
        return step;
    }
    let missing = |tasks: Option<&TaskView>, verb: Verb| match tasks {
        Some(task) => call(&verb, &[task]),
        None => say(Reply::AskWhich(verb)),
    };
    match which {
        Which::It => match memory.tasks.as_slice() {
            [] => say(Reply::AskWhich(verb)),
            [one] => call(&verb, &[one]),
            several => say(which_of(verb, several)),
        },
        Which::Last => missing(memory.numbered.last(), verb),
        Which::Nth(place) => missing(memory.numbered.get(*place), verb),
        Which::All(view) => all_of(&verb, *view, answers),
        Which::Words(words) => by_words(verb, words, exchange),
        Which::Title(title) => by_title(verb, title, exchange),
    }
}

fn which_of(verb: Verb, tasks: &[TaskView]) -> Reply {
    Reply::Which { verb, tasks: tasks.iter().take(CHOICES).cloned().collect() }
}

fn all_of(verb: &Verb, view: Shown, answers: &[Answer]) -> Step {
    match answers.last() {
        None => {
            let query = ListTasks { view: Some(view), limit: Some(LOOK_UP_ROWS), ..ListTasks::default() };
            Step::Call(vec![("list_tasks", json!(query))])
        }
        Some(answer) if answer.tasks.is_empty() => say(Reply::NothingIn(view)),
        Some(answer) if answer.tasks.len() > MAX_TASKS_A_TURN => say(Reply::TooMany),
        Some(answer) => call(verb, &answer.tasks.iter().collect::<Vec<_>>()),
    }
}

fn look_up(verb: &Verb, words: Option<&str>) -> Step {
    let (view, words) = (Some(lookup_view(verb)), words.map(str::to_owned));
    let query = ListTasks { view, words, limit: Some(LOOK_UP_ROWS), ..ListTasks::default() };
    Step::Call(vec![("list_tasks", json!(query))])
}

/// First the tasks that hold all the words, however many tasks there are; then any, to find what is misspelled.
fn by_words(verb: Verb, words: &str, exchange: &Exchange<'_>) -> Step {
    let answers = exchange.answers.as_slice();
    let Some(last) = answers.last() else { return look_up(&verb, Some(words)) };
    match (find(words, &last.tasks), answers.len()) {
        (Some((fit @ (Fit::Title | Fit::Words), tasks)), _) => match tasks.as_slice() {
            [one] if fit == Fit::Title || names(words, one) => call(&verb, &[one]),
            [one] => say(Reply::Confirm { verb, task: (*one).clone() }),
            several => say(which_of(verb, &owned(several))),
        },
        (_, 1) => look_up(&verb, None),
        (None, _) => say(Reply::NoSuchTask { verb, words: words.to_owned(), said: exchange.said.trim().to_owned() }),
        // A guess is asked about: nobody is to find a task changed that they never named.
        (Some((_, tasks)), _) => match tasks.as_slice() {
            [one] => say(Reply::Confirm { verb, task: (*one).clone() }),
            several => say(which_of(verb, &owned(several))),
        },
    }
}

fn by_title(verb: Verb, title: &str, exchange: &Exchange<'_>) -> Step {
    let Some(last) = exchange.answers.last() else { return look_up(&verb, Some(title)) };
    match find(title, &last.tasks) {
        Some((Fit::Title, tasks)) => match tasks.as_slice() {
            [one] => call(&verb, &[one]),
            several => say(which_of(verb, &owned(several))),
        },
        Some(_) | None => say(Reply::Unknown(exchange.said.trim().to_owned())),
    }
}

fn owned(tasks: &[&TaskView]) -> Vec<TaskView> {
    tasks.iter().map(|task| (*task).clone()).collect()
}

fn lookup_view(verb: &Verb) -> Shown {
    match verb {
        Verb::Complete | Verb::Delete | Verb::Reschedule(_) => Shown::All,
        Verb::Reopen => Shown::Done,
        Verb::Restore => Shown::Trash,
    }
}

fn agree(answers: &[Answer], memory: &Memory, now: &Zoned) -> Step {
    match &memory.pending {
        Pending::Offer(text) => {
            let tasks: Vec<AddTask> =
                text.lines().filter(|line| !line.trim().is_empty()).map(|line| task(line.trim(), now)).collect();
            add(&tasks, answers)
        }
        Pending::Confirm { verb, task } => outcomes(answers).unwrap_or_else(|| call(verb, &[task])),
        Pending::Choice { verb, tasks } => say(Reply::Which { verb: verb.clone(), tasks: tasks.clone() }),
        Pending::Title(due) => say(Reply::AskTitle(due.clone())),
        Pending::Nothing => say(Reply::NothingAsked),
    }
}

fn pick(which: &Which, answers: &[Answer], memory: &Memory) -> Step {
    let Pending::Choice { verb, tasks } = &memory.pending else { return say(Reply::NothingAsked) };
    if let Some(step) = outcomes(answers) {
        return step;
    }
    let chosen = match which {
        Which::Nth(place) => tasks.get(*place).into_iter().collect(),
        Which::Last => tasks.last().into_iter().collect(),
        Which::Words(words) | Which::Title(words) => find(words, tasks).map(|(_, tasks)| tasks).unwrap_or_default(),
        Which::It | Which::All(_) => Vec::new(),
    };
    match chosen.as_slice() {
        [one] => call(verb, &[one]),
        [] => say(Reply::Which { verb: verb.clone(), tasks: tasks.clone() }),
        several => say(which_of(verb.clone(), &owned(several))),
    }
}

fn call(verb: &Verb, tasks: &[&TaskView]) -> Step {
    let one = |tool, task: &TaskView| (tool, json!(OneTask { id: task.id.clone() }));
    let calls = tasks.iter().map(|task| match verb {
        Verb::Complete => one("complete_task", task),
        Verb::Reopen => one("reopen_task", task),
        Verb::Delete => one("delete_task", task),
        Verb::Restore => one("restore_task", task),
        Verb::Reschedule(due) => {
            ("reschedule_task", json!(RescheduleTask { ids: vec![task.id.clone()], due: due.clone() }))
        }
    });
    Step::Call(calls.collect())
}

/// What the changes of this turn led to, once there are any.
fn outcomes(answers: &[Answer]) -> Option<Step> {
    let outcomes: Vec<Answer> = answers.iter().filter(|answer| answer.did != Did::Listed).cloned().collect();
    (!outcomes.is_empty()).then_some(say(Reply::Outcomes(outcomes)))
}

fn failed(answer: &Answer) -> Reply {
    answer.error.clone().map_or(Reply::NothingAsked, Reply::Failed)
}
