//! Ids: a prefix that says the kind and a time-ordered unique part.

use uuid::Uuid;

/// What an id is made for; the prefixes are those of openai-chatkit's `store.py`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// `thr_…`
    Thread,
    /// `msg_…`: messages, widgets, structured inputs, images, hidden items.
    Message,
    /// `tc_…`
    ToolCall,
    /// `wf_…`
    Workflow,
    /// `tsk_…`
    Task,
    /// `atc_…`
    Attachment,
    /// `shcx_…`: what the library itself notes in a thread.
    SdkHiddenContext,
}

impl IdKind {
    /// The part before the underscore.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Thread => "thr",
            Self::Message => "msg",
            Self::ToolCall => "tc",
            Self::Workflow => "wf",
            Self::Task => "tsk",
            Self::Attachment => "atc",
            Self::SdkHiddenContext => "shcx",
        }
    }
}

/// A new id, for example `msg_0199d0f1c0ffee…`.
///
/// The unique part is a UUIDv7: ids made later by this process sort later, and no two processes make the same one.
#[must_use]
pub fn new_id(kind: IdKind) -> String {
    format!("{}_{}", kind.prefix(), Uuid::now_v7().simple())
}
