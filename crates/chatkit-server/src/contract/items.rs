//! Adding, saving and deleting items.

use super::{all_items, assert_conflict, assert_not_found, assistant_item, hidden_item, new_thread};
use crate::{Item, ItemKind, Order, PageRequest, ThreadStore, Visibility};

pub(super) async fn adding_never_overwrites<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let mut same_id = assistant_item(&thread.id, "other text");
    same_id.id.clone_from(&first.id);
    assert_conflict!(store.add_items(&[same_id]).await, Item);
    assert_eq!(all_items(store, &thread.id).await, [first]);

    let lost = assistant_item("thr_missing", "lost");
    assert_not_found!(store.add_items(&[lost]).await, Thread, "thr_missing");
    store.add_items(&[]).await.unwrap();
}

pub(super) async fn adding_several_is_all_or_nothing<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let mut same_id = assistant_item(&thread.id, "clash");
    same_id.id.clone_from(&first.id);
    let batch = [assistant_item(&thread.id, "before the clash"), same_id, assistant_item(&thread.id, "after it")];
    assert_conflict!(store.add_items(&batch).await, Item);
    assert_eq!(all_items(store, &thread.id).await, std::slice::from_ref(&first));
    let one = assistant_item(&thread.id, "twice");
    assert_conflict!(store.add_items(&[one.clone(), one]).await, Item);
    assert_eq!(all_items(store, &thread.id).await, std::slice::from_ref(&first), "one id was added twice in one call");

    let batch = [assistant_item(&thread.id, "one"), hidden_item(&thread.id), assistant_item(&thread.id, "three")];
    store.add_items(&batch).await.unwrap();
    let expected: Vec<Item> = [first].into_iter().chain(batch).collect();
    assert_eq!(all_items(store, &thread.id).await, expected);
}

pub(super) async fn saving_replaces_in_place_or_appends<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let middle = assistant_item(&thread.id, "before");
    let last = assistant_item(&thread.id, "last");
    store.add_items(&[middle.clone(), last.clone()]).await.unwrap();

    let mut replaced = assistant_item(&thread.id, "after");
    replaced.id.clone_from(&middle.id);
    store.save_item(&replaced).await.unwrap();
    store.save_item(&replaced).await.unwrap();
    assert_eq!(all_items(store, &thread.id).await, [first.clone(), replaced.clone(), last.clone()]);

    let new = assistant_item(&thread.id, "new");
    store.save_item(&new).await.unwrap();
    assert_eq!(all_items(store, &thread.id).await, [first, replaced, last, new]);
    let lost = assistant_item("thr_missing", "lost");
    assert_not_found!(store.save_item(&lost).await, Thread, "thr_missing");
}

pub(super) async fn deleting_an_item_leaves_the_others<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let gone = assistant_item(&thread.id, "gone");
    let last = hidden_item(&thread.id);
    store.add_items(&[gone.clone(), last.clone()]).await.unwrap();
    store.delete_item(&thread.id, &gone.id).await.unwrap();
    store.delete_item(&thread.id, &gone.id).await.unwrap();
    store.delete_item("thr_missing", &last.id).await.unwrap();
    assert_eq!(all_items(store, &thread.id).await, [first, last]);
    assert_not_found!(store.load_item(&thread.id, &gone.id).await, Item, gone.id);
}

pub(super) async fn ids_belong_to_their_thread<S: ThreadStore>(store: &S) {
    let (one, item_of_one) = new_thread(store).await;
    let (two, item_of_two) = new_thread(store).await;
    assert_not_found!(store.load_item(&one.id, &item_of_two.id).await, Item, item_of_two.id);
    assert_not_found!(store.delete_items_after(&one.id, &item_of_two.id).await, Item, item_of_two.id);
    store.delete_item(&one.id, &item_of_two.id).await.unwrap();
    assert_eq!(all_items(store, &one.id).await, [item_of_one]);
    assert_eq!(all_items(store, &two.id).await, [item_of_two]);
}

pub(super) async fn a_saved_item_is_shown_by_what_it_is_now<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let mut item = assistant_item(&thread.id, "seen");
    store.add_items(std::slice::from_ref(&item)).await.unwrap();
    let shown = async || {
        let page = PageRequest::first(None, Order::Asc);
        store.items(&thread.id, &page, Visibility::Client).await.unwrap().data
    };
    assert_eq!(shown().await, [first.clone(), item.clone()]);

    let seen = std::mem::replace(&mut item.kind, hidden_item(&thread.id).kind);
    store.save_item(&item).await.unwrap();
    assert_eq!(shown().await, std::slice::from_ref(&first), "an item that was hidden by saving is shown");
    assert!(matches!(store.load_item(&thread.id, &item.id).await.unwrap().kind, ItemKind::HiddenContextItem { .. }));

    item.kind = seen;
    store.save_item(&item).await.unwrap();
    assert_eq!(shown().await, [first, item], "an item that is hidden no more is not shown");
}
