//! Stores that are wrong on purpose: the contract has to catch each.

use std::{collections::HashSet, sync::Mutex};

use chatkit_server::{
    Attachment, Item, ItemKind, MemoryStore, NewUserMessage, Order, Page, PageRequest, RecordKind, StoreError, Thread,
    ThreadChange, ThreadStore, Visibility, contract,
};

/// One rule that a store breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bug {
    None,
    MakesMissingThreads,
    MakesThreadsTwice,
    ForgetsMetadata,
    ForgetsAttachments,
    SavesAttachmentsOfRefusedMessages,
    RetryDeletesTheMessageToo,
    RetryKeepsHiddenItems,
    RetryIgnoresUnknownItems,
    AddOverwrites,
    AddStoresUpToTheClash,
    AddChecksThenAdds,
    AddTakesTwins,
    AddIgnoresMissingThreads,
    SaveMovesToTheEnd,
    SaveIgnoresNewItems,
    DeletingTwiceFails,
    DeletesWithoutTheThread,
    KeepsDeletedThreads,
    ForgetsDeletedAttachmentsNot,
    FindsItemsOfOtherThreads,
    RoundsTimes,
    DropsNulls,
    UpdateWritesTheWholeThread,
    UpdateAnswersTheOldThread,
    RowsOverlap,
    OrderIsIgnored,
    SortsByTimeStamp,
    ThereIsNeverMore,
    ThereIsAlwaysACursor,
    HiddenItemsShortenPages,
    HiddenItemsAreShown,
    HidesWhatWasAddedHidden,
    UnknownCursorsBeginAgain,
    PagesAreSmall,
    ListsThreadsByActivity,
}

const BUGS: [Bug; 35] = [
    Bug::MakesMissingThreads,
    Bug::MakesThreadsTwice,
    Bug::ForgetsMetadata,
    Bug::ForgetsAttachments,
    Bug::SavesAttachmentsOfRefusedMessages,
    Bug::RetryDeletesTheMessageToo,
    Bug::RetryKeepsHiddenItems,
    Bug::RetryIgnoresUnknownItems,
    Bug::AddOverwrites,
    Bug::AddStoresUpToTheClash,
    Bug::AddChecksThenAdds,
    Bug::AddTakesTwins,
    Bug::AddIgnoresMissingThreads,
    Bug::SaveMovesToTheEnd,
    Bug::SaveIgnoresNewItems,
    Bug::DeletingTwiceFails,
    Bug::DeletesWithoutTheThread,
    Bug::KeepsDeletedThreads,
    Bug::ForgetsDeletedAttachmentsNot,
    Bug::FindsItemsOfOtherThreads,
    Bug::RoundsTimes,
    Bug::DropsNulls,
    Bug::UpdateWritesTheWholeThread,
    Bug::UpdateAnswersTheOldThread,
    Bug::RowsOverlap,
    Bug::OrderIsIgnored,
    Bug::SortsByTimeStamp,
    Bug::ThereIsNeverMore,
    Bug::ThereIsAlwaysACursor,
    Bug::HiddenItemsShortenPages,
    Bug::HiddenItemsAreShown,
    Bug::HidesWhatWasAddedHidden,
    Bug::UnknownCursorsBeginAgain,
    Bug::PagesAreSmall,
    Bug::ListsThreadsByActivity,
];

/// A memory store with one bug.
struct Wrong {
    inner: MemoryStore,
    bug: Bug,
    /// Ids of the items that were hidden when they were added.
    added_hidden: Mutex<HashSet<String>>,
}

impl Wrong {
    fn new(bug: Bug) -> Self {
        Self { inner: MemoryStore::new(), bug, added_hidden: Mutex::default() }
    }

    fn has(&self, bug: Bug) -> bool {
        self.bug == bug
    }

    async fn all(&self, thread_id: &str) -> Result<Vec<Item>, StoreError> {
        let mut all = Vec::new();
        let mut page = PageRequest { limit: 200, after: None, order: Order::Asc };
        loop {
            let next = self.inner.items(thread_id, &page, Visibility::All).await?;
            all.extend(next.data);
            page.after = next.after;
            if page.after.is_none() {
                return Ok(all);
            }
        }
    }

    async fn all_threads(&self) -> Vec<Thread> {
        self.inner.threads(&PageRequest::first(Some(200), Order::Asc)).await.unwrap().data
    }

    /// What every listing of this store asks wrongly.
    fn asked(&self, page: &PageRequest) -> PageRequest {
        let mut asked = page.clone();
        if self.has(Bug::OrderIsIgnored) {
            asked.order = Order::Asc;
        }
        if self.has(Bug::PagesAreSmall) {
            asked.limit = asked.limit.min(100);
        }
        asked
    }

    fn begins_again<T>(&self, answer: &Result<Page<T>, StoreError>) -> bool {
        let unknown = matches!(answer, Err(StoreError::NotFound { kind: RecordKind::Cursor, .. }));
        unknown && self.has(Bug::UnknownCursorsBeginAgain)
    }

    /// What every listing of this store answers wrongly.
    fn answered<T>(&self, mut answer: Page<T>, id: impl Fn(&T) -> &str) -> Page<T> {
        if self.has(Bug::ThereIsNeverMore) {
            (answer.has_more, answer.after) = (false, None);
        }
        if self.has(Bug::ThereIsAlwaysACursor) {
            answer.after = answer.data.last().map(|row| id(row).to_owned());
        }
        if self.has(Bug::RowsOverlap) && answer.has_more && answer.data.len() > 1 {
            answer.after = answer.data.get(answer.data.len() - 2).map(|row| id(row).to_owned());
        }
        answer
    }

    /// A page without the items that were hidden when they were added, whatever they are now.
    async fn shown_at_first(&self, thread_id: &str, page: &PageRequest) -> Result<Page<Item>, StoreError> {
        let mut rows = self.all(thread_id).await?;
        if page.order == Order::Desc {
            rows.reverse();
        }
        if let Some(after) = &page.after {
            let at = rows.iter().position(|item| item.id == *after);
            rows.drain(..=at.ok_or_else(|| StoreError::not_found(RecordKind::Cursor, after))?);
        }
        let hidden = self.added_hidden.lock().unwrap();
        rows.retain(|item| !hidden.contains(&item.id));
        rows.truncate(page.limit + 1);
        Ok(Page::from_rows(rows, page.limit, |item| &item.id))
    }

    fn spoiled(&self, item: &Item) -> Item {
        let mut item = item.clone();
        if self.has(Bug::RoundsTimes) {
            item.created_at = jiff::Timestamp::from_second(item.created_at.as_second()).unwrap();
        }
        if let (Bug::DropsNulls, ItemKind::HiddenContextItem { content }) = (self.bug, &mut item.kind) {
            *content = serde_json::json!({"seen": [1]});
        }
        item
    }
}

impl ThreadStore for Wrong {
    async fn load_thread(&self, thread_id: &str) -> Result<Thread, StoreError> {
        self.inner.load_thread(thread_id).await
    }

    async fn update_thread(&self, thread_id: &str, change: &ThreadChange) -> Result<Thread, StoreError> {
        let before = self.inner.load_thread(thread_id).await?;
        if self.has(Bug::UpdateWritesTheWholeThread) {
            // Reads, is interrupted, writes: what another one wrote meanwhile is lost.
            tokio::task::yield_now().await;
            let mut whole = before.clone();
            whole.apply(change);
            let Thread { id: _, created_at: _, status, title, allowed_image_domains, metadata } = whole;
            let whole = ThreadChange {
                title: Some(title),
                status: Some(status),
                allowed_image_domains: Some(allowed_image_domains),
                metadata: Some(metadata),
            };
            return self.inner.update_thread(thread_id, &whole).await;
        }
        let after = self.inner.update_thread(thread_id, change).await?;
        Ok(if self.has(Bug::UpdateAnswersTheOldThread) { before } else { after })
    }

    async fn threads(&self, page: &PageRequest) -> Result<Page<Thread>, StoreError> {
        let asked = self.asked(page);
        let mut answer = self.inner.threads(&asked).await;
        if self.begins_again(&answer) {
            answer = self.inner.threads(&PageRequest { after: None, ..asked }).await;
        }
        let mut answer = self.answered(answer?, |thread| &thread.id);
        if self.has(Bug::ListsThreadsByActivity) {
            answer.data.sort_by_key(|thread| thread.title.is_some());
        }
        Ok(answer)
    }

    async fn delete_thread(&self, thread_id: &str) -> Result<(), StoreError> {
        if self.has(Bug::KeepsDeletedThreads) {
            return Ok(());
        }
        self.inner.delete_thread(thread_id).await
    }

    async fn add_user_message(&self, new: NewUserMessage<'_>) -> Result<(), StoreError> {
        let NewUserMessage { thread, item, attachments } = new;
        if self.has(Bug::SavesAttachmentsOfRefusedMessages) {
            for attachment in attachments {
                self.inner.save_attachment(attachment).await?;
            }
        }
        let known = self.inner.load_thread(&item.thread_id).await.is_ok();
        let mut made = thread.cloned();
        if self.has(Bug::MakesMissingThreads) && made.is_none() && !known {
            made = Some(Thread { id: item.thread_id.clone(), ..Thread::new(item.created_at) });
        }
        if self.has(Bug::MakesThreadsTwice) && known {
            made = None;
        }
        if let (Bug::ForgetsMetadata, Some(thread)) = (self.bug, &mut made) {
            thread.metadata.clear();
        }
        let attachments = if self.has(Bug::ForgetsAttachments) { &[] } else { attachments };
        let item = &self.spoiled(item);
        self.inner.add_user_message(NewUserMessage { thread: made.as_ref(), item, attachments }).await
    }

    async fn delete_items_after(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        let before = self.all(thread_id).await?;
        match self.inner.delete_items_after(thread_id, item_id).await {
            Err(StoreError::NotFound { kind: RecordKind::Item, .. }) if self.has(Bug::RetryIgnoresUnknownItems) => {
                return Ok(());
            }
            answer => answer?,
        }
        if self.has(Bug::RetryDeletesTheMessageToo) {
            self.inner.delete_item(thread_id, item_id).await?;
        }
        if self.has(Bug::RetryKeepsHiddenItems) {
            let at = before.iter().position(|item| item.id == item_id).unwrap();
            let hidden: Vec<Item> = before.into_iter().skip(at + 1).filter(|item| item.kind.is_hidden()).collect();
            self.inner.add_items(&hidden).await?;
        }
        Ok(())
    }

    async fn items(
        &self,
        thread_id: &str,
        page: &PageRequest,
        visibility: Visibility,
    ) -> Result<Page<Item>, StoreError> {
        let seen = if self.has(Bug::HiddenItemsAreShown) || self.has(Bug::HiddenItemsShortenPages) {
            Visibility::All
        } else {
            visibility
        };
        if self.has(Bug::HidesWhatWasAddedHidden) && visibility == Visibility::Client {
            return self.shown_at_first(thread_id, page).await;
        }
        let asked = self.asked(page);
        let mut answer = self.inner.items(thread_id, &asked, seen).await;
        if self.begins_again(&answer) {
            answer = self.inner.items(thread_id, &PageRequest { after: None, ..asked }, seen).await;
        }
        let mut answer = self.answered(answer?, |item| &item.id);
        if self.has(Bug::HiddenItemsShortenPages) && visibility == Visibility::Client {
            answer.data.retain(|item| !item.kind.is_hidden());
        }
        if self.has(Bug::SortsByTimeStamp) {
            answer.data.sort_by_key(|item| item.created_at);
            if page.order == Order::Desc {
                answer.data.reverse();
            }
        }
        Ok(answer)
    }

    async fn load_item(&self, thread_id: &str, item_id: &str) -> Result<Item, StoreError> {
        if self.has(Bug::FindsItemsOfOtherThreads) {
            for thread in self.all_threads().await {
                if let Ok(item) = self.inner.load_item(&thread.id, item_id).await {
                    return Ok(item);
                }
            }
        }
        self.inner.load_item(thread_id, item_id).await
    }

    async fn add_items(&self, items: &[Item]) -> Result<(), StoreError> {
        let Some(first) = items.first() else { return Ok(()) };
        if self.has(Bug::AddIgnoresMissingThreads) && self.inner.load_thread(&first.thread_id).await.is_err() {
            return Ok(());
        }
        if self.has(Bug::AddOverwrites) {
            for item in items {
                self.inner.save_item(item).await?;
            }
            return Ok(());
        }
        if self.has(Bug::AddStoresUpToTheClash) {
            for item in items {
                self.inner.add_items(std::slice::from_ref(item)).await?;
            }
            return Ok(());
        }
        if self.has(Bug::AddChecksThenAdds) {
            let known = self.all(&first.thread_id).await?;
            let twin = |at: usize, item: &Item| items[..at].iter().chain(&known).any(|other| other.id == item.id);
            if let Some((_, item)) = items.iter().enumerate().find(|(at, item)| twin(*at, item)) {
                return Err(StoreError::conflict(RecordKind::Item, &item.id));
            }
            tokio::task::yield_now().await;
            for item in items {
                self.inner.save_item(item).await?;
            }
            return Ok(());
        }
        let hidden = items.iter().filter(|item| item.kind.is_hidden()).map(|item| item.id.clone());
        self.added_hidden.lock().unwrap().extend(hidden);
        let mut new: Vec<Item> = items.iter().map(|item| self.spoiled(item)).collect();
        if self.has(Bug::AddTakesTwins) {
            new.dedup_by(|one, other| one.id == other.id);
        }
        self.inner.add_items(&new).await
    }

    async fn save_item(&self, item: &Item) -> Result<(), StoreError> {
        if self.has(Bug::SaveMovesToTheEnd) {
            self.inner.delete_item(&item.thread_id, &item.id).await?;
        }
        if self.has(Bug::SaveIgnoresNewItems) {
            match self.inner.load_item(&item.thread_id, &item.id).await {
                Err(StoreError::NotFound { kind: RecordKind::Item, .. }) => return Ok(()),
                answer => drop(answer?),
            }
        }
        self.inner.save_item(item).await
    }

    async fn delete_item(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        if self.has(Bug::DeletingTwiceFails) {
            self.inner.load_item(thread_id, item_id).await?;
        }
        if self.has(Bug::DeletesWithoutTheThread) {
            for thread in self.all_threads().await {
                self.inner.delete_item(&thread.id, item_id).await?;
            }
        }
        self.inner.delete_item(thread_id, item_id).await
    }

    async fn load_attachment(&self, attachment_id: &str) -> Result<Attachment, StoreError> {
        self.inner.load_attachment(attachment_id).await
    }

    async fn save_attachment(&self, attachment: &Attachment) -> Result<(), StoreError> {
        self.inner.save_attachment(attachment).await
    }

    async fn delete_attachment(&self, attachment_id: &str) -> Result<(), StoreError> {
        if self.has(Bug::ForgetsDeletedAttachmentsNot) {
            return Ok(());
        }
        self.inner.delete_attachment(attachment_id).await
    }
}

/// Whether the contract lets a store with this bug pass.
async fn passes(bug: Bug) -> bool {
    tokio::spawn(contract::thread_store(move || async move { Wrong::new(bug) })).await.is_ok()
}

#[tokio::test]
async fn the_contract_catches_every_wrong_store() {
    assert!(passes(Bug::None).await, "the store under the bugs is right");
    let mut missed = Vec::new();
    for bug in BUGS {
        if passes(bug).await {
            missed.push(bug);
        }
    }
    assert_eq!(missed, []);
}

#[tokio::test]
async fn the_contract_for_two_users_catches_stores_that_share() {
    contract::two_users(|| async { (MemoryStore::new(), MemoryStore::new()) }).await;
    let shared = || async {
        let store = MemoryStore::new();
        (store.clone(), store)
    };
    assert!(tokio::spawn(contract::two_users(shared)).await.is_err());
}
