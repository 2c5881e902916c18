//! Moving a task to another day.

use docket_tasks::{Command, Due, TaskPatch};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::{DueView, Lists};
use super::arguments::{RescheduleTask, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema, task_id};

pub(super) const TOOL: Tool = Tool {
    name: "reschedule_task",
    description: "Gives one task another due date, or takes it away. Look the id up with list_tasks first. Changes nothing else.",
    effect: Effect::ChangesOneTask,
    running: "Rescheduling a task",
    icon: "calendar",
    parameters: schema::strict::<RescheduleTask>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let RescheduleTask { id, due } = read(arguments)?;
        let id = task_id(context, &id).await?;
        let before = context.store.task(id).await?.due;
        let kept = match &before {
            Some(Due::At { at, zone }) => Some((at.time(), zone.clone())),
            Some(Due::Date(_)) | None => None,
        };
        let due = due.map(|due| due.to_due(kept, &context.now)).transpose()?;
        let patch = TaskPatch { due: Some(due), ..TaskPatch::default() };
        context.store.apply(Command::EditTask { id, patch }, context.actor, &context.now).await?;
        let stored = context.store.task(id).await?;
        let lists = Lists::read(&context.store).await?;
        let tasks = vec![lists.view(&stored, &context.now)];
        Ok(Answer { before: before.as_ref().map(DueView::of), ..Answer::new(Did::Rescheduled, tasks) })
    }
    .boxed()
}
