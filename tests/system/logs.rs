//! What the server writes about itself: enough to see what happened, and nothing that anybody would want to read.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use serde_json::json;
use support::in_process::{LONG, Page, events, say, start};
use support::raw::{Connection, Request};

/// A log that a test can read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One thread runs everything but the store's own threads, so that this subscriber sees it all and nothing of other tests.
#[tokio::test(flavor = "current_thread")]
async fn no_secret_and_no_text_reaches_the_log_at_any_level() {
    const KEY: &str = "sk-canary-0123456789abcdef";
    const TEXT: &str = "Canarytext";
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    let quiet = tracing::subscriber::set_default(subscriber.finish());

    let server = start().await;
    let ticket = server.mint_ticket("local", LONG).unwrap();
    let page = Page::open(&server).await;
    let task = page.send("POST", "/api/v1/tasks", &json!({ "title": TEXT, "notes": TEXT, "labels": [TEXT] })).await;
    assert_eq!(task.status, 201);
    page.send("POST", "/api/v1/quick-add", &json!({ "text": format!("{TEXT} tomorrow #{TEXT}") })).await;
    page.get(&format!("/api/v1/tasks?q={TEXT}")).await;
    page.send("PUT", "/api/v1/settings/key", &json!({ "key": KEY })).await;
    page.send("PATCH", "/api/v1/settings", &json!({ "ui_state": { "drafts": TEXT } })).await;
    let mut chat = Connection::open(page.addr).await;
    chat.write(
        &page.request("POST", "/chatkit").json(&say(&format!("add {TEXT}"))).header("Connection", "close").bytes(),
    )
    .await;
    chat.answer().await.expect("an answer");
    assert!(events(&chat.rest().await).len() > 3, "the chat answered");
    Request::new(page.addr, "GET", &format!("/{TEXT}?token={}", page.secret)).send(page.addr).await;
    Request::new(page.addr, "GET", "/api/v1/app").bearer(&ticket).send(page.addr).await;
    page.request("POST", "/api/v1/tasks")
        .body(format!("{{\"{TEXT}"))
        .header("Content-Type", "application/json")
        .send(page.addr)
        .await;
    page.bare("DELETE", "/api/chatkit/session").await;
    let (secret, url) = (page.secret.clone(), server.open_url(&ticket));
    server.shutdown().await;
    drop(quiet);

    let text = log.text();
    assert!(text.contains("answered POST /api/v1/tasks with 201") && text.contains("a session begins"), "{text}");
    let signature = secret.rsplit('.').next().unwrap();
    for (what, hidden) in [
        ("ticket", ticket.as_str()),
        ("address", &url),
        ("token", &secret),
        ("signature", signature),
        ("key", KEY),
        ("text", TEXT),
    ] {
        let line = text.lines().find(|line| line.contains(hidden));
        assert_eq!(line, None, "the {what} is in the log");
    }
}
