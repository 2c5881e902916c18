//! What is to be done to which tasks.

use serde_json::json;

use super::super::find::{Fit, find, is_same, named, names};
use super::super::grammar::talking;
use super::super::reply::Reply;
use super::super::said::{Showing, Verb, Which};
use super::super::words::{plain, splits};
use super::{Scene, Step, calls, failed, outcomes, say, show};
use crate::tools::{AddTask, Answer, Did, ListTasks, Shown, TaskView};

/// Rows that a look-up reads; more candidates than that cannot be told apart in words anyway.
pub(super) const LOOK_UP_ROWS: u32 = 200;
/// Choices offered at once.
const CHOICES: usize = 9;
/// Most tasks that are named one by one ("milk, bread and butter").
const PARTS: usize = 5;

/// Does `verb` to the tasks that `which` names.
pub(super) fn act(verb: &Verb, which: &Which, scene: &Scene<'_>) -> Step {
    if let Verb::MoveTo(place) = verb {
        return move_to(place, which, scene);
    }
    if let Some(step) = outcomes(scene) {
        return step;
    }
    let memory = scene.memory;
    let one = |task: Option<&TaskView>| match task {
        Some(task) => carry_out(verb, &[task], scene),
        None => say(Reply::AskWhich(verb.clone())),
    };
    match which {
        Which::It => match memory.tasks.as_slice() {
            [] => say(Reply::AskWhich(verb.clone())),
            [task] => carry_out(verb, &[task], scene),
            several => say(which_of(verb, &several.iter().collect::<Vec<_>>())),
        },
        Which::Them if memory.numbered.is_empty() => say(Reply::AskWhich(verb.clone())),
        Which::Them => carry_out(verb, &memory.numbered.iter().collect::<Vec<_>>(), scene),
        Which::Last => one(memory.numbered.last()),
        Which::Nth(place) => one(memory.numbered.get(*place)),
        Which::Places(places) => {
            let tasks: Option<Vec<&TaskView>> = places.iter().map(|place| memory.numbered.get(*place)).collect();
            match tasks {
                Some(tasks) => carry_out(verb, &tasks, scene),
                None => say(Reply::AskWhich(verb.clone())),
            }
        }
        Which::All(showing) => all_of(verb, showing, scene),
        Which::Words(words) => by_words(verb, words, scene),
        Which::Perhaps(words) => perhaps(verb, words, scene),
        Which::Title(title) => by_title(verb, title, scene),
    }
}

/// The calls that do it, or what came of them.
pub(super) fn carry_out(verb: &Verb, tasks: &[&TaskView], scene: &Scene<'_>) -> Step {
    if let Some(step) = outcomes(scene) {
        return step;
    }
    match calls::of(verb, tasks, scene.now) {
        Some(calls) => Step::Call(calls),
        None => say(Reply::TooMany),
    }
}

/// The question which of them is meant.
pub(super) fn which_of(verb: &Verb, tasks: &[&TaskView]) -> Reply {
    Reply::Which { verb: verb.clone(), tasks: choices(tasks) }
}

/// The first few in the order of a list: by day, then as they were added.
fn choices(tasks: &[&TaskView]) -> Vec<TaskView> {
    let mut tasks: Vec<TaskView> = tasks.iter().map(|task| (*task).clone()).collect();
    let day = |task: &TaskView| task.due.as_ref().map(|due| (due.date.clone(), due.time.clone()));
    tasks.sort_by_cached_key(|task| (task.due.is_none(), day(task), task.id.clone()));
    tasks.truncate(CHOICES);
    tasks
}

fn all_of(verb: &Verb, showing: &Showing, scene: &Scene<'_>) -> Step {
    let showing = match showing {
        Showing::View(Shown::All) => Showing::View(lookup_view(verb)),
        other => other.clone(),
    };
    match scene.answers.last() {
        None => {
            let query = ListTasks { limit: Some(LOOK_UP_ROWS), ..show::query_of(&showing) };
            Step::Call(vec![("list_tasks", json!(query))])
        }
        Some(answer) if answer.error.is_some() => say(failed(answer)),
        Some(answer) => {
            let tasks = show::kept(&showing, answer);
            match tasks.tasks.as_slice() {
                [] => say(Reply::NothingIn(showing)),
                _ if tasks.has_more => say(Reply::TooMany),
                several => carry_out(verb, &several.iter().collect::<Vec<_>>(), scene),
            }
        }
    }
}

fn look_up(verb: &Verb, words: Option<&str>) -> (&'static str, serde_json::Value) {
    let (view, words) = (Some(lookup_view(verb)), words.map(str::to_owned));
    let query = ListTasks { view, words, limit: Some(LOOK_UP_ROWS), ..ListTasks::default() };
    ("list_tasks", json!(query))
}

/// First the tasks that hold all the words, however many tasks there are, and those that hold each part of "milk and bread"; then any, to
/// find what is misspelled.
fn by_words(verb: &Verb, words: &str, scene: &Scene<'_>) -> Step {
    let parts = parts(words);
    let Some((whole, others)) = scene.answers.split_first() else {
        let words = [words].into_iter().chain(parts.iter().copied());
        return Step::Call(words.map(|words| look_up(verb, Some(words))).collect());
    };
    if let Some((fit @ (Fit::Exact | Fit::Title | Fit::Words), tasks)) = find(words, &whole.tasks) {
        return match tasks.as_slice() {
            [one] if is_own_name(verb, one, scene) => confirm(verb, one),
            [one] if fit.is_title() || names(words, one) => carry_out(verb, &[one], scene),
            [one] => confirm(verb, one),
            several => say(which_of(verb, several)),
        };
    }
    let (of_parts, others) = others.split_at(parts.len().min(others.len()));
    if let Some(step) = by_parts(verb, &parts, of_parts, scene) {
        return step;
    }
    let missing = |words: &str| {
        say(Reply::NoSuchTask { verb: verb.clone(), words: words.to_owned(), said: scene.said.to_owned() })
    };
    match others {
        [] => Step::Call(vec![look_up(verb, None)]),
        [all] => match find(words, &all.tasks) {
            // A guess is asked about: nobody is to find a task changed that they never named.
            Some((_, tasks)) => match tasks.as_slice() {
                [one] => confirm(verb, one),
                several => say(which_of(verb, several)),
            },
            None if *verb == Verb::Complete => Step::Call(vec![look_up(&Verb::Reopen, Some(words))]),
            None => missing(words),
        },
        [_, done, ..] => match named(words, &done.tasks) {
            Some(task) => say(Reply::DoneAlready(task.clone())),
            None => missing(words),
        },
    }
}

fn confirm(verb: &Verb, task: &TaskView) -> Step {
    say(Reply::Confirm { verb: verb.clone(), task: task.clone() })
}

/// Whether the sentence that would delete is the task's own title ("Delete old photos"): then to do it may be meant, not to delete it.
fn is_own_name(verb: &Verb, task: &TaskView, scene: &Scene<'_>) -> bool {
    let said = plain(scene.said, talking::POLITE_HEADS, talking::POLITE_TAILS);
    match verb {
        Verb::Delete => is_same(said, &task.title),
        Verb::Complete
        | Verb::Reopen
        | Verb::Restore
        | Verb::Reschedule(_)
        | Verb::Shift(_)
        | Verb::Rename(_)
        | Verb::Priority(_)
        | Verb::Label(_)
        | Verb::Unlabel(_)
        | Verb::List(_)
        | Verb::MoveTo(_)
        | Verb::Repeat(_) => false,
    }
}

/// "milk", "bread" and "butter" of "milk, bread and butter"; none where it is one thing.
fn parts(words: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for piece in words.split(',') {
        let mut rest = piece.trim();
        while let Some((one, other)) = splits(rest, &["and"]).into_iter().next() {
            parts.push(one);
            rest = other;
        }
        parts.push(rest.strip_prefix("and ").unwrap_or(rest));
    }
    parts.retain(|part| !part.is_empty());
    if (2..=PARTS).contains(&parts.len()) { parts } else { Vec::new() }
}

/// Each part names a task of its own: then all of them are meant. One part that does not, and nothing is done.
fn by_parts(verb: &Verb, parts: &[&str], answers: &[Answer], scene: &Scene<'_>) -> Option<Step> {
    let found: Vec<_> = parts.iter().zip(answers).map(|(part, answer)| (*part, find(part, &answer.tasks))).collect();
    let fits = |fit: Fit| fit >= Fit::Words;
    if !found.iter().any(|(_, found)| found.as_ref().is_some_and(|(fit, _)| fits(*fit))) {
        return None;
    }
    let mut tasks: Vec<&TaskView> = Vec::new();
    for (part, found) in found {
        match found.as_ref().map(|(fit, tasks)| (*fit, tasks.as_slice())) {
            Some((fit, [one])) if fit.is_title() || (fits(fit) && names(part, one)) => {
                if !tasks.iter().any(|task| task.id == one.id) {
                    tasks.push(one);
                }
            }
            Some((_, several)) => {
                return Some(say(Reply::WhichOf { words: part.to_owned(), tasks: choices(several) }));
            }
            None => {
                let said = scene.said.to_owned();
                return Some(say(Reply::NoSuchTask { verb: verb.clone(), words: part.to_owned(), said }));
            }
        }
    }
    Some(carry_out(verb, &tasks, scene))
}

/// What is only guessed to be about a task is asked about, however well the words fit.
fn perhaps(verb: &Verb, words: &str, scene: &Scene<'_>) -> Step {
    let Some(first) = scene.answers.first() else { return Step::Call(vec![look_up(verb, Some(words))]) };
    match (find(words, &first.tasks), verb) {
        (Some((_, tasks)), _) => match tasks.as_slice() {
            [one] => confirm(verb, one),
            several => say(which_of(verb, several)),
        },
        (None, Verb::Delete) => {
            say(Reply::NoSuchTask { verb: verb.clone(), words: words.to_owned(), said: scene.said.to_owned() })
        }
        (None, _) => say(Reply::Unknown(scene.said.to_owned())),
    }
}

fn by_title(verb: &Verb, title: &str, scene: &Scene<'_>) -> Step {
    let Some(last) = scene.answers.last() else { return Step::Call(vec![look_up(verb, Some(title))]) };
    match find(title, &last.tasks) {
        Some((fit, tasks)) if fit.is_title() => match tasks.as_slice() {
            [one] => carry_out(verb, &[one], scene),
            several => say(which_of(verb, several)),
        },
        Some(_) | None => say(Reply::Unknown(scene.said.to_owned())),
    }
}

/// The first reading whose words name a task: as its title, else at all. Otherwise the first reading stands for all of them.
pub(super) fn one_of(readings: &[(Verb, Which)], scene: &Scene<'_>) -> Step {
    if let Some(step) = outcomes(scene) {
        return step;
    }
    let worded: Vec<(&Verb, &str, bool)> = readings
        .iter()
        .filter_map(|(verb, which)| match which {
            Which::Words(words) => Some((verb, words.as_str(), true)),
            Which::Title(words) => Some((verb, words.as_str(), false)),
            Which::It
            | Which::Them
            | Which::Last
            | Which::Nth(_)
            | Which::Places(_)
            | Which::All(_)
            | Which::Perhaps(_) => None,
        })
        .collect();
    if let Some((verb, which)) = readings.iter().find(|(_, which)| !matches!(which, Which::Words(_) | Which::Title(_)))
    {
        return act(verb, which, scene);
    }
    if scene.answers.is_empty() {
        return Step::Call(worded.iter().map(|(verb, words, _)| look_up(verb, Some(words))).collect());
    }
    let found: Vec<_> = worded
        .iter()
        .zip(scene.answers)
        .filter_map(|((verb, words, any), answer)| Some((*verb, *words, *any, find(words, &answer.tasks)?)))
        .collect();
    let titled = found.iter().rev().find(|(_, _, _, (fit, _))| fit.is_title());
    let worded_at_all = || found.iter().find(|(_, _, any, (fit, _))| *any && *fit >= Fit::Words);
    if let Some((verb, words, _, (fit, tasks))) = titled.or_else(worded_at_all) {
        return match tasks.as_slice() {
            [one] if fit.is_title() || names(words, one) => carry_out(verb, &[one], scene),
            [one] => confirm(verb, one),
            several => say(which_of(verb, several)),
        };
    }
    match (worded.first(), scene.answers.get(worded.len())) {
        (None | Some((_, _, false)), _) => say(Reply::Unknown(scene.said.to_owned())),
        (Some((verb, _, true)), None) => Step::Call(vec![look_up(verb, None)]),
        (Some((verb, words, true)), Some(all)) => match find(words, &all.tasks) {
            Some((_, tasks)) => match tasks.as_slice() {
                [one] => confirm(verb, one),
                several => say(which_of(verb, several)),
            },
            None => {
                let said = scene.said.to_owned();
                say(Reply::NoSuchTask { verb: (*verb).clone(), words: (*words).to_owned(), said })
            }
        },
    }
}

/// To a list, where there is one of that name.
fn move_to(place: &str, which: &Which, scene: &Scene<'_>) -> Step {
    let Some((first, rest)) = scene.answers.split_first() else {
        return Step::Call(vec![("list_lists", json!({}))]);
    };
    let name = place.trim_start_matches('#').trim();
    let name = super::super::words::after(name, &["the", "my"]).filter(|name| !name.is_empty()).unwrap_or(name);
    let known = first.lists.iter().find(|list| first.did == Did::ListsShown && is_same(&list.name, name));
    match known {
        Some(list) if list.name == docket_tasks::list::INBOX => {
            act(&Verb::List(None), which, &Scene { answers: rest, ..*scene })
        }
        Some(list) => act(&Verb::List(Some(list.name.clone())), which, &Scene { answers: rest, ..*scene }),
        None => say(Reply::NotADay(place.to_owned())),
    }
}

/// A task that is there goes to the list; else it is added to it.
pub(super) fn put(words: &str, list: &str, new: &AddTask, scene: &Scene<'_>) -> Step {
    let verb = Verb::List(Some(list.to_owned()));
    if let Some(step) = outcomes(scene) {
        return step;
    }
    let words = without_articles(words);
    match scene.answers.first() {
        None => Step::Call(vec![look_up(&verb, Some(&words))]),
        Some(found) => match named(&words, &found.tasks) {
            Some(task) => carry_out(&verb, &[task], scene),
            None => Step::Call(calls::add(new)),
        },
    }
}

fn without_articles(words: &str) -> String {
    use super::super::grammar::naming;
    let told: Vec<&str> =
        words.split_whitespace().filter(|word| !super::super::words::is(word, naming::ARTICLES)).collect();
    if told.is_empty() { words.to_owned() } else { told.join(" ") }
}

fn lookup_view(verb: &Verb) -> Shown {
    match verb {
        Verb::Complete
        | Verb::Delete
        | Verb::Reschedule(_)
        | Verb::Shift(_)
        | Verb::Rename(_)
        | Verb::Priority(_)
        | Verb::Label(_)
        | Verb::Unlabel(_)
        | Verb::List(_)
        | Verb::MoveTo(_)
        | Verb::Repeat(_) => Shown::All,
        Verb::Reopen => Shown::Done,
        Verb::Restore => Shown::Trash,
    }
}
