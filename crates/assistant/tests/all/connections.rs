//! Trying a connection out, and what a recording becomes over it.

use chatkit_server::{Audio, RequestError, Responder};
use docket_assistant::{Connection, Failure};

use crate::conversation::{Conversation, compatible};
use crate::fake_openai::{FakeOpenAi, MODEL, Reply};

fn recording(bytes: &[u8]) -> Audio {
    Audio { bytes: bytes.to_vec(), mime_type: "audio/webm;codecs=opus".into() }
}

#[tokio::test]
async fn a_server_tells_its_models_and_whether_it_has_ours() {
    let fake = FakeOpenAi::start().await;
    fake.has_models(&["a", MODEL]);
    let assistant = compatible(&fake).assistant();
    assert_eq!(assistant.models().await.expect("models"), ["a", MODEL]);
    let test = assistant.test_connection().await;
    assert_eq!((test.ok, test.code), (true, "OK"));
    // Ollama's way to write it.
    fake.has_models(&[&format!("{MODEL}:latest")]);
    assert!(assistant.test_connection().await.ok);

    fake.has_models(&["a", "b"]);
    let test = assistant.test_connection().await;
    assert_eq!((test.ok, test.code), (false, "MODEL_NOT_FOUND"));
    assert!(test.message.contains("It has a and b."), "{}", test.message);
    assert_eq!(fake.requests().len(), 0, "no token is spent");
}

#[tokio::test]
async fn nothing_there_is_said_as_such() {
    let fake = FakeOpenAi::start().await;
    let assistant = compatible(&fake).assistant();
    drop(fake);
    let failure = assistant.models().await.expect_err("nobody is there");
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure:?}");
    assert_eq!(assistant.test_connection().await.code, "PROVIDER_UNREACHABLE");
    let built_in = Conversation::new().assistant();
    assert!(built_in.models().await.expect("none").is_empty());
    assert!(built_in.test_connection().await.ok);
    let mut openai = Conversation::new();
    openai.connection = Connection::new("openai", None, None).expect("usable");
    assert_eq!(openai.assistant().models().await, Err(Failure::NoKey));
}

#[tokio::test]
async fn a_recording_becomes_text() {
    let fake = FakeOpenAi::start().await;
    // Compatible servers send no `usage`, which the library's typed answer would ask for.
    fake.answer(Reply::status(200, "{\"text\": \" Buy milk. \"}"));
    let assistant = compatible(&fake).assistant();

    assert_eq!(assistant.transcribe(recording(b"webm bytes")).await.expect("text"), "Buy milk.");

    let form = fake.requests()[0].body.as_str().expect("a form").to_owned();
    for part in ["filename=\"recording.webm\"", "webm bytes", "name=\"model\"", "whisper-1"] {
        assert!(form.contains(part), "{part}: {form}");
    }
}

#[tokio::test]
async fn a_recording_that_nobody_can_hear_is_refused_in_words() {
    let built_in = Conversation::new().assistant();
    assert!(matches!(built_in.transcribe(recording(b"x")).await, Err(RequestError::Unsupported("input.transcribe"))));
    let fake = FakeOpenAi::start().await;
    let assistant = compatible(&fake).assistant();
    assert!(matches!(assistant.transcribe(recording(b"")).await, Err(RequestError::Invalid(_))));
    let large = vec![0; 10 * 1024 * 1024 + 1];
    assert!(matches!(assistant.transcribe(recording(&large)).await, Err(RequestError::Invalid(_))));
    assert_eq!(fake.requests().len(), 0, "neither is sent");
    for (status, code) in [(401, "KEY_MISSING"), (500, "PROVIDER_REFUSED")] {
        fake.answer(Reply::error(status, "no"));
        match assistant.transcribe(recording(b"x")).await {
            Err(RequestError::Refused(refusal)) => assert_eq!(refusal.code, code, "{status}"),
            other => panic!("{status}: {other:?}"),
        }
    }
    fake.answer(Reply::error(404, "not_found"));
    assert!(matches!(assistant.transcribe(recording(b"x")).await, Err(RequestError::Unsupported(_))));
    fake.answer(Reply::status(200, "{\"words\": 1}"));
    assert!(matches!(assistant.transcribe(recording(b"x")).await, Err(RequestError::Refused(_))));
}
