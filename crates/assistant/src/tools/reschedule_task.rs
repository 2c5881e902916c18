//! Moving tasks to another day.

use docket_tasks::{Command, Due, Task, TaskPatch};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Zoned;
use serde_json::Value;

use super::answer::{DueView, Lists};
use super::arguments::{DueArgument, RescheduleTask, fits, read};
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
            let due = due_of(task, due.as_ref(), &context.now)?;
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

/// When `task` is due then; a time of day that it has stays where the argument says none.
fn due_of(task: &Task, due: Option<&DueArgument>, now: &Zoned) -> Result<Option<Due>, ToolError> {
    let kept = match &task.due {
        Some(Due::At { at, zone }) => Some((at.time(), zone.clone())),
        Some(Due::Date(_)) | None => None,
    };
    due.map(|due| due.to_due(kept, now)).transpose()
}

/// When `task` would be due after a call with these arguments; nothing where they are none.
pub(crate) fn due_after(arguments: &Value, task: &Task, now: &Zoned) -> Option<Option<DueView>> {
    let RescheduleTask { ids: _, due } = read(arguments.clone()).ok()?;
    Some(due_of(task, due.as_ref(), now).ok()?.as_ref().map(DueView::of))
}
