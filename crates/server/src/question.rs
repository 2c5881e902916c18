//! Questions of the assistant as words, and words as their answers: for callers that have no buttons.

use std::collections::BTreeMap;

use chatkit_server::{
    Action, CustomAction, Item, ItemKind, Question, QuestionAnswer, QuestionKind, Request, StructuredInput,
    StructuredInputStatus, StructuredInputSubmission, SubmissionStatus, ThreadsAddStructuredInput, Widget,
};
use serde_json::Value;

/// Words that pass a question over.
const SKIP: [&str; 2] = ["skip", "never mind"];

/// What an item asks, with its options one a line; nothing where it asks nothing, or not any more.
pub(crate) fn in_words(kind: &ItemKind) -> Option<String> {
    match kind {
        ItemKind::StructuredInput(input) if input.status == StructuredInputStatus::Pending => {
            Some(input.inputs.iter().map(question_in_words).collect::<Vec<_>>().join("\n\n"))
        }
        ItemKind::Widget(widget) => {
            let (confirm, cancel) = buttons(widget)?;
            let asked =
                widget.copy_text.clone().unwrap_or_else(|| texts(&Value::Object(widget.widget.as_map().clone())));
            Some(format!("{asked}\n1. {}\n2. {}", confirm.label, cancel.label).trim_start().to_owned())
        }
        ItemKind::StructuredInput(_)
        | ItemKind::UserMessage(_)
        | ItemKind::AssistantMessage(_)
        | ItemKind::ClientToolCall(_)
        | ItemKind::GeneratedImage { .. }
        | ItemKind::Workflow { .. }
        | ItemKind::Task { .. }
        | ItemKind::EndOfTurn
        | ItemKind::HiddenContextItem { .. }
        | ItemKind::SdkHiddenContext { .. } => None,
    }
}

/// The request that `words` are as an answer to `item`; nothing where they are no answer to it, but a message of their own.
pub(crate) fn answered(item: &Item, words: &str) -> Option<Request> {
    match &item.kind {
        ItemKind::StructuredInput(input) if input.status == StructuredInputStatus::Pending => {
            let input = submission(input, words.trim())?;
            let (thread_id, item_id) = (item.thread_id.clone(), item.id.clone());
            Some(Request::ThreadsAddStructuredInput(ThreadsAddStructuredInput { thread_id, item_id, input }))
        }
        ItemKind::Widget(widget) => {
            let action = pressed(widget, words.trim())?;
            let (thread_id, item_id) = (item.thread_id.clone(), Some(item.id.clone()));
            Some(Request::ThreadsCustomAction(CustomAction { thread_id, item_id, action }))
        }
        ItemKind::StructuredInput(_)
        | ItemKind::UserMessage(_)
        | ItemKind::AssistantMessage(_)
        | ItemKind::ClientToolCall(_)
        | ItemKind::GeneratedImage { .. }
        | ItemKind::Workflow { .. }
        | ItemKind::Task { .. }
        | ItemKind::EndOfTurn
        | ItemKind::HiddenContextItem { .. }
        | ItemKind::SdkHiddenContext { .. } => None,
    }
}

fn question_in_words(question: &Question) -> String {
    let mut words = question.question.clone();
    match &question.kind {
        QuestionKind::MultipleChoice { options, multiple: _ } => {
            for (index, option) in options.iter().enumerate() {
                words.push_str(&format!("\n{}. {}", index + 1, option.value));
            }
        }
        QuestionKind::Freeform { description } => {
            if let Some(description) = description {
                words.push_str(&format!("\n{description}"));
            }
        }
    }
    words
}

/// The answers in `words`: those of one question, or one line for each of several.
fn submission(input: &StructuredInput, words: &str) -> Option<StructuredInputSubmission> {
    if SKIP.contains(&words.to_lowercase().as_str()) {
        return Some(StructuredInputSubmission { status: SubmissionStatus::Skipped, answers: BTreeMap::new() });
    }
    let lines: Vec<&str> = if input.inputs.len() == 1 { vec![words] } else { words.lines().collect() };
    if lines.len() != input.inputs.len() {
        return None;
    }
    let mut answers = BTreeMap::new();
    for (question, line) in input.inputs.iter().zip(lines) {
        answers.insert(question.id.clone(), QuestionAnswer { values: values(question, line.trim())?, skipped: false });
    }
    Some(StructuredInputSubmission { status: SubmissionStatus::Answered, answers })
}

fn values(question: &Question, words: &str) -> Option<Vec<String>> {
    match &question.kind {
        QuestionKind::Freeform { description: _ } => Some(vec![words.to_owned()]),
        QuestionKind::MultipleChoice { options, multiple } => {
            let options: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
            let chosen = |said: &str| choice(&options, said).map(str::to_owned);
            match chosen(words) {
                Some(one) => Some(vec![one]),
                None if *multiple => words.split([',', ';']).map(|said| chosen(said.trim())).collect(),
                None => None,
            }
        }
    }
}

/// The option that `said` means: by its number or by its text.
fn choice<'o>(options: &[&'o str], said: &str) -> Option<&'o str> {
    let folded = said.to_lowercase();
    let number = folded.trim_start_matches('#').trim_end_matches(['.', ')']).parse::<usize>().ok();
    let by_text = options.iter().find(|option| option.to_lowercase() == folded);
    let by_number = || options.get(number?.checked_sub(1)?);
    by_text.or_else(by_number).copied()
}

struct Button {
    label: String,
    action: Action,
}

/// The two buttons of a card that asks for a confirmation.
fn buttons(widget: &Widget) -> Option<(Button, Button)> {
    let button = |name: &str| {
        let button = widget.widget.get(name)?;
        let action = serde_json::from_value(button.get("action")?.clone()).ok()?;
        Some(Button { label: button.get("label")?.as_str()?.to_owned(), action })
    };
    Some((button("confirm")?, button("cancel")?))
}

/// The button whose label or number was said. *Yes* and *no* are the assistant's to understand.
fn pressed(widget: &Widget, words: &str) -> Option<Action> {
    let (confirm, cancel) = buttons(widget)?;
    let options = [confirm.label.as_str(), cancel.label.as_str()];
    let chosen = choice(&options, words.trim_end_matches(['.', '!']))?;
    Some(if chosen == confirm.label { confirm.action } else { cancel.action })
}

/// All text that a widget shows, one piece a line.
fn texts(node: &Value) -> String {
    let mut found = Vec::new();
    collect(node, &mut found);
    found.join("\n")
}

fn collect(node: &Value, found: &mut Vec<String>) {
    if let Some(text) = node.get("value").and_then(Value::as_str) {
        found.push(text.to_owned());
    }
    match node.get("children") {
        Some(Value::Array(children)) => children.iter().for_each(|child| collect(child, found)),
        Some(child @ Value::Object(_)) => collect(child, found),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(kind: Value) -> Item {
        let mut item = json!({ "id": "msg_1", "thread_id": "thr_1", "created_at": "2026-11-21T09:00:00Z" });
        item.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
        serde_json::from_value(item).unwrap()
    }

    fn choice_of(options: &[&str], multiple: bool) -> Item {
        let options: Vec<_> = options.iter().map(|value| json!({ "value": value })).collect();
        let question = json!({ "type": "multiple_choice", "id": "which", "question": "Which one?", "options": options, "multiple": multiple });
        item(json!({ "type": "structured_input", "status": "pending", "inputs": [question] }))
    }

    fn values_of(item: &Item, words: &str) -> Option<Vec<String>> {
        match answered(item, words)? {
            Request::ThreadsAddStructuredInput(add) => Some(add.input.answers["which"].values.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_choice_is_answered_by_number_or_text_and_by_nothing_else() {
        let item = choice_of(&["Buy milk", "Buy oat milk", "2"], false);
        assert_eq!(in_words(&item.kind).as_deref(), Some("Which one?\n1. Buy milk\n2. Buy oat milk\n3. 2"));
        let said = |words: &str| values_of(&item, words);
        assert_eq!(said("1"), Some(vec!["Buy milk".to_owned()]));
        assert_eq!(said(" buy OAT milk "), Some(vec!["Buy oat milk".to_owned()]));
        assert_eq!(said("#1."), Some(vec!["Buy milk".to_owned()]));
        assert_eq!(said("2"), Some(vec!["2".to_owned()]), "a text that is a number is meant by its text");
        for other in ["0", "4", "milk", "what's due today?", ""] {
            assert_eq!(said(other), None, "{other}");
        }
        let several = choice_of(&["a", "b", "c"], true);
        assert_eq!(values_of(&several, "1, c"), Some(vec!["a".to_owned(), "c".to_owned()]));
        assert_eq!(values_of(&several, "1, x"), None);
    }

    #[test]
    fn a_question_that_was_answered_asks_nothing() {
        let mut done = choice_of(&["a"], false);
        let ItemKind::StructuredInput(input) = &mut done.kind else { panic!("made so") };
        input.status = StructuredInputStatus::Answered;
        assert_eq!(in_words(&done.kind), None);
        assert_eq!(answered(&done, "1"), None);
    }

    #[test]
    fn a_card_that_asks_is_confirmed_or_cancelled_in_words() {
        let card = json!({ "type": "Card", "children": [{ "type": "Text", "value": "Delete 7 tasks?" }],
            "confirm": { "label": "Delete", "action": { "type": "go", "payload": { "nonce": "n" } } },
            "cancel": { "label": "Keep", "action": { "type": "stay" } } });
        let item = item(json!({ "type": "widget", "widget": card }));
        assert_eq!(in_words(&item.kind).as_deref(), Some("Delete 7 tasks?\n1. Delete\n2. Keep"));
        let action = |words: &str| match answered(&item, words) {
            Some(Request::ThreadsCustomAction(custom)) => Some((custom.action.kind, custom.action.payload)),
            Some(other) => panic!("{other:?}"),
            None => None,
        };
        let go = Some(("go".to_owned(), Some(json!({ "nonce": "n" }))));
        for yes in ["Delete", "1", "delete!"] {
            assert_eq!(action(yes), go, "{yes}");
        }
        for no in ["keep", "2", "Keep."] {
            assert_eq!(action(no), Some(("stay".to_owned(), None)), "{no}");
        }
        assert_eq!(action("yes, but not the last one"), None);
        assert_eq!(action("yes"), None, "a message, which the assistant understands");
        let plain =
            json!({ "type": "Card", "children": [], "confirm": { "label": "Done", "action": { "type": "go" } } });
        assert_eq!(answered(&super::tests::item(json!({ "type": "widget", "widget": plain })), "yes"), None);
    }
}
