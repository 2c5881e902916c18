//! From whatever lies in a data directory to a file that can be used: made, migrated, or set aside. Nothing is ever deleted.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};

use crate::aside::{self, SetAside};
use crate::connection::{self, Role};
use crate::error::is_cut_short;
use crate::lock::{DataLock, LockError, Purpose};
use crate::migrations::{self, APPLICATION_ID, Migration};
use crate::{Error, backup, files};

/// The data file inside the data directory.
pub(crate) const DATA_FILE: &str = "docket.sqlite3";
/// Says that a check found damage, or that a statement met it; the next start looks closer.
const DAMAGE_MARK: &str = "docket.damaged";
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Each pass leaves a better state behind; more than these mean that something else keeps changing the file.
const PASSES: usize = 5;

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another process has the data and does not let go.
    #[error("the data is in use by another program{}; close it and try again", named(*pid))]
    Locked {
        /// That process, where it can be named.
        pid: Option<u32>,
    },
    /// A newer Docket has written the file; it was not touched.
    #[error(
        "the data was written by a newer Docket (format {found}, this one knows {known}); install the newer version"
    )]
    Newer {
        /// Version of the file.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// A file of another program has the data file's name; it was not touched.
    #[error("`{DATA_FILE}` belongs to another program; choose another data directory")]
    NotDocket,
    /// The file system refused.
    #[error(
        "the data directory cannot be used: {doing} failed ({source}); check its permissions and the room on the disk"
    )]
    Io {
        /// What was tried, for example `making the folder`.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused.
    #[error(transparent)]
    Store(#[from] Error),
}

fn named(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

/// What opening had to do, to be told to the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// There was no data: an empty file was made.
    pub created: bool,
    /// The older version that was brought up to date, after a backup.
    pub migrated: Option<Migrated>,
    /// Damaged data that was put aside.
    pub set_aside: Option<SetAside>,
}

/// A migration that took place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// Version of the file before.
    pub from: u32,
    /// The backup that was made first.
    pub backup: PathBuf,
}

/// What a look at the data file found.
enum Found {
    Nothing,
    Ready,
    /// The file was moved away, and the one that takes its place did not get its name any more.
    HalfReplaced,
    Older(u32),
    Damaged(String),
}

/// Makes the file in `folder` usable, and holds the lock on it.
///
/// # Errors
/// See [`OpenError`].
pub(crate) fn prepare(
    folder: &Path,
    patience: Duration,
    migrations: &[Migration],
) -> Result<(DataLock, Opened), OpenError> {
    files::make_folder(folder).map_err(io_while("making the folder"))?;
    let mut opened = Opened::default();
    for _ in 0..PASSES {
        let shared = lock(folder, Purpose::Use, patience)?;
        if let Found::Ready = look(folder, migrations)? {
            // Whoever replaces the file is alone: what is left of it was broken off.
            let _ = fs::remove_file(aside::replacement(folder));
            return Ok((shared, opened));
        }
        drop(shared);
        // Somebody else may come in between: so look again, alone.
        let alone = lock(folder, Purpose::Replace, patience)?;
        match look(folder, migrations)? {
            Found::Ready => {}
            Found::Nothing => create(folder, migrations, &mut opened)?,
            Found::Older(from) => match bring_up_to_date(folder, from, migrations, &mut opened) {
                Err(OpenError::Store(Error::Corrupt)) => {
                    let reason = "it could not be copied before a migration".to_owned();
                    opened.set_aside = Some(aside::set_aside(folder, reason, migrations)?);
                }
                done => done?,
            },
            Found::HalfReplaced => {
                aside::finish(folder)?;
                opened.set_aside = opened.set_aside.or_else(|| aside::all(folder).into_iter().next());
            }
            Found::Damaged(reason) => opened.set_aside = Some(aside::set_aside(folder, reason, migrations)?),
        }
        drop(alone);
    }
    Err(Error::Busy.into())
}

/// Takes that word back.
pub(crate) fn unmark_damaged(folder: &Path) {
    let _ = fs::remove_file(folder.join(DAMAGE_MARK));
}

/// Leaves word for the next start that the file is to be looked at closely.
pub(crate) fn mark_damaged(folder: &Path) {
    if let Err(error) = files::open_private(&folder.join(DAMAGE_MARK)) {
        tracing::error!(%error, "cannot leave word of the damage");
    }
}

fn lock(folder: &Path, purpose: Purpose, patience: Duration) -> Result<DataLock, OpenError> {
    DataLock::take(folder, purpose, patience).map_err(|error| match error {
        LockError::Held { pid } => OpenError::Locked { pid },
        LockError::Io(source) => OpenError::Io { doing: "locking it", source },
    })
}

fn look(folder: &Path, migrations: &[Migration]) -> Result<Found, OpenError> {
    let path = folder.join(DATA_FILE);
    let known = migrations::newest(migrations);
    let length = match fs::metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Ok(metadata) if metadata.is_dir() => return Ok(Found::Damaged("a folder has the file's name".into())),
        metadata => Some(metadata.map_err(io_while("looking at the file"))?.len()),
    };
    if length.is_none_or(|length| length == 0) && aside::replacement(folder).exists() {
        return Ok(Found::HalfReplaced);
    }
    let holds = |suffix| fs::metadata(files::beside(&path, suffix)).is_ok_and(|metadata| metadata.len() > 0);
    match length {
        // A log without its file would be played into a new one; SQLite throws away the log of an empty one.
        None if holds("-wal") || holds("-journal") => {
            return Ok(Found::Damaged("the file is gone, its log is not".into()));
        }
        Some(0) if holds("-wal") => return Ok(Found::Damaged("the file is empty, its log is not".into())),
        // The power went while the file was made: its journal says so.
        Some(0) if holds("-journal") => {}
        // Where there is a backup, there was something.
        Some(0) if !backup::list(&folder.join(backup::FOLDER)).is_empty() => {
            return Ok(Found::Damaged("the file is empty".into()));
        }
        None | Some(0) => return Ok(Found::Nothing),
        Some(_) => {
            let header = read_header(&path).map_err(io_while("reading the file"))?;
            match header {
                // Either log may hold the true first page: where the power went while it was written, only SQLite can tell.
                None if holds("-wal") || holds("-journal") => {}
                None => return Ok(Found::Damaged("the file does not begin as a SQLite file does".into())),
                Some((application, _)) if application != APPLICATION_ID && application != 0 => {
                    return Err(OpenError::NotDocket);
                }
                Some((APPLICATION_ID, found)) if found > known => return Err(OpenError::Newer { found, known }),
                Some(_) => {}
            }
        }
    }
    match look_inside(&path, known, folder.join(DAMAGE_MARK).exists()) {
        Err(Look::Sqlite(error)) if lies_outside(&error) => Err(Error::from(error).into()),
        // Reading a file of ours fails in many ways once its bytes are wrong, not only as `SQLITE_CORRUPT`.
        Err(Look::Sqlite(error)) => Ok(Found::Damaged(error.to_string())),
        Err(Look::Open(error)) => Err(error),
        Ok(found) => {
            if let Found::Ready = found {
                // The mark was looked into: all is well.
                unmark_damaged(folder);
            }
            Ok(found)
        }
    }
}

/// Whether an error says something about the computer rather than about the file.
fn lies_outside(error: &rusqlite::Error) -> bool {
    match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => !is_cut_short(error),
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::PermissionDenied
            | ErrorCode::OutOfMemory
            | ErrorCode::ReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::NoLargeFileSupport,
        ) => true,
        Some(_) | None => false,
    }
}

enum Look {
    Sqlite(rusqlite::Error),
    Open(OpenError),
}

impl From<rusqlite::Error> for Look {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn look_inside(path: &Path, known: u32, suspected: bool) -> Result<Found, Look> {
    let connection = connection::open_plain(path).map_err(|error| Look::Open(error.into()))?;
    // Only looking: the log stays as it is.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    match (application, found) {
        (0, 0) if tables.is_empty() => return Ok(Found::Nothing),
        (APPLICATION_ID, found) if found > known => return Err(Look::Open(OpenError::Newer { found, known })),
        // Set in one commit: one without the other is no state that we leave behind.
        (APPLICATION_ID, 0) => return Ok(Found::Damaged("it has no version".into())),
        (APPLICATION_ID, _) => {}
        _ => return Err(Look::Open(OpenError::NotDocket)),
    }
    for table in &tables {
        // Reads the first page of each table: damage there is found before anybody relies on it.
        connection.prepare(&format!("SELECT 1 FROM \"{}\" LIMIT 1", table.replace('"', "\"\"")))?.exists([])?;
    }
    if suspected && let Some(reason) = check(&connection, Depth::Whole)? {
        return Ok(Found::Damaged(reason));
    }
    Ok(if found < known { Found::Older(found) } else { Found::Ready })
}

/// How closely to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Every page: some tenths of a second for a hundred thousand tasks.
    Quick,
    /// Every entry of every index against its row as well.
    Whole,
}

/// What SQLite has to say against the file.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn check(connection: &Connection, depth: Depth) -> Result<Option<String>, rusqlite::Error> {
    let sql = match depth {
        Depth::Quick => "PRAGMA quick_check(1)",
        Depth::Whole => "PRAGMA integrity_check(1)",
    };
    let answer: String = connection.query_row(sql, [], |row| row.get(0))?;
    Ok((answer != "ok").then_some(answer))
}

/// `application_id` and `user_version` out of the first 100 bytes (sqlite.org/fileformat2.html section 1.3), without a lock and
/// without a trace; `None` where they are not those of a SQLite file.
fn read_header(path: &Path) -> io::Result<Option<(i32, u32)>> {
    let mut header = [0_u8; 100];
    match File::open(path)?.read_exact(&mut header) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    // Bytes 18 and 19: how a file may be written and read; other values would open it for reading only.
    if !header.starts_with(MAGIC) || header[18..20].iter().any(|format| !(1..=2).contains(format)) {
        return Ok(None);
    }
    let word = |at: usize| [header[at], header[at + 1], header[at + 2], header[at + 3]];
    Ok(Some((i32::from_be_bytes(word(68)), u32::from_be_bytes(word(60)))))
}

fn create(folder: &Path, migrations: &[Migration], opened: &mut Opened) -> Result<(), OpenError> {
    let path = folder.join(DATA_FILE);
    files::open_private(&path).map_err(io_while("making the file"))?;
    let mut connection = connection::open(&path, Role::Writer)?;
    migrations::migrate(&mut connection, 0, migrations)?;
    files::sync_folder(folder).map_err(io_while("writing the folder"))?;
    opened.created = opened.set_aside.is_none();
    Ok(())
}

fn bring_up_to_date(folder: &Path, from: u32, migrations: &[Migration], opened: &mut Opened) -> Result<(), OpenError> {
    let mut connection = connection::open(&folder.join(DATA_FILE), Role::Writer)?;
    let backup = backup::make(&mut connection, &folder.join(backup::FOLDER))?.info.path;
    migrations::migrate(&mut connection, from, migrations)?;
    opened.migrated = Some(Migrated { from, backup });
    Ok(())
}

pub(crate) fn io_while(doing: &'static str) -> impl FnOnce(io::Error) -> OpenError {
    move |source| OpenError::Io { doing, source }
}
