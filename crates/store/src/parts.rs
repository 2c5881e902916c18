//! How far the parts of tasks are.

use std::collections::BTreeMap;

use docket_tasks::TaskId;
use serde::Serialize;
use uuid::Uuid;

use crate::{Error, Store};

/// How many parts a task has; none of them in the trash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PartCount {
    /// Those that are done.
    pub done: u64,
    /// All of them.
    pub all: u64,
}

impl Store {
    /// How many parts those of `tasks` have that have any.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn part_counts(&self, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, PartCount>, Error> {
        let ids: Vec<String> = tasks.iter().map(|id| id.as_uuid().simple().to_string()).collect();
        let ids = serde_json::to_string(&ids)?;
        self.read(move |mine| {
            let sql = "SELECT t.parent, count(*) FILTER (WHERE t.status = 'done'), count(*) FROM tasks t
                 WHERE t.user = :user AND t.parent IN (SELECT unhex(value) FROM json_each(:ids)) AND t.deleted_at_us IS NULL
                 GROUP BY t.parent";
            let counts = mine.rows(sql, &[(":ids", &ids)], |row| {
                Ok((TaskId::from(row.get::<_, Uuid>(0)?), PartCount { done: row.get(1)?, all: row.get(2)? }))
            })?;
            Ok(counts.into_iter().collect())
        })
        .await
    }
}
