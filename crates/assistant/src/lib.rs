#![doc = include_str!("../README.md")]

mod agent;
mod connection;
mod failure;
mod links;
mod patience;
mod phrase;
mod prompt;
mod provider;
mod providers;
pub mod secrets;
mod standby;
pub mod tools;

pub use agent::{
    Assistant, ConnectionTest, Found, MAX_MODEL_CALLS, MAX_SAME_CALLS, MAX_TASKS_A_TURN, MAX_TOOL_CALLS, ToolRecord,
    find_servers, question_text, tool_records,
};
pub use connection::{
    BaseUrl, Connection, ConnectionError, Description, OPENAI_DEFAULT_MODEL, OPENAI_HOST, PRESETS, Preset, Reach,
};
pub use failure::{Changed, Failure};
pub use patience::Patience;
pub use provider::{Finish, Message, ModelEvent, ModelRequest, Provider, ToolCall, ToolSpec};
pub use providers::{ChatCompletions, Responses, Rules};
pub use secrets::{Environment, KeyState, KeyStore, Keyring, Keys, Memory, Secrets, SecretsError};
pub use standby::{Changes, Leave, Outage, Standby, Standing};
