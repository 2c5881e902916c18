//! `GET /api/v1/events`: every committed change, as it happens, whoever made it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use docket_assistant::Changes;
use docket_store::{ChangeNote, Store};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::app::{App, Mine, until_over};
use crate::body::Params;
use crate::error::Error;
use crate::opens::Listener;
use crate::sessions::Caller;

/// A comment line goes out after so long without an event, so that a dead peer is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// First of all, and again after a gap: whatever the page shows of an earlier revision is to be read anew.
#[derive(Serialize)]
struct Hello {
    kind: &'static str,
    revision: u64,
}

/// Something about the model is not as it was: `GET /api/v1/assistant` says what.
#[derive(Serialize)]
struct AssistantChanged {
    kind: &'static str,
}

/// Who listens.
#[derive(Deserialize)]
pub(crate) struct Of {
    /// The desktop's window that the page is in.
    window: Option<String>,
}

/// `GET /api/v1/events`
pub(crate) async fn feed(
    State(app): State<Arc<App>>,
    caller: Caller,
    Mine(store): Mine,
    Params(of): Params<Of>,
) -> Result<Response, Error> {
    let place = app.take_stream()?;
    let feed = Feed {
        greeted: Greeted::No,
        changes: store.subscribe().await?,
        opens: app.opens.listen(of.window),
        standing: app.user(&caller)?.standby.changes(),
        store,
    };
    let events = until_over(feed.into_stream(), &caller, place);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

struct Feed {
    greeted: Greeted,
    changes: broadcast::Receiver<ChangeNote>,
    opens: Listener,
    standing: Changes,
    store: Store,
}

#[derive(PartialEq)]
enum Greeted {
    No,
    Yes,
}

impl Feed {
    fn into_stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, async |mut feed| feed.next().await.map(|event| (Ok(event), feed)))
    }

    /// The next event; none when the store is closed.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.greeted == Greeted::No {
                // Subscribed before it reads: what is committed in between is told as well, and nothing is missed.
                let revision = self.store.revision().await.ok()?;
                self.greeted = Greeted::Yes;
                return data(&Hello { kind: "hello", revision });
            }
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(change) => return data(&change),
                    Err(RecvError::Lagged(_)) => self.greeted = Greeted::No,
                    Err(RecvError::Closed) => return None,
                },
                () = self.standing.next() => return data(&AssistantChanged { kind: "assistant" }),
                open = self.opens.next() => return data(&open?),
            }
        }
    }
}

fn data<T: Serialize>(event: &T) -> Option<Event> {
    Event::default().json_data(event).ok()
}
