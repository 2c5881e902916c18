//! A place among the words of a line, to read phrases from.

use super::word::{Kind, Word};

/// Reads words one after another, as long as no punctuation ends the phrase between them.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'w, 't> {
    words: &'w [Word<'t>],
    at: usize,
}

/// What reads a phrase.
type Phrase<T> = for<'c, 'w, 't> fn(&'c mut Cursor<'w, 't>) -> Option<T>;

/// Most items of a list: as many as a month has days. A list is read anew from each of its words.
const MOST_LISTED: usize = 31;

/// Between the items of a list.
const AND: &[&str] = &["and", "&"];

impl<'w, 't> Cursor<'w, 't> {
    pub(super) fn new(words: &'w [Word<'t>]) -> Self {
        Self { words, at: 0 }
    }

    /// How many words were read.
    pub(super) fn taken(&self) -> usize {
        self.at
    }

    /// The words that are still to be read.
    pub(super) fn rest(&self) -> &'w [Word<'t>] {
        &self.words[self.at..]
    }

    /// Goes past words that something else has read.
    pub(super) fn skip(&mut self, words: usize) {
        self.at = (self.at + words).min(self.words.len());
    }

    /// The next word, where it belongs to the same phrase.
    pub(super) fn peek(&self) -> Option<&'w Word<'t>> {
        let goes_on = self.at.checked_sub(1).is_none_or(|before| goes_on(&self.words[before]));
        let is_inside = |word: &&Word<'_>| self.at == 0 || word.head.is_empty();
        self.words.get(self.at).filter(|word| goes_on && word.kind == Kind::Plain && is_inside(word))
    }

    /// The next word, where it reads as something.
    pub(super) fn read<T>(&mut self, read: impl FnOnce(&Word<'t>) -> Option<T>) -> Option<T> {
        let said = read(self.peek()?)?;
        self.at += 1;
        Some(said)
    }

    /// The next word in lower case, where it reads as something.
    pub(super) fn lower<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.read(|word| read(&word.lower))
    }

    /// One of some keywords.
    pub(super) fn eat(&mut self, keywords: &[&str]) -> Option<()> {
        self.lower(|word| keywords.contains(&word).then_some(()))
    }

    /// Several keywords in a row, or none of them.
    pub(super) fn phrase(&mut self, keywords: &[&str]) -> Option<()> {
        self.attempt(|cursor| keywords.iter().try_for_each(|keyword| cursor.eat(&[keyword])))
    }

    /// What `parse` reads; where it reads nothing, nothing is taken.
    pub(super) fn attempt<T>(&mut self, parse: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut cursor = *self;
        let said = parse(&mut cursor)?;
        *self = cursor;
        Some(said)
    }

    /// The longest of several readings; of two as long, the first.
    pub(super) fn longest<T>(&mut self, parsers: &[Phrase<T>]) -> Option<T> {
        let mut best: Option<(T, Self)> = None;
        for parser in parsers {
            let mut cursor = *self;
            if let Some(said) = parser(&mut cursor)
                && best.as_ref().is_none_or(|(_, best)| cursor.at > best.at)
            {
                best = Some((said, cursor));
            }
        }
        let (said, cursor) = best?;
        *self = cursor;
        Some(said)
    }

    /// One or more items with commas, "and" or both between them, up to [`MOST_LISTED`].
    pub(super) fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = vec![self.attempt(&item)?];
        while items.len() < MOST_LISTED
            && let Some(more) = self.attempt(|cursor| {
                let has_comma = cursor.words[cursor.at - 1].tail == ",";
                let has_and = cursor.eat(AND).is_some();
                if has_comma || has_and { item(cursor) } else { None }
            })
        {
            items.push(more);
        }
        Some(items)
    }
}

/// Whether the phrase may go on behind `word`: a comma does not end it, nor the dot of an abbreviation or the mark of `every!`.
fn goes_on(word: &Word<'_>) -> bool {
    matches!(word.tail, "" | "," | ".") || (word.tail == "!" && matches!(word.lower.as_str(), "every" | "each" | "ev"))
}
