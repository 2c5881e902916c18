//! What the crate promises, through its public functions.

mod commands;
mod desk;
mod undo;
