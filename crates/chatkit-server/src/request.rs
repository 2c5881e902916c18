//! Requests: one JSON object, told apart by its `type`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{InferenceOptions, Order, QuestionAnswer, RequestError, UserMessageContent};

/// Every request of the protocol.
///
/// Unknown fields are ignored, `metadata` among them, as in openai-chatkit; an unknown `type` or a missing field is an
/// error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "params")]
pub enum Request {
    /// Begin a thread with a message. Streams.
    #[serde(rename = "threads.create")]
    ThreadsCreate(ThreadsCreate),
    /// Add a message. Streams.
    #[serde(rename = "threads.add_user_message")]
    ThreadsAddUserMessage(ThreadsAddUserMessage),
    /// Hand in what a client tool answered. Streams.
    #[serde(rename = "threads.add_client_tool_output")]
    ThreadsAddClientToolOutput(ThreadsAddClientToolOutput),
    /// Answer a structured input. Streams.
    #[serde(rename = "threads.add_structured_input")]
    ThreadsAddStructuredInput(ThreadsAddStructuredInput),
    /// Answer a user message once more. Streams.
    #[serde(rename = "threads.retry_after_item")]
    ThreadsRetryAfterItem(ItemRef),
    /// An action of a widget or of the page. Streams.
    #[serde(rename = "threads.custom_action")]
    ThreadsCustomAction(CustomAction),
    /// An action that is answered at once.
    #[serde(rename = "threads.sync_custom_action")]
    ThreadsSyncCustomAction(CustomAction),
    /// A thread with its first items.
    #[serde(rename = "threads.get_by_id")]
    ThreadsGetById(ThreadRef),
    /// A page of threads.
    #[serde(rename = "threads.list")]
    ThreadsList(ThreadsList),
    /// A page of items.
    #[serde(rename = "items.list")]
    ItemsList(ItemsList),
    /// A thumb up or down.
    #[serde(rename = "items.feedback")]
    ItemsFeedback(ItemsFeedback),
    /// Rename a thread.
    #[serde(rename = "threads.update")]
    ThreadsUpdate(ThreadsUpdate),
    /// Delete a thread with its items.
    #[serde(rename = "threads.delete")]
    ThreadsDelete(ThreadRef),
    /// Announce an upload.
    #[serde(rename = "attachments.create")]
    AttachmentsCreate(AttachmentsCreate),
    /// Delete an upload.
    #[serde(rename = "attachments.delete")]
    AttachmentsDelete(AttachmentsDelete),
    /// Turn speech into text.
    #[serde(rename = "input.transcribe")]
    InputTranscribe(InputTranscribe),
}

/// The `type` of each request, in the order of [`Request`].
pub const REQUEST_TYPES: [&str; 16] = [
    "threads.create",
    "threads.add_user_message",
    "threads.add_client_tool_output",
    "threads.add_structured_input",
    "threads.retry_after_item",
    "threads.custom_action",
    "threads.sync_custom_action",
    "threads.get_by_id",
    "threads.list",
    "items.list",
    "items.feedback",
    "threads.update",
    "threads.delete",
    "attachments.create",
    "attachments.delete",
    "input.transcribe",
];

impl Request {
    /// Reads a request body.
    ///
    /// # Errors
    ///
    /// [`RequestError::Invalid`] when it is not JSON or a field is missing or wrong, [`RequestError::UnknownType`] when
    /// the protocol has no such `type`.
    pub fn parse(body: &[u8]) -> Result<Self, RequestError> {
        serde_json::from_slice(body).map_err(|error| explain(body, &error))
    }

    /// Whether the answer is a stream; that depends on the `type` only.
    #[must_use]
    pub fn streams(&self) -> bool {
        match self {
            Self::ThreadsCreate(_)
            | Self::ThreadsAddUserMessage(_)
            | Self::ThreadsAddClientToolOutput(_)
            | Self::ThreadsAddStructuredInput(_)
            | Self::ThreadsRetryAfterItem(_)
            | Self::ThreadsCustomAction(_) => true,
            Self::ThreadsSyncCustomAction(_)
            | Self::ThreadsGetById(_)
            | Self::ThreadsList(_)
            | Self::ItemsList(_)
            | Self::ItemsFeedback(_)
            | Self::ThreadsUpdate(_)
            | Self::ThreadsDelete(_)
            | Self::AttachmentsCreate(_)
            | Self::AttachmentsDelete(_)
            | Self::InputTranscribe(_) => false,
        }
    }

    /// The value of `type` on the wire.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::ThreadsCreate(_) => "threads.create",
            Self::ThreadsAddUserMessage(_) => "threads.add_user_message",
            Self::ThreadsAddClientToolOutput(_) => "threads.add_client_tool_output",
            Self::ThreadsAddStructuredInput(_) => "threads.add_structured_input",
            Self::ThreadsRetryAfterItem(_) => "threads.retry_after_item",
            Self::ThreadsCustomAction(_) => "threads.custom_action",
            Self::ThreadsSyncCustomAction(_) => "threads.sync_custom_action",
            Self::ThreadsGetById(_) => "threads.get_by_id",
            Self::ThreadsList(_) => "threads.list",
            Self::ItemsList(_) => "items.list",
            Self::ItemsFeedback(_) => "items.feedback",
            Self::ThreadsUpdate(_) => "threads.update",
            Self::ThreadsDelete(_) => "threads.delete",
            Self::AttachmentsCreate(_) => "attachments.create",
            Self::AttachmentsDelete(_) => "attachments.delete",
            Self::InputTranscribe(_) => "input.transcribe",
        }
    }
}

/// Why `body` is no request, in words that hold none of the user's text.
fn explain(body: &[u8], error: &serde_json::Error) -> RequestError {
    #[derive(Deserialize)]
    struct Envelope {
        #[serde(rename = "type")]
        kind: Option<Value>,
    }
    match serde_json::from_slice(body) {
        Err(broken) if !broken.is_data() => {
            let (line, column) = (broken.line(), broken.column());
            RequestError::Invalid(format!("the body is not JSON: line {line}, column {column}"))
        }
        Ok(Envelope { kind: Some(Value::String(kind)) }) if REQUEST_TYPES.contains(&kind.as_str()) => {
            RequestError::Invalid(format!("`{kind}`: {}", without_values(&error.to_string())))
        }
        Ok(Envelope { kind: Some(Value::String(_)) }) => RequestError::UnknownType,
        Ok(Envelope { .. }) | Err(_) => {
            RequestError::Invalid("a request is one JSON object with a string `type` and `params`".to_owned())
        }
    }
}

/// Takes quoted values out of a serde message: they may be what the user wrote, and messages end up in logs.
fn without_values(message: &str) -> String {
    let expected = message.rfind(", expected ").unwrap_or(message.len());
    for (open, close) in [(" string \"", "\""), ("unknown variant `", "`")] {
        let Some(start) = message.find(open) else { continue };
        let Some(end) = message[..expected].rfind(close) else { continue };
        if end > start {
            return format!(
                "{}{}",
                message[..start + open.len()].trim_end_matches(['"', '`', ' ']),
                &message[expected..]
            );
        }
    }
    message.to_owned()
}

/// What the user sends: text, tags, files, choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserMessageInput {
    /// Text and tags in order.
    pub content: Vec<UserMessageContent>,
    /// Ids of attachments, may be empty.
    pub attachments: Vec<String>,
    /// A passage of the conversation that the message replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted_text: Option<String>,
    /// Choices made in the composer.
    pub inference_options: InferenceOptions,
}

impl UserMessageInput {
    /// A message of plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            content: vec![UserMessageContent::InputText { text: text.into() }],
            attachments: Vec::new(),
            quoted_text: None,
            inference_options: InferenceOptions::default(),
        }
    }
}

/// `threads.create`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadsCreate {
    /// The first message.
    pub input: UserMessageInput,
}

/// `threads.add_user_message`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadsAddUserMessage {
    /// Where.
    pub thread_id: String,
    /// The message.
    pub input: UserMessageInput,
}

/// `threads.add_client_tool_output`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadsAddClientToolOutput {
    /// Where.
    pub thread_id: String,
    /// What the page answered; any JSON, but present.
    #[serde(deserialize_with = "any_json")]
    pub result: Value,
}

/// Reads any JSON; the attribute makes the field required, which a plain `Value` is not when it is null.
fn any_json<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Value::deserialize(deserializer)
}

/// `threads.add_structured_input`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadsAddStructuredInput {
    /// Where.
    pub thread_id: String,
    /// The questions that are answered.
    pub item_id: String,
    /// The answers.
    pub input: StructuredInputSubmission,
}

/// Answers to a structured input.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StructuredInputSubmission {
    /// Answered or passed over as a whole.
    #[serde(default)]
    pub status: SubmissionStatus,
    /// Answers by question id.
    #[serde(default)]
    pub answers: BTreeMap<String, QuestionAnswer>,
}

/// Whether the user answered or passed the questions over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionStatus {
    /// Answered.
    #[default]
    Answered,
    /// Passed over.
    Skipped,
}

/// `threads.retry_after_item`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRef {
    /// Where.
    pub thread_id: String,
    /// Which.
    pub item_id: String,
}

/// `threads.custom_action` and `threads.sync_custom_action`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomAction {
    /// Where.
    pub thread_id: String,
    /// The widget whose control was used; absent for actions of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// What.
    pub action: Action,
}

/// An action of a widget or of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Name that the integration gave it.
    #[serde(rename = "type")]
    pub kind: String,
    /// What goes with it; form fields are merged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<Value>,
}

/// `threads.get_by_id`, `threads.delete`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadRef {
    /// Which.
    pub thread_id: String,
}

/// `threads.list`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ThreadsList {
    /// Absent and 0 mean 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Absent means newest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Cursor of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// `items.list`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemsList {
    /// Where.
    pub thread_id: String,
    /// Absent and 0 mean 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Absent means newest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Cursor of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// `items.feedback`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemsFeedback {
    /// Where.
    pub thread_id: String,
    /// On what.
    pub item_ids: Vec<String>,
    /// Up or down.
    pub kind: FeedbackKind,
}

/// A thumb up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    /// Up.
    Positive,
    /// Down.
    Negative,
}

/// `threads.update`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadsUpdate {
    /// Which.
    pub thread_id: String,
    /// The new name.
    pub title: String,
}

/// `attachments.create`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentsCreate {
    /// File name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type.
    pub mime_type: String,
}

/// `attachments.delete`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentsDelete {
    /// Which.
    pub attachment_id: String,
}

/// `input.transcribe`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputTranscribe {
    /// The recording in standard base64.
    pub audio_base64: String,
    /// What the browser's recorder calls it, for example `audio/webm;codecs=opus`.
    pub mime_type: String,
}
