//! Word of changes, from here and from elsewhere.

use std::time::Duration;

use chatkit_server::{Thread, ThreadChange, ThreadStore};
use docket_store::{Actor, ChangeNote, NoteKind, SettingsPatch};
use docket_tasks::{Command, NewTask, TaskPatch};
use serde_json::json;
use tokio::sync::broadcast::{Receiver, error::TryRecvError};

use crate::support::{USER, add, apply, edit, memory, named, new, now, open};

/// The next note; a minute without one is a failure.
async fn next(notes: &mut Receiver<ChangeNote>) -> ChangeNote {
    tokio::time::timeout(Duration::from_secs(60), notes.recv()).await.expect("a note").expect("an open feed")
}

#[tokio::test]
async fn a_commit_is_told_once_with_all_it_touched() {
    let store = memory();
    let mut notes = store.subscribe().await.unwrap();
    let task = NewTask { list: named("Home"), labels: vec!["shop".into()], ..new("one") };

    let applied = apply(&store, Command::AddTask(task)).await.unwrap();

    let told = [next(&mut notes).await, next(&mut notes).await, next(&mut notes).await];
    assert_eq!(told.each_ref().map(|note| note.kind), [NoteKind::Labels, NoteKind::Lists, NoteKind::Tasks]);
    assert!(told.iter().all(|note| note.revision == applied.revision && note.change_set == applied.change_set));
    assert_eq!(told[2].ids, [applied.tasks[0].id.to_string()]);
    assert_eq!(notes.try_recv(), Err(TryRecvError::Empty));
}

#[tokio::test]
async fn what_changes_nothing_or_fails_is_not_told() {
    let store = memory();
    let task = add(&store, new("one")).await;
    let mut notes = store.subscribe().await.unwrap();
    edit(&store, &task, TaskPatch { title: Some("one".into()), ..TaskPatch::default() }).await.unwrap();
    apply(&store, Command::ReopenTask(task.id)).await.unwrap_err();
    let ui_state = Some(json!({"view": "today"}).as_object().unwrap().clone());
    store.patch_settings(SettingsPatch { ui_state, ..SettingsPatch::default() }).await.unwrap();
    store.set_last_listing(&[task.id]).await.unwrap();

    store.patch_settings(SettingsPatch { session_ttl_s: Some(60), ..SettingsPatch::default() }).await.unwrap();

    let note = next(&mut notes).await;
    assert_eq!((note.kind, note.revision, note.change_set), (NoteKind::Settings, 2, None));
}

#[tokio::test]
async fn threads_are_told_too() {
    let store = memory();
    let mut notes = store.subscribe().await.unwrap();
    let thread = Thread::new(now().timestamp());
    store.add_thread(&thread).await.unwrap();
    store.update_thread(&thread.id, &ThreadChange::title("Plans")).await.unwrap();
    store.delete_thread(&thread.id).await.unwrap();
    store.delete_thread(&thread.id).await.unwrap();
    for revision in 1..=3 {
        let note = next(&mut notes).await;
        assert_eq!(
            (note.kind, note.ids.as_slice(), note.revision),
            (NoteKind::Threads, [thread.id.clone()].as_slice(), revision)
        );
    }
    assert_eq!(notes.try_recv(), Err(TryRecvError::Empty));
}

#[tokio::test]
async fn one_user_is_not_told_of_another() {
    let database = docket_store::Database::in_memory().unwrap();
    let mut notes = database.store("anna").subscribe().await.unwrap();
    add(&database.store("ben"), new("his")).await;
    let hers = add(&database.store("anna"), new("hers")).await;
    assert_eq!(next(&mut notes).await.ids, [hers.id.to_string()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_by_others_arrive_in_order_and_once_between_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (open(folder.path()), open(folder.path()));
    let (store, others) = (ours.store(USER), theirs.store(USER));
    add(&store, new("before")).await;
    let mut notes = store.subscribe().await.unwrap();
    let mut expected = Vec::new();
    for turn in 0..20 {
        let by = if turn % 3 == 0 { &store } else { &others };
        let applied = by.apply(Command::AddTask(new("one")), Actor::Cli, &now()).await.unwrap();
        expected.push((applied.revision, applied.tasks[0].id.to_string(), applied.change_set));
    }
    let mut told = Vec::new();
    while told.len() < expected.len() {
        let note = next(&mut notes).await;
        told.push((note.revision, note.ids[0].clone(), note.change_set));
    }
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_after_a_pause_is_told_of_what_follows() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (open(folder.path()), open(folder.path()));
    drop(ours.store(USER).subscribe().await.unwrap());
    add(&theirs.store(USER), new("in the pause")).await;

    let mut notes = ours.store(USER).subscribe().await.unwrap();
    let later = add(&theirs.store(USER), new("later")).await;

    assert_eq!(next(&mut notes).await.ids, [later.id.to_string()]);
}
