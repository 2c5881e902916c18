//! The loop: a message of the user goes to the provider, text goes to the chat, tool calls go through the one list of tools and their
//! answers back to the provider, until it is done or met a limit.

mod asked;
mod history;
mod question;
mod record;
mod run;
mod steps;

use std::sync::{Arc, OnceLock};

use chatkit_server::{Input, Responder, StreamError, Turn};
use docket_store::Store;
use jiff::Zoned;
use secrecy::SecretString;

use crate::connection::OPENAI_BASE;
use crate::providers::{ChatCompletions, Responses, Rules};
use crate::secrets::Keys;
use crate::{BaseUrl, Changed, Connection, Failure, Patience, Provider, phrase};

pub use question::question_text;
pub use record::{ToolRecord, tool_records};

/// Most questions to the model in one turn.
pub const MAX_MODEL_CALLS: usize = 8;
/// Most tool calls in one turn.
pub const MAX_TOOL_CALLS: usize = 24;
/// In how many answers of the model the same call with the same arguments stops the turn.
pub const MAX_SAME_CALLS: usize = 3;
/// Most tasks of those on the list that one turn may change. Adding has no limit of its own: each is a tool call.
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
    failed: Arc<OnceLock<Failure>>,
}

impl Assistant {
    /// An assistant for the user of `store`.
    ///
    /// `now`: the moment that "tomorrow" is relative to, in the user's zone.
    #[must_use]
    pub fn new(store: Store, connection: Connection, keys: Arc<Keys>, now: Zoned) -> Self {
        Self { store, connection, keys, now, patience: None, provider: None, failed: Arc::default() }
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

    /// Why the turn failed, once it has; for routes that answer with a code. Clones share it.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failed.get()
    }

    fn patience(&self) -> Patience {
        self.patience.unwrap_or_else(|| Patience::of(&self.connection))
    }

    async fn provider(&self) -> Result<Arc<dyn Provider>, Failure> {
        if let Some(provider) = &self.provider {
            return Ok(Arc::clone(provider));
        }
        match &self.connection {
            Connection::Rules => Ok(Arc::new(Rules)),
            Connection::OpenAi { model } => {
                let key = self.key(None).await?.ok_or(Failure::NoKey)?;
                let base = BaseUrl::parse(OPENAI_BASE)?;
                Ok(Arc::new(Responses::new(base, model.clone(), key, self.patience())?))
            }
            Connection::Compatible { base, model } => {
                let key = self.key(Some(base)).await?;
                Ok(Arc::new(ChatCompletions::new(base.clone(), model.clone(), key, self.patience())?))
            }
        }
    }

    /// The key that may go to the connection: the saved one only where it was saved for exactly this connection, OpenAI's where nothing says
    /// for whom (the keyring keeps it under OpenAI's name), and the environment's for OpenAI alone. `server`: the compatible one.
    async fn key(&self, server: Option<&BaseUrl>) -> Result<Option<SecretString>, Failure> {
        let settings = self.store.settings().await.map_err(|error| Failure::Store(error.to_string()))?;
        let is_for_this = match (&settings.key_for, server) {
            (Some(key_for), _) => Some(key_for.as_str()) == self.connection.key_for(),
            (None, server) => server.is_none(),
        };
        match server {
            None if is_for_this => Ok(self.keys.key().await),
            None => Ok(self.keys.handed_in()),
            Some(_) if is_for_this => Ok(self.keys.saved().await),
            // The keyring is not opened for a server that would get nothing of it.
            Some(_) => Ok(None),
        }
    }
}

impl Responder for Assistant {
    async fn respond(&self, turn: &mut Turn, input: Input) -> Result<(), StreamError> {
        if let (Input::UserMessage { item_id: _, message }, None) = (&input, &turn.thread().title) {
            let title = phrase::shortened(&message.text(), TITLE_CHARS);
            if !title.is_empty() {
                turn.set_title(title).await?;
            }
        }
        let provider = match self.provider().await {
            Ok(provider) => provider,
            Err(failure) => return Err(self.fail(failure, Changed::Nothing)),
        };
        run::run(self, provider.as_ref(), turn, &input).await
    }
}

impl Assistant {
    fn fail(&self, failure: Failure, changed: Changed) -> StreamError {
        tracing::warn!(failure.code = failure.code(), "the turn failed: {failure}");
        // The first failure is the cause; there is no second in one turn.
        let _ = self.failed.set(failure.clone());
        failure.into_stream_error(changed)
    }
}
