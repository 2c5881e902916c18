//! A backup takes the place of the present file, under open windows: who asks meanwhile waits.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use crate::backup::{self, BackupInfo};
use crate::connection::{self, Role};
use crate::database::{Shared, open_connections};
use crate::door::lock;
use crate::feed::{self, ChangeNote, NoteKind};
use crate::lock::{DataLock, LockError, Purpose};
use crate::migrations::{self, MIGRATIONS};
use crate::mine::Mine;
use crate::open::{self, DATA_FILE, OpenError};
use crate::{Database, Error, aside, reminders};

/// Why a backup could not be restored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// There is none by that id.
    #[error("no backup `{0}`")]
    NotFound(String),
    /// It is damaged; the data is as it was.
    #[error("backup `{0}` is damaged; choose another one")]
    Damaged(String),
    /// Another process uses the data, or the disk refused.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] Error),
}

/// What restoring did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The backup that is the data now.
    pub backup: BackupInfo,
    /// The folder that the data of before lies in, whole.
    pub replaced: PathBuf,
}

impl Database {
    /// The backups in the data directory, newest first; none in memory. Each was checked when it was made.
    #[must_use]
    pub fn backups(&self) -> Vec<BackupInfo> {
        self.shared().folder().map(|folder| backup::list(&folder.join(backup::FOLDER))).unwrap_or_default()
    }

    /// Puts the backup `id` in the place of the data, for all users. It is checked first; the data of before is kept whole in a
    /// folder of its own. Whoever reads or writes meanwhile waits, and live readers are told to read everything again.
    ///
    /// # Errors
    /// See [`RestoreError`]; the data is as it was then. [`OpenError::Locked`] where another process has it open.
    pub async fn restore(&self, id: &str) -> Result<Restored, RestoreError> {
        let (shared, id) = (Arc::clone(self.shared()), id.to_owned());
        tokio::task::spawn_blocking(move || restore(&shared, id)).await.unwrap_or(Err(Error::Internal.into()))
    }
}

fn restore(shared: &Shared, id: String) -> Result<Restored, RestoreError> {
    let Some(folder) = shared.folder() else { return Err(RestoreError::NotFound(id)) };
    // Also waits for a backup under way.
    let _alone = lock(&shared.replacing);
    let Some(backup) = backup::list(&folder.join(backup::FOLDER)).into_iter().find(|backup| backup.id == id) else {
        return Err(RestoreError::NotFound(id));
    };
    let known = migrations::newest(MIGRATIONS);
    match backup::verify(&backup.path) {
        Ok(found) if found > known => return Err(OpenError::Newer { found, known }.into()),
        Ok(_) => {}
        Err(Error::Corrupt) => return Err(RestoreError::Damaged(id)),
        Err(error) => return Err(error.into()),
    }
    let paused = (shared.writer.pause()?, shared.readers.pause()?);
    shared.stop_check();
    shared.feed.let_go();
    drop(lock(&shared.data_lock).take());

    let replaced = replace(shared, folder, &backup.path);

    // Whatever came of it, what lies there now is opened.
    let (data_lock, _) = open::prepare(folder, shared.patience, MIGRATIONS)?;
    *lock(&shared.data_lock) = Some(data_lock);
    let (mut writer, readers, listener) = open_connections(&folder.join(DATA_FILE))?;
    shared.feed.go_on(listener);
    let notes = match &replaced {
        Ok((_, revisions)) => {
            reminders::silence_past(&writer);
            note_everything(&mut writer, revisions).unwrap_or_default()
        }
        Err(_) => Vec::new(),
    };
    for (user, notes) in notes {
        shared.feed.tell(&user, notes, &writer);
    }
    shared.listen(&mut writer);
    shared.writer.resume(paused.0, vec![writer]).map_err(backup::io_error)?;
    shared.readers.resume(paused.1, readers).map_err(backup::io_error)?;
    let (replaced, _) = replaced?;
    shared.health.replaced();
    tracing::info!(backup = backup.id, "restored a backup");
    Ok(Restored { backup, replaced })
}

type Revisions = Vec<(String, u64)>;

fn replace(shared: &Shared, folder: &Path, backup: &Path) -> Result<(PathBuf, Revisions), RestoreError> {
    let _alone = DataLock::take(folder, Purpose::Replace, shared.patience).map_err(|error| match error {
        LockError::Held { pid } => OpenError::Locked { pid },
        LockError::Io(source) => OpenError::Io { doing: "locking it", source },
    })?;
    // A file too damaged to answer has told nobody anything newer either.
    let revisions = revisions(&folder.join(DATA_FILE)).unwrap_or_default();
    let replaced = aside::replace(folder, backup)
        .map_err(|source| OpenError::Io { doing: "putting the backup in place", source })?;
    Ok((replaced, revisions))
}

fn revisions(path: &Path) -> Result<Revisions, Error> {
    let connection = connection::open(path, Role::Reader)?;
    let mut statement = connection.prepare("SELECT user, max(revision) FROM notes GROUP BY user")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Tells all users that everything may have changed, with a revision past any that was told before.
fn note_everything(writer: &mut Connection, before: &Revisions) -> Result<Vec<(String, Vec<ChangeNote>)>, Error> {
    const KINDS: [NoteKind; 5] =
        [NoteKind::Tasks, NoteKind::Lists, NoteKind::Labels, NoteKind::Settings, NoteKind::Threads];
    let transaction = writer.transaction()?;
    let mut told = Vec::new();
    for (user, revision) in before {
        let mine = Mine::new(&transaction, user);
        let revision = feed::last_revision(&mine)?.max(*revision) + 1;
        let note = |kind| ChangeNote { kind, ids: Vec::new(), revision, change_set: None };
        let mut notes = KINDS.map(note).to_vec();
        for note in &mut notes {
            feed::keep(&mine, note)?;
        }
        told.push((user.clone(), notes));
    }
    transaction.commit()?;
    Ok(told)
}
