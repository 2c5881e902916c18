//! What tools were called with and answered, kept in the thread as hidden items: the next turn's model, and the built-in assistant's
//! "it", read them there.

use chatkit_server::{Item, ItemKind};
use docket_tasks::ChangeSetId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::pending::Pending;
use crate::{Message, ToolCall};

const KIND: &str = "docket.tool_calls";

/// A tool call with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolRecord {
    /// Name of the tool.
    pub name: String,
    /// As the model wrote them: a JSON object, or text where they were none.
    pub arguments: Value,
    /// What the tool answered.
    pub result: Value,
}

#[derive(Serialize, Deserialize)]
struct Records {
    kind: String,
    /// The change set of the turn.
    #[serde(default)]
    turn: Option<ChangeSetId>,
    calls: Vec<ToolRecord>,
}

/// The tool calls that a hidden item holds; none where it holds something else.
#[must_use]
pub fn tool_records(content: &Value) -> Vec<ToolRecord> {
    match Records::deserialize(content) {
        Ok(records) if records.kind == KIND => records.calls,
        Ok(_) | Err(_) => Vec::new(),
    }
}

/// The item that keeps the calls.
pub(super) fn item(calls: Vec<ToolRecord>, turn: ChangeSetId) -> ItemKind {
    let records = Records { kind: KIND.to_owned(), turn: Some(turn), calls };
    // Text keys and JSON values: this cannot fail.
    ItemKind::HiddenContextItem { content: serde_json::to_value(records).unwrap_or_default() }
}

/// The change set of the turn that the last message of the user began, where tools were called in it.
pub(super) fn turn_under_way(items: &[Item]) -> Option<ChangeSetId> {
    let since = items.iter().rev().take_while(|item| !matches!(item.kind, ItemKind::UserMessage(_)));
    since
        .filter_map(|item| match &item.kind {
            ItemKind::HiddenContextItem { content } => {
                Records::deserialize(content).ok().filter(|records| records.kind == KIND)
            }
            _ => None,
        })
        .find_map(|records| records.turn)
}

/// A hidden item as messages. Call ids are made anew from the item's, since providers want them unique in a conversation.
pub(super) fn messages(item_id: &str, content: &Value) -> Vec<Message> {
    if Pending::read(content).is_some() {
        return Vec::new();
    }
    let records = tool_records(content);
    if records.is_empty() {
        return vec![Message::Context(content.clone())];
    }
    let unique = item_id.rsplit('_').next().unwrap_or(item_id);
    let id = |index: usize| format!("call_{unique}_{index}");
    let calls = records.iter().enumerate().map(|(index, record)| ToolCall {
        id: id(index),
        name: record.name.clone(),
        arguments: record.arguments.to_string(),
    });
    let calls = Message::Assistant { text: String::new(), calls: calls.collect() };
    let results = records
        .into_iter()
        .enumerate()
        .map(|(index, record)| Message::ToolResult { call_id: id(index), content: record.result });
    [calls].into_iter().chain(results).collect()
}
