//! What a person thought of an answer: a thumb up or down, kept with the item that it is about.

use chatkit_server::{FeedbackKind, RecordKind};

use crate::threads::{item_seq, thread_seq_of};
use crate::{Error, Store};

impl Store {
    /// Keeps a thumb with items of a thread, in place of one that was there; an item that is deleted takes its own along.
    ///
    /// # Errors
    /// [`Error::NoRecord`] where the thread or one of the items is not there: none is kept then; those of the disk.
    pub async fn set_feedback(&self, thread_id: &str, item_ids: &[String], kind: FeedbackKind) -> Result<(), Error> {
        let (thread, items) = (thread_id.to_owned(), item_ids.to_vec());
        self.write(move |writing| {
            thread_seq_of(&writing.mine, &thread)?;
            for item in &items {
                let seq = item_seq(&writing.mine, &thread, item)?
                    .ok_or_else(|| Error::NoRecord { kind: RecordKind::Item, id: item.clone() })?;
                writing.mine.execute(
                    "UPDATE items SET feedback = :feedback WHERE user = :user AND seq = :seq",
                    &[(":seq", &seq), (":feedback", &word(kind))],
                )?;
            }
            Ok(())
        })
        .await
    }

    /// The items of a thread that have a thumb, by id, in the order of the thread.
    ///
    /// # Errors
    /// [`Error::NoRecord`] where the thread is not there; those of the disk.
    pub async fn feedback(&self, thread_id: &str) -> Result<Vec<(String, FeedbackKind)>, Error> {
        let thread = thread_id.to_owned();
        self.read(move |mine| {
            thread_seq_of(mine, &thread)?;
            mine.rows(
                "SELECT id, feedback FROM items WHERE user = :user AND thread_id = :thread AND feedback IS NOT NULL ORDER BY seq",
                &[(":thread", &thread)],
                |row| Ok((row.get(0)?, kind(&row.get::<_, String>(1)?)?)),
            )
        })
        .await
    }
}

fn word(kind: FeedbackKind) -> &'static str {
    match kind {
        FeedbackKind::Positive => "positive",
        FeedbackKind::Negative => "negative",
    }
}

fn kind(word: &str) -> Result<FeedbackKind, Error> {
    match word {
        "positive" => Ok(FeedbackKind::Positive),
        "negative" => Ok(FeedbackKind::Negative),
        _ => Err(Error::Internal),
    }
}
