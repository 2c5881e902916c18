//! The history, and what leaves for good.

use docket_store::{Actor, Database, Error, FieldChange, HistoryEntry, RecordWhat, SetKind, Store};
use docket_tasks::{ChangeSetId, Command, NewTask, Priority, TaskPatch, View};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::support::{add, all_of, apply, due, edit, memory, named, new, now, titles};

async fn whole(store: &Store) -> Vec<HistoryEntry> {
    store.history(None, Some(100), None).await.unwrap().entries
}

fn field(change: &[FieldChange], name: &str) -> Option<(Value, Value)> {
    change.iter().find(|field| field.field == name).map(|field| (field.before.clone(), field.after.clone()))
}

#[tokio::test]
async fn the_history_of_a_task_says_who_did_what_to_which_field() {
    let store = memory();
    let task = add(&store, NewTask { due: due("2026-11-22"), list: named("Home"), ..new("one") }).await;
    add(&store, new("another")).await;
    let turn = ChangeSetId::new(now().timestamp());
    let assistant = Actor::Assistant { turn };
    for title in ["two", "three"] {
        let patch = TaskPatch { title: Some(title.into()), ..TaskPatch::default() };
        store.apply(Command::EditTask { id: task.id, patch }, assistant, &now()).await.unwrap();
    }
    store.undo(Some(turn), Actor::Cli, &now()).await.unwrap();

    let entries = store.history(Some(task.id), None, None).await.unwrap().entries;

    let told: Vec<_> =
        entries.iter().map(|entry| (entry.kind, entry.actor.as_str(), entry.undone, entry.changes.len())).collect();
    let expected =
        [(SetKind::Undo, "cli", false, 1), (SetKind::Do, "assistant", true, 1), (SetKind::Do, "ui", false, 1)];
    assert_eq!(told, expected);
    assert!(entries.iter().all(|entry| entry.at == now().timestamp() && !entry.purged && entry.more_changes == 0));
    assert_eq!(entries[1].change_set, turn);
    // Both edits of the turn as one.
    let turns = &entries[1].changes[0];
    assert_eq!((turns.record.as_str(), turns.name.as_str(), turns.what), ("task", "three", RecordWhat::Changed));
    assert_eq!(turns.id, Some(task.id.to_string()));
    let expected = FieldChange { field: "title".into(), before: json!("one"), after: json!("three") };
    assert_eq!(turns.fields, [expected]);
    let made = &entries[2].changes[0];
    assert_eq!(made.what, RecordWhat::Added);
    assert_eq!(field(&made.fields, "due"), Some((Value::Null, json!("2026-11-22"))));
    assert_eq!(field(&made.fields, "notes"), None, "nothing is in it");
    assert_eq!(field(&made.fields, "revision"), None);
    // All of it: the list that was made along too.
    let all = whole(&store).await;
    assert_eq!(all.len(), 4);
    let records: Vec<_> = all[3].changes.iter().map(|change| (change.record.as_str(), change.name.as_str())).collect();
    assert_eq!(records, [("list", "Home"), ("task", "one")]);
}

#[tokio::test]
async fn pages_of_the_history_go_on_where_the_last_one_ended_whatever_comes_meanwhile() {
    let store = memory();
    let task = add(&store, new("0")).await;
    for number in 1..10 {
        edit(&store, &task, TaskPatch { title: Some(number.to_string()), ..TaskPatch::default() }).await.unwrap();
    }
    for of in [None, Some(task.id)] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.history(of, Some(3), after.as_deref()).await.unwrap();
            assert_eq!(page.has_more, page.after.is_some());
            seen.extend(page.entries.into_iter().map(|entry| entry.changes[0].name.clone()));
            add(&store, new("meanwhile")).await;
            let patch = TaskPatch { priority: Some(Priority::P1), ..TaskPatch::default() };
            edit(&store, &task, patch).await.unwrap();
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        let numbers: Vec<_> = seen.iter().filter(|name| *name != "meanwhile").map(String::as_str).collect();
        let expected = ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"];
        assert_eq!(numbers[numbers.len() - 10..], expected, "{of:?}");
    }
    for (limit, after) in [(Some(0), None), (Some(101), None), (None, Some("x"))] {
        assert!(matches!(store.history(None, limit, after).await, Err(Error::Task(_))), "{limit:?} {after:?}");
    }
}

fn in_days(days: i64) -> Timestamp {
    now().checked_add(days.days()).unwrap().timestamp()
}

#[tokio::test]
async fn what_was_in_the_trash_for_thirty_days_is_gone_with_its_history() {
    let database = Database::in_memory().unwrap();
    let (store, ben) = (database.store("anna"), database.store("ben"));
    let old = add(&store, NewTask { labels: vec!["blue".into()], ..new("old secret") }).await;
    let kept = add(&store, new("kept")).await;
    let both = Command::All(vec![Command::DeleteTask(old.id), Command::CompleteTask(kept.id)]);
    let set = apply(&store, both).await.unwrap().change_set.unwrap();
    let bens = add(&ben, new("his")).await;
    ben.apply(Command::DeleteTask(bens.id), Actor::Ui, &now()).await.unwrap();
    let mut notes = store.subscribe().await.unwrap();

    // The day before, nothing.
    assert_eq!(store.purge(in_days(29)).await.unwrap(), []);
    assert_eq!(titles(&store, View::Trash).await, ["old secret"]);
    let tended = database.tend(in_days(30)).await.unwrap();

    assert_eq!((tended.purged_tasks, tended.removed_files), (2, 0));
    assert_eq!(titles(&store, View::Trash).await, [""; 0]);
    assert_eq!(titles(&ben, View::Trash).await, [""; 0]);
    assert_eq!(notes.try_recv().unwrap().ids, [old.id.to_string()]);
    assert!(store.task(old.id).await.is_err());
    assert_eq!(store.history(Some(old.id), None, None).await.unwrap().entries, []);
    let entries = whole(&store).await;
    assert!(!format!("{entries:?}").contains("secret"));
    let names: Vec<_> = entries[0].changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!((names.as_slice(), entries[0].purged), (["kept"].as_slice(), true));
    // Neither by name nor as the last one: a part of it could not come back.
    assert_eq!(store.undo(Some(set), Actor::Ui, &now()).await, Err(Error::Purged(set)));
    assert_eq!(store.undo(None, Actor::Ui, &now()).await, Err(Error::Purged(set)));
    assert_eq!(titles(&store, View::Done).await, ["kept"]);
    // What comes after is undone as ever.
    apply(&store, Command::ReopenTask(kept.id)).await.unwrap();
    store.undo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(database.tend(in_days(31)).await.unwrap().purged_tasks, 0);
}

#[tokio::test]
async fn a_restored_part_outlives_its_parent() {
    let store = memory();
    let parent = add(&store, new("parent")).await;
    let part = add(&store, NewTask { parent: Some(parent.id), ..new("part") }).await;
    apply(&store, Command::DeleteTask(parent.id)).await.unwrap();
    let restored = apply(&store, Command::RestoreTask(part.id)).await;
    store.purge(in_days(30)).await.unwrap();
    let left = all_of(&store, View::All, &now()).await;
    match restored {
        Ok(_) if store.task(parent.id).await.is_err() => {
            assert_eq!(left.iter().map(|task| (task.id, task.parent)).collect::<Vec<_>>(), [(part.id, None)]);
        }
        // It took its parent along.
        Ok(_) => assert_eq!(left.len(), 2),
        Err(_) => assert_eq!(left, []),
    }
}

#[tokio::test]
async fn a_large_trash_is_emptied_whole() {
    let store = memory();
    let mut ids = Vec::new();
    for _ in 0..3 {
        let tasks = (0..150).map(|number| Command::AddTask(new(&number.to_string()))).collect();
        ids.extend(apply(&store, Command::All(tasks)).await.unwrap().tasks.into_iter().map(|task| task.id));
    }
    for ids in ids.chunks(50) {
        apply(&store, Command::All(ids.iter().copied().map(Command::DeleteTask).collect())).await.unwrap();
    }
    assert_eq!(store.purge(in_days(31)).await.unwrap().len(), 450);
    assert_eq!(store.counts(&now()).await.unwrap().trash, 0);
}

#[tokio::test]
async fn a_turn_that_was_undone_while_it_ran_is_taken_back_set_by_set() {
    let store = memory();
    let turn = ChangeSetId::new(now().timestamp());
    let assistant = Actor::Assistant { turn };
    let add =
        async |title: &str| store.apply(Command::AddTask(new(title)), assistant, &now()).await.unwrap().change_set;
    assert_eq!(add("first").await, Some(turn));
    store.undo(Some(turn), Actor::Ui, &now()).await.unwrap();
    let rest = add("second").await;
    assert_ne!(rest, Some(turn));
    // Only what still holds is there to be undone.
    assert_eq!(store.undo(Some(turn), Actor::Ui, &now()).await, Err(Error::NothingToUndo));
    assert_eq!(titles(&store, View::All).await, ["second"]);
    store.undo(rest, Actor::Ui, &now()).await.unwrap();
    assert_eq!(titles(&store, View::All).await, [""; 0]);
    store.redo(Some(turn), Actor::Ui, &now()).await.unwrap();
    assert_eq!(titles(&store, View::All).await, ["first"]);
    store.undo(Some(turn), Actor::Ui, &now()).await.unwrap();
    assert_eq!(titles(&store, View::All).await, [""; 0]);
}
