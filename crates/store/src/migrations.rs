//! The shapes the file has had, in order. A migration that was released is never edited: a new one follows it.

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;

/// `DOCK`: says that a SQLite file is Docket's.
pub(crate) const APPLICATION_ID: i32 = 0x444F_434B;

/// One step of the file's shape: the `user_version` that it leads to, and the SQL.
pub(crate) type Migration = (u32, &'static str);

/// All steps, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[(1, include_str!("migrations/001_first.sql"))];

/// The version that `migrations` lead to.
pub(crate) fn newest(migrations: &[Migration]) -> u32 {
    migrations.last().map_or(0, |(version, _)| *version)
}

/// Brings the file from version `from` to the newest, one transaction a step, and leaves nothing in the write-ahead log, so that
/// the version can be read from the first bytes of the file.
///
/// # Errors
/// Those of SQLite; steps before the failed one stay.
pub(crate) fn migrate(connection: &mut Connection, from: u32, migrations: &[Migration]) -> Result<(), Error> {
    for (version, sql) in migrations.iter().filter(|(version, _)| *version > from) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
        tracing::info!(version, "migrated the data file");
    }
    crate::connection::checkpoint(connection)
}
