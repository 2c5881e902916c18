//! Taking the last change back.

use docket_tasks::ChangeSetId;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{Nothing, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema};

/// Name of the tool that does again what was undone.
pub(crate) const REDO_NAME: &str = "redo";
/// The argument of calls that have waited for the user: the change that was shown, whatever has been done since.
pub(crate) const CHANGE_SET: &str = "change_set";

/// No model is told of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    #[serde(default)]
    change_set: Option<ChangeSetId>,
}

pub(super) const TOOL: Tool = Tool {
    name: "undo",
    title: "Undo the last change",
    description: "Takes the last change of the list back, whoever made it; a whole turn of yours counts as one change. Only when the user asks for it.",
    effect: Effect::Undoes,
    running: "Undoing the last change",
    icon: "lucide:undo-2",
    parameters: schema::strict::<Nothing>,
    check: fits::<Which>,
    run,
};

pub(super) const REDO: Tool = Tool {
    name: REDO_NAME,
    title: "Redo what was undone",
    description: "Does again what the last undo took back, where nothing else was done since. Only when the user asks for it.",
    effect: Effect::Undoes,
    running: "Redoing the last change",
    icon: "lucide:redo-2",
    parameters: schema::strict::<Nothing>,
    check: fits::<Which>,
    run: redo,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let Which { change_set } = read(arguments)?;
        let applied = context.store.undo(change_set, context.actor, &context.now).await?.applied;
        let lists = Lists::read(&context.store).await?;
        let tasks = lists.views(&applied.tasks, &context.now);
        Ok(Answer { removed: applied.removed.len(), ..Answer::new(Did::Undone, tasks) })
    }
    .boxed()
}

fn redo(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let Which { change_set } = read(arguments)?;
        let applied = context.store.redo(change_set, context.actor, &context.now).await?.applied;
        let lists = Lists::read(&context.store).await?;
        let tasks = lists.views(&applied.tasks, &context.now);
        Ok(Answer { removed: applied.removed.len(), ..Answer::new(Did::Redone, tasks) })
    }
    .boxed()
}
