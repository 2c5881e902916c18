//! The lines that show what the tools do, as a ChatKit workflow.

use chatkit_server::{
    Item, ItemKind, ItemUpdate, StreamError, Task, TaskKind, TaskStatus, Turn, Workflow, WorkflowKind, WorkflowSummary,
};
use jiff::Zoned;

use crate::phrase;
use crate::tools::{Answer, Did, Tool};

/// The icon of a step that failed: ChatKit has no state for it.
const FAILED: &str = "lucide:circle-alert";

/// The workflow of a turn while it is open, or nothing yet.
#[derive(Debug, Default)]
pub(super) struct Steps {
    open: Option<Item>,
    tasks: Vec<Task>,
    answers: Vec<(Did, usize)>,
    icon: Option<&'static str>,
}

impl Steps {
    /// Shows that a tool runs.
    pub(super) async fn begin(&mut self, turn: &mut Turn, tool: Option<&Tool>) -> Result<(), StreamError> {
        let (title, icon) =
            tool.map_or(("Calling an unknown tool", "circle-question"), |tool| (tool.running, tool.icon));
        let task = step(title.to_owned(), icon, None, TaskStatus::Loading);
        self.tasks.push(task.clone());
        match &self.open {
            None => {
                let workflow =
                    Workflow { kind: WorkflowKind::Custom, tasks: vec![task], summary: None, expanded: false };
                self.open = Some(turn.begin_item(ItemKind::Workflow { workflow }).await?);
                Ok(())
            }
            Some(item) => {
                let task_index = self.tasks.len() - 1;
                turn.update_item(&item.id, ItemUpdate::WorkflowTaskAdded { task_index, task }).await
            }
        }
    }

    /// Shows what the tool that was begun last has done.
    pub(super) async fn end(
        &mut self,
        turn: &mut Turn,
        tool: Option<&Tool>,
        answer: &Answer,
        now: &Zoned,
    ) -> Result<(), StreamError> {
        let icon = match (&answer.error, tool) {
            (Some(_), _) => FAILED,
            (None, Some(tool)) => tool.icon,
            (None, None) => "circle-question",
        };
        let status = if answer.error.is_some() { TaskStatus::None } else { TaskStatus::Complete };
        let task = step(answer.line(), icon, answer.detail(now), status);
        self.answers.push((answer.did, answer.tasks.len()));
        // A step that failed and was mended is not what the turn came to.
        let is_telling = answer.error.is_none() && !matches!(answer.did, Did::Listed | Did::ListsShown);
        if self.icon.is_none() || is_telling {
            self.icon = Some(icon);
        }
        let Some(task_index) = self.tasks.len().checked_sub(1) else { return Ok(()) };
        self.tasks[task_index] = task.clone();
        match &self.open {
            Some(item) => turn.update_item(&item.id, ItemUpdate::WorkflowTaskUpdated { task_index, task }).await,
            None => Ok(()),
        }
    }

    /// Stores the lines, if there are any, folded under one that says what was done.
    pub(super) async fn finish(&mut self, turn: &mut Turn) -> Result<(), StreamError> {
        let Self { open, mut tasks, answers, icon } = std::mem::take(self);
        let Some(mut item) = open else { return Ok(()) };
        // A step that a failure cut short is not under way any more.
        for task in tasks.iter_mut().filter(|task| task.status_indicator == TaskStatus::Loading) {
            task.status_indicator = TaskStatus::None;
        }
        let summary = WorkflowSummary::Custom { title: summary(&answers), icon: icon.map(str::to_owned) };
        let workflow = Workflow { kind: WorkflowKind::Custom, tasks, summary: Some(summary), expanded: false };
        item.kind = ItemKind::Workflow { workflow };
        turn.finish_item(item).await
    }
}

fn step(title: String, icon: &str, content: Option<String>, status_indicator: TaskStatus) -> Task {
    Task { status_indicator, kind: TaskKind::Custom { title: Some(title), icon: Some(icon.to_owned()), content } }
}

/// `Added 2 tasks, completed one task`; look-ups are named only where nothing else was done.
fn summary(answers: &[(Did, usize)]) -> String {
    let mut done: Vec<(Did, usize)> = Vec::new();
    for (did, count) in answers {
        match done.iter_mut().find(|(known, _)| known == did) {
            Some((_, total)) => *total += count,
            None => done.push((*did, *count)),
        }
    }
    let changes: Vec<String> = done.iter().filter_map(|(did, count)| change(*did, *count)).collect();
    if changes.is_empty() {
        let failed = done.iter().any(|(did, _)| *did == Did::Nothing);
        return if failed { "Could not do that" } else { "Looked through the list" }.to_owned();
    }
    let text = changes.join(", ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn change(did: Did, count: usize) -> Option<String> {
    let tasks = phrase::tasks(count);
    match did {
        Did::Added => Some(format!("added {tasks}")),
        Did::Completed => Some(format!("completed {tasks}")),
        Did::Reopened => Some(format!("reopened {tasks}")),
        Did::Rescheduled => Some(format!("rescheduled {tasks}")),
        Did::MovedToTrash => Some(format!("moved {tasks} to the trash")),
        Did::Restored => Some(format!("took {tasks} out of the trash")),
        Did::Undone => Some("undid the last change".to_owned()),
        Did::Redone => Some("did the last change again".to_owned()),
        Did::RepeatSet => Some(format!("changed how {tasks} repeats")),
        Did::Updated => Some(format!("changed {tasks}")),
        Did::ListAdded => Some("added a list".to_owned()),
        Did::Waiting => Some(format!("asks before changing {tasks}")),
        Did::Listed | Did::ListsShown | Did::Planned | Did::Nothing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_what_was_done() {
        for (answers, expected) in [
            (&[(Did::Listed, 7), (Did::Completed, 1)][..], "Completed one task"),
            (&[(Did::Added, 1), (Did::Added, 1), (Did::Completed, 1)], "Added 2 tasks, completed one task"),
            (&[(Did::Listed, 0)], "Looked through the list"),
            (&[(Did::Listed, 3), (Did::Nothing, 0)], "Could not do that"),
            (&[(Did::Undone, 0)], "Undid the last change"),
        ] {
            assert_eq!(summary(answers), expected);
        }
    }
}
