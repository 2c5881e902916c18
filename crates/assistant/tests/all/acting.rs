//! What the controls of widgets do.

use chatkit_server::{Answer, ChatKit, Event, Item, ItemKind, RequestError, Widget};
use serde_json::{Value, json};

use crate::conversation::Conversation;

/// The last widget of the thread.
async fn widget(conversation: &Conversation) -> (Item, Widget) {
    let items = conversation.items().await;
    let widget = items.iter().rev().find_map(|item| match &item.kind {
        ItemKind::Widget(widget) => Some((item.clone(), widget.clone())),
        _ => None,
    });
    widget.expect("a widget")
}

/// The first node of that type below `node`.
fn find<'v>(node: &'v Value, kind: &str) -> Option<&'v Value> {
    if node["type"] == kind {
        return Some(node);
    }
    node["children"].as_array()?.iter().find_map(|child| find(child, kind))
}

fn node(widget: &Widget, kind: &str) -> Value {
    find(&Value::Object(widget.widget.as_map().clone()), kind).expect("a node").clone()
}

/// Sends what a control sends, `fields` among its payload; answers the widget as it is now.
async fn use_control(conversation: &Conversation, config: &Value, fields: Value) -> Result<Value, RequestError> {
    let (item, _) = widget(conversation).await;
    assert_eq!(config["streaming"], false, "it works while an answer runs");
    let mut payload = config["payload"].clone();
    for (name, value) in fields.as_object().expect("fields") {
        payload[name] = value.clone();
    }
    let action = json!({"type": config["type"], "payload": payload});
    let params = json!({"thread_id": conversation.thread_id, "item_id": item.id, "action": action});
    let body = json!({"type": "threads.sync_custom_action", "params": params}).to_string();
    let server = ChatKit::new(conversation.store.clone(), conversation.assistant());
    let Answer::Json(answer) = server.process(body.as_bytes()).await? else { panic!("no JSON") };
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    Ok(answer["updated_item"]["widget"].clone())
}

#[tokio::test]
async fn beside_a_widget_the_tasks_are_not_said_twice() {
    for (said, words) in [
        ("what is due today?", "2 tasks for today, Saturday 21 November:"),
        (
            "plan my day",
            "2 tasks for Saturday 21 November, in this order:\n\nThere is room for something without a date:",
        ),
        ("find eggs", "No open task is about “eggs”."),
    ] {
        let mut conversation = Conversation::new();
        conversation.add(&["[ ] Milk; 2026-11-21", "[ ] Bread; 2026-11-21", "[ ] 1. **Book**"]).await;
        let events = conversation.say_to(conversation.assistant().beside_widgets(), said).await;
        let texts = events.iter().filter_map(|event| match event {
            Event::ItemDone { item } => match &item.kind {
                ItemKind::AssistantMessage(message) => Some(message.text()),
                _ => None,
            },
            _ => None,
        });
        assert_eq!(texts.collect::<Vec<_>>(), [words], "{said}");
    }
}

#[tokio::test]
async fn the_checkbox_of_a_listed_task_completes_and_reopens_it() {
    let mut conversation = Conversation::new();
    conversation.add(&["[ ] Milk; 2026-11-21", "[ ] Bread; 2026-11-21"]).await;
    conversation.ask("what is due today?").await;
    let (_, listed) = widget(&conversation).await;
    assert_eq!(listed.widget.component_type(), "ListView");

    let checkbox = node(&listed, "Checkbox");
    let drawn = use_control(&conversation, &checkbox["onChangeAction"], json!({"done": true})).await.expect("done");

    assert_eq!(conversation.tasks().await.iter().filter(|task| task.starts_with("[x]")).count(), 1);
    let checkbox = find(&drawn, "Checkbox").expect("a checkbox");
    assert_eq!((&checkbox["defaultChecked"], drawn["children"].as_array().map(Vec::len)), (&json!(true), Some(2)));
    use_control(&conversation, &checkbox["onChangeAction"], json!({"done": false})).await.expect("open again");
    assert!(conversation.tasks().await.iter().all(|task| task.starts_with("[ ]")));
}

#[tokio::test]
async fn the_date_of_a_listed_task_moves_it_and_keeps_its_time() {
    let mut conversation = Conversation::new();
    conversation.add(&["[ ] Dentist; 2026-11-21T15:00"]).await;
    conversation.ask("what is due today?").await;
    let (_, listed) = widget(&conversation).await;
    let picker = node(&listed, "DatePicker");
    assert_eq!(picker["defaultValue"], "2026-11-21");

    for (due, expected) in [
        (json!("2026-11-27"), "[ ] Dentist; 2026-11-27T15:00"),
        (json!("2026-11-28T00:00:00.000Z"), "[ ] Dentist; 2026-11-28T15:00"),
        (Value::Null, "[ ] Dentist"),
    ] {
        use_control(&conversation, &picker["onChangeAction"], json!({"due": due})).await.expect("moved");
        assert_eq!(conversation.tasks().await, [expected]);
    }
    let wrong = use_control(&conversation, &picker["onChangeAction"], json!({"due": "soon"})).await;
    assert!(matches!(wrong, Err(RequestError::Invalid(_))), "{wrong:?}");
    assert_eq!(conversation.tasks().await, ["[ ] Dentist"]);
}

#[tokio::test]
async fn a_change_is_a_card_with_undo_and_redo() {
    let mut conversation = Conversation::new();
    conversation.add(&["[ ] Dentist; 2026-11-21T15:00"]).await;
    conversation.ask("move dentist to friday").await;
    assert_eq!(conversation.tasks().await, ["[ ] Dentist; 2026-11-27T15:00"]);
    let (_, card) = widget(&conversation).await;
    assert_eq!(
        card.copy_text.as_deref(),
        Some("Dentist: due: Saturday 21 November at 15:00 → Friday 27 November at 15:00"),
        "before and after"
    );

    assert_eq!(sides(&Value::from(card.widget.clone())), ["Sat 21 Nov, 15:00", "Fri 27 Nov, 15:00"]);

    let undo = node(&card, "Button");
    let drawn = use_control(&conversation, &undo["onClickAction"], json!({})).await.expect("undone");

    assert_eq!(conversation.tasks().await, ["[ ] Dentist; 2026-11-21T15:00"]);
    assert_eq!(sides(&drawn), ["Fri 27 Nov, 15:00", "Sat 21 Nov, 15:00"], "the sides swap");
    let redo = find(&drawn, "Button").expect("a button").clone();
    assert_eq!((&undo["label"], &redo["label"]), (&json!("Undo"), &json!("Redo")));
    let again = use_control(&conversation, &undo["onClickAction"], json!({})).await;
    assert!(matches!(again, Err(RequestError::Invalid(_))), "{again:?}");
    let drawn = use_control(&conversation, &redo["onClickAction"], json!({})).await.expect("redone");
    assert_eq!(sides(&drawn), ["Sat 21 Nov, 15:00", "Fri 27 Nov, 15:00"], "and back");
    assert_eq!(conversation.tasks().await, ["[ ] Dentist; 2026-11-27T15:00"]);
}

/// What the fields of a card were, and what they are.
fn sides(node: &Value) -> Vec<String> {
    let own = (node["key"] == "was" || node["key"] == "is").then(|| node["value"].as_str().expect("text").to_owned());
    let below = node["children"].as_array().into_iter().flatten().flat_map(sides);
    own.into_iter().chain(below).collect()
}

#[tokio::test]
async fn the_box_of_a_changed_task_works_and_an_added_one_is_struck_out_once_taken_back() {
    let mut conversation = Conversation::new();
    conversation.ask("add milk tomorrow").await;
    let (_, card) = widget(&conversation).await;
    let check = node(&card, "Checkbox");
    let drawn = use_control(&conversation, &check["onChangeAction"], json!({"done": true})).await.expect("done");
    assert_eq!(find(&drawn, "Checkbox").expect("a box")["defaultChecked"], true);
    assert!(conversation.tasks().await[0].starts_with("[x]"));
    let check = find(&drawn, "Checkbox").expect("a box")["onChangeAction"].clone();
    use_control(&conversation, &check, json!({})).await.expect("open again");

    conversation.ask("add bread").await;
    let (_, card) = widget(&conversation).await;
    let undo = node(&card, "Button");
    let drawn = use_control(&conversation, &undo["onClickAction"], json!({})).await.expect("undone");
    let title = find(&drawn, "Text").expect("a title");
    assert_eq!((&title["value"], &title["lineThrough"]), (&json!("Bread"), &json!(true)));
    assert_eq!(find(&drawn, "Checkbox").expect("a box")["disabled"], true);
}

#[tokio::test]
async fn actions_that_are_none_change_nothing() {
    let mut conversation = Conversation::new();
    conversation.add(&["[ ] Milk; 2026-11-21"]).await;
    conversation.ask("what is due today?").await;
    let config = |kind: &str, payload: Value| json!({"type": kind, "payload": payload, "streaming": false});
    for config in [
        config("docket.complete", json!({})),
        config("docket.complete", json!({"id": "x"})),
        config("docket.complete", json!({"id": "0192f0c1-0000-7000-8000-000000000000"})),
        config("docket.undo", json!({"change_set": "0192f0c1-0000-7000-8000-000000000000"})),
        config("docket.confirm", json!({"nonce": "x"})),
        config("docket.delete", json!({"id": "x"})),
        config("", json!({})),
    ] {
        let answer = use_control(&conversation, &config, json!({})).await;
        assert!(matches!(answer, Err(RequestError::Invalid(_))), "{config}: {answer:?}");
    }
    assert_eq!(conversation.tasks().await, ["[ ] Milk; 2026-11-21"]);
}
