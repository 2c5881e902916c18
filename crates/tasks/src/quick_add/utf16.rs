//! Offsets in UTF-16 units, as browsers count, and in bytes, as Rust does.

use std::ops::Range;

/// The UTF-16 range of a byte range of `text`. An offset inside of a character counts as that character's start.
#[must_use]
pub fn from_bytes(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let units = |end: usize| {
        let before = text.char_indices().take_while(|(start, letter)| start + letter.len_utf8() <= end);
        before.map(|(_, letter)| letter.len_utf16()).sum()
    };
    units(bytes.start)..units(bytes.end)
}

/// The byte range of a UTF-16 range of `text`; what lies past the end is cut off, and an offset between two surrogates counts
/// as the start of their character.
#[must_use]
pub fn to_bytes(text: &str, units: &Range<usize>) -> Range<usize> {
    let byte = |end: usize| {
        let mut seen = 0;
        for (start, letter) in text.char_indices() {
            seen += letter.len_utf16();
            if seen > end {
                return start;
            }
        }
        text.len()
    };
    byte(units.start)..byte(units.end)
}
