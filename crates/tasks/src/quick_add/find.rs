//! Which words of a line count: what reads as a date or a time is taken only where it stands as one.

use std::ops::Range;

use jiff::civil::{DateTime, Time};

use super::meaning::{self, Meant};
use super::said::{self, DateSaid, Day, Preposition, TimeForm, TimeSaid};
use super::word::{Kind, Word};
use super::{Context, Draft, Parsed, Span, SpanKind};
use crate::list::INBOX;
use crate::{Due, Priority, text};

/// Words that were understood, and as what.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// Their places among the words.
    pub(super) words: Range<usize>,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Date(Meant),
    Time(Time),
    List(String),
    Label(String),
    Priority(Priority),
}

/// Something that reads as a date or a time, before it is known whether it counts.
#[derive(Clone, Debug)]
struct Candidate {
    words: Range<usize>,
    what: What,
    place: Place,
}

/// Where a candidate has to stand to count. Marked words and other candidates do not stand in its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// First or last, or just before a time.
    Edge,
    /// Last, or just before a time.
    End,
    /// First, last, or beside a date.
    EdgeOrByDate,
    /// Last, or beside a date.
    EndOrByDate,
    /// Just behind a date.
    BehindDate,
    /// Just beside a time.
    ByTime,
}

/// Before these, a date or time is part of a sentence that says something else than when the task is due.
const BINDING: [&str; 17] = [
    "the", "of", "to", "until", "till", "since", "from", "before", "after", "last", "past", "every", "each", "ev",
    "starting", "ending", "than",
];

/// Between two dates these make a list or a stretch of them, which is not one due date.
const JOINING: [&str; 8] = ["and", "or", "&", "to", "-", "–", "until", "till"];

/// What is understood of `words`, in their order.
pub(super) fn taken(words: &[Word<'_>], context: &Context<'_>) -> Vec<Taken> {
    let mut taken = marked(words);
    let candidates = candidates(words, context);
    let counting = counting(&candidates, words);
    let date = counting.iter().rev().find(|candidate| candidate.is_date());
    let times_counts = !date.is_some_and(|date| matches!(date.what, What::Date(Meant::At(_) | Meant::Never)));
    let time = counting.iter().filter(|candidate| !candidate.is_date() && times_counts);
    // A time beside the date belongs to it; else the last one counts.
    let beside = time.clone().rev().find(|time| date.is_some_and(|date| touch(&date.words, &time.words)));
    let time = beside.or_else(|| time.clone().next_back());
    for candidate in date.into_iter().chain(time) {
        taken.push(Taken { words: candidate.words.clone(), what: candidate.what.clone() });
    }
    taken.sort_by_key(|taken| taken.words.start);
    taken
}

/// Gives words back to the title: those that say when, or, where none do, the last ones that were taken.
pub(super) fn put_back(taken: &mut Vec<Taken>) {
    let before = taken.len();
    taken.retain(|taken| !matches!(taken.what, What::Date(_) | What::Time(_)));
    if taken.len() == before {
        taken.pop();
    }
}

/// What `taken` means, with `title` for the rest.
pub(super) fn parsed(title: String, taken: &[Taken], words: &[Word<'_>], context: &Context<'_>) -> Parsed {
    let mut draft = Draft { title, ..Draft::default() };
    let mut date = None;
    let mut time = None;
    for Taken { words: _, what } in taken {
        match what {
            What::Date(meant) => date = Some(*meant),
            What::Time(said) => time = Some(*said),
            What::List(name) => draft.list = Some(spelled(name, context)),
            What::Label(name) if draft.labels.iter().any(|label| text::same_name(label, name)) => {}
            What::Label(name) => draft.labels.push(name.clone()),
            What::Priority(priority) => draft.priority = Some(*priority),
        }
    }
    draft.due = due(date, time, context);
    let spans = taken.iter().filter_map(|taken| taken.span(words)).collect();
    Parsed { draft, spans }
}

fn due(date: Option<Meant>, time: Option<Time>, context: &Context<'_>) -> Option<Due> {
    let at = |at: DateTime| meaning::due_at(at, context.now);
    match (date, time) {
        (None, None) | (Some(Meant::Never), _) => None,
        (None, Some(time)) => meaning::next(time, context.now).and_then(at),
        (Some(Meant::On(date)), None) => Some(Due::Date(date)),
        (Some(Meant::On(date)), Some(time)) => at(date.to_datetime(time)),
        (Some(Meant::Usually(usual)), Some(time)) => at(usual.date().to_datetime(time)),
        (Some(Meant::Usually(moment) | Meant::At(moment)), _) => at(moment),
    }
}

/// In the spelling of an existing list.
fn spelled(name: &str, context: &Context<'_>) -> String {
    let known = context.lists.iter().map(|list| list.name.as_str()).chain([INBOX]);
    known.into_iter().find(|known| text::same_name(known, name)).unwrap_or(name).to_owned()
}

impl Taken {
    fn span(&self, words: &[Word<'_>]) -> Option<Span> {
        let words = words.get(self.words.clone())?;
        let kind = match self.what {
            What::Date(_) => SpanKind::Due,
            What::Time(_) => SpanKind::Time,
            What::List(_) => SpanKind::List,
            What::Label(_) => SpanKind::Label,
            What::Priority(_) => SpanKind::Priority,
        };
        Some(Span { range: words.first()?.range.start..words.last()?.range.end, kind })
    }
}

impl Candidate {
    fn is_date(&self) -> bool {
        matches!(self.what, What::Date(_))
    }
}

/// The first list, and all labels and priorities. A second list stays in the title: a task is in one.
fn marked(words: &[Word<'_>]) -> Vec<Taken> {
    let mut has_list = false;
    let mut taken = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let what = match &word.kind {
            Kind::Plain | Kind::Text => continue,
            Kind::List(_) if has_list => continue,
            Kind::List(name) => {
                has_list = true;
                What::List(name.clone())
            }
            Kind::Label(name) => What::Label(name.clone()),
            Kind::Priority(priority) => What::Priority(*priority),
        };
        taken.push(Taken { words: place..place + 1, what });
    }
    taken
}

/// All that reads as a date or time, the longest reading at each place, none overlapping.
fn candidates(words: &[Word<'_>], context: &Context<'_>) -> Vec<Candidate> {
    // Repeats are not understood yet. Taking a single date out of one would change what it says.
    if (0..words.len()).any(|place| said::repeats(&words[place..])) {
        return Vec::new();
    }
    let mut candidates = Vec::new();
    let mut bound_until = 0;
    let mut place = 0;
    while place < words.len() {
        let Some((read, length)) = Read::longest(&words[place..]) else {
            place += 1;
            continue;
        };
        let range = place..place + length;
        // What belongs to the sentence, and what reads as a date but is none, is text as a whole, with what stands beside it: half
        // of it would be another date.
        let is_bound = place > 0 && (place == bound_until || is_binding(&words[place - 1]));
        match read.meant(context).filter(|_| !is_bound) {
            Some(what) => {
                candidates.push(Candidate { place: read.place(&words[range.clone()]), words: range.clone(), what })
            }
            None => bound_until = range.end,
        }
        place = range.end;
    }
    candidates
}

fn is_binding(word: &Word<'_>) -> bool {
    word.kind == Kind::Plain && word.tail.is_empty() && BINDING.contains(&word.lower.as_str())
}

/// A date or a time, as it was said.
#[derive(Clone, Copy)]
enum Read {
    Date(DateSaid),
    Time(TimeSaid),
}

impl Read {
    /// The longest reading of the first of `words`, its preposition included, and its number of words.
    fn longest(words: &[Word<'_>]) -> Option<(Self, usize)> {
        let skip = usize::from(said::preposition(words).is_some());
        let date = said::date(&words[skip..]).map(|(date, length)| (Self::Date(date), length + skip));
        let time = said::time(words).map(|(time, length)| (Self::Time(time), length));
        date.into_iter().chain(time).max_by_key(|(_, length)| *length)
    }

    /// `None` where there is no such day.
    fn meant(self, context: &Context<'_>) -> Option<What> {
        match self {
            Self::Date(date) => meaning::of(date, context.now, context.locale).map(What::Date),
            Self::Time(time) => Some(What::Time(time.time)),
        }
    }

    /// `words`: those that read so.
    fn place(self, words: &[Word<'_>]) -> Place {
        let preposition = said::preposition(words);
        let is_one_word = words.len() == 1 + usize::from(preposition.is_some());
        match self {
            Self::Time(TimeSaid { time: _, form }) => match form {
                TimeForm::Clear => Place::Anywhere,
                TimeForm::Short => Place::EdgeOrByDate,
                TimeForm::AtHour => Place::EndOrByDate,
                TimeForm::Part => Place::BehindDate,
            },
            Self::Date(DateSaid::Day { day: Day::OfSomeMonth(_), weekday: None }) => Place::End,
            Self::Date(DateSaid::Day { day: Day::Either { .. } | Day::OfMonth { .. }, weekday: None })
                if is_one_word =>
            {
                Place::Edge
            }
            Self::Date(DateSaid::Never) => Place::Edge,
            Self::Date(_) if preposition == Some(Preposition::For) => Place::End,
            // Sat and sun are words, too.
            Self::Date(DateSaid::Weekday { .. }) if matches!(words, [word] if ["sat", "sun"].contains(&word.lower.as_str())) => {
                Place::ByTime
            }
            Self::Date(_) => Place::Anywhere,
        }
    }
}

/// The candidates that stand where they count.
fn counting<'c>(candidates: &'c [Candidate], words: &[Word<'_>]) -> Vec<&'c Candidate> {
    let mut is_aside: Vec<bool> = words.iter().map(Word::is_marker).collect();
    for candidate in candidates {
        is_aside[candidate.words.clone()].fill(true);
    }
    let (first, last) = (is_aside.iter().position(|aside| !aside), is_aside.iter().rposition(|aside| !aside));
    let line = Line { words, candidates, first, last };
    (0..candidates.len()).filter(|place| line.counts(*place)).map(|place| &candidates[place]).collect()
}

/// A line, to look at what stands beside a candidate.
struct Line<'l, 't> {
    words: &'l [Word<'t>],
    candidates: &'l [Candidate],
    /// The first and last words that are neither marked nor part of a candidate.
    first: Option<usize>,
    last: Option<usize>,
}

impl Line<'_, '_> {
    fn counts(&self, place: usize) -> bool {
        let candidate = &self.candidates[place];
        let is_first = self.first.is_none_or(|first| candidate.words.start < first);
        let is_last = self.last.is_none_or(|last| candidate.words.end > last);
        let before = place.checked_sub(1).map(|before| &self.candidates[before]);
        let before = before.filter(|before| before.words.end == candidate.words.start);
        let after = self.candidates.get(place + 1).filter(|after| after.words.start == candidate.words.end);
        let by_date = before.or(after).is_some() && before.into_iter().chain(after).any(Candidate::is_date);
        let before_time = after.is_some_and(|after| !after.is_date());
        let fits = match candidate.place {
            Place::Anywhere => true,
            Place::Edge => is_first || is_last || before_time,
            Place::End => is_last || before_time,
            Place::EdgeOrByDate => is_first || is_last || by_date,
            Place::EndOrByDate => is_last || by_date,
            Place::BehindDate => before.is_some_and(Candidate::is_date),
            Place::ByTime => before.into_iter().chain(after).any(|beside| !beside.is_date()),
        };
        fits && !self.is_listed(place) && !self.is_name(candidate) && !after.is_some_and(|after| self.is_name(after))
    }

    /// Whether it is one of several that are said together: "monday and tuesday", "mon - fri".
    fn is_listed(&self, place: usize) -> bool {
        let joined = |one: usize, other: usize| match (self.candidates.get(one), self.candidates.get(other)) {
            (Some(one), Some(other)) if one.is_date() == other.is_date() => {
                match &self.words[one.words.end..other.words.start] {
                    [] => self.words[one.words.end - 1].tail == ",",
                    [between] => JOINING.contains(&between.lower.as_str()),
                    _ => false,
                }
            }
            _ => false,
        };
        joined(place, place + 1) || place.checked_sub(1).is_some_and(|before| joined(before, place))
    }

    /// Whether a part of the day is part of a name: the Night of "Friday Night Lights".
    fn is_name(&self, candidate: &Candidate) -> bool {
        let word = self.words[candidate.words.start].core;
        let is_capitalised = word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
        let goes_on = self.last.is_some_and(|last| candidate.words.end <= last);
        candidate.place == Place::BehindDate && is_capitalised && goes_on
    }
}

fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.end == other.start || other.end == one.start
}
