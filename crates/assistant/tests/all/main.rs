//! The assistant through the door that hosts use: a ChatKit server over the real store.

mod conversation;
mod rules;
