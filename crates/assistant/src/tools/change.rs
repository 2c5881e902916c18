//! Completing, reopening, deleting and restoring one task.

use docket_tasks::{Command, TaskId};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{OneTask, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema, task_id};

pub(super) const COMPLETE: Tool = Tool {
    name: "complete_task",
    description: "Completes one open task. Look its id up with list_tasks first.",
    effect: Effect::ChangesOneTask,
    running: "Completing a task",
    icon: "check-circle",
    parameters: schema::strict::<OneTask>,
    run: |context, arguments| run(context, arguments, Command::CompleteTask, Did::Completed),
};

pub(super) const REOPEN: Tool = Tool {
    name: "reopen_task",
    description: "Opens one completed task again. list_tasks with the view `done` tells ids of completed tasks.",
    effect: Effect::ChangesOneTask,
    running: "Reopening a task",
    icon: "reload",
    parameters: schema::strict::<OneTask>,
    run: |context, arguments| run(context, arguments, Command::ReopenTask, Did::Reopened),
};

pub(super) const DELETE: Tool = Tool {
    name: "delete_task",
    description: "Moves one task to the trash, where it stays for 30 days. Only when the user asked for exactly this task to be deleted.",
    effect: Effect::ChangesOneTask,
    running: "Moving a task to the trash",
    icon: "lucide:trash-2",
    parameters: schema::strict::<OneTask>,
    run: |context, arguments| run(context, arguments, Command::DeleteTask, Did::MovedToTrash),
};

pub(super) const RESTORE: Tool = Tool {
    name: "restore_task",
    description: "Takes one task out of the trash. list_tasks with the view `trash` tells ids of deleted tasks.",
    effect: Effect::ChangesOneTask,
    running: "Taking a task out of the trash",
    icon: "lucide:undo-2",
    parameters: schema::strict::<OneTask>,
    run: |context, arguments| run(context, arguments, Command::RestoreTask, Did::Restored),
};

fn run(
    context: &ToolContext,
    arguments: Value,
    command: fn(TaskId) -> Command,
    did: Did,
) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let OneTask { id } = read(arguments)?;
        let id = task_id(context, &id).await?;
        context.store.apply(command(id), context.actor, &context.now).await?;
        // What is stored now, not what the command was meant to do.
        let stored = context.store.task(id).await?;
        let lists = Lists::read(&context.store).await?;
        Ok(Answer::new(did, vec![lists.view(&stored, &context.now)]))
    }
    .boxed()
}
