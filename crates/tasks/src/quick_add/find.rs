//! Which words of a line count: what reads as a date or a time is taken only where it stands as one.

use std::ops::Range;

use super::meaning::{self, Meant};
use super::said::{self, DateSaid, Day, Part, Preposition, TimeForm, TimeSaid, Told};
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
    Time(TimeSaid),
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
    for candidate in said_when(&counting) {
        taken.push(Taken { words: candidate.words.clone(), what: candidate.what.clone() });
    }
    taken.sort_by_key(|taken| taken.words.start);
    taken
}

/// Of those that count, the date, the clock's time and the part of the day that belong together.
fn said_when<'c>(counting: &[&'c Candidate]) -> Vec<&'c Candidate> {
    let place = counting.iter().rposition(|candidate| candidate.is_date());
    let date = place.map(|place| counting[place]);
    if date.is_some_and(|date| matches!(date.what, What::Date(Meant::At(_) | Meant::Exactly(_) | Meant::Never))) {
        return date.into_iter().collect();
    }
    let own = date.and_then(Candidate::own_part);
    let times = || counting.iter().copied().filter(|candidate| !candidate.is_date()).rev();
    // A time beside the date belongs to it, whatever stands elsewhere.
    let beside = place.map_or(&[][..], |place| beside(counting, place));
    let of_date = || beside.iter().copied().filter(|candidate| !candidate.is_date()).rev();
    let mut clock = of_date().find(|time| time.part().is_none());
    let mut part = of_date().find(|time| time.part().is_some());
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
    date.into_iter().chain(part).chain(clock).collect()
}

/// The date at `place`, and the times that touch it, or touch those.
fn beside<'a, 'c>(counting: &'a [&'c Candidate], place: usize) -> &'a [&'c Candidate] {
    let joined = |one: &Candidate, other: &Candidate| one.words.end == other.words.start;
    let mut run = place..place + 1;
    while run.start > 0 && !counting[run.start - 1].is_date() && joined(counting[run.start - 1], counting[run.start]) {
        run.start -= 1;
    }
    while run.end < counting.len() && !counting[run.end].is_date() && joined(counting[run.end - 1], counting[run.end]) {
        run.end += 1;
    }
    &counting[run]
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
    let mut clock = None;
    let mut part = None;
    for Taken { words: _, what } in taken {
        match what {
            What::Date(meant) => date = Some(*meant),
            What::Time(TimeSaid { told: Told::Part(said), form: _ }) => part = Some(*said),
            What::Time(TimeSaid { told, form: _ }) => clock = Some(*told),
            What::List(name) => draft.list = Some(spelled(name, context)),
            What::Label(name) if draft.labels.iter().any(|label| text::same_name(label, name)) => {}
            What::Label(name) => draft.labels.push(name.clone()),
            What::Priority(priority) => draft.priority = Some(*priority),
        }
    }
    draft.due = due(date, clock, part, context);
    let spans = taken.iter().filter_map(|taken| taken.span(words)).collect();
    Parsed { draft, spans }
}

fn due(date: Option<Meant>, clock: Option<Told>, part: Option<Part>, context: &Context<'_>) -> Option<Due> {
    let now = context.now;
    let said = part.map(Part::time);
    // The part that counts for the hour, and the time where no clock's was said.
    let (date, part, usual) = match date {
        Some(Meant::Never) => return None,
        Some(Meant::At(at)) => return meaning::due_at(at, now),
        Some(Meant::Exactly(moment)) => return meaning::due_exactly(moment, now),
        Some(Meant::On(date)) => (Some(date), part, said),
        Some(Meant::In { date, part: own, usual }) => (Some(date), part.or(Some(own)), said.or(usual)),
        None => (None, part, said),
    };
    let time = clock.map(|clock| clock.time(part)).or(usual);
    match (date, time) {
        (None, None) => None,
        (Some(date), None) => Some(Due::Date(date)),
        (None, Some(time)) => meaning::due_at(meaning::next(time, now)?, now),
        (Some(date), Some(time)) => meaning::due_at(meaning::at(date, time, part, now)?, now),
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

    /// The part of the day, where it is one.
    fn part(&self) -> Option<Part> {
        match self.what {
            What::Time(TimeSaid { told: Told::Part(part), form: _ }) => Some(part),
            _ => None,
        }
    }

    /// The part of the day that a date says: "tonight", "this morning".
    fn own_part(&self) -> Option<Part> {
        match self.what {
            What::Date(Meant::In { date: _, part, usual: _ }) => Some(part),
            _ => None,
        }
    }

    /// Whether a clock's time belongs to a part of the day that is said elsewhere: only a bare hour is read by it, `10:00` stands
    /// for itself.
    fn fits(&self, part: Part) -> bool {
        match self.what {
            What::Time(TimeSaid { told, form: TimeForm::AtHour }) if told.in_part(part).is_some() => true,
            What::Time(TimeSaid { told: Told::Exact(time), form: _ }) => part.has(time),
            _ => false,
        }
    }

    /// Whether a clock's time belongs to `other`, a part of the day.
    fn goes_with(&self, other: &Self) -> bool {
        touch(&self.words, &other.words) || other.part().is_some_and(|part| self.fits(part))
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
        let behind_date = candidates.last().is_some_and(|last: &Candidate| last.is_date() && last.words.end == place);
        let Some((read, length)) = Read::longest(&words[place..], behind_date) else {
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
    fn longest(words: &[Word<'_>], behind_date: bool) -> Option<(Self, usize)> {
        let skip = usize::from(said::preposition(words).is_some());
        let date = said::date(&words[skip..]).map(|(date, length)| (Self::Date(date), length + skip));
        let time = if behind_date { said::time_behind_date(words) } else { said::time(words) };
        let time = time.map(|(time, length)| (Self::Time(time), length));
        date.into_iter().chain(time).max_by_key(|(_, length)| *length)
    }

    /// `None` where there is no such day.
    fn meant(self, context: &Context<'_>) -> Option<What> {
        match self {
            Self::Date(date) => meaning::of(date, context.now, context.locale).map(What::Date),
            Self::Time(time) => Some(What::Time(time)),
        }
    }

    /// `words`: those that read so.
    fn place(self, words: &[Word<'_>]) -> Place {
        let preposition = said::preposition(words);
        let is_one_word = words.len() == 1 + usize::from(preposition.is_some());
        match self {
            Self::Time(TimeSaid { told: _, form }) => match form {
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
        let is_date = |beside: &Candidate| beside.is_date() || (beside.part().is_some() && !self.is_name(beside));
        let by_date = before.into_iter().chain(after).any(is_date);
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
                    // "tomorrow evening, at 8" is one time.
                    [] if one.part().is_some() != other.part().is_some() => false,
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
