//! Days, lengths of time and repeats in a piece of a sentence.

use docket_tasks::quick_add::{self, Context};
use docket_tasks::{Due, Repeat, RepeatFrom};
use jiff::Zoned;

use super::super::grammar::moving;
use super::super::said::{Repeating, Shift, Unit};
use super::super::words::{after, is};
use crate::tools::DueArgument;

/// Most words that name a day ("on the 3rd of December at half past five in the afternoon"); no more are tried.
pub(in super::super) const DAY_WORDS: usize = 11;

/// A title for words that are none, so that the grammar need not keep some of them to have one.
const STAND_IN: &str = "zz";

/// The day that the whole of `text` names: `Some(None)` for none at all, `None` where it is no day.
pub(super) fn day_of(text: &str, now: &Zoned) -> Option<Option<DueArgument>> {
    if is(text, moving::NO_DAY) {
        return Some(None);
    }
    whole_day(text, now).map(|due| Some(DueArgument::of(&due)))
}

/// The day that the whole of `text` names.
pub(super) fn whole_day(text: &str, now: &Zoned) -> Option<Due> {
    quick_add::parse_due(short(text)?, &Context::new(now, &[])).flatten()
}

/// How something repeats, where the whole of `text` says that it does: "every Friday", not "Friday".
pub(super) fn whole_repeat(text: &str, now: &Zoned) -> Option<Repeating> {
    let context = Context::new(now, &[]);
    let said = quick_add::parse(&format!("{STAND_IN} {}", short(text)?), &context).draft;
    // What it says beside the repeat is told by the stricter reading of the whole.
    let is_whole = said.title == STAND_IN && said.repeat.is_some();
    is_whole.then(|| loose_repeat(text, now)).flatten()
}

/// As [`whole_repeat`], where the words before say that something repeats: "(repeats) Friday".
pub(super) fn loose_repeat(text: &str, now: &Zoned) -> Option<Repeating> {
    let said = quick_add::parse_repeat(short(text)?, &Context::new(now, &[]))?;
    Some(repeating(&said.repeat, Some(&said.due)))
}

/// Text that is short enough to say when; what is longer is not tried.
fn short(text: &str) -> Option<&str> {
    let fits = !text.trim().is_empty() && text.split_whitespace().nth(DAY_WORDS).is_none();
    fits.then_some(text)
}

/// A repeat as tools take it.
pub(super) fn repeating(repeat: &Repeat, due: Option<&Due>) -> Repeating {
    Repeating {
        rrule: repeat.rule.as_str().to_owned(),
        from_completion: repeat.from == RepeatFrom::Completion,
        due: due.map(DueArgument::of),
    }
}

/// A length of time: "2 days", "a week", "half an hour".
pub(super) fn length(text: &str) -> Option<Shift> {
    if is(text, &["half an hour"]) {
        return Some(Shift { count: 30, unit: Unit::Minute });
    }
    if is(text, &["a fortnight", "fortnight"]) {
        return Some(Shift { count: 2, unit: Unit::Week });
    }
    let text = after(text, &["another", "about", "just", "exactly"]).filter(|rest| !rest.is_empty()).unwrap_or(text);
    let by_word = moving::NUMBERS.iter().rev().find_map(|(word, count)| Some((*count, after(text, &[word])?)));
    let (count, rest) = by_word.or_else(|| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let count = text[..digits].parse().ok().filter(|count| (1..=9_999).contains(count))?;
        Some((count, text[digits..].trim_start()))
    })?;
    let unit = match rest.trim().to_lowercase().as_str() {
        "minute" | "minutes" | "min" | "mins" => Unit::Minute,
        "hour" | "hours" | "hr" | "hrs" | "h" => Unit::Hour,
        "day" | "days" | "d" => Unit::Day,
        "week" | "weeks" | "w" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        _ => return None,
    };
    Some(Shift { count, unit })
}

impl Shift {
    /// The same towards the past.
    pub(super) fn earlier(self) -> Self {
        Self { count: -self.count, unit: self.unit }
    }
}
