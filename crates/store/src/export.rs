//! The list as a file of JSON, and back: `docs/export.md` is the format's page.

use std::collections::HashSet;
use std::io::{BufWriter, Write};

use docket_tasks::{Command, Import, Label, List, Task, TaskId};
use jiff::{Timestamp, Zoned};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::backup::io_error;
use crate::mine::Mine;
use crate::task_rows::{self, COLUMNS};
use crate::{Actor, ChangeSetId, Error, Store, lists, tasks};

/// `format` of the files that are written and read here.
const FORMAT: &str = "docket";
/// Their `version`.
const VERSION: u64 = 1;
/// A file that is imported may have so many bytes.
pub const IMPORT_BYTES: usize = 25 * 1024 * 1024;

/// What is in a file that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Lists.
    pub lists: u64,
    /// Labels.
    pub labels: u64,
    /// Tasks: open, done and in the trash.
    pub tasks: u64,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// What undoes it; `None` where nothing changed, and in a preview.
    pub change_set: Option<ChangeSetId>,
    /// Tasks that were not there.
    pub new_tasks: u64,
    /// Tasks that are there, with the same in them.
    pub same_tasks: u64,
    /// Tasks that are there and differ: they stay as they are.
    pub kept_tasks: u64,
    /// The first hundred of those.
    pub kept: Vec<TaskId>,
    /// Lists that were not there, by name.
    pub new_lists: Vec<String>,
    /// Labels that were not there.
    pub new_labels: Vec<String>,
}

/// Ids of tasks that [`Imported::kept`] names.
const MOST_KEPT: usize = 100;

impl Store {
    /// Writes all tasks, lists and labels of this user to `writer`, as they are at one moment, one task a line and never all of them
    /// in memory. No settings, no conversations, no key. Answers the writer, flushed.
    ///
    /// `now`: stands in the file.
    ///
    /// # Errors
    /// Those of the writer, as of a disk; those of the disk. What was written until then is no export.
    pub async fn export<W: Write + Send + 'static>(&self, writer: W, now: Timestamp) -> Result<(W, Exported), Error> {
        self.read(move |mine| {
            let mut writer = BufWriter::new(writer);
            let exported = write(mine, &mut writer, now)?;
            let writer = writer.into_inner().map_err(|error| io_error(error.into_error()))?;
            Ok((writer, exported))
        })
        .await
    }

    /// Puts what the file `json` holds beside what is there, as one change set of [`Actor::Import`]: tasks keep their ids, times and
    /// states, so that a file that is imported twice changes nothing the second time. A list or label whose name is there is that one.
    ///
    /// # Errors
    /// [`Error::NotImportable`] for a file that is not one of ours, is of a later version, or holds something that no task can be;
    /// [`Error::TooLarge`]; those of the disk. Nothing has changed then.
    pub async fn import(&self, json: &[u8], now: &Zoned) -> Result<Imported, Error> {
        let (import, now) = (read(json)?, tasks::to_microsecond(now));
        self.write(move |writing| {
            let command = Command::Import(import);
            let Command::Import(import) = &command else { return Err(Error::Internal) };
            let foreseen = foresee(&writing.mine, import)?;
            let applied = tasks::apply(writing, &command, Actor::Import, &now).map_err(named)?;
            Ok(Imported { change_set: applied.change_set, ..foreseen })
        })
        .await
    }

    /// What [`Store::import`] would do. Changes nothing.
    ///
    /// # Errors
    /// As [`Store::import`].
    pub async fn preview_import(&self, json: &[u8], now: &Zoned) -> Result<Imported, Error> {
        let (import, now) = (read(json)?, tasks::to_microsecond(now));
        self.read(move |mine| {
            let foreseen = foresee(mine, &import)?;
            // All that could be refused is refused here too.
            let command = Command::Import(import);
            let scope = tasks::scope_of(mine, &command)?;
            docket_tasks::apply(&command, &scope, &now).map_err(|error| named(error.into()))?;
            Ok(foreseen)
        })
        .await
    }
}

fn write(mine: &Mine<'_>, writer: &mut impl Write, now: Timestamp) -> Result<Exported, Error> {
    let mut exported = Exported::default();
    let now = serde_json::to_string(&now)?;
    write!(writer, "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"exported_at\":{now},\n\"lists\":[")
        .map_err(io_error)?;
    for list in lists::all(mine)? {
        line(writer, exported.lists, &list)?;
        exported.lists += 1;
    }
    write!(writer, "],\n\"labels\":[").map_err(io_error)?;
    for label in lists::all_labels(mine)? {
        line(writer, exported.labels, &label)?;
        exported.labels += 1;
    }
    write!(writer, "],\n\"tasks\":[").map_err(io_error)?;
    // By id: the order of making, so that a parent stands before its parts.
    let sql = format!("SELECT {COLUMNS} FROM tasks t WHERE t.user = :user ORDER BY t.id");
    mine.rows(&sql, &[], |row| {
        line(writer, exported.tasks, &task_rows::read(row)?)?;
        exported.tasks += 1;
        Ok(())
    })?;
    writeln!(writer, "]}}").map_err(io_error)?;
    Ok(exported)
}

fn line(writer: &mut impl Write, before: u64, record: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_string(record)?;
    write!(writer, "{}\n{text}", if before == 0 { "" } else { "," }).map_err(io_error)
}

/// A file, before anybody has looked at its records; fields that are not known are dropped.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    lists: Vec<Value>,
    #[serde(default)]
    labels: Vec<Value>,
    #[serde(default)]
    tasks: Vec<Value>,
}

fn read(json: &[u8]) -> Result<Import, Error> {
    if json.len() > IMPORT_BYTES {
        return Err(Error::TooLarge { field: "file", limit_bytes: IMPORT_BYTES });
    }
    // Some editors write a mark of the encoding in front.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    let file: Value = serde_json::from_slice(json).map_err(|error| {
        Error::NotImportable(format!("it is not JSON (line {}, column {})", error.line(), error.column()))
    })?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(Error::NotImportable("it is not an export of Docket; `docket export` makes one".to_owned()));
    }
    match file.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(version) if version > VERSION => {
            return Err(Error::NotImportable(format!(
                "it is of version {version}, and this Docket reads up to {VERSION}; update Docket first"
            )));
        }
        Some(_) | None => return Err(Error::NotImportable("its `version` is none that ever was".to_owned())),
    }
    let File { lists, labels, tasks } = serde_json::from_value(file).map_err(|error| wrong(&error.to_string()))?;
    Ok(Import {
        lists: records::<List>("lists", lists)?,
        labels: records::<Label>("labels", labels)?,
        tasks: records::<Task>("tasks", tasks)?,
    })
}

fn records<T: DeserializeOwned>(name: &str, values: Vec<Value>) -> Result<Vec<T>, Error> {
    let read = values.into_iter().enumerate().map(|(number, value)| {
        serde_json::from_value(value).map_err(|error| wrong(&format!("`{name}[{number}]`: {error}")))
    });
    read.collect()
}

fn wrong(problem: &str) -> Error {
    Error::NotImportable(problem.to_owned())
}

/// What a record is refused for is said of the file.
fn named(error: Error) -> Error {
    match error {
        Error::Task(error) => Error::NotImportable(error.to_string()),
        other => other,
    }
}

fn foresee(mine: &Mine<'_>, import: &Import) -> Result<Imported, Error> {
    let scope = tasks::scope_of(mine, &Command::Import(import.clone()))?;
    let outcome = import.outcome(&scope);
    let key = |name: &str| name.trim().to_lowercase();
    let known_lists: HashSet<_> = scope.lists.iter().map(|list| key(&list.name)).collect();
    let known_labels: HashSet<_> = scope.labels.iter().map(|label| key(&label.name)).collect();
    let lists = import
        .lists
        .iter()
        .filter(|list| !known_lists.contains(&key(&list.name)) && !scope.lists.iter().any(|known| known.id == list.id));
    let labels = import.labels.iter().filter(|label| !known_labels.contains(&key(&label.name)));
    Ok(Imported {
        change_set: None,
        new_tasks: outcome.new.len() as u64,
        same_tasks: outcome.same.len() as u64,
        kept_tasks: outcome.kept.len() as u64,
        kept: outcome.kept.into_iter().take(MOST_KEPT).collect(),
        new_lists: lists.map(|list| list.name.clone()).collect(),
        new_labels: labels.map(|label| label.name.clone()).collect(),
    })
}
