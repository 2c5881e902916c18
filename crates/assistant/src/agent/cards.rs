//! Tasks and questions as widgets. What their controls send is read in [`super::actions`].

use chatkit_server::{ItemKind, Widget, WidgetNode};
use docket_tasks::{ChangeSetId, Status};
use jiff::Zoned;
use serde_json::{Value, json};

use super::actions;
use crate::phrase;
use crate::tools::{Did, TaskView};

/// Most tasks that one widget shows.
pub(super) const MOST_ROWS: usize = 50;
/// So many of them before *show more*.
const ROWS_AT_FIRST: usize = 10;
/// As wide as a checkbox and the gap beside it.
const UNDER_TITLE: &str = "25px";

/// A list of tasks whose checkboxes and dates work.
pub(super) fn task_list(tasks: &[TaskView], now: &Zoned) -> ItemKind {
    let shown = &tasks[..tasks.len().min(MOST_ROWS)];
    let list = WidgetNode::new("ListView").with("limit", ROWS_AT_FIRST);
    let list = shown.iter().fold(list, |list, task| list.child(row(task, now)));
    let text = shown.iter().map(|task| line(task, now)).collect::<Vec<_>>().join("\n");
    widget(list, text)
}

fn row(task: &TaskView, now: &Zoned) -> WidgetNode {
    let is_done = task.status == Status::Done;
    let kind = if is_done { actions::REOPEN } else { actions::COMPLETE };
    let checkbox = WidgetNode::new("Checkbox")
        .with("name", "done")
        .with("label", task.title.as_str())
        .with("defaultChecked", is_done)
        .with("disabled", task.in_trash)
        .with("onChangeAction", actions::config(kind, json!({ "id": task.id })));
    let texts = WidgetNode::new("Col").with("flex", 1).with("gap", 0).child(checkbox);
    let texts = match details(task, now) {
        none if none.is_empty() => texts,
        // Under the title, which stands beside the box.
        details => texts.child(
            WidgetNode::new("Box")
                .with("padding", json!({ "left": UNDER_TITLE }))
                .child(WidgetNode::new("Caption").with("value", details)),
        ),
    };
    let date = WidgetNode::new("DatePicker")
        .with("name", "due")
        .with("placeholder", "Due")
        .with("clearable", true)
        .with("size", "sm")
        .with("variant", "ghost")
        .with("disabled", is_done || task.in_trash)
        .with("onChangeAction", actions::config(actions::RESCHEDULE, json!({ "id": task.id })));
    let date = match &task.due {
        Some(due) => date.with("defaultValue", due.date.as_str()),
        None => date,
    };
    WidgetNode::new("ListViewItem")
        .with("key", task.id.as_str())
        .with("align", "center")
        .child(WidgetNode::new("Row").with("align", "center").with("gap", 2).child(texts).child(date))
}

/// `Sunday 22 November at 17:00 · Home · @errands`
fn details(task: &TaskView, now: &Zoned) -> String {
    let due = task.due.as_ref().map(|due| phrase::due(due, now));
    let repeat = task.repeat.clone();
    let labels = task.labels.iter().map(|label| format!("@{label}"));
    let priority = (task.priority < 4).then(|| format!("priority {}", task.priority));
    due.into_iter().chain(repeat).chain(task.list.clone()).chain(priority).chain(labels).collect::<Vec<_>>().join(" · ")
}

fn line(task: &TaskView, now: &Zoned) -> String {
    let details = details(task, now);
    let mark = if task.status == Status::Done { "[x]" } else { "[ ]" };
    if details.is_empty() { format!("{mark} {}", task.title) } else { format!("{mark} {} ({details})", task.title) }
}

/// A task that a turn changed: as it was, where it was there, and as it is.
#[derive(Clone, Debug)]
pub(super) struct ChangedTask {
    pub(super) did: Did,
    pub(super) before: Option<TaskView>,
    pub(super) after: TaskView,
}

/// What became of a change since its card was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    InForce,
    Undone,
}

/// Changed tasks, each before → after, with *Undo*.
pub(super) fn changes(tasks: &[ChangedTask], turn: ChangeSetId, now: &Zoned) -> ItemKind {
    let shown = &tasks[..tasks.len().min(MOST_ROWS)];
    let card = WidgetNode::new("Card").with("size", "full");
    let card = shown.iter().fold(card, |card, task| card.child(change(task, now)));
    let lines = shown.iter().map(|task| {
        let what = differences(task, now);
        if what.is_empty() { task.after.title.clone() } else { format!("{}: {}", task.after.title, what.join("; ")) }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    widget(card.child(undo_row(turn, Standing::InForce)), text)
}

/// The last row of a card of changes: the button, or what has become of them.
pub(super) fn undo_row(turn: ChangeSetId, standing: Standing) -> WidgetNode {
    let row = WidgetNode::new("Row").with("key", "undo").with("justify", "end").with("align", "center");
    let payload = json!({ "change_set": turn.to_string() });
    let button = |label: &str, kind: &str| {
        WidgetNode::new("Button")
            .with("label", label)
            .with("size", "sm")
            .with("variant", "outline")
            .with("onClickAction", actions::config(kind, payload.clone()))
    };
    match standing {
        Standing::InForce => row.child(button("Undo", actions::UNDO)),
        Standing::Undone => {
            row.child(WidgetNode::new("Caption").with("value", "Undone")).child(button("Redo", actions::REDO))
        }
    }
}

fn change(task: &ChangedTask, now: &Zoned) -> WidgetNode {
    let title = WidgetNode::new("Text")
        .with("value", task.after.title.as_str())
        .with("weight", "semibold")
        .with("lineThrough", task.after.status == Status::Done || task.after.in_trash);
    let col = WidgetNode::new("Col").with("key", task.after.id.as_str()).with("gap", 1).child(title);
    differences(task, now).into_iter().fold(col, |col, line| col.child(WidgetNode::new("Caption").with("value", line)))
}

/// What is different, a line each: `due: Sunday 22 November → Monday 23 November`.
fn differences(changed: &ChangedTask, now: &Zoned) -> Vec<String> {
    let ChangedTask { did, before, after } = changed;
    let Some(before) = before else {
        let details = details(after, now);
        let word = if *did == Did::Restored { "restored" } else { "new" };
        return vec![if details.is_empty() { word.to_owned() } else { format!("{word}: {details}") }];
    };
    let due = |task: &TaskView| task.due.as_ref().map(|due| phrase::due(due, now));
    let list = |task: &TaskView| Some(task.list.clone().unwrap_or_else(|| "Inbox".to_owned()));
    let status = |task: &TaskView| {
        Some(match (task.in_trash, task.status) {
            (true, _) => "in the trash".to_owned(),
            (false, Status::Open) => "open".to_owned(),
            (false, Status::Done) => "done".to_owned(),
        })
    };
    let joined = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(", "));
    let fields = [
        ("title", Some(before.title.clone()), Some(after.title.clone())),
        ("status", status(before), status(after)),
        ("due", due(before), due(after)),
        ("repeats", before.repeat.clone(), after.repeat.clone()),
        ("priority", Some(before.priority.to_string()), Some(after.priority.to_string())),
        ("list", list(before), list(after)),
        ("labels", joined(&before.labels), joined(&after.labels)),
        ("reminders", joined(&before.reminders), joined(&after.reminders)),
        ("start", before.start.clone(), after.start.clone()),
        ("minutes", before.duration_min.map(|min| min.to_string()), after.duration_min.map(|min| min.to_string())),
    ];
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    let mut lines: Vec<String> = fields
        .iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| format!("{field}: {} → {}", shown(before), shown(after)))
        .collect();
    if before.notes != after.notes {
        lines.push("notes: changed".to_owned());
    }
    lines
}

/// A question with two buttons. Each carries the nonce; who has it may answer.
pub(super) fn question(question: &str, tasks: &[TaskView], confirm: &str, nonce: &str) -> ItemKind {
    let titles: Vec<&str> = tasks.iter().take(MOST_ROWS).map(|task| task.title.as_str()).collect();
    let rows = titles.iter().map(|title| WidgetNode::new("Text").with("value", format!("• {title}")));
    let more = (tasks.len() > titles.len())
        .then(|| WidgetNode::new("Caption").with("value", format!("and {} more", tasks.len() - titles.len())));
    let col = rows.chain(more).fold(WidgetNode::new("Col").with("gap", 1), WidgetNode::child);
    let button = |label: &str, kind: &str| {
        let mut action = actions::config(kind, json!({ "nonce": nonce }));
        // Streamed, so that it waits its turn in the thread: two clicks are never carried out side by side.
        action["streaming"] = json!(true);
        json!({ "label": label, "action": action })
    };
    let card = WidgetNode::new("Card")
        .with("size", "md")
        .child(WidgetNode::new("Title").with("value", question).with("size", "sm"))
        .child(col)
        .with("confirm", button(confirm, actions::CONFIRM))
        .with("cancel", button("Leave it", actions::CANCEL));
    let text = [question.to_owned()].into_iter().chain(titles.iter().map(|title| format!("• {title}")));
    widget(card, text.collect::<Vec<_>>().join("\n"))
}

/// What is left of a question once it is answered: no buttons, and nothing to answer with.
pub(super) fn answered(asked: &Widget, outcome: &str) -> ItemKind {
    let children = asked.widget.get("children").and_then(Value::as_array).cloned().unwrap_or_default();
    let card = WidgetNode::new("Card").with("size", "md").with("children", children);
    let text = asked.copy_text.clone().unwrap_or_default();
    widget(card.child(WidgetNode::new("Caption").with("value", outcome)), format!("{text}\n{outcome}"))
}

fn widget(widget: WidgetNode, copy_text: String) -> ItemKind {
    ItemKind::Widget(Widget { widget, copy_text: Some(copy_text) })
}
