//! The grammar: what a run of words says about a date or a time, without asking yet what day that is.
//!
//! English only. Whoever adds a form adds a parser to [`date`] or [`time`]; the longest reading of the words wins, so their order
//! does not matter.

use jiff::civil::{Date, DateTime, Time, Weekday};
use winnow::Parser;
use winnow::combinator::{alt, opt, preceded, repeat};
use winnow::error::EmptyError;
use winnow::stream::TokenSlice;
use winnow::token::any;

use super::word::{Kind, Word};

pub(super) mod inside;
mod part;
mod range;

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
    /// The last day of the next week, month or year.
    EndOfNext(Period),
    /// The last day of a month.
    EndOfMonth(i8),
    /// The first day of a month.
    StartOfMonth(i8),
    /// The 15th of a month.
    MidMonth(i8),
    /// "last friday of january": which one, counted from the end where negative.
    NthWeekday { place: i8, day: Weekday, month: OfMonth },
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

/// Which month a day is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfMonth {
    /// This one, or the next where its day has passed.
    Coming,
    /// The one after this.
    Next,
    /// The one of that number, from 1.
    Named(i8),
    /// None is said: then it is no date.
    Unsaid,
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
    /// How long it lasts from then on, where its end is said: `4pm-5pm`.
    pub(super) minutes: Option<u16>,
}

impl TimeSaid {
    pub(super) fn new(told: Told, form: TimeForm) -> Self {
        Self { told, form, minutes: None }
    }
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
            of_named_month,
            nth_weekday,
            later,
            from_now,
            calendar_day,
            never,
        ],
    )
}

/// The longest time that begins with the first of `words`, and its number of words.
pub(super) fn time(words: &[Word<'_>]) -> Option<(TimeSaid, usize)> {
    longest(words, &[clock, range::range, named_time, part_of_day])
}

/// As [`time`], just behind a date: there also `8 in the evening`, which elsewhere is eight of something.
pub(super) fn time_behind_date(words: &[Word<'_>]) -> Option<(TimeSaid, usize)> {
    longest(words, &[clock, range::range, named_time, part_of_day, hour_in_part])
}

/// The longest amount of time that begins with the first of `words`, and its number of words.
pub(super) fn offset(words: &[Word<'_>]) -> Option<(Offset, usize)> {
    longest(words, &[amount])
}

/// A time that is sure, such as `3pm` or `14:30`.
pub(super) fn clear_time(word: &str) -> Option<Time> {
    inside::twelve_hours(word).or_else(|| inside::clock(word)?.with_minutes()?.0.time(None))
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

/// Whether `word` names a day, a month, a unit, a number or a part of the day.
pub(super) fn is_name(word: &str) -> bool {
    inside::weekday(word).is_some()
        || inside::month(word).is_some()
        || inside::unit(word).is_some()
        || inside::number_word(word).is_some()
        || inside::part_of_day(word).is_some()
        || inside::named_time(word).is_some()
        || inside::half_of_day(word).is_some()
}

/// Whether `word` is a time that is sure, such as `3pm` or `14:30`.
pub(super) fn is_time(word: &str) -> bool {
    clear_time(&word.to_lowercase()).is_some()
}

/// Whether `word` is a day and a month in two digits each, which may have a dot behind: `24.12.`.
pub(super) fn is_dotted_day(word: &str) -> bool {
    word.len() == "24.12".len() && matches!(inside::written_day(word), Some(Day::OfMonth { .. }))
}

fn longest<T>(words: &[Word<'_>], parsers: &[for<'w, 't> fn(&mut Words<'w, 't>) -> Said<T>]) -> Option<(T, usize)> {
    let read = |parser: &for<'w, 't> fn(&mut Words<'w, 't>) -> Said<T>| {
        let mut input = TokenSlice::new(words);
        let said = parser(&mut input).ok()?;
        let length = words.len() - input.len();
        let inside = &words[..length.checked_sub(1)?];
        // Between the words of one phrase there may be a comma, and a dot behind an abbreviation.
        let goes_on = inside.iter().all(|word| matches!(word.tail, "" | "," | "."));
        let is_whole = words[1..length].iter().all(|word| word.head.is_empty());
        (goes_on && is_whole).then_some((said, length))
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
        "eod" => Some(DateSaid::InDays(0)),
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
    let the = || (opt(keyword(&["at"])), opt(keyword(&["the"])));
    let end = || (the(), keyword(&["end"]), keyword(&["of"])).void();
    let this = (end(), opt(keyword(&["the", "this"]))).void();
    let period = reads(|word| inside::period(word).filter(|period| *period != Period::Week));
    let next = || preceded(keyword(&["next"]), reads(inside::period));
    let start = (the(), keyword(&["start", "beginning"]), keyword(&["of"])).void();
    alt((
        alt((short, preceded(this, period))).map(DateSaid::EndOf),
        preceded(end(), next()).map(DateSaid::EndOfNext),
        preceded(start, next()).map(DateSaid::Next),
    ))
    .parse_next(input)
}

/// "mid january", "end of january", "start of january".
fn of_named_month(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let the = || (opt(keyword(&["at"])), opt(keyword(&["the"])));
    let mid = keyword(&["mid"]).value(DateSaid::MidMonth as fn(i8) -> DateSaid);
    let end = (the(), keyword(&["end"]), keyword(&["of"])).value(DateSaid::EndOfMonth as fn(i8) -> DateSaid);
    let start =
        (the(), keyword(&["start", "beginning"]), keyword(&["of"])).value(DateSaid::StartOfMonth as fn(i8) -> DateSaid);
    (alt((mid, end, start)), reads(inside::month)).map(|(said, month)| said(month)).parse_next(input)
}

/// "last friday of january", "the 3rd monday of next month"; without a month it is not one date.
fn nth_weekday(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let last = keyword(&["last"]).value(-1);
    let place = alt((reads(inside::place), last));
    let month = alt((
        (opt(keyword(&["the", "this"])), keyword(&["month"])).value(OfMonth::Coming),
        (keyword(&["next"]), keyword(&["month"])).value(OfMonth::Next),
        reads(inside::month).map(OfMonth::Named),
    ));
    let month = opt(preceded(keyword(&["of", "in"]), month)).map(|month| month.unwrap_or(OfMonth::Unsaid));
    (opt(keyword(&["the"])), place, reads(inside::weekday), month)
        .map(|(_, place, day, month)| DateSaid::NthWeekday { place, day, month })
        .parse_next(input)
}

/// `in 3 days`, `in 4h30min`, `+5 days`.
fn later(input: &mut Words<'_, '_>) -> Said<DateSaid> {
    let amounts = repeat(1..=4, amount).fold(Offset::default, Offset::and);
    let signed = reads_small(|word| inside::amount(word.strip_prefix('+')?));
    let signed_pair = (reads(|word| inside::digits(word.strip_prefix('+')?)), unit);
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

/// A unit of its own: a letter in lower case, or a word in any.
fn unit(input: &mut Words<'_, '_>) -> Said<inside::Unit> {
    word.verify_map(|word: &Word<'_>| {
        inside::unit(&word.lower).filter(|_| word.lower.len() > 1 || word.core == word.lower)
    })
    .parse_next(input)
}

fn amount(input: &mut Words<'_, '_>) -> Said<Offset> {
    let half = (keyword(&["half"]), keyword(&["a", "an"]), keyword(&["hour"]))
        .value(Offset { minutes: 30, ..Offset::default() });
    let pair = (reads(inside::number), unit).map(|(number, unit)| unit.times(number));
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
    // "mon-fri" is several days, so no date of one.
    let stretch = reads(inside::stretch).value(DateSaid::Day { day: Day::Impossible, weekday: None });
    alt((reads(inside::date_time).map(DateSaid::At), with_weekday, stretch)).parse_next(input)
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
    let clear = |told| TimeSaid::new(told, TimeForm::Clear);
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
        at_hour().map(|told| TimeSaid::new(told, TimeForm::AtHour)),
        with_minutes().map(|(told, form)| TimeSaid::new(told, form)),
    ))
    .parse_next(input)
}

/// `8 in the evening`.
fn hour_in_part(input: &mut Words<'_, '_>) -> Said<TimeSaid> {
    (reads(|word| inside::clock(word)?.hour_only()), behind_hour)
        .verify_map(|(told, part)| told.in_part(part))
        .map(|time| TimeSaid::new(Told::Exact(time), TimeForm::Clear))
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
        .map(|(at, time)| {
            TimeSaid::new(Told::Exact(time), if at.is_some() { TimeForm::Clear } else { TimeForm::Short })
        })
        .parse_next(input)
}

fn part_of_day(input: &mut Words<'_, '_>) -> Said<TimeSaid> {
    let in_the = (keyword(&["in"]), keyword(&["the"])).void();
    let clear = preceded(in_the, reads(inside::part_of_day).verify(|part| *part != Part::Night));
    let said = |form| move |part| TimeSaid::new(Told::Part(part), form);
    alt((alt((clear, at_night)).map(said(TimeForm::Clear)), reads(inside::part_of_day).map(said(TimeForm::Part))))
        .parse_next(input)
}
