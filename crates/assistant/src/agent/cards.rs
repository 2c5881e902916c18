//! Tasks as widgets: those that were asked for, and those that were changed. What their controls send is read in [`super::actions`];
//! a question is drawn in [`super::plan`].

use chatkit_server::{ItemKind, Widget, WidgetNode};
use docket_tasks::{ChangeSetId, Status};
use jiff::Zoned;
use serde_json::{Value, json};

use super::actions;
use super::deltas::{self, ChangedTask, Days, Delta};
use crate::phrase;
use crate::tools::TaskView;

/// Most tasks that one widget shows.
pub(super) const MOST_ROWS: usize = 50;
/// So many of them before *show more*.
const ROWS_AT_FIRST: usize = 10;
/// Key of a card of changes, to tell it from a list of tasks.
pub(super) const CHANGES: &str = "changes";
/// Key of the button that takes a card's changes back, or makes them again.
const UNDO: &str = "undo";
/// Key of a field that is different, and within it of what it was and what it is.
pub(super) const DELTA: &str = "delta";
const WAS: &str = "was";
pub(super) const IS: &str = "is";
/// Key of a row's title.
pub(super) const TITLE: &str = "title";

/// A list of tasks whose checkboxes and dates work.
pub(super) fn task_list(tasks: &[TaskView], now: &Zoned) -> ItemKind {
    let shown = &tasks[..tasks.len().min(MOST_ROWS)];
    let list = WidgetNode::new("ListView").with("limit", ROWS_AT_FIRST);
    let list = shown.iter().fold(list, |list, task| list.child(row(task, now)));
    let text = shown.iter().map(|task| line(task, now)).collect::<Vec<_>>().join("\n");
    widget(list, text)
}

/// The title has its line for itself; the day's control and the rest stand under it.
fn row(task: &TaskView, now: &Zoned) -> WidgetNode {
    let texts = WidgetNode::new("Col").with("flex", 1).with("gap", 0).child(title(task));
    let texts = match under_title(task, now) {
        none if none.is_empty() => texts,
        under => {
            let line = WidgetNode::new("Row").with("align", "center").with("gap", 1).with("wrap", "wrap");
            texts.child(under.into_iter().fold(line, WidgetNode::child))
        }
    };
    let row = WidgetNode::new("ListViewItem").with("key", task.id.as_str()).with("align", "start");
    row.child(check(task)).child(texts)
}

fn under_title(task: &TaskView, now: &Zoned) -> Vec<WidgetNode> {
    let caption = |words: String| (!words.is_empty()).then(|| WidgetNode::new("Caption").with("value", words));
    if task.status == Status::Done || task.in_trash {
        return caption(deltas::details(task, Days::Short, now)).into_iter().collect();
    }
    let date = WidgetNode::new("DatePicker")
        .with("name", "due")
        .with("placeholder", "Due")
        .with("clearable", true)
        .with("size", "sm")
        .with("variant", "ghost")
        .with("onChangeAction", actions::config(actions::RESCHEDULE, json!({ "id": task.id })));
    let date = match &task.due {
        Some(due) => date.with("defaultValue", due.date.as_str()),
        None => date,
    };
    // The day stands in the date's own control.
    let time = task.due.as_ref().and_then(|due| due.time.clone());
    let rest = deltas::details(&TaskView { due: None, ..task.clone() }, Days::Short, now);
    let words = time.into_iter().chain((!rest.is_empty()).then_some(rest)).collect::<Vec<_>>().join(" · ");
    [Some(date), caption(words)].into_iter().flatten().collect()
}

/// The round box of a task, with the ring of its priority. It completes the task, and opens it again.
fn check(task: &TaskView) -> WidgetNode {
    let is_done = task.status == Status::Done;
    let kind = if is_done { actions::REOPEN } else { actions::COMPLETE };
    let check = WidgetNode::new("Checkbox")
        .with("name", "done")
        .with("ariaLabel", format!("Complete {}", task.title))
        .with("pill", true)
        .with("defaultChecked", is_done)
        .with("disabled", task.in_trash)
        .with("onChangeAction", actions::config(kind, json!({ "id": task.id })));
    let ring = match task.priority {
        1 => "danger",
        2 => "warning",
        3 => "discovery",
        _ => return check,
    };
    check.with("color", ring)
}

fn title(task: &TaskView) -> WidgetNode {
    let is_over = task.status == Status::Done || task.in_trash;
    let title = WidgetNode::new("Text").with("key", TITLE).with("value", task.title.as_str());
    let title = title.with("lineThrough", is_over);
    if is_over { title.with("color", "tertiary") } else { title }
}

fn line(task: &TaskView, now: &Zoned) -> String {
    let details = deltas::details(task, Days::Long, now);
    let mark = if task.status == Status::Done { "[x]" } else { "[ ]" };
    if details.is_empty() { format!("{mark} {}", task.title) } else { format!("{mark} {} ({details})", task.title) }
}

/// What became of a change since its card was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    InForce,
    Undone,
}

/// Changed tasks, each before → after. One has *Undo* beside its two lines; several have it once, beside their number.
pub(super) fn changes(tasks: &[ChangedTask], turn: ChangeSetId, now: &Zoned) -> ItemKind {
    let shown = &tasks[..tasks.len().min(MOST_ROWS)];
    let list = WidgetNode::new("ListView").with("key", CHANGES).with("limit", ROWS_AT_FIRST);
    let undo = undo_button(turn, Standing::InForce);
    let list = if let [one] = shown {
        list.child(change(one, Some(undo), now))
    } else {
        let count = format!("{} tasks", tasks.len());
        let head = WidgetNode::new("ListViewItem")
            .with("key", "head")
            .child(WidgetNode::new("Text").with("value", count).with("size", "sm").with("weight", "semibold"));
        shown.iter().fold(list.child(head.child(undo)), |list, task| list.child(change(task, None, now)))
    };
    let lines = shown.iter().map(|task| {
        let what = deltas::of(task, Days::Long, now).iter().map(deltas::in_words).collect::<Vec<_>>();
        if what.is_empty() { task.after.title.clone() } else { format!("{}: {}", task.after.title, what.join("; ")) }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    widget(list, text)
}

/// A row: the title with what stands at its right, and what is different in the whole width below it.
fn change(task: &ChangedTask, undo: Option<WidgetNode>, now: &Zoned) -> WidgetNode {
    let texts = WidgetNode::new("Col").with("flex", 1).with("gap", 0);
    let texts = match undo {
        Some(undo) => {
            let head = WidgetNode::new("Row").with("align", "start").with("gap", 2).with("justify", "between");
            texts.child(head.child(title(&task.after)).child(undo))
        }
        None => texts.child(title(&task.after)),
    };
    let texts = deltas::of(task, Days::Short, now).iter().fold(texts, |texts, delta| texts.child(delta_row(delta)));
    let row = WidgetNode::new("ListViewItem").with("key", task.after.id.as_str()).with("align", "start");
    row.child(check(&task.after)).child(texts)
}

/// `Due  Sat 21 Nov → Fri 27 Nov`, the first struck out, the second standing out.
pub(super) fn delta_row(delta: &Delta) -> WidgetNode {
    let Delta { field, was, is } = delta;
    let caption = |value: &str| WidgetNode::new("Caption").with("value", value);
    let row = WidgetNode::new("Row").with("key", DELTA).with("gap", 1).with("wrap", "wrap").with("align", "baseline");
    let row = row.child(caption(&phrase::capitalised(field)));
    let row = match was {
        Some(was) => row.child(caption(was).with("key", WAS).with("lineThrough", true)).child(caption("→")),
        None => row,
    };
    if is.is_empty() {
        return row;
    }
    let is = caption(is).with("key", IS).with("color", "emphasis");
    row.child(if was.is_some() { is.with("weight", "semibold") } else { is })
}

fn undo_button(turn: ChangeSetId, standing: Standing) -> WidgetNode {
    let (label, icon, kind) = match standing {
        Standing::InForce => ("Undo", "lucide:undo-2", actions::UNDO),
        Standing::Undone => ("Redo", "lucide:redo-2", actions::REDO),
    };
    WidgetNode::new("Button")
        .with("key", UNDO)
        .with("label", label)
        .with("iconStart", icon)
        .with("size", "2xs")
        .with("variant", "ghost")
        .with("onClickAction", actions::config(kind, json!({ "change_set": turn.to_string() })))
}

/// A card of changes after they were taken back, or made again: the sides swap, and the button offers the other way.
pub(super) fn turn_over(widget: &mut Value, turn: ChangeSetId, standing: Standing) {
    let button: WidgetNode = undo_button(turn, standing);
    let mut is_turned = true;
    each(widget, &mut |node| {
        if node["key"] == UNDO {
            is_turned = node["label"] != button.get("label").cloned().unwrap_or_default();
        }
    });
    each(widget, &mut |node| {
        if node["key"] == UNDO {
            *node = button.clone().into();
        } else if node["key"] == DELTA && is_turned {
            swap_sides(node);
        }
    });
}

fn swap_sides(delta: &mut Value) {
    let Some(children) = delta.get_mut("children").and_then(Value::as_array_mut) else { return };
    let place = |children: &[Value], key: &str| children.iter().position(|child| child["key"] == key);
    match (place(children, WAS), place(children, IS)) {
        (Some(was), Some(is)) => {
            let before = children[was]["value"].take();
            children[was]["value"] = children[is]["value"].take();
            children[is]["value"] = before;
        }
        // A task that was not there before: what is told of it is struck out.
        (None, Some(is)) => {
            let is_struck = children[is]["lineThrough"] == true;
            children[is]["lineThrough"] = Value::Bool(!is_struck);
        }
        (Some(_) | None, None) => {}
    }
}

/// The rows of a card of changes with the tasks as they are now; one that is gone for good is struck out.
pub(super) fn redraw(widget: &mut Value, tasks: &[TaskView]) {
    let Some(rows) = widget.get_mut("children").and_then(Value::as_array_mut) else { return };
    for row in rows {
        let Some(id) = row["key"].as_str().filter(|key| *key != "head") else { continue };
        let task = tasks.iter().find(|task| task.id == id).cloned();
        each(row, &mut |node| match (&task, node["type"].as_str()) {
            (Some(task), Some("Checkbox")) => *node = check(task).into(),
            (Some(task), Some("Text")) if node["key"] == TITLE => *node = title(task).into(),
            (None, Some("Checkbox")) => node["disabled"] = Value::Bool(true),
            (None, Some("Text")) if node["key"] == TITLE => node["lineThrough"] = Value::Bool(true),
            (Some(_) | None, _) => {}
        });
    }
}

/// Does `act` to a node and all below it.
pub(super) fn each(node: &mut Value, act: &mut impl FnMut(&mut Value)) {
    act(node);
    for child in node.get_mut("children").and_then(Value::as_array_mut).into_iter().flatten() {
        each(child, act);
    }
}

pub(super) fn widget(widget: WidgetNode, copy_text: String) -> ItemKind {
    ItemKind::Widget(Widget { widget, copy_text: Some(copy_text) })
}
