//! What servers send that nobody here knows: said once, not with every frame.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Most kinds that are told of; a server that makes up names does not fill the log.
const MOST: usize = 32;
const NAME_BYTES: usize = 64;

/// Notes in the log that a frame of this kind was passed over: once for each kind in the life of the process.
///
/// The name comes from outside, so that only one that looks like a name is repeated.
pub(in crate::providers) fn note_unknown(kind: &str) {
    static KNOWN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let is_name = !kind.is_empty()
        && kind.len() <= NAME_BYTES
        && kind.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-'));
    let kind = if is_name { kind } else { "without a name" };
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() < MOST && !known.contains(kind) {
        known.insert(kind.to_owned());
        tracing::info!(frame.kind = kind, "the model's server sends frames that are not known; they are passed over");
    }
}
