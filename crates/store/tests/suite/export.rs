//! The list as a file, and back.

use docket_store::{Actor, Database, Error, Exported, Imported, Store};
use docket_tasks::{Command, Due, NewReminder, NewRepeat, NewTask, ReminderWhen, RepeatFrom, Rule, TaskPatch, View};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::steps::{everything, run, steps};
use crate::support::{add, apply, block_on, due, edit, memory, named, new, now, titles};

async fn export(store: &Store) -> (Vec<u8>, Exported) {
    store.export(Vec::new(), now().timestamp()).await.unwrap()
}

/// A bit of everything.
async fn filled() -> Store {
    let store = memory();
    let parent = add(&store, NewTask { list: named("Home"), labels: vec!["Büro".into()], ..new("parent") }).await;
    add(&store, NewTask { parent: Some(parent.id), notes: "*how*\n\"so\"".into(), ..new("part") }).await;
    let repeat = NewRepeat { rule: Rule::parse("FREQ=WEEKLY;BYDAY=MO").unwrap(), anchor: None, from: RepeatFrom::Due };
    let reminders = vec![NewReminder::new(ReminderWhen::BeforeDue { min: 10 })];
    let weekly = NewTask { due: due("2026-11-23T09:00"), repeat: Some(repeat), reminders, ..new("weekly") };
    let weekly = add(&store, weekly).await;
    apply(&store, Command::CompleteTask(weekly.id)).await.unwrap();
    let gone = add(&store, new("gone")).await;
    apply(&store, Command::DeleteTask(gone.id)).await.unwrap();
    let first = add(&store, new("comes first")).await;
    edit(&store, &first, TaskPatch { position: Some(-1.0), ..TaskPatch::default() }).await.unwrap();
    store
}

#[tokio::test]
async fn an_export_into_an_empty_list_brings_everything_back_and_again_changes_nothing() {
    let store = filled().await;
    let (file, exported) = export(&store).await;
    let tasks = everything(&store).await;

    let other = memory();
    let foreseen = other.preview_import(&file, &now()).await.unwrap();
    assert_eq!(titles(&other, View::All).await, [""; 0], "a preview changes nothing");
    let imported = other.import(&file, &now()).await.unwrap();

    assert_eq!(everything(&other).await, tasks);
    assert_eq!(Imported { change_set: None, ..imported.clone() }, foreseen);
    assert_eq!((imported.new_tasks, imported.new_lists.as_slice()), (exported.tasks, ["Home".to_owned()].as_slice()));
    assert_eq!(exported, Exported { lists: 1, labels: 1, tasks: 6 });
    // Byte for byte, but for what counts changes.
    assert_eq!(without_counters(&export(&other).await.0), without_counters(&file));

    let again = other.import(&file, &now()).await.unwrap();
    let same = Imported { same_tasks: exported.tasks, ..Imported::default() };
    assert_eq!(again, same);

    // As one change set, which only its name undoes.
    assert_eq!(other.undo(None, Actor::Ui, &now()).await, Err(Error::NothingToUndo));
    other.undo(imported.change_set, Actor::Ui, &now()).await.unwrap();
    assert_eq!(everything(&other).await, everything(&memory()).await);
}

fn without_counters(file: &[u8]) -> Value {
    let mut file: Value = serde_json::from_slice(file).unwrap();
    for records in ["tasks", "lists"] {
        for record in file[records].as_array_mut().unwrap() {
            record.as_object_mut().unwrap().retain(|field, _| field != "revision" && field != "updated_at");
        }
    }
    file
}

#[tokio::test]
async fn what_is_there_already_and_differs_is_kept() {
    let store = memory();
    let task = add(&store, new("as it was")).await;
    let (file, _) = export(&store).await;
    edit(&store, &task, TaskPatch { title: Some("as it is".into()), ..TaskPatch::default() }).await.unwrap();
    add(&store, new("new since")).await;

    let imported = store.import(&file, &now()).await.unwrap();

    let expected = Imported { kept_tasks: 1, kept: vec![task.id], ..Imported::default() };
    assert_eq!(imported, expected);
    assert_eq!(titles(&store, View::All).await, ["as it is", "new since"]);
}

#[tokio::test]
async fn a_list_of_the_same_name_is_the_same_list() {
    let store = memory();
    add(&store, NewTask { list: named("HOME"), ..new("mine") }).await;
    let other = memory();
    add(&other, NewTask { list: named("Home"), ..new("theirs") }).await;
    let imported = store.import(&export(&other).await.0, &now()).await.unwrap();
    assert_eq!(imported.new_lists, [""; 0]);
    let lists = store.lists().await.unwrap();
    assert_eq!(lists.iter().map(|list| (list.list.name.as_str(), list.open_count)).collect::<Vec<_>>(), [("HOME", 2)]);
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_in_words_and_changes_nothing() {
    let store = memory();
    let (file, _) = export(&filled().await).await;
    let file: Value = serde_json::from_slice(&file).unwrap();
    let with = |field: &str, value: Value| {
        let mut file = file.clone();
        file[field] = value;
        file.to_string()
    };
    let mut no_title = file.clone();
    no_title["tasks"][1]["title"] = json!("");
    let mut no_id = file.clone();
    no_id["tasks"][2].as_object_mut().unwrap().remove("id");
    for (file, says) in [
        (String::new(), "not JSON"),
        ("{\"format\":\"docket\",\"version\":1,\"tasks\":[".to_owned(), "not JSON"),
        ("[]".to_owned(), "not an export of Docket"),
        ("{}".to_owned(), "not an export of Docket"),
        (with("format", json!("todoist")), "not an export of Docket"),
        (with("version", json!(2)), "version 2"),
        (with("version", json!("1")), "version"),
        (with("tasks", json!({})), "invalid type"),
        (no_title.to_string(), "title"),
        (no_id.to_string(), "`tasks[2]`"),
    ] {
        for refused in
            [store.import(file.as_bytes(), &now()).await, store.preview_import(file.as_bytes(), &now()).await]
        {
            match refused {
                Err(Error::NotImportable(problem)) => assert!(problem.contains(says), "{says}: {problem}"),
                other => panic!("{says}: {other:?}"),
            }
        }
    }
    assert_eq!(store.revision().await.unwrap(), 0);
    // What a later Docket adds is dropped, and so is a mark in front.
    let mut later = file.clone();
    later["tasks"][0]["mood"] = json!("good");
    later["moods"] = json!([1]);
    let marked = format!("\u{FEFF}{later}");
    assert_eq!(store.import(marked.as_bytes(), &now()).await.unwrap().new_tasks, 6);
}

#[tokio::test]
async fn an_export_is_of_one_user_and_holds_no_secret() {
    let database = Database::in_memory().unwrap();
    let (anna, ben) = (database.store("anna"), database.store("ben"));
    add(&anna, new("hers")).await;
    add(&ben, new("his")).await;
    let patch = docket_store::SettingsPatch {
        key_for: Some(Some("openai".into())),
        model: Some(Some("secret-model".into())),
        ..docket_store::SettingsPatch::default()
    };
    anna.patch_settings(patch).await.unwrap();
    let (file, exported) = export(&anna).await;
    let text = String::from_utf8(file).unwrap();
    assert_eq!(exported.tasks, 1);
    assert!(
        text.contains("hers") && !text.contains("his\"") && !text.contains("openai") && !text.contains("model"),
        "{text}"
    );
}

#[tokio::test]
async fn a_writer_that_fails_is_said() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert_eq!(filled().await.export(Full, now().timestamp()).await.err(), Some(Error::DiskFull));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_an_export_brings_it_back(steps in steps()) {
        block_on(async {
            let store = memory();
            run(&store, &steps).await;
            let (file, _) = export(&store).await;
            let other = memory();
            other.import(&file, &now()).await.unwrap();
            prop_assert_eq!(everything(&other).await, everything(&store).await);
            prop_assert_eq!(other.import(&file, &now()).await.unwrap().change_set, None);
            Ok(())
        })?;
    }
}

#[test]
fn a_due_in_a_zone_keeps_it() {
    block_on(async {
        let store = memory();
        let at = "2026-11-22T17:00".parse().unwrap();
        let due = Some(Due::At { at, zone: "America/Los_Angeles".into() });
        let task = add(&store, NewTask { due, ..new("call") }).await;
        let other = memory();
        other.import(&export(&store).await.0, &now()).await.unwrap();
        assert_eq!(other.task(task.id).await.unwrap().due, task.due);
    });
}
