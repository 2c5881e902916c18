//! The table of cases in `tests/fixtures/quick-add-cases.json`, all at Saturday 21 November 2026, 10:00 in Berlin.

use docket_tasks::quick_add::{Context, parse};
use serde_json::{Value, json};

use crate::desk::now;

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
fn zz_print() {
    for case in cases() {
        let got = understood(case["text"].as_str().unwrap());
        if got != case["expect"] {
            println!("{} {}\n  want {}\n  got  {}", case["text"], if case["ambiguous"] == true {"AMB"} else {""}, case["expect"], got);
        }
    }
}
