//! The protocol as a client sees it, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests and their helpers say what they expect by unwrapping it"
)]

mod answers;
mod cancel;
mod contract;
mod http;
mod requests;
mod snapshots;
mod support;
mod turns;
mod widgets;
mod wire;
mod wrong_stores;
