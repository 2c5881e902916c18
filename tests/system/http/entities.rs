//! What can be mentioned with `@`.

use serde_json::{Value, json};
use support::in_process::{Page, start};

use super::{ok, refused};

#[tokio::test]
async fn open_tasks_and_lists_are_found_by_their_words() {
    let server = start().await;
    let page = Page::open(&server).await;
    let rent = json!({ "title": "Pay rent", "due": "2026-11-21", "list": "Home" });
    let rent = ok(&page.send("POST", "/api/v1/tasks", &rent).await);
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "Home insurance" })).await);
    let done = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "Home alone" })).await);
    ok(&page.bare("POST", &format!("/api/v1/tasks/{}/complete", done["id"].as_str().unwrap())).await);
    let find = async |query: &str| {
        let answer = page.send("POST", "/api/chatkit/entities/search", &json!({ "query": query })).await;
        ok(&answer)["entities"].as_array().unwrap().clone()
    };
    let titles = |found: &[Value]| -> Vec<String> {
        found
            .iter()
            .map(|entity| format!("{}: {}", entity["group"].as_str().unwrap(), entity["title"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(titles(&find("home").await), ["Tasks: Home insurance", "Lists: Home"]);
    let found = find("  rent ").await;
    let id = rent["id"].as_str().unwrap();
    let data = json!({ "type": "task", "task_id": id, "due": "2026-11-21" });
    let expected = json!({ "id": format!("task:{id}"), "title": "Pay rent", "icon": "check-circle", "group": "Tasks", "interactive": true, "data": data });
    assert_eq!(found, [expected]);
    assert_eq!(titles(&find("").await), ["Tasks: Pay rent", "Lists: Home"], "without words: what is due today");
    assert_eq!(find("%' OR 1").await, Vec::<Value>::new());
    for wrong in [json!({}), json!({ "query": 5 }), json!({ "query": "q".repeat(501) })] {
        let answer = page.send("POST", "/api/chatkit/entities/search", &wrong).await;
        assert_eq!(refused(&answer), (422, "INVALID".to_owned(), json!(["query"])));
    }
}
