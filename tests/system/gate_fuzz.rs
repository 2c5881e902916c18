//! Ten thousand broken requests, the same ones on every run: none is answered with a fault of ours, and the server goes on.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use docket_server::Server;
use serde_json::{Value, json};
use support::in_process::{Page, start_with};
use support::random::Random;
use support::scale::scaled;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const AT_ONCE: usize = 40;

/// A server that soon gives up what is broken off.
async fn server() -> Server {
    start_with(|options| {
        options.limits.head_time = Duration::from_millis(150);
        options.limits.body_time = Duration::from_millis(150);
        options.limits.max_connections = 4 * AT_ONCE;
    })
    .await
}

/// Requests that are right, to be broken. None of them ends the session or keeps a stream.
fn right_requests(page: &Page) -> Vec<Vec<u8>> {
    let task = json!({ "title": "Buy milk", "due": "2026-11-22T17:00", "labels": ["a"], "priority": 1 });
    let list = json!({ "type": "threads.list", "params": { "limit": 5, "order": "asc" } });
    let line = json!({ "text": "Buy milk tomorrow 5pm #Home @a p1", "ignore": [{ "start": 0, "end": 3 }] });
    let json = |method: &str, target: &str, body: &Value| page.request(method, target).json(body);
    [
        page.request("GET", "/healthz"),
        page.request("GET", "/").header("Origin", &format!("http://{}", page.addr)),
        page.request("GET", "/assets/x.js"),
        page.request("GET", "/api/v1/tasks?view=today&q=milk&limit=10&after=x"),
        page.request("GET", "/api/v1/app").header("Sec-Fetch-Site", "same-origin"),
        page.request("OPTIONS", "/chatkit").header("Access-Control-Request-Method", "POST"),
        json("POST", "/api/v1/tasks", &task).header("Idempotency-Key", "a-key"),
        json("POST", "/api/v1/quick-add", &line),
        json("POST", "/api/v1/quick-add/preview", &line),
        json("POST", "/chatkit", &list),
        json("POST", "/api/chatkit/refresh", &json!({ "token": page.secret })),
        json("PATCH", "/api/v1/settings", &json!({ "ui_state": { "view": "today" } })),
        json("POST", "/api/desktop/open-link", &json!({ "url": "https://example.org" })),
        page.request("POST", "/api/v1/undo").header("Expect", "100-continue"),
        page.request("DELETE", "/api/v1/tasks/01936f00-0000-7000-8000-000000000000"),
    ]
    .into_iter()
    .map(|request| request.header("Connection", "close").bytes())
    .collect()
}

const PIECES: &[&[u8]] = &[
    b"\r\n",
    b"\r\n\r\n",
    b"\0",
    b"\x80",
    b"\xff\xfe",
    b" ",
    b"\t",
    b":",
    b"%00",
    b"%",
    b"/../",
    b"//",
    b"?",
    b"#",
    b"*",
    b"Host: evil.example\r\n",
    b"Origin: null\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: identity, chunked\r\n",
    b"Expect: 100-continue\r\n",
    b"Upgrade: h2c\r\n",
    b"Connection: upgrade\r\n",
    b"Authorization: Bearer \r\n",
    b"HTTP/1.0",
    b"CONNECT",
    b"TRACE",
    b"QUERY",
    b"{",
    b"[",
    b"\"",
    b"null",
    b"-1",
    b"1e999",
    b"\\ud800",
    b"\xf0\x9f\x92\xa9",
    b"ffffffff\r\n",
];

/// `bytes` with one to six things broken.
pub(crate) fn broken(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(5) {
        let at = random.below(bytes.len() + 1);
        let to = (at + random.below(24)).min(bytes.len());
        match random.below(7) {
            0 if at < bytes.len() => bytes[at] = random.byte(),
            1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let copy = bytes[at..to].to_vec();
                bytes.splice(at..at, copy);
            }
            4 => bytes.truncate(at),
            5 => bytes.reverse_range(at, to),
            _ => drop(bytes.splice(at..at, random.one_of(PIECES).iter().copied())),
        }
    }
    bytes
}

trait ReverseRange {
    fn reverse_range(&mut self, from: usize, to: usize);
}

impl ReverseRange for Vec<u8> {
    fn reverse_range(&mut self, from: usize, to: usize) {
        self[from..to].reverse();
    }
}

/// The status of every answer to `bytes` before the server ends the connection.
async fn statuses(addr: SocketAddr, bytes: &[u8]) -> Vec<u16> {
    let mut stream = TcpStream::connect(addr).await.expect("the server still accepts");
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    // A reset after a refusal is an end as well; an answer that never ends is not.
    let _ = tokio::time::timeout(Duration::from_secs(20), reading).await.expect("the connection ends");
    let text = String::from_utf8_lossy(&answer);
    let starts = text.match_indices("HTTP/1.").filter(|(at, _)| *at == 0 || text[..*at].ends_with(['\n', '}']));
    starts.filter_map(|(at, _)| text[at..].split(' ').nth(1)?.parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_broken_requests_find_no_fault() {
    let server = server().await;
    let page = Page::open(&server).await;
    let right = Arc::new(right_requests(&page));
    for request in right.iter() {
        let seen = statuses(page.addr, request).await;
        assert!(seen.iter().all(|status| *status < 500 || *status == 501), "{seen:?} before anything is broken");
    }
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|worker| {
            let (right, addr) = (Arc::clone(&right), page.addr);
            tokio::spawn(async move {
                let mut random = Random::new(0xd0c_4e7 + worker as u64);
                let mut seen = BTreeMap::<u16, usize>::new();
                for _ in 0..scaled(10_000, 1_000_000) / AT_ONCE {
                    let base = random.one_of(&right).clone();
                    let request = broken(&mut random, &base);
                    for status in statuses(addr, &request).await {
                        let shown = String::from_utf8_lossy(&request).into_owned();
                        assert!(status < 500 || status == 501, "{status} to {shown:?}");
                        *seen.entry(status).or_default() += 1;
                    }
                }
                seen
            })
        })
        .collect();
    let mut seen = BTreeMap::<u16, usize>::new();
    for worker in workers {
        for (status, count) in worker.await.unwrap() {
            *seen.entry(status).or_default() += count;
        }
    }
    for status in [200, 201, 400, 401, 403, 404, 415, 421, 422, 501] {
        assert!(seen.contains_key(&status), "the breaking reaches every refusal: {seen:?}");
    }
    assert_eq!(server.panics(), 0);
    assert_eq!(Page::open(&server).await.get("/api/v1/app").await.status, 200, "still answering");
    println!("figure: {} broken requests, 0 panics, answers by status {seen:?}", scaled(10_000, 1_000_000));
}
