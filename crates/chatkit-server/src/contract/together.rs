//! Several changes at the same time: each happens as a whole, one after the other.

use super::{all_items, assistant_item, new_thread};
use crate::{Item, StoreError, ThreadChange, ThreadStatus, ThreadStore};

pub(super) async fn each_id_is_added_once<S: ThreadStore>(store: &S) {
    let (thread, _) = new_thread(store).await;
    let batches: Vec<[Item; 2]> = (0..4)
        .map(|number| [assistant_item(&thread.id, "contested"), assistant_item(&thread.id, &number.to_string())])
        .collect();
    let batch = |number: usize| {
        let [mut contested, own] = batches[number].clone();
        contested.id.clone_from(&batches[0][0].id);
        async move { store.add_items(&[contested, own]).await }
    };
    let (a, b, c, d) = tokio::join!(batch(0), batch(1), batch(2), batch(3));

    let answers = [a, b, c, d];
    let added = answers.iter().filter(|answer| answer.is_ok()).count();
    let refused = answers.iter().filter(|answer| matches!(answer, Err(StoreError::Conflict { .. }))).count();
    assert_eq!((added, refused), (1, 3), "one id was added several times at once");
    assert_eq!(all_items(store, &thread.id).await.len(), 3, "a batch was stored in part");
}

pub(super) async fn changes_of_different_fields_are_both_kept<S: ThreadStore>(store: &S) {
    let (thread, _) = new_thread(store).await;
    let closed = ThreadStatus::Closed { reason: Some("done".to_owned()) };
    let title = ThreadChange::title("Named by the user");
    let status = ThreadChange::status(closed.clone());
    let (renamed, ended) =
        tokio::join!(store.update_thread(&thread.id, &title), store.update_thread(&thread.id, &status));
    renamed.unwrap();
    ended.unwrap();
    let kept = store.load_thread(&thread.id).await.unwrap();
    assert_eq!((kept.title.as_deref(), kept.status), (Some("Named by the user"), closed), "one change undid the other");
}
