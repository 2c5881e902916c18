//! The dates of a rule, period by period, on the calendar and the wall clock alone: zones come in later, so that no change of
//! the clocks can shift a date.
//!
//! RFC 5545 section 3.3.10, with one difference on purpose: a day that a month does not have is its last day (31 January, 28
//! February, 31 March), where the RFC leaves the month out.

use jiff::Span;
use jiff::civil::{Date, DateTime, Weekday};

use super::rule::{Day, End, Frequency, Rule};
use crate::Civil;

/// The dates of a rule, in their order, from an anchor on. It always ends: with the rule, with the calendar (year 9999), or when
/// a century of periods has none.
pub(super) struct Occurrences<'r> {
    rule: &'r Rule,
    anchor: Civil,
    /// Periods between that of the anchor and the next to be looked at, in intervals.
    period: i64,
    /// Of the present period, the last first.
    waiting: Vec<DateTime>,
    empty_periods: u32,
    /// How many may still come, where the rule counts them.
    left: Option<u32>,
}

impl<'r> Occurrences<'r> {
    /// All of them, none before `anchor`.
    pub(super) fn of(rule: &'r Rule, anchor: Civil) -> Self {
        let left = match rule.end {
            Some(End::Count(count)) => Some(count),
            None | Some(End::UntilDate(_) | End::UntilAt(_)) => None,
        };
        Self { rule, anchor, period: 0, waiting: Vec::new(), empty_periods: 0, left }
    }

    /// The same, without walking through all that lies long before `after`; some of that may still come.
    pub(super) fn near(rule: &'r Rule, anchor: Civil, after: &Civil) -> Self {
        let mut occurrences = Self::of(rule, anchor);
        if occurrences.left.is_none() {
            let (from, to) = (anchor.at(), after.at());
            let periods = match rule.frequency {
                Frequency::Hourly => from.duration_until(to).as_hours(),
                Frequency::Daily => days_between(from.date(), to.date()),
                Frequency::Weekly => days_between(monday(from.date()), to.date()).div_euclid(7),
                Frequency::Monthly => month_number(to.date()) - month_number(from.date()),
                Frequency::Yearly => i64::from(to.year()) - i64::from(from.year()),
            };
            occurrences.period = (periods / i64::from(rule.interval) - 1).max(0);
        }
        occurrences
    }

    /// So many periods without a date, and there is none: all that can differ between two of them has been seen.
    fn most_empty(&self) -> u32 {
        match self.rule.frequency {
            Frequency::Hourly | Frequency::Daily => 36_600,
            Frequency::Weekly => 5_230,
            Frequency::Monthly => 1_200,
            Frequency::Yearly => 400,
        }
    }

    /// The dates of the next period, in order; `None` past the end of the calendar.
    fn next_period(&mut self) -> Option<Vec<DateTime>> {
        let steps = self.period.checked_mul(i64::from(self.rule.interval))?;
        self.period += 1;
        let at = self.anchor.at();
        let of_day = |date: Date| date.to_datetime(at.time());
        let dates = match self.rule.frequency {
            Frequency::Hourly => {
                let at = at.checked_add(Span::new().try_hours(steps).ok()?).ok()?;
                if !passes(self.rule, at.date()) {
                    let interval = i64::from(self.rule.interval);
                    self.period += (hours_left(at) + interval - 1) / interval - 1;
                    return Some(Vec::new());
                }
                return Some(chosen(&self.rule.positions, vec![at]));
            }
            Frequency::Daily => {
                let date = add_days(at.date(), steps)?;
                if passes(self.rule, date) { vec![date] } else { Vec::new() }
            }
            Frequency::Weekly => self.week(add_days(monday(at.date()), steps.checked_mul(7)?)?),
            Frequency::Monthly => {
                let first = first_of_month(month_number(at.date()) + steps)?;
                if in_month(self.rule, first) { self.month(first) } else { Vec::new() }
            }
            Frequency::Yearly => self.year(i16::try_from(i64::from(at.year()) + steps).ok()?)?,
        };
        Some(chosen(&self.rule.positions, dates.into_iter().map(of_day).collect()))
    }

    fn week(&self, monday: Date) -> Vec<Date> {
        let own = [Day { nth: None, weekday: self.anchor.date().weekday() }];
        let days = if self.rule.days.is_empty() { &own[..] } else { &self.rule.days };
        let date = |day: &Day| add_days(monday, i64::from(day.weekday.to_monday_zero_offset()));
        days.iter().filter_map(date).filter(|date| in_month(self.rule, *date)).collect()
    }

    /// The dates in the month that begins with `first`.
    fn month(&self, first: Date) -> Vec<Date> {
        let Rule { month_days, days, .. } = self.rule;
        if days.is_empty() {
            let own = [self.anchor.date().day()];
            let month_days = if month_days.is_empty() { &own[..] } else { month_days };
            return sorted(month_days.iter().filter_map(|day| clamped(first, *day)).collect());
        }
        let all = (1..=first.days_in_month()).filter_map(|day| Date::new(first.year(), first.month(), day).ok());
        all.filter(|date| month_days.is_empty() || month_days.iter().any(|day| is_month_day(*date, *day)))
            .filter(|date| days.iter().any(|day| is_nth(day, *date, date.day(), first.days_in_month())))
            .collect()
    }

    fn year(&self, year: i16) -> Option<Vec<Date>> {
        let Rule { months, month_days, days, .. } = self.rule;
        let first = Date::new(year, 1, 1).ok()?;
        if months.is_empty() && !days.is_empty() {
            // Without months to count in, the 20th Monday is that of the year.
            let length = first.days_in_year();
            let all = (0..i64::from(length)).filter_map(|day| add_days(first, day));
            let dates = all
                .filter(|date| month_days.is_empty() || month_days.iter().any(|day| is_month_day(*date, *day)))
                .filter(|date| days.iter().any(|day| is_nth(day, *date, date.day_of_year(), length)));
            return Some(dates.collect());
        }
        let own = [self.anchor.date().month()];
        let all: Vec<i8> = (1..=12).collect();
        let months = match (months.is_empty(), month_days.is_empty()) {
            (false, _) => months.as_slice(),
            (true, false) => all.as_slice(),
            (true, true) => own.as_slice(),
        };
        Some(
            months
                .iter()
                .filter_map(|month| Date::new(year, *month, 1).ok())
                .flat_map(|first| self.month(first))
                .collect(),
        )
    }

    /// Whether the rule has ended before `at`.
    fn has_ended(&self, at: DateTime) -> bool {
        match (self.rule.end, self.anchor) {
            (None | Some(End::Count(_)), _) => false,
            (Some(End::UntilDate(date)), _) => at.date() > date,
            (Some(End::UntilAt(until)), Civil::Date(_)) => at.date() > until.date(),
            (Some(End::UntilAt(until)), Civil::At(_)) => at > until,
        }
    }
}

impl Iterator for Occurrences<'_> {
    type Item = Civil;

    fn next(&mut self) -> Option<Civil> {
        if self.left == Some(0) {
            return None;
        }
        loop {
            if let Some(at) = self.waiting.pop() {
                if at < self.anchor.at() {
                    continue;
                }
                if self.has_ended(at) {
                    return None;
                }
                self.left = self.left.map(|left| left - 1);
                let with_time = self.rule.frequency == Frequency::Hourly;
                return Some(if with_time { Civil::At(at) } else { Civil::of_kind(at, &self.anchor) });
            }
            if self.empty_periods > self.most_empty() {
                return None;
            }
            self.waiting = self.next_period()?;
            self.waiting.reverse();
            self.empty_periods = if self.waiting.is_empty() { self.empty_periods + 1 } else { 0 };
        }
    }
}

/// BYSETPOS: the numbered ones of a period; all of them without numbers.
fn chosen(positions: &[i16], dates: Vec<DateTime>) -> Vec<DateTime> {
    if positions.is_empty() {
        return dates;
    }
    let mut chosen: Vec<DateTime> = positions
        .iter()
        .filter_map(|position| {
            let place = usize::from(position.unsigned_abs());
            let place = if *position > 0 { place.checked_sub(1) } else { dates.len().checked_sub(place) };
            place.and_then(|place| dates.get(place)).copied()
        })
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Whether a date passes all parts of a rule that go day by day.
fn passes(rule: &Rule, date: Date) -> bool {
    let Rule { month_days, days, .. } = rule;
    in_month(rule, date)
        && (month_days.is_empty() || month_days.iter().any(|day| is_month_day(date, *day)))
        && (days.is_empty() || days.iter().any(|day| day.weekday == date.weekday()))
}

fn in_month(rule: &Rule, date: Date) -> bool {
    rule.months.is_empty() || rule.months.contains(&date.month())
}

fn is_month_day(date: Date, day: i8) -> bool {
    if day > 0 { date.day() == day } else { date.day() == date.days_in_month() + 1 + day }
}

/// The day of the month that begins with `first`; one past its end is its last, one before its beginning is none.
fn clamped(first: Date, day: i8) -> Option<Date> {
    let length = first.days_in_month();
    let day = if day > 0 { day.min(length) } else { length + 1 + day };
    Date::new(first.year(), first.month(), day).ok()
}

/// Whether `date`, the `number`th day of a month or year of `length` days, is the day meant.
fn is_nth<N: Into<i16>>(day: &Day, date: Date, number: N, length: N) -> bool {
    let (number, length) = (number.into(), length.into());
    let Day { nth, weekday } = day;
    date.weekday() == *weekday
        && match nth {
            None => true,
            Some(nth) if *nth > 0 => (number - 1) / 7 + 1 == *nth,
            Some(nth) => (length - number) / 7 + 1 == -*nth,
        }
}

fn sorted(mut dates: Vec<Date>) -> Vec<Date> {
    dates.sort_unstable();
    dates.dedup();
    dates
}

fn monday(date: Date) -> Date {
    date.saturating_sub(Span::new().days(i64::from(Weekday::to_monday_zero_offset(date.weekday()))))
}

fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// Hours from `at` to the end of its day, at least one.
fn hours_left(at: DateTime) -> i64 {
    24 - i64::from(at.hour())
}

/// Months since the year 0.
fn month_number(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

fn first_of_month(number: i64) -> Option<Date> {
    Date::new(i16::try_from(number.div_euclid(12)).ok()?, i8::try_from(number.rem_euclid(12)).ok()? + 1, 1).ok()
}
