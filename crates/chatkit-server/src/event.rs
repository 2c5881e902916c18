//! Events of a stream and the updates that they carry.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    Annotation, AssistantMessageContent, GeneratedImage, Item, Task, ThreadWithItems, WidgetComponent, WidgetRoot,
};

/// One event of a stream. What is stored of each is decided in [`Turn`](crate::Turn).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event {
    /// A thread was made.
    #[serde(rename = "thread.created")]
    ThreadCreated {
        /// Without items.
        thread: ThreadWithItems,
    },
    /// Title, status or allowed image domains changed.
    #[serde(rename = "thread.updated")]
    ThreadUpdated {
        /// Without items; the client keeps those it has.
        thread: ThreadWithItems,
    },
    /// A new item that still changes and is not stored yet.
    #[serde(rename = "thread.item.added")]
    ItemAdded {
        /// Its first state.
        item: Item,
    },
    /// A change of an added item.
    #[serde(rename = "thread.item.updated")]
    ItemUpdated {
        /// Which.
        item_id: String,
        /// What changed.
        update: ItemUpdate,
    },
    /// An item in its final form, added before or not.
    #[serde(rename = "thread.item.done")]
    ItemDone {
        /// Its last state.
        item: Item,
    },
    /// An item is gone.
    #[serde(rename = "thread.item.removed")]
    ItemRemoved {
        /// Which.
        item_id: String,
    },
    /// An item has new content at its old place.
    #[serde(rename = "thread.item.replaced")]
    ItemReplaced {
        /// Same id, new content.
        item: Item,
    },
    /// What the client may do with this stream; once, before the answer.
    #[serde(rename = "stream_options")]
    StreamOptions {
        /// The options.
        stream_options: StreamOptions,
    },
    /// A passing line about what is going on.
    #[serde(rename = "progress_update")]
    ProgressUpdate {
        /// The line.
        text: String,
        /// An icon name of the client.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        icon: Option<String>,
    },
    /// Something for the page to do.
    #[serde(rename = "client_effect")]
    ClientEffect {
        /// What.
        name: String,
        /// With what.
        #[serde(default)]
        data: Map<String, Value>,
    },
    /// A message beside the conversation.
    #[serde(rename = "notice")]
    Notice {
        /// How serious.
        level: NoticeLevel,
        /// Markdown.
        message: String,
        /// Heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
    },
    /// The turn failed; the last event but for `thread.updated`.
    #[serde(rename = "error")]
    Error {
        /// `stream.error` or `custom`; an open set, to which openai-chatkit may add.
        #[serde(default = "custom_code")]
        code: String,
        /// Shown as it is; without it the client has words for the code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        /// The integration's own name for what a `custom` error says in words, for a page that decides by it. Not of
        /// openai-chatkit, whose types refuse any other `code` than its own two; its clients ignore this field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        custom_code: Option<String>,
        /// Whether the client offers to try again.
        #[serde(default)]
        allow_retry: bool,
    },
}

fn custom_code() -> String {
    "custom".to_owned()
}

impl Event {
    /// The value of `type` on the wire.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::ThreadCreated { .. } => "thread.created",
            Self::ThreadUpdated { .. } => "thread.updated",
            Self::ItemAdded { .. } => "thread.item.added",
            Self::ItemUpdated { .. } => "thread.item.updated",
            Self::ItemDone { .. } => "thread.item.done",
            Self::ItemRemoved { .. } => "thread.item.removed",
            Self::ItemReplaced { .. } => "thread.item.replaced",
            Self::StreamOptions { .. } => "stream_options",
            Self::ProgressUpdate { .. } => "progress_update",
            Self::ClientEffect { .. } => "client_effect",
            Self::Notice { .. } => "notice",
            Self::Error { .. } => "error",
        }
    }
}

/// What the client may do with a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamOptions {
    /// Whether it shows a stop button; stopping is closing the connection.
    pub allow_cancel: bool,
}

/// How serious a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// Good to know.
    Info,
    /// Look out.
    Warning,
    /// Something is wrong.
    Danger,
}

/// A change of an added item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum ItemUpdate {
    /// A piece of an assistant message begins.
    #[serde(rename = "assistant_message.content_part.added")]
    ContentPartAdded {
        /// Place in `content`.
        content_index: usize,
        /// Its first state.
        content: AssistantMessageContent,
    },
    /// Text goes on.
    #[serde(rename = "assistant_message.content_part.text_delta")]
    TextDelta {
        /// Place in `content`.
        content_index: usize,
        /// What is appended.
        delta: String,
    },
    /// A source is added to a text.
    #[serde(rename = "assistant_message.content_part.annotation_added")]
    AnnotationAdded {
        /// Place in `content`.
        content_index: usize,
        /// Place in `annotations`.
        annotation_index: usize,
        /// The source and where in the text it goes.
        annotation: Annotation,
    },
    /// A piece of an assistant message is complete.
    #[serde(rename = "assistant_message.content_part.done")]
    ContentPartDone {
        /// Place in `content`.
        content_index: usize,
        /// Takes the place of the piece.
        content: AssistantMessageContent,
    },
    /// A widget is drawn anew.
    #[serde(rename = "widget.root.updated")]
    WidgetRootUpdated {
        /// The whole widget.
        widget: WidgetRoot,
    },
    /// A component of a widget is drawn anew.
    #[serde(rename = "widget.component.updated")]
    WidgetComponentUpdated {
        /// The component's `id`.
        component_id: String,
        /// The whole component.
        component: WidgetComponent,
    },
    /// Text in a widget goes on.
    #[serde(rename = "widget.streaming_text.value_delta")]
    WidgetTextDelta {
        /// The component's `id`.
        component_id: String,
        /// What is appended to its `value`.
        delta: String,
        /// Whether that was the last of it.
        done: bool,
    },
    /// A step begins.
    #[serde(rename = "workflow.task.added")]
    WorkflowTaskAdded {
        /// Place in `tasks`.
        task_index: usize,
        /// Its first state.
        task: Task,
    },
    /// A step changes.
    #[serde(rename = "workflow.task.updated")]
    WorkflowTaskUpdated {
        /// Place in `tasks`.
        task_index: usize,
        /// The whole step.
        task: Task,
    },
    /// An image becomes clearer.
    #[serde(rename = "generated_image.updated")]
    GeneratedImageUpdated {
        /// What there is so far.
        image: GeneratedImage,
        /// 0 to 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        progress: Option<f64>,
    },
}
