//! How much at once, how large and how long: every limit is an answer, and the server goes on.

use std::time::Duration;

use docket_server::Server;
use docket_store::{Actor, Database};
use docket_tasks::{Command, NewTask};
use serde_json::json;
use support::in_process::{Page, events, say, start, start_on, start_with};
use support::raw::{Answer, Connection, Request};
use tokio::time::timeout;

const SECOND: Duration = Duration::from_secs(1);

/// Asks again until the answer has `status`; a place that was given back is noticed within moments.
async fn until_status(status: u16, ask: impl AsyncFn() -> Answer) -> Answer {
    let asking = async {
        loop {
            let answer = ask().await;
            if answer.status == status {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(10 * SECOND, asking).await.expect("the status comes in time")
}

/// An open event feed that has said hello.
async fn feed(page: &Page) -> Connection {
    let mut connection = Connection::open(page.addr).await;
    connection.write(&page.request("GET", "/api/v1/events").bytes()).await;
    let head = connection.answer().await.expect("an answer");
    assert_eq!(head.status, 200, "{}", head.json());
    assert_eq!(events(&connection.more().await)[0]["kind"], "hello");
    connection
}

#[tokio::test]
async fn sixty_four_headers_are_read_and_one_more_is_refused() {
    let server = start().await;
    let addr = server.addr();
    let with_headers = |count: usize| {
        let request = Request::new(addr, "GET", "/healthz");
        (1..count).fold(request, |request, index| request.header(&format!("X-{index}"), "a"))
    };
    assert_eq!(with_headers(64).send(addr).await.status, 200);
    let answer = with_headers(65).send(addr).await;
    assert_eq!((answer.status, answer.code().as_str()), (431, "HEAD_TOO_LARGE"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn a_head_of_more_than_32_kib_is_refused() {
    let server = start().await;
    let addr = server.addr();
    let padded = |size: usize| Request::new(addr, "GET", "/healthz").header("X-Padding", &"a".repeat(size));
    assert_eq!(padded(31_000).send(addr).await.status, 200);
    for size in [33_000, 100_000, 1_000_000] {
        let answer = padded(size).send(addr).await;
        assert_eq!((answer.status, answer.code().as_str()), (431, "HEAD_TOO_LARGE"), "{size}");
    }
    let long = Request::new(addr, "GET", &format!("/{}", "a".repeat(70_000))).send(addr).await;
    assert!(matches!(long.status, 414 | 431), "{}", long.status);
}

#[tokio::test]
async fn what_is_no_http_is_answered_in_the_same_shape() {
    let server = start().await;
    let addr = server.addr();
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(),
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
    ] {
        let mut connection = Connection::open(addr).await;
        connection.write(bytes).await;
        let what = String::from_utf8_lossy(bytes).into_owned();
        let answer = connection.answer().await.unwrap_or_else(|| panic!("no answer to {what}"));
        assert_eq!((answer.status, answer.code().as_str()), (400, "MALFORMED"), "{what}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(connection.rest().await.is_empty(), "the connection ends");
    }
    assert_eq!(Request::new(addr, "GET", "/healthz").send(addr).await.status, 200);
}

#[tokio::test]
async fn a_head_that_does_not_come_ends_the_connection() {
    let server = start_with(|options| options.limits.head_time = Duration::from_millis(100)).await;
    for part in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n"] {
        let mut connection = Connection::open(server.addr()).await;
        connection.write(part.as_bytes()).await;
        assert!(timeout(5 * SECOND, connection.rest()).await.expect("it ends").is_empty());
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_told_so() {
    let server = start_with(|options| options.limits.body_time = Duration::from_millis(100)).await;
    let page = Page::open(&server).await;
    for target in ["/api/v1/tasks", "/chatkit"] {
        let head =
            page.request("POST", target).header("Content-Type", "application/json").header("Content-Length", "100");
        let mut connection = Connection::open(page.addr).await;
        connection.write(&[head.bytes(), b"{".to_vec()].concat()).await;
        let answer = connection.answer().await.expect("an answer");
        assert_eq!((answer.status, answer.code().as_str()), (408, "REQUEST_TIMEOUT"), "{target}");
        assert!(connection.rest().await.is_empty(), "the connection ends");
    }
}

#[tokio::test]
async fn a_body_of_more_than_256_kib_is_refused_and_the_answer_is_seen() {
    let server = start().await;
    let page = Page::open(&server).await;
    let notes = |size: usize| json!({ "title": "a", "notes": "n".repeat(size) });
    assert_eq!(page.send("POST", "/api/v1/tasks", &notes(19_000)).await.status, 201);
    for size in [262_144, 4_000_000, 15_000_000] {
        let answer = page.send("POST", "/api/v1/tasks", &notes(size)).await;
        assert_eq!((answer.status, answer.code().as_str()), (413, "TOO_LARGE"), "{size}");
    }
    let chunked = page.request("POST", "/api/v1/tasks").header("Content-Type", "application/json");
    let mut connection = Connection::open(page.addr).await;
    connection.write(&chunked.header("Transfer-Encoding", "chunked").bytes()).await;
    for _ in 0..30 {
        connection.write(format!("2800\r\n{}\r\n", " ".repeat(0x2800)).as_bytes()).await;
    }
    assert_eq!(connection.answer().await.expect("an answer").status, 413, "without a length, by what has come");
}

#[tokio::test]
async fn only_a_recording_may_be_larger_in_the_chat() {
    let server = start().await;
    let page = Page::open(&server).await;
    let long = "a".repeat(300_000);
    let answer = page.send("POST", "/chatkit", &say(&long)).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "TOO_LARGE"), "`params` first");
    let kind_first = format!(r#"{{"type":"threads.create","params":{{"x":"{}"}}}}"#, "a".repeat(10_000_000));
    let request = page.request("POST", "/chatkit").body(kind_first).header("Content-Type", "application/json");
    assert_eq!(request.send(page.addr).await.status, 413, "`type` first");
    let hidden = format!(r#"{{"\u0074ype":"threads.list","params":{{"x":"{long}"}}}}"#);
    let request = page.request("POST", "/chatkit").body(hidden).header("Content-Type", "application/json");
    assert_eq!(request.send(page.addr).await.status, 413, "`type` written with an escape");
    let audio = json!({ "type": "input.transcribe", "params": { "audio_base64": long, "mime_type": "audio/mp4" } });
    let answer = page.send("POST", "/chatkit", &audio).await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "UNSUPPORTED_REQUEST"), "read whole; not offered yet");
    let too_long = page
        .request("POST", "/chatkit")
        .body(vec![b' '; 14 * 1024 * 1024 + 1])
        .header("Content-Type", "application/json");
    assert_eq!(too_long.send(page.addr).await.status, 413, "more than any recording");
}

#[tokio::test]
async fn streams_past_the_limit_are_told_to_wait() {
    let server = start_with(|options| options.limits.max_streams = 2).await;
    let page = Page::open(&server).await;
    let first = feed(&page).await;
    let _second = feed(&page).await;
    let third = page.get("/api/v1/events").await;
    assert_eq!(
        (third.status, third.code().as_str(), third.header("retry-after")),
        (429, "TOO_MANY_STREAMS", Some("1"))
    );
    let message = page.send("POST", "/chatkit", &say("help")).await;
    assert_eq!((message.status, message.code().as_str()), (429, "TOO_MANY_STREAMS"));
    let threads = page.send("POST", "/chatkit", &json!({ "type": "threads.list", "params": {} })).await;
    assert_eq!(threads.json()["data"], json!([]), "and nothing of the refused message was stored");
    assert_eq!(page.get("/api/v1/app").await.status, 200, "what is no stream goes on");
    drop(first);
    until_status(200, async || page.get("/api/v1/events").await).await;
}

#[tokio::test]
async fn connections_past_the_limit_are_told_to_wait() {
    let server = start_with(|options| options.limits.max_connections = 2).await;
    let addr = server.addr();
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut connection = Connection::open(addr).await;
        connection.write(&Request::new(addr, "GET", "/healthz").bytes()).await;
        assert_eq!(connection.answer().await.expect("an answer").status, 200);
        held.push(connection);
    }
    let answer = Request::new(addr, "GET", "/healthz").send(addr).await;
    assert_eq!(
        (answer.status, answer.code().as_str(), answer.header("retry-after")),
        (429, "TOO_MANY_CONNECTIONS", Some("1"))
    );
    let answer = Request::new(addr, "GET", "/api/v1/app").send(addr).await;
    assert_eq!(answer.status, 401, "a stranger is told first that it is one");
    drop(held);
    until_status(200, async || Request::new(addr, "GET", "/healthz").send(addr).await).await;
}

#[tokio::test]
async fn revoking_a_session_ends_its_streams() {
    let server = start().await;
    let page = Page::open(&server).await;
    let other = Page::open(&server).await;
    let mut mine = feed(&page).await;
    let mut theirs = feed(&other).await;
    assert_eq!(page.bare("DELETE", "/api/chatkit/session").await.status, 204);
    timeout(5 * SECOND, mine.end_of_stream()).await.expect("it ends");
    assert_eq!(other.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await.status, 201);
    assert_eq!(events(&theirs.more().await)[0]["kind"], "tasks", "the stream of another session goes on");
}

#[tokio::test]
async fn ending_the_server_ends_its_streams_and_lets_go_of_the_port() {
    let server = start().await;
    let page = Page::open(&server).await;
    let mut stream = feed(&page).await;
    let mut idle = Connection::open(page.addr).await;
    timeout(10 * SECOND, server.shutdown()).await.expect("it ends");
    assert!(stream.rest().await.ends_with(b"0\r\n\r\n"));
    assert!(idle.rest().await.is_empty());
    assert!(tokio::net::TcpStream::connect(page.addr).await.is_err());
}

/// A server whose list is some ten megabytes as JSON.
async fn with_a_long_list(stall: Duration) -> Server {
    let database = Database::in_memory().unwrap();
    let store = database.store("local");
    let now = support::in_process::now();
    let task = |index| NewTask { title: format!("{index}"), notes: "n".repeat(20_000), ..NewTask::default() };
    let tasks = (0..500).map(|index| Command::AddTask(task(index)));
    for command in tasks {
        store.apply(command, Actor::Ui, &now).await.unwrap();
    }
    start_on(database, |options| options.limits.stall_time = stall).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_stalls_is_let_go() {
    let server = with_a_long_list(2 * SECOND).await;
    let page = Page::open(&server).await;
    let request = page.request("GET", "/api/v1/tasks?limit=500");
    let whole = request.clone().send(page.addr).await.body.len();
    assert!(whole > 9_000_000, "{whole} bytes");

    let mut connection = Connection::open(page.addr).await;
    connection.write(&request.bytes().repeat(4)).await;
    assert!(!connection.more().await.is_empty(), "the answer has begun");
    // From here on nothing is read. The server gives up by its own clock, seen in the number of its connections.
    let gone = async {
        while server.connections() > 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(10 * SECOND, gone).await.expect("the connection is let go");
    assert!(connection.rest().await.len() < 4 * whole, "and most of the answer was never sent");
}
