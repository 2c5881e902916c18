//! What must hold for any text: the fuzz targets of `crates/tasks/fuzz` run these bodies, and so does proptest on every commit.

use docket_tasks::quick_add::{Context, Parsed, parse};
use docket_tasks::{Change, Civil, Command, NewTask, Rule, Scope, Task, TaskPatch, apply};
use jiff::Zoned;
use serde_json::Value;

fn now() -> Zoned {
    "2026-11-21T10:00[Europe/Berlin]".parse().unwrap()
}

/// Spans lie inside the text, in order, none overlapping; a title is lost only where there is none; what was understood can be kept.
pub(crate) fn quick_add(text: &str) {
    let now = now();
    let Parsed { draft, spans } = parse(text, &Context::new(&now, &[]));
    let mut end = 0;
    for span in &spans {
        assert!(span.range.start >= end && span.range.start < span.range.end, "{text:?}: {spans:?}");
        assert!(text.get(span.range.clone()).is_some(), "{text:?}: {spans:?} cuts a character");
        end = span.range.end;
    }
    if !text.trim().is_empty() && !text.chars().any(|letter| letter.is_control()) {
        assert!(!draft.title.is_empty(), "{text:?} has lost its title");
    }
    if !draft.title.is_empty() {
        // Too long is an answer; what comes of it must be a task that JSON brings back.
        if let Ok(changes) =
            apply(&Command::AddTask(draft.into_new_task(docket_tasks::Source::Cli)), &Scope::default(), &now)
        {
            comes_back(&changes);
        }
    }
}

/// A rule that is read has one form, words, and dates that only go forward.
pub(crate) fn rule(text: &str) {
    let Ok(rule) = Rule::parse(text) else { return };
    assert_eq!(Rule::parse(rule.as_str()), Ok(rule.clone()), "{text:?}");
    assert!(!rule.in_words().is_empty(), "{text:?}");
    let anchor = Civil::At(now().datetime());
    let mut last = None;
    let mut next = rule.first(&anchor);
    for _ in 0..5 {
        let Some(date) = next else { break };
        assert!(last.is_none_or(|last: Civil| last.at() < date.at()), "{text:?}: {date} is not later");
        last = Some(date);
        next = rule.after(&anchor, &date);
    }
}

/// No body makes a reader fall over; a task that is made of one comes back from JSON the same.
pub(crate) fn json(text: &str) {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return };
    let now = now();
    let _ = TaskPatch::from_json(&value, "Europe/Berlin");
    if let Ok(new) = NewTask::from_json(&value, "Europe/Berlin")
        && let Ok(changes) = apply(&Command::AddTask(new), &Scope::default(), &now)
    {
        comes_back(&changes);
    }
    if let Ok(task) = serde_json::from_value::<Task>(value) {
        let json = serde_json::to_value(&task).unwrap();
        assert_eq!(serde_json::from_value::<Task>(json).unwrap(), task);
    }
}

fn comes_back(changes: &[Change]) {
    let json = serde_json::to_string(changes).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Change>>(&json).unwrap(), changes);
}
