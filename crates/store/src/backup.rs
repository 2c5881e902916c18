//! Copies that count: each was opened again and checked before it got its name.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::backup::{Backup as OnlineBackup, StepResult};
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::migrations::APPLICATION_ID;
use crate::{Error, files};

/// The folder of the backups inside the data directory.
pub(crate) const FOLDER: &str = "backups";
const PREFIX: &str = "docket-";
const SUFFIX: &str = ".sqlite3";
const UNFINISHED: &str = ".unfinished-";
/// After so long nobody is at it any more.
const UNFINISHED_FOR: Duration = Duration::from_secs(24 * 3_600);
/// Tables whose rows are counted on both sides.
const COUNTED: [&str; 4] = ["tasks", "threads", "items", "changes"];

/// A copy of the data that was opened and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// What is known of it from outside.
    pub info: BackupInfo,
    /// Rows in its tables `tasks`, `threads`, `items` and `changes`.
    pub rows: [u64; 4],
}

/// A backup in the folder of backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupInfo {
    /// What it goes by, for example `20261121T101500Z`.
    pub id: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Its size.
    pub bytes: u64,
    /// Where it is.
    #[serde(skip)]
    pub path: PathBuf,
}

impl BackupInfo {
    /// What the name and the file system say of `path`; `None` where it is no backup.
    fn read(path: PathBuf) -> Option<Self> {
        let id = path.file_name()?.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.to_owned();
        let made_at = files::read_stamp(id.split('~').next()?)?;
        let bytes = fs::metadata(&path).ok()?.len();
        Some(Self { id, made_at, bytes, path })
    }
}

/// Copies what `source` sees at this moment into `folder`; writers go on meanwhile.
///
/// # Errors
/// Those of SQLite and of the disk; [`Error::Corrupt`] where the copy does not hold what the source holds. Nothing stays behind then.
pub(crate) fn make(source: &mut Connection, folder: &Path) -> Result<Backup, Error> {
    files::make_folder(folder).map_err(io_error)?;
    let unfinished = folder.join(format!("{UNFINISHED}{}", uuid::Uuid::now_v7().simple()));
    let made = write(source, &unfinished).and_then(|rows| {
        let path = free_name(folder);
        fs::rename(&unfinished, &path).map_err(io_error)?;
        files::sync_folder(folder).map_err(io_error)?;
        tracing::info!(tasks = rows[0], threads = rows[1], "made a backup");
        let info = BackupInfo::read(path).ok_or(Error::Io)?;
        Ok(Backup { info, rows })
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
pub(crate) fn list(folder: &Path) -> Vec<BackupInfo> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries.flatten().filter_map(|entry| BackupInfo::read(entry.path())).collect();
    found.sort_by(|one, other| other.id.cmp(&one.id));
    found
}

/// Where they are, newest first.
pub(crate) fn all(folder: &Path) -> Vec<PathBuf> {
    list(folder).into_iter().map(|backup| backup.path).collect()
}

/// Removes the backups that [`kept`] does not name, but never `newest`, which was just made.
pub(crate) fn thin(folder: &Path, newest: &Path) {
    let backups = list(folder);
    let made: Vec<_> = backups.iter().map(|backup| backup.made_at).collect();
    for (backup, kept) in backups.iter().zip(kept(&made)) {
        if !kept
            && backup.path != newest
            && let Err(error) = fs::remove_file(&backup.path)
        {
            tracing::warn!(%error, "cannot remove an old backup");
        }
    }
    sweep(folder);
}

/// Removes what a crash has left of backups that were never finished.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let old = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
        let unfinished = entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED));
        if unfinished && old.is_some_and(|age| age > UNFINISHED_FOR) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Which of the backups that were `made` then, newest first, are kept: the newest of each of the last 24 hours, 12 days and 10
/// weeks (from Monday, in UTC) that have one.
fn kept(made: &[Timestamp]) -> Vec<bool> {
    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;
    // 1 January 1970 was a Thursday.
    const MONDAY: i64 = 3 * DAY;
    let mut kept = vec![false; made.len()];
    for (length, offset, most) in [(HOUR, 0, 24), (DAY, 0, 12), (7 * DAY, MONDAY, 10)] {
        let mut seen = Vec::new();
        for (made, kept) in made.iter().zip(&mut kept) {
            let span = (made.as_second() + offset).div_euclid(length);
            if seen.len() < most && !seen.contains(&span) {
                seen.push(span);
                *kept = true;
            }
        }
    }
    kept
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Backups at these hours after Monday, 2 November 2026, 0:00 UTC; answers the hours that are kept.
    fn kept_of(hours: impl IntoIterator<Item = i64>) -> Vec<i64> {
        let monday: Timestamp = "2026-11-02T00:00Z".parse().unwrap();
        let mut hours: Vec<_> = hours.into_iter().collect();
        hours.sort_by(|one, other| other.cmp(one));
        let made: Vec<_> = hours.iter().map(|hour| monday + jiff::SignedDuration::from_hours(*hour)).collect();
        let kept = kept(&made);
        let mut kept: Vec<_> = hours.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(hour, _)| hour).collect();
        kept.reverse();
        kept
    }

    #[test]
    fn thinning_keeps_the_newest_of_24_hours_12_days_and_10_weeks() {
        let table: [(&str, Vec<i64>, Vec<i64>); 6] = [
            ("none", vec![], vec![]),
            ("one", vec![5], vec![5]),
            ("a day of hours: all", (0..24).collect(), (0..24).collect()),
            (
                "two days of hours: 24, and the last of the day before",
                (0..48).collect(),
                [23].into_iter().chain(24..48).collect(),
            ),
            (
                "one every third day: an hour counts only where it has a backup",
                { (0..30).map(|count| count * 72).collect() },
                (6..30).map(|count| count * 72).collect(),
            ),
            ("a year of hours", (0..8_760).collect(), {
                let hours = 8_736..8_760;
                let days = (353..364).map(|day| day * 24 + 23);
                // 8,759 is a Monday's last hour: that week has one day, the nine before it end on a Sunday.
                let weeks = (1..=9).map(|week| 8_736 - 7 * 24 * (week - 1) - 1);
                let mut kept: Vec<i64> = hours.chain(days).chain(weeks).collect();
                kept.sort_unstable();
                kept.dedup();
                kept
            }),
        ];
        for (what, made, expected) in table {
            assert_eq!(kept_of(made), expected, "{what}");
        }
    }

    #[test]
    fn at_most_46_are_kept_however_many_there_are() {
        assert!(kept_of(0..20_000).len() <= 46);
    }
}
