//! HTTP/1.1 byte by byte: what no ordinary client lets one send, and answers as they come over the wire.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longest wait for anything; what takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it will be written.
#[derive(Clone, Debug)]
pub struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// `method target`, with the Host of `addr`.
    #[must_use]
    pub fn new(addr: SocketAddr, method: &str, target: &str) -> Self {
        Self::without_host(method, target).header("Host", &addr.to_string())
    }

    /// `method target`, with no header at all.
    #[must_use]
    pub fn without_host(method: &str, target: &str) -> Self {
        Self { line: format!("{method} {target} HTTP/1.1"), headers: Vec::new(), body: Vec::new() }
    }

    /// One more header line, even where one of that name is there.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// `Authorization: Bearer …`.
    #[must_use]
    pub fn bearer(self, credential: &str) -> Self {
        self.header("Authorization", &format!("Bearer {credential}"))
    }

    /// A body with its length and no media type.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        let length = self.body.len().to_string();
        self.header("Content-Length", &length)
    }

    /// A JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body(body.to_string()).header("Content-Type", "application/json")
    }

    /// As it goes over the wire.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{}\r\n", self.line);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        [text.as_bytes(), &self.body].concat()
    }

    /// Sends it on a connection of its own and reads the answer.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(self, addr: SocketAddr) -> Answer {
        let mut connection = Connection::open(addr).await;
        connection.write(&self.bytes()).await;
        connection.answer().await.expect("an answer")
    }
}

/// An answer. The body of a stream is not read: it is empty.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// All of it.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header that is there once.
    ///
    /// # Panics
    /// When it is there twice.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str());
        let value = found.next();
        assert!(found.next().is_none(), "{name} twice in {:?}", self.headers);
        value
    }

    /// Whether any CORS header is there.
    #[must_use]
    pub fn has_cors(&self) -> bool {
        self.headers.iter().any(|(name, _)| name.starts_with("access-control-"))
    }

    /// The body as JSON; null where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// `error.code`, or nothing.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }

    fn is_stream(&self) -> bool {
        self.header("content-type").is_some_and(|value| value.starts_with("text/event-stream"))
    }
}

/// A connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Panics
    /// When nobody listens.
    pub async fn open(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect(addr).await.expect("somebody listens");
        Self { stream, unread: Vec::new() }
    }

    /// Ends it without a goodbye: the peer meets a reset.
    ///
    /// # Panics
    /// When the system does not let it.
    pub fn reset(self) {
        self.stream.set_zero_linger().expect("an open socket");
    }

    /// Writes; a peer that has gone away is noticed when reading.
    pub async fn write(&mut self, bytes: &[u8]) {
        let _ = timeout(PATIENCE, self.stream.write_all(bytes)).await.expect("the peer reads");
    }

    /// The next answer; `None` when the connection ends instead. Answers with 100 are passed over.
    ///
    /// # Panics
    /// When an answer is no HTTP, or breaks off, or nothing comes in time.
    pub async fn answer(&mut self) -> Option<Answer> {
        loop {
            let mut answer = self.head().await?;
            if answer.status == 100 {
                continue;
            }
            if !answer.is_stream() {
                answer.body = self.body(&answer).await;
            }
            return Some(answer);
        }
    }

    /// More of the bytes that follow an answer's head: the raw chunks of a stream. Empty at the end of the connection.
    pub async fn more(&mut self) -> Vec<u8> {
        if self.unread.is_empty() {
            self.fill().await;
        }
        std::mem::take(&mut self.unread)
    }

    /// The rest of a stream, up to its last, empty chunk.
    ///
    /// # Panics
    /// When the connection ends first.
    pub async fn end_of_stream(&mut self) -> Vec<u8> {
        while !self.unread.ends_with(b"0\r\n\r\n") {
            assert!(self.fill().await, "the stream broke off");
        }
        std::mem::take(&mut self.unread)
    }

    /// Everything up to the end of the connection.
    pub async fn rest(&mut self) -> Vec<u8> {
        while self.fill().await {}
        std::mem::take(&mut self.unread)
    }

    async fn head(&mut self) -> Option<Answer> {
        let end = loop {
            if let Some(end) = find(&self.unread, b"\r\n\r\n") {
                break end;
            }
            if !self.fill().await {
                assert!(self.unread.is_empty(), "broke off: {}", String::from_utf8_lossy(&self.unread));
                return None;
            }
        };
        let head: Vec<u8> = self.unread.drain(..end + 4).collect();
        let head = String::from_utf8(head).expect("a head is text");
        let mut lines = head.trim_end().split("\r\n");
        let status_line = lines.next().expect("a status line");
        let status = status_line.split(' ').nth(1).and_then(|status| status.parse().ok());
        assert!(status_line.starts_with("HTTP/1."), "{status_line}");
        let header = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header line");
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        Some(Answer { status: status.expect("a status"), headers: lines.map(header).collect(), body: Vec::new() })
    }

    async fn body(&mut self, answer: &Answer) -> Vec<u8> {
        if answer.header("transfer-encoding") == Some("chunked") {
            return self.chunks().await;
        }
        let length = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        self.take(length).await
    }

    async fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            while find(&self.unread, b"\r\n").is_none() {
                assert!(self.fill().await, "a chunked body broke off");
            }
            let end = find(&self.unread, b"\r\n").expect("just seen");
            let line: Vec<u8> = self.unread.drain(..end + 2).collect();
            let size = usize::from_str_radix(String::from_utf8_lossy(&line).trim(), 16).expect("a chunk size");
            body.extend(self.take(size).await);
            self.take(2).await;
            if size == 0 {
                return body;
            }
        }
    }

    async fn take(&mut self, length: usize) -> Vec<u8> {
        while self.unread.len() < length {
            assert!(self.fill().await, "a body broke off after {} of {length} bytes", self.unread.len());
        }
        self.unread.drain(..length).collect()
    }

    /// False at the end of the connection, by a reset too.
    async fn fill(&mut self) -> bool {
        let mut bytes = vec![0; 64 * 1024];
        let read = timeout(PATIENCE, self.stream.read(&mut bytes)).await.expect("something comes in time").unwrap_or(0);
        self.unread.extend_from_slice(&bytes[..read]);
        read > 0
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
