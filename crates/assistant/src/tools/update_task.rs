//! Changing fields of a task, and no others.

use docket_tasks::list::INBOX;
use docket_tasks::{Command, ListRef, Priority, TaskPatch};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{Clearable, UpdateTask, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema, task_id};

pub(super) const TOOL: Tool = Tool {
    name: "update_task",
    title: "Change a task",
    description: "Changes fields of one task: title, notes, priority, list, labels, start, duration, reminders. What is null stays as it is. Due dates are \
                  reschedule_task's, repeats set_repeat's.",
    effect: Effect::Changes,
    running: "Changing a task",
    icon: "write",
    parameters: schema::strict::<UpdateTask>,
    check: fits::<UpdateTask>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let update: UpdateTask = read(arguments)?;
        let id = task_id(context, &update.id).await?;
        let previous = context.stored(&[id]).await?;
        let patch = patch(update)?;
        if patch == TaskPatch::default() {
            return Err(ToolError::tell("INVALID", "every field is null: say what is to be changed"));
        }
        let applied = context.store.apply(Command::EditTask { id, patch }, context.actor, &context.now).await?;
        let stored = context.stored(&[id]).await?;
        let lists = Lists::read(&context.store).await?;
        Ok(Answer {
            previous: lists.views(&previous, &context.now),
            created_lists: applied.created_lists,
            created_labels: applied.created_labels,
            ..Answer::new(Did::Updated, lists.views(&stored, &context.now))
        })
    }
    .boxed()
}

fn patch(update: UpdateTask) -> Result<TaskPatch, ToolError> {
    let UpdateTask { id: _, title, notes, priority, list, labels, start, duration_min, reminders, clear } = update;
    let mut patch = TaskPatch {
        title,
        notes,
        priority: priority.map(Priority::try_from).transpose()?,
        list: list.map(|name| {
            let is_inbox = name.trim().eq_ignore_ascii_case(INBOX);
            (!is_inbox).then_some(ListRef::Name(name))
        }),
        labels,
        start: start.map(|start| start.to_civil("start")).transpose()?.map(Some),
        duration_min: duration_min.map(Some),
        reminders: reminders
            .map(|reminders| reminders.iter().map(|one| one.to_reminder()).collect::<Result<_, _>>())
            .transpose()?,
        ..TaskPatch::default()
    };
    for field in clear.unwrap_or_default() {
        let is_set = match field {
            Clearable::Notes => patch.notes.replace(String::new()).is_some(),
            Clearable::Labels => patch.labels.replace(Vec::new()).is_some(),
            Clearable::List => patch.list.replace(None).is_some(),
            Clearable::Start => patch.start.replace(None).is_some(),
            Clearable::Duration => patch.duration_min.replace(None).is_some(),
            Clearable::Reminders => patch.reminders.replace(Vec::new()).is_some(),
        };
        if is_set {
            return Err(ToolError::tell("INVALID", "a field is both given and in `clear`, or there twice"));
        }
    }
    Ok(patch)
}
