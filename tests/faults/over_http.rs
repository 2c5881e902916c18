//! The disk fills up under a running server: the refusals say so, what was there can be read, and with room again everything goes on.

use std::path::Path;

use docket_server::Server;
use docket_store::Database;
use fault_tests::{Disk, Fault};
use serde_json::{Value, json};
use support::in_process::{Page, events, say, start_on};
use support::raw::{Answer, Connection};

use crate::workload::{options, scratch};

async fn server(folder: &Path) -> (Server, Page) {
    let database = Database::open(folder, options()).unwrap();
    let mut health = database.health();
    // The look at the whole file that follows a start is over: the disk is the requests' alone.
    health.wait_for(|health| *health == docket_store::Health::Good).await.unwrap();
    let server = start_on(database, |_| {}).await;
    let page = Page::open(&server).await;
    (server, page)
}

async fn titles(page: &Page) -> Vec<String> {
    let answer = page.get("/api/v1/tasks").await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    let tasks = answer.json();
    tasks["tasks"].as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
}

fn status_and_code(answer: &Answer) -> (u16, String) {
    (answer.status, answer.code())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_507_and_no_change() {
    let folder = scratch();
    let disk = Disk::plain(folder.path());
    let (server, page) = server(folder.path()).await;
    let milk = page.send("POST", "/api/v1/tasks", &json!({ "title": "Milk" })).await.json();
    let target = format!("/api/v1/tasks/{}", milk["id"].as_str().unwrap());
    let bread = json!({ "title": "Bread" });
    let add_bread = page.request("POST", "/api/v1/tasks").json(&bread).header("Idempotency-Key", "bread");

    disk.refuse(Fault::Full, 0, u64::MAX);

    for (method, path, body) in [
        ("POST", "/api/v1/tasks", bread.clone()),
        ("POST", "/api/v1/quick-add", json!({ "text": "Bread tomorrow" })),
        ("PATCH", target.as_str(), json!({ "title": "Oat milk" })),
        ("POST", &format!("{target}/complete"), json!({})),
        ("POST", "/api/v1/undo", json!({})),
        ("POST", "/api/v1/lists", json!({ "name": "Home" })),
        ("PATCH", "/api/v1/settings", json!({ "ui_state": { "view": "today" } })),
        ("POST", "/api/chatkit/threads", json!({ "title": "Plans" })),
        ("POST", "/api/chatkit/messages", json!({ "message": "add bread" })),
        ("POST", "/chatkit", say("add bread")),
    ] {
        let answer = page.send(method, path, &body).await;
        assert_eq!(status_and_code(&answer), (507, "DISK_FULL".to_owned()), "{method} {path}: {}", answer.json());
        let message = answer.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains("disk is full"), "{method} {path}: {message}");
    }
    assert_eq!(status_and_code(&add_bread.clone().send(page.addr).await).0, 507);
    assert_eq!(status_and_code(&page.bare("DELETE", &target).await), (507, "DISK_FULL".to_owned()));
    assert_eq!(titles(&page).await, ["Milk"], "what is there can be read");
    let threads = page.get("/api/chatkit/threads").await;
    assert_eq!(threads.json()["threads"], json!([]), "and no conversation was begun");
    assert!(disk.heal() > 10, "the disk was asked");

    for _ in 0..2 {
        let answer = add_bread.clone().send(page.addr).await;
        assert_eq!(answer.status, 201, "{}", answer.json());
    }
    let mut all = titles(&page).await;
    all.sort_unstable();
    assert_eq!(all, ["Bread", "Milk"], "with room again it goes on, and the same request counts once");
    assert_eq!(page.get(&target).await.json()["revision"], milk["revision"]);
    assert_eq!(server.panics(), 0);
    server.shutdown().await;
}

/// What came of a message.
#[derive(Debug, PartialEq)]
enum Came {
    /// Nothing was begun.
    Refused,
    /// An answer without an error.
    Answered,
    /// A stream that an error ended; its thread and the user's message, where both were told.
    Failed(Option<(String, String)>),
}

async fn add_by_chat(page: &Page, body: &Value) -> Came {
    let mut connection = Connection::open(page.addr).await;
    connection.write(&page.request("POST", "/chatkit").json(body).bytes()).await;
    let answer = connection.answer().await.expect("an answer");
    if answer.status != 200 {
        assert_eq!(status_and_code(&answer), (507, "DISK_FULL".to_owned()), "{}", answer.json());
        return Came::Refused;
    }
    let told = events(&connection.end_of_stream().await);
    if !told.iter().any(|event| event["type"] == "error") {
        return Came::Answered;
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let thread = told.iter().find_map(|event| text(&event["thread"]["id"]));
    let message = told.iter().rfind(|event| event["item"]["type"] == "user_message");
    let message = message.and_then(|event| text(&event["item"]["id"]));
    Came::Failed(thread.zip(message))
}

/// The disk fills up at each request of a turn in which the assistant adds a task: it is there once or not at all, and trying again makes it one.
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_up_in_a_turn_adds_nothing_twice() {
    let (mut refused, mut failed, mut cases) = (0, 0, 0);
    for first in 0.. {
        let folder = scratch();
        let disk = Disk::plain(folder.path());
        let (server, page) = server(folder.path()).await;
        disk.refuse(Fault::Full, first, u64::MAX);

        let came = add_by_chat(&page, &say("add bread")).await;

        let met = disk.heal();
        let after = titles(&page).await;
        assert!(after.is_empty() || after == ["Bread"], "request {first}: {after:?}");
        match &came {
            Came::Refused => {
                assert_eq!(after, Vec::<String>::new(), "request {first}");
                refused += 1;
            }
            Came::Answered => assert_eq!(after, ["Bread"], "request {first}: what was said is so"),
            Came::Failed(told) => {
                let (thread, message) = told.clone().unwrap_or_else(|| panic!("request {first}: {came:?}"));
                let params = json!({ "thread_id": thread, "item_id": message });
                let again = json!({ "type": "threads.retry_after_item", "params": params });
                assert_eq!(add_by_chat(&page, &again).await, Came::Answered, "request {first}");
                assert_eq!(titles(&page).await, ["Bread"], "request {first}: once, however often it was tried");
                failed += 1;
            }
        }
        assert_eq!(add_by_chat(&page, &say("add eggs")).await, Came::Answered, "request {first}: the chat goes on");
        assert_eq!(server.panics(), 0);
        server.shutdown().await;
        cases += 1;
        if met == 0 {
            break;
        }
    }
    assert!(refused > 0 && failed > 0, "{refused} refused, {failed} failed");
    println!(
        "figure: full disk in a turn: {cases} cases, {refused} refused, {failed} broke off, 0 tasks twice or unsaid"
    );
}
