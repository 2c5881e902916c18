//! Lists and labels.

use serde_json::json;
use support::in_process::{Page, start};

use super::{ok, refused};

#[tokio::test]
async fn lists_are_made_renamed_and_deleted_without_their_tasks() {
    let server = start().await;
    let page = Page::open(&server).await;
    let made = page.send("POST", "/api/v1/lists", &json!({ "name": "Home" })).await;
    assert_eq!(made.status, 201);
    let list = made.json();
    assert_eq!((&list["name"], &list["open_count"], &list["revision"]), (&json!("Home"), &json!(0), &json!(1)));
    let target = format!("/api/v1/lists/{}", list["id"].as_str().unwrap());
    let task =
        ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a", "list": list["id"], "labels": ["x"] })).await);
    assert_eq!(task["list"], list["id"]);
    assert_eq!(ok(&page.get("/api/v1/tasks?list=home").await)["tasks"][0]["id"], task["id"], "by its name as well");
    assert_eq!(refused(&page.send("POST", "/api/v1/lists", &json!({ "name": "HOME" })).await).1, "LIST_EXISTS");
    let renamed = ok(&page.send("PATCH", &target, &json!({ "name": "Haus" })).await);
    assert_eq!((&renamed["name"], &renamed["open_count"]), (&json!("Haus"), &json!(1)));
    assert_eq!(ok(&page.get("/api/v1/labels").await)["labels"][0]["name"], "x");
    assert_eq!(page.bare("DELETE", &target).await.status, 204);
    assert_eq!(refused(&page.bare("DELETE", &target).await).1, "LIST_NOT_FOUND");
    let inbox = ok(&page.get("/api/v1/tasks?view=inbox").await);
    assert_eq!(inbox["tasks"][0]["id"], task["id"], "its task is in the Inbox");
}
