#![doc = include_str!("../README.md")]

mod attachment;
#[cfg(feature = "axum")]
pub mod axum;
mod begin;
mod chatkit;
mod content;
#[cfg(feature = "contract")]
pub mod contract;
mod erased;
mod error;
mod event;
mod id;
mod item;
mod memory;
mod page;
mod request;
mod responder;
mod run;
mod store;
mod stream;
mod thread;
mod turn;
mod turns;
mod uploads;
mod widget;
mod widget_diff;
pub mod widgets;

pub use attachment::{Attachment, AttachmentKind, UploadDescriptor, UploadMethod};
pub use chatkit::{Answer, ChatKit};
pub use content::{
    Annotation, AssistantMessageContent, GeneratedImage, InferenceOptions, Question, QuestionAnswer, QuestionKind,
    QuestionOption, Source, SourceKind, Task, TaskKind, TaskStatus, ToolChoice, UserMessageContent, Workflow,
    WorkflowKind, WorkflowSummary,
};
pub use error::RequestError;
pub use event::{Event, ItemUpdate, NoticeLevel, StreamOptions};
pub use id::{IdKind, new_id};
pub use item::{
    AssistantMessage, ClientToolCall, Item, ItemKind, StructuredInput, StructuredInputStatus, ToolCallStatus,
    UserMessage, Widget,
};
pub use memory::MemoryStore;
pub use page::{DEFAULT_PAGE_LIMIT, MAX_PAGE_LIMIT, Order, Page, PageRequest};
pub use request::{
    Action, AttachmentsCreate, AttachmentsDelete, CustomAction, FeedbackKind, InputTranscribe, ItemRef, ItemsFeedback,
    ItemsList, REQUEST_TYPES, Request, StructuredInputSubmission, SubmissionStatus, ThreadRef,
    ThreadsAddClientToolOutput, ThreadsAddStructuredInput, ThreadsAddUserMessage, ThreadsCreate, ThreadsList,
    ThreadsUpdate, UserMessageInput,
};
pub use responder::{AllowRetry, Audio, BrokenMessage, Input, Responder, StreamError};
pub use store::{NewUserMessage, RecordKind, Refusal, StoreError, ThreadStore, Visibility};
pub use stream::{EventStream, SseBody};
pub use thread::{Thread, ThreadChange, ThreadStatus, ThreadWithItems};
pub use turn::Turn;
pub use turns::Turns;
pub use widget::{WidgetComponent, WidgetNode, WidgetRoot};
pub use widget_diff::widget_updates;
