//! Views, counts and search.

use docket_store::{Error, PartCount};
use docket_tasks::{
    Command, Due, Error as TaskError, NewTask, Place, Priority, Task, TaskMove, TaskPatch, TaskQuery, View,
};
use jiff::Zoned;
use proptest::prelude::*;

use crate::support::{add, all_of, apply, block_on, due, edit, memory, named, new, now, titles};

#[tokio::test]
async fn today_shows_overdue_and_today_by_due_then_priority() {
    let store = memory();
    for (title, day, priority) in [
        ("tomorrow", "2026-11-22", Priority::P1),
        ("today at noon", "2026-11-21T12:00", Priority::P4),
        ("today", "2026-11-21", Priority::P4),
        ("today, urgent", "2026-11-21", Priority::P1),
        ("yesterday", "2026-11-20", Priority::P4),
        ("this morning", "2026-11-21T09:00", Priority::P4),
    ] {
        add(&store, NewTask { due: due(day), priority, ..new(title) }).await;
    }
    add(&store, new("some day")).await;

    let today = ["yesterday", "today, urgent", "today", "this morning", "today at noon"];
    assert_eq!(titles(&store, View::Today).await, today);
    assert_eq!(titles(&store, View::Overdue).await, ["yesterday", "this morning"]);
    assert_eq!(titles(&store, View::Upcoming).await, ["tomorrow"]);
    let counts = store.counts(&now()).await.unwrap();
    assert_eq!((counts.today, counts.overdue, counts.upcoming, counts.all, counts.inbox), (5, 2, 1, 7, 7));
}

#[tokio::test]
async fn done_and_trash_show_the_newest_first() {
    let store = memory();
    let mut tasks = Vec::new();
    for title in ["one", "two", "three"] {
        tasks.push(add(&store, new(title)).await);
    }
    for (minute, task) in [(1, 1), (2, 0), (3, 2)] {
        let at = now().checked_add(jiff::Span::new().minutes(minute)).unwrap();
        store.apply(Command::CompleteTask(tasks[task].id), docket_store::Actor::Ui, &at).await.unwrap();
    }
    assert_eq!(titles(&store, View::Done).await, ["three", "one", "two"]);
    apply(&store, Command::DeleteTask(tasks[0].id)).await.unwrap();
    assert_eq!(titles(&store, View::Trash).await, ["one"]);
    assert_eq!(titles(&store, View::Done).await, ["three", "two"]);
}

#[tokio::test]
async fn parts_are_counted_but_for_those_in_the_trash() {
    let store = memory();
    let [whole, alone] = [add(&store, new("whole")).await, add(&store, new("alone")).await];
    let mut parts = Vec::new();
    for title in ["one", "two", "three"] {
        parts.push(add(&store, NewTask { parent: Some(whole.id), ..new(title) }).await);
    }
    apply(&store, Command::CompleteTask(parts[0].id)).await.unwrap();
    apply(&store, Command::DeleteTask(parts[2].id)).await.unwrap();

    let counts = store.part_counts(&[whole.id, alone.id, parts[0].id]).await.unwrap();
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(whole.id, PartCount { done: 1, all: 2 })]);
}

#[tokio::test]
async fn words_lists_and_labels_narrow_a_view() {
    let store = memory();
    add(&store, NewTask { list: named("Home"), labels: vec!["Büro".into()], ..new("Große Äpfel KAUFEN") }).await;
    add(&store, NewTask { notes: "äpfel, Straße".into(), ..new("Markt") }).await;
    add(&store, new("50% of_it")).await;
    let home = store.lists().await.unwrap()[0].list.id;
    for (words, expected) in [
        // What was added last comes first.
        ("äPFEL", vec!["Markt", "Große Äpfel KAUFEN"]),
        ("kaufen gross", vec!["Große Äpfel KAUFEN"]),
        ("STRASSE markt", vec!["Markt"]),
        ("apfel", vec!["Markt", "Große Äpfel KAUFEN"]),
        ("%", vec!["50% of_it"]),
        ("50_", vec![]),
        ("\" OR *", vec![]),
        // No words are no search: the view's own order.
        ("", vec!["Große Äpfel KAUFEN", "Markt", "50% of_it"]),
        (" \n", vec!["Große Äpfel KAUFEN", "Markt", "50% of_it"]),
    ] {
        let found = page(&store, TaskQuery { words: Some(words.into()), ..TaskQuery::default() }).await;
        assert_eq!(found, expected, "{words:?}");
    }
    assert_eq!(page(&store, TaskQuery { list: Some(home), ..TaskQuery::default() }).await, ["Große Äpfel KAUFEN"]);
    let label = |label: &str| TaskQuery { label: Some(label.into()), ..TaskQuery::default() };
    assert_eq!(page(&store, label("BÜRO")).await, ["Große Äpfel KAUFEN"]);
    assert_eq!(page(&store, label("nobody")).await, [""; 0]);
}

async fn page(store: &docket_store::Store, query: TaskQuery) -> Vec<String> {
    store.tasks(&query, &now()).await.unwrap().tasks.into_iter().map(|task| task.title).collect()
}

#[tokio::test]
async fn a_limit_or_cursor_that_no_page_can_have_is_refused_by_name() {
    let store = memory();
    let refused = |error: Error| match error {
        Error::Task(TaskError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    let limit = TaskQuery { limit: std::num::NonZeroU32::new(501), ..TaskQuery::default() };
    assert_eq!(refused(store.tasks(&limit, &now()).await.unwrap_err()), "limit");
    for after in ["", "p", "p~zz~00", "d~2026-11-21~1~0~00", "p~7ff8000000000000~019aa000000070008000000000000000"] {
        let query = TaskQuery { after: Some(after.into()), ..TaskQuery::default() };
        assert_eq!(refused(store.tasks(&query, &now()).await.unwrap_err()), "after", "{after}");
    }
}

#[tokio::test]
async fn ids_are_found_by_their_last_digits() {
    let store = memory();
    let first = add(&store, new("one")).await.id;
    let second = add(&store, new("two")).await.id;
    let text = first.to_string();
    for suffix in [&text[text.len() - 8..], &text.to_uppercase()[20..], &text] {
        assert_eq!(store.find_by_suffix(suffix).await.unwrap(), [first], "{suffix}");
    }
    for suffix in ["", "abc", "' OR", "%%%%", &format!("0{text}")] {
        assert_eq!(store.find_by_suffix(suffix).await.unwrap(), [], "{suffix}");
    }
    store.set_last_listing(&[second, first]).await.unwrap();
    assert_eq!(store.last_listing().await.unwrap(), [second, first]);
}

const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"];

fn any_due() -> impl Strategy<Value = Option<Due>> {
    let day = |day: i64| jiff::civil::date(2026, 3, 29).saturating_add(jiff::Span::new().days(day));
    prop_oneof![
        1 => Just(None),
        3 => (-4..5_i64).prop_map(move |number| Some(Due::Date(day(number)))),
        6 => (-4..5_i64, 0..24_i8, 0..60_i8, 0..ZONES.len()).prop_map(move |(number, hour, minute, zone)| {
            Some(Due::At { at: day(number).at(hour, minute, 0, 0), zone: ZONES[zone].to_owned() })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Around a night in which clocks change, for users and tasks all over the world.
    #[test]
    fn sql_and_the_task_agree_on_what_is_due(
        dues in proptest::collection::vec(any_due(), 1..20),
        minutes in -3000..3000_i64,
        zone in 0..ZONES.len(),
    ) {
        block_on(async {
            let store = memory();
            let start: Zoned = format!("2026-03-29T01:30[{}]", ZONES[zone]).parse().unwrap();
            let now = start.checked_add(jiff::Span::new().minutes(minutes)).unwrap();
            for due in dues {
                add(&store, NewTask { due, ..new("one") }).await;
            }
            let all = all_of(&store, View::All, &now).await;
            let counts = store.counts(&now).await.unwrap();
            let upcoming = |task: &Task| task.due.as_ref().is_some_and(|due| due.date_in(&now) > now.date());
            for (view, count, belongs) in [
                (View::Today, counts.today, &(|task: &Task| task.is_due_today(&now) || task.is_overdue(&now)) as &dyn Fn(&Task) -> bool),
                (View::Overdue, counts.overdue, &|task: &Task| task.is_overdue(&now)),
                (View::Upcoming, counts.upcoming, &upcoming),
            ] {
                let mut expected: Vec<_> = all.iter().filter(|task| belongs(task)).map(|task| task.id).collect();
                let mut found: Vec<_> = all_of(&store, view, &now).await.iter().map(|task| task.id).collect();
                expected.sort();
                found.sort();
                prop_assert_eq!(&found, &expected, "{:?} at {}", view, now);
                prop_assert_eq!(count, found.len() as u64);
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_task_can_always_be_dropped_between_two_others() {
    let store = memory();
    let mut expected = Vec::new();
    for count in 0..100 {
        let task = add(&store, new(&format!("task {count}"))).await;
        // Three that stand at the same place, as after a reopening.
        let position = if (50..53).contains(&count) { 50.0 } else { task.position };
        edit(&store, &task, TaskPatch { position: Some(position), ..TaskPatch::default() }).await.unwrap();
        expected.push(task.id);
    }
    let order = async || all_of(&store, View::All, &now()).await.iter().map(|task| task.id).collect::<Vec<_>>();
    let (beside, last, last_but_one) = (expected[50], expected[99], expected[98]);
    let mut moved = Vec::new();
    for count in 0..200 {
        let id = if count % 2 == 0 { last } else { last_but_one };
        let place = Some(Place::After(beside));
        let applied =
            apply(&store, Command::MoveTask { id, to: TaskMove { place, ..TaskMove::default() } }).await.unwrap();
        assert_eq!(applied.tasks[0].id, id, "the one that was moved is answered first");
        moved.push(applied.tasks.len());
        if count < 2 {
            expected.retain(|other| *other != id);
            expected.insert(expected.iter().position(|other| *other == beside).unwrap() + 1, id);
            assert_eq!(order().await, expected, "drop {count}");
        }
    }
    let crowds: Vec<_> = moved.into_iter().filter(|tasks| *tasks > 1).collect();
    assert!((2..20).contains(&crowds.len()) && crowds.iter().all(|tasks| *tasks <= 66), "{crowds:?}");
    let mut now_ordered = order().await;
    now_ordered.retain(|id| ![last, last_but_one].contains(id));
    expected.retain(|id| now_ordered.contains(id));
    assert_eq!(now_ordered, expected, "all others stand as they stood");
}

#[tokio::test]
async fn the_task_that_a_command_names_is_answered_before_those_that_go_along() {
    let store = memory();
    let trip = add(&store, new("Trip")).await;
    add(&store, NewTask { parent: Some(trip.id), ..new("Pack") }).await;
    let to = TaskMove { list: Some(named("Travel")), ..TaskMove::default() };
    let moved = apply(&store, Command::MoveTask { id: trip.id, to }).await.unwrap();
    let titles: Vec<_> = moved.tasks.iter().map(|task| task.title.as_str()).collect();
    assert_eq!(titles, ["Trip", "Pack"]);
}
