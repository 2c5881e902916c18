//! From when until when: `8:00-12:00`, `5-6pm`, `from 3pm to 5pm`.

use jiff::civil::Time;
use winnow::Parser;
use winnow::combinator::{alt, opt};

use super::inside::{self, Clock, Half};
use super::{Said, TimeForm, TimeSaid, Told, Words, keyword, reads};

/// One end of a range.
#[derive(Clone, Copy)]
struct Side {
    clock: Clock,
    half: Option<Half>,
}

const HALF_DAY_MIN: i32 = 12 * 60;
const DAY_MIN: i32 = 2 * HALF_DAY_MIN;

/// A time with its end.
pub(super) fn range(input: &mut Words<'_, '_>) -> Said<TimeSaid> {
    let half = || opt(reads(inside::half_of_day));
    let in_one_word = (opt(keyword(&["at", "@", "by", "from"])), reads(two_sides), half())
        .verify_map(|(_, (start, end), half)| said(start, if half.is_some() { Side { half, ..end } } else { end }));
    let side = || (reads(side), half()).map(|(side, half)| if half.is_some() { Side { half, ..side } } else { side });
    let to = keyword(&["-", "–", "to", "until", "till"]);
    let in_words = (opt(keyword(&["at", "@", "by", "from"])), side(), to, side())
        .verify_map(|(_, start, (), end)| said(start, end));
    alt((in_one_word, in_words)).parse_next(input)
}

fn two_sides(word: &str) -> Option<(Side, Side)> {
    let (start, end) = word.split_once(['-', '–'])?;
    Some((side(start)?, side(end)?))
}

/// `5pm`, `17:00`, `5`.
fn side(word: &str) -> Option<Side> {
    if let Some(clock) = inside::clock(word) {
        return Some(Side { clock, half: None });
    }
    let (digits, half) =
        ["am", "pm", "a.m.", "p.m."].iter().find_map(|half| Some((word.strip_suffix(half)?, *half)))?;
    Some(Side { clock: inside::clock(digits)?, half: inside::half_of_day(half) })
}

fn said(start: Side, end: Side) -> Option<TimeSaid> {
    let is_sure = |side: Side| side.half.is_some() || side.clock.minute.is_some();
    if !is_sure(start) && !is_sure(end) {
        return None;
    }
    let end = end.told()?;
    let start = match (start.told()?, end) {
        // "5-6pm", "11-1pm": the half of the day that makes it the shorter one.
        (Told::OnDial(dial), Told::Exact(end)) => {
            let after_dial = (minute(end) - minute(dial)).rem_euclid(HALF_DAY_MIN);
            Told::Exact(of_minute(minute(end) - after_dial)?)
        }
        (start, _) => start,
    };
    let minutes = match (start, end) {
        (Told::Exact(start), Told::Exact(end)) => (minute(end) - minute(start)).rem_euclid(DAY_MIN),
        (Told::Exact(start) | Told::OnDial(start), Told::OnDial(end) | Told::Exact(end)) => {
            (minute(end) - minute(start)).rem_euclid(HALF_DAY_MIN)
        }
        (Told::Part(_), _) | (_, Told::Part(_)) => return None,
    };
    let minutes = u16::try_from(minutes).ok().filter(|minutes| *minutes > 0)?;
    Some(TimeSaid { told: start, form: TimeForm::Clear, minutes: Some(minutes) })
}

impl Side {
    fn told(self) -> Option<Told> {
        match self.half {
            Some(half) => self.clock.in_half(half).map(Told::Exact),
            None => self.clock.told(),
        }
    }
}

fn minute(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

fn of_minute(minute: i32) -> Option<Time> {
    let minute = minute.rem_euclid(DAY_MIN);
    Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()
}
