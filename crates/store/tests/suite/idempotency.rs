//! Keys that let a client ask twice and be heard once.

use docket_store::{Actor, Error};
use docket_tasks::{Command, View};
use jiff::Span;

use crate::support::{memory, new, now, titles};

#[tokio::test]
async fn the_same_key_answers_the_same_and_adds_once() {
    let store = memory();
    let ask = async |title: &str, key: &str, hours: i64| {
        let now = now().checked_add(Span::new().hours(hours)).unwrap();
        store.apply_idempotent(key, Command::AddTask(new(title)), Actor::Ui, &now).await
    };
    let first = ask("one", "key", 0).await.unwrap();

    assert_eq!(ask("one", "key", 1).await.unwrap(), first);
    assert_eq!(ask("other", "key", 1).await, Err(Error::KeyReused));
    assert_eq!(titles(&store, View::All).await, ["one"]);

    ask("one", "another key", 1).await.unwrap();
    ask("one", "key", 24).await.unwrap();
    assert_eq!(titles(&store, View::All).await, ["one", "one", "one"]);
}

#[tokio::test]
async fn a_refused_command_does_not_use_its_key_up() {
    let store = memory();
    let refused = store.apply_idempotent("key", Command::AddTask(new(" ")), Actor::Ui, &now()).await;
    assert!(matches!(refused, Err(Error::Task(_))));
    store.apply_idempotent("key", Command::AddTask(new("one")), Actor::Ui, &now()).await.unwrap();
}

#[tokio::test]
async fn a_hundred_at_once_add_one_task() {
    let store = memory();
    let asked: Vec<_> = (0..100)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                store.apply_idempotent("key", Command::AddTask(new("one")), Actor::Ui, &now()).await.unwrap()
            })
        })
        .collect();
    let mut answers = Vec::new();
    for answer in asked {
        answers.push(answer.await.unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(titles(&store, View::All).await, ["one"]);
}
