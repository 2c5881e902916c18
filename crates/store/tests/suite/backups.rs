//! Backups: made by themselves while something changes, thinned, listed, and put in the place of the data.

use std::fs;
use std::path::Path;
use std::time::Duration;

use docket_store::{Database, Error, Health, NoteKind, OpenError, OpenOptions, RestoreError};
use docket_tasks::View;

use crate::support::{USER, add, new, open, quick, titles};

fn every(span: Duration) -> OpenOptions {
    OpenOptions { back_up_every: Some(span), ..quick() }
}

fn backups_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.join("backups")) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Waits for the first backup.
async fn until_backed_up(database: &Database) {
    tokio::time::timeout(Duration::from_secs(30), async {
        while database.backups().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("a backup");
}

#[tokio::test]
async fn a_change_is_backed_up_by_itself_and_quiet_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(folder.path(), every(Duration::from_millis(1))).unwrap();
    assert_eq!(backups_in(folder.path()), [""; 0], "nothing has changed");
    add(&database.store(USER), new("kept")).await;
    until_backed_up(&database).await;
    let backup = database.backups().remove(0);
    database.close();
    let count = backups_in(folder.path()).len();
    let database = Database::open(folder.path(), every(Duration::from_millis(1))).unwrap();
    assert_eq!(titles(&database.store(USER), View::All).await, ["kept"]);
    database.close();
    assert_eq!(backups_in(folder.path()).len(), count, "reading is no change");
    let copy = tempfile::tempdir().unwrap();
    fs::copy(&backup.path, copy.path().join("docket.sqlite3")).unwrap();
    assert_eq!(titles(&open(copy.path()).store(USER), View::All).await, ["kept"]);
}

#[tokio::test]
async fn who_opens_the_data_for_a_moment_gets_a_backup_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let database = Database::open(folder.path(), every(Duration::from_secs(3_600))).unwrap();
        add(&database.store(USER), new(&format!("task {round}"))).await;
        database.close();
        assert_eq!(backups_in(folder.path()).len(), 1, "made at the first end, {round}");
    }
    // An hour and a minute later, as far as names can tell.
    let old = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(61);
    let name = backups_in(folder.path()).remove(0);
    let backups = folder.path().join("backups");
    fs::rename(backups.join(name), backups.join(old.strftime("docket-%Y%m%dT%H%M%SZ.sqlite3").to_string())).unwrap();
    let database = Database::open(folder.path(), every(Duration::from_secs(3_600))).unwrap();
    add(&database.store(USER), new("later")).await;
    database.close();
    assert_eq!(backups_in(folder.path()).len(), 2);
}

#[tokio::test]
async fn a_folder_that_takes_no_backups_does_not_stop_the_work() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("backups"), "a file, where the folder should be").unwrap();
    let database = Database::open(folder.path(), every(Duration::from_millis(1))).unwrap();
    add(&database.store(USER), new("one")).await;
    let refused = database.back_up_now().await.unwrap_err();
    assert_eq!(refused, Error::Io);
    assert_eq!(database.backups(), []);
    add(&database.store(USER), new("two")).await;
    database.close();
    assert_eq!(titles(&open(folder.path()).store(USER), View::All).await, ["one", "two"]);
}

#[tokio::test]
async fn old_backups_are_thinned_when_a_new_one_is_made_and_nothing_else_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let backups = folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let now = jiff::Timestamp::now();
    for hours in 2..200 {
        let made = now - jiff::SignedDuration::from_hours(hours);
        fs::write(backups.join(made.strftime("docket-%Y%m%dT%H%M%SZ.sqlite3").to_string()), "old").unwrap();
    }
    fs::write(backups.join("my own notes.txt"), "mine").unwrap();
    let database = Database::open(folder.path(), every(Duration::from_secs(3_600))).unwrap();
    add(&database.store(USER), new("one")).await;
    database.close();
    let kept = open(folder.path()).backups();
    assert!((24..=46).contains(&kept.len()), "{}", kept.len());
    assert!(now.duration_since(kept[0].made_at).as_secs() < 60, "the new one: {:?}", kept[0]);
    assert!(kept.is_sorted_by(|one, next| one.made_at > next.made_at));
    assert!(backups.join("my own notes.txt").exists());
}

#[tokio::test]
async fn a_backup_takes_the_place_of_the_data_and_what_was_there_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    add(&store, new("before")).await;
    let backup = database.back_up_now().await.unwrap().info;
    add(&store, new("after")).await;
    assert_eq!(database.backups(), std::slice::from_ref(&backup));
    let before = store.revision().await.unwrap();
    let mut notes = store.subscribe().await.unwrap();

    let restored = database.restore(&backup.id).await.unwrap();

    assert_eq!(restored.backup, backup);
    assert_eq!(titles(&store, View::All).await, ["before"], "an open store goes on with it");
    assert!(backup.path.exists(), "and the backup stays");
    let note = notes.recv().await.unwrap();
    assert_eq!((note.kind, note.ids.len()), (NoteKind::Tasks, 0), "live readers read everything again");
    assert!(note.revision > before);
    add(&store, new("goes on")).await;
    let replaced = tempfile::tempdir().unwrap();
    fs::copy(restored.replaced.join("docket.sqlite3"), replaced.path().join("docket.sqlite3")).unwrap();
    assert_eq!(titles(&open(replaced.path()).store(USER), View::All).await, ["before", "after"]);
    drop(store);
    database.close();
    assert_eq!(titles(&open(folder.path()).store(USER), View::All).await, ["before", "goes on"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_while_a_backup_is_restored_waits_and_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    add(&database.store(USER), new("before")).await;
    let backup = database.back_up_now().await.unwrap().info;
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let store = database.store(USER);
            tokio::spawn(async move {
                for number in 0..20 {
                    add(&store, new(&format!("{writer}/{number}"))).await;
                }
            })
        })
        .collect();
    database.restore(&backup.id).await.unwrap();
    for writer in writers {
        writer.await.expect("every write was answered");
    }
}

#[tokio::test]
async fn a_backup_that_is_not_good_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    add(&store, new("mine")).await;
    let backup = database.back_up_now().await.unwrap().info;
    let missing = database.restore("20200101T000000Z").await;
    assert!(matches!(&missing, Err(RestoreError::NotFound(id)) if id == "20200101T000000Z"), "{missing:?}");
    let bytes = fs::read(&backup.path).unwrap();
    let spoiled = |change: fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        fs::write(&backup.path, bytes).unwrap();
    };
    spoiled(|bytes| bytes[4096 * 3..4096 * 4].fill(0xA5));
    let damaged = database.restore(&backup.id).await;
    assert!(matches!(&damaged, Err(RestoreError::Damaged(_))), "{damaged:?}");
    spoiled(|bytes| bytes[60..64].copy_from_slice(&999_u32.to_be_bytes()));
    let newer = database.restore(&backup.id).await;
    assert!(matches!(&newer, Err(RestoreError::Open(OpenError::Newer { found: 999, .. }))), "{newer:?}");
    assert_eq!(titles(&store, View::All).await, ["mine"]);
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with("replaced")), "nothing was moved");
}

#[tokio::test]
async fn a_restore_cures_damage_without_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    for number in 0..300 {
        add(&database.store(USER), new(&format!("task {number}"))).await;
    }
    let backup = database.back_up_now().await.unwrap().info;
    database.close();
    let path = folder.path().join("docket.sqlite3");
    let mut bytes = fs::read(&path).unwrap();
    let page = crate::opening::leaf_page_of_tasks(&path);
    let from = usize::try_from((page - 1) * 4096).unwrap();
    bytes[from..from + 4096].fill(0);
    fs::write(&path, bytes).unwrap();
    let database = open(folder.path());
    let mut health = database.health();
    health.wait_for(|health| *health == Health::Damaged).await.unwrap();

    database.restore(&backup.id).await.unwrap();

    assert_eq!(*health.borrow(), Health::Good);
    add(&database.store(USER), new("goes on")).await;
    database.close();
    assert_eq!(titles(&open(folder.path()).store(USER), View::All).await.len(), 301);
}

/// A crash between the last two steps leaves the copy of the backup beside an empty place.
#[tokio::test]
async fn a_restore_that_was_broken_off_is_finished_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    add(&database.store(USER), new("in the backup")).await;
    let backup = database.back_up_now().await.unwrap().info;
    database.close();
    let path = folder.path().join("docket.sqlite3");
    fs::copy(&backup.path, folder.path().join("docket.sqlite3.restoring")).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(folder.path().join("docket.sqlite3-wal"), "the log of the file that was moved away").unwrap();

    assert_eq!(titles(&open(folder.path()).store(USER), View::All).await, ["in the backup"]);

    // Half a copy beside a file that is there is nobody's any more.
    fs::write(folder.path().join("docket.sqlite3.restoring"), "half").unwrap();
    assert_eq!(titles(&open(folder.path()).store(USER), View::All).await, ["in the backup"]);
    assert!(!folder.path().join("docket.sqlite3.restoring").exists());
}
