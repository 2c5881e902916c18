//! A line as words: what may be understood, what is marked, and what is text whatever it looks like.

use std::ops::Range;

use super::{english, said};
use crate::{Priority, limits};

/// Punctuation that may follow a word without being part of it.
const TAIL: [char; 9] = [',', '.', ';', ':', '!', '?', '…', ')', ']'];

/// Punctuation that may open before a word that says when, without being part of it.
const HEAD: [char; 2] = ['(', '['];

/// One word of the line.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    /// Where its core stands in the text.
    pub(super) range: Range<usize>,
    /// Punctuation before it.
    pub(super) head: &'t str,
    /// What it reads, without punctuation behind it and without the backslash of an escape.
    pub(super) core: &'t str,
    /// The core in lower case where it may be a keyword; empty where it may not.
    pub(super) lower: String,
    /// Punctuation behind it.
    pub(super) tail: &'t str,
    /// What it may be.
    pub(super) kind: Kind,
}

/// What a word may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Part of a date or time, or text.
    Plain,
    /// Text: quoted, escaped or refused.
    Text,
    /// `#name` or `+name`.
    List(String),
    /// `@name`.
    Label(String),
    /// `p1` to `p4`.
    Priority(Priority),
}

impl Word<'_> {
    /// Whether it is marked.
    pub(super) fn is_marker(&self) -> bool {
        match &self.kind {
            Kind::List(_) | Kind::Label(_) | Kind::Priority(_) => true,
            Kind::Plain | Kind::Text => false,
        }
    }
}

/// The inside of a line that is quoted as a whole.
pub(super) fn whole_quote(text: &str) -> Option<&str> {
    let text = text.trim();
    let open = text.chars().next()?;
    let close = closing(open)?;
    let inside = text.strip_prefix(open)?.strip_suffix(close)?;
    let closes_earlier = quote_end(text, 0).is_some_and(|end| end < text.len());
    (!inside.trim().is_empty() && !closes_earlier).then_some(inside)
}

/// Cuts `text` into words. What overlaps one of `ignore` (byte ranges) is text.
pub(super) fn words<'t>(text: &'t str, ignore: &[Range<usize>]) -> Vec<Word<'t>> {
    let mut words = Vec::new();
    let mut at = 0;
    let mut quoted_until = 0;
    // Marks that are known to close nothing further on, so that a line full of them is not searched from each.
    let mut unclosed: Vec<char> = Vec::new();
    while let Some(start) = text[at..].find(|letter: char| !letter.is_whitespace()).map(|skip| at + skip) {
        if start >= quoted_until {
            let open = text[start..].chars().next().filter(|open| closing(*open).is_some() && !unclosed.contains(open));
            match open.map(|open| (open, quote_end(text, start))) {
                Some((_, Some(end))) => quoted_until = end,
                Some((open, None)) => unclosed.push(open),
                None => {}
            }
        }
        let refused = |end: usize| ignore.iter().any(|range| range.start < end && start < range.end);
        let word = match quoted_name(text, start).filter(|_| start >= quoted_until) {
            Some((name, end)) if !refused(end) => named(text, start..end, name),
            _ => {
                let end = text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length);
                if start < quoted_until || refused(end) { as_text(text, start..end) } else { bare(text, start..end) }
            }
        };
        at = word.range.end + word.tail.len();
        words.push(word);
    }
    words
}

/// The end of the quotation that opens at `start`, after its closing mark.
fn quote_end(text: &str, start: usize) -> Option<usize> {
    let open = text[start..].chars().next()?;
    let close = closing(open)?;
    let inside = start + open.len_utf8();
    let ends = text[inside..].match_indices(close).map(|(place, mark)| inside + place + mark.len());
    ends.filter(|end| *end > inside + close.len_utf8()).find(|end| ends_word(text, *end))
}

/// `#"Two words"`: the name, and where the word ends, before punctuation.
fn quoted_name(text: &str, start: usize) -> Option<(&str, usize)> {
    let quote = start + text[start..].chars().next().filter(|mark| matches!(mark, '#' | '+' | '@'))?.len_utf8();
    let open = text[quote..].chars().next()?;
    let close = closing(open)?;
    let inside = quote + open.len_utf8();
    let end = inside + text[inside..].find(close)?;
    let name = text[inside..end].trim();
    let end = end + close.len_utf8();
    (is_name(name) && ends_word(text, end)).then_some((name, end))
}

/// Whether nothing but punctuation stands between `end` and the next space.
fn ends_word(text: &str, end: usize) -> bool {
    text[end..].trim_start_matches(TAIL).chars().next().is_none_or(char::is_whitespace)
}

fn closing(open: char) -> Option<char> {
    match open {
        '"' | '\'' => Some(open),
        '“' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric) && name.chars().count() <= limits::NAME_CHARS
}

fn named<'t>(text: &'t str, range: Range<usize>, name: &str) -> Word<'t> {
    let core = &text[range.clone()];
    let tail = &text[range.end..];
    let tail = &tail[..tail.find(char::is_whitespace).unwrap_or(tail.len())];
    let name = name.to_owned();
    let kind = if core.starts_with('@') { Kind::Label(name) } else { Kind::List(name) };
    Word { range, head: "", core, lower: String::new(), tail, kind }
}

fn as_text(text: &str, range: Range<usize>) -> Word<'_> {
    Word { core: &text[range.clone()], range, head: "", lower: String::new(), tail: "", kind: Kind::Text }
}

/// A word with a backslash before it, where it could mean something without.
pub(super) fn escaped(word: &str) -> String {
    if has_meaning(word) { format!("\\{word}") } else { word.to_owned() }
}

/// Whether a word could mean something: then a backslash before it is no part of the text. So it is with one that is written with
/// such a backslash itself.
fn has_meaning(word: &str) -> bool {
    let word = word.trim_start_matches('\\');
    let core = word.trim_end_matches(TAIL).trim_start_matches(HEAD);
    let lower = core.to_lowercase();
    let known = |part: &str| {
        english::KEYWORDS.contains(&part) || said::is_name(part) || said::is_name(part.trim_end_matches('s'))
    };
    core.starts_with(['#', '@', '+', '!', '~'])
        || core.starts_with(|letter: char| letter.is_ascii_digit())
        || word.chars().next().is_some_and(|first| closing(first).is_some())
        || lower.split(['-', '–']).any(known)
        || known(&lower)
        || priority(core).is_some()
}

/// A name with its mark: in quotes where it needs them.
pub(super) fn mark(mark: char, name: &str) -> String {
    let reads = |text: &str| match &words(text, &[])[..] {
        [Word { kind: Kind::List(read) | Kind::Label(read), tail: "", .. }] => read == name,
        _ => false,
    };
    let bare = format!("{mark}{name}");
    let quoted = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];
    let mut quoted = quoted.iter().map(|(open, close)| format!("{mark}{open}{name}{close}"));
    if reads(&bare) { bare } else { quoted.find(|text| reads(text)).unwrap_or(bare) }
}

fn bare(text: &str, range: Range<usize>) -> Word<'_> {
    let whole = &text[range.clone()];
    if let Some(escaped) = whole.strip_prefix('\\')
        && has_meaning(escaped)
    {
        return Word { range, head: "", core: escaped, lower: String::new(), tail: "", kind: Kind::Text };
    }
    let core = whole.trim_end_matches(TAIL);
    // The last dot of `p.m.` and of `24.12.` is part of the word, as is punctuation that stands alone.
    let core = if core.is_empty() { whole } else { with_dot(whole, core).unwrap_or(core) };
    let tail = &whole[core.len()..];
    let kind = marked(core).unwrap_or(Kind::Plain);
    // Marks count at the start of a word only, so there is nothing before them.
    let inside = core.trim_start_matches(HEAD);
    let has_head = kind == Kind::Plain && !inside.is_empty() && marked(inside).is_none();
    let (head, core) = core.split_at(if has_head { core.len() - inside.len() } else { 0 });
    let start = range.start + head.len();
    Word { range: start..start + core.len(), head, core, lower: core.to_lowercase(), tail, kind }
}

fn with_dot<'t>(whole: &'t str, core: &'t str) -> Option<&'t str> {
    let is_half_of_day = core.ends_with(".m") || core.ends_with(".M");
    let is_day = said::is_dotted_day(core);
    whole.get(..core.len() + 1).filter(|longer| (is_half_of_day || is_day) && longer.ends_with('.'))
}

fn marked(core: &str) -> Option<Kind> {
    if let Some(priority) = priority(core) {
        return Some(Kind::Priority(priority));
    }
    let name = core.get(1..)?;
    let valid = is_name(name) && !name.starts_with(['#', '@', '+']);
    match core.chars().next()? {
        // `#134` is the number of an issue.
        '#' if valid && !name.bytes().all(|byte| byte.is_ascii_digit()) => Some(Kind::List(name.to_owned())),
        // `+5` is an offset, `+49…` a telephone.
        '+' if valid && !name.starts_with(char::is_numeric) => Some(Kind::List(name.to_owned())),
        // `@somebody@example.com` is an address, `@3pm` a time.
        '@' if valid && !name.contains('@') && !said::is_time(name) => Some(Kind::Label(name.to_owned())),
        _ => None,
    }
}

fn priority(core: &str) -> Option<Priority> {
    let number = core.strip_prefix(['p', 'P'])?;
    match number {
        "1" => Some(Priority::P1),
        "2" => Some(Priority::P2),
        "3" => Some(Priority::P3),
        "4" => Some(Priority::P4),
        _ => None,
    }
}
