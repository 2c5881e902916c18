//! Days, lengths of time and repeats in a piece of a sentence.

use docket_tasks::Due;
use docket_tasks::quick_add::{self, Context};
use jiff::Zoned;

use super::super::grammar::moving;
use super::super::said::{Repeating, Shift, Unit};
use super::super::words::{after, is};
use crate::tools::DueArgument;

/// Most words that name a day ("on the 3rd of December at half past five in the afternoon"); no more are tried.
pub(in super::super) const DAY_WORDS: usize = 11;

/// A title of its own for words that are no title, so that the grammar need not keep some of them to have one.
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
    let draft = draft_of(text, now)?;
    let nothing_else = draft.title == STAND_IN
        && draft.list.is_none()
        && draft.labels.is_empty()
        && draft.priority.is_none()
        && repeating(&draft).is_none();
    draft.due.filter(|_| nothing_else)
}

/// How something repeats, where the whole of `text` says that.
pub(super) fn whole_repeat(text: &str, now: &Zoned) -> Option<Repeating> {
    let draft = draft_of(text, now)?;
    let nothing_else =
        draft.title == STAND_IN && draft.list.is_none() && draft.labels.is_empty() && draft.priority.is_none();
    repeating(&draft).filter(|_| nothing_else)
}

fn draft_of(text: &str, now: &Zoned) -> Option<quick_add::Draft> {
    if text.trim().is_empty() || text.split_whitespace().nth(DAY_WORDS).is_some() {
        return None;
    }
    Some(quick_add::parse(&format!("{STAND_IN} {text}"), &Context::new(now, &[])).draft)
}

/// The repeat that a line asks for.
pub(super) fn repeating(_draft: &quick_add::Draft) -> Option<Repeating> {
    None
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
