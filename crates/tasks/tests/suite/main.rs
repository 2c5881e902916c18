//! What the crate promises, through its public functions.

mod cases;
mod commands;
mod desk;
mod undo;
