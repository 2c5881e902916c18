//! `docket serve` as a child process, and a client with a session.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The clock that system tests run at, unless they say otherwise.
pub const NOW: &str = "2026-11-21T10:00[Europe/Berlin]";
const START_LIMIT: Duration = Duration::from_secs(60);

/// How to start a server.
#[derive(Debug)]
pub struct DocketBuilder {
    args: Vec<String>,
    env: Vec<(String, String)>,
    data_dir: Option<PathBuf>,
}

/// A running `docket serve`; killed when dropped.
#[derive(Debug)]
pub struct Docket {
    /// The ready line.
    pub ready: Value,
    /// Its data directory.
    pub data_dir: PathBuf,
    child: Child,
    // Held so that the directory outlives the server.
    temp: Option<TempDir>,
}

impl DocketBuilder {
    /// One more argument of `docket serve`.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<String>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// One more environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// A data directory of the test's own; a fresh one where none is named.
    #[must_use]
    pub fn data_dir(mut self, dir: &Path) -> Self {
        self.data_dir = Some(dir.to_owned());
        self
    }

    /// Starts the server and waits until it listens.
    ///
    /// # Panics
    /// When it does not print its ready line within a minute.
    pub async fn start(self) -> Docket {
        let (data_dir, temp) = match self.data_dir {
            Some(dir) => (dir, None),
            None => {
                let temp = TempDir::new().expect("a temporary directory");
                (temp.path().to_owned(), Some(temp))
            }
        };
        let mut child = Command::new(crate::docket())
            .args(["serve", "--port", "0", "--data-dir"])
            .arg(&data_dir)
            .args(&self.args)
            .env("DOCKET_NOW", NOW)
            .env_remove("OPENAI_API_KEY")
            .envs(self.env)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("docket can be started");
        let stdout = child.stdout.take().expect("standard output is piped");
        let line = tokio::time::timeout(START_LIMIT, BufReader::new(stdout).lines().next_line())
            .await
            .expect("a ready line within a minute")
            .expect("readable output")
            .expect("a ready line before the end");
        let ready = serde_json::from_str(&line).expect("the ready line is JSON");
        Docket { ready, data_dir, child, temp }
    }
}

impl Docket {
    /// A server with the built-in assistant, on a free port, at [`NOW`].
    #[must_use]
    pub fn builder() -> DocketBuilder {
        DocketBuilder { args: Vec::new(), env: Vec::new(), data_dir: None }
    }

    /// `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        self.ready["url"].as_str().expect("the ready line has a url")
    }

    /// A client with a session, made from the ready line's ticket; works once a server.
    pub async fn client(&self) -> Client {
        Client::new(self.url(), self.ready["ticket"].as_str().expect("a ticket")).await
    }

    /// Ends it the way a person does, and waits for it.
    ///
    /// # Panics
    /// When it does not end cleanly within a minute.
    pub async fn stop(mut self) -> Option<TempDir> {
        let pid = self.child.id().expect("still running").to_string();
        let killed = Command::new("kill").args(["-TERM", &pid]).status().await.expect("kill runs");
        assert!(killed.success());
        let status = tokio::time::timeout(START_LIMIT, self.child.wait()).await.expect("ends in time").expect("waited");
        assert_eq!(status.code(), Some(0), "docket serve ends with 0");
        self.temp.take()
    }

    /// Ends it the way a crash does.
    pub async fn kill(mut self) -> Option<TempDir> {
        self.child.kill().await.expect("kill -9");
        self.temp.take()
    }
}

/// What a page is to the server: an address and a client secret.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    secret: String,
}

impl Client {
    /// Redeems a ticket.
    ///
    /// # Panics
    /// When the server refuses it.
    pub async fn new(url: &str, ticket: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answer =
            http.post(format!("{url}/api/chatkit/session")).bearer_auth(ticket).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        let body: Value = answer.json().await.expect("JSON");
        let secret = body["client_secret"].as_str().expect("a client secret").to_owned();
        Self { http, url: url.to_owned(), secret }
    }

    /// The client secret.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// A request with the bearer.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare_request(method, path).bearer_auth(&self.secret)
    }

    /// A request without it.
    pub fn bare_request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// GET that must answer 200 and JSON.
    pub async fn get(&self, path: &str) -> Value {
        json_of(self.request(Method::GET, path).send().await.expect("an answer")).await
    }

    /// POST that must answer 2xx and JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Value {
        json_of(self.request(Method::POST, path).json(body).send().await.expect("an answer")).await
    }

    /// PATCH that must answer 2xx and JSON.
    pub async fn patch(&self, path: &str, body: &Value) -> Value {
        json_of(self.request(Method::PATCH, path).json(body).send().await.expect("an answer")).await
    }

    /// Says something in a new thread, or in `thread_id`; the events of the answer as they come.
    pub async fn say(&self, thread_id: Option<&str>, text: &str) -> SseReader {
        let input =
            json!({"content": [{"type": "input_text", "text": text}], "attachments": [], "inference_options": {}});
        let body = match thread_id {
            None => json!({"type": "threads.create", "params": {"input": input}}),
            Some(id) => json!({"type": "threads.add_user_message", "params": {"thread_id": id, "input": input}}),
        };
        SseReader::new(self.request(Method::POST, "/chatkit").json(&body).send().await.expect("an answer"))
    }
}

async fn json_of(response: Response) -> Value {
    let status = response.status();
    let text = response.text().await.expect("a body");
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Reads `data:` frames.
pub struct SseReader {
    stream: futures_util::stream::BoxStream<'static, reqwest::Result<Vec<u8>>>,
    buffer: Vec<u8>,
}

impl SseReader {
    /// Takes over an answer that must be an event stream.
    ///
    /// # Panics
    /// When the answer is something else.
    #[must_use]
    pub fn new(response: Response) -> Self {
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers()["content-type"].as_bytes().starts_with(b"text/event-stream"));
        Self {
            stream: response.bytes_stream().map(|part| part.map(|bytes| bytes.to_vec())).boxed(),
            buffer: Vec::new(),
        }
    }

    /// The next event; `None` at the end of the stream. Comments are passed over.
    ///
    /// # Panics
    /// When nothing comes for 30 s, or the stream breaks off.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\n\n") {
                let frame: Vec<u8> = self.buffer.drain(..end + 2).collect();
                let frame = String::from_utf8(frame).expect("UTF-8");
                if let Some(data) = frame.trim_end().strip_prefix("data: ") {
                    return Some(serde_json::from_str(data).expect("JSON in a frame"));
                }
            }
            let part = tokio::time::timeout(Duration::from_secs(30), self.stream.next())
                .await
                .expect("an event within 30 s")?;
            self.buffer.extend(part.expect("an unbroken stream"));
        }
    }

    /// All events up to the end.
    pub async fn all(mut self) -> Vec<Value> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }
}

impl std::fmt::Debug for SseReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SseReader").field("buffered", &self.buffer.len()).finish_non_exhaustive()
    }
}
