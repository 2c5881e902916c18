//! User messages and retries.

use serde_json::json;

use super::{
    all_items, assert_conflict, assert_not_found, assistant_item, file, hidden_item, new_thread, time, user_item,
};
use crate::{
    Attachment, ItemKind, NewUserMessage, Order, PageRequest, Thread, ThreadChange, ThreadStatus, ThreadStore,
};

pub(super) async fn a_first_message_makes_the_thread<S: ThreadStore>(store: &S) {
    let (thread, item) = new_thread(store).await;
    assert_eq!(store.load_thread(&thread.id).await.unwrap(), thread);
    assert_eq!(all_items(store, &thread.id).await, [item]);

    let second = user_item(&thread.id, "and more");
    store.add_user_message(NewUserMessage { thread: None, item: &second, attachments: &[] }).await.unwrap();
    assert_eq!(all_items(store, &thread.id).await.last(), Some(&second));
}

pub(super) async fn a_message_to_a_missing_thread_stores_nothing<S: ThreadStore>(store: &S) {
    let item = user_item("thr_missing", "hello");
    let new = NewUserMessage { thread: None, item: &item, attachments: &[] };
    assert_not_found!(store.add_user_message(new).await, Thread, "thr_missing");
    assert_not_found!(store.load_item("thr_missing", &item.id).await, Thread, "thr_missing");
    let threads = store.threads(&PageRequest::first(None, Order::Asc)).await.unwrap();
    assert!(threads.data.is_empty(), "a refused message made a thread");
}

pub(super) async fn a_thread_or_item_is_made_once<S: ThreadStore>(store: &S) {
    let (thread, item) = new_thread(store).await;
    let other = user_item(&thread.id, "another");
    let again = NewUserMessage { thread: Some(&thread), item: &other, attachments: &[] };
    assert_conflict!(store.add_user_message(again).await, Thread);

    let mut same_id = other.clone();
    same_id.id.clone_from(&item.id);
    let twice = NewUserMessage { thread: None, item: &same_id, attachments: &[] };
    assert_conflict!(store.add_user_message(twice).await, Item);
    assert_eq!(all_items(store, &thread.id).await, [item], "a refused message changed the thread");
}

pub(super) async fn attachments_are_saved_with_their_message<S: ThreadStore>(store: &S) {
    let mut attachment = file("atc_1");
    store.save_attachment(&attachment).await.unwrap();

    let thread = Thread::new(time(0));
    attachment.thread_id = Some(thread.id.clone());
    let mut item = user_item(&thread.id, "see the note");
    if let ItemKind::UserMessage(message) = &mut item.kind {
        message.attachments.push(attachment.clone());
    }
    let attachments = std::slice::from_ref(&attachment);
    store.add_user_message(NewUserMessage { thread: Some(&thread), item: &item, attachments }).await.unwrap();

    assert_eq!(store.load_attachment("atc_1").await.unwrap(), attachment);
    assert_eq!(store.load_item(&thread.id, &item.id).await.unwrap(), item);
}

pub(super) async fn a_refused_message_saves_no_attachment<S: ThreadStore>(store: &S) {
    let (thread, item) = new_thread(store).await;
    let attachments = [file("atc_1")];
    store.save_attachment(&attachments[0]).await.unwrap();
    let moved = [Attachment { thread_id: Some(thread.id.clone()), ..file("atc_1") }];

    let twice = NewUserMessage { thread: None, item: &item, attachments: &moved };
    assert_conflict!(store.add_user_message(twice).await, Item);
    let lost = user_item("thr_missing", "hello");
    let lost = NewUserMessage { thread: None, item: &lost, attachments: &moved };
    assert_not_found!(store.add_user_message(lost).await, Thread, "thr_missing");

    let kept = store.load_attachment("atc_1").await.unwrap();
    assert_eq!(kept, attachments[0], "a refused message changed an attachment");
}

pub(super) async fn a_thread_is_kept_as_it_was_made<S: ThreadStore>(store: &S) {
    let mut thread = Thread::new(time(0));
    thread.apply(&ThreadChange {
        title: Some(Some("Ä ✎".to_owned())),
        status: Some(ThreadStatus::Locked { reason: None }),
        allowed_image_domains: Some(Some(Vec::new())),
        metadata: json!({"deep": {"null": null, "list": [1, 2.5]}}).as_object().cloned(),
    });
    let item = user_item(&thread.id, "hello");
    store.add_user_message(NewUserMessage { thread: Some(&thread), item: &item, attachments: &[] }).await.unwrap();
    assert_eq!(store.load_thread(&thread.id).await.unwrap(), thread);
    let page = store.threads(&PageRequest::first(None, Order::Asc)).await.unwrap();
    assert_eq!(page.data, [thread], "a listing shows the thread as it is");
}

pub(super) async fn retrying_deletes_what_follows<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let (other_thread, other_item) = new_thread(store).await;
    let second = user_item(&thread.id, "second");
    let answer = assistant_item(&thread.id, "answer");
    store.add_items(&[answer.clone(), second.clone()]).await.unwrap();
    store.add_items(&[assistant_item(&thread.id, "late"), hidden_item(&thread.id)]).await.unwrap();

    assert_not_found!(store.delete_items_after(&thread.id, "msg_missing").await, Item, "msg_missing");
    assert_not_found!(store.delete_items_after("thr_missing", &first.id).await, Thread, "thr_missing");
    assert_eq!(all_items(store, &thread.id).await.len(), 5, "a refused retry deleted items");

    store.delete_items_after(&thread.id, &second.id).await.unwrap();
    assert_eq!(all_items(store, &thread.id).await, [first.clone(), answer, second]);
    store.delete_items_after(&thread.id, &first.id).await.unwrap();
    assert_eq!(all_items(store, &thread.id).await, std::slice::from_ref(&first));
    let again = assistant_item(&thread.id, "answer once more");
    store.add_items(std::slice::from_ref(&again)).await.unwrap();
    assert_eq!(all_items(store, &thread.id).await, [first, again]);
    assert_eq!(all_items(store, &other_thread.id).await, [other_item]);
}
