//! Finding the task that somebody means by a few words.

use crate::tools::TaskView;

/// How well the best tasks fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Half of the words are in the title.
    Some,
    /// Each word is in the title, perhaps misspelled.
    Close,
    /// Each word is in the title, or begins one of its words.
    Words,
    /// The words are the title but for small words.
    Title,
    /// The words are the title.
    Exact,
}

impl Fit {
    /// Whether the words are the title.
    pub(super) fn is_title(self) -> bool {
        matches!(self, Self::Title | Self::Exact)
    }
}

/// The tasks that fit best, and how well; nothing where none fits.
pub(super) fn find<'a>(words: &str, tasks: &'a [TaskView]) -> Option<(Fit, Vec<&'a TaskView>)> {
    let wanted = split(words);
    if wanted.is_empty() {
        return None;
    }
    let fits: Vec<(Fit, &TaskView)> =
        tasks.iter().filter_map(|task| fit(&wanted, &split(&task.title)).map(|fit| (fit, task))).collect();
    let best = fits.iter().map(|(fit, _)| *fit).max()?;
    Some((best, fits.into_iter().filter(|(fit, _)| *fit == best).map(|(_, task)| task).collect()))
}

/// Whether the words are at least half of what the title says: "milk" names "Buy milk", and "gym" is a guess at "Delete the gym task".
pub(super) fn names(words: &str, task: &TaskView) -> bool {
    let telling = |text: &str| split(text).iter().filter(|word| !SMALL_WORDS.contains(&word.as_str())).count();
    telling(words) * 2 >= telling(&task.title)
}

/// Whether two texts are the same words.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    split(one) == split(other)
}

/// The task that the words name without a doubt, if there is one: no other fits as well, and they are its title or half of it.
pub(super) fn named<'a>(words: &str, tasks: &'a [TaskView]) -> Option<&'a TaskView> {
    let (fit, found) = find(words, tasks)?;
    match found.as_slice() {
        [one] if fit.is_title() || (fit == Fit::Words && names(words, one)) => Some(one),
        _ => None,
    }
}

fn fit(wanted: &[String], title: &[String]) -> Option<Fit> {
    if wanted == title {
        return Some(Fit::Exact);
    }
    let telling = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| !SMALL_WORDS.contains(&word.as_str())).cloned().collect()
    };
    let told = telling(wanted);
    if !told.is_empty() && told == telling(title) {
        return Some(Fit::Title);
    }
    let holds =
        |test: fn(&str, &str) -> bool| wanted.iter().filter(|word| title.iter().any(|other| test(word, other))).count();
    let begun = holds(|word, other| other == word || (word.chars().count() >= 3 && other.starts_with(word)));
    if begun == wanted.len() {
        return Some(Fit::Words);
    }
    let close = holds(is_close);
    if close == wanted.len() {
        return Some(Fit::Close);
    }
    // Half of the words that say something: "the" is in every other title.
    let close = told.iter().filter(|word| title.iter().any(|other| is_close(word, other))).count();
    (close > 0 && close * 2 >= told.len()).then_some(Fit::Some)
}

const SMALL_WORDS: &[&str] = &[
    "the", "a", "an", "my", "with", "to", "for", "of", "and", "at", "in", "on", "from", "by", "is", "it", "that",
    "this", "some",
];

/// Words in lower case, without accents that people leave out and without punctuation.
fn split(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('ß', "ss").chars().map(without_accent).collect())
        .collect()
}

fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        _ => letter,
    }
}

/// The same word up to a slip: one in words of four letters and more, two in those of eight and more.
fn is_close(word: &str, other: &str) -> bool {
    let slips = match word.chars().count().min(other.chars().count()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    word == other || (word.chars().count() >= 3 && other.starts_with(word)) || distance(word, other, slips) <= slips
}

/// Letters to change, leave out, put in or swap with a neighbour (optimal string alignment); more than `most` is as good as any.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return most + 1;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, wanted) in other.iter().enumerate() {
            let change = last[column] + usize::from(letter != wanted);
            let mut best = change.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && *letter == other[column - 1] && one[row - 1] == *wanted;
            if swapped {
                best = best.min(before_last[column - 1] + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use docket_tasks::Status;

    fn task(title: &str) -> TaskView {
        TaskView {
            id: title.into(),
            title: title.into(),
            status: Status::Open,
            due: None,
            completed: None,
            overdue: false,
            priority: 4,
            list: None,
            labels: Vec::new(),
            notes: String::new(),
            in_trash: false,
            foreign: false,
            repeat: None,
            start: None,
            duration_min: None,
            reminders: Vec::new(),
            parent: None,
        }
    }

    #[test]
    fn tasks_are_found_by_what_people_remember_of_them() {
        let tasks: Vec<TaskView> = [
            "Milk",
            "Buy milk",
            "Dentist appointment",
            "Café with Zoë",
            "Renew passport",
            "Pay rent",
            "Pay the gas bill",
        ]
        .map(task)
        .into();
        for (words, fit, titles) in [
            ("milk", Fit::Exact, &["Milk"][..]),
            ("buy milk", Fit::Exact, &["Buy milk"]),
            ("pay gas bill", Fit::Title, &["Pay the gas bill"]),
            ("dentist", Fit::Words, &["Dentist appointment"]),
            ("dent", Fit::Words, &["Dentist appointment"]),
            ("cafe zoe", Fit::Title, &["Café with Zoë"]),
            ("pay", Fit::Words, &["Pay rent", "Pay the gas bill"]),
            ("passprot", Fit::Close, &["Renew passport"]),
            ("dentits", Fit::Close, &["Dentist appointment"]),
            ("dentist visit", Fit::Some, &["Dentist appointment"]),
        ] {
            let (found, tasks) = find(words, &tasks).unwrap_or_else(|| panic!("{words} is found"));
            let found_titles: Vec<&str> = tasks.iter().map(|task| task.title.as_str()).collect();
            assert_eq!((found, found_titles.as_slice()), (fit, titles), "{words}");
        }
        for words in ["bread", "", "the lawn", "ent"] {
            assert_eq!(find(words, &tasks), None, "{words}");
        }
    }
}
