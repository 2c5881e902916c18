//! A ChatKit server that repeats what it is told: `POST http://127.0.0.1:8123/chatkit`.

use axum::{Router, body::Bytes, routing::post};
use chatkit_server::{ChatKit, Input, MemoryStore, Responder, StreamError, Turn};

struct Echo;

impl Responder for Echo {
    async fn respond(&self, turn: &mut Turn, input: Input) -> Result<(), StreamError> {
        let Input::UserMessage { message, .. } = input else { return Ok(()) };
        for word in message.text().split_inclusive(' ') {
            turn.delta(word).await?;
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let server = ChatKit::new(MemoryStore::new(), Echo);
    let chatkit = move |body: Bytes| async move { chatkit_server::axum::respond(server.process(&body).await) };
    let routes = Router::new().route("/chatkit", post(chatkit));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8123").await?;
    axum::serve(listener, routes).await
}
