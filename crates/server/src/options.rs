//! What a server is started with.

use std::sync::Arc;
use std::time::Duration;

use docket_assistant::secrets::Keys;
use docket_assistant::{Patience, Provider};
use docket_store::{Database, Tier};

use crate::{Clock, Host, NoRandomness, SessionKey};

/// What a server is started with. [`Options::new`] fills in what is seldom wanted otherwise.
pub struct Options {
    /// Port on 127.0.0.1; 0 lets the kernel choose.
    pub port: u16,
    /// The data; closed when the server ends.
    pub database: Database,
    /// Where the key for a remote model is kept.
    pub keys: Arc<Keys>,
    /// The clock of tasks.
    pub clock: Clock,
    /// The desktop around the server, if there is one.
    pub host: Option<Arc<dyn Host>>,
    /// Names of the users, the first one being the usual; they never see each other's things.
    pub users: Vec<String>,
    /// Origins beside our own whose pages may call, such as `https://example.org`.
    pub allow_origins: Vec<String>,
    /// How many messages and model tokens each user has, unless the user's settings say otherwise.
    pub tier: Tier,
    /// How much at once, and how long.
    pub limits: Limits,
    /// What the command line says about the assistant; goes before the settings.
    pub provider: ProviderOverride,
    /// What answers in place of the connection that the settings name, which pages go on showing: a model that the host reaches in a way of
    /// its own. A recording still goes to the connection.
    pub model: Option<Arc<dyn Provider>>,
    /// How long to wait for a model; where absent, as long as is usual for the connection.
    pub patience: Option<Patience>,
    /// Whether pages show the built-in chat element, whatever the settings say: the way back from OpenAI's.
    pub built_in_element: bool,
    /// Where OpenAI's element comes from, in place of OpenAI's own address. For tests: no setting and no released program reaches it.
    pub element_script: Option<String>,
    /// How long a ticket counts that a page asks for.
    pub ticket_life: Duration,
    /// Signs the client secrets.
    pub session_key: SessionKey,
}

/// How much at once, and how long.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Streams at once: running answers and open event feeds.
    pub max_streams: usize,
    /// Connections at once.
    pub max_connections: usize,
    /// For a request's head to arrive, and for an idle connection to be used again.
    pub head_time: Duration,
    /// For a request's body to arrive.
    pub body_time: Duration,
    /// For a reader to take the next bytes of an answer.
    pub stall_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_streams: 16,
            max_connections: 64,
            head_time: Duration::from_secs(5),
            body_time: Duration::from_secs(10),
            stall_time: Duration::from_secs(20),
        }
    }
}

/// What the command line says about the assistant; what it does not say, the settings say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderOverride {
    /// `rules`, `openai` or `compatible`.
    pub provider: Option<String>,
    /// Address of an OpenAI-compatible server.
    pub base_url: Option<String>,
    /// Name of the model.
    pub model: Option<String>,
}

impl Options {
    /// A server of the user `local` on a free port, with the computer's clock.
    ///
    /// # Errors
    /// [`NoRandomness`] when there are no random bytes for the session key.
    pub fn new(database: Database, keys: Arc<Keys>) -> Result<Self, NoRandomness> {
        Ok(Self {
            port: 0,
            database,
            keys,
            clock: Clock::system(),
            host: None,
            users: vec!["local".to_owned()],
            allow_origins: Vec::new(),
            tier: Tier::default(),
            limits: Limits::default(),
            provider: ProviderOverride::default(),
            model: None,
            patience: None,
            built_in_element: false,
            element_script: None,
            ticket_life: Duration::from_secs(30),
            session_key: SessionKey::random()?,
        })
    }
}
