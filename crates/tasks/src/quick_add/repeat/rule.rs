//! The parts of a repeat's rule, and the rule as RFC 5545 writes it.

use jiff::civil::{Date, Weekday};

use super::days::{DaysOfMonth, Weekdays};

/// The parts of an RFC 5545 rule that can be said in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::quick_add) struct RuleSaid {
    pub(in crate::quick_add) frequency: Frequency,
    /// From 1.
    pub(in crate::quick_add) interval: u16,
    /// From 1 for January.
    pub(in crate::quick_add) months: Vec<i8>,
    /// 1 to 31, counted from the end where negative.
    pub(in crate::quick_add) month_days: Vec<i8>,
    /// Which of the month (0 for each of them, counted from the end where negative), and which day of the week.
    pub(in crate::quick_add) weekdays: Vec<(i8, Weekday)>,
    /// Whether the first day of the weekend is one of the days of the week.
    pub(in crate::quick_add) has_weekend: bool,
    /// Which of all the days that fit.
    pub(in crate::quick_add) set_positions: Vec<i8>,
}

/// FREQ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::quick_add) enum Frequency {
    Hourly,
    #[default]
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// How a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::quick_add) enum End {
    /// The last day on which it may fall.
    Until(Date),
    /// The number of occurrences.
    Count(u16),
}

impl RuleSaid {
    pub(super) fn each(interval: u16, frequency: Frequency) -> Self {
        Self { frequency, interval, ..Self::default() }
    }

    pub(super) fn weekly(interval: u16, days: Weekdays) -> Self {
        let Weekdays { days, has_weekend } = days;
        let weekdays = days.into_iter().map(|day| (0, day)).collect();
        Self { weekdays, has_weekend, ..Self::each(interval, Frequency::Weekly) }
    }

    /// Those days of the week, in those months only.
    pub(super) fn weekdays_in(months: Vec<i8>, days: Weekdays) -> Self {
        Self { months, frequency: Frequency::Yearly, ..Self::weekly(1, days) }
    }

    /// `None` where the days need more than one rule.
    pub(super) fn monthly(interval: u16, days: DaysOfMonth) -> Option<Self> {
        let DaysOfMonth { month_days, weekdays, workdays, is_bare: _, has_numbers: _, has_words: _ } = days;
        let kinds = [!month_days.is_empty(), !weekdays.is_empty(), !workdays.is_empty()];
        let each = Self::each(interval, Frequency::Monthly);
        match kinds {
            [true, false, false] => Some(Self { month_days, ..each }),
            [false, true, false] => Some(Self { weekdays, ..each }),
            [false, false, true] => {
                let weekdays = Weekdays::working_week().days.into_iter().map(|day| (0, day)).collect();
                Some(Self { weekdays, set_positions: workdays, ..each })
            }
            _ => None,
        }
    }

    /// `None` where the days need more than one rule.
    pub(super) fn yearly(interval: u16, months: Vec<i8>, days: DaysOfMonth) -> Option<Self> {
        // In a rule for a year, BYSETPOS counts through the year: a month at a time it is another one, so one month only.
        let several = months.len() > 1 && !days.workdays.is_empty();
        // "30 february"; 2028 is a leap year.
        let falls = |day: i8| day < 0 || months.iter().any(|month| Date::new(2028, *month, day).is_ok());
        let is_possible = !several && days.month_days.iter().all(|day| falls(*day));
        let frequency = Frequency::Yearly;
        Self::monthly(interval, days).filter(|_| is_possible).map(|rule| Self { months, frequency, ..rule })
    }

    /// The rule in RFC 5545's words, its parts in a fixed order. `weekend`: the day that a weekend begins with.
    pub(in crate::quick_add) fn to_rrule(&self, weekend: Weekday, end: Option<End>) -> String {
        let Self { frequency, interval, months, month_days, weekdays, has_weekend, set_positions } = self;
        let frequency = match frequency {
            Frequency::Hourly => "HOURLY",
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        };
        let mut parts = vec![format!("FREQ={frequency}")];
        if *interval > 1 {
            parts.push(format!("INTERVAL={interval}"));
        }
        let mut weekdays = weekdays.clone();
        weekdays.extend(has_weekend.then_some((0, weekend)));
        weekdays.sort_by_key(|(place, day)| (from_first(*place), day.to_monday_zero_offset()));
        weekdays.dedup();
        let weekdays: Vec<String> = weekdays.iter().map(|(place, day)| by_day(*place, *day)).collect();
        for (name, list) in [
            ("BYMONTH", numbers(months)),
            ("BYMONTHDAY", numbers(month_days)),
            ("BYDAY", weekdays.join(",")),
            ("BYSETPOS", numbers(set_positions)),
        ] {
            if !list.is_empty() {
                parts.push(format!("{name}={list}"));
            }
        }
        match end {
            Some(End::Count(count)) => parts.push(format!("COUNT={count}")),
            Some(End::Until(date)) => parts.push(format!("UNTIL={}", date.strftime("%Y%m%d"))),
            None => {}
        }
        parts.join(";")
    }
}

/// Ascending, each once, those counted from the end last.
fn numbers(numbers: &[i8]) -> String {
    let mut numbers = numbers.to_vec();
    numbers.sort_by_key(|number| from_first(*number));
    numbers.dedup();
    numbers.iter().map(i8::to_string).collect::<Vec<_>>().join(",")
}

fn from_first(place: i8) -> (bool, i8) {
    (place < 0, place)
}

fn by_day(place: i8, day: Weekday) -> String {
    let day = match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    };
    if place == 0 { day.to_owned() } else { format!("{place}{day}") }
}
