//! The store through its public door, in memory where nothing speaks for a file.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect by unwrapping it"
)]

#[allow(unreachable_pub, reason = "a file that other tests have as part of a library")]
#[path = "../../../../tests/support/scale.rs"]
mod scale;
mod steps;
mod support;

mod attachments;
mod backups;
mod changes;
mod concurrency;
mod export;
mod feed;
mod history;
mod idempotency;
mod limits;
mod locking;
mod opening;
mod paging;
mod reminders;
mod repeats;
mod salvage;
mod search;
mod seed;
mod settings;
mod threads;
mod users;
mod views;
mod zoo;
