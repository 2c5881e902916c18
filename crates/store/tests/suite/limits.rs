//! The ledger of limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chatkit_server::{
    InferenceOptions, Item, ItemKind, NewUserMessage, Order, PageRequest, StoreError, Thread, ThreadStore, UserMessage,
    UserMessageContent, Visibility,
};
use docket_store::{Database, Error, SettingsPatch, Store, Tier};
use jiff::{Timestamp, Zoned};

use crate::support::{USER, memory, now, open};

/// A clock that goes when it is told to; seconds after ten in the morning.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicI64>);

impl Clock {
    fn set(&self, second: i64) {
        self.0.store(second * 1_000, Ordering::SeqCst);
    }

    fn of(&self, store: Store, tier: Tier) -> Store {
        let ms = Arc::clone(&self.0);
        store.with_tier_and_clock(tier, move || {
            Timestamp::from_millisecond(now().timestamp().as_millisecond() + ms.load(Ordering::SeqCst)).unwrap()
        })
    }
}

fn message(thread: &Thread) -> Item {
    let content = vec![UserMessageContent::InputText { text: "hello".into() }];
    let inference_options = InferenceOptions::default();
    let message = UserMessage { content, attachments: Vec::new(), quoted_text: None, inference_options };
    Item::new(&thread.id, ItemKind::UserMessage(message), now().timestamp())
}

async fn say(store: &Store, thread: &Thread) -> Result<(), StoreError> {
    store.add_user_message(NewUserMessage { thread: None, item: &message(thread), attachments: &[] }).await
}

async fn thread(store: &Store) -> Thread {
    let thread = Thread::new(now().timestamp());
    store.add_thread(&thread).await.unwrap();
    thread
}

/// In how many seconds to try again; none where the message was let in.
fn wait_s(said: Result<(), StoreError>) -> Option<u64> {
    match said {
        Ok(()) => None,
        Err(StoreError::Refused(refusal)) => {
            assert_eq!(refusal.code, "RATE_LIMITED");
            let wait = refusal.retry_after.unwrap();
            assert!(refusal.message.contains(&wait.as_secs().to_string()), "{}", refusal.message);
            assert_eq!(wait.subsec_nanos(), 0, "whole seconds");
            Some(wait.as_secs())
        }
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn the_eleventh_message_within_a_minute_waits_until_the_first_is_a_minute_old() {
    let clock = Clock::default();
    let store = clock.of(memory(), Tier::Free);
    let thread = thread(&store).await;
    for second in 0..10 {
        clock.set(second);
        assert_eq!(wait_s(say(&store, &thread).await), None);
    }
    clock.set(20);
    assert_eq!(wait_s(say(&store, &thread).await), Some(40));
    let page = store.items(&thread.id, &PageRequest::first(Some(50), Order::Asc), Visibility::All).await.unwrap();
    assert_eq!(page.data.len(), 10, "a refused message is not stored");
    // A retry counts too.
    let first = &page.data[0].id;
    let refused = store.delete_items_after(&thread.id, first).await;
    assert_eq!(wait_s(refused), Some(40));
    clock.set(59);
    assert_eq!(wait_s(say(&store, &thread).await), Some(1));
    clock.set(60);
    assert_eq!(wait_s(say(&store, &thread).await), None);
    assert_eq!(wait_s(say(&store, &thread).await), Some(1));
    clock.set(61);
    store.delete_items_after(&thread.id, first).await.unwrap();
    assert_eq!(wait_s(say(&store, &thread).await), Some(1));
}

#[tokio::test]
async fn a_clock_that_is_set_back_gives_no_new_minute_and_locks_nobody_out() {
    let clock = Clock::default();
    let store = clock.of(memory(), Tier::Free);
    let thread = thread(&store).await;
    clock.set(3_600);
    for _ in 0..10 {
        assert_eq!(wait_s(say(&store, &thread).await), None);
    }
    clock.set(0);
    assert_eq!(wait_s(say(&store, &thread).await), Some(60));
    clock.set(30);
    assert_eq!(wait_s(say(&store, &thread).await), Some(30));
    clock.set(60);
    assert_eq!(wait_s(say(&store, &thread).await), None);
}

#[tokio::test]
async fn messages_are_counted_across_restarts_and_processes_and_for_each_user() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::default();
    let database = open(folder.path());
    let store = clock.of(database.store(USER), Tier::Free);
    let thread = thread(&store).await;
    for _ in 0..5 {
        say(&store, &thread).await.unwrap();
    }
    drop(store);
    database.close();
    let (one, two) = (open(folder.path()), open(folder.path()));
    let (ours, theirs) = (clock.of(one.store(USER), Tier::Free), clock.of(two.store(USER), Tier::Free));
    for turn in 0..5 {
        let store = if turn % 2 == 0 { &ours } else { &theirs };
        assert_eq!(wait_s(say(store, &thread).await), None, "{turn}");
    }
    assert_eq!(wait_s(say(&ours, &thread).await), Some(60));
    assert_eq!(wait_s(say(&theirs, &thread).await), Some(60));

    let ben = clock.of(one.store("ben"), Tier::Free);
    let bens = self::thread(&ben).await;
    assert_eq!(wait_s(say(&ben, &bens).await), None);
}

#[tokio::test]
async fn without_a_tier_or_with_the_unlimited_one_nothing_is_counted() {
    let clock = Clock::default();
    for store in [memory(), clock.of(memory(), Tier::Unlimited)] {
        let thread = thread(&store).await;
        for _ in 0..100 {
            say(&store, &thread).await.unwrap();
        }
        let reserved = store.reserve_tokens(u64::MAX, &now()).await.unwrap();
        store.settle(reserved, u64::MAX).await.unwrap();
        assert_eq!(store.tier().await.unwrap(), Tier::Unlimited);
        assert_eq!(store.token_budget(&now()).await.unwrap().limit, None);
    }
}

#[tokio::test]
async fn the_tier_of_the_settings_counts_at_once() {
    let clock = Clock::default();
    let store = clock.of(memory(), Tier::Unlimited);
    let thread = thread(&store).await;
    let set = async |tier| {
        let patch = SettingsPatch { tier: Some(tier), ..SettingsPatch::default() };
        store.patch_settings(patch).await.unwrap();
    };
    set(Some(Tier::Free)).await;
    for _ in 0..10 {
        say(&store, &thread).await.unwrap();
    }
    assert_eq!(wait_s(say(&store, &thread).await), Some(60));
    set(None).await;
    assert_eq!(wait_s(say(&store, &thread).await), None);
}

fn at(text: &str) -> Zoned {
    format!("{text}[Europe/Berlin]").parse().unwrap()
}

#[tokio::test]
async fn tokens_are_set_aside_before_a_call_and_settled_after() {
    let store = memory().with_tier(Tier::Free);
    let used = async || store.token_budget(&now()).await.unwrap().used;
    let first = store.reserve_tokens(6_000, &now()).await.unwrap();
    assert_eq!(used().await, 6_000);
    let refused = store.reserve_tokens(4_001, &now()).await;
    // Ten in the morning: fourteen hours are left of the day.
    let expected = Error::TokensUsedUp { limit: 10_000, used: 6_000, retry_after_s: 14 * 3_600 };
    assert_eq!(refused, Err(expected));
    store.settle(first.clone(), 1_500).await.unwrap();
    assert_eq!(used().await, 1_500);
    store.settle(first, 9_000).await.unwrap();
    assert_eq!(used().await, 1_500, "settled once");
    let second = store.reserve_tokens(8_500, &now()).await.unwrap();
    store.settle(second, 9_999).await.unwrap();
    assert_eq!(used().await, 11_499, "more than was set aside counts too");
    assert!(matches!(store.reserve_tokens(0, &now()).await, Err(Error::TokensUsedUp { .. })));
}

#[tokio::test]
async fn days_only_move_forward() {
    let store = memory().with_tier(Tier::Free);
    let reserved = store.reserve_tokens(10_000, &at("2026-11-21T23:59")).await.unwrap();
    for earlier in ["2026-11-21T10:00", "2026-11-20T10:00", "2025-01-01T00:00"] {
        let refused = store.reserve_tokens(1, &at(earlier)).await;
        assert!(matches!(refused, Err(Error::TokensUsedUp { .. })), "{earlier}");
        assert_eq!(store.token_budget(&at(earlier)).await.unwrap().used, 10_000);
    }
    let next = store.reserve_tokens(10_000, &at("2026-11-22T00:00")).await.unwrap();
    // What ran over midnight was the day's that is over.
    store.settle(reserved, 10_000).await.unwrap();
    assert_eq!(store.token_budget(&at("2026-11-22T00:01")).await.unwrap().used, 10_000);
    store.settle(next, 0).await.unwrap();
    assert_eq!(store.token_budget(&at("2026-11-22T00:01")).await.unwrap().used, 0);
}

#[tokio::test]
async fn a_day_that_a_clock_far_ahead_began_ends_at_midnight() {
    let store = memory().with_tier(Tier::Free);
    let ahead = store.reserve_tokens(10_000, &at("2036-01-01T10:00")).await.unwrap();
    let refused = store.reserve_tokens(1, &at("2026-11-21T10:00")).await;
    let expected = Error::TokensUsedUp { limit: 10_000, used: 10_000, retry_after_s: 14 * 3_600 };
    assert_eq!(refused, Err(expected), "what was used stays used, until midnight");
    store.settle(ahead, 9_000).await.unwrap();
    let today = store.reserve_tokens(1_000, &at("2026-11-21T10:00")).await.unwrap();
    assert_eq!(store.token_budget(&at("2026-11-21T10:00")).await.unwrap().used, 10_000);
    // A journey over the date line and back is none of that.
    assert!(store.reserve_tokens(1, &at("2026-11-20T10:00")).await.is_err());
    store.settle(today, 1_000).await.unwrap();
    assert!(store.reserve_tokens(10_000, &at("2026-11-22T00:00")).await.is_ok());
}

#[tokio::test]
async fn what_a_dead_process_set_aside_counts_until_the_day_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let lost = database.store(USER).with_tier(Tier::Free).reserve_tokens(9_000, &now()).await.unwrap();
    assert_eq!(lost.tokens, 9_000);
    database.close();
    let database: Database = open(folder.path());
    let store = database.store(USER).with_tier(Tier::Free);
    assert!(matches!(store.reserve_tokens(1_001, &now()).await, Err(Error::TokensUsedUp { used: 9_000, .. })));
    let budget = database.store("ben").with_tier(Tier::Free).token_budget(&now()).await.unwrap();
    assert_eq!((budget.limit, budget.used), (Some(10_000), 0));
    let tomorrow = at("2026-11-22T10:00");
    assert!(store.reserve_tokens(10_000, &tomorrow).await.is_ok());
}

#[tokio::test]
async fn a_limit_of_ones_own_takes_the_place_of_the_tiers() {
    let store = memory().with_tier(Tier::Unlimited);
    let patch = SettingsPatch { daily_tokens: Some(Some(100)), ..SettingsPatch::default() };
    store.patch_settings(patch).await.unwrap();
    assert!(matches!(store.reserve_tokens(101, &now()).await, Err(Error::TokensUsedUp { limit: 100, .. })));
    assert!(store.reserve_tokens(100, &now()).await.is_ok());
}
