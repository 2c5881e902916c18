//! From the events of Responses to model events.
//!
//! Source: OpenAI's reference, "Streaming events". What is documented as always there is not taken for granted: ids, sequence numbers,
//! statuses and whole events are missing from what servers really send.

use serde_json::Value;

use crate::providers::remote::{Complaint, Decode, note_unknown};
use crate::{Finish, ModelEvent, ToolCall};

/// Reads the events of one answer.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    calls: Vec<PartialCall>,
    /// Whether any text was told; where none was, that of the last event is.
    told_text: bool,
    finish: Option<Finish>,
    usage: Option<ModelEvent>,
}

#[derive(Debug, Default)]
struct PartialCall {
    place: Option<u64>,
    item_id: String,
    call_id: String,
    name: String,
    arguments: String,
    is_complete: bool,
}

impl Decode for Decoder {
    fn take(&mut self, event: &Value) -> Result<Vec<ModelEvent>, Complaint> {
        let kind = event.get("type").and_then(Value::as_str).unwrap_or_default();
        if let Some(error) = event.get("error").filter(|error| !error.is_null()) {
            return Err(Complaint::from_error(error));
        }
        match kind {
            "error" => return Err(Complaint::from_error(event)),
            "response.failed" => {
                return Err(Complaint::from_error(event.pointer("/response/error").unwrap_or(&Value::Null)));
            }
            "response.output_text.delta" | "response.refusal.delta" => {
                return Ok(self.text(text_at(event, "/delta")).into_iter().collect());
            }
            "response.output_item.added" => self.take_item(event, event.get("item"), Whole::No),
            "response.output_item.done" => self.take_item(event, event.get("item"), Whole::Yes),
            "response.function_call_arguments.delta" => {
                let delta = text_at(event, "/delta").to_owned();
                self.call_of(event).arguments.push_str(&delta);
            }
            "response.function_call_arguments.done" => {
                let arguments = event.get("arguments").map(arguments_of);
                let call = self.call_of(event);
                call.arguments = arguments.unwrap_or_else(|| std::mem::take(&mut call.arguments));
                call.is_complete = true;
            }
            "response.completed" | "response.done" | "response.incomplete" => return Ok(self.end(kind, event)),
            known if is_of_no_use(known) => {}
            unknown => note_unknown(unknown),
        }
        Ok(Vec::new())
    }

    fn is_finished(&self) -> bool {
        self.finish.is_some()
    }

    fn is_over(&self) -> bool {
        // The usage comes with the event that ends the answer.
        self.finish.is_some()
    }

    fn finish(self: Box<Self>) -> Option<Vec<ModelEvent>> {
        let Self { calls, told_text: _, finish, usage } = *self;
        let finish = finish?;
        let named = calls.into_iter().enumerate().filter(|(_, call)| !call.name.is_empty() && call.is_complete);
        let calls: Vec<ModelEvent> = named
            .map(|(place, PartialCall { call_id, name, arguments, .. })| {
                let id = if call_id.is_empty() { format!("call_{}", place + 1) } else { call_id };
                ModelEvent::Call(ToolCall { id, name, arguments })
            })
            .collect();
        let finish = if finish == Finish::Stop && !calls.is_empty() { Finish::ToolCalls } else { finish };
        Some(calls.into_iter().chain(usage).chain([ModelEvent::Done(finish)]).collect())
    }
}

/// Whether an item is as it will stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    No,
}

impl Decoder {
    fn text(&mut self, text: &str) -> Option<ModelEvent> {
        self.told_text = self.told_text || !text.is_empty();
        (!text.is_empty()).then(|| ModelEvent::Text(text.to_owned()))
    }

    fn take_item(&mut self, event: &Value, item: Option<&Value>, whole: Whole) {
        let Some(item) = item.filter(|item| text_at(item, "/type") == "function_call") else { return };
        let id = text_at(item, "/id").to_owned();
        let place = event.get("output_index").and_then(Value::as_u64);
        let call = self.call(place, &id);
        for (field, value) in [(&mut call.call_id, "/call_id"), (&mut call.name, "/name")] {
            if field.is_empty() {
                text_at(item, value).clone_into(field);
            }
        }
        if whole == Whole::Yes {
            // What came in pieces stands where the item itself is thin.
            if let Some(arguments) = item.get("arguments").map(arguments_of).filter(|text| !text.is_empty()) {
                call.arguments = arguments;
            }
            call.is_complete = true;
        }
    }

    /// The end, and with it whatever was not told piece by piece.
    fn end(&mut self, kind: &str, event: &Value) -> Vec<ModelEvent> {
        let response = event.get("response").unwrap_or(&Value::Null);
        let reason = text_at(response, "/incomplete_details/reason");
        self.finish = Some(match reason {
            "max_output_tokens" | "max_tokens" => Finish::Length,
            "content_filter" => Finish::Filtered,
            _ if kind == "response.incomplete" => Finish::Length,
            _ => Finish::Stop,
        });
        if let Some(usage) = response.get("usage").filter(|usage| usage.is_object()) {
            let count = |name: &str| usage.get(name).and_then(Value::as_u64).unwrap_or(0);
            self.usage =
                Some(ModelEvent::Usage { input_tokens: count("input_tokens"), output_tokens: count("output_tokens") });
        }
        let mut events = Vec::new();
        let told_text = self.told_text;
        for (place, item) in response.get("output").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let at = serde_json::json!({ "output_index": place });
            let is_cut = text_at(item, "/status") == "incomplete";
            self.take_item(&at, Some(item), if is_cut { Whole::No } else { Whole::Yes });
            if told_text || text_at(item, "/type") != "message" {
                continue;
            }
            for part in item.get("content").and_then(Value::as_array).into_iter().flatten() {
                let text = if part.get("text").is_some() { text_at(part, "/text") } else { text_at(part, "/refusal") };
                events.extend(self.text(text));
            }
        }
        events
    }

    fn call_of(&mut self, event: &Value) -> &mut PartialCall {
        let id = text_at(event, "/item_id").to_owned();
        self.call(event.get("output_index").and_then(Value::as_u64), &id)
    }

    /// The call at that place, or with that id; where a server gives neither, the last one.
    fn call(&mut self, place: Option<u64>, item_id: &str) -> &mut PartialCall {
        let by_id = |call: &PartialCall| !item_id.is_empty() && call.item_id == item_id;
        let by_place = |call: &PartialCall| place.is_some() && call.place == place;
        let found = self.calls.iter().position(by_id).or_else(|| self.calls.iter().position(by_place));
        let last = if place.is_none() && item_id.is_empty() { self.calls.len().checked_sub(1) } else { None };
        let index = found.or(last).unwrap_or_else(|| {
            self.calls.push(PartialCall { place, item_id: item_id.to_owned(), ..PartialCall::default() });
            self.calls.len() - 1
        });
        &mut self.calls[index]
    }
}

fn text_at<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// Text, or an object that should have been one.
fn arguments_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Events that say nothing that others do not say as well.
fn is_of_no_use(kind: &str) -> bool {
    matches!(
        kind,
        "response.created"
            | "response.queued"
            | "response.in_progress"
            | "response.content_part.added"
            | "response.content_part.done"
            | "response.output_text.done"
            | "response.output_text.annotation.added"
            | "response.refusal.done"
    ) || kind.starts_with("response.reasoning")
}
