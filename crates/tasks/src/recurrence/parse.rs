//! Reading a rule's text.

use jiff::civil::{Date, Time};

use super::rule::{Day, End, Frequency, Parts, Rule, WEEKDAYS};
use crate::Error;

/// Longest text of a rule, in bytes: far more than any calendar writes.
const LONGEST_BYTES: usize = 1_000;
/// Greatest INTERVAL: a rule that skips more than a lifetime is a slip.
const MOST_INTERVAL: u32 = 1_000;
/// Greatest COUNT.
const MOST_COUNT: u32 = 10_000;

fn wrong(problem: impl Into<String>) -> Error {
    Error::invalid("rrule", problem)
}

/// Reads a rule, see [`Rule::parse`].
pub(super) fn rule(text: &str) -> Result<Rule, Error> {
    if text.len() > LONGEST_BYTES {
        return Err(wrong(format!("has {} bytes, the most is {LONGEST_BYTES}", text.len())));
    }
    let text = text.to_ascii_uppercase();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("DTSTART"));
    let line = lines.next().ok_or_else(|| wrong("is empty"))?;
    if let Some(more) = lines.next() {
        return Err(wrong(format!("is followed by `{more}`; one rule is all that a task has")));
    }
    parts(line.strip_prefix("RRULE:").unwrap_or(line).trim())
}

fn parts(line: &str) -> Result<Rule, Error> {
    let mut seen: Vec<&str> = Vec::new();
    let mut frequency = None;
    let (mut count, mut until) = (None, None);
    let mut parts = Parts {
        frequency: Frequency::Daily,
        interval: 1,
        months: Vec::new(),
        month_days: Vec::new(),
        days: Vec::new(),
        positions: Vec::new(),
        end: None,
    };
    for part in line.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').ok_or_else(|| wrong(format!("has `{part}`, which has no `=`")))?;
        if seen.contains(&name) {
            return Err(wrong(format!("has `{name}` twice")));
        }
        seen.push(name);
        match name {
            "FREQ" => frequency = Some(read_frequency(value)?),
            "INTERVAL" => parts.interval = number(name, value, 1, MOST_INTERVAL)?,
            "COUNT" => count = Some(End::Count(number(name, value, 1, MOST_COUNT)?)),
            "UNTIL" => until = Some(read_until(value)?),
            "BYMONTH" => parts.months = list(name, value, |value| number(name, value, 1, 12))?,
            "BYMONTHDAY" => parts.month_days = list(name, value, |value| signed(name, value, 31))?,
            "BYSETPOS" => parts.positions = list(name, value, |value| signed(name, value, 366))?,
            "BYDAY" => parts.days = list(name, value, read_day)?,
            // Weeks begin on Monday here, and where a repeat begins is its anchor.
            "WKST" if WEEKDAYS.iter().any(|(day, _)| *day == value) => {}
            "DTSTART" => {}
            _ => return Err(wrong(format!("has `{part}`, which a task cannot repeat by"))),
        }
    }
    parts.frequency = frequency.ok_or_else(|| wrong("has no `FREQ`"))?;
    parts.end = match (count, until) {
        (Some(_), Some(_)) => return Err(wrong("has both `COUNT` and `UNTIL`")),
        (count, until) => count.or(until),
    };
    agree(&parts)?;
    Ok(Rule::of(parts))
}

/// What RFC 5545 says does not go together.
fn agree(parts: &Parts) -> Result<(), Error> {
    let Parts { frequency, interval: _, months, month_days, days, positions, end: _ } = parts;
    let nth = days.iter().any(|day| day.nth.is_some());
    let says = |problem: &str| Err(wrong(format!("{problem} with `FREQ={}`", frequency.name())));
    match frequency {
        Frequency::Weekly if !month_days.is_empty() => return says("has `BYMONTHDAY`, which does not go"),
        Frequency::Hourly | Frequency::Daily | Frequency::Weekly if nth => {
            return says("has a numbered `BYDAY`, which does not go");
        }
        Frequency::Monthly if days.iter().any(|day| day.nth.is_some_and(|nth| nth.abs() > 5)) => {
            return says("has a `BYDAY` beyond the fifth, which does not go");
        }
        Frequency::Hourly | Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => {}
    }
    if !positions.is_empty() && months.is_empty() && month_days.is_empty() && days.is_empty() {
        return Err(wrong("has `BYSETPOS` without days or months to count"));
    }
    Ok(())
}

fn read_frequency(value: &str) -> Result<Frequency, Error> {
    let known = Frequency::ALL.into_iter().find(|frequency| frequency.name() == value);
    known.ok_or_else(|| wrong(format!("has `FREQ={value}`, not one of HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY")))
}

fn list<T>(name: &str, value: &str, read: impl Fn(&str) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    if value.is_empty() {
        return Err(wrong(format!("has an empty `{name}`")));
    }
    value.split(',').map(|value| read(value.trim())).collect()
}

fn number<T: TryFrom<u32>>(name: &str, value: &str, least: u32, most: u32) -> Result<T, Error> {
    let said = value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse::<u32>().ok()).flatten();
    said.filter(|said| (least..=most).contains(said))
        .and_then(|said| T::try_from(said).ok())
        .ok_or_else(|| wrong(format!("has `{name}={value}`, not {least} to {most}")))
}

/// A number from 1 to `most`, or from `-most` to -1.
fn signed<T: TryFrom<i32>>(name: &str, value: &str, most: i32) -> Result<T, Error> {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let said = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse::<i32>().ok()).flatten();
    said.filter(|said| *said != 0 && said.abs() <= most)
        .and_then(|said| T::try_from(said).ok())
        .ok_or_else(|| wrong(format!("has `{name}={value}`, not 1 to {most} or -{most} to -1")))
}

fn read_day(value: &str) -> Result<Day, Error> {
    let not_one = || wrong(format!("has `BYDAY={value}`, not a day such as `MO` or `3FR`"));
    let (nth, name) = value.split_at_checked(value.len().saturating_sub(2)).ok_or_else(not_one)?;
    let (_, weekday) = WEEKDAYS.into_iter().find(|(known, _)| *known == name).ok_or_else(not_one)?;
    let nth = if nth.is_empty() { None } else { Some(signed("BYDAY", nth, 53)?) };
    Ok(Day { nth, weekday })
}

/// `20261231` or `20261231T170000`, with a `Z` or without.
fn read_until(value: &str) -> Result<End, Error> {
    let not_one = || wrong(format!("has `UNTIL={value}`, not a date such as `20261231` or `20261231T170000`"));
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let date = |text: &str| Date::strptime("%Y%m%d", text).map_err(|_| not_one());
    match value.strip_suffix('Z').unwrap_or(value).split_once('T') {
        None if digits(value, 8) => date(value).map(End::UntilDate),
        Some((day, time)) if digits(day, 8) && digits(time, 6) => {
            let time = Time::strptime("%H%M%S", time).map_err(|_| not_one())?;
            Ok(End::UntilAt(date(day)?.to_datetime(time)))
        }
        None | Some(_) => Err(not_one()),
    }
}
