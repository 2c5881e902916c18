//! The page of the grammar, docs/quick-add.md: each of its tables of lines is read here, so that what it says is what happens.

use docket_tasks::ReminderWhen;
use docket_tasks::quick_add::{Context, Draft, parse};

use crate::desk::now;

const PAGE: &str = include_str!("../../../../../docs/quick-add.md");
/// Heads the tables that are read: the line, the title that is left, and what was understood.
const HEAD: &str = "| line | title | understood |";

/// What was understood, as the page writes it.
fn understood(draft: &Draft) -> String {
    let Draft { title: _, due, is_undated, repeat, priority, labels, list, duration_min, reminders } = draft;
    let completion = |repeat: &docket_tasks::Repeat| repeat.from == docket_tasks::RepeatFrom::Completion;
    let mut said: Vec<String> = Vec::new();
    said.extend(is_undated.then(|| "no date".to_owned()));
    said.extend(due.iter().map(ToString::to_string));
    said.extend(repeat.iter().map(|repeat| repeat.rule.as_str().to_owned()));
    said.extend(repeat.iter().filter(|repeat| completion(repeat)).map(|_| "from completion".to_owned()));
    said.extend(duration_min.iter().map(|minutes| format!("{minutes} min")));
    said.extend(reminders.iter().map(|when| match when {
        ReminderWhen::BeforeDue { min } => format!("remind {min} min before"),
        ReminderWhen::At { at } => format!("remind {at}"),
    }));
    said.extend(list.iter().map(|list| format!("#{list}")));
    said.extend(labels.iter().map(|label| format!("@{label}")));
    said.extend(priority.map(|priority| format!("p{}", u8::from(priority))));
    if said.is_empty() { "–".to_owned() } else { said.join(" · ") }
}

/// Line, title and what is understood, of each row of the page.
fn rows() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut rows = Vec::new();
    let mut is_read = false;
    for line in PAGE.lines() {
        if !line.starts_with('|') {
            is_read = false;
        } else if line == HEAD {
            is_read = true;
        } else if is_read && !line.starts_with("|---") {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [said, title, understood] = <[&str; 3]>::try_from(cells).unwrap();
            rows.push((said.trim_matches('`'), title.trim_matches('`'), understood.trim_matches('`')));
        }
    }
    rows
}

#[test]
fn the_page_says_what_happens() {
    let now = now();
    let rows = rows();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(line, title, want)| {
            let draft = parse(line, &Context::new(&now, &[])).draft;
            let got = (draft.title.as_str(), understood(&draft));
            (got != (*title, (*want).to_owned()))
                .then(|| format!("{line:?}\n  want {title} | {want}\n  got  {} | {}", got.0, got.1))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    assert!(rows.len() > 150, "the page has lost its tables: {} rows", rows.len());
}

#[test]
fn each_row_of_the_page_is_written_back() {
    let now = now();
    let context = Context::new(&now, &[]);
    for (line, _, _) in rows() {
        let draft = parse(line, &context).draft;
        let again = draft.to_line(&context);
        assert_eq!(parse(&again, &context).draft, draft, "{line:?} became {again:?}");
    }
}
