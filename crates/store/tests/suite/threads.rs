//! Conversations.

use chatkit_server::{
    AssistantMessage, AssistantMessageContent, FeedbackKind, InferenceOptions, Item, ItemKind, NewUserMessage, Thread,
    ThreadChange, ThreadStore, UserMessage, UserMessageContent,
};
use docket_store::{Database, Error, Store};
use jiff::Timestamp;
use serde_json::json;

use crate::support::{USER, memory, now, open};

#[tokio::test]
async fn the_store_keeps_the_contract_in_memory() {
    chatkit_server::contract::thread_store(|| async { memory() }).await;
}

#[tokio::test]
async fn the_store_keeps_the_contract_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let users = std::cell::Cell::new(0);
    // A user of one's own is a store of one's own: nothing of the others may shine through.
    chatkit_server::contract::thread_store(|| {
        users.set(users.get() + 1);
        let store = database.store(&format!("user {}", users.get()));
        async move { store }
    })
    .await;
}

fn at(minute: i64) -> Timestamp {
    now().timestamp().checked_add(jiff::Span::new().minutes(minute)).unwrap()
}

fn said(thread: &Thread, text: &str, minute: i64) -> Item {
    let content = vec![UserMessageContent::InputText { text: text.to_owned() }];
    let inference_options = InferenceOptions::default();
    let message = UserMessage { content, attachments: Vec::new(), quoted_text: None, inference_options };
    Item::new(&thread.id, ItemKind::UserMessage(message), at(minute))
}

fn answered(thread: &Thread, text: &str, minute: i64) -> Item {
    let message = AssistantMessage { content: vec![AssistantMessageContent::new(text)] };
    Item::new(&thread.id, ItemKind::AssistantMessage(message), at(minute))
}

async fn begin(store: &Store, title: &str, text: &str, minute: i64) -> Thread {
    let mut thread = Thread::new(at(minute));
    thread.title = Some(title.to_owned());
    let item = said(&thread, text, minute);
    store.add_user_message(NewUserMessage { thread: Some(&thread), item: &item, attachments: &[] }).await.unwrap();
    thread
}

async fn found(store: &Store, words: &str) -> Vec<String> {
    let page = store.find_threads(Some(words), None, None).await.unwrap();
    page.threads.into_iter().map(|thread| thread.title.unwrap_or_default()).collect()
}

#[tokio::test]
async fn threads_are_found_by_title_and_by_what_was_said_the_newest_first() {
    let store = memory();
    let garden = begin(&store, "Garden", "Plant the Äpfel", 1).await;
    begin(&store, "Work", "Write the report", 2).await;
    store.add_items(&[answered(&garden, "Straße is swept", 3)]).await.unwrap();
    let hidden = ItemKind::HiddenContextItem { content: json!("treasure") };
    store.add_items(&[Item::new(&garden.id, hidden, at(4))]).await.unwrap();

    assert_eq!(found(&store, "").await, ["Garden", "Work"]);
    assert_eq!(found(&store, "äpfel plant").await, ["Garden"]);
    assert_eq!(found(&store, "STRASSE").await, ["Garden"]);
    assert_eq!(found(&store, "work").await, ["Work"]);
    assert_eq!(found(&store, "treasure").await, [""; 0]);

    let first = store.find_threads(None, Some(1), None).await.unwrap();
    assert_eq!((first.threads[0].message_count, first.threads[0].updated_at), (2, at(4)));
    let second = store.find_threads(None, Some(1), first.after.as_deref()).await.unwrap();
    assert_eq!((second.threads[0].title.as_deref(), second.has_more, second.after), (Some("Work"), false, None));

    store.update_thread(&garden.id, &ThreadChange::title("Orchard")).await.unwrap();
    assert_eq!(found(&store, "orchard").await, ["Orchard"]);
    assert_eq!(found(&store, "garden").await, [""; 0]);
}

#[tokio::test]
async fn what_was_said_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let thread = begin(&database.store(USER), "Garden", "Plant", 1).await;
    database.close();
    let database: Database = open(folder.path());
    assert_eq!(database.store(USER).load_thread(&thread.id).await.unwrap(), thread);
    assert_eq!(found(&database.store(USER), "plant").await, ["Garden"]);
}

#[tokio::test]
async fn messages_are_counted_as_they_come_change_and_go() {
    let store = memory();
    let thread = begin(&store, "Count", "one", 1).await;
    let count = async || store.find_threads(None, None, None).await.unwrap().threads[0].message_count;
    assert_eq!(count().await, 1);
    let hidden = Item::new(&thread.id, ItemKind::HiddenContextItem { content: json!("note") }, at(2));
    let answer = answered(&thread, "two", 2);
    store.add_items(&[hidden.clone(), answer.clone()]).await.unwrap();
    assert_eq!(count().await, 2);
    // Saved again while it grows: still one message.
    let grown = Item { kind: answered(&thread, "two and more", 2).kind, ..answer.clone() };
    store.save_item(&grown).await.unwrap();
    assert_eq!(count().await, 2);
    // One that becomes a message, and one that is none any more.
    store.save_item(&Item { kind: grown.kind.clone(), ..hidden.clone() }).await.unwrap();
    assert_eq!(count().await, 3);
    store.save_item(&hidden).await.unwrap();
    assert_eq!(count().await, 2);
    store.delete_item(&thread.id, &answer.id).await.unwrap();
    assert_eq!(count().await, 1);
    let question = said(&thread, "three", 3);
    store.add_items(&[question.clone(), answered(&thread, "four", 4), answered(&thread, "five", 5)]).await.unwrap();
    assert_eq!(count().await, 4);
    store.delete_items_after(&thread.id, &question.id).await.unwrap();
    assert_eq!(count().await, 2);
}

#[tokio::test]
async fn a_thumb_stays_with_its_item_until_the_item_goes() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    let thread = begin(&store, "Plans", "hello", 0).await;
    let (first, second) = (answered(&thread, "Hello.", 1), answered(&thread, "Anything else?", 2));
    store.add_items(&[first.clone(), second.clone()]).await.unwrap();
    assert_eq!(store.feedback(&thread.id).await.unwrap(), []);

    let both = [first.id.clone(), second.id.clone()];
    store.set_feedback(&thread.id, &both, FeedbackKind::Positive).await.unwrap();
    store.set_feedback(&thread.id, &both[1..], FeedbackKind::Negative).await.unwrap();
    let expected = [(first.id.clone(), FeedbackKind::Positive), (second.id.clone(), FeedbackKind::Negative)];
    assert_eq!(store.feedback(&thread.id).await.unwrap(), expected, "the last word counts");

    let mut changed = first.clone();
    changed.kind = answered(&thread, "Hello!", 1).kind;
    store.save_item(&changed).await.unwrap();
    database.close();
    let database = open(folder.path());
    let store = database.store(USER);
    assert_eq!(store.feedback(&thread.id).await.unwrap(), expected, "an item that is replaced keeps its own");
    assert_eq!(store.load_item(&thread.id, &first.id).await.unwrap(), changed, "and the item is as it was stored");

    let with_a_stranger = [first.id.clone(), "msg_none".to_owned()];
    let refused = store.set_feedback(&thread.id, &with_a_stranger, FeedbackKind::Negative).await;
    assert!(matches!(&refused, Err(Error::NoRecord { id, .. }) if id == "msg_none"), "{refused:?}");
    let nobody = database.store("ben").set_feedback(&thread.id, &both, FeedbackKind::Negative).await;
    assert!(matches!(nobody, Err(Error::NoRecord { .. })), "{nobody:?}");
    assert!(matches!(store.feedback("thr_none").await, Err(Error::NoRecord { .. })));
    assert_eq!(store.feedback(&thread.id).await.unwrap(), expected, "and nothing of it was kept");

    store.delete_items_after(&thread.id, &first.id).await.unwrap();
    assert_eq!(store.feedback(&thread.id).await.unwrap(), expected[..1]);
    store.delete_thread(&thread.id).await.unwrap();
    assert!(matches!(store.feedback(&thread.id).await, Err(Error::NoRecord { .. })));
}
