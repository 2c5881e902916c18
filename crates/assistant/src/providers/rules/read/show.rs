//! Questions for what is there.

use jiff::civil::Weekday;
use jiff::{ToSpan, Zoned};

use super::super::grammar::{naming, showing};
use super::super::said::{Said, Shift, Showing, Unit, Which};
use super::super::words::{after, before, is, splits};
use super::day::{length, whole_day};
use super::which::which;
use crate::tools::Shown;

/// A question for what is there.
pub(super) fn show(text: &str, now: &Zoned) -> Option<Said> {
    for (phrases, said) in [(showing::NEXT, Said::Next), (showing::LISTS, Said::Lists), (showing::LABELS, Said::Labels)]
    {
        if is(text, phrases) {
            return Some(said);
        }
    }
    if let Some(said) = plan(text, now) {
        return Some(said);
    }
    if let Some(said) = is_done(text) {
        return Some(said);
    }
    if let Some(rest) = after(text, &["what about", "how about", "and", "go to", "open"])
        && let Some(showing) = view(rest, now).or_else(|| marked(rest))
    {
        return Some(Said::Show(showing));
    }
    if let Some(rest) = after(text, showing::COUNT) {
        return count(rest, now);
    }
    if let Some(bare) = view(text, now) {
        return Some(Said::Show(bare));
    }
    if let Some(rest) = after(text, showing::WHEN) {
        let task = before(rest, &["due", "planned", "scheduled"]).unwrap_or(rest);
        return match which(task, now) {
            Which::Words(words) => Some(Said::Show(Showing::About(words))),
            _ => None,
        };
    }
    asked(text, now).map(Said::Show)
}

/// A day to be put in order.
fn plan(text: &str, now: &Zoned) -> Option<Said> {
    let rest = after(text, showing::PLAN)?;
    if is(rest, showing::PLAN_TODAY) || rest.is_empty() {
        return Some(Said::Plan(None));
    }
    let day = after(rest, &["my", "the", "for"]).unwrap_or(rest);
    if let Some(due) = whole_day(day, now) {
        return Some(Said::Plan(Some(due.date_in(now))));
    }
    days(day, now).map(Said::Show)
}

/// "is the report done?", "did I send the invoice?"
fn is_done(text: &str) -> Option<Said> {
    let asked = after(text, &["is", "are", "was", "were"]).and_then(|rest| {
        before(
            rest,
            &["done yet", "done already", "already done", "done", "finished yet", "finished", "completed", "complete"],
        )
    });
    let asked = asked.or_else(|| {
        let rest = after(text, &["did i already", "did i", "have i already", "have i"])?;
        Some(after(rest, &["finished", "finish", "completed", "complete", "done", "do"]).unwrap_or(rest))
    })?;
    let asked = before(asked, &["yet", "already"]).unwrap_or(asked);
    let words: Vec<&str> = asked.split_whitespace().filter(|word| !is(word, naming::ARTICLES)).collect();
    let names_a_task =
        !words.is_empty() && words.len() <= 6 && !is(asked, &["anything", "everything", "today", "what", "it", "that"]);
    names_a_task.then(|| Said::IsDone(words.join(" ")))
}

/// "how many … are overdue"
fn count(rest: &str, now: &Zoned) -> Option<Said> {
    let rest = before(rest, &["do i have", "have i got", "are there", "are left", "left", "to do"]).unwrap_or(rest);
    if rest.is_empty() {
        return Some(Said::Count(Showing::View(Shown::All)));
    }
    let asked = text_without(rest, showing::SHOW_FILLERS);
    if asked.is_empty() {
        return Some(Said::Count(Showing::View(Shown::All)));
    }
    let found = done(&asked, now)
        .or_else(|| marked(rest))
        .or_else(|| view(&asked, now))
        .or_else(|| (rest.split_whitespace().count() <= 6).then(|| on_list(rest)).flatten());
    found.map(Said::Count)
}

fn asked(text: &str, now: &Zoned) -> Option<Showing> {
    let rest = after(text, showing::SHOW)?;
    if let Some((_, words)) = splits(&format!("x {rest}"), showing::ABOUT).pop().filter(|(_, words)| !words.is_empty())
    {
        return Some(Showing::About(topic(words)));
    }
    if let Some(said) = marked(rest) {
        return Some(said);
    }
    if let Some(done) = done(rest, now) {
        return Some(done);
    }
    let asked = text_without(rest, showing::SHOW_FILLERS);
    if asked.is_empty() {
        return Some(Showing::View(Shown::All));
    }
    if let Some(showing) = view(&asked, now).or_else(|| view(rest, now)).or_else(|| done(&asked, now)) {
        return Some(showing);
    }
    if after(text, showing::SEARCH).is_some() {
        return Some(Showing::About(topic(rest)));
    }
    // A question about something else ("what is the meaning of life") is not for a list.
    let short = asked.split_whitespace().count() <= 3;
    let about_tasks = after(text, &["show", "list"]).is_some() || before(text, &["tasks", "list"]).is_some();
    let named = (short && about_tasks).then_some(Showing::Named(asked));
    named.or_else(|| after(text, &["what's", "what is", "whats", "anything", "what do i have"]).and_then(on_list))
}

/// "in Work", "on the shopping list"
fn on_list(text: &str) -> Option<Showing> {
    let name = after(
        text,
        &["are in the", "are on the", "are in", "are on", "in the", "in my", "on the", "on my", "in", "on", "at"],
    )?;
    let name = before(name, &["list"]).unwrap_or(name);
    let short = !name.is_empty() && name.split_whitespace().count() <= 3;
    short.then(|| Showing::Named(name.to_owned()))
}

/// Words to search for, without an article that no title need hold.
fn topic(words: &str) -> String {
    let words = words.trim().trim_matches(['"', '“', '”', '\'']);
    let told: Vec<&str> = words.split_whitespace().filter(|word| !is(word, &["the", "my", "a", "an"])).collect();
    if told.is_empty() { words.to_owned() } else { told.join(" ") }
}

/// `#Home`, `@calls`, "in the Home list", "labelled calls"
pub(super) fn marked(rest: &str) -> Option<Showing> {
    for word in rest.split_whitespace() {
        if let Some(name) = word.strip_prefix('#').filter(|name| !name.is_empty()) {
            return Some(Showing::List(name.to_owned()));
        }
        if let Some(name) = word.strip_prefix('@').filter(|name| !name.is_empty()) {
            return Some(Showing::Label(name.to_owned()));
        }
    }
    let rest = format!("x {rest}");
    if let Some((_, name)) = splits(&rest, showing::LABELLED).pop().filter(|(_, name)| !name.is_empty()) {
        return Some(Showing::Label(name.trim_matches(['"', '“', '”']).to_owned()));
    }
    let list = before(&rest, &["list"]).map(|rest| text_without(&rest[1..], showing::SHOW_FILLERS));
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
pub(super) fn view(text: &str, now: &Zoned) -> Option<Showing> {
    for (phrases, view) in [
        (
            &["today", "day", "due today", "today's", "today and overdue", "for today", "due for today"][..],
            Shown::Today,
        ),
        (&["overdue", "late", "overdue tasks", "past due", "missed", "overdue and late"], Shown::Overdue),
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
                "all my tasks",
                "open",
                "open tasks",
                "all open tasks",
                "todos",
                "to-dos",
            ],
            Shown::All,
        ),
        (&["inbox", "the inbox", "my inbox", "in the inbox", "in my inbox"], Shown::Inbox),
        (&["trash", "the trash", "deleted", "deleted tasks", "bin", "in the trash", "delete"], Shown::Trash),
    ] {
        if is(text, phrases) {
            return Some(Showing::View(view));
        }
    }
    if is(text, showing::IMPORTANT) {
        return Some(Showing::Important);
    }
    if is(text, showing::UNDATED) {
        return Some(Showing::Undated);
    }
    done(text, now)
        .or_else(|| days(text, now))
        .or_else(|| whole_day(text, now).map(|due| Showing::Day(due.date_in(now))))
}

/// What was completed: "finished today", "what I have done this week".
fn done(text: &str, now: &Zoned) -> Option<Showing> {
    let text = after(text, &["i have", "i've", "did i", "have i", "i"]).filter(|rest| !rest.is_empty()).unwrap_or(text);
    let text = before(text, &["tasks", "so far"]).filter(|rest| !rest.is_empty()).unwrap_or(text);
    let rest = after(
        text,
        &[
            "completed tasks",
            "finished tasks",
            "done tasks",
            "completed",
            "complete",
            "finished",
            "finish",
            "done",
            "do",
            "accomplished",
            "accomplish",
            "ticked off",
            "got done",
            "get done",
        ],
    )?;
    if rest.is_empty() {
        return Some(Showing::View(Shown::Done));
    }
    let today = now.date();
    if is(rest, &["today", "so far today", "today so far"]) {
        return Some(Showing::Done { from: today, until: today, name: "today" });
    }
    let yesterday = today.yesterday().ok()?;
    if is(rest, &["yesterday"]) {
        return Some(Showing::Done { from: yesterday, until: yesterday, name: "yesterday" });
    }
    let monday = monday(now)?;
    if is(rest, &["this week", "so far this week"]) {
        return Some(Showing::Done { from: monday, until: today, name: "this week" });
    }
    if is(rest, &["last week"]) {
        let from = monday.checked_sub(7.days()).ok()?;
        return Some(Showing::Done { from, until: monday.yesterday().ok()?, name: "last week" });
    }
    None
}

fn monday(now: &Zoned) -> Option<jiff::civil::Date> {
    let today = now.date();
    today.checked_sub(i64::from(today.weekday().since(Weekday::Monday)).days()).ok()
}

/// A week or a weekend by its name.
fn days(text: &str, now: &Zoned) -> Option<Showing> {
    let today = now.date();
    let monday = monday(now)?;
    let week = |from, weeks: i64, name| {
        let until = monday.checked_add((weeks * 7 + 6).days()).ok()?;
        Some(Showing::Days { from, until, name })
    };
    if is(text, &["this week", "week", "the week", "rest of the week", "the rest of the week", "week's"]) {
        return week(today, 0, "this week");
    }
    if is(text, &["next week", "coming week", "the coming week"]) {
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
    let next = after(text, &["the next", "in the next", "within the next", "next", "the coming", "coming"]);
    if let Some(Shift { count, unit: Unit::Day }) = next.and_then(length) {
        let until = today.checked_add(i64::from(count.min(366)).days()).ok()?;
        return Some(Showing::Days { from: today, until, name: "in these days" });
    }
    if is(text, &["this month", "month", "the month", "rest of the month"]) {
        return Some(Showing::Days { from: today, until: today.last_of_month(), name: "this month" });
    }
    if is(text, &["next month"]) {
        let from = today.last_of_month().tomorrow().ok()?;
        return Some(Showing::Days { from, until: from.last_of_month(), name: "next month" });
    }
    None
}

/// Whether words name a place or a thing that was shown, rather than a task.
pub(super) fn is_reference(text: &str) -> bool {
    is(text, naming::IT) || is(text, naming::THEM)
}
