//! Many at once.

use std::task::Poll;

use docket_store::{Actor, Error};
use docket_tasks::{Command, TaskPatch, TaskQuery, View};

use crate::support::{USER, add, memory, new, now, open, titles};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_writer_reads_its_own_write_at_once_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (open(folder.path()), open(folder.path()));
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let store = if writer % 2 == 0 { one.store(USER) } else { other.store(USER) };
            tokio::spawn(async move {
                for number in 0..10 {
                    let title = format!("{writer}/{number}");
                    let applied = store.apply(Command::AddTask(new(&title)), Actor::Ui, &now()).await.unwrap();
                    assert_eq!(store.task(applied.tasks[0].id).await.unwrap().title, title);
                    assert!(store.revision().await.unwrap() >= applied.revision);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let store = one.store(USER);
    assert_eq!(titles(&store, View::All).await.len(), 160);
    assert_eq!(store.revision().await.unwrap(), 160);
}

#[tokio::test]
async fn a_dropped_future_does_not_take_its_write_back() {
    let store = memory();
    let now = now();
    let mut write = Box::pin(store.apply(Command::AddTask(new("one")), Actor::Ui, &now));
    // Polled once, it is on its way to the writer.
    std::future::poll_fn(|context| Poll::Ready(write.as_mut().poll(context).is_ready())).await;
    drop(write);
    assert_eq!(titles(&store, View::All).await, ["one"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_and_its_revision_are_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    let task = add(&store, new("0")).await;
    let start = store.revision().await.unwrap();
    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            for number in 1..=100_u64 {
                let patch = TaskPatch { title: Some(number.to_string()), ..TaskPatch::default() };
                store.apply(Command::EditTask { id: task.id, patch }, Actor::Ui, &now()).await.unwrap();
            }
        }
    });
    while !writer.is_finished() {
        let page = store.tasks(&TaskQuery::default(), &now()).await.unwrap();
        assert_eq!(page.tasks[0].title, (page.revision - start).to_string());
    }
    writer.await.unwrap();
}

#[tokio::test]
async fn after_closing_everything_is_refused_and_nothing_is_left_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    add(&store, new("one")).await;
    database.close();
    assert_eq!(store.apply(Command::AddTask(new("two")), Actor::Ui, &now()).await, Err(Error::Closed));
    assert_eq!(store.revision().await, Err(Error::Closed));
    assert!(!folder.path().join("docket.sqlite3-wal").exists());
    assert_eq!(titles(&open(folder.path()).store(USER), View::All).await, ["one"]);
}
