//! A store in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{
    Attachment, Item, NewUserMessage, Order, Page, PageRequest, RecordKind, StoreError, Thread, ThreadChange,
    ThreadStore, Visibility,
};

/// A [`ThreadStore`] in memory, for tests, examples and servers that may forget. Clones share their contents.
///
/// It searches linearly: meant for hundreds of threads, not for millions.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Rows>>);

#[derive(Debug, Default)]
struct Rows {
    /// In the order of creation.
    threads: Vec<(Thread, Vec<Item>)>,
    attachments: Vec<Attachment>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        // All checks come before the first change, so no panic can leave a change half made.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows {
    fn thread(&mut self, thread_id: &str) -> Result<&mut (Thread, Vec<Item>), StoreError> {
        self.threads
            .iter_mut()
            .find(|(thread, _)| thread.id == thread_id)
            .ok_or_else(|| StoreError::not_found(RecordKind::Thread, thread_id))
    }

    fn save_attachment(&mut self, attachment: &Attachment) {
        match self.attachments.iter_mut().find(|known| known.id == attachment.id) {
            Some(known) => known.clone_from(attachment),
            None => self.attachments.push(attachment.clone()),
        }
    }
}

fn position(items: &[Item], item_id: &str) -> Result<usize, StoreError> {
    items.iter().position(|item| item.id == item_id).ok_or_else(|| StoreError::not_found(RecordKind::Item, item_id))
}

/// The rows of `all` that `request` names and `wanted` lets through.
fn page_of<'a, T: Clone + 'a>(
    all: impl DoubleEndedIterator<Item = &'a T>,
    request: &PageRequest,
    id: impl Fn(&T) -> &str,
    wanted: impl Fn(&T) -> bool,
) -> Result<Page<T>, StoreError> {
    let mut rows: Vec<&T> = match request.order {
        Order::Asc => all.collect(),
        Order::Desc => all.rev().collect(),
    };
    if let Some(after) = &request.after {
        let cursor = rows.iter().position(|row| id(row) == after.as_str());
        let cursor = cursor.ok_or_else(|| StoreError::not_found(RecordKind::Cursor, after))?;
        rows.drain(..=cursor);
    }
    let rows = rows.into_iter().filter(|row| wanted(row)).take(request.limit + 1).cloned().collect();
    Ok(Page::from_rows(rows, request.limit, id))
}

impl ThreadStore for MemoryStore {
    async fn load_thread(&self, thread_id: &str) -> Result<Thread, StoreError> {
        Ok(self.rows().thread(thread_id)?.0.clone())
    }

    async fn update_thread(&self, thread_id: &str, change: &ThreadChange) -> Result<Thread, StoreError> {
        let mut rows = self.rows();
        let (thread, _) = rows.thread(thread_id)?;
        thread.apply(change);
        Ok(thread.clone())
    }

    async fn threads(&self, page: &PageRequest) -> Result<Page<Thread>, StoreError> {
        let rows = self.rows();
        page_of(rows.threads.iter().map(|(thread, _)| thread), page, |thread| &thread.id, |_| true)
    }

    async fn delete_thread(&self, thread_id: &str) -> Result<(), StoreError> {
        self.rows().threads.retain(|(thread, _)| thread.id != thread_id);
        Ok(())
    }

    async fn add_user_message(&self, new: NewUserMessage<'_>) -> Result<(), StoreError> {
        let NewUserMessage { thread, item, attachments } = new;
        let mut rows = self.rows();
        if let Some(thread) = thread {
            if rows.thread(&thread.id).is_ok() {
                return Err(StoreError::conflict(RecordKind::Thread, &thread.id));
            }
            rows.threads.push((thread.clone(), Vec::new()));
        }
        let (_, items) = rows.thread(&item.thread_id)?;
        if position(items, &item.id).is_ok() {
            return Err(StoreError::conflict(RecordKind::Item, &item.id));
        }
        items.push(item.clone());
        for attachment in attachments {
            rows.save_attachment(attachment);
        }
        Ok(())
    }

    async fn delete_items_after(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        let mut rows = self.rows();
        let (_, items) = rows.thread(thread_id)?;
        let last = position(items, item_id)?;
        items.truncate(last + 1);
        Ok(())
    }

    async fn items(
        &self,
        thread_id: &str,
        page: &PageRequest,
        visibility: Visibility,
    ) -> Result<Page<Item>, StoreError> {
        let mut rows = self.rows();
        let (_, items) = rows.thread(thread_id)?;
        let wanted = |item: &Item| visibility == Visibility::All || !item.kind.is_hidden();
        page_of(items.iter(), page, |item| &item.id, wanted)
    }

    async fn load_item(&self, thread_id: &str, item_id: &str) -> Result<Item, StoreError> {
        let mut rows = self.rows();
        let (_, items) = rows.thread(thread_id)?;
        Ok(items[position(items, item_id)?].clone())
    }

    async fn add_items(&self, new: &[Item]) -> Result<(), StoreError> {
        let Some(first) = new.first() else { return Ok(()) };
        let mut rows = self.rows();
        let (_, items) = rows.thread(&first.thread_id)?;
        for (at, item) in new.iter().enumerate() {
            if position(items, &item.id).is_ok() || position(&new[..at], &item.id).is_ok() {
                return Err(StoreError::conflict(RecordKind::Item, &item.id));
            }
        }
        items.extend_from_slice(new);
        Ok(())
    }

    async fn save_item(&self, item: &Item) -> Result<(), StoreError> {
        let mut rows = self.rows();
        let (_, items) = rows.thread(&item.thread_id)?;
        match position(items, &item.id) {
            Ok(at) => items[at] = item.clone(),
            Err(_) => items.push(item.clone()),
        }
        Ok(())
    }

    async fn delete_item(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        if let Ok((_, items)) = self.rows().thread(thread_id) {
            items.retain(|item| item.id != item_id);
        }
        Ok(())
    }

    async fn load_attachment(&self, attachment_id: &str) -> Result<Attachment, StoreError> {
        let rows = self.rows();
        let known = rows.attachments.iter().find(|attachment| attachment.id == attachment_id);
        known.cloned().ok_or_else(|| StoreError::not_found(RecordKind::Attachment, attachment_id))
    }

    async fn save_attachment(&self, attachment: &Attachment) -> Result<(), StoreError> {
        self.rows().save_attachment(attachment);
        Ok(())
    }

    async fn delete_attachment(&self, attachment_id: &str) -> Result<(), StoreError> {
        self.rows().attachments.retain(|attachment| attachment.id != attachment_id);
        Ok(())
    }
}
