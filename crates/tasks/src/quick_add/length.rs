//! How long something takes (`for 45min`, `~1h30m`, `10m`), and how long before it one is reminded (`!10m`, `remind me 1 hour
//! before`).

use jiff::civil::Time;

use super::cursor::Cursor;
use super::said::{self, inside};
use super::word::Word;
use crate::limits;

/// A duration, as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DurationSaid {
    pub(super) minutes: u32,
    /// Whether it is only a number with a unit: `10m` may also be a distance.
    pub(super) is_bare: bool,
}

/// A reminder, as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReminderSaid {
    /// So many minutes before the task is due.
    Before(u32),
    /// At that time of the day on which it is due.
    At(Time),
}

const HOUR_MIN: u32 = 60;
const DAY_MIN: u32 = 24 * HOUR_MIN;
/// A bare number of minutes has up to two digits: `400m` is a distance.
const MOST_BARE_MIN: u32 = 99;

/// The duration that begins with the first of `words`, and its number of words.
pub(super) fn duration(words: &[Word<'_>]) -> Option<(DurationSaid, usize)> {
    let mut cursor = Cursor::new(words);
    let said = cursor.longest(&[for_so_long, marked, bare])?;
    (1..=limits::DURATION_MIN).contains(&said.minutes).then_some((said, cursor.taken()))
}

/// The reminder that begins with the first of `words`, and its number of words.
pub(super) fn reminder(words: &[Word<'_>]) -> Option<(ReminderSaid, usize)> {
    let mut cursor = Cursor::new(words);
    let said = cursor.longest(&[marked_reminder, marked_time, remind_before])?;
    let fits = match said {
        ReminderSaid::Before(minutes) => minutes <= limits::REMINDER_MIN,
        ReminderSaid::At(_) => true,
    };
    fits.then_some((said, cursor.taken()))
}

/// "for 45min", "for an hour and a half".
fn for_so_long(cursor: &mut Cursor<'_, '_>) -> Option<DurationSaid> {
    cursor.eat(&["for"])?;
    cursor.eat(&["about"]);
    spoken(cursor).map(|minutes| DurationSaid { minutes, is_bare: false })
}

/// "~30m", "~1h30m", "~45 min".
fn marked(cursor: &mut Cursor<'_, '_>) -> Option<DurationSaid> {
    if cursor.eat(&["~"]).is_some() {
        return spoken(cursor).map(|minutes| DurationSaid { minutes, is_bare: false });
    }
    let first = cursor.read(|word| compact(word.core.strip_prefix('~')?));
    let minutes = match first {
        Some((minutes, _)) => minutes + more_compact(cursor),
        None => {
            let number = cursor.read(|word| inside::digits(word.core.strip_prefix('~')?))?;
            u32::from(number) * cursor.lower(minutes_of)?
        }
    };
    Some(DurationSaid { minutes, is_bare: false })
}

/// "10m", "1h 30m", "1.5h".
fn bare(cursor: &mut Cursor<'_, '_>) -> Option<DurationSaid> {
    let (first, says_minutes) = cursor.read(|word| compact(word.core))?;
    let minutes = first + more_compact(cursor);
    let may_be_metres = cursor.taken() == 1 && says_minutes && minutes > MOST_BARE_MIN;
    (!may_be_metres).then_some(DurationSaid { minutes, is_bare: true })
}

/// The minutes behind hours: the "30m" of "1h 30m".
fn more_compact(cursor: &mut Cursor<'_, '_>) -> u32 {
    let minutes = |word: &str| compact(word).filter(|(minutes, says_minutes)| *says_minutes && *minutes < HOUR_MIN);
    cursor.read(|word| minutes(word.core)).map_or(0, |(minutes, _)| minutes)
}

/// Minutes of `45min`, `1h30m`, `1.5h`, `2h`, and whether they were said in minutes alone, by one letter. Units are lower case.
fn compact(word: &str) -> Option<(u32, bool)> {
    let (hours, minutes) = match word.split_once('h') {
        Some((hours, behind)) if hours.ends_with(|letter: char| letter.is_ascii_digit()) => {
            let behind = ["ours", "our", "rs", "r"].iter().find_map(|unit| behind.strip_prefix(unit)).unwrap_or(behind);
            (Some(hours), behind)
        }
        _ => (None, word),
    };
    let of_hours = hours.map(hours_in_minutes);
    match (of_hours, minutes) {
        (Some(of_hours), "") => Some((of_hours?, false)),
        (Some(of_hours), minutes) => {
            let number = minutes.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
            let is_minutes = matches!(&minutes[number.len()..], "" | "m" | "min" | "mins");
            let minutes = inside::digits(number).map(u32::from).filter(|minutes| is_minutes && *minutes < HOUR_MIN)?;
            Some((of_hours? + minutes, false))
        }
        (None, minutes) => {
            let number = minutes.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
            let unit = &minutes[number.len()..];
            let number = inside::digits(number).map(u32::from)?;
            matches!(unit, "m" | "min" | "mins" | "minutes" | "minute").then_some((number, unit == "m"))
        }
    }
}

/// "2", "1.5", "0.25" hours.
fn hours_in_minutes(number: &str) -> Option<u32> {
    match number.split_once(['.', ',']) {
        None => inside::digits(number).map(|hours| u32::from(hours) * HOUR_MIN),
        Some((whole, part)) => {
            let tenths = match part {
                "5" => 30,
                "25" => 15,
                "75" => 45,
                _ => return None,
            };
            inside::digits(whole).map(|hours| u32::from(hours) * HOUR_MIN + tenths)
        }
    }
}

/// "45 min", "2 hours", "1 hour 30 minutes", "an hour and a half", "half an hour", "1h30m".
fn spoken(cursor: &mut Cursor<'_, '_>) -> Option<u32> {
    if let Some(half) = cursor.attempt(half_an_hour) {
        return Some(half);
    }
    if let Some((minutes, _)) = cursor.read(|word| compact(word.core)) {
        return Some(minutes + more_compact(cursor));
    }
    let (number, unit) = cursor.attempt(|cursor| {
        let number = cursor
            .lower(|word| hours_in_minutes(word).or_else(|| Some(u32::from(inside::number(word)?) * HOUR_MIN)))?;
        Some((number, cursor.lower(minutes_of)?))
    })?;
    let first = number * unit / HOUR_MIN;
    let is_whole = unit == HOUR_MIN || number % HOUR_MIN == 0;
    let more = cursor.attempt(|cursor| {
        cursor.eat(&["and"]);
        if unit != HOUR_MIN {
            return None;
        }
        cursor.phrase(&["a", "half"]).map(|()| 30).or_else(|| {
            let minutes = u32::from(cursor.lower(inside::number)?);
            cursor.lower(minutes_of).filter(|unit| *unit == 1).map(|_| minutes)
        })
    });
    is_whole.then_some(first + more.unwrap_or(0))
}

fn half_an_hour(cursor: &mut Cursor<'_, '_>) -> Option<u32> {
    cursor.eat(&["half"])?;
    cursor.eat(&["a", "an"]);
    cursor.eat(&["hour"]).map(|()| 30)
}

/// How many minutes a unit that is written out has.
fn minutes_of(word: &str) -> Option<u32> {
    match word {
        "minute" | "minutes" | "min" | "mins" => Some(1),
        "hour" | "hours" | "hr" | "hrs" | "h" => Some(HOUR_MIN),
        _ => None,
    }
}

/// As [`minutes_of`], and units of days.
fn minutes_before(word: &str) -> Option<u32> {
    match word {
        "day" | "days" => Some(DAY_MIN),
        "week" | "weeks" => Some(7 * DAY_MIN),
        _ => minutes_of(word),
    }
}

/// `!10m`, `!1h30m`, `!1d`, `!2w`, with or without "before" behind it.
fn marked_reminder(cursor: &mut Cursor<'_, '_>) -> Option<ReminderSaid> {
    let minutes = cursor.read(|word| {
        let amount = word.core.strip_prefix('!')?;
        compact(amount).map(|(minutes, _)| minutes).or_else(|| days(amount))
    })?;
    cursor.eat(&["before"]);
    Some(ReminderSaid::Before(minutes))
}

/// `1d`, `2w`.
fn days(word: &str) -> Option<u32> {
    let number = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let unit = match &word[number.len()..] {
        "d" | "day" | "days" => DAY_MIN,
        "w" | "week" | "weeks" => 7 * DAY_MIN,
        _ => return None,
    };
    Some(u32::from(inside::digits(number)?) * unit)
}

/// `!9am`, `!14:00`.
fn marked_time(cursor: &mut Cursor<'_, '_>) -> Option<ReminderSaid> {
    cursor.lower(|word| said::clear_time(word.strip_prefix('!')?)).map(ReminderSaid::At)
}

/// "remind me 10 min before", "reminder 1h before", "with a reminder the day before".
fn remind_before(cursor: &mut Cursor<'_, '_>) -> Option<ReminderSaid> {
    cursor.eat(&["and"]);
    if cursor.eat(&["with"]).is_some() {
        cursor.eat(&["a"]);
    }
    if cursor.eat(&["remind"]).is_some() {
        cursor.eat(&["me"]);
    } else {
        cursor.eat(&["reminder"])?;
    }
    let minutes = cursor.attempt(spoken).or_else(|| {
        cursor.attempt(|cursor| cursor.read(|word| days(word.core))).or_else(|| {
            let number = match cursor.eat(&["the"]) {
                Some(()) => 1,
                None => u32::from(cursor.lower(inside::number)?),
            };
            Some(number * cursor.lower(minutes_before)?)
        })
    })?;
    cursor.eat(&["before", "ahead", "earlier", "prior"])?;
    cursor.eat(&["hand"]);
    Some(ReminderSaid::Before(minutes))
}
