//! A [`ThreadStore`] behind a pointer, so that [`Turn`](crate::Turn) and [`Responder`](crate::Responder) need not be generic over it.
//!
//! Each call costs one small allocation; nothing here is called for a delta.

use std::{fmt, future::Future, pin::Pin};

use crate::{Item, Page, PageRequest, StoreError, Thread, ThreadChange, ThreadStore, Visibility};

pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// What a turn needs of a store.
pub(crate) trait Store: Send + Sync {
    fn update_thread<'a>(&'a self, thread_id: &'a str, change: &'a ThreadChange) -> Answer<'a, Thread>;
    fn items<'a>(&'a self, thread_id: &'a str, page: &'a PageRequest, visibility: Visibility)
    -> Answer<'a, Page<Item>>;
    fn add_items<'a>(&'a self, items: &'a [Item]) -> Answer<'a, ()>;
    fn save_item<'a>(&'a self, item: &'a Item) -> Answer<'a, ()>;
    fn delete_item<'a>(&'a self, thread_id: &'a str, item_id: &'a str) -> Answer<'a, ()>;
}

impl<S: ThreadStore> Store for S {
    fn update_thread<'a>(&'a self, thread_id: &'a str, change: &'a ThreadChange) -> Answer<'a, Thread> {
        Box::pin(ThreadStore::update_thread(self, thread_id, change))
    }

    fn items<'a>(
        &'a self,
        thread_id: &'a str,
        page: &'a PageRequest,
        visibility: Visibility,
    ) -> Answer<'a, Page<Item>> {
        Box::pin(ThreadStore::items(self, thread_id, page, visibility))
    }

    fn add_items<'a>(&'a self, items: &'a [Item]) -> Answer<'a, ()> {
        Box::pin(ThreadStore::add_items(self, items))
    }

    fn save_item<'a>(&'a self, item: &'a Item) -> Answer<'a, ()> {
        Box::pin(ThreadStore::save_item(self, item))
    }

    fn delete_item<'a>(&'a self, thread_id: &'a str, item_id: &'a str) -> Answer<'a, ()> {
        Box::pin(ThreadStore::delete_item(self, thread_id, item_id))
    }
}

impl fmt::Debug for dyn Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ThreadStore")
    }
}
