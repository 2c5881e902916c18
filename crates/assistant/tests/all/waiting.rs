//! Slow servers, and people who do not wait.

use std::time::Duration;

use chatkit_server::{Answer, ChatKit, Event, ItemKind};
use docket_assistant::Patience;
use tokio::time::{Instant, timeout};

use crate::conversation::{Conversation, SHORT, compatible, texts};
use crate::fake_openai::{FakeOpenAi, Reply};

/// For what happens at once: long enough for a busy machine, short of every limit that could end the request instead.
const SOON: Duration = Duration::from_secs(10);

async fn begin(conversation: &mut Conversation, text: &str) -> chatkit_server::EventStream {
    let server = ChatKit::new(conversation.store.clone(), conversation.assistant());
    let Answer::Stream(stream) = server.process(&conversation.request(text)).await.expect("accepted") else {
        panic!("no stream")
    };
    stream
}

#[tokio::test]
async fn a_stop_in_the_middle_ends_the_request_and_keeps_the_text() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    fake.answer(Reply::text(&["One", " two", " three"]).hanging_after(3));
    let mut stream = begin(&mut conversation, "hello").await;
    let mut seen = String::new();
    while seen != "One two" {
        let event = stream.next_event().await.expect("an event");
        conversation.remember(std::slice::from_ref(&event));
        let event = serde_json::to_value(&event).expect("JSON");
        seen.push_str(event["update"]["delta"].as_str().unwrap_or_default());
    }

    drop(stream);

    timeout(SOON, fake.abandoned(1)).await.expect("the request upstream is dropped");
    // The next message waits for what the stopped turn still has to store.
    assert_eq!(conversation.ask_when_free("say 1").await, "the");
    let kept: Vec<String> = conversation
        .items()
        .await
        .into_iter()
        .filter_map(|item| match item.kind {
            ItemKind::AssistantMessage(message) => Some(message.text()),
            _ => None,
        })
        .collect();
    assert_eq!(kept, ["One two", "the"]);
}

#[tokio::test]
async fn a_stop_before_the_first_word_ends_the_request() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    fake.answer(Reply::silence());
    let stream = begin(&mut conversation, "hello").await;
    fake.arrived(1).await;

    drop(stream);

    timeout(SOON, fake.abandoned(1)).await.expect("the request upstream is dropped");
}

#[tokio::test]
async fn a_silent_server_is_waited_for_aloud_and_then_given_up() {
    for (reply, first, idle, sentence) in [
        (Reply::silence(), 100, 20_000, "fake-1 has said nothing for 0 s. It may still be loading."),
        (Reply::text(&["One"]).hanging_after(2), 20_000, 100, "fake-1 has said nothing for 0 s."),
    ] {
        let fake = FakeOpenAi::start().await;
        let mut conversation = compatible(&fake);
        let wait = Duration::from_millis;
        conversation.patience =
            Some(Patience { first: wait(first), idle: wait(idle), report_every: Some(wait(20)), ..SHORT });
        fake.answer(reply);

        let events = timeout(Duration::from_secs(10), conversation.say("hello")).await.expect("an end");

        let reports = events.iter().filter(|event| matches!(event, Event::ProgressUpdate { .. })).count();
        assert!(reports >= 2, "{reports} reports");
        let said = texts(&events).join("\n");
        assert!(said.contains(sentence), "{said}");
        fake.abandoned(1).await;
        assert_eq!(fake.requests().len(), 1, "what is slow is not asked again");
    }
}

#[tokio::test]
async fn a_turn_has_an_end() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    conversation.patience = Some(Patience { turn: Duration::from_millis(100), ..SHORT });
    fake.answer(Reply::text(&["One"]).hanging_after(2));
    let events = timeout(Duration::from_secs(10), conversation.say("hello")).await.expect("an end");
    let said = texts(&events);
    assert_eq!(said[0], "One");
    assert!(said[1].contains("took longer than 0 s and was stopped. What had arrived is kept."), "{said:?}");
    fake.abandoned(1).await;
}

#[tokio::test]
async fn an_answer_that_is_complete_is_not_waited_for() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    // Everything but the end of the stream, which never comes.
    fake.answer(Reply::text(&["Done."]).hanging_after(4));
    let said = timeout(Duration::from_secs(15), conversation.ask("hello")).await.expect("an end");
    assert_eq!(said, "Done.");
}

#[tokio::test]
async fn a_stop_after_a_change_leaves_a_trace_of_it() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    fake.answer(crate::chat_completions::groceries());
    fake.answer(Reply::text(&["Added."]).hanging_after(0));
    let mut stream = begin(&mut conversation, "add groceries").await;
    let mut is_done = false;
    while !is_done {
        let event = stream.next_event().await.expect("an event");
        conversation.remember(std::slice::from_ref(&event));
        is_done = serde_json::to_value(&event).expect("JSON")["update"]["task"]["status_indicator"] == "complete";
    }

    drop(stream);

    // The model may or may not have been asked again by then; what comes next is not for it.
    conversation.connection = docket_assistant::Connection::Rules;
    assert_eq!(conversation.ask_when_free("thanks").await, "You are welcome.");
    let lines: Vec<String> = conversation
        .items()
        .await
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Workflow { workflow } => Some(serde_json::to_string(workflow).expect("JSON")),
            _ => None,
        })
        .collect();
    assert!(matches!(lines.as_slice(), [one] if one.contains("Added one task")), "{lines:?}");
    fake.requests();
}

/// Between a stop and the end of the request upstream, half of the time at least, as the security rules have it.
const STOP: Duration = Duration::from_millis(250);
/// And always, however busy the machine is.
const STOP_AT_MOST: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_stop_reaches_the_server_at_once() {
    let fake = FakeOpenAi::start().await;
    let mut took = Vec::new();
    for number in 1..=20 {
        let mut conversation = compatible(&fake);
        fake.answer(Reply::text(&["One", " two"]).hanging_after(2));
        let mut stream = begin(&mut conversation, "hello").await;
        while !matches!(stream.next_event().await.expect("an event"), Event::ItemUpdated { .. }) {}

        let stopped = Instant::now();
        drop(stream);
        timeout(SOON, fake.abandoned(number)).await.expect("the request upstream is dropped");

        took.push(stopped.elapsed());
    }
    took.sort_unstable();
    let (half, most) = (took[took.len() / 2], took[took.len() - 1]);
    println!("from the stop to the end of the request: p50 {half:?}, most {most:?}");
    assert!(half <= STOP && most <= STOP_AT_MOST, "p50 {half:?}, most {most:?}");
}

#[tokio::test]
async fn a_thread_has_its_name_before_the_answer_comes() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    fake.answer(Reply::silence());
    let mut stream = begin(&mut conversation, "plan the summer").await;

    let named = async {
        loop {
            if let Event::ThreadUpdated { thread } = stream.next_event().await.expect("an event") {
                return thread.thread.title;
            }
        }
    };

    assert_eq!(timeout(SOON, named).await.expect("a name").as_deref(), Some("plan the summer"));
    // The question is on its way as well, though nothing has come back.
    timeout(SOON, fake.arrived(1)).await.expect("the question");
}

#[tokio::test]
async fn answers_that_ended_leave_their_connection_to_the_next_question() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    for _ in 0..50 {
        conversation.thread_id = None;
        assert_eq!(conversation.ask("say 1").await, "the");
    }
    assert_eq!(fake.requests().len(), 50);
    assert!(fake.connections() <= 5, "{} connections for 50 questions", fake.connections());
}
