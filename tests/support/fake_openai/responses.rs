//! The same answers on OpenAI's other wire, Responses: what is written as chunks of Chat Completions becomes its events.

use serde_json::{Value, json};

/// The events of one answer, made from its chunks one after the other.
#[derive(Debug, Default)]
pub(super) struct Events {
    sequence: u64,
    items: Vec<Item>,
}

#[derive(Debug)]
enum Item {
    Message { text: String },
    Call { id: String, name: String, arguments: String },
}

impl Events {
    /// A piece of the stream in the other wire; what is no chunk stays as it is.
    pub(super) fn piece(&mut self, piece: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(piece);
        let Some(data) = text.strip_prefix("data: ") else { return piece.to_vec() };
        match serde_json::from_str::<Value>(data.trim()) {
            Ok(chunk) if chunk["object"] == "chat.completion.chunk" => {
                self.events(&chunk).iter().flat_map(|event| self.frame(event)).collect()
            }
            Ok(_) => piece.to_vec(),
            // `[DONE]`, which this wire does not have.
            Err(_) => Vec::new(),
        }
    }

    fn frame(&mut self, event: &Value) -> Vec<u8> {
        let mut event = event.clone();
        event["sequence_number"] = json!(self.sequence);
        self.sequence += 1;
        format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap_or_default()).into_bytes()
    }

    fn events(&mut self, chunk: &Value) -> Vec<Value> {
        if chunk["usage"].is_object() {
            let usage = json!({
                "input_tokens": chunk["usage"]["prompt_tokens"], "output_tokens": chunk["usage"]["completion_tokens"],
                "output_tokens_details": {"reasoning_tokens": 0},
            });
            let output: Vec<Value> = self.items.iter().enumerate().map(|(place, item)| item.done(place)).collect();
            let response = json!({"id": "resp_fake", "status": "completed", "output": output, "usage": usage});
            return vec![json!({"type": "response.completed", "response": response})];
        }
        let choice = &chunk["choices"][0];
        if choice["finish_reason"].is_string() {
            return self.items.iter().enumerate().flat_map(|(place, item)| item.end(place)).collect();
        }
        let delta = &choice["delta"];
        let mut events = Vec::new();
        if delta["role"].is_string() {
            let response = json!({"id": "resp_fake", "status": "in_progress", "output": []});
            events.push(json!({"type": "response.created", "response": response}));
        }
        if let Some(text) = delta["content"].as_str().filter(|text| !text.is_empty()) {
            events.extend(self.text(text));
        }
        for call in delta["tool_calls"].as_array().into_iter().flatten() {
            events.extend(self.call(call));
        }
        events
    }

    fn text(&mut self, delta: &str) -> Vec<Value> {
        let mut events = Vec::new();
        if !matches!(self.items.last(), Some(Item::Message { .. })) {
            self.items.push(Item::Message { text: String::new() });
            let item =
                json!({"id": "msg_0", "type": "message", "role": "assistant", "status": "in_progress", "content": []});
            events.push(
                json!({"type": "response.output_item.added", "output_index": self.items.len() - 1, "item": item}),
            );
        }
        if let Some(Item::Message { text }) = self.items.last_mut() {
            text.push_str(delta);
        }
        let place = self.items.len() - 1;
        events.push(json!({
            "type": "response.output_text.delta", "item_id": "msg_0", "output_index": place, "content_index": 0, "delta": delta,
        }));
        events
    }

    fn call(&mut self, call: &Value) -> Vec<Value> {
        let piece = call["function"]["arguments"].as_str().unwrap_or_default();
        if let Some(id) = call["id"].as_str() {
            let name = call["function"]["name"].as_str().unwrap_or_default();
            self.items.push(Item::Call { id: id.to_owned(), name: name.to_owned(), arguments: String::new() });
            let item = json!({
                "id": format!("fc_{id}"), "type": "function_call", "status": "in_progress", "call_id": id, "name": name, "arguments": "",
            });
            let place = self.items.len() - 1;
            return vec![json!({"type": "response.output_item.added", "output_index": place, "item": item})];
        }
        let place = self.items.len() - 1;
        let Some(Item::Call { id, name: _, arguments }) = self.items.last_mut() else { return Vec::new() };
        arguments.push_str(piece);
        vec![json!({
            "type": "response.function_call_arguments.delta", "item_id": format!("fc_{id}"), "output_index": place, "delta": piece,
        })]
    }
}

impl Item {
    fn done(&self, place: usize) -> Value {
        match self {
            Self::Message { text } => json!({
                "id": format!("msg_{place}"), "type": "message", "role": "assistant", "status": "completed",
                "content": [{"type": "output_text", "text": text, "annotations": []}],
            }),
            Self::Call { id, name, arguments } => json!({
                "id": format!("fc_{id}"), "type": "function_call", "status": "completed", "call_id": id, "name": name,
                "arguments": arguments,
            }),
        }
    }

    fn end(&self, place: usize) -> Vec<Value> {
        let done = json!({"type": "response.output_item.done", "output_index": place, "item": self.done(place)});
        match self {
            Self::Message { text } => {
                vec![
                    json!({"type": "response.output_text.done", "output_index": place, "content_index": 0, "text": text}),
                    done,
                ]
            }
            Self::Call { id, name: _, arguments } => vec![
                json!({
                    "type": "response.function_call_arguments.done", "item_id": format!("fc_{id}"), "output_index": place,
                    "arguments": arguments,
                }),
                done,
            ],
        }
    }
}

/// The conversation of a request as messages of Chat Completions, so that one set of rules and scripts is for both.
pub(super) fn as_chat(body: &Value) -> Value {
    let mut messages: Vec<Value> = vec![json!({"role": "system", "content": body["instructions"]})];
    for item in body["input"].as_array().into_iter().flatten() {
        match item["type"].as_str() {
            Some("function_call") => {
                let function = json!({"name": item["name"], "arguments": item["arguments"]});
                let call = json!({"id": item["call_id"], "type": "function", "function": function});
                match messages.last_mut() {
                    Some(last) if last["tool_calls"].is_array() => {
                        last["tool_calls"].as_array_mut().expect("a list").push(call);
                    }
                    _ => messages.push(json!({"role": "assistant", "content": "", "tool_calls": [call]})),
                }
            }
            Some("function_call_output") => {
                messages.push(json!({"role": "tool", "tool_call_id": item["call_id"], "content": item["output"]}));
            }
            _ => messages.push(item.clone()),
        }
    }
    json!({"messages": messages})
}
