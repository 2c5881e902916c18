//! Thread items: what a conversation is made of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    AssistantMessageContent, Attachment, GeneratedImage, IdKind, InferenceOptions, Question, Task, UserMessageContent,
    WidgetRoot, Workflow, new_id,
};

/// One entry of a thread. Serialised, it is both the wire form and a form fit for storing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Unique within the thread, made by this library.
    pub id: String,
    /// The thread that it belongs to.
    pub thread_id: String,
    /// When it was begun, to the microsecond. The order of items is the order of storing, not of this.
    pub created_at: Timestamp,
    /// What it is.
    #[serde(flatten)]
    pub kind: ItemKind,
}

impl Item {
    /// An item with a new id for `thread_id`.
    #[must_use]
    pub fn new(thread_id: impl Into<String>, kind: ItemKind, created_at: Timestamp) -> Self {
        Self { id: new_id(kind.id_kind()), thread_id: thread_id.into(), created_at, kind }
    }

    /// What a client may see of it: nothing of a hidden item, no attachment metadata.
    #[must_use]
    pub fn for_client(mut self) -> Option<Self> {
        if self.kind.is_hidden() {
            return None;
        }
        if let ItemKind::UserMessage(message) = &mut self.kind {
            for attachment in &mut message.attachments {
                attachment.metadata = None;
            }
        }
        Some(self)
    }
}

/// The kinds of item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ItemKind {
    /// What the user wrote.
    UserMessage(UserMessage),
    /// What the assistant wrote.
    AssistantMessage(AssistantMessage),
    /// A tool that runs in the user's page.
    ClientToolCall(ClientToolCall),
    /// A card or list with controls.
    Widget(Widget),
    /// An image that the assistant made.
    GeneratedImage {
        /// Absent while it is being made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        image: Option<GeneratedImage>,
    },
    /// Questions to the user.
    StructuredInput(StructuredInput),
    /// Steps shown while the assistant works.
    Workflow {
        /// The steps.
        workflow: Workflow,
    },
    /// A single step, on its own.
    Task {
        /// The step.
        task: Task,
    },
    /// A mark for the client: the turn is over.
    EndOfTurn,
    /// A note of the integration for the model. Clients never get it.
    HiddenContextItem {
        /// Any JSON.
        content: Value,
    },
    /// A note of this library for the model. Clients never get it.
    SdkHiddenContext {
        /// The note.
        content: String,
    },
}

impl ItemKind {
    /// Whether clients must never see items of this kind.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::HiddenContextItem { .. } | Self::SdkHiddenContext { .. })
    }

    /// The value of `type` on the wire.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::UserMessage(_) => "user_message",
            Self::AssistantMessage(_) => "assistant_message",
            Self::ClientToolCall(_) => "client_tool_call",
            Self::Widget(_) => "widget",
            Self::GeneratedImage { .. } => "generated_image",
            Self::StructuredInput(_) => "structured_input",
            Self::Workflow { .. } => "workflow",
            Self::Task { .. } => "task",
            Self::EndOfTurn => "end_of_turn",
            Self::HiddenContextItem { .. } => "hidden_context_item",
            Self::SdkHiddenContext { .. } => "sdk_hidden_context",
        }
    }

    /// Which prefix the item's id gets.
    #[must_use]
    pub fn id_kind(&self) -> IdKind {
        match self {
            Self::ClientToolCall(_) => IdKind::ToolCall,
            Self::Workflow { .. } => IdKind::Workflow,
            Self::Task { .. } => IdKind::Task,
            Self::SdkHiddenContext { .. } => IdKind::SdkHiddenContext,
            Self::UserMessage(_)
            | Self::AssistantMessage(_)
            | Self::Widget(_)
            | Self::GeneratedImage { .. }
            | Self::StructuredInput(_)
            | Self::EndOfTurn
            | Self::HiddenContextItem { .. } => IdKind::Message,
        }
    }

    /// Whether it is a client tool call that waits for its output. Such a call has to stay the last item of its thread.
    #[must_use]
    pub fn is_pending_call(&self) -> bool {
        matches!(self, Self::ClientToolCall(call) if call.status == ToolCallStatus::Pending)
    }
}

/// What the user wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserMessage {
    /// Text and tags in order.
    pub content: Vec<UserMessageContent>,
    /// Files, loaded by their ids when the message came in.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// A passage of the conversation that the message replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted_text: Option<String>,
    /// Choices made in the composer.
    pub inference_options: InferenceOptions,
}

impl UserMessage {
    /// The message as one text: tags by what they show, nothing between the pieces.
    #[must_use]
    pub fn text(&self) -> String {
        self.content
            .iter()
            .map(|piece| match piece {
                UserMessageContent::InputText { text } | UserMessageContent::InputTag { text, .. } => text.as_str(),
            })
            .collect()
    }
}

/// What the assistant wrote.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AssistantMessage {
    /// Pieces of text; almost always one.
    pub content: Vec<AssistantMessageContent>,
}

impl AssistantMessage {
    /// The message as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.content.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// A tool that runs in the user's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientToolCall {
    /// Whether the output is there.
    #[serde(default)]
    pub status: ToolCallStatus,
    /// The model's id of the call.
    pub call_id: String,
    /// The tool's name.
    pub name: String,
    /// What the tool is called with.
    pub arguments: Map<String, Value>,
    /// What the page answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
}

/// Whether the output of a client tool call is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolCallStatus {
    /// The page has not answered.
    #[default]
    Pending,
    /// The page has answered.
    Completed,
}

/// A card or list with controls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Widget {
    /// What is drawn.
    pub widget: WidgetRoot,
    /// What *Copy* puts on the clipboard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_text: Option<String>,
}

/// Questions to the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructuredInput {
    /// Whether the user has answered.
    #[serde(default)]
    pub status: StructuredInputStatus,
    /// The questions, with their answers once given.
    pub inputs: Vec<Question>,
}

/// Whether the user has answered a structured input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StructuredInputStatus {
    /// Not yet.
    #[default]
    Pending,
    /// Yes.
    Answered,
    /// The user passed it over.
    Skipped,
}
