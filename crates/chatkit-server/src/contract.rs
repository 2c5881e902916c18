//! What every [`ThreadStore`] has to keep, as a suite to call from a test.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! chatkit_server::contract::thread_store(|| async { chatkit_server::MemoryStore::new() }).await;
//! # }
//! ```
//!
//! A store of several users' rows runs [`two_users`] as well. The suite panics with the broken rule, as a test does.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a check reports by panicking, like the test that calls it")]

mod items;
mod messages;
mod paging;
mod records;
mod together;
mod users;

use std::future::Future;

use jiff::Timestamp;
use serde_json::json;

use crate::{
    AssistantMessage, AssistantMessageContent, Attachment, AttachmentKind, InferenceOptions, Item, ItemKind,
    NewUserMessage, Order, PageRequest, Thread, ThreadStore, UserMessage, UserMessageContent, Visibility,
};

/// Runs every check, each on a new empty store from `make_store`.
///
/// # Panics
///
/// When the store breaks a rule; the message names it.
pub async fn thread_store<S, F>(make_store: impl Fn() -> F)
where
    S: ThreadStore,
    F: Future<Output = S>,
{
    messages::a_first_message_makes_the_thread(&make_store().await).await;
    messages::a_message_to_a_missing_thread_stores_nothing(&make_store().await).await;
    messages::a_thread_or_item_is_made_once(&make_store().await).await;
    messages::attachments_are_saved_with_their_message(&make_store().await).await;
    messages::a_refused_message_saves_no_attachment(&make_store().await).await;
    messages::a_thread_is_kept_as_it_was_made(&make_store().await).await;
    messages::retrying_deletes_what_follows(&make_store().await).await;
    records::what_is_stored_comes_back_unchanged(&make_store().await).await;
    records::a_change_touches_only_the_fields_it_names(&make_store().await).await;
    records::deleting_a_thread_takes_its_items_and_nothing_else(&make_store().await).await;
    records::attachments_are_kept_and_forgotten(&make_store().await).await;
    items::adding_never_overwrites(&make_store().await).await;
    items::adding_several_is_all_or_nothing(&make_store().await).await;
    items::saving_replaces_in_place_or_appends(&make_store().await).await;
    items::deleting_an_item_leaves_the_others(&make_store().await).await;
    items::ids_belong_to_their_thread(&make_store().await).await;
    items::a_saved_item_is_shown_by_what_it_is_now(&make_store().await).await;
    paging::items_walk_both_ways_without_gap_or_repeat(&make_store().await).await;
    paging::hidden_items_do_not_shorten_pages(&make_store().await).await;
    paging::order_is_that_of_storing_not_of_time_stamps(&make_store().await).await;
    paging::threads_walk_both_ways_by_creation(&make_store().await).await;
    paging::an_unknown_cursor_is_an_error(&make_store().await).await;
    paging::a_deleted_row_is_no_cursor_any_more(&make_store().await).await;
    paging::the_largest_page_is_full(&make_store().await).await;
    together::each_id_is_added_once(&make_store().await).await;
    together::changes_of_different_fields_are_both_kept(&make_store().await).await;
}

/// Runs the checks for stores that keep several users' rows in one place: `make_stores` answers the stores of two users
/// over the same, empty place.
///
/// # Panics
///
/// When one user sees, changes or deletes what is the other's; the message names the rule.
pub async fn two_users<S, F>(make_stores: impl Fn() -> F)
where
    S: ThreadStore,
    F: Future<Output = (S, S)>,
{
    let (one, other) = make_stores().await;
    users::nothing_of_one_is_there_for_the_other(&one, &other).await;
    let (one, other) = make_stores().await;
    users::nothing_of_one_is_changed_by_the_other(&one, &other).await;
}

/// A time with microseconds, as the library makes them.
fn time(second: i64) -> Timestamp {
    Timestamp::from_microsecond(1_795_000_000_123_456 + second * 1_000_000).unwrap()
}

fn user_item(thread_id: &str, text: &str) -> Item {
    let message = UserMessage {
        content: vec![UserMessageContent::InputText { text: text.to_owned() }],
        attachments: Vec::new(),
        quoted_text: None,
        inference_options: InferenceOptions::default(),
    };
    Item::new(thread_id, ItemKind::UserMessage(message), time(0))
}

fn assistant_item(thread_id: &str, text: &str) -> Item {
    let message = AssistantMessage { content: vec![AssistantMessageContent::new(text)] };
    Item::new(thread_id, ItemKind::AssistantMessage(message), time(1))
}

fn hidden_item(thread_id: &str) -> Item {
    Item::new(thread_id, ItemKind::HiddenContextItem { content: json!({"seen": [1, null]}) }, time(2))
}

fn file(attachment_id: &str) -> Attachment {
    Attachment {
        id: attachment_id.to_owned(),
        name: "note.txt".to_owned(),
        mime_type: "text/plain".to_owned(),
        upload_descriptor: None,
        thread_id: None,
        metadata: None,
        kind: AttachmentKind::File,
    }
}

/// A thread in the store with one user message; answers both.
async fn new_thread<S: ThreadStore>(store: &S) -> (Thread, Item) {
    let thread = Thread::new(time(0));
    let item = user_item(&thread.id, "hello");
    let new = NewUserMessage { thread: Some(&thread), item: &item, attachments: &[] };
    store.add_user_message(new).await.unwrap();
    (thread, item)
}

/// All items of a thread, oldest first.
async fn all_items<S: ThreadStore>(store: &S, thread_id: &str) -> Vec<Item> {
    let page = PageRequest::first(Some(200), Order::Asc);
    let page = store.items(thread_id, &page, Visibility::All).await.unwrap();
    assert!(!page.has_more && page.after.is_none(), "a page that holds all has no more to give");
    page.data
}

/// Asserts that an operation answered `NotFound` of the given kind and id.
macro_rules! assert_not_found {
    ($result:expr, $kind:ident, $id:expr) => {
        match $result {
            Err($crate::StoreError::NotFound { kind: $crate::RecordKind::$kind, id }) => assert_eq!(id, $id),
            other => panic!("expected not found ({}), got {other:?}", stringify!($kind)),
        }
    };
}
use assert_not_found;

/// Asserts that an operation answered `Conflict` of the given kind.
macro_rules! assert_conflict {
    ($result:expr, $kind:ident) => {
        match $result {
            Err($crate::StoreError::Conflict { kind: $crate::RecordKind::$kind, .. }) => {}
            other => panic!("expected a conflict ({}), got {other:?}", stringify!($kind)),
        }
    };
}
use assert_conflict;
