//! What a turn leaves to be seen of its tools: cards of what was changed, or the tasks that were asked for.

use std::collections::HashMap;

use super::deltas::ChangedTask;
use crate::tools::{Answer, Did, TaskView};

/// The tasks that these answers changed, each once: as it was before the first change and as it is after the last. Taking changes back
/// shows in its own words, not here.
pub(super) fn changed(answers: &[Answer]) -> Vec<ChangedTask> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut changed: Vec<ChangedTask> = Vec::new();
    for answer in answers.iter().filter(|answer| changes_tasks(answer.did)) {
        for (index, task) in answer.tasks.iter().chain(&answer.next).enumerate() {
            match places.get(&task.id) {
                Some(place) => changed[*place].after = task.clone(),
                None => {
                    let before = answer.previous.get(index).filter(|before| before.id == task.id).cloned();
                    places.insert(task.id.clone(), changed.len());
                    changed.push(ChangedTask { did: answer.did, before, after: task.clone() });
                }
            }
        }
    }
    changed
}

/// The tasks that were asked for: those of the last answer, where nothing was changed.
pub(super) fn asked_for(answers: &[Answer]) -> Vec<TaskView> {
    match answers.last() {
        Some(answer) if matches!(answer.did, Did::Listed | Did::Planned) => {
            answer.tasks.iter().chain(&answer.suggested).cloned().collect()
        }
        Some(_) | None => Vec::new(),
    }
}

fn changes_tasks(did: Did) -> bool {
    match did {
        Did::Added
        | Did::Completed
        | Did::Reopened
        | Did::Updated
        | Did::RepeatSet
        | Did::Rescheduled
        | Did::MovedToTrash
        | Did::Restored => true,
        Did::Listed
        | Did::Undone
        | Did::Redone
        | Did::ListAdded
        | Did::ListsShown
        | Did::Planned
        | Did::Waiting
        | Did::Nothing => false,
    }
}
