//! What is saved stays saved: the real store on a disk that loses power, fills up and fails.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "these are tests")]

mod io_errors;
mod over_http;
mod power_cuts;
mod workload;
