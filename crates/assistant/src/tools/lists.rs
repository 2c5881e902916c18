//! Lists: making one, and telling them.

use docket_store::ListInfo;
use docket_tasks::list::INBOX;
use docket_tasks::{Command, NewList};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::arguments::{AddList, Nothing, fits, read};
use super::{Answer, Did, Effect, ListView, Tool, ToolContext, ToolError, schema};

pub(super) const ADD: Tool = Tool {
    name: "add_list",
    title: "Add a list",
    description: "Adds an empty list. Not needed before a task is added to it: add_task makes the lists that it names.",
    effect: Effect::Adds,
    running: "Adding a list",
    icon: "plus",
    parameters: schema::strict::<AddList>,
    check: fits::<AddList>,
    run: add,
};

pub(super) const LIST: Tool = Tool {
    name: "list_lists",
    title: "Show the lists",
    description: "Tells the names of all lists, and how many open tasks each holds. The Inbox holds the tasks that are in no list.",
    effect: Effect::Reads,
    running: "Looking through the lists",
    icon: "search",
    parameters: schema::strict::<Nothing>,
    check: fits::<Nothing>,
    run: show,
};

fn add(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let AddList { name } = read(arguments)?;
        let command = Command::AddList(NewList { name, color: None });
        let applied = context.store.apply(command, context.actor, &context.now).await?;
        let lists = applied.lists.into_iter().map(|list| ListView { name: list.name, open_count: 0 }).collect();
        Ok(Answer { lists, created_lists: applied.created_lists, ..Answer::new(Did::ListAdded, Vec::new()) }.noted())
    }
    .boxed()
}

fn show(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let Nothing {} = read(arguments)?;
        let inbox = context.store.counts(&context.now).await?.inbox;
        let lists = context.store.lists().await?;
        let named = lists.into_iter().map(|ListInfo { list, open_count }| ListView { name: list.name, open_count });
        let lists = [ListView { name: INBOX.to_owned(), open_count: inbox }].into_iter().chain(named).collect();
        Ok(Answer { lists, ..Answer::new(Did::ListsShown, Vec::new()) }.noted())
    }
    .boxed()
}
