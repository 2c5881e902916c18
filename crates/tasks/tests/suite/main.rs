//! What the crate promises, through its public functions.

mod cases;
mod commands;
mod desk;
mod json;
mod quick_add;
mod undo;
mod view;
