//! Completing, reopening, deleting and restoring tasks.

use docket_tasks::{Command, TaskId};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{SeveralTasks, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema, task_ids};

pub(super) const COMPLETE: Tool = Tool {
    name: "complete_task",
    title: "Complete tasks",
    description: "Completes open tasks. Look their ids up with list_tasks first. More than five at once wait for the user's word.",
    effect: Effect::Changes,
    running: "Completing tasks",
    icon: "check-circle",
    parameters: schema::strict::<SeveralTasks>,
    check: fits::<SeveralTasks>,
    run: |context, arguments| run(context, arguments, Command::CompleteTask, Did::Completed),
};

pub(super) const REOPEN: Tool = Tool {
    name: "reopen_task",
    title: "Reopen tasks",
    description: "Opens completed tasks again. list_tasks with the view `done` tells ids of completed tasks.",
    effect: Effect::Changes,
    running: "Reopening tasks",
    icon: "reload",
    parameters: schema::strict::<SeveralTasks>,
    check: fits::<SeveralTasks>,
    run: |context, arguments| run(context, arguments, Command::ReopenTask, Did::Reopened),
};

pub(super) const DELETE: Tool = Tool {
    name: "delete_task",
    title: "Move tasks to the trash",
    description: "Moves tasks to the trash, where they stay for 30 days. Only when the user asked for exactly these tasks to be deleted.",
    effect: Effect::Deletes,
    running: "Moving tasks to the trash",
    icon: "lucide:trash-2",
    parameters: schema::strict::<SeveralTasks>,
    check: fits::<SeveralTasks>,
    run: |context, arguments| run(context, arguments, Command::DeleteTask, Did::MovedToTrash),
};

pub(super) const RESTORE: Tool = Tool {
    name: "restore_task",
    title: "Take tasks out of the trash",
    description: "Takes tasks out of the trash. list_tasks with the view `trash` tells ids of deleted tasks.",
    effect: Effect::Changes,
    running: "Taking tasks out of the trash",
    icon: "lucide:undo-2",
    parameters: schema::strict::<SeveralTasks>,
    check: fits::<SeveralTasks>,
    run: |context, arguments| run(context, arguments, Command::RestoreTask, Did::Restored),
};

fn run(
    context: &ToolContext,
    arguments: Value,
    command: fn(TaskId) -> Command,
    did: Did,
) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let SeveralTasks { ids } = read(arguments)?;
        let ids = task_ids(context, &ids).await?;
        let previous = context.stored(&ids).await?;
        let applied = context.apply_to(&ids, command).await?;
        // What is stored now, not what the command was meant to do.
        let stored = context.stored(&ids).await?;
        let lists = Lists::read(&context.store).await?;
        let previous = lists.views(&previous, &context.now);
        let next = applied.next.as_ref().map(|next| lists.view(next, &context.now));
        Ok(Answer { previous, next, ..Answer::new(did, lists.views(&stored, &context.now)) })
    }
    .boxed()
}
