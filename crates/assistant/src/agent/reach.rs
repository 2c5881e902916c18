//! Which tasks a call would change: those that it names, and those that go along unnamed.

use docket_store::{HistoryEntry, SetKind};
use docket_tasks::{ChangeSetId, TaskId, TaskQuery, View};
use serde_json::Value;

use crate::tools::{self, Effect, Tool, ToolContext, ToolError};

/// Entries of the history that are read at once.
const PAGE: u32 = 20;

/// What a call is for.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// The tasks that it names, as whole ids.
    pub(super) named: Vec<TaskId>,
    /// The tasks that go along: subtasks with their parent, and all of a change that is taken back or done again.
    pub(super) along: Vec<TaskId>,
    /// Tasks beyond those, of a change too large to be told in full.
    pub(super) more: usize,
    /// The change that is taken back or done again.
    pub(super) change_set: Option<ChangeSetId>,
}

impl Reach {
    /// Looks up what a call of `tool` would change.
    ///
    /// # Errors
    /// [`ToolError`] where a task is named that is not there, and those of the disk.
    pub(super) async fn of(context: &ToolContext, tool: &Tool, arguments: &Value) -> Result<Self, ToolError> {
        if tool.effect == Effect::Undoes {
            return Self::of_undoing(context, tool).await;
        }
        if !tool.effect.touches_tasks() {
            return Ok(Self::default());
        }
        let named: Vec<String> = tools::named_ids(arguments).into_iter().map(str::to_owned).collect();
        let named = tools::task_ids(context, &named).await?;
        let mut along = Vec::new();
        if let Some(view) = tool.takes_subtasks_of() {
            for parent in &named {
                let query = TaskQuery { view, parent: Some(*parent), ..TaskQuery::default() };
                let subtasks = context.store.tasks(&query, &context.now).await?.tasks;
                along.extend(subtasks.iter().map(|task| task.id).filter(|id| !named.contains(id)));
            }
        }
        Ok(Self { named, along, ..Self::default() })
    }

    async fn of_undoing(context: &ToolContext, tool: &Tool) -> Result<Self, ToolError> {
        let is_redo = tool.name == tools::REDO;
        let mut after: Option<String> = None;
        loop {
            let page = context.store.history(None, Some(PAGE), after.as_deref()).await?;
            for entry in &page.entries {
                match (is_redo, entry.kind) {
                    (false, SetKind::Do | SetKind::Redo) if !entry.undone && entry.actor != "import" => {
                        return Ok(Self::of_entry(entry));
                    }
                    (true, SetKind::Undo) if !entry.undone => return Ok(Self::of_entry(entry)),
                    // Something new was done since: there is nothing to do again.
                    (true, SetKind::Do) => return Ok(Self::default()),
                    _ => {}
                }
            }
            after = page.after;
            if after.is_none() {
                return Ok(Self::default());
            }
        }
    }

    fn of_entry(entry: &HistoryEntry) -> Self {
        let tasks = entry.changes.iter().filter(|change| change.record == "task");
        let along = tasks.filter_map(|change| change.id.as_deref()?.parse().ok()).collect();
        let more = usize::try_from(entry.more_changes).unwrap_or(usize::MAX);
        Self { named: Vec::new(), along, more, change_set: Some(entry.change_set) }
    }

    /// All tasks that are told one by one.
    pub(super) fn ids(&self) -> impl Iterator<Item = TaskId> + '_ {
        self.named.iter().chain(&self.along).copied()
    }
}

impl Tool {
    /// Where the subtasks are that go along with a task; none where a tool changes what was named and nothing else.
    fn takes_subtasks_of(&self) -> Option<View> {
        match self.name {
            "complete_task" | "delete_task" => Some(View::All),
            "restore_task" => Some(View::Trash),
            _ => None,
        }
    }
}
