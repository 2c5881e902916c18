//! Days of the week, of the month and of the year, as repeats say them.

use jiff::civil::Weekday;

use super::RuleSaid;
use crate::quick_add::cursor::Cursor;
use crate::quick_add::said::inside;

/// Days of the week.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Weekdays {
    pub(super) days: Vec<Weekday>,
    /// The day that weekends begin with, which is a matter of where one lives.
    pub(super) has_weekend: bool,
}

/// Days of a month.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DaysOfMonth {
    pub(super) month_days: Vec<i8>,
    pub(super) weekdays: Vec<(i8, Weekday)>,
    /// Which of the month's working days.
    pub(super) workdays: Vec<i8>,
    /// Whether nothing says that they are days: "27th", "2, 15".
    pub(super) is_bare: bool,
    /// Whether one is a number without an ending: "27".
    pub(super) has_numbers: bool,
    /// Whether one is a word: "first".
    pub(super) has_words: bool,
}

const WORKING: &[&str] = &["business", "working", "work", "week"];

impl Weekdays {
    pub(super) fn all() -> Self {
        Self::of(Weekday::Monday.cycle_forward().take(7))
    }

    pub(super) fn working_week() -> Self {
        Self::of(Weekday::Monday.cycle_forward().take(5))
    }

    fn of(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self { days: days.into_iter().collect(), has_weekend: false }
    }

    fn weekend() -> Self {
        Self { days: Vec::new(), has_weekend: true }
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.days.extend(other.days);
        self.has_weekend |= other.has_weekend;
        self
    }
}

/// "first", "2nd", "last", "2nd last": which one, counted from the end where negative.
fn place(cursor: &mut Cursor<'_, '_>) -> Option<i8> {
    let from_end = cursor.attempt(|cursor| {
        let place = cursor.lower(inside::place)?;
        cursor.eat(&["to"]);
        cursor.eat(&["last"])?;
        Some(-place)
    });
    from_end.or_else(|| cursor.lower(|word| if word == "last" { Some(-1) } else { inside::place(word) }))
}

fn places(cursor: &mut Cursor<'_, '_>) -> Option<Vec<i8>> {
    cursor.list(place)
}

/// "monday", "mondays", "fri".
fn weekday(word: &str) -> Option<Weekday> {
    inside::weekday(word).or_else(|| inside::weekday(word.strip_suffix('s').filter(|word| word.ends_with("day"))?))
}

/// "mon", "mon-wed", "mon to wed", "weekday", "business day", "weekend".
fn weekday_or_several(cursor: &mut Cursor<'_, '_>) -> Option<Weekdays> {
    if working_day(cursor).is_some() {
        return Some(Weekdays::working_week());
    }
    if cursor.eat(&["weekend", "weekends"]).is_some() {
        return Some(Weekdays::weekend());
    }
    let in_one_word = |word: &str| match word.split_once(['-', '–']) {
        Some((from, to)) => stretch(weekday(from)?, weekday(to)?),
        None if word.contains('/') => Some(Weekdays::of(word.split('/').map(weekday).collect::<Option<Vec<_>>>()?)),
        None => None,
    };
    if let Some(days) = cursor.lower(in_one_word) {
        return Some(days);
    }
    let first = cursor.lower(weekday)?;
    let through = cursor.attempt(|cursor| {
        cursor.eat(&["-", "–", "to", "thru", "through", "until", "till"])?;
        stretch(first, cursor.lower(weekday)?)
    });
    Some(through.unwrap_or_else(|| Weekdays::of([first])))
}

fn stretch(from: Weekday, to: Weekday) -> Option<Weekdays> {
    let length = usize::try_from(to.since(from)).ok()?;
    (length > 0).then(|| Weekdays::of(from.cycle_forward().take(length + 1)))
}

/// "workday", "weekdays", "business day".
fn working_day(cursor: &mut Cursor<'_, '_>) -> Option<()> {
    cursor.eat(&["weekday", "weekdays", "workday", "workdays"]).or_else(|| {
        cursor.attempt(|cursor| {
            cursor.eat(WORKING)?;
            cursor.eat(&["day", "days"])
        })
    })
}

/// A list of days of the week; "mon wed fri" too.
pub(super) fn weekdays(cursor: &mut Cursor<'_, '_>) -> Option<Weekdays> {
    let mut days = listed(cursor.list(weekday_or_several)?);
    // `sat` and `sun` are words, too.
    while cursor.peek().is_some_and(|word| days.days.len() > 1 || !matches!(word.lower.as_str(), "sat" | "sun"))
        && let Some(day) = cursor.lower(inside::weekday)
    {
        days.days.push(day);
        let more = cursor.attempt(|cursor| {
            cursor.eat(&["and", "&"])?;
            cursor.list(weekday_or_several)
        });
        days = days.and(listed(more.unwrap_or_default()));
    }
    Some(days)
}

/// Several days of the week together.
pub(super) fn listed(days: Vec<Weekdays>) -> Weekdays {
    days.into_iter().fold(Weekdays::default(), Weekdays::and)
}

/// "from monday to friday".
pub(super) fn from_weekday_to_weekday(cursor: &mut Cursor<'_, '_>) -> Option<Weekdays> {
    cursor.attempt(|cursor| {
        cursor.eat(&["from"])?;
        let from = cursor.lower(weekday)?;
        cursor.eat(&["to", "through", "thru"])?;
        stretch(from, cursor.lower(weekday)?)
    })
}

/// "on tuesday, friday", "friday"; without "on", `sat` and `sun` are words.
pub(super) fn on_weekdays(cursor: &mut Cursor<'_, '_>) -> Option<Weekdays> {
    cursor.attempt(|cursor| {
        let has_on = cursor.eat(&["on"]).is_some();
        let is_word = cursor.peek().is_some_and(|word| matches!(word.lower.as_str(), "sat" | "sun"));
        if is_word && !has_on { None } else { weekdays(cursor) }
    })
}

/// "fridays", "weekend": what may be counted ("2 fridays", "other weekend").
pub(super) fn few_weekdays(cursor: &mut Cursor<'_, '_>) -> Option<Weekdays> {
    if cursor.eat(&["weekend", "weekends"]).is_some() {
        return Some(Weekdays::weekend());
    }
    cursor.lower(weekday).map(|day| Weekdays::of([day]))
}

/// "mondays", "weekdays", "weekends": written out and more than one.
pub(super) fn plural_weekday(cursor: &mut Cursor<'_, '_>) -> Option<Weekdays> {
    cursor.lower(|word| match word {
        "weekdays" | "workdays" => Some(Weekdays::working_week()),
        "weekends" => Some(Weekdays::weekend()),
        _ => Some(Weekdays::of([weekday(word).filter(|_| word.ends_with("days"))?])),
    })
}

/// "except sunday": what is left of `days`.
pub(super) fn except(cursor: &mut Cursor<'_, '_>, days: &Weekdays) -> Option<Weekdays> {
    cursor.attempt(|cursor| {
        cursor.eat(&["except", "but"])?;
        cursor.eat(&["on", "for", "not"]);
        let without = weekdays(cursor)?;
        let left: Vec<Weekday> = days.days.iter().copied().filter(|day| !without.days.contains(day)).collect();
        let fits = !left.is_empty() && left.len() < days.days.len() && !without.has_weekend && !days.has_weekend;
        fits.then(|| Weekdays::of(left))
    })
}

/// "of the month", "of every month".
pub(super) fn of_the_month(cursor: &mut Cursor<'_, '_>) -> Option<()> {
    cursor.attempt(|cursor| {
        cursor.eat(&["of", "in"])?;
        cursor.eat(&["the", "each", "every", "a"]);
        cursor.eat(&["month"])
    })
}

/// "on the 1st and 15th", "on the last friday", "15th", "on 15".
pub(super) fn on_days_of_month(cursor: &mut Cursor<'_, '_>) -> Option<DaysOfMonth> {
    cursor.attempt(|cursor| {
        let has_on = cursor.eat(&["on"]).is_some();
        let has_the = cursor.eat(&["the"]).is_some();
        days_of_month(cursor).filter(|days| has_on || has_the || !days.has_numbers)
    })
}

/// "27th", "2, 15, 27", "3rd friday", "1st and 3rd monday", "last day", "last workday", "last".
pub(super) fn days_of_month(cursor: &mut Cursor<'_, '_>) -> Option<DaysOfMonth> {
    cursor.longest(&[days_with_places, month_days])
}

/// "1st monday and 3rd friday": lists of places, each with what is counted.
fn days_with_places(cursor: &mut Cursor<'_, '_>) -> Option<DaysOfMonth> {
    let said = cursor.list(|cursor| {
        cursor.eat(&["the"]);
        let places = places(cursor)?;
        let mut days = DaysOfMonth::default();
        if working_day(cursor).is_some() {
            days.workdays = places;
        } else if cursor.eat(&["day", "days"]).is_some() {
            days.month_days = places;
        } else {
            let day = cursor.lower(weekday)?;
            let possible = places.iter().all(|place| (-5..=5).contains(place));
            days.weekdays = places.into_iter().map(|place| (place, day)).collect();
            return possible.then_some(days);
        }
        Some(days)
    })?;
    Some(said.into_iter().fold(DaysOfMonth::default(), DaysOfMonth::and))
}

/// "27th", "2, 15 and 27", "the 1st and the last".
fn month_days(cursor: &mut Cursor<'_, '_>) -> Option<DaysOfMonth> {
    let said = cursor.list(|cursor| {
        cursor.eat(&["the"]);
        let first = cursor.peek()?.lower.as_bytes().first()?;
        let is_word = !first.is_ascii_digit();
        place(cursor).map(|place| (place, false, is_word)).or_else(|| Some((cursor.lower(inside::day)?, true, false)))
    })?;
    let has_numbers = said.iter().any(|(_, is_number, _)| *is_number);
    let has_words = said.iter().any(|(_, _, is_word)| *is_word);
    let month_days = said.into_iter().map(|(day, _, _)| day).collect();
    Some(DaysOfMonth { month_days, is_bare: true, has_numbers, has_words, ..DaysOfMonth::default() })
}

impl DaysOfMonth {
    fn and(mut self, other: Self) -> Self {
        self.month_days.extend(other.month_days);
        self.weekdays.extend(other.weekdays);
        self.workdays.extend(other.workdays);
        self
    }
}

/// A list of months.
pub(super) fn months(cursor: &mut Cursor<'_, '_>) -> Option<Vec<i8>> {
    cursor.list(|cursor| cursor.lower(inside::month))
}

/// "jan 27", "27 jan and 27 jul", "april and december on the 1st and 24th", "june". `Some(None)` where one rule cannot say it.
pub(super) fn days_of_year(cursor: &mut Cursor<'_, '_>) -> Option<Option<RuleSaid>> {
    cursor.longest(&[days_with_months, months_with_days])
}

fn days_with_months(cursor: &mut Cursor<'_, '_>) -> Option<Option<RuleSaid>> {
    let said = cursor.list(day_and_month)?;
    let (mut months, mut days): (Vec<i8>, Vec<i8>) = said.iter().copied().unzip();
    for numbers in [&mut months, &mut days] {
        numbers.sort_unstable();
        numbers.dedup();
    }
    // One rule says each of its days in each of its months.
    let is_one = months.iter().all(|month| days.iter().all(|day| said.contains(&(*month, *day))));
    let month_days = DaysOfMonth { month_days: days, ..DaysOfMonth::default() };
    Some(RuleSaid::yearly(1, months, month_days).filter(|_| is_one))
}

/// The month and the day of "27 jan", "jan 27th", "27th of january".
fn day_and_month(cursor: &mut Cursor<'_, '_>) -> Option<(i8, i8)> {
    cursor.eat(&["the"]);
    let day_first = cursor.attempt(|cursor| {
        let day = cursor.lower(inside::day)?;
        cursor.eat(&["of"]);
        Some((cursor.lower(inside::month)?, day))
    });
    let (month, day) = day_first.or_else(|| {
        let month = cursor.lower(inside::month)?;
        cursor.eat(&["the"]);
        Some((month, cursor.lower(inside::day)?))
    })?;
    // 2028 is a leap year.
    jiff::civil::Date::new(2028, month, day).is_ok().then_some((month, day))
}

fn months_with_days(cursor: &mut Cursor<'_, '_>) -> Option<Option<RuleSaid>> {
    let months = months(cursor)?;
    let days = on_days_of_month(cursor);
    // "every june" begins with its first day.
    let days = days.unwrap_or_else(|| DaysOfMonth { month_days: vec![1], ..DaysOfMonth::default() });
    Some(RuleSaid::yearly(1, months, days))
}
