//! When a task is due: a calendar date, or a wall-clock time in a zone. Never a UTC instant, so that no flight and no clock
//! change moves a due day.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::Error;

/// When a task is due.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    /// Some time on that calendar date, wherever one is.
    Date(Date),
    /// At a wall-clock time in an IANA zone, such as `Europe/Berlin`.
    At {
        /// Wall-clock date and time; seconds are zero.
        at: DateTime,
        /// IANA name of the zone the time was said in.
        zone: String,
    },
}

/// [`Due`] as it is written in JSON and in SQL: `due` is `2026-11-22` or `2026-11-22T17:00`, `due_zone` goes with a time only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DueParts {
    /// `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM`.
    pub due: Option<String>,
    /// IANA zone, only with a time.
    pub due_zone: Option<String>,
}

impl Due {
    /// Reads `due` and `due_zone` as they stand in JSON and SQL.
    ///
    /// `due`: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` (seconds are accepted where they are zero). `zone`: an IANA name; where it is
    /// absent, a time is in `default_zone`, the user's. Kept in the spelling of the IANA database. A date takes no zone: one that is given is checked and dropped.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `due` or `due_zone`: not a date or time of that shape, not in the calendar, or no such zone.
    pub fn parse(due: &str, zone: Option<&str>, default_zone: &str) -> Result<Self, Error> {
        match due.split_once('T') {
            None => {
                zone.map(known_zone).transpose()?;
                parse_date("due", due).map(Self::Date)
            }
            Some((date, time)) => {
                let at = parse_date("due", date)?.to_datetime(parse_time("due", time)?);
                Ok(Self::At { at, zone: known_zone(zone.unwrap_or(default_zone))? })
            }
        }
    }

    /// The same due, checked and to the minute.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `due_zone`: no such zone.
    pub fn checked(&self) -> Result<Self, Error> {
        match self {
            Self::Date(date) => Ok(Self::Date(*date)),
            Self::At { at, zone } => {
                let at = at.date().at(at.hour(), at.minute(), 0, 0);
                Ok(Self::At { at, zone: known_zone(zone)? })
            }
        }
    }

    /// The calendar date: as it was said, whatever the zone.
    #[must_use]
    pub fn date(&self) -> Date {
        match self {
            Self::Date(date) => *date,
            Self::At { at, zone: _ } => at.date(),
        }
    }

    /// The same due for somebody in the zone of `now`: a time that was said in another zone is carried over, a date stays. As it is
    /// where one of the zones has no name, or is gone from the computer.
    #[must_use]
    pub fn seen_from(&self, now: &Zoned) -> Self {
        match (self.moment_in(now), now.time_zone().iana_name()) {
            (Some(at), Some(here)) => Self::At { at, zone: here.to_owned() },
            _ => self.clone(),
        }
    }

    /// The calendar date that it falls on for somebody in the zone of `now`.
    #[must_use]
    pub fn date_in(&self, now: &Zoned) -> Date {
        self.moment_in(now).map_or_else(|| self.date(), DateTime::date)
    }

    fn moment_in(&self, now: &Zoned) -> Option<DateTime> {
        match self {
            Self::Date(_) => None,
            Self::At { at, zone } => {
                let moment = at.to_zoned(TimeZone::get(zone).ok()?).ok()?;
                Some(moment.with_time_zone(now.time_zone().clone()).datetime())
            }
        }
    }

    /// The wall-clock time, where there is one.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        match self {
            Self::Date(_) => None,
            Self::At { at, zone: _ } => Some(at.time()),
        }
    }

    /// The moment: of a date, the first one after it (it is due until the day has ended) in the zone of `now`.
    ///
    /// A wall-clock time that a change of clocks skips counts as late as the gap is long, one that it repeats counts the first
    /// time (jiff's `compatible`, RFC 5545 section 3.3.5). `None` where the calendar ends or the zone is gone from the computer.
    #[must_use]
    pub fn deadline(&self, now: &Zoned) -> Option<Timestamp> {
        let zoned = match self {
            Self::Date(date) => date.tomorrow().ok()?.to_zoned(now.time_zone().clone()).ok()?,
            Self::At { at, zone } => at.to_zoned(TimeZone::get(zone).ok()?).ok()?,
        };
        Some(zoned.timestamp())
    }

    /// `due` and `due_zone` as they stand in JSON and SQL.
    #[must_use]
    pub fn to_parts(&self) -> DueParts {
        match self {
            Self::Date(date) => DueParts { due: Some(date.to_string()), due_zone: None },
            Self::At { at, zone } => {
                DueParts { due: Some(at.strftime("%Y-%m-%dT%H:%M").to_string()), due_zone: Some(zone.clone()) }
            }
        }
    }
}

impl fmt::Display for Due {
    /// `2026-11-22`, or `2026-11-22T17:00` without the zone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::At { at, zone: _ } => at.strftime("%Y-%m-%dT%H:%M").fmt(f),
        }
    }
}

impl DueParts {
    /// The due that the parts stand for; `None` where there is none.
    ///
    /// # Errors
    /// As [`Due::parse`]; a time needs its zone here.
    pub fn to_due(&self) -> Result<Option<Due>, Error> {
        match (&self.due, &self.due_zone) {
            (None, _) => Ok(None),
            (Some(due), None) if due.contains('T') => {
                Err(Error::invalid("due_zone", "is missing: a time needs an IANA zone such as `Europe/Berlin`"))
            }
            (Some(due), zone) => Due::parse(due, zone.as_deref(), "UTC").map(Some),
        }
    }
}

/// `YYYY-MM-DD`; `field` is what an error calls it.
pub(crate) fn parse_date(field: &'static str, text: &str) -> Result<Date, Error> {
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let wrong = || Error::invalid(field, format!("is `{text}`, not a date such as `2026-11-22` or `2026-11-22T17:00`"));
    if !shaped {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

/// `HH:MM`, or `HH:MM:00`; `field` is what an error calls it.
pub(crate) fn parse_time(field: &'static str, text: &str) -> Result<Time, Error> {
    let minutes = match text.len() {
        8 => text.strip_suffix(":00"),
        _ => Some(text),
    };
    let wrong = || Error::invalid(field, format!("has the time `{text}`, not one such as `17:00`"));
    let (hour, minute) =
        minutes.filter(|text| text.len() == 5).and_then(|text| text.split_once(':')).ok_or_else(wrong)?;
    if ![hour, minute].iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(wrong());
    }
    let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) else { return Err(wrong()) };
    Time::new(hour, minute, 0, 0).map_err(|_| wrong())
}

/// The zone in the spelling of the IANA database. A zone that is said to be unknown is none.
fn known_zone(zone: &str) -> Result<String, Error> {
    let known = TimeZone::get(zone).ok().filter(|known| !known.is_unknown());
    let name = known.as_ref().and_then(TimeZone::iana_name).map(str::to_owned);
    name.ok_or_else(|| Error::invalid("due_zone", format!("is `{zone}`, not an IANA zone such as `Europe/Berlin`")))
}

/// `Option<Due>` flattened into the two fields of [`DueParts`].
pub(crate) mod flat {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Due, DueParts};

    #[allow(clippy::ref_option, reason = "the signature that serde's `with` asks for")]
    pub(crate) fn serialize<S: Serializer>(due: &Option<Due>, serializer: S) -> Result<S::Ok, S::Error> {
        due.as_ref().map(Due::to_parts).unwrap_or_default().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Due>, D::Error> {
        DueParts::deserialize(deserializer)?.to_due().map_err(serde::de::Error::custom)
    }
}
