//! The protocol as a client sees it, in one binary.

mod contract;
