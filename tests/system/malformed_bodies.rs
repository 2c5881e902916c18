//! Bodies that are no ChatKit requests, the same ones on every run: each is refused, and nothing of them stays, in the list or in memory.

use std::net::SocketAddr;
use std::time::Instant;

use serde_json::{Value, json};
use support::Docket;
use support::in_process::{Page, say};
use support::memory::resident_bytes;
use support::random::Random;
use support::raw::{Connection, Request};
use support::scale::scaled;

use crate::gate_fuzz::broken;

/// Connections that send at the same time.
const AT_ONCE: usize = 8;
/// So many are sent first: what is made once, whoever comes, is there then.
const WARM_UP: usize = 2_000;
/// What the process may have grown by afterwards, however many came.
const MOST_GROWTH: u64 = 16 * 1024 * 1024;

/// Right ChatKit requests, to be broken.
fn right_bodies() -> Vec<Value> {
    let input = say("hello")["params"]["input"].clone();
    vec![
        say("hello"),
        json!({ "type": "threads.add_user_message", "params": { "thread_id": "thr_1", "input": input } }),
        json!({ "type": "threads.retry_after_item", "params": { "thread_id": "thr_1", "item_id": "msg_1" } }),
        json!({ "type": "threads.custom_action", "params": { "thread_id": "thr_1", "action": { "type": "a", "payload": {} } } }),
        json!({ "type": "items.list", "params": { "thread_id": "thr_1", "limit": 20, "order": "desc", "after": "msg_5" } }),
        json!({ "type": "items.feedback", "params": { "thread_id": "thr_1", "item_ids": ["a"], "kind": "positive" } }),
        json!({ "type": "threads.update", "params": { "thread_id": "thr_1", "title": "a" } }),
    ]
}

/// A body that is no ChatKit request: no JSON, or a right one with a part replaced by another type or taken away.
fn malformed(random: &mut Random, bodies: &[Value]) -> Vec<u8> {
    loop {
        let body = random.one_of(bodies).clone();
        let bytes = match random.below(4) {
            0 => return twisted(random, body).to_string().into_bytes(),
            1 => vec![*random.one_of(b"[{\"1"); random.below(3_000) + 1],
            _ => broken(random, body.to_string().as_bytes()),
        };
        if serde_json::from_slice::<Value>(&bytes).is_err() {
            return bytes;
        }
    }
}

/// `body` with its `type`, its `params` or a required field of them made into something else.
fn twisted(random: &mut Random, mut body: Value) -> Value {
    let nothing_right = [json!([]), json!({}), json!(7), json!(true), Value::Null];
    let other = random.one_of(&nothing_right).clone();
    match random.below(4) {
        0 => body["type"] = other,
        1 => body["type"] = json!(format!("threads.{}", random.number())),
        2 => drop(body.as_object_mut().and_then(|body| body.remove("params"))),
        _ => {
            let required = ["thread_id", "input", "item_id", "action", "item_ids", "kind", "title"];
            let params = body["params"].as_object_mut().expect("params");
            let names: Vec<_> = params.keys().filter(|name| required.contains(&name.as_str())).cloned().collect();
            params.insert(random.one_of(&names).clone(), json!(other.is_null()));
        }
    }
    body
}

/// Sends `count` of them, over connections that are kept; each must be the client's fault.
async fn send(page: &Page, seed: u64, count: usize) {
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|worker| {
            let page = page.clone();
            tokio::spawn(async move {
                let (mut random, bodies) = (Random::new(seed + worker as u64), right_bodies());
                let mut connection = Connection::open(page.addr).await;
                for _ in 0..count.div_ceil(AT_ONCE) {
                    let body = malformed(&mut random, &bodies);
                    let request =
                        page.request("POST", "/chatkit").body(body.clone()).header("Content-Type", "application/json");
                    let status = post(&mut connection, page.addr, &request).await;
                    assert!((400..500).contains(&status), "{status} to {:?}", String::from_utf8_lossy(&body));
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_malformed_bodies_are_the_clients_fault_and_cost_no_memory() {
    let count = scaled(10_000, 100_000);
    let server = Docket::builder().start().await;
    let pid = server.ready["pid"].as_u64().expect("a pid");
    let addr: SocketAddr = server.url().trim_start_matches("http://").parse().expect("an address");
    let page = Page { addr, secret: server.client().await.secret().to_owned() };
    send(&page, 0x0b00_5eed, WARM_UP).await;
    let before = resident_bytes(pid);

    let started = Instant::now();
    send(&page, 0x0ba5_eba1, count).await;
    let took = started.elapsed();

    // A fault of ours would have been a 500; a process that is gone has no memory.
    let after = resident_bytes(pid);
    let threads = page.send("POST", "/chatkit", &json!({ "type": "threads.list", "params": {} })).await;
    assert_eq!((threads.status, &threads.json()["data"]), (200, &json!([])), "it answers, and none was stored");
    if let (Some(before), Some(after)) = (before, after) {
        let grown = after.saturating_sub(before);
        assert!(grown < MOST_GROWTH, "{before} bytes became {after}");
        println!(
            "figure: {count} malformed bodies in {took:.0?}, each refused with 4xx, memory grew by {} KiB from {} KiB",
            grown / 1024,
            before / 1024
        );
    }
    server.stop().await;
}

/// Sends on a connection that is kept; on a new one where the server has ended it.
async fn post(connection: &mut Connection, addr: SocketAddr, request: &Request) -> u16 {
    connection.write(&request.bytes()).await;
    if let Some(answer) = connection.answer().await {
        return answer.status;
    }
    *connection = Connection::open(addr).await;
    connection.write(&request.bytes()).await;
    connection.answer().await.expect("an answer on a fresh connection").status
}
