//! What is left of a line.

use super::find::Taken;
use super::word::Word;

/// The words that were not taken, in their order, one space between.
///
/// Punctuation behind a taken word goes to the word before it ("Plan monday, review" leaves "Plan, review"), unless another taken
/// word follows or nothing but a separator would end the title. What opens before one goes to the word after it; brackets around
/// nothing but taken words go with them.
pub(super) fn left(words: &[Word<'_>], taken: &[Taken]) -> String {
    let mut is_taken = vec![false; words.len()];
    for taken in taken {
        is_taken[taken.words.clone()].fill(true);
    }
    let mut title = String::new();
    let mut place = 0;
    let mut opened = String::new();
    while place < words.len() {
        if !is_taken[place] {
            let Word { head, core, tail, .. } = &words[place];
            if !title.is_empty() {
                title.push(' ');
            }
            for part in [std::mem::take(&mut opened).as_str(), head, core, tail] {
                title.push_str(part);
            }
            place += 1;
            continue;
        }
        let length = is_taken[place..].iter().take_while(|is_taken| **is_taken).count();
        let (head, tail) = without_brackets(words[place].head, words[place + length - 1].tail);
        place += length;
        opened.push_str(head);
        if !title.is_empty() {
            title.push_str(tail);
        }
    }
    if !taken.is_empty() {
        title.truncate(without_separator(&title).len());
    }
    title
}

/// A title without the comma, colon or dash at its end that has nothing left to separate. The dash of "grade A-" is none.
fn without_separator(title: &str) -> &str {
    let title = title.trim_end_matches([',', ';', ':', ' ']);
    let dash = [" -", " –", " —"].iter().find_map(|dash| title.strip_suffix(dash));
    dash.map_or(title, without_separator)
}

/// What stands before and behind taken words, without a pair of brackets around them.
fn without_brackets<'t>(head: &'t str, tail: &'t str) -> (&'t str, &'t str) {
    let pairs = [('(', ')'), ('[', ']')];
    let within = |(open, close)| Some((head.strip_suffix(open)?, tail.strip_prefix(close)?));
    pairs.into_iter().find_map(within).unwrap_or((head, tail))
}

/// One space between words, none around them.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
