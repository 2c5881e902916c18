//! How long to wait for a provider.

use std::time::Duration;

use crate::Connection;

/// How long to wait for what, and how often to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the first event of an answer.
    pub first: Duration,
    /// Between two events.
    pub idle: Duration,
    /// For the whole turn.
    pub turn: Duration,
    /// How often to say that nothing has come yet; never where absent.
    pub report_every: Option<Duration>,
    /// How often to ask in all before the first event.
    pub tries: u32,
    /// The longest wait before the second try; it doubles with each.
    pub backoff: Duration,
    /// The longest wait that a server may ask for.
    pub longest_wait: Duration,
}

impl Patience {
    /// For OpenAI: what is slow there is broken.
    pub const OPENAI: Self = Self {
        first: Duration::from_secs(30),
        idle: Duration::from_secs(30),
        turn: Duration::from_secs(90),
        report_every: None,
        tries: 3,
        backoff: Duration::from_secs(1),
        longest_wait: Duration::from_secs(60),
    };

    /// For servers that may have to load a model first, which takes minutes.
    pub const COMPATIBLE: Self = Self {
        first: Duration::from_secs(180),
        idle: Duration::from_secs(60),
        turn: Duration::from_secs(600),
        report_every: Some(Duration::from_secs(5)),
        ..Self::OPENAI
    };

    /// The limits of a connection.
    #[must_use]
    pub fn of(connection: &Connection) -> Self {
        match connection {
            Connection::Rules | Connection::OpenAi { .. } => Self::OPENAI,
            Connection::Compatible { .. } => Self::COMPATIBLE,
        }
    }
}
