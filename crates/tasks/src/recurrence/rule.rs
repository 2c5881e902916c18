//! A recurrence rule of RFC 5545, section 3.3.10, as its parts and as its one text.

use std::fmt;

use jiff::civil::{DateTime, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;

/// A recurrence rule, in one form whatever it was read from: no prefix, no DTSTART, no INTERVAL=1, no WKST, parts in the order
/// FREQ INTERVAL BYMONTH BYMONTHDAY BYDAY BYSETPOS COUNT UNTIL, each list sorted.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    pub(crate) frequency: Frequency,
    pub(crate) interval: u32,
    /// 1 to 12, ascending.
    pub(crate) months: Vec<i8>,
    /// 1 to 31, then -31 to -1.
    pub(crate) month_days: Vec<i8>,
    pub(crate) days: Vec<Day>,
    /// Not zero.
    pub(crate) positions: Vec<i16>,
    pub(crate) end: Option<End>,
    text: String,
}

/// How often a rule falls, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A day of the week, or one of those days in a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Day {
    /// Which one, from the front or from behind; every one where absent.
    pub(crate) nth: Option<i16>,
    pub(crate) weekday: Weekday,
}

/// When a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum End {
    /// After so many occurrences.
    Count(u32),
    /// With this day.
    UntilDate(jiff::civil::Date),
    /// With this moment on the wall clock.
    UntilAt(DateTime),
}

impl Rule {
    /// Reads a rule: with or without `RRULE:`, in any case and order. DTSTART and WKST are passed over; weeks begin on Monday. An
    /// UNTIL in UTC is read as a time on the wall clock.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `rrule`: what RFC 5545 does not allow, and what a list of tasks has no use for (more often than
    /// hourly, BYHOUR, BYMINUTE, BYSECOND, BYYEARDAY, BYWEEKNO).
    pub fn parse(text: &str) -> Result<Self, Error> {
        super::parse::rule(text)
    }

    /// The rule as RFC 5545 text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A rule of these parts, each list sorted and without double entries.
    pub(super) fn of(parts: Parts) -> Self {
        let Parts { frequency, interval, mut months, mut month_days, mut days, mut positions, end } = parts;
        months.sort_unstable();
        months.dedup();
        month_days.sort_by_key(|day| (*day < 0, *day));
        month_days.dedup();
        days.sort_by_key(|Day { nth, weekday }| {
            let nth = nth.unwrap_or(0);
            (nth < 0, nth, weekday.to_monday_zero_offset())
        });
        days.dedup();
        positions.sort_by_key(|position| (*position < 0, *position));
        positions.dedup();
        let mut rule = Self { frequency, interval, months, month_days, days, positions, end, text: String::new() };
        rule.text = rule.written();
        rule
    }

    /// The parts to make another rule of.
    pub(super) fn parts(&self) -> Parts {
        let Self { frequency, interval, months, month_days, days, positions, end, text: _ } = self;
        Parts {
            frequency: *frequency,
            interval: *interval,
            months: months.clone(),
            month_days: month_days.clone(),
            days: days.clone(),
            positions: positions.clone(),
            end: *end,
        }
    }

    fn written(&self) -> String {
        let Self { frequency, interval, months, month_days, days, positions, end, text: _ } = self;
        let mut parts = vec![format!("FREQ={}", frequency.name())];
        if *interval > 1 {
            parts.push(format!("INTERVAL={interval}"));
        }
        let mut list = |name: &str, values: Vec<String>| {
            if !values.is_empty() {
                parts.push(format!("{name}={}", values.join(",")));
            }
        };
        list("BYMONTH", months.iter().map(ToString::to_string).collect());
        list("BYMONTHDAY", month_days.iter().map(ToString::to_string).collect());
        list("BYDAY", days.iter().map(Day::written).collect());
        list("BYSETPOS", positions.iter().map(ToString::to_string).collect());
        match end {
            None => {}
            Some(End::Count(count)) => parts.push(format!("COUNT={count}")),
            Some(End::UntilDate(date)) => parts.push(format!("UNTIL={}", date.strftime("%Y%m%d"))),
            Some(End::UntilAt(at)) => parts.push(format!("UNTIL={}", at.strftime("%Y%m%dT%H%M%S"))),
        }
        parts.join(";")
    }
}

/// What a [`Rule`] is made of.
pub(super) struct Parts {
    pub(super) frequency: Frequency,
    pub(super) interval: u32,
    pub(super) months: Vec<i8>,
    pub(super) month_days: Vec<i8>,
    pub(super) days: Vec<Day>,
    pub(super) positions: Vec<i16>,
    pub(super) end: Option<End>,
}

impl Frequency {
    pub(super) const ALL: [Self; 5] = [Self::Hourly, Self::Daily, Self::Weekly, Self::Monthly, Self::Yearly];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Hourly => "HOURLY",
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Yearly => "YEARLY",
        }
    }
}

/// RFC 5545's names of the days, from Monday.
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

impl Day {
    fn written(&self) -> String {
        let name = WEEKDAYS.iter().find(|(_, weekday)| *weekday == self.weekday).map_or("", |(name, _)| name);
        self.nth.map_or_else(|| name.to_owned(), |nth| format!("{nth}{name}"))
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({})", self.text)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Rule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
