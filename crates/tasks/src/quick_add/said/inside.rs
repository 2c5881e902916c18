//! What single words read, in lower case: names of days and months, numbers, digits with separators.

use jiff::civil::{Date, DateTime, Time, Weekday, time};
use winnow::Parser;
use winnow::ascii::digit1;
use winnow::combinator::{alt, opt, preceded, repeat, terminated};
use winnow::error::EmptyError;
use winnow::token::take_while;

use super::{Day, Offset, Part, Period, TimeForm, Told};

type Text<'t> = &'t str;

/// Reads all of `text`, or nothing.
fn all<'t, T>(text: Text<'t>, mut parser: impl Parser<Text<'t>, T, EmptyError>) -> Option<T> {
    parser.parse(text).ok()
}

pub(in crate::quick_add) fn weekday(word: &str) -> Option<Weekday> {
    match word {
        "mon" | "monday" => Some(Weekday::Monday),
        "tue" | "tues" | "tuesday" => Some(Weekday::Tuesday),
        "wed" | "weds" | "wednesday" => Some(Weekday::Wednesday),
        "thu" | "thur" | "thurs" | "thursday" => Some(Weekday::Thursday),
        "fri" | "friday" => Some(Weekday::Friday),
        "sat" | "saturday" => Some(Weekday::Saturday),
        "sun" | "sunday" => Some(Weekday::Sunday),
        _ => None,
    }
}

/// "mon-fri".
pub(in crate::quick_add) fn stretch(word: &str) -> Option<(Weekday, Weekday)> {
    let (from, to) = word.split_once(['-', '–'])?;
    Some((weekday(from)?, weekday(to)?))
}

/// The number of a month, from 1.
pub(in crate::quick_add) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "jan" | "january" => 1,
        "feb" | "february" => 2,
        "mar" | "march" => 3,
        "apr" | "april" => 4,
        "may" => 5,
        "jun" | "june" => 6,
        "jul" | "july" => 7,
        "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "oct" | "october" => 10,
        "nov" | "november" => 11,
        "dec" | "december" => 12,
        _ => return None,
    })
}

pub(in crate::quick_add) fn period(word: &str) -> Option<Period> {
    match word {
        "week" => Some(Period::Week),
        "month" => Some(Period::Month),
        "year" => Some(Period::Year),
        _ => None,
    }
}

pub(in crate::quick_add) fn part_of_day(word: &str) -> Option<Part> {
    match word {
        "morning" => Some(Part::Morning),
        "afternoon" => Some(Part::Afternoon),
        "evening" => Some(Part::Evening),
        "night" => Some(Part::Night),
        _ => None,
    }
}

pub(in crate::quick_add) fn named_time(word: &str) -> Option<Time> {
    match word {
        "noon" | "midday" => Some(time(12, 0, 0, 0)),
        "midnight" => Some(Time::midnight()),
        _ => None,
    }
}

/// Up to four ASCII digits.
pub(in crate::quick_add) fn digits(word: &str) -> Option<u16> {
    let short = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    short.then(|| word.parse().ok()).flatten()
}

pub(in crate::quick_add) fn number_word(word: &str) -> Option<u16> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    words.iter().zip(1..).find_map(|(known, number)| (*known == word).then_some(number))
}

/// Digits, `a`, `an`, or a word up to twelve.
pub(in crate::quick_add) fn number(word: &str) -> Option<u16> {
    digits(word).or_else(|| number_word(word)).or_else(|| matches!(word, "a" | "an").then_some(1))
}

/// A unit written out.
#[derive(Clone, Copy)]
pub(in crate::quick_add) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

impl Unit {
    pub(in crate::quick_add) fn times(self, number: u16) -> Offset {
        let number = i32::from(number);
        match self {
            Self::Minute => Offset { minutes: number, ..Offset::default() },
            Self::Hour => Offset { minutes: 60 * number, ..Offset::default() },
            Self::Day => Offset { days: number, ..Offset::default() },
            Self::Week => Offset { days: 7 * number, ..Offset::default() },
            Self::Fortnight => Offset { days: 14 * number, ..Offset::default() },
            Self::Month => Offset { months: number, ..Offset::default() },
            Self::Year => Offset { months: 12 * number, ..Offset::default() },
        }
    }
}

impl Offset {
    /// Both together. Cannot overflow: at most four amounts of at most four digits are added.
    pub(in crate::quick_add) fn and(self, other: Self) -> Self {
        Self { months: self.months + other.months, days: self.days + other.days, minutes: self.minutes + other.minutes }
    }
}

pub(in crate::quick_add) fn unit(word: &str) -> Option<Unit> {
    match word {
        "minute" | "minutes" | "min" | "mins" => Some(Unit::Minute),
        "hour" | "hours" | "hr" | "hrs" | "h" => Some(Unit::Hour),
        "day" | "days" => Some(Unit::Day),
        "week" | "weeks" | "wk" | "wks" => Some(Unit::Week),
        "fortnight" | "fortnights" => Some(Unit::Fortnight),
        "month" | "months" => Some(Unit::Month),
        "year" | "years" | "yr" | "yrs" => Some(Unit::Year),
        _ => None,
    }
}

/// `3d`, `4h30min`, `1h30m`: numbers with units behind, without spaces.
pub(in crate::quick_add) fn amount(word: &str) -> Option<Offset> {
    let unit = alt((
        alt(("mins", "min", "m")).value(Unit::Minute),
        alt(("hrs", "hr", "hours", "hour", "h")).value(Unit::Hour),
        alt(("days", "day", "d")).value(Unit::Day),
        alt(("weeks", "week", "wks", "wk", "w")).value(Unit::Week),
        alt(("months", "month", "mo")).value(Unit::Month),
        alt(("years", "year", "yrs", "yr", "y")).value(Unit::Year),
    ));
    let part = (digit1.verify_map(digits), unit).map(|(number, unit)| unit.times(number));
    all(word, repeat(1..=4, part).fold(Offset::default, Offset::and))
}

/// 1 to 31, alone or as `27th`.
pub(in crate::quick_add) fn day(word: &str) -> Option<i8> {
    ordinal(word).or_else(|| all(word, day_number()))
}

/// `1st` to `31st`.
pub(in crate::quick_add) fn ordinal(word: &str) -> Option<i8> {
    all(word, terminated(day_number(), alt(("st", "nd", "rd", "th"))))
}

/// "first" to "fifth", "1st" to "5th" and on: which one.
pub(in crate::quick_add) fn place(word: &str) -> Option<i8> {
    let words = ["first", "second", "third", "fourth", "fifth"];
    words.iter().zip(1..).find_map(|(known, place)| (*known == word).then_some(place)).or_else(|| ordinal(word))
}

fn day_number<'t>() -> impl Parser<Text<'t>, i8, EmptyError> {
    short_number().verify(|day| (1..=31).contains(day))
}

/// One or two digits.
fn short_number<'t>() -> impl Parser<Text<'t>, i8, EmptyError> {
    take_while(1..=2, |letter: char| letter.is_ascii_digit()).parse_to()
}

/// A year of this and the next century, in four digits.
pub(in crate::quick_add) fn year(word: &str) -> Option<i16> {
    (word.len() == 4)
        .then(|| digits(word))
        .flatten()
        .and_then(|year| i16::try_from(year).ok())
        .filter(|year| is_year(*year))
}

fn is_year(year: i16) -> bool {
    (2000..2200).contains(&year)
}

/// A day in digits: `27/1`, `27/1/2027`, `27.01.`, `27.01.2027`, `2027-01-27`, `2027/01/27`.
pub(in crate::quick_add) fn written_day(word: &str) -> Option<Day> {
    if word == "24/7" {
        return None;
    }
    full_day(word).or_else(|| slashed(word)).or_else(|| dotted(word))
}

fn full_day(word: &str) -> Option<Day> {
    let number = |length: usize| take_while(length..=length, |letter: char| letter.is_ascii_digit());
    let (year, _, month, _, day) = all(
        word,
        alt((
            (number(4).parse_to(), '-', number(2).parse_to(), '-', number(2).parse_to()),
            (number(4).parse_to(), '/', number(2).parse_to(), '/', number(2).parse_to()),
        )),
    )?;
    Some(Date::new(year, month, day).map_or(Day::Impossible, Day::Full))
}

fn slashed(word: &str) -> Option<Day> {
    let (first, _, second, year) =
        all(word, (short_number(), '/', short_number(), opt(preceded('/', written_year()))))?;
    Some(Day::Either { first, second, year })
}

/// Day before month, always. Without a year both have two digits: `1.4` is a version, or a number.
fn dotted(word: &str) -> Option<Day> {
    let two = || take_while(2..=2, |letter: char| letter.is_ascii_digit()).parse_to::<i8>();
    let with_year = (short_number(), '.', short_number(), '.', written_year())
        .map(|(day, _, month, _, year)| (day, month, Some(year)));
    let without = (two(), '.', two(), opt('.')).map(|(day, _, month, _)| (day, month, None));
    let (day, month, year) = all(word, alt((with_year, without)))?;
    let possible = (1..=31).contains(&day) && (1..=12).contains(&month);
    Some(if possible { Day::OfMonth { day, month, year } } else { Day::Impossible })
}

/// Four digits, or two up to 49: whoever writes 72 means the past, or something else.
fn written_year<'t>() -> impl Parser<Text<'t>, i16, EmptyError> {
    digit1.verify_map(|digits: &str| match digits.len() {
        4 => digits.parse().ok().filter(|year| is_year(*year)),
        2 => digits.parse::<i16>().ok().filter(|year| *year < 50).map(|year| 2000 + year),
        _ => None,
    })
}

/// `2027-01-27T15:00`, with or without seconds.
pub(in crate::quick_add) fn date_time(word: &str) -> Option<DateTime> {
    let (date, time) = word.split_once('t')?;
    let Day::Full(date) = full_day(date)? else { return None };
    let seconds = opt((':', take_while(2..=2, |letter: char| letter.is_ascii_digit())));
    let two = || take_while(2..=2, |letter: char| letter.is_ascii_digit()).parse_to::<i8>();
    let (hour, _, minute, _) = all(time, (two(), ':', two(), seconds))?;
    Some(date.to_datetime(Time::new(hour, minute, 0, 0).ok()?))
}

/// Digits that may be a time.
#[derive(Clone, Copy)]
pub(in crate::quick_add) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: Option<i8>,
    /// Written with two digits before a colon: `09:30`.
    is_full: bool,
    /// Written with a zero in front, as only a clock of 24 hours does.
    has_zero: bool,
}

/// The half of the day that `am` and `pm` say.
#[derive(Clone, Copy)]
pub(in crate::quick_add) enum Half {
    Am,
    Pm,
}

impl Clock {
    /// On a clock of 12 hours.
    pub(in crate::quick_add) fn in_half(self, half: Half) -> Option<Time> {
        let hour = (1..=12).contains(&self.hour).then_some(self.hour % 12)?;
        let hour = match half {
            Half::Am => hour,
            Half::Pm => hour + 12,
        };
        Time::new(hour, self.minute.unwrap_or(0), 0, 0).ok()
    }

    /// As it stands, where minutes are said.
    pub(in crate::quick_add) fn with_minutes(self) -> Option<(Told, TimeForm)> {
        self.minute?;
        Some((self.told()?, if self.is_full { TimeForm::Clear } else { TimeForm::Short }))
    }

    /// As it stands, where no minutes are said.
    pub(in crate::quick_add) fn hour_only(self) -> Option<Told> {
        if self.minute.is_some() { None } else { self.told() }
    }

    pub(super) fn told(self) -> Option<Told> {
        let time = Time::new(self.hour, self.minute.unwrap_or(0), 0, 0).ok()?;
        let is_on_dial = (1..=12).contains(&self.hour) && !self.has_zero;
        Some(if is_on_dial { Told::OnDial(time) } else { Told::Exact(time) })
    }
}

pub(in crate::quick_add) fn clock(word: &str) -> Option<Clock> {
    all(word, clock_digits)
}

fn clock_digits(input: &mut Text<'_>) -> Result<Clock, EmptyError> {
    let two = take_while(2..=2, |letter: char| letter.is_ascii_digit()).parse_to::<i8>();
    let hour = take_while(1..=2, |letter: char| letter.is_ascii_digit());
    let (hour, minute) = (hour, opt(preceded(':', two))).parse_next(input)?;
    let is_full = hour.len() == 2 && minute.is_some();
    let has_zero = hour.starts_with('0');
    let hour = hour.parse().map_err(|_| EmptyError)?;
    Ok(Clock { hour, minute, is_full, has_zero })
}

pub(in crate::quick_add) fn half_of_day(word: &str) -> Option<Half> {
    match word {
        "am" | "a.m." => Some(Half::Am),
        "pm" | "p.m." => Some(Half::Pm),
        _ => None,
    }
}

/// `5pm`, `7:30pm`.
pub(in crate::quick_add) fn twelve_hours(word: &str) -> Option<Time> {
    let half = alt((alt(("am", "a.m.")).value(Half::Am), alt(("pm", "p.m.")).value(Half::Pm)));
    let (clock, half) = all(word, (clock_digits, half))?;
    clock.in_half(half)
}
