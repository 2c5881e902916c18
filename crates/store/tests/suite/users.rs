//! Users share a file and nothing else.

use chatkit_server::{Order, PageRequest, StoreError, Thread, ThreadStore};
use docket_store::{Actor, Database, Error, SettingsPatch};
use docket_tasks::{Command, View};
use proptest::prelude::*;

use crate::steps::{Everything, everything, run, steps};
use crate::support::{add, block_on, memory, new, now, titles};

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
