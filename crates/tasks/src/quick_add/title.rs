//! What is left of a line.

use super::find::Taken;
use super::word::Word;

/// The words that were not taken, in their order, one space between.
///
/// Punctuation behind a taken word goes to the word before it ("Plan monday, review" leaves "Plan, review"), unless another taken
/// word follows or nothing but a separator would end the title.
pub(super) fn left(words: &[Word<'_>], taken: &[Taken]) -> String {
    let is_taken = |place: usize| taken.iter().any(|taken| taken.words.contains(&place));
    let mut title = String::new();
    for (place, word) in words.iter().enumerate() {
        if !is_taken(place) {
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(word.core);
            title.push_str(word.tail);
        } else if !title.is_empty() && !is_taken(place + 1) {
            let last = place + 1 == words.len();
            title.push_str(if last { word.tail.trim_end_matches([',', ';', ':']) } else { word.tail });
        }
    }
    title
}

/// One space between words, none around them.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
