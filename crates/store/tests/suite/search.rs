//! Words are found wherever they stand, the newest first.

use docket_store::{Actor, Database, Error, Store};
use docket_tasks::{Command, Error as TaskError, NewTask, Task, TaskPatch, TaskQuery, View};
use proptest::prelude::*;

use crate::steps::{run, steps};
use crate::support::{USER, add, all_of, apply, block_on, due, edit, memory, named, new, now, open};

async fn found(store: &Store, query: TaskQuery) -> Vec<String> {
    pages(store, query).await.into_iter().map(|task| task.title).collect()
}

/// All pages of two tasks each.
async fn pages(store: &Store, mut query: TaskQuery) -> Vec<Task> {
    query.limit = std::num::NonZeroU32::new(2);
    let mut tasks = Vec::new();
    loop {
        let page = store.tasks(&query, &now()).await.unwrap();
        tasks.extend(page.tasks);
        assert_eq!(page.has_more, page.after.is_some());
        match page.after {
            Some(after) => query.after = Some(after),
            None => return tasks,
        }
    }
}

fn words(words: &str) -> TaskQuery {
    TaskQuery { words: Some(words.to_owned()), ..TaskQuery::default() }
}

#[tokio::test]
async fn each_key_finds_what_holds_the_letters_so_far() {
    let store = memory();
    for title in ["Café am Markt", "東京 へ行く", "Straße fegen", "a+b=c #1 \"x\"", "Incomprehensibilities", "🫠 melt"]
    {
        add(&store, new(title)).await;
    }
    for (typed, expected) in [
        ("c", vec!["Incomprehensibilities", "a+b=c #1 \"x\"", "Café am Markt"]),
        ("ca", vec!["Café am Markt"]),
        ("cafe", vec!["Café am Markt"]),
        ("CAFÉ", vec!["Café am Markt"]),
        ("cafe\u{301}", vec!["Café am Markt"]),
        ("fé m", vec!["Café am Markt"]),
        ("東", vec!["東京 へ行く"]),
        ("京", vec!["東京 へ行く"]),
        ("行く", vec!["東京 へ行く"]),
        ("strasse", vec!["Straße fegen"]),
        ("+b=", vec!["a+b=c #1 \"x\""]),
        ("\"x\"", vec!["a+b=c #1 \"x\""]),
        ("# \"", vec!["a+b=c #1 \"x\""]),
        ("*", vec![]),
        ("words : x OR c", vec![]),
        ("incomprehensibilities", vec!["Incomprehensibilities"]),
        ("comprehensibilitie", vec!["Incomprehensibilities"]),
        ("incomprehensibilitiesx", vec![]),
        ("comprehensiblities", vec![]),
        ("🫠", vec!["🫠 melt"]),
        ("\u{10FF02}open", vec![]),
    ] {
        assert_eq!(found(&store, words(typed)).await, expected, "{typed:?}");
    }
    let very_long = format!("{} {}", "x".repeat(30_000), "word ".repeat(2_000));
    assert_eq!(found(&store, words(&very_long)).await, [""; 0]);
}

#[tokio::test]
async fn a_search_is_narrowed_by_every_view_list_label_and_parent() {
    let store = memory();
    let parent =
        add(&store, NewTask { list: named("Home"), labels: vec!["blue".into()], ..new("paint the house") }).await;
    add(&store, NewTask { parent: Some(parent.id), ..new("paint the door") }).await;
    add(&store, NewTask { due: due("2026-11-21"), ..new("paint today") }).await;
    add(&store, NewTask { due: due("2026-11-20"), ..new("paint late") }).await;
    add(&store, NewTask { due: due("2026-11-25"), list: named("Home"), ..new("paint later") }).await;
    let done = add(&store, new("paint done")).await;
    apply(&store, Command::CompleteTask(done.id)).await.unwrap();
    let gone = add(&store, new("paint gone")).await;
    apply(&store, Command::DeleteTask(gone.id)).await.unwrap();
    let home = store.lists().await.unwrap()[0].list.id;
    let view = |view| TaskQuery { view, ..words("paint") };
    let all = ["paint later", "paint late", "paint today", "paint the door", "paint the house"];
    for (query, expected) in [
        (view(View::All), all.to_vec()),
        (view(View::Today), vec!["paint late", "paint today"]),
        (view(View::Overdue), vec!["paint late"]),
        (view(View::Upcoming), vec!["paint later"]),
        (view(View::Done), vec!["paint done"]),
        (view(View::Trash), vec!["paint gone"]),
        (view(View::Inbox), vec!["paint late", "paint today"]),
        (TaskQuery { list: Some(home), ..view(View::All) }, vec!["paint later", "paint the door", "paint the house"]),
        (TaskQuery { list: Some(home), ..view(View::Upcoming) }, vec!["paint later"]),
        (TaskQuery { is_in_inbox: true, ..view(View::All) }, vec!["paint late", "paint today"]),
        (TaskQuery { is_in_inbox: true, ..view(View::Done) }, vec!["paint done"]),
        (TaskQuery { is_in_inbox: true, ..view(View::Upcoming) }, vec![]),
        (TaskQuery { label: Some("BLUE".into()), ..view(View::All) }, vec!["paint the house"]),
        (TaskQuery { parent: Some(parent.id), ..view(View::All) }, vec!["paint the door"]),
    ] {
        assert_eq!(found(&store, query.clone()).await, expected, "{query:?}");
        // Without words the same tasks, in the view's own order.
        let mut walked = found(&store, TaskQuery { words: None, ..query.clone() }).await;
        let mut expected = expected;
        walked.sort();
        expected.sort_unstable();
        assert_eq!(walked, expected, "{query:?}");
    }
}

#[tokio::test]
async fn a_common_word_finds_the_few_of_a_narrow_view() {
    let store = memory();
    let many = |list: &'static str, count: usize| {
        let task = move |number| Command::AddTask(NewTask { list: named(list), ..new(&format!("common {number}")) });
        Command::All((0..count).map(task).collect())
    };
    apply(&store, many("Small", 3)).await.unwrap();
    for _ in 0..6 {
        apply(&store, many("Large", 1_000)).await.unwrap();
    }
    let small = store.lists().await.unwrap()[0].list.id;
    let query = TaskQuery { list: Some(small), ..words("comm") };
    assert_eq!(found(&store, query).await, ["common 2", "common 1", "common 0"]);
}

#[tokio::test]
async fn what_is_changed_undone_or_another_users_is_found_no_more() {
    let database = Database::in_memory().unwrap();
    let (store, other) = (database.store("anna"), database.store("ben"));
    let task = add(&store, new("violet")).await;
    add(&other, new("violet too")).await;
    assert_eq!(found(&store, words("violet")).await, ["violet"]);
    assert_eq!(found(&other, words("violet")).await, ["violet too"]);

    edit(&store, &task, TaskPatch { title: Some("green".into()), ..TaskPatch::default() }).await.unwrap();
    assert_eq!(found(&store, words("violet")).await, [""; 0]);
    store.undo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(found(&store, words("violet")).await, ["violet"]);
    store.undo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(found(&store, words("violet")).await, [""; 0]);
    store.redo(None, Actor::Ui, &now()).await.unwrap();
    assert_eq!(found(&store, words("violet")).await, ["violet"]);
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    let store = memory();
    for after in ["", "p~0~00", "s~", "s~x"] {
        let refused = store.tasks(&TaskQuery { after: Some(after.into()), ..words("x") }, &now()).await;
        assert!(matches!(refused, Err(Error::Task(TaskError::Invalid { field: "after", .. }))), "{after}: {refused:?}");
    }
    let refused = store.tasks(&TaskQuery { after: Some("s~7".into()), ..TaskQuery::default() }, &now()).await;
    assert!(matches!(refused, Err(Error::Task(TaskError::Invalid { field: "after", .. }))), "{refused:?}");
}

#[tokio::test]
async fn the_index_survives_a_restart_and_a_check_of_everything() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    add(&database.store(USER), new("Äpfel")).await;
    database.back_up_now().await.expect("a backup that was checked whole");
    database.close();
    assert_eq!(found(&open(folder.path()).store(USER), words("apf")).await, ["Äpfel"]);
}

/// Without the index: every task of the view that holds all words, the newest made first.
async fn naive(store: &Store, view: View, wanted: &str) -> Vec<docket_tasks::TaskId> {
    let fold = |text: &str| text.to_lowercase().replace('ä', "a").replace('ß', "ss");
    let wanted = fold(wanted);
    let mut tasks = all_of(store, view, &now()).await;
    tasks.retain(|task| {
        let text = fold(&format!("{}\n{}", task.title, task.notes));
        wanted.split_whitespace().all(|word| text.contains(word))
    });
    tasks.into_iter().map(|task| task.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_reading_everything_finds(
        before in steps(),
        undos in 0..3_usize,
        after in steps(),
        letters in proptest::collection::vec("[hHoOmMeEwWrRkKäÄgsßx]{1,3}", 1..3),
    ) {
        block_on(async {
            let store = memory();
            run(&store, &before).await;
            for _ in 0..undos {
                // There may be nothing left to undo.
                let _ = store.undo(None, Actor::Ui, &now()).await;
            }
            run(&store, &after).await;
            let wanted = letters.join(" ");
            for view in [View::All, View::Today, View::Upcoming, View::Inbox, View::Done, View::Trash] {
                let tasks = pages(&store, TaskQuery { view, ..words(&wanted) }).await;
                let mut found: Vec<_> = tasks.iter().map(|task| task.id).collect();
                let mut expected = naive(&store, view, &wanted).await;
                found.sort();
                expected.sort();
                prop_assert_eq!(&found, &expected, "{:?} in {:?}", wanted, view);
            }
            Ok(())
        })?;
    }
}
