//! What comes after an occurrence.

use jiff::tz::TimeZone;
use jiff::{Span, Zoned};

use super::occurrences::Occurrences;
use super::rule::{End, Frequency, Parts};
use super::{Repeat, RepeatFrom, Rule};
use crate::{Civil, Due};

impl Rule {
    /// The first occurrence on or after `from`, were the rule to begin there: the due and the anchor of a new repeat.
    ///
    /// It has a time of day if `from` has one, and then the same one, but for an hourly rule. `None` where the rule never falls,
    /// or ends before.
    #[must_use]
    pub fn first(&self, from: &Civil) -> Option<Civil> {
        Occurrences::of(self, *from).next()
    }

    /// The first occurrence that is later than `after`, of the rule that begins at `anchor`. `None` where the rule has ended.
    ///
    /// Months without the day use their last day (31 Jan, 28 Feb, 31 Mar): the anchor keeps the 31.
    /// Source: RFC 5545 section 3.3.10, with that difference.
    #[must_use]
    pub fn after(&self, anchor: &Civil, after: &Civil) -> Option<Civil> {
        Occurrences::near(self, *anchor, after).find(|occurrence| occurrence.at() > after.at())
    }

    /// Nothing but how often: no part says on which days.
    pub(super) fn is_plain(&self) -> bool {
        self.months.is_empty() && self.month_days.is_empty() && self.days.is_empty() && self.positions.is_empty()
    }

    /// The rule for what comes after one more occurrence: one less to come, where it counts them. `None` after the last.
    fn counted_down(&self) -> Option<Self> {
        match self.end {
            Some(End::Count(1)) => None,
            Some(End::Count(count)) => Some(Self::of(Parts { end: Some(End::Count(count - 1)), ..self.parts() })),
            None | Some(End::UntilDate(_) | End::UntilAt(_)) => Some(self.clone()),
        }
    }
}

impl Repeat {
    /// When the next one is due after the one that stands for `occurrence` (its due, unless that was moved by hand) and is
    /// completed `now`; with the repeat that it carries. `None` where the rule has ended.
    ///
    /// By the rule's dates: the first one that lies after both `occurrence` and `now`, so that of many that were missed one comes.
    /// From completion: so much later than now, at the anchor's time of day. A time is in the zone of `due`, else in that of
    /// `now`; it stays the same on the wall clock, whatever the clocks do.
    #[must_use]
    pub fn next(&self, occurrence: Option<&Civil>, due: Option<&Due>, now: &Zoned) -> Option<(Due, Self)> {
        let here = match due {
            Some(Due::At { at: _, zone }) => {
                let zone = TimeZone::get(zone).unwrap_or_else(|_| now.time_zone().clone());
                now.with_time_zone(zone)
            }
            Some(Due::Date(_)) | None => now.clone(),
        };
        match self.from {
            RepeatFrom::Due => {
                let next = self.next_by_rule(occurrence, &here)?;
                Some((due_in(next, due, &here), self.clone()))
            }
            RepeatFrom::Completion => {
                let rule = self.rule.counted_down()?;
                let next = self.next_from_completion(&here)?;
                Some((due_in(next, due, &here), Self { rule, ..self.clone() }))
            }
        }
    }

    fn next_by_rule(&self, occurrence: Option<&Civil>, now: &Zoned) -> Option<Civil> {
        let today = Civil::Date(now.date());
        // A time that the clocks skip or repeat may come up to a few hours off its wall clock: look from a day before.
        let a_day_ago = Civil::At(now.datetime().saturating_sub(Span::new().days(1)));
        let is_future = |next: &Civil| match next {
            Civil::Date(date) => *date > today.date(),
            Civil::At(at) => at.to_zoned(now.time_zone().clone()).is_ok_and(|at| at.timestamp() > now.timestamp()),
        };
        let after = match occurrence {
            Some(occurrence) if occurrence.at() > a_day_ago.at() => *occurrence,
            Some(_) | None => a_day_ago,
        };
        Occurrences::near(&self.rule, self.anchor, &after)
            .filter(|next| next.at() > after.at() && is_later(next, occurrence))
            .find(is_future)
    }

    fn next_from_completion(&self, now: &Zoned) -> Option<Civil> {
        let Rule { frequency, interval, .. } = self.rule;
        let completed = Civil::of_kind(now.date().to_datetime(self.anchor.at().time()), &self.anchor);
        let interval = i64::from(interval);
        let next = match frequency {
            // Three hours later is three hours later, also in the night in which the clocks change.
            Frequency::Hourly => {
                Civil::At(now.checked_add(Span::new().try_hours(interval).ok()?).ok()?.datetime()).to_minute()
            }
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly if !self.rule.is_plain() => {
                let rule = Rule::of(Parts { end: None, ..self.rule.parts() });
                Occurrences::of(&rule, completed).find(|next| next.date() > now.date())?
            }
            Frequency::Daily => later(&completed, Span::new().try_days(interval).ok()?)?,
            Frequency::Weekly => later(&completed, Span::new().try_weeks(interval).ok()?)?,
            Frequency::Monthly => later(&completed, Span::new().try_months(interval).ok()?)?,
            Frequency::Yearly => later(&completed, Span::new().try_years(interval).ok()?)?,
        };
        let ended = match self.rule.end {
            None | Some(End::Count(_)) => false,
            Some(End::UntilDate(date)) => next.date() > date,
            Some(End::UntilAt(until)) => next.at() > until,
        };
        (!ended).then_some(next)
    }
}

/// Whether `next` is on a later date than an occurrence without a time, or at a later time than one with it.
fn is_later(next: &Civil, occurrence: Option<&Civil>) -> bool {
    match occurrence {
        None => true,
        Some(Civil::Date(date)) => next.date() > *date,
        Some(Civil::At(at)) => match next {
            Civil::Date(date) => *date > at.date(),
            Civil::At(next) => next > at,
        },
    }
}

fn later(civil: &Civil, span: Span) -> Option<Civil> {
    Some(Civil::of_kind(civil.at().checked_add(span).ok()?, civil))
}

/// As a due: a time is in the zone that `like` was said in, else here.
fn due_in(civil: Civil, like: Option<&Due>, here: &Zoned) -> Due {
    match (civil, like) {
        (Civil::Date(date), _) => Due::Date(date),
        (Civil::At(at), Some(Due::At { at: _, zone })) => Due::At { at, zone: zone.clone() },
        (Civil::At(at), Some(Due::Date(_)) | None) => {
            Due::At { at, zone: here.time_zone().iana_name().unwrap_or("UTC").to_owned() }
        }
    }
}
