//! Looking tasks up.

use std::num::NonZeroU32;

use docket_tasks::{Due, TaskQuery, View};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Zoned;
use jiff::civil::Date;
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{ListTasks, Shown, checked_limit, date, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema};

const DEFAULT_LIMIT: u32 = 50;
/// Rows read at a time where dates narrow them down afterwards.
const PAGE: u32 = 500;

pub(super) const TOOL: Tool = Tool {
    name: "list_tasks",
    title: "List tasks",
    description: "Looks tasks up, with their ids. All conditions that are not null must hold.",
    effect: Effect::Reads,
    running: "Looking through the list",
    icon: "search",
    parameters: schema::strict::<ListTasks>,
    check: fits::<ListTasks>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let ListTasks { view, words, list, label, due_from, due_until, limit } = read(arguments)?;
        let limit = checked_limit(limit, DEFAULT_LIMIT)?;
        let days = Days {
            from: due_from.as_deref().map(date).transpose()?,
            until: due_until.as_deref().map(date).transpose()?,
        };
        let lists = Lists::read(&context.store).await?;
        let list = match list.as_deref().filter(|name| !name.trim().is_empty()) {
            None => None,
            Some(name) => Some(lists.by_name(name).ok_or_else(|| {
                let known = lists.names().join("`, `");
                ToolError::tell("LIST_NOT_FOUND", format!("no list is called `{name}`; there are: `{known}`"))
            })?),
        };
        let query = TaskQuery {
            view: view.map_or(View::All, View::from),
            words: words.filter(|words| !words.trim().is_empty()),
            list,
            label: label.filter(|label| !label.trim().is_empty()),
            limit: NonZeroU32::new(if days.is_unlimited() { limit } else { PAGE }),
            ..TaskQuery::default()
        };
        found(context, query, &days, limit as usize, &lists).await
    }
    .boxed()
}

async fn found(
    context: &ToolContext,
    mut query: TaskQuery,
    days: &Days,
    limit: usize,
    lists: &Lists,
) -> Result<Answer, ToolError> {
    let mut tasks = Vec::new();
    loop {
        let page = context.store.tasks(&query, &context.now).await?;
        tasks.extend(page.tasks.into_iter().filter(|task| days.hold(task.due.as_ref(), &context.now)));
        query.after = page.after;
        if query.after.is_none() || (days.is_unlimited() && tasks.len() >= limit) {
            break;
        }
    }
    // Days are read in their order, which is not the one of the pages; a day without a time is due at its end.
    if !days.is_unlimited() {
        tasks.sort_by_cached_key(|task| task.due.as_ref().and_then(|due| due.deadline(&context.now)));
    }
    let has_more = tasks.len() > limit || query.after.is_some();
    tasks.truncate(limit);
    Ok(Answer { has_more, ..Answer::new(Did::Listed, lists.views(&tasks, &context.now)) })
}

/// First and last day, where there are any.
struct Days {
    from: Option<Date>,
    until: Option<Date>,
}

impl Days {
    fn is_unlimited(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    fn hold(&self, due: Option<&Due>, now: &Zoned) -> bool {
        if self.is_unlimited() {
            return true;
        }
        due.map(|due| due.date_in(now)).is_some_and(|date| {
            self.from.is_none_or(|from| date >= from) && self.until.is_none_or(|until| date <= until)
        })
    }
}

impl From<Shown> for View {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::All => Self::All,
            Shown::Today => Self::Today,
            Shown::Upcoming => Self::Upcoming,
            Shown::Overdue => Self::Overdue,
            Shown::Inbox => Self::Inbox,
            Shown::Done => Self::Done,
            Shown::Trash => Self::Trash,
        }
    }
}
