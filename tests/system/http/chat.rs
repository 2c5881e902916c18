//! The chat, as the window uses it.

use support::in_process::{Page, events, say, start_in, start_with};
use support::raw::Connection;

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
