//! Two users over one place: neither knows of the other.

use super::{all_items, assert_not_found, assistant_item, file, new_thread, user_item};
use crate::{NewUserMessage, Order, PageRequest, ThreadChange, ThreadStore, Visibility};

pub(super) async fn nothing_of_one_is_there_for_the_other<S: ThreadStore>(one: &S, other: &S) {
    let (thread, item) = new_thread(one).await;
    let (own, _) = new_thread(other).await;
    one.save_attachment(&file("atc_1")).await.unwrap();

    let first = PageRequest::first(None, Order::Asc);
    assert_eq!(other.threads(&first).await.unwrap().data, [own], "a listing shows the threads of somebody else");
    let after = PageRequest { after: Some(thread.id.clone()), ..first.clone() };
    assert_not_found!(other.threads(&after).await, Cursor, thread.id);
    assert_not_found!(other.load_thread(&thread.id).await, Thread, thread.id);
    assert_not_found!(other.load_item(&thread.id, &item.id).await, Thread, thread.id);
    assert_not_found!(other.items(&thread.id, &first, Visibility::All).await, Thread, thread.id);
    assert_not_found!(other.load_attachment("atc_1").await, Attachment, "atc_1");
}

pub(super) async fn nothing_of_one_is_changed_by_the_other<S: ThreadStore>(one: &S, other: &S) {
    let (thread, item) = new_thread(one).await;
    let answer = assistant_item(&thread.id, "answer");
    one.add_items(std::slice::from_ref(&answer)).await.unwrap();
    one.save_attachment(&file("atc_1")).await.unwrap();

    let title = ThreadChange::title("taken over");
    assert_not_found!(other.update_thread(&thread.id, &title).await, Thread, thread.id);
    let message = user_item(&thread.id, "smuggled in");
    let message = NewUserMessage { thread: None, item: &message, attachments: &[] };
    assert_not_found!(other.add_user_message(message).await, Thread, thread.id);
    assert_not_found!(other.add_items(&[assistant_item(&thread.id, "smuggled in")]).await, Thread, thread.id);
    assert_not_found!(other.save_item(&answer).await, Thread, thread.id);
    assert_not_found!(other.delete_items_after(&thread.id, &item.id).await, Thread, thread.id);
    other.delete_item(&thread.id, &answer.id).await.unwrap();
    other.delete_thread(&thread.id).await.unwrap();
    other.delete_attachment("atc_1").await.unwrap();

    assert_eq!(one.load_thread(&thread.id).await.unwrap(), thread);
    assert_eq!(all_items(one, &thread.id).await, [item, answer]);
    assert_eq!(one.load_attachment("atc_1").await.unwrap(), file("atc_1"));
}
