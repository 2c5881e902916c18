//! Pages, while the list changes under them.

use docket_tasks::{Command, NewTask, TaskPatch, TaskQuery, View};

use crate::support::{add, apply, due, edit, memory, new, now};

#[tokio::test]
async fn what_was_there_comes_once_whatever_is_added_completed_or_moved_meanwhile() {
    for view in [View::All, View::Inbox, View::Today] {
        let store = memory();
        let mut tasks = Vec::new();
        for number in 0..40 {
            tasks.push(add(&store, NewTask { due: due("2026-11-21"), ..new(&format!("task {number}")) }).await);
        }
        let mut query = TaskQuery { view, limit: std::num::NonZeroU32::new(7), ..TaskQuery::default() };
        let mut seen = Vec::new();
        for turn in 0.. {
            let page = store.tasks(&query, &now()).await.unwrap();
            assert!(page.tasks.len() <= 7);
            seen.extend(page.tasks.iter().map(|task| task.id));
            let Some(after) = page.after else { break };
            // One that was shown already goes, the last one shown moves away, one is added in front: none of it moves the rest.
            let last = page.tasks.last().unwrap();
            apply(&store, Command::CompleteTask(page.tasks[0].id)).await.unwrap();
            edit(
                &store,
                last,
                TaskPatch { position: Some(-1.0), due: Some(due("2026-11-20")), ..TaskPatch::default() },
            )
            .await
            .unwrap();
            let early = add(&store, NewTask { due: due("2026-11-19"), ..new(&format!("early {turn}")) }).await;
            edit(&store, &early, TaskPatch { position: Some(-2.0), ..TaskPatch::default() }).await.unwrap();
            query.after = Some(after);
        }
        let expected: Vec<_> = tasks.iter().map(|task| task.id).collect();
        assert_eq!(seen, expected, "{view:?}");
    }
}

#[tokio::test]
async fn a_page_says_which_revision_it_shows() {
    let store = memory();
    let applied = apply(&store, Command::AddTask(new("one"))).await.unwrap();
    let page = store.tasks(&TaskQuery::default(), &now()).await.unwrap();
    assert_eq!((page.revision, page.tasks, page.has_more), (applied.revision, applied.tasks, false));
}
