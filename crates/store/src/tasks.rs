//! The only way to change a task, and the plain ways to read one.

use std::collections::HashSet;

use docket_tasks::{ChangeSetId, Command, List, Scope, Task, TaskId};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::changes::{self, SetKind};
use crate::mine::Mine;
use crate::store::Writing;
use crate::{Actor, Error, Store, lists, order, task_page, task_rows};

/// How long an idempotency key is remembered.
const KEY_HOURS: i64 = 24;
/// Shortest end of an id that [`Store::find_by_suffix`] looks for.
const SUFFIX_DIGITS: usize = 4;

/// What a command did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    /// What undoes it; `None` where nothing differed.
    pub change_set: Option<ChangeSetId>,
    /// The user's revision with it.
    pub revision: u64,
    /// The tasks as they are now, in the order they were changed; those in the trash too.
    pub tasks: Vec<Task>,
    /// The next one of a repeating task that was completed; among `tasks` too.
    #[serde(default)]
    pub next: Option<Task>,
    /// Tasks that are gone, because adding them was undone.
    pub removed: Vec<TaskId>,
    /// The lists as they are now.
    pub lists: Vec<List>,
    /// Names of lists that were made.
    pub created_lists: Vec<String>,
    /// Names of labels that were made.
    pub created_labels: Vec<String>,
}

impl Store {
    /// Does `command`: one commit, which leaves its own undo in the change log and is then told to [`Store::subscribe`]rs.
    ///
    /// `now`: the moment of the change, kept to the microsecond, and the user's zone. All that a turn of the assistant changes
    /// becomes one change set, whose id is the turn's.
    ///
    /// # Errors
    /// Those of [`docket_tasks::apply`] and of the disk; nothing has changed then.
    pub async fn apply(&self, command: Command, actor: Actor, now: &Zoned) -> Result<Applied, Error> {
        let now = to_microsecond(now);
        self.write(move |writing| apply(writing, &command, actor, &now)).await
    }

    /// [`Store::apply`], at most once: the same `key` within 24 hours answers what it answered the first time.
    ///
    /// # Errors
    /// As [`Store::apply`]; [`Error::KeyReused`] where the key came with another command.
    pub async fn apply_idempotent(
        &self,
        key: &str,
        command: Command,
        actor: Actor,
        now: &Zoned,
    ) -> Result<Applied, Error> {
        let (key, now) = (key.to_owned(), to_microsecond(now));
        self.write(move |writing| {
            let request = format!("{command:?}");
            if let Some(applied) = answered_before(&writing.mine, &key, &request, now.timestamp())? {
                return Ok(applied);
            }
            let applied = apply(writing, &command, actor, &now)?;
            writing.mine.execute(
                "INSERT INTO idempotency_keys (user, key, at_us, request, answer) VALUES (:user, :key, :at, :request, :answer)",
                &[
                    (":key", &key),
                    (":at", &now.timestamp().as_microsecond()),
                    (":request", &request),
                    (":answer", &serde_json::to_string(&applied)?),
                ],
            )?;
            Ok(applied)
        })
        .await
    }

    /// The task, in the trash or not.
    ///
    /// # Errors
    /// [`docket_tasks::Error::TaskNotFound`]; those of the disk.
    pub async fn task(&self, id: TaskId) -> Result<Task, Error> {
        self.read(move |mine| task_rows::find(mine, id)?.ok_or_else(|| task_rows::not_found(id))).await
    }

    /// Tasks, in the trash or not, whose id ends with `suffix`: hexadecimal digits, hyphens are passed over. Newest first; none for
    /// less than four digits.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn find_by_suffix(&self, suffix: &str) -> Result<Vec<TaskId>, Error> {
        let digits = suffix.chars().filter(char::is_ascii_hexdigit).count();
        let others = suffix.chars().filter(|character| !character.is_ascii_hexdigit() && *character != '-').count();
        if others > 0 || !(SUFFIX_DIGITS..=32).contains(&digits) {
            return Ok(Vec::new());
        }
        let suffix = suffix.to_owned();
        self.read(move |mine| task_page::by_suffix(mine, &suffix)).await
    }

    /// The tasks behind the numbers that the last listing in a terminal showed, the first being number 1.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn last_listing(&self) -> Result<Vec<TaskId>, Error> {
        self.read(|mine| {
            let ids =
                mine.row("SELECT ids FROM last_listings WHERE user = :user", &[], |row| Ok(row.get::<_, String>(0)?))?;
            ids.map_or_else(|| Ok(Vec::new()), |ids| Ok(serde_json::from_str(&ids)?))
        })
        .await
    }

    /// Remembers which tasks a listing in a terminal showed.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn set_last_listing(&self, ids: &[TaskId]) -> Result<(), Error> {
        let ids = serde_json::to_string(ids)?;
        self.write(move |writing| {
            writing.mine.execute(
                "INSERT INTO last_listings (user, ids) VALUES (:user, :ids) ON CONFLICT (user) DO UPDATE SET ids = excluded.ids",
                &[(":ids", &ids)],
            )?;
            Ok(())
        })
        .await
    }
}

/// Does `command` in a commit that is under way.
///
/// # Errors
/// As [`Store::apply`].
pub(crate) fn apply(writing: &mut Writing<'_>, command: &Command, actor: Actor, now: &Zoned) -> Result<Applied, Error> {
    let scope = scope_of(&writing.mine, command)?;
    let changes = docket_tasks::apply(command, &scope, now)?;
    if changes.is_empty() {
        let ids = command.task_ids();
        let tasks = ids.iter().filter_map(|id| scope.tasks.iter().find(|task| task.id == *id)).cloned();
        return Ok(Applied {
            change_set: None,
            revision: writing.revision - 1,
            tasks: tasks.collect(),
            next: None,
            removed: Vec::new(),
            lists: Vec::new(),
            created_lists: Vec::new(),
            created_labels: Vec::new(),
        });
    }
    let id = changes::set_for(&writing.mine, actor, now)?;
    changes::record(writing, id, SetKind::Do, actor, now, &changes)
}

/// What docket-tasks has to know of what is stored, to do `command`.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn scope_of(mine: &Mine<'_>, command: &Command) -> Result<Scope, Error> {
    let mut scope = scope(mine, &command.task_ids(), &command.list_ids(), &command.label_names())?;
    let mut known: HashSet<TaskId> = scope.tasks.iter().map(|task| task.id).collect();
    for (id, moving) in command.neighbor_ids() {
        let neighbors = order::neighbors(mine, id, moving)?;
        for id in neighbors.crowd.iter().flat_map(|crowd| &crowd.tasks) {
            if known.insert(*id) {
                scope.tasks.extend(task_rows::find(mine, *id)?);
            }
        }
        scope.neighbors.push(neighbors);
    }
    Ok(scope)
}

/// What docket-tasks has to know: the named tasks with what belongs to them, those in `lists` and with `labels`, and all lists and labels.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn scope(
    mine: &Mine<'_>,
    ids: &[TaskId],
    in_lists: &[docket_tasks::ListId],
    with_labels: &[String],
) -> Result<Scope, Error> {
    let mut tasks: Vec<Task> = Vec::new();
    for list in in_lists {
        tasks.extend(task_rows::in_list(mine, *list)?);
    }
    for label in with_labels {
        tasks.extend(task_rows::with_label(mine, label)?);
    }
    for id in ids {
        // The task itself first: so it is in what is answered.
        let Some(task) = task_rows::find(mine, *id)? else { continue };
        let parent = task.parent;
        tasks.push(task);
        if let Some(parent) = parent {
            tasks.extend(task_rows::find(mine, parent)?);
        }
        tasks.extend(parts(mine, *id)?);
    }
    let mut seen = HashSet::new();
    tasks.retain(|task| seen.insert(task.id));
    // The open ones have an index for it; a task that comes back from elsewhere to the same place stands by its id.
    let last_position = mine.row(
        "SELECT max(position) FROM tasks WHERE user = :user AND status = 'open' AND deleted_at_us IS NULL",
        &[],
        |row| Ok(row.get::<_, Option<f64>>(0)?),
    )?;
    Ok(Scope {
        tasks,
        lists: lists::all(mine)?,
        labels: lists::all_labels(mine)?,
        last_position: last_position.flatten().unwrap_or(0.0),
        neighbors: Vec::new(),
    })
}

/// The parts of a task, in the trash or not.
fn parts(mine: &Mine<'_>, of: TaskId) -> Result<Vec<Task>, Error> {
    let sql = format!(
        "SELECT {} FROM tasks t WHERE t.user = :user AND t.parent = :of ORDER BY t.position, t.id",
        task_rows::COLUMNS
    );
    mine.rows(&sql, &[(":of", of.as_uuid())], task_rows::read)
}

/// Times are stored to the microsecond: what is answered at once and what is read later are the same.
pub(crate) fn to_microsecond(now: &Zoned) -> Zoned {
    Timestamp::from_microsecond(now.timestamp().as_microsecond())
        .map_or_else(|_| now.clone(), |at| at.to_zoned(now.time_zone().clone()))
}

fn answered_before(mine: &Mine<'_>, key: &str, request: &str, now: Timestamp) -> Result<Option<Applied>, Error> {
    let oldest = now.as_microsecond() - KEY_HOURS * 3_600_000_000;
    mine.execute("DELETE FROM idempotency_keys WHERE user = :user AND at_us <= :oldest", &[(":oldest", &oldest)])?;
    let known = mine.row(
        "SELECT request, answer FROM idempotency_keys WHERE user = :user AND key = :key",
        &[(":key", &key)],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    match known {
        None => Ok(None),
        Some((first, answer)) if first == request => Ok(Some(serde_json::from_str(&answer)?)),
        Some(_) => Err(Error::KeyReused),
    }
}
