//! Users share a file and nothing else.

use chatkit_server::{Attachment, AttachmentKind, Order, PageRequest, StoreError, Thread, ThreadStore, Visibility};
use docket_store::{
    Actor, Counts, Database, Error, Exported, McpCall, McpOutcome, Seed, Seeded, Settings, SettingsPatch, Store, Tier,
};
use docket_tasks::{Command, TaskId, TaskQuery, View};
use proptest::prelude::*;

use crate::steps::{Everything, everything, run, steps};
use crate::support::{add, block_on, memory, new, now, open, titles};

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn what_one_user_does_is_as_if_the_other_were_not_there(anna in steps(), ben in steps(), undos in 0..4_usize) {
        block_on(async {
            let shared = Database::in_memory().unwrap();
            let (anna_store, ben_store) = (shared.store("anna"), shared.store("ben"));
            let alone = memory();
            // Turn by turn, so that each finds the other's rows beside its own.
            for turn in 0..anna.len().max(ben.len()) {
                if let Some(step) = anna.get(turn) {
                    run(&anna_store, std::slice::from_ref(step)).await;
                    run(&alone, std::slice::from_ref(step)).await;
                }
                if let Some(step) = ben.get(turn) {
                    run(&ben_store, std::slice::from_ref(step)).await;
                }
            }
            let bens = everything(&ben_store).await;
            for _ in 0..undos {
                let one = anna_store.undo(None, Actor::Ui, &now()).await.map(|_| ());
                let other = alone.undo(None, Actor::Ui, &now()).await.map(|_| ());
                prop_assert_eq!(one, other);
            }
            prop_assert_eq!(names(&everything(&anna_store).await), names(&everything(&alone).await));
            prop_assert_eq!(anna_store.revision().await.unwrap(), alone.revision().await.unwrap());
            prop_assert_eq!(anna_store.counts(&now()).await.unwrap(), alone.counts(&now()).await.unwrap());
            prop_assert_eq!(everything(&ben_store).await, bens);
            Ok(())
        })?;
    }
}

/// Ids differ between two databases; everything else that is shown must not.
fn names(everything: &Everything) -> String {
    let text = format!("{everything:?}");
    let parts = text.split("Id(").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
    parts.collect()
}

#[tokio::test]
async fn nobody_reaches_anothers_rows_by_id() {
    let database = Database::in_memory().unwrap();
    let (anna, ben) = (database.store("anna"), database.store("ben"));
    let task = add(&anna, new("secret")).await;
    let set = anna.apply(Command::CompleteTask(task.id), Actor::Ui, &now()).await.unwrap().change_set.unwrap();
    let thread = Thread::new(now().timestamp());
    anna.add_thread(&thread).await.unwrap();
    anna.set_last_listing(&[task.id]).await.unwrap();
    anna.patch_settings(SettingsPatch { model: Some(Some("hers".into())), ..SettingsPatch::default() }).await.unwrap();

    assert!(matches!(ben.task(task.id).await, Err(Error::Task(_))));
    for command in [Command::DeleteTask(task.id), Command::ReopenTask(task.id)] {
        assert!(matches!(ben.apply(command, Actor::Ui, &now()).await, Err(Error::Task(_))));
    }
    assert_eq!(ben.undo(Some(set), Actor::Ui, &now()).await, Err(Error::ChangeSetNotFound(set)));
    assert_eq!(ben.undo(None, Actor::Ui, &now()).await, Err(Error::NothingToUndo));
    assert!(matches!(ben.load_thread(&thread.id).await, Err(StoreError::NotFound { .. })));
    ben.delete_thread(&thread.id).await.unwrap();
    assert_eq!(ben.threads(&PageRequest::first(None, Order::Asc)).await.unwrap().data, []);
    assert_eq!(ben.find_threads(None, None, None).await.unwrap().threads, []);
    assert_eq!(ben.last_listing().await.unwrap(), []);
    assert_eq!(ben.settings().await.unwrap().model, None);
    let suffix = task.id.to_string();
    assert_eq!(ben.find_by_suffix(&suffix[suffix.len() - 6..]).await.unwrap(), []);
    assert_eq!(ben.revision().await.unwrap(), 0);

    assert_eq!(titles(&anna, View::Done).await, ["secret"]);
    assert_eq!(anna.load_thread(&thread.id).await.unwrap(), thread);
}

/// Anna, who has a bit of everything: her store, and the ids of her long thread and of a task.
async fn anna(database: &Database) -> (Store, String, TaskId) {
    let anna = database.store("anna").with_tier(Tier::Free);
    let Seeded { big_thread_id } = anna.seed(Seed { threads: 2, items: 2, tasks: 200 }, &now()).await.unwrap();
    let thread = big_thread_id.unwrap();
    let task = add(&anna, new("unmistakable")).await;
    for command in [Command::CompleteTask(task.id), Command::DeleteTask(add(&anna, new("gone")).await.id)] {
        anna.apply(command, Actor::Ui, &now()).await.unwrap();
    }
    let attachment = Attachment {
        id: "atc_1".into(),
        name: "a".into(),
        mime_type: "text/plain".into(),
        upload_descriptor: None,
        thread_id: Some(thread.clone()),
        metadata: None,
        kind: AttachmentKind::File,
    };
    anna.write_attachment("atc_1", 10).await.unwrap().finish().await.unwrap();
    anna.save_attachment(&attachment).await.unwrap();
    let (at, outcome) = (now().timestamp(), McpOutcome::Done);
    anna.add_mcp_call(McpCall { at, tool: "add_task".into(), arguments: "{}".into(), outcome }).await.unwrap();
    let reserved = anna.reserve_tokens(10_000, &now()).await.unwrap();
    anna.settle(reserved, 10_000).await.unwrap();
    (anna, thread, task.id)
}

#[tokio::test]
async fn every_read_of_tasks_by_another_user_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let (anna, _, task) = anna(&database).await;
    let ben = database.store("ben").with_tier(Tier::Free);
    let list = Some(anna.lists().await.unwrap()[0].list.id);
    for view in [View::All, View::Today, View::Overdue, View::Upcoming, View::Inbox, View::Done, View::Trash] {
        for words in [None, Some("unmistakable"), Some("e"), Some("the")] {
            let query = TaskQuery { view, words: words.map(str::to_owned), ..TaskQuery::default() };
            for query in [
                TaskQuery { label: Some("label0".into()), ..query.clone() },
                TaskQuery { list, ..query.clone() },
                TaskQuery { parent: Some(task), ..query.clone() },
                TaskQuery { is_in_inbox: true, ..query.clone() },
                query,
            ] {
                assert_eq!(ben.tasks(&query, &now()).await.unwrap().tasks, [], "{query:?}");
            }
        }
    }
    assert_eq!(ben.counts(&now()).await.unwrap(), Counts::default());
    assert_eq!((ben.lists().await.unwrap(), ben.labels().await.unwrap()), (vec![], vec![]));
    assert_eq!(ben.find_list("List 1").await.unwrap(), None);
    for of in [None, Some(task)] {
        assert_eq!(ben.history(of, None, None).await.unwrap().entries, []);
    }
    assert_eq!(ben.export(Vec::new(), now().timestamp()).await.unwrap().1, Exported::default());
    let later = now().timestamp().checked_add(jiff::SignedDuration::from_hours(2_000)).unwrap();
    assert_eq!(ben.purge(later).await.unwrap(), []);
    assert_eq!((ben.last_listing().await.unwrap(), ben.revision().await.unwrap()), (vec![], 0));
    assert_eq!(anna.counts(&now()).await.unwrap().trash, 1);
}

#[tokio::test]
async fn every_other_read_by_another_user_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let (anna, thread, _) = anna(&database).await;
    let ben = database.store("ben").with_tier(Tier::Free);
    let first = PageRequest::first(None, Order::Asc);
    let item = anna.items(&thread, &first, Visibility::All).await.unwrap().data.remove(0);
    for words in [None, Some("thread"), Some("answer")] {
        assert_eq!(ben.find_threads(words, None, None).await.unwrap().threads, []);
    }
    assert!(ben.load_thread(&thread).await.is_err());
    assert!(ben.items(&thread, &first, Visibility::All).await.is_err());
    assert!(ben.load_item(&thread, &item.id).await.is_err());
    assert!(ben.load_attachment("atc_1").await.is_err());
    assert!(ben.read_attachment("atc_1").await.is_err());
    ben.delete_attachment("atc_1").await.unwrap();
    ben.delete_item(&thread, &item.id).await.unwrap();
    assert_eq!(ben.mcp_calls(None, None).await.unwrap().calls, []);
    assert_eq!(ben.settings().await.unwrap(), Settings::default());
    assert_eq!(ben.token_budget(&now()).await.unwrap().used, 0);

    assert!(anna.read_attachment("atc_1").await.is_ok());
    assert!(anna.load_item(&thread, &item.id).await.is_ok());
}
