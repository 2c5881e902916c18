//! JSON in and out.

use docket_tasks::{Due, DueParts, ListId, ListRef, NewTask, Priority, Task, TaskPatch};
use serde_json::{Value, json};

use crate::desk::{Desk, now};

const ZONE: &str = "Europe/Berlin";

fn due(text: &str) -> Due {
    Due::parse(text, None, ZONE).unwrap()
}

#[test]
fn a_task_in_json_comes_back_the_same() {
    let mut desk = Desk::default();
    for due in [None, Some(due("2026-11-22")), Some(due("2026-11-22T17:00"))] {
        let list = Some(ListRef::Name("Garden".to_owned()));
        let task = desk.add(NewTask {
            due,
            list,
            labels: vec!["out".to_owned()],
            title: "Rake".to_owned(),
            ..NewTask::default()
        });
        let json = serde_json::to_value(&task).unwrap();
        assert_eq!(serde_json::from_value::<Task>(json).unwrap(), task);
    }
}

#[test]
fn a_task_in_json_has_these_fields() {
    let mut desk = Desk::default();
    let task = desk.add(NewTask { title: "Rake".to_owned(), due: Some(due("2026-11-22T17:00")), ..NewTask::default() });
    let want = json!({
        "id": task.id.to_string(),
        "title": "Rake",
        "notes": "",
        "status": "open",
        "priority": 4,
        "due": "2026-11-22T17:00",
        "due_zone": "Europe/Berlin",
        "start": null,
        "duration_min": null,
        "repeat": null,
        "occurrence": null,
        "reminders": [],
        "list": null,
        "labels": [],
        "parent": null,
        "position": 1.0,
        "created_at": "2026-11-21T09:00:00Z",
        "updated_at": "2026-11-21T09:00:00Z",
        "completed_at": null,
        "deleted_at": null,
        "source": "ui",
        "revision": 1,
    });
    assert_eq!(serde_json::to_value(&task).unwrap(), want);
}

#[test]
fn a_due_is_read_strictly() {
    let cases = [
        ("2026-11-22", None, Ok("2026-11-22")),
        ("2026-11-22", Some("Asia/Tokyo"), Ok("2026-11-22")),
        ("2026-11-22T17:00", None, Ok("2026-11-22T17:00 Europe/Berlin")),
        ("2026-11-22T17:00:00", Some("Asia/Tokyo"), Ok("2026-11-22T17:00 Asia/Tokyo")),
        ("2026-11-22T17:00:30", None, Err("`due` has the time `17:00:30`, not one such as `17:00`")),
        ("2026-11-22T25:00", None, Err("`due` has the time `25:00`, not one such as `17:00`")),
        ("2026-11-22T17:00Z", None, Err("`due` has the time `17:00Z`, not one such as `17:00`")),
        ("2026-11-22T+7:00", None, Err("`due` has the time `+7:00`, not one such as `17:00`")),
        ("2026-02-30", None, Err("`due` is `2026-02-30`, not a date such as `2026-11-22` or `2026-11-22T17:00`")),
        ("tomorrow", None, Err("`due` is `tomorrow`, not a date such as `2026-11-22` or `2026-11-22T17:00`")),
        ("20261122", None, Err("`due` is `20261122`, not a date such as `2026-11-22` or `2026-11-22T17:00`")),
        ("", None, Err("`due` is ``, not a date such as `2026-11-22` or `2026-11-22T17:00`")),
        ("2026-11-22T17:00", Some("Berlin"), Err("`due_zone` is `Berlin`, not an IANA zone such as `Europe/Berlin`")),
        ("2026-11-22", Some("+01:00"), Err("`due_zone` is `+01:00`, not an IANA zone such as `Europe/Berlin`")),
    ];
    for (text, zone, want) in cases {
        let got = Due::parse(text, zone, ZONE).map(|due| {
            let DueParts { due, due_zone } = due.to_parts();
            due.into_iter().chain(due_zone).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(
            got.map_err(|error| error.to_string()),
            want.map(str::to_owned).map_err(str::to_owned),
            "{text} {zone:?}"
        );
    }
}

#[test]
fn a_new_task_is_read_with_the_zone_of_the_user() {
    let list = ListId::new(now().timestamp());
    let json = json!({
        "title": "Rake", "notes": "all of it", "priority": 2, "due": "2026-11-22T17:00", "list": list.to_string(),
        "labels": ["out"], "source": "import", "from_the_future": 1,
    });
    let want = NewTask {
        title: "Rake".to_owned(),
        notes: "all of it".to_owned(),
        priority: Priority::P2,
        due: Some(due("2026-11-22T17:00")),
        list: Some(ListRef::Id(list)),
        labels: vec!["out".to_owned()],
        ..NewTask::default()
    };
    assert_eq!(NewTask::from_json(&json, ZONE), Ok(want));
    let bare = json!({ "title": "Rake", "notes": null, "priority": null, "due": null, "list": null, "labels": null });
    assert_eq!(NewTask::from_json(&bare, ZONE), Ok(NewTask { title: "Rake".to_owned(), ..NewTask::default() }));
}

#[test]
fn a_patch_tells_absent_from_null() {
    let patch = |json: Value| TaskPatch::from_json(&json, ZONE).unwrap();
    assert_eq!(patch(json!({})), TaskPatch::default());
    let cleared = TaskPatch {
        notes: Some(String::new()),
        priority: Some(Priority::P4),
        due: Some(None),
        list: Some(None),
        labels: Some(Vec::new()),
        ..TaskPatch::default()
    };
    assert_eq!(patch(json!({ "notes": null, "priority": null, "due": null, "list": null, "labels": null })), cleared);
    let set = TaskPatch {
        title: Some("Rake".to_owned()),
        due: Some(Some(due("2026-11-22"))),
        list: Some(Some(ListRef::Name("Garden".to_owned()))),
        position: Some(1.5),
        ..TaskPatch::default()
    };
    assert_eq!(patch(json!({ "title": "Rake", "due": "2026-11-22", "list": "Garden", "position": 1.5 })), set);
}

#[test]
fn a_wrong_field_is_named() {
    let cases = [
        (json!([]), "`body` is not a JSON object"),
        (json!({ "title": null }), "`title` is null, not text"),
        (json!({ "title": 5 }), "`title` is a number, not text"),
        (json!({ "notes": ["a"] }), "`notes` is a list, not text"),
        (json!({ "priority": 0 }), "`priority` is 0, not 1 (highest) to 4 (none)"),
        (json!({ "priority": 5 }), "`priority` is 5, not 1 (highest) to 4 (none)"),
        (json!({ "priority": 257 }), "`priority` is `257`, not 1 (highest) to 4 (none)"),
        (json!({ "priority": 1.5 }), "`priority` is `1.5`, not 1 (highest) to 4 (none)"),
        (json!({ "priority": "1" }), "`priority` is `\"1\"`, not 1 (highest) to 4 (none)"),
        (json!({ "due": 20261122 }), "`due` is a number, not text"),
        (json!({ "due_zone": "Europe/Berlin" }), "`due_zone` goes with `due`, which is missing"),
        (json!({ "list": {} }), "`list` is an object, not text"),
        (json!({ "labels": "out" }), "`labels` is text, not a list of names"),
        (json!({ "labels": [true] }), "`labels` is true or false, not text"),
        (json!({ "position": null }), "`position` is null, not a number"),
    ];
    for (json, said) in cases {
        assert_eq!(TaskPatch::from_json(&json, ZONE).unwrap_err().to_string(), said, "{json}");
    }
    assert_eq!(NewTask::from_json(&json!({}), ZONE).unwrap_err().to_string(), "`title` is missing");
}

#[test]
fn a_repeat_and_reminders_are_read_and_written() {
    let json = json!({
        "title": "Pay rent", "due": "2026-11-30T09:00", "start": "2026-11-28", "duration_min": 15,
        "repeat": { "rrule": "RRULE:freq=monthly;interval=1;bymonthday=31", "text": "whatever", "from": null },
        "reminders": [{ "before_due_min": 30 }, { "at": "2026-11-29T18:00" }],
    });
    let task = Desk::default().add(NewTask::from_json(&json, ZONE).unwrap());
    let written = serde_json::to_value(&task).unwrap();
    let repeat = json!({
        "rrule": "FREQ=MONTHLY;BYMONTHDAY=31", "anchor": "2026-11-30T09:00", "from": "due", "text": "every month on the 31st",
    });
    assert_eq!(
        (&written["repeat"], &written["start"], &written["duration_min"]),
        (&repeat, &json!("2026-11-28"), &json!(15))
    );
    assert_eq!(written["reminders"][0], json!({ "id": task.reminders[0].id.to_string(), "before_due_min": 30 }));
    assert_eq!(written["reminders"][1], json!({ "id": task.reminders[1].id.to_string(), "at": "2026-11-29T18:00" }));
    assert_eq!(serde_json::from_value::<Task>(written.clone()).unwrap(), task);
    // What the window read it may send back.
    let back = json!({ "repeat": written["repeat"], "reminders": written["reminders"] });
    let mut desk = Desk { tasks: vec![task.clone()], ..Desk::default() };
    let patch = TaskPatch::from_json(&back, ZONE).unwrap();
    assert_eq!(desk.apply(&docket_tasks::Command::EditTask { id: task.id, patch }), []);
    let cleared = json!({ "repeat": null, "reminders": null, "start": null, "duration_min": null, "parent": null });
    let want = TaskPatch {
        repeat: Some(None),
        reminders: Some(Vec::new()),
        start: Some(None),
        duration_min: Some(None),
        parent: Some(None),
        ..TaskPatch::default()
    };
    assert_eq!(TaskPatch::from_json(&cleared, ZONE), Ok(want));
}

#[test]
fn a_task_of_an_older_log_is_read() {
    let task = Desk::default().add(NewTask { title: "Rake".to_owned(), ..NewTask::default() });
    let mut json = serde_json::to_value(&task).unwrap();
    for field in ["start", "duration_min", "repeat", "occurrence", "reminders", "parent"] {
        assert!(json.as_object_mut().unwrap().remove(field).is_some(), "{field}");
    }
    assert_eq!(serde_json::from_value::<Task>(json).unwrap(), task);
}

#[test]
fn a_wrong_field_of_when_is_named() {
    let many: Vec<Value> = (0..21).map(|minutes| json!({ "before_due_min": minutes })).collect();
    let cases = [
        (json!({ "start": "soon" }), "`start` is `soon`, not a date such as `2026-11-22` or `2026-11-22T17:00`"),
        (json!({ "duration_min": 1.5 }), "`duration_min` is `1.5`, not a number of whole minutes"),
        (json!({ "duration_min": -1 }), "`duration_min` is `-1`, not a number of whole minutes"),
        (json!({ "repeat": "FREQ=DAILY" }), "`repeat` is text, not an object"),
        (json!({ "repeat": {} }), "`rrule` is missing"),
        (json!({ "repeat": { "rrule": "FREQ=DAILY", "from": "now" } }), "`from` is `now`, not `due` or `completion`"),
        (
            json!({ "repeat": { "rrule": "FREQ=DAILY", "anchor": "2026-13-01" } }),
            "`anchor` is `2026-13-01`, not a date such as `2026-11-22` or `2026-11-22T17:00`",
        ),
        (json!({ "reminders": {} }), "`reminders` are an object, not a list"),
        (json!({ "reminders": many }), "`reminders` are 21, the most is 20"),
        (json!({ "reminders": [{}] }), "`reminders` need `at` or `before_due_min`, one of them each"),
        (json!({ "reminders": [{ "id": "x", "before_due_min": 1 }] }), "`reminders` have the id `x`, which is none"),
        (json!({ "parent": "x" }), "`parent` is `x`, not the id of a task"),
    ];
    for (json, said) in cases {
        assert_eq!(TaskPatch::from_json(&json, ZONE).unwrap_err().to_string(), said, "{json}");
    }
    let refused = [
        (json!({ "title": "a", "duration_min": 0 }), "`duration_min` is 0, not 1 to 527040"),
        (
            json!({ "title": "a", "reminders": [{ "before_due_min": 527_041 }] }),
            "`reminders` have `before_due_min` 527041, the most is 527040",
        ),
        (
            json!({ "title": "a", "reminders": [{ "at": "2026-11-22" }] }),
            "`reminders` have `at` 2026-11-22, which has no time such as `2026-11-22T09:00`",
        ),
    ];
    for (json, said) in refused {
        let new = NewTask::from_json(&json, ZONE).unwrap();
        let error = Desk::default().try_apply(&docket_tasks::Command::AddTask(new)).unwrap_err();
        assert_eq!(error.to_string(), said, "{json}");
    }
}
