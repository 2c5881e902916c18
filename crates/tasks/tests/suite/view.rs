//! Overdue, due today.

use docket_tasks::{Command, Due, NewTask, Task};
use jiff::Zoned;

use crate::desk::{Desk, now};

fn due(text: &str, zone: &str) -> Task {
    let due = Some(Due::parse(text, Some(zone), "UTC").unwrap());
    Desk::default().add(NewTask { title: "a".to_owned(), due, ..NewTask::default() })
}

#[test]
fn a_date_is_overdue_when_its_day_has_ended_and_a_time_when_it_has_passed() {
    let cases = [
        ("2026-11-20", true, false),
        ("2026-11-21", false, true),
        ("2026-11-22", false, false),
        ("2026-11-20T23:59", true, false),
        ("2026-11-21T09:59", true, true),
        ("2026-11-21T10:01", false, true),
        ("2026-11-22T00:00", false, false),
    ];
    for (text, is_overdue, is_due_today) in cases {
        let task = due(text, "Europe/Berlin");
        assert_eq!((task.is_overdue(&now()), task.is_due_today(&now())), (is_overdue, is_due_today), "{text}");
    }
}

#[test]
fn a_due_day_does_not_move_with_the_traveller_but_a_due_time_is_a_moment() {
    let honolulu: Zoned = now().with_time_zone(jiff::tz::TimeZone::get("Pacific/Honolulu").unwrap());
    assert_eq!(honolulu.date().to_string(), "2026-11-20");
    assert!(due("2026-11-20", "Europe/Berlin").is_due_today(&honolulu));
    let berlin = due("2026-11-21T09:00", "Europe/Berlin");
    assert!(berlin.is_overdue(&honolulu) && berlin.is_due_today(&honolulu));
}

#[test]
fn what_is_done_or_deleted_is_never_due() {
    for command in [Command::CompleteTask, Command::DeleteTask] {
        let mut desk = Desk::default();
        let due = Some(Due::Date("2026-11-20".parse().unwrap()));
        let id = desk.add(NewTask { title: "a".to_owned(), due, ..NewTask::default() }).id;
        assert!(desk.tasks[0].is_overdue(&now()));
        desk.apply(&command(id));
        assert!(!desk.tasks[0].is_overdue(&now()) && !desk.tasks[0].is_due_today(&now()));
    }
}

#[test]
fn a_time_that_the_clock_skips_or_repeats_is_one_moment() {
    let skipped = due("2027-03-28T02:30", "Europe/Berlin");
    let at = |text: &str| text.parse::<Zoned>().unwrap();
    assert!(!skipped.is_overdue(&at("2027-03-28T03:29[Europe/Berlin]")));
    assert!(skipped.is_overdue(&at("2027-03-28T03:31[Europe/Berlin]")));
    let repeated = due("2027-10-31T02:30", "Europe/Berlin");
    assert!(repeated.is_overdue(&at("2027-10-31T02:31+02:00[Europe/Berlin]")));
}
