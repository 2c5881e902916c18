//! Searching by words: every word somewhere in the text, without regard to case.

/// Whether `text` holds every word of `wanted`, in any order and also inside longer words. No words are always held.
pub(crate) fn holds(text: &str, wanted: &str) -> bool {
    let text = fold(text);
    wanted.split_whitespace().all(|word| text.contains(&fold(word)))
}

/// Without regard to case: lower case, with `ß` as its capital form `SS` and the final `ς` as any other sigma.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            letter => folded.push(letter),
        }
    }
    folded
}
