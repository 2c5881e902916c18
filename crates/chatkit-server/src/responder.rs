//! The seam to what answers.

use std::future::Future;

use crate::{
    Action, Attachment, AttachmentsCreate, ClientToolCall, FeedbackKind, Item, RequestError, StoreError,
    StructuredInput, Thread, Turn, UserMessage,
};

/// What answers: a model, a script, a program.
///
/// Each call of [`respond`](Responder::respond) and [`action`](Responder::action) runs in a task of its own. When the client goes away, the
/// turn's [cancellation token](Turn::cancellation) fires and every method of [`Turn`] that would tell the client
/// something answers [`StreamError::Cancelled`], so that `?` is all the handling most responders need. A responder
/// that does not come to its end within a short grace is dropped at its next await.
pub trait Responder: Send + Sync + 'static {
    /// Answers `input` by telling `turn` what to say.
    ///
    /// A message still open on `Ok` is completed.
    ///
    /// # Errors
    ///
    /// Whatever is to end the stream with an `error` event. [`Responder::broken_message`] says what becomes of the
    /// message that is still open then.
    fn respond(&self, turn: &mut Turn, input: Input) -> impl Future<Output = Result<(), StreamError>> + Send;

    /// Carries out an action of a widget (`sender`) or of the page (no sender).
    ///
    /// # Errors
    ///
    /// Whatever is to end the stream with an `error` event; by default that there are no actions.
    fn action(
        &self,
        _turn: &mut Turn,
        _action: Action,
        _sender: Option<Item>,
    ) -> impl Future<Output = Result<(), StreamError>> + Send {
        async { Err(StreamError::custom("this server has no actions", AllowRetry::No)) }
    }

    /// Carries out an action that is answered at once, beside a running turn. The item that it answers is saved in its
    /// place and given to the client.
    ///
    /// # Errors
    ///
    /// What refuses the request; by default that there are no such actions.
    fn sync_action(
        &self,
        _thread: &Thread,
        _action: Action,
        _sender: Option<Item>,
    ) -> impl Future<Output = Result<Option<Item>, RequestError>> + Send {
        async { Err(RequestError::Unsupported("threads.sync_custom_action")) }
    }

    /// Takes note of a thumb up or down on items of `thread`.
    ///
    /// # Errors
    ///
    /// What refuses the request; by default that feedback is not taken.
    fn feedback(
        &self,
        _thread: &Thread,
        _item_ids: &[String],
        _kind: FeedbackKind,
    ) -> impl Future<Output = Result<(), RequestError>> + Send {
        async { Err(RequestError::Unsupported("items.feedback")) }
    }

    /// Turns a recording into text.
    ///
    /// # Errors
    ///
    /// What refuses the request; by default that there is no speech input.
    fn transcribe(&self, _audio: Audio) -> impl Future<Output = Result<String, RequestError>> + Send {
        async { Err(RequestError::Unsupported("input.transcribe")) }
    }

    /// Prepares an upload under `attachment_id`: answers the record that says where the client sends the bytes (an
    /// image when the MIME type starts with `image/`). The library stores it and answers the client.
    ///
    /// # Errors
    ///
    /// What refuses the request; by default that there are no uploads.
    fn create_attachment(
        &self,
        _attachment_id: &str,
        _file: AttachmentsCreate,
    ) -> impl Future<Output = Result<Attachment, RequestError>> + Send {
        async { Err(RequestError::Unsupported("attachments.create")) }
    }

    /// Deletes the bytes of an attachment that the user has; the library forgets the record afterwards.
    ///
    /// # Errors
    ///
    /// What refuses the request; by default that there are no uploads.
    fn delete_attachment(&self, _attachment: &Attachment) -> impl Future<Output = Result<(), RequestError>> + Send {
        async { Err(RequestError::Unsupported("attachments.delete")) }
    }

    /// What a new thread is called after its first message: stored in the same commit, and told with `thread.updated` as the reference
    /// does, whose new threads have no name. By default there is none until [`Turn::set_title`] gives one.
    fn title(&self, _first: &UserMessage) -> Option<String> {
        None
    }

    /// What becomes of a message that is still open when the responder fails or panics: by default it is discarded, as
    /// in openai-chatkit.
    fn broken_message(&self) -> BrokenMessage {
        BrokenMessage::Discard
    }

    /// Whether the client shows a stop button.
    fn allow_cancel(&self) -> bool {
        true
    }
}

/// What becomes of a message whose answer broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenMessage {
    /// It is neither stored nor completed; the client shows what it had until it loads the thread again.
    Discard,
    /// It is ended as far as it got: stored, then sent as `thread.item.done` before the `error` event. One without words
    /// is discarded all the same.
    Keep,
}

/// What is to be answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A message of the user, new or to be answered once more. It is the last item in the store.
    UserMessage {
        /// Id of the stored item.
        item_id: String,
        /// The message.
        message: UserMessage,
    },
    /// The page has answered a client tool call: go on.
    ToolOutput {
        /// Id of the stored item.
        item_id: String,
        /// The completed call with its output.
        call: ClientToolCall,
    },
    /// The user has answered or passed over questions: go on.
    StructuredInput {
        /// Id of the stored item.
        item_id: String,
        /// The questions with their answers.
        input: StructuredInput,
    },
}

/// A recording to be turned into text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audio {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What the browser's recorder calls it, for example `audio/webm;codecs=opus`.
    pub mime_type: String,
}

impl Audio {
    /// The part of the MIME type before `;`.
    #[must_use]
    pub fn media_type(&self) -> &str {
        self.mime_type.split(';').next().unwrap_or_default().trim()
    }
}

/// Whether the client offers to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowRetry {
    /// It does.
    Yes,
    /// It does not.
    No,
}

impl From<AllowRetry> for bool {
    fn from(allow: AllowRetry) -> Self {
        allow == AllowRetry::Yes
    }
}

/// Why a turn ends before its time.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// Words for the user, shown as they are (`code: "custom"`).
    #[error("{message}")]
    Custom {
        /// The words, with the way out.
        message: String,
        /// Whether trying again makes sense.
        allow_retry: AllowRetry,
        /// The integration's own stable name for it, sent as `custom_code`.
        code: Option<String>,
    },
    /// A code for which the client has words, for example `stream.error`.
    #[error("stream failed with `{code}`")]
    Code {
        /// The code.
        code: String,
        /// Whether trying again makes sense.
        allow_retry: AllowRetry,
    },
    /// Something unexpected: logged with its causes, so they must not quote what users write, and shown to the user
    /// only as `stream.error` with retry.
    #[error("the responder failed")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The client is gone or the server stops: nobody is told anything any more.
    #[error("the turn was cancelled")]
    Cancelled,
}

impl StreamError {
    /// Words for the user.
    #[must_use]
    pub fn custom(message: impl Into<String>, allow_retry: AllowRetry) -> Self {
        Self::Custom { message: message.into(), allow_retry, code: None }
    }

    /// Gives words for the user a stable name for programs, for example `KEY_REFUSED`: sent as `custom_code`, beside the
    /// `code` that the protocol fixes. The other kinds of error keep the names that they have.
    #[must_use]
    pub fn with_custom_code(mut self, custom_code: impl Into<String>) -> Self {
        if let Self::Custom { code, .. } = &mut self {
            *code = Some(custom_code.into());
        }
        self
    }

    /// A code for which the client has words.
    #[must_use]
    pub fn code(code: impl Into<String>, allow_retry: AllowRetry) -> Self {
        Self::Code { code: code.into(), allow_retry }
    }

    /// Something unexpected.
    #[must_use]
    pub fn other(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Other(source.into())
    }
}

impl From<StoreError> for StreamError {
    fn from(error: StoreError) -> Self {
        Self::Other(Box::new(error))
    }
}
