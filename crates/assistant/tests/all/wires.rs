//! What holds on each wire: Chat Completions of compatible servers, and OpenAI's Responses.

use std::sync::Arc;

use docket_assistant::{BaseUrl, ChatCompletions, Patience, Provider, Responses};
use serde_json::{Value, json};

use crate::chat_completions::groceries;
use crate::conversation::{Conversation, SHORT, compatible, now};
use crate::fake_openai::{FakeOpenAi, MODEL, Reply};
use crate::scale::scaled;

/// The key of a saved connection.
pub(crate) const KEY: &str = "sk-canary-0123456789abcdefWXYZ";

/// A way to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    ChatCompletions,
    Responses,
}

pub(crate) const WIRES: [Wire; 2] = [Wire::ChatCompletions, Wire::Responses];

impl Wire {
    /// A conversation with the fake over this wire.
    pub(crate) fn conversation(self, fake: &FakeOpenAi, patience: Patience) -> Conversation {
        let base = BaseUrl::parse(&fake.base_url()).expect("an address");
        let provider: Arc<dyn Provider> = match self {
            Self::ChatCompletions => {
                Arc::new(ChatCompletions::new(base, MODEL.into(), None, patience).expect("usable"))
            }
            Self::Responses => Arc::new(Responses::new(base, MODEL.into(), KEY.into(), patience).expect("usable")),
        };
        let mut conversation = compatible(fake);
        conversation.provider = Some(provider);
        conversation.patience = Some(patience);
        conversation
    }

    /// A tool call in as few bytes as servers get by with, so that every cut can be tried.
    fn slim(self) -> Reply {
        let arguments = "{\"title\":\"Käse\"}";
        match self {
            Self::ChatCompletions => {
                let call = |function: Value| json!({"choices": [{"delta": {"tool_calls": [{"index": 0, "id": "a", "function": function}]}}]});
                let end = json!({"choices": [{"delta": {}, "finish_reason": "tool_calls"}]});
                let (first, second) = arguments.split_at(11);
                let pieces = [json!({"name": "add_task"}), json!({"arguments": first}), json!({"arguments": second})];
                let mut frames: Vec<Value> = pieces.into_iter().map(call).collect();
                frames.extend([end, json!({"choices": []})]);
                Reply::frames(&frames)
            }
            Self::Responses => {
                let item = json!({"type": "function_call", "name": "add_task"});
                Reply::frames(&[
                    json!({"type": "response.output_item.added", "item": item}),
                    json!({"type": "response.function_call_arguments.delta", "delta": &arguments[..11]}),
                    json!({"type": "response.function_call_arguments.delta", "delta": &arguments[11..]}),
                    json!({"type": "response.output_item.done", "item": item}),
                    json!({"type": "response.completed", "response": {}}),
                    json!({"type": "response.something_new"}),
                ])
                .for_responses()
            }
        }
    }
}

#[tokio::test]
async fn a_model_adds_a_task_on_each_wire_in_pieces_of_any_size() {
    for wire in WIRES {
        for size in [1, 3, 64, 100_000] {
            let fake = FakeOpenAi::start().await;
            let mut conversation = wire.conversation(&fake, SHORT);
            let pieces = |reply: Reply| match wire {
                Wire::ChatCompletions => reply.in_pieces_of(size),
                Wire::Responses => reply.for_responses().in_pieces_of(size),
            };
            fake.answer(pieces(groceries()));
            fake.answer(pieces(Reply::text(&["Käse – ", "added."])));

            assert_eq!(conversation.ask("add groceries").await, "Käse – added.", "{wire:?} in pieces of {size}");

            assert_eq!(conversation.tasks().await, ["[ ] Buy groceries; 2026-11-22T17:00"]);
            fake.requests();
        }
    }
}

/// Wherever an answer is cut off: it either counts whole or not at all, the turn ends with a sentence, and the thread can be used.
#[tokio::test]
async fn an_answer_that_is_cut_off_runs_no_half_call() {
    for wire in WIRES {
        let fake = FakeOpenAi::start().await;
        let mut conversation = wire.conversation(&fake, Patience { tries: 1, ..SHORT });
        let (mut cut_off, mut whole) = (0, 0);
        for bytes in 0..wire.slim().len() {
            conversation.thread_id = None;
            fake.answer(wire.slim().cut_after(bytes));

            let said = conversation.ask("say 1").await;

            if said.starts_with("error") {
                cut_off += 1;
                assert!(said.ends_with("Nothing on your list was changed."), "{wire:?} cut after {bytes}: {said}");
                if bytes % 50 == 0 {
                    let said = conversation.ask("say 1").await;
                    assert_eq!(said, "the", "{wire:?} cut after {bytes}: the thread is usable");
                }
            } else {
                whole += 1;
                assert_eq!(said, "the", "{wire:?} cut after {bytes}");
            }
            // Each whole answer added its task; no other did.
            let counts = conversation.store.counts(&now()).await.expect("counts");
            assert_eq!(counts.all, whole, "{wire:?} cut after {bytes}");
        }
        assert!(cut_off > 100 && whole > 10, "{wire:?}: {cut_off} cut off, {whole} whole");
        let tasks = conversation.tasks().await;
        assert!(tasks.iter().all(|task| task == "[ ] Käse"), "{tasks:?}");
        fake.requests();
        println!(
            "figure: {wire:?}: a tool call cut at each of {} bytes, {cut_off} cut off, 0 half calls",
            cut_off as u64 + whole
        );
    }
}

/// What a model says in the tests below, and what of it the chat shows.
const WHOLE: &str = "Käse [x](https://evil.example/a) is due.";
const SHOWN: &str = "Käse x is due.";
/// What is shown where the link breaks off: never its address.
const HALF_LINK: &str = "Käse [x](https:/";
const HALF_ADDRESS: &str = "Käse [x]((link removed)";

impl Wire {
    /// [`WHOLE`], letter by letter, in as few bytes as servers get by with.
    fn slim_text(self) -> Reply {
        let letters = WHOLE.chars().map(String::from);
        match self {
            Self::ChatCompletions => {
                let end = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]});
                let letters = letters.map(|letter| json!({"choices": [{"delta": {"content": letter}}]}));
                Reply::frames(&letters.chain([end, json!({"choices": []})]).collect::<Vec<_>>())
            }
            Self::Responses => {
                let letters = letters.map(|letter| json!({"type": "response.output_text.delta", "delta": letter}));
                let end = json!({"type": "response.completed", "response": {}});
                let frames = letters.chain([end, json!({"type": "response.something_new"})]);
                Reply::frames(&frames.collect::<Vec<_>>()).for_responses()
            }
        }
    }

    /// The same with everything that OpenAI sends around it.
    fn full_text(self) -> Reply {
        let letters: Vec<String> = WHOLE.chars().map(String::from).collect();
        let reply = Reply::text(&letters.iter().map(String::as_str).collect::<Vec<_>>());
        if self == Self::Responses { reply.for_responses() } else { reply }
    }
}

/// One turn whose answer is `reply`, a beginning of [`WHOLE`]: what was shown of it, and whether it counted as whole.
async fn cut_off(conversation: &mut Conversation, fake: &FakeOpenAi, reply: Reply, case: &str) -> (String, bool) {
    conversation.thread_id = None;
    fake.answer(reply);
    let said = conversation.ask("say 1").await;
    let (text, error) = match said.split_once("\n---\n") {
        Some((text, error)) => (text, error),
        None if said.starts_with("error") => ("", said.as_str()),
        None => (said.as_str(), ""),
    };
    let is_known = SHOWN.starts_with(text) || HALF_LINK.starts_with(text) || text.trim_end_matches('.') == HALF_ADDRESS;
    assert!(is_known, "{case}: {said}");
    assert!(!said.contains("evil"), "{case}: {said}");
    if error.is_empty() {
        assert_eq!(text, SHOWN, "{case}: only all of it is whole");
    } else {
        assert!(error.starts_with("error (retry: true)"), "{case}: {said}");
        assert!(error.ends_with("broke off. What had arrived is kept. Retry, or go on with the built-in assistant. Nothing on your list was changed."), "{case}: {said}");
    }
    (text.to_owned(), error.is_empty())
}

/// Texts of the assistant that the thread keeps.
async fn kept(conversation: &Conversation) -> Vec<String> {
    let message = |item: chatkit_server::Item| match item.kind {
        chatkit_server::ItemKind::AssistantMessage(message) => Some(message.text()),
        _ => None,
    };
    conversation.items().await.into_iter().filter_map(message).collect()
}

/// A text, cut at every byte: what is shown and kept is a beginning of it, and the turn has an end.
#[tokio::test]
async fn a_text_that_is_cut_off_is_kept_as_far_as_it_came() {
    for wire in WIRES {
        let fake = FakeOpenAi::start().await;
        let mut conversation = wire.conversation(&fake, Patience { tries: 1, ..SHORT });
        let (mut shown, mut whole) = (Vec::<String>::new(), 0);
        let length = wire.slim_text().len();
        for bytes in 0..length {
            let case = format!("{wire:?} cut after {bytes} of {length}");
            let reply = wire.slim_text().cut_after(bytes);
            let (text, is_whole) = cut_off(&mut conversation, &fake, reply, &case).await;
            assert!(is_whole || whole == 0, "{case}: what was whole with less is whole");
            whole += usize::from(is_whole);
            if shown.last() != Some(&text) {
                // Whatever is shown is kept, and the thread goes on from there.
                let mut expected: Vec<String> =
                    Some(text.clone()).filter(|text| !text.is_empty()).into_iter().collect();
                assert_eq!(kept(&conversation).await, expected, "{case}");
                assert_eq!(conversation.ask("say 1").await, "the", "{case}: the thread is usable");
                expected.push("the".into());
                assert_eq!(kept(&conversation).await, expected, "{case}");
                assert!(
                    shown.last().is_none_or(|before| before.len() < text.len() || before.contains('[')),
                    "{case}: {shown:?}"
                );
                shown.push(text);
            }
        }
        let of_the_link = shown.iter().filter(|text| text.contains('[')).count();
        let plain: Vec<&String> = shown.iter().filter(|text| !text.contains('[')).collect();
        assert_eq!(plain.len(), SHOWN.chars().count() + 1, "{wire:?}: nothing, and each letter once: {shown:?}");
        assert!(of_the_link > 3, "{wire:?}: {shown:?}");
        assert!(whole > 10 && whole < length / 4, "{wire:?}: {whole} of {length} whole");
        assert_eq!(conversation.store.counts(&now()).await.expect("counts").all, 0, "{wire:?}");
        fake.requests();
        println!("figure: {wire:?}: a text cut at each of {length} bytes, {whole} whole, 0 turns stuck");
    }
}

/// The same with all that OpenAI sends around the letters; tens of thousands of turns, of which each commit tries some hundreds.
#[tokio::test]
async fn a_text_of_the_length_that_openai_sends_is_cut_off() {
    for wire in WIRES {
        let fake = FakeOpenAi::start().await;
        let mut conversation = wire.conversation(&fake, Patience { tries: 1, ..SHORT });
        let length = wire.full_text().len();
        let step = length.div_ceil(scaled(200, length)).max(1);
        let (mut tried, mut whole) = (0, 0);
        for bytes in (0..=length).filter(|bytes| bytes % step == 0 || length - bytes < 40) {
            let case = format!("{wire:?} cut after {bytes} of {length}");
            let reply = wire.full_text().cut_after(bytes);
            whole += usize::from(cut_off(&mut conversation, &fake, reply, &case).await.1);
            tried += 1;
        }
        assert!(tried > 100 && whole > 0 && whole < tried, "{wire:?}: {whole} of {tried} whole");
        println!("figure: {wire:?}: a full text cut at {tried} of {length} bytes, {whole} whole, 0 turns stuck");
    }
}

#[tokio::test]
async fn openai_is_asked_with_strict_schemas_and_keeps_nothing() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = Wire::Responses.conversation(&fake, SHORT);
    fake.answer(groceries());
    fake.answer(Reply::text(&["Added."]));
    conversation.ask("add groceries").await;
    conversation.ask("say 1").await;

    let requests = fake.requests();

    let first = &requests[0];
    assert_eq!(first.authorization, Some(format!("Bearer {KEY}")));
    let settings = ["model", "stream", "store", "max_output_tokens"].map(|name| first.body[name].clone());
    assert_eq!(settings, [json!(MODEL), json!(true), json!(false), json!(4096)]);
    assert_eq!(first.body["input"], json!([{"role": "user", "content": "add groceries"}]));
    assert_eq!(
        (&first.body["tools"][0]["strict"], &first.body["tools"][0]["name"]),
        (&json!(true), &json!("add_task"))
    );
    let kinds = |body: &Value| -> Vec<String> {
        let items = body["input"].as_array().expect("items").iter();
        items.map(|item| item["type"].as_str().or(item["role"].as_str()).expect("a kind").to_owned()).collect()
    };
    assert_eq!(kinds(&requests[1].body), ["user", "function_call", "function_call_output"]);
    assert_eq!(
        kinds(&requests[2].body),
        ["user", "function_call", "function_call_output", "assistant", "user"],
        "the next turn knows what was called"
    );
}
