//! Tickets from outside: one session each, once, in time.

use std::sync::Arc;
use std::time::Duration;

use docket_server::TicketError;
use serde_json::json;
use support::in_process::{LONG, Page, start, start_with};
use support::raw::{Connection, Request};
use tokio::sync::Barrier;

#[tokio::test]
async fn a_ticket_is_redeemed_once() {
    let server = start().await;
    let addr = server.addr();
    let ticket = server.mint_ticket("local", LONG).unwrap();
    assert!(ticket.len() == 64 && ticket.bytes().all(|byte| byte.is_ascii_hexdigit()), "32 bytes");
    let redeem = || Request::new(addr, "POST", "/api/chatkit/session").bearer(&ticket).send(addr);
    let answer = redeem().await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    let keys: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["client_secret", "expires_at", "session_id", "user_id"]);
    assert_eq!(body["user_id"], "local");
    let again = redeem().await;
    assert_eq!((again.status, again.code().as_str()), (401, "UNAUTHORIZED"));
}

#[tokio::test]
async fn a_ticket_past_its_time_is_refused() {
    let server = start().await;
    let addr = server.addr();
    // Asked with a body that is always refused later, which does not use the ticket up; until the answer is that it is none.
    let ticket = server.mint_ticket("local", Duration::from_millis(50)).unwrap();
    let ask = Request::new(addr, "POST", "/api/chatkit/session")
        .bearer(&ticket)
        .body("x")
        .header("Content-Type", "text/plain");
    let statuses = async {
        let mut seen = Vec::new();
        while seen.last() != Some(&401) {
            seen.push(ask.clone().send(addr).await.status);
        }
        seen
    };
    let seen = tokio::time::timeout(Duration::from_secs(10), statuses).await.expect("it ends");
    assert!(seen[..seen.len() - 1].iter().all(|status| *status == 415), "{seen:?}");
    let late = Request::new(addr, "POST", "/api/chatkit/session").bearer(&ticket).send(addr).await;
    assert_eq!((late.status, late.code().as_str()), (401, "UNAUTHORIZED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_at_once_one_wins() {
    const CONNECTIONS: usize = 100;
    const EACH: usize = 10;
    let server = start_with(|options| options.limits.max_connections = CONNECTIONS).await;
    let addr = server.addr();
    let ticket = server.mint_ticket("local", LONG).unwrap();
    let request = Request::new(addr, "POST", "/api/chatkit/session").bearer(&ticket).bytes();
    let together = Arc::new(Barrier::new(CONNECTIONS));
    let racers: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (request, together) = (request.repeat(EACH), Arc::clone(&together));
            tokio::spawn(async move {
                let mut connection = Connection::open(addr).await;
                together.wait().await;
                connection.write(&request).await;
                let mut statuses = Vec::new();
                for _ in 0..EACH {
                    statuses.push(connection.answer().await.expect("an answer").status);
                }
                statuses
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for racer in racers {
        statuses.extend(racer.await.unwrap());
    }
    let count = |wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
    assert_eq!((statuses.len(), count(200), count(401)), (1_000, 1, 999));
}

#[tokio::test]
async fn at_most_eight_tickets_of_a_user_are_out() {
    let server = start().await;
    let addr = server.addr();
    let tickets: Vec<_> = (0..9).map(|_| server.mint_ticket("local", LONG).unwrap()).collect();
    let mut statuses = Vec::new();
    for ticket in &tickets {
        statuses.push(Request::new(addr, "POST", "/api/chatkit/session").bearer(ticket).send(addr).await.status);
    }
    assert_eq!(statuses, [401, 200, 200, 200, 200, 200, 200, 200, 200], "the oldest gave way");
}

#[tokio::test]
async fn a_ticket_is_for_its_user_and_a_refused_wish_does_not_use_it_up() {
    let server = start_with(|options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await;
    let addr = server.addr();
    let ticket = server.mint_ticket("ann", LONG).unwrap();
    let ask = |wish| Request::new(addr, "POST", "/api/chatkit/session").bearer(&ticket).json(&wish).send(addr);
    let answer = ask(json!({ "user_id": "bob" })).await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "FORBIDDEN"));
    let answer = ask(json!({ "conversation_id": "thr_00000000" })).await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "THREAD_NOT_FOUND"));
    let answer = ask(json!({ "user_id": "ann", "refresh": true, "unknown": 1 })).await;
    assert_eq!((answer.status, answer.json()["user_id"].as_str()), (200, Some("ann")));
    let unknown = server.mint_ticket("eve", LONG);
    assert_eq!(unknown, Err(TicketError::UnknownUser("eve".to_owned())));
}

#[tokio::test]
async fn a_page_gets_a_ticket_for_a_second_window() {
    let server = start().await;
    let page = Page::open(&server).await;
    let answer = page.bare("POST", "/api/chatkit/tickets").await;
    assert_eq!(answer.status, 201);
    let ticket = answer.json()["ticket"].as_str().unwrap().to_owned();
    let second = Request::new(page.addr, "POST", "/api/chatkit/session").bearer(&ticket).send(page.addr).await;
    assert_eq!(second.status, 200);
}
