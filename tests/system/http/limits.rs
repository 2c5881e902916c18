//! Messages a minute: refused before a stream begins, in words, with the seconds to wait.

use docket_server::Tier;
use serde_json::{Value, json};
use support::in_process::{Page, events, say, start_with};
use support::raw::{Answer, Connection};

use super::ok;

/// The free tier lets ten messages through a minute.
const TEN: usize = 10;

/// The answer to a request to /chatkit, and its events where it streams.
async fn chatkit(page: &Page, body: &Value) -> (Answer, Vec<Value>) {
    let mut connection = Connection::open(page.addr).await;
    let request = page.request("POST", "/chatkit").json(body).header("Connection", "close");
    connection.write(&request.bytes()).await;
    let head = connection.answer().await.expect("an answer");
    let told = if head.status == 200 { events(&connection.rest().await) } else { Vec::new() };
    (head, told)
}

fn assert_limited(answer: &Answer) {
    assert_eq!((answer.status, answer.code().as_str()), (429, "RATE_LIMITED"), "{}", answer.json());
    assert_eq!(answer.header("content-type"), Some("application/json"), "no stream has begun");
    let wait: u64 = answer.header("retry-after").expect("when to try again").parse().expect("whole seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    let error = &answer.json()["error"];
    assert_eq!(error["type"], "RateLimited");
    assert!(
        error["message"].as_str().is_some_and(|message| message.contains("10") && message.ends_with('.')),
        "{error}"
    );
}

#[tokio::test]
async fn the_eleventh_message_of_a_minute_is_refused_by_every_door() {
    let users = vec!["ann".to_owned(), "bob".to_owned()];
    let server = start_with(|options| (options.tier, options.users) = (Tier::Free, users)).await;
    let page = Page::open_as(&server, "ann").await;
    let (first, told) = chatkit(&page, &say("hello")).await;
    assert_eq!(first.status, 200);
    let thread = told[0]["thread"]["id"].as_str().expect("a thread").to_owned();
    let item = told[1]["item"]["id"].as_str().expect("a message").to_owned();
    for _ in 1..TEN {
        let said = json!({ "thread_id": thread, "message": "hello" });
        ok(&page.send("POST", "/api/chatkit/messages", &said).await);
    }
    assert_limited(&chatkit(&page, &say("one more")).await.0);
    let input = say("one more")["params"]["input"].clone();
    let more = json!({ "type": "threads.add_user_message", "params": { "thread_id": thread, "input": input } });
    assert_limited(&chatkit(&page, &more).await.0);
    let retry = json!({ "type": "threads.retry_after_item", "params": { "thread_id": thread, "item_id": item } });
    assert_limited(&chatkit(&page, &retry).await.0);
    assert_limited(&page.send("POST", "/api/chatkit/messages", &json!({ "message": "one more" })).await);
    assert_limited(&page.send("POST", "/api/v1/chat", &json!({ "message": "one more" })).await);

    let kept = ok(&page.get(&format!("/api/chatkit/threads/{thread}")).await);
    assert_eq!(kept["message_count"], 2 * TEN, "what was refused is not kept, and a refused retry deletes nothing");
    assert_eq!(ok(&page.get("/api/chatkit/threads").await)["threads"].as_array().expect("threads").len(), 1);
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "the list has no such limit" })).await);
    let bob = Page::open_as(&server, "bob").await;
    ok(&bob.send("POST", "/api/chatkit/messages", &json!({ "message": "hello" })).await);

    ok(&page.send("PATCH", "/api/v1/settings", &json!({ "tier": "unlimited" })).await);
    ok(&page.send("POST", "/api/chatkit/messages", &json!({ "message": "now" })).await);
}
