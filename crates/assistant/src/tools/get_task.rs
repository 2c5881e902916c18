//! Reading one task whole.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{OneTask, fits, read};
use super::{Answer, Did, Effect, TaskView, Tool, ToolContext, ToolError, schema, task_id};

pub(super) const TOOL: Tool = Tool {
    name: "get_task",
    title: "Read a task",
    description: "Reads one task with all of its notes, which list_tasks cuts off.",
    effect: Effect::Reads,
    running: "Reading a task",
    icon: "search",
    parameters: schema::strict::<OneTask>,
    check: fits::<OneTask>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let OneTask { id } = read(arguments)?;
        let task = context.store.task(task_id(context, &id).await?).await?;
        let lists = Lists::read(&context.store).await?;
        let view = TaskView { notes: task.notes.clone(), ..lists.view(&task, &context.now) };
        Ok(Answer::new(Did::Listed, vec![view]))
    }
    .boxed()
}
