//! From a sentence to what was meant.

use docket_tasks::quick_add::{self, Context};
use docket_tasks::{Due, Source};
use jiff::civil::Weekday;
use jiff::{ToSpan, Zoned};

use super::grammar as words_of;
use super::memory::Pending;
use super::words::{after, before, capitalised, cuts, is, plain, splits};
use crate::agent::MAX_TOOL_CALLS;
use crate::tools::{AddTask, DueArgument, Shown};

/// What was meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Add(Vec<AddTask>),
    /// A task without words, but perhaps with a day.
    AddNothing(Option<DueArgument>),
    /// Something about lists themselves.
    Lists,
    Show(Showing),
    Act {
        verb: Verb,
        which: Which,
    },
    /// A day was named that is none.
    NotADay(String),
    /// To be moved, but to which day?
    NoDay(String),
    Undo,
    Help,
    Greeting,
    Thanks,
    Yes,
    No,
    /// A number, or another answer to a question with choices.
    Pick(Which),
    /// More than is read at all.
    TooLong,
    Unknown,
}

/// What is to be done to a task.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verb {
    Complete,
    Reopen,
    Delete,
    Restore,
    Reschedule(Option<DueArgument>),
}

impl Verb {
    /// Whether a sentence with this verb may be a task of its own ("cancel the gym", "move the sofa").
    pub(super) fn may_be_a_task(&self) -> bool {
        match self {
            Self::Complete | Self::Delete | Self::Reschedule(_) => true,
            Self::Reopen | Self::Restore => false,
        }
    }
}

/// Which task is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Which {
    It,
    Last,
    /// From 0.
    Nth(usize),
    /// All of a view.
    All(Shown),
    Words(String),
    /// The whole title, or else nothing of the sort was meant.
    Title(String),
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Showing {
    View(Shown),
    /// Due from one date to another.
    Days {
        from: jiff::civil::Date,
        until: jiff::civil::Date,
        name: &'static str,
    },
    Day(jiff::civil::Date),
    List(String),
    Label(String),
    About(String),
    /// A list by that name, else a search.
    Named(String),
}

/// Most words that somebody names a task by in passing ("… is done").
const TASK_WORDS: usize = 6;
/// Longest line that is read. A title has at most 500 characters, and the work grows faster than the line.
const LINE_CHARS: usize = 1_000;
/// Most words of a line that is read.
const LINE_WORDS: usize = 100;
/// Most words that name a day ("on the 3rd of December at half past five in the afternoon"); no more are tried.
const DAY_WORDS: usize = 11;

/// One more than can be added at once, and a heading: enough to know that there are too many.
const MOST_LINES: usize = MAX_TOOL_CALLS + 2;

fn is_too_long(line: &str) -> bool {
    line.chars().nth(LINE_CHARS).is_some() || line.split_whitespace().nth(LINE_WORDS).is_some()
}

/// Reads what the user said. `pending`: the question that was asked before, if any.
pub(super) fn read(text: &str, pending: &Pending, now: &Zoned) -> Said {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST_LINES).collect();
    if lines.iter().any(|line| is_too_long(line)) {
        return Said::TooLong;
    }
    match lines.as_slice() {
        [] => Said::Unknown,
        [line] => one_line(line, pending, now),
        [first, rest @ ..] => several_lines(first, rest, now),
    }
}

fn one_line(line: &str, pending: &Pending, now: &Zoned) -> Said {
    let text = plain(line, words_of::POLITE_HEADS, words_of::POLITE_TAILS);
    for (phrases, said) in [
        (words_of::YES, Said::Yes),
        (words_of::NO, Said::No),
        (words_of::UNDO, Said::Undo),
        (words_of::HELP, Said::Help),
        (words_of::GREETING, Said::Greeting),
        (words_of::THANKS, Said::Thanks),
    ] {
        if is(text, phrases) || is(line, phrases) {
            return said;
        }
    }
    if let Some(which) = number(text) {
        return Said::Pick(which);
    }
    let understood = add(text, now).or_else(|| act(text, now)).or_else(|| show(text, now));
    match (understood, pending) {
        (Some(said), _) => said,
        (None, Pending::Title(due)) => Said::Add(vec![with_day(task(text, now), due.clone())]),
        (None, Pending::Choice { .. }) => Said::Pick(which(text)),
        (None, Pending::Confirm { .. } | Pending::Offer(_) | Pending::Nothing) => Said::Unknown,
    }
}

fn several_lines(first: &str, rest: &[&str], now: &Zoned) -> Said {
    let head = after(plain(first, words_of::POLITE_HEADS, &[]), words_of::ADD)
        .or_else(|| after(plain(first, words_of::POLITE_HEADS, &[]), words_of::REMIND));
    let mut items = Vec::new();
    match head {
        // A heading, such as "Add these tasks:".
        Some(title) if title.is_empty() || first.ends_with(':') => {}
        Some(title) => items.push(title),
        None if rest.iter().chain([&first]).all(|line| bullet(line).is_some()) => items.push(first),
        None => return Said::Unknown,
    }
    items.extend(rest);
    let tasks = items.into_iter().map(|line| {
        let line = bullet(line).unwrap_or(line);
        let title = after(line, words_of::ADD).filter(|title| !title.is_empty()).unwrap_or(line);
        task(title, now)
    });
    Said::Add(tasks.collect())
}

/// A line without the mark that makes it one of a list.
fn bullet(line: &str) -> Option<&str> {
    let unmarked = ["- [ ] ", "* [ ] ", "[ ] ", "- ", "* ", "• ", "– "].iter().find_map(|mark| line.strip_prefix(mark));
    unmarked.map(str::trim).or_else(|| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line[digits..].strip_prefix(['.', ')'])?;
        (digits > 0 && rest.starts_with(' ')).then(|| rest.trim())
    })
}

fn add(text: &str, now: &Zoned) -> Option<Said> {
    if after(text, words_of::ABOUT_LISTS).is_some() {
        return Some(Said::Lists);
    }
    if let Some(command) = after(text, words_of::WISH).and_then(|wish| wished(wish, now)) {
        return Some(command);
    }
    if let Some(showing) = after(text, words_of::BARE).filter(|rest| !rest.is_empty()).and_then(|rest| view(rest, now))
    {
        return Some(Said::Show(showing));
    }
    if let Some(rest) = after(text, words_of::PUT) {
        let (title, list) = onto_list(rest)?;
        return Some(Said::Add(vec![AddTask { list, ..task(title, now) }]));
    }
    let (rest, reminder) = match after(text, words_of::REMIND) {
        Some(rest) => (rest, true),
        None => (after(text, words_of::ADD)?, false),
    };
    if rest.is_empty() {
        return Some(Said::AddNothing(None));
    }
    if let Some(due) = whole_day(after(rest, words_of::FOR_DAY).unwrap_or(rest), now) {
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
    Some(Said::Add(vec![new]))
}

/// The command in a wish ("I want to see my tasks"). To complete something is what one wishes of oneself, so that stays a task.
fn wished(wish: &str, now: &Zoned) -> Option<Said> {
    act(wish, now).or_else(|| show(wish, now)).filter(|said| match said {
        Said::Act { verb, which: _ } => *verb != Verb::Complete || after(wish, words_of::MARK).is_some(),
        Said::Show(_) => true,
        _ => false,
    })
}

/// "friday: buy cake"
fn day_first<'a>(text: &'a str, now: &Zoned) -> (&'a str, Option<DueArgument>) {
    let named = text.split_once(": ").and_then(|(day, title)| Some((title, whole_day(day, now)?)));
    named.map_or((text, None), |(title, due)| (title.trim(), Some(DueArgument::of(&due))))
}

fn with_day(new: AddTask, day: Option<DueArgument>) -> AddTask {
    AddTask { due: new.due.or(day), ..new }
}

/// As [`onto_list`], where the day may come after the list ("to the shopping list for tomorrow").
fn onto_list_for<'a>(text: &'a str, now: &Zoned) -> (&'a str, Option<String>, Option<DueArgument>) {
    if let Some((title, list)) = onto_list(text) {
        return (title, list, None);
    }
    let dated = cuts(text, DAY_WORDS).into_iter().find_map(|(start, day)| {
        let (title, list) = before(start, &["list"]).and_then(|_| onto_list(start))?;
        let due = whole_day(after(day, words_of::FOR_DAY).unwrap_or(day), now)?;
        Some((title, list, Some(DueArgument::of(&due))))
    });
    dated.unwrap_or((text, None, None))
}

/// A title without "to my list", or without "to the Garden list" and with that list.
fn onto_list(text: &str) -> Option<(&str, Option<String>)> {
    if let Some(title) = before(text, words_of::ONTO_LIST).filter(|title| !title.is_empty()) {
        return Some((title, None));
    }
    let title_and_list = before(text, &["list"])?;
    let (title, name) = splits(title_and_list, &["to the", "to my", "onto the", "onto my", "on the", "on my"]).pop()?;
    let one_name = !name.is_empty() && name.split_whitespace().count() <= 3 && !is(name, words_of::NO_LIST);
    one_name.then(|| (title, Some(capitalised(name))))
}

/// The task that a line means by the quick-add grammar, with a capital first letter.
pub(super) fn task(line: &str, now: &Zoned) -> AddTask {
    let parsed = quick_add::parse(line, &Context::new(now, &[]));
    let draft = parsed.draft;
    let due = draft.due.as_ref().map(DueArgument::of);
    let list = draft.list.clone();
    let priority = draft.priority.map(u8::from);
    let new = draft.into_new_task(Source::Assistant);
    AddTask {
        title: capitalised(unquoted(&new.title)),
        due,
        priority,
        list,
        labels: (!new.labels.is_empty()).then_some(new.labels),
        notes: None,
    }
}

/// A title without the quotation marks around the whole of it.
fn unquoted(title: &str) -> &str {
    let inner = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')]
        .iter()
        .find_map(|(open, close)| title.strip_prefix(*open)?.strip_suffix(*close));
    inner.map(str::trim).filter(|inner| !inner.is_empty() && !inner.contains('"')).unwrap_or(title)
}

fn act(text: &str, now: &Zoned) -> Option<Said> {
    if let Some(rest) = after(text, words_of::CLEAR_DAY) {
        return Some(Said::Act { verb: Verb::Reschedule(None), which: which(rest) });
    }
    if let Some(rest) = after(text, words_of::MARK) {
        if let Some(task) = before(rest, words_of::AS_OPEN) {
            return Some(Said::Act { verb: Verb::Reopen, which: which(task) });
        }
        if let Some(task) = before(rest, words_of::AS_DONE) {
            return Some(Said::Act { verb: Verb::Complete, which: which(task) });
        }
    }
    if let Some(rest) = after(text, words_of::RESCHEDULE) {
        return reschedule(text, rest, now);
    }
    if let Some(task) = after(text, words_of::CHECK).and_then(|rest| before(rest, words_of::OFF)) {
        return Some(Said::Act { verb: Verb::Complete, which: which(task) });
    }
    for (heads, verb) in [
        (words_of::REOPEN, Verb::Reopen),
        (words_of::RESTORE, Verb::Restore),
        (words_of::DELETE, Verb::Delete),
        (words_of::COMPLETE, Verb::Complete),
    ] {
        if let Some(rest) = after(text, heads) {
            // "I did not call": the opposite of a command is none.
            let opposite = after(rest, words_of::NOT).is_some();
            return (!opposite).then(|| Said::Act { verb, which: which(rest) });
        }
    }
    if after(text, words_of::QUESTION).is_some() {
        return None;
    }
    // A long sentence that happens to end in "done" tells something else.
    let names_a_task = |task: &&str| task.split_whitespace().count() <= TASK_WORDS && !task.contains([',', ';']);
    let said_of =
        |tails, verb| before(text, tails).filter(names_a_task).map(|task| Said::Act { verb, which: which(task) });
    said_of(words_of::IS_OPEN, Verb::Reopen)
        .or_else(|| said_of(words_of::IS_DONE, Verb::Complete))
        .or_else(|| is_due(text, now))
}

/// "the dentist is due on Friday"
fn is_due(text: &str, now: &Zoned) -> Option<Said> {
    let (task, day) = splits(text, &["is due on", "is due", "is now due"]).pop()?;
    let due = day_of(day, now)?;
    Some(Said::Act { verb: Verb::Reschedule(due), which: which(task) })
}

fn reschedule(text: &str, rest: &str, now: &Zoned) -> Option<Said> {
    let dated = |splits: &[(&str, &str)]| {
        splits.iter().find_map(|(task, day)| Some((which(task), Verb::Reschedule(day_of(day, now)?))))
    };
    if after(text, words_of::EVERYDAY).is_some() {
        let (which, verb) = dated(&splits(rest, words_of::CLEARLY_TO_DAY)).or_else(|| {
            let near = dated(&splits(rest, words_of::TO_DAY)).or_else(|| dated(&cuts(rest, DAY_WORDS)));
            near.map(|(which, verb)| (by_title(which), verb))
        })?;
        return Some(Said::Act { verb, which });
    }
    let by_word = splits(rest, words_of::TO_DAY);
    if let Some((which, verb)) = dated(&by_word).or_else(|| dated(&cuts(rest, DAY_WORDS))) {
        return Some(Said::Act { verb, which });
    }
    Some(match by_word.last() {
        Some((_, day)) if !day.is_empty() => Said::NotADay((*day).to_owned()),
        Some(_) | None => Said::NoDay(rest.to_owned()),
    })
}

fn by_title(which: Which) -> Which {
    match which {
        Which::Words(words) => Which::Title(words),
        other => other,
    }
}

/// The day that the whole of `text` names: `Some(None)` for none at all, `None` where it is no day.
fn day_of(text: &str, now: &Zoned) -> Option<Option<DueArgument>> {
    if is(text, words_of::NO_DAY) {
        return Some(None);
    }
    whole_day(text, now).map(|due| Some(DueArgument::of(&due)))
}

fn whole_day(text: &str, now: &Zoned) -> Option<Due> {
    if text.trim().is_empty() || text.split_whitespace().nth(DAY_WORDS).is_some() {
        return None;
    }
    // A title of its own, so that the grammar need not keep words of the date to have one.
    const STAND_IN: &str = "zz";
    let line = format!("{STAND_IN} {text}");
    let draft = quick_add::parse(&line, &Context::new(now, &[])).draft;
    let nothing_else =
        draft.title == STAND_IN && draft.list.is_none() && draft.labels.is_empty() && draft.priority.is_none();
    draft.due.filter(|_| nothing_else)
}

/// Which task a piece of a sentence names.
fn which(text: &str) -> Which {
    let text = text.trim().trim_matches(['"', '“', '”', '\'']);
    if text.is_empty() || is(text, words_of::IT) {
        return Which::It;
    }
    if is(text, words_of::LAST) {
        return Which::Last;
    }
    if let Some(which) = number(text) {
        return which;
    }
    for (phrases, view) in [
        (
            &["everything", "all", "all tasks", "all my tasks", "all of them", "every task", "all the tasks"][..],
            Shown::All,
        ),
        (
            &[
                "all overdue",
                "all overdue tasks",
                "everything overdue",
                "the overdue ones",
                "overdue tasks",
                "all the overdue tasks",
                "all my overdue tasks",
            ],
            Shown::Overdue,
        ),
        (
            &[
                "everything today",
                "all of today",
                "everything for today",
                "all tasks for today",
                "today's tasks",
                "everything due today",
            ],
            Shown::Today,
        ),
    ] {
        if is(text, phrases) {
            return Which::All(view);
        }
    }
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is(word, words_of::ARTICLES)).collect();
    if words.is_empty() { Which::It } else { Which::Words(words.join(" ")) }
}

/// A place in the list that was shown: "2", "#2", "number 2", "the second one".
fn number(text: &str) -> Option<Which> {
    let text = after(text, &["number", "no", "task", "the"]).filter(|rest| !rest.is_empty()).unwrap_or(text);
    let text = before(text, &["one", "task"]).filter(|rest| !rest.is_empty()).unwrap_or(text);
    if let Some(place) = words_of::ORDINALS.iter().position(|ordinal| is(text, &[ordinal])) {
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

fn show(text: &str, now: &Zoned) -> Option<Said> {
    if let Some(bare) = view(text, now) {
        return Some(Said::Show(bare));
    }
    if let Some(rest) = after(text, words_of::WHEN) {
        let task = before(rest, &["due", "planned", "scheduled"]).unwrap_or(rest);
        return match which(task) {
            Which::Words(words) => Some(Said::Show(Showing::About(words))),
            _ => None,
        };
    }
    let rest = after(text, words_of::SHOW)?;
    if let Some((_, words)) = splits(&format!("x {rest}"), words_of::ABOUT).pop().filter(|(_, words)| !words.is_empty())
    {
        return Some(Said::Show(Showing::About(words.to_owned())));
    }
    if let Some(said) = marked(rest) {
        return Some(Said::Show(said));
    }
    let asked = text_without(rest, words_of::SHOW_FILLERS);
    if asked.is_empty() {
        let day = after(text, &["what should i do", "plan"]).is_some();
        return Some(Said::Show(Showing::View(if day { Shown::Today } else { Shown::All })));
    }
    if let Some(showing) = view(&asked, now) {
        return Some(Said::Show(showing));
    }
    if after(text, words_of::SEARCH).is_some() {
        return Some(Said::Show(Showing::About(rest.to_owned())));
    }
    // A question about something else ("what is the meaning of life") is not for a list.
    let short = asked.split_whitespace().count() <= 3;
    let about_tasks = after(text, &["show", "list"]).is_some() || before(text, &["tasks", "list"]).is_some();
    (short && about_tasks).then_some(Said::Show(Showing::Named(asked)))
}

/// `#Home`, `@calls`, "in the Home list", "labelled calls"
fn marked(rest: &str) -> Option<Showing> {
    for word in rest.split_whitespace() {
        if let Some(name) = word.strip_prefix('#').filter(|name| !name.is_empty()) {
            return Some(Showing::List(name.to_owned()));
        }
        if let Some(name) = word.strip_prefix('@').filter(|name| !name.is_empty()) {
            return Some(Showing::Label(name.to_owned()));
        }
    }
    let rest = format!("x {rest}");
    if let Some((_, name)) = splits(&rest, words_of::LABELLED).pop().filter(|(_, name)| !name.is_empty()) {
        return Some(Showing::Label(name.to_owned()));
    }
    let list = before(&rest, &["list"]).map(|rest| text_without(&rest[1..], words_of::SHOW_FILLERS));
    list.filter(|name| !name.is_empty()).map(Showing::List)
}

fn text_without(text: &str, fillers: &[&str]) -> String {
    let plain = |word: &str| word.trim_end_matches([',', '?', '!', '.', ':']).to_owned();
    text.split_whitespace()
        .map(plain)
        .filter(|word| !word.is_empty() && !is(word, fillers))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A view or a day by its bare name.
fn view(text: &str, now: &Zoned) -> Option<Showing> {
    for (phrases, view) in [
        (&["today", "day", "due today", "today's", "today and overdue"][..], Shown::Today),
        (&["overdue", "late", "overdue tasks", "past due"], Shown::Overdue),
        (&["upcoming", "coming", "ahead", "later", "next"], Shown::Upcoming),
        (
            &[
                "all",
                "everything",
                "all tasks",
                "tasks",
                "my tasks",
                "my list",
                "the list",
                "list",
                "lists",
                "all my tasks",
            ],
            Shown::All,
        ),
        (&["inbox", "the inbox", "my inbox"], Shown::Inbox),
        (
            &[
                "completed",
                "finished",
                "done tasks",
                "completed tasks",
                "finish",
                "complete",
                "done",
                "completed today",
                "complete today",
                "finish today",
                "done today",
                "finished today",
            ],
            Shown::Done,
        ),
        (&["trash", "the trash", "deleted", "deleted tasks", "bin"], Shown::Trash),
    ] {
        if is(text, phrases) {
            return Some(Showing::View(view));
        }
    }
    days(text, now).or_else(|| whole_day(text, now).map(|due| Showing::Day(due.date_in(now))))
}

/// A week or a weekend by its name.
fn days(text: &str, now: &Zoned) -> Option<Showing> {
    let today = now.date();
    let monday = today.checked_sub(i64::from(today.weekday().since(Weekday::Monday)).days()).ok()?;
    let week = |from, weeks: i64, name| {
        let until = monday.checked_add((weeks * 7 + 6).days()).ok()?;
        Some(Showing::Days { from, until, name })
    };
    if is(text, &["this week", "week", "the week", "rest of the week", "week's"]) {
        return week(today, 0, "this week");
    }
    if is(text, &["next week", "coming week"]) {
        return week(monday.checked_add(7.days()).ok()?, 1, "next week");
    }
    let weekend = |weeks: i64, name| {
        let saturday = monday.checked_add((weeks * 7 + 5).days()).ok()?;
        let until = monday.checked_add((weeks * 7 + 6).days()).ok()?;
        Some(Showing::Days { from: saturday.max(today), until, name })
    };
    if is(text, &["this weekend", "weekend", "the weekend"]) {
        return weekend(0, "this weekend");
    }
    if is(text, &["next weekend"]) {
        return weekend(1, "next weekend");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every head and every separator before more than anybody says: none is read word for word.
    #[test]
    fn what_is_too_long_is_not_read() {
        let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().expect("a moment");
        let heads = [
            words_of::ADD,
            words_of::REMIND,
            words_of::PUT,
            words_of::COMPLETE,
            words_of::MARK,
            words_of::REOPEN,
            words_of::DELETE,
            words_of::RESTORE,
            words_of::RESCHEDULE,
            words_of::CLEAR_DAY,
            words_of::SHOW,
            words_of::QUESTION,
            words_of::POLITE_HEADS,
        ];
        for head in heads.concat() {
            for filler in ["a ", "to ", "friday ", "please ", "list ", "is due "] {
                let long = format!("{head} {}", filler.repeat(6_000));
                for pending in [Pending::Nothing, Pending::Offer(long.clone())] {
                    assert_eq!(read(&long, &pending, &now), Said::TooLong, "{head} {filler}");
                }
                let one_word = long.replace(' ', "");
                assert_eq!(read(&one_word, &Pending::Nothing, &now), Said::TooLong, "{head} {filler} in one word");
            }
            let lines = format!("{head}:\n{}", "- a\n".repeat(6_000));
            match read(&lines, &Pending::Nothing, &now) {
                Said::Add(tasks) => assert_eq!(tasks.len(), MOST_LINES - 1, "{head}"),
                other => assert_eq!(other, Said::Unknown, "{head}"),
            }
        }
    }

    #[test]
    fn a_day_has_few_words() {
        let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().expect("a moment");
        assert!(whole_day("in 2 weeks at 5 pm", &now).is_some());
        assert_eq!(whole_day(&"friday ".repeat(DAY_WORDS + 1), &now), None);
    }
}
