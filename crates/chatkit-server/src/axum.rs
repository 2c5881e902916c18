//! Answers as axum responses.
//!
//! ```
//! use axum::{Router, body::Bytes, response::Response, routing::post};
//! use chatkit_server::{ChatKit, Input, MemoryStore, Responder, StreamError, Turn};
//!
//! struct Greeter;
//!
//! impl Responder for Greeter {
//!     async fn respond(&self, turn: &mut Turn, _: Input) -> Result<(), StreamError> {
//!         turn.say("Hello.").await.map(drop)
//!     }
//! }
//!
//! let server = ChatKit::new(MemoryStore::new(), Greeter);
//! let routes: Router = Router::new().route(
//!     "/chatkit",
//!     post(move |body: Bytes| async move { chatkit_server::axum::respond(server.process(&body).await) }),
//! );
//! ```

use ::axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;

use crate::{Answer, RequestError};

/// The HTTP answer to what [`ChatKit::process`](crate::ChatKit::process) said: JSON, a stream of events, or a refusal in JSON.
///
/// Dropping the body of a stream, which is what hyper does when the client goes away, cancels the turn. Put no
/// compression and no buffering layer in front of it: events have to leave as they come.
#[must_use]
pub fn respond(answer: Result<Answer, RequestError>) -> Response {
    match answer {
        Ok(answer) => answer.into_response(),
        Err(error) => error.into_response(),
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Json(body) => with_type("application/json", Body::from(body)),
            Self::Stream(events) => {
                let chunks = events.into_sse().map(Ok::<_, std::convert::Infallible>);
                with_type("text/event-stream", Body::from_stream(chunks))
            }
        }
    }
}

impl IntoResponse for RequestError {
    fn into_response(self) -> Response {
        let mut response = with_type("application/json", Body::from(self.to_json()));
        // Every status of ours is a valid one.
        *response.status_mut() = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(wait) = self.retry_after() {
            // Whole seconds, rounded up: a client that waits this long is let in.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn with_type(content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
