//! The grammar of repeats: `every 2 weeks on mon and thu`, `daily`, `the last friday of every month`.
//!
//! Read from the words alone; which day is the first one is for `first` to say.

use jiff::civil::Time;

use super::cursor::Cursor;
use super::said::{Part, inside};
use super::word::Word;

mod days;
mod rule;

pub(super) use rule::{End, Frequency, RuleSaid};

/// A repeat as it was said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RepeatSaid {
    /// `None` where it was understood and no one rule can say it ("every 15 jan, 20 apr"): then it stays text as a whole.
    pub(super) rule: Option<RuleSaid>,
    /// Counted from completion ("every! 3 days").
    pub(super) from_completion: bool,
    /// "every morning".
    pub(super) part: Option<Part>,
    /// "every noon".
    pub(super) time: Option<Time>,
    /// How sure it is that a repeat is meant.
    pub(super) form: RepeatForm,
}

/// How sure it is that a repeat is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RepeatForm {
    /// "every friday", "weekly on friday".
    Clear,
    /// "on fridays", "once a week": also part of a sentence.
    Loose,
    /// "thursdays": a repeat beside a time only.
    Plural,
    /// "monthly", "every 3rd": also said of the next word ("monthly report", "every 3rd page").
    Adjective,
}

/// Most of a unit between two occurrences.
const MOST_APART: u16 = 999;

/// The longest repeat that begins with the first of `words`, and its number of words.
pub(super) fn repeat(words: &[Word<'_>]) -> Option<(RepeatSaid, usize)> {
    let mut cursor = Cursor::new(words);
    let said = cursor.longest(&[every, of_every, adverb, on_days, once, after_completion])?;
    Some((said, cursor.taken()))
}

/// "when done", "after completion": the words that make a repeat count from there; how many they are.
pub(super) fn completion(words: &[Word<'_>]) -> Option<usize> {
    let mut cursor = Cursor::new(words);
    let when = cursor.attempt(|cursor| {
        cursor.eat(&["when", "once", "after"])?;
        cursor.eat(&["it's", "it’s", "each", "last"]);
        cursor.eat(&["done", "complete", "completed", "completing", "completion", "finished", "finishing"])
    });
    when.or_else(|| cursor.phrase(&["from", "completion"]))?;
    Some(cursor.taken())
}

impl RepeatSaid {
    fn of(rule: Option<RuleSaid>, form: RepeatForm) -> Self {
        Self { rule, from_completion: false, part: None, time: None, form }
    }

    fn clear(rule: RuleSaid) -> Self {
        Self::of(Some(rule), RepeatForm::Clear)
    }
}

/// `every`, `each`, `ev`, and whether a `!` is behind it. An `EV` is a car.
fn every_word(cursor: &mut Cursor<'_, '_>) -> Option<bool> {
    cursor.phrase(&["each", "and"]);
    cursor.read(|word| {
        let is_every = matches!(word.lower.as_str(), "every" | "each") || word.core == "ev";
        (is_every && matches!(word.tail, "" | "!")).then_some(word.tail == "!")
    })
}

fn every(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    let from_completion = every_word(cursor)?;
    let said = cursor.longest(&[
        every_unit,
        every_few_weekdays,
        every_weekday,
        every_day_of_month,
        every_day_of_year,
        every_part,
    ])?;
    Some(RepeatSaid { from_completion, ..said })
}

/// "other", "2", "two", "3rd": how many apart.
fn interval(cursor: &mut Cursor<'_, '_>) -> Option<u16> {
    let read = |word: &str| match word {
        "other" => Some(2),
        "a" | "an" => None,
        _ => inside::number(word)
            .or_else(|| inside::place(word).and_then(|place| u16::try_from(place).ok()).filter(|place| *place > 1)),
    };
    cursor.lower(|word| read(word).filter(|number| (1..=MOST_APART).contains(number)))
}

/// "week", "other week", "2 weeks on mon and thu", "3d", "quarter", "month on the 1st", "year on jan 27".
fn every_unit(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    let (number, (frequency, times)) = compact_unit(cursor).or_else(|| {
        cursor.attempt(|cursor| {
            let number = cursor.attempt(interval);
            let unit = cursor.lower(|word| unit(word).filter(|_| number.is_some() || !word.ends_with('s')))?;
            Some((number.unwrap_or(1), unit))
        })
    })?;
    let interval = number.checked_mul(times).filter(|interval| *interval <= MOST_APART)?;
    on_part(cursor, RuleSaid::each(interval, frequency))
}

/// A unit of repeats, and how many of its frequency it is.
fn unit(word: &str) -> Option<(Frequency, u16)> {
    Some(match word {
        "hour" | "hours" | "hr" | "hrs" => (Frequency::Hourly, 1),
        "day" | "days" => (Frequency::Daily, 1),
        "week" | "weeks" | "wk" | "wks" => (Frequency::Weekly, 1),
        "fortnight" | "fortnights" => (Frequency::Weekly, 2),
        "month" | "months" => (Frequency::Monthly, 1),
        "quarter" | "quarters" => (Frequency::Monthly, 3),
        "year" | "years" | "yr" | "yrs" => (Frequency::Yearly, 1),
        _ => return None,
    })
}

/// "3d", "2weeks".
fn compact_unit(cursor: &mut Cursor<'_, '_>) -> Option<(u16, (Frequency, u16))> {
    cursor.read(|word| {
        let digits = word.core.find(|letter: char| !letter.is_ascii_digit())?;
        let (number, letters) = word.core.split_at(digits);
        let unit = match letters {
            "h" => (Frequency::Hourly, 1),
            "d" => (Frequency::Daily, 1),
            "w" => (Frequency::Weekly, 1),
            "mo" => (Frequency::Monthly, 1),
            "y" => (Frequency::Yearly, 1),
            _ => unit(letters)?,
        };
        Some((inside::digits(number).filter(|number| (1..=MOST_APART).contains(number))?, unit))
    })
}

/// What may follow a unit: on which days of it.
fn on_part(cursor: &mut Cursor<'_, '_>, each: RuleSaid) -> Option<RepeatSaid> {
    let interval = each.interval;
    let on_days = match each.frequency {
        Frequency::Hourly => None,
        Frequency::Daily if interval == 1 => {
            let days = days::except(cursor, &days::Weekdays::all()).or_else(|| days::from_weekday_to_weekday(cursor));
            days.map(|days| Some(RuleSaid::weekly(1, days)))
        }
        Frequency::Daily => None,
        Frequency::Weekly => days::on_weekdays(cursor).map(|days| Some(RuleSaid::weekly(interval, days))),
        Frequency::Monthly => days::on_days_of_month(cursor).map(|days| RuleSaid::monthly(interval, days)),
        Frequency::Yearly => cursor.attempt(|cursor| {
            cursor.eat(&["on", "in"])?;
            days::days_of_year(cursor).map(|rule| rule.map(|rule| RuleSaid { interval, ..rule }))
        }),
    };
    Some(RepeatSaid::of(on_days.unwrap_or(Some(each)), RepeatForm::Clear))
}

/// "other friday", "2 fridays", "other weekend".
fn every_few_weekdays(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    let interval = cursor.lower(|word| match word {
        "other" => Some(2),
        _ => inside::number(word).filter(|number| (1..=MOST_APART).contains(number) && !matches!(word, "a" | "an")),
    })?;
    let days = cursor
        .list(|cursor| days::few_weekdays(cursor))?
        .into_iter()
        .fold(days::Weekdays::default(), days::Weekdays::and);
    Some(RepeatSaid::clear(RuleSaid::weekly(interval, days)))
}

/// "mon, wed and fri", "mon-wed", "weekday", "weekday except friday", "monday in june".
fn every_weekday(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    let days = days::weekdays(cursor)?;
    let days = days::except(cursor, &days).unwrap_or(days);
    if days::of_the_month(cursor).is_none()
        && let Some(months) = cursor.attempt(|cursor| {
            cursor.eat(&["in", "of"])?;
            days::months(cursor)
        })
    {
        return Some(RepeatSaid::clear(RuleSaid::weekdays_in(months, days)));
    }
    Some(RepeatSaid::clear(RuleSaid::weekly(1, days)))
}

/// "27th", "5, 15, 25", "3rd friday", "last day of the month", "1st workday", "3rd thu jul".
fn every_day_of_month(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    cursor.eat(&["the"]);
    let days = days::days_of_month(cursor)?;
    let is_said = days::of_the_month(cursor).is_some();
    if !is_said
        && let Some(months) = cursor.attempt(|cursor| {
            cursor.eat(&["in", "of"]);
            days::months(cursor)
        })
    {
        return Some(RepeatSaid::of(RuleSaid::yearly(1, months, days), RepeatForm::Clear));
    }
    // "every second", "every last": of what?
    if days.has_words && days.is_bare && !is_said {
        return None;
    }
    let form = if days.is_bare && !is_said { RepeatForm::Adjective } else { RepeatForm::Clear };
    Some(RepeatSaid::of(RuleSaid::monthly(1, days), form))
}

/// "jan 27", "27 jan", "april and december on the 1st and 24th".
fn every_day_of_year(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    Some(RepeatSaid::of(days::days_of_year(cursor)?, RepeatForm::Clear))
}

/// "morning", "other night", "noon".
fn every_part(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    let interval = cursor.eat(&["other"]).map_or(1, |()| 2);
    let part = cursor.lower(inside::part_of_day);
    let time = if part.is_some() { None } else { Some(cursor.lower(inside::named_time)?) };
    // "every morning and evening" is two times a day.
    let is_one = cursor
        .attempt(|cursor| {
            cursor.eat(&["and", "&"]);
            cursor.lower(|word| inside::part_of_day(word).map(drop).or_else(|| inside::named_time(word).map(drop)))
        })
        .is_none();
    let rule = is_one.then(|| RuleSaid::each(interval, Frequency::Daily));
    Some(RepeatSaid { part, time, ..RepeatSaid::of(rule, RepeatForm::Clear) })
}

/// "the 1st of every month", "last friday of each month", "15th every other month", "the 1st of every january".
fn of_every(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    cursor.eat(&["on"]);
    cursor.eat(&["the"]);
    let days = days::days_of_month(cursor).filter(|days| !days.has_numbers)?;
    cursor.eat(&["of", "in"]);
    let from_completion = every_word(cursor)?;
    let of_months = cursor.attempt(|cursor| {
        let interval = cursor.attempt(interval).unwrap_or(1);
        let (_, times) = cursor.lower(|word| unit(word).filter(|(frequency, _)| *frequency == Frequency::Monthly))?;
        interval.checked_mul(times).filter(|interval| *interval <= MOST_APART)
    });
    let rule = match of_months {
        Some(interval) => RuleSaid::monthly(interval, days),
        None => RuleSaid::yearly(1, days::months(cursor)?, days),
    };
    Some(RepeatSaid { from_completion, ..RepeatSaid::of(rule, RepeatForm::Clear) })
}

/// "daily", "weekly on friday", "quarterly", "nightly".
fn adverb(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    if cursor.eat(&["nightly"]).is_some() {
        let rule = RuleSaid::each(1, Frequency::Daily);
        return Some(RepeatSaid { part: Some(Part::Night), ..RepeatSaid::of(Some(rule), RepeatForm::Adjective) });
    }
    let (interval, frequency) = cursor.lower(|word| {
        Some(match word {
            "hourly" => (1, Frequency::Hourly),
            "daily" | "everyday" => (1, Frequency::Daily),
            "weekly" => (1, Frequency::Weekly),
            "biweekly" | "bi-weekly" | "fortnightly" => (2, Frequency::Weekly),
            "monthly" => (1, Frequency::Monthly),
            "bimonthly" | "bi-monthly" => (2, Frequency::Monthly),
            "quarterly" => (3, Frequency::Monthly),
            "biannually" | "biannual" | "semiannually" | "semi-annually" => (6, Frequency::Monthly),
            "yearly" | "annually" => (1, Frequency::Yearly),
            "biennially" => (2, Frequency::Yearly),
            _ => return None,
        })
    })?;
    let alone = cursor.taken();
    let said = on_part(cursor, RuleSaid::each(interval, frequency))?;
    let form = if cursor.taken() > alone { RepeatForm::Clear } else { RepeatForm::Adjective };
    Some(RepeatSaid { form, ..said })
}

/// "on mondays and thursdays", "on weekdays"; "thursdays" beside a time.
fn on_days(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    let form = cursor.eat(&["on"]).map_or(RepeatForm::Plural, |()| RepeatForm::Loose);
    let days = cursor
        .list(|cursor| days::plural_weekday(cursor))?
        .into_iter()
        .fold(days::Weekdays::default(), days::Weekdays::and);
    Some(RepeatSaid::of(Some(RuleSaid::weekly(1, days)), form))
}

/// "once a week".
fn once(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    cursor.eat(&["once"])?;
    cursor.eat(&["a", "an", "per", "every", "each"])?;
    let (frequency, interval) = cursor.lower(unit)?;
    Some(RepeatSaid::of(Some(RuleSaid::each(interval, frequency)), RepeatForm::Loose))
}

/// "3 days after completion".
fn after_completion(cursor: &mut Cursor<'_, '_>) -> Option<RepeatSaid> {
    let (number, (frequency, times)) = compact_unit(cursor).or_else(|| {
        cursor.attempt(|cursor| Some((cursor.lower(inside::number).filter(|number| *number > 0)?, cursor.lower(unit)?)))
    })?;
    let interval = number.checked_mul(times).filter(|interval| *interval <= MOST_APART)?;
    cursor.peek().filter(|word| word.lower == "after")?;
    cursor.skip(completion(cursor.rest())?);
    let rule = RuleSaid::each(interval, frequency);
    Some(RepeatSaid { from_completion: true, ..RepeatSaid::clear(rule) })
}
