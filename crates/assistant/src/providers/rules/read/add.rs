//! Tasks to be added.

use docket_tasks::Source;
use docket_tasks::quick_add::{self, Context};
use jiff::Zoned;

use super::super::grammar::{adding, changing};
use super::super::said::{Said, Verb};
use super::super::words::{after, before, capitalised, cuts, is, splits};
use super::day::{DAY_WORDS, whole_day};
use super::which::quoted;
use super::{act, change, show};
use crate::tools::{AddTask, DueArgument, ReminderArgument, RepeatArgument};

/// Most words of one thing in "butter, jam and tea".
const THING_WORDS: usize = 3;

/// A sentence that adds.
pub(super) fn add(text: &str, now: &Zoned) -> Option<Said> {
    if after(text, changing::ABOUT_LISTS).is_some() {
        return Some(Said::Elsewhere);
    }
    if let Some(name) = after(text, changing::ADD_LIST) {
        return list(name, now);
    }
    if let Some(command) = after(text, adding::WISH).and_then(|wish| wished(wish, now)) {
        return Some(command);
    }
    let bare = after(text, adding::BARE).filter(|rest| !rest.is_empty());
    if let Some(showing) = bare.and_then(|rest| show::view(rest, now)) {
        return Some(Said::Show(showing));
    }
    if let Some(rest) = after(text, adding::PUT) {
        return put(rest, now);
    }
    let (rest, reminder) = match after(text, adding::REMIND) {
        Some(rest) => (rest, true),
        None => (after(text, adding::ADD)?, false),
    };
    if rest.is_empty() {
        return Some(Said::AddNothing(None));
    }
    if let Some(due) = whole_day(after(rest, adding::FOR_DAY).unwrap_or(rest), now) {
        return Some(Said::AddNothing(Some(DueArgument::of(&due))));
    }
    let (rest, day) = day_first(rest, now);
    let (title, list, list_day) = onto_list_for(rest, now);
    let mut new = with_day(task(title, now), day.or(list_day));
    if reminder
        && let Some(title) =
            after(&new.title, &["that i need to", "that i have to", "to", "about"]).filter(|title| !title.is_empty())
    {
        new.title = capitalised(title);
    }
    new.list = list.or(new.list);
    Some(Said::Add(if reminder { vec![new] } else { each_of(new) }))
}

/// "add a list called Work"; one with tasks in it ("add a list for the party: cups, plates") is not made of its name.
fn list(name: &str, now: &Zoned) -> Option<Said> {
    let name = quoted(name).unwrap_or(name).trim_start_matches('#').trim();
    let is_name = name.split_whitespace().count() <= 6 && !name.contains([':', ',']);
    if name.is_empty() || is_name {
        let name = before(name, &["list"]).filter(|name| !name.is_empty()).unwrap_or(name);
        return Some(Said::AddList(capitalised(name)));
    }
    Some(Said::Add(vec![task(name, now)]))
}

/// The command in a wish ("I want to see my tasks"). To complete something is what one wishes of oneself, so that stays a task.
fn wished(wish: &str, now: &Zoned) -> Option<Said> {
    let command = change::change(wish, now).or_else(|| act::act(wish, now)).or_else(|| show::show(wish, now));
    command.filter(|said| match said {
        Said::Act { verb, which: _ } => {
            *verb != Verb::Complete || after(wish, super::super::grammar::acting::MARK).is_some()
        }
        Said::Show(_) | Said::Count(_) | Said::Plan(_) | Said::Lists | Said::Labels | Said::OneOf(_) => true,
        _ => false,
    })
}

/// "put milk on the shopping list", where milk may be there already.
fn put(rest: &str, now: &Zoned) -> Option<Said> {
    if let Some((words, list)) = change::list_at_end(rest) {
        let new = Box::new(AddTask { list: Some(list.clone()), ..task(words, now) });
        return Some(Said::Put { words: words.to_owned(), list, new });
    }
    let (title, list) = onto_list(rest)?;
    Some(Said::Add(vec![AddTask { list, ..task(title, now) }]))
}

/// "friday: buy cake"
fn day_first<'a>(text: &'a str, now: &Zoned) -> (&'a str, Option<DueArgument>) {
    let named = text.split_once(": ").and_then(|(day, title)| Some((title, whole_day(day, now)?)));
    named.map_or((text, None), |(title, due)| (title.trim(), Some(DueArgument::of(&due))))
}

/// The task on that day, where its words name none.
pub(super) fn with_day(new: AddTask, day: Option<DueArgument>) -> AddTask {
    AddTask { due: new.due.or(day), ..new }
}

/// As [`onto_list`], where the day may come after the list ("to the shopping list for tomorrow").
fn onto_list_for<'a>(text: &'a str, now: &Zoned) -> (&'a str, Option<String>, Option<DueArgument>) {
    if let Some((title, list)) = onto_list(text) {
        return (title, list, None);
    }
    let dated = cuts(text, DAY_WORDS).into_iter().find_map(|(start, day)| {
        let (title, list) = before(start, &["list"]).and_then(|_| onto_list(start))?;
        let due = whole_day(after(day, adding::FOR_DAY).unwrap_or(day), now)?;
        Some((title, list, Some(DueArgument::of(&due))))
    });
    dated.unwrap_or((text, None, None))
}

/// A title without "to my list", or without "to the Garden list" and with that list.
fn onto_list(text: &str) -> Option<(&str, Option<String>)> {
    if let Some(title) = before(text, adding::ONTO_LIST).filter(|title| !title.is_empty()) {
        return Some((title, None));
    }
    let title_and_list = before(text, &["list"])?;
    let (title, name) = splits(title_and_list, &["to the", "to my", "onto the", "onto my", "on the", "on my"]).pop()?;
    let one_name = !name.is_empty() && name.split_whitespace().count() <= 3 && !is(name, adding::NO_LIST);
    one_name.then(|| (title, Some(capitalised(name))))
}

/// The tasks that one title names: "butter, jam and tea" are three. Only where each is a few words, and the first is no longer than the
/// others: "call Anna, Bob and Carl" is one call.
fn each_of(new: AddTask) -> Vec<AddTask> {
    let mut things: Vec<&str> = new.title.split(',').map(str::trim).collect();
    if things.len() < 2 || new.title.contains(['"', '“', '”', '(']) {
        return vec![new];
    }
    if let Some(last) = things.pop() {
        match after(last, &["and"]) {
            Some(last) => things.push(last),
            None => match splits(last, &["and"]).first() {
                Some((one, other)) => things.extend([*one, *other]),
                None => things.push(last),
            },
        }
    }
    let words = |thing: &&str| thing.split_whitespace().count();
    let longest_other = things.iter().skip(1).map(words).max().unwrap_or_default();
    let fit = things.iter().all(|thing| (1..=THING_WORDS).contains(&words(thing)));
    if things.len() < 3 || !fit || things.first().is_some_and(|first| words(first) > longest_other) {
        return vec![new];
    }
    things.into_iter().map(|thing| AddTask { title: capitalised(thing), ..new.clone() }).collect()
}

/// The task that a line means by the quick-add grammar, with a capital first letter.
pub(in super::super) fn task(line: &str, now: &Zoned) -> AddTask {
    let parsed = quick_add::parse(line, &Context::new(now, &[]));
    let draft = parsed.draft;
    let due = draft.due.as_ref().map(DueArgument::of);
    let list = draft.list.clone();
    let priority = draft.priority.map(u8::from);
    let new = draft.into_new_task(Source::Assistant);
    AddTask {
        title: capitalised(quoted(&new.title).unwrap_or(&new.title)),
        due,
        priority,
        list,
        labels: (!new.labels.is_empty()).then_some(new.labels),
        notes: None,
        repeat: new.repeat.as_ref().map(RepeatArgument::of),
        start: None,
        duration_min: new.duration_min,
        reminders: (!new.reminders.is_empty())
            .then(|| new.reminders.iter().map(|reminder| ReminderArgument::of(&reminder.when)).collect()),
        parent: None,
    }
}
