//! `docket ask`: the assistant in a terminal, with the tools of the chat; the conversation is kept with the others.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use chatkit_server::{
    Answer, ChatKit, Event, EventStream, Item, ItemKind, ItemUpdate, Order, PageRequest, Request,
    StoreError as ThreadStoreError, TaskKind, TaskStatus, ThreadStore, ThreadsAddUserMessage, ThreadsCreate, Turns,
    UserMessageInput, Visibility, Widget,
};
use docket_assistant::secrets::Keys;
use docket_assistant::{Assistant, Connection, Description, ToolRecord, tool_records};
use docket_store::SettingsPatch;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::Desk;
use crate::arguments::Ask;
use crate::emphasis::Emphasis;
use crate::failure::{Failure, sentence};
use crate::lines;
use crate::output::{Style, note, without_controls};

/// Items of one turn are far fewer.
const MOST_ITEMS: u64 = 100;

/// In the state that a user's windows keep too: the conversation of the last `docket ask`.
const LAST_THREAD: &str = "cli_thread";

pub(super) async fn ask(desk: &Desk, ask: Ask, keys: Arc<Keys>) -> Result<(), Failure> {
    let Ask { text, new } = ask;
    let conversation = Conversation { desk, keys, turns: Turns::new() };
    let thread = if new { None } else { conversation.last().await? };
    let done = match text.join(" ").trim() {
        "" => conversation.talk(thread).await,
        text => conversation.once(thread, text).await,
    };
    // What has been said is stored before the data is closed.
    conversation.turns.shutdown().await;
    done
}

struct Conversation<'d> {
    desk: &'d Desk,
    keys: Arc<Keys>,
    turns: Turns,
}

/// A turn in JSON.
#[derive(Default, Serialize)]
struct Turn {
    thread_id: String,
    message_id: Option<String>,
    response: String,
    /// Whether it ends with a question, which the next message answers.
    question: bool,
    tool_calls: Vec<ToolRecord>,
}

impl Conversation<'_> {
    /// The conversation of the last `docket ask`, where it is still there.
    async fn last(&self) -> Result<Option<String>, Failure> {
        let settings = self.desk.store.settings().await?;
        let Some(id) = settings.ui_state.get(LAST_THREAD).and_then(Value::as_str) else { return Ok(None) };
        match self.desk.store.load_thread(id).await {
            Ok(_) => Ok(Some(id.to_owned())),
            Err(ThreadStoreError::NotFound { .. }) => Ok(None),
            Err(error) => Err(Failure::Cannot(sentence(&error.to_string()))),
        }
    }

    async fn remember(&self, thread: &str) -> Result<(), Failure> {
        let ui_state = Map::from_iter([(LAST_THREAD.to_owned(), Value::from(thread))]);
        self.desk.store.patch_settings(SettingsPatch { ui_state: Some(ui_state), ..SettingsPatch::default() }).await?;
        Ok(())
    }

    /// One message; and where the answer is a question and a person is there, the answers to it.
    async fn once(&self, thread: Option<String>, text: &str) -> Result<(), Failure> {
        let mut turn = self.turn(thread, text).await?;
        if !turn.question || self.desk.output.is_json {
            return Ok(());
        }
        if !std::io::stdin().is_terminal() || self.desk.output.columns.is_none() {
            note("Say your answer with another `docket ask`: the conversation goes on.");
            return Ok(());
        }
        let mut lines = lines::of_standard_input();
        while turn.question
            && let Some(answer) = self.next_line(&mut lines).await?
            && !answer.trim().is_empty()
        {
            turn = self.turn(Some(turn.thread_id), answer.trim()).await?;
        }
        Ok(())
    }

    /// What a person types next; nothing where the input ends, or at Ctrl-C.
    async fn next_line(&self, lines: &mut mpsc::Receiver<io::Result<String>>) -> Result<Option<String>, Failure> {
        self.desk.output.piece(&self.desk.output.styled(Style::Bold, "> "))?;
        tokio::select! {
            line = lines.recv() => Ok(line.transpose()?),
            // Once a signal has been listened for, it no longer ends the program by itself.
            _ = tokio::signal::ctrl_c() => {
                self.desk.output.line("")?;
                Ok(None)
            }
        }
    }

    /// A message a line until the input ends.
    async fn talk(&self, mut thread: Option<String>) -> Result<(), Failure> {
        let is_person = std::io::stdin().is_terminal() && !self.desk.output.is_json;
        let mut lines = lines::of_standard_input();
        if is_person {
            note(&format!("{} Ctrl-D ends.", introduction(&self.connection().await?.describe())));
        }
        loop {
            let line = if is_person { self.next_line(&mut lines).await? } else { lines.recv().await.transpose()? };
            let Some(line) = line else { break };
            let text = line.trim();
            if text.is_empty() {
                continue;
            }
            match self.turn(thread.clone(), text).await {
                Ok(turn) => thread = Some(turn.thread_id),
                // A person reads what went wrong and goes on; a program that feeds lines has to learn of it.
                Err(failure @ Failure::Cannot(_)) if is_person => {
                    failure.report();
                }
                Err(failure) => return Err(failure),
            }
        }
        if is_person {
            self.desk.output.line("")?;
        }
        Ok(())
    }

    async fn connection(&self) -> Result<Connection, Failure> {
        let settings = self.desk.store.settings().await?;
        Connection::from_settings(&settings).map_err(|error| Failure::Cannot(error.message()))
    }

    /// One message and its answer.
    async fn turn(&self, thread: Option<String>, text: &str) -> Result<Turn, Failure> {
        let Desk { database: _, store, clock, output: _ } = self.desk;
        let assistant = Assistant::new(store.clone(), self.connection().await?, Arc::clone(&self.keys), clock.now());
        let chat = ChatKit::new(store.clone(), assistant).with_turns(self.turns.clone());
        let input = UserMessageInput::text(text);
        let request = match thread.clone() {
            None => Request::ThreadsCreate(ThreadsCreate { input }),
            Some(thread_id) => Request::ThreadsAddUserMessage(ThreadsAddUserMessage { thread_id, input }),
        };
        let answer = chat.handle(request).await.map_err(|error| Failure::Cannot(sentence(&error.to_string())))?;
        let Answer::Stream(events) = answer else {
            return Err(Failure::Cannot("The assistant gave no answer.".to_owned()));
        };
        let turn = Turn { thread_id: thread.clone().unwrap_or_default(), ..Turn::default() };
        let dress = Emphasis::new(self.desk.output.has_colours);
        let mut answering = Answering { desk: self.desk, turn, is_line_open: false, dress, card: None };
        let followed = tokio::select! {
            done = answering.follow(events) => done,
            // Dropping the events is how a client says stop: what has arrived is kept.
            _ = tokio::signal::ctrl_c() => {
                answering.end_line()?;
                Err(Failure::Cannot("Stopped. What had arrived is kept.".to_owned()))
            }
        };
        let mut turn = answering.turn;
        // Also where it broke off: "go on" is said to what has arrived.
        if thread.as_ref() != Some(&turn.thread_id) && !turn.thread_id.is_empty() {
            self.remember(&turn.thread_id).await?;
        }
        followed?;
        if self.desk.output.is_json {
            turn.tool_calls = self.tool_calls(&turn.thread_id).await?;
            self.desk.output.json(&turn)?;
        }
        Ok(turn)
    }

    /// The tool calls since the last message of the user, from the notes that the assistant keeps in the thread.
    async fn tool_calls(&self, thread: &str) -> Result<Vec<ToolRecord>, Failure> {
        let page = PageRequest::first(Some(MOST_ITEMS), Order::Desc);
        let items = self.desk.store.items(thread, &page, Visibility::All).await;
        let items = items.map_err(|error| Failure::Cannot(sentence(&error.to_string())))?;
        let answer = items.data.iter().take_while(|item| !matches!(item.kind, ItemKind::UserMessage(_)));
        let mut calls: Vec<_> = answer.filter_map(noted_calls).collect();
        calls.reverse();
        Ok(calls.into_iter().flatten().collect())
    }
}

fn noted_calls(item: &Item) -> Option<Vec<ToolRecord>> {
    match &item.kind {
        ItemKind::HiddenContextItem { content } => Some(tool_records(content)),
        _ => None,
    }
}

/// What a card with two buttons asks, and the words that press them.
fn confirmation(widget: &Widget) -> Option<String> {
    let label = |button: &str| widget.widget.get(button)?.get("label")?.as_str().map(str::to_lowercase);
    let (confirm, cancel) = (label("confirm")?, label("cancel")?);
    let asked = widget.copy_text.as_deref().unwrap_or_default();
    Some(format!("{asked}\n\nSay yes ({confirm}) or no ({cancel})."))
}

pub(super) fn introduction(description: &Description) -> String {
    let Description { provider: _, model, host, leaves_computer } = description;
    match (model, host) {
        (Some(model), Some(host)) if *leaves_computer => {
            format!("{model} at {host}: what you say leaves this computer.")
        }
        (Some(model), Some(host)) => format!("{model} at {host}, on this computer."),
        _ => "The built-in assistant: nothing leaves this computer.".to_owned(),
    }
}

/// An answer as it arrives.
struct Answering<'d> {
    desk: &'d Desk,
    turn: Turn,
    /// Whether text has been written whose line has not ended.
    is_line_open: bool,
    dress: Emphasis,
    /// What a card says that asks nothing, for an answer without words.
    card: Option<String>,
}

impl Answering<'_> {
    async fn follow(&mut self, mut events: EventStream) -> Result<(), Failure> {
        while let Some(event) = events.next_event().await {
            match event {
                Event::ThreadCreated { thread } => self.turn.thread_id = thread.thread.id.clone(),
                Event::ItemUpdated { item_id: _, update } => self.update(update)?,
                Event::ItemDone { item } => self.done(item)?,
                Event::Notice { level: _, message, title: _ } => self.beside(&message)?,
                Event::Error { code: _, message, custom_code: _, allow_retry: _ } => {
                    self.end_line()?;
                    let unsaid = "The answer broke off. What had arrived is kept; ask again.".to_owned();
                    return Err(Failure::Cannot(message.map_or(unsaid, |message| without_controls(&message))));
                }
                Event::ThreadUpdated { .. }
                | Event::ItemAdded { .. }
                | Event::ItemRemoved { .. }
                | Event::ItemReplaced { .. }
                | Event::StreamOptions { .. }
                | Event::ProgressUpdate { .. }
                | Event::ClientEffect { .. } => {}
            }
        }
        if let Some(card) = self.card.take().filter(|_| self.turn.response.is_empty()) {
            self.text(&card)?;
            self.turn.response = card;
        }
        self.end_line()
    }

    fn update(&mut self, update: ItemUpdate) -> Result<(), Failure> {
        match update {
            ItemUpdate::TextDelta { content_index: _, delta } => self.text(&delta),
            ItemUpdate::WorkflowTaskUpdated { task_index: _, task } => match (task.status_indicator, task.kind) {
                (TaskStatus::Complete, TaskKind::Custom { title: Some(title), .. }) => self.beside(&title),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn done(&mut self, item: Item) -> Result<(), Failure> {
        let said = match &item.kind {
            ItemKind::AssistantMessage(message) => message.text(),
            // Nothing can be clicked here: the question is said in words, and so is the answer to it.
            ItemKind::StructuredInput(input) => {
                self.turn.question = true;
                self.said_at_once(docket_assistant::question_text(input))?
            }
            ItemKind::Widget(widget) => match confirmation(widget) {
                Some(question) => {
                    self.turn.question = true;
                    self.said_at_once(question)?
                }
                None => {
                    self.card.clone_from(&widget.copy_text);
                    return Ok(());
                }
            },
            _ => return Ok(()),
        };
        if !self.turn.response.is_empty() {
            self.turn.response.push_str("\n\n");
        }
        self.turn.response.push_str(&said);
        self.turn.message_id = Some(item.id);
        self.end_line()
    }

    /// Text that did not come piece by piece, on lines of its own.
    fn said_at_once(&mut self, text: String) -> Result<String, Failure> {
        self.end_line()?;
        if !self.turn.response.is_empty() {
            self.text("\n")?;
        }
        self.text(&text)?;
        Ok(text)
    }

    fn text(&mut self, delta: &str) -> Result<(), Failure> {
        if self.desk.output.is_json || delta.is_empty() {
            return Ok(());
        }
        self.is_line_open = !delta.ends_with('\n');
        let text = without_controls(delta);
        self.desk.output.piece(&self.dress.next(&text))
    }

    /// What is done beside the answer, for a person who watches.
    fn beside(&mut self, text: &str) -> Result<(), Failure> {
        if std::io::stderr().is_terminal() && !self.desk.output.is_json {
            self.end_line()?;
            note(&self.desk.output.styled(Style::Dim, &format!("· {}", without_controls(text))));
        }
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), Failure> {
        self.desk.output.piece(&self.dress.end())?;
        if std::mem::take(&mut self.is_line_open) { self.desk.output.line("") } else { Ok(()) }
    }
}
