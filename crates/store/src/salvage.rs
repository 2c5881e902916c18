//! What can still be read of a damaged file that was put aside, offered back. The file itself is never opened: copies of it are.

use std::collections::HashSet;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use docket_tasks::{Command, Import, Label, List, ListId, Scope, Task, TaskId};
use jiff::{Timestamp, Zoned};
use rusqlite::Connection;
use serde::Serialize;

use crate::aside::{self, SetAside};
use crate::connection::Role;
use crate::mine::Mine;
use crate::open::DATA_FILE;
use crate::task_rows::{self, COLUMNS};
use crate::tasks::Applied;
use crate::{Actor, Error, Store, backup, connection, files, lists, migrations, words};

/// Rows that are looked for one by one where a scan of the table breaks off.
const MOST_PROBES: i64 = 500_000;
/// After so many failures on end, nothing more is there to be found.
const MOST_FAILURES: u32 = 20_000;
/// The colour of a list or label whose own cannot be read.
const PLAIN: &str = "grey";
/// Ours have always had this page size.
const PAGE: usize = 4096;

/// What can be read of a damaged file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Salvage {
    /// The damaged file: [`SetAside::id`].
    pub id: String,
    /// When it was put aside.
    pub at: Timestamp,
    /// Tasks of this user that can be read, in the trash or not.
    pub readable_tasks: usize,
    /// Those of them that are not in the data now: what [`Store::bring_back`] adds.
    pub missing_tasks: usize,
}

/// Records as they were read.
#[derive(Default)]
struct Read {
    lists: Vec<List>,
    labels: Vec<Label>,
    tasks: Vec<Task>,
}

impl Store {
    /// What can be read of a damaged file that was put aside, of this user.
    ///
    /// `id`: that of one of [`crate::Database::set_asides`]. Reads all of it: some seconds for a large one.
    ///
    /// # Errors
    /// [`Error::NoSetAside`]; those of the disk.
    pub async fn salvage(&self, id: &str) -> Result<Salvage, Error> {
        let (aside, read) = self.read_aside(id).await?;
        let known = self.known_tasks().await?;
        let missing_tasks = read.tasks.iter().filter(|task| !known.contains(&task.id)).count();
        Ok(Salvage { id: aside.id, at: aside.at, readable_tasks: read.tasks.len(), missing_tasks })
    }

    /// Adds what can be read of a damaged file and is not there any more: tasks, with the lists and labels that they need. What
    /// is there stays as it is. One change set, which can be undone by its id.
    ///
    /// # Errors
    /// As [`Store::salvage`], and as [`Store::apply`].
    pub async fn bring_back(&self, id: &str, now: &Zoned) -> Result<Applied, Error> {
        let (_, Read { lists, labels, tasks }) = self.read_aside(id).await?;
        self.apply(Command::Import(Import { lists, labels, tasks }), Actor::Import, now).await
    }

    async fn read_aside(&self, id: &str) -> Result<(SetAside, Read), Error> {
        let folder = self.shared().folder().map(Path::to_owned);
        let (id, user) = (id.to_owned(), self.user().to_owned());
        let here = self.lists().await?.into_iter().map(|list| list.list.id).collect();
        let reading = move || {
            let none = || Error::NoSetAside(id.clone());
            let folder = folder.ok_or_else(none)?;
            let aside = aside::all(&folder).into_iter().find(|aside| aside.id == id).ok_or_else(none)?;
            let read = read(&folder, &aside, &user)?.sound(here);
            Ok((aside, read))
        };
        tokio::task::spawn_blocking(reading).await.unwrap_or(Err(Error::Internal))
    }

    async fn known_tasks(&self) -> Result<HashSet<TaskId>, Error> {
        self.read(|mine| {
            let ids =
                mine.rows("SELECT id FROM tasks WHERE user = :user", &[], |row| Ok(row.get::<_, uuid::Uuid>(0)?))?;
            Ok(ids.into_iter().map(TaskId::from).collect())
        })
        .await
    }
}

/// A folder to work in; gone when it is dropped.
struct Workshop(PathBuf);

impl Drop for Workshop {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "cannot remove the copy of a damaged file");
        }
    }
}

fn read(folder: &Path, aside: &SetAside, user: &str) -> Result<Read, Error> {
    let workshop = Workshop(folder.join(format!(".salvage-{}", uuid::Uuid::now_v7().simple())));
    files::make_folder(&workshop.0).map_err(backup::io_error)?;
    let mut best = Read::default();
    for (number, first_page) in first_pages(folder, &workshop.0).into_iter().enumerate() {
        let copy = workshop.0.join(number.to_string());
        copy_of(aside, &copy, first_page.as_deref()).map_err(backup::io_error)?;
        let read = read_copy(&copy, user).unwrap_or_default();
        if read.tasks.len() > best.tasks.len() {
            best = read;
        }
        if !best.tasks.is_empty() {
            break;
        }
    }
    tracing::info!(tasks = best.tasks.len(), "read a damaged file");
    Ok(best)
}

/// The first page says where each table begins, and does so alike in all files of one history: where it is damaged, that of a
/// backup or of a new file leads to the tasks.
fn first_pages(folder: &Path, workshop: &Path) -> Vec<Option<Vec<u8>>> {
    let backups = backup::all(&folder.join(backup::FOLDER));
    let good = backups.into_iter().find(|backup| backup::verify(backup).is_ok());
    let page_of =
        |path: &Path| fs::read(path).ok().filter(|bytes| bytes.len() >= PAGE).map(|bytes| bytes[..PAGE].to_vec());
    let fresh = workshop.join("fresh");
    let made = files::open_private(&fresh).is_ok()
        && connection::open(&fresh, Role::Writer)
            .and_then(|mut fresh| migrations::migrate(&mut fresh, 0, migrations::MIGRATIONS))
            .is_ok();
    let fresh = made.then(|| page_of(&fresh)).flatten();
    let replacements = [good.as_deref().and_then(page_of), fresh].into_iter().flatten().map(Some);
    std::iter::once(None).chain(replacements).collect()
}

fn copy_of(aside: &SetAside, to: &Path, first_page: Option<&[u8]>) -> std::io::Result<()> {
    let from = aside.folder.join(DATA_FILE);
    for suffix in ["", "-wal", "-journal"] {
        let part = files::beside(&from, suffix);
        if part.is_file() {
            fs::copy(part, files::beside(to, suffix))?;
        }
    }
    let mut file = files::open_private(to)?;
    if let Some(page) = first_page {
        let pages = u32::try_from(file.metadata()?.len() / PAGE as u64).unwrap_or(u32::MAX);
        file.write_all(page)?;
        // The size in pages (sqlite.org/fileformat2.html section 1.3.7): that of this file.
        file.seek(SeekFrom::Start(28))?;
        file.write_all(&pages.to_be_bytes())?;
    }
    Ok(())
}

fn read_copy(copy: &Path, user: &str) -> Result<Read, Error> {
    let mut connection = connection::open_plain(copy)?;
    words::add_functions(&connection)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap_or(0);
    if version < migrations::newest(migrations::MIGRATIONS) {
        // Where that fails, reading says what is missing.
        let _ = migrations::migrate(&mut connection, version, migrations::MIGRATIONS);
    }
    if connection.query_row("SELECT count(*) FROM task_labels JOIN labels USING (user)", [], |_| Ok(())).is_err() {
        // Tasks without their labels are better than none: temporary tables come first where a name is looked up.
        let empty = "CREATE TEMP TABLE task_labels (user, task_id, label_key); CREATE TEMP TABLE labels (user, key, name, color);";
        connection.execute_batch(empty)?;
    }
    let mine = Mine::new(&connection, user);
    Ok(Read {
        lists: lists::all(&mine).unwrap_or_default(),
        labels: lists::all_labels(&mine).unwrap_or_default(),
        tasks: tasks(&connection, &mine),
    })
}

fn tasks(connection: &Connection, mine: &Mine<'_>) -> Vec<Task> {
    let sql = format!("SELECT {COLUMNS} FROM tasks t NOT INDEXED WHERE t.user = :user AND t.rowid = :row");
    let (mut found, mut seen, mut failed) = (Vec::new(), HashSet::new(), 0);
    for row in rows(connection) {
        // What cannot be read is what was lost.
        match mine.row(&sql, &[(":row", &row)], task_rows::read) {
            Ok(task) => {
                failed = 0;
                found.extend(task.filter(|task| seen.insert(task.id)));
            }
            Err(_) => failed += 1,
        }
        if failed > MOST_FAILURES {
            break;
        }
    }
    found
}

/// The numbers of the rows: from both ends as far as a scan comes, and each number in between.
fn rows(connection: &Connection) -> Vec<i64> {
    let Some((mut found, broken)) = scan(connection, "ASC") else { return Vec::new() };
    if broken {
        let from_the_end = scan(connection, "DESC").map(|(rows, _)| rows).unwrap_or_default();
        let low = found.last().map_or(1, |row| row + 1);
        let most = low.saturating_add(MOST_PROBES);
        found.extend(low..from_the_end.last().copied().unwrap_or(most).min(most));
        found.extend(from_the_end.into_iter().rev());
    }
    found
}

/// Row numbers as far as they can be read, and whether that was not to the end; `None` where there is no such table.
fn scan(connection: &Connection, order: &str) -> Option<(Vec<i64>, bool)> {
    let sql = format!("SELECT rowid FROM tasks NOT INDEXED ORDER BY rowid {order}");
    let mut statement = connection.prepare(&sql).ok()?;
    let mut rows = statement.query([]).ok()?;
    let mut found = Vec::new();
    loop {
        match rows.next() {
            Ok(Some(row)) => found.extend(row.get::<_, i64>(0)),
            Ok(None) => return Some((found, false)),
            Err(_) => return Some((found, true)),
        }
    }
}

impl Read {
    /// What of it the import takes: bytes that are wrong may still make a row. What has lost its list, its labels or its colour
    /// does without; only what has lost itself is left out. `here`: the lists there are now.
    fn sound(self, here: HashSet<ListId>) -> Self {
        let lists: Vec<_> = self.lists.into_iter().filter_map(sound_list).collect();
        let mut known = here;
        known.extend(lists.iter().map(|list| list.id));
        let labels = self.labels.into_iter().filter_map(sound_label).collect();
        let in_known_list = |task: Task| Task { list: task.list.filter(|list| known.contains(list)), ..task };
        let tasks = self.tasks.into_iter().filter_map(sound_task).map(in_known_list).collect();
        Self { lists, labels, tasks }
    }
}

fn sound_list(list: List) -> Option<List> {
    let fits = |list: &List| is_taken(Import { lists: vec![list.clone()], ..Import::default() });
    let position = if list.position.is_finite() { list.position } else { 0.0 };
    let plain = List { color: PLAIN.into(), position, ..list.clone() };
    [list, plain].into_iter().find(fits)
}

fn sound_label(label: Label) -> Option<Label> {
    let fits = |label: &Label| is_taken(Import { labels: vec![label.clone()], ..Import::default() });
    let plain = Label { color: PLAIN.into(), ..label.clone() };
    [label, plain].into_iter().find(fits)
}

/// The task, if need be without its labels. Its list is looked at by the caller.
fn sound_task(task: Task) -> Option<Task> {
    let fits = |task: &Task| is_taken(Import { tasks: vec![Task { list: None, ..task.clone() }], ..Import::default() });
    let bare = Task { labels: Vec::new(), ..task.clone() };
    [task, bare].into_iter().find(fits)
}

fn is_taken(import: Import) -> bool {
    docket_tasks::apply(&Command::Import(import), &Scope::default(), &Zoned::default()).is_ok()
}
