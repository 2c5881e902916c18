//! A disk under SQLite that a test can take the power from, fill up and break: the store above it is the real one.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests use this"
)]

mod disk;
mod platter;
mod vfs;

#[path = "../support/random.rs"]
pub mod random;
#[path = "../support/scale.rs"]
pub mod scale;

pub use disk::{Disk, Event, Fault, Inode, Lie, Mounted};
pub use platter::{Image, Platter};
