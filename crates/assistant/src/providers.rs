//! The providers: the built-in rules, and Chat Completions.

mod chat_completions;
pub(crate) mod rules;

pub use chat_completions::ChatCompletions;
pub use rules::Rules;
