//! What a date that was said is, on the calendar of `now`.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::said::{DateSaid, Day, OfMonth, Offset, Part, Period, Which};
use super::{DateOrder, Locale};
use crate::Due;

/// What was meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meant {
    /// That day; another word may say the time.
    On(Date),
    /// That part of that day. Where no word says the time it is at `usual`, or has none.
    In { date: Date, part: Part, usual: Option<Time> },
    /// That wall-clock time.
    At(DateTime),
    /// That moment, however often the clock shows it.
    Exactly(Timestamp),
    /// No date.
    Never,
}

/// The meaning of `said`; `None` where there is no such day.
pub(super) fn of(said: DateSaid, now: &Zoned, locale: Locale) -> Option<Meant> {
    let today = now.date();
    let day = match said {
        DateSaid::InDays(days) => today.checked_add(days.days()).ok(),
        DateSaid::Tonight => return Some(tonight(now, locale)),
        DateSaid::TodayIn(part) => return Some(Meant::In { date: today, part, usual: Some(locale.hours.of(part)) }),
        DateSaid::Weekday { day, which, weeks_on } => {
            weekday(day, which, today, locale).and_then(|date| date.checked_add(weeks_on.weeks()).ok())
        }
        DateSaid::Next(Period::Week) => week_start(today, locale).checked_add(1.week()).ok(),
        DateSaid::Next(Period::Month) => today.last_of_month().tomorrow().ok(),
        DateSaid::Next(Period::Year) => today.last_of_year().tomorrow().ok(),
        DateSaid::ThisWeekend if is_weekend(today, locale) => Some(today),
        DateSaid::ThisWeekend => after(today, locale.weekend),
        DateSaid::NextWeekend => next_weekend(today, locale),
        DateSaid::LaterThisWeek if is_late_in_week(today, locale) => Some(today),
        DateSaid::LaterThisWeek => today.checked_add(2.days()).ok(),
        DateSaid::EndOf(Period::Week) => None,
        DateSaid::EndOf(Period::Month) => Some(today.last_of_month()),
        DateSaid::EndOf(Period::Year) => Some(today.last_of_year()),
        DateSaid::EndOfNext(Period::Week) => week_start(today, locale).checked_add(13.days()).ok(),
        DateSaid::EndOfNext(Period::Month) => today.last_of_month().tomorrow().map(Date::last_of_month).ok(),
        DateSaid::EndOfNext(Period::Year) => today.last_of_year().tomorrow().map(Date::last_of_year).ok(),
        DateSaid::MidMonth(month) => in_some_year(today, month, 15),
        DateSaid::StartOfMonth(month) => in_some_year(today, month, 1),
        DateSaid::EndOfMonth(month) => end_of_month(today, month),
        DateSaid::NthWeekday { place, day, month } => nth_weekday(today, place, day, month),
        DateSaid::Later(offset) => return later(offset, now),
        DateSaid::Day { day, weekday } => {
            // A weekday that is not that day's is a slip, or a name: then nothing is taken.
            calendar_day(day, today, locale).filter(|date| weekday.is_none_or(|weekday| weekday == date.weekday()))
        }
        DateSaid::At(at) => return Some(Meant::At(at)),
        DateSaid::Never => return Some(Meant::Never),
    };
    day.map(Meant::On)
}

/// The due of a wall-clock time that was said in the zone of `now`.
pub(super) fn due_at(at: DateTime, now: &Zoned) -> Option<Due> {
    let zone = now.time_zone();
    match zone.iana_name().filter(|_| !zone.is_unknown()) {
        Some(name) => Some(Due::At { at, zone: name.to_owned() }),
        // A zone without a name cannot be kept: the same moment in UTC can.
        None => {
            let utc = at.to_zoned(zone.clone()).ok()?.with_time_zone(TimeZone::UTC);
            Some(Due::At { at: utc.datetime(), zone: "UTC".to_owned() })
        }
    }
}

/// The due of a moment, to the minute.
pub(super) fn due_exactly(moment: Timestamp, now: &Zoned) -> Option<Due> {
    let there = moment.to_zoned(now.time_zone().clone());
    let at = there.date().at(there.hour(), there.minute(), 0, 0);
    let minute = there.with().second(0).subsec_nanosecond(0).build().ok()?.timestamp();
    // Where the clock shows the time twice, its name is that of the first; the second has one in UTC only.
    let is_said_once = at.to_zoned(now.time_zone().clone()).is_ok_and(|first| first.timestamp() == minute);
    if is_said_once {
        return due_at(at, now);
    }
    Some(Due::At { at: minute.to_zoned(TimeZone::UTC).datetime(), zone: "UTC".to_owned() })
}

/// The day of a time without a date: today, or tomorrow where it has passed.
pub(super) fn next(time: Time, now: &Zoned) -> Option<DateTime> {
    let today = now.date().to_datetime(time);
    if today > now.datetime() { Some(today) } else { now.date().tomorrow().ok().map(|date| date.to_datetime(time)) }
}

/// The moment of `time` on `date`, where it was said with `part`: after midnight, the night of a day is on the next one.
pub(super) fn at(date: Date, time: Time, part: Option<Part>, now: &Zoned) -> Option<DateTime> {
    if !part.is_some_and(|part| part.is_past_midnight(time)) {
        return Some(date.to_datetime(time));
    }
    // Whoever is up at one and says "tonight at 2" means the night that it is.
    if date == now.date() { next(time, now) } else { date.tomorrow().ok().map(|date| date.to_datetime(time)) }
}

fn tonight(now: &Zoned, locale: Locale) -> Meant {
    let tonight = locale.hours.tonight;
    Meant::In { date: now.date(), part: Part::Night, usual: (tonight > now.time()).then_some(tonight) }
}

fn later(offset: Offset, now: &Zoned) -> Option<Meant> {
    let Offset { months, days, minutes } = offset;
    if minutes == 0 {
        return now.date().checked_add(months.months().days(days)).ok().map(Meant::On);
    }
    // Added to the moment and not to what the clock shows: that may come twice. Where only minutes are said, no day is added, as
    // even none would forget which of the two it is.
    let days_on = months.months().days(days);
    let moment = if days_on.is_zero() { now.clone() } else { now.checked_add(days_on).ok()? };
    Some(Meant::Exactly(moment.checked_add(minutes.minutes()).ok()?.timestamp()))
}

fn weekday(day: Weekday, which: Which, today: Date, locale: Locale) -> Option<Date> {
    match which {
        Which::This if today.weekday() == day => Some(today),
        Which::This | Which::Coming => after(today, day),
        Which::Next => {
            let next_week = week_start(today, locale).checked_add(1.week()).ok()?;
            if next_week.weekday() == day { Some(next_week) } else { after(next_week, day) }
        }
    }
}

/// The first such day after `date`.
fn after(date: Date, day: Weekday) -> Option<Date> {
    date.nth_weekday(1, day).ok()
}

/// The first day of the week that `date` is in.
fn week_start(date: Date, locale: Locale) -> Date {
    let days_in = date.weekday().since(locale.week_start);
    date.saturating_sub(i64::from(days_in).days())
}

/// A weekend is the day it begins with and the one after.
fn is_weekend(date: Date, locale: Locale) -> bool {
    date.weekday().since(locale.weekend) < 2
}

/// Whether it is weekend, or the day before.
fn is_late_in_week(date: Date, locale: Locale) -> bool {
    date.weekday().since(locale.weekend) < 2 || date.weekday().until(locale.weekend) < 2
}

/// The first day of the weekend after this one.
fn next_weekend(today: Date, locale: Locale) -> Option<Date> {
    let days_on = match today.weekday().since(locale.weekend) {
        // Its second day.
        1 => -1,
        _ => i64::from(today.weekday().until(locale.weekend)),
    };
    today.checked_add((days_on + 7).days()).ok()
}

fn calendar_day(day: Day, today: Date, locale: Locale) -> Option<Date> {
    match day {
        Day::Full(date) => Some(date),
        Day::OfMonth { day, month, year: Some(year) } => Date::new(year, month, day).ok(),
        Day::OfMonth { day, month, year: None } => in_some_year(today, month, day),
        Day::OfSomeMonth(day) => in_some_month(today, day),
        Day::Either { first, second, year } => {
            let month_first = Day::OfMonth { month: first, day: second, year };
            let day_first = Day::OfMonth { day: first, month: second, year };
            let (usual, other) = match locale.date_order {
                DateOrder::MonthDay => (month_first, day_first),
                DateOrder::DayMonth => (day_first, month_first),
            };
            calendar_day(usual, today, locale).or_else(|| calendar_day(other, today, locale))
        }
        Day::Impossible => None,
    }
}

/// That day of that month: this year's, or where that has passed or is not there, the next one there is.
fn in_some_year(today: Date, month: i8, day: i8) -> Option<Date> {
    // Leap days are at most eight years apart.
    (today.year()..=today.year().saturating_add(8))
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date >= today)
}

/// The last day of the coming month of that number; a February has the days of its year.
fn end_of_month(today: Date, month: i8) -> Option<Date> {
    (today.year()..=today.year().saturating_add(1))
        .filter_map(|year| Date::new(year, month, 1).ok())
        .map(Date::last_of_month)
        .find(|date| *date >= today)
}

/// "the 3rd friday of january", of this year or the next.
fn nth_weekday(today: Date, place: i8, day: Weekday, month: OfMonth) -> Option<Date> {
    let in_month = |first: Date| first.nth_weekday_of_month(place, day).ok();
    let this = today.first_of_month();
    let next = |date: Date| date.last_of_month().tomorrow().ok();
    match month {
        OfMonth::Unsaid => None,
        OfMonth::Next => in_month(next(this)?),
        OfMonth::Coming => in_month(this).filter(|date| *date >= today).or_else(|| in_month(next(this)?)),
        OfMonth::Named(month) => (today.year()..=today.year().saturating_add(1))
            .filter_map(|year| in_month(Date::new(year, month, 1).ok()?))
            .find(|date| *date >= today),
    }
}

/// That day of this month, or of the next one that has it.
fn in_some_month(today: Date, day: i8) -> Option<Date> {
    (0..12)
        .filter_map(|months: i64| today.first_of_month().checked_add(months.months()).ok())
        .filter_map(|first| Date::new(first.year(), first.month(), day).ok())
        .find(|date| *date >= today)
}
