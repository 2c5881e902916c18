//! What the chat sees of a turn: the events, the lines of what was done, the title.

use chatkit_server::{Event, ItemKind};
use serde_json::{Value, json};

use crate::chat_completions::groceries;
use crate::conversation::{Conversation, compatible, wire};
use crate::fake_openai::{FakeOpenAi, Reply};

#[tokio::test]
async fn a_turn_on_the_wire() {
    let mut conversation = Conversation::new();
    let events = conversation.say("Add a task to buy groceries tomorrow 5pm").await;
    let events: Vec<Value> = events.iter().map(wire).collect();
    let line = |title: &str, status: &str, content: Option<&str>| {
        let mut task = json!({"type": "custom", "title": title, "icon": "plus", "status_indicator": status});
        if let Some(content) = content {
            task["content"] = json!(content);
        }
        task
    };
    let running = line("Adding a task", "loading", None);
    let done = line("Added one task", "complete", Some("Buy groceries, Sunday 22 November at 17:00"));
    let said = json!({"annotations": [], "text": "Added **Buy groceries**, due Sunday 22 November at 17:00.", "type": "output_text"});
    let empty = json!({"annotations": [], "text": "", "type": "output_text"});
    let updated = |update: Value| json!({"type": "thread.item.updated", "update": update});
    let expected = vec![
        events[0].clone(),
        events[1].clone(),
        json!({"type": "stream_options", "stream_options": {"allow_cancel": true}}),
        events[3].clone(),
        json!({"type": "thread.item.added", "item": {"type": "workflow", "workflow": {"type": "custom", "tasks": [running], "expanded": false}}}),
        updated(json!({"type": "workflow.task.updated", "task_index": 0, "task": done})),
        json!({"type": "thread.item.done", "item": {"type": "workflow", "workflow": {
            "type": "custom", "tasks": [done], "expanded": false, "summary": {"title": "Added one task", "icon": "plus"},
        }}}),
        json!({"type": "thread.item.added", "item": {"type": "assistant_message", "content": []}}),
        updated(json!({"type": "assistant_message.content_part.added", "content_index": 0, "content": empty})),
        updated(
            json!({"type": "assistant_message.content_part.text_delta", "content_index": 0, "delta": said["text"]}),
        ),
        updated(json!({"type": "assistant_message.content_part.done", "content_index": 0, "content": said})),
        json!({"type": "thread.item.done", "item": {"type": "assistant_message", "content": [said]}}),
    ];
    let card = &events[12]["item"]["widget"];
    let row = &card["children"][0]["children"];
    let head = &row[1]["children"][0]["children"];
    let what = (&card["type"], &row[0]["type"], &head[0]["value"], &head[1]["label"]);
    let expected_card = (&json!("ListView"), &json!("Checkbox"), &json!("Buy groceries"), &json!("Undo"));
    assert_eq!(what, expected_card, "the change as a card, Undo at the right of its lines");
    assert_eq!(events[..12], expected);
    assert_eq!(events.len(), 13);
    assert_eq!((&events[0]["type"], &events[1]["item"]["type"]), (&json!("thread.created"), &json!("user_message")));
    assert_eq!(
        (&events[3]["type"], &events[3]["thread"]["title"]),
        (&json!("thread.updated"), &json!("Add a task to buy groceries tomorrow 5pm"))
    );
}

#[tokio::test]
async fn text_and_tools_take_turns_in_the_order_they_came() {
    let fake = FakeOpenAi::start().await;
    let mut conversation = compatible(&fake);
    fake.answer(groceries());
    fake.answer(Reply::calls(&[("list_tasks", json!({})), ("undo_all", json!({}))]));
    fake.answer(Reply::text(&["All done."]));

    let events = conversation.say("go").await;

    let summaries: Vec<(String, Vec<String>)> = events
        .iter()
        .filter_map(|event| match event {
            Event::ItemDone { item } => match &item.kind {
                ItemKind::Workflow { workflow } => {
                    let workflow = serde_json::to_value(workflow).expect("JSON");
                    let tasks = workflow["tasks"].as_array().expect("tasks").iter();
                    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                    Some((
                        text(&workflow["summary"]["title"]),
                        tasks
                            .map(|task| format!("{} {}", text(&task["title"]), text(&task["status_indicator"])))
                            .collect(),
                    ))
                }
                _ => None,
            },
            _ => None,
        })
        .collect();
    let lines = ["Added one task complete", "Found one task complete", "Could not do that none"].map(str::to_owned);
    assert_eq!(summaries, [("Added one task".to_owned(), lines.to_vec())]);
    fake.requests();
}

#[tokio::test]
async fn a_thread_is_named_after_its_first_message_and_only_then() {
    let mut conversation = Conversation::new();
    let title = |events: &[Event]| {
        events.iter().find_map(|event| match event {
            Event::ThreadUpdated { thread } => thread.thread.title.clone(),
            _ => None,
        })
    };
    let long = "remind me to write to the landlord about the heating, the windows and the door of the cellar";
    assert_eq!(
        title(&conversation.say(&format!("  {long}\nand more")).await).as_deref(),
        Some("remind me to write to the landlord about the heating, the…")
    );
    assert_eq!(title(&conversation.say("today").await), None);
}
