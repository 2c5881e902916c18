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
    let deleted = page.bare("DELETE", &target).await;
    assert_eq!(deleted.status, 204);
    assert_eq!(refused(&page.bare("DELETE", &target).await).1, "LIST_NOT_FOUND");
    let inbox = ok(&page.get("/api/v1/tasks?view=inbox").await);
    assert_eq!(inbox["tasks"][0]["id"], task["id"], "its task is in the Inbox");
    let change_set = deleted.header("change-set").expect("the change set that the deletion was");
    ok(&page.send("POST", "/api/v1/undo", &json!({ "change_set": change_set })).await);
    assert_eq!(ok(&page.get("/api/v1/tasks?list=haus").await)["tasks"][0]["id"], task["id"], "and it all comes back");
}

#[tokio::test]
async fn labels_are_made_renamed_and_deleted_with_their_tasks_following() {
    let server = start().await;
    let page = Page::open(&server).await;
    let made = page.send("POST", "/api/v1/labels", &json!({ "name": "Bills", "color": "red" })).await;
    assert_eq!(made.status, 201, "{}", made.json());
    let label = made.json();
    assert_eq!(
        (&label["id"], &label["name"], &label["color"], &label["open_count"]),
        (&json!("bills"), &json!("Bills"), &json!("red"), &json!(0))
    );
    assert!(label["change_set"].is_string());
    assert_eq!(refused(&page.send("POST", "/api/v1/labels", &json!({ "name": "BILLS" })).await).1, "LABEL_EXISTS");
    assert_eq!(refused(&page.send("POST", "/api/v1/labels", &json!({ "name": " " })).await).0, 422);
    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a", "labels": ["bills", "x"] })).await);
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    let renamed = ok(&page.send("PATCH", "/api/v1/labels/bills", &json!({ "name": "Money" })).await);
    assert_eq!(
        (&renamed["id"], &renamed["name"], &renamed["open_count"]),
        (&json!("money"), &json!("Money"), &json!(1))
    );
    assert_eq!(ok(&page.get(&target).await)["labels"], json!(["Money", "x"]));
    assert_eq!(ok(&page.get("/api/v1/tasks?label=money").await)["tasks"][0]["id"], task["id"]);
    assert_eq!(refused(&page.send("PATCH", "/api/v1/labels/money", &json!({ "name": "X" })).await).1, "LABEL_EXISTS");
    assert_eq!(page.bare("DELETE", "/api/v1/labels/MONEY").await.status, 204);
    assert_eq!(ok(&page.get(&target).await)["labels"], json!(["x"]));
    assert_eq!(refused(&page.bare("DELETE", "/api/v1/labels/money").await).1, "LABEL_NOT_FOUND");
    assert_eq!(
        refused(&page.send("PATCH", "/api/v1/labels/money", &json!({ "color": "red" })).await).1,
        "LABEL_NOT_FOUND"
    );
    ok(&page.bare("POST", "/api/v1/undo").await);
    assert_eq!(ok(&page.get(&target).await)["labels"], json!(["Money", "x"]), "and it all can be taken back");
}
