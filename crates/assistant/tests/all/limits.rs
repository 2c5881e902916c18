//! What one turn may do at most.

use docket_store::Actor;
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
