//! The quick-add line: one parser for every door.

use std::ops::Range;

use jiff::Zoned;
use serde::{Deserialize, Serialize};

use crate::{Due, List, ListRef, NewTask, Priority, Source};

/// What the parser goes by, beside the text.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The moment and the zone that words such as "tomorrow 5pm" are relative to.
    pub now: &'a Zoned,
    /// Lists that exist, for their spelling.
    pub lists: &'a [List],
    /// Byte ranges of the text to be left as text (chips that were refused).
    pub ignore: &'a [Range<usize>],
}

/// What a line was understood to mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What is left when the understood parts are taken out; never empty unless the text is.
    pub title: String,
    /// When it is due.
    #[serde(flatten, with = "crate::due::flat")]
    pub due: Option<Due>,
    /// 1 to 4, or null where the line says none.
    pub priority: Option<Priority>,
    /// Labels in the order they were said.
    pub labels: Vec<String>,
    /// Name of the list, in the spelling of an existing one where one matches.
    pub list: Option<String>,
}

/// A part of the text that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands, in bytes of the text.
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
    /// A time of day.
    Time,
    /// A priority.
    Priority,
    /// A list.
    List,
    /// A label.
    Label,
}

/// A line and what was understood of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What the line means.
    pub draft: Draft,
    /// The understood parts, in the order of the text, none overlapping.
    pub spans: Vec<Span>,
}

/// Reads one line.
#[must_use]
pub fn parse(text: &str, context: &Context<'_>) -> Parsed {
    let _ = context;
    Parsed { draft: Draft { title: text.trim().to_owned(), ..Draft::default() }, spans: Vec::new() }
}

impl Draft {
    /// The task that the draft describes, by name of its list.
    #[must_use]
    pub fn into_new_task(self, source: Source) -> NewTask {
        let Self { title, due, priority, labels, list } = self;
        NewTask {
            title,
            notes: String::new(),
            priority: priority.unwrap_or_default(),
            due,
            list: list.map(ListRef::Name),
            labels,
            source,
        }
    }

    /// What was understood, in one line for people: `Sun 22 Nov, 17:00 · Home · P1`; empty where that is nothing.
    #[must_use]
    pub fn understood(&self, now: &Zoned) -> String {
        let _ = now;
        String::new()
    }
}

/// Offsets in UTF-16 units, as browsers count, and in bytes, as Rust does.
pub mod utf16 {
    use std::ops::Range;

    /// The UTF-16 range of a byte range of `text`. An offset inside of a character counts as that character's start.
    #[must_use]
    pub fn from_bytes(text: &str, bytes: &Range<usize>) -> Range<usize> {
        let units = |end: usize| {
            text.char_indices()
                .take_while(|(start, letter)| start + letter.len_utf8() <= end)
                .map(|(_, letter)| letter.len_utf16())
                .sum()
        };
        units(bytes.start)..units(bytes.end)
    }

    /// The byte range of a UTF-16 range of `text`; what lies past the end is cut off, and an offset between two surrogates counts
    /// as the start of their character.
    #[must_use]
    pub fn to_bytes(text: &str, units: &Range<usize>) -> Range<usize> {
        let byte = |end: usize| {
            let mut seen = 0;
            for (start, letter) in text.char_indices() {
                seen += letter.len_utf16();
                if seen > end {
                    return start;
                }
            }
            text.len()
        };
        byte(units.start)..byte(units.end)
    }
}
