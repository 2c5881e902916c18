//! One binary: every claim about Docket as a whole.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "these are tests")]

mod architecture;
mod canary;
mod cli;
mod failing_models;
mod fallback;
mod gate;
mod gate_fuzz;
mod gate_limits;
mod gate_tickets;
mod gate_tokens;
mod http;
mod kept_answers;
#[path = "../faults/kill.rs"]
mod kill;
mod logs;
mod malformed_bodies;
mod mcp;
mod mcp_stdio;
mod questions;
mod readme;
mod serve;
mod session;
mod streams;
