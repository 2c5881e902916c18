//! Finding tasks by words.

use std::num::NonZeroU32;

use docket_tasks::{TaskQuery, View};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{SearchTasks, checked_limit, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema};

const DEFAULT_LIMIT: u32 = 20;

pub(super) const TOOL: Tool = Tool {
    name: "search_tasks",
    title: "Search tasks",
    description: "Finds tasks by words of their titles and notes, with their ids; open ones first.",
    effect: Effect::Reads,
    running: "Searching the list",
    icon: "search",
    parameters: schema::strict::<SearchTasks>,
    check: fits::<SearchTasks>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let SearchTasks { words, include_done, limit } = read(arguments)?;
        let limit = checked_limit(limit, DEFAULT_LIMIT)?;
        if words.trim().is_empty() {
            return Err(ToolError::tell("INVALID", "`words` is empty; list_tasks lists without words"));
        }
        let views = if include_done == Some(true) { &[View::All, View::Done][..] } else { &[View::All] };
        let mut tasks = Vec::new();
        let mut has_more = false;
        for view in views {
            let Some(room) = NonZeroU32::new(limit.saturating_sub(u32::try_from(tasks.len()).unwrap_or(limit))) else {
                // Whether the next view holds any is not looked up: that there may be more is all that is said.
                has_more = true;
                break;
            };
            let query =
                TaskQuery { view: *view, words: Some(words.clone()), limit: Some(room), ..TaskQuery::default() };
            let page = context.store.tasks(&query, &context.now).await?;
            has_more = has_more || page.has_more;
            tasks.extend(page.tasks);
        }
        let lists = Lists::read(&context.store).await?;
        Ok(Answer { has_more, ..Answer::new(Did::Listed, lists.views(&tasks, &context.now)) })
    }
    .boxed()
}
