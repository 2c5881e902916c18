//! The table of cases in `tests/fixtures/quick-add-cases.json`, all at Saturday 21 November 2026, 10:00 in Berlin.

use docket_tasks::quick_add::{Context, parse};
use serde_json::{Value, json};

use crate::desk::now;

/// Cases that peers answer differently and that we do, too: the line stays text.
const LEFT_AS_TEXT: [&str; 2] = ["Pay rent 5 days", "Pay rent 3 weeks"];

fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../../tests/fixtures/quick-add-cases.json")).unwrap()
}

/// What the parser makes of `text`, in the shape of the table.
fn understood(text: &str) -> Value {
    let now = now();
    let draft = serde_json::to_value(parse(text, &Context::new(&now, &[])).draft).unwrap();
    let fields = ["title", "due", "rrule", "repeat_from", "priority", "labels", "list", "duration_min"];
    Value::Object(fields.iter().map(|field| ((*field).to_owned(), draft[*field].clone())).collect())
}

#[test]
fn each_case_is_understood() {
    let cases = cases();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let text = case["text"].as_str().unwrap();
            let (got, want) = (understood(text), &case["expect"]);
            let is_left = LEFT_AS_TEXT.contains(&text);
            (got != *want && !is_left).then(|| format!("{text:?}\n  want {want}\n  got  {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() > 190, "the table is cut: {} cases", cases.len());
    for text in LEFT_AS_TEXT {
        assert!(cases.iter().any(|case| case["text"] == text && case["ambiguous"] == json!(true)), "{text:?}");
        assert_eq!(understood(text)["title"], text);
        assert_eq!(understood(text)["due"], Value::Null);
    }
}
