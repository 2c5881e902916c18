//! A ChatKit server whose answers are chosen by the first word of a message (`scripts.rs`), to try clients and
//! conformance suites against.
//!
//! `cargo run -p chatkit-server --example scripted --features axum -- [--port N]`; port 0 takes any that is free, and the
//! first line of the output says which.
//!
//! `POST /api/chatkit/session` hands out a bearer token to anybody; `POST /chatkit`, `POST /api/chatkit/attachments` and
//! `PUT` or `POST /api/chatkit/attachments/ID` want one. The bytes of an upload are counted and forgotten.

mod pieces;
mod scripts;

use std::{
    collections::HashSet,
    io::Write,
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Multipart, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{post, put},
};
use chatkit_server::{AttachmentsCreate, ChatKit, IdKind, MemoryStore, RequestError, new_id};
use scripts::Scripts;
use serde_json::{Value, json};

/// Port when none is named.
const DEFAULT_PORT: u16 = 8124;

const NO_FILE: &str = "the form has no field `file`";

#[derive(Clone)]
struct App {
    server: ChatKit<MemoryStore, Scripts>,
    tokens: Arc<Mutex<HashSet<String>>>,
}

impl App {
    fn knows(&self, headers: &HeaderMap) -> bool {
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = bearer.and_then(|value| value.strip_prefix("Bearer "));
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        token.is_some_and(|token| tokens.contains(token))
    }
}

/// An id is unguessable enough for a server that listens on this computer and keeps nothing.
async fn session(State(app): State<App>) -> Json<Value> {
    let token = new_id(IdKind::Message);
    app.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone());
    Json(json!({"client_secret": token}))
}

fn unauthorized() -> Response {
    let body = json!({"error": {"code": "UNAUTHORIZED", "message": "no or unknown bearer token"}});
    (StatusCode::UNAUTHORIZED, Json(body)).into_response()
}

async fn chatkit(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    if !app.knows(&headers) {
        return unauthorized();
    }
    chatkit_server::axum::respond(app.server.process(&body).await)
}

/// A file in one step: the bytes come with its name, and the record is the answer.
async fn upload(State(app): State<App>, headers: HeaderMap, body: Multipart) -> Response {
    if !app.knows(&headers) {
        return unauthorized();
    }
    let Some(file) = file_of(body).await else { return RequestError::Invalid(NO_FILE.to_owned()).into_response() };
    match app.server.add_attachment(&new_id(IdKind::Attachment), file).await {
        Ok(attachment) => Json(attachment).into_response(),
        Err(error) => error.into_response(),
    }
}

/// What the multipart field `file` says of itself; its bytes are counted and forgotten.
async fn file_of(mut body: Multipart) -> Option<AttachmentsCreate> {
    while let Ok(Some(field)) = body.next_field().await {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or("file").to_owned();
        let mime_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
        let size = u64::try_from(field.bytes().await.ok()?.len()).ok()?;
        return Some(AttachmentsCreate { name, size, mime_type });
    }
    None
}

/// The second phase of an announced upload: the bytes have arrived, raw or as a multipart field.
async fn arrive(State(app): State<App>, headers: HeaderMap, Path(id): Path<String>, _: Bytes) -> Response {
    if !app.knows(&headers) {
        return unauthorized();
    }
    match app.server.attachment_arrived(&id).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => error.into_response(),
    }
}

/// The port that `--port N` names.
fn port() -> Result<u16, String> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next(), arguments.next()) {
        (None, None, None) => Ok(DEFAULT_PORT),
        (Some("--port"), Some(port), None) => port.parse().map_err(|_| format!("`{port}` is no port")),
        _ => Err("usage: scripted [--port N]".to_owned()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port()?)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let scripts = Scripts { uploads: format!("{origin}/api/chatkit/attachments") };
    let app = App { server: ChatKit::new(MemoryStore::new(), scripts), tokens: Arc::default() };
    let routes = Router::new()
        .route("/api/chatkit/session", post(session))
        .route("/api/chatkit/attachments", post(upload))
        .route("/api/chatkit/attachments/{id}", put(arrive).post(arrive))
        .route("/chatkit", post(chatkit))
        .with_state(app);
    announce(&origin)?;
    axum::serve(listener, routes).await?;
    Ok(())
}

/// Says on standard output that requests are taken from now on, and where.
fn announce(origin: &str) -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{origin}")?;
    output.flush()
}
