//! Every way in which a server can fail, on each wire: a code, whether *Retry* is offered, and a sentence with a way out.

use std::time::Duration;

use chatkit_server::Event;
use docket_assistant::{Failure, Patience};
use serde_json::json;

use crate::conversation::{SHORT, texts};
use crate::fake_openai::{FakeOpenAi, Reply};
use crate::wires::{WIRES, Wire};

/// What a server answers, and what comes of it.
struct Case {
    reply: Reply,
    /// Requests in all.
    asked: usize,
    code: &'static str,
    retry: bool,
    /// The sentence; `HOST` is the server's address.
    sentence: &'static str,
}

const NOT_A_MODEL: &str = "HOST answered, but not as a model does. Check the base address in Settings (it often ends in /v1), or go on with the \
                           built-in assistant.";
const BROKE_OFF: &str = "The connection to HOST broke off. What had arrived is kept. Retry, or go on with the built-in assistant. Nothing on your list \
                         was changed.";
const TOO_LONG: &str =
    "This conversation is longer than the model can read. Start a new chat; your list is the same there.";
const KEY_REFUSED: &str = "HOST refused the key. It may have been deleted. Replace it in Settings, or go on with the built-in assistant. Your list works \
                           as before.";
const NO_MODEL: &str = "HOST has no model “fake-1”. It has qwen3:14b and llama3.3. Choose one in Settings.";
const WITHHELD: &str = "HOST withheld the rest of its answer. Put it differently, or retry.";
const SAYS_NO: &str =
    "HOST answered with an error (400). Choose another model in Settings, or go on with the built-in assistant.";
const SILENT: &str = "fake-1 has said nothing for 0 s. It may still be loading. Retry, or go on with the built-in assistant. Nothing on your list was \
                      changed.";

fn case(reply: Reply, asked: usize, code: &'static str, retry: bool, sentence: &'static str) -> Case {
    Case { reply, asked, code, retry, sentence }
}

/// Refusals that are final: asked once.
fn refusals(wire: Wire) -> Vec<Case> {
    let once = |reply, code, sentence| case(reply, 1, code, false, sentence);
    let error = |status: u16, code: &str| Reply::error(status, code);
    let (wants, wants_code) = match wire {
        Wire::ChatCompletions => (
            "HOST wants a key. Save one in Settings while it is the connection, or go on with the built-in assistant.",
            "KEY_MISSING",
        ),
        Wire::Responses => (KEY_REFUSED, "KEY_REFUSED"),
    };
    const QUOTA: &str = "This account at HOST has no credit left. Add some there, then retry.";
    vec![
        once(error(401, "invalid_api_key"), wants_code, wants),
        once(error(403, "unsupported_country"), "KEY_REFUSED", KEY_REFUSED),
        case(error(429, "insufficient_quota"), 1, "QUOTA_EXCEEDED", true, QUOTA),
        case(Reply::status(402, "payment required"), 1, "QUOTA_EXCEEDED", true, QUOTA),
        case(
            error(429, "rate_limit_exceeded").header("retry-after", "90"),
            1,
            "PROVIDER_RATE_LIMITED",
            true,
            "HOST takes no more questions for now. Retry in 90 s, or go on with the built-in assistant.",
        ),
        once(
            Reply::status(404, r#"{"error":"model \"fake-1\" not found, try pulling it first"}"#),
            "MODEL_NOT_FOUND",
            NO_MODEL,
        ),
        once(error(404, "model_not_found"), "MODEL_NOT_FOUND", NO_MODEL),
        once(Reply::status(404, "404 page not found"), "NOT_A_MODEL", NOT_A_MODEL),
        once(Reply::status(405, ""), "NOT_A_MODEL", NOT_A_MODEL),
        once(Reply::status(200, r#"{"id":"x","object":"chat.completion"}"#), "NOT_A_MODEL", NOT_A_MODEL),
        once(Reply::status(200, "<html>Log in</html>").header("content-type", "text/html"), "NOT_A_MODEL", NOT_A_MODEL),
        once(Reply::status(308, "").header("location", "http://127.0.0.1:1/v1"), "NOT_A_MODEL", NOT_A_MODEL),
        once(error(400, "context_length_exceeded"), "CONTEXT_TOO_LONG", TOO_LONG),
        once(
            Reply::status(500, r#"{"error":{"code":500,"message":"the request exceeds the available context size"}}"#),
            "CONTEXT_TOO_LONG",
            TOO_LONG,
        ),
        once(error(400, "something_else"), "PROVIDER_REFUSED", SAYS_NO),
    ]
}

/// What may pass: asked three times.
fn troubles() -> Vec<Case> {
    let thrice = |reply: Reply, code, sentence| case(reply, 3, code, true, sentence);
    vec![
        thrice(
            Reply::error(429, "rate_limit_exceeded").header("retry-after", "0.01"),
            "PROVIDER_RATE_LIMITED",
            "HOST takes no more questions for now. Retry in 1 s, or go on with the built-in assistant.",
        ),
        thrice(
            Reply::error(500, "server_error"),
            "PROVIDER_REFUSED",
            "HOST answered with an error (500). Retry, or go on with the built-in assistant.",
        ),
        thrice(
            Reply::status(503, "<html>busy</html>"),
            "PROVIDER_REFUSED",
            "HOST answered with an error (503). Retry, or go on with the built-in assistant.",
        ),
        thrice(
            Reply::error(529, "overloaded_error"),
            "PROVIDER_REFUSED",
            "HOST answered with an error (529). Retry, or go on with the built-in assistant.",
        ),
    ]
}

/// What goes wrong once the answer has begun: never asked again.
fn in_the_stream(wire: Wire) -> Vec<Case> {
    let once = |reply: Reply, code, retry, sentence| case(reply, 1, code, retry, sentence);
    let error = |code: &str| Reply::frames(&[json!({"error": {"message": "boom", "code": code}})]).for_responses();
    let mut cases = vec![
        once(error("server_error"), "ANSWER_BROKE_OFF", true, BROKE_OFF),
        once(error("context_length_exceeded"), "CONTEXT_TOO_LONG", false, TOO_LONG),
        once(error("content_filter"), "ANSWER_WITHHELD", true, WITHHELD),
        once(
            error("rate_limit_exceeded"),
            "PROVIDER_RATE_LIMITED",
            true,
            "HOST takes no more questions for now. Retry in a minute, or go on with the built-in assistant.",
        ),
        once(Reply::bytes(Vec::new()), "ANSWER_BROKE_OFF", true, BROKE_OFF),
        // Complete, and nothing in it.
        once(Reply::text(&[]), "ANSWER_BROKE_OFF", true, BROKE_OFF),
        once(
            Reply::bytes(vec![b"data: {\"half\": \n\n".to_vec()]).for_responses(),
            "ANSWER_BROKE_OFF",
            true,
            BROKE_OFF,
        ),
        once(Reply::silence(), "PROVIDER_SILENT", true, SILENT),
        once(Reply::text(&["One"]).hanging_after(1), "PROVIDER_SILENT", true, SILENT),
    ];
    if wire == Wire::Responses {
        let failed =
            json!({"type": "response.failed", "response": {"error": {"code": "server_error", "message": "boom"}}});
        let flat = json!({"type": "error", "code": "rate_limit_exceeded", "message": "slow down"});
        let reason = json!({"reason": "content_filter"});
        let filtered = json!({"type": "response.incomplete", "response": {"incomplete_details": reason}});
        let event = |event| Reply::frames(&[event]).for_responses();
        cases.push(once(event(failed), "ANSWER_BROKE_OFF", true, BROKE_OFF));
        cases.push(once(
            event(flat),
            "PROVIDER_RATE_LIMITED",
            true,
            "HOST takes no more questions for now. Retry in a minute, or go on with the built-in assistant.",
        ));
        cases.push(once(event(filtered), "ANSWER_WITHHELD", true, WITHHELD));
    }
    cases
}

#[tokio::test]
async fn failures_are_sentences_with_a_way_out() {
    for wire in WIRES {
        let cases: Vec<Case> = refusals(wire).into_iter().chain(troubles()).chain(in_the_stream(wire)).collect();
        assert!(cases.len() >= 25);
        for Case { reply, asked, code, retry, sentence } in cases {
            let fake = FakeOpenAi::start().await;
            fake.has_models(&["qwen3:14b", "llama3.3"]);
            // Short only where the fake never answers at all; a slow machine must not be taken for a silent model.
            let wait = if code == "PROVIDER_SILENT" { Duration::from_millis(100) } else { SHORT.idle };
            let mut conversation = wire.conversation(&fake, Patience { first: wait, idle: wait, ..SHORT });
            for _ in 0..asked {
                fake.answer(reply.clone());
            }
            let assistant = conversation.assistant();

            let events = conversation.say_to(assistant.clone(), "hello").await;

            let host = fake.base_url().replace("http://", "").replace("/v1", "");
            let said = texts(&events).join("\n");
            assert_eq!(
                said,
                format!("error (retry: {retry}): {}", sentence.replace("HOST", &host)),
                "{wire:?}: {code}"
            );
            assert_eq!(assistant.failure().map(Failure::code), Some(code), "{wire:?}");
            assert_eq!(fake.requests().len(), asked, "{wire:?}: {code}");
            let Some(Event::Error { custom_code, .. }) = events.last() else { panic!("the error is the last event") };
            assert_eq!(custom_code.as_deref(), Some(code), "{wire:?}");
            let mut conversation = wire.conversation(&fake, SHORT);
            assert_eq!(conversation.ask("say 1").await, "the", "{wire:?} is usable after {code}");
        }
    }
}
