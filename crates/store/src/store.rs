//! One user's part of the data.

use std::fmt;
use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::broadcast;

use crate::Error;
use crate::database::Shared;
use crate::feed::{self, ChangeNote, NoteKind};
use crate::ledger::Limits;
use crate::mine::Mine;

/// One user's part of the data: everything read and written through it is that user's. Cloning is cheap.
///
/// Whoever got an answer from a writing method has it on the disk, and reads it from any store of that user. A future that is
/// dropped does not take its write back.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
    user: Arc<str>,
    // None: nothing is counted.
    limits: Option<Limits>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A write under way: statements, and word of what they change.
pub(crate) struct Writing<'c> {
    /// The statements.
    pub(crate) mine: Mine<'c>,
    /// The user's revision once this is committed.
    pub(crate) revision: u64,
    notes: Vec<ChangeNote>,
}

impl Writing<'_> {
    /// Has `ids` told to live readers after the commit.
    pub(crate) fn note(&mut self, kind: NoteKind, ids: Vec<String>, change_set: Option<docket_tasks::ChangeSetId>) {
        self.notes.push(ChangeNote { kind, ids, revision: self.revision, change_set });
    }
}

impl Store {
    pub(crate) fn new(shared: Arc<Shared>, user: &str) -> Self {
        Self { shared, user: user.into(), limits: None }
    }

    pub(crate) fn with_limits(self, limits: Limits) -> Self {
        Self { limits: Some(limits), ..self }
    }

    pub(crate) fn limits(&self) -> Option<Limits> {
        self.limits.clone()
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Whose part this is.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Word of every committed change of this user from now on, by this process and, within two seconds, by others.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn subscribe(&self) -> Result<broadcast::Receiver<ChangeNote>, Error> {
        let told = self.revision().await?;
        Ok(self.shared.feed.subscribe(&self.user, told))
    }

    /// The user's revision: goes up by one with each commit that [`Store::subscribe`] tells of; 0 at first.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn revision(&self) -> Result<u64, Error> {
        self.read(feed::last_revision).await
    }

    /// Runs `job` on one snapshot.
    pub(crate) async fn read<T, F>(&self, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Mine<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (user, health) = (Arc::clone(&self.user), self.shared.health.clone());
        self.shared
            .readers
            .run(move |connection| {
                let answer = connection.transaction().map_err(Error::from);
                health.heed(answer.and_then(|snapshot| job(&Mine::new(&snapshot, &user))))
            })
            .await
    }

    /// Runs `job` as one commit, then tells what it noted.
    pub(crate) async fn write<T, F>(&self, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writing<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (user, health, feed) = (Arc::clone(&self.user), self.shared.health.clone(), Arc::clone(&self.shared.feed));
        self.shared
            .writer
            .run(move |connection| {
                health.check()?;
                let (answer, notes) = health.heed(commit(connection, &user, job))?;
                feed.tell(&user, notes, connection);
                Ok(answer)
            })
            .await
    }
}

fn commit<T>(
    connection: &mut Connection,
    user: &str,
    job: impl FnOnce(&mut Writing<'_>) -> Result<T, Error>,
) -> Result<(T, Vec<ChangeNote>), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mine = Mine::new(&transaction, user);
    let revision = feed::last_revision(&mine)? + 1;
    let mut writing = Writing { mine, revision, notes: Vec::new() };
    let answer = job(&mut writing)?;
    let Writing { mine, revision: _, mut notes } = writing;
    for note in &mut notes {
        feed::keep(&mine, note)?;
    }
    transaction.commit()?;
    Ok((answer, notes))
}
