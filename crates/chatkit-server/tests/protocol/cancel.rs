//! Disconnects, stops and deletions: what is kept, and that the thread can be used at once.

use std::sync::{Arc, atomic::Ordering};

use chatkit_server::{ChatKit, Event, EventStream, ItemKind, ItemUpdate, MemoryStore, ThreadStatus, Turns};
use serde_json::json;
use tokio::{sync::Notify, time::Instant};

use crate::support::{
    Fault, FaultyStore, Op, Step, Steps, create, json, open, outline, pending_call, refusal, say, stored, stored_types,
    text_of, thread_id, user_input, widget,
};

/// Begins a thread whose id the caller wants to know; the stream stays open.
async fn begin(server: &ChatKit<MemoryStore, Steps>) -> (String, EventStream) {
    let mut stream = open(server, "threads.create", json!({"input": user_input("go")})).await.unwrap();
    let first = stream.next_event().await.unwrap();
    (thread_id(&[first]), stream)
}

/// Reads until `count` deltas came; answers id and text of the message.
async fn read_deltas(stream: &mut EventStream, count: usize) -> (String, String) {
    let (mut id, mut text) = (String::new(), String::new());
    for _ in 0..count {
        loop {
            match stream.next_event().await.expect("the stream ended early") {
                Event::ItemUpdated { item_id, update: ItemUpdate::TextDelta { delta, .. } } => {
                    id = item_id;
                    text.push_str(&delta);
                    break;
                }
                _ => continue,
            }
        }
    }
    (id, text)
}

/// A server over `store` with the given turns.
fn server_over(store: &MemoryStore, turns: impl IntoIterator<Item = Vec<Step>>) -> ChatKit<MemoryStore, Steps> {
    ChatKit::new(store.clone(), Steps::new(turns))
}

#[tokio::test(start_paused = true)]
async fn a_disconnect_in_the_middle_keeps_the_text_under_its_streamed_id() {
    let store = MemoryStore::new();
    let answer = vec![Step::Delta("one "), Step::Delta("two "), Step::Cancelled, Step::Delta("three")];
    let server = server_over(&store, [answer, vec![Step::Say("again")]]);
    let (thread, mut stream) = begin(&server).await;
    let (id, seen) = read_deltas(&mut stream, 2).await;
    let begun = Instant::now();

    drop(stream);
    server.turns().ended(&thread).await;

    assert_eq!(begun.elapsed().as_millis(), 0, "a responder that obeys its token ends at once");
    let items = stored(&store, &thread).await;
    assert_eq!(stored_types(&store, &thread).await, ["user_message", "assistant_message", "sdk_hidden_context"]);
    assert_eq!((items[1].id.as_str(), text_of(&items[1]).as_str()), (id.as_str(), seen.as_str()));
    let shown = json(&server, "items.list", json!({"thread_id": thread, "order": "asc"})).await.unwrap();
    let types: Vec<&str> = shown["data"].as_array().unwrap().iter().map(|i| i["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["user_message", "assistant_message"], "the note is for the model only");
    let next = outline(&say(&server, &thread, "and now?").await);
    assert_eq!(next.last().unwrap(), "thread.item.done assistant_message", "the thread can be used");
}

#[tokio::test]
async fn a_message_that_waited_finds_the_thread_as_the_turn_before_left_it() {
    let (go, signal) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let locked = ThreadStatus::Locked { reason: None };
    let turns = [vec![Step::Signal(signal.clone()), Step::Wait(go.clone()), Step::Status(locked), Step::Say("done")]];
    let server = server_over(&MemoryStore::new(), turns);
    let (thread, stream) = begin(&server).await;
    signal.notified().await;
    let message = json!({"thread_id": thread, "input": user_input("more")});

    // Polled first, so the message has looked at the thread before the turn goes on.
    let (refused, events) = tokio::join!(biased; refusal(&server, "threads.add_user_message", message), async {
        go.notify_one();
        stream.collect_events().await
    });

    assert!(matches!(events.last(), Some(Event::ItemDone { .. })));
    assert_eq!(refused, (409, "THREAD_LOCKED".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_message_right_after_the_stop_waits_for_the_turn_before_it() {
    let store = MemoryStore::new();
    let server = server_over(&store, [vec![Step::Delta("half"), Step::Hang], vec![Step::Say("next")]]);
    let (thread, mut stream) = begin(&server).await;
    read_deltas(&mut stream, 1).await;

    drop(stream);
    let next = say(&server, &thread, "at once").await;

    assert_eq!(outline(&next).last().unwrap(), "thread.item.done assistant_message");
    let types = stored_types(&store, &thread).await;
    let expected = ["user_message", "assistant_message", "sdk_hidden_context", "user_message", "assistant_message"];
    assert_eq!(types, expected);
}

#[tokio::test(start_paused = true)]
async fn a_disconnect_before_the_first_poll_is_noticed_too() {
    let store = MemoryStore::new();
    let begun = Arc::new(Notify::new());
    let server = server_over(&store, [vec![Step::Signal(begun.clone()), Step::Cancelled, Step::Delta("late")]]);
    let stream = open(&server, "threads.create", json!({"input": user_input("go")})).await.unwrap();

    drop(stream);
    begun.notified().await;
    let thread = json(&server, "threads.list", json!({})).await.unwrap()["data"][0]["id"].as_str().unwrap().to_owned();
    server.turns().ended(&thread).await;

    assert_eq!(stored_types(&store, &thread).await, ["user_message", "sdk_hidden_context"]);
}

#[tokio::test(start_paused = true)]
async fn a_disconnect_while_a_send_waits_keeps_the_text() {
    let store = MemoryStore::new();
    let full = Arc::new(Notify::new());
    // The buffer holds 64 events: `stream_options`, the two that open the message, and 61 deltas once the test has
    // read two. The delta after the signal has to wait.
    let mut answer = vec![Step::Delta("x"); 61];
    answer.push(Step::Signal(full.clone()));
    answer.extend(vec![Step::Delta("y"); 10]);
    let server = server_over(&store, [answer]);
    let (thread, mut stream) = begin(&server).await;
    stream.next_event().await.unwrap();
    full.notified().await;
    tokio::task::yield_now().await;

    drop(stream);
    server.turns().ended(&thread).await;

    let items = stored(&store, &thread).await;
    assert_eq!(text_of(&items[1]), format!("{}y", "x".repeat(61)), "all that was said, and nothing after the stop");
    assert_eq!(stored_types(&store, &thread).await, ["user_message", "assistant_message", "sdk_hidden_context"]);
}

#[tokio::test(start_paused = true)]
async fn a_responder_that_ignores_its_token_is_dropped_after_the_grace() {
    let store = MemoryStore::new();
    let steps = Steps::new([vec![Step::Delta("stuck"), Step::Hang]]);
    let gone = steps.gone.clone();
    let server = ChatKit::new(store.clone(), steps);
    let (thread, mut stream) = begin(&server).await;
    read_deltas(&mut stream, 1).await;
    let begun = Instant::now();

    drop(stream);
    server.turns().ended(&thread).await;

    assert!(gone.load(Ordering::SeqCst), "its future is dropped");
    assert!(begun.elapsed().as_millis() <= 500, "within the grace, not {:?}", begun.elapsed());
    let items = stored(&store, &thread).await;
    assert_eq!(text_of(&items[1]), "stuck");
}

#[tokio::test(start_paused = true)]
async fn blank_text_is_not_kept() {
    let store = MemoryStore::new();
    let server = server_over(&store, [vec![Step::Delta(" \n"), Step::Delta(" "), Step::Cancelled, Step::End]]);
    let (thread, mut stream) = begin(&server).await;
    read_deltas(&mut stream, 2).await;

    drop(stream);
    server.turns().ended(&thread).await;

    assert_eq!(stored_types(&store, &thread).await, ["user_message", "sdk_hidden_context"]);
}

#[tokio::test(start_paused = true)]
async fn unfinished_widgets_are_not_kept_and_finished_items_are() {
    let store = MemoryStore::new();
    let stopped = Arc::new(Notify::new());
    let mut answer = vec![Step::Add(widget("Card")), Step::Begin(widget("ListView")), Step::Signal(stopped.clone())];
    // The tool has done its work when the stop comes: its card belongs into the history.
    answer.extend([Step::Cancelled, Step::Add(widget("Basic"))]);
    let server = server_over(&store, [answer]);
    let (thread, stream) = begin(&server).await;
    stopped.notified().await;

    drop(stream);
    server.turns().ended(&thread).await;

    let types: Vec<String> = stored(&store, &thread)
        .await
        .iter()
        .map(|item| match &item.kind {
            ItemKind::Widget(widget) => widget.widget.component_type().to_owned(),
            other => other.type_name().to_owned(),
        })
        .collect();
    assert_eq!(types, ["user_message", "Card", "Basic", "sdk_hidden_context"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_noted_after_a_pending_client_tool_call() {
    let store = MemoryStore::new();
    let server = server_over(&store, [vec![Step::Add(pending_call()), Step::Cancelled], vec![Step::Say("thanks")]]);
    let (thread, mut stream) = begin(&server).await;
    while !matches!(stream.next_event().await.unwrap(), Event::ItemDone { item } if item.kind.is_pending_call()) {}

    // The page has what it needs and closes the stream before its end.
    drop(stream);
    server.turns().ended(&thread).await;

    assert_eq!(stored_types(&store, &thread).await, ["user_message", "client_tool_call"]);
    let params = json!({"thread_id": thread, "result": {"ok": true}});
    let events = crate::support::stream(&server, "threads.add_client_tool_output", params).await;
    assert_eq!(outline(&events).last().unwrap(), "thread.item.done assistant_message");
}

#[tokio::test(start_paused = true)]
async fn a_host_that_gives_up_while_the_message_is_stored_leaves_a_usable_thread() {
    let store = FaultyStore::default();
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    store.next(Op::AddUserMessage, Fault::HoldAnswer(begun.clone(), go.clone()));
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Cancelled], vec![Step::Say("next")]]));
    let body = json!({"type": "threads.create", "params": {"input": user_input("go")}}).to_string();
    {
        let processed = server.process(body.as_bytes());
        tokio::select! {
            _ = processed => panic!("the store has not answered"),
            () = begun.notified() => {}
        }
    }
    go.notify_one();
    let thread = json(&server, "threads.list", json!({})).await.unwrap()["data"][0]["id"].as_str().unwrap().to_owned();
    server.turns().ended(&thread).await;

    assert_eq!(stored_types(&store, &thread).await, ["user_message", "sdk_hidden_context"]);
    let next = outline(&say(&server, &thread, "again").await);
    assert_eq!(next.last().unwrap(), "thread.item.done assistant_message");
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_just_being_stored_is_kept_once() {
    let store = FaultyStore::default();
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    store.next(Op::AddItems, Fault::HoldAnswer(begun.clone(), go));
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Delta("whole"), Step::End]]));
    let mut stream = open(&server, "threads.create", json!({"input": user_input("go")})).await.unwrap();
    let thread = thread_id(&[stream.next_event().await.unwrap()]);
    begun.notified().await;

    drop(stream);
    server.turns().ended(&thread).await;

    let items = stored(&store, &thread).await;
    assert_eq!(stored_types(&store, &thread).await, ["user_message", "assistant_message", "sdk_hidden_context"]);
    assert_eq!(text_of(&items[1]), "whole");
}

#[tokio::test(start_paused = true)]
async fn a_message_whose_storing_is_broken_off_is_kept() {
    let store = FaultyStore::default();
    let begun = Arc::new(Notify::new());
    store.next(Op::AddItems, Fault::Hang(begun.clone()));
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Delta("whole"), Step::End]]));
    let mut stream = open(&server, "threads.create", json!({"input": user_input("go")})).await.unwrap();
    let thread = thread_id(&[stream.next_event().await.unwrap()]);
    begun.notified().await;

    drop(stream);
    server.turns().ended(&thread).await;

    assert_eq!(stored_types(&store, &thread).await, ["user_message", "assistant_message", "sdk_hidden_context"]);
    assert_eq!(text_of(&stored(&store, &thread).await[1]), "whole");
}

#[tokio::test(start_paused = true)]
async fn a_second_message_is_refused_while_the_first_is_answered() {
    let store = MemoryStore::new();
    let turns = Turns::new();
    let go = Arc::new(Notify::new());
    let steps = Steps::new([vec![Step::Delta("thinking"), Step::Wait(go.clone())], vec![Step::Say("second")]]);
    let server = ChatKit::new(store.clone(), steps.clone()).with_turns(turns.clone());
    let (thread, stream) = begin(&server).await;
    let other_window = ChatKit::new(store.clone(), steps).with_turns(turns.clone());
    let message = json!({"thread_id": thread, "input": user_input("me too")});

    let refused = refusal(&other_window, "threads.add_user_message", message).await;

    assert_eq!(refused, (409, "TURN_RUNNING".to_owned()));
    assert_eq!(stored_types(&store, &thread).await, ["user_message"], "nothing of it is stored");
    assert!(turns.is_running(&thread));
    go.notify_one();
    assert_eq!(outline(&stream.collect_events().await).last().unwrap(), "thread.item.done assistant_message");
    let next = outline(&say(&other_window, &thread, "now").await);
    assert_eq!(next.last().unwrap(), "thread.item.done assistant_message");
    assert_eq!(turns.running(), 0);
}

#[tokio::test(start_paused = true)]
async fn somebody_elses_turn_is_not_there() {
    let (store, turns) = (MemoryStore::new(), Turns::new());
    let owner = server_over(&store, [vec![Step::Delta("private"), Step::Hang]]).with_turns(turns.clone());
    let (thread, mut stream) = begin(&owner).await;
    read_deltas(&mut stream, 1).await;
    let stranger = server_over(&MemoryStore::new(), [vec![]]).with_turns(turns.clone());

    let message = json!({"thread_id": thread, "input": user_input("let me in")});
    let refused = refusal(&stranger, "threads.add_user_message", message).await;
    json(&stranger, "threads.delete", json!({"thread_id": thread})).await.unwrap();

    assert_eq!(refused, (404, "THREAD_NOT_FOUND".to_owned()), "not even that it is being answered");
    assert!(turns.is_running(&thread), "a stranger stops nothing");
}

#[tokio::test(start_paused = true)]
async fn other_threads_and_requests_go_on_during_a_turn() {
    let store = MemoryStore::new();
    let go = Arc::new(Notify::new());
    let server = server_over(&store, [vec![Step::Delta("slow"), Step::Wait(go.clone())], vec![Step::Say("quick")]]);
    let (slow, stream) = begin(&server).await;

    let quick = create(&server, "another").await;
    let renamed = json(&server, "threads.update", json!({"thread_id": slow, "title": "Mine"})).await.unwrap();

    assert_eq!(outline(&quick).last().unwrap(), "thread.item.done assistant_message");
    assert_eq!(renamed["title"], "Mine");
    go.notify_one();
    stream.collect_events().await;
    let thread = json(&server, "threads.get_by_id", json!({"thread_id": slow})).await.unwrap();
    assert_eq!(thread["title"], "Mine", "the turn does not undo the rename");
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_keeps_every_text_and_refuses_new_turns() {
    let store = MemoryStore::new();
    let turns = Turns::new();
    let answers = [vec![Step::Delta("first"), Step::Cancelled], vec![Step::Delta("second"), Step::Hang]];
    let server = server_over(&store, answers).with_turns(turns.clone());
    let (one, mut stream_one) = begin(&server).await;
    let (two, mut stream_two) = begin(&server).await;
    read_deltas(&mut stream_one, 1).await;
    read_deltas(&mut stream_two, 1).await;

    turns.shutdown().await;

    for (thread, text) in [(&one, "first"), (&two, "second")] {
        assert_eq!(text_of(&stored(&store, thread).await[1]), text);
    }
    assert_eq!(outline(&stream_one.collect_events().await), ["error"], "no silent end for a client that listens");
    let refused = refusal(&server, "threads.create", json!({"input": user_input("more")})).await;
    assert_eq!(refused, (503, "SHUTTING_DOWN".to_owned()));
    assert_eq!(turns.running(), 0);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_all_turns_cancels_none_and_ends_when_the_last_is_stored() {
    let store = MemoryStore::new();
    let turns = Turns::new();
    turns.all_ended().await;
    let answers = [vec![Step::Delta("first"), Step::Cancelled], vec![Step::Delta("second"), Step::Cancelled]];
    let server = server_over(&store, answers).with_turns(turns.clone());
    let (one, mut stream_one) = begin(&server).await;
    let (two, mut stream_two) = begin(&server).await;
    read_deltas(&mut stream_one, 1).await;
    read_deltas(&mut stream_two, 1).await;
    let a_day = std::time::Duration::from_secs(24 * 3_600);
    tokio::time::timeout(a_day, turns.all_ended()).await.expect_err("both run");

    drop(stream_one);
    turns.ended(&one).await;
    tokio::time::timeout(a_day, turns.all_ended()).await.expect_err("one runs");
    drop(stream_two);
    turns.all_ended().await;

    assert_eq!(turns.running(), 0);
    assert_eq!(text_of(&stored(&store, &two).await[1]), "second");
}

#[tokio::test(start_paused = true)]
async fn deleting_a_thread_stops_its_turn() {
    let store = MemoryStore::new();
    let server = server_over(&store, [vec![Step::Delta("going"), Step::Cancelled, Step::Add(widget("Card"))]]);
    let (thread, mut stream) = begin(&server).await;
    read_deltas(&mut stream, 1).await;

    let deleted = json(&server, "threads.delete", json!({"thread_id": thread})).await.unwrap();

    assert_eq!(deleted, json!({}));
    assert_eq!(outline(&stream.collect_events().await), ["error"]);
    assert_eq!(refusal(&server, "threads.get_by_id", json!({"thread_id": thread})).await.1, "THREAD_NOT_FOUND");
    assert_eq!(server.turns().running(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_disconnects_leave_nothing_behind() {
    let store = MemoryStore::new();
    let server = server_over(&store, [vec![Step::Delta("a"), Step::Delta("b"), Step::Cancelled]]);
    let mut threads = Vec::new();
    for number in 0..1000 {
        let (thread, mut stream) = begin(&server).await;
        for _ in 0..number % 6 {
            stream.next_event().await.unwrap();
        }
        drop(stream);
        threads.push(thread);
    }
    for thread in &threads {
        server.turns().ended(thread).await;
        let types = stored_types(&store, thread).await;
        assert_eq!((types[0], *types.last().unwrap()), ("user_message", "sdk_hidden_context"));
    }
    assert_eq!(server.turns().running(), 0);
}
