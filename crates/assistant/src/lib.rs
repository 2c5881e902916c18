#![doc = include_str!("../README.md")]

mod connection;
mod failure;
mod provider;
pub mod secrets;

pub use connection::{BaseUrl, Connection, ConnectionError, Description, OPENAI_DEFAULT_MODEL, OPENAI_HOST, Reach};
pub use failure::{Changed, Failure};
pub use provider::{Finish, Message, ModelEvent, ModelRequest, Provider, ToolCall, ToolSpec};
