//! Tasks to be completed, reopened, deleted, restored and moved to another day.

use jiff::Zoned;

use super::super::grammar::{acting, moving, showing};
use super::super::said::{Said, Verb, Which};
use super::super::words::{after, before, cuts, is, splits};
use super::day::{DAY_WORDS, day_of, length};
use super::which::which;

/// Most words that somebody names a task by in passing ("… is done").
pub(super) const TASK_WORDS: usize = 6;

/// A sentence that does something to tasks that are there.
pub(super) fn act(text: &str, now: &Zoned) -> Option<Said> {
    let said = |verb, task: &str| Some(Said::Act { verb, which: which(task, now) });
    if let Some(rest) = after(text, moving::CLEAR_DAY) {
        return said(Verb::Reschedule(None), rest);
    }
    if let Some(rest) = after(text, acting::MARK) {
        if let Some(task) = before(rest, acting::AS_OPEN) {
            return said(Verb::Reopen, task);
        }
        if let Some(task) = before(rest, acting::AS_DONE) {
            return said(Verb::Complete, task);
        }
        if let Some(task) = after(rest, &["as done", "as complete", "as completed", "as finished", "done", "complete"])
        {
            return said(Verb::Complete, after(task, &[":"]).unwrap_or(task));
        }
    }
    if let Some(rest) = after(text, moving::WILL_DO) {
        let (task, day) = cuts(rest, DAY_WORDS).into_iter().find_map(|(task, day)| Some((task, day_of(day, now)?)))?;
        return said(Verb::Reschedule(day), task);
    }
    if let Some(rest) = after(text, acting::RESTORE) {
        return said(Verb::Restore, rest);
    }
    if let Some(task) = after(text, &["bring", "get", "have"]).and_then(|rest| before(rest, &["back"])) {
        return said(Verb::Restore, task);
    }
    if let Some(rest) = after(text, moving::RESCHEDULE) {
        return reschedule(text, rest, now);
    }
    if let Some(task) = after(text, acting::CHECK).and_then(|rest| before(rest, acting::OFF)) {
        return said(Verb::Complete, task);
    }
    for (heads, verb) in
        [(acting::REOPEN, Verb::Reopen), (acting::DELETE, Verb::Delete), (acting::COMPLETE, Verb::Complete)]
    {
        if let Some(rest) = after(text, heads) {
            // "I did not call": the opposite of a command is none.
            let opposite = after(rest, acting::NOT).is_some();
            return (!opposite).then(|| Said::Act { which: of_list(rest, &verb, now), verb });
        }
    }
    if after(text, showing::QUESTION).is_some() {
        return None;
    }
    // A long sentence that happens to end in "done" tells something else.
    let names_a_task = |task: &&str| task.split_whitespace().count() <= TASK_WORDS && !task.contains([',', ';']);
    if let Some(day) = after(text, &["make that", "i mean", "i meant", "rather", "no"]).filter(|day| !day.is_empty()) {
        return said(Verb::Reschedule(day_of(day, now)?), "it");
    }
    let said_of = |tails, verb| before(text, tails).filter(names_a_task).and_then(|task| said(verb, task));
    said_of(acting::IS_OPEN, Verb::Reopen)
        .or_else(|| said_of(acting::IS_DONE, Verb::Complete))
        .or_else(|| is_due(text, now))
        .or_else(|| i_have(text))
}

/// Which task, where the list that it is on may be named too ("delete milk from the shopping list"). To take something off a list may
/// mean less than to delete it, so that is asked about.
fn of_list(rest: &str, verb: &Verb, now: &Zoned) -> Which {
    let from = splits(rest, &["from the", "from my", "off the", "off my"]).pop();
    let task = from.and_then(|(task, list)| {
        let is_list = before(list, &["list", "lists", "trash"]).is_some() || is(list, &["inbox", "trash", "list"]);
        is_list.then_some(task)
    });
    match (task, verb, task.map(|task| which(task, now))) {
        (Some(task), Verb::Delete, Some(Which::Words(_))) => Which::Perhaps(task.to_owned()),
        (Some(_), _, Some(which)) => which,
        _ => which(rest, now),
    }
}

/// "the dentist is due on Friday"
fn is_due(text: &str, now: &Zoned) -> Option<Said> {
    let (task, day) =
        splits(text, &["is due on", "is due by", "is due", "is now due", "are due on", "are due"]).pop()?;
    let due = day_of(day, now)?;
    Some(Said::Act { verb: Verb::Reschedule(due), which: which(task, now) })
}

/// "I called Anna": perhaps that was a task.
fn i_have(text: &str) -> Option<Said> {
    let rest = after(text, acting::I_HAVE)?;
    let (past, object) = rest.split_once(' ')?;
    if object.split_whitespace().count() > TASK_WORDS || after(object, acting::NOT).is_some() {
        return None;
    }
    let past = past.to_lowercase();
    let irregular = acting::PAST.iter().find(|(form, _)| *form == past).map(|(_, verb)| (*verb).to_owned());
    // "called" and "baked" alike are found by the beginning of the word.
    let verb = irregular.or_else(|| past.strip_suffix("ed").filter(|stem| stem.len() >= 3).map(str::to_owned))?;
    let words: Vec<&str> =
        object.split_whitespace().filter(|word| !is(word, super::super::grammar::naming::ARTICLES)).collect();
    (!words.is_empty())
        .then(|| Said::Act { verb: Verb::Complete, which: Which::Perhaps(format!("{verb} {}", words.join(" "))) })
}

fn reschedule(text: &str, rest: &str, now: &Zoned) -> Option<Said> {
    if let Some(said) = shift(text, rest, now) {
        return Some(said);
    }
    let dated = |splits: &[(&str, &str)]| {
        splits.iter().find_map(|(task, day)| {
            let due = day_of(day, now)?;
            // "from Tuesday to Friday": the old day is no part of the name.
            let task = without_old_day(task, now).unwrap_or(task);
            Some((which(task, now), Verb::Reschedule(due)))
        })
    };
    if after(text, moving::EVERYDAY).is_some() {
        let (which, verb) = dated(&splits(rest, moving::CLEARLY_TO_DAY)).or_else(|| {
            let near = dated(&splits(rest, moving::TO_DAY)).or_else(|| dated(&cuts(rest, DAY_WORDS)));
            near.map(|(which, verb)| (by_title(which), verb))
        })?;
        return Some(Said::Act { verb, which });
    }
    let by_word = splits(rest, moving::TO_DAY);
    if let Some((which, verb)) = dated(&by_word).or_else(|| dated(&cuts(rest, DAY_WORDS))) {
        return Some(Said::Act { verb, which });
    }
    let to = splits(rest, &["to", "into", "onto"]);
    Some(match (to.last(), by_word.last()) {
        (Some((task, place)), _) if !place.is_empty() => {
            Said::Act { verb: Verb::MoveTo((*place).to_owned()), which: which(task, now) }
        }
        (_, Some((_, day))) if !day.is_empty() => Said::NotADay((*day).to_owned()),
        _ => Said::NoDay(rest.to_owned()),
    })
}

fn without_old_day<'a>(task: &'a str, now: &Zoned) -> Option<&'a str> {
    let (task, day) = splits(task, &["from"]).pop()?;
    day_of(day, now).map(|_| task)
}

/// "postpone the dentist by a week", "push it back 2 days", "bring the report forward a day".
fn shift(text: &str, rest: &str, now: &Zoned) -> Option<Said> {
    let clear = after(text, moving::BY_HOW_MUCH).is_some();
    let earlier_head = after(text, &["bring forward", "pull forward"]).is_some();
    let turned = |task: &str, shift: super::super::said::Shift, earlier: bool| {
        let shift = if earlier { shift.earlier() } else { shift };
        Some(Said::Act { verb: Verb::Shift(shift), which: which(task, now) })
    };
    // "push forward" is later, "bring forward" earlier.
    let forward_is_later = after(text, &["push", "postpone", "defer", "delay"]).is_some();
    for (task, by) in splits(rest, moving::EARLIER_BY) {
        if let Some(length) = length(by) {
            return turned(task, length, !forward_is_later);
        }
    }
    for (task, by) in splits(rest, moving::LATER_BY) {
        let bare_for = after(&rest[task.len()..], &["for", "on by"]).is_some();
        if let Some(length) = length(by).filter(|_| clear || !bare_for) {
            return turned(task, length, earlier_head);
        }
    }
    for (task, by) in cuts(rest, 6) {
        let (by, earlier) = match (before(by, moving::EARLIER), before(by, moving::LATER)) {
            (Some(by), _) => (by, !forward_is_later),
            (None, Some(by)) => (by, false),
            (None, None) if clear => (by, earlier_head),
            (None, None) => continue,
        };
        if let Some(length) = length(by) {
            return turned(task, length, earlier);
        }
    }
    None
}

/// Only a task of exactly that title.
pub(super) fn by_title(which: Which) -> Which {
    match which {
        Which::Words(words) => Which::Title(words),
        other => other,
    }
}
