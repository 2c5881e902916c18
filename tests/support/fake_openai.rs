//! An OpenAI-compatible server on loopback that speaks the real wires: `POST /v1/chat/completions` and `POST /v1/responses` as event
//! streams, `GET /v1/models`, `POST /v1/audio/transcriptions`.
//!
//! What it answers is either queued ([`FakeOpenAi::answer`]), or scripted by the last message of the user, so that a whole system can
//! be driven from the chat:
//!
//! ```text
//! say N                             N pieces of text
//! tool NAME {json} [&& tool …]      tool calls; once their results are back, "Done: " and the results
//! malformed tool json               a call whose arguments break off
//! error CODE [retry-after=S]        an HTTP error with OpenAI's body
//! fail N                            N pieces of text, then an error inside of the stream
//! cut N                             N pieces of text, then the connection breaks
//! hang | hang silent                the first event and then nothing | nothing at all
//! ```
//!
//! Anything else is answered as `say 8`. A conversation in which calls and results do not match is refused as OpenAI refuses it, and
//! [`FakeOpenAi::requests`] panics over it.

#[path = "fake_openai/responses.rs"]
mod responses;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use futures_util::{Stream, StreamExt, future, stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The model that the server has.
pub const MODEL: &str = "fake-1";
const PIECES: [&str; 8] = ["the", " quick", " task", " is", " due", " on", " Fri", "day"];

/// A running fake; it stops when dropped.
#[derive(Debug)]
pub struct FakeOpenAi {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

/// A request that came in.
#[derive(Clone, Debug)]
pub struct Request {
    /// The `Authorization` header, where there was one.
    pub authorization: Option<String>,
    /// The body.
    pub body: Value,
}

/// An answer to one request.
#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    headers: Vec<(&'static str, String)>,
    /// What goes out, piece by piece.
    pieces: Vec<Vec<u8>>,
    end: End,
    wire: Wire,
}

/// For which wire an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wire {
    ChatCompletions,
    Responses,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// As it should.
    Cleanly,
    /// The connection breaks.
    Broken,
    /// Never.
    Never,
    /// Not even the head of the answer comes.
    Silent,
}

#[derive(Debug)]
struct Shared {
    queue: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Request>>,
    faults: Mutex<Vec<String>>,
    models: Mutex<Vec<String>>,
    /// Requests that came in so far.
    arrived: watch::Sender<usize>,
    /// Connections that were opened.
    connections: AtomicUsize,
    /// Answers that the client did not wait for the end of.
    abandoned: watch::Sender<usize>,
}

impl FakeOpenAi {
    /// Starts a server on a free port.
    ///
    /// # Panics
    /// When there is none.
    pub async fn start() -> Self {
        Self::start_on(0).await
    }

    /// Starts a server on a port of the test's.
    ///
    /// # Panics
    /// When it is taken.
    pub async fn start_on(port: u16) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            requests: Mutex::default(),
            faults: Mutex::default(),
            models: Mutex::new(vec![MODEL.to_owned()]),
            arrived: watch::Sender::new(0),
            connections: AtomicUsize::new(0),
            abandoned: watch::Sender::new(0),
        });
        let app = Router::new()
            .route("/v1/chat/completions", post(complete))
            .route("/v1/responses", post(respond))
            .route("/v1/audio/transcriptions", post(transcribe))
            .route("/v1/models", get(models))
            .with_state(Arc::clone(&shared));
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let counting = Arc::clone(&shared);
        let listener = listener.tap_io(move |_| {
            counting.connections.fetch_add(1, Ordering::Relaxed);
        });
        let server = tokio::spawn(async move { axum::serve(listener, app).await.expect("serving") });
        Self { address, shared, server }
    }

    /// `http://127.0.0.1:PORT/v1`
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Answers the next request that nothing is queued for yet with `reply`.
    pub fn answer(&self, reply: Reply) {
        self.shared.queue.lock().expect("not poisoned").push_back(reply);
    }

    /// Says that it has these models.
    pub fn has_models(&self, names: &[&str]) {
        *self.shared.models.lock().expect("not poisoned") = names.iter().map(ToString::to_string).collect();
    }

    /// The requests so far.
    ///
    /// # Panics
    /// Where calls and results in one of them did not match.
    pub fn requests(&self) -> Vec<Request> {
        let faults = self.shared.faults.lock().expect("not poisoned").clone();
        assert!(faults.is_empty(), "requests that OpenAI would refuse: {faults:#?}");
        self.shared.requests.lock().expect("not poisoned").clone()
    }

    /// Connections that were opened so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Waits until `count` requests have come in.
    pub async fn arrived(&self, count: usize) {
        self.shared.arrived.subscribe().wait_for(|arrived| *arrived >= count).await.expect("the server lives");
    }

    /// Waits until the client has gone away from `count` answers before their end.
    pub async fn abandoned(&self, count: usize) {
        self.shared.abandoned.subscribe().wait_for(|abandoned| *abandoned >= count).await.expect("the server lives");
    }
}

impl Drop for FakeOpenAi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Reply {
    /// A text in several pieces.
    #[must_use]
    pub fn text(pieces: &[&str]) -> Self {
        let deltas = pieces.iter().map(|piece| json!({ "content": piece }));
        let first = json!({"role": "assistant", "content": "", "refusal": null});
        Self::stream([first].into_iter().chain(deltas).map(|delta| chunk(&delta, None)).collect(), "stop")
    }

    /// Tool calls by name and arguments, which come in pieces of six bytes.
    #[must_use]
    pub fn calls(calls: &[(&str, Value)]) -> Self {
        let calls: Vec<(&str, String)> = calls.iter().map(|(name, arguments)| (*name, arguments.to_string())).collect();
        Self::raw_calls(&calls)
    }

    /// Tool calls whose arguments are not JSON, or not all of it.
    #[must_use]
    pub fn raw_calls(calls: &[(&str, String)]) -> Self {
        let mut frames = vec![chunk(&json!({"role": "assistant", "content": null, "refusal": null}), None)];
        let unique = next_id();
        for (index, (name, arguments)) in calls.iter().enumerate() {
            let function = json!({"name": name, "arguments": ""});
            let id = format!("call_{unique}_{index}");
            let begin = json!({"tool_calls": [{"index": index, "id": id, "type": "function", "function": function}]});
            frames.push(chunk(&begin, None));
            let letters: Vec<char> = arguments.chars().collect();
            for piece in letters.chunks(6) {
                let piece: String = piece.iter().collect();
                frames.push(chunk(&json!({"tool_calls": [{"index": index, "function": {"arguments": piece}}]}), None));
            }
        }
        Self::stream(frames, "tool_calls")
    }

    /// An HTTP error with a body of the server's own.
    ///
    /// # Panics
    /// Where `status` is none.
    #[must_use]
    pub fn status(status: u16, body: &str) -> Self {
        let status = StatusCode::from_u16(status).expect("a status");
        Self {
            status,
            headers: vec![json_type()],
            pieces: vec![body.into()],
            end: End::Cleanly,
            wire: Wire::ChatCompletions,
        }
    }

    /// An HTTP error with OpenAI's body.
    #[must_use]
    pub fn error(status: u16, code: &str) -> Self {
        let error = json!({"message": format!("scripted error {status}"), "type": code, "param": null, "code": code});
        Self::status(status, &json!({ "error": error }).to_string())
    }

    /// Frames of the server's own, without an end of the stream.
    #[must_use]
    pub fn frames(frames: &[Value]) -> Self {
        Self::bytes(frames.iter().map(frame).collect())
    }

    /// Anything, as an event stream.
    #[must_use]
    pub fn bytes(pieces: Vec<Vec<u8>>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: vec![stream_type()],
            pieces,
            end: End::Cleanly,
            wire: Wire::ChatCompletions,
        }
    }

    /// Nothing at all, not even a head.
    #[must_use]
    pub fn silence() -> Self {
        Self { end: End::Silent, ..Self::bytes(Vec::new()) }
    }

    /// The same as events of Responses; questions on that wire are answered so anyway, but a cut counts the bytes it finds.
    #[must_use]
    pub fn for_responses(mut self) -> Self {
        if self.wire == Wire::ChatCompletions {
            self.wire = Wire::Responses;
            let mut events = responses::Events::default();
            self.pieces =
                self.pieces.iter().map(|piece| events.piece(piece)).filter(|piece| !piece.is_empty()).collect();
        }
        self
    }

    /// The same with another header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same in pieces of `size` bytes.
    #[must_use]
    pub fn in_pieces_of(mut self, size: usize) -> Self {
        self.pieces = self.pieces.concat().chunks(size).map(<[u8]>::to_vec).collect();
        self
    }

    /// The first `bytes` of it, then a clean end of the body.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        let whole = self.pieces.concat();
        self.pieces = vec![whole[..bytes.min(whole.len())].to_vec()];
        self
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first `count` pieces, then a clean end of the body.
    #[must_use]
    pub fn ending_after(mut self, count: usize) -> Self {
        self.pieces.truncate(count);
        self
    }

    /// The first `count` pieces, then the connection breaks.
    #[must_use]
    pub fn broken_after(mut self, count: usize) -> Self {
        self.pieces.truncate(count);
        self.end = End::Broken;
        self
    }

    /// The first `count` pieces, and then nothing more, for ever.
    #[must_use]
    pub fn hanging_after(mut self, count: usize) -> Self {
        self.pieces.truncate(count);
        self.end = End::Never;
        self
    }

    fn stream(mut frames: Vec<Value>, finish: &str) -> Self {
        let tokens = frames.len();
        frames.push(chunk(&json!({}), Some(finish)));
        let usage = json!({"prompt_tokens": 10, "completion_tokens": tokens, "total_tokens": 10 + tokens});
        frames.push(json!({"id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 1_767_225_600, "model": MODEL, "choices": [], "usage": usage}));
        let mut pieces: Vec<Vec<u8>> = frames.iter().map(frame).collect();
        pieces.push(b"data: [DONE]\n\n".to_vec());
        Self::bytes(pieces)
    }
}

fn json_type() -> (&'static str, String) {
    (header::CONTENT_TYPE.as_str(), "application/json".to_owned())
}

fn stream_type() -> (&'static str, String) {
    (header::CONTENT_TYPE.as_str(), "text/event-stream; charset=utf-8".to_owned())
}

fn frame(value: &Value) -> Vec<u8> {
    format!("data: {value}\n\n").into_bytes()
}

fn chunk(delta: &Value, finish: Option<&str>) -> Value {
    json!({
        "id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 1_767_225_600, "model": MODEL, "service_tier": "default",
        "choices": [{"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish}], "usage": null,
    })
}

fn next_id() -> usize {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(1);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

async fn models(State(shared): State<Arc<Shared>>) -> Response {
    let models = shared.models.lock().expect("not poisoned").clone();
    let data: Vec<Value> = models
        .iter()
        .map(|id| json!({"id": id, "object": "model", "created": 1_767_225_600, "owned_by": "fake"}))
        .collect();
    axum::Json(json!({"object": "list", "data": data})).into_response()
}

async fn complete(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    let reply = reply_to(&shared, &headers, &body, &body);
    send(reply, &shared).await
}

async fn respond(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    let reply = reply_to(&shared, &headers, &body, &responses::as_chat(&body)).for_responses();
    send(reply, &shared).await
}

/// A recording is taken for text: what it holds is what was said.
async fn transcribe(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let body = Value::from(String::from_utf8_lossy(&body).into_owned());
    let nothing = json!({});
    let queued = shared.queue.lock().expect("not poisoned").pop_front();
    note(&shared, &headers, &body);
    send(
        queued.unwrap_or_else(|| Reply::status(200, &json!({"text": "buy milk", "usage": nothing}).to_string())),
        &shared,
    )
    .await
}

fn note(shared: &Shared, headers: &HeaderMap, body: &Value) {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    shared.requests.lock().expect("not poisoned").push(Request { authorization, body: body.clone() });
    shared.arrived.send_modify(|count| *count += 1);
}

/// What is queued, or what the script in the conversation `chat` asks for.
fn reply_to(shared: &Shared, headers: &HeaderMap, body: &Value, chat: &Value) -> Reply {
    note(shared, headers, body);
    if let Some(fault) = fault_of(chat) {
        shared.faults.lock().expect("not poisoned").push(fault);
        return Reply::error(400, "invalid_request_error");
    }
    let queued = shared.queue.lock().expect("not poisoned").pop_front();
    queued.unwrap_or_else(|| scripted(chat))
}

async fn send(reply: Reply, shared: &Arc<Shared>) -> Response {
    let Reply { status, headers, pieces, end, wire: _ } = reply;
    if end == End::Silent {
        // Dropped with this future, when the client goes away.
        let _watched = Watched { shared: Arc::clone(shared), over: false, pieces: stream::empty().boxed() };
        return future::pending().await;
    }
    let pieces = stream::iter(pieces).map(|piece| Ok(Bytes::from(piece)));
    let rest: Pieces = match end {
        End::Cleanly | End::Silent => stream::empty().boxed(),
        End::Broken => stream::once(async {
            // The server writes out what it has when a body has nothing for it, and drops it when a body fails.
            tokio::task::yield_now().await;
            Err(std::io::Error::other("the connection breaks"))
        })
        .boxed(),
        End::Never => stream::pending().boxed(),
    };
    let watched = Watched { shared: Arc::clone(shared), over: false, pieces: pieces.chain(rest).boxed() };
    let mut response = Response::new(Body::from_stream(watched));
    *response.status_mut() = status;
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().expect("a header value"));
    }
    response
}

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, std::io::Error>> + Send>>;

/// Tells when it is dropped before its end.
struct Watched {
    shared: Arc<Shared>,
    over: bool,
    pieces: Pieces,
}

impl Stream for Watched {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.pieces.as_mut().poll_next(context);
        self.over = self.over || matches!(next, Poll::Ready(None | Some(Err(_))));
        next
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if !self.over {
            self.shared.abandoned.send_modify(|count| *count += 1);
        }
    }
}

/// What is wrong with the order of calls and results, if anything.
fn fault_of(body: &Value) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    for message in body["messages"].as_array()? {
        let role = message["role"].as_str().unwrap_or_default();
        if role == "tool" {
            let id = message["tool_call_id"].as_str().unwrap_or_default();
            match open.iter().position(|call| call == id) {
                Some(place) => drop(open.remove(place)),
                None => return Some(format!("a result of `{id}`, which was not called or is answered already")),
            }
            continue;
        }
        if !open.is_empty() {
            return Some(format!("no result of {open:?} before the next message"));
        }
        for call in message["tool_calls"].as_array().into_iter().flatten() {
            let arguments = call["function"]["arguments"].as_str().unwrap_or_default();
            if serde_json::from_str::<Value>(arguments).is_err() {
                return Some(format!("arguments that are no JSON: {arguments}"));
            }
            open.push(call["id"].as_str().unwrap_or_default().to_owned());
        }
    }
    (!open.is_empty()).then(|| format!("no result of {open:?}"))
}

/// The answer that the last message of the user asks for.
fn scripted(body: &Value) -> Reply {
    let messages = body["messages"].as_array().cloned().unwrap_or_default();
    let user = messages.iter().rposition(|message| message["role"] == "user");
    let script =
        user.map(|place| messages[place]["content"].as_str().unwrap_or_default().trim().to_owned()).unwrap_or_default();
    let results: Vec<&str> = messages
        .iter()
        .skip(user.map_or(0, |place| place + 1))
        .filter(|message| message["role"] == "tool")
        .filter_map(|message| message["content"].as_str())
        .collect();
    let (word, rest) = script.split_once(' ').unwrap_or((&script, ""));
    let number = rest.split_whitespace().next().and_then(|text| text.parse::<usize>().ok());
    let say = |count: usize| Reply::text(&PIECES.iter().copied().cycle().take(count).collect::<Vec<_>>());
    let calls = calls_of(&script);
    match word {
        "say" => say(number.unwrap_or(8)),
        "tool" if results.len() < calls.len() => {
            let calls: Vec<(&str, Value)> =
                calls.iter().map(|(name, arguments)| (name.as_str(), arguments.clone())).collect();
            Reply::calls(&calls)
        }
        "tool" => Reply::text(&["Done: ", &results.join("; ")]),
        "malformed" if results.is_empty() => Reply::raw_calls(&[("add_task", r#"{"title": "half"#.to_owned())]),
        "malformed" => Reply::text(&["Done: ", &results.join("; ")]),
        "error" => scripted_error(number.unwrap_or(500), rest),
        "fail" => {
            let error = json!({"error": {"message": "scripted failure", "type": "server_error", "param": null, "code": "server_error"}});
            let count = number.unwrap_or(5);
            let mut reply = say(count);
            reply.pieces.truncate(count + 1);
            reply.pieces.push(frame(&error));
            reply
        }
        "cut" => say(number.unwrap_or(5)).broken_after(number.unwrap_or(5) + 1),
        "hang" if rest.contains("silent") => Reply::silence(),
        "hang" => say(1).hanging_after(1),
        _ => say(8),
    }
}

fn scripted_error(status: usize, rest: &str) -> Reply {
    let code = match status {
        401 => "invalid_api_key",
        429 => "rate_limit_exceeded",
        _ => "server_error",
    };
    let reply = Reply::error(u16::try_from(status).unwrap_or(500), code);
    match rest.split_whitespace().find_map(|word| word.strip_prefix("retry-after=")) {
        Some(seconds) => reply.header("retry-after", seconds),
        None => reply,
    }
}

/// `tool NAME {json} && tool NAME {json}`
fn calls_of(script: &str) -> Vec<(String, Value)> {
    let mut calls = Vec::new();
    let mut rest = script;
    while let Some((name, after)) =
        rest.trim_start().strip_prefix("tool ").map(|rest| rest.split_once(' ').unwrap_or((rest, "")))
    {
        let mut values = serde_json::Deserializer::from_str(after).into_iter::<Value>();
        let arguments = values.next().and_then(Result::ok).unwrap_or_else(|| json!({}));
        let read = values.byte_offset();
        calls.push((name.to_owned(), arguments));
        rest = after.get(read..).unwrap_or_default().trim_start().strip_prefix("&&").unwrap_or_default();
    }
    calls
}
