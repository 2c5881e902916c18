//! The history: the change log as a person reads it, newest first.

use docket_tasks::{ChangeSetId, Error as TaskError, TaskId};
use jiff::Timestamp;
use rusqlite::ToSql;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::changes::SetKind;
use crate::mine::Mine;
use crate::{Error, Store};

const MOST: u32 = 100;
const DEFAULT_LIMIT: u32 = 20;
/// Records of one change set that are told one by one; an import may hold thousands.
const MOST_RECORDS: usize = 50;
/// Fields that go up with every change and say nothing of it.
const COUNTERS: [&str; 2] = ["revision", "updated_at"];

/// One change set: a command, a turn of the assistant, an undo or a redo.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryEntry {
    /// What undoes it.
    pub change_set: ChangeSetId,
    /// How it came about.
    pub kind: SetKind,
    /// Who did it: `ui`, `quick_add`, `assistant`, `mcp`, `cli`, `import`.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was taken back.
    pub undone: bool,
    /// Whether it can no longer be taken back, because a task of it was deleted for good.
    pub purged: bool,
    /// What it changed, of the task that was asked for or of all records; at most 50 of them.
    pub changes: Vec<RecordChange>,
    /// Records beyond those.
    pub more_changes: u64,
}

/// What a change set did to one record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordChange {
    /// `task`, `list` or `label`.
    pub record: String,
    /// The task's or list's id; none for a label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The title or name it has with the change; the last one it had, where it is gone.
    pub name: String,
    /// Made, changed, or gone.
    pub what: RecordWhat,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
}

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordWhat {
    /// It was made.
    Added,
    /// Fields of it changed.
    Changed,
    /// It is gone: making it was undone, or it was a list that was deleted.
    Removed,
}

/// One field, as it stands in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// `null` where there was nothing.
    pub before: Value,
    /// `null` where there is nothing.
    pub after: Value,
}

/// A page of the history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryPage {
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
    /// Whether older ones follow.
    pub has_more: bool,
    /// What to ask the next page with; present exactly when more follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl Store {
    /// What was changed, newest first: of `task`, or of everything.
    ///
    /// `limit`: 1 to 100, 20 where absent; `after`: that of the page before.
    ///
    /// # Errors
    /// [`docket_tasks::Error::Invalid`] for a `limit` over 100 or an `after` that no page gave; those of the disk. A task that never
    /// was has an empty history.
    pub async fn history(
        &self,
        task: Option<TaskId>,
        limit: Option<u32>,
        after: Option<&str>,
    ) -> Result<HistoryPage, Error> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MOST).contains(&limit) {
            return Err(TaskError::invalid("limit", format!("is {limit}, not 1 to {MOST}")).into());
        }
        let after = match after.map(str::parse::<i64>).transpose() {
            Ok(after) => after,
            Err(_) => return Err(TaskError::invalid("after", "is not one that a page of the history gave").into()),
        };
        self.read(move |mine| page(mine, task, limit, after)).await
    }
}

fn page(mine: &Mine<'_>, task: Option<TaskId>, limit: u32, after: Option<i64>) -> Result<HistoryPage, Error> {
    let mut sets = match task {
        None => sets(mine, limit, after)?,
        Some(task) => sets_of(mine, task, limit, after)?,
    };
    let has_more = sets.len() > limit as usize;
    sets.truncate(limit as usize);
    let after = sets.last().filter(|_| has_more).map(|(_, place)| place.to_string());
    let mut entries = Vec::with_capacity(sets.len());
    for (mut entry, _) in sets {
        entry.changes = changes(mine, entry.change_set, task)?;
        entry.more_changes = entry.changes.len().saturating_sub(MOST_RECORDS) as u64;
        entry.changes.truncate(MOST_RECORDS);
        entries.push(entry);
    }
    Ok(HistoryPage { entries, has_more, after })
}

const SET_COLUMNS: &str = "s.id, s.kind, s.actor, s.at_us, s.undone_by IS NOT NULL, s.purged";

/// All sets; a set's place is its revision.
fn sets(mine: &Mine<'_>, limit: u32, after: Option<i64>) -> Result<Vec<(HistoryEntry, i64)>, Error> {
    let sql = format!(
        "SELECT {SET_COLUMNS}, s.revision FROM change_sets s WHERE s.user = :user{}
             AND EXISTS (SELECT 1 FROM changes c WHERE c.user = s.user AND c.change_set = s.id)
         ORDER BY s.revision DESC LIMIT :wanted",
        if after.is_some() { " AND s.revision < :after" } else { "" }
    );
    let wanted = limit + 1;
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":wanted", &wanted)];
    parameters.extend(after.as_ref().map(|after| (":after", after as &dyn ToSql)));
    mine.rows(&sql, &parameters, read_entry)
}

/// The sets that changed a task; a set's place is that of its last change of the task.
fn sets_of(mine: &Mine<'_>, task: TaskId, limit: u32, after: Option<i64>) -> Result<Vec<(HistoryEntry, i64)>, Error> {
    let sql = format!(
        "SELECT {SET_COLUMNS}, max(c.seq) AS place FROM changes c JOIN change_sets s ON s.user = c.user AND s.id = c.change_set
         WHERE c.user = :user AND c.record = :record GROUP BY c.change_set{} ORDER BY place DESC LIMIT :wanted",
        if after.is_some() { " HAVING max(c.seq) < :after" } else { "" }
    );
    let (wanted, record) = (limit + 1, task.as_uuid().as_bytes().as_slice());
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":wanted", &wanted), (":record", &record)];
    parameters.extend(after.as_ref().map(|after| (":after", after as &dyn ToSql)));
    mine.rows(&sql, &parameters, read_entry)
}

fn read_entry(row: &rusqlite::Row<'_>) -> Result<(HistoryEntry, i64), Error> {
    let entry = HistoryEntry {
        change_set: row.get::<_, Uuid>(0)?.into(),
        kind: SetKind::from_name(row.get_ref(1)?.as_str().unwrap_or_default())?,
        actor: row.get(2)?,
        at: Timestamp::from_microsecond(row.get(3)?).map_err(|_| Error::Internal)?,
        undone: row.get(4)?,
        purged: row.get(5)?,
        changes: Vec::new(),
        more_changes: 0,
    };
    Ok((entry, row.get(6)?))
}

/// A record's first `before` and last `after` within a set.
struct Both {
    record: Vec<u8>,
    kind: String,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
}

/// What a set did, each record once: a turn of the assistant may have changed one several times.
fn changes(mine: &Mine<'_>, set: ChangeSetId, task: Option<TaskId>) -> Result<Vec<RecordChange>, Error> {
    let mut sql =
        String::from("SELECT record, kind, before, after FROM changes WHERE user = :user AND change_set = :set");
    let record = task.map(|task| task.as_uuid().as_bytes().to_vec());
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":set", set.as_uuid())];
    if let Some(record) = &record {
        sql.push_str(" AND record = :record");
        parameters.push((":record", record));
    }
    sql.push_str(" ORDER BY seq");
    let steps = mine.rows(&sql, &parameters, |row| {
        Ok(Both {
            record: row.get(0)?,
            kind: row.get(1)?,
            before: fields(row.get_ref(2)?.as_str_or_null().unwrap_or_default())?,
            after: fields(row.get_ref(3)?.as_str_or_null().unwrap_or_default())?,
        })
    })?;
    let mut places = std::collections::HashMap::new();
    let mut merged: Vec<Both> = Vec::new();
    for step in steps {
        match places.get(&step.record) {
            None => {
                places.insert(step.record.clone(), merged.len());
                merged.push(step);
            }
            Some(place) => merged[*place].after = step.after,
        }
    }
    Ok(merged.into_iter().filter_map(record_change).collect())
}

fn fields(json: Option<&str>) -> Result<Option<Map<String, Value>>, Error> {
    Ok(json.map(serde_json::from_str).transpose()?)
}

fn record_change(both: Both) -> Option<RecordChange> {
    let Both { record, kind, before, after } = both;
    let what = match (&before, &after) {
        (None, None) => return None,
        (None, Some(_)) => RecordWhat::Added,
        (Some(_), Some(_)) => RecordWhat::Changed,
        (Some(_), None) => RecordWhat::Removed,
    };
    let shown = after.as_ref().or(before.as_ref())?;
    let name = shown.get("title").or_else(|| shown.get("name")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = Uuid::from_slice(&record).ok().filter(|_| kind != "label").map(|id| id.to_string());
    let nothing = Map::new();
    let (before, after) = (before.unwrap_or_else(|| nothing.clone()), after.unwrap_or(nothing));
    Some(RecordChange { record: kind, id, name, what, fields: differing(&before, &after) })
}

fn differing(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<FieldChange> {
    let value = |record: &Map<String, Value>, field: &String| record.get(field).cloned().unwrap_or_default();
    let mut names: Vec<_> = after.keys().chain(before.keys().filter(|field| !after.contains_key(*field))).collect();
    names.retain(|field| !COUNTERS.contains(&field.as_str()) && *field != "id");
    names
        .into_iter()
        .map(|field| FieldChange { field: field.clone(), before: value(before, field), after: value(after, field) })
        .filter(|change| change.before != change.after && !(is_empty(&change.before) && is_empty(&change.after)))
        .collect()
}

/// What an added record has nothing in is not worth a line.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
