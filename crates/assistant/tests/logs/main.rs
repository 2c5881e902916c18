//! What must never be in a log. A binary of its own: tests that run beside it would switch its log lines off.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "only tests use this")]

#[path = "../all/conversation.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod conversation;
#[path = "../../../../tests/support/fake_openai.rs"]
#[allow(unreachable_pub, reason = "it is public where the system tests have it")]
#[expect(dead_code, reason = "the system tests use the rest")]
mod fake_openai;

use std::io::Write;
use std::sync::{Arc, Mutex};

use docket_assistant::{Connection, Keys, Memory, Secrets};
use docket_store::SettingsPatch;
use tracing_subscriber::fmt::MakeWriter;

use crate::conversation::{Conversation, SHORT};
use crate::fake_openai::{FakeOpenAi, MODEL, Reply};

const KEY: &str = "sk-canary-0123456789abcdefWXYZ";
const SAID: &str = "canary of the user";
const ANSWERED: &str = "canary of the model";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

async fn logged(level: tracing::Level) -> String {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(level).with_writer(lines.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let fake = FakeOpenAi::start().await;
    let keyring = Arc::new(Memory::default());
    keyring.set_key(KEY.into()).await.expect("kept");
    let compatible = Connection::new("compatible", Some(&fake.base_url()), Some(MODEL)).expect("usable");
    let mut conversation = Conversation::with(compatible, Keys::new(keyring, None));
    conversation.patience = Some(SHORT);
    let key_for = SettingsPatch { key_for: Some(Some(fake.base_url())), ..SettingsPatch::default() };
    conversation.store.patch_settings(key_for).await.expect("kept");
    fake.answer(Reply::text(&[ANSWERED]));
    fake.answer(Reply::error(401, ANSWERED));
    fake.answer(Reply::error(500, ANSWERED));
    fake.answer(Reply::status(200, ANSWERED));
    fake.answer(Reply::status(404, &format!("{ANSWERED} {SAID}")));
    fake.answer(Reply::text(&[ANSWERED]).broken_after(2));
    for _ in 0..5 {
        conversation.ask(SAID).await;
    }
    let requests = fake.requests();
    assert!(requests.len() >= 6);
    assert!(requests.iter().all(|request| request.authorization.is_some()), "the key was used at all");
    drop(guard);
    let lines = lines.0.lock().expect("not poisoned").clone();
    String::from_utf8(lines).expect("UTF-8")
}

#[tokio::test]
async fn the_key_is_in_no_log_and_words_are_in_none_above_debug() {
    let everything = logged(tracing::Level::TRACE).await;
    assert!(everything.contains("the turn failed"), "the log is read at all");
    assert!(!everything.contains("canary-0123"), "the key was logged");

    let usual = logged(tracing::Level::INFO).await;
    assert!(usual.contains("the turn failed"), "the log is read at all");
    for words in [SAID, ANSWERED, KEY] {
        assert!(!usual.contains(words), "{words} was logged:\n{usual}");
    }
}
