//! What changed between two states of a widget.

use serde_json::{Map, Value};

use crate::{ItemUpdate, WidgetRoot};

/// The updates that turn `before` into `after`: a delta for each text that grew, or the whole widget when anything else
/// changed. Nothing when they are equal.
///
/// A text is the `value` of a `Text` or `Markdown` node with an `id`, reached through `children` only. After
/// `diff_widget` in `server.py` of openai-chatkit, which says nothing of a growing text without an id and fails when a
/// text shrinks; here both are sent as the whole widget.
#[must_use]
pub fn widget_updates(before: &WidgetRoot, after: &WidgetRoot) -> Vec<ItemUpdate> {
    let mut grown = Vec::new();
    if compare(before.as_map(), after.as_map(), &mut grown) == Change::Structure || has_twins(&grown) {
        return vec![ItemUpdate::WidgetRootUpdated { widget: after.clone() }];
    }
    grown
        .into_iter()
        .map(|Growth { id, delta, done }| ItemUpdate::WidgetTextDelta {
            component_id: id.to_owned(),
            delta: delta.to_owned(),
            done,
        })
        .collect()
}

/// What makes one state another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// At most growing texts.
    TextOnly,
    /// Anything else.
    Structure,
}

/// A text that grew.
struct Growth<'a> {
    id: &'a str,
    delta: &'a str,
    done: bool,
}

/// Whether two texts share an id, so that a delta would not say which one grew.
fn has_twins(grown: &[Growth<'_>]) -> bool {
    grown.iter().enumerate().any(|(at, one)| grown[..at].iter().any(|other| other.id == one.id))
}

fn compare<'a>(before: &Map<String, Value>, after: &'a Map<String, Value>, grown: &mut Vec<Growth<'a>>) -> Change {
    if before.len() != after.len() {
        return Change::Structure;
    }
    for (key, new) in after {
        let Some(old) = before.get(key) else { return Change::Structure };
        if old == new {
            continue;
        }
        let change = match key.as_str() {
            "children" => compare_children(old, new, grown),
            "value" => compare_text(old, new, after, grown),
            _ => Change::Structure,
        };
        if change == Change::Structure {
            return change;
        }
    }
    Change::TextOnly
}

fn compare_children<'a>(old: &Value, new: &'a Value, grown: &mut Vec<Growth<'a>>) -> Change {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => compare(old, new, grown),
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            let all_text = old
                .iter()
                .zip(new)
                .all(|(old, new)| old == new || compare_children(old, new, grown) == Change::TextOnly);
            if all_text { Change::TextOnly } else { Change::Structure }
        }
        _ => Change::Structure,
    }
}

fn compare_text<'a>(old: &Value, new: &'a Value, node: &'a Map<String, Value>, grown: &mut Vec<Growth<'a>>) -> Change {
    let is_text = matches!(node.get("type").and_then(Value::as_str), Some("Text" | "Markdown"));
    let (Some(old), Some(new), Some(id)) = (old.as_str(), new.as_str(), node.get("id").and_then(Value::as_str)) else {
        return Change::Structure;
    };
    match new.strip_prefix(old) {
        Some(delta) if is_text => {
            let done = node.get("streaming") != Some(&Value::Bool(true));
            grown.push(Growth { id, delta, done });
            Change::TextOnly
        }
        Some(_) | None => Change::Structure,
    }
}
