//! Conversations: the history list, one as its messages, the chat without a stream, and the older names of all that.

use std::time::Duration;

use docket_store::Database;
use serde_json::{Value, json};
use support::in_process::{Page, start, start_on, start_with};
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::{ok, refused};

#[tokio::test]
async fn a_conversation_is_begun_named_found_read_and_deleted() {
    let server = start().await;
    let page = Page::open(&server).await;
    let made = page.send("POST", "/api/chatkit/threads", &json!({ "title": " Plans " })).await;
    assert_eq!(made.status, 201);
    let thread = made.json();
    assert!(thread["created_at"].as_str().is_some_and(|at| at.ends_with('Z')), "{thread}");
    let target = format!("/api/chatkit/threads/{}", thread["id"].as_str().unwrap());

    let said = json!({ "thread_id": thread["id"], "message": "Add a task to buy groceries tomorrow 5pm" });
    let answer = ok(&page.send("POST", "/api/chatkit/messages", &said).await);
    assert_eq!(answer["thread_id"], thread["id"]);
    assert!(answer["response"].as_str().unwrap().contains("22 Nov"), "{answer}");
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"][0]["due"], "2026-11-22T17:00");

    let shown = ok(&page.get(&target).await);
    assert_eq!((&shown["title"], &shown["message_count"]), (&json!("Plans"), &json!(2)));
    let messages = shown["messages"].as_array().unwrap();
    let roles: Vec<_> = messages.iter().map(|message| message["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["user", "assistant"]);
    assert_eq!((&messages[0]["id"], &messages[0]["content"]), (&answer["message_id"], &said["message"]));
    assert_eq!(messages[1]["id"], answer["response_id"]);

    assert_eq!(page.bare("POST", "/api/chatkit/threads").await.status, 201, "a title is not needed");
    let all = ok(&page.get("/api/chatkit/threads").await);
    assert_eq!((all["threads"].as_array().unwrap().len(), &all["has_more"]), (2, &json!(false)));
    let found = ok(&page.get("/api/chatkit/threads?q=groceries").await);
    assert_eq!((found["threads"].as_array().unwrap().len(), &found["threads"][0]["id"]), (1, &thread["id"]));
    let first = ok(&page.get("/api/chatkit/threads?limit=1").await);
    assert_eq!(first["has_more"], true);
    let rest = format!("/api/chatkit/threads?limit=1&after={}", first["after"].as_str().unwrap());
    let rest = ok(&page.get(&rest).await);
    assert_eq!(rest["has_more"], false);
    assert_ne!(rest["threads"][0]["id"], first["threads"][0]["id"]);

    assert_eq!(ok(&page.send("PATCH", &target, &json!({ "title": "Shopping" })).await)["title"], "Shopping");
    assert_eq!(ok(&page.get(&target).await)["title"], "Shopping");
    assert_eq!(page.bare("DELETE", &target).await.status, 204);
    assert_eq!(refused(&page.get(&target).await).1, "THREAD_NOT_FOUND");
    assert_eq!(refused(&page.bare("DELETE", &target).await).1, "THREAD_NOT_FOUND");
}

#[tokio::test]
async fn what_a_conversation_cannot_be_is_refused() {
    let server = start().await;
    let page = Page::open(&server).await;
    let none = "/api/chatkit/threads/thr_none";
    let not_found = (404, "THREAD_NOT_FOUND".to_owned(), Value::Null);
    assert_eq!(refused(&page.get(none).await), not_found);
    assert_eq!(refused(&page.send("PATCH", none, &json!({ "title": "a" })).await), not_found);
    assert_eq!(refused(&page.get("/api/v1/conversations/%2e%2e%2f").await), not_found);
    let in_none = json!({ "thread_id": "thr_none", "message": "hi" });
    assert_eq!(refused(&page.send("POST", "/api/chatkit/messages", &in_none).await), not_found);

    let invalid = |field: &str| (422, "INVALID".to_owned(), json!([field]));
    for title in [json!(""), json!("  "), json!("t".repeat(201)), json!(5)] {
        let body = json!({ "title": title });
        assert_eq!(refused(&page.send("POST", "/api/chatkit/threads", &body).await), invalid("title"), "{body}");
        assert_eq!(refused(&page.send("PATCH", none, &body).await), invalid("title"), "{body}");
    }
    for (target, body) in [
        ("/api/chatkit/messages", json!({})),
        ("/api/chatkit/messages", json!({ "message": " \n" })),
        ("/api/chatkit/messages", json!({ "message": 5 })),
        ("/api/v1/chat", json!({ "conversation_id": null })),
    ] {
        assert_eq!(refused(&page.send("POST", target, &body).await), invalid("message"), "{target} {body}");
    }
    assert_eq!(refused(&page.get("/api/chatkit/threads?limit=101").await), invalid("limit"));
    assert_eq!(refused(&page.get("/api/chatkit/threads?after=x").await), invalid("after"));
    assert_eq!(refused(&page.get("/api/chatkit/threads?limit=x").await).1, "MALFORMED");
    assert_eq!(ok(&page.get("/api/chatkit/threads").await)["threads"], json!([]), "nothing was begun");
}

#[tokio::test]
async fn the_older_names_answer_with_the_tools_that_were_used() {
    let server = start().await;
    let page = Page::open(&server).await;
    let said = json!({ "message": "add buy milk" });
    let answer = ok(&page.send("POST", "/api/v1/chat", &said).await);
    let call = &answer["tool_calls"][0];
    assert_eq!((&call["name"], &call["arguments"]["title"]), (&json!("add_task"), &json!("Buy milk")), "{answer}");
    assert!(call["result"].is_object() && !answer["response"].as_str().unwrap().is_empty(), "{answer}");
    let more = json!({ "message": "add buy eggs", "conversation_id": answer["conversation_id"] });
    let second = ok(&page.send("POST", "/api/v1/chat", &more).await);
    assert_eq!(second["conversation_id"], answer["conversation_id"]);
    assert_eq!(second["tool_calls"].as_array().unwrap().len(), 1, "only those of this answer: {second}");

    let listed = ok(&page.get("/api/v1/conversations").await);
    assert_eq!(listed["conversations"][0]["id"], answer["conversation_id"]);
    let target = format!("/api/v1/conversations/{}", answer["conversation_id"].as_str().unwrap());
    assert_eq!(ok(&page.get(&target).await)["messages"].as_array().unwrap().len(), 4);
    assert_eq!(page.bare("DELETE", &target).await.status, 204);
    assert_eq!(refused(&page.get(&target).await).1, "THREAD_NOT_FOUND");
}

#[tokio::test]
async fn conversations_are_their_users_own() {
    let server = start_with(|options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await;
    let (ann, bob) = (Page::open_as(&server, "ann").await, Page::open_as(&server, "bob").await);
    let thread = ok(&ann.bare("POST", "/api/chatkit/threads").await)["id"].as_str().unwrap().to_owned();
    let target = format!("/api/chatkit/threads/{thread}");
    assert_eq!(ok(&bob.get("/api/chatkit/threads").await)["threads"], json!([]));
    assert_eq!(refused(&bob.get(&target).await).1, "THREAD_NOT_FOUND");
    assert_eq!(refused(&bob.bare("DELETE", &target).await).1, "THREAD_NOT_FOUND");
    assert_eq!(refused(&bob.send("PATCH", &target, &json!({ "title": "mine" })).await).1, "THREAD_NOT_FOUND");
    let said = json!({ "thread_id": thread, "message": "hi" });
    assert_eq!(refused(&bob.send("POST", "/api/chatkit/messages", &said).await).1, "THREAD_NOT_FOUND");
    assert_eq!(ok(&ann.get(&target).await)["title"], Value::Null);
}

#[tokio::test]
async fn an_answer_that_cannot_be_made_is_an_error_with_its_reason() {
    let server = start_with(|options| options.provider.provider = Some("compatible".to_owned())).await;
    let page = Page::open(&server).await;
    let said = json!({ "message": "hi" });
    let answer = page.send("POST", "/api/chatkit/messages", &said).await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "ANSWER_FAILED"), "{}", answer.json());
    assert!(answer.header("retry-after").is_some());

    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let unreachable = start_with(|options| {
        options.provider.provider = Some("compatible".to_owned());
        options.provider.base_url = Some(format!("http://{closed}/v1"));
        options.provider.model = Some("m".to_owned());
    })
    .await;
    let page = Page::open(&unreachable).await;
    // Otherwise the built-in assistant answers in its place.
    page.send("PATCH", "/api/v1/settings", &json!({ "fallback": false })).await;
    let answer = page.send("POST", "/api/v1/chat", &said).await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "ANSWER_FAILED"), "{}", answer.json());
    assert_eq!(answer.json()["error"]["type"], "ChatKitError");

    let keyless = start_with(|options| options.provider.provider = Some("openai".to_owned())).await;
    let page = Page::open(&keyless).await;
    let answer = page.send("POST", "/api/chatkit/messages", &said).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "ASSISTANT_NOT_READY"), "{}", answer.json());
    assert!(answer.json()["error"]["message"].as_str().unwrap().contains("Settings"), "{}", answer.json());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_without_patience_or_session_stops_the_answer() {
    let model = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = model.local_addr().unwrap();
    let server = start_on(Database::in_memory().unwrap(), |options| {
        options.provider.provider = Some("compatible".to_owned());
        options.provider.base_url = Some(format!("http://{address}/v1"));
        options.provider.model = Some("m".to_owned());
        options.limits.max_streams = 1;
    })
    .await;
    let (page, other) = (Page::open(&server).await, Page::open(&server).await);
    let asking = {
        let page = page.clone();
        tokio::spawn(async move { page.send("POST", "/api/chatkit/messages", &json!({ "message": "hi" })).await })
    };
    let _held = timeout(Duration::from_secs(10), model.accept()).await.expect("the model is asked").unwrap();
    let answer = other.send("POST", "/api/chatkit/messages", &json!({ "message": "hi" })).await;
    assert_eq!((answer.status, answer.code().as_str()), (429, "TOO_MANY_STREAMS"), "it counts as a stream");
    assert_eq!(ok(&other.get("/api/chatkit/threads").await)["threads"].as_array().unwrap().len(), 1);
    assert_eq!(page.bare("DELETE", "/api/chatkit/session").await.status, 204);
    let answer = timeout(Duration::from_secs(10), asking).await.expect("it ends with its session").unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (401, "SESSION_EXPIRED"));
}
