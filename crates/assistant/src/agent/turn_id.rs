//! Names of turns: a message's answer, tried once more, is the same turn, and takes back what it changed before.

use docket_store::{Actor, Error};
use docket_tasks::ChangeSetId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Assistant;
use crate::Failure;

/// The change set for an answer to the message `message_id`. What earlier answers to it changed is taken back first, so that trying again
/// does nothing twice. The names follow from the message's, so that they are found again after a crash and without the items that a
/// retry deletes.
///
/// # Errors
/// [`Failure::ChangedSince`] where somebody has changed the same fields since; [`Failure::Store`].
pub(super) async fn change_set(assistant: &Assistant, message_id: &str) -> Result<ChangeSetId, Failure> {
    let (mut known, mut step) = (0_u64, 1_u64);
    // Answers that changed something stand one after the other: the first that is not there is looked for in growing steps.
    loop {
        let id = named(message_id, known + step - 1);
        if take_back(assistant, id).await? {
            known += step;
            step *= 2;
        } else if step == 1 {
            return Ok(id);
        } else {
            step = 1;
        }
    }
}

/// Takes a change set back; answers whether there is one at all.
async fn take_back(assistant: &Assistant, id: ChangeSetId) -> Result<bool, Failure> {
    match assistant.store.undo(Some(id), Actor::Assistant { turn: id }, &assistant.now).await {
        Ok(_) | Err(Error::NothingToUndo) => Ok(true),
        Err(Error::ChangeSetNotFound(_)) => Ok(false),
        Err(Error::Task(docket_tasks::Error::UndoConflict { .. })) => Err(Failure::ChangedSince),
        Err(error) => Err(Failure::Store(error.to_string())),
    }
}

fn named(message_id: &str, attempt: u64) -> ChangeSetId {
    let digest =
        Sha256::new().chain_update("turn\0").chain_update(message_id).chain_update(attempt.to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    ChangeSetId::from(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// A secret of 32 bytes that nobody can guess, in hexadecimal digits.
pub(super) fn nonce() -> String {
    // Two random UUIDs of the operating system's numbers: 244 bits of them.
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}
