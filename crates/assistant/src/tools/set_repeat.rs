//! Making a task repeat, or not any more.

use docket_tasks::{Command, TaskPatch};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{SetRepeat, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema, task_id};

pub(super) const TOOL: Tool = Tool {
    name: "set_repeat",
    title: "Make a task repeat",
    description: "Makes one task repeat, in another way than before, or not any more. It keeps its due date; without one it gets the first \
                  that the rule falls on. Changes nothing else.",
    effect: Effect::Changes,
    running: "Setting a repeat",
    icon: "calendar",
    parameters: schema::strict::<SetRepeat>,
    check: fits::<SetRepeat>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let SetRepeat { id, repeat } = read(arguments)?;
        let id = task_id(context, &id).await?;
        let previous = context.stored(&[id]).await?;
        let is_undated = previous.iter().all(|task| task.due.is_none());
        let patch = match repeat.map(|repeat| repeat.to_repeat(&context.now)).transpose()? {
            None => TaskPatch { repeat: Some(None), ..TaskPatch::default() },
            Some((repeat, first)) => {
                let due = first.filter(|_| is_undated).map(Some);
                TaskPatch { repeat: Some(Some(repeat)), due, ..TaskPatch::default() }
            }
        };
        context.store.apply(Command::EditTask { id, patch }, context.actor, &context.now).await?;
        let stored = context.stored(&[id]).await?;
        let lists = Lists::read(&context.store).await?;
        let previous = lists.views(&previous, &context.now);
        Ok(Answer { previous, ..Answer::new(Did::RepeatSet, lists.views(&stored, &context.now)) })
    }
    .boxed()
}
