//! A rule in words.

use jiff::civil::Weekday;

use super::rule::{Day, End, Frequency, Rule, WEEKDAYS};
use super::{Repeat, RepeatFrom};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Rule {
    /// The rule in words, such as "every month on the 1st", "every 3rd Friday" or "every weekday".
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{}{}", self.how_often(), self.end_in_words())
    }

    fn how_often(&self) -> String {
        let Self { frequency, interval, months, month_days, days, .. } = self;
        let every = match interval {
            1 => format!("every {}", unit(*frequency)),
            _ => format!("every {interval} {}s", unit(*frequency)),
        };
        let on = self.days_in_words();
        let is_each = *interval == 1;
        match frequency {
            Frequency::Daily | Frequency::Weekly if is_each && months.is_empty() && month_days.is_empty() => match on {
                Some(on) => format!("every {on}"),
                None => every,
            },
            // "every 3rd Friday", "every Friday the 13th"
            Frequency::Monthly if is_each && months.is_empty() && self.positions.is_empty() && !days.is_empty() => {
                on.map_or(every, |on| format!("every {}", on.strip_prefix("the ").unwrap_or(&on)))
            }
            Frequency::Yearly if !months.is_empty() => {
                let months = listed(months.iter().map(|month| month_name(*month).to_owned()));
                match (on, self.only_date()) {
                    (_, Some(day)) => format!("{every} on {day} {months}"),
                    (Some(on), None) => format!("{every} on {on} of {months}"),
                    (None, None) => format!("{every} in {months}"),
                }
            }
            Frequency::Hourly | Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => {
                let on = on.map_or(String::new(), |on| format!(" on {on}"));
                let months = listed(months.iter().map(|month| month_name(*month).to_owned()));
                let months = if months.is_empty() { months } else { format!(" in {months}") };
                format!("{every}{on}{months}")
            }
        }
    }

    /// The day of the month, where that is all the rule says beside one month.
    fn only_date(&self) -> Option<i8> {
        match (self.months.as_slice(), self.month_days.as_slice()) {
            ([_], [day]) if *day > 0 && self.days.is_empty() && self.positions.is_empty() => Some(*day),
            _ => None,
        }
    }

    /// Which days of its period the rule means, where it says so.
    fn days_in_words(&self) -> Option<String> {
        let Self { month_days, days, positions, .. } = self;
        let numbers = || listed(month_days.iter().map(|day| nth(i16::from(*day))));
        let named = || match days.iter().map(|day| day.weekday).collect::<Vec<_>>().as_slice() {
            _ if days.iter().any(|day| day.nth.is_some()) => listed(days.iter().map(|day| match day.nth {
                Some(number) => format!("the {} {}", nth(number), day_name(day)),
                None => format!("every {}", day_name(day)),
            })),
            [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday] => {
                "weekday".to_owned()
            }
            _ if days.len() == 7 => "day".to_owned(),
            _ => listed(days.iter().map(|day| day_name(day).to_owned())),
        };
        let said = match (month_days.is_empty(), days.is_empty()) {
            (true, true) => None,
            (false, true) => {
                let day = if month_days.iter().any(|day| *day < 0) { " day" } else { "" };
                Some(format!("the {}{day}", numbers()))
            }
            (true, false) => Some(named()),
            (false, false) => Some(format!("{} the {}", named(), numbers())),
        };
        if positions.is_empty() {
            return said;
        }
        let places = listed(positions.iter().map(|position| nth(*position)));
        said.map(|said| format!("the {places} {}", said.strip_prefix("the ").unwrap_or(&said)))
    }

    fn end_in_words(&self) -> String {
        let until = |date: jiff::civil::Date| format!(", until {}", date.strftime("%-d %b %Y"));
        match self.end {
            None => String::new(),
            Some(End::Count(1)) => ", once".to_owned(),
            Some(End::Count(count)) => format!(", {count} times"),
            Some(End::UntilDate(date)) => until(date),
            Some(End::UntilAt(at)) => until(at.date()),
        }
    }
}

impl Repeat {
    /// The repeat in words, such as "every month on the 1st" or "3 days after completion".
    #[must_use]
    pub fn in_words(&self) -> String {
        let Rule { frequency, interval, .. } = self.rule;
        match self.from {
            RepeatFrom::Due => self.rule.in_words(),
            RepeatFrom::Completion if self.rule.is_plain() => {
                let plural = if interval == 1 { "" } else { "s" };
                format!("{interval} {}{plural} after completion{}", unit(frequency), self.rule.end_in_words())
            }
            RepeatFrom::Completion => format!("{} from completion{}", self.rule.how_often(), self.rule.end_in_words()),
        }
    }
}

fn unit(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Hourly => "hour",
        Frequency::Daily => "day",
        Frequency::Weekly => "week",
        Frequency::Monthly => "month",
        Frequency::Yearly => "year",
    }
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default()
}

fn day_name(day: &Day) -> &'static str {
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let place = WEEKDAYS.iter().position(|(_, weekday)| *weekday == day.weekday).unwrap_or_default();
    NAMES.get(place).copied().unwrap_or_default()
}

/// `1st`, `22nd`, `last`, `2nd last`.
fn nth(number: i16) -> String {
    if number == -1 {
        return "last".to_owned();
    }
    let (digits, last) = (number.unsigned_abs(), if number < 0 { " last" } else { "" });
    let ending = match (digits % 100, digits % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        (_, _) => "th",
    };
    format!("{digits}{ending}{last}")
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}
