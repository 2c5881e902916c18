//! From the frames that servers really send to model events.

use serde_json::Value;

use crate::providers::remote::{Complaint, Decode, note_unknown};
use crate::{Finish, ModelEvent, ToolCall};

/// Reads the frames of one answer. What it does not know it passes over.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    calls: Vec<PartialCall>,
    finish: Option<Finish>,
    usage: Option<ModelEvent>,
}

#[derive(Debug)]
struct PartialCall {
    index: Option<u64>,
    id: String,
    name: String,
    arguments: String,
}

impl Decode for Decoder {
    fn take(&mut self, frame: &Value) -> Result<Vec<ModelEvent>, Complaint> {
        if let Some(error) = frame.get("error").filter(|error| !error.is_null()) {
            return Err(Complaint::from_error(error));
        }
        if let Some(usage) = frame.get("usage").filter(|usage| usage.is_object()) {
            let count = |name: &str| usage.get(name).and_then(Value::as_u64).unwrap_or(0);
            self.usage = Some(ModelEvent::Usage {
                input_tokens: count("prompt_tokens"),
                output_tokens: count("completion_tokens"),
            });
        }
        let Some(choice) = frame.pointer("/choices/0") else {
            if frame.get("choices").is_none() && frame.get("usage").is_none() {
                let kind = frame.get("type").or_else(|| frame.get("object")).and_then(Value::as_str);
                note_unknown(kind.unwrap_or_default());
            }
            return Ok(Vec::new());
        };
        let mut events = Vec::new();
        // Some servers send the whole message in the last frame instead of a delta.
        if let Some(delta) = choice.get("delta").or_else(|| choice.get("message")) {
            for text in [text_of(delta.get("content")), text_of(delta.get("refusal"))] {
                if !text.is_empty() {
                    events.push(ModelEvent::Text(text));
                }
            }
            for call in delta.get("tool_calls").and_then(Value::as_array).into_iter().flatten() {
                self.take_call(call);
            }
        }
        if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str).filter(|reason| !reason.is_empty()) {
            self.finish = Some(finish_of(reason));
        }
        Ok(events)
    }

    fn is_finished(&self) -> bool {
        self.finish.is_some()
    }

    fn is_over(&self) -> bool {
        // Some servers send the usage with every frame, so that only one after the end counts as the last.
        false
    }

    fn finish(self: Box<Self>) -> Option<Vec<ModelEvent>> {
        let finish = self.finish?;
        let calls =
            self.calls.into_iter().enumerate().filter(|(_, call)| !call.name.is_empty()).map(|(place, call)| {
                let id = if call.id.is_empty() { format!("call_{}", place + 1) } else { call.id };
                ModelEvent::Call(ToolCall { id, name: call.name, arguments: call.arguments })
            });
        Some(calls.chain(self.usage).chain([ModelEvent::Done(finish)]).collect())
    }
}

impl Decoder {
    fn take_call(&mut self, piece: &Value) {
        let index = piece.get("index").and_then(Value::as_u64);
        let id = piece.get("id").and_then(Value::as_str).unwrap_or_default();
        let function = piece.get("function").unwrap_or(&Value::Null);
        let name = function.get("name").and_then(Value::as_str).unwrap_or_default();
        let arguments = match function.get("arguments") {
            Some(Value::String(text)) => text.clone(),
            Some(object @ Value::Object(_)) => object.to_string(),
            Some(_) | None => String::new(),
        };
        match self.known(index, id, name) {
            Some(call) => {
                if call.id.is_empty() {
                    id.clone_into(&mut call.id);
                }
                if call.name.is_empty() {
                    name.clone_into(&mut call.name);
                }
                call.arguments.push_str(&arguments);
            }
            None => self.calls.push(PartialCall { index, id: id.to_owned(), name: name.to_owned(), arguments }),
        }
    }

    /// The call that a piece goes on with. By its index; but some servers count every call as 0, or send no index: then a new id, or a
    /// name without an id, begins another call.
    fn known(&mut self, index: Option<u64>, id: &str, name: &str) -> Option<&mut PartialCall> {
        let begins = |call: &PartialCall| {
            if id.is_empty() { index.is_none() && !name.is_empty() } else { !call.id.is_empty() && call.id != id }
        };
        let place = match index {
            Some(_) => self.calls.iter().rposition(|call| call.index == index),
            None if id.is_empty() => self.calls.len().checked_sub(1),
            None => self.calls.iter().rposition(|call| call.id == id),
        }?;
        self.calls.get_mut(place).filter(|call| !begins(call))
    }
}

/// Text, or the texts of parts.
fn text_of(content: Option<&Value>) -> String {
    match content {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect(),
        Some(_) | None => String::new(),
    }
}

fn finish_of(reason: &str) -> Finish {
    match reason.to_ascii_lowercase().as_str() {
        "tool_calls" | "function_call" => Finish::ToolCalls,
        "length" | "max_tokens" => Finish::Length,
        "content_filter" | "safety" => Finish::Filtered,
        // `stop`, and whatever servers make up.
        _ => Finish::Stop,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(frames: &[Value]) -> Option<Vec<ModelEvent>> {
        let mut decoder = Box::<Decoder>::default();
        let mut events = Vec::new();
        for frame in frames {
            events.extend(decoder.take(frame).expect("no complaint"));
        }
        decoder.finish().map(|last| events.into_iter().chain(last).collect())
    }

    fn delta(delta: &Value) -> Value {
        json!({"choices": [{"delta": delta}]})
    }

    fn finish(reason: &str) -> Value {
        json!({"choices": [{"delta": {}, "finish_reason": reason}]})
    }

    fn text(text: &str) -> ModelEvent {
        ModelEvent::Text(text.into())
    }

    fn call(id: &str, name: &str, arguments: &str) -> ModelEvent {
        ModelEvent::Call(ToolCall { id: id.into(), name: name.into(), arguments: arguments.into() })
    }

    #[test]
    fn text_is_told_as_it_comes_whatever_its_form() {
        let frames = [
            delta(&json!({"role": "assistant", "content": "", "refusal": null})),
            delta(&json!({"content": "one "})),
            json!({"choices": [{"delta": {"content": "two "}, "finish_reason": ""}], "created": 1.5, "id": null}),
            delta(&json!({"content": [{"type": "text", "text": "three"}]})),
            delta(&json!({"reasoning_content": "hm"})),
            json!({"object": "something new"}),
            json!({"choices": []}),
            finish("stop"),
            json!({"choices": [], "usage": {"prompt_tokens": 10, "completion_tokens": 3}}),
        ];
        let usage = ModelEvent::Usage { input_tokens: 10, output_tokens: 3 };
        let expected = vec![text("one "), text("two "), text("three"), usage, ModelEvent::Done(Finish::Stop)];
        assert_eq!(read(&frames), Some(expected));
    }

    #[test]
    fn calls_are_put_together_however_servers_number_them() {
        let piece = |piece: Value| delta(&json!({"tool_calls": [piece]}));
        let done = ModelEvent::Done(Finish::ToolCalls);
        let by_index = [
            piece(
                json!({"index": 0, "id": "a", "type": "function", "function": {"name": "add_task", "arguments": ""}}),
            ),
            piece(json!({"index": 0, "function": {"arguments": "{\"title\":"}})),
            piece(json!({"index": 1, "id": "b", "function": {"name": "undo", "arguments": "{}"}})),
            piece(json!({"index": 0, "function": {"arguments": "\"x\"}"}})),
            finish("tool_calls"),
        ];
        assert_eq!(
            read(&by_index),
            Some(vec![call("a", "add_task", "{\"title\":\"x\"}"), call("b", "undo", "{}"), done.clone()])
        );
        let all_are_zero = [
            piece(json!({"index": 0, "id": "a", "function": {"name": "undo", "arguments": "{}"}})),
            piece(json!({"index": 0, "id": "b", "function": {"name": "undo", "arguments": "{}"}})),
            finish("stop"),
        ];
        assert_eq!(
            read(&all_are_zero),
            Some(vec![call("a", "undo", "{}"), call("b", "undo", "{}"), ModelEvent::Done(Finish::Stop)])
        );
        let no_numbers = [
            piece(json!({"function": {"name": "add_task", "arguments": {"title": "x"}}})),
            piece(json!({"function": {"name": "undo", "arguments": "{"}})),
            piece(json!({"function": {"arguments": "}"}})),
            finish("tool_calls"),
        ];
        assert_eq!(
            read(&no_numbers),
            Some(vec![call("call_1", "add_task", "{\"title\":\"x\"}"), call("call_2", "undo", "{}"), done])
        );
    }

    #[test]
    fn an_answer_without_its_end_is_none() {
        assert_eq!(read(&[delta(&json!({"content": "half"}))]), None);
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn an_error_in_the_stream_is_no_text() {
        for error in
            [json!({"error": {"message": "x"}}), json!({"error": "x", "choices": [{"delta": {"content": "y"}}]})]
        {
            assert!(Decoder::default().take(&error).is_err(), "{error}");
        }
        assert_eq!(
            read(&[json!({"error": null, "choices": [{"delta": {"content": "y"}, "finish_reason": "stop"}]})])
                .map(|events| events.len()),
            Some(2)
        );
    }
}
