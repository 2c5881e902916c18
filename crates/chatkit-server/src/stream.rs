//! The answer to a streaming request.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::Stream;
use tokio::sync::mpsc::Receiver;

use crate::Event;

/// How many events wait for a slow client before the responder has to wait too.
pub(crate) const EVENT_BUFFER: usize = 64;

/// Bytes after which [`SseBody`] hands over what it has, even when more events are ready.
const CHUNK_BYTES: usize = 16 * 1024;

/// The events of one turn. **Dropping it is the client's disconnect**: the turn is cancelled and its text kept.
#[derive(Debug)]
pub struct EventStream {
    events: Receiver<Event>,
}

impl EventStream {
    pub(crate) fn new(events: Receiver<Event>) -> Self {
        Self { events }
    }

    /// The next event, `None` at the end.
    pub async fn next_event(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// All events up to the end, for a caller that wants the whole answer at once.
    pub async fn collect_events(mut self) -> Vec<Event> {
        let mut all = Vec::new();
        while let Some(event) = self.next_event().await {
            all.push(event);
        }
        all
    }

    /// The same as the body of a `text/event-stream` answer.
    #[must_use]
    pub fn into_sse(self) -> SseBody {
        SseBody { events: self.events }
    }
}

impl Stream for EventStream {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        self.events.poll_recv(context)
    }
}

/// The body of a `text/event-stream` answer: each event is exactly `data: <one line of JSON>\n\n`. There is no other
/// line, no comment and no end mark; the stream ends by ending.
///
/// Events that are ready together come as one chunk. Dropping it is the client's disconnect.
#[derive(Debug)]
pub struct SseBody {
    events: Receiver<Event>,
}

impl Stream for SseBody {
    type Item = Vec<u8>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Vec<u8>>> {
        let Some(first) = ready!(self.events.poll_recv(context)) else { return Poll::Ready(None) };
        let mut chunk = Vec::with_capacity(256);
        write_frame(&first, &mut chunk);
        while chunk.len() < CHUNK_BYTES {
            let Ok(event) = self.events.try_recv() else { break };
            write_frame(&event, &mut chunk);
        }
        Poll::Ready(Some(chunk))
    }
}

/// Appends `event` as one frame.
fn write_frame(event: &Event, chunk: &mut Vec<u8>) {
    let start = chunk.len();
    chunk.extend_from_slice(b"data: ");
    // JSON escapes line ends within strings, so the frame is one line.
    if let Err(error) = serde_json::to_writer(&mut *chunk, event) {
        // Only a float that is not a number could get here, and JSON writes that as null.
        tracing::error!(%error, event = event.type_name(), "left out an event that is no JSON");
        chunk.truncate(start);
        return;
    }
    chunk.extend_from_slice(b"\n\n");
}
