//! Which task a piece of a sentence names.

use jiff::Zoned;

use super::super::grammar::naming;
use super::super::said::{Showing, Which};
use super::super::words::{after, before, is};
use super::show;
use crate::tools::Shown;

/// Which task a piece of a sentence names.
pub(in super::super) fn which(text: &str, now: &Zoned) -> Which {
    let text = text.trim();
    if let Some(title) = quoted(text) {
        return Which::Words(title.to_owned());
    }
    let text = text.trim_matches(['"', '“', '”', '\'']);
    if text.is_empty() || is(text, naming::IT) {
        return Which::It;
    }
    if is(text, naming::THEM) {
        return Which::Them;
    }
    if is(text, naming::LAST) {
        return Which::Last;
    }
    if let Some(which) = number(text).or_else(|| places(text)) {
        return which;
    }
    if let Some(showing) = all(text, now) {
        return Which::All(Box::new(showing));
    }
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is(word, naming::ARTICLES)).collect();
    if words.is_empty() { Which::It } else { Which::Words(words.join(" ")) }
}

/// What stands in quotation marks, if that is all.
pub(super) fn quoted(text: &str) -> Option<&str> {
    let inner = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('\'', '\'')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.map(str::trim).filter(|inner| !inner.is_empty() && !inner.contains(['"', '“', '”']))
}

/// "everything due today", "all overdue tasks", "all tasks in Work".
fn all(text: &str, now: &Zoned) -> Option<Showing> {
    if is(text, &["everything", "all", "all tasks", "all my tasks", "every task", "all the tasks", "all open tasks"]) {
        return Some(Showing::View(Shown::All));
    }
    if is(text, &["the overdue ones", "overdue tasks", "my overdue tasks", "the overdue tasks", "overdue"]) {
        return Some(Showing::View(Shown::Overdue));
    }
    if is(text, &["done tasks", "completed tasks", "finished tasks", "the completed ones", "my completed tasks"]) {
        return Some(Showing::View(Shown::Done));
    }
    if is(text, &["today's tasks", "the tasks of today", "the tasks for today"]) {
        return Some(Showing::View(Shown::Today));
    }
    let rest = after(text, &["everything", "every", "all of the", "all of my", "all of", "all the", "all my", "all"])?;
    let rest = after(rest, &["tasks that are", "tasks which are", "tasks", "task", "of"]).unwrap_or(rest);
    let rest = after(rest, &["that is", "that are", "due", "for", "of", "from"]).unwrap_or(rest);
    let rest = before(rest, &["tasks", "ones", "things", "items"]).unwrap_or(rest);
    show::view(rest, now).or_else(|| show::marked(rest)).or_else(|| {
        let name = after(rest, &["in the", "on the", "in my", "on my", "in", "on"])?;
        (!name.is_empty()).then(|| Showing::List(name.to_owned()))
    })
}

/// Several places: "1 and 3", "the first two", "the first and the third".
fn places(text: &str) -> Option<Which> {
    if let Some(rest) = after(text, &["the first", "first"]) {
        let rest = before(rest, &["tasks", "ones", "of them"]).unwrap_or(rest);
        let count = COUNTS.iter().position(|count| is(rest, &[count])).map(|place| place + 2);
        if let Some(count) = count.or_else(|| rest.parse().ok().filter(|count| (2..=20).contains(count))) {
            return Some(Which::Places((0..count).collect()));
        }
    }
    let pieces =
        text.split(',').flat_map(|piece| piece.split(" and ")).map(str::trim).filter(|piece| !piece.is_empty());
    let mut places = Vec::new();
    for piece in pieces {
        match number(after(piece, &["and"]).unwrap_or(piece))? {
            Which::Nth(place) => places.push(place),
            _ => return None,
        }
    }
    (places.len() > 1).then_some(Which::Places(places))
}

/// From two on.
const COUNTS: &[&str] = &["two", "three", "four", "five"];

/// A place in the list that was shown: "2", "#2", "number 2", "the second one".
pub(in super::super) fn number(text: &str) -> Option<Which> {
    let text = after(text, &["number", "no", "task", "the", "nr"]).filter(|rest| !rest.is_empty()).unwrap_or(text);
    let text = before(text, &["one", "task"]).filter(|rest| !rest.is_empty()).unwrap_or(text);
    if let Some(place) = naming::ORDINALS.iter().position(|ordinal| is(text, &[ordinal])) {
        return Some(Which::Nth(place));
    }
    if is(text, &["last"]) {
        return Some(Which::Last);
    }
    let digits = text.strip_prefix('#').unwrap_or(text);
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| digits.strip_suffix(end)).unwrap_or(digits);
    let place: usize = digits.parse().ok().filter(|_| digits.len() <= 3)?;
    place.checked_sub(1).map(Which::Nth)
}
