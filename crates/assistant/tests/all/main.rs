//! The assistant through the door that hosts use: a ChatKit server over the real store.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "only tests use this")]

mod acting;
mod budget;
mod chat_completions;
mod confirming;
mod connections;
mod conversation;
mod failures;
mod fields;
// One fake for these tests and for those of the whole system.
#[path = "../../../../tests/support/fake_openai.rs"]
#[allow(unreachable_pub, reason = "it is public where the system tests have it")]
#[expect(dead_code, reason = "the system tests use the rest")]
mod fake_openai;
mod limits;
mod nonsense;
mod retrying;
mod rules;
#[path = "../../../../tests/support/scale.rs"]
#[allow(unreachable_pub, reason = "it is public where the system tests have it")]
mod scale;
mod tools;
mod turns;
mod waiting;
mod wires;
