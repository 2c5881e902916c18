//! Conversations: the chat library's store, and the history list with its search.

use std::time::Duration;

use chatkit_server::{
    Attachment, Item, ItemKind, NewUserMessage, Order, Page, PageRequest, RecordKind, Refusal, StoreError, Thread,
    ThreadChange, ThreadStore, Visibility,
};
use jiff::Timestamp;
use rusqlite::ToSql;
use serde::Serialize;

use crate::feed::NoteKind;
use crate::ledger::count_message;
use crate::mine::Mine;
use crate::store::Writing;
use crate::{Error, Store, attachments};

/// A line of the history list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ThreadInfo {
    /// `thr_…`
    pub id: String,
    /// Its name; absent until somebody gives one.
    pub title: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When something was last said in it.
    pub updated_at: Timestamp,
    /// Messages of the user and of the assistant.
    pub message_count: u64,
}

/// A page of the history list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ThreadInfoPage {
    /// The threads, newest activity first.
    pub threads: Vec<ThreadInfo>,
    /// Whether more follow.
    pub has_more: bool,
    /// What to ask the next page with; present exactly when more follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

const MOST: u32 = 100;
const DEFAULT_LIMIT: u32 = 20;

impl Store {
    /// The history list, newest activity first: all threads, or those whose title or one of whose messages holds all of `words`.
    ///
    /// `limit`: 1 to 100, 20 where absent; `after`: that of the page before.
    ///
    /// # Errors
    /// [`docket_tasks::Error::Invalid`] for a `limit` over 100 or an `after` that no page gave; those of the disk.
    pub async fn find_threads(
        &self,
        words: Option<&str>,
        limit: Option<u32>,
        after: Option<&str>,
    ) -> Result<ThreadInfoPage, Error> {
        let words = words.map(str::to_owned);
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MOST).contains(&limit) {
            return Err(docket_tasks::Error::invalid("limit", format!("is {limit}, not 1 to {MOST}")).into());
        }
        let after = after.map(read_place).transpose()?;
        self.read(move |mine| find(mine, words.as_deref(), limit, after)).await
    }

    /// Adds a thread without messages.
    ///
    /// # Errors
    /// [`Error::RecordExists`]; those of the disk.
    pub async fn add_thread(&self, thread: &Thread) -> Result<(), Error> {
        let thread = thread.clone();
        self.write(move |writing| {
            insert_thread(&writing.mine, &thread)?;
            tell(writing, &thread.id);
            Ok(())
        })
        .await
    }
}

impl Store {
    /// Passes on what a commit answered that counts a message.
    async fn counted<T>(&self, answer: Result<T, Error>) -> Result<T, Error> {
        if let Err(Error::TooManyMessages { .. }) = answer {
            self.bring_messages_back().await?;
        }
        answer
    }
}

impl ThreadStore for Store {
    async fn load_thread(&self, thread_id: &str) -> Result<Thread, StoreError> {
        let id = thread_id.to_owned();
        Ok(self.read(move |mine| thread(mine, &id)).await?)
    }

    async fn update_thread(&self, thread_id: &str, change: &ThreadChange) -> Result<Thread, StoreError> {
        let (id, change) = (thread_id.to_owned(), change.clone());
        let changed = self.write(move |writing| {
            let mut thread = thread(&writing.mine, &id)?;
            thread.apply(&change);
            writing.mine.execute(
                "UPDATE threads SET record = :record WHERE user = :user AND id = :id",
                &[(":id", &id), (":record", &serde_json::to_string(&thread)?)],
            )?;
            tell(writing, &id);
            Ok(thread)
        });
        Ok(changed.await?)
    }

    async fn threads(&self, page: &PageRequest) -> Result<Page<Thread>, StoreError> {
        let page = page.clone();
        let found = self.read(move |mine| {
            let after = page.after.as_deref().map(|id| thread_seq(mine, id)).transpose()?;
            let walk = Walk::of(page.order);
            let sql =
                format!("SELECT record FROM threads WHERE user = :user{} LIMIT :wanted", walk.sql(after.is_some()));
            let wanted = page.limit + 1;
            let rows = mine.rows(&sql, &walk.parameters(&wanted, after.as_ref()), |row| from_json(row, 0))?;
            Ok(Page::from_rows(rows, page.limit, |thread: &Thread| &thread.id))
        });
        Ok(found.await?)
    }

    async fn delete_thread(&self, thread_id: &str) -> Result<(), StoreError> {
        let id = thread_id.to_owned();
        let deleted = self.write(move |writing| {
            let sql = "DELETE FROM threads WHERE user = :user AND id = :id";
            if writing.mine.execute(sql, &[(":id", &id)])? > 0 {
                tell(writing, &id);
            }
            attachments::forget_unused(&writing.mine, &id)
        });
        self.remove_files(deleted.await?).await;
        Ok(())
    }

    async fn add_user_message(&self, new: NewUserMessage<'_>) -> Result<(), StoreError> {
        let NewUserMessage { thread: begun, item, attachments } = new;
        let (begun, item, attachments) = (begun.cloned(), item.clone(), attachments.to_vec());
        let limits = self.limits();
        let added = self.write(move |writing| {
            count_message(&writing.mine, limits.as_ref())?;
            match &begun {
                Some(thread) => insert_thread(&writing.mine, thread)?,
                None => {
                    thread_seq_of(&writing.mine, &item.thread_id)?;
                }
            }
            insert_item(&writing.mine, &item)?;
            for attachment in &attachments {
                attachments::write(&writing.mine, attachment)?;
            }
            touch(writing, &item)
        });
        Ok(self.counted(added.await).await?)
    }

    async fn delete_items_after(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        let (thread, item) = (thread_id.to_owned(), item_id.to_owned());
        let limits = self.limits();
        let deleted = self.write(move |writing| {
            thread_seq_of(&writing.mine, &thread)?;
            count_message(&writing.mine, limits.as_ref())?;
            let seq = item_seq(&writing.mine, &thread, &item)?
                .ok_or_else(|| Error::NoRecord { kind: RecordKind::Item, id: item.clone() })?;
            writing.mine.execute(
                "DELETE FROM items WHERE user = :user AND thread_id = :thread AND seq > :seq",
                &[(":thread", &thread), (":seq", &seq)],
            )?;
            tell(writing, &thread);
            attachments::forget_unused(&writing.mine, &thread)
        });
        let unused = self.counted(deleted.await).await?;
        self.remove_files(unused).await;
        Ok(())
    }

    async fn items(
        &self,
        thread_id: &str,
        page: &PageRequest,
        visibility: Visibility,
    ) -> Result<Page<Item>, StoreError> {
        let (thread, page) = (thread_id.to_owned(), page.clone());
        Ok(self.read(move |mine| items(mine, &thread, &page, visibility)).await?)
    }

    async fn load_item(&self, thread_id: &str, item_id: &str) -> Result<Item, StoreError> {
        let (thread, item) = (thread_id.to_owned(), item_id.to_owned());
        let found = self.read(move |mine| {
            thread_seq_of(mine, &thread)?;
            mine.row(
                "SELECT record FROM items WHERE user = :user AND thread_id = :thread AND id = :id",
                &[(":thread", &thread), (":id", &item)],
                |row| from_json(row, 0),
            )?
            .ok_or(Error::NoRecord { kind: RecordKind::Item, id: item })
        });
        Ok(found.await?)
    }

    async fn add_items(&self, items: &[Item]) -> Result<(), StoreError> {
        let items = items.to_vec();
        let added = self.write(move |writing| {
            let Some(last) = items.last() else { return Ok(()) };
            thread_seq_of(&writing.mine, &last.thread_id)?;
            for item in &items {
                insert_item(&writing.mine, item)?;
            }
            touch(writing, last)
        });
        Ok(added.await?)
    }

    async fn save_item(&self, item: &Item) -> Result<(), StoreError> {
        let item = item.clone();
        let saved = self.write(move |writing| {
            thread_seq_of(&writing.mine, &item.thread_id)?;
            match item_seq(&writing.mine, &item.thread_id, &item.id)? {
                None => insert_item(&writing.mine, &item)?,
                Some(seq) => replace_item(&writing.mine, seq, &item)?,
            }
            touch(writing, &item)
        });
        Ok(saved.await?)
    }

    async fn delete_item(&self, thread_id: &str, item_id: &str) -> Result<(), StoreError> {
        let (thread, item) = (thread_id.to_owned(), item_id.to_owned());
        let deleted = self.write(move |writing| {
            let sql = "DELETE FROM items WHERE user = :user AND thread_id = :thread AND id = :id";
            if writing.mine.execute(sql, &[(":thread", &thread), (":id", &item)])? > 0 {
                tell(writing, &thread);
            }
            attachments::forget_unused(&writing.mine, &thread)
        });
        self.remove_files(deleted.await?).await;
        Ok(())
    }

    async fn load_attachment(&self, attachment_id: &str) -> Result<Attachment, StoreError> {
        let id = attachment_id.to_owned();
        Ok(self.read(move |mine| attachments::find(mine, &id)).await?)
    }

    async fn save_attachment(&self, attachment: &Attachment) -> Result<(), StoreError> {
        let attachment = attachment.clone();
        Ok(self.write(move |writing| attachments::write(&writing.mine, &attachment)).await?)
    }

    async fn delete_attachment(&self, attachment_id: &str) -> Result<(), StoreError> {
        let id = attachment_id.to_owned();
        let deleted = self.write(move |writing| {
            let sql = "DELETE FROM attachments WHERE user = :user AND id = :id";
            Ok(if writing.mine.execute(sql, &[(":id", &id)])? > 0 { vec![id] } else { Vec::new() })
        });
        self.remove_files(deleted.await?).await;
        Ok(())
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            Error::NoRecord { kind, id } => Self::not_found(kind, id),
            Error::RecordExists { kind, id } => Self::conflict(kind, id),
            Error::DiskFull => Self::Full,
            Error::TooManyMessages { limit, retry_after_s } => Self::Refused(Refusal {
                code: "RATE_LIMITED".to_owned(),
                message: format!(
                    "You have sent {limit} messages within a minute, which is the limit. {}",
                    wait_words(retry_after_s)
                ),
                retry_after: Some(Duration::from_secs(retry_after_s)),
            }),
            other => Self::unavailable(other),
        }
    }
}

fn wait_words(seconds: u64) -> String {
    match seconds {
        1 => "Try again in a second.".to_owned(),
        seconds => format!("Try again in {seconds} seconds."),
    }
}

/// A walk over rows in the order of storing.
struct Walk(Order);

impl Walk {
    fn of(order: Order) -> Self {
        Self(order)
    }

    fn sql(&self, continued: bool) -> &'static str {
        match (self.0, continued) {
            (Order::Asc, false) => " ORDER BY seq",
            (Order::Asc, true) => " AND seq > :after ORDER BY seq",
            (Order::Desc, false) => " ORDER BY seq DESC",
            (Order::Desc, true) => " AND seq < :after ORDER BY seq DESC",
        }
    }

    fn parameters<'p>(&self, wanted: &'p usize, after: Option<&'p i64>) -> Vec<(&'static str, &'p dyn ToSql)> {
        let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":wanted", wanted)];
        parameters.extend(after.map(|after| (":after", after as &dyn ToSql)));
        parameters
    }
}

fn items(mine: &Mine<'_>, thread: &str, page: &PageRequest, visibility: Visibility) -> Result<Page<Item>, Error> {
    thread_seq_of(mine, thread)?;
    let after = match &page.after {
        None => None,
        Some(id) => Some(
            item_seq(mine, thread, id)?.ok_or_else(|| Error::NoRecord { kind: RecordKind::Cursor, id: id.clone() })?,
        ),
    };
    let walk = Walk::of(page.order);
    let visible = match visibility {
        Visibility::All => "",
        Visibility::Client => " AND hidden = 0",
    };
    let sql = format!(
        "SELECT record FROM items WHERE user = :user AND thread_id = :thread{visible}{} LIMIT :wanted",
        walk.sql(after.is_some())
    );
    let wanted = page.limit + 1;
    let mut parameters = walk.parameters(&wanted, after.as_ref());
    parameters.push((":thread", &thread));
    let rows = mine.rows(&sql, &parameters, |row| from_json(row, 0))?;
    Ok(Page::from_rows(rows, page.limit, |item: &Item| &item.id))
}

fn thread(mine: &Mine<'_>, id: &str) -> Result<Thread, Error> {
    let sql = "SELECT record FROM threads WHERE user = :user AND id = :id";
    mine.row(sql, &[(":id", &id)], |row| from_json(row, 0))?
        .ok_or_else(|| Error::NoRecord { kind: RecordKind::Thread, id: id.to_owned() })
}

fn find_thread_seq(mine: &Mine<'_>, id: &str) -> Result<Option<i64>, Error> {
    mine.row("SELECT seq FROM threads WHERE user = :user AND id = :id", &[(":id", &id)], |row| Ok(row.get(0)?))
}

fn thread_seq(mine: &Mine<'_>, cursor: &str) -> Result<i64, Error> {
    find_thread_seq(mine, cursor)?.ok_or_else(|| Error::NoRecord { kind: RecordKind::Cursor, id: cursor.to_owned() })
}

/// Where a thread stands.
///
/// # Errors
/// [`Error::NoRecord`]; those of SQLite.
pub(crate) fn thread_seq_of(mine: &Mine<'_>, id: &str) -> Result<i64, Error> {
    find_thread_seq(mine, id)?.ok_or_else(|| Error::NoRecord { kind: RecordKind::Thread, id: id.to_owned() })
}

/// Where an item stands, if it is there.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn item_seq(mine: &Mine<'_>, thread: &str, id: &str) -> Result<Option<i64>, Error> {
    mine.row(
        "SELECT seq FROM items WHERE user = :user AND thread_id = :thread AND id = :id",
        &[(":thread", &thread), (":id", &id)],
        |row| Ok(row.get(0)?),
    )
}

/// Adds a thread.
///
/// # Errors
/// [`Error::RecordExists`]; those of SQLite.
pub(crate) fn insert_thread(mine: &Mine<'_>, thread: &Thread) -> Result<(), Error> {
    if find_thread_seq(mine, &thread.id)?.is_some() {
        return Err(Error::RecordExists { kind: RecordKind::Thread, id: thread.id.clone() });
    }
    mine.execute(
        "INSERT INTO threads (user, id, active_at_us, record) VALUES (:user, :id, :at, :record)",
        &[
            (":id", &thread.id),
            (":at", &thread.created_at.as_microsecond()),
            (":record", &serde_json::to_string(thread)?),
        ],
    )?;
    Ok(())
}

/// Adds an item at the end of its thread.
///
/// # Errors
/// [`Error::RecordExists`]; those of SQLite.
pub(crate) fn insert_item(mine: &Mine<'_>, item: &Item) -> Result<(), Error> {
    if item_seq(mine, &item.thread_id, &item.id)?.is_some() {
        return Err(Error::RecordExists { kind: RecordKind::Item, id: item.id.clone() });
    }
    mine.execute(
        "INSERT INTO items (user, thread_id, id, kind, hidden, text, record)
         VALUES (:user, :thread, :id, :kind, :hidden, :text, :record)",
        &[
            (":thread", &item.thread_id),
            (":id", &item.id),
            (":kind", &item.kind.type_name()),
            (":hidden", &item.kind.is_hidden()),
            (":text", &said(&item.kind)),
            (":record", &serde_json::to_string(item)?),
        ],
    )?;
    Ok(())
}

fn replace_item(mine: &Mine<'_>, seq: i64, item: &Item) -> Result<(), Error> {
    mine.execute(
        "UPDATE items SET kind = :kind, hidden = :hidden, text = :text, record = :record WHERE user = :user AND seq = :seq",
        &[
            (":seq", &seq),
            (":kind", &item.kind.type_name()),
            (":hidden", &item.kind.is_hidden()),
            (":text", &said(&item.kind)),
            (":record", &serde_json::to_string(item)?),
        ],
    )?;
    Ok(())
}

/// What a person can search for in an item.
fn said(kind: &ItemKind) -> Option<String> {
    match kind {
        ItemKind::UserMessage(message) => Some(message.text()),
        ItemKind::AssistantMessage(message) => Some(message.text()),
        ItemKind::ClientToolCall(_)
        | ItemKind::Widget(_)
        | ItemKind::GeneratedImage { .. }
        | ItemKind::StructuredInput(_)
        | ItemKind::Workflow { .. }
        | ItemKind::Task { .. }
        | ItemKind::EndOfTurn
        | ItemKind::HiddenContextItem { .. }
        | ItemKind::SdkHiddenContext { .. } => None,
    }
}

/// A thread has had activity at that time.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn set_activity(mine: &Mine<'_>, thread: &str, at: Timestamp) -> Result<(), Error> {
    mine.execute(
        "UPDATE threads SET active_at_us = max(active_at_us, :at) WHERE user = :user AND id = :id",
        &[(":id", &thread), (":at", &at.as_microsecond())],
    )?;
    Ok(())
}

fn touch(writing: &mut Writing<'_>, item: &Item) -> Result<(), Error> {
    set_activity(&writing.mine, &item.thread_id, item.created_at)?;
    tell(writing, &item.thread_id);
    Ok(())
}

fn tell(writing: &mut Writing<'_>, thread_id: &str) {
    writing.note(NoteKind::Threads, vec![thread_id.to_owned()], None);
}

fn from_json<T: serde::de::DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> Result<T, Error> {
    Ok(serde_json::from_str(row.get_ref(column)?.as_str().map_err(|_| Error::Internal)?)?)
}

/// A thread's place in the history list: its last activity, then the order of storing.
type Place = (i64, i64);

fn find(mine: &Mine<'_>, words: Option<&str>, limit: u32, after: Option<Place>) -> Result<ThreadInfoPage, Error> {
    let mut sql =
        String::from("SELECT t.record, t.active_at_us, t.seq, t.message_count FROM threads t WHERE t.user = :user");
    let wanted = limit + 1;
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":wanted", &wanted)];
    if let Some(words) = &words {
        sql.push_str(
            " AND (holds_words(t.title, :words) OR EXISTS (SELECT 1 FROM items i
                   WHERE i.user = t.user AND i.thread_id = t.id AND i.text IS NOT NULL AND holds_words(i.text, :words)))",
        );
        parameters.push((":words", words));
    }
    if let Some((at, seq)) = &after {
        sql.push_str(" AND (t.active_at_us, t.seq) < (:at, :seq)");
        parameters.extend([(":at", at as &dyn ToSql), (":seq", seq)]);
    }
    sql.push_str(" ORDER BY t.active_at_us DESC, t.seq DESC LIMIT :wanted");
    let mut found = mine.rows(&sql, &parameters, |row| {
        let thread: Thread = from_json(row, 0)?;
        let place: Place = (row.get(1)?, row.get(2)?);
        let info = ThreadInfo {
            id: thread.id,
            title: thread.title,
            created_at: thread.created_at,
            updated_at: Timestamp::from_microsecond(place.0).map_err(|_| Error::Internal)?,
            message_count: row.get(3)?,
        };
        Ok((info, place))
    })?;
    let has_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let after = found.last().filter(|_| has_more).map(|(_, (at, seq))| format!("{at}~{seq}"));
    Ok(ThreadInfoPage { threads: found.into_iter().map(|(info, _)| info).collect(), has_more, after })
}

fn read_place(text: &str) -> Result<Place, Error> {
    text.split_once('~')
        .and_then(|(at, seq)| Some((at.parse().ok()?, seq.parse().ok()?)))
        .ok_or_else(|| docket_tasks::Error::invalid("after", "is not one that a page of threads gave").into())
}
