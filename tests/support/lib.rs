//! What the system tests share: the real binary started on a free port, a client that speaks to it the way a page does, and
//! stand-ins for what Docket talks to. Everything waits for events; nothing here sleeps for a guess.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests use this"
)]

mod binary;
pub mod fake_openai;
pub mod in_process;
pub mod memory;
pub mod random;
pub mod raw;
pub mod scale;
mod serve;

pub use binary::docket;
pub use fake_openai::FakeOpenAi;
pub use serve::{Client, Docket, DocketBuilder, NOW, SseReader};
