//! Every route over HTTP, as the window and programs of the same user call it.

mod app;
mod attachments;
mod bulk;
mod chat;
mod data;
mod desktop;
mod entities;
mod events;
mod history;
mod limits;
mod lists;
mod openapi;
mod quick_add;
mod settings;
mod tasks;
mod threads;

use serde_json::Value;
use support::raw::Answer;

/// The JSON of an answer that must be 2xx.
fn ok(answer: &Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{}: {}", answer.status, answer.json());
    answer.json()
}

/// Status, code and fields of a refusal.
fn refused(answer: &Answer) -> (u16, String, Value) {
    (answer.status, answer.code(), answer.json()["error"]["fields"].clone())
}
