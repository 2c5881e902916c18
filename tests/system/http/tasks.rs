//! `/api/v1/tasks`.

use serde_json::{Value, json};
use support::in_process::{Page, start};
use support::raw::Answer;

use super::{ok, refused};

#[tokio::test]
async fn a_task_is_added_changed_completed_and_taken_back() {
    let server = start().await;
    let page = Page::open(&server).await;
    let new = json!({ "title": "Pay rent", "due": "2026-11-21", "priority": 1, "labels": ["bills"], "list": "Home" });
    let added = page.send("POST", "/api/v1/tasks", &new).await;
    assert_eq!(added.status, 201);
    let task = added.json();
    assert_eq!(
        (&task["title"], &task["due"], &task["source"], &task["revision"]),
        (&json!("Pay rent"), &json!("2026-11-21"), &json!("ui"), &json!(1))
    );
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());

    let changed = ok(&page.send("PATCH", &target, &json!({ "due": null, "title": "Pay the rent" })).await);
    assert_eq!(
        (&changed["title"], &changed["due"], &changed["priority"]),
        (&json!("Pay the rent"), &Value::Null, &json!(1))
    );
    let done = ok(&page.bare("POST", &format!("{target}/complete")).await);
    assert_eq!(done["task"]["status"], "done");
    assert!(done["change_set"].is_string() && done["task"]["change_set"].is_null());
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"], json!([]));
    assert_eq!(ok(&page.get("/api/v1/tasks?view=done").await)["tasks"][0]["title"], "Pay the rent");

    let undone = ok(&page.bare("POST", "/api/v1/undo").await);
    assert_eq!((&undone["undone"], &undone["tasks"][0]["status"]), (&done["change_set"], &json!("open")));
    let redone = ok(&page.bare("POST", "/api/v1/redo").await);
    assert_eq!(redone["tasks"][0]["status"], "done");
    assert_eq!(ok(&page.bare("POST", &format!("{target}/reopen")).await)["status"], "open");
    assert!(ok(&page.bare("DELETE", &target).await)["deleted_at"].is_string());
    assert_eq!(ok(&page.get("/api/v1/lists").await)["views"]["trash"], 1);
    assert!(ok(&page.bare("POST", &format!("{target}/restore")).await)["deleted_at"].is_null());
    let moved = ok(&page.send("POST", &format!("{target}/move"), &json!({ "list": null, "position": 7.5 })).await);
    assert_eq!((&moved["list"], &moved["position"]), (&Value::Null, &json!(7.5)));
    assert_eq!(ok(&page.get(&target).await)["id"], task["id"]);
}

#[tokio::test]
async fn the_parts_of_a_task_are_listed_and_counted() {
    let server = start().await;
    let page = Page::open(&server).await;
    let whole = page.send("POST", "/api/v1/tasks", &json!({ "title": "Talk" })).await.json();
    let id = whole["id"].as_str().unwrap();
    let mut parts = Vec::new();
    for title in ["First page", "Demo"] {
        parts.push(page.send("POST", "/api/v1/tasks", &json!({ "title": title, "parent": id })).await.json());
    }
    ok(&page.bare("POST", &format!("/api/v1/tasks/{}/complete", parts[0]["id"].as_str().unwrap())).await);

    let open = ok(&page.get(&format!("/api/v1/tasks?parent={id}")).await);
    assert_eq!((&open["tasks"][0]["title"], open["tasks"].as_array().unwrap().len()), (&json!("Demo"), 1));
    let done = ok(&page.get(&format!("/api/v1/tasks?view=done&parent={id}")).await);
    assert_eq!((&done["tasks"][0]["title"], done["tasks"].as_array().unwrap().len()), (&json!("First page"), 1));
    let all = ok(&page.get("/api/v1/tasks").await);
    assert_eq!(all["parts"], json!({ id: { "done": 1, "all": 2 } }));
    assert_eq!(page.get("/api/v1/tasks?parent=none").await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_says_which_field() {
    let server = start().await;
    let page = Page::open(&server).await;
    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    let invalid = |field: &str| (422, "INVALID".to_owned(), json!([field]));
    for (body, field) in [
        (json!({}), "title"),
        (json!({ "title": "" }), "title"),
        (json!({ "title": 5 }), "title"),
        (json!({ "title": "a".repeat(501) }), "title"),
        (json!({ "title": "a", "due": "tomorrow" }), "due"),
        (json!({ "title": "a", "due": "2026-02-30" }), "due"),
        (json!({ "title": "a", "due_zone": "Europe/Berlin" }), "due_zone"),
        (json!({ "title": "a", "priority": 5 }), "priority"),
        (json!({ "title": "a", "labels": "x" }), "labels"),
        (json!([]), "body"),
    ] {
        assert_eq!(refused(&page.send("POST", "/api/v1/tasks", &body).await), invalid(field), "{body}");
    }
    assert_eq!(refused(&page.send("PATCH", &target, &json!({ "title": null })).await), invalid("title"));
    assert_eq!(refused(&page.get("/api/v1/tasks?limit=0").await), invalid("limit"));
    assert_eq!(refused(&page.get("/api/v1/tasks?limit=501").await), invalid("limit"));
    assert_eq!(refused(&page.get("/api/v1/tasks?after=nonsense").await).0, 422);
    assert_eq!(
        refused(&page.send("POST", &format!("{target}/move"), &json!({})).await),
        (422, "INVALID".to_owned(), json!(["list", "position"]))
    );
    let code = |answer: &Answer| (answer.status, answer.code());
    for (answer, expected) in [
        (page.get("/api/v1/tasks?limit=x").await, (400, "MALFORMED")),
        (page.get("/api/v1/tasks?view=none").await, (400, "MALFORMED")),
        (page.get("/api/v1/tasks?list=none").await, (404, "LIST_NOT_FOUND")),
        (page.get("/api/v1/tasks?list=01936f00-0000-7000-8000-000000000000").await, (404, "LIST_NOT_FOUND")),
        (page.get("/api/v1/tasks/7f3a").await, (404, "TASK_NOT_FOUND")),
        (page.bare("DELETE", "/api/v1/lists/none").await, (404, "LIST_NOT_FOUND")),
        (page.get("/api/v1/tasks/01936f00-0000-7000-8000-000000000000").await, (404, "TASK_NOT_FOUND")),
        (page.bare("POST", &format!("{target}/reopen")).await, (409, "WRONG_STATE")),
        (page.bare("POST", &format!("{target}/restore")).await, (409, "WRONG_STATE")),
        (page.bare("POST", "/api/v1/redo").await, (409, "NOTHING_TO_REDO")),
    ] {
        assert_eq!(code(&answer), (expected.0, expected.1.to_owned()), "{}", answer.json());
    }
    for (target, body, field) in [
        ("/api/v1/lists", json!({ "name": 5 }), "name"),
        ("/api/v1/quick-add", json!({}), "text"),
        ("/api/v1/quick-add", json!({ "text": "a", "ignore": [{ "start": 0, "end": "x" }] }), "ignore"),
        ("/api/v1/undo", json!({ "change_set": "x" }), "change_set"),
        ("/api/chatkit/refresh", json!({ "token": null }), "token"),
    ] {
        assert_eq!(refused(&page.send("POST", target, &body).await), invalid(field), "{target} {body}");
    }
    let broken = page.request("POST", "/api/v1/tasks").body("{").header("Content-Type", "application/json");
    assert_eq!(code(&broken.send(page.addr).await), (400, "MALFORMED".to_owned()));
}

#[tokio::test]
async fn the_same_idempotency_key_adds_once() {
    let server = start().await;
    let page = Page::open(&server).await;
    let post = |key: &str, title: &str| {
        page.request("POST", "/api/v1/tasks")
            .json(&json!({ "title": title }))
            .header("Idempotency-Key", key)
            .send(page.addr)
    };
    let first = ok(&post("k-1", "a").await);
    let again = post("k-1", "a").await;
    assert_eq!((again.status, &again.json()["id"]), (201, &first["id"]));
    assert_ne!(ok(&post("k-2", "a").await)["id"], first["id"]);
    assert_eq!(refused(&post("k-1", "b").await).1, "IDEMPOTENCY_CONFLICT");
    assert_eq!(refused(&post("", "a").await).1, "MALFORMED");
    assert_eq!(refused(&post(&"k".repeat(201), "a").await).1, "MALFORMED");
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_list_is_meant_by_its_id_its_name_or_inbox() {
    let server = start().await;
    let page = Page::open(&server).await;
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "loose" })).await);
    let made =
        ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "fixed", "list": "Home", "labels": ["x"] })).await);
    assert_eq!((&made["created_lists"], &made["created_labels"]), (&json!(["Home"]), &json!(["x"])));
    let target = format!("/api/v1/tasks/{}", made["id"].as_str().unwrap());
    let changed = ok(&page.send("PATCH", &target, &json!({ "labels": ["x", "y"] })).await);
    assert_eq!((&changed["created_lists"], &changed["created_labels"]), (&json!([]), &json!(["y"])));

    let titles = async |list: &str| {
        let tasks = ok(&page.get(&format!("/api/v1/tasks?view=all&list={list}")).await)["tasks"].clone();
        tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let id = ok(&page.get("/api/v1/lists").await)["lists"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(titles("Inbox").await, ["loose"]);
    assert_eq!(titles("home").await, ["fixed"]);
    assert_eq!(titles(&id).await, ["fixed"]);
    let of_today = json!({ "title": "today", "due": "2026-11-21" });
    ok(&page.send("POST", "/api/v1/tasks", &of_today).await);
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "at home", "due": "2026-11-21", "list": "Home" })).await);
    let today = ok(&page.get("/api/v1/tasks?view=today&list=inbox").await);
    assert_eq!((today["tasks"].as_array().unwrap().len(), &today["tasks"][0]["title"]), (1, &json!("today")));
}

#[tokio::test]
async fn a_refusal_says_nothing_of_the_inside() {
    let server = start().await;
    let page = Page::open(&server).await;
    let message = |answer: &Answer| answer.json()["error"]["message"].as_str().unwrap().to_owned();
    assert_eq!(message(&page.get("/api/v1/tasks/7f3a").await), "No task `7f3a`.");
    assert_eq!(message(&page.send("POST", "/api/v1/quick-add", &json!({})).await), "`text` is missing.");
    let shapeless = page.send("POST", "/api/v1/quick-add", &json!("text")).await;
    assert_eq!(message(&shapeless), "The body is not what this address takes.");
    let wrong = page.send("POST", "/api/v1/undo", &json!({ "change_set": "abc" })).await;
    assert_eq!(message(&wrong), "`change_set` has a value that this address does not take.");
}

#[tokio::test]
async fn completing_a_repeating_task_answers_the_next_one() {
    let server = start().await;
    let page = Page::open(&server).await;
    let new = json!({ "title": "Water", "due": "2026-11-21", "repeat": { "rrule": "RRULE:FREQ=WEEKLY;INTERVAL=1" } });
    let task = ok(&page.send("POST", "/api/v1/tasks", &new).await);
    assert_eq!((&task["repeat"]["rrule"], &task["repeat"]["from"]), (&json!("FREQ=WEEKLY"), &json!("due")));
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    let done = ok(&page.bare("POST", &format!("{target}/complete")).await);
    assert_eq!((&done["task"]["status"], &done["task"]["repeat"]), (&json!("done"), &Value::Null));
    assert_eq!((&done["next"]["due"], &done["next"]["repeat"]["rrule"]), (&json!("2026-11-28"), &json!("FREQ=WEEKLY")));
    assert_ne!(done["next"]["id"], task["id"]);
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"].as_array().unwrap().len(), 1, "one is open");
    ok(&page.bare("POST", "/api/v1/undo").await);
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"][0]["id"], task["id"], "all of it is taken back");
    let once = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "once" })).await);
    let done = ok(&page.bare("POST", &format!("/api/v1/tasks/{}/complete", once["id"].as_str().unwrap())).await);
    assert!(done.as_object().unwrap().get("next").is_none(), "{done}");
    let wrong = json!({ "title": "a", "repeat": { "rrule": "FREQ=NEVER" } });
    assert_eq!(refused(&page.send("POST", "/api/v1/tasks", &wrong).await).0, 422);
}

#[tokio::test]
async fn a_task_moves_beside_and_below_others_and_a_change_of_nothing_is_none() {
    let server = start().await;
    let page = Page::open(&server).await;
    let mut ids = Vec::new();
    for title in ["a", "b", "c"] {
        let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": title })).await);
        ids.push(task["id"].as_str().unwrap().to_owned());
    }
    let order = async || {
        let tasks = ok(&page.get("/api/v1/tasks").await)["tasks"].clone();
        tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect::<String>()
    };
    let moved = async |id: &str, to: Value| page.send("POST", &format!("/api/v1/tasks/{id}/move"), &to).await;
    ok(&moved(&ids[2], json!({ "before": ids[0] })).await);
    assert_eq!(order().await, "cab");
    ok(&moved(&ids[2], json!({ "after": ids[1] })).await);
    assert_eq!(order().await, "abc");
    let below = ok(&moved(&ids[1], json!({ "parent": ids[0] })).await);
    assert_eq!(below["parent"], json!(ids[0]));
    let deep = moved(&ids[2], json!({ "parent": ids[1] })).await;
    assert_eq!((deep.status, deep.code().as_str()), (422, "INVALID"), "one level only");
    let both = moved(&ids[2], json!({ "before": ids[0], "position": 1 })).await;
    assert_eq!(refused(&both).2, json!(["before", "after", "position"]));
    assert_eq!(refused(&moved(&ids[2], json!({ "before": "x" })).await).0, 422);
    let none = "01936f00-0000-7000-8000-000000000000";
    assert_eq!(refused(&moved(none, json!({ "list": null })).await).1, "TASK_NOT_FOUND");

    let target = format!("/api/v1/tasks/{}", ids[0]);
    let same = ok(&page.send("PATCH", &target, &json!({ "title": "a" })).await);
    assert_eq!((&same["change_set"], &same["title"]), (&Value::Null, &json!("a")));
}

#[tokio::test]
async fn a_key_is_honoured_by_what_changes_a_task() {
    let server = start().await;
    let page = Page::open(&server).await;
    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let complete = format!("/api/v1/tasks/{}/complete", task["id"].as_str().unwrap());
    let once = || page.request("POST", &complete).header("Idempotency-Key", "k").send(page.addr);
    let first = ok(&once().await);
    assert_eq!(ok(&once().await), first, "told again, not done again");
    assert_eq!(refused(&page.bare("POST", &complete).await).1, "WRONG_STATE");
}
