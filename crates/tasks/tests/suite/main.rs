//! What the crate promises, through its public functions.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping it")]

mod any_text;
mod bodies;
mod cases;
mod commands;
mod desk;
mod json;
mod parts;
mod quick_add;
mod recurrence;
mod repeating;
mod types;
mod undo;
mod view;
