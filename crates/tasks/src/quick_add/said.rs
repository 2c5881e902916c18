//! The grammar: what a run of words says about a date or a time, without asking yet what day that is.
//!
//! English only. Whoever adds a form adds a parser to [`date`] or [`time`]; the longest reading of the words wins, so their order
//! does not matter.

use jiff::civil::{Date, DateTime, Weekday};
use winnow::Parser;
use winnow::combinator::{alt, opt, preceded, repeat};
use winnow::error::EmptyError;
use winnow::stream::TokenSlice;
use winnow::token::any;

use super::word::{Kind, Word};

mod inside;
mod part;

pub(super) use part::{Part, Told};

/// A date as it was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum DateSaid {
    /// So many days from today.
    InDays(i32),
    /// This evening, at nine unless a time is said.
    Tonight,
    /// "this morning".
    TodayIn(Part),
    /// A day of the week.
    Weekday { day: Weekday, which: Which, weeks_on: i32 },
    /// The first day of the next week, month or year.
    Next(Period),
    /// Saturday, or today where it is weekend.
    ThisWeekend,
    /// Saturday of the weekend after this one.
    NextWeekend,
    /// In two days, where that is still this working week.
    LaterThisWeek,
    /// The last day of this month or year.
    EndOf(Period),
    /// The 15th of a month.
    MidMonth(i8),
    /// So much later.
    Later(Offset),
    /// A day of the calendar, with the weekday it was said to be.
    Day { day: Day, weekday: Option<Weekday> },
    /// A date with a time.
    At(DateTime),
    /// "no date".
    Never,
}

/// Which of the days of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The first one after today.
    Coming,
    /// Today, or the first one after it.
    This,
    /// The one in the next calendar week.
    Next,
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Week,
    Month,
    Year,
}

/// How much later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offset {
    pub(super) months: i32,
    pub(super) days: i32,
    pub(super) minutes: i32,
}

/// A day of the calendar as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Everything said.
    Full(Date),
    /// Day and month, and perhaps the year.
    OfMonth { day: i8, month: i8, year: Option<i16> },
    /// `27th`.
    OfSomeMonth(i8),
    /// `3/4`: which is the month is the reader's custom.
    Either { first: i8, second: i8, year: Option<i16> },
    /// Digits that are no day: `2026-13-45`.
    Impossible,
}

/// A time of day, and how sure it is that a time is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TimeSaid {
    pub(super) told: Told,
    pub(super) form: TimeForm,
}

/// How a time was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeForm {
    /// `5pm`, `17:00`, `at noon`, `in the evening`.
    Clear,
    /// `9:30`, `noon`: also a score, or a name.
    Short,
    /// `at 9`: also a number of something.
    AtHour,
    /// `morning`: only behind a date.
    Part,
}

type Words<'w, 't> = TokenSlice<'w, Word<'t>>;
type Said<T> = Result<T, EmptyError>;

/// The longest date that begins with the first of `words`, and its number of words.
pub(super) fn date(words: &[Word<'_>]) -> Option<(DateSaid, usize)> {
    longest(
        words,
        &[
            relative_day,
            this_part,
            weekday,
            next_period,
            weekend,
            end_of,
            mid_month,
            later,
            from_now,
            calendar_day,
            never,
        ],
    )
}

/// The longest time that begins with the first of `words`, and its number of words.
pub(super) fn time(words: &[Word<'_>]) -> Option<(TimeSaid, usize)> {
    longest(words, &[clock, named_time, part_of_day])
}

/// As [`time`], just behind a date: there also `8 in the evening`, which elsewhere is eight of something.
pub(super) fn time_behind_date(words: &[Word<'_>]) -> Option<(TimeSaid, usize)> {
    longest(words, &[clock, named_time, part_of_day, hour_in_part])
}

/// The word that binds a date to the sentence, if the first of `words` is one.
pub(super) fn preposition(words: &[Word<'_>]) -> Option<Preposition> {
    let word = words.first().filter(|word| word.tail.is_empty())?;
    match word.lower.as_str() {
        "on" => Some(Preposition::On),
        "by" => Some(Preposition::By),
        "for" => Some(Preposition::For),
        _ => None,
    }
}

/// Words that go with a date when they stand before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preposition {
    On,
    By,
    For,
}

/// Whether `word` is a time that is sure, such as `3pm` or `14:30`.
pub(super) fn is_time(word: &str) -> bool {
    let word = word.to_lowercase();
    inside::twelve_hours(&word).is_some() || inside::clock(&word).is_some_and(|clock| clock.with_minutes().is_some())
}

/// Whether `word` is a day and a month in two digits each, which may have a dot behind: `24.12.`.
pub(super) fn is_dotted_day(word: &str) -> bool {
    word.len() == "24.12".len() && matches!(inside::written_day(word), Some(Day::OfMonth { .. }))
}

/// Whether the first of `words` begins a repeat ("every …", "daily"), which nothing understands yet.
pub(super) fn repeats(words: &[Word<'_>]) -> bool {
    let [first, rest @ ..] = words else { return false };
    let every = matches!(first.lower.as_str(), "every" | "each" | "ev") && matches!(first.tail, "" | "!");
    let next = rest.first().map_or("", |word| word.lower.as_str());
    let what =
        ["other", "last", "day", "week", "month", "year", "hour", "minute", "weekday", "workday", "weekend", "quarter"];
    let part = ["morning", "afternoon", "evening", "night", "midnight", "noon"];
    every
        && (next.starts_with(|letter: char| letter.is_ascii_digit())
            || what.contains(&next)
            || part.contains(&next)
            || inside::number_word(next).is_some()
            || ["first", "second", "third", "fourth"].contains(&next)
            || next.split('-').all(|part| inside::weekday(part.strip_suffix('s').unwrap_or(part)).is_some())
            || inside::month(next).is_some())
}

fn longest<T: Copy>(
    words: &[Word<'_>],
    parsers: &[for<'w, 't> fn(&mut Words<'w, 't>) -> Said<T>],
) -> Option<(T, usize)> {
    let read = |parser: &for<'w, 't> fn(&mut Words<'w, 't>) -> Said<T>| {
        let mut input = TokenSlice::new(words);
        let said = parser(&mut input).ok()?;
        let length = words.len() - input.len();
        let inside = &words[..length.checked_sub(1)?];
        // Between the words of one phrase there may be a comma, and a dot behind an abbreviation.
        inside.iter().all(|word| matches!(word.tail, "" | "," | ".")).then_some((said, length))
    };
    parsers.iter().filter_map(read).max_by_key(|(_, length)| *length)
}

fn word<'w, 't>(input: &mut Words<'w, 't>) -> Said<&'w Word<'t>> {
    any.verify(|word: &&Word<'_>| word.kind == Kind::Plain).parse_next(input)
}

/// One of some keywords.
fn keyword<'w, 't: 'w>(keywords: &'static [&'static str]) -> impl Parser<Words<'w, 't>, (), EmptyError> {
    word.verify(move |word: &&Word<'_>| keywords.contains(&word.lower.as_str())).void()
}

/// A word whose inside reads as something.
fn reads<'w, 't: 'w, T>(read: impl Fn(&str) -> Option<T>) -> impl Parser<Words<'w, 't>, T, EmptyError> {
    word.verify_map(move |word: &Word<'_>| read(&word.lower))
}

/// A word whose inside reads as something in lower case: units are never capitals (`3h`, but not `3D`).
fn reads_small<'w, 't: 'w, T>(read: impl Fn(&str) -> Option<T>) -> impl Parser<Words<'w, 't>, T, EmptyError> {
    word.verify_map(move |word: &Word<'_>| read(word.core))
}

fn relative_day(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let one = word.verify_map(|word: &Word<'_>| match word.lower.as_str() {
        "today" | "tod" => Some(DateSaid::InDays(0)),
        // Tom is somebody's name.
        "tom" if word.core == "Tom" => None,
        "tomorrow" | "tom" | "tmr" | "tmrw" => Some(DateSaid::InDays(1)),
        "yesterday" => Some(DateSaid::InDays(-1)),
        "tonight" => Some(DateSaid::Tonight),
        _ => None,
    });
    let after_tomorrow = (opt(keyword(&["the"])), keyword(&["day"]), keyword(&["after"]), keyword(&["tomorrow"]));
    alt((one, after_tomorrow.value(DateSaid::InDays(2)))).parse_next(input)
}

fn this_part(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    preceded(keyword(&["this"]), reads(inside::part_of_day)).map(DateSaid::TodayIn).parse_next(input)
}

fn weekday(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let which = alt((keyword(&["this"]).value(Which::This), keyword(&["next"]).value(Which::Next)));
    let next_week = (keyword(&["next"]), keyword(&["week"])).value((Which::Next, 0));
    let in_weeks = preceded(keyword(&["in"]), (reads(inside::number), keyword(&["week", "weeks"])))
        .map(|(weeks, ())| (Which::Coming, i32::from(weeks)));
    let after = alt((next_week, in_weeks));
    alt((
        (which, reads(inside::weekday)).map(|(which, day)| DateSaid::Weekday { day, which, weeks_on: 0 }),
        (reads(inside::weekday), opt(after)).map(|(day, after)| {
            let (which, weeks_on) = after.unwrap_or((Which::Coming, 0));
            DateSaid::Weekday { day, which, weeks_on }
        }),
    ))
    .parse_next(input)
}

fn next_period(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    preceded(keyword(&["next"]), reads(inside::period)).map(DateSaid::Next).parse_next(input)
}

fn weekend(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    alt((
        (keyword(&["this"]), keyword(&["weekend"])).value(DateSaid::ThisWeekend),
        (keyword(&["next"]), keyword(&["weekend"])).value(DateSaid::NextWeekend),
        (keyword(&["later"]), keyword(&["this"]), keyword(&["week"])).value(DateSaid::LaterThisWeek),
    ))
    .parse_next(input)
}

fn end_of(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let short = reads(|word| match word {
        "eom" => Some(Period::Month),
        "eoy" => Some(Period::Year),
        _ => None,
    });
    let which = opt(keyword(&["the", "this"]));
    let long = (opt(keyword(&["the"])), keyword(&["end"]), keyword(&["of"]), which);
    let period = reads(|word| inside::period(word).filter(|period| *period != Period::Week));
    alt((short, preceded(long, period))).map(DateSaid::EndOf).parse_next(input)
}

fn mid_month(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    preceded(keyword(&["mid"]), reads(inside::month)).map(DateSaid::MidMonth).parse_next(input)
}

/// `in 3 days`, `in 4h30min`, `+5 days`.
fn later(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let amounts = repeat(1..=4, amount).fold(Offset::default, Offset::and);
    let signed = reads_small(|word| inside::amount(word.strip_prefix('+')?));
    let signed_pair = (reads(|word| inside::digits(word.strip_prefix('+')?)), reads_small(inside::unit));
    alt((preceded(keyword(&["in"]), amounts), signed, signed_pair.map(|(number, unit)| unit.times(number))))
        .map(DateSaid::Later)
        .parse_next(input)
}

/// `3 days from now`.
fn from_now(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    (amount, keyword(&["from"]), keyword(&["now", "today"]))
        .map(|(amount, (), ())| DateSaid::Later(amount))
        .parse_next(input)
}

fn amount(input: &mut Words<'_, '_>) -> Said<Offset> {
    let half = (keyword(&["half"]), keyword(&["a", "an"]), keyword(&["hour"]))
        .value(Offset { minutes: 30, ..Offset::default() });
    let pair = (reads(inside::number), reads_small(inside::unit)).map(|(number, unit)| unit.times(number));
    alt((reads_small(inside::amount), pair, half)).parse_next(input)
}

fn calendar_day(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let year = || opt(reads(inside::year));
    let the = || opt(keyword(&["the"]));
    let day_first = (the(), reads(inside::day), opt(keyword(&["of"])), reads(inside::month), year())
        .map(|(_, day, _, month, year)| Day::OfMonth { day, month, year });
    let month_first = (reads(inside::month), the(), reads(inside::day), year())
        .map(|(month, _, day, year)| Day::OfMonth { day, month, year });
    let ordinal = preceded(the(), reads(inside::ordinal)).map(Day::OfSomeMonth);
    let day = alt((day_first, month_first, ordinal, reads(inside::written_day)));
    let with_weekday = (opt(reads(inside::weekday)), day).map(|(weekday, day)| DateSaid::Day { day, weekday });
    alt((reads(inside::date_time).map(DateSaid::At), with_weekday)).parse_next(input)
}

fn never(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    (keyword(&["no"]), keyword(&["date"])).value(DateSaid::Never).parse_next(input)
}

fn at<'w, 't: 'w>() -> impl Parser<Words<'w, 't>, (), EmptyError> {
    keyword(&["at", "@", "by"])
}

/// A time in digits.
fn clock(input: &mut Words<'_, '_>) -> Said<TimeSaid> {
    let half_day = (reads(inside::clock), reads(inside::half_of_day)).verify_map(|(clock, half)| clock.in_half(half));
    let twelve = alt((reads(inside::twelve_hours), half_day)).map(Told::Exact);
    let with_minutes = || reads(|word| inside::clock(word)?.with_minutes());
    let at_hour = || preceded(at(), reads(|word| inside::clock(word)?.hour_only()));
    let told = alt((at_hour(), preceded(opt(at()), with_minutes()).map(|(told, _)| told)));
    let in_part = (told, behind_hour).verify_map(|(told, part)| told.in_part(part)).map(Told::Exact);
    let clear = |told| TimeSaid { told, form: TimeForm::Clear };
    // `@3pm`, written as one.
    let at_once = reads(|word| {
        let word = word.strip_prefix('@')?;
        inside::twelve_hours(word).map(Told::Exact).or_else(|| Some(inside::clock(word)?.with_minutes()?.0))
    });
    alt((
        preceded(opt(at()), twelve).map(clear),
        at_once.map(clear),
        in_part.map(clear),
        preceded(at(), with_minutes()).map(|(told, _)| clear(told)),
        at_hour().map(|told| TimeSaid { told, form: TimeForm::AtHour }),
        with_minutes().map(|(told, form)| TimeSaid { told, form }),
    ))
    .parse_next(input)
}

/// `8 in the evening`.
fn hour_in_part(input: &mut Words<'_, '_>) -> Said<TimeSaid> {
    (reads(|word| inside::clock(word)?.hour_only()), behind_hour)
        .verify_map(|(told, part)| told.in_part(part))
        .map(|time| TimeSaid { told: Told::Exact(time), form: TimeForm::Clear })
        .parse_next(input)
}

/// `in the evening`, `at night`.
fn behind_hour(input: &mut Words<'_, '_>) -> Said<Part> {
    let in_the = (keyword(&["in"]), keyword(&["the"])).void();
    alt((preceded(in_the, reads(inside::part_of_day)), at_night)).parse_next(input)
}

fn at_night(input: &mut Words<'_, '_>) -> Said<Part> {
    preceded(keyword(&["at"]), reads(inside::part_of_day).verify(|part| *part == Part::Night)).parse_next(input)
}

fn named_time(input: &mut Words<'_, '_>) -> Said<TimeSaid> {
    (opt(at()), reads(inside::named_time))
        .map(|(at, time)| TimeSaid {
            told: Told::Exact(time),
            form: if at.is_some() { TimeForm::Clear } else { TimeForm::Short },
        })
        .parse_next(input)
}

fn part_of_day(input: &mut Words<'_, '_>) -> Said<TimeSaid> {
    let in_the = (keyword(&["in"]), keyword(&["the"])).void();
    let clear = preceded(in_the, reads(inside::part_of_day).verify(|part| *part != Part::Night));
    let said = |form| move |part| TimeSaid { told: Told::Part(part), form };
    alt((alt((clear, at_night)).map(said(TimeForm::Clear)), reads(inside::part_of_day).map(said(TimeForm::Part))))
        .parse_next(input)
}
