//! Live changes.

use serde_json::json;
use support::in_process::{Page, events, start};
use support::raw::Connection;

use super::ok;

#[tokio::test]
async fn every_change_is_told_to_every_open_page() {
    let server = start().await;
    let (page, other) = (Page::open(&server).await, Page::open(&server).await);
    let mut feed = Connection::open(other.addr).await;
    feed.write(&other.request("GET", "/api/v1/events").bytes()).await;
    assert_eq!(feed.answer().await.expect("an answer").header("content-type"), Some("text/event-stream"));
    let hello = events(&feed.more().await);
    assert_eq!(hello, [json!({ "kind": "hello", "revision": 0 })]);

    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let told = json!({ "kind": "tasks", "ids": [task["id"]], "revision": 1, "change_set": task["change_set"] });
    assert_eq!(events(&feed.more().await), [told]);
    ok(&page.send("PATCH", "/api/v1/settings", &json!({ "ui_state": { "view": "today" } })).await);
    ok(&page.send("PATCH", "/api/v1/settings", &json!({ "model": "m" })).await);
    assert_eq!(events(&feed.more().await)[0]["kind"], "settings", "the window's own state is no event");
    server.emit_open("/tasks/1", "main");
    assert_eq!(events(&feed.more().await), [json!({ "kind": "open", "path": "/tasks/1", "window": "main" })]);
}

/// Event feed of a window's page; what it was told together with its greeting, or right after.
async fn feed_of(page: &Page, path: &str) -> Connection {
    let mut feed = Connection::open(page.addr).await;
    feed.write(&page.request("GET", path).bytes()).await;
    assert_eq!(feed.answer().await.expect("an answer").status, 200);
    feed
}

/// Reads until `count` events have come.
async fn first(feed: &mut Connection, count: usize) -> Vec<serde_json::Value> {
    let mut seen = Vec::new();
    while events(&seen).len() < count {
        let more = feed.more().await;
        assert!(!more.is_empty(), "the feed ended after {}", String::from_utf8_lossy(&seen));
        seen.extend(more);
    }
    events(&seen)
}

#[tokio::test]
async fn where_a_window_was_sent_before_its_page_listened_is_told_to_that_page_once() {
    let server = start().await;
    let page = Page::open(&server).await;
    let hello = json!({ "kind": "hello", "revision": 0 });
    server.emit_open("/#task=1", "main");
    server.emit_open("/#settings", "main");

    let settings = json!({ "kind": "open", "path": "/#settings", "window": "main" });
    let mut other = feed_of(&page, "/api/v1/events?window=quick_add").await;
    assert_eq!(first(&mut other, 1).await, std::slice::from_ref(&hello));
    let mut main = feed_of(&page, "/api/v1/events?window=main").await;
    assert_eq!(first(&mut main, 2).await, [hello.clone(), settings], "the last one only");

    // A page that comes later, as after a reload, hears nothing of it: its next event is the one that everybody is told.
    let mut later = feed_of(&page, "/api/v1/events?window=main").await;
    assert_eq!(first(&mut later, 1).await, [hello]);
    server.emit_open("/#ask", "main");
    let ask = json!({ "kind": "open", "path": "/#ask", "window": "main" });
    for feed in [&mut other, &mut main, &mut later] {
        assert_eq!(first(feed, 1).await, std::slice::from_ref(&ask));
    }
}
