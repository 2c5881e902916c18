//! Pages of threads and items.

use super::{all_items, assert_not_found, assistant_item, hidden_item, new_thread, time};
use crate::{Item, MAX_PAGE_LIMIT, Order, Page, PageRequest, ThreadChange, ThreadStore, Visibility};

/// Ids of all items, walked page by page; checks the shape of each page.
async fn walk_items<S: ThreadStore>(
    store: &S,
    thread_id: &str,
    limit: usize,
    order: Order,
    visibility: Visibility,
) -> Vec<String> {
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = PageRequest { limit, after, order };
        let page = store.items(thread_id, &page, visibility).await.unwrap();
        check_page(&page, limit, |item| &item.id);
        seen.extend(page.data.into_iter().map(|item| item.id));
        after = page.after;
        if after.is_none() {
            return seen;
        }
    }
}

fn check_page<T>(page: &Page<T>, limit: usize, id: impl Fn(&T) -> &str) {
    if page.has_more {
        assert_eq!(page.data.len(), limit, "a page is full while more rows follow");
        assert_eq!(page.after.as_deref(), page.data.last().map(id), "the cursor is the last row");
    } else {
        assert!(page.data.len() <= limit, "a page holds at most `limit` rows");
        assert_eq!(page.after, None, "the last page has no cursor");
    }
}

fn reversed(ids: &[String]) -> Vec<String> {
    ids.iter().rev().cloned().collect()
}

pub(super) async fn items_walk_both_ways_without_gap_or_repeat<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let (other, _) = new_thread(store).await;
    let mut ids = vec![first.id];
    for number in 0..6 {
        let item = assistant_item(&thread.id, &number.to_string());
        store.add_items(std::slice::from_ref(&item)).await.unwrap();
        store.add_items(&[assistant_item(&other.id, "elsewhere")]).await.unwrap();
        ids.push(item.id);
    }
    for limit in [1, 3, 6, 7, 8] {
        let asc = walk_items(store, &thread.id, limit, Order::Asc, Visibility::Client).await;
        assert_eq!(asc, ids, "ascending by {limit}");
        let desc = walk_items(store, &thread.id, limit, Order::Desc, Visibility::Client).await;
        assert_eq!(desc, reversed(&ids), "descending by {limit}");
    }
    let page = PageRequest { limit: 3, after: ids.last().cloned(), order: Order::Asc };
    let rest = store.items(&thread.id, &page, Visibility::All).await.unwrap();
    assert_eq!(rest, Page::empty(), "nothing follows the last row");
}

pub(super) async fn hidden_items_do_not_shorten_pages<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let mut visible = vec![first.id];
    for number in 0..3 {
        let item = assistant_item(&thread.id, &number.to_string());
        visible.push(item.id.clone());
        store.add_items(&[hidden_item(&thread.id), hidden_item(&thread.id), item]).await.unwrap();
    }
    let last_hidden = hidden_item(&thread.id);
    store.add_items(std::slice::from_ref(&last_hidden)).await.unwrap();
    let all: Vec<String> = all_items(store, &thread.id).await.into_iter().map(|item| item.id).collect();
    assert_eq!(all.len(), 11);
    for limit in [1, 2, 4, 5] {
        let asc = walk_items(store, &thread.id, limit, Order::Asc, Visibility::Client).await;
        assert_eq!(asc, visible, "ascending by {limit}");
        let desc = walk_items(store, &thread.id, limit, Order::Desc, Visibility::Client).await;
        assert_eq!(desc, reversed(&visible), "descending by {limit}");
        assert_eq!(walk_items(store, &thread.id, limit, Order::Desc, Visibility::All).await, reversed(&all));
    }
    let page = PageRequest { limit: 2, after: Some(last_hidden.id), order: Order::Desc };
    let after_hidden = store.items(&thread.id, &page, Visibility::Client).await.unwrap();
    let ids: Vec<String> = after_hidden.data.into_iter().map(|item| item.id).collect();
    assert_eq!(ids, reversed(&visible)[..2], "a hidden item is a cursor too");
}

pub(super) async fn order_is_that_of_storing_not_of_time_stamps<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let mut late = assistant_item(&thread.id, "stored first, begun last");
    late.created_at = time(100);
    let mut early = assistant_item(&thread.id, "stored last, begun first");
    early.created_at = time(-100);
    let same: Vec<Item> = (0..3).map(|number| assistant_item(&thread.id, &number.to_string())).rev().collect();
    store.add_items(&[late.clone()]).await.unwrap();
    store.add_items(&[early.clone()]).await.unwrap();
    store.add_items(&same).await.unwrap();
    let expected: Vec<Item> = [first, late, early].into_iter().chain(same).collect();
    assert_eq!(all_items(store, &thread.id).await, expected);
}

pub(super) async fn threads_walk_both_ways_by_creation<S: ThreadStore>(store: &S) {
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(new_thread(store).await.0.id);
    }
    // Neither a change nor a new item moves a thread.
    store.update_thread(&ids[0], &ThreadChange::title("renamed")).await.unwrap();
    store.add_items(&[assistant_item(&ids[1], "late")]).await.unwrap();
    for limit in [1, 2, 5, 6] {
        for (order, expected) in [(Order::Asc, ids.clone()), (Order::Desc, reversed(&ids))] {
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let page = store.threads(&PageRequest { limit, after, order }).await.unwrap();
                check_page(&page, limit, |thread| &thread.id);
                seen.extend(page.data.into_iter().map(|thread| thread.id));
                after = page.after;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{order:?} by {limit}");
        }
    }
}

pub(super) async fn an_unknown_cursor_is_an_error<S: ThreadStore>(store: &S) {
    let (thread, _) = new_thread(store).await;
    let (_, foreign) = new_thread(store).await;
    for order in [Order::Asc, Order::Desc] {
        for cursor in ["msg_missing", foreign.id.as_str(), ""] {
            let page = PageRequest { limit: 5, after: Some(cursor.to_owned()), order };
            assert_not_found!(store.items(&thread.id, &page, Visibility::Client).await, Cursor, cursor);
            assert_not_found!(store.threads(&page).await, Cursor, cursor);
        }
    }
    let page = PageRequest::first(None, Order::Asc);
    assert_not_found!(store.items("thr_missing", &page, Visibility::Client).await, Thread, "thr_missing");
}

pub(super) async fn a_deleted_row_is_no_cursor_any_more<S: ThreadStore>(store: &S) {
    let (thread, _) = new_thread(store).await;
    let (gone, _) = new_thread(store).await;
    let item = assistant_item(&thread.id, "gone");
    store.add_items(std::slice::from_ref(&item)).await.unwrap();
    store.delete_item(&thread.id, &item.id).await.unwrap();
    store.delete_thread(&gone.id).await.unwrap();
    let after = |id: &str| PageRequest { limit: 5, after: Some(id.to_owned()), order: Order::Asc };
    assert_not_found!(store.items(&thread.id, &after(&item.id), Visibility::All).await, Cursor, item.id);
    assert_not_found!(store.threads(&after(&gone.id)).await, Cursor, gone.id);
}

pub(super) async fn the_largest_page_is_full<S: ThreadStore>(store: &S) {
    let (thread, first) = new_thread(store).await;
    let items: Vec<Item> =
        (0..MAX_PAGE_LIMIT + 4).map(|number| assistant_item(&thread.id, &number.to_string())).collect();
    store.add_items(&items).await.unwrap();
    let ids: Vec<String> = [first.id].into_iter().chain(items.into_iter().map(|item| item.id)).collect();
    let walked = walk_items(store, &thread.id, MAX_PAGE_LIMIT, Order::Asc, Visibility::Client).await;
    assert_eq!(walked, ids, "a store makes a page smaller than it was asked for");
}
