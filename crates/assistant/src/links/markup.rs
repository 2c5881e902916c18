//! Links, images, definitions and HTML in Markdown.

use super::HELD_BYTES;
use super::addresses::find_all;

/// Resolves markup: a link becomes its text, an image its description, a tag a space; a definition is broken, so that no reference finds it.
#[derive(Debug)]
pub(super) struct Markup {
    allowed: Vec<String>,
    held: String,
}

/// What to do with the construct at the start of what is held.
enum Resolved {
    /// More text is needed.
    Wait,
    /// Show `text` in place of the first `bytes`.
    Show { bytes: usize, text: String },
}

impl Markup {
    pub(super) fn new(allowed: Vec<String>) -> Self {
        Self { allowed, held: String::new() }
    }

    pub(super) fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        let mut shown = String::new();
        loop {
            let start = self.held.find(['[', '!', '<', '\\']).unwrap_or(self.held.len());
            shown.extend(self.held.drain(..start));
            if self.held.is_empty() {
                return shown;
            }
            match self.resolve(&self.held) {
                Resolved::Wait => return shown,
                Resolved::Show { bytes, text } => {
                    self.held.drain(..bytes);
                    shown.push_str(&text);
                }
            }
        }
    }

    pub(super) fn finish(&mut self) -> String {
        let mut shown = String::new();
        // What is left cannot be completed any more: its first letter is only a letter, and what follows is looked at anew.
        while let Some(first) = self.held.chars().next() {
            self.held.drain(..first.len_utf8());
            shown.push(first);
            let rest = std::mem::take(&mut self.held);
            shown.push_str(&self.push(&rest));
        }
        shown
    }

    fn resolve(&self, text: &str) -> Resolved {
        let mut letters = text.chars();
        let resolved = match (letters.next(), letters.next()) {
            (Some('\\' | '!' | '<'), None) => Resolved::Wait,
            (Some('\\'), Some(escaped)) => verbatim(text, 1 + escaped.len_utf8()),
            (Some('!'), Some('[')) => self.image(text),
            (Some('['), _) => self.link(text),
            (Some('<'), Some(next)) if next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') => self.tag(text),
            (Some(first), _) => verbatim(text, first.len_utf8()),
            (None, _) => Resolved::Wait,
        };
        match resolved {
            // No link, image or tag goes over a blank line.
            Resolved::Wait if text.len() > HELD_BYTES || text.contains("\n\n") => give_up(text),
            Resolved::Show { bytes, text: _ } if text[..bytes].contains("\n\n") => give_up(text),
            resolved => resolved,
        }
    }

    fn image(&self, text: &str) -> Resolved {
        match self.link(&text[1..]) {
            Resolved::Wait => Resolved::Wait,
            // With or without an address that is allowed: loading an image tells its host that the answer was read.
            Resolved::Show { bytes, text: _ } => match label(&text[1..]) {
                Some((label, after)) if text[1..][after..].starts_with(['(', '[']) => {
                    Resolved::Show { bytes: bytes + 1, text: self.clean(label) }
                }
                _ => verbatim(text, 1),
            },
        }
    }

    fn link(&self, text: &str) -> Resolved {
        let Some((label, after)) = label(text) else { return Resolved::Wait };
        let rest = &text[after..];
        match rest.chars().next() {
            None => Resolved::Wait,
            Some('(') => match closing(rest, '(', ')') {
                None => Resolved::Wait,
                Some(end) => {
                    let address = address(&rest[1..end]);
                    let shown = if self.is_allowed(address) {
                        format!("[{}]({address})", self.clean(label))
                    } else {
                        self.clean(label)
                    };
                    Resolved::Show { bytes: after + end + 1, text: shown }
                }
            },
            Some('[') => match closing(rest, '[', ']') {
                None => Resolved::Wait,
                Some(end) => Resolved::Show { bytes: after + end + 1, text: self.clean(label) },
            },
            Some(':') => Resolved::Show { bytes: after + 1, text: format!("[{}]\\:", self.clean(label)) },
            Some(_) => Resolved::Show { bytes: after, text: format!("[{}]", self.clean(label)) },
        }
    }

    fn tag(&self, text: &str) -> Resolved {
        let Some(end) = text.find('>') else { return Resolved::Wait };
        let inside = &text[1..end];
        let shown = if self.is_allowed(inside) {
            text[..=end].to_owned()
        } else if find_all(inside).first().is_some_and(|found| inside.starts_with(found.as_str())) {
            "(link removed)".to_owned()
        } else {
            " ".to_owned()
        };
        Resolved::Show { bytes: end + 1, text: shown }
    }

    fn is_allowed(&self, address: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed == address)
    }

    fn clean(&self, label: &str) -> String {
        let mut inner = Self::new(self.allowed.clone());
        let mut shown = inner.push(label);
        shown.push_str(&inner.finish());
        shown
    }
}

fn verbatim(text: &str, bytes: usize) -> Resolved {
    Resolved::Show { bytes, text: text[..bytes].to_owned() }
}

/// The first letter, escaped: whatever follows, it opens nothing.
fn give_up(text: &str) -> Resolved {
    let first = text.chars().next().unwrap_or(' ');
    let shown = if matches!(first, '[' | '<' | '!') { format!("\\{first}") } else { first.to_string() };
    Resolved::Show { bytes: first.len_utf8(), text: shown }
}

/// What stands in the brackets that `text` begins with, and where it goes on after them.
fn label(text: &str) -> Option<(&str, usize)> {
    closing(text, '[', ']').map(|end| (&text[1..end], end + 1))
}

/// Where the bracket closes that `text` begins with.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (index, letter) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == open {
            depth += 1;
        } else if letter == close {
            depth -= 1;
            if depth == 0 {
                return Some(index);
            }
        }
    }
    None
}

/// The address of a link, without its title.
fn address(inside: &str) -> &str {
    let inside = inside.trim();
    match inside.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((address, _)) => address,
        None => inside.split_whitespace().next().unwrap_or_default(),
    }
}
