//! The words of the built-in assistant, as data.

pub(super) mod acting;
pub(super) mod adding;
pub(super) mod changing;
pub(super) mod moving;
pub(super) mod naming;
pub(super) mod showing;
pub(super) mod talking;
