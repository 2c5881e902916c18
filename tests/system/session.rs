//! What a session is over HTTP, beyond who gets one (gate_tickets, gate_tokens).

use serde_json::json;
use support::in_process::{LONG, Page, start, start_with};
use support::raw::Request;

fn seconds(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().expect("a moment").as_second()
}

#[tokio::test]
async fn a_client_secret_lives_as_long_as_the_settings_say() {
    let server = start().await;
    let page = Page::open(&server).await;
    let life = async |page: &Page| {
        let refresh = Request::new(page.addr, "POST", "/api/chatkit/refresh").json(&json!({ "token": page.secret }));
        let answer = refresh.send(page.addr).await.json();
        seconds(answer["expires_at"].as_str().expect("a moment")) - jiff::Timestamp::now().as_second()
    };
    assert!((3_598..=3_600).contains(&life(&page).await));
    assert_eq!(page.send("PATCH", "/api/v1/settings", &json!({ "session_ttl_s": 60 })).await.status, 200);
    assert!((58..=60).contains(&life(&page).await));
    for impossible in [59, 86_401] {
        let answer = page.send("PATCH", "/api/v1/settings", &json!({ "session_ttl_s": impossible })).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "INVALID"), "{impossible}");
        assert_eq!(answer.json()["error"]["fields"], json!(["session_ttl_s"]));
    }
}

#[tokio::test]
async fn refreshing_keeps_the_session_and_its_user() {
    let server = start_with(|options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await;
    let page = Page::open_as(&server, "bob").await;
    let ask = |token: &str| {
        Request::new(page.addr, "POST", "/api/chatkit/refresh").json(&json!({ "token": token })).send(page.addr)
    };
    let first = ask(&page.secret).await.json();
    let second = ask(first["client_secret"].as_str().unwrap()).await.json();
    assert_eq!(first["user_id"], "bob");
    assert_eq!((&first["session_id"], &first["user_id"]), (&second["session_id"], &second["user_id"]));
    assert_ne!(first["client_secret"], second["client_secret"]);
}

#[tokio::test]
async fn users_never_see_each_other() {
    let server = start_with(|options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await;
    let (ann, bob) = (Page::open_as(&server, "ann").await, Page::open_as(&server, "bob").await);
    let task = ann.send("POST", "/api/v1/tasks", &json!({ "title": "Ann's", "list": "Hers" })).await.json();
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    assert_eq!(ann.get(&target).await.status, 200);
    for answer in [
        bob.get(&target).await,
        bob.send("PATCH", &target, &json!({ "title": "Bob's" })).await,
        bob.bare("DELETE", &target).await,
        bob.bare("POST", &format!("{target}/complete")).await,
    ] {
        assert_eq!((answer.status, answer.code().as_str()), (404, "TASK_NOT_FOUND"));
    }
    assert_eq!(bob.get("/api/v1/tasks").await.json()["tasks"], json!([]));
    assert_eq!(bob.get("/api/v1/lists").await.json()["lists"], json!([]));
    let undo = bob.send("POST", "/api/v1/undo", &json!({ "change_set": task["change_set"] })).await;
    assert_eq!((undo.status, undo.code().as_str()), (404, "CHANGE_SET_NOT_FOUND"));
}

#[tokio::test]
async fn a_page_without_a_session_is_told_how_to_go_on() {
    let server = start().await;
    let answer = Request::new(server.addr(), "GET", "/renew").send(server.addr()).await;
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(String::from_utf8_lossy(&answer.body).contains("<h1>Open Docket again</h1>"));
}

#[tokio::test]
async fn the_address_that_opens_the_window_holds_its_ticket_where_no_browser_sends_it() {
    let server = start().await;
    let ticket = server.mint_ticket("local", LONG).unwrap();
    assert_eq!(server.open_url(&ticket), format!("http://127.0.0.1:{}/#ticket={ticket}", server.addr().port()));
    let as_query = Request::new(server.addr(), "GET", &format!("/?ticket={ticket}")).send(server.addr()).await;
    assert_eq!((as_query.status, as_query.code().as_str()), (400, "CREDENTIAL_IN_URL"));
}
