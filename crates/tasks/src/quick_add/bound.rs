//! Where a repeat begins and ends: `starting jan 3`, `from monday until friday`, `for 3 weeks`, `for 10 times`.

use super::cursor::Cursor;
use super::said::{self, DateSaid, Offset, TimeSaid, inside};
use super::word::Word;

/// A beginning or an end, as it was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum BoundSaid {
    /// "starting jan 3".
    Start(DateSaid),
    /// "starting at 9pm".
    StartAt(TimeSaid),
    /// "until may 20": the last day.
    Until(DateSaid),
    /// "for 3 weeks".
    For(Offset),
    /// "for 10 times".
    Times(u16),
}

const START: &[&str] = &["starting", "starts", "beginning", "begins", "from"];
const UNTIL: &[&str] = &["until", "till", "til", "ending", "ends", "through"];
const BEFORE_DATE: &[&str] = &["on", "in", "by"];
/// Most occurrences.
const MOST_TIMES: u16 = 9_999;

/// The longest bound that begins with the first of `words`, and its number of words.
pub(super) fn bound(words: &[Word<'_>]) -> Option<(BoundSaid, usize)> {
    let mut cursor = Cursor::new(words);
    let said = cursor.longest(&[start, start_at, until, so_long, so_often])?;
    Some((said, cursor.taken()))
}

fn start(cursor: &mut Cursor<'_, '_>) -> Option<BoundSaid> {
    cursor.eat(START)?;
    date(cursor).map(BoundSaid::Start)
}

fn start_at(cursor: &mut Cursor<'_, '_>) -> Option<BoundSaid> {
    cursor.eat(START)?;
    let (time, length) = said::time(cursor.rest())?;
    cursor.skip(length);
    Some(BoundSaid::StartAt(time))
}

fn until(cursor: &mut Cursor<'_, '_>) -> Option<BoundSaid> {
    cursor.eat(UNTIL)?;
    date(cursor).map(BoundSaid::Until)
}

fn so_long(cursor: &mut Cursor<'_, '_>) -> Option<BoundSaid> {
    cursor.eat(&["for"])?;
    cursor.eat(&["the"]);
    cursor.eat(&["next"]);
    let (amount, length) = said::offset(cursor.rest())?;
    cursor.skip(length);
    (amount.minutes == 0).then_some(BoundSaid::For(amount))
}

fn so_often(cursor: &mut Cursor<'_, '_>) -> Option<BoundSaid> {
    cursor.eat(&["for"]);
    let times = cursor.lower(inside::number).filter(|times| (1..=MOST_TIMES).contains(times))?;
    cursor.eat(&["times", "time", "occurrences"])?;
    // "3 times a day" says how often, not how long.
    let is_per = cursor.peek().is_some_and(|word| matches!(word.lower.as_str(), "a" | "an" | "per" | "every" | "each"));
    (!is_per).then_some(BoundSaid::Times(times))
}

fn date(cursor: &mut Cursor<'_, '_>) -> Option<DateSaid> {
    cursor.eat(BEFORE_DATE);
    cursor.peek()?;
    let (date, length) = said::date(cursor.rest())?;
    cursor.skip(length);
    (date != DateSaid::Never).then_some(date)
}
