//! The settings that durability rests on: made on every connection, and each answer checked.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, ToSql};

use crate::{Error, words};

/// The oldest SQLite that may touch the data: 3.51.3 has the cure of a write-ahead log race.
const OLDEST_SQLITE: i32 = 3_051_003;
const BUSY_TIMEOUT_MS: u64 = 5_000;
const STATEMENT_CACHE: usize = 64;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The one that writes.
    Writer,
    /// One that can only read.
    Reader,
}

/// The settings of one connection as SQLite answered them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionReport {
    /// What the connection is for.
    pub role: Role,
    /// Setting and answer, for example `synchronous` and `2`.
    pub settings: BTreeMap<&'static str, String>,
}

/// Opens `path`, which must exist, with all settings.
///
/// # Errors
/// Those of SQLite; [`Error::Internal`] where a setting was not taken.
pub(crate) fn open(path: &Path, role: Role) -> Result<Connection, Error> {
    let connection = open_plain(path)?;
    set_up(&connection, role)?;
    let journal: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    if journal.eq_ignore_ascii_case("wal") {
        set(&connection, "synchronous", "FULL", 2)?;
    } else {
        // Some file systems cannot share memory; a rollback journal with EXTRA is as durable, and slower.
        tracing::warn!(journal_mode = journal, "no write-ahead log here: a rollback journal takes its place");
        connection.pragma_update(None, "journal_mode", "DELETE")?;
        set(&connection, "synchronous", "EXTRA", 3)?;
    }
    if role == Role::Reader {
        set(&connection, "query_only", "ON", 1)?;
    }
    Ok(connection)
}

/// A database in memory, with the settings that mean something there.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn open_in_memory() -> Result<Connection, Error> {
    check_version()?;
    let connection = Connection::open_in_memory()?;
    set_up(&connection, Role::Writer)?;
    set(&connection, "synchronous", "FULL", 2)?;
    Ok(connection)
}

/// Opens `path`, which must exist, without touching it: for looking at a file that may not be ours.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn open_plain(path: &Path) -> Result<Connection, Error> {
    check_version()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_millis(BUSY_TIMEOUT_MS))?;
    Ok(connection)
}

/// Empties the write-ahead log into the file.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn checkpoint(connection: &Connection) -> Result<(), Error> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// Asks SQLite for the settings as they are.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn report(connection: &Connection, role: Role) -> Result<ConnectionReport, Error> {
    let mut settings = BTreeMap::new();
    for name in PRAGMAS.iter().map(|(name, _, _)| *name).chain(["journal_mode", "synchronous", "query_only"]) {
        settings.insert(name, text(&ask(connection, name)?));
    }
    settings.insert("defensive", connection.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE)?.to_string());
    settings.insert("limit_attached", connection.limit(Limit::SQLITE_LIMIT_ATTACHED)?.to_string());
    Ok(ConnectionReport { role, settings })
}

/// Name, what it is set to, and what SQLite must answer.
const PRAGMAS: &[(&str, &str, i64)] = &[
    ("busy_timeout", "5000", 5000),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("secure_delete", "FAST", 2),
    ("temp_store", "MEMORY", 2),
];

fn set_up(connection: &Connection, role: Role) -> Result<(), Error> {
    for (name, value, expected) in PRAGMAS {
        set(connection, name, *value, *expected)?;
    }
    if !connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)? {
        return refused("defensive");
    }
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    if connection.limit(Limit::SQLITE_LIMIT_ATTACHED)? != 1 {
        return refused("limit_attached");
    }
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    words::add_functions(connection)?;
    tracing::debug!(?role, "opened a connection");
    Ok(())
}

fn set(connection: &Connection, name: &'static str, value: impl ToSql, expected: i64) -> Result<(), Error> {
    connection.pragma_update(None, name, value)?;
    // `mmap_size` answers nothing where SQLite was built without it, which is what we want of it.
    match text(&ask(connection, name)?) {
        answer if answer == expected.to_string() => Ok(()),
        answer if answer.is_empty() && name == "mmap_size" => Ok(()),
        _ => refused(name),
    }
}

fn ask(connection: &Connection, name: &str) -> Result<Value, Error> {
    match connection.pragma_query_value(None, name, |row| row.get::<_, Value>(0)) {
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(Value::Null),
        answer => Ok(answer?),
    }
}

fn refused(name: &'static str) -> Result<(), Error> {
    tracing::error!(setting = name, "SQLite did not take the setting `{name}`");
    Err(Error::Internal)
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => format!("{bytes:?}"),
    }
}

fn check_version() -> Result<(), Error> {
    let found = rusqlite::version_number();
    if found < OLDEST_SQLITE {
        tracing::error!(found, oldest = OLDEST_SQLITE, "SQLite is too old to be trusted with data");
        return Err(Error::Internal);
    }
    Ok(())
}
