//! Moving tasks to another day.

use docket_tasks::{Command, Due, TaskPatch};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::{DueView, Lists};
use super::arguments::{RescheduleTask, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema, task_ids};

pub(super) const TOOL: Tool = Tool {
    name: "reschedule_task",
    title: "Reschedule tasks",
    description: "Gives tasks another due date, or takes it away. Look their ids up with list_tasks first. Changes nothing else.",
    effect: Effect::Changes,
    running: "Rescheduling tasks",
    icon: "calendar",
    parameters: schema::strict::<RescheduleTask>,
    check: fits::<RescheduleTask>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let RescheduleTask { ids, due } = read(arguments)?;
        let ids = task_ids(context, &ids).await?;
        let previous = context.stored(&ids).await?;
        let mut commands = Vec::with_capacity(previous.len());
        for task in &previous {
            let kept = match &task.due {
                Some(Due::At { at, zone }) => Some((at.time(), zone.clone())),
                Some(Due::Date(_)) | None => None,
            };
            let due = due.as_ref().map(|due| due.to_due(kept, &context.now)).transpose()?;
            let patch = TaskPatch { due: Some(due), ..TaskPatch::default() };
            commands.push(Command::EditTask { id: task.id, patch });
        }
        context.store.apply(Command::All(commands), context.actor, &context.now).await?;
        let stored = context.stored(&ids).await?;
        let lists = Lists::read(&context.store).await?;
        let before = match previous.as_slice() {
            [one] => one.due.as_ref().map(DueView::of),
            _ => None,
        };
        let previous = lists.views(&previous, &context.now);
        Ok(Answer { before, previous, ..Answer::new(Did::Rescheduled, lists.views(&stored, &context.now)) })
    }
    .boxed()
}
