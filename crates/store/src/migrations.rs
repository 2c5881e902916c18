//! The shapes the file has had, in order. A migration that was released is never edited: a new one follows it.

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;

/// `DOCK`: says that a SQLite file is Docket's.
pub(crate) const APPLICATION_ID: i32 = 0x444F_434B;

/// One step of the file's shape: the `user_version` that it leads to, and the SQL.
pub(crate) type Migration = (u32, &'static str);

/// All steps, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[
    (1, include_str!("migrations/001_first.sql")),
    (2, include_str!("migrations/002_key_for.sql")),
    (3, include_str!("migrations/003_repeats.sql")),
    (4, include_str!("migrations/004_search.sql")),
    (5, include_str!("migrations/005_limits.sql")),
    (6, include_str!("migrations/006_leaving.sql")),
];

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

#[cfg(test)]
mod tests {
    use std::fs;

    use rusqlite::OpenFlags;

    use super::*;
    use crate::{Actor, Database, Error, Migrated, OpenError, OpenOptions, Opened, Store, backup};

    /// Ours, and one more.
    fn and(sql: &'static str) -> Vec<Migration> {
        let next = (newest(MIGRATIONS) + 1, sql);
        MIGRATIONS.iter().copied().chain([next]).collect()
    }

    const SQL: &str = "ALTER TABLE lists ADD COLUMN icon TEXT;";

    fn open(folder: &std::path::Path, migrations: &[Migration]) -> Result<Database, OpenError> {
        Database::open_with(folder, OpenOptions { back_up_every: None, ..OpenOptions::default() }, migrations)
    }

    async fn add(store: &Store, title: &str) {
        let now = "2026-11-21T10:00[Europe/Berlin]".parse().unwrap();
        let task = docket_tasks::NewTask { title: title.to_owned(), ..docket_tasks::NewTask::default() };
        store.apply(docket_tasks::Command::AddTask(task), Actor::Ui, &now).await.unwrap();
    }

    async fn filled(folder: &std::path::Path) {
        let database = open(folder, MIGRATIONS).unwrap();
        add(&database.store("local"), "one").await;
        database.close();
    }

    #[test]
    fn versions_go_up() {
        assert!(MIGRATIONS.is_sorted_by(|(one, _), (next, _)| one < next));
    }

    #[tokio::test]
    async fn a_file_of_the_first_version_keeps_its_tasks_and_settings() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path(), &MIGRATIONS[..1]).unwrap();
        first.close();
        let file = Connection::open_with_flags(folder.path().join("docket.sqlite3"), OpenFlags::default()).unwrap();
        let sql = "INSERT INTO settings (user, provider, model, session_ttl_s) VALUES ('local', 'openai', 'm', 60)";
        file.execute(sql, []).unwrap();
        drop(file);

        let database = open(folder.path(), MIGRATIONS).unwrap();

        let settings = database.store("local").settings().await.unwrap();
        assert_eq!(
            (settings.model.as_deref(), settings.key_for),
            (Some("m"), None),
            "whom a key of before was for is not said"
        );
    }

    #[tokio::test]
    async fn an_older_file_is_backed_up_then_migrated() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path()).await;
        let (newer, known) = (and(SQL), newest(MIGRATIONS));

        let database = open(folder.path(), &newer).unwrap();

        let Some(Migrated { from, backup }) = database.opened().migrated.clone() else {
            panic!("{:?}", database.opened())
        };
        assert_eq!(from, known);
        assert_eq!(backup::verify(&backup), Ok(known), "the backup is of the file as it was");
        add(&database.store("local"), "two").await;
        database.close();
        assert_eq!(open(folder.path(), &newer).unwrap().opened(), &Opened::default(), "once is enough");
        let refused = open(folder.path(), MIGRATIONS).err();
        assert!(
            matches!(refused, Some(OpenError::Newer { found, known: ours }) if (found, ours) == (known + 1, known)),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path()).await;
        let broken = and("ALTER TABLE lists ADD COLUMN icon TEXT; INSERT INTO nowhere VALUES (1);");
        let shape = |folder: &std::path::Path| {
            let connection = Connection::open_with_flags(folder.join("docket.sqlite3"), OpenFlags::default()).unwrap();
            let sql = "SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
            connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap()
        };
        let before = shape(folder.path());

        let failed = open(folder.path(), &broken).err();

        assert!(matches!(failed, Some(OpenError::Store(Error::Internal))), "{failed:?}");
        assert_eq!(shape(folder.path()), before);
        assert_eq!(open(folder.path(), MIGRATIONS).unwrap().opened(), &Opened::default());
        assert_eq!(fs::read_dir(folder.path().join("backups")).unwrap().count(), 1, "the backup stays");
    }

    #[tokio::test]
    async fn a_file_too_damaged_to_be_backed_up_is_not_migrated_but_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path()).await;
        let path = folder.path().join("docket.sqlite3");
        let mut bytes = fs::read(&path).unwrap();
        // An index page: nothing reads it but a check of everything.
        let connection = Connection::open_with_flags(&path, OpenFlags::default()).unwrap();
        let sql = "SELECT pageno FROM dbstat WHERE name = 'tasks_by_list'";
        let page: usize = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        drop(connection);
        bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
        fs::write(&path, &bytes).unwrap();

        let database = open(folder.path(), &and(SQL)).unwrap();

        let aside = database.opened().set_aside.clone().unwrap();
        assert_eq!(fs::read(aside.folder.join("docket.sqlite3")).unwrap(), bytes);
        assert_eq!(database.opened().migrated, None);
    }
}
