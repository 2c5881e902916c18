//! Tasks that repeat and tasks with parts, kept.

use docket_store::Actor;
use docket_tasks::{
    Civil, Command, LabelPatch, NewReminder, NewRepeat, NewTask, Place, ReminderWhen, RepeatFrom, Rule, Task, TaskId,
    TaskMove, TaskPatch, TaskQuery, View,
};

use crate::support::{add, apply, due, edit, memory, new, now, titles};

fn rent() -> NewTask {
    NewTask {
        due: due("2026-11-30T09:00"),
        start: Some(Civil::Date("2026-11-28".parse().unwrap())),
        duration_min: Some(15),
        repeat: Some(NewRepeat { rule: Rule::parse("FREQ=MONTHLY").unwrap(), anchor: None, from: RepeatFrom::Due }),
        reminders: vec![NewReminder::new(ReminderWhen::BeforeDue { min: 30 })],
        ..new("Pay rent")
    }
}

fn part(title: &str, of: TaskId) -> NewTask {
    NewTask { parent: Some(of), ..new(title) }
}

#[tokio::test]
async fn everything_about_when_is_read_back_as_it_was_answered() {
    let store = memory();
    let task = add(&store, rent()).await;
    assert_eq!(store.task(task.id).await.unwrap(), task);
    let moved = TaskPatch { due: Some(due("2026-12-01")), ..TaskPatch::default() };
    let moved: Task = edit(&store, &task, moved).await.unwrap().tasks.remove(0);
    assert_eq!((moved.occurrence.is_some(), &moved.repeat), (true, &task.repeat));
    assert_eq!(store.task(task.id).await.unwrap(), moved);
}

#[tokio::test]
async fn completing_answers_the_next_one_and_one_undo_takes_both_back() {
    let store = memory();
    let task = add(&store, rent()).await;
    add(&store, part("Find the slip", task.id)).await;

    let applied = apply(&store, Command::CompleteTask(task.id)).await.unwrap();

    let next = applied.next.clone().unwrap();
    assert_eq!((next.due.clone(), next.repeat.clone()), (due("2026-12-30T09:00"), task.repeat.clone()));
    assert!(applied.tasks.contains(&next));
    assert_eq!(titles(&store, View::All).await, ["Pay rent", "Find the slip"]);
    let parts = TaskQuery { parent: Some(next.id), ..TaskQuery::default() };
    assert_eq!(store.tasks(&parts, &now()).await.unwrap().tasks.len(), 1);
    let undone = store.undo(applied.change_set, Actor::Ui, &now()).await.unwrap();
    assert_eq!(undone.applied.removed.len(), 2);
    assert_eq!(titles(&store, View::All).await, ["Pay rent", "Find the slip"]);
    assert_eq!(store.task(task.id).await.unwrap().repeat, task.repeat);
}

#[tokio::test]
async fn parts_follow_their_task_although_only_that_is_named() {
    let store = memory();
    let trip = add(&store, new("Trip")).await;
    let pack = add(&store, part("Pack", trip.id)).await;
    apply(&store, Command::DeleteTask(trip.id)).await.unwrap();
    assert!(store.task(pack.id).await.unwrap().deleted_at.is_some());
    apply(&store, Command::RestoreTask(trip.id)).await.unwrap();
    assert_eq!(store.task(pack.id).await.unwrap().deleted_at, None);
    let nested = apply(&store, Command::AddTask(part("Find the bag", pack.id))).await;
    assert!(nested.is_err(), "{nested:?}");
    apply(&store, Command::CompleteTask(trip.id)).await.unwrap();
    assert_eq!(titles(&store, View::Done).await.len(), 2);
}

#[tokio::test]
async fn a_task_moves_between_its_neighbours_wherever_they_are() {
    let store = memory();
    let mut ids = Vec::new();
    for title in ["a", "b", "c", "d"] {
        ids.push(add(&store, new(title)).await.id);
    }
    for (moved, place, want) in [
        (ids[3], Place::After(ids[0]), ["a", "d", "b", "c"]),
        (ids[0], Place::Before(ids[2]), ["d", "b", "a", "c"]),
        (ids[2], Place::Before(ids[3]), ["c", "d", "b", "a"]),
    ] {
        let to = TaskMove { place: Some(place), ..TaskMove::default() };
        apply(&store, Command::MoveTask { id: moved, to }).await.unwrap();
        assert_eq!(titles(&store, View::All).await, want);
    }
}

#[tokio::test]
async fn a_label_is_renamed_on_tasks_that_the_command_does_not_name() {
    let store = memory();
    let task = add(&store, NewTask { labels: vec!["bills".into()], ..new("Pay") }).await;
    let patch = LabelPatch { name: Some("money".into()), color: None };
    let renamed = apply(&store, Command::EditLabel { name: "Bills".into(), patch }).await.unwrap();
    assert_eq!(store.task(task.id).await.unwrap().labels, ["money"]);
    store.undo(renamed.change_set, Actor::Ui, &now()).await.unwrap();
    assert_eq!(store.task(task.id).await.unwrap().labels, ["bills"]);
    assert_eq!(store.labels().await.unwrap().len(), 1);
}
