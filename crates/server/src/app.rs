//! What the routes share.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::IntoResponse as _;
use chatkit_server::Turns;
use docket_assistant::secrets::Keys;
use docket_assistant::{Patience, Provider, Standby};
use docket_store::{Database, Store};
use tokio::sync::Semaphore;
use tower_http::catch_panic::ResponseForPanic;

use crate::error::Code;
use crate::frame::Frame;
use crate::gate::{Gate, Uploader};
use crate::opens::Opens;
use crate::options::{Limits, ProviderOverride};
use crate::sessions::{Caller, Sessions};
use crate::tickets::Tickets;
use crate::{Clock, Host};

/// What the routes share.
pub(crate) struct App {
    pub(crate) gate: Gate,
    pub(crate) sessions: Sessions,
    pub(crate) tickets: Tickets,
    pub(crate) users: HashMap<Arc<str>, User>,
    /// The first of them.
    pub(crate) usual_user: Arc<str>,
    pub(crate) database: Database,
    pub(crate) keys: Arc<Keys>,
    pub(crate) clock: Clock,
    pub(crate) host: Option<Arc<dyn Host>>,
    pub(crate) limits: Limits,
    pub(crate) provider: ProviderOverride,
    /// Answers in place of the connection.
    pub(crate) model: Option<Arc<dyn Provider>>,
    pub(crate) patience: Option<Patience>,
    pub(crate) ticket_life: Duration,
    /// Places for streams.
    pub(crate) streams: Arc<Semaphore>,
    /// Places for bodies past the limit of JSON while they are being read.
    pub(crate) large_bodies: Semaphore,
    /// The place for an image that is looked into.
    pub(crate) pictures: Semaphore,
    /// The place for a damaged file that is read.
    pub(crate) damaged_files: Semaphore,
    /// Whether pages show the built-in chat element, whatever the settings say.
    pub(crate) built_in_element: bool,
    /// The port of OpenAI's chat element.
    pub(crate) frame: Frame,
    /// From the shell to the pages.
    pub(crate) opens: Arc<Opens>,
    /// What was asked in quick add, until the window takes it.
    pub(crate) question: Mutex<Option<String>>,
    pub(crate) panics: Arc<AtomicU64>,
}

/// One user: what is theirs.
pub(crate) struct User {
    pub(crate) id: Arc<str>,
    pub(crate) store: Store,
    /// Running answers.
    pub(crate) turns: Turns,
    /// What is known of the user's model between messages.
    pub(crate) standby: Standby,
}

impl App {
    pub(crate) fn panic_counter(&self) -> PanicCounter {
        PanicCounter(Arc::clone(&self.panics))
    }

    /// The things of the caller.
    ///
    /// # Errors
    /// [`Code::SessionExpired`] for a user whom this start does not know; sessions are made for known ones only.
    pub(crate) fn user(&self, caller: &Caller) -> Result<&User, Code> {
        self.users.get(&caller.user).ok_or(Code::SessionExpired)
    }
}

/// The caller whom the gate has let in. On a route that does not ask for a client secret there is none, and the request is refused.
impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Code;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Code> {
        parts.extensions.get::<Self>().cloned().ok_or(Code::Unauthorized)
    }
}

/// Who the gate has let in to send the bytes of an attachment.
impl FromRequestParts<Arc<App>> for Uploader {
    type Rejection = Code;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Code> {
        parts.extensions.get::<Self>().cloned().ok_or(Code::Unauthorized)
    }
}

/// The caller's store.
pub(crate) struct Mine(pub(crate) Store);

impl FromRequestParts<Arc<App>> for Mine {
    type Rejection = Code;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Code> {
        let caller = Caller::from_request_parts(parts, app).await?;
        app.user(&caller).map(|user| Self(user.store.clone()))
    }
}

/// Turns a panic in a route into a counted 500 that says nothing.
#[derive(Clone)]
pub(crate) struct PanicCounter(Arc<AtomicU64>);

impl ResponseForPanic for PanicCounter {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, panic: Box<dyn std::any::Any + Send + 'static>) -> axum::http::Response<Body> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        tracing::error!(panic = text.unwrap_or("-"), "a route panicked");
        Code::Internal.into_response()
    }
}

/// A place for one stream, given back when dropped.
pub(crate) type StreamPlace = tokio::sync::OwnedSemaphorePermit;

impl App {
    /// # Errors
    /// [`Code::TooManyStreams`].
    pub(crate) fn take_stream(&self) -> Result<StreamPlace, Code> {
        Arc::clone(&self.streams).try_acquire_owned().map_err(|_| Code::TooManyStreams)
    }
}

/// `body` until `caller`'s session or the server ends, keeping `place` as long.
pub(crate) fn until_over<S>(
    body: S,
    caller: &Caller,
    place: StreamPlace,
) -> impl futures_util::Stream<Item = S::Item> + Send + 'static
where
    S: futures_util::Stream + Send + 'static,
{
    use futures_util::StreamExt as _;
    let over = caller.over.clone();
    body.take_until(async move { over.cancelled().await }).map(move |item| {
        let _ = &place;
        item
    })
}
