//! Adding a task.

use docket_tasks::{Command, ListRef, NewTask, Priority};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{AddTask, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema};

pub(super) const TOOL: Tool = Tool {
    name: "add_task",
    title: "Add a task",
    description: "Adds one task to the user's list. Call it once for each task. The answer is the task as it is stored.",
    effect: Effect::Adds,
    running: "Adding a task",
    icon: "plus",
    parameters: schema::strict::<AddTask>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let AddTask { title, due, priority, list, labels, notes } = read(arguments)?;
        let new = NewTask {
            title,
            notes: notes.unwrap_or_default(),
            priority: priority.map(Priority::try_from).transpose()?.unwrap_or_default(),
            due: due.map(|due| due.to_due(None, &context.now)).transpose()?,
            list: list.map(ListRef::Name),
            labels: labels.unwrap_or_default(),
            source: context.source(),
            ..NewTask::default()
        };
        let applied = context.store.apply(Command::AddTask(new), context.actor, &context.now).await?;
        let lists = Lists::read(&context.store).await?;
        let tasks = lists.views(&applied.tasks, &context.now);
        Ok(Answer {
            created_lists: applied.created_lists,
            created_labels: applied.created_labels,
            ..Answer::new(Did::Added, tasks)
        })
    }
    .boxed()
}
