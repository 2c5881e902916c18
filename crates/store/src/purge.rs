//! What leaves for good: tasks after thirty days in the trash, with what the change log says of them, and files that nothing names.

use std::sync::Arc;
use std::time::SystemTime;

use docket_tasks::TaskId;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use crate::feed::NoteKind;
use crate::store::Writing;
use crate::{Database, Error, Store, attachments};

/// How long a task stays in the trash.
const DAYS: i64 = 30;
/// Tasks of one commit: others get their turn in between.
const AT_ONCE: u32 = 200;

/// What [`Database::tend`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    /// Tasks that were deleted for good.
    pub purged_tasks: usize,
    /// Files of attachments that nothing named.
    pub removed_files: usize,
}

impl Database {
    /// Deletes for good what was in the trash for thirty days, of every user, and removes files of attachments that belong to no
    /// message. To be called at the start and every hour.
    ///
    /// `now`: the time by which the thirty days are over. Files go by the computer's clock.
    ///
    /// # Errors
    /// Those of the disk; what was done until then stays done.
    pub async fn tend(&self, now: Timestamp) -> Result<Tended, Error> {
        let users = self.users().await?;
        let mut purged_tasks = 0;
        for user in &users {
            purged_tasks += self.store(user).purge(now).await?.len();
        }
        let removed_files = attachments::sweep(self.shared(), &users, SystemTime::now()).await?;
        if purged_tasks + removed_files > 0 {
            tracing::info!(purged_tasks, removed_files, "removed what was deleted long ago");
        }
        Ok(Tended { purged_tasks, removed_files })
    }

    /// All who have anything here.
    async fn users(&self) -> Result<Vec<String>, Error> {
        let shared = Arc::clone(self.shared());
        // The one statement that is about everybody: names of users, and nothing of theirs.
        let users = shared.readers.run(move |connection| {
            let mut statement = connection.prepare(&users_sql())?;
            let users = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(users)
        });
        users.await
    }
}

/// From one name to the next in each table's key: as many steps as there are users, however many rows they have.
fn users_sql() -> String {
    let tables = ["change_sets", "threads", "attachments"];
    let names = tables.map(|table| {
        format!(
            "SELECT name FROM (WITH RECURSIVE names (name) AS (
                 SELECT (SELECT min(user) FROM {table})
                 UNION ALL SELECT (SELECT min(user) FROM {table} WHERE user > name) FROM names WHERE name IS NOT NULL
             ) SELECT name FROM names WHERE name IS NOT NULL)"
        )
    });
    names.join(" UNION ")
}

impl Store {
    /// Deletes this user's tasks for good that were in the trash for thirty days, and what the change log says of them: a change set
    /// that touched one cannot be taken back any more ([`Error::Purged`]). Answers their ids.
    ///
    /// # Errors
    /// Those of the disk; what was done until then stays done.
    pub async fn purge(&self, now: Timestamp) -> Result<Vec<TaskId>, Error> {
        let Ok(latest) = now.checked_sub((DAYS * 24).hours()) else { return Ok(Vec::new()) };
        let latest_us = latest.as_microsecond();
        let mut gone = Vec::new();
        loop {
            let ids = self.write(move |writing| purge(writing, latest_us)).await?;
            if ids.is_empty() {
                return Ok(gone);
            }
            gone.extend(ids);
        }
    }
}

fn purge(writing: &mut Writing<'_>, latest_us: i64) -> Result<Vec<TaskId>, Error> {
    let mine = &writing.mine;
    let ids = mine.rows(
        "SELECT id FROM tasks WHERE user = :user AND deleted_at_us <= :latest ORDER BY deleted_at_us LIMIT :most",
        &[(":latest", &latest_us), (":most", &AT_ONCE)],
        |row| Ok(row.get::<_, Uuid>(0)?),
    )?;
    for id in &ids {
        let record = id.as_bytes().as_slice();
        mine.execute(
            "UPDATE change_sets SET purged = 1 WHERE user = :user AND id IN
                 (SELECT change_set FROM changes WHERE user = :user AND record = :record)",
            &[(":record", &record)],
        )?;
        mine.execute("DELETE FROM changes WHERE user = :user AND record = :record", &[(":record", &record)])?;
        mine.execute(
            "DELETE FROM task_words WHERE rowid = (SELECT seq FROM tasks WHERE user = :user AND id = :id)",
            &[(":id", id)],
        )?;
        // A part of it that was taken out of the trash by itself stands alone from now on.
        mine.execute("UPDATE tasks SET parent = NULL WHERE user = :user AND parent = :id", &[(":id", id)])?;
        mine.execute("DELETE FROM tasks WHERE user = :user AND id = :id", &[(":id", id)])?;
    }
    if !ids.is_empty() {
        writing.note(NoteKind::Tasks, ids.iter().map(Uuid::to_string).collect(), None);
    }
    Ok(ids.into_iter().map(TaskId::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::open_in_memory;
    use crate::migrations::{MIGRATIONS, migrate};

    #[test]
    fn the_names_of_users_are_found_without_reading_their_rows() {
        let mut connection = open_in_memory().unwrap();
        migrate(&mut connection, 0, MIGRATIONS).unwrap();
        for (user, id) in [("ben", 1), ("anna", 2), ("ben", 3), ("clara", 4)] {
            let sql =
                "INSERT INTO change_sets (user, id, kind, actor, at_us, revision) VALUES (?1, ?2, 'do', 'ui', 0, ?3)";
            connection.execute(sql, (user, [id; 16], id)).unwrap();
        }
        let attachment = "INSERT INTO attachments (user, id, record) VALUES ('dora', 'a', '{}'), ('anna', 'b', '{}')";
        connection.execute(attachment, ()).unwrap();
        let mut statement = connection.prepare(&users_sql()).unwrap();
        let users: Vec<String> = statement.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(users, ["anna", "ben", "clara", "dora"]);
        let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", users_sql())).unwrap();
        let steps: Vec<String> = explained.query_map((), |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        let scans = |table: &&str| steps.iter().any(|step| step.starts_with(&format!("SCAN {table}")));
        assert_eq!(["change_sets", "threads", "attachments"].iter().find(|table| scans(table)), None, "{steps:#?}");
    }
}
