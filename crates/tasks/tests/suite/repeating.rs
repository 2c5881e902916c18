//! Tasks that repeat: what completing one leads to.

use docket_tasks::{
    Civil, Command, Due, NewReminder, NewRepeat, NewTask, ReminderWhen, Repeat, RepeatFrom, Rule, Status, Task,
    TaskPatch, apply, next_of,
};
use jiff::Zoned;

use crate::desk::Desk;

const ZONE: &str = "Europe/Berlin";

fn due(text: &str) -> Due {
    Due::parse(text, None, ZONE).unwrap()
}

fn civil(text: &str) -> Civil {
    Civil::parse("date", text).unwrap()
}

fn repeating(rule: &str, due_text: &str, from: RepeatFrom) -> NewTask {
    let rule = Rule::parse(rule).unwrap();
    NewTask {
        title: "Pay rent".to_owned(),
        due: Some(due(due_text)),
        repeat: Some(NewRepeat { rule, anchor: None, from }),
        ..NewTask::default()
    }
}

/// The due of the next one, where a task is completed at `now`.
fn next_at(repeat: &Repeat, due: &Due, now: &str) -> Option<String> {
    let now: Zoned = now.parse().unwrap();
    repeat.next(Some(&Civil::from(due)), Some(due), &now).map(|(due, _)| due.to_string())
}

#[test]
fn completing_a_repeating_task_adds_the_next_one_in_the_same_change_set() {
    let mut desk = Desk::default();
    let task = desk.add(repeating("FREQ=MONTHLY", "2026-11-30T09:00", RepeatFrom::Due));
    let before = desk.clone();

    let changes = desk.apply(&Command::CompleteTask(task.id));

    let [done, next] = &desk.tasks[..] else { panic!("{:#?}", desk.tasks) };
    assert_eq!((done.id, done.status, &done.repeat), (task.id, Status::Done, &None));
    assert_eq!(next_of(&changes), Some(next));
    let want = Task {
        id: next.id,
        due: Some(due("2026-12-30T09:00")),
        repeat: task.repeat.clone(),
        created_at: next.created_at,
        updated_at: next.updated_at,
        ..task
    };
    assert_eq!(next, &want);
    assert_ne!(next.id, done.id);
    desk.try_undo(&changes).unwrap();
    assert_eq!(desk.without_revisions(), before.without_revisions());
}

#[test]
fn of_many_that_were_missed_one_comes_and_it_lies_ahead() {
    let cases = [
        // Now is Saturday 21 November 2026, 10:00.
        ("FREQ=DAILY", "2026-11-01", "2026-11-22"),
        ("FREQ=DAILY", "2026-11-21", "2026-11-22"),
        ("FREQ=DAILY", "2026-11-01T17:00", "2026-11-21T17:00"),
        ("FREQ=DAILY", "2026-11-01T09:00", "2026-11-22T09:00"),
        ("FREQ=WEEKLY;BYDAY=SA", "2026-11-14", "2026-11-28"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-10-09", "2026-12-04"),
        ("FREQ=MONTHLY", "2026-01-31", "2026-11-30"),
        ("FREQ=HOURLY;INTERVAL=5", "2026-11-20T22:30", "2026-11-21T13:30"),
        // Ahead of time: the one after.
        ("FREQ=WEEKLY", "2026-11-25", "2026-12-02"),
    ];
    for (rule, due, want) in cases {
        let mut desk = Desk::default();
        let task = desk.add(repeating(rule, due, RepeatFrom::Due));
        desk.apply(&Command::CompleteTask(task.id));
        assert_eq!(desk.tasks[1].due.as_ref().unwrap().to_string(), want, "{rule} {due}");
        assert_eq!(desk.tasks.iter().filter(|task| task.is_open()).count(), 1);
    }
}

#[test]
fn after_completion_counts_from_the_day_of_completion() {
    let cases = [
        ("FREQ=DAILY;INTERVAL=3", "2026-11-01", "2026-11-24"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-30T09:00", "2026-11-24T09:00"),
        ("FREQ=WEEKLY", "2026-11-01", "2026-11-28"),
        ("FREQ=MONTHLY", "2026-01-31", "2026-12-21"),
        ("FREQ=WEEKLY;BYDAY=FR", "2026-11-06", "2026-11-27"),
        ("FREQ=HOURLY;INTERVAL=3", "2026-11-01T09:00", "2026-11-21T13:00"),
    ];
    for (rule, due, want) in cases {
        let mut desk = Desk::default();
        let task = desk.add(repeating(rule, due, RepeatFrom::Completion));
        desk.apply(&Command::CompleteTask(task.id));
        assert_eq!(desk.tasks[1].due.as_ref().unwrap().to_string(), want, "{rule} {due}");
    }
}

#[test]
fn a_rule_that_has_ended_leaves_nothing_open() {
    for (rule, from) in [
        ("FREQ=DAILY;COUNT=2", RepeatFrom::Due),
        ("FREQ=DAILY;COUNT=2", RepeatFrom::Completion),
        ("FREQ=DAILY;UNTIL=20261122", RepeatFrom::Due),
        ("FREQ=DAILY;UNTIL=20261122", RepeatFrom::Completion),
    ] {
        let mut desk = Desk::default();
        let first = desk.add(repeating(rule, "2026-11-21", from)).id;
        desk.apply(&Command::CompleteTask(first));
        let second = desk.tasks[1].clone();
        assert_eq!(second.due, Some(due("2026-11-22")));
        let done = match from {
            RepeatFrom::Due => desk.apply(&Command::CompleteTask(second.id)),
            RepeatFrom::Completion => {
                let command = Command::CompleteTask(second.id);
                apply(&command, &desk.scope_of(&command), &"2026-11-22T10:00[Europe/Berlin]".parse().unwrap()).unwrap()
            }
        };
        assert_eq!(next_of(&done), None, "{rule} {from:?}");
    }
}

#[test]
fn moving_one_occurrence_leaves_the_rule_and_its_anchor() {
    let mut desk = Desk::default();
    let task = desk.add(repeating("FREQ=WEEKLY;BYDAY=MO", "2026-11-23T09:00", RepeatFrom::Due));
    let to = |text: &str| TaskPatch { due: Some(Some(due(text))), ..TaskPatch::default() };
    for (moved, next) in [
        // Done before its Monday: that Monday is done with.
        ("2026-11-22T15:00", "2026-11-30T09:00"),
        ("2026-11-24T15:00", "2026-11-30T09:00"),
        // Put off past the next Monday: that one is passed over.
        ("2026-12-01T15:00", "2026-12-07T09:00"),
    ] {
        let mut desk = desk.clone();
        desk.apply(&Command::EditTask { id: task.id, patch: to(moved) });
        assert_eq!((&desk.tasks[0].repeat, desk.tasks[0].occurrence), (&task.repeat, Some(civil("2026-11-23T09:00"))));
        desk.apply(&Command::CompleteTask(task.id));
        assert_eq!((&desk.tasks[1].due, &desk.tasks[1].repeat), (&Some(due(next)), &task.repeat), "{moved}");
        assert_eq!(desk.tasks[1].occurrence, None);
    }
    desk.apply(&Command::EditTask { id: task.id, patch: to("2026-11-24T15:00") });
    desk.apply(&Command::EditTask { id: task.id, patch: to("2026-11-23T09:00") });
    assert_eq!(desk.tasks[0].occurrence, None, "back where it was");
}

#[test]
fn nine_in_the_morning_stays_nine_whatever_the_clocks_do() {
    let repeat = |anchor: &str| Repeat {
        rule: Rule::parse("FREQ=DAILY").unwrap(),
        anchor: civil(anchor),
        from: RepeatFrom::Due,
    };
    let nine = repeat("2026-01-01T09:00");
    assert_eq!(
        next_at(&nine, &due("2027-03-27T09:00"), "2027-03-27T09:05[Europe/Berlin]").unwrap(),
        "2027-03-28T09:00"
    );
    // 02:30 is skipped on 28 March: it comes at 03:30, and is 02:30 again the day after.
    let night = repeat("2026-01-01T02:30");
    assert_eq!(
        next_at(&night, &due("2027-03-27T02:30"), "2027-03-28T03:10[Europe/Berlin]").unwrap(),
        "2027-03-28T02:30"
    );
    assert_eq!(
        next_at(&night, &due("2027-03-27T02:30"), "2027-03-28T03:31[Europe/Berlin]").unwrap(),
        "2027-03-29T02:30"
    );
    // 02:30 is there twice on 31 October: the first one counts.
    assert_eq!(
        next_at(&night, &due("2027-10-30T02:30"), "2027-10-31T02:40+02:00[Europe/Berlin]").unwrap(),
        "2027-11-01T02:30"
    );
    assert_eq!(
        next_at(&night, &due("2027-10-30T02:30"), "2027-10-31T02:10+02:00[Europe/Berlin]").unwrap(),
        "2027-10-31T02:30"
    );
    // The time is in the zone that it was said in.
    let tokyo = Due::parse("2026-11-21T09:00", Some("Asia/Tokyo"), ZONE).unwrap();
    let now: Zoned = "2026-11-21T23:30[Europe/Berlin]".parse().unwrap();
    let (next, _) = nine.next(Some(&Civil::from(&tokyo)), Some(&tokyo), &now).unwrap();
    assert_eq!(next, Due::parse("2026-11-22T09:00", Some("Asia/Tokyo"), ZONE).unwrap());
}

#[test]
fn a_repeat_without_a_due_begins_with_its_first_date() {
    let mut desk = Desk::default();
    let friday = NewTask { due: None, ..repeating("FREQ=WEEKLY;BYDAY=FR", "2026-11-21", RepeatFrom::Due) };
    let task = desk.add(friday);
    assert_eq!(task.due, Some(due("2026-11-27")));
    assert_eq!(task.repeat.map(|repeat| repeat.anchor), Some(civil("2026-11-27")));
    let never = NewTask { due: None, ..repeating("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-11-21", RepeatFrom::Due) };
    let refused = desk.try_apply(&Command::AddTask(never)).unwrap_err();
    assert_eq!(refused.to_string(), "`rrule` never falls on a date");
}

#[test]
fn reminders_and_start_go_along_with_the_next_one() {
    let mut desk = Desk::default();
    let reminders = vec![
        NewReminder::new(ReminderWhen::BeforeDue { min: 30 }),
        NewReminder::new(ReminderWhen::At { at: civil("2026-11-22T18:00") }),
    ];
    let task = desk.add(NewTask {
        start: Some(civil("2026-11-20")),
        duration_min: Some(45),
        reminders,
        ..repeating("FREQ=WEEKLY", "2026-11-23T09:00", RepeatFrom::Due)
    });
    desk.apply(&Command::CompleteTask(task.id));
    let next = &desk.tasks[1];
    assert_eq!((next.start, next.duration_min), (Some(civil("2026-11-27")), Some(45)));
    let when: Vec<ReminderWhen> = next.reminders.iter().map(|reminder| reminder.when).collect();
    assert_eq!(when, [ReminderWhen::BeforeDue { min: 30 }, ReminderWhen::At { at: civil("2026-11-29T18:00") }]);
    assert!(next.reminders.iter().all(|reminder| task.reminders.iter().all(|other| other.id != reminder.id)));
    let at: Vec<String> = next
        .reminders
        .iter()
        .map(|reminder| reminder.when.wall_clock(next.due.as_ref()).unwrap().to_string())
        .collect();
    assert_eq!(at, ["2026-11-30T08:30:00", "2026-11-29T18:00:00"]);
}

#[test]
fn a_reminder_keeps_its_id_and_comes_once() {
    let mut desk = Desk::default();
    let half_an_hour = ReminderWhen::BeforeDue { min: 30 };
    let reminders = vec![NewReminder::new(half_an_hour), NewReminder::new(half_an_hour)];
    let task = desk.add(NewTask { reminders, ..repeating("FREQ=DAILY", "2026-11-23", RepeatFrom::Due) });
    assert_eq!(task.reminders.len(), 1);
    let patch = |reminders| TaskPatch { reminders: Some(reminders), ..TaskPatch::default() };
    let same = Command::EditTask { id: task.id, patch: patch(vec![NewReminder::new(half_an_hour)]) };
    assert_eq!(desk.apply(&same), []);
    let hour = NewReminder { id: Some(task.reminders[0].id), when: ReminderWhen::BeforeDue { min: 60 } };
    desk.apply(&Command::EditTask { id: task.id, patch: patch(vec![hour]) });
    assert_eq!((desk.tasks[0].reminders.len(), desk.tasks[0].reminders[0].id), (1, task.reminders[0].id));
}
