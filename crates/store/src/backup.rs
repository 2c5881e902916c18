//! Copies that count: each was opened again and checked before it got its name.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup as OnlineBackup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::migrations::APPLICATION_ID;
use crate::{Error, files};

/// The folder of the backups inside the data directory.
pub(crate) const FOLDER: &str = "backups";
const PREFIX: &str = "docket-";
const SUFFIX: &str = ".sqlite3";
/// Tables whose rows are counted on both sides.
const COUNTED: [&str; 4] = ["tasks", "threads", "items", "changes"];

/// A copy of the data that was opened and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// Rows in its tables `tasks`, `threads`, `items` and `changes`.
    pub rows: [u64; 4],
}

/// Copies what `source` sees at this moment into `folder`; writers go on meanwhile.
///
/// # Errors
/// Those of SQLite and of the disk; [`Error::Corrupt`] where the copy does not hold what the source holds. Nothing stays behind then.
pub(crate) fn make(source: &mut Connection, folder: &Path) -> Result<Backup, Error> {
    files::make_folder(folder).map_err(io_error)?;
    let unfinished = folder.join(format!(".unfinished-{}", uuid::Uuid::now_v7().simple()));
    let made = write(source, &unfinished).and_then(|rows| {
        let path = free_name(folder);
        fs::rename(&unfinished, &path).map_err(io_error)?;
        files::sync_folder(folder).map_err(io_error)?;
        tracing::info!(tasks = rows[0], threads = rows[1], "made a backup");
        Ok(Backup { path, rows })
    });
    if made.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    made
}

/// Opens a backup and checks it whole; answers its version.
///
/// # Errors
/// [`Error::Corrupt`] where it is damaged or not Docket's.
pub(crate) fn verify(path: &Path) -> Result<u32, Error> {
    let connection = open_read_only(path)?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let answer: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    let orphans = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if application != APPLICATION_ID || answer != "ok" || orphans {
        tracing::error!(answer, orphans, "a backup is not good");
        return Err(Error::Corrupt);
    }
    Ok(version)
}

/// The backups in `folder`, newest first. They have not been checked again.
pub(crate) fn all(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .flatten()
        .filter(|entry| {
            entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
        })
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found.reverse();
    found
}

fn write(source: &mut Connection, to: &Path) -> Result<[u64; 4], Error> {
    drop(files::open_private(to).map_err(io_error)?);
    // One snapshot for the copy and the counts.
    let snapshot = source.transaction()?;
    let expected = counts(&snapshot)?;
    {
        let mut copy = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let step = OnlineBackup::new(&snapshot, &mut copy)?.step(-1)?;
        if step != StepResult::Done {
            return Err(Error::Busy);
        }
        // One file that needs no other, wherever it is carried.
        copy.pragma_update(None, "journal_mode", "DELETE")?;
    }
    drop(snapshot);
    fs::OpenOptions::new().write(true).open(to).and_then(|file| file.sync_all()).map_err(io_error)?;
    verify(to)?;
    let found = counts(&open_read_only(to)?)?;
    if found == expected { Ok(found) } else { Err(Error::Corrupt) }
}

fn counts(connection: &Connection) -> Result<[u64; 4], Error> {
    let mut rows = [0; 4];
    for (count, table) in rows.iter_mut().zip(COUNTED) {
        *count = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    }
    Ok(rows)
}

fn open_read_only(path: &Path) -> Result<Connection, Error> {
    Ok(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// Two backups within a second get names that still sort by time.
fn free_name(folder: &Path) -> PathBuf {
    let stamp = files::stamp(jiff::Timestamp::now());
    (0_u32..)
        .map(|count| match count {
            0 => folder.join(format!("{PREFIX}{stamp}{SUFFIX}")),
            count => folder.join(format!("{PREFIX}{stamp}~{count:04}{SUFFIX}")),
        })
        .find(|path| !path.exists())
        .unwrap_or_default()
}

pub(crate) fn io_error(error: std::io::Error) -> Error {
    tracing::error!(%error, "the file system refused");
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Error::DiskFull,
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Error::ReadOnly,
        _ => Error::Io,
    }
}
