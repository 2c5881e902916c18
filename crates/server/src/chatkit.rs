//! `POST /chatkit`: the ChatKit protocol, answered by the assistant over the caller's own store.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chatkit_server::{
    Action, AllowRetry, Answer, Attachment, Audio, BrokenMessage, ChatKit, FeedbackKind, Input, Item, Request,
    RequestError, Responder, StoreError, StreamError, Thread, Turn, UserMessage,
};
use docket_assistant::{Assistant, Connection, ConnectionError};
use docket_store::Store;
use futures_util::StreamExt as _;

use crate::app::{App, User, until_over};
use crate::attachments;
use crate::body::{JSON_LIMIT, Reader};
use crate::error::{Code, Error, missing_record, sentence};
use crate::sessions::Caller;
use crate::settings;
use crate::type_scan::TypeScan;

/// Largest request: a recording of two minutes, in base64. Any other request is limited as every JSON body is.
pub(crate) const WIRE_LIMIT: u64 = 14 * 1024 * 1024;

/// What answers a request: the assistant; where the settings name no connection, why a message cannot be answered, as words in the
/// chat. What needs no model (a checkbox of a card, a thumb) works all the same.
pub(crate) struct Answering {
    assistant: Assistant,
    unusable: Option<ConnectionError>,
}

impl Responder for Answering {
    async fn respond(&self, turn: &mut Turn, input: Input) -> Result<(), StreamError> {
        match &self.unusable {
            None => self.assistant.respond(turn, input).await,
            Some(error) => Err(StreamError::custom(error.message(), AllowRetry::Yes).with_custom_code(error.code())),
        }
    }

    async fn action(&self, turn: &mut Turn, action: Action, sender: Option<Item>) -> Result<(), StreamError> {
        self.assistant.action(turn, action, sender).await
    }

    async fn sync_action(
        &self,
        thread: &Thread,
        action: Action,
        sender: Option<Item>,
    ) -> Result<Option<Item>, RequestError> {
        self.assistant.sync_action(thread, action, sender).await
    }

    async fn feedback(&self, thread: &Thread, item_ids: &[String], kind: FeedbackKind) -> Result<(), RequestError> {
        self.assistant.feedback(thread, item_ids, kind).await
    }

    async fn transcribe(&self, audio: Audio) -> Result<String, RequestError> {
        match &self.unusable {
            None => self.assistant.transcribe(audio).await,
            Some(_) => Err(RequestError::Unsupported("input.transcribe")),
        }
    }

    fn title(&self, first: &UserMessage) -> Option<String> {
        self.assistant.title(first)
    }

    fn broken_message(&self) -> BrokenMessage {
        self.assistant.broken_message()
    }

    fn allow_cancel(&self) -> bool {
        self.assistant.allow_cancel()
    }

    /// The record goes next, and its bytes with it.
    async fn delete_attachment(&self, _: &Attachment) -> Result<(), RequestError> {
        Ok(())
    }
}

/// The chat of a user.
pub(crate) struct Chat {
    pub(crate) kit: ChatKit<Store, Answering>,
    /// What answers; it knows afterwards why an answer failed.
    pub(crate) assistant: Assistant,
    /// Why the settings name no connection, where they do not.
    pub(crate) unusable: Option<ConnectionError>,
}

/// Where an answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surface {
    /// In a chat that draws widgets.
    Widgets,
    /// As text alone.
    Text,
}

/// The chat of the caller as it is now: a change of the settings counts from the next message on.
pub(crate) async fn chat(app: &App, user: &User, surface: Surface) -> Result<Chat, Error> {
    let settings = user.store.settings().await?;
    let (connection, unusable) = match settings::connection(&app.provider, &settings) {
        Ok(connection) => (connection, None),
        Err(error) => (Connection::Rules, Some(error)),
    };
    let assistant = Assistant::new(user.store.clone(), connection, Arc::clone(&app.keys), app.clock.now());
    let mut assistant = assistant.with_key_for(settings.key_for);
    if let Some(model) = &app.model {
        assistant = assistant.with_provider(Arc::clone(model));
    }
    if let Some(patience) = app.patience {
        assistant = assistant.with_patience(patience);
    }
    assistant = assistant.with_standby(user.standby.clone());
    if settings.fallback {
        assistant = assistant.standing_in();
    }
    let assistant = if surface == Surface::Widgets { assistant.beside_widgets() } else { assistant };
    let answering = Answering { assistant: assistant.clone(), unusable: unusable.clone() };
    let kit = ChatKit::new(user.store.clone(), answering).with_turns(user.turns.clone());
    Ok(Chat { kit, assistant, unusable })
}

/// `POST /chatkit`
pub(crate) async fn process(
    State(app): State<Arc<App>>,
    caller: Caller,
    request: HttpRequest,
) -> Result<Response, Error> {
    let bytes = read(&app, request.into_body()).await?;
    let request = Request::parse(&bytes)?;
    if bytes.len() as u64 > JSON_LIMIT && !matches!(request, Request::InputTranscribe(_)) {
        return Err(Code::TooLarge.into());
    }
    drop(bytes);
    if let Request::AttachmentsCreate(file) = request {
        let attachment = attachments::prepare(&app, app.user(&caller)?, file).await?;
        return Ok(Json(attachment).into_response());
    }
    // Taken before anything is stored, so that a message that cannot be answered is not kept either.
    let place = if streams(&request) { Some(app.take_stream()?) } else { None };
    let Chat { kit, .. } = chat(&app, app.user(&caller)?, Surface::Widgets).await?;
    match (kit.handle(request).await?, place) {
        (Answer::Json(json), _) => Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response()),
        (Answer::Stream(events), Some(place)) => {
            let chunks = until_over(events.into_sse(), &caller, place).map(Ok::<_, Infallible>);
            Ok(([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(chunks)).into_response())
        }
        (Answer::Stream(_), None) => {
            tracing::error!("a request that does not stream was answered with a stream");
            Err(Code::ChatKitError.into())
        }
    }
}

/// The body. Past the limit of JSON it is read on only while it may still turn out to be a recording, two of them at a time.
async fn read(app: &App, body: Body) -> Result<Bytes, Code> {
    let mut reader = Reader::new(body, app.limits.body_time, WIRE_LIMIT);
    let mut scan = TypeScan::default();
    let mut scanned = 0;
    let mut place = None;
    while reader.next().await? {
        scan.feed(&reader.bytes()[scanned..]);
        scanned = reader.bytes().len();
        if reader.len() > JSON_LIMIT {
            if scan.found().is_some_and(|kind| kind != "input.transcribe") {
                return Err(Code::TooLarge);
            }
            if place.is_none() {
                place = Some(app.large_bodies.try_acquire().map_err(|_| Code::TooManyConnections)?);
            }
        }
    }
    reader.all().await
}

/// Whether a request is answered with a stream (chatkit-protocol: depends on its type only).
fn streams(request: &Request) -> bool {
    match request {
        Request::ThreadsCreate(_)
        | Request::ThreadsAddUserMessage(_)
        | Request::ThreadsAddClientToolOutput(_)
        | Request::ThreadsAddStructuredInput(_)
        | Request::ThreadsRetryAfterItem(_)
        | Request::ThreadsCustomAction(_) => true,
        Request::ThreadsSyncCustomAction(_)
        | Request::ThreadsGetById(_)
        | Request::ThreadsList(_)
        | Request::ItemsList(_)
        | Request::ItemsFeedback(_)
        | Request::ThreadsUpdate(_)
        | Request::ThreadsDelete(_)
        | Request::AttachmentsCreate(_)
        | Request::AttachmentsDelete(_)
        | Request::InputTranscribe(_) => false,
    }
}

/// What went wrong with a thread or an item, outside of a ChatKit request.
pub(crate) fn store_error(error: StoreError) -> Error {
    RequestError::from(error).into()
}

impl From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        let message = sentence(&error.to_string());
        match error {
            RequestError::Invalid(_) => Self::new(Code::InvalidRequest, message),
            RequestError::UnknownType => Self::new(Code::UnknownRequestType, message),
            RequestError::Unsupported(_) => Self::new(Code::UnsupportedRequest, message),
            RequestError::NotFound { kind, .. } => Self::new(missing_record(kind), message),
            RequestError::WrongItem { .. } => Self::new(Code::WrongItemKind, message),
            RequestError::NoPendingCall(_) => Self::new(Code::NoPendingToolCall, message),
            RequestError::ThreadLocked(_) => Self::new(Code::ThreadLocked, message),
            RequestError::ThreadClosed(_) => Self::new(Code::ThreadClosed, message),
            RequestError::TurnRunning(_) => Self::from(Code::TurnRunning),
            RequestError::Refused(refusal) => {
                Self::new(Code::RateLimited, refusal.message).with_retry_after(refusal.retry_after)
            }
            RequestError::StoreFull => Self::from(Code::DiskFull),
            RequestError::ShuttingDown => Self::from(Code::Unavailable),
            RequestError::StoreUnavailable(source) => {
                tracing::error!(error = %source, "the chat's store failed");
                Self::from(Code::Unavailable)
            }
            other => {
                tracing::error!(error = %other, "a chat error without a code");
                Self::from(Code::ChatKitError)
            }
        }
    }
}
