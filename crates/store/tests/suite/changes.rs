//! Commands, and taking them back.

use docket_store::{Actor, ChangeSetId, Error};
use docket_tasks::{Command, Error as TaskError, NewTask, Priority, TaskPatch, View};
use proptest::prelude::*;

use crate::steps::{everything, run, steps};
use crate::support::{add, apply, block_on, due, edit, memory, named, new, now, titles};

#[tokio::test]
async fn an_added_task_is_read_back_as_it_was_answered() {
    let store = memory();
    let task = NewTask {
        title: "Buy groceries".into(),
        notes: "milk, *bread*".into(),
        priority: Priority::P2,
        due: due("2026-11-22T17:00"),
        list: named("Home"),
        labels: vec!["shop".into(), "Äpfel".into()],
        ..NewTask::default()
    };

    let applied = apply(&store, Command::AddTask(task)).await.unwrap();

    assert_eq!(applied.created_lists, ["Home"]);
    assert_eq!(applied.created_labels.len(), 2);
    assert_eq!(applied.tasks.len(), 1);
    assert_eq!(applied.tasks[0].labels, ["shop", "Äpfel"]);
    assert_eq!(store.task(applied.tasks[0].id).await.unwrap(), applied.tasks[0]);
    let lists = store.lists().await.unwrap();
    assert_eq!((lists[0].list.name.as_str(), lists[0].open_count), ("Home", 1));
    assert_eq!(store.labels().await.unwrap().iter().map(|label| label.open_count).collect::<Vec<_>>(), [1, 1]);
}

#[tokio::test]
async fn a_refused_command_changes_nothing() {
    let store = memory();
    let task = add(&store, new("one")).await;
    let before = store.revision().await.unwrap();
    let commands = vec![Command::AddTask(new("two")), Command::CompleteTask(task.id), Command::CompleteTask(task.id)];

    let refused = apply(&store, Command::All(commands)).await;

    assert!(matches!(refused, Err(Error::Task(TaskError::WrongState { .. }))), "{refused:?}");
    assert_eq!(titles(&store, View::All).await, ["one"]);
    assert_eq!(store.revision().await.unwrap(), before);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_no_change() {
    let store = memory();
    let task = add(&store, new("same")).await;
    let before = store.revision().await.unwrap();

    let applied = edit(&store, &task, TaskPatch { title: Some("same".into()), ..TaskPatch::default() }).await.unwrap();

    assert_eq!((applied.tasks, applied.revision, applied.change_set), (vec![task], before, None));
}

#[tokio::test]
async fn undoing_an_add_and_redoing_it_brings_the_same_task_back() {
    let store = memory();
    let applied = apply(&store, Command::AddTask(NewTask { list: named("Home"), ..new("one") })).await.unwrap();
    let id = applied.tasks[0].id;

    let undone = store.undo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!((undone.undone, undone.applied.removed.as_slice()), (applied.change_set.unwrap(), [id].as_slice()));
    assert_eq!(store.task(id).await, Err(Error::Task(TaskError::TaskNotFound(id))));
    assert_eq!(store.lists().await.unwrap(), []);

    let redone = store.redo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(Some(redone.undone), undone.applied.change_set);
    let back = store.task(id).await.unwrap();
    assert_eq!((back.title.as_str(), back.list), ("one", applied.tasks[0].list));
}

#[tokio::test]
async fn undo_keeps_what_was_changed_later_in_other_fields() {
    let store = memory();
    let task = add(&store, new("one")).await;
    let renamed = edit(&store, &task, TaskPatch { title: Some("two".into()), ..TaskPatch::default() }).await.unwrap();
    edit(&store, &task, TaskPatch { due: Some(due("2026-11-22")), ..TaskPatch::default() }).await.unwrap();

    store.undo(renamed.change_set, Actor::Ui, &now()).await.unwrap();

    let task = store.task(task.id).await.unwrap();
    assert_eq!((task.title.as_str(), task.due), ("one", due("2026-11-22")));
}

#[tokio::test]
async fn undo_refuses_to_lose_a_later_change_of_the_same_field() {
    let store = memory();
    let task = add(&store, new("one")).await;
    let title = |title: &str| TaskPatch { title: Some(title.into()), ..TaskPatch::default() };
    let first = edit(&store, &task, title("two")).await.unwrap();
    edit(&store, &task, title("three")).await.unwrap();

    let refused = store.undo(first.change_set, Actor::Ui, &now()).await;

    assert_eq!(refused, Err(Error::Task(TaskError::UndoConflict { fields: vec!["title".into()] })));
    assert_eq!(store.task(task.id).await.unwrap().title, "three");
}

#[tokio::test]
async fn a_turn_of_the_assistant_is_undone_as_one() {
    let store = memory();
    let kept = add(&store, new("kept")).await;
    let turn = ChangeSetId::new(now().timestamp());
    let actor = Actor::Assistant { turn };
    let first = store.apply(Command::AddTask(new("one")), actor, &now()).await.unwrap();
    let second = store.apply(Command::CompleteTask(kept.id), actor, &now()).await.unwrap();
    let third = store.apply(Command::CompleteTask(first.tasks[0].id), actor, &now()).await.unwrap();
    assert_eq!([first.change_set, second.change_set, third.change_set], [Some(turn); 3]);

    let undone = store.undo(None, Actor::Ui, &now()).await.unwrap();

    assert_eq!(undone.undone, turn);
    assert_eq!(titles(&store, View::All).await, ["kept"]);
    assert_eq!(titles(&store, View::Done).await, [""; 0]);
}

#[tokio::test]
async fn a_turn_that_goes_on_after_it_was_undone_stands_for_itself() {
    let store = memory();
    let turn = ChangeSetId::new(now().timestamp());
    let actor = Actor::Assistant { turn };
    store.apply(Command::AddTask(new("one")), actor, &now()).await.unwrap();
    store.undo(Some(turn), Actor::Ui, &now()).await.unwrap();

    let later = store.apply(Command::AddTask(new("two")), actor, &now()).await.unwrap();

    assert_ne!(later.change_set, Some(turn));
    assert_eq!(titles(&store, View::All).await, ["two"]);
    assert_eq!(store.undo(Some(turn), Actor::Ui, &now()).await, Err(Error::NothingToUndo));
    store.undo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(titles(&store, View::All).await, [""; 0]);
}

#[tokio::test]
async fn an_import_is_undone_only_by_name() {
    let store = memory();
    add(&store, new("mine")).await;
    let import = store.apply(Command::AddTask(new("imported")), Actor::Import, &now()).await.unwrap();

    store.undo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(titles(&store, View::All).await, ["imported"]);
    assert_eq!(store.undo(None, Actor::Ui, &now()).await, Err(Error::NothingToUndo));

    store.undo(import.change_set, Actor::Ui, &now()).await.unwrap();
    assert_eq!(titles(&store, View::All).await, [""; 0]);
}

#[tokio::test]
async fn undo_and_redo_by_name_follow_what_became_of_it() {
    let store = memory();
    let set = apply(&store, Command::AddTask(new("one"))).await.unwrap().change_set;
    let (undo, redo) = (
        async |set| store.undo(set, Actor::Ui, &now()).await.map(|undone| undone.applied.change_set),
        async |set| store.redo(set, Actor::Ui, &now()).await.map(|undone| undone.applied.change_set),
    );
    assert_eq!(redo(set).await, Err(Error::NothingToRedo));
    let undoing = undo(set).await.unwrap();
    assert_eq!(undo(set).await, Err(Error::NothingToUndo));
    redo(set).await.unwrap();
    assert_eq!(titles(&store, View::All).await, ["one"]);
    // In force again, by the redo: so it can be undone again.
    undo(set).await.unwrap();
    assert_eq!(titles(&store, View::All).await, [""; 0]);
    // The first undo's name stands for what it took away, whichever undo keeps it away by now.
    redo(undoing).await.unwrap();
    assert_eq!(titles(&store, View::All).await, ["one"]);
    assert_eq!(redo(set).await, Err(Error::NothingToRedo));
}

#[tokio::test]
async fn something_new_ends_what_can_be_redone() {
    let store = memory();
    add(&store, new("one")).await;
    store.undo(None, Actor::Ui, &now()).await.unwrap();
    add(&store, new("two")).await;
    assert_eq!(store.redo(None, Actor::Ui, &now()).await, Err(Error::NothingToRedo));
}

#[tokio::test]
async fn deleting_a_list_moves_its_tasks_to_the_inbox_and_back() {
    let store = memory();
    let task = add(&store, NewTask { list: named("Home"), ..new("one") }).await;
    let trashed = add(&store, NewTask { list: named("Home"), ..new("two") }).await;
    apply(&store, Command::DeleteTask(trashed.id)).await.unwrap();

    apply(&store, Command::DeleteList(task.list.unwrap())).await.unwrap();
    assert_eq!(store.task(task.id).await.unwrap().list, None);
    assert_eq!(store.task(trashed.id).await.unwrap().list, None);
    assert_eq!(store.lists().await.unwrap(), []);

    store.undo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(store.task(task.id).await.unwrap().list, task.list);
    assert_eq!(store.task(trashed.id).await.unwrap().list, task.list);
}

#[tokio::test]
async fn a_list_that_is_used_by_now_outlives_the_undo_of_what_made_it() {
    let store = memory();
    let first = apply(&store, Command::AddTask(NewTask { list: named("Home"), ..new("one") })).await.unwrap();
    add(&store, NewTask { list: named("home"), ..new("two") }).await;

    store.undo(first.change_set, Actor::Ui, &now()).await.unwrap();

    assert_eq!(titles(&store, View::All).await, ["two"]);
    assert_eq!(store.lists().await.unwrap()[0].open_count, 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn undoing_everything_leads_back_and_redoing_leads_forth(first in steps(), then in steps()) {
        block_on(async {
            let store = memory();
            run(&store, &first).await;
            let start = everything(&store).await;
            let made = run(&store, &then).await;
            let end = everything(&store).await;
            for step in 0..made {
                let undone = store.undo(None, Actor::Ui, &now()).await;
                prop_assert!(undone.is_ok(), "undo {step} of {made}: {undone:?}");
            }
            prop_assert_eq!(&everything(&store).await, &start);
            for step in 0..made {
                let redone = store.redo(None, Actor::Ui, &now()).await;
                prop_assert!(redone.is_ok(), "redo {step} of {made}: {redone:?}");
            }
            prop_assert_eq!(&everything(&store).await, &end);
            prop_assert_eq!(store.redo(None, Actor::Ui, &now()).await, Err(Error::NothingToRedo));
            Ok(())
        })?;
    }
}
