//! A stop ends the request upstream, at once; the thread goes on.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use support::fake_openai::Reply;
use support::{Docket, FakeOpenAi, SseReader};
use tokio::time::{Instant, timeout};

use super::{KINDS, Rig, SHORT, Turn};

const STOPS: usize = 20;
/// Half of the stops reach the server within this, as the security rules have it.
const USUAL: Duration = Duration::from_millis(250);
/// And every one within this, however busy the machine is.
const MOST: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_reaches_the_model_and_leaves_the_thread_usable() {
    for kind in KINDS {
        let rig = Rig::start(kind, SHORT).await;
        let mut took = Vec::new();
        for number in 1..=STOPS {
            // Every other one before the first word.
            let is_silent = number % 2 == 0;
            let hanging = Reply::text(&["One", " two"]);
            rig.upstream.answer(if is_silent { Reply::silence() } else { hanging.hanging_after(3) });
            let mut stream = rig.client.say(None, "go").await;
            let thread = until(&mut stream, "thread.created").await["thread"]["id"].as_str().unwrap().to_owned();
            if !is_silent {
                until(&mut stream, "thread.item.updated").await;
            }
            rig.upstream.arrived(2 * number - 1).await;

            let stopped = Instant::now();
            drop(stream);
            timeout(PATIENCE, rig.upstream.abandoned(number)).await.expect("the request upstream is dropped");
            took.push(stopped.elapsed());

            let next = say_when_free(&rig, &thread).await;
            assert_eq!((next.texts, next.error), (vec!["the".to_owned()], None), "{kind:?}");
        }
        took.sort_unstable();
        let (half, most) = (took[STOPS / 2], took[STOPS - 1]);
        println!("figure: {kind:?}: {STOPS} stops reached the model after {half:.0?} (p50), {most:.0?} at most");
        assert!(half <= USUAL && most <= MOST, "{kind:?}: p50 {half:?}, most {most:?}");
        assert_eq!(rig.upstream.requests().len(), 2 * STOPS, "{kind:?}: what was stopped is not asked again");
        assert_eq!(rig.titles().await, Vec::<String>::new());
    }
}

async fn until(stream: &mut SseReader, kind: &str) -> serde_json::Value {
    loop {
        let event = stream.next().await.expect("the stream goes on");
        if event["type"] == kind {
            return event;
        }
    }
}

/// The next message waits for what the stopped turn still has to store.
async fn say_when_free(rig: &Rig, thread: &str) -> Turn {
    let content = json!([{ "type": "input_text", "text": "say 1" }]);
    let input = json!({ "content": content, "attachments": [], "inference_options": {} });
    let body = json!({ "type": "threads.add_user_message", "params": { "thread_id": thread, "input": input } });
    let saying = async {
        loop {
            let answer = rig.client.request(Method::POST, "/chatkit").json(&body).send().await.unwrap();
            match answer.status() {
                StatusCode::OK => return Turn::of(SseReader::new(answer)).await,
                status => assert_eq!(status, StatusCode::CONFLICT),
            }
        }
    };
    timeout(PATIENCE, saying).await.expect("the stopped turn has an end")
}

/// The binary that people run, with the patience that it has.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_loses_its_model_says_so_and_goes_on() {
    let upstream = FakeOpenAi::start().await;
    let base_url = upstream.base_url();
    let said = ["--provider", "compatible", "--base-url", &base_url, "--model", "fake-1"];
    let server = said.into_iter().fold(Docket::builder(), |builder, part| builder.arg(part)).start().await;
    let client = server.client().await;

    let cut = Turn::of(client.say(None, "cut 2").await).await;
    assert_eq!(cut.texts, ["the quick"]);
    assert_eq!(cut.error.expect("an error")["custom_code"], "ANSWER_BROKE_OFF");
    let thread = cut.thread.expect("a thread");
    let failed = Turn::of(client.say(Some(&thread), "fail 2").await).await;
    assert_eq!(failed.error.expect("an error")["custom_code"], "ANSWER_BROKE_OFF");
    assert_eq!(upstream.requests().len(), 2, "what has begun is not asked again");

    upstream.answer(Reply::text(&["One"]).hanging_after(2));
    let mut stream = client.say(None, "go").await;
    until(&mut stream, "thread.item.updated").await;
    let stopped = Instant::now();
    drop(stream);
    timeout(PATIENCE, upstream.abandoned(1)).await.expect("the request upstream is dropped");
    assert!(stopped.elapsed() <= MOST, "{:?}", stopped.elapsed());
    assert_eq!(client.get("/api/v1/tasks").await["tasks"], json!([]));
    server.stop().await;
}
