//! What can be read of a damaged file comes back.

use std::fs;
use std::path::Path;

use docket_store::{Database, Error, Health};
use docket_tasks::{Command, View};

use crate::opening::leaf_page_of_tasks;
use crate::support::{USER, add, apply, named, new, now, open, titles};

const FILE: &str = "docket.sqlite3";
const TASKS: usize = 300;

/// Three hundred tasks, the first in a list and with a label; closed.
async fn filled(folder: &Path) {
    let database = open(folder);
    let store = database.store(USER);
    let first = docket_tasks::NewTask { list: named("Home"), labels: vec!["red".into()], ..new("task 0") };
    add(&store, first).await;
    for chunk in (1..TASKS).collect::<Vec<_>>().chunks(50) {
        let tasks = chunk.iter().map(|number| Command::AddTask(new(&format!("task {number}")))).collect();
        apply(&store, Command::All(tasks)).await.unwrap();
    }
    add(&database.store("ben"), new("not mine")).await;
    database.close();
}

fn overwrite(folder: &Path, from: u64, bytes: &[u8]) {
    let mut contents = fs::read(folder.join(FILE)).unwrap();
    let from = usize::try_from(from).unwrap();
    contents[from..from + bytes.len()].copy_from_slice(bytes);
    fs::write(folder.join(FILE), contents).unwrap();
}

fn is_numbered(title: &str) -> bool {
    title.strip_prefix("task ").is_some_and(|number| number.parse().is_ok_and(|number: usize| number < TASKS))
}

#[tokio::test]
async fn the_tasks_of_a_file_without_its_header_all_come_back() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    overwrite(folder.path(), 0, &[0; 100]);
    let database = open(folder.path());
    let store = database.store(USER);
    assert_eq!(titles(&store, View::All).await, [""; 0], "there was no backup");
    let aside = database.opened().set_aside.clone().unwrap();
    assert_eq!(database.set_asides(), std::slice::from_ref(&aside));

    let salvage = store.salvage(&aside.id).await.unwrap();
    assert_eq!((salvage.readable_tasks, salvage.missing_tasks, salvage.at), (TASKS, TASKS, aside.at));
    let applied = store.bring_back(&aside.id, &now()).await.unwrap();

    assert_eq!(applied.tasks.len(), TASKS);
    let found = titles(&store, View::All).await;
    assert!(found.len() == TASKS && found.iter().all(|title| is_numbered(title)), "{found:?}");
    let first = applied.tasks.iter().find(|task| task.title == "task 0").unwrap();
    assert_eq!((first.labels.as_slice(), applied.lists[0].name.as_str()), (["red".to_owned()].as_slice(), "Home"));
    assert_eq!(first.list, Some(applied.lists[0].id));
    assert_eq!(store.salvage(&aside.id).await.unwrap().missing_tasks, 0, "and none twice");
    assert_eq!(store.bring_back(&aside.id, &now()).await.unwrap().change_set, None);
    store.undo(applied.change_set, docket_store::Actor::Ui, &now()).await.unwrap();
    assert_eq!(titles(&store, View::All).await, [""; 0], "undone by name");
}

#[tokio::test]
async fn what_a_damaged_page_leaves_comes_back_beside_the_backup() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    add(&database.store(USER), new("in the backup")).await;
    database.back_up_now().await.unwrap();
    database.close();
    filled(folder.path()).await;
    let page = leaf_page_of_tasks(&folder.path().join(FILE));
    overwrite(folder.path(), (page - 1) * 4096, &[0; 4096]);
    let before = fs::read(folder.path().join(FILE)).unwrap();
    // Deep in the file: the check at start finds it, the next start puts it aside.
    let database = open(folder.path());
    let mut health = database.health();
    health.wait_for(|health| *health == Health::Damaged).await.unwrap();
    database.close();
    let database = open(folder.path());
    let store = database.store(USER);
    let aside = database.opened().set_aside.clone().unwrap();
    assert_eq!(titles(&store, View::All).await, ["in the backup"]);

    let salvage = store.salvage(&aside.id).await.unwrap();
    store.bring_back(&aside.id, &now()).await.unwrap();

    assert!(salvage.readable_tasks > TASKS / 2 && salvage.readable_tasks <= TASKS, "{salvage:?}");
    assert_eq!(salvage.missing_tasks, salvage.readable_tasks - 1, "the one of the backup is there: {salvage:?}");
    let found = titles(&store, View::All).await;
    assert_eq!(found.len(), 1 + salvage.missing_tasks);
    assert!(found.iter().filter(|title| *title != "in the backup").all(|title| is_numbered(title)));
    assert_eq!(fs::read(aside.folder.join(FILE)).unwrap().len(), before.len(), "the copy was not opened");
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| !name.starts_with(".salvage")), "nothing of the work stays");
}

#[tokio::test]
async fn bytes_that_are_wrong_where_the_file_cannot_know_it_cost_no_task() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let spoil = [
        "UPDATE lists SET color = '[\"a page of another table\"]' WHERE name = 'Home'",
        "UPDATE labels SET color = 'rad'",
        "UPDATE tasks SET list_id = x'00000000000000000000000000000001' WHERE title = 'task 7'",
        "UPDATE tasks SET title = '' WHERE title = 'task 8'",
    ];
    let connection =
        rusqlite::Connection::open_with_flags(folder.path().join(FILE), rusqlite::OpenFlags::default()).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    for sql in spoil {
        assert!(connection.execute(sql, []).unwrap() > 0, "{sql}");
    }
    connection.close().unwrap();
    overwrite(folder.path(), 0, &[0; 100]);

    let database = open(folder.path());
    let store = database.store(USER);
    let aside = database.opened().set_aside.clone().unwrap();
    assert_eq!(store.salvage(&aside.id).await.unwrap().readable_tasks, TASKS - 1, "one has no title any more");
    let applied = store.bring_back(&aside.id, &now()).await.unwrap();

    assert_eq!(applied.tasks.len(), TASKS - 1);
    assert_eq!((applied.lists[0].name.as_str(), applied.lists[0].color.as_str()), ("Home", "grey"));
    let of = |title: &str| applied.tasks.iter().find(|task| task.title == title).unwrap();
    assert_eq!(of("task 0").list, Some(applied.lists[0].id));
    assert_eq!(of("task 7").list, None, "its list is nowhere");
    assert_eq!(store.labels().await.unwrap()[0].color, "grey");
}

#[tokio::test]
async fn of_a_file_that_is_none_nothing_comes_back_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    fs::write(folder.path().join(FILE), "Dear diary,\n").unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    let aside = database.opened().set_aside.clone().unwrap();
    let salvage = store.salvage(&aside.id).await.unwrap();
    assert_eq!((salvage.readable_tasks, salvage.missing_tasks), (0, 0));
    assert_eq!(store.bring_back(&aside.id, &now()).await.unwrap().change_set, None);
    assert_eq!(store.salvage("corrupt-never").await, Err(Error::NoSetAside("corrupt-never".into())));
    assert_eq!(Database::in_memory().unwrap().set_asides(), []);
}
