//! Undo and redo, from the change log.

use docket_tasks::{ChangeSetId, UndoNeeds};
use jiff::Zoned;
use serde::{Deserialize, Serialize};

use crate::changes::{self, ChangeSet, SetKind};
use crate::mine::Mine;
use crate::store::Writing;
use crate::tasks::{scope, to_microsecond};
use crate::{Actor, Applied, Error, Store};

/// What an undo or a redo did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undone {
    /// The change set that was taken back.
    pub undone: ChangeSetId,
    /// What that changed; its change set is the undoing one.
    pub applied: Applied,
}

impl Store {
    /// Takes a change set back: the named one, or the last one in force of any actor but an import. Only the fields that it
    /// changed go back. What it added is gone, and comes back under the same id with [`Store::redo`].
    ///
    /// # Errors
    /// [`docket_tasks::Error::UndoConflict`] where a field has changed since; [`Error::NothingToUndo`]; [`Error::ChangeSetNotFound`];
    /// those of the disk. Nothing has changed then.
    pub async fn undo(&self, id: Option<ChangeSetId>, actor: Actor, now: &Zoned) -> Result<Undone, Error> {
        let now = to_microsecond(now);
        self.write(move |writing| {
            let target = match id {
                None => changes::last_in_force(&writing.mine)?.ok_or(Error::NothingToUndo)?,
                Some(id) => match latest_of(&writing.mine, id)? {
                    Latest::InForce(set) => set,
                    Latest::TakenBackBy(_) => return Err(Error::NothingToUndo),
                },
            };
            take_back(writing, &target, actor, &now)
        })
        .await
    }

    /// Takes an undo back: the last one, where nothing new has been done since, or that of the named change set (the undone or
    /// the undoing one).
    ///
    /// # Errors
    /// As [`Store::undo`], with [`Error::NothingToRedo`].
    pub async fn redo(&self, id: Option<ChangeSetId>, actor: Actor, now: &Zoned) -> Result<Undone, Error> {
        let now = to_microsecond(now);
        self.write(move |writing| {
            let target = match id {
                None => changes::last_undo(&writing.mine)?.ok_or(Error::NothingToRedo)?,
                Some(id) => match latest_of(&writing.mine, id)? {
                    Latest::TakenBackBy(set) => set,
                    Latest::InForce(set) if set.kind == SetKind::Undo => set,
                    Latest::InForce(_) => return Err(Error::NothingToRedo),
                },
            };
            take_back(writing, &target, actor, &now)
        })
        .await
    }
}

/// What has become of a change set after any number of undos and redos.
enum Latest {
    /// It holds, by itself or by the last redo of it.
    InForce(ChangeSet),
    /// It does not, because of this undo.
    TakenBackBy(ChangeSet),
}

fn latest_of(mine: &Mine<'_>, id: ChangeSetId) -> Result<Latest, Error> {
    let mut latest = Latest::InForce(changes::set(mine, id)?);
    loop {
        latest = match latest {
            Latest::InForce(ChangeSet { undone_by: Some(by), .. }) => Latest::TakenBackBy(changes::set(mine, by)?),
            Latest::TakenBackBy(ChangeSet { undone_by: Some(by), .. }) => Latest::InForce(changes::set(mine, by)?),
            latest => return Ok(latest),
        };
    }
}

fn take_back(writing: &mut Writing<'_>, target: &ChangeSet, actor: Actor, now: &Zoned) -> Result<Undone, Error> {
    if target.purged {
        return Err(Error::Purged(target.id));
    }
    let done = changes::of_set(&writing.mine, target.id)?;
    let UndoNeeds { tasks, lists, labels } = UndoNeeds::of(&done);
    let scope = scope(&writing.mine, &tasks, &lists, &labels)?;
    let undoing = docket_tasks::undo(&done, &scope, now)?;
    let kind = match target.kind {
        SetKind::Do | SetKind::Redo => SetKind::Undo,
        SetKind::Undo => SetKind::Redo,
    };
    let id = ChangeSetId::new(now.timestamp());
    let applied = changes::record(writing, id, kind, actor, now, &undoing)?;
    changes::mark_undone(&writing.mine, target.id, id)?;
    Ok(Undone { undone: target.id, applied })
}
