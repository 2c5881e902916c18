//! The providers: the built-in rules, and models on servers.

mod chat_completions;
mod remote;
mod responses;
pub(crate) mod rules;

pub use chat_completions::ChatCompletions;
pub(crate) use remote::{Cause, MODELS, Trouble, Upstream};
pub use responses::Responses;
pub use rules::Rules;
