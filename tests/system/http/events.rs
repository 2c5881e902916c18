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
