//! The chat without a stream: a message goes in, the whole answer comes out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chatkit_server::{
    Answer, Event, InferenceOptions, Item, ItemKind, Order, PageRequest, Request, ThreadStore as _,
    ThreadsAddUserMessage, ThreadsCreate, UserMessageContent, UserMessageInput, Visibility,
};
use docket_assistant::{Failure, ToolRecord, tool_records};
use docket_store::Store;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::App;
use crate::body::JsonBody;
use crate::chatkit::{self, Chat, Surface};
use crate::error::{Code, Error};
use crate::question;
use crate::sessions::Caller;

/// Items looked at from the end for a question that waits.
const LAST: u64 = 5;
/// Items read at once.
const PAGE: u64 = 200;

/// A message, into a thread or as the beginning of one.
#[derive(Deserialize)]
pub(crate) struct Words {
    thread_id: Option<String>,
    message: String,
}

/// The same under its older names.
#[derive(Deserialize)]
pub(crate) struct OlderWords {
    conversation_id: Option<String>,
    message: String,
}

/// A whole answer.
#[derive(Serialize)]
pub(crate) struct Said {
    /// What was said, or the question that it answered.
    message_id: String,
    /// The last words of the answer; the last thing of it where it has none.
    response_id: String,
    response: String,
    thread_id: String,
}

/// `POST /api/chatkit/messages`
pub(crate) async fn say(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonBody(Words { thread_id, message }): JsonBody<Words>,
) -> Result<Json<Said>, Error> {
    answer(&app, &caller, thread_id, message).await.map(Json)
}

/// `POST /api/v1/chat`: the same with the tools that were used.
pub(crate) async fn chat(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonBody(OlderWords { conversation_id, message }): JsonBody<OlderWords>,
) -> Result<Json<Value>, Error> {
    let Said { message_id, response_id: _, response, thread_id } =
        answer(&app, &caller, conversation_id, message).await?;
    let tool_calls = tools_used(&app.user(&caller)?.store, &thread_id, &message_id).await?;
    Ok(Json(json!({ "conversation_id": thread_id, "response": response, "tool_calls": tool_calls })))
}

/// Says `message` and waits for the end of the answer. Whoever stops waiting stops the answer.
async fn answer(app: &App, caller: &Caller, thread_id: Option<String>, message: String) -> Result<Said, Error> {
    if message.trim().is_empty() {
        return Err(Error::new(Code::Invalid, "`message` is empty.").with_fields(["message"]));
    }
    let user = app.user(caller)?;
    let request = request(&user.store, thread_id, message).await?;
    let _place = app.take_stream()?;
    let Chat { kit, assistant, unusable: _ } = chatkit::chat(app, user, Surface::Text).await?;
    let answered_item = answered_item(&request);
    let Answer::Stream(stream) = kit.handle(request).await? else {
        tracing::error!("a message was answered with JSON");
        return Err(Code::ChatKitError.into());
    };
    let events = tokio::select! {
        events = stream.collect_events() => events,
        () = caller.over.cancelled() => return Err(Code::SessionExpired.into()),
    };
    gather(events, answered_item, assistant.failure())
}

/// What `message` is in its thread: the answer to a question that waits there, or a message.
async fn request(store: &Store, thread_id: Option<String>, message: String) -> Result<Request, Error> {
    let input = |text: String| UserMessageInput {
        content: vec![UserMessageContent::InputText { text }],
        attachments: Vec::new(),
        quoted_text: None,
        inference_options: InferenceOptions::default(),
    };
    let Some(thread_id) = thread_id else {
        return Ok(Request::ThreadsCreate(ThreadsCreate { input: input(message) }));
    };
    let page = PageRequest::first(Some(LAST), Order::Desc);
    let last = store.items(&thread_id, &page, Visibility::Client).await.map_err(chatkit::store_error)?.data;
    let asking = last.into_iter().find(|item| !matches!(item.kind, ItemKind::EndOfTurn));
    if let Some(answer) = asking.and_then(|item| question::answered(&item, &message)) {
        return Ok(answer);
    }
    Ok(Request::ThreadsAddUserMessage(ThreadsAddUserMessage { thread_id, input: input(message) }))
}

/// The item that `request` answers, with its thread; nothing for a message, which becomes an item of its own.
fn answered_item(request: &Request) -> Option<(String, String)> {
    match request {
        Request::ThreadsAddStructuredInput(add) => Some((add.thread_id.clone(), add.item_id.clone())),
        Request::ThreadsCustomAction(custom) => custom.item_id.clone().map(|id| (custom.thread_id.clone(), id)),
        Request::ThreadsCreate(_)
        | Request::ThreadsAddUserMessage(_)
        | Request::ThreadsAddClientToolOutput(_)
        | Request::ThreadsRetryAfterItem(_)
        | Request::ThreadsSyncCustomAction(_)
        | Request::ThreadsGetById(_)
        | Request::ThreadsList(_)
        | Request::ItemsList(_)
        | Request::ItemsFeedback(_)
        | Request::ThreadsUpdate(_)
        | Request::ThreadsDelete(_)
        | Request::AttachmentsCreate(_)
        | Request::AttachmentsDelete(_)
        | Request::InputTranscribe(_) => None,
    }
}

fn gather(events: Vec<Event>, mut message: Option<(String, String)>, failure: Option<&Failure>) -> Result<Said, Error> {
    let (mut parts, mut last, mut card) = (Vec::new(), None, None);
    for event in events {
        match event {
            Event::ItemDone { item } => {
                if let ItemKind::UserMessage(_) = item.kind {
                    message = Some((item.thread_id, item.id));
                    continue;
                }
                match words_of(&item) {
                    Some(words) => {
                        parts.push(words);
                        last = Some(item.id);
                    }
                    None => {
                        card = copy_text(&item).or(card);
                        // Cards go along with words and are no message where the conversation is read.
                        if parts.is_empty() {
                            last = Some(item.id);
                        }
                    }
                }
            }
            Event::Error { message, .. } => return Err(failed(message, failure)),
            Event::ThreadCreated { .. }
            | Event::ThreadUpdated { .. }
            | Event::ItemAdded { .. }
            | Event::ItemUpdated { .. }
            | Event::ItemRemoved { .. }
            | Event::ItemReplaced { .. }
            | Event::StreamOptions { .. }
            | Event::ProgressUpdate { .. }
            | Event::ClientEffect { .. }
            | Event::Notice { .. } => {}
        }
    }
    // The stream of a thread that was deleted, or of a server that ends, just ends.
    let (Some((thread_id, message_id)), Some(response_id)) = (message, last) else {
        return Err(Code::AnswerFailed.into());
    };
    if parts.is_empty() {
        parts.extend(card);
    }
    Ok(Said { message_id, response_id, response: parts.join("\n\n"), thread_id })
}

/// An item as the words of the assistant that it is.
pub(crate) fn words_of(item: &Item) -> Option<String> {
    match &item.kind {
        ItemKind::AssistantMessage(message) => Some(message.text()).filter(|text| !text.trim().is_empty()),
        kind => question::in_words(kind),
    }
}

/// What a card says, for an answer that has no words.
fn copy_text(item: &Item) -> Option<String> {
    if let ItemKind::Widget(widget) = &item.kind { widget.copy_text.clone() } else { None }
}

fn failed(message: Option<String>, failure: Option<&Failure>) -> Error {
    let code = failure_code(failure);
    message.map_or_else(|| Error::from(code), |message| Error::new(code, message))
}

/// What a failed turn is answered with: something in the settings to be mended, or something that may be over the next time.
pub(crate) fn failure_code(failure: Option<&Failure>) -> Code {
    match failure {
        Some(
            Failure::NoKey
            | Failure::KeyWanted { .. }
            | Failure::KeyRefused { .. }
            | Failure::ModelNotFound { .. }
            | Failure::Connection(_),
        ) => Code::AssistantNotReady,
        Some(_) | None => Code::AnswerFailed,
    }
}

/// The tools that were called after the item `message_id`.
async fn tools_used(store: &Store, thread_id: &str, message_id: &str) -> Result<Vec<ToolRecord>, Error> {
    let mut used = Vec::new();
    let mut after = Some(message_id.to_owned());
    while after.is_some() {
        let page = PageRequest::first(Some(PAGE), Order::Asc).after(after);
        let items = store.items(thread_id, &page, Visibility::All).await.map_err(chatkit::store_error)?;
        for item in &items.data {
            if let ItemKind::HiddenContextItem { content } = &item.kind {
                used.extend(tool_records(content));
            }
        }
        after = items.after;
    }
    Ok(used)
}
