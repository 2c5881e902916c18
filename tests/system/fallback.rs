//! A model that cannot be reached: the built-in assistant answers that very message and says so, and the model comes back by itself.

use std::time::Duration;

use docket_assistant::Patience;
use docket_server::Server;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::fake_openai::{FakeOpenAi, MODEL, Reply};
use support::in_process::{LONG, start_with};
use support::{Client, SseReader};
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout};

/// What is waited for comes at once, or never.
const PATIENCE: Duration = Duration::from_secs(20);
const SHORT: Patience = Patience {
    first: PATIENCE,
    idle: PATIENCE,
    turn: Duration::from_secs(40),
    report_every: None,
    tries: 3,
    backoff: Duration::from_millis(1),
    longest_wait: Duration::from_secs(1),
};
/// Only where the server never answers.
const IMPATIENT: Patience = Patience { first: Duration::from_millis(500), ..SHORT };

struct Rig {
    server: Server,
    client: Client,
}

impl Rig {
    /// A server whose settings name the model at `base_url`.
    async fn start(base_url: &str, patience: Patience) -> Self {
        let server = start_with(|options| options.patience = Some(patience)).await;
        let ticket = server.mint_ticket("local", LONG).unwrap();
        let client = Client::new(&server.url(), &ticket).await;
        let settings = json!({ "provider": "compatible", "base_url": base_url, "model": MODEL });
        client.patch("/api/v1/settings", &settings).await;
        Self { server, client }
    }

    async fn say(&self, thread: Option<&str>, text: &str) -> Turn {
        Turn::of(self.client.say(thread, text).await).await
    }

    async fn standing(&self) -> (Value, Value) {
        let assistant = self.client.get("/api/v1/assistant").await;
        (assistant["outage"].clone(), assistant["stands_in"].clone())
    }

    async fn titles(&self) -> Vec<String> {
        let tasks = self.client.get("/api/v1/tasks").await;
        tasks["tasks"].as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
    }
}

#[derive(Debug)]
struct Turn {
    thread: String,
    /// Finished messages of the assistant.
    texts: Vec<String>,
    error: Option<Value>,
}

impl Turn {
    async fn of(stream: SseReader) -> Self {
        Self::from(&stream.all().await)
    }

    fn from(events: &[Value]) -> Self {
        let thread = events.iter().find_map(|event| match event["type"].as_str() {
            Some("thread.created") => event["thread"]["id"].as_str(),
            _ => event["item"]["thread_id"].as_str(),
        });
        let texts = events
            .iter()
            .filter(|event| event["type"] == "thread.item.done" && event["item"]["type"] == "assistant_message")
            .map(|event| event["item"]["content"][0]["text"].as_str().unwrap().to_owned());
        Self {
            thread: thread.expect("a thread").to_owned(),
            texts: texts.collect(),
            error: events.iter().find(|event| event["type"] == "error").cloned(),
        }
    }
}

/// An address at which nobody listens, and its port.
async fn nobody() -> (String, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (format!("http://127.0.0.1:{port}/v1"), port)
}

async fn until(stream: &mut SseReader, kind: &str) -> Vec<Value> {
    let mut events = Vec::new();
    loop {
        let event = timeout(PATIENCE, stream.next()).await.expect("in time").expect("the stream goes on");
        let is_it = event["type"] == kind;
        events.push(event);
        if is_it {
            return events;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_listens_the_built_in_assistant_answers_that_very_message_and_says_so_first() {
    let (base_url, port) = nobody().await;
    let rig = Rig::start(&base_url, SHORT).await;

    let turn = rig.say(None, "Add a task to buy milk tomorrow").await;

    let away = format!("127.0.0.1:{port} cannot be reached. The built-in assistant answers until it is back.");
    assert_eq!(turn.error, None);
    assert_eq!(turn.texts, [away.as_str(), "Added **Buy milk**, due Sunday 22 November."]);
    assert_eq!(rig.titles().await, ["Buy milk"]);
    assert_eq!(rig.standing().await, (json!("unreachable"), json!(true)));

    // Said once a conversation, not with each message; another conversation is told too.
    let again = rig.say(Some(&turn.thread), "complete buy milk").await;
    assert_eq!((again.texts.len(), again.error), (1, None), "{:?}", again.texts);
    assert_eq!(rig.titles().await, Vec::<String>::new());
    let other = rig.say(None, "help").await;
    assert_eq!(other.texts.first(), Some(&away));
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_comes_back_with_the_message_that_finds_it() {
    let (base_url, port) = nobody().await;
    let rig = Rig::start(&base_url, SHORT).await;
    let turn = rig.say(None, "help").await;
    assert_eq!(rig.standing().await.0, json!("unreachable"));

    let upstream = FakeOpenAi::start_on(port).await;
    let back = rig.say(Some(&turn.thread), "say 2").await;

    assert_eq!((back.texts, back.error), (vec!["the quick".to_owned()], None));
    assert_eq!(upstream.requests().len(), 1);
    assert_eq!(rig.standing().await, (Value::Null, json!(false)));
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_on_this_computer_is_found_again_without_a_message_and_the_events_tell() {
    let (base_url, port) = nobody().await;
    let rig = Rig::start(&base_url, SHORT).await;
    let events = rig.client.request(Method::GET, "/api/v1/events").send().await.unwrap();
    let mut events = SseReader::new(events);
    let turn = rig.say(None, "help").await;
    assert_eq!(turn.error, None);

    let _upstream = FakeOpenAi::start_on(port).await;

    let found = async {
        while rig.standing().await.0 != Value::Null {
            let event = events.next().await.expect("the feed goes on");
            assert!(["hello", "assistant", "threads", "tasks", "settings"].contains(&event["kind"].as_str().unwrap()));
        }
    };
    timeout(PATIENCE, found).await.expect("it is looked for");
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_errors_of_the_server_are_an_outage_and_the_next_message_asks_once() {
    let upstream = FakeOpenAi::start().await;
    let rig = Rig::start(&upstream.base_url(), SHORT).await;
    for _ in 0..4 {
        upstream.answer(Reply::error(503, "server_error"));
    }

    let turn = rig.say(None, "Add milk").await;
    assert_eq!((turn.error, upstream.requests().len()), (None, 3));
    assert!(turn.texts[0].contains("answers with errors. The built-in assistant answers until it is back."));
    assert_eq!(rig.titles().await, ["Milk"]);
    assert_eq!(rig.standing().await, (json!("failing"), json!(true)));

    let next = rig.say(Some(&turn.thread), "Add bread").await;
    assert_eq!((next.error, upstream.requests().len()), (None, 4), "asked once, not three times");
    let back = rig.say(Some(&turn.thread), "say 1").await;
    assert_eq!((back.texts, back.error), (vec!["the".to_owned()], None));
    assert_eq!(rig.standing().await.0, Value::Null);
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_twice_for_a_model_that_says_nothing() {
    let upstream = FakeOpenAi::start().await;
    let rig = Rig::start(&upstream.base_url(), IMPATIENT).await;
    upstream.answer(Reply::silence());
    let turn = rig.say(None, "Add milk").await;
    assert!(turn.texts[0].contains("does not answer. The built-in assistant answers until it is back."));
    assert_eq!(rig.titles().await, ["Milk"]);

    let asked = Instant::now();
    let next = rig.say(Some(&turn.thread), "Add bread").await;
    assert_eq!((next.error, upstream.requests().len()), (None, 1), "it is left alone for a while");
    assert!(asked.elapsed() < PATIENCE);

    // A test of the connection finds it, and the next message goes to it.
    let test = rig.client.post("/api/v1/settings/test", &json!({})).await;
    assert_eq!((&test["ok"], &test["models"]), (&json!(true), &json!([MODEL])));
    let back = rig.say(Some(&turn.thread), "say 1").await;
    assert_eq!(back.texts, ["the"]);
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_refuses_is_there_and_nobody_stands_in() {
    for (status, code, custom) in [
        (401, "invalid_api_key", "KEY_MISSING"),
        (403, "no", "KEY_REFUSED"),
        (429, "insufficient_quota", "QUOTA_EXCEEDED"),
        (404, "model_not_found", "MODEL_NOT_FOUND"),
    ] {
        let upstream = FakeOpenAi::start().await;
        let rig = Rig::start(&upstream.base_url(), SHORT).await;
        upstream.answer(Reply::error(status, code));
        let turn = rig.say(None, "Add milk").await;
        assert_eq!(turn.error.expect("an error")["custom_code"], custom);
        assert_eq!((turn.texts, rig.titles().await), (Vec::new(), Vec::<String>::new()), "{custom}");
        assert_eq!(rig.standing().await.0, Value::Null, "{custom}");
        rig.server.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_begun_is_kept_and_not_answered_by_another() {
    let upstream = FakeOpenAi::start().await;
    let rig = Rig::start(&upstream.base_url(), SHORT).await;
    upstream.answer(Reply::text(&["One", " two"]).broken_after(2));
    let half = rig.say(None, "go").await;
    let error = half.error.expect("an error");
    assert_eq!((half.texts, &error["custom_code"]), (vec!["One".to_owned()], &json!("ANSWER_BROKE_OFF")));
    assert_eq!(error["allow_retry"], json!(true));

    // Nor is a turn that did something already, though it said nothing yet.
    upstream.answer(Reply::calls(&[("add_task", json!({"title": "Bread"}))]));
    for _ in 0..3 {
        upstream.answer(Reply::error(503, "server_error"));
    }
    let done = rig.say(None, "go").await;
    assert_eq!(done.error.expect("an error")["custom_code"], "PROVIDER_REFUSED");
    assert_eq!(rig.titles().await, ["Bread"], "once, by the model");
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn switched_off_the_failure_is_said_and_known() {
    let (base_url, _) = nobody().await;
    let rig = Rig::start(&base_url, SHORT).await;
    rig.client.patch("/api/v1/settings", &json!({ "fallback": false })).await;
    let turn = rig.say(None, "Add milk").await;
    assert_eq!(turn.error.expect("an error")["custom_code"], "PROVIDER_UNREACHABLE");
    assert_eq!((turn.texts, rig.titles().await), (Vec::new(), Vec::<String>::new()));
    assert_eq!(rig.standing().await, (json!("unreachable"), json!(false)));
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_meanwhile_leaves_nobody_to_answer() {
    let upstream = FakeOpenAi::start().await;
    let rig = Rig::start(&upstream.base_url(), SHORT).await;
    upstream.answer(Reply::silence());
    let mut stream = rig.client.say(None, "Add milk").await;
    until(&mut stream, "thread.created").await;
    upstream.arrived(1).await;
    drop(stream);
    timeout(PATIENCE, upstream.abandoned(1)).await.expect("the request upstream is dropped");
    assert_eq!(rig.titles().await, Vec::<String>::new());
    assert_eq!(rig.standing().await.0, Value::Null, "a stop says nothing of the model");
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_to_built_in_while_a_model_says_nothing_has_it_answer_at_once() {
    let upstream = FakeOpenAi::start().await;
    let rig = Rig::start(&upstream.base_url(), SHORT).await;
    upstream.answer(Reply::silence());
    let mut stream = rig.client.say(None, "Add milk").await;
    let mut events = until(&mut stream, "thread.created").await;
    upstream.arrived(1).await;

    rig.client.patch("/api/v1/settings", &json!({ "provider": "rules" })).await;

    events.extend(stream.all().await);
    let turn = Turn::from(&events);
    assert_eq!((turn.texts, turn.error), (vec!["Added **Milk**.".to_owned()], None));
    assert_eq!(rig.titles().await, ["Milk"]);
    timeout(PATIENCE, upstream.abandoned(1)).await.expect("the request upstream is dropped");
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_to_built_in_or_a_stop_in_the_middle_of_an_answer_keeps_what_there_is() {
    for to_built_in in [true, false] {
        let upstream = FakeOpenAi::start().await;
        let rig = Rig::start(&upstream.base_url(), SHORT).await;
        upstream.answer(Reply::text(&["One", " two"]).hanging_after(3));
        let mut stream = rig.client.say(None, "go").await;
        let mut events = until(&mut stream, "thread.item.updated").await;

        if to_built_in {
            rig.client.patch("/api/v1/settings", &json!({ "provider": "rules" })).await;
        } else {
            let stopped = rig.client.request(Method::POST, "/api/v1/assistant/stop").send().await.unwrap();
            assert_eq!(stopped.status(), StatusCode::NO_CONTENT);
        }

        events.extend(stream.all().await);
        let turn = Turn::from(&events);
        assert_eq!(turn.error, None);
        assert_eq!(turn.texts.len(), 1);
        assert!(turn.texts[0].starts_with("One"), "{:?}", turn.texts);
        rig.server.shutdown().await;
    }
}
