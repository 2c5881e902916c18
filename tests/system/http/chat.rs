//! The chat, as the window uses it.

use docket_store::Database;
use serde_json::{Value, json};
use support::in_process::{Page, events, say, start_in, start_on, start_with};
use support::raw::Connection;

use super::{ok, refused};

#[tokio::test]
async fn the_sentence_becomes_a_task_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = start_in(folder.path()).await;
    let page = Page::open(&server).await;
    let mut connection = Connection::open(page.addr).await;
    let request = page.request("POST", "/chatkit").json(&say("Add a task to buy groceries tomorrow 5pm"));
    connection.write(&request.header("Connection", "close").bytes()).await;
    let head = connection.answer().await.expect("an answer");
    assert_eq!((head.status, head.header("content-type")), (200, Some("text/event-stream")));
    assert_eq!(head.header("cache-control"), Some("no-store"));
    let told = events(&connection.rest().await);
    let kinds: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds[..3], ["thread.created", "thread.item.done", "stream_options"]);
    assert!(!kinds.contains(&"error"), "{told:?}");
    let said =
        told.iter().rfind(|event| event["item"]["type"] == "assistant_message" && event["type"] == "thread.item.done");
    let said = said.expect("an answer in words")["item"]["content"][0]["text"].as_str().unwrap().to_owned();
    assert!(said.contains("Sun") && said.contains("22 Nov"), "with the weekday: {said}");
    server.shutdown().await;

    let (title, due, zone, status) = only_task(folder.path());
    assert_eq!(
        (title.as_str(), due.as_str(), zone.as_str(), status.as_str()),
        ("Buy groceries", "2026-11-22T17:00", "Europe/Berlin", "open")
    );
}

/// The one task of a data directory, read by SQLite alone.
#[expect(clippy::disallowed_methods, reason = "looks at the file from outside, only reading")]
fn only_task(folder: &std::path::Path) -> (String, String, String, String) {
    let file = rusqlite::Connection::open(folder.join("docket.sqlite3")).unwrap();
    let mut query = file.prepare("SELECT title, due, due_zone, status FROM tasks").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    let mut rows: Vec<_> = rows.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[tokio::test]
async fn a_connection_that_is_not_complete_says_so_in_the_chat() {
    let server = start_with(|options| options.provider.provider = Some("compatible".to_owned())).await;
    let page = Page::open(&server).await;
    let mut connection = Connection::open(page.addr).await;
    connection.write(&page.request("POST", "/chatkit").json(&say("hi")).header("Connection", "close").bytes()).await;
    assert_eq!(connection.answer().await.expect("an answer").status, 200);
    let told = events(&connection.rest().await);
    let last = told.last().expect("events");
    assert_eq!(last["type"], "error");
    assert!(last["message"].as_str().unwrap().contains("Settings"), "with the way out: {last}");
}

#[tokio::test]
async fn a_thumb_is_kept_with_the_answer() {
    let database = Database::in_memory().unwrap();
    let store = database.store("local");
    let server = start_on(database, |options| options.users = vec!["local".to_owned(), "ben".to_owned()]).await;
    let (page, ben) = (Page::open(&server).await, Page::open_as(&server, "ben").await);
    let said = ok(&page.send("POST", "/api/chatkit/messages", &json!({ "message": "hello" })).await);
    let (thread, answer) = (said["thread_id"].as_str().unwrap(), said["response_id"].as_str().unwrap());
    let thumb = |item_ids: Value, kind: &str| {
        let params = json!({ "thread_id": thread, "item_ids": item_ids, "kind": kind });
        json!({ "type": "items.feedback", "params": params })
    };
    let kept = async || serde_json::to_value(store.feedback(thread).await.unwrap()).unwrap();

    for kind in ["positive", "negative"] {
        assert_eq!(ok(&page.send("POST", "/chatkit", &thumb(json!([answer]), kind)).await), json!({}));
        assert_eq!(kept().await, json!([[answer, kind]]));
    }
    let unknown = page.send("POST", "/chatkit", &thumb(json!([answer, "msg_none"]), "positive")).await;
    assert_eq!(refused(&unknown).0, 404, "{}", unknown.json());
    let theirs = ben.send("POST", "/chatkit", &thumb(json!([answer]), "positive")).await;
    assert_eq!(refused(&theirs).1, "THREAD_NOT_FOUND", "{}", theirs.json());
    let wrong = page.send("POST", "/chatkit", &thumb(json!([answer]), "meh")).await;
    assert_eq!(refused(&wrong).0, 400, "{}", wrong.json());
    assert_eq!(kept().await, json!([[answer, "negative"]]));
}
