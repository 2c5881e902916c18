//! Which words of a line are understood, and as what: of all that counts, the date, the time, the repeat and so on that go
//! together.

use std::ops::Range;

use super::bound::BoundSaid;
use super::candidate::{Candidate, Reading, What, candidates};
use super::length::ReminderSaid;
use super::meaning::Meant;
use super::place;
use super::word::{Kind, Word};
use super::{Context, Span, SpanKind};
use crate::{Priority, limits};

/// Words that were understood, and as what.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// Their places among the words.
    pub(super) words: Range<usize>,
    pub(super) said: Said,
}

/// What was understood.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// Something of when, how often, or how long.
    When(What),
    List(String),
    Label(String),
    Priority(Priority),
}

/// What is understood of `words`, in their order.
pub(super) fn taken(words: &[Word<'_>], reading: Reading, context: &Context<'_>) -> Vec<Taken> {
    let mut taken = marked(words);
    let candidates = candidates(words, reading, context);
    let counting = place::counting(&candidates, words);
    for candidate in chosen(&counting, words) {
        taken.push(Taken { words: candidate.words.clone(), said: Said::When(candidate.what.clone()) });
    }
    taken.sort_by_key(|taken| taken.words.start);
    taken
}

/// Whether one of `taken` is a repeat.
pub(super) fn has_repeat(taken: &[Taken]) -> bool {
    taken.iter().any(|taken| matches!(taken.said, Said::When(What::Repeat(_))))
}

/// Gives words back to the title: those that say when, or, where none do, the last ones that were taken.
pub(super) fn put_back(taken: &mut Vec<Taken>) {
    let before = taken.len();
    taken.retain(|taken| !matches!(taken.said, Said::When(_)));
    if taken.len() == before {
        taken.pop();
    }
}

impl Taken {
    pub(super) fn span(&self, words: &[Word<'_>]) -> Option<Span> {
        let words = words.get(self.words.clone())?;
        let kind = match &self.said {
            Said::When(What::Date(_)) => SpanKind::Due,
            Said::When(What::Time(_)) => SpanKind::Time,
            Said::When(What::Repeat(_) | What::Bound(_) | What::Completion) => SpanKind::Repeat,
            Said::When(What::Duration(_)) => SpanKind::Duration,
            Said::When(What::Reminder(_)) => SpanKind::Reminder,
            Said::List(_) => SpanKind::List,
            Said::Label(_) => SpanKind::Label,
            Said::Priority(_) => SpanKind::Priority,
        };
        Some(Span { range: words.first()?.range.start..words.last()?.range.end, kind })
    }
}

/// The first list, and all labels and priorities. A second list stays in the title: a task is in one.
fn marked(words: &[Word<'_>]) -> Vec<Taken> {
    let mut has_list = false;
    let mut taken = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let said = match &word.kind {
            Kind::Plain | Kind::Text => continue,
            Kind::List(_) if has_list => continue,
            Kind::List(name) => {
                has_list = true;
                Said::List(name.clone())
            }
            Kind::Label(name) => Said::Label(name.clone()),
            Kind::Priority(priority) => Said::Priority(*priority),
        };
        taken.push(Taken { words: place..place + 1, said });
    }
    taken
}

/// Of those that count, what belongs together.
fn chosen<'c>(counting: &[&'c Candidate], words: &[Word<'_>]) -> Vec<&'c Candidate> {
    let repeat = counting.iter().rposition(|candidate| candidate.is_repeat());
    let mut chosen = match repeat {
        Some(place) => repeating(counting, place, words),
        None => {
            let date = counting.iter().rposition(|candidate| candidate.is_date());
            let mut days: Vec<&Candidate> = date.map(|place| counting[place]).into_iter().collect();
            if !days.first().is_some_and(|date| is_complete(date)) {
                days.extend(times(counting, &date.into_iter().collect::<Vec<_>>()));
            }
            days
        }
    };
    chosen.extend(counting.iter().copied().rfind(|candidate| matches!(candidate.what, What::Duration(_))));
    let is_due = chosen.iter().any(|candidate| match &candidate.what {
        What::Date(meant) => *meant != Meant::Never,
        What::Time(_) | What::Repeat(_) => true,
        What::Bound(_) | What::Completion | What::Duration(_) | What::Reminder(_) => false,
    });
    // Before what, if nothing is due?
    let reminders = counting.iter().copied().filter(|candidate| match candidate.what {
        What::Reminder(ReminderSaid::Before(_)) => is_due,
        What::Reminder(ReminderSaid::At(_)) => true,
        _ => false,
    });
    chosen.extend(reminders.take(limits::REMINDERS));
    chosen
}

/// Whether a date needs no time, or can have none.
fn is_complete(date: &Candidate) -> bool {
    matches!(date.what, What::Date(Meant::At(_) | Meant::Exactly(_) | Meant::Never))
}

/// The repeat at `place`, with where it begins and ends and the time it is at.
fn repeating<'c>(counting: &[&'c Candidate], place: usize, words: &[Word<'_>]) -> Vec<&'c Candidate> {
    let run = run(counting, place, words);
    let beside = |fits: fn(&What) -> bool| run.clone().rev().find(|place| fits(&counting[*place].what));
    let start = beside(|what| matches!(what, What::Bound(BoundSaid::Start(_))));
    let start_at = beside(|what| matches!(what, What::Bound(BoundSaid::StartAt(_))));
    let end = beside(|what| matches!(what, What::Bound(BoundSaid::Until(_) | BoundSaid::For(_) | BoundSaid::Times(_))));
    let completion = beside(|what| matches!(what, What::Completion));
    // A date beside a repeat is where it begins.
    let is_day = |candidate: &&Candidate| matches!(candidate.what, What::Date(meant) if meant != Meant::Never);
    let date = if start.is_some() { None } else { counting.iter().rposition(is_day) };
    let days: Vec<usize> = date.into_iter().chain([place]).chain(start).collect();
    let mut chosen: Vec<&Candidate> =
        days.iter().copied().chain(start_at).chain(end).chain(completion).map(|place| counting[place]).collect();
    let says_time = matches!(&counting[place].what, What::Repeat(repeat) if repeat.time.is_some());
    if start_at.is_none() && !says_time && !date.is_some_and(|date| is_complete(counting[date])) {
        chosen.extend(times(counting, &days));
    }
    chosen
}

/// The places of what touches the candidate at `place`, or touches what does; marked words do not part them.
fn run(counting: &[&Candidate], place: usize, words: &[Word<'_>]) -> Range<usize> {
    let joined =
        |one: &Candidate, other: &Candidate| words[one.words.end..other.words.start].iter().all(Word::is_marker);
    let mut run = place..place + 1;
    while run.start > 0 && joined(counting[run.start - 1], counting[run.start]) {
        run.start -= 1;
    }
    while run.end < counting.len() && joined(counting[run.end - 1], counting[run.end]) {
        run.end += 1;
    }
    run
}

/// The clock's time and the part of the day that belong to `days` (places among those that count), or where there are none, to
/// the task.
fn times<'c>(counting: &[&'c Candidate], days: &[usize]) -> Vec<&'c Candidate> {
    let own = days.iter().find_map(|day| counting[*day].own_part());
    let times = || counting.iter().copied().filter(|candidate| candidate.is_time()).rev();
    // A time beside the date belongs to it, whatever stands elsewhere.
    let beside: Vec<&Candidate> = days.iter().flat_map(|day| beside(counting, *day)).collect();
    let of_day = || beside.iter().copied().rev();
    let mut clock = of_day().find(|time| time.part().is_none());
    let mut part = of_day().find(|time| time.part().is_some());
    if clock.is_none() && part.is_none() && own.is_none() {
        // Else the last one counts.
        (part, clock) = times().next().map_or((None, None), |last| match last.part() {
            Some(_) => (Some(last), None),
            None => (None, Some(last)),
        });
    }
    // The other half of "in the evening … at 8".
    if clock.is_none() {
        let goes = |time: &&Candidate| match part {
            Some(part) => time.part().is_none() && time.goes_with(part),
            None => own.is_some_and(|own| time.fits(own)),
        };
        clock = times().find(goes);
    } else if part.is_none() && own.is_none() {
        part = times().find(|time| time.part().is_some() && clock.is_some_and(|clock| clock.goes_with(time)));
    }
    part.into_iter().chain(clock).collect()
}

/// The times that touch the day at `place`, or touch what does, up to another day.
fn beside<'c>(counting: &[&'c Candidate], place: usize) -> Vec<&'c Candidate> {
    let joined = |one: &Candidate, other: &Candidate| one.words.end == other.words.start;
    let mut run = place..place + 1;
    while run.start > 0 && !counting[run.start - 1].is_day() && joined(counting[run.start - 1], counting[run.start]) {
        run.start -= 1;
    }
    while run.end < counting.len() && !counting[run.end].is_day() && joined(counting[run.end - 1], counting[run.end]) {
        run.end += 1;
    }
    counting[run].iter().copied().filter(|candidate| candidate.is_time()).collect()
}
