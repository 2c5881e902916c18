//! Tasks to be renamed, and to get another priority, label, list or repeat.

use jiff::Zoned;

use super::super::grammar::{changing, naming, showing};
use super::super::said::{Said, Verb, Which};
use super::super::words::{after, before, capitalised, cuts, is, splits};
use super::act::{TASK_WORDS, by_title};
use super::day::{DAY_WORDS, day_of, loose_repeat, whole_repeat};
use super::show::is_reference;
use super::which::{quoted, which};

/// Most ways to divide a sentence into an old and a new title that are tried.
const READINGS: usize = 4;
/// Most words of the name of a list or a label.
const NAME_WORDS: usize = 3;

/// A sentence that changes a field of a task.
pub(super) fn change(text: &str, now: &Zoned) -> Option<Said> {
    rename(text, now)
        .or_else(|| priority(text, now))
        .or_else(|| label(text, now))
        .or_else(|| repeat(text, now))
        .or_else(|| list(text, now))
}

fn act(verb: Verb, task: &str, now: &Zoned) -> Option<Said> {
    Some(Said::Act { verb, which: which(task, now) })
}

fn rename(text: &str, now: &Zoned) -> Option<Said> {
    if let Some(title) = after(text, changing::CALL_IT).filter(|title| !title.is_empty()) {
        return act(Verb::Rename(new_title(title)), "it", now);
    }
    if let Some(rest) = after(text, changing::RENAME) {
        if let Some(title) = after(rest, &["to", "as", "into"]).filter(|title| !title.is_empty()) {
            return act(Verb::Rename(new_title(title)), "it", now);
        }
        let readings = readings(rest, changing::RENAME_TO, now);
        return Some(match readings.len() {
            0 => Said::NoTitle(rest.to_owned()),
            _ => Said::OneOf(readings),
        });
    }
    // "change the oil to synthetic" is a task of its own, unless "the oil" is one.
    let rest = after(text, &["change"])?;
    let exact = readings(rest, &["to"], now).into_iter().map(|(verb, which)| (verb, by_title(which)));
    let dated = splits(rest, &["to"]).iter().any(|(_, day)| day_of(day, now).is_some());
    let readings: Vec<_> = exact.filter(|_| !dated).collect();
    (!readings.is_empty() && level(text).is_none()).then_some(Said::OneOf(readings))
}

/// Old and new title at each of the separators; the old one may hold them too ("rename talk to Anna to talk to Bob").
fn readings(rest: &str, separators: &[&str], now: &Zoned) -> Vec<(Verb, Which)> {
    splits(rest, separators)
        .into_iter()
        .filter(|(old, new)| !old.is_empty() && !new.is_empty())
        .take(READINGS)
        .map(|(old, new)| (Verb::Rename(new_title(new)), which(old, now)))
        .collect()
}

fn new_title(text: &str) -> String {
    capitalised(quoted(text).unwrap_or(text))
}

fn named(text: &str, levels: &[(&str, u8)]) -> Option<u8> {
    levels.iter().find(|(name, _)| is(text, &[name])).map(|(_, level)| *level)
}

fn level(text: &str) -> Option<u8> {
    named(text, changing::LEVELS)
}

fn priority(text: &str, now: &Zoned) -> Option<Said> {
    if let Some(rest) = after(text, changing::NO_PRIORITY) {
        return act(Verb::Priority(4), rest, now);
    }
    if let Some(rest) = after(text, changing::PRIORITISE).filter(|rest| !rest.is_empty()) {
        return act(Verb::Priority(1), rest, now);
    }
    if let Some(rest) =
        after(text, &["set the priority to", "set priority to", "set priority", "change the priority to"])
        && let Some(level) = level(rest).or_else(|| named(rest, changing::BARE_LEVELS))
    {
        return act(Verb::Priority(level), "it", now);
    }
    if let Some(rest) = after(text, changing::SET_PRIORITY) {
        let says_priority =
            after(text, &["set the priority", "set priority", "change the priority", "change priority"]);
        for (task, said) in cuts(rest, 7) {
            let said = after(said, changing::TO_LEVEL).unwrap_or(said);
            let bare = says_priority.and_then(|_| named(said, changing::BARE_LEVELS));
            if let Some(level) = level(said).or(bare) {
                let task = before(task, &["a", "the"]).filter(|task| !task.is_empty()).unwrap_or(task);
                return act(Verb::Priority(level), task, now);
            }
        }
        return None;
    }
    if after(text, showing::QUESTION).is_some() {
        return None;
    }
    let (task, said) = splits(text, &["is now", "is", "are", "has", "gets"]).pop()?;
    let level = level(after(said, &["a", "the"]).unwrap_or(said))?;
    let short = task.split_whitespace().count() <= TASK_WORDS && !task.contains([',', ';']);
    short.then(|| act(Verb::Priority(level), task, now)).flatten()
}

/// The name of a label as it is said: `@calls`, "calls".
fn label_name(text: &str) -> Option<String> {
    let name = quoted(text).unwrap_or(text).trim().trim_start_matches('@').trim();
    (!name.is_empty() && name.split_whitespace().count() <= NAME_WORDS).then(|| name.to_owned())
}

fn label(text: &str, now: &Zoned) -> Option<Said> {
    if let Some(rest) = after(text, changing::NO_LABELS) {
        return act(Verb::Unlabel(None), rest, now);
    }
    let marked = |heads: &[&str]| after(text, heads).filter(|rest| rest.starts_with('@'));
    if let Some(rest) = after(text, changing::REMOVE_LABEL).or_else(|| marked(&["remove", "take", "drop", "delete"])) {
        let (name, task) = splits(rest, changing::LABEL_FROM).into_iter().next()?;
        return act(Verb::Unlabel(Some(label_name(name)?)), task, now);
    }
    if let Some(rest) = after(text, changing::ADD_LABEL).or_else(|| marked(&["add", "put", "set"])) {
        let (name, task) = splits(rest, changing::LABEL_TO).into_iter().next()?;
        return act(Verb::Label(label_name(name)?), task, now);
    }
    if let Some(rest) = after(text, changing::LABEL) {
        let (task, name) = splits(rest, changing::LABEL_AS).pop().or_else(|| {
            let (task, name) = rest.rsplit_once(' ')?;
            name.starts_with('@').then_some((task, name))
        })?;
        return act(Verb::Label(label_name(name)?), task, now);
    }
    let rest = after(text, &["give", "mark", "set"])?;
    let (task, name) =
        splits(rest, &["the label", "the tag", "a label", "with the label", "with label"]).into_iter().next()?;
    act(Verb::Label(label_name(name)?), task, now)
}

fn list(text: &str, now: &Zoned) -> Option<Said> {
    if let Some(rest) = after(text, &["set the list of", "change the list of", "change the list for"]) {
        let (task, list) = splits(rest, &["to"]).pop()?;
        return act(Verb::List(list_name(list)), task, now);
    }
    let rest = after(text, changing::MOVE)?;
    if let Some(task) = before(rest, changing::OUT_OF_LIST) {
        return act(Verb::List(None), task, now);
    }
    let out = splits(rest, &["out of the", "out of my", "out of"]).pop();
    if let Some((task, list)) = out.filter(|(task, list)| !task.is_empty() && !list.is_empty()) {
        let is_list = before(list, &["list"]).is_some() || list.starts_with('#');
        return is_list.then(|| act(Verb::List(None), task, now)).flatten();
    }
    if after(text, &["put", "take"]).is_some() {
        return None;
    }
    let (task, list) = list_at_end(rest)?;
    let to = Some(list).filter(|name| !name.eq_ignore_ascii_case(docket_tasks::list::INBOX));
    act(Verb::List(to), task, now)
}

/// A task and the list that a sentence says it is to go to: "bread to the Work list", "bread in #Work".
pub(super) fn list_at_end(rest: &str) -> Option<(&str, String)> {
    splits(rest, changing::TO_LIST).into_iter().rev().find_map(|(task, place)| {
        let marked = place.strip_prefix('#').filter(|name| !name.is_empty() && !name.contains(char::is_whitespace));
        let listed = || {
            let name = before(place, &["list"]).map(|name| after(name, &["the", "my"]).unwrap_or(name));
            name.filter(|name| !is(name, super::super::grammar::adding::NO_LIST))
        };
        let after_word =
            || after(&rest[task.len()..], &["to the list", "into the list", "in the list", "onto the list"]);
        let name = marked.or_else(listed).or_else(after_word)?;
        let fits = !name.is_empty() && name.split_whitespace().count() <= NAME_WORDS && !task.is_empty();
        fits.then(|| (task, list_name(name).unwrap_or_default())).filter(|(_, name)| !name.is_empty())
    })
}

fn list_name(text: &str) -> Option<String> {
    let name = quoted(text).unwrap_or(text);
    let name = before(name, &["list"]).filter(|name| !name.is_empty()).unwrap_or(name);
    let name = after(name, &["the", "my"]).filter(|name| !name.is_empty()).unwrap_or(name);
    let name = name.trim_start_matches('#').trim();
    (!name.is_empty() && !is(name, &["inbox"])).then(|| capitalised(name))
}

fn repeat(text: &str, now: &Zoned) -> Option<Said> {
    if let Some((head, rest)) = stop(text) {
        let task = before(rest, changing::ANY_MORE).unwrap_or(rest);
        if head != "make" {
            return act(Verb::Repeat(None), task, now);
        }
    }
    let subject = after(text, &["make", "let", "have"]).unwrap_or(text);
    if let Some(task) = before(subject, changing::NOT_REPEATING).filter(|task| !task.is_empty())
        && after(text, showing::QUESTION).is_none()
    {
        return act(Verb::Repeat(None), task, now);
    }
    let head = after(text, changing::REPEAT);
    let rest = match head {
        Some(rest) => rest,
        None if after(text, showing::QUESTION).is_some() => return None,
        None => text,
    };
    let clearly = after(text, &["repeat"]).is_some();
    for (task, how) in splits(rest, changing::REPEATS) {
        let sure = clearly || after(&rest[task.len()..], changing::REPEATS_PERHAPS).is_none();
        let repeating = if sure { loose_repeat(how, now) } else { whole_repeat(how, now) };
        if let Some(repeating) = repeating.filter(|_| !task.is_empty()) {
            let which = which(task, now);
            let which = if sure || is_reference(task) { which } else { by_title(which) };
            return Some(Said::Act { verb: Verb::Repeat(Some(repeating)), which });
        }
    }
    head?;
    let (task, repeating) =
        cuts(rest, DAY_WORDS).into_iter().find_map(|(task, how)| Some((task, whole_repeat(how, now)?)))?;
    let which = which(task, now);
    let which = if clearly || is(task, naming::IT) { which } else { by_title(which) };
    Some(Said::Act { verb: Verb::Repeat(Some(repeating)), which })
}

fn stop(text: &str) -> Option<(&'static str, &str)> {
    changing::STOP_REPEAT.iter().find_map(|head| Some((*head, after(text, &[head])?)))
}
