//! From a sentence to what was meant.

mod act;
mod add;
mod change;
mod day;
mod show;
mod which;

use jiff::Zoned;

use super::grammar::{acting, adding, moving, talking};
use super::memory::Pending;
use super::phrases;
use super::said::{Said, Verb, Which};
use super::words::{after, capitalised, is, is_slip, plain, splits};
use crate::agent::MAX_TOOL_CALLS;

pub(super) use add::task;

/// Longest line that is read. A title has at most 500 characters, and the work grows faster than the line.
const LINE_CHARS: usize = 1_000;
/// Most words of a line that is read.
const LINE_WORDS: usize = 100;
/// One more than can be added at once, and a heading: enough to know that there are too many.
const MOST_LINES: usize = MAX_TOOL_CALLS + 2;
/// Most commands in one message that are not all tasks to add.
const COMMANDS: usize = 4;

fn is_too_long(line: &str) -> bool {
    line.chars().nth(LINE_CHARS).is_some() || line.split_whitespace().nth(LINE_WORDS).is_some()
}

/// Reads what the user said. `pending`: the question that was asked before, if any.
pub(super) fn read(text: &str, pending: &Pending, now: &Zoned) -> Said {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST_LINES).collect();
    if lines.iter().any(|line| is_too_long(line)) {
        return Said::TooLong;
    }
    match lines.as_slice() {
        [] => Said::Unknown,
        [line] => one_line(line, pending, now),
        [first, rest @ ..] => several_lines(first, rest, now),
    }
}

fn one_line(line: &str, pending: &Pending, now: &Zoned) -> Said {
    if let Pending::Choice { verb: _, tasks } = pending
        && let Some(place) = phrases::options(tasks, now).iter().position(|option| option == line.trim())
    {
        return Said::Pick(Which::Nth(place));
    }
    several_commands(line, now).unwrap_or_else(|| sentence(line, pending, now))
}

fn sentence(line: &str, pending: &Pending, now: &Zoned) -> Said {
    let text = plain(line, talking::POLITE_HEADS, talking::POLITE_TAILS);
    for (phrases, said) in [
        (talking::YES, Said::Yes),
        (talking::NO, Said::No),
        (talking::UNDO, Said::Undo),
        (talking::REDO, Said::Redo),
        (talking::HELP, Said::Help),
        (talking::GREETING, Said::Greeting),
        (talking::THANKS, Said::Thanks),
        (talking::DATE, Said::Date),
        (talking::TIME, Said::Time),
    ] {
        if is(text, phrases) || is(line, phrases) {
            return said;
        }
    }
    if let Some(which) = which::number(text) {
        return Said::Pick(which);
    }
    if let Some(answer) = answered(text, pending, now) {
        return answer;
    }
    match (command(text, now), pending) {
        // Asked for a title, one says a title, though it begin like a command ("Delete old photos").
        (Some(Said::Act { .. } | Said::OneOf(_) | Said::Put { .. }) | None, Pending::Title(due)) => {
            Said::Add(vec![add::with_day(task(text, now), due.clone())])
        }
        (Some(said), _) => said,
        (None, Pending::Choice { .. }) => Said::Pick(which::which(text, now)),
        (None, Pending::Task(verb)) => Said::Act { verb: verb.clone(), which: which::which(text, now) },
        (
            None,
            Pending::Confirm { .. }
            | Pending::Offer(_)
            | Pending::Day(_)
            | Pending::NewTitle(_)
            | Pending::ListName
            | Pending::Nothing,
        ) => corrected(text, now).unwrap_or(Said::Unknown),
    }
}

/// The answer to a question that was asked, where nearly anything is one.
fn answered(text: &str, pending: &Pending, now: &Zoned) -> Option<Said> {
    match pending {
        Pending::Day(words) => {
            let day = after(text, moving::TO_DAY).unwrap_or(text);
            let due = day::day_of(day, now)?;
            Some(Said::Act { verb: Verb::Reschedule(due), which: which::which(words, now) })
        }
        Pending::NewTitle(words) if command(text, now).is_none() => {
            let title = after(text, &["to"]).unwrap_or(text);
            Some(Said::Act { verb: Verb::Rename(capitalised(title)), which: which::which(words, now) })
        }
        Pending::ListName if command(text, now).is_none() => Some(Said::AddList(capitalised(text))),
        Pending::Nothing
        | Pending::Title(_)
        | Pending::Offer(_)
        | Pending::Choice { .. }
        | Pending::Confirm { .. }
        | Pending::Task(_)
        | Pending::NewTitle(_)
        | Pending::ListName => None,
    }
}

/// The command that a sentence is but for a slip in one of its first two words ("complet the report", "done wiht milk"). What would delete
/// is asked about then.
fn corrected(text: &str, now: &Zoned) -> Option<Said> {
    let words: Vec<&str> = text.split(' ').collect();
    for place in 0..words.len().min(2) {
        let Some(word) = words.get(place).map(|word| word.to_lowercase()) else { continue };
        let meant = talking::SPELLED.iter().filter(|known| **known != word && is_slip(&word, known));
        for known in meant {
            let mut words = words.clone();
            if let Some(word) = words.get_mut(place) {
                *word = known;
            }
            match command(&words.join(" "), now) {
                Some(Said::Act { verb: Verb::Delete, which: Which::Words(words) }) => {
                    return Some(Said::Act { verb: Verb::Delete, which: Which::Perhaps(words) });
                }
                Some(Said::Act { verb: Verb::Delete, which: _ }) | None => {}
                Some(said) => return Some(said),
            }
        }
    }
    None
}

/// A sentence that asks for something by itself.
fn command(text: &str, now: &Zoned) -> Option<Said> {
    change::change(text, now)
        .or_else(|| add::add(text, now))
        .or_else(|| act::act(text, now))
        .or_else(|| show::show(text, now))
}

fn several_lines(first: &str, rest: &[&str], now: &Zoned) -> Said {
    let head = after(plain(first, talking::POLITE_HEADS, &[]), adding::ADD)
        .or_else(|| after(plain(first, talking::POLITE_HEADS, &[]), adding::REMIND));
    let mut items = Vec::new();
    match head {
        // A heading, such as "Add these tasks:".
        Some(title) if title.is_empty() || first.ends_with(':') => {}
        Some(title) => items.push(title),
        None if rest.iter().chain([&first]).all(|line| bullet(line).is_some()) => items.push(first),
        None => return lines_of_commands(first, rest, now),
    }
    items.extend(rest);
    let tasks = items.into_iter().map(|line| {
        let line = bullet(line).unwrap_or(line);
        let title = after(line, adding::ADD).filter(|title| !title.is_empty()).unwrap_or(line);
        task(title, now)
    });
    Said::Add(tasks.collect())
}

fn lines_of_commands(first: &str, rest: &[&str], now: &Zoned) -> Said {
    let lines: Vec<&str> = [&first].into_iter().chain(rest).copied().collect();
    commands(&lines, now).unwrap_or(Said::Unknown)
}

/// A line without the mark that makes it one of a list.
fn bullet(line: &str) -> Option<&str> {
    let unmarked = ["- [ ] ", "* [ ] ", "[ ] ", "- ", "* ", "• ", "– "].iter().find_map(|mark| line.strip_prefix(mark));
    unmarked.map(str::trim).or_else(|| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line[digits..].strip_prefix(['.', ')'])?;
        (digits > 0 && rest.starts_with(' ')).then(|| rest.trim())
    })
}

/// Several commands in one line: sentences, or commands joined by "and" or "then". Only where each of them is one by itself.
fn several_commands(line: &str, now: &Zoned) -> Option<Said> {
    let mut pieces = Vec::new();
    for sentence in sentences(line) {
        joined(sentence, now, &mut pieces);
    }
    (pieces.len() > 1).then(|| commands(&pieces, now)).flatten()
}

fn commands(pieces: &[&str], now: &Zoned) -> Option<Said> {
    let mut commands: Vec<(String, Said)> = Vec::new();
    for piece in pieces {
        match sentence(piece, &Pending::Nothing, now) {
            Said::Greeting | Said::Thanks => {}
            Said::Add(tasks) => match commands.last_mut() {
                Some((_, Said::Add(before))) => before.extend(tasks),
                _ => commands.push(((*piece).to_owned(), Said::Add(tasks))),
            },
            said @ (Said::AddList(_)
            | Said::Show(_)
            | Said::Count(_)
            | Said::Next
            | Said::Plan(_)
            | Said::Lists
            | Said::Labels
            | Said::IsDone(_)
            | Said::Act { .. }
            | Said::OneOf(_)
            | Said::Put { .. }
            | Said::Date
            | Said::Time) => commands.push(((*piece).to_owned(), said)),
            Said::AddNothing(_)
            | Said::Elsewhere
            | Said::NotADay(_)
            | Said::NoDay(_)
            | Said::NoTitle(_)
            | Said::Undo
            | Said::Redo
            | Said::Help
            | Said::Yes
            | Said::No
            | Said::Pick(_)
            | Said::Several(_)
            | Said::TooLong
            | Said::Unknown => return None,
        }
    }
    match commands.len() {
        0 => None,
        1 => commands.pop().map(|(_, said)| said),
        2..=COMMANDS => Some(Said::Several(commands)),
        _ => None,
    }
}

/// `line` at the ends of its sentences, but not within quotation marks.
fn sentences(line: &str) -> Vec<&str> {
    let (mut sentences, mut start, mut quote) = (Vec::new(), 0, None);
    let mut letters = line.char_indices().peekable();
    while let Some((index, letter)) = letters.next() {
        match (letter, quote) {
            ('"', None) => quote = Some('"'),
            ('“' | '„', None) => quote = Some('”'),
            ('"', Some('"')) | ('”' | '“', Some('”')) => quote = None,
            ('.' | '!' | '?' | ';', None) if letters.peek().is_some_and(|(_, next)| next.is_whitespace()) => {
                let end = index + letter.len_utf8();
                sentences.push(line[start..end].trim_end_matches(';').trim());
                start = end;
            }
            _ => {}
        }
    }
    sentences.push(line[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// A sentence at its "and", where what follows begins like a command and what precedes is one.
fn joined<'a>(sentence: &'a str, now: &Zoned, pieces: &mut Vec<&'a str>) {
    let quoted = sentence.contains(['"', '“', '”', '„']);
    let first = splits(sentence, adding::AND_ALSO).into_iter().filter(|_| !quoted).find(|(left, right)| {
        let right = after(right, &["also", "please", "then"]).unwrap_or(right);
        let left = plain(left, talking::POLITE_HEADS, talking::POLITE_TAILS);
        let adds = after(left, adding::ADD).or_else(|| after(left, adding::REMIND)).is_some();
        let strong = [
            acting::COMPLETE,
            acting::DELETE,
            acting::REOPEN,
            acting::RESTORE,
            moving::RESCHEDULE,
            &["mark", "rename", "show"],
        ];
        let acts = strong.iter().any(|heads| after(right, heads).is_some());
        // "add find the keys and delete old mails": what may be the rest of a title stays one.
        after(right, adding::ADD_AGAIN).is_some_and(|rest| !rest.is_empty())
            || (acts && !adds && command(left, now).is_some() && command(right, now).is_some())
    });
    match first {
        Some((left, right)) => {
            pieces.push(left.trim_end_matches(','));
            joined(after(right, &["also", "please", "then"]).unwrap_or(right), now, pieces);
        }
        None => pieces.push(sentence),
    }
}

#[cfg(test)]
mod tests {
    use super::day::{DAY_WORDS, whole_day};
    use super::*;
    use crate::providers::rules::grammar::{changing, showing};

    /// Every head and every separator before more than anybody says: none is read word for word.
    #[test]
    fn what_is_too_long_is_not_read() {
        let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().expect("a moment");
        let heads = [
            adding::ADD,
            adding::REMIND,
            adding::PUT,
            acting::COMPLETE,
            acting::MARK,
            acting::REOPEN,
            acting::DELETE,
            acting::RESTORE,
            moving::RESCHEDULE,
            moving::CLEAR_DAY,
            changing::RENAME,
            changing::LABEL,
            changing::REPEAT,
            showing::SHOW,
            showing::COUNT,
            showing::QUESTION,
            talking::POLITE_HEADS,
        ];
        for head in heads.concat() {
            for filler in ["a ", "to ", "friday ", "please ", "list ", "is due ", "and add ", ". "] {
                let long = format!("{head} {}", filler.repeat(6_000));
                for pending in [Pending::Nothing, Pending::Offer(long.clone())] {
                    assert_eq!(read(&long, &pending, &now), Said::TooLong, "{head} {filler}");
                }
                let one_word = long.replace(' ', "");
                assert_eq!(read(&one_word, &Pending::Nothing, &now), Said::TooLong, "{head} {filler} in one word");
            }
            let lines = format!("{head}:\n{}", "- a\n".repeat(6_000));
            match read(&lines, &Pending::Nothing, &now) {
                Said::Add(tasks) => assert_eq!(tasks.len(), MOST_LINES - 1, "{head}"),
                other => assert_eq!(other, Said::Unknown, "{head}"),
            }
        }
    }

    #[test]
    fn a_day_has_few_words() {
        let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().expect("a moment");
        assert!(whole_day("in 2 weeks at 5 pm", &now).is_some());
        assert_eq!(whole_day(&"friday ".repeat(DAY_WORDS + 1), &now), None);
    }
}
