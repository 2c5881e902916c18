//! Commands: what they change, what they leave, what they refuse.

use docket_tasks::{
    Change, Command, Due, Error, ListPatch, ListRef, NewList, NewTask, Priority, Status, Task, TaskId, TaskPatch,
    limits,
};

use crate::desk::{Desk, now};

fn new(title: &str) -> NewTask {
    NewTask { title: title.to_owned(), ..NewTask::default() }
}

fn in_list(title: &str, list: &str) -> NewTask {
    NewTask { list: Some(ListRef::Name(list.to_owned())), ..new(title) }
}

fn with_labels(title: &str, labels: &[&str]) -> NewTask {
    NewTask { labels: labels.iter().map(|&label| label.to_owned()).collect(), ..new(title) }
}

fn edit(task: &Task, patch: TaskPatch) -> Command {
    Command::EditTask { id: task.id, patch }
}

fn unknown_id() -> TaskId {
    TaskId::new(now().timestamp())
}

#[test]
fn a_new_task_goes_behind_all_others_and_starts_at_revision_1() {
    let mut desk = Desk::default();
    let first = desk.add(new("Buy milk"));
    let second = desk.add(new("Pay rent"));
    assert!(first.position < second.position);
    assert_eq!((first.revision, first.status, first.priority), (1, Status::Open, Priority::P4));
    assert_eq!((first.created_at, first.updated_at), (now().timestamp(), now().timestamp()));
}

#[test]
fn a_title_becomes_one_trimmed_line() {
    let cases = [
        ("  Buy milk  ", "Buy milk"),
        ("Buy\r\nmilk", "Buy milk"),
        ("Buy \t milk", "Buy  milk"),
        ("Buy\u{0} \u{7}milk\u{1b}[31m", "Buy milk[31m"),
        ("evil\u{202e}txt.exe", "eviltxt.exe"),
        ("two\u{2028}lines", "two lines"),
        ("Buy  two  spaces", "Buy  two  spaces"),
    ];
    for (given, kept) in cases {
        assert_eq!(Desk::default().add(new(given)).title, kept, "{given:?}");
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let title = |length| "x".repeat(length);
    let cases: Vec<(NewTask, &str)> = vec![
        (new(""), "`title` is empty"),
        (new(" \u{0}\n "), "`title` is empty"),
        (new(&title(limits::TITLE_CHARS + 1)), "`title` has 501 characters, the most is 500"),
        (
            NewTask { notes: "é".repeat(limits::NOTES_CHARS + 1), ..new("a") },
            "`notes` has 20001 characters, the most is 20000",
        ),
        (in_list("a", &title(limits::NAME_CHARS + 1)), "`list` has 101 characters, the most is 100"),
        (in_list("a", "  "), "`list` is empty"),
        (with_labels("a", &[""]), "`labels` is empty"),
        (
            NewTask { labels: (0..=limits::LABELS).map(|number| number.to_string()).collect(), ..new("a") },
            "`labels` are 51, the most is 50",
        ),
        (
            NewTask {
                due: Some(Due::At { at: "2026-11-22T17:00".parse().unwrap(), zone: "Mars/Olympus".to_owned() }),
                ..new("a")
            },
            "`due_zone` is `Mars/Olympus`, not an IANA zone such as `Europe/Berlin`",
        ),
    ];
    for (task, said) in cases {
        let mut desk = Desk::default();
        let refused = desk.try_apply(&Command::AddTask(task)).unwrap_err();
        assert_eq!(refused.to_string(), said);
        assert_eq!(desk, Desk::default());
    }
    assert_eq!(Desk::default().add(new(&title(limits::TITLE_CHARS))).title.len(), limits::TITLE_CHARS);
}

#[test]
fn notes_keep_their_lines_and_lose_control_characters() {
    let task = Desk::default().add(NewTask { notes: "a\r\nb\rc\td\u{0}".to_owned(), ..new("x") });
    assert_eq!(task.notes, "a\nb\nc\td");
}

#[test]
fn a_named_list_is_made_once_and_found_in_any_case() {
    let mut desk = Desk::default();
    let changes = desk.apply(&Command::AddTask(in_list("Rake", "Garden")));
    assert!(matches!(&changes[..], [Change::List { before: None, .. }, Change::Task { before: None, .. }]));
    desk.add(in_list("Mow", "gARDEN"));
    assert_eq!(desk.lists.len(), 1);
    assert_eq!(desk.tasks[0].list, desk.tasks[1].list);
    assert_eq!(desk.list("Garden").revision, 1);
}

#[test]
fn inbox_as_a_name_is_the_inbox() {
    let mut desk = Desk::default();
    assert_eq!(desk.add(in_list("Sort", "inbox")).list, None);
    let refused = desk.try_apply(&Command::AddList(NewList { name: "INBOX".to_owned(), color: None }));
    assert_eq!(refused, Err(Error::ListExists("INBOX".to_owned())));
}

#[test]
fn new_lists_take_different_colours() {
    let mut desk = Desk::default();
    for number in 0..9 {
        desk.apply(&Command::AddList(NewList { name: format!("List {number}"), color: None }));
    }
    let colors: Vec<&str> = desk.lists.iter().map(|list| list.color.as_str()).collect();
    assert_eq!(colors, ["blue", "teal", "plum", "orange", "green", "yellow", "red", "grey", "blue"]);
}

#[test]
fn labels_are_kept_once_sorted_and_in_the_spelling_that_exists() {
    let mut desk = Desk::default();
    desk.add(with_labels("a", &["Errand"]));
    let task = desk.add(with_labels("b", &["phone", "ERRAND", "Phone", "bills"]));
    assert_eq!(task.labels, ["bills", "Errand", "phone"]);
    assert_eq!(desk.labels.len(), 3);
}

#[test]
fn an_edit_changes_the_given_fields_and_no_others() {
    let mut desk = Desk::default();
    let task = desk.add(NewTask { notes: "2 l".to_owned(), ..with_labels("Buy milk", &["shop"]) });
    desk.apply(&edit(&task, TaskPatch { title: Some("Buy oat milk".to_owned()), ..TaskPatch::default() }));
    assert_eq!(desk.tasks[0], Task { title: "Buy oat milk".to_owned(), revision: 2, ..task });
}

#[test]
fn an_edit_can_clear() {
    let mut desk = Desk::default();
    let due = Some(Due::Date("2026-11-22".parse().unwrap()));
    let task = desk.add(NewTask { due, ..in_list("Rake", "Garden") });
    desk.apply(&edit(&task, TaskPatch { due: Some(None), list: Some(None), ..TaskPatch::default() }));
    assert_eq!((&desk.tasks[0].due, desk.tasks[0].list), (&None, None));
}

#[test]
fn an_edit_to_the_same_values_is_no_change() {
    let mut desk = Desk::default();
    let task = desk.add(with_labels("Buy milk", &["shop"]));
    let same = TaskPatch {
        title: Some("  Buy milk ".to_owned()),
        priority: Some(Priority::P4),
        due: Some(None),
        labels: Some(vec!["SHOP".to_owned()]),
        ..TaskPatch::default()
    };
    assert_eq!(desk.apply(&edit(&task, same)), []);
    assert_eq!(desk.tasks[0].revision, 1);
}

#[test]
fn completing_and_reopening_go_by_the_state() {
    let mut desk = Desk::default();
    let id = desk.add(new("Buy milk")).id;
    desk.apply(&Command::CompleteTask(id));
    assert_eq!((desk.tasks[0].status, desk.tasks[0].completed_at), (Status::Done, Some(now().timestamp())));
    let again = desk.try_apply(&Command::CompleteTask(id)).unwrap_err();
    assert_eq!(again.to_string(), format!("task `{id}` is already done"));
    desk.apply(&Command::ReopenTask(id));
    assert_eq!((desk.tasks[0].status, desk.tasks[0].completed_at, desk.tasks[0].revision), (Status::Open, None, 3));
    assert!(matches!(desk.try_apply(&Command::ReopenTask(id)), Err(Error::WrongState { state: "open already", .. })));
}

#[test]
fn a_task_in_the_trash_can_only_be_restored() {
    let mut desk = Desk::default();
    let task = desk.add(new("Buy milk"));
    desk.apply(&Command::DeleteTask(task.id));
    assert_eq!(desk.tasks[0].deleted_at, Some(now().timestamp()));
    let refused = [
        Command::CompleteTask(task.id),
        Command::ReopenTask(task.id),
        Command::DeleteTask(task.id),
        edit(&task, TaskPatch { title: Some("x".to_owned()), ..TaskPatch::default() }),
    ];
    for command in refused {
        assert_eq!(desk.try_apply(&command), Err(Error::WrongState { id: task.id, state: "in the trash" }));
    }
    desk.apply(&Command::RestoreTask(task.id));
    assert_eq!(desk.tasks[0].deleted_at, None);
    let not_there = desk.try_apply(&Command::RestoreTask(task.id));
    assert_eq!(not_there, Err(Error::WrongState { id: task.id, state: "not in the trash" }));
}

#[test]
fn an_unknown_task_is_said() {
    let id = unknown_id();
    let refused = Desk::default().try_apply(&Command::CompleteTask(id)).unwrap_err();
    assert_eq!((refused.to_string(), refused), (format!("no task `{id}`"), Error::TaskNotFound(id)));
}

#[test]
fn deleting_a_list_moves_its_tasks_to_the_inbox_those_in_the_trash_too() {
    let mut desk = Desk::default();
    let rake = desk.add(in_list("Rake", "Garden"));
    let mow = desk.add(in_list("Mow", "Garden"));
    let pay = desk.add(in_list("Pay rent", "Home"));
    desk.apply(&Command::DeleteTask(mow.id));
    desk.apply(&Command::DeleteList(rake.list.unwrap()));
    assert_eq!(desk.tasks.iter().map(|task| task.list).collect::<Vec<_>>(), [None, None, pay.list]);
    assert_eq!(desk.lists.iter().map(|list| list.name.as_str()).collect::<Vec<_>>(), ["Home"]);
}

#[test]
fn list_names_are_unique_without_regard_to_case() {
    let mut desk = Desk::default();
    desk.add(in_list("a", "Garden"));
    desk.add(in_list("b", "Home"));
    let id = desk.list("Home").id;
    let rename =
        |name: &str| Command::EditList { id, patch: ListPatch { name: Some(name.to_owned()), ..ListPatch::default() } };
    assert_eq!(desk.try_apply(&rename("GARDEN")), Err(Error::ListExists("GARDEN".to_owned())));
    desk.apply(&rename("HOME"));
    assert_eq!(desk.list("HOME").revision, 2);
    let red = ListPatch { color: Some("mauve".to_owned()), ..ListPatch::default() };
    let refused = desk.try_apply(&Command::EditList { id, patch: red }).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`color` is `mauve`, not one of blue, teal, plum, orange, green, yellow, red, grey"
    );
}

#[test]
fn later_commands_of_a_set_see_what_earlier_ones_did() {
    let mut desk = Desk::default();
    let task = desk.add(new("Buy milk"));
    desk.apply(&Command::All(vec![
        Command::AddTask(with_labels("Rake", &["Out"])),
        Command::AddTask(with_labels("Mow", &["out"])),
        Command::CompleteTask(task.id),
        Command::ReopenTask(task.id),
    ]));
    assert_eq!(desk.tasks.len(), 3);
    assert!(desk.tasks[1].position < desk.tasks[2].position);
    assert_eq!((&desk.tasks[2].labels, desk.labels.len()), (&vec!["Out".to_owned()], 1));
    assert_eq!(desk.tasks[0], task);
}

#[test]
fn a_set_with_a_wrong_command_changes_nothing() {
    let mut desk = Desk::default();
    desk.add(new("Buy milk"));
    let before = desk.clone();
    let set = Command::All(vec![Command::AddTask(new("Rake")), Command::CompleteTask(unknown_id())]);
    assert!(desk.try_apply(&set).is_err());
    assert_eq!(desk, before);
}

#[test]
fn a_set_names_at_most_1000_tasks() {
    let many = Command::All((0..=limits::TASKS_AT_ONCE).map(|_| Command::CompleteTask(unknown_id())).collect());
    let refused = Desk::default().try_apply(&many).unwrap_err();
    assert_eq!(refused.to_string(), "`ids` are 1001, the most is 1000");
}

#[test]
fn a_list_deleted_and_named_again_in_one_set_stays_one() {
    let mut desk = Desk::default();
    let rake = desk.add(in_list("Rake", "Garden"));
    desk.apply(&Command::All(vec![
        Command::DeleteList(rake.list.unwrap()),
        Command::AddTask(in_list("Mow", "Garden")),
    ]));
    assert_eq!(desk.lists.len(), 1);
    assert_eq!(desk.tasks.iter().map(|task| task.list).collect::<Vec<_>>(), [None, rake.list]);
}

#[test]
fn a_set_of_thousands_touches_each_task_by_its_id() {
    let mut desk = Desk::default();
    let titles: Vec<String> = (0..3_000).map(|number| format!("Task {number}")).collect();
    desk.apply(&Command::All(titles.iter().map(|title| Command::AddTask(new(title))).collect()));
    let stored: Vec<&str> = desk.tasks.iter().map(|task| task.title.as_str()).collect();
    assert_eq!(stored, titles);
    let patch = |task: &Task| TaskPatch { title: Some(format!("{}, again", task.title)), ..TaskPatch::default() };
    // A set names at most 50 that exist.
    let edits = desk.tasks.iter().skip(2_900).take(50).map(|task| edit(task, patch(task))).collect();
    let changes = desk.apply(&Command::All(edits));
    assert_eq!(changes.len(), 50);
    for (place, (task, title)) in desk.tasks.iter().zip(&titles).enumerate() {
        let again = if (2_900..2_950).contains(&place) { ", again" } else { "" };
        assert_eq!(task.title, format!("{title}{again}"));
    }
}

#[test]
fn a_zone_is_kept_in_its_own_spelling_and_must_be_one() {
    let zone = |zone: Option<&str>, default: &str| Due::parse("2026-11-22T17:00", zone, default);
    for (said, kept) in [("europe/BERLIN", "Europe/Berlin"), ("utc", "UTC")] {
        assert_eq!(zone(Some(said), "UTC").unwrap().to_parts().due_zone.as_deref(), Some(kept));
        assert_eq!(zone(None, said).unwrap().to_parts().due_zone.as_deref(), Some(kept));
        let due = Due::At { at: jiff::civil::date(2026, 11, 22).at(17, 0, 9, 9), zone: said.to_owned() };
        assert_eq!(due.checked().unwrap(), zone(Some(kept), "UTC").unwrap());
    }
    for wrong in ["Etc/Unknown", "etc/unknown", "Mars/Olympus", ""] {
        let error = zone(Some(wrong), "UTC").unwrap_err().to_string();
        assert_eq!(error, format!("`due_zone` is `{wrong}`, not an IANA zone such as `Europe/Berlin`"));
        assert!(zone(None, wrong).is_err());
        assert!(Due::parse("2026-11-22", Some(wrong), "UTC").is_err());
    }
    // A date asks for no zone, so an unknown one of the computer does not stand in its way.
    assert_eq!(Due::parse("2026-11-22", None, "Etc/Unknown").unwrap().to_string(), "2026-11-22");
}
