//! A date, or a date and time, that belongs to no zone: what RFC 5545 calls floating.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Due, Error, due};

/// A calendar date, or a wall-clock date and time, without a zone. In JSON `"2026-11-22"` or `"2026-11-22T17:00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ts_rs::TS)]
#[ts(type = "string")]
pub enum Civil {
    /// A calendar date.
    Date(Date),
    /// A wall-clock date and time; seconds are zero.
    At(DateTime),
}

impl Civil {
    /// Reads `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; seconds are accepted where they are zero.
    ///
    /// `field`: what an error calls it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `field`.
    pub fn parse(field: &'static str, text: &str) -> Result<Self, Error> {
        match text.split_once('T') {
            None => due::parse_date(field, text).map(Self::Date),
            Some((date, time)) => {
                Ok(Self::At(due::parse_date(field, date)?.to_datetime(due::parse_time(field, time)?)))
            }
        }
    }

    /// The calendar date.
    #[must_use]
    pub fn date(&self) -> Date {
        match self {
            Self::Date(date) => *date,
            Self::At(at) => at.date(),
        }
    }

    /// The time of day, where it has one.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        match self {
            Self::Date(_) => None,
            Self::At(at) => Some(at.time()),
        }
    }

    /// The date and time; a date stands for its first moment.
    #[must_use]
    pub fn at(&self) -> DateTime {
        match self {
            Self::Date(date) => date.to_datetime(Time::midnight()),
            Self::At(at) => *at,
        }
    }

    /// The same, to the minute.
    #[must_use]
    pub fn to_minute(&self) -> Self {
        match self {
            Self::Date(date) => Self::Date(*date),
            Self::At(at) => Self::At(at.date().at(at.hour(), at.minute(), 0, 0)),
        }
    }

    /// This, with a time of day exactly if `like` has one.
    pub(crate) fn of_kind(at: DateTime, like: &Self) -> Self {
        match like {
            Self::Date(_) => Self::Date(at.date()),
            Self::At(_) => Self::At(at),
        }
    }
}

impl From<&Due> for Civil {
    /// The due as it was said, without its zone.
    fn from(due: &Due) -> Self {
        match due {
            Due::Date(date) => Self::Date(*date),
            Due::At { at, zone: _ } => Self::At(*at),
        }
    }
}

impl fmt::Display for Civil {
    /// `2026-11-22` or `2026-11-22T17:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::At(at) => at.strftime("%Y-%m-%dT%H:%M").fmt(f),
        }
    }
}

impl Serialize for Civil {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Civil {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse("date", &String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
