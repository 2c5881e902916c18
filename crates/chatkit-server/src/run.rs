//! How a turn runs and ends, whatever happens.

use tokio::{
    sync::mpsc::Sender,
    task::{JoinError, JoinHandle},
};

use crate::{
    BrokenMessage, ChatKit, Event, Item, ItemKind, Responder, StreamError, StreamOptions, ThreadStore, Turn,
    begin::{Opened, Work},
    turn::{Progress, ended_message, now},
    turns::{Claim, GRACE},
};

/// What is noted for the model when a turn was cancelled; nobody else sees it.
const CANCELLED_NOTE: &str =
    "The user cancelled this answer. Do not go on with the request before it unless the user asks for it again.";

/// How the responder's task came to its end.
type Ended = Result<Result<(), StreamError>, JoinError>;

impl<S: ThreadStore, R: Responder> ChatKit<S, R> {
    /// Runs the responder in a task of its own, watches the client, and stores what is to stay.
    pub(crate) async fn run(&self, claim: &Claim, opened: Opened, events: Sender<Event>) {
        let Opened { thread, before, after, work } = opened;
        let stream_options = StreamOptions { allow_cancel: self.responder.allow_cancel() };
        let opening = before.into_iter().chain([Event::StreamOptions { stream_options }]).chain(after);
        for event in opening {
            // Fewer than fit the buffer, so this never waits; a client that is gone is noticed below.
            let _ = events.try_send(event);
        }
        let progress = Progress::default();
        let store = self.store.clone();
        let turn = Turn::new(thread, store, events.clone(), claim.stop().clone(), progress.clone());
        let mut answer = self.answer(turn, work);
        let ended = tokio::select! {
            biased;
            ended = &mut answer => Some(ended),
            () = events.closed() => None,
            () = claim.stop().cancelled() => None,
        };
        match ended {
            Some(Ok(Ok(()))) => {}
            Some(Ok(Err(StreamError::Cancelled))) | None => {
                claim.stop().cancel();
                end(&mut answer).await;
                self.keep(claim.thread_id(), &progress).await;
                // Nobody reads this after a disconnect; after a stop by the server it says why the answer ends.
                let _ = events.try_send(error_event(&StreamError::code("stream.error", crate::AllowRetry::Yes)));
            }
            Some(failed) => {
                if self.responder.broken_message() == BrokenMessage::Keep {
                    self.complete(claim, &progress, &events).await;
                }
                report(claim, &events, failed).await;
            }
        }
    }

    /// The responder's own task, so that neither its panic nor its being dropped takes the turn along.
    fn answer(&self, mut turn: Turn, work: Work) -> JoinHandle<Result<(), StreamError>> {
        let responder = self.responder.clone();
        tokio::spawn(async move {
            match work {
                Work::Respond(input) => responder.respond(&mut turn, input).await?,
                Work::Act { action, sender } => responder.action(&mut turn, action, sender).await?,
            }
            turn.end_message().await.map(drop)
        })
    }

    /// Ends the message that a failed responder left open: stores it, then tells the client.
    async fn complete(&self, claim: &Claim, progress: &Progress, events: &Sender<Event>) {
        let Some(item) = self.keep_text(claim.thread_id(), progress).await else { return };
        for event in ended_message(item) {
            tell(claim, events, event).await;
        }
    }

    /// Stores the text of the message that is still open; answers the stored item. Blank text is not kept.
    async fn keep_text(&self, thread_id: &str, progress: &Progress) -> Option<Item> {
        let open = progress.lock().open.take().filter(|open| !open.is_blank())?;
        let item = open.into_item(thread_id);
        // Saved rather than added: the responder may have been interrupted just after it stored the same item.
        if let Err(error) = self.store.save_item(&item).await {
            tracing::warn!(thread.id = thread_id, %error, "could not keep the text of an answer that broke off");
            return None;
        }
        Some(item)
    }

    /// Stores what a cancelled turn leaves: the text so far under the id that the client knows, and a hidden note.
    async fn keep(&self, thread_id: &str, progress: &Progress) {
        let waits_for_client = progress.lock().waits_for_client;
        self.keep_text(thread_id, progress).await;
        // A pending client tool call has to stay the last item, or its output could not be handed in.
        if !waits_for_client {
            let note = ItemKind::SdkHiddenContext { content: CANCELLED_NOTE.to_owned() };
            let note = Item::new(thread_id, note, now());
            if let Err(error) = self.store.add_items(&[note]).await {
                tracing::warn!(thread.id = thread_id, %error, "could not note that an answer was cancelled");
            }
        }
    }
}

/// Waits for the responder's end; drops it when it takes too long.
async fn end(answer: &mut JoinHandle<Result<(), StreamError>>) {
    if answer.is_finished() || tokio::time::timeout(GRACE, &mut *answer).await.is_ok() {
        return;
    }
    answer.abort();
    if tokio::time::timeout(GRACE, answer).await.is_err() {
        tracing::error!("a responder does not yield: its task goes on without its turn");
    }
}

/// Tells client and log that the responder failed.
async fn report(claim: &Claim, events: &Sender<Event>, ended: Ended) {
    let thread_id = claim.thread_id();
    let error = match ended {
        Ok(Ok(())) | Ok(Err(StreamError::Cancelled)) => return,
        Ok(Err(error)) => error,
        // The panic hook has told what and where; the payload may hold what users write.
        Err(join) => StreamError::other(if join.is_panic() { "it panicked" } else { "it was aborted" }),
    };
    if let StreamError::Other(source) = &error {
        tracing::error!(thread.id = thread_id, error = %chain(source.as_ref()), "the responder failed");
    }
    tell(claim, events, error_event(&error)).await;
}

/// Sends an event once there is room for it, unless the turn is stopped meanwhile.
async fn tell(claim: &Claim, events: &Sender<Event>, event: Event) {
    tokio::select! {
        biased;
        () = claim.stop().cancelled() => {}
        // An error means that the client is gone, and then nobody is left to be told.
        _ = events.send(event) => {}
    }
}

fn error_event(error: &StreamError) -> Event {
    let (code, message, allow_retry, custom_code) = match error {
        StreamError::Custom { message, allow_retry, code } => {
            ("custom", Some(message.clone()), (*allow_retry).into(), code.clone())
        }
        StreamError::Code { code, allow_retry } => (code.as_str(), None, (*allow_retry).into(), None),
        StreamError::Other(_) | StreamError::Cancelled => ("stream.error", None, true, None),
    };
    Event::Error { code: code.to_owned(), message, custom_code, allow_retry }
}

/// An error with its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
