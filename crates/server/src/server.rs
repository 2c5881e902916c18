//! Starting, running and ending.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chatkit_server::Turns;
use docket_assistant::Standby;
use docket_store::Database;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::{App, User};
use crate::frame::{self, Frame};
use crate::gate::{Door, Gate, OriginError};
use crate::listen::Listener;
use crate::sessions::Sessions;
use crate::tickets::{Tickets, Worth};
use crate::tokens::SelfTestFailed;
use crate::{Clock, NoRandomness, Options};

/// After the start, and then again and again: what was deleted long ago goes for good.
const FIRST_TENDING: Duration = Duration::from_secs(30);
const TENDING: Duration = Duration::from_secs(3_600);

/// Bodies of some megabytes that are read at the same time.
const LARGE_BODIES: usize = 2;

/// A running server; ends when [`Server::shutdown`] is called.
pub struct Server {
    addr: SocketAddr,
    app: Arc<App>,
    database: Database,
    ending: CancellationToken,
    accepting: JoinHandle<()>,
    tending: JoinHandle<()>,
    connections: TaskTracker,
}

/// Why a server cannot be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port is taken, or not ours to take.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// One of [`Options::allow_origins`] cannot be allowed.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// The signing of sessions does not work.
    #[error(transparent)]
    SelfTest(#[from] SelfTestFailed),
    /// There is no user.
    #[error("no user to serve")]
    NoUser,
}

/// Why there is no ticket.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TicketError {
    /// The server has no such user.
    #[error("no user `{0}`")]
    UnknownUser(String),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// Starts serving on 127.0.0.1.
///
/// # Errors
/// [`StartError`]. The database is closed then.
pub async fn start(options: Options) -> Result<Server, StartError> {
    let port = options.port;
    // The literal address: never a name, which somebody else may answer to. tokio sets no SO_REUSEPORT.
    let listening = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    let socket = listening.map_err(|source| StartError::Listen { port, source })?;
    let addr = socket.local_addr().map_err(|source| StartError::Listen { port, source })?;
    let gate = Gate::new(addr, options.allow_origins)?;
    let ending = CancellationToken::new();
    let sessions = Sessions::new(&options.session_key, ending.clone())?;
    let usual_user = Arc::from(options.users.first().ok_or(StartError::NoUser)?.as_str());
    let mut users = HashMap::new();
    for name in &options.users {
        let store = options.database.store(name).with_tier(options.tier);
        let id: Arc<str> = Arc::from(name.as_str());
        users.insert(Arc::clone(&id), User { id, store, turns: Turns::new(), standby: Standby::default() });
    }
    let panics = Arc::new(AtomicU64::new(0));
    let connections = TaskTracker::new();
    let app = Arc::new(App {
        gate,
        sessions,
        tickets: Tickets::default(),
        users,
        usual_user,
        database: options.database.clone(),
        keys: options.keys,
        clock: options.clock,
        host: options.host,
        streams: Arc::new(Semaphore::new(options.limits.max_streams)),
        limits: options.limits.clone(),
        provider: options.provider,
        model: options.model,
        patience: options.patience,
        ticket_life: options.ticket_life,
        large_bodies: Semaphore::new(LARGE_BODIES),
        pictures: Semaphore::new(1),
        damaged_files: Semaphore::new(1),
        built_in_element: options.built_in_element,
        frame: Frame::new(options.element_script, ending.clone(), connections.clone()),
        opens: Arc::default(),
        question: Mutex::default(),
        panics: Arc::clone(&panics),
    });
    frame::follow_settings(&app).await;
    let listener = Listener {
        socket,
        router: crate::router::router(&app, app.gate.clone(), Door::Window),
        limits: options.limits,
        ending: ending.clone(),
        connections: connections.clone(),
        panics,
    };
    let tending = tokio::spawn(tend(options.database.clone(), app.clock.clone(), ending.clone()));
    let accepting = tokio::spawn(listener.run());
    tracing::info!(port = addr.port(), "serving on {addr}");
    Ok(Server { addr, app, database: options.database, ending, accepting, tending, connections })
}

/// Deletes for good what was in the trash for thirty days, and files that nothing names: a while after the start, which does not wait
/// for it, and every hour.
async fn tend(database: Database, clock: Clock, ending: CancellationToken) {
    let mut wait = FIRST_TENDING;
    while tokio::time::timeout(wait, ending.cancelled()).await.is_err() {
        if let Err(error) = database.tend(clock.now().timestamp()).await {
            tracing::warn!(%error, "the trash could not be emptied");
        }
        wait = TENDING;
    }
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its origin: `http://127.0.0.1:PORT`, without a slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// A ticket for a session of `user`: 64 hexadecimal digits, worth one session once, for `life`. A ninth one takes the
    /// place of the oldest.
    ///
    /// # Errors
    /// [`TicketError`].
    pub fn mint_ticket(&self, user: &str, life: Duration) -> Result<String, TicketError> {
        let (user, _) = self.app.users.get_key_value(user).ok_or_else(|| TicketError::UnknownUser(user.to_owned()))?;
        Ok(self.app.tickets.mint(user, Worth::Session, life)?)
    }

    /// The address that opens the window with `ticket`. The ticket stands in the fragment, which no browser sends.
    #[must_use]
    pub fn open_url(&self, ticket: &str) -> String {
        format!("{}/#ticket={ticket}", self.url())
    }

    /// Tells every open page to go to `path` in `window` (`main`, `quick_add`). Where no page of that window listens yet, the last one
    /// waits for the first that does.
    pub fn emit_open(&self, path: &str, window: &str) {
        self.app.opens.send(path, window);
    }

    /// The origin of the page that holds OpenAI's chat element, while a user has chosen it: `http://127.0.0.1:PORT`. A desktop lets its
    /// window have frames of it.
    #[must_use]
    pub fn frame_origin(&self) -> Option<String> {
        self.app.frame.origin()
    }

    /// How many answers of the chat run.
    #[must_use]
    pub fn answers(&self) -> usize {
        self.app.users.values().map(|user| user.turns.running()).sum()
    }

    /// Waits until no answer of the chat runs; what was answered is stored then. Cancels nothing, and lives without the server.
    pub fn answered(&self) -> impl Future<Output = ()> + Send + 'static {
        let app = Arc::clone(&self.app);
        async move {
            for user in app.users.values() {
                user.turns.all_ended().await;
            }
        }
    }

    /// How many requests ended in a panic since the start; 0 unless there is a fault of ours.
    #[must_use]
    pub fn panics(&self) -> u64 {
        self.app.panics.load(Ordering::Relaxed)
    }

    /// How many connections are open.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// Ends: takes no connection any more, ends streams, cancels running answers and keeps what they have, closes the database.
    pub async fn shutdown(self) {
        let Self { addr: _, app, database, ending, accepting, tending, connections } = self;
        ending.cancel();
        if let Err(error) = accepting.await {
            tracing::error!(%error, "the accept loop had failed");
        }
        if let Err(error) = tending.await {
            tracing::error!(%error, "looking after the data had failed");
        }
        connections.close();
        for user in app.users.values() {
            user.turns.shutdown().await;
        }
        connections.wait().await;
        // Closing waits for the writer and writes the log into the file: not on a thread of the runtime.
        if let Err(error) = tokio::task::spawn_blocking(move || database.close()).await {
            tracing::error!(%error, "closing the database failed");
        }
        tracing::info!("ended");
    }
}
