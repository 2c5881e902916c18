//! The loop: a message of the user goes to the provider, text goes to the chat, tool calls go through the one list of tools and their
//! answers back to the provider, until it is done or met a limit.

mod actions;
mod asked;
mod budget;
mod cards;
mod check;
mod deltas;
mod history;
mod pending;
mod plan;
mod question;
mod reach;
mod record;
mod run;
mod shown;
mod standing_in;
mod steps;
mod transcription;
mod turn_id;

use std::sync::{Arc, OnceLock};

use chatkit_server::{
    Action, Audio, BrokenMessage, FeedbackKind, Input, Item, RequestError, Responder, StoreError, StreamError, Thread,
    Turn, UserMessage,
};
use docket_store::Store;
use docket_tasks::ChangeSetId;
use jiff::Zoned;
use secrecy::SecretString;

use crate::connection::OPENAI_BASE;
use crate::providers::{ChatCompletions, Responses, Rules};
use crate::secrets::Keys;
use crate::standby::Standby;
use crate::{BaseUrl, Changed, Connection, Failure, Patience, Provider, phrase};

pub use check::{ConnectionTest, Found, find_servers};
pub use question::question_text;
pub use record::{ToolRecord, tool_records};

/// Most questions to the model in one turn.
pub const MAX_MODEL_CALLS: usize = 8;
/// Most tool calls in one turn.
pub const MAX_TOOL_CALLS: usize = 24;
/// In how many answers of the model the same call with the same arguments stops the turn.
pub const MAX_SAME_CALLS: usize = 3;
/// Most tasks of those on the list that one turn changes unasked; what is more waits for the user's click. Adding has no limit of its own:
/// each is a tool call.
pub const MAX_TASKS_A_TURN: usize = 5;
/// Longest title of a thread, in characters.
const TITLE_CHARS: usize = 60;

/// What answers in the chat: one user's list, a connection, and the moment of the question. Cheap to make, one for each request.
#[derive(Clone, Debug)]
pub struct Assistant {
    store: Store,
    connection: Connection,
    keys: Arc<Keys>,
    now: Zoned,
    patience: Option<Patience>,
    provider: Option<Arc<dyn Provider>>,
    /// Whom the saved key is for, where the host has just read it; what it says itself may be "nobody has said".
    key_for: Option<Option<String>>,
    shows_tasks: bool,
    standby: Option<Standby>,
    /// Whether the built-in assistant answers while the model cannot be reached.
    stands_in: bool,
    failed: Arc<OnceLock<Failure>>,
}

impl Assistant {
    /// An assistant for the user of `store`.
    ///
    /// `now`: the moment that "tomorrow" is relative to, in the user's zone.
    #[must_use]
    pub fn new(store: Store, connection: Connection, keys: Arc<Keys>, now: Zoned) -> Self {
        Self {
            store,
            connection,
            keys,
            now,
            patience: None,
            provider: None,
            key_for: None,
            shows_tasks: false,
            standby: None,
            stands_in: false,
            failed: Arc::default(),
        }
    }

    /// The same with other time limits than the connection's own.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = Some(patience);
        self
    }

    /// The same with another provider than the connection's: a model that is reached in a way of the host's own.
    #[must_use]
    pub fn with_provider(mut self, provider: Arc<dyn Provider>) -> Self {
        self.provider = Some(provider);
        self
    }

    /// The same with [`docket_store::Settings::key_for`] as the host has just read it: a connection that gets no key of ours costs no
    /// second look at the settings. Before a key goes anywhere they are asked again all the same.
    #[must_use]
    pub fn with_key_for(mut self, key_for: Option<String>) -> Self {
        self.key_for = Some(key_for);
        self
    }

    /// The same for a chat that draws widgets: the built-in assistant leaves the list of tasks to the widget below its words.
    #[must_use]
    pub fn beside_widgets(mut self) -> Self {
        self.shows_tasks = true;
        self
    }

    /// The same with what is known of the model from earlier messages; what this one brings is noted there.
    #[must_use]
    pub fn with_standby(mut self, standby: Standby) -> Self {
        self.standby = Some(standby);
        self
    }

    /// The same where the built-in assistant answers, and says so, while the model cannot be reached. Wants a [`Standby`].
    #[must_use]
    pub fn standing_in(mut self) -> Self {
        self.stands_in = true;
        self
    }

    /// Why the turn failed, once it has; for routes that answer with a code. Clones share it.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failed.get()
    }

    fn patience(&self) -> Patience {
        self.patience.unwrap_or_else(|| Patience::of(&self.connection))
    }

    async fn provider(&self, patience: Patience) -> Result<Arc<dyn Provider>, Failure> {
        if let Some(provider) = &self.provider {
            return Ok(Arc::clone(provider));
        }
        match &self.connection {
            Connection::Rules => Ok(Arc::new(Rules)),
            Connection::OpenAi { model } => {
                let key = self.key(None).await?.ok_or(Failure::NoKey)?;
                let base = BaseUrl::parse(OPENAI_BASE)?;
                Ok(Arc::new(Responses::new(base, model.clone(), key, patience)?))
            }
            Connection::Compatible { base, model } => {
                let key = self.key(Some(base)).await?;
                Ok(Arc::new(ChatCompletions::new(base.clone(), model.clone(), key, patience)?))
            }
        }
    }

    /// The key that may go to the connection: the saved one only where it was saved for exactly this connection, OpenAI's where nothing says
    /// for whom (the keyring keeps it under OpenAI's name), and the environment's for OpenAI alone. `server`: the compatible one.
    async fn key(&self, server: Option<&BaseUrl>) -> Result<Option<SecretString>, Failure> {
        let others = || if server.is_none() { self.keys.handed_in() } else { None };
        let is_for_this = match &self.key_for {
            Some(key_for) => self.is_for_this(key_for.as_deref(), server),
            None => self.is_for_this(self.read_key_for().await?.as_deref(), server),
        };
        if !is_for_this {
            // The keyring is not opened for a server that would get nothing of it.
            return Ok(others());
        }
        let key = if server.is_none() { self.keys.key().await } else { self.keys.saved().await };
        // Read after the key: whoever saves one for another connection says so before and after, so that a key which is not for this one
        // any more is seen here.
        let is_still = key.is_none() || self.is_for_this(self.read_key_for().await?.as_deref(), server);
        Ok(if is_still { key } else { others() })
    }

    /// The same with another model of the connection; the built-in assistant has none to choose.
    fn of_model(&self, model: Option<&str>) -> Self {
        let mut chosen = self.clone();
        if let (Connection::OpenAi { model: used } | Connection::Compatible { model: used, base: _ }, Some(model)) =
            (&mut chosen.connection, model)
        {
            model.clone_into(used);
        }
        chosen
    }

    fn is_for_this(&self, key_for: Option<&str>, server: Option<&BaseUrl>) -> bool {
        key_for.map_or(server.is_none(), |key_for| Some(key_for) == self.connection.key_for())
    }

    async fn read_key_for(&self) -> Result<Option<String>, Failure> {
        let settings = self.store.settings().await.map_err(|error| Failure::Store(error.to_string()))?;
        Ok(settings.key_for)
    }
}

/// What a thread is to be called after a message.
fn title_after(message: &UserMessage) -> Option<String> {
    Some(phrase::shortened(&message.text(), TITLE_CHARS)).filter(|title| !title.is_empty())
}

impl Responder for Assistant {
    async fn respond(&self, turn: &mut Turn, input: Input) -> Result<(), StreamError> {
        // A thread that began without words is named after the first that come.
        if let (Input::UserMessage { item_id: _, message }, None) = (&input, &turn.thread().title)
            && let Some(title) = title_after(message)
        {
            turn.set_title(title).await?;
        }
        let items = turn.history(history::ITEMS).await?;
        if let Input::UserMessage { item_id: _, message } = &input
            && let Some((item, pending)) = pending::before_last_message(&items)
            && let Some(word) = pending::word_in(&message.text())
        {
            let widget = items.iter().find(|item| item.id == pending.widget).cloned();
            return actions::answer(self, turn, (word, None), (item.clone(), pending), widget).await;
        }
        let asked = self.of_model(history::chosen_model(&items));
        match asked.change_set(&input, &items).await {
            Ok(change_set) => standing_in::answer(&asked, turn, (&input, &items), change_set).await,
            Err(failure) => Err(self.fail(failure, Changed::Nothing)),
        }
    }

    fn title(&self, first: &UserMessage) -> Option<String> {
        title_after(first)
    }

    async fn feedback(&self, thread: &Thread, item_ids: &[String], kind: FeedbackKind) -> Result<(), RequestError> {
        let kept = self.store.set_feedback(&thread.id, item_ids, kind).await;
        kept.map_err(|error| StoreError::from(error).into())
    }

    async fn action(&self, turn: &mut Turn, action: Action, sender: Option<Item>) -> Result<(), StreamError> {
        if matches!(action.kind.as_str(), actions::CONFIRM | actions::CANCEL) {
            return actions::click(self, turn, &action, sender).await;
        }
        match actions::act(self, &action, sender).await {
            Ok(Some(item)) => turn.replace_item(item).await,
            Ok(None) => Ok(()),
            Err(unable) => Err(unable.into_stream_error()),
        }
    }

    async fn sync_action(
        &self,
        _thread: &Thread,
        action: Action,
        sender: Option<Item>,
    ) -> Result<Option<Item>, RequestError> {
        // A question is answered only in its turn; see `cards::question`.
        actions::act(self, &action, sender).await.map_err(actions::Unable::into_request_error)
    }

    async fn transcribe(&self, audio: Audio) -> Result<String, RequestError> {
        self.transcribed(audio).await
    }

    fn broken_message(&self) -> BrokenMessage {
        BrokenMessage::Keep
    }
}

impl Assistant {
    /// The change set that an answer to `input` goes into: the message's own; what goes on after a question goes on in the same.
    async fn change_set(&self, input: &Input, items: &[Item]) -> Result<ChangeSetId, Failure> {
        match input {
            Input::UserMessage { item_id, message: _ } => turn_id::change_set(self, item_id).await,
            Input::ToolOutput { item_id, call: _ } | Input::StructuredInput { item_id, input: _ } => {
                match record::turn_under_way(items) {
                    Some(turn) => Ok(turn),
                    None => turn_id::change_set(self, item_id).await,
                }
            }
        }
    }
}

impl Assistant {
    fn fail(&self, failure: Failure, changed: Changed) -> StreamError {
        tracing::warn!(failure.code = failure.code(), "the turn failed: {failure}");
        // The first failure is the cause; there is no second in one turn.
        let _ = self.failed.set(failure.clone());
        match self.shows_tasks {
            true => failure.beside_buttons(changed),
            false => failure.into_stream_error(changed),
        }
    }
}
