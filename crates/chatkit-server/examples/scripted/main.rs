//! A ChatKit server whose answers are chosen by the first word of a message (`scripts.rs`), to try clients and
//! conformance suites against.
//!
//! `cargo run -p chatkit-server --example scripted --features axum -- [PORT]`
//!
//! `POST /api/chatkit/session` hands out a bearer token; `POST /chatkit` and `PUT /api/chatkit/uploads/ID` want one. The
//! bytes of an upload are counted and forgotten.

mod pieces;
mod scripts;

use std::{
    collections::HashSet,
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{post, put},
};
use chatkit_server::{ChatKit, IdKind, MemoryStore, RequestError, ThreadStore, new_id};
use scripts::Scripts;
use serde_json::{Value, json};

/// Port when none is named.
const DEFAULT_PORT: u16 = 8124;

#[derive(Clone)]
struct App {
    store: MemoryStore,
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

/// The second phase of an upload: the bytes have arrived, so the attachment no longer says where to send them.
async fn upload(State(app): State<App>, headers: HeaderMap, Path(id): Path<String>, body: Bytes) -> Response {
    if !app.knows(&headers) {
        return unauthorized();
    }
    match receive(&app.store, &id, body.len()).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => error.into_response(),
    }
}

async fn receive(store: &MemoryStore, id: &str, bytes: usize) -> Result<(), RequestError> {
    let mut attachment = store.load_attachment(id).await?;
    attachment.upload_descriptor = None;
    attachment.metadata.get_or_insert_default().insert("bytes".to_owned(), bytes.into());
    Ok(store.save_attachment(&attachment).await?)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).map_or(Ok(DEFAULT_PORT), |port| port.parse::<u16>())?;
    let scripts = Scripts { uploads: format!("http://{}:{port}/api/chatkit/uploads", Ipv4Addr::LOCALHOST) };
    let store = MemoryStore::new();
    let app = App { server: ChatKit::new(store.clone(), scripts), store, tokens: Arc::default() };
    let routes = Router::new()
        .route("/api/chatkit/session", post(session))
        .route("/api/chatkit/uploads/{id}", put(upload))
        .route("/chatkit", post(chatkit))
        .with_state(app);
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, routes).await?;
    Ok(())
}
