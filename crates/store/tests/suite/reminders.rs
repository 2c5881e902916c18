//! Reminders come once.

use docket_store::{Database, DueReminder, Store};
use docket_tasks::{Civil, Command, Due, NewReminder, NewTask, ReminderWhen, TaskPatch};
use jiff::{Timestamp, ToSpan, Zoned};

use crate::support::{USER, add, apply, due, edit, memory, new, now, open};

fn at(text: &str) -> Zoned {
    text.parse().unwrap()
}

fn remind(at: &str) -> NewReminder {
    NewReminder::new(ReminderWhen::At { at: Civil::parse("at", at).unwrap() })
}

fn call_at(title: &str, time: &str) -> NewTask {
    NewTask { reminders: vec![remind(time)], ..new(title) }
}

/// Titles of what comes at `now`.
async fn taken(store: &Store, now: &Zoned) -> Vec<String> {
    store.take_reminders(now).await.unwrap().into_iter().map(|due| due.task.title).collect()
}

async fn next(store: &Store, now: &Zoned) -> Option<Timestamp> {
    store.next_reminder(now).await.unwrap()
}

#[tokio::test]
async fn a_reminder_comes_at_its_time_and_once() {
    let store = memory();
    let task = add(&store, call_at("Call Ann", "2026-11-21T11:00")).await;
    let eleven = at("2026-11-21T11:00[Europe/Berlin]");
    assert_eq!(next(&store, &now()).await, Some(eleven.timestamp()));
    assert_eq!(taken(&store, &at("2026-11-21T10:59:59[Europe/Berlin]")).await, [""; 0]);

    let due = store.take_reminders(&eleven).await.unwrap();

    let expected = DueReminder { reminder: task.reminders[0].id, task, at: eleven.timestamp() };
    assert_eq!(due, [expected]);
    assert_eq!(taken(&store, &eleven).await, [""; 0]);
    assert_eq!(next(&store, &eleven).await, None);
}

#[tokio::test]
async fn what_came_does_not_come_again_after_a_restart_nor_in_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (open(folder.path()), open(folder.path()));
    add(&first.store(USER), call_at("Call Ann", "2026-11-21T11:00")).await;
    let noon = at("2026-11-21T12:00[Europe/Berlin]");
    let (one, other) = (first.store(USER), second.store(USER));
    let (mine, theirs) = tokio::join!(taken(&one, &noon), taken(&other, &noon));
    assert_eq!(mine.len() + theirs.len(), 1);
    first.close();
    second.close();
    assert_eq!(taken(&open(folder.path()).store(USER), &noon).await, [""; 0]);
}

#[tokio::test]
async fn those_missed_come_late_oldest_first_and_those_set_too_late_never() {
    let store = memory();
    add(&store, call_at("Second", "2026-11-21T12:00")).await;
    add(&store, call_at("First", "2026-11-21T11:00")).await;
    add(&store, call_at("Past when set", "2026-11-21T09:59")).await;
    assert_eq!(taken(&store, &now()).await, [""; 0]);
    assert_eq!(taken(&store, &at("2026-11-24T08:00[Europe/Berlin]")).await, ["First", "Second"]);
}

#[tokio::test]
async fn a_clock_that_goes_back_brings_nothing_twice_and_hides_nothing_new() {
    let store = memory();
    add(&store, call_at("Before", "2026-11-21T11:00")).await;
    assert_eq!(taken(&store, &at("2027-06-01T08:00[Europe/Berlin]")).await, ["Before"]);
    add(&store, call_at("After", "2026-11-21T11:30")).await;
    assert_eq!(taken(&store, &at("2026-11-21T11:00[Europe/Berlin]")).await, [""; 0]);
    assert_eq!(taken(&store, &at("2026-11-21T11:30[Europe/Berlin]")).await, ["After"]);
}

#[tokio::test]
async fn without_a_zone_a_reminder_follows_the_user_with_one_it_stays() {
    let store = memory();
    add(&store, call_at("Wherever I am", "2026-11-21T15:00")).await;
    let flight = NewTask {
        due: Some(Due::parse("2026-11-21T16:00", Some("America/New_York"), "Europe/Berlin").unwrap()),
        reminders: vec![NewReminder::new(ReminderWhen::BeforeDue { min: 60 })],
        ..new("Flight from New York")
    };
    add(&store, flight).await;
    let in_new_york = at("2026-11-21T15:00[America/New_York]");
    assert_eq!(next(&store, &now()).await, Some(at("2026-11-21T15:00[Europe/Berlin]").timestamp()));
    assert_eq!(
        next(&store, &now().with_time_zone(jiff::tz::TimeZone::get("America/New_York").unwrap())).await,
        Some(in_new_york.timestamp())
    );
    // The same moment: in Tokyo three in the afternoon is over.
    let in_tokyo = at("2026-11-21T18:00[Asia/Tokyo]");
    assert_eq!(in_tokyo.timestamp(), now().timestamp());
    assert_eq!(taken(&store, &in_tokyo).await, ["Wherever I am"]);
    assert_eq!(taken(&store, &now()).await, [""; 0], "back in Berlin it has come already");
    assert_eq!(taken(&store, &in_new_york).await, ["Flight from New York"]);
}

#[tokio::test]
async fn the_first_on_the_wall_is_not_always_the_first_in_time() {
    let store = memory();
    let zoned = |title: &str, time: &str, zone: &str| NewTask {
        due: Some(Due::parse(time, Some(zone), "Europe/Berlin").unwrap()),
        reminders: vec![NewReminder::new(ReminderWhen::BeforeDue { min: 0 })],
        ..new(title)
    };
    add(&store, zoned("Later", "2026-11-21T20:00", "Pacific/Pago_Pago")).await;
    add(&store, zoned("Sooner", "2026-11-22T09:00", "Pacific/Kiritimati")).await;
    assert_eq!(next(&store, &now()).await, Some(at("2026-11-22T09:00[Pacific/Kiritimati]").timestamp()));
    assert_eq!(taken(&store, &at("2026-11-21T19:30Z[UTC]")).await, ["Sooner"]);
    assert_eq!(taken(&store, &at("2026-11-22T07:00Z[UTC]")).await, ["Later"]);
}

#[tokio::test]
async fn a_snoozed_reminder_comes_again_once_unless_its_task_is_done() {
    let store = memory();
    let task = add(&store, call_at("Call Ann", "2026-11-21T11:00")).await;
    let eleven = at("2026-11-21T11:00[Europe/Berlin]");
    let ten_past = eleven.checked_add(10.minutes()).unwrap();
    let snooze = async || store.snooze_reminder(task.id, task.reminders[0].id, ten_past.timestamp()).await.unwrap();
    assert!(!snooze().await, "it has not come yet");
    assert_eq!(taken(&store, &eleven).await, ["Call Ann"]);
    assert!(snooze().await);
    assert_eq!(next(&store, &eleven).await, Some(ten_past.timestamp()));
    let patch = TaskPatch { title: Some("Call Ann back".to_owned()), ..TaskPatch::default() };
    edit(&store, &task, patch).await.unwrap();
    assert_eq!(taken(&store, &ten_past).await, ["Call Ann back"], "a change elsewhere leaves it");
    assert_eq!(taken(&store, &ten_past).await, [""; 0]);
    assert!(snooze().await);
    apply(&store, Command::CompleteTask(task.id)).await.unwrap();
    assert_eq!(next(&store, &eleven).await, None);
    assert!(!snooze().await, "nothing is left to snooze");
    apply(&store, Command::ReopenTask(task.id)).await.unwrap();
    assert_eq!(taken(&store, &at("2026-11-20T08:00[Europe/Berlin]")).await, [""; 0]);
}

#[tokio::test]
async fn a_reminder_that_is_moved_comes_again_and_one_that_follows_its_due_does() {
    let store = memory();
    let meeting = NewTask {
        due: due("2026-11-21T12:00"),
        reminders: vec![NewReminder::new(ReminderWhen::BeforeDue { min: 30 })],
        ..new("Meeting")
    };
    let task = add(&store, meeting).await;
    let half_past = at("2026-11-21T11:30[Europe/Berlin]");
    assert_eq!(taken(&store, &half_past).await, ["Meeting"]);
    let later = TaskPatch { due: Some(due("2026-11-21T13:00")), ..TaskPatch::default() };
    edit(&store, &task, later).await.unwrap();
    assert_eq!(next(&store, &half_past).await, Some(at("2026-11-21T12:30[Europe/Berlin]").timestamp()));
    let never = TaskPatch { due: Some(None), ..TaskPatch::default() };
    edit(&store, &task, never).await.unwrap();
    assert_eq!(next(&store, &half_past).await, None);
}

#[tokio::test]
async fn nobody_gets_the_reminders_of_another_user() {
    let database = Database::in_memory().unwrap();
    add(&database.store("anna"), call_at("Annas", "2026-11-21T11:00")).await;
    let noon = at("2026-11-21T12:00[Europe/Berlin]");
    assert_eq!(taken(&database.store("bert"), &noon).await, [""; 0]);
    assert_eq!(taken(&database.store("anna"), &noon).await, ["Annas"]);
}

#[tokio::test]
async fn a_restored_backup_does_not_remind_of_what_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let store = database.store(USER);
    // By the clock of the computer, which restoring goes by.
    let real = Timestamp::now().to_zoned(jiff::tz::TimeZone::system());
    let soon = real.checked_add(1.hour()).unwrap();
    let past = real.checked_sub(1.hour()).unwrap();
    let wall = |moment: &Zoned| moment.strftime("%Y-%m-%dT%H:%M").to_string();
    let earlier = past.checked_sub(1.day()).unwrap();
    for (title, moment) in [("Past", &past), ("Soon", &soon)] {
        let command = Command::AddTask(call_at(title, &wall(moment)));
        store.apply(command, docket_store::Actor::Ui, &earlier).await.unwrap();
    }
    let backup = database.back_up_now().await.unwrap();
    assert_eq!(taken(&store, &real).await, ["Past"]);

    database.restore(&backup.info.id).await.unwrap();

    assert_eq!(taken(&store, &real).await, [""; 0]);
    assert_eq!(taken(&store, &soon).await, ["Soon"]);
}
