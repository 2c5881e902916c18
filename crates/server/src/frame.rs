//! OpenAI's chat element, where its owner has chosen it: a second port with an origin of its own.
//!
//! The element's script comes from somebody else and changes whenever they like. So it runs in a page that knows nothing: another
//! origin, a session that reaches the chat and nothing else, and the only policy of ours that names a foreign host. The port is
//! open only while a user has chosen the element.

use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::App;
use crate::error::{Code, Error};
use crate::gate::{Door, Gate};
use crate::listen::Listener;
use crate::sessions::Caller;
use crate::settings::wants_openai_element;
use crate::tickets::Worth;
use crate::ui;

/// Where OpenAI's element comes from.
pub(crate) const SCRIPT: &str = "https://cdn.platform.openai.com/deployments/chatkit/chatkit.js";

/// The second port, while it is open.
#[derive(Debug)]
pub(crate) struct Frame {
    script: String,
    open: Mutex<Option<Open>>,
    ending: CancellationToken,
    connections: TaskTracker,
}

#[derive(Clone, Debug)]
struct Open {
    addr: SocketAddr,
    ending: CancellationToken,
}

impl Frame {
    /// `script`: another address of the element's script than OpenAI's. `ending`: ends with the server; `connections`: where they run.
    pub(crate) fn new(script: Option<String>, ending: CancellationToken, connections: TaskTracker) -> Self {
        Self { script: script.unwrap_or_else(|| SCRIPT.to_owned()), open: Mutex::default(), ending, connections }
    }

    /// The origin of the second port, while it is open.
    pub(crate) fn origin(&self) -> Option<String> {
        self.lock().as_ref().map(|open| format!("http://{}", open.addr))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        // Every change under the lock is one assignment.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self, app: &App) {
        if let Some(open) = self.lock().take() {
            open.ending.cancel();
            app.sessions.revoke_chats();
            tracing::info!("the port of the chat element is closed");
        }
    }

    fn start(&self, app: &Arc<App>) -> std::io::Result<()> {
        let mut open = self.lock();
        if open.is_some() {
            return Ok(());
        }
        let socket = StdListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        let addr = socket.local_addr()?;
        let ending = self.ending.child_token();
        let gate = Gate::new(addr, Vec::new()).map_err(std::io::Error::other)?;
        let listener = Listener {
            socket: TcpListener::from_std(socket)?,
            router: crate::router::router(app, gate, Door::Frame),
            limits: app.limits.clone(),
            ending: ending.clone(),
            connections: self.connections.clone(),
            panics: Arc::clone(&app.panics),
        };
        self.connections.spawn(listener.run());
        *open = Some(Open { addr, ending });
        tracing::info!(port = addr.port(), "serving the chat element's page on {addr}");
        Ok(())
    }

    /// What the page of the second port may load: its own files, and the element's script with the frame that it makes.
    fn policy(&self, ancestor: &str) -> String {
        let folder = self.script.rsplit_once('/').map_or(self.script.as_str(), |(folder, _)| folder);
        let origin = self.script.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        format!(
            "default-src 'none'; script-src 'self' {folder}/; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
             connect-src 'self'; frame-src {origin}; base-uri 'none'; form-action 'none'; object-src 'none'; \
             frame-ancestors {ancestor}"
        )
    }
}

/// Opens the second port, or closes it, as the users' settings say now. One that cannot be opened leaves the built-in element.
pub(crate) async fn follow_settings(app: &Arc<App>) {
    let mut is_wanted = false;
    for user in app.users.values() {
        match user.store.settings().await {
            Ok(settings) => is_wanted |= wants_openai_element(&settings),
            Err(error) => tracing::warn!(%error, "the settings could not be read for the chat element"),
        }
    }
    if !is_wanted || app.built_in_element {
        app.frame.close(app);
    } else if let Err(error) = app.frame.start(app) {
        tracing::error!(%error, "the port of the chat element cannot be opened");
    }
}

/// `POST /api/chatkit/frame`: where the element's page is, and a ticket for a session that reaches the chat only.
pub(crate) async fn admit(State(app): State<Arc<App>>, caller: Caller) -> Result<Json<Value>, Error> {
    let settings = app.user(&caller)?.store.settings().await?;
    let origin = app.frame.origin().filter(|_| wants_openai_element(&settings)).ok_or_else(|| {
        Error::new(Code::NotFound, "OpenAI’s chat element is switched off. Switch it on in Settings.")
    })?;
    let ticket = app.tickets.mint(&caller.user, Worth::Chat, app.ticket_life).map_err(|_| Code::SessionError)?;
    let url = format!("{origin}/frame");
    Ok(Json(json!({ "url": url, "origin": origin, "ticket": ticket, "script": app.frame.script })))
}

/// `GET /frame`, at the second port only.
pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    let mut response = ui::frame();
    if let Ok(policy) = HeaderValue::from_str(&app.frame.policy(app.gate.origin())) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_element_names_one_foreign_host_and_nothing_unsafe() {
        let frame = Frame::new(None, CancellationToken::new(), TaskTracker::new());
        let policy = frame.policy("http://127.0.0.1:7");
        let foreign: Vec<_> = policy.split([' ', ';']).filter(|part| part.starts_with("https:")).collect();
        assert_eq!(
            foreign,
            ["https://cdn.platform.openai.com/deployments/chatkit/", "https://cdn.platform.openai.com"]
        );
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert!(policy.ends_with("frame-ancestors http://127.0.0.1:7"));
    }
}
