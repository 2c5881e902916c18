//! One binary: every claim about Docket as a whole.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "these are tests")]

mod architecture;
