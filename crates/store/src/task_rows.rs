//! Tasks as rows.

use docket_tasks::{Civil, Due, Error as TaskError, ListId, Priority, Source, Status, Task, TaskId};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use rusqlite::Row;
use uuid::Uuid;

use crate::Error;
use crate::mine::Mine;
use crate::reminders;

/// What [`read`] reads, of the table `tasks` called `t`.
pub(crate) const COLUMNS: &str = "t.id, t.title, t.notes, t.status, t.priority, t.due, t.due_zone, t.list_id, t.position, \
     t.created_at_us, t.updated_at_us, t.completed_at_us, t.deleted_at_us, t.source, t.revision, \
     t.start, t.duration_min, t.repeat, t.occurrence, t.reminders, t.parent, \
     (SELECT json_group_array(l.name ORDER BY l.key) FROM task_labels tl JOIN labels l ON l.user = tl.user AND l.key = tl.label_key \
      WHERE tl.user = t.user AND tl.task_id = t.id)";

/// How many [`COLUMNS`] there are.
pub(crate) const COLUMN_COUNT: usize = 22;

/// A task from the [`COLUMNS`] of a row.
///
/// # Errors
/// [`Error::Internal`] where the row is not one that [`write`] wrote.
pub(crate) fn read(row: &Row<'_>) -> Result<Task, Error> {
    let due = match (row.get::<_, Option<String>>(5)?, row.get::<_, Option<String>>(6)?) {
        (None, _) => None,
        (Some(date), None) => Some(Due::Date(date.parse().map_err(|_| wrong("due"))?)),
        // Not checked against the zones of this computer: a zone that it does not know must not hide the task.
        (Some(at), Some(zone)) => Some(Due::At { at: at.parse::<DateTime>().map_err(|_| wrong("due"))?, zone }),
    };
    Ok(Task {
        id: TaskId::from(row.get::<_, Uuid>(0)?),
        title: row.get(1)?,
        notes: row.get(2)?,
        status: if row.get_ref(3)?.as_str().is_ok_and(|status| status == "done") { Status::Done } else { Status::Open },
        priority: Priority::try_from(row.get::<_, u8>(4)?).map_err(|_| wrong("priority"))?,
        due,
        list: row.get::<_, Option<Uuid>>(7)?.map(ListId::from),
        position: row.get(8)?,
        created_at: time(row.get(9)?)?,
        updated_at: time(row.get(10)?)?,
        completed_at: row.get::<_, Option<i64>>(11)?.map(time).transpose()?,
        deleted_at: row.get::<_, Option<i64>>(12)?.map(time).transpose()?,
        source: source(row.get_ref(13)?.as_str().unwrap_or_default())?,
        revision: row.get(14)?,
        start: row.get_ref(15)?.as_str_or_null().ok().flatten().map(civil).transpose()?,
        duration_min: row.get(16)?,
        repeat: row.get_ref(17)?.as_str_or_null().ok().flatten().map(serde_json::from_str).transpose()?,
        occurrence: row.get_ref(18)?.as_str_or_null().ok().flatten().map(civil).transpose()?,
        reminders: match row.get_ref(19)?.as_str_or_null() {
            Ok(None) | Err(_) => Vec::new(),
            Ok(Some(reminders)) => serde_json::from_str(reminders)?,
        },
        parent: row.get::<_, Option<Uuid>>(20)?.map(TaskId::from),
        labels: match row.get_ref(21)?.as_str() {
            Ok("[]") | Err(_) => Vec::new(),
            Ok(names) => serde_json::from_str(names)?,
        },
    })
}

/// Puts a row in the place of the one with its id, or adds it behind all others.
const WRITE: &str = "INSERT INTO tasks (user, id, title, notes, status, priority, due, due_zone, due_at_us, list_id, position,
         created_at_us, updated_at_us, completed_at_us, deleted_at_us, source, revision, start, duration_min, repeat, occurrence,
         reminders, parent, seq)
     VALUES (:user, :id, :title, :notes, :status, :priority, :due, :due_zone, :due_at_us, :list, :position,
         :created_at, :updated_at, :completed_at, :deleted_at, :source, :revision, :start, :duration_min, :repeat, :occurrence,
         :reminders, :parent, (SELECT coalesce(max(seq), 0) + 1 FROM tasks))
     ON CONFLICT (user, id) DO UPDATE SET title = excluded.title, notes = excluded.notes, status = excluded.status,
         priority = excluded.priority, due = excluded.due, due_zone = excluded.due_zone, due_at_us = excluded.due_at_us,
         list_id = excluded.list_id, position = excluded.position, created_at_us = excluded.created_at_us,
         updated_at_us = excluded.updated_at_us, completed_at_us = excluded.completed_at_us,
         deleted_at_us = excluded.deleted_at_us, source = excluded.source, revision = excluded.revision,
         start = excluded.start, duration_min = excluded.duration_min, repeat = excluded.repeat,
         occurrence = excluded.occurrence, reminders = excluded.reminders, parent = excluded.parent";

/// Puts `task` in the place of the row with its id, or adds it.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn write(mine: &Mine<'_>, task: &Task, now: &Zoned) -> Result<(), Error> {
    let Task {
        id,
        title,
        notes,
        status,
        priority,
        due,
        start,
        duration_min,
        repeat,
        occurrence,
        reminders,
        list,
        labels,
        parent,
        position,
        created_at,
        updated_at,
        completed_at,
        deleted_at,
        source,
        revision,
    } = task;
    let parts = due.as_ref().map(Due::to_parts).unwrap_or_default();
    mine.execute(
        WRITE,
        &[
            (":id", id.as_uuid()),
            (":title", title),
            (":notes", notes),
            (":status", &status_name(*status)),
            (":priority", &u8::from(*priority)),
            (":due", &parts.due),
            (":due_zone", &parts.due_zone),
            (":due_at_us", &due.as_ref().and_then(moment_us)),
            (":list", &list.as_ref().map(|list| *list.as_uuid())),
            (":position", position),
            (":created_at", &created_at.as_microsecond()),
            (":updated_at", &updated_at.as_microsecond()),
            (":completed_at", &completed_at.map(Timestamp::as_microsecond)),
            (":deleted_at", &deleted_at.map(Timestamp::as_microsecond)),
            (":source", &source_name(*source)),
            (":revision", revision),
            (":start", &start.as_ref().map(ToString::to_string)),
            (":duration_min", duration_min),
            (":repeat", &repeat.as_ref().map(serde_json::to_string).transpose()?),
            (":occurrence", &occurrence.as_ref().map(ToString::to_string)),
            (":reminders", &(!reminders.is_empty()).then(|| serde_json::to_string(reminders)).transpose()?),
            (":parent", &parent.as_ref().map(|parent| *parent.as_uuid())),
        ],
    )?;
    reminders::write(mine, task, now)?;
    write_labels(mine, *id, labels)
}

/// Removes the row of a task.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn remove(mine: &Mine<'_>, id: TaskId) -> Result<(), Error> {
    mine.execute("DELETE FROM tasks WHERE user = :user AND id = :id", &[(":id", id.as_uuid())])?;
    Ok(())
}

/// The task with that id, in the trash or not.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn find(mine: &Mine<'_>, id: TaskId) -> Result<Option<Task>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM tasks t WHERE t.user = :user AND t.id = :id");
    mine.row(&sql, &[(":id", id.as_uuid())], read)
}

/// All tasks in a list, in the trash or not.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn in_list(mine: &Mine<'_>, list: ListId) -> Result<Vec<Task>, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM tasks t WHERE t.user = :user AND t.list_id = :list ORDER BY t.position, t.id");
    mine.rows(&sql, &[(":list", list.as_uuid())], read)
}

/// All tasks with a label, in the trash or not.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn with_label(mine: &Mine<'_>, name: &str) -> Result<Vec<Task>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM task_labels w JOIN tasks t ON t.user = w.user AND t.id = w.task_id
         WHERE w.user = :user AND w.label_key = :label ORDER BY t.position, t.id"
    );
    mine.rows(&sql, &[(":label", &label_key(name))], read)
}

/// What a label is found by: its name without regard to case, as docket-tasks compares names.
pub(crate) fn label_key(name: &str) -> String {
    name.to_lowercase()
}

fn civil(text: &str) -> Result<Civil, Error> {
    Civil::parse("date", text).map_err(|_| wrong("start or occurrence"))
}

fn write_labels(mine: &Mine<'_>, id: TaskId, labels: &[String]) -> Result<(), Error> {
    mine.execute("DELETE FROM task_labels WHERE user = :user AND task_id = :id", &[(":id", id.as_uuid())])?;
    for label in labels {
        mine.execute(
            "INSERT INTO task_labels (user, task_id, label_key) VALUES (:user, :id, :label)",
            &[(":id", id.as_uuid()), (":label", &label_key(label))],
        )?;
    }
    Ok(())
}

/// The moment that a wall-clock time stands for by the zone rules of today; none for a date.
fn moment_us(due: &Due) -> Option<i64> {
    match due {
        Due::Date(_) => None,
        Due::At { at, zone } => Some(at.to_zoned(TimeZone::get(zone).ok()?).ok()?.timestamp().as_microsecond()),
    }
}

fn time(us: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(us).map_err(|_| wrong("time"))
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Done => "done",
    }
}

const SOURCES: [Source; 6] =
    [Source::Ui, Source::QuickAdd, Source::Assistant, Source::Mcp, Source::Cli, Source::Import];

fn source_name(source: Source) -> &'static str {
    match source {
        Source::Ui => "ui",
        Source::QuickAdd => "quick_add",
        Source::Assistant => "assistant",
        Source::Mcp => "mcp",
        Source::Cli => "cli",
        Source::Import => "import",
    }
}

fn source(name: &str) -> Result<Source, Error> {
    SOURCES.into_iter().find(|source| source_name(*source) == name).ok_or_else(|| wrong("source"))
}

fn wrong(column: &'static str) -> Error {
    tracing::error!(column, "a stored task is not as expected");
    Error::Internal
}

/// [`TaskError::TaskNotFound`].
pub(crate) fn not_found(id: TaskId) -> Error {
    Error::Task(TaskError::TaskNotFound(id))
}
