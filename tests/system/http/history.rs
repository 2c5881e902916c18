//! Undo, redo and history.

use serde_json::json;
use support::in_process::{Page, start};

use super::{ok, refused};

#[tokio::test]
async fn undoing_what_has_changed_since_names_the_fields() {
    let server = start().await;
    let page = Page::open(&server).await;
    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    let first = ok(&page.send("PATCH", &target, &json!({ "title": "b" })).await);
    ok(&page.send("PATCH", &target, &json!({ "title": "c" })).await);
    let answer = page.send("POST", "/api/v1/undo", &json!({ "change_set": first["change_set"] })).await;
    assert_eq!(refused(&answer), (409, "UNDO_CONFLICT".to_owned(), json!(["title"])));
    assert_eq!(answer.json()["error"]["type"], "Conflict");
    assert_eq!(answer.json()["error"]["message"], "Cannot be undone: title changed since.");
}
