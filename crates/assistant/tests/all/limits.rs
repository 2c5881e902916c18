//! What one turn may do at most.

use docket_store::Actor;
use docket_tasks::{Command, NewTask};
use serde_json::{Value, json};

use crate::conversation::{compatible, now};
use crate::fake_openai::{FakeOpenAi, Reply};

fn add(title: &str) -> (&'static str, Value) {
    ("add_task", json!({"title": title}))
}

fn list(words: &str) -> (&'static str, Value) {
    ("list_tasks", json!({"words": words}))
}

#[tokio::test]
async fn a_model_that_never_ends_is_stopped_after_eight_questions() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    for number in 0..20 {
        fake.answer(Reply::calls(&[list(&number.to_string())]));
    }
    assert_eq!(
        conversation.ask("look").await,
        "error (retry: false): The assistant was stopped because it met the limit of 8 steps in one answer. Ask for less at once. Nothing on your \
         list was changed."
    );
    assert_eq!(fake.requests().len(), 8);
}

#[tokio::test]
async fn twenty_four_calls_are_the_most() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    let words: Vec<String> = (0..30).map(|number| number.to_string()).collect();
    fake.answer(Reply::calls(&words.iter().map(|words| list(words)).collect::<Vec<_>>()));
    let said = conversation.ask("look").await;
    assert!(said.contains("the limit of 24 steps on the list in one answer"), "{said}");
    assert_eq!(conversation.ask("say 1").await, "the");
    fake.requests();
}

#[tokio::test]
async fn the_same_call_for_the_third_time_ends_the_turn() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    for _ in 0..3 {
        fake.answer(Reply::calls(&[list("milk")]));
    }
    let said = conversation.ask("look").await;
    assert!(said.contains("the limit of 3 times the same step"), "{said}");
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test]
async fn one_turn_changes_five_tasks_at_most() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    conversation.add(&["[ ] a", "[ ] b", "[ ] c", "[ ] d", "[ ] e", "[ ] f", "[ ] g"]).await;
    let ids = conversation.open_ids().await;
    let complete = ids.iter().map(|id| ("complete_task", json!({"id": id})));
    // What is new does not count.
    let calls: Vec<(&str, Value)> = complete.chain([add("h")]).collect();
    fake.answer(Reply::calls(&calls));
    fake.answer(Reply::text(&["Five of them."]));

    conversation.ask("complete seven").await;

    assert_eq!(conversation.tasks().await, ["[ ] f", "[ ] g", "[ ] h", "[x] a", "[x] b", "[x] c", "[x] d", "[x] e"]);
    let last = fake.requests().pop().expect("a request");
    let results: Vec<Value> = last.body["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .filter(|message| message["role"] == "tool")
        .map(|message| serde_json::from_str(message["content"].as_str().expect("text")).expect("JSON"))
        .collect();
    let did: Vec<&Value> = results.iter().map(|result| &result["did"]).collect();
    assert_eq!(did[4..], ["completed", "waiting", "waiting", "added"]);
    assert_eq!(results.len(), 8);
    // What is left waits for the user.
    assert_eq!(conversation.ask("yes").await, "Completed one task. Completed one task.");
    assert_eq!(conversation.tasks().await.iter().filter(|task| task.starts_with("[x]")).count(), 7);
}

#[tokio::test]
async fn a_task_that_was_changed_already_may_be_changed_again() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    conversation.add(&["[ ] a", "[ ] b", "[ ] c", "[ ] d", "[ ] e"]).await;
    let ids: Vec<String> = conversation.open_ids().await;
    let complete: Vec<(&str, Value)> = ids.iter().map(|id| ("complete_task", json!({"id": id}))).collect();
    fake.answer(Reply::calls(&complete));
    fake.answer(Reply::calls(&[("reopen_task", json!({"id": ids[0]}))]));
    fake.answer(Reply::text(&["Done."]));

    conversation.ask("complete all but the first").await;

    assert_eq!(conversation.tasks().await, ["[ ] a", "[x] b", "[x] c", "[x] d", "[x] e"]);
}

#[tokio::test]
async fn a_whole_turn_is_undone_as_one() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    conversation.add(&["[ ] Milk"]).await;
    let id = conversation.open_ids().await.remove(0);
    fake.answer(Reply::calls(&[add("Bread"), ("complete_task", json!({"id": id}))]));
    fake.answer(Reply::calls(&[add("Butter")]));
    fake.answer(Reply::text(&["Done."]));
    conversation.ask("do several things").await;
    assert_eq!(conversation.tasks().await, ["[ ] Bread", "[ ] Butter", "[x] Milk"]);

    conversation.store.undo(None, Actor::Ui, &now()).await.expect("undone");

    assert_eq!(conversation.tasks().await, ["[ ] Milk"]);
}

#[tokio::test]
async fn rescheduling_changes_the_day_and_nothing_else() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    conversation.add(&["[ ] Dentist; 2026-11-23T15:00; #Health; @body; p2"]).await;
    let id = conversation.open_ids().await.remove(0);
    let due = json!({"date": "2026-11-27", "weekday": "friday", "time": null});
    // The end of an id is enough.
    fake.answer(Reply::calls(&[("reschedule_task", json!({"id": id[id.len() - 6..], "due": due}))]));
    fake.answer(Reply::text(&["Moved."]));
    conversation.ask("move it").await;
    assert_eq!(conversation.tasks().await, ["[ ] Dentist; 2026-11-27T15:00; #Health; @body; p2"]);
}

#[tokio::test]
async fn subtasks_that_go_along_count() {
    for tool in ["complete_task", "delete_task"] {
        let fake = FakeOpenAi::start().await;
        let mut conversation = compatible(&fake);
        conversation.add(&["[ ] Move house"]).await;
        let parent = conversation.open_ids().await.remove(0);
        for number in 0..5 {
            let parent = Some(parent.parse().expect("an id"));
            let new = NewTask { title: format!("Box {number}"), parent, ..NewTask::default() };
            conversation.store.apply(Command::AddTask(new), Actor::Ui, &now()).await.expect("added");
        }
        fake.answer(Reply::calls(&[(tool, json!({"ids": [parent]}))]));
        fake.answer(Reply::text(&["This waits."]));

        conversation.ask("do it").await;

        let open = |tasks: Vec<String>| tasks.iter().filter(|task| task.starts_with("[ ]")).count();
        assert_eq!(open(conversation.tasks().await), 6, "{tool} waits");
        conversation.ask("yes").await;
        assert_eq!(open(conversation.tasks().await), 0, "{tool} is done once it is confirmed");
    }
}

#[tokio::test]
async fn taking_back_a_large_change_waits_and_is_for_the_change_that_was_shown() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    let six = ["[ ] a", "[ ] b", "[ ] c", "[ ] d", "[ ] e", "[ ] f"];
    conversation.add(&six).await;
    let ids = conversation.open_ids().await;
    let delete = ids.iter().map(|id| Command::DeleteTask(id.parse().expect("an id"))).collect();
    conversation.store.apply(Command::All(delete), Actor::Ui, &now()).await.expect("deleted");
    fake.answer(Reply::calls(&[("undo", json!({}))]));
    fake.answer(Reply::text(&["This waits."]));
    conversation.ask("undo").await;
    assert!(conversation.tasks().await.iter().all(|task| task.starts_with("[-]")), "it waits");
    // Something else is done before the user answers.
    conversation.add(&["[ ] Milk"]).await;

    conversation.ask("yes").await;

    let tasks = conversation.tasks().await;
    assert_eq!(tasks.len(), 7, "{tasks:?}");
    assert!(
        tasks.iter().all(|task| task.starts_with("[ ]")),
        "the deleted ones are back, and the new one stays: {tasks:?}"
    );
}

#[tokio::test]
async fn doing_a_large_change_again_waits_and_a_small_one_does_not() {
    for (count, waits) in [(6, true), (5, false)] {
        let fake = FakeOpenAi::start().await;
        let mut conversation = compatible(&fake);
        let lines: Vec<String> = (0..count).map(|number| format!("[ ] {number}")).collect();
        conversation.add(&lines.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let ids = conversation.open_ids().await;
        let complete = ids.iter().map(|id| Command::CompleteTask(id.parse().expect("an id"))).collect();
        let store = &conversation.store;
        store.apply(Command::All(complete), Actor::Ui, &now()).await.expect("completed");
        store.undo(None, Actor::Ui, &now()).await.expect("undone");
        fake.answer(Reply::calls(&[("redo", json!({}))]));
        fake.answer(Reply::text(&["So."]));

        conversation.ask("redo").await;

        let open = conversation.open_ids().await.len();
        assert_eq!(open, if waits { count } else { 0 }, "{count} tasks");
    }
}
