//! What a turn sends and stores, and in which order.

use chatkit_server::{
    AllowRetry, ChatKit, Event, GeneratedImage, Input, Item, ItemKind, ItemUpdate, MemoryStore, Order, PageRequest,
    Refusal, StructuredInputStatus, ThreadStatus, ThreadStore, Visibility,
};
use insta::assert_json_snapshot;
use serde_json::json;

use crate::support::{
    Fault, FaultyStore, Op, Step, Steps, create, hidden, json, outline, pending_call, questions, refusal, say, server,
    stored, stored_types, stream, text_of, thread_id, user_input, widget,
};

#[tokio::test]
async fn a_new_thread_streams_in_the_order_of_the_reference() {
    let steps = Steps::new([vec![Step::Delta("Hi "), Step::Delta("there"), Step::Annotate("note"), Step::End]]);
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), steps);

    let events = create(&server, "hello").await;

    assert_json_snapshot!(outline(&events), @r#"
    [
      "thread.created",
      "thread.item.done user_message",
      "stream_options",
      "thread.item.added assistant_message",
      "thread.item.updated assistant_message.content_part.added",
      "thread.item.updated assistant_message.content_part.text_delta",
      "thread.item.updated assistant_message.content_part.text_delta",
      "thread.item.updated assistant_message.content_part.annotation_added",
      "thread.item.updated assistant_message.content_part.done",
      "thread.item.done assistant_message"
    ]
    "#);
    let sent: Vec<_> = events
        .iter()
        .filter_map(|event| if let Event::ItemDone { item } = event { Some(item.clone()) } else { None })
        .collect();
    assert_eq!(stored(&store, &thread_id(&events)).await, sent, "what was sent as done is what is stored");
}

#[tokio::test]
async fn a_new_thread_is_stored_with_the_name_that_its_first_message_gives_it() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::naming([vec![Step::Say("one")]]));

    let events = create(&server, "hello").await;

    let Event::ThreadCreated { thread } = &events[0] else { panic!("{events:?}") };
    assert_eq!(thread.thread.title, None, "as the reference says it");
    assert_eq!(
        outline(&events)[..4],
        ["thread.created", "thread.item.done user_message", "stream_options", "thread.updated"]
    );
    let Event::ThreadUpdated { thread } = &events[3] else { panic!("{events:?}") };
    assert_eq!(thread.thread.title.as_deref(), Some("hello"));
    let id = thread_id(&events);
    say(&server, &id, "again").await;
    assert_eq!(
        store.load_thread(&id).await.unwrap().title.as_deref(),
        Some("hello"),
        "only the first message names it"
    );
}

#[tokio::test]
async fn a_later_message_streams_the_same_without_the_thread() {
    let server = server([vec![Step::Say("one")], vec![Step::Say("two")]]);
    let thread = thread_id(&create(&server, "hello").await);

    let events = say(&server, &thread, "again").await;

    assert_eq!(
        outline(&events)[..3],
        ["thread.item.done user_message", "stream_options", "thread.item.added assistant_message"]
    );
}

#[tokio::test]
async fn the_responder_sees_the_message_as_the_last_item_of_its_history() {
    let steps = Steps::new([vec![Step::Add(hidden()), Step::Say("one")], vec![Step::Say("two")]]);
    let server = ChatKit::new(MemoryStore::new(), steps.clone());
    let thread = thread_id(&create(&server, "hello").await);
    say(&server, &thread, "again").await;

    let history = steps.history.lock().unwrap().clone();
    assert_eq!(history[0], ["user_message"]);
    assert_eq!(history[1], ["user_message", "hidden_context_item", "assistant_message", "user_message"]);
    let inputs = steps.inputs.lock().unwrap().clone();
    assert!(matches!(&inputs[1], Input::UserMessage { message, .. } if message.text() == "again"));
}

#[tokio::test]
async fn a_message_left_open_is_ended() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Delta("no end")]]));
    let events = create(&server, "hello").await;
    assert_eq!(outline(&events).last().unwrap(), "thread.item.done assistant_message");
    assert_eq!(text_of(&stored(&store, &thread_id(&events)).await[1]), "no end");
}

#[tokio::test]
async fn an_item_ends_the_open_message_so_that_stored_and_shown_order_agree() {
    let store = MemoryStore::new();
    let steps = Steps::new([vec![Step::Delta("look: "), Step::Add(widget("Card")), Step::Delta("nice?")]]);
    let server = ChatKit::new(store.clone(), steps);
    let events = create(&server, "hello").await;
    let types = stored_types(&store, &thread_id(&events)).await;
    assert_eq!(types, ["user_message", "assistant_message", "widget", "assistant_message"]);
    let ids: Vec<&str> = events
        .iter()
        .filter_map(|event| if let Event::ItemDone { item } = event { Some(item.id.as_str()) } else { None })
        .collect();
    let items = stored(&store, &thread_id(&events)).await;
    assert_eq!(items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ids);
}

#[tokio::test]
async fn changes_of_the_thread_are_stored_and_sent() {
    let locked = ThreadStatus::Locked { reason: Some("paused".to_owned()) };
    let server = server([vec![Step::Title("Groceries"), Step::Status(locked), Step::Say("done")]]);
    let events = create(&server, "hello").await;
    let thread = thread_id(&events);

    assert_eq!(outline(&events)[3..5], ["thread.updated", "thread.updated"]);
    let answer = json(&server, "threads.get_by_id", json!({"thread_id": thread})).await.unwrap();
    assert_eq!(answer["title"], "Groceries");
    assert_eq!(answer["status"], json!({"type": "locked", "reason": "paused"}));
    let message = json!({"thread_id": thread, "input": user_input("more")});
    assert_eq!(refusal(&server, "threads.add_user_message", message).await, (409, "THREAD_LOCKED".to_owned()));
}

#[tokio::test]
async fn a_closed_thread_takes_neither_messages_nor_retries() {
    let closed = ThreadStatus::Closed { reason: None };
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Say("bye"), Step::Status(closed)]]));
    let thread = thread_id(&create(&server, "hello").await);
    let item = stored(&store, &thread).await[0].id.clone();
    let message = json!({"thread_id": thread, "input": user_input("more")});
    let retry = json!({"thread_id": thread, "item_id": item});

    assert_eq!(refusal(&server, "threads.add_user_message", message).await, (409, "THREAD_CLOSED".to_owned()));
    assert_eq!(refusal(&server, "threads.retry_after_item", retry).await, (409, "THREAD_CLOSED".to_owned()));
    assert_eq!(stored_types(&store, &thread).await, ["user_message", "assistant_message"]);
}

#[tokio::test]
async fn passing_events_are_sent_and_not_stored() {
    let store = MemoryStore::new();
    let steps = Steps::new([vec![Step::Notice, Step::Progress, Step::Effect, Step::Say("done")]]);
    let server = ChatKit::new(store.clone(), steps);
    let events = create(&server, "hello").await;
    assert_eq!(outline(&events)[3..6], ["notice", "progress_update", "client_effect"]);
    assert_eq!(stored_types(&store, &thread_id(&events)).await, ["user_message", "assistant_message"]);
}

#[tokio::test]
async fn hidden_items_are_stored_and_never_sent() {
    let store = MemoryStore::new();
    let steps = Steps::new([vec![
        Step::Add(hidden()),
        Step::ReplaceLast(hidden()),
        Step::Begin(hidden()),
        Step::Say("visible"),
    ]]);
    let server = ChatKit::new(store.clone(), steps);
    let events = create(&server, "hello").await;
    let sent = serde_json::to_string(&events).unwrap();
    assert!(!sent.contains("s3cret") && !sent.contains("hidden"), "{sent}");
    let types = stored_types(&store, &thread_id(&events)).await;
    assert_eq!(types, ["user_message", "hidden_context_item", "assistant_message"]);
}

#[tokio::test]
async fn items_can_grow_be_replaced_and_removed() {
    let image = GeneratedImage { id: "ig_1".to_owned(), url: "data:image/png;base64,AAAA".to_owned() };
    let update = ItemUpdate::GeneratedImageUpdated { image: image.clone(), progress: Some(0.5) };
    let grow = Step::Grow(Box::new((
        ItemKind::GeneratedImage { image: None },
        update,
        ItemKind::GeneratedImage { image: Some(image) },
    )));
    let steps = vec![
        grow,
        Step::Add(widget("Card")),
        Step::ReplaceLast(widget("Basic")),
        Step::Add(widget("ListView")),
        Step::RemoveLast,
    ];
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([steps]));
    let events = create(&server, "hello").await;
    assert_json_snapshot!(outline(&events)[3..], @r#"
    [
      "thread.item.added generated_image",
      "thread.item.updated generated_image.updated",
      "thread.item.done generated_image",
      "thread.item.done widget",
      "thread.item.replaced widget",
      "thread.item.done widget",
      "thread.item.removed"
    ]
    "#);
    let items = stored(&store, &thread_id(&events)).await;
    assert!(matches!(&items[1].kind, ItemKind::GeneratedImage { image: Some(_) }));
    assert_eq!(items[2].kind, widget("Basic"));
    assert_eq!(items.len(), 3, "the removed one is gone");
}

#[tokio::test]
async fn an_item_with_a_taken_id_is_an_error_and_overwrites_nothing() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::AddWithTakenId(widget("Card"))]]));
    let events = create(&server, "precious").await;
    assert_eq!(outline(&events).last().unwrap(), "error");
    let items = stored(&store, &thread_id(&events)).await;
    assert_eq!((items.len(), text_of(&items[0]).as_str()), (1, "precious"));
}

#[tokio::test]
async fn ids_are_unique_and_sort_by_time() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Say("a"), Step::Say("b"), Step::Say("c")]]));
    let thread = thread_id(&create(&server, "hello").await);
    let ids: Vec<String> = stored(&store, &thread).await.into_iter().map(|item| item.id).collect();
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(ids, sorted);
    assert!(ids.iter().all(|id| id.starts_with("msg_")) && thread.starts_with("thr_"));
}

#[tokio::test]
async fn failures_end_the_stream_with_one_error_event_and_leave_nothing_half_written() {
    let failures = [
        (Step::FailOther, json!({"type": "error", "code": "stream.error", "allow_retry": true})),
        (Step::Panic, json!({"type": "error", "code": "stream.error", "allow_retry": true})),
        (Step::FailCode(AllowRetry::No), json!({"type": "error", "code": "stream.error", "allow_retry": false})),
        (
            Step::FailCustom("out of quota"),
            json!({"type": "error", "code": "custom", "message": "out of quota", "allow_retry": true}),
        ),
        (
            Step::FailNamed("no key", "NO_KEY"),
            json!({"type": "error", "code": "custom", "message": "no key", "custom_code": "NO_KEY", "allow_retry": false}),
        ),
    ];
    for (failure, expected) in failures {
        let store = MemoryStore::new();
        let turns = [vec![Step::Delta("half"), failure], vec![Step::Say("works")]];
        let server = ChatKit::new(store.clone(), Steps::new(turns));
        let events = create(&server, "hello").await;
        let thread = thread_id(&events);
        assert_eq!(serde_json::to_value(events.last().unwrap()).unwrap(), expected);
        assert_eq!(events.iter().filter(|event| matches!(event, Event::Error { .. })).count(), 1);
        assert_eq!(stored_types(&store, &thread).await, ["user_message"], "after {expected}");
        let next = say(&server, &thread, "again").await;
        assert_eq!(outline(&next).last().unwrap(), "thread.item.done assistant_message");
    }
}

#[tokio::test]
async fn a_responder_can_keep_its_text_before_it_fails() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Delta("half"), Step::End, Step::FailOther]]));
    let events = create(&server, "hello").await;
    assert_eq!(outline(&events)[7..], ["thread.item.done assistant_message", "error"]);
    assert_eq!(stored_types(&store, &thread_id(&events)).await, ["user_message", "assistant_message"]);
}

#[tokio::test]
async fn a_responder_can_have_its_broken_text_kept() {
    for failure in [Step::FailOther, Step::Panic, Step::FailCustom("out of quota")] {
        let store = MemoryStore::new();
        let turns = [vec![Step::Delta("half"), Step::Annotate("note"), failure], vec![Step::Say("works")]];
        let steps = Steps::keeping(turns);
        let server = ChatKit::new(store.clone(), steps);
        let events = create(&server, "hello").await;
        let thread = thread_id(&events);
        assert_eq!(
            outline(&events)[7..],
            ["thread.item.updated assistant_message.content_part.done", "thread.item.done assistant_message", "error"]
        );
        let done: Vec<&Item> = events
            .iter()
            .filter_map(|event| if let Event::ItemDone { item } = event { Some(item) } else { None })
            .collect();
        assert_eq!(stored(&store, &thread).await.iter().collect::<Vec<_>>(), done, "what was sent is what is stored");
        let next = say(&server, &thread, "again").await;
        assert_eq!(outline(&next).last().unwrap(), "thread.item.done assistant_message");
    }
}

#[tokio::test]
async fn broken_text_that_is_blank_or_cannot_be_stored_is_not_announced() {
    let blank = vec![Step::Delta(" \n"), Step::FailOther];
    let unstored = vec![Step::Delta("half"), Step::End];
    for (turn, fault) in [(blank, None), (unstored, Some(Op::AddItems))] {
        let store = FaultyStore::default();
        if let Some(op) = fault {
            store.next(op, Fault::Fail);
            store.next(Op::SaveItem, Fault::Fail);
        }
        let steps = Steps::keeping([turn]);
        let server = ChatKit::new(store.clone(), steps);
        let events = create(&server, "hello").await;
        assert!(!outline(&events)[3..].contains(&"thread.item.done assistant_message".to_owned()));
        assert_eq!(outline(&events).last().unwrap(), "error");
        assert_eq!(stored_types(&store, &thread_id(&events)).await, ["user_message"]);
    }
}

#[tokio::test]
async fn a_store_that_fails_once_keeps_the_message_on_the_second_try() {
    let store = FaultyStore::default();
    store.next(Op::AddItems, Fault::Fail);
    let steps = Steps::keeping([vec![Step::Delta("whole"), Step::End]]);
    let events = create(&ChatKit::new(store.clone(), steps), "hello").await;
    assert_eq!(outline(&events)[7..], ["thread.item.done assistant_message", "error"]);
    assert_eq!(text_of(&stored(&store, &thread_id(&events)).await[1]), "whole");
}

#[tokio::test]
async fn a_store_that_fails_in_the_middle_ends_the_stream_with_an_error() {
    for op in [Op::AddItems, Op::UpdateThread, Op::Items] {
        let store = FaultyStore::default();
        store.next(op, Fault::Fail);
        let turns = [vec![Step::Title("T"), Step::Say("lost")], vec![Step::Say("works")]];
        let server = ChatKit::new(store.clone(), Steps::new(turns));
        let events = create(&server, "hello").await;
        assert_eq!(outline(&events).last().unwrap(), "error", "{op:?}");
        let next = say(&server, &thread_id(&events), "again").await;
        assert_eq!(outline(&next).last().unwrap(), "thread.item.done assistant_message", "{op:?}");
    }
}

#[tokio::test]
async fn a_store_that_refuses_or_fails_is_an_answer_before_the_stream() {
    let limit = Refusal {
        code: "RATE_LIMITED".to_owned(),
        message: "10 messages a minute are allowed. Try again in 5 seconds.".to_owned(),
        retry_after: Some(std::time::Duration::from_secs(5)),
    };
    let faults = [
        (Fault::Refuse(limit), 429, "RATE_LIMITED"),
        (Fault::Fail, 503, "STORE_UNAVAILABLE"),
        (Fault::Full, 507, "STORE_FULL"),
        (Fault::Panic, 503, "STORE_UNAVAILABLE"),
    ];
    for (fault, status, code) in faults {
        let store = FaultyStore::default();
        store.next(Op::AddUserMessage, fault);
        let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Say("hi")]]));
        let refused = refusal(&server, "threads.create", json!({"input": user_input("hello")})).await;
        assert_eq!(refused, (status, code.to_owned()));
        let threads = store.threads(&PageRequest::first(None, Order::Asc)).await.unwrap();
        assert!(threads.data.is_empty() && server.turns().running() == 0, "nothing is left of a refused message");
    }
}

#[tokio::test]
async fn a_client_tool_call_is_completed_in_place_and_continued() {
    let store = MemoryStore::new();
    let steps = Steps::new([vec![Step::Say("calling"), Step::Add(pending_call())], vec![Step::Say("thanks")]]);
    let server = ChatKit::new(store.clone(), steps.clone());
    let events = create(&server, "hello").await;
    let thread = thread_id(&events);
    assert_eq!(outline(&events).last().unwrap(), "thread.item.done client_tool_call");

    let output = json!({"thread_id": thread, "result": {"deep": {"x": null, "y": [1.5, true]}}});
    let events = stream(&server, "threads.add_client_tool_output", output.clone()).await;

    assert_eq!(outline(&events)[..2], ["stream_options", "thread.item.added assistant_message"]);
    let items = stored(&store, &thread).await;
    let ItemKind::ClientToolCall(call) = &items[2].kind else { panic!("the call has moved") };
    assert_eq!(serde_json::to_value(call).unwrap()["output"], output["result"]);
    assert!(
        matches!(&steps.inputs.lock().unwrap()[1], Input::ToolOutput { item_id, call: c } if *item_id == items[2].id && c == call)
    );
    let again = refusal(&server, "threads.add_client_tool_output", output).await;
    assert_eq!(again, (409, "NO_PENDING_TOOL_CALL".to_owned()));
}

#[tokio::test]
async fn any_json_is_a_tool_output_and_older_calls_are_dropped() {
    for result in [json!(null), json!(false), json!("plain"), json!([1, 2])] {
        let store = MemoryStore::new();
        let call = vec![Step::Add(pending_call())];
        let server = ChatKit::new(store.clone(), Steps::new([call.clone(), call, vec![Step::Say("thanks")]]));
        let thread = thread_id(&create(&server, "hello").await);
        say(&server, &thread, "talk past it").await;
        let output = json!({"thread_id": thread, "result": result});
        let events = stream(&server, "threads.add_client_tool_output", output).await;
        assert_eq!(outline(&events).last().unwrap(), "thread.item.done assistant_message", "{result}");
        let types = stored_types(&store, &thread).await;
        assert_eq!(types, ["user_message", "user_message", "client_tool_call", "assistant_message"]);
    }
}

#[tokio::test]
async fn nothing_may_follow_a_pending_call_in_its_turn() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Add(pending_call()), Step::Say("oops")]]));
    let events = create(&server, "hello").await;
    assert_eq!(outline(&events)[3..], ["thread.item.done client_tool_call", "error"]);
    assert_eq!(stored_types(&store, &thread_id(&events)).await, ["user_message", "client_tool_call"]);
}

#[tokio::test]
async fn a_structured_input_is_answered_once() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Add(questions())], vec![Step::Say("thanks")]]));
    let thread = thread_id(&create(&server, "ask me").await);
    let item = stored(&store, &thread).await[1].id.clone();
    let input = json!({"answers": {"prio": {"values": ["High", "Low"]}, "ghost": {"values": ["x"]}}});
    let answers = json!({"thread_id": thread, "item_id": item, "input": input});

    let events = stream(&server, "threads.add_structured_input", answers.clone()).await;

    assert_eq!(outline(&events)[..2], ["stream_options", "thread.item.replaced structured_input"]);
    let ItemKind::StructuredInput(input) = &stored(&store, &thread).await[1].kind else { panic!("it has moved") };
    assert_eq!(input.status, StructuredInputStatus::Answered);
    let given: Vec<_> = input.inputs.iter().map(|question| serde_json::to_value(&question.answer).unwrap()).collect();
    let skipped = json!({"values": [], "skipped": true});
    assert_eq!(given, [json!({"values": ["High"], "skipped": false}), skipped.clone(), skipped]);
    let again = refusal(&server, "threads.add_structured_input", answers).await;
    assert_eq!(again, (422, "WRONG_ITEM_KIND".to_owned()));
}

#[tokio::test]
async fn a_multiple_choice_keeps_all_values_and_an_empty_answer_is_skipped() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Add(questions())], vec![Step::Say("thanks")]]));
    let thread = thread_id(&create(&server, "ask me").await);
    let item = stored(&store, &thread).await[1].id.clone();
    let answers = json!({
        "prio": {"values": ["my own words"], "skipped": true}, "tags": {"values": ["a", "b"]}, "note": {"values": []},
    });
    let params = json!({"thread_id": thread, "item_id": item, "input": {"answers": answers}});
    stream(&server, "threads.add_structured_input", params).await;
    let ItemKind::StructuredInput(input) = &stored(&store, &thread).await[1].kind else { panic!("it has moved") };
    let given: Vec<_> = input.inputs.iter().map(|question| serde_json::to_value(&question.answer).unwrap()).collect();
    let skipped = json!({"values": [], "skipped": true});
    assert_eq!(given, [skipped.clone(), json!({"values": ["a", "b"], "skipped": false}), skipped]);
}

#[tokio::test]
async fn a_structured_input_can_be_passed_over() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Add(questions())], vec![Step::Say("fine")]]));
    let thread = thread_id(&create(&server, "ask me").await);
    let item = stored(&store, &thread).await[1].id.clone();
    let skip = json!({"status": "skipped", "answers": {"prio": {"values": ["High"]}}});
    let params = json!({"thread_id": thread, "item_id": item, "input": skip});
    stream(&server, "threads.add_structured_input", params).await;
    let ItemKind::StructuredInput(input) = &stored(&store, &thread).await[1].kind else { panic!("it has moved") };
    let skipped = json!({"values": [], "skipped": true});
    assert!(input.inputs.iter().all(|q| serde_json::to_value(&q.answer).unwrap() == skipped), "{input:?}");
}

#[tokio::test]
async fn a_retry_drops_what_follows_and_keeps_the_message() {
    let store = MemoryStore::new();
    let steps = Steps::new([vec![Step::Say("first")], vec![Step::Say("second")], vec![Step::Say("better")]]);
    let server = ChatKit::new(store.clone(), steps);
    let thread = thread_id(&create(&server, "hello").await);
    say(&server, &thread, "more").await;
    let items = stored(&store, &thread).await;
    let retry = |item_id: &str| json!({"thread_id": thread, "item_id": item_id});

    let wrong = refusal(&server, "threads.retry_after_item", retry(&items[1].id)).await;
    let missing = refusal(&server, "threads.retry_after_item", retry("msg_missing")).await;
    assert_eq!(stored(&store, &thread).await, items, "a refused retry changes nothing");
    let events = stream(&server, "threads.retry_after_item", retry(&items[0].id)).await;

    assert_eq!(wrong, (422, "WRONG_ITEM_KIND".to_owned()));
    assert_eq!(missing, (404, "ITEM_NOT_FOUND".to_owned()));
    assert_eq!(outline(&events)[0], "stream_options");
    let after = stored(&store, &thread).await;
    assert_eq!((after.len(), &after[0], text_of(&after[1]).as_str()), (2, &items[0], "better"));
}

#[tokio::test]
async fn actions_reach_the_responder_with_their_widget() {
    let store = MemoryStore::new();
    let steps = Steps::new([vec![Step::Add(widget("Card"))], vec![Step::Say("acted")], vec![Step::FailCustom("no")]]);
    let server = ChatKit::new(store.clone(), steps.clone());
    let thread = thread_id(&create(&server, "hello").await);
    let items = stored(&store, &thread).await;
    let action = |item: Option<&str>| json!({"thread_id": thread, "item_id": item, "action": {"type": "demo.done", "payload": {"n": 1}}});

    let events = stream(&server, "threads.custom_action", action(Some(&items[1].id))).await;
    let failed = stream(&server, "threads.custom_action", action(None)).await;
    let refused = refusal(&server, "threads.custom_action", action(Some(&items[0].id))).await;

    assert_eq!(outline(&events)[0], "stream_options");
    assert_eq!(outline(&failed), ["stream_options", "error"]);
    assert_eq!(refused, (422, "WRONG_ITEM_KIND".to_owned()));
    let actions = steps.actions.lock().unwrap().clone();
    assert_eq!((actions[0].0.kind.as_str(), actions[0].1.as_ref()), ("demo.done", Some(&items[1])));
    assert_eq!(actions[1].1, None);
}

#[tokio::test]
async fn an_action_answered_at_once_saves_its_widget() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Add(widget("Card"))]]));
    let thread = thread_id(&create(&server, "hello").await);
    let items = stored(&store, &thread).await;
    let action = |item: Option<&str>| json!({"thread_id": thread, "item_id": item, "action": {"type": "demo.sync"}});

    let answer = json(&server, "threads.sync_custom_action", action(Some(&items[1].id))).await.unwrap();
    let none = json(&server, "threads.sync_custom_action", action(None)).await.unwrap();
    let refused = refusal(&server, "threads.sync_custom_action", action(Some(&items[0].id))).await;

    assert_eq!(answer["updated_item"], serde_json::to_value(&stored(&store, &thread).await[1]).unwrap());
    assert_eq!(answer["updated_item"]["widget"]["type"], "Basic");
    assert_eq!(none, json!({}));
    assert_eq!(refused, (422, "WRONG_ITEM_KIND".to_owned()));
    let page = PageRequest::first(None, Order::Asc);
    assert_eq!(store.items(&thread, &page, Visibility::All).await.unwrap().data.len(), 2);
}
