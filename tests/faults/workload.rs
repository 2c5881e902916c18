//! People who change tasks, and a ledger of what they were told.

use std::collections::BTreeMap;
use std::num::{NonZero, NonZeroU32};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use docket_store::{Actor, Database, Error, OpenOptions, Store};
use docket_tasks::{Command, NewTask, Task, TaskId, TaskPatch, TaskQuery, View};
use fault_tests::Disk;
use fault_tests::random::Random;
use jiff::Zoned;
use tempfile::TempDir;

pub(crate) const USER: &str = "local";
pub(crate) const FILE: &str = "docket.sqlite3";
const CLIENTS: usize = 4;

pub(crate) fn now() -> Zoned {
    "2026-11-21T10:00[Europe/Berlin]".parse().unwrap()
}

/// In memory where the system offers that: what is real about the disk is simulated.
pub(crate) fn scratch() -> TempDir {
    let shared_memory = Path::new("/dev/shm");
    if shared_memory.is_dir() { tempfile::tempdir_in(shared_memory) } else { tempfile::tempdir() }.unwrap()
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// What `work` makes of 0, 1, 2 … up to `jobs`, on as many threads as the computer has.
pub(crate) fn spread<T: Send>(jobs: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(2, NonZero::get).min(jobs);
    std::thread::scope(|scope| {
        let take = || {
            let mut done = Vec::new();
            loop {
                match next.fetch_add(1, Ordering::Relaxed) {
                    job if job < jobs => done.push(work(job)),
                    _ => return done,
                }
            }
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(take)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

pub(crate) fn options() -> OpenOptions {
    OpenOptions { back_up_every: None, ..OpenOptions::default() }
}

/// What each commit made of the tasks it touched, as the answers said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(BTreeMap<u64, Vec<Task>>);

impl Ledger {
    pub(crate) fn note(&mut self, revision: u64, tasks: Vec<Task>) {
        self.0.insert(revision, tasks);
    }

    /// All tasks once `revision` was saved.
    pub(crate) fn at(&self, revision: u64) -> BTreeMap<String, Task> {
        let known = self.0.range(..=revision).flat_map(|(_, tasks)| tasks);
        known.map(|task| (task.id.to_string(), task.clone())).collect()
    }
}

/// Fills the folder of `disk`, with a restart in the middle; about `writes` commits.
pub(crate) async fn load(folder: &Path, disk: &Disk, seed: u64, writes: usize) -> Ledger {
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut random = Random::new(seed);
    for _ in 0..2 {
        let database = Database::open(folder, options()).unwrap();
        assert!(database.opened().set_aside.is_none());
        let clients = (0..CLIENTS).map(|_| {
            let (store, ledger, random) = (database.store(USER), Arc::clone(&ledger), Random::new(random.number()));
            async move { client(&store, disk, &ledger, random, writes / 2 / CLIENTS).await }
        });
        let mut clients: Vec<_> = clients.map(Box::pin).collect();
        std::future::poll_fn(|context| {
            clients.retain_mut(|client| client.as_mut().poll(context).is_pending());
            if clients.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
        database.close();
    }
    let ledger = ledger.lock().unwrap();
    ledger.clone()
}

async fn client(store: &Store, disk: &Disk, ledger: &Mutex<Ledger>, mut random: Random, writes: usize) {
    let mut mine: Vec<TaskId> = Vec::new();
    for _ in 0..writes {
        let command = any_command(&mut random, &mine);
        let applied = match store.apply(command, Actor::Ui, &now()).await {
            Ok(applied) => applied,
            // Done, or in the trash already.
            Err(Error::Task(_)) => continue,
            Err(error) => panic!("a sound disk: {error}"),
        };
        for task in &applied.tasks {
            if !mine.contains(&task.id) {
                mine.push(task.id);
            }
        }
        ledger.lock().unwrap().note(applied.revision, applied.tasks);
        disk.acknowledged(applied.revision);
    }
}

/// Most are small; some are of many pages, so that the log is emptied into the file now and then.
pub(crate) fn any_command(random: &mut Random, known: &[TaskId]) -> Command {
    if known.is_empty() || random.below(2) == 0 {
        return match random.below(12) {
            0 => Command::All((0..20).map(|_| Command::AddTask(any_task(random))).collect()),
            _ => Command::AddTask(any_task(random)),
        };
    }
    let id = *random.one_of(known);
    match random.below(4) {
        0 => Command::CompleteTask(id),
        1 => Command::DeleteTask(id),
        _ => {
            let title = format!("renamed {}", random.number());
            Command::EditTask { id, patch: TaskPatch { title: Some(title), ..TaskPatch::default() } }
        }
    }
}

fn any_task(random: &mut Random) -> NewTask {
    let length = if random.below(8) == 0 { 1_000 + random.below(18_000) } else { random.below(100) };
    let notes = (0..length).map(|_| char::from(b'a' + u8::try_from(random.below(26)).unwrap())).collect();
    NewTask { title: format!("task {}", random.number()), notes, ..NewTask::default() }
}

/// All tasks there are, by id.
pub(crate) async fn all_tasks(store: &Store) -> Result<BTreeMap<String, Task>, Error> {
    let mut found = BTreeMap::new();
    for view in [View::All, View::Done, View::Trash] {
        let mut query = TaskQuery { view, limit: NonZeroU32::new(500), ..TaskQuery::default() };
        loop {
            let page = store.tasks(&query, &now()).await?;
            found.extend(page.tasks.into_iter().map(|task| (task.id.to_string(), task)));
            match page.after {
                Some(after) => query.after = Some(after),
                None => break,
            }
        }
    }
    Ok(found)
}

/// What was found when the power was back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Good,
    Lost(String),
    Corrupt(String),
}

/// Opens what a power cut left in `folder`, as the next start would, and compares it with what people were told.
pub(crate) async fn verify(folder: &Path, ledger: &Ledger, acknowledged: u64) -> Outcome {
    let database = match Database::open(folder, options()) {
        Ok(database) => database,
        Err(error) => return Outcome::Corrupt(format!("it does not open: {error}")),
    };
    if let Some(aside) = &database.opened().set_aside {
        return Outcome::Corrupt(format!("it was put aside: {}", aside.reason));
    }
    let store = database.store(USER);
    let found = match (store.revision().await, all_tasks(&store).await) {
        (Ok(revision), Ok(tasks)) => (revision, tasks),
        (Err(error), _) | (_, Err(error)) => return Outcome::Corrupt(format!("it cannot be read: {error}")),
    };
    let (revision, tasks) = found;
    if revision < acknowledged {
        return Outcome::Lost(format!("{acknowledged} changes were acknowledged, {revision} are there"));
    }
    if tasks != ledger.at(revision) {
        return Outcome::Corrupt(format!("its tasks are not those of revision {revision}"));
    }
    database.close();
    match integrity(folder) {
        answer if answer == "ok" => Outcome::Good,
        answer => Outcome::Corrupt(answer),
    }
}

/// SQLite's own look at the closed file.
pub(crate) fn integrity(folder: &Path) -> String {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(folder.join(FILE), flags).unwrap();
    let orphans = connection.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
    assert!(!orphans, "rows that belong to nothing");
    connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
}
