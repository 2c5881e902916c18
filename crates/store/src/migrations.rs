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
    (7, include_str!("migrations/007_feedback.sql")),
    (8, include_str!("migrations/008_fallback.sql")),
    (9, include_str!("migrations/009_reminders.sql")),
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

    use docket_tasks::{TaskQuery, View};
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

    /// What a file of version 2 held, as that version wrote it. `ben` has a task too.
    fn version_2(folder: &std::path::Path) {
        let path = folder.join("docket.sqlite3");
        fs::File::create(&path).unwrap();
        let mut connection = crate::connection::open(&path, crate::connection::Role::Writer).unwrap();
        migrate(&mut connection, 0, &MIGRATIONS[..2]).unwrap();
        for (user, number, title, status, completed, deleted) in [
            ("local", 1, "Café crème", "open", None, None),
            ("local", 2, "Dentist", "done", Some(1), None),
            ("local", 3, "Old letter", "open", None, Some(1)),
            ("ben", 4, "Café of Ben", "open", None, None),
        ] {
            let sql =
                "INSERT INTO tasks (user, id, title, notes, status, priority, position, created_at_us, updated_at_us,
                           completed_at_us, deleted_at_us, source, revision)
                       VALUES (?1, ?2, ?3, 'two of them', ?4, 4, 1.0, 0, 0, ?5, ?6, 'ui', 2)";
            connection.execute(sql, (user, id(number), title, status, completed, deleted)).unwrap();
        }
        let task = |title: &str| {
            format!(
                r#"{{"id":"{}","title":"{title}","notes":"two of them","status":"open","priority":4,"due":null,"due_zone":null,
                    "list":null,"labels":[],"position":1.0,"created_at":"1970-01-01T00:00:00Z","updated_at":"1970-01-01T00:00:00Z",
                    "completed_at":null,"deleted_at":null,"source":"ui","revision":2}}"#,
                id(1)
            )
        };
        let set =
            "INSERT INTO change_sets (user, id, kind, actor, at_us, revision) VALUES ('local', ?1, 'do', 'ui', 0, 1)";
        connection.execute(set, [id(9)]).unwrap();
        let change = "INSERT INTO changes (user, change_set, kind, record, before, after) VALUES ('local', ?1, 'task', ?2, ?3, ?4)";
        connection.execute(change, (id(9), id(1).as_bytes().as_slice(), task("Cafe"), task("Café crème"))).unwrap();
        let thread = chatkit_server::Thread::new(jiff::Timestamp::UNIX_EPOCH);
        let sql = "INSERT INTO threads (user, id, active_at_us, record) VALUES ('local', ?1, 0, ?2)";
        connection.execute(sql, (&thread.id, serde_json::to_string(&thread).unwrap())).unwrap();
        for (number, text) in [(1, Some("hello")), (2, None), (3, Some("good morning"))] {
            let sql = "INSERT INTO items (user, thread_id, id, kind, hidden, text, record) VALUES ('local', ?1, ?2, 'any', 0, ?3, '{}')";
            connection.execute(sql, (&thread.id, number.to_string(), text)).unwrap();
        }
    }

    fn id(number: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(0x0194_0000_0000_7000_8000_0000_0000_0000 + number)
    }

    #[tokio::test]
    async fn what_an_older_version_wrote_is_found_counted_and_undone() {
        let folder = tempfile::tempdir().unwrap();
        version_2(folder.path());

        let database = open(folder.path(), MIGRATIONS).unwrap();

        assert_eq!(database.opened().migrated.as_ref().map(|migrated| migrated.from), Some(2));
        let store = database.store("local");
        let now: jiff::Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().unwrap();
        let found = async |words: &str, view| {
            let query = TaskQuery { view, words: Some(words.to_owned()), ..TaskQuery::default() };
            let page = store.tasks(&query, &now).await.unwrap();
            page.tasks.into_iter().map(|task| task.title).collect::<Vec<_>>()
        };
        assert_eq!(found("cafe", View::All).await, ["Café crème"], "and not Ben's");
        assert_eq!(found("two tist", View::Done).await, ["Dentist"]);
        assert_eq!(found("letter", View::Trash).await, ["Old letter"]);
        assert_eq!(store.find_threads(None, None, None).await.unwrap().threads[0].message_count, 2);
        add(&store, "Café au lait").await;
        assert_eq!(found("cafe", View::All).await, ["Café au lait", "Café crème"], "what was added last comes first");
        assert_eq!(store.history(Some(id(1).into()), None, None).await.unwrap().entries.len(), 1);
        store.undo(Some(id(9).into()), Actor::Ui, &now).await.unwrap();
        assert_eq!(found("creme", View::All).await, [""; 0]);
        assert_eq!(found("cafe two", View::All).await, ["Cafe"]);
    }
}
