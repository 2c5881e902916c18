//! Which candidates count, by where they stand.

use std::ops::Range;

use super::candidate::{Candidate, Place};
use super::word::Word;

/// Between two dates these make a list or a stretch of them, which is not one due date.
const JOINING: [&str; 8] = ["and", "or", "&", "to", "-", "–", "until", "till"];

/// The candidates that stand where they count.
pub(super) fn counting<'c>(candidates: &'c [Candidate], words: &[Word<'_>]) -> Vec<&'c Candidate> {
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

impl<'l> Line<'l, '_> {
    fn counts(&self, place: usize) -> bool {
        let candidate = &self.candidates[place];
        let is_first = self.first.is_none_or(|first| candidate.words.start < first);
        let is_last = self.last.is_none_or(|last| candidate.words.end > last);
        let (before, after) = (self.before(place), self.after(place));
        let is_day = |beside: &&Candidate| beside.is_day() || (beside.part().is_some() && !self.is_name(beside));
        let by_date = before.into_iter().chain(after).any(|beside| is_day(&beside));
        let before_time = after.is_some_and(|after| after.is_time() && candidate.words.end == after.words.start);
        let fits = match candidate.place {
            Place::Anywhere => true,
            Place::Edge => is_first || is_last || before_time,
            Place::End => is_last || before_time,
            Place::EdgeOrByDate => is_first || is_last || by_date,
            Place::EndOrByDate => is_last || by_date,
            Place::BehindDate => before.is_some_and(Candidate::is_day),
            Place::ByTime => before.into_iter().chain(after).any(Candidate::is_time),
        };
        // Of "mon and tue 3pm" nothing is the task's.
        let is_of_list = candidate.is_time() && self.touches_list(place);
        fits && !is_of_list
            && !self.is_listed(place)
            && !self.is_name(candidate)
            && !after.is_some_and(|after| self.is_name(after))
    }

    /// What ends where the candidate begins, past what has no place in the order.
    fn before(&self, place: usize) -> Option<&'l Candidate> {
        let mut start = self.candidates[place].words.start;
        for before in self.candidates[..place].iter().rev() {
            if before.words.end != start {
                return None;
            }
            if !before.is_aside() {
                return Some(before);
            }
            start = before.words.start;
        }
        None
    }

    /// What begins where the candidate ends, past what has no place in the order.
    fn after(&self, place: usize) -> Option<&'l Candidate> {
        let mut end = self.candidates[place].words.end;
        for after in &self.candidates[place + 1..] {
            if after.words.start != end {
                return None;
            }
            if !after.is_aside() {
                return Some(after);
            }
            end = after.words.end;
        }
        None
    }

    /// Whether it is one of several that are said together: "monday and tuesday", "mon - fri".
    fn is_listed(&self, place: usize) -> bool {
        let joined = |one: usize, other: usize| match (self.candidates.get(one), self.candidates.get(other)) {
            (Some(one), Some(other)) if self.are_alike(one, other) => {
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

    /// Whether it stands just beside one of several dates that are said together.
    fn touches_list(&self, place: usize) -> bool {
        let words = &self.candidates[place].words;
        let is_listed = |other: usize, touches: fn(&Range<usize>, &Range<usize>) -> bool| {
            self.candidates.get(other).is_some_and(|other| other.is_date() && touches(&other.words, words))
                && self.is_listed(other)
        };
        place.checked_sub(1).is_some_and(|before| is_listed(before, |other, words| other.end == words.start))
            || is_listed(place + 1, |other, words| other.start == words.end)
    }

    fn are_alike(&self, one: &Candidate, other: &Candidate) -> bool {
        (one.is_date() && other.is_date())
            || (one.is_time() && other.is_time())
            || (one.is_repeat() && other.is_repeat())
    }

    /// Whether a part of the day is part of a name: the Night of "Friday Night Lights".
    fn is_name(&self, candidate: &Candidate) -> bool {
        let word = self.words[candidate.words.start].core;
        let is_capitalised = word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
        let goes_on = self.last.is_some_and(|last| candidate.words.end <= last);
        candidate.place == Place::BehindDate && is_capitalised && goes_on
    }
}
