//! Whatever people and other programs write, the assistant answers and stays whole.

use docket_assistant::{Finish, Message, ModelEvent, ModelRequest, Provider, Rules};
use futures_util::StreamExt;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::conversation::now;

/// Words that the grammar knows, and letters that break careless slicing.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("add"),
        Just("move"),
        Just("to"),
        Just("the"),
        Just("done"),
        Just("is"),
        Just("delete"),
        Just("show"),
        Just("#Home"),
        Just("@"),
        Just("2"),
        Just("list"),
        Just("tomorrow"),
        Just("Friday"),
        Just("yes"),
        Just("’"),
        Just("İ"),
        Just("ß"),
        Just("👩‍👩‍👧"),
        Just("\u{301}"),
        Just("\n"),
        Just("- "),
        Just(":"),
        Just(""),
        Just("mark"),
        Just("as"),
        Just("9999999999999999999"),
        Just("“x”"),
        Just("all"),
    ];
    prop::collection::vec(prop_oneof![word.prop_map(str::to_owned), ".{0,6}"], 0..9).prop_map(|words| words.join(" "))
}

/// What a tool may have answered, of this version or another.
fn result() -> impl Strategy<Value = Value> {
    let task = json!({"id": "1", "title": "Ünï *x*", "status": "open", "priority": 4, "due": {"date": "x", "weekday": "", "time": "25:99"}});
    prop_oneof![
        Just(json!({"did": "listed", "tasks": [task.clone(), task.clone()]})),
        Just(json!({"did": "listed"})),
        Just(json!({"did": "added", "tasks": [task]})),
        Just(json!({"did": "nothing", "error": {"code": "TASK_NOT_FOUND", "message": ""}})),
        Just(json!({"did": "something new"})),
        Just(Value::Null),
        Just(json!([1, "x"])),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        3 => sentence().prop_map(Message::User),
        2 => result().prop_map(|content| Message::ToolResult { call_id: "c".into(), content }),
        1 => sentence().prop_map(|text| Message::Assistant { text, calls: Vec::new() }),
    ]
}

proptest! {
    #[test]
    fn the_built_in_assistant_answers_anything(messages in prop::collection::vec(message(), 1..8)) {
        let request = ModelRequest { instructions: String::new(), messages, tools: [].into(), output_tokens: 0, now: now(), shows_tasks: false };
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let events: Vec<ModelEvent> =
            runtime.block_on(Rules.ask(request).map(|event| event.expect("never fails")).collect());
        let (last, before) = events.split_last().expect("an end");
        let calls = before.iter().filter(|event| matches!(event, ModelEvent::Call(_))).count();
        match last {
            ModelEvent::Done(Finish::ToolCalls) => prop_assert!(calls > 0 && calls == before.len()),
            ModelEvent::Done(Finish::Stop) => prop_assert_eq!(calls, 0),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

/// Found by the test above.
#[tokio::test]
async fn a_message_without_words_is_not_offered_as_a_task() {
    let messages = ["", "yes"].map(|text| Message::User(text.to_owned())).to_vec();
    let request = |messages: &[Message]| ModelRequest {
        instructions: String::new(),
        messages: messages.to_vec(),
        tools: [].into(),
        output_tokens: 0,
        now: now(),
        shows_tasks: false,
    };
    for (said, messages) in [("I read words only. ", &messages[..1]), ("I had not asked anything. ", &messages[..])] {
        let events: Vec<ModelEvent> =
            Rules.ask(request(messages)).map(|event| event.expect("never fails")).collect().await;
        let [ModelEvent::Text(text), ModelEvent::Done(Finish::Stop)] = &events[..] else { panic!("{events:?}") };
        assert!(text.starts_with(said) && !text.contains("“”"), "{text}");
    }
}
