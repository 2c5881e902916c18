//! The day's tokens.

use std::sync::Arc;

use chatkit_server::Event;
use docket_assistant::{BaseUrl, Connection, Responses};
use docket_store::{SettingsPatch, Tier};

use crate::conversation::{Conversation, SHORT, compatible, texts};
use crate::fake_openai::{FakeOpenAi, Reply};
use crate::wires::KEY;

/// A chat with OpenAI's wire, whose answers are counted.
fn counted(fake: &FakeOpenAi, model: &str, tier: Tier) -> Conversation {
    let mut conversation = compatible(fake);
    let base = BaseUrl::parse(&fake.base_url()).expect("an address");
    conversation.provider = Some(Arc::new(Responses::new(base, model.into(), KEY.into(), SHORT).expect("usable")));
    conversation.connection = Connection::OpenAi { model: model.into() };
    conversation.store = conversation.store.clone().with_tier(tier);
    conversation
}

#[tokio::test]
async fn a_model_that_thinks_answers_on_the_free_tier_with_what_is_left_of_the_day() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = counted(&fake, "gpt-5-mini", Tier::Free);
    fake.answer(Reply::text(&["Hello."]));

    assert_eq!(conversation.ask("hello").await, "Hello.");

    let asked_for = fake.requests()[0].body["max_output_tokens"].as_u64().expect("a limit");
    assert!((1_024..10_000).contains(&asked_for), "{asked_for} tokens of the day's 10,000");
}

#[tokio::test]
async fn a_day_without_tokens_is_said_before_anybody_is_asked() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = counted(&fake, "gpt-4.1-mini", Tier::Standard);
    let patch = SettingsPatch { daily_tokens: Some(Some(500)), ..SettingsPatch::default() };
    conversation.store.patch_settings(patch).await.expect("saved");

    let events = conversation.say("hello").await;

    let said = texts(&events).concat();

    assert!(
        said.starts_with("error (retry: false): The tokens for today are used up; there are new ones in "),
        "{said}"
    );
    assert_eq!(fake.requests().len(), 0);
    // A thread that got no answer has its name all the same.
    let title = events.iter().find_map(|event| match event {
        Event::ThreadUpdated { thread } => thread.thread.title.clone(),
        _ => None,
    });
    assert_eq!(title.as_deref(), Some("hello"));
}

#[tokio::test]
async fn enough_for_the_whole_answer_leaves_it_as_it_was() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = counted(&fake, "gpt-5-mini", Tier::Standard);
    fake.answer(Reply::text(&["Hello."]));
    assert_eq!(conversation.ask("hello").await, "Hello.");
    assert_eq!(fake.requests()[0].body["max_output_tokens"], 16_384);
}
