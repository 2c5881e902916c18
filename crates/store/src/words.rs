//! Words as they are searched for: every word somewhere in the text, in any order and also inside longer words, without regard to
//! case and accents.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use unicode_normalization::UnicodeNormalization as _;

use crate::Error;

/// So many letters of what begins at each letter of a word are kept in the index; a longer word is asked for in pieces.
const PIECE_LETTERS: usize = 12;
/// Pieces of one word that are asked for; the text itself is looked at as well.
const MOST_PIECES: usize = 4;

/// Whether `text` holds every word of `wanted`. No words are always held.
pub(crate) fn holds(text: &str, wanted: &str) -> bool {
    let text = fold(text);
    fold(wanted).split_whitespace().all(|word| text.contains(word))
}

/// Without regard to case, accents and width: letters in their plain, lower form, `ß` as its capital form `SS`, the final `ς` as
/// any other sigma. Marks that change what a letter is (the Japanese voicing marks, say) stay.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = text.nfkd().flat_map(char::to_lowercase).filter(|letter| !('\u{300}'..='\u{36F}').contains(letter));
    let mut folded = String::with_capacity(text.len());
    for letter in plain.nfc() {
        match letter {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            letter => folded.push(letter),
        }
    }
    folded
}

/// The words of a search, folded, each once.
pub(crate) fn words_of(wanted: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in fold(wanted).split_whitespace() {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// What the index holds of `text`: what begins at each letter of each of its words, so that any part of a word is the beginning of
/// something. In the alphabet of [`in_alphabet`], separated by spaces.
pub(crate) fn ends_of(text: &str) -> String {
    let folded = fold(text);
    let mut ends = BTreeSet::new();
    for word in folded.split_whitespace() {
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        for (place, start) in starts.iter().enumerate().take(starts.len() - 1) {
            ends.insert(&word[*start..starts[(place + PIECE_LETTERS).min(starts.len() - 1)]]);
        }
    }
    let mut text = String::new();
    for end in ends {
        in_alphabet(end, &mut text);
        text.push(' ');
    }
    text
}

/// What to ask the index for a folded word: it answers too much only where the word is longer than a piece.
pub(crate) fn asked_for(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let pieces = letters.chunks_exact(PIECE_LETTERS).take(MOST_PIECES);
    let mut query = String::new();
    for piece in pieces.chain((letters.len() < PIECE_LETTERS).then_some(letters.as_slice())) {
        if !query.is_empty() {
            query.push_str(" AND ");
        }
        in_alphabet(&piece.iter().collect::<String>(), &mut query);
        query.push('*');
    }
    query
}

/// Whether the index alone says that a word is held.
pub(crate) fn is_one_piece(word: &str) -> bool {
    word.chars().count() <= PIECE_LETTERS
}

/// Writes `word` with nothing in it that the tokenizer takes for a separator: ASCII letters and digits as they are, other ASCII
/// moved to the last plane, where no text has characters.
fn in_alphabet(word: &str, into: &mut String) {
    for letter in word.chars() {
        into.push(match letter {
            'a'..='z' | '0'..='9' => letter,
            '\0'..='\x7F' => char::from_u32(0x10_0000 + u32::from(letter)).unwrap_or('\u{FFFD}'),
            '\u{100000}'.. => '\u{FFFD}',
            letter => letter,
        });
    }
}

/// What narrows a search, as words of the index that no text has.
pub(crate) struct Marks<'a> {
    /// Whose task it is.
    pub(crate) user: &'a str,
    /// `open`, `done` or `trash`.
    pub(crate) state: &'a str,
}

impl Marks<'_> {
    /// As words, separated by spaces; to be asked for as they are.
    pub(crate) fn words(&self) -> [String; 2] {
        let Self { user, state } = self;
        let mut whose = String::from("\u{10FF01}");
        for byte in user.bytes() {
            // Writing into a string does not fail.
            let _ = write!(whose, "{byte:02x}");
        }
        [whose, format!("\u{10FF02}{state}")]
    }
}

/// All that the index holds of a task.
pub(crate) fn indexed(marks: &Marks<'_>, title: &str, notes: &str) -> String {
    let [user, state] = marks.words();
    format!("{}{user} {state}", ends_of(&format!("{title}\n{notes}")))
}

/// Gives SQL `holds_words(text, words)` and `indexed_words(user, state, title, notes)`.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn add_functions(connection: &Connection) -> Result<(), Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("holds_words", 2, flags, |context| {
        let text = context.get_raw(0).as_str_or_null()?.unwrap_or_default();
        let wanted = context.get_raw(1).as_str_or_null()?.unwrap_or_default();
        Ok(holds(text, wanted))
    })?;
    connection.create_scalar_function("indexed_words", 4, flags, |context| {
        let [user, state, title, notes] = [0, 1, 2, 3].map(|place| context.get_raw(place).as_str());
        Ok(indexed(&Marks { user: user?, state: state? }, title?, notes?))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_folded_to_their_plain_form() {
        for (text, folded) in [
            ("Café", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("Straße", "strasse"),
            ("ΟΔΥΣΣΕΥΣ οδυσσευς", "οδυσσευσ οδυσσευσ"),
            ("İstanbul", "istanbul"),
            ("ＦＵＬＬ width", "full width"),
            ("ﬁne", "fine"),
            ("が", "が"),
            ("か\u{3099}", "が"),
            ("한국어", "한국어"),
            ("Ёлка й", "елка и"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,20}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
