//! Bare addresses: what a renderer would make a link of by itself.

use super::HELD_BYTES;

const REMOVED: &str = "(link removed)";
const BEGINNINGS: [&str; 2] = ["http", "www."];

/// Drops bare addresses that are not allowed.
#[derive(Debug)]
pub(super) struct Addresses {
    allowed: Vec<String>,
    held: String,
    // In the middle of an address that was too long to hold.
    dropping: bool,
}

impl Addresses {
    pub(super) fn new(allowed: Vec<String>) -> Self {
        Self { allowed, held: String::new(), dropping: false }
    }

    pub(super) fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        self.flow(false)
    }

    pub(super) fn finish(&mut self) -> String {
        self.flow(true)
    }

    fn flow(&mut self, at_end: bool) -> String {
        let mut shown = String::new();
        loop {
            if self.dropping {
                match self.held.find(ends_address) {
                    Some(end) => {
                        self.held.drain(..end);
                        self.dropping = false;
                    }
                    None => {
                        self.held.clear();
                        return shown;
                    }
                }
            }
            let Some(start) = beginning(&self.held) else {
                let keep = if at_end { 0 } else { possible_beginning(&self.held) };
                shown.extend(self.held.drain(..self.held.len() - keep));
                return shown;
            };
            shown.extend(self.held.drain(..start));
            match self.held.find(ends_address) {
                Some(end) => {
                    let token: String = self.held.drain(..end).collect();
                    shown.push_str(&self.judged(&token));
                }
                None if at_end => {
                    let token = std::mem::take(&mut self.held);
                    shown.push_str(&self.judged(&token));
                    return shown;
                }
                None if self.held.len() > HELD_BYTES => {
                    shown.push_str(REMOVED);
                    self.dropping = true;
                }
                None => return shown,
            }
        }
    }

    fn judged(&self, token: &str) -> String {
        let (address, after) = trimmed(token);
        if !is_address(address) || self.allowed.iter().any(|allowed| allowed == address) {
            return token.to_owned();
        }
        format!("{REMOVED}{after}")
    }
}

/// The addresses in `text`, without the punctuation after them.
pub(super) fn find_all(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = beginning(rest) {
        let token = &rest[start..];
        let end = token.find(ends_address).unwrap_or(token.len());
        let (address, _) = trimmed(&token[..end]);
        if is_address(address) {
            found.push(address.to_owned());
        }
        // An end of 0 cannot be: the beginning itself is no end.
        rest = &token[end..];
    }
    found
}

fn ends_address(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '`')
}

fn trimmed(token: &str) -> (&str, &str) {
    let address = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '_', '~', '|', '’', '”']);
    token.split_at(address.len())
}

fn is_address(token: &str) -> bool {
    let token = token.to_ascii_lowercase();
    token.contains("http://") || token.contains("https://") || token.contains("www.")
}

/// Where the first thing begins that could be an address.
fn beginning(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    BEGINNINGS.iter().filter_map(|start| lower.find(start)).min()
}

/// How many bytes at the end of `text` could begin an address.
fn possible_beginning(text: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    let longest = |start: &str| (1..start.len()).rev().find(|&count| lower.ends_with(&start[..count])).unwrap_or(0);
    BEGINNINGS.iter().map(|start| longest(start)).max().unwrap_or(0)
}
