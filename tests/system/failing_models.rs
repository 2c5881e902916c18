//! Every way in which a model's server can fail, through HTTP: the answer or an error with its way out, the turn is over, nothing on the
//! list was changed that was not said, and what has begun is not asked for again.

mod cases;
mod stopping;

use std::sync::Arc;
use std::time::Duration;

use docket_assistant::{BaseUrl, Patience, Responses};
use docket_server::Server;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use support::fake_openai::{FakeOpenAi, MODEL, Reply};
use support::in_process::{LONG, start_with};
use support::{Client, SseReader};

use cases::{Case, Ends};

/// As patient as tests are: what is waited for comes at once, or never.
const SHORT: Patience = Patience {
    first: Duration::from_secs(20),
    idle: Duration::from_secs(20),
    turn: Duration::from_secs(40),
    report_every: None,
    tries: 3,
    backoff: Duration::from_millis(1),
    longest_wait: Duration::from_secs(1),
};

/// A way to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A server of the settings that speaks Chat Completions.
    Compatible,
    /// OpenAI's Responses.
    OpenAi,
}

const KINDS: [Kind; 2] = [Kind::Compatible, Kind::OpenAi];

/// A server, what it asks, and a page.
struct Rig {
    upstream: FakeOpenAi,
    server: Server,
    client: Client,
}

impl Rig {
    async fn start(kind: Kind, patience: Patience) -> Self {
        let upstream = FakeOpenAi::start().await;
        upstream.has_models(&["qwen3:14b", "llama3.3"]);
        let base_url = upstream.base_url();
        let server = start_with(move |options| {
            options.patience = Some(patience);
            options.provider.model = Some(MODEL.to_owned());
            match kind {
                Kind::Compatible => {
                    options.provider.provider = Some("compatible".to_owned());
                    options.provider.base_url = Some(base_url);
                }
                Kind::OpenAi => {
                    options.provider.provider = Some("openai".to_owned());
                    // The connection asks OpenAI at its own address and at no other.
                    let base = BaseUrl::parse(&base_url).unwrap();
                    let key = "sk-canary-0123456789abcdefWXYZ".into();
                    options.model = Some(Arc::new(Responses::new(base, MODEL.to_owned(), key, patience).unwrap()));
                }
            }
        })
        .await;
        let ticket = server.mint_ticket("local", LONG).unwrap();
        let client = Client::new(&server.url(), &ticket).await;
        // What the model does is looked at here; who stands in for it, in `fallback`.
        client.patch("/api/v1/settings", &json!({ "fallback": false })).await;
        Self { upstream, server, client }
    }

    /// Says something; the thread and what came of it.
    async fn say(&self, thread: Option<&str>, text: &str) -> Turn {
        Turn::of(self.client.say(thread, text).await).await
    }

    async fn titles(&self) -> Vec<String> {
        let tasks = self.client.get("/api/v1/tasks").await;
        let mut titles: Vec<_> = tasks["tasks"].as_array().unwrap().iter().map(title).collect();
        titles.sort_unstable();
        titles
    }
}

fn title(task: &Value) -> String {
    task["title"].as_str().unwrap().to_owned()
}

/// What a stream held.
#[derive(Debug)]
struct Turn {
    thread: Option<String>,
    /// Finished messages of the assistant.
    texts: Vec<String>,
    /// The error that ended it.
    error: Option<Value>,
}

impl Turn {
    async fn of(stream: SseReader) -> Self {
        let events = stream.all().await;
        let thread = events.iter().find(|event| event["type"] == "thread.created");
        let texts = events
            .iter()
            .filter(|event| event["type"] == "thread.item.done" && event["item"]["type"] == "assistant_message")
            .map(|event| event["item"]["content"][0]["text"].as_str().unwrap().to_owned());
        let errors: Vec<&Value> = events.iter().filter(|event| event["type"] == "error").collect();
        assert!(errors.len() <= 1, "{errors:?}");
        let error = errors.first().map(|error| (*error).clone());
        if error.is_some() {
            assert_eq!(events.last(), error.as_ref(), "an error is the end");
        }
        Self {
            thread: thread.map(|event| event["thread"]["id"].as_str().unwrap().to_owned()),
            texts: texts.collect(),
            error,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_failure_of_a_model_ends_its_turn_in_words() {
    for kind in KINDS {
        let cases = cases::all(kind);
        let count = cases.len();
        assert!(count >= 35, "{count}");
        // Several at once: some of them wait.
        futures_util::stream::iter(cases).for_each_concurrent(6, |case| fails(kind, case)).await;
        println!("figure: {kind:?}: {count} failures of a model through HTTP, 0 turns stuck, 0 changes unsaid");
    }
}

/// Plays one case, and goes on in its thread.
async fn fails(kind: Kind, Case { name, replies, asked, kept, ends, adds, patience }: Case) {
    let case = format!("{kind:?}: {name}");
    let rig = Rig::start(kind, patience).await;
    let milk = rig.client.post("/api/v1/tasks", &json!({ "title": "Milk", "due": "2026-11-22" })).await;
    for reply in replies {
        rig.upstream.answer(reply);
    }

    let turn = rig.say(None, "go").await;

    let host = rig.upstream.base_url().replace("http://", "").replace("/v1", "");
    assert_eq!(turn.texts, kept, "{case}");
    match (ends, &turn.error) {
        (Ends::Well, None) => {}
        (Ends::Error { code, retry, sentence }, Some(error)) => {
            let expected = json!({
                "type": "error", "code": "custom", "custom_code": code, "allow_retry": retry,
                "message": sentence.replace("HOST", &host),
            });
            assert_eq!(error, &expected, "{case}");
        }
        (_, error) => panic!("{case}: {error:?}"),
    }
    assert_eq!(rig.upstream.requests().len(), asked, "{case}: so often the model was asked");

    let mut expected: Vec<String> = adds.iter().map(ToString::to_string).chain(["Milk".to_owned()]).collect();
    expected.sort_unstable();
    assert_eq!(rig.titles().await, expected, "{case}");
    let still = rig.client.get(&format!("/api/v1/tasks/{}", milk["id"].as_str().unwrap())).await;
    for field in ["title", "due", "status", "revision"] {
        assert_eq!(still[field], milk[field], "{case}");
    }
    let thread = turn.thread.expect("a thread");
    let next = rig.say(Some(&thread), "say 1").await;
    assert_eq!((next.texts, next.error), (vec!["the".to_owned()], None), "{case}: the thread goes on");
    assert_eq!(rig.upstream.requests().len(), asked + 1, "{case}");
    assert_eq!(rig.server.panics(), 0, "{case}");
    rig.server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_names_a_time_is_asked_no_earlier() {
    let wait = Duration::from_millis(400);
    for kind in KINDS {
        let rig = Rig::start(kind, SHORT).await;
        rig.upstream.answer(Reply::error(429, "rate_limit_exceeded").header("retry-after", "0.4"));
        let asked = tokio::time::Instant::now();
        let turn = rig.say(None, "say 1").await;
        assert_eq!((turn.texts, turn.error), (vec!["the".to_owned()], None), "{kind:?}");
        assert!(asked.elapsed() >= wait, "{kind:?}: {:?}", asked.elapsed());
        assert_eq!(rig.upstream.requests().len(), 2, "{kind:?}");
    }
}
