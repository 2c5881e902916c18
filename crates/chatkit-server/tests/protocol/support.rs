//! A responder that plays steps, a store that fails on demand, and short forms.

use std::{
    collections::VecDeque,
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use chatkit_server::{
    Action, AllowRetry, Annotation, Answer, Attachment, BrokenMessage, ChatKit, Event, EventStream, FeedbackKind,
    Input, Item, ItemKind, ItemUpdate, MemoryStore, NewUserMessage, NoticeLevel, Order, Page, PageRequest,
    RequestError, Responder, Source, SourceKind, StoreError, StreamError, Thread, ThreadChange, ThreadStatus,
    ThreadStore, Turn, UserMessage, Visibility,
};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// One thing that the scripted responder does.
#[derive(Clone)]
pub(crate) enum Step {
    Delta(&'static str),
    Say(&'static str),
    End,
    Annotate(&'static str),
    Add(ItemKind),
    /// `added` and no more.
    Begin(ItemKind),
    /// `added`, one update, `done`.
    Grow(Box<(ItemKind, ItemUpdate, ItemKind)>),
    /// Replaces the item added last.
    ReplaceLast(ItemKind),
    RemoveLast,
    /// Adds an item with the id of the user's message.
    AddWithTakenId(ItemKind),
    Title(&'static str),
    Status(ThreadStatus),
    Progress,
    Notice,
    Effect,
    Signal(Arc<Notify>),
    Wait(Arc<Notify>),
    /// Waits for the cancellation.
    Cancelled,
    /// Waits for ever and ignores the cancellation.
    Hang,
    Panic,
    FailCustom(&'static str),
    /// Fails with words and the integration's own name for them.
    FailNamed(&'static str, &'static str),
    FailCode(AllowRetry),
    FailOther,
}

/// An action and the widget that it came from.
type Acted = (Action, Option<Item>);

/// Plays one list of steps per turn; the last list again and again.
#[derive(Clone, Default)]
pub(crate) struct Steps {
    turns: Arc<Mutex<VecDeque<Vec<Step>>>>,
    pub(crate) inputs: Arc<Mutex<Vec<Input>>>,
    pub(crate) actions: Arc<Mutex<Vec<Acted>>>,
    /// Set when a turn's future is gone, finished or dropped.
    pub(crate) gone: Arc<AtomicBool>,
    /// Types of the items that the responder saw in the history, per turn.
    pub(crate) history: Arc<Mutex<Vec<Vec<&'static str>>>>,
    /// Whether the text of an answer that broke off is kept.
    keeps_broken: bool,
    /// Whether a new thread is called what its first message says.
    names_threads: bool,
}

struct SetWhenGone(Arc<AtomicBool>);

impl Drop for SetWhenGone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Steps {
    pub(crate) fn new(turns: impl IntoIterator<Item = Vec<Step>>) -> Self {
        Self { turns: Arc::new(Mutex::new(turns.into_iter().collect())), ..Self::default() }
    }

    /// The same, keeping the text of an answer that breaks off.
    pub(crate) fn keeping(turns: impl IntoIterator<Item = Vec<Step>>) -> Self {
        Self { keeps_broken: true, ..Self::new(turns) }
    }

    /// The same, calling a new thread what its first message says.
    pub(crate) fn naming(turns: impl IntoIterator<Item = Vec<Step>>) -> Self {
        Self { names_threads: true, ..Self::new(turns) }
    }

    fn next(&self) -> Vec<Step> {
        let mut turns = self.turns.lock().unwrap();
        if turns.len() > 1 { turns.pop_front().unwrap() } else { turns.front().cloned().unwrap_or_default() }
    }

    async fn play(&self, turn: &mut Turn) -> Result<(), StreamError> {
        let _gone = SetWhenGone(self.gone.clone());
        let mut last = None;
        for step in self.next() {
            play_step(turn, step, &mut last).await?;
        }
        Ok(())
    }
}

async fn play_step(turn: &mut Turn, step: Step, last: &mut Option<Item>) -> Result<(), StreamError> {
    match step {
        Step::Delta(text) => turn.delta(text).await,
        Step::Say(text) => turn.say(text).await.map(drop),
        Step::End => turn.end_message().await.map(drop),
        Step::Annotate(title) => turn.annotate(Annotation { source: file(title), index: Some(1) }).await,
        Step::Add(kind) => turn.add_item(kind).await.map(|item| *last = Some(item)),
        Step::Begin(kind) => turn.begin_item(kind).await.map(drop),
        Step::Grow(states) => {
            let (first, update, then) = *states;
            let mut item = turn.begin_item(first).await?;
            turn.update_item(&item.id, update).await?;
            item.kind = then;
            turn.finish_item(item).await
        }
        Step::ReplaceLast(kind) => {
            let mut item = last.clone().unwrap();
            item.kind = kind;
            turn.replace_item(item).await
        }
        Step::RemoveLast => turn.remove_item(&last.as_ref().unwrap().id).await,
        Step::AddWithTakenId(kind) => {
            let mut item = turn.new_item(kind);
            item.id = turn.history(1).await?[0].id.clone();
            turn.finish_item(item).await
        }
        Step::Title(title) => turn.set_title(title).await,
        Step::Status(status) => turn.update_thread(ThreadChange::status(status)).await,
        Step::Progress => turn.progress("looking", Some("search")).await,
        Step::Notice => turn.notice(NoticeLevel::Warning, Some("Heads up"), "**careful**").await,
        Step::Effect => turn.client_effect("highlight", object(json!({"id": 7}))).await,
        Step::Signal(signal) => {
            signal.notify_one();
            Ok(())
        }
        Step::Wait(signal) => {
            signal.notified().await;
            Ok(())
        }
        Step::Cancelled => {
            turn.cancellation().cancelled().await;
            Ok(())
        }
        Step::Hang => pending().await,
        Step::Panic => panic!("scripted"),
        Step::FailCustom(message) => Err(StreamError::custom(message, AllowRetry::Yes)),
        Step::FailNamed(message, code) => Err(StreamError::custom(message, AllowRetry::No).with_custom_code(code)),
        Step::FailCode(allow) => Err(StreamError::code("stream.error", allow)),
        Step::FailOther => Err(StreamError::other("scripted")),
    }
}

impl Responder for Steps {
    async fn respond(&self, turn: &mut Turn, input: Input) -> Result<(), StreamError> {
        let history = turn.history(50).await?;
        self.history.lock().unwrap().push(history.iter().map(|item| item.kind.type_name()).collect());
        self.inputs.lock().unwrap().push(input);
        self.play(turn).await
    }

    async fn action(&self, turn: &mut Turn, action: Action, sender: Option<Item>) -> Result<(), StreamError> {
        self.actions.lock().unwrap().push((action, sender));
        self.play(turn).await
    }

    async fn sync_action(&self, _: &Thread, _: Action, sender: Option<Item>) -> Result<Option<Item>, RequestError> {
        Ok(sender.map(|mut item| {
            item.kind = widget("Basic");
            item
        }))
    }

    async fn feedback(&self, _: &Thread, _: &[String], _: FeedbackKind) -> Result<(), RequestError> {
        Ok(())
    }

    fn title(&self, first: &UserMessage) -> Option<String> {
        self.names_threads.then(|| first.text())
    }

    fn broken_message(&self) -> BrokenMessage {
        if self.keeps_broken { BrokenMessage::Keep } else { BrokenMessage::Discard }
    }
}

pub(crate) fn file(title: &str) -> Source {
    let kind = SourceKind::File { filename: format!("{title}.txt") };
    Source { title: title.to_owned(), description: None, timestamp: None, group: None, kind }
}

pub(crate) fn widget(component_type: &str) -> ItemKind {
    serde_json::from_value(json!({"type": "widget", "widget": {"type": component_type}})).unwrap()
}

pub(crate) fn pending_call() -> ItemKind {
    serde_json::from_value(json!({"type": "client_tool_call", "call_id": "c1", "name": "pick", "arguments": {}}))
        .unwrap()
}

pub(crate) fn questions() -> ItemKind {
    serde_json::from_value(json!({"type": "structured_input", "inputs": [
        {"id": "prio", "question": "Priority?", "type": "multiple_choice", "options": [{"value": "Low"}, {"value": "High"}]},
        {"id": "tags", "question": "Tags?", "type": "multiple_choice", "multiple": true, "options": []},
        {"id": "note", "question": "Note?", "type": "freeform"},
    ]}))
    .unwrap()
}

pub(crate) fn hidden() -> ItemKind {
    ItemKind::HiddenContextItem { content: json!({"secret": "s3cret"}) }
}

pub(crate) fn object(value: Value) -> serde_json::Map<String, Value> {
    value.as_object().unwrap().clone()
}

pub(crate) fn user_input(text: &str) -> Value {
    json!({"content": [{"type": "input_text", "text": text}], "attachments": [], "inference_options": {}})
}

pub(crate) fn server(turns: impl IntoIterator<Item = Vec<Step>>) -> ChatKit<MemoryStore, Steps> {
    ChatKit::new(MemoryStore::new(), Steps::new(turns))
}

/// Sends a request that streams.
pub(crate) async fn open<S: ThreadStore, R: Responder>(
    server: &ChatKit<S, R>,
    kind: &str,
    params: Value,
) -> Result<EventStream, RequestError> {
    let body = json!({"type": kind, "params": params}).to_string();
    match server.process(body.as_bytes()).await? {
        Answer::Stream(stream) => Ok(stream),
        Answer::Json(_) => panic!("`{kind}` did not stream"),
    }
}

/// Sends a request that streams, and waits for its end.
pub(crate) async fn stream<S: ThreadStore, R: Responder>(
    server: &ChatKit<S, R>,
    kind: &str,
    params: Value,
) -> Vec<Event> {
    open(server, kind, params).await.unwrap().collect_events().await
}

/// Begins a thread and waits for the whole answer.
pub(crate) async fn create<S: ThreadStore, R: Responder>(server: &ChatKit<S, R>, text: &str) -> Vec<Event> {
    stream(server, "threads.create", json!({"input": user_input(text)})).await
}

/// Writes into a thread and waits for the whole answer.
pub(crate) async fn say<S: ThreadStore, R: Responder>(
    server: &ChatKit<S, R>,
    thread_id: &str,
    text: &str,
) -> Vec<Event> {
    stream(server, "threads.add_user_message", json!({"thread_id": thread_id, "input": user_input(text)})).await
}

/// Sends a request that is answered in JSON.
pub(crate) async fn json<S: ThreadStore, R: Responder>(
    server: &ChatKit<S, R>,
    kind: &str,
    params: Value,
) -> Result<Value, RequestError> {
    let body = json!({"type": kind, "params": params}).to_string();
    match server.process(body.as_bytes()).await? {
        Answer::Json(body) => Ok(serde_json::from_slice(&body).unwrap()),
        Answer::Stream(_) => panic!("`{kind}` streamed"),
    }
}

/// Status and code of a refusal.
pub(crate) async fn refusal<S: ThreadStore, R: Responder>(
    server: &ChatKit<S, R>,
    kind: &str,
    params: Value,
) -> (u16, String) {
    let body = json!({"type": kind, "params": params}).to_string();
    let error = server.process(body.as_bytes()).await.expect_err(kind);
    (error.status(), error.code().to_owned())
}

pub(crate) fn thread_id(events: &[Event]) -> String {
    match &events[0] {
        Event::ThreadCreated { thread } => thread.thread.id.clone(),
        other => panic!("the first event is {}", other.type_name()),
    }
}

/// What happened, in short: event types, with the type of the item or update.
pub(crate) fn outline(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .map(|event| match event {
            Event::ItemAdded { item } | Event::ItemDone { item } | Event::ItemReplaced { item } => {
                format!("{} {}", event.type_name(), item.kind.type_name())
            }
            Event::ItemUpdated { update, .. } => {
                let update = serde_json::to_value(update).unwrap();
                format!("{} {}", event.type_name(), update["type"].as_str().unwrap())
            }
            _ => event.type_name().to_owned(),
        })
        .collect()
}

/// All stored items, hidden ones too, oldest first.
pub(crate) async fn stored<S: ThreadStore>(store: &S, thread_id: &str) -> Vec<Item> {
    let page = PageRequest::first(Some(200), Order::Asc);
    store.items(thread_id, &page, Visibility::All).await.unwrap().data
}

/// Types of all stored items, oldest first.
pub(crate) async fn stored_types<S: ThreadStore>(store: &S, thread_id: &str) -> Vec<&'static str> {
    stored(store, thread_id).await.iter().map(|item| item.kind.type_name()).collect()
}

pub(crate) fn text_of(item: &Item) -> String {
    match &item.kind {
        ItemKind::AssistantMessage(message) => message.text(),
        ItemKind::UserMessage(message) => message.text(),
        other => panic!("no text in {}", other.type_name()),
    }
}

/// What a store does instead of its work.
#[derive(Clone)]
pub(crate) enum Fault {
    Refuse(chatkit_server::Refusal),
    Fail,
    Full,
    Panic,
    /// Does its work, but tells when it begins and waits before it answers.
    HoldAnswer(Arc<Notify>, Arc<Notify>),
    /// Tells when it begins and never does its work.
    Hang(Arc<Notify>),
}

/// The methods that can be made to fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Op {
    AddUserMessage,
    AddItems,
    SaveItem,
    UpdateThread,
    Items,
    LoadThread,
}

/// A memory store whose next calls fail as told.
#[derive(Clone, Default)]
pub(crate) struct FaultyStore {
    pub(crate) inner: MemoryStore,
    faults: Arc<Mutex<VecDeque<(Op, Fault)>>>,
}

impl FaultyStore {
    pub(crate) fn next(&self, op: Op, fault: Fault) {
        self.faults.lock().unwrap().push_back((op, fault));
    }

    fn take(&self, op: Op) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap();
        let at = faults.iter().position(|(faulty, _)| *faulty == op)?;
        faults.remove(at).map(|(_, fault)| fault)
    }

    async fn run<T>(&self, op: Op, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        match self.take(op) {
            None => work.await,
            Some(Fault::Refuse(refusal)) => Err(StoreError::Refused(refusal)),
            Some(Fault::Fail) => Err(StoreError::unavailable("scripted")),
            Some(Fault::Full) => Err(StoreError::Full),
            Some(Fault::Panic) => panic!("scripted"),
            Some(Fault::HoldAnswer(begun, go)) => {
                let done = work.await;
                begun.notify_one();
                go.notified().await;
                done
            }
            Some(Fault::Hang(begun)) => {
                begun.notify_one();
                pending().await
            }
        }
    }
}

impl ThreadStore for FaultyStore {
    async fn load_thread(&self, thread_id: &str) -> Result<Thread, StoreError> {
        self.run(Op::LoadThread, self.inner.load_thread(thread_id)).await
    }
    async fn update_thread(&self, thread_id: &str, change: &ThreadChange) -> Result<Thread, StoreError> {
        self.run(Op::UpdateThread, self.inner.update_thread(thread_id, change)).await
    }
    async fn threads(&self, page: &PageRequest) -> Result<Page<Thread>, StoreError> {
        self.inner.threads(page).await
    }
    async fn delete_thread(&self, thread_id: &str) -> Result<(), StoreError> {
        self.inner.delete_thread(thread_id).await
    }
    async fn add_user_message(&self, new: NewUserMessage<'_>) -> Result<(), StoreError> {
        self.run(Op::AddUserMessage, self.inner.add_user_message(new)).await
    }
    async fn delete_items_after(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        self.inner.delete_items_after(thread_id, item_id).await
    }
    async fn items(&self, thread_id: &str, page: &PageRequest, who: Visibility) -> Result<Page<Item>, StoreError> {
        self.run(Op::Items, self.inner.items(thread_id, page, who)).await
    }
    async fn load_item(&self, thread_id: &str, item_id: &str) -> Result<Item, StoreError> {
        self.inner.load_item(thread_id, item_id).await
    }
    async fn add_items(&self, items: &[Item]) -> Result<(), StoreError> {
        self.run(Op::AddItems, self.inner.add_items(items)).await
    }
    async fn save_item(&self, item: &Item) -> Result<(), StoreError> {
        self.run(Op::SaveItem, self.inner.save_item(item)).await
    }
    async fn delete_item(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        self.inner.delete_item(thread_id, item_id).await
    }
    async fn load_attachment(&self, attachment_id: &str) -> Result<Attachment, StoreError> {
        self.inner.load_attachment(attachment_id).await
    }
    async fn save_attachment(&self, attachment: &Attachment) -> Result<(), StoreError> {
        self.inner.save_attachment(attachment).await
    }
    async fn delete_attachment(&self, attachment_id: &str) -> Result<(), StoreError> {
        self.inner.delete_attachment(attachment_id).await
    }
}
