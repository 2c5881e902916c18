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

#[tokio::test]
async fn the_history_tells_field_by_field_what_was_changed() {
    let server = start().await;
    let page = Page::open(&server).await;
    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let id = task["id"].as_str().unwrap();
    let target = format!("/api/v1/tasks/{id}");
    let changed = ok(&page.send("PATCH", &target, &json!({ "title": "b", "priority": 1 })).await);
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "other" })).await);
    let history = ok(&page.get(&format!("/api/v1/history?task={id}")).await);
    let entries = history["entries"].as_array().unwrap();
    assert_eq!((entries.len(), &history["has_more"]), (2, &json!(false)));
    assert_eq!(
        (&entries[0]["change_set"], &entries[0]["actor"], &entries[0]["undone"]),
        (&changed["change_set"], &json!("ui"), &json!(false))
    );
    let fields = entries[0]["changes"][0]["fields"].as_array().unwrap();
    assert!(fields.contains(&json!({ "field": "title", "before": "a", "after": "b" })), "{fields:?}");
    assert_eq!(ok(&page.get("/api/v1/history").await)["entries"].as_array().unwrap().len(), 3);
    let first = ok(&page.get("/api/v1/history?limit=1").await);
    let rest = format!("/api/v1/history?limit=100&after={}", first["after"].as_str().unwrap());
    assert_eq!(ok(&page.get(&rest).await)["entries"].as_array().unwrap().len(), 2);
    ok(&page.send("POST", "/api/v1/undo", &json!({ "change_set": changed["change_set"] })).await);
    let history = ok(&page.get(&format!("/api/v1/history?task={id}")).await);
    assert!(history["entries"].as_array().unwrap().iter().any(|entry| entry["undone"] == true), "{history}");
    assert_eq!(refused(&page.get("/api/v1/history?limit=101").await).2, json!(["limit"]));
    assert_eq!(refused(&page.get("/api/v1/history?task=7f3a").await).1, "TASK_NOT_FOUND");
    assert_eq!(refused(&page.get("/api/v1/history?after=x").await).2, json!(["after"]));
}
