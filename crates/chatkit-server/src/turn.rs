//! What a responder holds while it answers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::sync::mpsc::{Sender, error::TrySendError};
use tokio_util::sync::CancellationToken;

use crate::{
    Annotation, AssistantMessage, AssistantMessageContent, Event, Item, ItemKind, ItemUpdate, MAX_PAGE_LIMIT,
    NoticeLevel, Order, Page, PageRequest, StreamError, Thread, ThreadChange, ThreadWithItems, Visibility, WidgetRoot,
    erased, widget_updates,
};

/// One answer under way: tells the client what happens and stores what is to stay.
///
/// What is stored when, after `server.py` of openai-chatkit: a finished item before its `done` event is sent, a
/// replaced one before `replaced`, a removed one before `removed`, a change of the thread before `thread.updated`;
/// `added` and `updated` store nothing. Hidden items are stored and not sent.
///
/// All methods that tell the client something answer [`StreamError::Cancelled`] once nobody listens. Those that store
/// have stored by then, so that the history holds what really happened.
#[derive(Debug)]
pub struct Turn {
    thread: Thread,
    store: Arc<dyn erased::Store>,
    events: Sender<Event>,
    stop: CancellationToken,
    progress: Progress,
}

/// Content index of the text: a message of ours has one piece.
const CONTENT_INDEX: usize = 0;

impl Turn {
    pub(crate) fn new(
        thread: Thread,
        store: Arc<dyn erased::Store>,
        events: Sender<Event>,
        stop: CancellationToken,
        progress: Progress,
    ) -> Self {
        Self { thread, store, events, stop, progress }
    }

    /// The thread as it is now.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Fires when the client is gone or the server stops. Hand it to whatever costs money.
    #[must_use]
    pub fn cancellation(&self) -> &CancellationToken {
        &self.stop
    }

    /// The newest `limit` items of the thread, hidden ones included, oldest first. The message to be answered is the
    /// last of them.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn history(&self, limit: usize) -> Result<Vec<Item>, StreamError> {
        let mut items = Vec::new();
        let mut after = None;
        while items.len() < limit {
            let page = PageRequest { limit: (limit - items.len()).min(MAX_PAGE_LIMIT), after, order: Order::Desc };
            let page = self.items(&page).await?;
            items.extend(page.data);
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        items.reverse();
        Ok(items)
    }

    /// A page of the thread's items, hidden ones included.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn items(&self, page: &PageRequest) -> Result<Page<Item>, StreamError> {
        Ok(self.store.items(&self.thread.id, page, Visibility::All).await?)
    }

    /// Changes the thread: stores the named fields and sends `thread.updated`.
    ///
    /// # Errors
    ///
    /// Those of the store, [`StreamError::Cancelled`].
    pub async fn update_thread(&mut self, change: ThreadChange) -> Result<(), StreamError> {
        self.thread = self.store.update_thread(&self.thread.id, &change).await?;
        let thread = ThreadWithItems::for_client(self.thread.clone(), Page::empty());
        self.send(Event::ThreadUpdated { thread }).await
    }

    /// Gives the thread a title.
    ///
    /// # Errors
    ///
    /// As [`Turn::update_thread`].
    pub async fn set_title(&mut self, title: impl Into<String>) -> Result<(), StreamError> {
        self.update_thread(ThreadChange::title(title)).await
    }

    /// Begins an assistant message and answers its id. One that is still open is ended first.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`]; those of [`Turn::end_message`].
    pub async fn begin_message(&mut self) -> Result<String, StreamError> {
        self.end_message().await?;
        self.refuse_after_pending_call()?;
        let item = self.new_item(ItemKind::AssistantMessage(AssistantMessage::default()));
        let id = item.id.clone();
        let content = AssistantMessageContent::default();
        self.progress.lock().open =
            Some(OpenMessage { id: id.clone(), created_at: item.created_at, content: content.clone() });
        self.send(Event::ItemAdded { item }).await?;
        self.send_update(&id, ItemUpdate::ContentPartAdded { content_index: CONTENT_INDEX, content }).await?;
        Ok(id)
    }

    /// Appends text to the open assistant message; begins one when none is open. Cheap: nothing is stored, and the
    /// text so far is neither copied nor sent again.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`]
    pub async fn delta(&mut self, text: impl Into<String>) -> Result<(), StreamError> {
        let delta = text.into();
        if delta.is_empty() {
            return Ok(());
        }
        if !self.is_message_open() {
            self.begin_message().await?;
        }
        if self.stop.is_cancelled() {
            return Err(StreamError::Cancelled);
        }
        let item_id = {
            let mut state = self.progress.lock();
            let Some(open) = state.open.as_mut() else { return Err(StreamError::Cancelled) };
            open.content.text.push_str(&delta);
            open.id.clone()
        };
        self.send_update(&item_id, ItemUpdate::TextDelta { content_index: CONTENT_INDEX, delta }).await
    }

    /// Adds a source to the open assistant message; begins one when none is open.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`]
    pub async fn annotate(&mut self, annotation: Annotation) -> Result<(), StreamError> {
        if !self.is_message_open() {
            self.begin_message().await?;
        }
        let (item_id, annotation_index) = {
            let mut state = self.progress.lock();
            let Some(open) = state.open.as_mut() else { return Err(StreamError::Cancelled) };
            open.content.annotations.push(annotation.clone());
            (open.id.clone(), open.content.annotations.len() - 1)
        };
        let update = ItemUpdate::AnnotationAdded { content_index: CONTENT_INDEX, annotation_index, annotation };
        self.send_update(&item_id, update).await
    }

    /// Ends the open assistant message: stores it, then sends `content_part.done` and `thread.item.done`. Answers the
    /// stored item, or `None` when no message was open.
    ///
    /// # Errors
    ///
    /// Those of the store, [`StreamError::Cancelled`].
    pub async fn end_message(&mut self) -> Result<Option<Item>, StreamError> {
        let Some(open) = self.progress.lock().open.clone() else { return Ok(None) };
        if self.stop.is_cancelled() && open.is_blank() {
            return Err(StreamError::Cancelled);
        }
        let item = open.into_item(&self.thread.id);
        // The message stays open until it is stored: whatever interrupts this saves the same item under the same id.
        self.store.add_items(std::slice::from_ref(&item)).await?;
        self.progress.lock().open = None;
        for event in ended_message(item.clone()) {
            self.send(event).await?;
        }
        Ok(Some(item))
    }

    /// Says `text` as one whole assistant message and answers the stored item.
    ///
    /// # Errors
    ///
    /// Those of the store, [`StreamError::Cancelled`].
    pub async fn say(&mut self, text: impl Into<String>) -> Result<Option<Item>, StreamError> {
        self.begin_message().await?;
        self.delta(text).await?;
        self.end_message().await
    }

    /// Whether an assistant message is open.
    #[must_use]
    pub fn is_message_open(&self) -> bool {
        self.progress.lock().open.is_some()
    }

    /// An item of this thread with a new id, neither stored nor sent.
    #[must_use]
    pub fn new_item(&self, kind: ItemKind) -> Item {
        Item::new(self.thread.id.clone(), kind, now())
    }

    /// Adds a finished item: stores it, then sends `thread.item.done`. Ends an open message first, so that the stored
    /// order is the order on the screen.
    ///
    /// A client tool call that waits for its output has to be the last item of its turn.
    ///
    /// # Errors
    ///
    /// Those of the store, [`StreamError::Cancelled`], [`StreamError::Other`] after a pending client tool call.
    pub async fn add_item(&mut self, kind: ItemKind) -> Result<Item, StreamError> {
        self.end_message().await?;
        let item = self.new_item(kind);
        self.finish_item(item.clone()).await?;
        Ok(item)
    }

    /// Begins an item that still changes: sends `thread.item.added` and stores nothing. Follow with
    /// [`Turn::update_item`] and [`Turn::finish_item`].
    ///
    /// # Errors
    ///
    /// As [`Turn::add_item`].
    pub async fn begin_item(&mut self, kind: ItemKind) -> Result<Item, StreamError> {
        self.end_message().await?;
        self.refuse_after_pending_call()?;
        let item = self.new_item(kind);
        if !item.kind.is_hidden() {
            self.send(Event::ItemAdded { item: item.clone() }).await?;
        }
        Ok(item)
    }

    /// Sends a change of an item that was begun.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`]
    pub async fn update_item(&mut self, item_id: &str, update: ItemUpdate) -> Result<(), StreamError> {
        self.send_update(item_id, update).await
    }

    /// Draws a widget from [`Turn::begin_item`] anew, sending only [what changed](widget_updates): a growing text as
    /// deltas. `item` is left with the new state, ready for [`Turn::finish_item`].
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`], [`StreamError::Other`] when the item is no widget.
    pub async fn update_widget(&mut self, item: &mut Item, state: WidgetRoot) -> Result<(), StreamError> {
        let ItemKind::Widget(widget) = &mut item.kind else {
            return Err(StreamError::other(format!("item `{}` is not a widget", item.id)));
        };
        let updates = widget_updates(&widget.widget, &state);
        widget.widget = state;
        for update in updates {
            self.send_update(&item.id, update).await?;
        }
        Ok(())
    }

    /// Stores the final form of an item from [`Turn::begin_item`] or [`Turn::new_item`], then sends
    /// `thread.item.done`.
    ///
    /// # Errors
    ///
    /// As [`Turn::add_item`]; a store error when the thread has an item of that id already, which is never
    /// overwritten.
    pub async fn finish_item(&mut self, mut item: Item) -> Result<(), StreamError> {
        self.refuse_after_pending_call()?;
        item.thread_id.clone_from(&self.thread.id);
        self.store.add_items(std::slice::from_ref(&item)).await?;
        if item.kind.is_pending_call() {
            self.progress.lock().waits_for_client = true;
        }
        match item.for_client() {
            Some(item) => self.send(Event::ItemDone { item }).await,
            None => Ok(()),
        }
    }

    /// Gives a stored item new content: saves it in its place, then sends `thread.item.replaced`.
    ///
    /// # Errors
    ///
    /// Those of the store, [`StreamError::Cancelled`].
    pub async fn replace_item(&mut self, mut item: Item) -> Result<(), StreamError> {
        item.thread_id.clone_from(&self.thread.id);
        self.store.save_item(&item).await?;
        match item.for_client() {
            Some(item) => self.send(Event::ItemReplaced { item }).await,
            None => Ok(()),
        }
    }

    /// Takes an item away: deletes it, then sends `thread.item.removed`.
    ///
    /// # Errors
    ///
    /// Those of the store, [`StreamError::Cancelled`].
    pub async fn remove_item(&mut self, item_id: &str) -> Result<(), StreamError> {
        self.store.delete_item(&self.thread.id, item_id).await?;
        self.send(Event::ItemRemoved { item_id: item_id.to_owned() }).await
    }

    /// Shows a passing line about what is going on.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`]
    pub async fn progress(&mut self, text: impl Into<String>, icon: Option<&str>) -> Result<(), StreamError> {
        self.send(Event::ProgressUpdate { text: text.into(), icon: icon.map(str::to_owned) }).await
    }

    /// Shows a message beside the conversation. `message` is Markdown.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`]
    pub async fn notice(
        &mut self,
        level: NoticeLevel,
        title: Option<&str>,
        message: impl Into<String>,
    ) -> Result<(), StreamError> {
        self.send(Event::Notice { level, message: message.into(), title: title.map(str::to_owned) }).await
    }

    /// Asks the page to do something.
    ///
    /// # Errors
    ///
    /// [`StreamError::Cancelled`]
    pub async fn client_effect(
        &mut self,
        name: impl Into<String>,
        data: Map<String, Value>,
    ) -> Result<(), StreamError> {
        self.send(Event::ClientEffect { name: name.into(), data }).await
    }

    fn refuse_after_pending_call(&self) -> Result<(), StreamError> {
        if self.progress.lock().waits_for_client {
            return Err(StreamError::other("an item follows a pending client tool call"));
        }
        Ok(())
    }

    async fn send_update(&self, item_id: &str, update: ItemUpdate) -> Result<(), StreamError> {
        self.send(Event::ItemUpdated { item_id: item_id.to_owned(), update }).await
    }

    async fn send(&self, event: Event) -> Result<(), StreamError> {
        if self.stop.is_cancelled() {
            return Err(StreamError::Cancelled);
        }
        let event = match self.events.try_send(event) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(_)) => return Err(StreamError::Cancelled),
            Err(TrySendError::Full(event)) => event,
        };
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(StreamError::Cancelled),
            sent = self.events.send(event) => sent.map_err(|_| StreamError::Cancelled),
        }
    }
}

/// What has to survive a responder that panics or is dropped: shared between its turn and the task that watches it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<Mutex<State>>);

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) open: Option<OpenMessage>,
    pub(crate) waits_for_client: bool,
}

impl Progress {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs under this lock can leave the state half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An assistant message that is still being written.
#[derive(Debug, Clone)]
pub(crate) struct OpenMessage {
    pub(crate) id: String,
    pub(crate) created_at: Timestamp,
    pub(crate) content: AssistantMessageContent,
}

impl OpenMessage {
    pub(crate) fn is_blank(&self) -> bool {
        self.content.text.trim().is_empty()
    }

    pub(crate) fn into_item(self, thread_id: &str) -> Item {
        Item {
            id: self.id,
            thread_id: thread_id.to_owned(),
            created_at: self.created_at,
            kind: ItemKind::AssistantMessage(AssistantMessage { content: vec![self.content] }),
        }
    }
}

/// What the client is told of an assistant message that is stored.
pub(crate) fn ended_message(item: Item) -> Vec<Event> {
    let mut events = Vec::with_capacity(2);
    if let ItemKind::AssistantMessage(message) = &item.kind {
        let item_id = &item.id;
        events.extend(message.content.iter().cloned().enumerate().map(|(content_index, content)| Event::ItemUpdated {
            item_id: item_id.clone(),
            update: ItemUpdate::ContentPartDone { content_index, content },
        }));
    }
    events.push(Event::ItemDone { item });
    events
}

/// The time, to the microsecond: what every store can keep.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
