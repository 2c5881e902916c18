//! The first occurrence of a repeat, and the repeat that begins there.

use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp, ToSpan, Zoned};

use super::Context;
use super::bound::BoundSaid;
use super::draft::When;
use super::meaning::{self, Meant};
use super::repeat::{End, Frequency, RuleSaid};
use super::said::{DateSaid, Day, Which};
use crate::{Civil, Due, Repeat, RepeatFrom, Rule};

/// A repeat and the due of its first occurrence.
pub(super) struct Repeating {
    pub(super) due: Due,
    pub(super) repeat: Repeat,
}

/// The repeat that `when` says. `None` where it never falls, or ends before it begins.
pub(super) fn repeating(when: &When<'_>, context: &Context<'_>) -> Option<Repeating> {
    let said = when.repeat?.rule.as_ref()?;
    let weekend = context.locale.weekend;
    let first = first(said, when, context)?;
    let end = match when.end {
        None => None,
        Some(end) => Some(ending(end, first.date(), context)?),
    };
    let rule = Rule::parse(&said.to_rrule(weekend, end)).ok()?;
    let from = if when.from_completion { RepeatFrom::Completion } else { RepeatFrom::Due };
    let due = match (when.date, first) {
        (Some(Meant::Exactly(moment)), _) if first == there(moment, context.now) => {
            meaning::due_exactly(moment, context.now)?
        }
        (_, Civil::Date(date)) => Due::Date(date),
        (_, Civil::At(at)) => meaning::due_at(at, context.now)?,
    };
    Some(Repeating { due, repeat: Repeat { rule, anchor: first, from } })
}

/// The first occurrence: from where it was said to begin; else from today, and where its time has passed, one period later.
///
/// "every other friday" begins with the coming Friday: the interval counts from there.
fn first(said: &RuleSaid, when: &When<'_>, context: &Context<'_>) -> Option<Civil> {
    let now = context.now;
    let rule = |said: &RuleSaid| Rule::parse(&said.to_rrule(context.locale.weekend, None)).ok();
    let nearest = rule(&RuleSaid { interval: 1, ..said.clone() })?;
    match when.date {
        Some(Meant::Exactly(moment)) => return nearest.first(&there(moment, now)),
        Some(Meant::At(at)) => return nearest.first(&Civil::At(at)),
        Some(Meant::On(_) | Meant::In { .. } | Meant::Never) | None => {}
    }
    let (date, time, part) = when.day_and_time(context);
    if said.frequency == Frequency::Hourly {
        return first_hour(said, date, time, context);
    }
    let day = nearest.first(&Civil::Date(date.unwrap_or_else(|| now.date())))?.date();
    let Some(time) = time else { return Some(Civil::Date(day)) };
    let at = meaning::at(day, time, part, now)?;
    if date.is_some() || at > now.datetime() {
        return Some(Civil::At(at));
    }
    rule(said)?.after(&Civil::At(at), &Civil::At(now.datetime()))
}

fn there(moment: Timestamp, now: &Zoned) -> Civil {
    Civil::At(moment.to_zoned(now.time_zone().clone()).datetime()).to_minute()
}

/// "every 3 hours": so many hours from now, or at the time that was said.
fn first_hour(said: &RuleSaid, date: Option<Date>, time: Option<Time>, context: &Context<'_>) -> Option<Civil> {
    let now = context.now;
    let at = match (date, time) {
        (Some(date), Some(time)) => date.to_datetime(time),
        (Some(date), None) => date.to_datetime(context.locale.hours.morning),
        (None, Some(time)) => meaning::next(time, now)?,
        (None, None) => now.checked_add(i64::from(said.interval).hours()).ok()?.datetime(),
    };
    Some(Civil::At(at).to_minute())
}

/// The end of a repeat whose first occurrence is on `first`. `None` where it would end before.
fn ending(end: BoundSaid, first: Date, context: &Context<'_>) -> Option<End> {
    match end {
        BoundSaid::Times(times) => Some(End::Count(times)),
        BoundSaid::For(offset) => {
            let length = Span::new().try_months(offset.months).ok()?.try_days(offset.days).ok()?;
            first.checked_add(length).ok().map(End::Until)
        }
        BoundSaid::Until(said) => {
            let date = day_of(said, context.now, context)?;
            // "from 11 may until 20 may" is one May, if next year's.
            let date =
                if date < first && is_open(said) { day_of(said, &on(first, context.now)?, context)? } else { date };
            (date >= first).then_some(End::Until(date))
        }
        BoundSaid::Start(_) | BoundSaid::StartAt(_) => None,
    }
}

fn on(date: Date, now: &Zoned) -> Option<Zoned> {
    date.to_datetime(now.time()).to_zoned(now.time_zone().clone()).ok()
}

fn day_of(said: DateSaid, now: &Zoned, context: &Context<'_>) -> Option<Date> {
    match meaning::of(said, now, context.locale)? {
        Meant::On(date) | Meant::In { date, part: _, usual: _ } => Some(date),
        Meant::At(at) => Some(at.date()),
        Meant::Exactly(moment) => Some(moment.to_zoned(now.time_zone().clone()).date()),
        Meant::Never => None,
    }
}

/// Whether it names the coming one of several such days.
fn is_open(said: DateSaid) -> bool {
    match said {
        DateSaid::Day { day, weekday: _ } => match day {
            Day::OfMonth { year, .. } | Day::Either { year, .. } => year.is_none(),
            Day::OfSomeMonth(_) => true,
            Day::Full(_) | Day::Impossible => false,
        },
        DateSaid::Weekday { which, .. } => which == Which::Coming,
        DateSaid::MidMonth(_) | DateSaid::StartOfMonth(_) | DateSaid::EndOfMonth(_) => true,
        _ => false,
    }
}
