//! The change log: what was changed, by whom, and what was before.

use docket_tasks::{Change, ChangeSetId, Label, List, ListId, Task, TaskId};
use jiff::Zoned;
use serde::Serialize;
use uuid::Uuid;

use crate::feed::NoteKind;
use crate::mine::Mine;
use crate::store::Writing;
use crate::{Actor, Applied, Error, lists, search, task_rows};

/// How a change set came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SetKind {
    /// By a command.
    Do,
    /// By taking another one back.
    Undo,
    /// By taking an undo back.
    Redo,
}

/// A row of `change_sets`.
pub(crate) struct ChangeSet {
    pub(crate) id: ChangeSetId,
    pub(crate) kind: SetKind,
    pub(crate) undone_by: Option<ChangeSetId>,
    /// A record that it changed was deleted for good.
    pub(crate) purged: bool,
}

impl SetKind {
    /// The kind by that name.
    ///
    /// # Errors
    /// [`Error::Internal`] for another.
    pub(crate) fn from_name(name: &str) -> Result<Self, Error> {
        [Self::Do, Self::Undo, Self::Redo].into_iter().find(|kind| kind.name() == name).ok_or(Error::Internal)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Do => "do",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }
}

/// What [`read_set`] reads.
const SET_COLUMNS: &str = "id, kind, undone_by, purged";

fn read_set(row: &rusqlite::Row<'_>) -> Result<ChangeSet, Error> {
    Ok(ChangeSet {
        id: row.get::<_, Uuid>(0)?.into(),
        kind: SetKind::from_name(row.get_ref(1)?.as_str().unwrap_or_default())?,
        undone_by: row.get::<_, Option<Uuid>>(2)?.map(ChangeSetId::from),
        purged: row.get(3)?,
    })
}

/// The change set by that id.
///
/// # Errors
/// [`Error::ChangeSetNotFound`]; those of SQLite.
pub(crate) fn set(mine: &Mine<'_>, id: ChangeSetId) -> Result<ChangeSet, Error> {
    let sql = format!("SELECT {SET_COLUMNS} FROM change_sets WHERE user = :user AND id = :id");
    mine.row(&sql, &[(":id", id.as_uuid())], read_set)?.ok_or(Error::ChangeSetNotFound(id))
}

/// The last change set in force that an undo without a name means.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn last_in_force(mine: &Mine<'_>) -> Result<Option<ChangeSet>, Error> {
    let sql = format!(
        "SELECT {SET_COLUMNS} FROM change_sets WHERE user = :user AND kind IN ('do', 'redo') AND undone_by IS NULL
             AND actor <> 'import' ORDER BY revision DESC LIMIT 1"
    );
    mine.row(&sql, &[], read_set)
}

/// The last undo that can be taken back: nothing new has been done since.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn last_undo(mine: &Mine<'_>) -> Result<Option<ChangeSet>, Error> {
    let sql = format!(
        "SELECT {SET_COLUMNS} FROM change_sets WHERE user = :user AND kind = 'undo' AND undone_by IS NULL AND revision >
             coalesce((SELECT max(revision) FROM change_sets WHERE user = :user AND kind = 'do'), 0)
         ORDER BY revision DESC LIMIT 1"
    );
    mine.row(&sql, &[], read_set)
}

/// The change set that a command of `actor` goes into: the turn's own for the assistant, while that is in force.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn set_for(mine: &Mine<'_>, actor: Actor, now: &Zoned) -> Result<ChangeSetId, Error> {
    let new = || ChangeSetId::new(now.timestamp());
    match actor {
        Actor::Ui | Actor::QuickAdd | Actor::Mcp | Actor::Cli | Actor::Import => Ok(new()),
        Actor::Assistant { turn } => match set(mine, turn) {
            Err(Error::ChangeSetNotFound(_)) => Ok(turn),
            // Somebody has undone the turn while it runs: what it does from now on stands for itself.
            Ok(ChangeSet { undone_by: Some(_), .. }) => Ok(new()),
            Ok(ChangeSet { id, kind: SetKind::Do, undone_by: None, purged: _ }) => Ok(id),
            Ok(ChangeSet { kind: SetKind::Undo | SetKind::Redo, undone_by: None, .. }) => Ok(new()),
            Err(error) => Err(error),
        },
    }
}

/// The changes of a set, in the order they were made.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn of_set(mine: &Mine<'_>, id: ChangeSetId) -> Result<Vec<Change>, Error> {
    mine.rows(
        "SELECT kind, before, after FROM changes WHERE user = :user AND change_set = :id ORDER BY seq",
        &[(":id", id.as_uuid())],
        |row| {
            let (before, after) = (row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?);
            match row.get_ref(0)?.as_str().unwrap_or_default() {
                "task" => Ok(Change::Task { before: from_json(before)?, after: from_json(after)? }),
                "list" => Ok(Change::List { before: from_json(before)?, after: from_json(after)? }),
                "label" => Ok(Change::Label { before: from_json(before)?, after: from_json(after)? }),
                _ => Err(Error::Internal),
            }
        },
    )
}

/// Notes that `by` has taken `id` back.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn mark_undone(mine: &Mine<'_>, id: ChangeSetId, by: ChangeSetId) -> Result<(), Error> {
    mine.execute(
        "UPDATE change_sets SET undone_by = :by WHERE user = :user AND id = :id",
        &[(":id", id.as_uuid()), (":by", by.as_uuid())],
    )?;
    Ok(())
}

/// Writes `changes` into the tables and the log, and has them told.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn record(
    writing: &mut Writing<'_>,
    id: ChangeSetId,
    kind: SetKind,
    actor: Actor,
    now: &Zoned,
    changes: &[Change],
) -> Result<Applied, Error> {
    let mine = &writing.mine;
    mine.execute(
        "INSERT INTO change_sets (user, id, kind, actor, at_us, revision) VALUES (:user, :id, :kind, :actor, :at, :revision)
         ON CONFLICT (user, id) DO UPDATE SET revision = excluded.revision",
        &[
            (":id", id.as_uuid()),
            (":kind", &kind.name()),
            (":actor", &actor.name()),
            (":at", &now.timestamp().as_microsecond()),
            (":revision", &writing.revision),
        ],
    )?;
    let mut applied = Applied {
        change_set: Some(id),
        revision: writing.revision,
        tasks: Vec::new(),
        next: docket_tasks::next_of(changes).cloned(),
        removed: Vec::new(),
        lists: Vec::new(),
        created_lists: Vec::new(),
        created_labels: Vec::new(),
    };
    let mut touched = Touched::default();
    for change in changes {
        match change {
            Change::Task { before, after } => {
                record_task(mine, id, (before.as_deref(), after.as_deref()), now, &mut applied, &mut touched)?;
            }
            Change::List { before, after } => {
                record_list(mine, id, before.as_ref(), after.as_ref(), &mut applied, &mut touched)?;
            }
            Change::Label { before, after } => {
                record_label(mine, id, before.as_ref(), after.as_ref(), &mut applied, &mut touched)?;
            }
        }
    }
    touched.tell(writing, id);
    Ok(applied)
}

/// Ids of what a change set touched.
#[derive(Default)]
struct Touched {
    tasks: Vec<String>,
    lists: Vec<String>,
    labels: Vec<String>,
}

impl Touched {
    fn tell(self, writing: &mut Writing<'_>, id: ChangeSetId) {
        let Self { tasks, lists, labels } = self;
        for (kind, mut ids) in [(NoteKind::Labels, labels), (NoteKind::Lists, lists), (NoteKind::Tasks, tasks)] {
            if !ids.is_empty() {
                ids.dedup();
                writing.note(kind, ids, Some(id));
            }
        }
    }
}

fn record_task(
    mine: &Mine<'_>,
    set: ChangeSetId,
    (before, after): (Option<&Task>, Option<&Task>),
    now: &Zoned,
    applied: &mut Applied,
    touched: &mut Touched,
) -> Result<(), Error> {
    let Some(id) = before.or(after).map(|task| task.id) else { return Ok(()) };
    log(mine, set, "task", TaskId::as_uuid(&id).as_bytes(), to_json(before)?, to_json(after)?)?;
    match after {
        Some(after) => {
            task_rows::write(mine, after, now)?;
            search::keep(mine, before, Some(after))?;
            applied.tasks.push(after.clone());
        }
        None => {
            search::keep(mine, before, None)?;
            task_rows::remove(mine, id)?;
            applied.removed.push(id);
        }
    }
    touched.tasks.push(id.to_string());
    Ok(())
}

fn record_list(
    mine: &Mine<'_>,
    set: ChangeSetId,
    before: Option<&List>,
    after: Option<&List>,
    applied: &mut Applied,
    touched: &mut Touched,
) -> Result<(), Error> {
    let Some(id) = before.or(after).map(|list| list.id) else { return Ok(()) };
    log(mine, set, "list", ListId::as_uuid(&id).as_bytes(), to_json(before)?, to_json(after)?)?;
    match after {
        Some(after) => {
            lists::write(mine, after)?;
            applied.lists.push(after.clone());
            applied.created_lists.extend(before.is_none().then(|| after.name.clone()));
        }
        None => lists::remove(mine, id)?,
    }
    touched.lists.push(id.to_string());
    Ok(())
}

fn record_label(
    mine: &Mine<'_>,
    set: ChangeSetId,
    before: Option<&Label>,
    after: Option<&Label>,
    applied: &mut Applied,
    touched: &mut Touched,
) -> Result<(), Error> {
    let Some(name) = before.or(after).map(|label| label.name.clone()) else { return Ok(()) };
    log(mine, set, "label", task_rows::label_key(&name).as_bytes(), to_json(before)?, to_json(after)?)?;
    match after {
        Some(after) => {
            lists::write_label(mine, after)?;
            applied.created_labels.extend(before.is_none().then(|| after.name.clone()));
        }
        None => lists::remove_label(mine, &name)?,
    }
    touched.labels.push(name);
    Ok(())
}

fn log(
    mine: &Mine<'_>,
    set: ChangeSetId,
    kind: &str,
    record: &[u8],
    before: Option<String>,
    after: Option<String>,
) -> Result<(), Error> {
    mine.execute(
        "INSERT INTO changes (user, change_set, kind, record, before, after) VALUES (:user, :set, :kind, :record, :before, :after)",
        &[
            (":set", set.as_uuid()),
            (":kind", &kind),
            (":record", &record),
            (":before", &before),
            (":after", &after),
        ],
    )?;
    Ok(())
}

fn to_json<T: serde::Serialize>(record: Option<&T>) -> Result<Option<String>, Error> {
    Ok(record.map(serde_json::to_string).transpose()?)
}

fn from_json<T: serde::de::DeserializeOwned>(json: Option<String>) -> Result<Option<T>, Error> {
    Ok(json.as_deref().map(serde_json::from_str).transpose()?)
}
