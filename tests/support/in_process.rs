//! The server in the test's own process: no binary, a database in memory or in a folder, a key that the test knows.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use docket_assistant::secrets::{Keys, Memory};
use docket_server::{Clock, Options, Server, SessionKey, Tier};
use docket_store::{Database, OpenOptions};
use serde_json::{Value, json};

use crate::NOW;
use crate::raw::{Answer, Request};

/// The key that signs client secrets in tests.
pub const SESSION_KEY: [u8; 32] = [7; 32];

/// Long enough for a ticket of a test.
pub const LONG: Duration = Duration::from_secs(600);

/// A server with everything as usual, at [`NOW`], with its data in memory.
///
/// # Panics
/// When it does not start.
pub async fn start() -> Server {
    start_with(|_| {}).await
}

/// The same with some options changed.
///
/// # Panics
/// When it does not start.
pub async fn start_with(change: impl FnOnce(&mut Options)) -> Server {
    start_on(Database::in_memory().expect("a database in memory"), change).await
}

/// The same with its data in `folder`.
///
/// # Panics
/// When it does not start.
pub async fn start_in(folder: &Path) -> Server {
    start_on(Database::open(folder, OpenOptions::default()).expect("a database in a folder"), |_| {}).await
}

/// The same with a database of the test's.
///
/// # Panics
/// When it does not start.
pub async fn start_on(database: Database, change: impl FnOnce(&mut Options)) -> Server {
    let keys = Keys::new(Arc::new(Memory::default()), None);
    let mut options = Options::new(database, Arc::new(keys)).expect("random bytes");
    options.clock = Clock::Fixed(NOW.parse().expect("a moment"));
    options.session_key = SessionKey::from_bytes(SESSION_KEY);
    // Tests say more in a minute than people do; those of the limits set their own.
    options.tier = Tier::Unlimited;
    change(&mut options);
    docket_server::start(options).await.expect("the server starts")
}

/// A page with a session, over raw sockets.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where the server is.
    pub addr: SocketAddr,
    /// Its client secret.
    pub secret: String,
}

impl Page {
    /// A new session of the user `local`.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn open(server: &Server) -> Self {
        Self::open_as(server, "local").await
    }

    /// A new session of `user`.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn open_as(server: &Server, user: &str) -> Self {
        let ticket = server.mint_ticket(user, LONG).expect("a ticket");
        let addr = server.addr();
        let answer = Request::new(addr, "POST", "/api/chatkit/session").bearer(&ticket).send(addr).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        Self { addr, secret: answer.json()["client_secret"].as_str().expect("a client secret").to_owned() }
    }

    /// A request with the bearer.
    #[must_use]
    pub fn request(&self, method: &str, target: &str) -> Request {
        Request::new(self.addr, method, target).bearer(&self.secret)
    }

    /// The answer to a GET.
    pub async fn get(&self, target: &str) -> Answer {
        self.request("GET", target).send(self.addr).await
    }

    /// The answer to a request with a JSON body.
    pub async fn send(&self, method: &str, target: &str, body: &Value) -> Answer {
        self.request(method, target).json(body).send(self.addr).await
    }

    /// Prepares an upload; the attachment as the protocol answers it, with where its bytes go.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn prepare_upload(&self, name: &str, mime_type: &str, size: usize) -> Value {
        let params = json!({ "name": name, "mime_type": mime_type, "size": size });
        let answer = self.send("POST", "/chatkit", &json!({ "type": "attachments.create", "params": params })).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    }

    /// The answer to a request without a body.
    pub async fn bare(&self, method: &str, target: &str) -> Answer {
        self.request(method, target).send(self.addr).await
    }
}

/// `threads.create` with one text.
#[must_use]
pub fn say(text: &str) -> Value {
    let content = json!([{ "type": "input_text", "text": text }]);
    json!({ "type": "threads.create", "params": { "input": { "content": content, "attachments": [], "inference_options": {} } } })
}

/// The JSON of each `data:` line of a stream's raw chunks.
#[must_use]
pub fn events(raw: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(raw);
    text.lines()
        .filter_map(|line| line.trim_end().strip_prefix("data: "))
        .filter_map(|data| serde_json::from_str(data).ok())
        .collect()
}

/// [`NOW`], the moment of tasks in these tests.
///
/// # Panics
/// Never: it is written right.
#[must_use]
pub fn now() -> jiff::Zoned {
    NOW.parse().expect("a moment")
}
