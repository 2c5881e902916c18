//! What reads as a date, a time, a repeat and the like, before it is known whether it counts.

use std::ops::Range;

use super::Context;
use super::bound::{self, BoundSaid};
use super::english;
use super::length::{self, DurationSaid, ReminderSaid};
use super::meaning::{self, Meant};
use super::repeat::{self, RepeatForm, RepeatSaid};
use super::said::{self, DateSaid, Day, Part, Preposition, TimeForm, TimeSaid, Told};
use super::word::{Kind, Word};

/// Something that reads as one of [`What`].
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its places among the words.
    pub(super) words: Range<usize>,
    pub(super) what: What,
    pub(super) place: Place,
}

/// What a run of words says.
#[derive(Clone, Debug)]
pub(super) enum What {
    Date(Meant),
    Time(TimeSaid),
    Repeat(RepeatSaid),
    /// Where a repeat begins or ends.
    Bound(BoundSaid),
    /// That a repeat counts from completion.
    Completion,
    Duration(u32),
    Reminder(ReminderSaid),
}

/// Where a candidate has to stand to count. Marked words and other candidates do not stand in its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
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

/// What of a line is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Everything.
    Whole,
    /// No repeats, nor where they begin and end: where none counts, "until friday" is part of the sentence.
    WithoutRepeats,
}

/// Before these, a date or time is part of a sentence that says something else than when the task is due.
const BINDING: [&str; 17] = [
    "the", "of", "to", "until", "till", "since", "from", "before", "after", "last", "past", "every", "each", "ev",
    "starting", "ending", "than",
];
/// Between two dates these make a stretch of time.
const STRETCHING: [&str; 5] = ["to", "until", "till", "through", "thru"];
/// Before these, a repeat is: "my daily walk", "not every day".
const BINDING_REPEATS: [&str; 13] =
    ["a", "an", "my", "our", "your", "his", "her", "their", "not", "almost", "nearly", "for", "with"];
/// Before these, a bare number with a unit is: "at 10m", "next 2h".
const BINDING_LENGTHS: [&str; 10] = ["at", "by", "first", "in", "next", "on", "over", "per", "under", "within"];

/// All that is read of `words`, the longest reading at each place, none overlapping.
pub(super) fn candidates(words: &[Word<'_>], reading: Reading, context: &Context<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut bound_until = 0;
    let mut place = 0;
    while place < words.len() {
        if words[place].kind != Kind::Plain {
            place += 1;
            continue;
        }
        let behind_date = candidates.last().is_some_and(|last: &Candidate| last.is_day() && last.words.end == place);
        let Some((read, length)) = Read::longest(&words[place..], reading, behind_date) else {
            place += 1;
            continue;
        };
        let range = place..place + length;
        // What belongs to the sentence, and what reads as a date but is none, is text as a whole, with what stands beside it: half
        // of it would be another date.
        let before = place.checked_sub(1).map(|before| &words[before]);
        let is_bound = before.is_some_and(|before| place == bound_until || read.is_bound_by(before));
        let words = &words[range.clone()];
        let standing = read.place(words);
        match read.meant(context).filter(|_| !is_bound) {
            Some(what) => candidates.push(Candidate { place: standing, words: range.clone(), what }),
            None => {
                bound_until = range.end;
                // "monday to friday": neither of them is the day.
                let leads_on = before.is_some_and(|before| STRETCHING.contains(&before.lower.as_str()));
                candidates.pop_if(|last| leads_on && last.is_date() && last.words.end + 1 == place);
            }
        }
        place = range.end;
    }
    candidates
}

/// A reading of some words, as they were said.
enum Read {
    Date(DateSaid),
    Time(TimeSaid),
    Repeat(RepeatSaid),
    Bound(BoundSaid),
    Completion,
    Duration(DurationSaid),
    Reminder(ReminderSaid),
}

impl Read {
    /// The longest reading of the first of `words`, its preposition included, and its number of words.
    fn longest(words: &[Word<'_>], reading: Reading, behind_date: bool) -> Option<(Self, usize)> {
        let skip = usize::from(said::preposition(words).is_some());
        let date = said::date(&words[skip..]).map(|(date, length)| (Self::Date(date), length + skip));
        let time = if behind_date { said::time_behind_date(words) } else { said::time(words) };
        // "a table for 7pm"
        let for_time =
            matches!(said::preposition(words), Some(Preposition::For)).then(|| said::time(&words[1..])).flatten();
        let for_time = for_time.map(|(time, length)| (time, length + 1));
        let time = time.or(for_time).map(|(time, length)| (Self::Time(time), length));
        let duration = length::duration(words).map(|(duration, length)| (Self::Duration(duration), length));
        let reminder = length::reminder(words).map(|(reminder, length)| (Self::Reminder(reminder), length));
        let single = date.into_iter().chain(time).chain(duration).chain(reminder);
        match reading {
            Reading::WithoutRepeats => single.max_by_key(|(_, length)| *length),
            Reading::Whole => {
                let bound = bound::bound(words).map(|(bound, length)| (Self::Bound(bound), length));
                let completion = repeat::completion(words).map(|length| (Self::Completion, length));
                let repeat = repeat::repeat(words).map(|(repeat, length)| (Self::Repeat(repeat), length));
                single.chain(bound).chain(completion).chain(repeat).max_by_key(|(_, length)| *length)
            }
        }
    }

    /// Whether `before`, the word before it, makes it part of a sentence.
    fn is_bound_by(&self, before: &Word<'_>) -> bool {
        if before.kind != Kind::Plain || !before.tail.is_empty() {
            return false;
        }
        let word = before.lower.as_str();
        match self {
            Self::Date(DateSaid::Weekday { day, .. }) => {
                BINDING.contains(&word) || english::NAMED_DAYS.contains(&(word, day.to_monday_zero_offset()))
            }
            Self::Date(_) | Self::Time(_) => BINDING.contains(&word),
            Self::Repeat(_) => BINDING.contains(&word) || BINDING_REPEATS.contains(&word),
            Self::Duration(DurationSaid { minutes: _, is_bare: true }) => {
                BINDING.contains(&word) || BINDING_LENGTHS.contains(&word)
            }
            Self::Duration(_) | Self::Bound(_) | Self::Completion | Self::Reminder(_) => false,
        }
    }

    /// `None` where there is no such day, or no such rule.
    fn meant(self, context: &Context<'_>) -> Option<What> {
        Some(match self {
            Self::Date(date) => What::Date(meaning::of(date, context.now, context.locale)?),
            Self::Time(time) => What::Time(time),
            Self::Repeat(repeat) => {
                repeat.rule.as_ref()?;
                What::Repeat(repeat)
            }
            Self::Bound(bound) => What::Bound(bound),
            Self::Completion => What::Completion,
            Self::Duration(DurationSaid { minutes, is_bare: _ }) => What::Duration(minutes),
            Self::Reminder(reminder) => What::Reminder(reminder),
        })
    }

    /// `words`: those that read so.
    fn place(&self, words: &[Word<'_>]) -> Place {
        match self {
            Self::Time(_) if said::preposition(words) == Some(Preposition::For) => Place::End,
            Self::Time(TimeSaid { told: _, form, minutes: _ }) => match form {
                TimeForm::Clear => Place::Anywhere,
                TimeForm::Short => Place::EdgeOrByDate,
                TimeForm::AtHour => Place::EndOrByDate,
                TimeForm::Part => Place::BehindDate,
            },
            Self::Date(date) => place_of_date(*date, words),
            Self::Repeat(repeat) => match repeat.form {
                RepeatForm::Clear => Place::Anywhere,
                RepeatForm::Loose => Place::Edge,
                RepeatForm::Plural => Place::ByTime,
                RepeatForm::Adjective => Place::End,
            },
            Self::Duration(DurationSaid { minutes: _, is_bare: true }) => Place::End,
            Self::Duration(_) | Self::Bound(_) | Self::Completion | Self::Reminder(_) => Place::Anywhere,
        }
    }
}

fn place_of_date(date: DateSaid, words: &[Word<'_>]) -> Place {
    let preposition = said::preposition(words);
    let is_one_word = words.len() == 1 + usize::from(preposition.is_some());
    match date {
        DateSaid::Day { day: Day::OfSomeMonth(_), weekday: None } => Place::End,
        DateSaid::Day { day: Day::Either { .. } | Day::OfMonth { .. }, weekday: None } if is_one_word => Place::Edge,
        DateSaid::Never => Place::Edge,
        _ if preposition == Some(Preposition::For) => Place::End,
        // Sat and sun are words, too.
        DateSaid::Weekday { .. } if matches!(words, [word] if ["sat", "sun"].contains(&word.lower.as_str())) => {
            Place::ByTime
        }
        _ => Place::Anywhere,
    }
}

impl Candidate {
    pub(super) fn is_date(&self) -> bool {
        matches!(self.what, What::Date(_))
    }

    pub(super) fn is_time(&self) -> bool {
        matches!(self.what, What::Time(_))
    }

    pub(super) fn is_repeat(&self) -> bool {
        matches!(self.what, What::Repeat(_))
    }

    /// Whether a time beside it is a time of it.
    pub(super) fn is_day(&self) -> bool {
        matches!(self.what, What::Date(_) | What::Repeat(_) | What::Bound(BoundSaid::Start(_)))
    }

    /// Whether it says something that has no place in the order of dates and times.
    pub(super) fn is_aside(&self) -> bool {
        matches!(self.what, What::Completion | What::Duration(_) | What::Reminder(_))
    }

    /// The part of the day, where it is one.
    pub(super) fn part(&self) -> Option<Part> {
        match self.what {
            What::Time(TimeSaid { told: Told::Part(part), form: _, minutes: _ }) => Some(part),
            _ => None,
        }
    }

    /// The part of the day that a date or a repeat says: "tonight", "every morning".
    pub(super) fn own_part(&self) -> Option<Part> {
        match &self.what {
            What::Date(Meant::In { date: _, part, usual: _ }) => Some(*part),
            What::Repeat(repeat) => repeat.part,
            _ => None,
        }
    }

    /// Whether a clock's time belongs to a part of the day that is said elsewhere: only a bare hour is read by it, `10:00` stands
    /// for itself.
    pub(super) fn fits(&self, part: Part) -> bool {
        match self.what {
            What::Time(TimeSaid { told, form: TimeForm::AtHour, minutes: _ }) if told.in_part(part).is_some() => true,
            What::Time(TimeSaid { told: Told::Exact(time), form: _, minutes: _ }) => part.has(time),
            _ => false,
        }
    }

    /// Whether a clock's time belongs to `other`, a part of the day.
    pub(super) fn goes_with(&self, other: &Self) -> bool {
        let touch = self.words.end == other.words.start || other.words.end == self.words.start;
        touch || other.part().is_some_and(|part| self.fits(part))
    }
}
