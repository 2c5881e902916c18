//! A question that waits for a click outlives the process: the click counts after a restart, once.

use serde_json::{Value, json};
use support::fake_openai::Reply;
use support::{Client, Docket, FakeOpenAi};

const TITLES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

async fn start(folder: &std::path::Path, upstream: &FakeOpenAi) -> (Docket, Client) {
    let base_url = upstream.base_url();
    let arguments = ["--provider", "compatible", "--base-url", &base_url, "--model", "fake-1"];
    let builder = Docket::builder().data_dir(folder);
    let server = arguments.into_iter().fold(builder, |builder, argument| builder.arg(argument)).start().await;
    let client = server.client().await;
    (server, client)
}

/// The question that the one thread holds: the thread, the widget's item and its two buttons.
async fn question(client: &Client) -> (Value, Value) {
    let threads = client.post("/chatkit", &json!({ "type": "threads.list", "params": {} })).await;
    let thread = threads["data"][0]["id"].clone();
    let params = json!({ "thread_id": thread, "order": "desc" });
    let items = client.post("/chatkit", &json!({ "type": "items.list", "params": params })).await;
    let items = items["data"].as_array().expect("items");
    (thread, items.iter().find(|item| item["type"] == "widget").expect("a question").clone())
}

/// Presses a button of the question; what was said to it.
async fn press(client: &Client, thread: &Value, item: &Value, button: &str) -> String {
    let action = &item["widget"][button]["action"];
    assert!(action["payload"]["nonce"].is_string(), "{item}");
    let action = json!({ "type": action["type"], "payload": action["payload"] });
    let params = json!({ "thread_id": thread, "item_id": item["id"], "action": action });
    let body = json!({ "type": "threads.custom_action", "params": params });
    let request = client.request(reqwest::Method::POST, "/chatkit").json(&body);
    let events = support::SseReader::new(request.send().await.expect("an answer")).all().await;
    let said = |event: &Value| match event["type"].as_str() {
        Some("error") => event["message"].as_str().map(str::to_owned),
        Some("thread.item.done") => event["item"]["content"][0]["text"].as_str().map(str::to_owned),
        _ => None,
    };
    events.iter().filter_map(said).collect::<Vec<_>>().join("\n")
}

async fn count(client: &Client, view: &str) -> usize {
    client.get(&format!("/api/v1/tasks?view={view}")).await["tasks"].as_array().expect("tasks").len()
}

/// A process that was ended by `kill -9` while seven tasks wait for a click, and the next one.
async fn restarted(folder: &std::path::Path, upstream: &FakeOpenAi) -> (Docket, Client) {
    let (server, client) = start(folder, upstream).await;
    let mut ids = Vec::new();
    for title in TITLES {
        ids.push(client.post("/api/v1/tasks", &json!({ "title": title })).await["id"].clone());
    }
    upstream.answer(Reply::calls(&[("delete_task", json!({ "ids": ids }))]));
    upstream.answer(Reply::text(&["This waits."]));
    client.say(None, "delete everything").await.all().await;
    assert_eq!(count(&client, "all").await, 7, "nothing is done before the click");
    server.kill().await;
    start(folder, upstream).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_after_a_restart_counts_once() {
    let (folder, upstream) = (tempfile::tempdir().unwrap(), FakeOpenAi::start().await);
    let (server, client) = restarted(folder.path(), &upstream).await;
    let (thread, item) = question(&client).await;

    assert_eq!(press(&client, &thread, &item, "confirm").await, "Moved 7 tasks to the trash.");

    assert_eq!((count(&client, "all").await, count(&client, "trash").await), (0, 7));
    client.post("/api/v1/undo", &json!({})).await;
    assert_eq!(count(&client, "all").await, 7, "one undo takes it all back");
    let again = press(&client, &thread, &item, "confirm").await;
    assert_eq!(again, "This was answered already. Nothing was changed.");
    assert_eq!(count(&client, "all").await, 7);
    assert_eq!(upstream.requests().len(), 2, "no model is asked what a click means");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_after_a_restart_leaves_everything() {
    let (folder, upstream) = (tempfile::tempdir().unwrap(), FakeOpenAi::start().await);
    let (server, client) = restarted(folder.path(), &upstream).await;
    let (thread, item) = question(&client).await;
    assert_eq!(press(&client, &thread, &item, "cancel").await, "Left as it was.");
    let late = press(&client, &thread, &item, "confirm").await;
    assert_eq!(late, "This was answered already. Nothing was changed.");
    assert_eq!(count(&client, "all").await, 7);
    server.stop().await;
}
