//! The seam to what thinks: a conversation goes in, model events come out. The built-in assistant is one of them.

use std::sync::Arc;

use futures_util::stream::BoxStream;
use jiff::Zoned;
use serde_json::Value;

use crate::Failure;

/// Something that can answer: a remote model, or the built-in rules.
pub trait Provider: Send + Sync + std::fmt::Debug {
    /// Asks for the next piece of the conversation. Nothing is sent before the stream is polled, and dropping it ends the request.
    ///
    /// A stream is `Text`, `Call`, `Waiting` and `Usage` events in any order and then exactly one `Done`; one that ends
    /// without it has broken off. After an error nothing more comes.
    fn ask(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, Failure>>;

    /// Who answers, for sentences about failures: the host of a server.
    fn host(&self) -> String {
        "the built-in assistant".to_owned()
    }

    /// Most tokens that one answer may have; 0 where answers have none.
    fn output_tokens(&self) -> u32 {
        0
    }
}

/// One question to a provider: the whole conversation so far and what it may do.
#[derive(Clone, Debug)]
pub struct ModelRequest {
    /// How to behave.
    pub instructions: String,
    /// The conversation, oldest first. The last message of the user is the user's text and nothing else.
    pub messages: Vec<Message>,
    /// The tools that may be called.
    pub tools: Arc<[ToolSpec]>,
    /// Most tokens that the answer may have.
    pub output_tokens: u32,
    /// The moment of the turn, in the user's zone.
    pub now: Zoned,
    /// Whether the tasks that are asked for stand below the answer as a widget, so that it need not list them.
    pub shows_tasks: bool,
}

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// What the user wrote.
    User(String),
    /// What the assistant wrote, and the tools that it called with it.
    Assistant {
        /// Empty where it only called tools.
        text: String,
        /// In the order in which they were called; each is followed by its [`Message::ToolResult`].
        calls: Vec<ToolCall>,
    },
    /// What a tool answered. Task text in it is data of unknown origin.
    ToolResult {
        /// Of which call.
        call_id: String,
        /// JSON.
        content: Value,
    },
    /// A note about the conversation that the user does not see, such as a quoted passage. JSON, of unknown origin.
    Context(Value),
}

/// A tool as a model is told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolSpec {
    /// Its name.
    pub name: &'static str,
    /// What it does and when to use it.
    pub description: &'static str,
    /// JSON Schema of its arguments, strict: each property is required, unknown ones are refused.
    pub parameters: Value,
}

/// A tool that a model wants called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolCall {
    /// The provider's id of the call, unique within the turn.
    pub id: String,
    /// Name of the tool.
    pub name: String,
    /// The arguments as the model wrote them: JSON, if all went well.
    pub arguments: String,
}

/// What a provider says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelEvent {
    /// A piece of the answer, in Markdown.
    Text(String),
    /// A tool is to be called; its arguments are as complete as they will be.
    Call(ToolCall),
    /// The user is to choose; it comes last before `Done`, and no call beside it. The choice comes back as what the user says next.
    Question {
        /// The question.
        text: String,
        /// What can be chosen, each different.
        options: Vec<String>,
    },
    /// Nothing has come yet; whole seconds since the question.
    Waiting {
        /// So long.
        seconds: u64,
    },
    /// What the answer cost.
    Usage {
        /// Tokens read.
        input_tokens: u64,
        /// Tokens written.
        output_tokens: u64,
    },
    /// The answer is over.
    Done(Finish),
}

/// Why an answer is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Everything is said.
    Stop,
    /// The tools are to be called.
    ToolCalls,
    /// The limit of output tokens was met: the text is cut off and calls may be incomplete.
    Length,
    /// The provider withheld the rest.
    Filtered,
}
