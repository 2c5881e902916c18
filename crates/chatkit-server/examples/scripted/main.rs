//! A ChatKit server whose answers are chosen by the first word of a message (`scripts.rs`), to try clients and
//! conformance suites against.
//!
//! `cargo run -p chatkit-server --example scripted --features axum -- [PORT]`
//!
//! `POST /api/chatkit/session` hands out a bearer token; `POST /chatkit` wants one.

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
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use chatkit_server::{ChatKit, IdKind, MemoryStore, new_id};
use scripts::Scripts;
use serde_json::{Value, json};

/// Port when none is named.
const DEFAULT_PORT: u16 = 8124;

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

async fn chatkit(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    if !app.knows(&headers) {
        let body = json!({"error": {"code": "UNAUTHORIZED", "message": "no or unknown bearer token"}});
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    chatkit_server::axum::respond(app.server.process(&body).await)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).map_or(Ok(DEFAULT_PORT), |port| port.parse())?;
    let app = App { server: ChatKit::new(MemoryStore::new(), Scripts), tokens: Arc::default() };
    let routes =
        Router::new().route("/api/chatkit/session", post(session)).route("/chatkit", post(chatkit)).with_state(app);
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, routes).await?;
    Ok(())
}
