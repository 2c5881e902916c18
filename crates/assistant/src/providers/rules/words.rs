//! Matching the words of a sentence against those of a table, without regard to case, to the kind of apostrophe and to the width of spaces.

/// What follows the first of `heads` that `text` begins with; whole words only. Tables name longer phrases before their beginnings.
pub(super) fn after<'a>(text: &'a str, heads: &[&str]) -> Option<&'a str> {
    heads.iter().find_map(|head| after_one(text, head))
}

/// What precedes the first of `tails` that `text` ends with; whole words only.
pub(super) fn before<'a>(text: &'a str, tails: &[&str]) -> Option<&'a str> {
    let starts = text.char_indices().map(|(index, _)| index).filter(|&index| is_word_start(text, index));
    let starts: Vec<usize> = starts.collect();
    tails.iter().find_map(|tail| {
        let start = starts.iter().find(|&&start| after_one(&text[start..], tail).is_some_and(str::is_empty))?;
        Some(text[..*start].trim_end_matches(|letter: char| letter.is_whitespace() || letter == ','))
    })
}

/// Whether `text` is one of `phrases`, word for word.
pub(super) fn is(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| after_one(text, phrase).is_some_and(str::is_empty))
}

/// `text` split at each of `separators` as a whole word: what stands before it and after it, from the left.
pub(super) fn splits<'a>(text: &'a str, separators: &[&str]) -> Vec<(&'a str, &'a str)> {
    text.char_indices()
        .map(|(index, _)| index)
        .filter(|&index| index > 0 && is_word_start(text, index))
        .filter_map(|index| after(&text[index..], separators).map(|rest| (text[..index].trim_end(), rest)))
        .collect()
}

/// `text` split before each of its last `most` words but the first of all: what stands before and after, from the left.
pub(super) fn cuts(text: &str, most: usize) -> Vec<(&str, &str)> {
    let mut starts: Vec<usize> = text
        .char_indices()
        .rev()
        .map(|(index, _)| index)
        .filter(|&index| index > 0 && is_word_start(text, index))
        .take(most)
        .collect();
    starts.reverse();
    starts.into_iter().map(|index| (text[..index].trim_end(), &text[index..])).collect()
}

fn is_word_start(text: &str, index: usize) -> bool {
    let at_space = text[index..].chars().next().is_some_and(char::is_whitespace);
    !at_space && text[..index].chars().next_back().is_none_or(|letter| letter.is_whitespace() || letter == ',')
}

fn after_one<'a>(text: &'a str, head: &str) -> Option<&'a str> {
    let mut rest = text.trim_start();
    for expected in head.chars() {
        if expected == ' ' {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
            continue;
        }
        let letter = rest.chars().next()?;
        let plain = if letter == '’' { '\'' } else { letter };
        if !plain.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
        rest = &rest[letter.len_utf8()..];
    }
    let whole = rest
        .chars()
        .next()
        .is_none_or(|letter| letter.is_whitespace() || matches!(letter, ':' | ',' | '.' | '!' | '?'));
    whole.then(|| {
        rest.trim_start_matches(|letter: char| letter.is_whitespace() || matches!(letter, ':' | ',' | '.' | '!' | '?'))
    })
}

/// The sentence without politeness at its ends and without its full stop.
pub(super) fn plain<'a>(mut text: &'a str, heads: &[&str], tails: &[&str]) -> &'a str {
    loop {
        let start = text;
        text = text.trim();
        if let Some(rest) = after(text, heads).filter(|rest| !rest.is_empty()) {
            text = rest;
        }
        if let Some(rest) = before(text, tails).filter(|rest| !rest.is_empty()) {
            text = rest;
        }
        text = text.strip_suffix(['.', '!', '?']).filter(|rest| !rest.is_empty()).unwrap_or(text);
        if text == start {
            return text;
        }
    }
}

/// The text with a capital first letter, unless its first word has capitals of its own (`iPhone case`).
pub(super) fn capitalised(text: &str) -> String {
    let first_word = text.split_whitespace().next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !first_word.chars().any(char::is_uppercase) && !first_word.contains("://") => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// Whether a word is another but for one slip: a letter too many, too few, another, or two that changed places. Words of less than four
/// letters are too easily others.
pub(super) fn is_slip(word: &str, other: &str) -> bool {
    let (word, other): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    if word.len() < 4 || other.len() < 4 {
        return false;
    }
    let begin = word.iter().zip(&other).take_while(|(one, two)| one == two).count();
    let (word, other) = (&word[begin..], &other[begin..]);
    let end = word.iter().rev().zip(other.iter().rev()).take_while(|(one, two)| one == two).count();
    match (&word[..word.len() - end], &other[..other.len() - end]) {
        ([_], []) | ([], [_]) | ([_], [_]) => true,
        ([one, two], [three, four]) => one == four && two == three,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_tails_are_whole_words_in_any_case() {
        assert_eq!(after("Remind  me to call", &["remind me to"]), Some("call"));
        assert_eq!(after("Don’t forget to call", &["don't forget to"]), Some("call"));
        assert_eq!(after("Todo: call", &["todo"]), Some("call"));
        assert_eq!(after("address the letter", &["add"]), None);
        assert_eq!(after("add", &["add"]), Some(""));
        assert_eq!(before("milk is done", &["is done", "done"]), Some("milk"));
        assert_eq!(before("abandoned", &["done"]), None);
        assert_eq!(before("İstanbul trip is done", &["is done"]), Some("İstanbul trip"));
        assert_eq!(splits("talk to Mum to friday", &["to"]), [("talk", "Mum to friday"), ("talk to Mum", "friday")]);
        assert_eq!(
            cuts("the dentist next friday", 2),
            [("the dentist", "next friday"), ("the dentist next", "friday")]
        );
        assert_eq!(cuts("friday", 2), []);
        assert_eq!(plain("Please, add milk, thanks!", &["please"], &["thanks"]), "add milk");
    }

    #[test]
    fn a_slip_is_one_letter_or_two_that_changed_places() {
        for (word, other) in
            [("complet", "complete"), ("delte", "delete"), ("wiht", "with"), ("shwo", "show"), ("mpve", "move")]
        {
            assert!(is_slip(word, other), "{word} for {other}");
        }
        for (word, other) in
            [("milk", "milk"), ("mov", "move"), ("note", "done"), ("street", "store"), ("aabb", "bbaa")]
        {
            assert!(!is_slip(word, other), "{word} is not {other}");
        }
    }

    #[test]
    fn a_word_with_capitals_of_its_own_is_left() {
        for (text, expected) in [
            ("buy milk", "Buy milk"),
            ("iPhone case", "iPhone case"),
            ("über alles", "Über alles"),
            ("ßtrange", "SStrange"),
            ("5 eggs", "5 eggs"),
            ("https://example.com/a", "https://example.com/a"),
            ("", ""),
        ] {
            assert_eq!(capitalised(text), expected);
        }
    }
}
