//! The tools that know more of a task than its date: repeats, starts, durations, reminders, parts.

use docket_store::Actor;
use docket_tasks::{Task, TaskQuery, View};
use serde_json::{Value, json};

use crate::conversation::{Conversation, compatible, now};
use crate::fake_openai::{FakeOpenAi, Reply};

/// A list whose model calls what the test says.
struct Model {
    fake: FakeOpenAi,
    conversation: Conversation,
}

impl Model {
    async fn new() -> Self {
        let fake = FakeOpenAi::start().await;
        let conversation = compatible(&fake);
        Self { fake, conversation }
    }

    /// What the model is told after the call. Each call is a turn, in a thread of its own.
    async fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.conversation.thread_id = None;
        self.fake.answer(Reply::calls(&[(tool, arguments)]));
        self.fake.answer(Reply::text(&["Done."]));
        assert_eq!(self.conversation.ask("go").await, "Done.");
        let last = self.fake.requests().pop().expect("a request");
        let result = last.body["messages"].as_array().and_then(|messages| messages.last()).expect("a result").clone();
        serde_json::from_str(result["content"].as_str().expect("text")).expect("JSON")
    }

    /// The same where it must have worked; the task that the answer tells.
    async fn done(&mut self, did: &str, tool: &str, arguments: Value) -> Value {
        let answer = self.call(tool, arguments.clone()).await;
        assert_eq!(answer["did"], did, "{tool} {arguments}: {answer}");
        answer["tasks"][0].clone()
    }

    /// The same where it must not have worked; its code.
    async fn refused(&mut self, tool: &str, arguments: Value) -> String {
        let answer = self.call(tool, arguments.clone()).await;
        assert_eq!(answer["did"], "nothing", "{tool} {arguments}: {answer}");
        answer["error"]["code"].as_str().expect("a code").to_owned()
    }

    /// Tasks as they are stored, oldest first.
    async fn stored(&self, view: View) -> Vec<Task> {
        let query = TaskQuery { view, ..TaskQuery::default() };
        let mut tasks = self.conversation.store.tasks(&query, &now()).await.expect("tasks").tasks;
        tasks.sort_by_key(|task| task.id);
        tasks
    }

    /// The fields of the only open task that these tests are about.
    async fn fields(&self) -> Value {
        match self.stored(View::All).await.as_slice() {
            [task] => fields(task),
            other => panic!("{other:?}"),
        }
    }

    async fn undo(&self) {
        self.conversation.store.undo(None, Actor::Ui, &now()).await.expect("undone");
    }
}

fn fields(task: &Task) -> Value {
    let task = serde_json::to_value(task).expect("JSON");
    let reminders: Vec<Value> = task["reminders"].as_array().expect("reminders").iter().map(without_id).collect();
    json!({
        "due": task["due"], "start": task["start"], "duration_min": task["duration_min"],
        "repeat": task["repeat"]["rrule"], "from": task["repeat"]["from"], "reminders": reminders,
    })
}

fn without_id(reminder: &Value) -> Value {
    let mut reminder = reminder.clone();
    reminder.as_object_mut().expect("an object").remove("id").expect("an id");
    reminder
}

fn day(date: &str, weekday: &str, time: Option<&str>) -> Value {
    json!({"date": date, "weekday": weekday, "time": time})
}

#[tokio::test]
async fn a_task_is_added_with_all_that_was_said() {
    let mut model = Model::new().await;
    let arguments = json!({
        "title": "Write the report", "due": day("2026-11-27", "Friday", Some("17:00")), "start": day("2026-11-25", "Wednesday", None),
        "duration_min": 45, "repeat": {"rule": "every friday", "from_completion": null}, "priority": 2, "list": "Work",
        "labels": ["deep"], "notes": "Two pages.", "parent": null,
        "reminders": [
            {"minutes_before_due": 30, "at": null},
            {"minutes_before_due": null, "at": day("2026-11-26", "Thursday", Some("09:00"))},
        ],
    });

    let told = model.done("added", "add_task", arguments).await;

    assert_eq!(
        model.fields().await,
        json!({
            "due": "2026-11-27T17:00", "start": "2026-11-25", "duration_min": 45, "repeat": "FREQ=WEEKLY;BYDAY=FR", "from": "due",
            "reminders": [{"before_due_min": 30}, {"at": "2026-11-26T09:00"}],
        })
    );
    let told = ["start", "duration_min", "repeat", "reminders"].map(|field| told[field].clone());
    let reminders = json!(["30 minutes before it is due", "2026-11-26 at 09:00"]);
    assert_eq!(told, [json!("2026-11-25"), json!(45), json!("every Friday"), reminders], "what the model is told");
    model.undo().await;
    assert!(model.stored(View::All).await.is_empty(), "one change, taken back as one");
}

#[tokio::test]
async fn a_part_belongs_to_its_task_and_goes_where_that_goes() {
    let mut model = Model::new().await;
    let whole = model.done("added", "add_task", json!({"title": "Move house"})).await["id"].clone();
    let part = model.done("added", "add_task", json!({"title": "Pack", "parent": whole})).await;
    assert_eq!(part["parent"], whole, "{part}");
    let stored = model.stored(View::All).await;
    assert_eq!((stored[1].parent, stored[0].parent), (Some(stored[0].id), None));

    assert_eq!(
        model.refused("add_task", json!({"title": "Boxes", "parent": part["id"]})).await,
        "INVALID",
        "one level"
    );
    let nobody = "0192f0c1-0000-7000-8000-000000000000";
    assert_eq!(model.refused("add_task", json!({"title": "Boxes", "parent": nobody})).await, "TASK_NOT_FOUND");
    assert_eq!(model.refused("add_task", json!({"title": "Boxes", "parent": "the house"})).await, "TASK_NOT_FOUND");
    assert_eq!(model.stored(View::All).await, stored, "and nothing was added");

    model.done("completed", "complete_task", json!({"ids": [whole]})).await;
    let done: Vec<String> = model.stored(View::Done).await.into_iter().map(|task| task.title).collect();
    assert_eq!(done, ["Move house", "Pack"], "the part is done with it");
    model.undo().await;
    assert_eq!(model.stored(View::All).await.len(), 2, "and open with it");
}

#[tokio::test]
async fn start_duration_and_reminders_are_changed_and_taken_away_alone() {
    let mut model = Model::new().await;
    let due = day("2026-11-27", "Friday", Some("17:00"));
    let id = model.done("added", "add_task", json!({"title": "Report", "due": due})).await["id"].clone();
    let expected = |start: Value, duration: Value, reminders: Value| json!({"due": "2026-11-27T17:00", "start": start, "duration_min": duration, "repeat": null, "from": null, "reminders": reminders});
    let at = |time| json!({"minutes_before_due": null, "at": day("2026-11-26", "Thursday", time)});
    let before = |minutes: u32| json!({"minutes_before_due": minutes, "at": null});

    let start = day("2026-11-25", "Wednesday", Some("08:30"));
    model.done("updated", "update_task", json!({"id": id, "start": start, "duration_min": 90})).await;
    assert_eq!(model.fields().await, expected(json!("2026-11-25T08:30"), json!(90), json!([])));
    model.done("updated", "update_task", json!({"id": id, "reminders": [before(10), at(Some("09:00"))]})).await;
    let both = json!([{"before_due_min": 10}, {"at": "2026-11-26T09:00"}]);
    assert_eq!(model.fields().await, expected(json!("2026-11-25T08:30"), json!(90), both));
    model.done("updated", "update_task", json!({"id": id, "reminders": [before(60)], "duration_min": 30})).await;
    let state = expected(json!("2026-11-25T08:30"), json!(30), json!([{"before_due_min": 60}]));
    assert_eq!(model.fields().await, state, "in place of the two before");

    for (wrong, code) in [
        (json!({"reminders": [{"minutes_before_due": 5, "at": at(Some("09:00"))["at"]}]}), "INVALID"),
        (json!({"reminders": [{"minutes_before_due": null, "at": null}]}), "INVALID"),
        (json!({"reminders": [at(None)]}), "INVALID"),
        (json!({"reminders": vec![before(5); 21]}), "INVALID"),
        (json!({"start": day("2026-11-25", "Friday", None)}), "WEEKDAY_MISMATCH"),
        (json!({"start": "tomorrow"}), "BAD_ARGUMENTS"),
        (json!({"duration_min": 0}), "INVALID"),
        (json!({"duration_min": 527_041}), "INVALID"),
        (json!({"duration_min": -5}), "BAD_ARGUMENTS"),
        (json!({"duration_min": 5, "clear": ["duration"]}), "INVALID"),
        (json!({"clear": ["start", "start"]}), "INVALID"),
        (json!({"clear": ["due"]}), "BAD_ARGUMENTS"),
        (json!({"clear": []}), "INVALID"),
        (json!({"parent": id}), "BAD_ARGUMENTS"),
    ] {
        let mut arguments = wrong.clone();
        arguments["id"] = id.clone();
        assert_eq!(model.refused("update_task", arguments).await, code, "{wrong}");
        assert_eq!(model.fields().await, state, "{wrong}");
    }

    model.done("updated", "update_task", json!({"id": id, "clear": ["start", "duration"]})).await;
    assert_eq!(model.fields().await, expected(Value::Null, Value::Null, json!([{"before_due_min": 60}])));
    model.done("updated", "update_task", json!({"id": id, "clear": ["reminders"]})).await;
    assert_eq!(model.fields().await, expected(Value::Null, Value::Null, json!([])));
    model.undo().await;
    assert_eq!(model.fields().await["reminders"], json!([{"before_due_min": 60}]));
}

#[tokio::test]
async fn a_repeat_is_set_changed_and_taken_away() {
    let mut model = Model::new().await;
    let id = model.done("added", "add_task", json!({"title": "Water the plants"})).await["id"].clone();
    let shown = |fields: Value| [fields["due"].clone(), fields["repeat"].clone(), fields["from"].clone()];

    let set = json!({"id": id, "repeat": {"rule": "every friday", "from_completion": null}});
    let told = model.done("repeat_set", "set_repeat", set).await;
    assert_eq!((&told["repeat"], &told["due"]["date"]), (&json!("every Friday"), &json!("2026-11-27")), "{told}");
    let friday = [json!("2026-11-27"), json!("FREQ=WEEKLY;BYDAY=FR"), json!("due")];
    assert_eq!(shown(model.fields().await), friday, "without a date it gets the first that the rule falls on");

    for (wrong, code) in [
        (json!({"rule": "now and then", "from_completion": null}), "INVALID"),
        (json!({"rule": "FREQ=SOMETIMES", "from_completion": null}), "INVALID"),
        (json!({"rule": "", "from_completion": null}), "INVALID"),
        (json!("every friday"), "BAD_ARGUMENTS"),
    ] {
        assert_eq!(model.refused("set_repeat", json!({"id": id, "repeat": wrong})).await, code, "{wrong}");
    }
    assert_eq!(model.refused("set_repeat", json!({"id": "x", "repeat": null})).await, "TASK_NOT_FOUND");
    assert_eq!(shown(model.fields().await), friday);

    let monthly = json!({"rule": "FREQ=MONTHLY;BYMONTHDAY=1", "from_completion": true});
    model.done("repeat_set", "set_repeat", json!({"id": id, "repeat": monthly})).await;
    let monthly = [json!("2026-11-27"), json!("FREQ=MONTHLY;BYMONTHDAY=1"), json!("completion")];
    assert_eq!(shown(model.fields().await), monthly, "its date stays");
    model.undo().await;
    assert_eq!(shown(model.fields().await), friday);

    let completed = model.call("complete_task", json!({"ids": [id]})).await;
    assert_eq!(
        (&completed["did"], &completed["next"]["due"]["date"]),
        (&json!("completed"), &json!("2026-12-04")),
        "{completed}"
    );
    let next = completed["next"]["id"].clone();
    model.done("repeat_set", "set_repeat", json!({"id": next, "repeat": null})).await;
    assert_eq!(
        shown(model.fields().await),
        [json!("2026-12-04"), Value::Null, Value::Null],
        "once more, and then never"
    );
    model.done("completed", "complete_task", json!({"ids": [next]})).await;
    assert!(model.stored(View::All).await.is_empty());
}
