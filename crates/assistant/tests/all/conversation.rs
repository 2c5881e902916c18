//! A list, a chat over it, and what was said, in notation that a table can hold.

use std::sync::Arc;
use std::time::Duration;

use chatkit_server::{
    Answer, ChatKit, Event, Item, ItemKind, Order, PageRequest, RequestError, ThreadStore, Visibility,
};
use docket_assistant::{Assistant, Connection, Keyring, Keys, Memory, Patience, Provider};
use docket_store::{Actor, Database, Store};
use docket_tasks::{Command, Due, ListRef, NewTask, Priority, Task, TaskQuery, View};
use jiff::Zoned;
use serde_json::{Value, json};

use crate::fake_openai::{FakeOpenAi, MODEL};

/// Saturday, a week before the first of Advent; Berlin, so that the clocks have changed lately.
pub(crate) fn now() -> Zoned {
    "2026-11-21T10:00[Europe/Berlin]".parse().expect("a moment")
}

/// A user's list and one thread over it.
pub(crate) struct Conversation {
    pub(crate) store: Store,
    pub(crate) connection: Connection,
    pub(crate) keys: Arc<Keys>,
    pub(crate) patience: Option<Patience>,
    /// In place of the connection's.
    pub(crate) provider: Option<Arc<dyn Provider>>,
    pub(crate) thread_id: Option<String>,
    // Held so that the file in memory lives on.
    _database: Database,
}

impl Conversation {
    /// With the built-in assistant and an empty list.
    pub(crate) fn new() -> Self {
        Self::with(Connection::Rules, Keys::new(Arc::new(Keyring::new()), None))
    }

    pub(crate) fn with(connection: Connection, keys: Keys) -> Self {
        let database = Database::in_memory().expect("a database in memory");
        let store = database.store("local");
        Self {
            store,
            connection,
            keys: Arc::new(keys),
            patience: None,
            provider: None,
            thread_id: None,
            _database: database,
        }
    }

    /// Adds tasks in notation: `[ ] Title; 2026-11-22T17:00; #Home; @label; p1`, `[x]` where done, `[-]` in the trash.
    pub(crate) async fn add(&self, tasks: &[&str]) {
        for line in tasks {
            self.add_one(line).await;
        }
    }

    async fn add_one(&self, line: &str) {
        let (mark, rest) = line.split_at(4);
        let mut parts = rest.split("; ");
        let mut new = NewTask { title: parts.next().expect("a title").into(), ..NewTask::default() };
        for part in parts {
            if let Some(name) = part.strip_prefix('#') {
                new.list = Some(ListRef::Name(name.into()));
            } else if let Some(name) = part.strip_prefix('@') {
                new.labels.push(name.into());
            } else if let Some(number) = part.strip_prefix('p').and_then(|number| number.parse::<u8>().ok()) {
                new.priority = Priority::try_from(number).expect("a priority");
            } else {
                new.due = Some(Due::parse(part, None, "Europe/Berlin").expect("a due"));
            }
        }
        let apply = |command| self.store.apply(command, Actor::Ui, &NOW_ONCE);
        let id = apply(Command::AddTask(new)).await.expect("added").tasks[0].id;
        match mark {
            "[x] " => drop(apply(Command::CompleteTask(id)).await.expect("completed")),
            "[-] " => drop(apply(Command::DeleteTask(id)).await.expect("deleted")),
            _ => {}
        }
    }

    pub(crate) fn assistant(&self) -> Assistant {
        let mut assistant = Assistant::new(self.store.clone(), self.connection.clone(), Arc::clone(&self.keys), now());
        if let Some(provider) = &self.provider {
            assistant = assistant.with_provider(Arc::clone(provider));
        }
        match self.patience {
            Some(patience) => assistant.with_patience(patience),
            None => assistant,
        }
    }

    pub(crate) fn request(&self, text: &str) -> Vec<u8> {
        let input =
            json!({"content": [{"type": "input_text", "text": text}], "attachments": [], "inference_options": {}});
        let body = match &self.thread_id {
            None => json!({"type": "threads.create", "params": {"input": input}}),
            Some(id) => json!({"type": "threads.add_user_message", "params": {"thread_id": id, "input": input}}),
        };
        body.to_string().into_bytes()
    }

    /// Says something and answers all events.
    pub(crate) async fn say(&mut self, text: &str) -> Vec<Event> {
        self.say_to(self.assistant(), text).await
    }

    /// The same to an assistant that one keeps a clone of.
    pub(crate) async fn say_to(&mut self, assistant: Assistant, text: &str) -> Vec<Event> {
        let server = ChatKit::new(self.store.clone(), assistant);
        let answer = server.process(&self.request(text)).await.expect("accepted");
        let Answer::Stream(events) = answer else { panic!("no stream") };
        let events = events.collect_events().await;
        self.remember(&events);
        events
    }

    pub(crate) fn remember(&mut self, events: &[Event]) {
        for event in events {
            if let Event::ThreadCreated { thread } = event {
                self.thread_id = Some(thread.thread.id.clone());
            }
        }
    }

    /// Says something and answers what was said back.
    pub(crate) async fn ask(&mut self, text: &str) -> String {
        let events = self.say(text).await;
        texts(&events).join("\n---\n")
    }

    /// The same, once a turn that was stopped has stored what it has to.
    pub(crate) async fn ask_when_free(&mut self, text: &str) -> String {
        loop {
            let server = ChatKit::new(self.store.clone(), self.assistant());
            match server.process(&self.request(text)).await {
                Ok(Answer::Stream(events)) => return texts(&events.collect_events().await).join("\n---\n"),
                Err(RequestError::TurnRunning(_)) => tokio::task::yield_now().await,
                other => panic!("{other:?}"),
            }
        }
    }

    /// Ids of the open tasks, oldest first.
    pub(crate) async fn open_ids(&self) -> Vec<String> {
        let page = self.store.tasks(&TaskQuery::default(), &now()).await.expect("tasks");
        let mut ids: Vec<_> = page.tasks.iter().map(|task| task.id).collect();
        ids.sort_unstable();
        ids.iter().map(ToString::to_string).collect()
    }

    /// The list in notation, oldest first; done ones and the trash at its end.
    pub(crate) async fn tasks(&self) -> Vec<String> {
        let lists = self.store.lists().await.expect("lists");
        let mut lines = Vec::new();
        for (view, mark) in [(View::All, "[ ]"), (View::Done, "[x]"), (View::Trash, "[-]")] {
            let query = TaskQuery { view, ..TaskQuery::default() };
            let mut tasks = self.store.tasks(&query, &now()).await.expect("tasks").tasks;
            tasks.sort_by_key(|task| task.id);
            for task in tasks {
                let list = task
                    .list
                    .and_then(|id| lists.iter().find(|list| list.list.id == id))
                    .map(|list| list.list.name.as_str());
                lines.push(notation(&task, mark, list));
            }
        }
        lines
    }

    /// All items of the thread, hidden ones too.
    pub(crate) async fn items(&self) -> Vec<Item> {
        let id = self.thread_id.as_deref().expect("a thread");
        let page = PageRequest::first(Some(200), Order::Asc);
        self.store.items(id, &page, Visibility::All).await.expect("items").data
    }
}

/// As patient as tests are.
pub(crate) const SHORT: Patience = Patience {
    first: Duration::from_secs(20),
    idle: Duration::from_secs(20),
    turn: Duration::from_secs(40),
    report_every: None,
    tries: 3,
    backoff: Duration::from_millis(1),
    longest_wait: Duration::from_secs(1),
};

pub(crate) fn compatible(fake: &FakeOpenAi) -> Conversation {
    let connection = Connection::new("compatible", Some(&fake.base_url()), Some(MODEL)).expect("usable");
    let mut conversation = Conversation::with(connection, Keys::new(Arc::new(Memory::default()), None));
    conversation.patience = Some(SHORT);
    conversation
}

static NOW_ONCE: std::sync::LazyLock<Zoned> = std::sync::LazyLock::new(now);

fn notation(task: &Task, mark: &str, list: Option<&str>) -> String {
    let mut line = format!("{mark} {}", task.title);
    if let Some(due) = &task.due {
        line.push_str(&format!("; {due}"));
    }
    if let Some(list) = list {
        line.push_str(&format!("; #{list}"));
    }
    for label in &task.labels {
        line.push_str(&format!("; @{label}"));
    }
    if task.priority != Priority::P4 {
        line.push_str(&format!("; p{}", u8::from(task.priority)));
    }
    if !task.notes.is_empty() {
        line.push_str(&format!("; “{}”", task.notes));
    }
    line
}

/// What the assistant said in these events: finished messages, and the sentences of errors.
pub(crate) fn texts(events: &[Event]) -> Vec<String> {
    let mut texts = Vec::new();
    for event in events {
        match event {
            Event::ItemDone { item: Item { kind: ItemKind::AssistantMessage(message), .. } } => {
                texts.push(message.text())
            }
            Event::ItemDone { item: Item { kind: ItemKind::StructuredInput(input), .. } } => {
                texts.push(docket_assistant::question_text(input));
            }
            Event::Error { message, allow_retry, .. } => {
                texts.push(format!("error (retry: {allow_retry}): {}", message.as_deref().unwrap_or("none")));
            }
            _ => {}
        }
    }
    texts
}

/// JSON of an event, without what differs each time.
pub(crate) fn wire(event: &Event) -> Value {
    let mut value = serde_json::to_value(event).expect("JSON");
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for name in ["id", "thread_id", "item_id", "created_at"] {
                object.remove(name);
            }
            object.values_mut().for_each(strip);
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}
