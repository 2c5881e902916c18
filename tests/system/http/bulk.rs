//! `POST /api/v1/tasks/bulk`.

use serde_json::{Value, json};
use support::in_process::{Page, start};

use super::{ok, refused};

const BULK: &str = "/api/v1/tasks/bulk";

async fn add(page: &Page, new: Value) -> String {
    let added = page.send("POST", "/api/v1/tasks", &new).await;
    ok(&added)["id"].as_str().unwrap().to_owned()
}

async fn count(page: &Page, view: &str) -> usize {
    let tasks = ok(&page.get(&format!("/api/v1/tasks?view={view}&limit=500")).await)["tasks"].clone();
    tasks.as_array().unwrap().len()
}

#[tokio::test]
async fn several_changes_are_one_change_set_and_one_undo() {
    let server = start().await;
    let page = Page::open(&server).await;
    let (milk, rake) =
        (add(&page, json!({ "title": "Buy milk" })).await, add(&page, json!({ "title": "Rake leaves" })).await);
    let rent =
        add(&page, json!({ "title": "Pay rent", "due": "2026-11-21", "repeat": { "rrule": "FREQ=MONTHLY" } })).await;
    let changes = json!({ "changes": [
        { "id": milk, "do": "edit", "patch": { "list": "Errands", "labels": ["shop"], "due": "2026-11-23" } },
        { "id": rake, "do": "delete" },
        { "id": rent, "do": "complete" },
    ] });
    let changed = ok(&page.send("POST", BULK, &changes).await);
    assert_eq!((&changed["created_lists"], &changed["created_labels"]), (&json!(["Errands"]), &json!(["shop"])));
    // The next one of the repeating task is the fourth.
    assert_eq!(changed["tasks"].as_array().unwrap().len(), 4);
    assert_eq!((count(&page, "done").await, count(&page, "trash").await, count(&page, "all").await), (1, 1, 2));

    let history = ok(&page.get("/api/v1/history?limit=1").await);
    assert_eq!(history["entries"][0]["change_set"], changed["change_set"]);
    let undone = ok(&page.bare("POST", "/api/v1/undo").await);
    assert_eq!(undone["undone"], changed["change_set"]);
    assert_eq!((count(&page, "done").await, count(&page, "trash").await, count(&page, "all").await), (0, 0, 3));
    assert_eq!(ok(&page.get("/api/v1/lists").await)["lists"], json!([]));
}

#[tokio::test]
async fn several_tasks_move_beside_another_and_keep_their_order() {
    let server = start().await;
    let page = Page::open(&server).await;
    let mut ids = Vec::new();
    for title in ["a", "b", "c", "d", "e"] {
        ids.push(add(&page, json!({ "title": title })).await);
    }
    let titles = async || {
        let page = ok(&page.get("/api/v1/tasks?view=inbox").await);
        let tasks = page["tasks"].as_array().unwrap().clone();
        tasks.iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect::<String>()
    };
    let to = |task: &str, to: Value| json!({ "id": task, "do": "move", "to": to });
    // Right behind the same task the last one comes first; right before it, the first one.
    let behind = [to(&ids[4], json!({ "after": ids[0] })), to(&ids[3], json!({ "after": ids[0] }))];
    ok(&page.send("POST", BULK, &json!({ "changes": behind })).await);
    assert_eq!(titles().await, "adebc");
    let before = [to(&ids[1], json!({ "before": ids[0] })), to(&ids[2], json!({ "before": ids[0] }))];
    ok(&page.send("POST", BULK, &json!({ "changes": before })).await);
    assert_eq!(titles().await, "bcade");
    ok(&page.bare("POST", "/api/v1/undo").await);
    assert_eq!(titles().await, "adebc");
}

#[tokio::test]
async fn one_change_that_cannot_be_stops_all() {
    let server = start().await;
    let page = Page::open(&server).await;
    let milk = add(&page, json!({ "title": "Buy milk" })).await;
    let rake = add(&page, json!({ "title": "Rake leaves" })).await;
    ok(&page.bare("DELETE", &format!("/api/v1/tasks/{rake}")).await);
    let first = json!({ "id": milk, "do": "complete" });
    let nobody = "019aa000-0000-7000-8000-000000000001";
    for (second, status, code) in [
        (json!({ "id": nobody, "do": "complete" }), 404, "TASK_NOT_FOUND"),
        (json!({ "id": rake, "do": "complete" }), 409, "WRONG_STATE"),
        (json!({ "id": milk, "do": "edit", "patch": { "priority": 9 } }), 422, "INVALID"),
        (json!({ "id": milk, "do": "edit" }), 422, "INVALID"),
        (json!({ "id": milk, "do": "delete", "patch": {} }), 422, "INVALID"),
        (json!({ "id": milk, "do": "move" }), 422, "INVALID"),
        (json!({ "id": milk, "do": "move", "to": {} }), 422, "INVALID"),
        (json!({ "id": milk, "do": "move", "to": { "list": null }, "patch": {} }), 422, "INVALID"),
        (json!({ "id": milk, "do": "delete", "to": { "list": null } }), 422, "INVALID"),
        (json!({ "id": milk, "do": "move", "to": { "after": nobody } }), 404, "TASK_NOT_FOUND"),
        (json!({ "id": milk, "do": "explode" }), 422, "INVALID"),
        (json!({ "id": "7f3a", "do": "delete" }), 422, "INVALID"),
    ] {
        let answer = page.send("POST", BULK, &json!({ "changes": [first, second] })).await;
        let (said, why, _) = refused(&answer);
        assert_eq!((said, why.as_str()), (status, code), "{second}");
        assert_eq!(count(&page, "done").await, 0, "{second}");
    }
}

#[tokio::test]
async fn as_many_go_at_once_as_are_said_and_no_more() {
    let server = start().await;
    let page = Page::open(&server).await;
    let milk = add(&page, json!({ "title": "Buy milk" })).await;
    let times = |n: usize| {
        let change = json!({ "id": milk, "do": "edit", "patch": { "priority": 1, "labels": ["a", "b", "c"] } });
        json!({ "changes": vec![change; n] })
    };
    assert_eq!(ok(&page.send("POST", BULK, &times(1000)).await)["tasks"][0]["priority"], 1);
    for n in [0, 1001] {
        let (status, code, fields) = refused(&page.send("POST", BULK, &times(n)).await);
        assert_eq!((status, code.as_str(), fields), (422, "INVALID", json!(["changes"])));
    }
    // Nothing differs: nothing to undo comes of it.
    assert_eq!(ok(&page.send("POST", BULK, &times(2)).await)["change_set"], Value::Null);
}
