//! The table of cases in `tests/fixtures/quick-add-cases.json`, all at Saturday 21 November 2026, 10:00 in Berlin.

use std::collections::HashMap;

use docket_tasks::quick_add::{Context, parse};
use serde_json::{Value, json};

use crate::desk::now;

/// Cases that ask for what is not understood yet, by what that is. A case that passes must leave this list.
const NOT_YET: [(&str, &[&str]); 2] = [
    (
        "repeat",
        &[
            "Journal every day",
            "Journal daily",
            "Journal ev day",
            "Journal every morning",
            "Journal every evening",
            "Standup every weekday at 9am",
            "Recycling every week",
            "Recycling weekly",
            "Hike every weekend",
            "Tax every year",
            "Tax yearly",
            "Tax annually",
            "Checkup biannually",
            "Checkup semiannually",
            "Checkup biennially",
            "Review quarterly",
            "Drink water every hour",
            "Drink water every 3 hours",
            "Meds every 12 hours starting at 9pm",
            "Water plants every 3 days",
            "Water plants every other week",
            "Water plants every two weeks",
            "Trash each week",
            "Trash every monday",
            "Gym every mon-wed",
            "Gym every tuesday and thursday 7am",
            "Yoga every other friday",
            "Yoga every other fri 6pm",
            "Yoga every 2 fridays",
            "Yoga every 3 weeks on Friday",
            "Yoga every week on Tuesday, Friday",
            "Dance in the evening every wed",
            "Dance every mon in the morning",
            "Pay rent every 27th",
            "Pay rent every 5, 15, 25",
            "Pay rent every 2, 15, 27",
            "Pay rent every month on the 1st",
            "Pay bills every last day",
            "Invoice every last workday",
            "Invoice every 1st workday",
            "Book club every month on the last Friday",
            "Book club every last friday",
            "Birthday every 27 jan",
            "Birthday every January on the 15th",
            "Tax every February on the last",
            "Bonus every April and December on the 1st and 24th",
            "Fete every 1st wed jan",
            "Estimated tax every 15 jan, 15 apr",
            "Haircut every! 14 days",
            "Water cactus every! 3 days",
            "Stretch every! 3 hours",
            "Descale kettle every 10 days when done",
            "Descale kettle every 10 days after completion",
            "Call gran every! monday",
            "Stretch every day starting aug 3",
            "Stretch every day ending dec 3",
            "Stretch every day from 11 May until 20 May",
            "Stretch every day for 3 weeks",
            "Stretch every day for 10 times",
            "Trash every other tues 7am starting 1 Dec",
            "Sync every 6 weeks at 09:00 starting jan 3",
            "Stand-up every weekday 9:15am #Work p3",
        ],
    ),
    ("duration", &["Task 10m", "Task 1h 30m", "Task 1.5h", "Task ~1h30m", "meet tomorrow 8:00-12:00", "Standup 5-6pm"]),
];

/// Cases that peers answer differently and that we do, too: the line stays text.
const LEFT_AS_TEXT: [&str; 2] = ["Pay rent 5 days", "Pay rent 3 weeks"];

fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../../tests/fixtures/quick-add-cases.json")).unwrap()
}

/// What the parser makes of `text`, in the shape of the table.
fn understood(text: &str) -> Value {
    let now = now();
    let draft = parse(text, &Context::new(&now, &[])).draft;
    json!({
        "title": draft.title,
        "due": draft.due.map(|due| due.to_string()),
        "rrule": null,
        "repeat_from": null,
        "priority": draft.priority,
        "labels": draft.labels,
        "list": draft.list,
        "duration_min": null,
    })
}

#[test]
fn each_case_is_understood_or_listed_as_not_yet() {
    let not_yet: HashMap<&str, &str> =
        NOT_YET.iter().flat_map(|(kind, texts)| texts.iter().map(move |text| (*text, *kind))).collect();
    let cases = cases();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let text = case["text"].as_str().unwrap();
            let (got, want) = (understood(text), &case["expect"]);
            match (not_yet.get(text), got == *want) {
                (Some(kind), true) => Some(format!("{text:?} is understood by now: take it out of NOT_YET, {kind}")),
                (None, false) if !LEFT_AS_TEXT.contains(&text) => {
                    Some(format!("{text:?}\n  want {want}\n  got  {got}"))
                }
                (Some(_), false) | (None, _) => None,
            }
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    let texts: Vec<&str> = cases.iter().map(|case| case["text"].as_str().unwrap()).collect();
    let unknown: Vec<_> = not_yet.keys().chain(&LEFT_AS_TEXT).filter(|text| !texts.contains(text)).collect();
    assert!(unknown.is_empty(), "listed and not in the table: {unknown:?}");
}

#[test]
fn a_line_that_repeats_is_left_whole_until_repeats_are_understood() {
    for text in NOT_YET[0].1 {
        let marked = text.replace(" #Work p3", "");
        assert_eq!(understood(&marked)["title"], marked);
        assert_eq!(understood(&marked)["due"], Value::Null, "{text}");
    }
}

#[test]
fn what_is_left_as_text_is_whole() {
    for text in LEFT_AS_TEXT {
        assert_eq!(understood(text)["title"], text);
    }
}
