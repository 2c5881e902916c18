//! The protocol itself: a request becomes an answer.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use serde_json::{Map, Value};
use tokio::sync::{mpsc, oneshot};

use crate::{
    AttachmentsCreate, Audio, EventStream, FeedbackKind, IdKind, InputTranscribe, Item, ItemsFeedback, ItemsList,
    Order, Page, PageRequest, RecordKind, Request, RequestError, Responder, StoreError, Thread, ThreadChange,
    ThreadStore, ThreadWithItems, ThreadsList, Turns, Visibility,
    begin::{Begin, Known},
    new_id,
    request::{Action, CustomAction},
    stream::EVENT_BUFFER,
};

/// What browsers' recorders make, without their parameters (protocol of openai-chatkit 1.6.5, `types.py`).
const RECORDER_TYPES: [&str; 3] = ["audio/webm", "audio/mp4", "audio/ogg"];

/// A ChatKit server for one user: give it a request body, get the answer.
///
/// It is cheap to make, so a host makes one per request from a store and a responder that are already bound to the
/// user who asks. Such a host shares one [`Turns`] among all of them ([`ChatKit::with_turns`]).
#[derive(Debug)]
pub struct ChatKit<S, R> {
    pub(crate) store: Arc<S>,
    pub(crate) responder: Arc<R>,
    pub(crate) turns: Turns,
}

impl<S, R> Clone for ChatKit<S, R> {
    fn clone(&self) -> Self {
        Self { store: self.store.clone(), responder: self.responder.clone(), turns: self.turns.clone() }
    }
}

/// What a request is answered with.
#[derive(Debug)]
pub enum Answer {
    /// A JSON document, `application/json`.
    Json(Vec<u8>),
    /// Events, `text/event-stream`.
    Stream(EventStream),
}

impl<S: ThreadStore, R: Responder> ChatKit<S, R> {
    /// A server over `store` and `responder`, with turns of its own.
    #[must_use]
    pub fn new(store: S, responder: R) -> Self {
        Self { store: Arc::new(store), responder: Arc::new(responder), turns: Turns::new() }
    }

    /// The same, with turns shared with other servers, so that a thread has one turn at a time however many
    /// `ChatKit`s are made, and so that all can be stopped.
    #[must_use]
    pub fn with_turns(mut self, turns: Turns) -> Self {
        self.turns = turns;
        self
    }

    /// The turns of this server.
    #[must_use]
    pub fn turns(&self) -> &Turns {
        &self.turns
    }

    /// Answers a request body.
    ///
    /// Everything that can be refused is refused here; a stream that has begun tells of failures by an `error` event.
    ///
    /// # Errors
    ///
    /// [`RequestError`], which knows its HTTP status; nothing has been stored then.
    pub async fn process(&self, body: &[u8]) -> Result<Answer, RequestError> {
        self.handle(Request::parse(body)?).await
    }

    /// Answers a request that is parsed already.
    ///
    /// # Errors
    ///
    /// As [`ChatKit::process`].
    pub async fn handle(&self, request: Request) -> Result<Answer, RequestError> {
        match request {
            Request::ThreadsCreate(create) => {
                let thread = Thread::new(crate::turn::now());
                self.begin(&thread.id.clone(), Begin::Thread { thread, input: create.input }).await
            }
            Request::ThreadsAddUserMessage(add) => {
                self.begin_in(&add.thread_id, Begin::Message { input: add.input }).await
            }
            Request::ThreadsAddClientToolOutput(output) => {
                self.begin_in(&output.thread_id, Begin::ToolOutput { result: output.result }).await
            }
            Request::ThreadsAddStructuredInput(add) => {
                let begin = Begin::StructuredInput { item_id: add.item_id, submission: add.input };
                self.begin_in(&add.thread_id, begin).await
            }
            Request::ThreadsRetryAfterItem(retry) => {
                self.begin_in(&retry.thread_id, Begin::Retry { item_id: retry.item_id }).await
            }
            Request::ThreadsCustomAction(CustomAction { thread_id, item_id, action }) => {
                self.begin_in(&thread_id, Begin::Action { item_id, action }).await
            }
            Request::ThreadsSyncCustomAction(CustomAction { thread_id, item_id, action }) => {
                self.sync_action(&thread_id, item_id, action).await
            }
            Request::ThreadsGetById(get) => self.thread_with_items(&get.thread_id).await,
            Request::ThreadsList(list) => self.list_threads(list).await,
            Request::ItemsList(list) => self.list_items(list).await,
            Request::ItemsFeedback(feedback) => self.feedback(feedback).await,
            Request::ThreadsUpdate(update) => {
                let thread = self.store.update_thread(&update.thread_id, &ThreadChange::title(update.title)).await?;
                json(&ThreadWithItems::for_client(thread, Page::empty()))
            }
            Request::ThreadsDelete(delete) => self.delete_thread(&delete.thread_id).await,
            Request::AttachmentsCreate(file) => self.create_attachment(file).await,
            Request::AttachmentsDelete(delete) => self.delete_attachment(&delete.attachment_id).await,
            Request::InputTranscribe(transcribe) => self.transcribe(transcribe).await,
        }
    }

    async fn thread_with_items(&self, thread_id: &str) -> Result<Answer, RequestError> {
        let thread = self.store.load_thread(thread_id).await?;
        let items = self.visible_items(thread_id, &PageRequest::first(None, Order::Asc)).await?;
        json(&ThreadWithItems::for_client(thread, items))
    }

    async fn list_threads(&self, list: ThreadsList) -> Result<Answer, RequestError> {
        let page = PageRequest::first(list.limit, list.order.unwrap_or_default()).after(list.after);
        let threads = self.store.threads(&page).await?;
        json(&threads.map(|thread| ThreadWithItems::for_client(thread, Page::empty())))
    }

    async fn list_items(&self, list: ItemsList) -> Result<Answer, RequestError> {
        let page = PageRequest::first(list.limit, list.order.unwrap_or_default()).after(list.after);
        json(&self.visible_items(&list.thread_id, &page).await?)
    }

    async fn visible_items(&self, thread_id: &str, page: &PageRequest) -> Result<Page<Item>, RequestError> {
        let Page { data, has_more, after } = self.store.items(thread_id, page, Visibility::Client).await?;
        // A store that lets a hidden item through shortens the page; it must not leak.
        Ok(Page { data: data.into_iter().filter_map(Item::for_client).collect(), has_more, after })
    }

    async fn delete_thread(&self, thread_id: &str) -> Result<Answer, RequestError> {
        // Only the thread's owner may stop its turn; a thread that is not there is deleted already.
        match self.store.load_thread(thread_id).await.map_err(RequestError::from) {
            Ok(_) => self.turns.stop(thread_id).await,
            Err(RequestError::NotFound { kind: RecordKind::Thread, .. }) => {}
            Err(error) => return Err(error),
        }
        self.store.delete_thread(thread_id).await?;
        json(&Map::new())
    }

    async fn feedback(&self, feedback: ItemsFeedback) -> Result<Answer, RequestError> {
        let ItemsFeedback { thread_id, item_ids, kind } = feedback;
        let thread = self.store.load_thread(&thread_id).await?;
        self.take_feedback(&thread, &item_ids, kind).await
    }

    async fn take_feedback(
        &self,
        thread: &Thread,
        item_ids: &[String],
        kind: FeedbackKind,
    ) -> Result<Answer, RequestError> {
        for item_id in item_ids {
            self.store.load_item(&thread.id, item_id).await?;
        }
        self.responder.feedback(thread, item_ids, kind).await?;
        json(&Map::new())
    }

    async fn sync_action(
        &self,
        thread_id: &str,
        item_id: Option<String>,
        action: Action,
    ) -> Result<Answer, RequestError> {
        let thread = self.store.load_thread(thread_id).await?;
        let sender = self.sender(thread_id, item_id).await?;
        let mut answer = Map::new();
        if let Some(mut item) = self.responder.sync_action(&thread, action, sender).await? {
            item.thread_id.clone_from(&thread.id);
            self.store.save_item(&item).await?;
            if let Some(item) = item.for_client() {
                answer.insert("updated_item".to_owned(), to_value(&item)?);
            }
        }
        json(&answer)
    }

    async fn create_attachment(&self, file: AttachmentsCreate) -> Result<Answer, RequestError> {
        let id = new_id(IdKind::Attachment);
        let mut attachment = self.responder.create_attachment(&id, file).await?;
        attachment.id = id;
        self.store.save_attachment(&attachment).await?;
        json(&attachment.for_client())
    }

    async fn delete_attachment(&self, attachment_id: &str) -> Result<Answer, RequestError> {
        // Bytes before the record, as in openai-chatkit: a failure in between leaves something to delete again.
        match self.store.load_attachment(attachment_id).await {
            Ok(attachment) => self.responder.delete_attachment(&attachment).await?,
            Err(StoreError::NotFound { .. }) => return json(&Map::new()),
            Err(error) => return Err(error.into()),
        }
        self.store.delete_attachment(attachment_id).await?;
        json(&Map::new())
    }

    async fn transcribe(&self, transcribe: InputTranscribe) -> Result<Answer, RequestError> {
        let InputTranscribe { audio_base64, mime_type } = transcribe;
        let bytes = BASE64
            .decode(audio_base64)
            .map_err(|_| RequestError::Invalid("`input.transcribe`: `audio_base64` is not base64".to_owned()))?;
        let audio = Audio { bytes, mime_type };
        if !RECORDER_TYPES.contains(&audio.media_type()) {
            let known = RECORDER_TYPES.join(", ");
            return Err(RequestError::Invalid(format!("`input.transcribe`: `mime_type` has to be one of {known}")));
        }
        let text = self.responder.transcribe(audio).await?;
        json(&Map::from_iter([("text".to_owned(), Value::from(text))]))
    }

    /// Begins a turn in a thread that has to be there.
    async fn begin_in(&self, thread_id: &str, begin: Begin) -> Result<Answer, RequestError> {
        let ended = self.turns.ended_count();
        // Before the claim: somebody who may not see the thread must not hold it either.
        let thread = self.store.load_thread(thread_id).await?;
        self.begin_known(thread_id, begin, Some(Known { thread, ended })).await
    }

    async fn begin(&self, thread_id: &str, begin: Begin) -> Result<Answer, RequestError> {
        self.begin_known(thread_id, begin, None).await
    }

    async fn begin_known(&self, thread_id: &str, begin: Begin, known: Option<Known>) -> Result<Answer, RequestError> {
        let claim = self.turns.claim(thread_id).await?;
        let (events, stream) = mpsc::channel(EVENT_BUFFER);
        let (begun, wait) = oneshot::channel();
        let server = self.clone();
        // All in one task: a host that drops this future while the message is being stored counts as a disconnect,
        // and leaves a thread that says so.
        self.turns.spawn(async move {
            match server.open(&claim, begin, known).await {
                Ok(opened) => {
                    // Nobody waits any more when the host dropped the future; `run` sees that as a disconnect.
                    let _ = begun.send(Ok(()));
                    server.run(&claim, opened, events).await;
                }
                Err(error) => {
                    drop(claim);
                    let _ = begun.send(Err(error));
                }
            }
        });
        match wait.await {
            Ok(Ok(())) => Ok(Answer::Stream(EventStream::new(stream))),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(RequestError::StoreUnavailable("the store panicked".into())),
        }
    }
}

fn to_value<T: serde::Serialize>(value: &T) -> Result<Value, RequestError> {
    serde_json::to_value(value).map_err(|error| RequestError::StoreUnavailable(error.into()))
}

fn json<T: serde::Serialize>(value: &T) -> Result<Answer, RequestError> {
    // Our types serialise; what a store put into them might not.
    let body = serde_json::to_vec(value).map_err(|error| RequestError::StoreUnavailable(error.into()))?;
    Ok(Answer::Json(body))
}
