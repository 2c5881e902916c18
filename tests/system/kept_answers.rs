//! An answer that is cut off is kept as far as it got: by a reader that goes away, by the end of its session, by the end of the server.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use docket_server::Server;
use docket_store::{Database, OpenOptions};
use serde_json::{Value, json};
use support::in_process::{Page, events, say, start_on};
use support::raw::Connection;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A model server that says two words and then nothing more; its task ends when the asker hangs up.
async fn silent_model() -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut asked = vec![0; 64 * 1024];
        let _ = socket.read(&mut asked).await.unwrap();
        let chunk = json!({ "choices": [{ "index": 0, "delta": { "role": "assistant", "content": "Half an" } }] });
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
        socket.write_all(format!("{head}data: {chunk}\n\n").as_bytes()).await.unwrap();
        while socket.read(&mut asked).await.is_ok_and(|read| read > 0) {}
    });
    (addr, task)
}

/// A server in `folder` whose model falls silent, a page, and the stream in which "Half an" has been said.
async fn half_said(folder: &Path, model: SocketAddr) -> (Server, Page, Connection) {
    let database = Database::open(folder, OpenOptions::default()).unwrap();
    let server = start_on(database, |options| {
        options.provider.provider = Some("compatible".to_owned());
        options.provider.base_url = Some(format!("http://{model}/v1"));
        options.provider.model = Some("m".to_owned());
    })
    .await;
    let page = Page::open(&server).await;
    let mut stream = Connection::open(page.addr).await;
    stream.write(&page.request("POST", "/chatkit").json(&say("Tell me")).bytes()).await;
    assert_eq!(stream.answer().await.expect("an answer").status, 200);
    let mut told = Vec::new();
    while !events(&told).iter().any(|event| event["update"]["delta"] == "Half an") {
        let more = stream.more().await;
        assert!(!more.is_empty(), "ended early: {:?}", events(&told));
        told.extend(more);
    }
    (server, page, stream)
}

/// Texts of the assistant in the one thread.
async fn kept(page: &Page) -> Vec<String> {
    let ask = async |body: Value| page.send("POST", "/chatkit", &body).await.json();
    let threads = ask(json!({ "type": "threads.list", "params": {} })).await;
    let id = &threads["data"][0]["id"];
    let items = ask(json!({ "type": "items.list", "params": { "thread_id": id, "order": "asc" } })).await;
    let texts = items["data"].as_array().expect("items").iter().filter(|item| item["type"] == "assistant_message");
    texts.map(|item| item["content"][0]["text"].as_str().expect("a text").to_owned()).collect()
}

async fn until_kept(page: &Page) {
    let waiting = async {
        while kept(page).await != ["Half an"] {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(10), waiting).await.expect("the half answer is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_leaves_its_answer_and_stops_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let (model, asked) = silent_model().await;
    let (_server, page, stream) = half_said(folder.path(), model).await;
    drop(stream);
    timeout(Duration::from_secs(10), asked).await.expect("the request to the model is dropped").unwrap();
    until_kept(&page).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_revoked_ends_its_answer_and_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let (model, asked) = silent_model().await;
    let (server, page, mut stream) = half_said(folder.path(), model).await;
    let other = Page::open(&server).await;
    assert_eq!(page.bare("DELETE", "/api/chatkit/session").await.status, 204);
    timeout(Duration::from_secs(10), stream.end_of_stream()).await.expect("the stream ends");
    timeout(Duration::from_secs(10), asked).await.expect("the request to the model is dropped").unwrap();
    until_kept(&other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_during_an_answer_keeps_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (model, asked) = silent_model().await;
    let (server, _page, mut stream) = half_said(folder.path(), model).await;
    timeout(Duration::from_secs(10), server.shutdown()).await.expect("it ends");
    stream.rest().await;
    asked.await.unwrap();
    let again = support::in_process::start_in(folder.path()).await;
    assert_eq!(kept(&Page::open(&again).await).await, ["Half an"]);
}
