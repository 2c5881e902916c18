//! The axum side: headers, frames, and that a dropped body is a disconnect.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    http::StatusCode,
    response::Response,
    routing::post,
};
use chatkit_server::{ChatKit, Event, MemoryStore, Order, PageRequest, Refusal, ThreadStore, axum::respond};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use crate::support::{Fault, FaultyStore, Op, Step, Steps, server, stored_types, user_input};

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

fn create_body() -> Vec<u8> {
    json!({"type": "threads.create", "params": {"input": user_input("line\nline")}}).to_string().into_bytes()
}

#[tokio::test]
async fn a_stream_is_data_frames_and_nothing_else() {
    let server = server([vec![Step::Say("one\r\ntwo\n\nthree \u{2028} ✎")]]);
    let response = respond(server.process(&create_body()).await);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), Some("text/event-stream"));
    assert_eq!(header(&response, "cache-control"), Some("no-store"));

    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let body = std::str::from_utf8(&body).unwrap();
    assert!(body.ends_with("\n\n") && !body.contains('\r') && body.contains('✎'), "{body}");
    let frames: Vec<&str> = body.trim_end_matches('\n').split("\n\n").collect();
    assert_eq!(frames.len(), 8);
    for frame in frames {
        let json = frame.strip_prefix("data: ").unwrap();
        assert!(!json.contains('\n'), "one line: {json}");
        let event: Event = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), json);
    }
}

#[tokio::test]
async fn an_event_leaves_as_soon_as_it_is_there() {
    let go = Arc::new(Notify::new());
    let server = server([vec![Step::Delta("early"), Step::Wait(go.clone()), Step::Delta("late")]]);
    let response = respond(server.process(&create_body()).await);
    let mut chunks = response.into_body().into_data_stream();
    let mut seen = String::new();
    while !seen.contains("early") {
        seen.push_str(std::str::from_utf8(&chunks.next().await.unwrap().unwrap()).unwrap());
    }
    assert!(!seen.contains("late"));
    go.notify_one();
    while let Some(chunk) = chunks.next().await {
        seen.push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
    }
    assert!(seen.contains("late"));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_body_is_a_disconnect() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Delta("half"), Step::Cancelled]]));
    let mut chunks = respond(server.process(&create_body()).await).into_body().into_data_stream();
    let mut seen = String::new();
    while !seen.contains("half") {
        seen.push_str(std::str::from_utf8(&chunks.next().await.unwrap().unwrap()).unwrap());
    }
    let first = seen.split("\n\n").next().unwrap().strip_prefix("data: ").unwrap();
    let first: Value = serde_json::from_str(first).unwrap();
    let thread = first["thread"]["id"].as_str().unwrap();

    drop(chunks);
    server.turns().ended(thread).await;

    assert_eq!(stored_types(&store, thread).await, ["user_message", "assistant_message", "sdk_hidden_context"]);
}

#[tokio::test]
async fn a_closed_socket_is_noticed_while_nothing_is_sent() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Delta("half"), Step::Cancelled]]));
    let turns = server.turns().clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let chatkit = move |body: Bytes| async move { respond(server.process(&body).await) };
    let serving = tokio::spawn(axum::serve(listener, Router::new().route("/", post(chatkit))).into_future());

    let mut socket = TcpStream::connect(address).await.unwrap();
    let body = create_body();
    let head = format!("POST / HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n", body.len());
    socket.write_all(&[head.as_bytes(), &body].concat()).await.unwrap();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("half") {
        assert_ne!(socket.read_buf(&mut seen).await.unwrap(), 0, "the server closed the stream");
    }
    let thread = store.threads(&PageRequest::first(None, Order::Desc)).await.unwrap().data[0].id.clone();
    assert!(turns.is_running(&thread));

    drop(socket);
    turns.ended(&thread).await;

    assert_eq!(stored_types(&store, &thread).await, ["user_message", "assistant_message", "sdk_hidden_context"]);
    serving.abort();
}

#[tokio::test]
async fn json_and_refusals_are_json() {
    let server = server([vec![]]);
    let list = br#"{"type":"threads.list","params":{}}"#;
    let response = respond(server.process(list).await);
    assert_eq!(header(&response, "content-type"), Some("application/json"));
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(&body[..], br#"{"data":[],"has_more":false}"#);

    let response = respond(server.process(br#"{"type":"nope","params":{}}"#).await);
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(header(&response, "content-type"), Some("application/json"));
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(&body[..], br#"{"error":{"code":"UNKNOWN_REQUEST_TYPE","message":"unknown request `type`"}}"#);
}

#[tokio::test]
async fn a_refusal_by_the_store_says_when_to_try_again() {
    let store = FaultyStore::default();
    let refusal = Refusal {
        code: "RATE_LIMITED".to_owned(),
        message: "Try again in 5 seconds.".to_owned(),
        retry_after: Some(Duration::from_millis(4_001)),
    };
    store.next(Op::AddUserMessage, Fault::Refuse(refusal));
    let server = ChatKit::new(store, Steps::new([vec![Step::Say("hi")]]));
    let response = respond(server.process(&create_body()).await);
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&response, "retry-after"), Some("5"), "rounded up");
}
