//! What can go wrong between a question and its answer, in words with a way out.
//!
//! The sentences are those of the design's table of failures; programs decide by [`Failure::code`], never by text.

use chatkit_server::{AllowRetry, StreamError};

use crate::connection::name_of as who;
use crate::standby::Outage;

const BUILT_IN: &str = "go on with the built-in assistant";
const CHANGED_SINCE: &str = "This answer changed your list, and the same tasks have been changed since, so that it cannot be taken back and tried \
                             again. Write what you want as a new message.";

/// Why a turn could not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The provider wants a key and there is none.
    #[error("no key")]
    NoKey,
    /// A compatible server wants a key, and none was saved for it.
    #[error("`{host}` wants a key")]
    KeyWanted {
        /// Who wants it.
        host: String,
    },
    /// The provider did not accept the key (401, or 403).
    #[error("`{host}` refused the key")]
    KeyRefused {
        /// Who refused.
        host: String,
    },
    /// The account has no credit left.
    #[error("no credit left at `{host}`")]
    Quota {
        /// Whose account.
        host: String,
    },
    /// Too many questions in too short a time, also after some patience.
    #[error("`{host}` limits the rate")]
    RateLimited {
        /// Who limits.
        host: String,
        /// Whole seconds until it makes sense to try again, where that is known.
        retry_after_s: Option<u64>,
    },
    /// The provider could not be reached.
    #[error("`{host}` cannot be reached")]
    Unreachable {
        /// Who.
        host: String,
    },
    /// The answer broke off before its end.
    #[error("the answer of `{host}` broke off")]
    BrokenOff {
        /// Whose answer.
        host: String,
    },
    /// Nothing came for too long.
    #[error("`{model}` said nothing for {seconds} s")]
    Silent {
        /// Which model.
        model: String,
        /// For how long.
        seconds: u64,
    },
    /// The whole turn took too long.
    #[error("the turn took longer than {seconds} s")]
    TurnTooLong {
        /// The limit.
        seconds: u64,
    },
    /// The provider does not know the model.
    #[error("`{host}` has no model `{model}`")]
    ModelNotFound {
        /// Who does not know it.
        host: String,
        /// The name asked for.
        model: String,
        /// Some that it has, where it tells.
        known: Vec<String>,
    },
    /// The conversation does not fit into the model.
    #[error("the conversation is longer than the model can read")]
    TooLong,
    /// The provider said no for another reason.
    #[error("`{host}` answered with {status}")]
    Refused {
        /// Who said no.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// Something answered that does not speak the protocol.
    #[error("`{host}` does not speak the chat protocol")]
    NotAModel {
        /// Who answered.
        host: String,
    },
    /// The provider withheld its answer.
    #[error("`{host}` withheld the answer")]
    Withheld {
        /// Who.
        host: String,
    },
    /// The settings name no usable connection.
    #[error("{0}")]
    Connection(#[from] crate::ConnectionError),
    /// The model ran in a circle, or wanted more than a turn may do.
    #[error("the turn met the limit of {limit}")]
    Limit {
        /// Which, as a person says it.
        limit: String,
    },
    /// An answer is to be tried again, and what it changed cannot be taken back any more.
    #[error("what the answer changed has been changed since")]
    ChangedSince,
    /// The day's tokens are used up.
    #[error("no tokens left for today")]
    Budget {
        /// Tokens a day.
        limit: u64,
        /// Used today, with what is set aside.
        used: u64,
        /// Whole seconds until there are more.
        retry_after_s: u64,
    },
    /// The list could not be read or written.
    #[error("the store failed: {0}")]
    Store(String),
}

/// What a turn had changed when it failed; a sentence may claim that nothing was changed only where that is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Nothing.
    Nothing,
    /// So many tasks.
    Tasks(usize),
}

impl Changed {
    fn sentence(self) -> String {
        match self {
            Self::Nothing => "Nothing on your list was changed.".to_owned(),
            Self::Tasks(1) => "One task was changed before that; you can undo it.".to_owned(),
            Self::Tasks(count) => format!("{count} tasks were changed before that; you can undo it."),
        }
    }
}

impl Failure {
    /// Stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoKey | Self::KeyWanted { .. } => "KEY_MISSING",
            Self::KeyRefused { .. } => "KEY_REFUSED",
            Self::Quota { .. } => "QUOTA_EXCEEDED",
            Self::RateLimited { .. } => "PROVIDER_RATE_LIMITED",
            Self::Unreachable { .. } => "PROVIDER_UNREACHABLE",
            Self::BrokenOff { .. } => "ANSWER_BROKE_OFF",
            Self::Silent { .. } => "PROVIDER_SILENT",
            Self::TurnTooLong { .. } => "TURN_TOO_LONG",
            Self::ModelNotFound { .. } => "MODEL_NOT_FOUND",
            Self::TooLong => "CONTEXT_TOO_LONG",
            Self::Refused { .. } => "PROVIDER_REFUSED",
            Self::NotAModel { .. } => "NOT_A_MODEL",
            Self::Withheld { .. } => "ANSWER_WITHHELD",
            Self::Connection(error) => error.code(),
            Self::Limit { .. } => "TURN_LIMIT",
            Self::ChangedSince => "UNDO_CONFLICT",
            Self::Budget { .. } => "TOKEN_BUDGET_USED",
            Self::Store(_) => "STORE_FAILED",
        }
    }

    /// How the model failed to answer at all, where that is what happened. One that said no, for whatever reason, is there.
    #[must_use]
    pub fn outage(&self) -> Option<Outage> {
        match self {
            Self::Unreachable { .. } => Some(Outage::Unreachable),
            Self::Silent { .. } => Some(Outage::Silent),
            Self::Refused { host: _, status: 408 | 500.. } => Some(Outage::Failing),
            Self::Refused { .. }
            | Self::NoKey
            | Self::KeyWanted { .. }
            | Self::KeyRefused { .. }
            | Self::Quota { .. }
            | Self::RateLimited { .. }
            | Self::BrokenOff { .. }
            | Self::TurnTooLong { .. }
            | Self::ModelNotFound { .. }
            | Self::TooLong
            | Self::NotAModel { .. }
            | Self::Withheld { .. }
            | Self::Connection(_)
            | Self::Limit { .. }
            | Self::ChangedSince
            | Self::Budget { .. }
            | Self::Store(_) => None,
        }
    }

    /// Whether asking the same again makes sense.
    #[must_use]
    pub fn allow_retry(&self) -> AllowRetry {
        match self {
            Self::Quota { .. }
            | Self::RateLimited { .. }
            | Self::Unreachable { .. }
            | Self::BrokenOff { .. }
            | Self::Silent { .. }
            | Self::TurnTooLong { .. }
            | Self::Withheld { .. }
            | Self::Store(_) => AllowRetry::Yes,
            // A request that is refused for what it is will be refused again.
            Self::Refused { host: _, status } => match status {
                408 | 409 | 425 | 500.. => AllowRetry::Yes,
                _ => AllowRetry::No,
            },
            Self::NoKey
            | Self::KeyWanted { .. }
            | Self::KeyRefused { .. }
            | Self::ModelNotFound { .. }
            | Self::TooLong
            | Self::NotAModel { .. }
            | Self::Connection(_)
            | Self::ChangedSince
            | Self::Budget { .. }
            | Self::Limit { .. } => AllowRetry::No,
        }
    }

    /// The sentence and the way out, for people. `changed`: what the turn had changed before it failed.
    #[must_use]
    pub fn message(&self, changed: Changed) -> String {
        let sentence = self.sentence();
        let done = changed.sentence();
        match (self, changed) {
            // These happen in the middle of things, so that people wonder what was done.
            (
                Self::BrokenOff { .. }
                | Self::Silent { .. }
                | Self::TurnTooLong { .. }
                | Self::Limit { .. }
                | Self::Store(_),
                _,
            )
            | (_, Changed::Tasks(_)) => format!("{sentence} {done}"),
            (_, Changed::Nothing) => sentence,
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::NoKey => format!("No API key yet. Add one in Settings, or {BUILT_IN}."),
            Self::KeyWanted { host } => {
                format!("{host} wants a key. Save one in Settings while it is the connection, or {BUILT_IN}.")
            }
            Self::KeyRefused { host } => format!(
                "{} refused the key. It may have been deleted. Replace it in Settings, or {BUILT_IN}. Your list works as before.",
                who(host)
            ),
            Self::Quota { host } if host == crate::OPENAI_HOST => {
                "This OpenAI account has no credit left. Add some at platform.openai.com, then retry.".to_owned()
            }
            Self::Quota { host } => format!("This account at {host} has no credit left. Add some there, then retry."),
            Self::RateLimited { host, retry_after_s } => {
                let when = retry_after_s.map_or_else(|| "a minute".to_owned(), |seconds| format!("{seconds} s"));
                format!("{} takes no more questions for now. Retry in {when}, or {BUILT_IN}.", who(host))
            }
            Self::Unreachable { host } => format!(
                "{} cannot be reached. Check the connection and the address in Settings, then retry, or {BUILT_IN}.",
                who(host)
            ),
            Self::BrokenOff { host } => {
                format!("The connection to {} broke off. What had arrived is kept. Retry, or {BUILT_IN}.", who(host))
            }
            Self::Silent { model, seconds } => {
                format!("{model} has said nothing for {seconds} s. It may still be loading. Retry, or {BUILT_IN}.")
            }
            Self::TurnTooLong { seconds } => {
                format!(
                    "The answer took longer than {seconds} s and was stopped. What had arrived is kept. Retry, or {BUILT_IN}."
                )
            }
            Self::ModelNotFound { host, model, known } => no_model(host, model, known),
            Self::TooLong => {
                "This conversation is longer than the model can read. Start a new chat; your list is the same there."
                    .to_owned()
            }
            Self::Refused { host, status } => {
                let way =
                    if self.allow_retry() == AllowRetry::Yes { "Retry" } else { "Choose another model in Settings" };
                format!("{} answered with an error ({status}). {way}, or {BUILT_IN}.", who(host))
            }
            Self::NotAModel { host } => format!(
                "{host} answered, but not as a model does. Check the base address in Settings (it often ends in /v1), or {BUILT_IN}."
            ),
            Self::Withheld { host } => {
                format!("{} withheld the rest of its answer. Put it differently, or retry.", who(host))
            }
            Self::Connection(error) => error.message(),
            Self::Limit { limit } => {
                format!("The assistant was stopped because it met the limit of {limit}. Ask for less at once.")
            }
            Self::ChangedSince => CHANGED_SINCE.to_owned(),
            Self::Budget { retry_after_s, .. } => budget(*retry_after_s),
            Self::Store(_) => {
                "The list could not be read or written just now. Retry; if it stays so, look at Settings, Data."
                    .to_owned()
            }
        }
    }

    /// The `error` event that ends the stream.
    #[must_use]
    pub fn into_stream_error(self, changed: Changed) -> StreamError {
        StreamError::custom(self.message(changed), self.allow_retry()).with_custom_code(self.code())
    }
}

impl Failure {
    /// The `error` event for a page that has buttons for the ways out: its sentence names none of them.
    #[must_use]
    pub fn beside_buttons(&self, changed: Changed) -> StreamError {
        let sentence = match self {
            Self::KeyWanted { host } => format!("{} wants a key, and there is none for it yet.", who(host)),
            Self::KeyRefused { host } => {
                format!("{} refused the key. It may have been deleted. Your list works as before.", who(host))
            }
            Self::RateLimited { host, retry_after_s } => {
                let when = retry_after_s.map_or_else(|| "a minute".to_owned(), |seconds| format!("{seconds} s"));
                format!("{} takes no more questions for now. Retry in {when}.", who(host))
            }
            Self::Unreachable { host } => format!("{} cannot be reached.", who(host)),
            Self::BrokenOff { host } if changed == Changed::Nothing => format!(
                "The connection to {} broke off. What had arrived is kept, and nothing on your list was changed.",
                who(host)
            ),
            Self::BrokenOff { host } => format!("The connection to {} broke off. What had arrived is kept.", who(host)),
            Self::Silent { model, seconds } => {
                format!("{model} has said nothing for {seconds} s. It may still be loading.")
            }
            Self::TurnTooLong { seconds } => {
                format!("The answer took longer than {seconds} s and was stopped. What had arrived is kept.")
            }
            Self::ModelNotFound { host, model, known } => no_model_here(host, model, known),
            Self::TooLong => {
                "This conversation is longer than the model can read. A new chat can start from its summary.".to_owned()
            }
            Self::Refused { host, status } => format!("{} answered with an error ({status}).", who(host)),
            Self::NotAModel { host } => {
                format!("{} answered, but not as a model does. The base address often ends in /v1.", who(host))
            }
            Self::Budget { limit, used, retry_after_s: _ } => budget_used(*limit, *used),
            Self::NoKey
            | Self::Quota { .. }
            | Self::Withheld { .. }
            | Self::Connection(_)
            | Self::Limit { .. }
            | Self::ChangedSince
            | Self::Store(_) => self.sentence(),
        };
        let message = match (self, changed) {
            (_, Changed::Tasks(_)) | (Self::TurnTooLong { .. } | Self::Limit { .. } | Self::Store(_), _) => {
                format!("{sentence} {}", changed.sentence())
            }
            (_, Changed::Nothing) => sentence,
        };
        StreamError::custom(message, self.allow_retry()).with_custom_code(self.code())
    }
}

/// Whether a limit is met or only near, so that no number is said which is not so.
fn budget_used(limit: u64, used: u64) -> String {
    let left = limit.saturating_sub(used);
    if left.saturating_mul(20) <= limit {
        return format!("{} tokens used today, the limit you set. It starts again at midnight.", grouped(limit));
    }
    let (left, limit) = (grouped(left), grouped(limit));
    format!("The {left} tokens left of today’s {limit} are too few for this question. It starts again at midnight.")
}

/// `200,000`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn no_model_here(host: &str, model: &str, known: &[String]) -> String {
    let server = if host == crate::OPENAI_HOST { "OpenAI" } else { "This server" };
    let has = if known.is_empty() { String::new() } else { format!(" It has {}.", and(known)) };
    format!("{server} has no model “{model}”.{has}")
}

fn budget(retry_after_s: u64) -> String {
    let wait = hours(retry_after_s);
    format!(
        "The tokens for today are used up; there are new ones in {wait}. Set another limit in Settings, or {BUILT_IN}."
    )
}

/// `5 h`, `20 min`
fn hours(seconds: u64) -> String {
    if seconds >= 3_600 {
        format!("{} h", seconds.div_ceil(3_600))
    } else {
        format!("{} min", seconds.div_ceil(60).max(1))
    }
}

fn no_model(host: &str, model: &str, known: &[String]) -> String {
    let host = who(host);
    if known.is_empty() {
        return format!("{host} has no model “{model}”. Choose another in Settings.");
    }
    format!("{host} has no model “{model}”. It has {}. Choose one in Settings.", and(known))
}

/// `a`, `a and b`, `a, b and c`; at most five.
fn and(names: &[String]) -> String {
    let shown = &names[..names.len().min(5)];
    match shown {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(failure: &Failure, changed: Changed) -> String {
        match failure.beside_buttons(changed) {
            StreamError::Custom { message, .. } => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn beside_buttons_a_failure_is_said_in_the_words_of_the_design() {
        let host = || crate::OPENAI_HOST.to_owned();
        let known = vec!["qwen3:14b".to_owned(), "llama3.3".to_owned()];
        let here = || "127.0.0.1:11434".to_owned();
        for (failure, sentence) in [
            (Failure::NoKey, "No API key yet. Add one in Settings, or go on with the built-in assistant."),
            (
                Failure::KeyRefused { host: host() },
                "OpenAI refused the key. It may have been deleted. Your list works as before.",
            ),
            (
                Failure::Quota { host: host() },
                "This OpenAI account has no credit left. Add some at platform.openai.com, then retry.",
            ),
            (
                Failure::Budget { limit: 200_000, used: 199_000, retry_after_s: 1 },
                "200,000 tokens used today, the limit you set. It starts again at midnight.",
            ),
            (
                Failure::BrokenOff { host: host() },
                "The connection to OpenAI broke off. What had arrived is kept, and nothing on your list was changed.",
            ),
            (
                Failure::Silent { model: "qwen3:14b".to_owned(), seconds: 30 },
                "qwen3:14b has said nothing for 30 s. It may still be loading.",
            ),
            (
                Failure::ModelNotFound { host: here(), model: "qwen3:32b".to_owned(), known },
                "This server has no model “qwen3:32b”. It has qwen3:14b and llama3.3.",
            ),
            (
                Failure::TooLong,
                "This conversation is longer than the model can read. A new chat can start from its summary.",
            ),
            (Failure::Unreachable { host: here() }, "Ollama cannot be reached."),
        ] {
            assert_eq!(words(&failure, Changed::Nothing), sentence);
        }
    }

    #[test]
    fn what_was_changed_is_said_and_a_limit_that_is_not_met_is_not_called_so() {
        let failure = Failure::BrokenOff { host: "gpu.example".to_owned() };
        assert_eq!(
            words(&failure, Changed::Tasks(1)),
            "The connection to gpu.example broke off. What had arrived is kept. One task was changed before that; you can undo it."
        );
        let failure = Failure::Budget { limit: 1_234_567, used: 1_000_000, retry_after_s: 1 };
        assert_eq!(
            words(&failure, Changed::Nothing),
            "The 234,567 tokens left of today’s 1,234,567 are too few for this question. It starts again at midnight."
        );
    }
}
