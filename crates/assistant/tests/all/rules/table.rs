//! The table of conversations: read from `conversations.txt`, held one by one, told apart where they went otherwise.

use std::fmt::Write as _;

use chatkit_server::{Event, Item, ItemKind, StructuredInput};
use docket_store::Actor;
use docket_tasks::{Command, NewRepeat, RepeatFrom, Rule, Task, TaskId, TaskPatch, TaskQuery, View};
use serde_json::{Value, json};

use crate::conversation::{Conversation, now};

/// The table.
const CONVERSATIONS: &str = include_str!("conversations.txt");
/// The section that holds the list which rows begin with.
const DESK: &str = "the desk";

/// One conversation: what the list holds, what is said and answered, what has changed in the end.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) section: String,
    line: usize,
    /// The list in place of the desk.
    own: Option<Vec<String>>,
    turns: Vec<Turn>,
    gone: Vec<String>,
    new: Vec<String>,
}

#[derive(Debug)]
struct Turn {
    said: Words,
    equals: Vec<String>,
    holds: Vec<String>,
    lacks: Vec<String>,
}

#[derive(Debug)]
enum Words {
    Message(String),
    Choice(String),
}

/// The desk, and all rows of the table.
pub(super) fn table() -> (Vec<String>, Vec<Row>) {
    let (mut desk, mut rows, mut section) = (Vec::new(), Vec::new(), String::new());
    let mut row = Row::default();
    for (index, line) in CONVERSATIONS.lines().chain([""]).enumerate() {
        let Some((mark, text)) = line.split_once(' ') else {
            if row.own.is_some() || !row.turns.is_empty() {
                let done = std::mem::take(&mut row);
                if section == DESK { desk = done.own.expect("a list") } else { rows.push(done) }
            }
            continue;
        };
        row.line = if row.turns.is_empty() { index + 1 } else { row.line };
        row.section.clone_from(&section);
        row.take(mark, text.replace('⏎', "\n"), &mut section);
    }
    (desk, rows)
}

impl Row {
    fn take(&mut self, mark: &str, text: String, section: &mut String) {
        let turn = |said| Turn { said, equals: Vec::new(), holds: Vec::new(), lacks: Vec::new() };
        match (mark, self.turns.last_mut()) {
            ("#", _) => {}
            ("==", None) => *section = text,
            (".", None) => {
                let own = self.own.get_or_insert_default();
                own.extend((text != "nothing").then_some(text));
            }
            (">", _) => self.turns.push(turn(Words::Message(text))),
            (">>", _) => self.turns.push(turn(Words::Choice(text))),
            ("=", Some(turn)) => turn.equals.push(text),
            ("~", Some(turn)) => turn.holds.push(text),
            ("!", Some(turn)) => turn.lacks.push(text),
            ("-", _) => self.gone.push(text),
            ("+", _) => self.new.push(text),
            (mark, _) => panic!("`{mark}` does not belong there: {text}"),
        }
    }

    /// Holds the conversation; answers how it went otherwise than it should.
    pub(super) async fn hold(&self, desk: &[String]) -> Result<(), String> {
        let mut conversation = Conversation::new();
        let tasks: Vec<&str> = self.own.as_deref().unwrap_or(desk).iter().map(String::as_str).collect();
        for task in tasks {
            add(&conversation, task).await;
        }
        let before = list(&conversation).await;
        let mut wrong = String::new();
        let mut pending: Option<(String, StructuredInput)> = None;
        for turn in &self.turns {
            let events = match &turn.said {
                Words::Message(text) => conversation.say(text).await,
                Words::Choice(option) => match &pending {
                    Some((item_id, input)) => choose(&mut conversation, item_id, input, option).await,
                    None => {
                        let _ = writeln!(wrong, "  no question was open for {option:?}");
                        break;
                    }
                },
            };
            let (answer, asked) = said_back(&events);
            pending = asked;
            turn.check(&answer, &mut wrong);
        }
        let after = list(&conversation).await;
        let (gone, new) = (missing(&before, &after), missing(&after, &before));
        if (sorted(&self.gone), sorted(&self.new)) != (gone.clone(), new.clone()) {
            let _ = writeln!(wrong, "  changed: {gone:?} -> {new:?}\n  wanted:  {:?} -> {:?}", self.gone, self.new);
        }
        let name = self.turns.iter().map(|turn| format!("{:?}", turn.said)).collect::<Vec<_>>().join(", ");
        if wrong.is_empty() { Ok(()) } else { Err(format!("line {} {name}\n{wrong}", self.line)) }
    }
}

impl Turn {
    fn check(&self, answer: &str, wrong: &mut String) {
        let equals = self.equals.is_empty() || self.equals.join("\n") == answer;
        let holds = self.holds.iter().all(|part| answer.contains(part.as_str()));
        let lacks = self.lacks.iter().all(|part| !answer.contains(part.as_str()));
        if answer.trim().is_empty() || !(equals && holds && lacks) {
            let _ = writeln!(wrong, "  {:?} was answered {answer:?}", self.said);
            for (what, texts) in [("equal", &self.equals), ("hold", &self.holds), ("lack", &self.lacks)] {
                if !texts.is_empty() {
                    let _ = writeln!(wrong, "    must {what} {texts:?}");
                }
            }
        }
    }
}

/// What was said back, and the question that waits, if one does.
fn said_back(events: &[Event]) -> (String, Option<(String, StructuredInput)>) {
    let asked = events.iter().find_map(|event| match event {
        Event::ItemDone { item: Item { id, kind: ItemKind::StructuredInput(input), .. } } => {
            Some((id.clone(), input.clone()))
        }
        _ => None,
    });
    (crate::conversation::texts(events).join("\n---\n"), asked)
}

async fn choose(conversation: &mut Conversation, item_id: &str, input: &StructuredInput, option: &str) -> Vec<Event> {
    let question = input.inputs.first().expect("a question");
    let answers = json!({ &question.id: { "values": [option] } });
    let params = json!({"thread_id": conversation.thread_id, "item_id": item_id, "input": {"answers": answers}});
    let body = json!({"type": "threads.add_structured_input", "params": params}).to_string();
    let server = chatkit_server::ChatKit::new(conversation.store.clone(), conversation.assistant());
    let answer = server.process(body.as_bytes()).await.expect("accepted");
    let chatkit_server::Answer::Stream(events) = answer else { panic!("no stream") };
    events.collect_events().await
}

/// Adds a task in the notation of the table.
async fn add(conversation: &Conversation, line: &str) {
    let (once, rule): (Vec<&str>, Vec<&str>) = line.split("; ").partition(|part| !part.starts_with("FREQ="));
    conversation.add(&[once.join("; ").as_str()]).await;
    let Some(rule) = rule.first() else { return };
    let query = TaskQuery::default();
    let tasks = conversation.store.tasks(&query, &now()).await.expect("tasks").tasks;
    let id = tasks.iter().map(|task| task.id).max().expect("the task that was added");
    let repeat = NewRepeat { rule: Rule::parse(rule).expect("a rule"), anchor: None, from: RepeatFrom::Due };
    let patch = TaskPatch { repeat: Some(Some(repeat)), ..TaskPatch::default() };
    conversation.store.apply(Command::EditTask { id, patch }, Actor::Ui, &now()).await.expect("repeats");
}

/// The list in the notation of the table.
async fn list(conversation: &Conversation) -> Vec<String> {
    let lists = conversation.store.lists().await.expect("lists");
    let mut all: Vec<(Task, &str)> = Vec::new();
    for (view, mark) in [(View::All, "[ ]"), (View::Done, "[x]"), (View::Trash, "[-]")] {
        let query = TaskQuery { view, ..TaskQuery::default() };
        let page = conversation.store.tasks(&query, &now()).await.expect("tasks");
        assert_eq!(page.after, None, "one page holds them all");
        all.extend(page.tasks.into_iter().map(|task| (task, mark)));
    }
    let title_of = |id: TaskId| all.iter().find(|(task, _)| task.id == id).map(|(task, _)| task.title.as_str());
    let mut lines = Vec::new();
    for (task, mark) in &all {
        let json = serde_json::to_value(task).expect("JSON");
        let mut line = format!("{mark} {}", task.title);
        let mut add = |part: String| line.push_str(&format!("; {part}"));
        task.due.iter().for_each(|due| add(due.to_string()));
        let name = lists.iter().find(|list| Some(list.list.id) == task.list).map(|list| &list.list.name);
        name.into_iter().for_each(|name| add(format!("#{name}")));
        task.labels.iter().for_each(|label| add(format!("@{label}")));
        Some(u8::from(task.priority))
            .filter(|number| *number < 4)
            .into_iter()
            .for_each(|number| add(format!("p{number}")));
        json["repeat"]["rrule"].as_str().into_iter().for_each(|rule| add(rule.to_owned()));
        if json["repeat"]["from"] == "completion" {
            add("from completion".to_owned());
        }
        json["duration_min"].as_u64().into_iter().for_each(|minutes| add(format!("{minutes} min")));
        reminders(&json).into_iter().for_each(&mut add);
        let parent = json["parent"].as_str().and_then(|id| id.parse().ok()).and_then(title_of);
        parent.into_iter().for_each(|parent| add(format!("(subtask of {parent})")));
        Some(&task.notes).filter(|notes| !notes.is_empty()).into_iter().for_each(|notes| add(format!("“{notes}”")));
        lines.push(line);
    }
    sorted(&lines)
}

fn reminders(task: &Value) -> Vec<String> {
    let reminders = task["reminders"].as_array().into_iter().flatten();
    reminders
        .map(|reminder| match (reminder["at"].as_str(), reminder["before_due_min"].as_u64()) {
            (Some(at), _) => format!("reminder {at}"),
            (None, Some(minutes)) => format!("reminder {minutes} min before"),
            (None, None) => panic!("a reminder of no kind: {reminder}"),
        })
        .collect()
}

fn sorted(lines: &[String]) -> Vec<String> {
    let mut lines = lines.to_vec();
    lines.sort_unstable();
    lines
}

/// The lines of `these` that are not among `those`, each as often as it is missing.
fn missing(these: &[String], those: &[String]) -> Vec<String> {
    let mut left = those.to_vec();
    let mut missing = Vec::new();
    for line in these {
        match left.iter().position(|other| other == line) {
            Some(place) => drop(left.swap_remove(place)),
            None => missing.push(line.clone()),
        }
    }
    missing
}

#[tokio::test]
async fn every_conversation_goes_as_it_is_written() {
    let (desk, rows) = table();
    let mut wrong = Vec::new();
    let mut counts: Vec<(&str, usize, usize)> = Vec::new();
    for row in &rows {
        let half = row.section.split(':').next().unwrap_or_default();
        if counts.last().is_none_or(|(name, ..)| *name != half) {
            counts.push((half, 0, 0));
        }
        let (_, held, all) = counts.last_mut().expect("one");
        *all += 1;
        match row.hold(&desk).await {
            Ok(()) => *held += 1,
            Err(problem) => wrong.push(problem),
        }
    }
    assert!(wrong.is_empty(), "{counts:?} went as written:\n{}", wrong.join("\n"));
}
