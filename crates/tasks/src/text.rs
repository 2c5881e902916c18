//! How texts are tidied before they are kept, and what is refused.

use crate::limits;
use crate::{Error, list};

/// A title: one line, trimmed, 1 to [`limits::TITLE_CHARS`] characters.
pub(crate) fn title(text: &str) -> Result<String, Error> {
    checked("title", one_line(text), limits::TITLE_CHARS)
}

/// The name of a list or label: one line, trimmed, 1 to [`limits::NAME_CHARS`] characters.
pub(crate) fn name(field: &'static str, text: &str) -> Result<String, Error> {
    checked(field, one_line(text), limits::NAME_CHARS)
}

/// Notes: line ends become `\n`, control characters other than tab go.
pub(crate) fn notes(text: &str) -> Result<String, Error> {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let notes: String = unix.chars().filter(|letter| matches!(letter, '\n' | '\t') || !is_control(*letter)).collect();
    within("notes", notes, limits::NOTES_CHARS)
}

/// The name of a list colour of the design.
pub(crate) fn color(text: &str) -> Result<String, Error> {
    if list::COLORS.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(Error::invalid("color", format!("is `{text}`, not one of {}", list::COLORS.join(", "))))
}

/// A place in an order.
pub(crate) fn position(number: f64) -> Result<f64, Error> {
    if number.is_finite() { Ok(number) } else { Err(Error::invalid("position", "is not a number")) }
}

/// Whether two names are the same to a person: case does not count.
pub(crate) fn same_name(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// The order in which a task keeps its labels.
pub(crate) fn sort_labels(labels: &mut [String]) {
    labels.sort_by_cached_key(|label| (label.to_lowercase(), label.clone()));
}

fn checked(field: &'static str, text: String, most: usize) -> Result<String, Error> {
    if text.is_empty() {
        return Err(Error::invalid(field, "is empty"));
    }
    within(field, text, most)
}

fn within(field: &'static str, text: String, most: usize) -> Result<String, Error> {
    let length = text.chars().count();
    if length > most {
        return Err(Error::invalid(field, format!("has {length} characters, the most is {most}")));
    }
    Ok(text)
}

/// Line breaks and tabs become one space each run, other control characters go; spaces inside stay as they are written.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !is_control(letter) {
            line.push(letter);
        }
    }
    line.trim().to_owned()
}

/// Control characters, and those that turn the direction of the text around them (they can make a title read as another).
fn is_control(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}
