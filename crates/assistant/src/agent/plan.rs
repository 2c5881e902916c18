//! A question about changes that wait: a box for each task, before → after under its title, and a button that counts. What it sends is
//! read in [`super::actions`].

use std::collections::HashSet;

use chatkit_server::{ItemKind, Widget, WidgetNode};
use docket_tasks::{Status, Task};
use jiff::Zoned;
use serde_json::{Value, json};

use super::actions;
use super::cards::{self, DELTA, MOST_ROWS, TITLE};
use super::deltas::{self, Days};
use super::pending::WaitingCall;
use crate::phrase;
use crate::tools::{self, TaskView, UpdateTask};

/// Name of the form's fields: `rows.<task id>`.
const ROWS: &str = "rows";
const COUNT: &str = "count";
const ALL: &str = "all";
/// What the button says, with `{}` for how many. The page ignores it; it is read when a row is taken out.
const COUNTED: &str = "countedLabel";

/// A task that waits for the user's word.
#[derive(Clone, Debug)]
pub(super) struct WaitingTask {
    pub(super) before: TaskView,
    /// As it would be; the same where nothing of it is foreseen.
    pub(super) after: TaskView,
    /// Whether the calls name it, so that it can be left out; others go along with one that is named, or with a change taken back.
    pub(super) is_named: bool,
}

/// How `task` would be after a call, as far as that can be told without making it.
pub(super) fn foreseen(name: &str, arguments: &Value, task: &Task, before: &TaskView, now: &Zoned) -> TaskView {
    let mut after = before.clone();
    match name {
        "complete_task" => after.status = Status::Done,
        "reopen_task" => after.status = Status::Open,
        "delete_task" => after.in_trash = true,
        "restore_task" => after.in_trash = false,
        "reschedule_task" => {
            if let Some(due) = tools::due_after(arguments, task, now) {
                after.due = due;
            }
        }
        "update_task" => {
            let Ok(UpdateTask { title, priority, list, labels, .. }) = serde_json::from_value(arguments.clone()) else {
                return after;
            };
            after.title = title.unwrap_or(after.title);
            after.priority = priority.unwrap_or(after.priority);
            after.labels = labels.unwrap_or(after.labels);
            if let Some(list) = list {
                after.list = Some(list).filter(|list| !list.eq_ignore_ascii_case("inbox"));
            }
        }
        _ => {}
    }
    after
}

/// What the user is asked about these calls: a sentence, and the words on the button with `{}` for how many tasks.
pub(super) fn asking(waiting: &[WaitingCall], tasks: &[WaitingTask]) -> (String, String) {
    let different: HashSet<&str> = tasks.iter().map(|task| task.before.id.as_str()).collect();
    let count = phrase::tasks(different.len());
    let names: HashSet<&str> = waiting.iter().map(|call| call.name.as_str()).collect();
    let (question, button) = match names.iter().copied().collect::<Vec<_>>().as_slice() {
        ["complete_task"] => (format!("Complete {count}?"), "Complete {} tasks"),
        ["reopen_task"] => (format!("Reopen {count}?"), "Reopen {} tasks"),
        ["delete_task"] => (format!("Move {count} to the trash?"), "Move {} tasks to the trash"),
        ["restore_task"] => (format!("Take {count} out of the trash?"), "Restore {} tasks"),
        ["reschedule_task"] => (format!("Reschedule {count}?"), "Apply {} changes"),
        ["undo"] => ("Undo the last change?".to_owned(), "Undo"),
        ["redo"] => ("Redo what was undone?".to_owned(), "Redo"),
        _ if different.is_empty() => ("Do this?".to_owned(), "Do it"),
        _ => (format!("Change {count}?"), "Apply {} changes"),
    };
    (question, button.to_owned())
}

/// The question. Its buttons carry the nonce; who has it may answer.
pub(super) fn question(asking: (String, String), tasks: &[WaitingTask], nonce: &str, now: &Zoned) -> ItemKind {
    let (question, button) = asking;
    let tasks = once(tasks);
    let shown = &tasks[..tasks.len().min(MOST_ROWS)];
    let named = shown.iter().filter(|task| task.is_named).count();
    // A single row is answered with the buttons; and what is not drawn cannot be left out.
    let may_choose = named > 1 && shown.len() == tasks.len();
    let mut head = WidgetNode::new("Row")
        .with("align", "baseline")
        .with("gap", 2)
        .child(WidgetNode::new("Title").with("value", question.as_str()).with("size", "sm"));
    if may_choose {
        head = head.child(caption(&of_count(named, named)).with("key", COUNT)).child(WidgetNode::new("Spacer"));
        head = head.child(all_button(false));
    }
    let card = WidgetNode::new("Card").with("size", "full").with("asForm", true).child(head);
    let card = shown.iter().fold(card, |card, task| {
        card.child(WidgetNode::new("Divider").with("spacing", 0)).child(row(task, may_choose, now))
    });
    let card = match tasks.len() - shown.len() {
        0 => card,
        more => card.child(caption(&format!("and {more} more"))),
    };
    let confirm = label(&button, if named == 0 { tasks.len() } else { named });
    let card = card
        .with(COUNTED, button)
        .with("confirm", decision(&confirm, actions::CONFIRM, nonce))
        .with("cancel", decision("Not now", actions::CANCEL, nonce));
    let lines = shown.iter().map(|task| {
        let what = shown_deltas(task, Days::Long, now).iter().map(deltas::in_words).collect::<Vec<_>>();
        let title = &task.before.title;
        if what.is_empty() { format!("• {title}") } else { format!("• {title} ({})", what.join("; ")) }
    });
    let text = [question.clone()].into_iter().chain(lines).collect::<Vec<_>>().join("\n");
    cards::widget(card, text)
}

/// Each task once: two calls may be for the same one.
fn once(tasks: &[WaitingTask]) -> Vec<WaitingTask> {
    let mut seen: Vec<WaitingTask> = Vec::with_capacity(tasks.len());
    for task in tasks {
        match seen.iter_mut().find(|known| known.before.id == task.before.id) {
            None => seen.push(task.clone()),
            Some(known) if task.is_named => *known = task.clone(),
            Some(_) => {}
        }
    }
    seen
}

fn row(task: &WaitingTask, may_choose: bool, now: &Zoned) -> WidgetNode {
    let id = task.before.id.as_str();
    let title = WidgetNode::new("Text").with("key", TITLE).with("value", task.before.title.as_str());
    let texts = WidgetNode::new("Col").with("flex", 1).with("gap", 0).child(title);
    let deltas = shown_deltas(task, Days::Short, now);
    let texts = deltas.iter().fold(texts, |texts, delta| texts.child(cards::delta_row(delta)));
    let texts = match deltas::details(&task.before, Days::Short, now) {
        details if deltas.is_empty() && !details.is_empty() => texts.child(caption(&details)),
        _ => texts,
    };
    let row = WidgetNode::new("Row").with("key", id).with("align", "start").with("gap", 2);
    if !may_choose || !task.is_named {
        return row.child(texts);
    }
    let check = WidgetNode::new("Checkbox")
        .with("name", format!("{ROWS}.{id}"))
        .with("ariaLabel", format!("Include {}", task.before.title))
        .with("defaultChecked", true)
        .with("onChangeAction", actions::config(actions::CHOOSE, json!({})));
    row.child(check).child(texts)
}

/// What is different about a row. Where all rows are completed or deleted alike, the question says it already.
fn shown_deltas(task: &WaitingTask, days: Days, now: &Zoned) -> Vec<deltas::Delta> {
    let deltas = deltas::between(&task.before, &task.after, days, now);
    deltas.into_iter().filter(|delta| delta.field != "status").collect()
}

fn caption(value: &str) -> WidgetNode {
    WidgetNode::new("Caption").with("value", value)
}

fn of_count(chosen: usize, all: usize) -> String {
    format!("{chosen} of {all}")
}

fn all_button(wants_all: bool) -> WidgetNode {
    let label = if wants_all { "All" } else { "None" };
    WidgetNode::new("Button")
        .with("key", ALL)
        .with("label", label)
        .with("size", "sm")
        .with("variant", "ghost")
        .with("onClickAction", actions::config(actions::CHOOSE, json!({ ALL: wants_all })))
}

fn decision(label: &str, kind: &str, nonce: &str) -> Value {
    let mut action = actions::config(kind, json!({ "nonce": nonce }));
    // Streamed, so that it waits its turn in the thread: two clicks are never carried out side by side.
    action["streaming"] = json!(true);
    json!({ "label": label, "action": action })
}

fn label(counted: &str, count: usize) -> String {
    let one = counted.replace("{} tasks", "one task").replace("{} changes", "one change");
    if count == 1 { one } else { counted.replace("{}", &count.to_string()) }
}

/// Ids of the rows that are ticked in a question as it is kept; nothing where it has no boxes.
pub(super) fn chosen(question: &Value) -> Option<HashSet<String>> {
    let mut rows = question.clone();
    let mut boxes = 0;
    let mut chosen = HashSet::new();
    cards::each(&mut rows, &mut |node| {
        if let Some(id) = row_of(node) {
            boxes += 1;
            if node["defaultChecked"] == true {
                chosen.insert(id.to_owned());
            }
        }
    });
    (boxes > 0).then_some(chosen)
}

/// The same as a form sends it: `{rows: {<id>: true}}`.
pub(super) fn sent(payload: &Value) -> Option<HashSet<String>> {
    let rows = payload.get(ROWS)?.as_object()?;
    Some(rows.iter().filter(|(_, ticked)| **ticked == Value::Bool(true)).map(|(id, _)| id.clone()).collect())
}

/// The task that a row's box is for.
fn row_of(node: &Value) -> Option<&str> {
    if node["type"] != "Checkbox" {
        return None;
    }
    node["name"].as_str()?.strip_prefix(ROWS)?.strip_prefix('.')
}

/// Draws a question with other rows ticked, and its button with their number. Nothing where it is none that waits.
pub(super) fn with_choice(question: &Widget, payload: &Value) -> Option<Widget> {
    let mut card: Value = question.widget.clone().into();
    let before = chosen(&card)?;
    let ids = all_ids(&card);
    let wanted = match payload.get(ALL).and_then(Value::as_bool) {
        Some(true) => ids.iter().cloned().collect(),
        Some(false) => HashSet::new(),
        None => sent(payload).unwrap_or(before),
    };
    let count = ids.iter().filter(|id| wanted.contains(*id)).count();
    // The nonce goes on standing in one place of the card at least, or nothing could be chosen again.
    let nonce = card["cancel"]["action"]["payload"]["nonce"].as_str()?.to_owned();
    cards::each(&mut card, &mut |node| {
        if let Some(is_chosen) = row_of(node).map(|id| wanted.contains(id)) {
            node["defaultChecked"] = Value::Bool(is_chosen);
        } else if node["key"] == COUNT {
            node["value"] = Value::String(of_count(count, ids.len()));
        } else if node["key"] == ALL {
            *node = all_button(count == 0).into();
        } else if let Some(is_chosen) =
            node["key"].as_str().filter(|key| ids.contains(*key)).map(|id| wanted.contains(id))
        {
            strike(node, !is_chosen);
        }
    });
    let counted = card[COUNTED].as_str()?.to_owned();
    if let Some(card) = card.as_object_mut() {
        if count == 0 {
            card.remove("confirm");
        } else {
            card.insert("confirm".to_owned(), decision(&label(&counted, count), actions::CONFIRM, &nonce));
        }
    }
    Some(Widget { widget: WidgetNode::from_value(card).ok()?, copy_text: question.copy_text.clone() })
}

fn all_ids(card: &Value) -> HashSet<String> {
    let mut card = card.clone();
    let mut ids = HashSet::new();
    cards::each(&mut card, &mut |node| ids.extend(row_of(node).map(str::to_owned)));
    ids
}

/// A row that is left out: its title is grey, and all of its change is struck out.
fn strike(row: &mut Value, is_out: bool) {
    let color = if is_out { json!("tertiary") } else { json!("emphasis") };
    cards::each(row, &mut |node| {
        if node["key"] == TITLE {
            node["color"] = color.clone();
        } else if node["key"] == DELTA {
            let parts = node.get_mut("children").and_then(Value::as_array_mut).into_iter().flatten();
            for part in parts.filter(|part| part["key"] == cards::IS) {
                part["lineThrough"] = Value::Bool(is_out);
                part["color"] = color.clone();
            }
        }
    });
}

/// The calls without the tasks that are not chosen; a call that is left with none is gone. Calls that name no task are kept whole.
pub(super) fn reduced(calls: &[WaitingCall], chosen: &HashSet<String>) -> Vec<WaitingCall> {
    let reduced = calls.iter().filter_map(|call| {
        let named = tools::named_ids(&call.arguments);
        if named.is_empty() {
            return Some(call.clone());
        }
        let left: Vec<&str> = named.iter().copied().filter(|id| chosen.contains(*id)).collect();
        if left.is_empty() {
            return None;
        }
        let mut arguments = call.arguments.clone();
        if arguments.get("ids").is_some() {
            arguments["ids"] = json!(left);
        }
        Some(WaitingCall { name: call.name.clone(), arguments })
    });
    reduced.collect()
}

/// What is left of a question once it is answered: no buttons, no boxes, and nothing to answer with.
pub(super) fn answered(asked: &Widget, chosen: Option<&HashSet<String>>, outcome: &str) -> ItemKind {
    let children = asked.widget.get("children").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut card: Value = WidgetNode::new("Card").with("size", "full").with("children", children).into();
    if let Some(chosen) = chosen {
        let ids = all_ids(&card);
        cards::each(&mut card, &mut |node| {
            if let Some(is_out) = node["key"].as_str().filter(|key| ids.contains(*key)).map(|id| !chosen.contains(id)) {
                strike(node, is_out);
            }
        });
    }
    cards::each(&mut card, &mut |node| {
        if let Some(children) = node.get_mut("children").and_then(Value::as_array_mut) {
            children.retain(|child| child["type"] != "Checkbox" && child["key"] != ALL && child["key"] != COUNT);
        }
    });
    let text = asked.copy_text.clone().unwrap_or_default();
    let card = WidgetNode::from_value(card).unwrap_or_else(|_| WidgetNode::new("Card"));
    cards::widget(card.child(caption(outcome)), format!("{text}\n{outcome}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_counts() {
        for (counted, count, said) in [
            ("Apply {} changes", 5, "Apply 5 changes"),
            ("Apply {} changes", 1, "Apply one change"),
            ("Move {} tasks to the trash", 1, "Move one task to the trash"),
            ("Undo", 3, "Undo"),
        ] {
            assert_eq!(label(counted, count), said);
        }
    }

    #[test]
    fn what_is_not_chosen_is_not_called() {
        let call = |name: &str, arguments: Value| WaitingCall { name: name.to_owned(), arguments };
        let calls = [
            call("delete_task", json!({ "ids": ["a", "b", "c"] })),
            call("update_task", json!({ "id": "b", "title": "B" })),
            call("undo", json!({ "change_set": "x" })),
        ];
        let chosen = HashSet::from(["a".to_owned(), "c".to_owned()]);
        let expected = [call("delete_task", json!({ "ids": ["a", "c"] })), call("undo", json!({ "change_set": "x" }))];
        assert_eq!(reduced(&calls, &chosen), expected);
    }
}
