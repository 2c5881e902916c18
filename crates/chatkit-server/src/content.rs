//! What messages, workflows and questions are made of.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A piece of a user message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum UserMessageContent {
    /// Plain text.
    InputText {
        /// What the user wrote.
        text: String,
    },
    /// A tag that the user picked (`@…`).
    InputTag {
        /// The entity's id, as the page named it.
        id: String,
        /// What the tag shows.
        text: String,
        /// What the page attached to the entity.
        data: Map<String, Value>,
        /// Heading under which the entity was offered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
        /// Whether a click on the tag does something.
        #[serde(default)]
        interactive: bool,
    },
}

/// Choices made in the composer: free strings that the page's options define.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InferenceOptions {
    /// Tool that the user picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_choice: Option<ToolChoice>,
    /// Model that the user picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// A tool picked in the composer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolChoice {
    /// Id of the tool in the page's options.
    pub id: String,
}

/// A piece of an assistant message: text with its sources (`output_text`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "type", rename = "output_text")]
pub struct AssistantMessageContent {
    /// Sources in the order in which they were added.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
    /// Markdown.
    pub text: String,
}

impl AssistantMessageContent {
    /// Text without sources.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { annotations: Vec::new(), text: text.into() }
    }
}

/// A source at a place in a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "annotation")]
pub struct Annotation {
    /// What is cited.
    pub source: Source,
    /// Offset in the text, in characters, where the marker goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
}

/// Something that can be cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Name shown to the user.
    pub title: String,
    /// A sentence about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was made, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// Heading under which it is listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it is.
    #[serde(flatten)]
    pub kind: SourceKind,
}

/// The kinds of source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SourceKind {
    /// A page on the web.
    Url {
        /// Its address.
        url: String,
        /// Who published it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribution: Option<String>,
    },
    /// A file.
    File {
        /// Its name.
        filename: String,
    },
    /// A thing of the page's own, such as a record.
    Entity {
        /// Its id.
        id: String,
        /// An icon name of the client.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        icon: Option<String>,
        /// Short name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// Name within the text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inline_label: Option<String>,
        /// Whether a click on it does something.
        #[serde(default)]
        interactive: bool,
        /// What the page gets back on a click.
        #[serde(default)]
        data: Map<String, Value>,
        /// Deprecated; clients ignore it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<String>,
    },
}

/// Steps shown while the assistant works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workflow {
    /// What the steps are.
    #[serde(rename = "type")]
    pub kind: WorkflowKind,
    /// The steps in order.
    pub tasks: Vec<Task>,
    /// What is shown once the work is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<WorkflowSummary>,
    /// Whether the steps stay open.
    #[serde(default)]
    pub expanded: bool,
}

/// What the steps of a workflow are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkflowKind {
    /// Steps of the server's own.
    Custom,
    /// A model's reasoning.
    Reasoning,
}

/// What is shown of a finished workflow; the wire tells the two apart by their fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum WorkflowSummary {
    /// Words of the server's own.
    Custom {
        /// The words.
        title: String,
        /// An icon name of the client.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        icon: Option<String>,
    },
    /// How long it took.
    Duration {
        /// Whole seconds.
        duration: u64,
    },
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// How far it is.
    #[serde(default)]
    pub status_indicator: TaskStatus,
    /// What is done.
    #[serde(flatten)]
    pub kind: TaskKind,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskStatus {
    /// Not shown.
    #[default]
    None,
    /// Under way.
    Loading,
    /// Over.
    Complete,
}

/// The kinds of step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TaskKind {
    /// A step of the server's own.
    Custom {
        /// Heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// An icon name of the client.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        icon: Option<String>,
        /// Markdown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content: Option<String>,
    },
    /// A search on the web.
    WebSearch {
        /// Heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The query shown in the heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title_query: Option<String>,
        /// All queries.
        #[serde(default)]
        queries: Vec<String>,
        /// Pages found; URL sources only.
        #[serde(default)]
        sources: Vec<Source>,
    },
    /// A thought.
    Thought {
        /// Heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Markdown.
        content: String,
    },
    /// Reading files.
    File {
        /// Heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Files read; file sources only.
        #[serde(default)]
        sources: Vec<Source>,
    },
    /// Making an image.
    Image {
        /// Heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
    },
}

/// An image that the assistant made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneratedImage {
    /// The image's id.
    pub id: String,
    /// Where the client loads it, `https:` or `data:`.
    pub url: String,
}

/// A question of a structured input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// By which the answers name it.
    pub id: String,
    /// The words.
    pub question: String,
    /// Present once answered or skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<QuestionAnswer>,
    /// How it is answered.
    #[serde(flatten)]
    pub kind: QuestionKind,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum QuestionKind {
    /// One or several of the options, or words of the user's own.
    MultipleChoice {
        /// What is offered.
        options: Vec<QuestionOption>,
        /// Whether several may be taken.
        #[serde(default)]
        multiple: bool,
    },
    /// Free words.
    Freeform {
        /// A hint.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    },
}

/// An option of a multiple-choice question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOption {
    /// What is shown and sent back.
    pub value: String,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QuestionAnswer {
    /// The values chosen or written.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether the user passed the question over.
    #[serde(default)]
    pub skipped: bool,
}
