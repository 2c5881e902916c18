//! Bytes of attachments: files beside the database, `attachments/<hash of the user's name>/<id>`. What they are called and whose they
//! are stands in SQLite; a file without such a row is an orphan and goes with the next sweep. They are in no backup of the database.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chatkit_server::{Attachment, RecordKind};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::backup::io_error;
use crate::database::Shared;
use crate::mine::Mine;
use crate::{Error, Store, aside, files};

/// The folder of all attachments, in the data directory.
pub(crate) const FOLDER: &str = "attachments";
/// A record of an attachment with its preview may take so many bytes as JSON.
pub const ATTACHMENT_RECORD_BYTES: usize = 32 * 1024;
/// One file may have so many bytes.
pub const ATTACHMENT_BYTES: u64 = 25 * 1024 * 1024;
const ID_CHARS: usize = 128;
const PART: &str = ".part";
/// A file younger than this may be under way in another process.
const SETTLED: Duration = Duration::from_secs(3_600);
/// An attachment that was never sent with a message is forgotten after this.
const UNSENT: Duration = Duration::from_secs(24 * 3_600);

/// A file that is being written; nobody sees it before [`AttachmentWriter::finish`], and without that it is gone.
pub struct AttachmentWriter {
    store: Store,
    id: String,
    part: Part,
    file: File,
    limit: u64,
    written: u64,
}

impl std::fmt::Debug for AttachmentWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AttachmentWriter").field("id", &self.id).field("written", &self.written).finish_non_exhaustive()
    }
}

/// A temporary file that goes with its owner.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already where it was renamed; what cannot be removed now goes at the next start.
        let _ = fs::remove_file(&self.0);
    }
}

/// An attachment's bytes, to be read as they are wanted.
#[derive(Debug)]
pub struct AttachmentFile {
    /// What it is.
    pub attachment: Attachment,
    /// Bytes in all.
    pub size: u64,
    /// Open at its beginning.
    pub file: File,
}

impl AttachmentWriter {
    /// Adds `chunk` at the end.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where the file would become larger than its limit; those of the disk. The file is gone when this is dropped.
    pub async fn write(&mut self, chunk: &[u8]) -> Result<(), Error> {
        let written = self.written.saturating_add(chunk.len() as u64);
        if written > self.limit {
            return Err(too_large(self.limit));
        }
        self.file.write_all(chunk).await.map_err(io_error)?;
        self.written = written;
        Ok(())
    }

    /// Makes the file outlive a power cut and puts it in its place, where an earlier one of that id was. Answers its bytes.
    ///
    /// # Errors
    /// Those of the disk; there is no new file then.
    pub async fn finish(mut self) -> Result<u64, Error> {
        self.file.flush().await.map_err(io_error)?;
        self.file.sync_all().await.map_err(io_error)?;
        let (from, to) = (self.part.0.clone(), self.store.attachment_path(&self.id)?);
        blocking(move || {
            fs::rename(&from, &to)?;
            to.parent().map_or(Ok(()), files::sync_folder)
        })
        .await?;
        Ok(self.written)
    }
}

impl Store {
    /// Begins to write the bytes of attachment `id`, which need not have a record yet, but must have one within an hour.
    ///
    /// `limit`: the most bytes it may have, at most [`ATTACHMENT_BYTES`].
    ///
    /// # Errors
    /// [`Error::NoRecord`] for an id that no attachment can have; those of the disk. A database in memory has no place for files:
    /// [`Error::Internal`].
    pub async fn write_attachment(&self, id: &str, limit: u64) -> Result<AttachmentWriter, Error> {
        let path = self.attachment_path(id)?;
        let part = files::beside(&path, &format!(".{}{PART}", uuid::Uuid::new_v4().simple()));
        let file = {
            let part = part.clone();
            blocking(move || {
                part.parent().map_or(Ok(()), files::make_folder)?;
                files::open_private(&part)
            })
            .await?
        };
        let limit = limit.min(ATTACHMENT_BYTES);
        Ok(AttachmentWriter {
            store: self.clone(),
            id: id.to_owned(),
            part: Part(part),
            file: File::from_std(file),
            limit,
            written: 0,
        })
    }

    /// An attachment of this user with its bytes.
    ///
    /// # Errors
    /// [`Error::NoRecord`] where there is no such attachment, or its bytes have not arrived; those of the disk.
    pub async fn read_attachment(&self, id: &str) -> Result<AttachmentFile, Error> {
        let path = self.attachment_path(id)?;
        let attachment = {
            let id = id.to_owned();
            self.read(move |mine| find(mine, &id)).await?
        };
        let opened = blocking(move || {
            let file = fs::File::open(path)?;
            let size = file.metadata()?.len();
            Ok((file, size))
        });
        match opened.await {
            Ok((file, size)) => Ok(AttachmentFile { attachment, size, file: File::from_std(file) }),
            Err(Error::Io) if !self.has_bytes(id)? => Err(not_found(id)),
            Err(error) => Err(error),
        }
    }

    fn has_bytes(&self, id: &str) -> Result<bool, Error> {
        Ok(self.attachment_path(id)?.exists())
    }

    /// Where the bytes of `id` are; an id is a file's name, so nothing else may pass.
    pub(crate) fn attachment_path(&self, id: &str) -> Result<PathBuf, Error> {
        let is_name = !id.is_empty()
            && id.len() <= ID_CHARS
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if !is_name {
            return Err(not_found(id));
        }
        let folder = self.shared().folder().ok_or(Error::Internal)?;
        Ok(folder.join(FOLDER).join(folder_of(self.user())).join(id))
    }

    /// Removes the files of `ids`, whose records are gone. One that cannot be removed now goes when the data is opened.
    pub(crate) async fn remove_files(&self, ids: Vec<String>) {
        let paths: Vec<_> = ids.iter().filter_map(|id| self.attachment_path(id).ok()).collect();
        if paths.is_empty() {
            return;
        }
        let removed = blocking(move || {
            paths.iter().try_for_each(|path| match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                Ok(()) | Err(_) => Ok(()),
            })
        });
        if let Err(error) = removed.await {
            tracing::warn!(%error, "cannot remove the file of an attachment yet");
        }
    }
}

/// Removes what an interrupted upload or a crash has left: files without a record, and attachments that were never sent with a
/// message. `users`: all of them; in the folder of anybody else everything is an orphan. Answers how many files went.
///
/// While data that was put aside lies in the data directory, no file goes that is older: it may be the other data's.
///
/// # Errors
/// Those of the disk.
pub(crate) async fn sweep(shared: &Arc<Shared>, users: &[String], now: SystemTime) -> Result<usize, Error> {
    let Some(data) = shared.folder().map(Path::to_owned) else { return Ok(0) };
    let root = data.join(FOLDER);
    let put_aside = blocking(move || Ok(aside::newest(&data).map(SystemTime::from))).await?;
    let folders = blocking(move || match fs::read_dir(&root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>(),
    });
    let mut removed = 0;
    for folder in folders.await? {
        let whose = users.iter().find(|user| folder.file_name().is_some_and(|name| name == folder_of(user).as_str()));
        let found = blocking(move || settled_files(&folder, now, put_aside)).await?;
        let gone = match whose {
            _ if found.is_empty() => continue,
            None => found.into_iter().map(|(path, _)| path).collect(),
            Some(user) => {
                Store::new(Arc::clone(shared), user).write(move |writing| forget(&writing.mine, found)).await?
            }
        };
        removed += gone.len();
        blocking(move || gone.iter().try_for_each(fs::remove_file)).await?;
    }
    Ok(removed)
}

/// A file, and whether it is old enough for an unsent attachment to be forgotten.
type Settled = (PathBuf, bool);

fn settled_files(folder: &Path, now: SystemTime, put_aside: Option<SystemTime>) -> io::Result<Vec<Settled>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let modified = entry.metadata()?.modified()?;
        let age = now.duration_since(modified).unwrap_or_default();
        if age >= SETTLED && put_aside.is_none_or(|put_aside| modified > put_aside) {
            found.push((entry.path(), age >= UNSENT));
        }
    }
    Ok(found)
}

/// Which of the files may go, now that their records are gone.
fn forget(mine: &Mine<'_>, found: Vec<Settled>) -> Result<Vec<PathBuf>, Error> {
    let mut gone = Vec::new();
    for (path, is_old) in found {
        let id = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if is_old {
            mine.execute(
                "DELETE FROM attachments WHERE user = :user AND id = :id AND thread_id IS NULL",
                &[(":id", &id)],
            )?;
        }
        let sql = "SELECT 1 FROM attachments WHERE user = :user AND id = :id";
        if mine.row(sql, &[(":id", &id)], |_| Ok(()))?.is_none() {
            gone.push(path);
        }
    }
    Ok(gone)
}

/// Deletes the records of the attachments that only messages of `thread` carried which are gone; answers their ids.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn forget_unused(mine: &Mine<'_>, thread: &str) -> Result<Vec<String>, Error> {
    let known = mine.rows(
        "SELECT id FROM attachments WHERE user = :user AND thread_id = :thread",
        &[(":thread", &thread)],
        |row| Ok(row.get::<_, String>(0)?),
    )?;
    if known.is_empty() {
        return Ok(known);
    }
    let used: HashSet<String> = mine
        .rows(
            "SELECT a.value ->> 'id' FROM items i, json_each(i.record, '$.attachments') a
             WHERE i.user = :user AND i.thread_id = :thread AND i.kind = 'user_message'",
            &[(":thread", &thread)],
            |row| Ok(row.get::<_, Option<String>>(0)?),
        )?
        .into_iter()
        .flatten()
        .collect();
    let unused: Vec<_> = known.into_iter().filter(|id| !used.contains(id)).collect();
    for id in &unused {
        mine.execute("DELETE FROM attachments WHERE user = :user AND id = :id", &[(":id", id)])?;
    }
    Ok(unused)
}

/// The record of an attachment.
///
/// # Errors
/// [`Error::NoRecord`]; those of SQLite.
pub(crate) fn find(mine: &Mine<'_>, id: &str) -> Result<Attachment, Error> {
    let sql = "SELECT record FROM attachments WHERE user = :user AND id = :id";
    let record = mine.row(sql, &[(":id", &id)], |row| Ok(row.get::<_, String>(0)?))?;
    Ok(serde_json::from_str(&record.ok_or_else(|| not_found(id))?)?)
}

/// Puts `attachment` in the place of the one with its id, or adds it.
///
/// # Errors
/// [`Error::TooLarge`]; those of SQLite.
pub(crate) fn write(mine: &Mine<'_>, attachment: &Attachment) -> Result<(), Error> {
    let record = serde_json::to_string(attachment)?;
    if record.len() > ATTACHMENT_RECORD_BYTES {
        return Err(Error::TooLarge { field: "attachment", limit_bytes: ATTACHMENT_RECORD_BYTES });
    }
    mine.execute(
        "INSERT INTO attachments (user, id, record) VALUES (:user, :id, :record)
         ON CONFLICT (user, id) DO UPDATE SET record = excluded.record",
        &[(":id", &attachment.id), (":record", &record)],
    )?;
    Ok(())
}

/// The first half of SHA-256 of the name, in hexadecimal: any name is a folder, on any file system.
fn folder_of(user: &str) -> String {
    Sha256::digest(user.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

async fn blocking<T: Send + 'static>(job: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(job).await.map_err(|_| Error::Internal)?.map_err(io_error)
}

fn too_large(limit: u64) -> Error {
    Error::TooLarge { field: "attachment", limit_bytes: usize::try_from(limit).unwrap_or(usize::MAX) }
}

fn not_found(id: &str) -> Error {
    Error::NoRecord { kind: RecordKind::Attachment, id: id.to_owned() }
}
