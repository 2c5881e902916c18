//! What the tests share.

use std::path::Path;
use std::time::Duration;

use docket_store::{Actor, Applied, Database, Error, OpenOptions, Store};
use docket_tasks::{Command, Due, ListRef, NewTask, Task, TaskPatch, TaskQuery, View};
use jiff::Zoned;

pub(crate) const USER: &str = "local";

/// Saturday, 21 November 2026, ten in the morning in Berlin.
pub(crate) fn now() -> Zoned {
    "2026-11-21T10:00[Europe/Berlin]".parse().unwrap()
}

pub(crate) fn memory() -> Store {
    Database::in_memory().unwrap().store(USER)
}

/// Looks for changes by others often and does not wait long, so that a test does not either.
pub(crate) fn quick() -> OpenOptions {
    OpenOptions { patience: Duration::from_millis(200), look_every: Duration::from_millis(10), back_up_every: None }
}

pub(crate) fn open(folder: &Path) -> Database {
    Database::open(folder, quick()).unwrap()
}

pub(crate) fn new(title: &str) -> NewTask {
    NewTask { title: title.to_owned(), ..NewTask::default() }
}

pub(crate) fn due(text: &str) -> Option<Due> {
    Some(Due::parse(text, None, "Europe/Berlin").unwrap())
}

pub(crate) fn named(list: &str) -> Option<ListRef> {
    Some(ListRef::Name(list.to_owned()))
}

pub(crate) async fn apply(store: &Store, command: Command) -> Result<Applied, Error> {
    store.apply(command, Actor::Ui, &now()).await
}

pub(crate) async fn add(store: &Store, task: NewTask) -> Task {
    apply(store, Command::AddTask(task)).await.unwrap().tasks.remove(0)
}

pub(crate) async fn edit(store: &Store, task: &Task, patch: TaskPatch) -> Result<Applied, Error> {
    apply(store, Command::EditTask { id: task.id, patch }).await
}

/// The whole view, page by page.
pub(crate) async fn all_of(store: &Store, view: View, now: &Zoned) -> Vec<Task> {
    let mut query = TaskQuery { view, limit: std::num::NonZeroU32::new(3), ..TaskQuery::default() };
    let mut tasks = Vec::new();
    loop {
        let page = store.tasks(&query, now).await.unwrap();
        tasks.extend(page.tasks);
        assert_eq!(page.has_more, page.after.is_some());
        match page.after {
            Some(after) => query.after = Some(after),
            None => return tasks,
        }
    }
}

pub(crate) async fn titles(store: &Store, view: View) -> Vec<String> {
    all_of(store, view, &now()).await.into_iter().map(|task| task.title).collect()
}

/// Runs a future to its end, for property tests.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
