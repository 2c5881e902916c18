//! The quick-add line: one parser for every door.
//!
//! A line is cut into words (`word`); marked words (`#list`, `@label`, `p1`) are lists, labels and priorities; what reads as a
//! date or a time (`said`) is given its meaning by the calendar (`meaning`); `find` decides which of them count, by where
//! they stand; `title` is what is left. The rules, and what is not understood yet, are in `docs/quick-add.md`.

use std::ops::Range;

use jiff::Zoned;
use jiff::civil::{Time, Weekday, time};
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    Due, DueParts, List, ListRef, NewReminder, NewRepeat, NewTask, Priority, ReminderWhen, Repeat, RepeatFrom, Source,
};

mod bound;
mod candidate;
mod cursor;
mod draft;
mod english;
mod find;
mod first;
mod length;
mod line;
mod meaning;
mod place;
mod repeat;
mod said;
mod title;
mod understood;
pub mod utf16;
mod word;

use candidate::Reading;
use find::Taken;
use said::Part;
use word::Word;

pub use line::{SaidRepeat, parse_due, parse_repeat};
pub use understood::length;

/// What is longer is no line to add quickly; it is not searched for dates, so that a pasted book takes no time.
const LONGEST_LINE_BYTES: usize = 8 * 1024;

/// What the parser goes by, beside the text.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The moment and the zone that words such as "tomorrow 5pm" are relative to.
    pub now: &'a Zoned,
    /// Lists that exist, for their spelling.
    pub lists: &'a [List],
    /// Byte ranges of the text to be left as text (chips that were refused).
    pub ignore: &'a [Range<usize>],
    /// How dates are written.
    pub locale: Locale,
}

impl<'a> Context<'a> {
    /// Nothing refused, dates in the usual way.
    #[must_use]
    pub fn new(now: &'a Zoned, lists: &'a [List]) -> Self {
        Self { now, lists, ignore: &[], locale: Locale::default() }
    }
}

/// How dates are written and weeks are counted where somebody lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// What `3/4` is.
    pub date_order: DateOrder,
    /// The day that "next week" begins with.
    pub week_start: Weekday,
    /// The day that a weekend begins with.
    pub weekend: Weekday,
    /// When the parts of a day are.
    pub hours: Hours,
}

/// The time that a part of the day stands for, where no hour is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// "tomorrow morning".
    pub morning: Time,
    /// "tomorrow afternoon".
    pub afternoon: Time,
    /// "tomorrow evening".
    pub evening: Time,
    /// "tomorrow night".
    pub night: Time,
    /// "tonight".
    pub tonight: Time,
}

impl Default for Hours {
    /// Nine in the morning, noon, seven, ten in the evening; nine tonight.
    fn default() -> Self {
        let hour = |hour| time(hour, 0, 0, 0);
        Self { morning: hour(9), afternoon: hour(12), evening: hour(19), night: hour(22), tonight: hour(21) }
    }
}

impl Hours {
    fn of(&self, part: Part) -> Time {
        match part {
            Part::Morning => self.morning,
            Part::Afternoon => self.afternoon,
            Part::Evening => self.evening,
            Part::Night => self.night,
        }
    }
}

impl Default for Locale {
    /// Month first, weeks from Monday, weekends from Saturday.
    fn default() -> Self {
        let (week_start, weekend) = (Weekday::Monday, Weekday::Saturday);
        Self { date_order: DateOrder::MonthDay, week_start, weekend, hours: Hours::default() }
    }
}

/// Which number comes first in a date such as `3/4`, where both could be the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// March 4.
    MonthDay,
    /// 3 April.
    DayMonth,
}

/// What a line was understood to mean.
#[derive(Clone, Debug, Default, PartialEq, ts_rs::TS)]
#[ts(rename = "DraftFields")]
pub struct Draft {
    /// What is left when the understood parts are taken out; never empty unless the text is.
    pub title: String,
    /// When it is due.
    #[ts(skip)]
    pub due: Option<Due>,
    /// Whether the line says "no date": then it has none, whatever the place in which it was written would give it.
    #[ts(skip)]
    pub is_undated: bool,
    /// How it repeats; its anchor is the first occurrence, which is also the due. In JSON `rrule` and `repeat_from`, the latter
    /// null unless it counts from completion.
    #[ts(skip)]
    pub repeat: Option<Repeat>,
    /// 1 to 4, or null where the line says none.
    #[ts(type = "Priority | null")]
    pub priority: Option<Priority>,
    /// Labels in the order they were said, each once.
    pub labels: Vec<String>,
    /// Name of the list, in the spelling of an existing one where one matches.
    pub list: Option<String>,
    /// How long it takes, in minutes.
    pub duration_min: Option<u32>,
    /// When to remind of it.
    #[ts(type = "Array<ReminderWhen>")]
    pub reminders: Vec<ReminderWhen>,
}

/// A part of the text that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands, in bytes of the text; always at the borders of characters.
    pub range: Range<usize>,
    /// As what.
    pub kind: SpanKind,
}

/// What an understood part means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// A date.
    Due,
    /// A time of day, or from when until when.
    Time,
    /// How it repeats, where that begins and ends.
    Repeat,
    /// How long it takes.
    Duration,
    /// A reminder.
    Reminder,
    /// A priority.
    Priority,
    /// A list.
    List,
    /// A label.
    Label,
}

/// A [`Span`] as browsers count, with its text: as it stands in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(rename = "Span")]
pub struct TextSpan {
    /// First UTF-16 unit.
    pub start: usize,
    /// First UTF-16 unit after it.
    pub end: usize,
    /// As what it was understood.
    pub kind: SpanKind,
    /// The understood text itself.
    pub text: String,
}

/// A line and what was understood of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What the line means.
    pub draft: Draft,
    /// The understood parts, in the order of the text, none overlapping.
    pub spans: Vec<Span>,
}

impl Parsed {
    /// The spans of `text`, the text that was parsed, as they stand in JSON.
    #[must_use]
    pub fn text_spans(&self, text: &str) -> Vec<TextSpan> {
        let text_span = |span: &Span| {
            let Range { start, end } = utf16::from_bytes(text, &span.range);
            TextSpan { start, end, kind: span.kind, text: text.get(span.range.clone()).unwrap_or_default().to_owned() }
        };
        self.spans.iter().map(text_span).collect()
    }
}

/// Reads one line: what it says of a date, a time, a repeat, a duration, reminders, a priority, a list and labels is taken out, the
/// rest is the title.
///
/// Never fails: what is not understood, and what is impossible (`31/02`, `25:00`), stays in the title. The title is empty only
/// where the text is blank. Of several dates the last counts, of several lists the first, of several priorities the last; labels
/// and reminders add up.
#[must_use]
pub fn parse(text: &str, context: &Context<'_>) -> Parsed {
    let as_title = |text| Parsed { draft: Draft { title: title::tidy(text), ..Draft::default() }, spans: Vec::new() };
    if text.len() > LONGEST_LINE_BYTES {
        return as_title(text);
    }
    if let Some(quoted) = word::whole_quote(text) {
        return as_title(quoted);
    }
    let words = word::words(text, context.ignore);
    let whole = find::taken(&words, Reading::Whole, context);
    if find::has_repeat(&whole)
        && let Some(parsed) = titled(whole, &words, context)
    {
        return parsed;
    }
    let single = find::taken(&words, Reading::WithoutRepeats, context);
    titled(single, &words, context).unwrap_or_else(|| as_title(text))
}

/// The line of which `taken` was taken. `None` where that has no meaning.
fn titled(mut taken: Vec<Taken>, words: &[Word<'_>], context: &Context<'_>) -> Option<Parsed> {
    loop {
        let title = title::left(words, &taken);
        if !title.is_empty() || taken.is_empty() {
            let spans = taken.iter().filter_map(|taken| taken.span(words)).collect();
            return Some(Parsed { draft: draft::of(title, &taken, context)?, spans });
        }
        // A task needs a title: the words that said when are put back first, then what was said last.
        find::put_back(&mut taken);
    }
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct DraftJson<'a> {
            title: &'a str,
            #[serde(flatten)]
            due: DueParts,
            rrule: Option<&'a str>,
            repeat_from: Option<RepeatFrom>,
            priority: Option<Priority>,
            labels: &'a [String],
            list: Option<&'a str>,
            duration_min: Option<u32>,
            reminders: &'a [ReminderWhen],
        }
        let Self { title, due, is_undated: _, repeat, priority, labels, list, duration_min, reminders } = self;
        let due = due.as_ref().map(Due::to_parts).unwrap_or_default();
        let rrule = repeat.as_ref().map(|repeat| repeat.rule.as_str());
        let (repeat_from, list) = (self.repeat_from(), list.as_deref());
        let (priority, duration_min) = (*priority, *duration_min);
        DraftJson { title, due, rrule, repeat_from, priority, labels, list, duration_min, reminders }
            .serialize(serializer)
    }
}

impl Draft {
    /// The task that the draft describes, its list by name.
    #[must_use]
    pub fn into_new_task(self, source: Source) -> NewTask {
        let Self { title, due, is_undated: _, repeat, priority, labels, list, duration_min, reminders } = self;
        NewTask {
            title,
            priority: priority.unwrap_or_default(),
            due,
            duration_min,
            repeat: repeat.map(NewRepeat::from),
            reminders: reminders.into_iter().map(NewReminder::new).collect(),
            list: list.map(ListRef::Name),
            labels,
            source,
            ..NewTask::default()
        }
    }

    /// What was understood, in one line for people: `Sun 22 Nov, 17:00 · Home · @bills · P1`; empty where that is nothing.
    #[must_use]
    pub fn understood(&self, now: &Zoned) -> String {
        understood::sentence(self, now)
    }
}
