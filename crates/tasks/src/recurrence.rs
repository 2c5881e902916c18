//! How a task repeats: the rule, where it counts from, and what comes next.

use serde::{Deserialize, Serialize, Serializer};

use crate::Civil;

mod next;
mod occurrences;
mod parse;
mod rule;
mod words;

pub use rule::Rule;
pub(crate) use rule::{Day, End, Frequency};

/// What the next occurrence is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RepeatFrom {
    /// From the anchor: the rule fixes the dates, whenever the task is completed.
    #[default]
    Due,
    /// From the day it is completed.
    Completion,
}

/// How a task repeats. In JSON `{rrule, anchor, from, text}`; `text` is made on writing and passed over on reading.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
pub struct Repeat {
    /// The rule.
    #[serde(rename = "rrule")]
    pub rule: Rule,
    /// Where the rule counts from (what RFC 5545 calls DTSTART). It stays where it is when one occurrence is moved; its time of
    /// day is that of every occurrence.
    pub anchor: Civil,
    /// What the next occurrence is counted from.
    #[serde(default)]
    pub from: RepeatFrom,
}

/// A repeat to be set. In JSON `{rrule, anchor?, from?}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewRepeat {
    /// The rule.
    pub rule: Rule,
    /// Where it counts from; the task's due where absent.
    pub anchor: Option<Civil>,
    /// What the next occurrence is counted from.
    pub from: RepeatFrom,
}

impl From<Repeat> for NewRepeat {
    fn from(repeat: Repeat) -> Self {
        let Repeat { rule, anchor, from } = repeat;
        Self { rule, anchor: Some(anchor), from }
    }
}

/// A repeat as it stands in JSON.
#[derive(Serialize, ts_rs::TS)]
#[ts(rename = "Repeat")]
pub struct RepeatParts {
    /// The rule: RFC 5545, in the form of [`Rule`].
    rrule: String,
    /// Where it counts from.
    anchor: Civil,
    /// What the next occurrence is counted from.
    from: RepeatFrom,
    /// In words.
    text: String,
}

impl Serialize for Repeat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { rule, anchor, from } = self;
        let text = self.in_words();
        RepeatParts { rrule: rule.as_str().to_owned(), anchor: *anchor, from: *from, text }.serialize(serializer)
    }
}

impl Serialize for NewRepeat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let Self { rule, anchor, from } = self;
        let mut fields = serializer.serialize_struct("NewRepeat", 3)?;
        fields.serialize_field("rrule", rule)?;
        fields.serialize_field("anchor", anchor)?;
        fields.serialize_field("from", from)?;
        fields.end()
    }
}
