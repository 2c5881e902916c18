//! What is sent of a widget that changes.

use chatkit_server::{
    ChatKit, Event, Input, ItemKind, MemoryStore, Responder, StreamError, Turn, Widget, WidgetNode, widget_updates,
};
use serde_json::{Value, json};

use crate::support::{create, outline, stored, thread_id};

fn node(value: Value) -> WidgetNode {
    WidgetNode::from_value(value).unwrap()
}

/// A card with a text.
fn card(text: &Value) -> WidgetNode {
    node(json!({"type": "Card", "children": [{"type": "Title", "value": "T"}, {"type": "Row", "children": [text]}]}))
}

/// The updates from one state of a card's text to the next.
fn updates(before: &Value, after: &Value) -> Value {
    serde_json::to_value(widget_updates(&card(before), &card(after))).unwrap()
}

#[test]
fn a_growing_text_is_a_delta() {
    for kind in ["Text", "Markdown"] {
        let text = |value: &str| json!({"type": kind, "id": "body", "value": value, "streaming": true});
        let delta = json!([{
            "type": "widget.streaming_text.value_delta", "component_id": "body", "delta": "lphä ", "done": false,
        }]);
        assert_eq!(updates(&text("a"), &text("alphä ")), delta, "{kind}");
    }
    let settled = |value: &str| json!({"type": "Text", "id": "body", "value": value});
    assert_eq!(updates(&settled("a"), &settled("ab"))[0]["done"], true);
    assert_eq!(updates(&settled("a"), &settled("a")), json!([]), "nothing changed");
}

#[test]
fn every_other_change_sends_the_whole_widget() {
    let text = |value: &str| json!({"type": "Text", "id": "body", "value": value, "streaming": true});
    let cases = [
        (text("abc"), text("ab")),
        (text("abc"), text("xbcd")),
        (text("a"), json!({"type": "Text", "id": "body", "value": "ab", "streaming": false})),
        (text("a"), json!({"type": "Text", "id": "other", "value": "ab", "streaming": true})),
        (text("a"), json!({"type": "Text", "id": "body", "value": "a", "streaming": true, "size": "sm"})),
        (json!({"type": "Text", "value": "a"}), json!({"type": "Text", "value": "ab"})),
        (json!({"type": "Badge", "id": "b", "value": "a"}), json!({"type": "Badge", "id": "b", "value": "ab"})),
        (json!({"type": "Text", "id": "b", "value": 1}), json!({"type": "Text", "id": "b", "value": 12})),
    ];
    for (before, after) in cases {
        let expected = json!([{"type": "widget.root.updated", "widget": card(&after)}]);
        assert_eq!(updates(&before, &after), expected, "{before} to {after}");
    }
}

#[test]
fn several_texts_grow_together_unless_an_id_is_shared() {
    let two = |one: &str, first: &str, other: &str, second: &str| {
        node(json!({"type": "Card", "children": [
            {"type": "Text", "id": one, "value": first}, {"type": "Transition", "children": {"type": "Text", "id": other, "value": second}},
        ]}))
    };
    let deltas = widget_updates(&two("a", "1", "b", "2"), &two("a", "1x", "b", "2y"));
    assert_eq!(deltas.len(), 2);
    let whole = widget_updates(&two("a", "1", "a", "2"), &two("a", "1x", "a", "2y"));
    assert_eq!(serde_json::to_value(&whole).unwrap()[0]["type"], "widget.root.updated");
    let added = node(json!({"type": "Card", "children": []}));
    let whole = widget_updates(&two("a", "1", "b", "2"), &added);
    assert_eq!(serde_json::to_value(&whole).unwrap()[0]["type"], "widget.root.updated");
}

/// Streams a card, and then takes a message for one.
struct Cards;

impl Responder for Cards {
    async fn respond(&self, turn: &mut Turn, _: Input) -> Result<(), StreamError> {
        let state = |value: &str| card(&json!({"type": "Text", "id": "body", "value": value}));
        let mut item = turn.begin_item(ItemKind::Widget(Widget { widget: state(""), copy_text: None })).await?;
        for value in ["alpha ", "alpha beta", "gamma"] {
            turn.update_widget(&mut item, state(value)).await?;
        }
        turn.finish_item(item).await?;
        let mut message = turn.new_item(ItemKind::EndOfTurn);
        turn.update_widget(&mut message, state("x")).await
    }
}

#[tokio::test]
async fn a_streamed_widget_is_stored_in_its_last_state() {
    let store = MemoryStore::new();
    let events = create(&ChatKit::new(store.clone(), Cards), "show me").await;
    let expected = [
        "thread.item.added widget",
        "thread.item.updated widget.streaming_text.value_delta",
        "thread.item.updated widget.streaming_text.value_delta",
        "thread.item.updated widget.root.updated",
        "thread.item.done widget",
        "error",
    ];
    assert_eq!(outline(&events)[3..], expected);
    let Event::ItemDone { item } = &events[7] else { panic!("no widget") };
    assert_eq!(&stored(&store, &thread_id(&events)).await[1], item);
    let last = card(&json!({"type": "Text", "id": "body", "value": "gamma"}));
    assert_eq!(item.kind, ItemKind::Widget(Widget { widget: last, copy_text: None }));
}
