//! Adding a task.

use docket_tasks::{Command, ListRef, NewTask, Priority};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{AddTask, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema, task_id};

pub(super) const TOOL: Tool = Tool {
    name: "add_task",
    title: "Add a task",
    description: "Adds one task to the user's list. Call it once for each task. The answer is the task as it is stored.",
    effect: Effect::Adds,
    running: "Adding a task",
    icon: "plus",
    parameters: schema::strict::<AddTask>,
    check: fits::<AddTask>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let new = new_task(context, read(arguments)?).await?;
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

async fn new_task(context: &ToolContext, said: AddTask) -> Result<NewTask, ToolError> {
    let AddTask { title, due, priority, list, labels, notes, repeat, start, duration_min, reminders, parent } = said;
    let now = &context.now;
    let due = due.map(|due| due.to_due(None, now)).transpose()?;
    let (repeat, first) = match repeat.map(|repeat| repeat.to_repeat(now)).transpose()? {
        Some((repeat, first)) => (Some(repeat), first),
        None => (None, None),
    };
    Ok(NewTask {
        title,
        notes: notes.unwrap_or_default(),
        priority: priority.map(Priority::try_from).transpose()?.unwrap_or_default(),
        due: due.or(first),
        start: start.map(|start| start.to_civil("start")).transpose()?,
        duration_min,
        repeat,
        reminders: reminders.unwrap_or_default().iter().map(|one| one.to_reminder()).collect::<Result<_, _>>()?,
        list: list.map(ListRef::Name),
        labels: labels.unwrap_or_default(),
        parent: match parent {
            Some(parent) => Some(task_id(context, &parent).await?),
            None => None,
        },
        source: context.source(),
    })
}
