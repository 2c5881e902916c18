//! What to do on a day, in which order.

use std::num::NonZeroU32;

use docket_tasks::{Priority, Task, TaskQuery, View};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Zoned;
use jiff::civil::{Date, Time};
use serde_json::Value;

use super::answer::Lists;
use super::arguments::{PlanDay, fits, read};
use super::{Answer, Did, Effect, Tool, ToolContext, ToolError, schema};

/// A day with fewer tasks than this has room for more.
const ROOM: usize = 5;
const PAGE: u32 = 500;

pub(super) const TOOL: Tool = Tool {
    name: "plan_day",
    title: "Plan a day",
    description: "Puts the tasks of a day in order: what is overdue, what has a time, then by priority; and suggests some that have no \
                  date where the day has room. Changes nothing.",
    effect: Effect::Reads,
    running: "Planning the day",
    icon: "calendar",
    parameters: schema::strict::<PlanDay>,
    check: fits::<PlanDay>,
    run,
};

fn run(context: &ToolContext, arguments: Value) -> BoxFuture<'_, Result<Answer, ToolError>> {
    async move {
        let PlanDay { day } = read(arguments)?;
        let today = context.now.date();
        let day = day.map(|day| day.to_date()).transpose()?.unwrap_or(today);
        if day < today {
            return Err(ToolError::tell("INVALID", format!("{day} is over; today is {today}")));
        }
        let open = open_tasks(context).await?;
        let (mut planned, rest): (Vec<Task>, Vec<Task>) =
            open.into_iter().partition(|task| is_for(task, day, &context.now));
        planned.sort_by_cached_key(|task| turn_of(task, day, &context.now));
        let mut suggested: Vec<Task> = rest.into_iter().filter(|task| task.due.is_none()).collect();
        suggested.sort_by_key(|task| task.priority);
        suggested.truncate(ROOM.saturating_sub(planned.len()));
        let lists = Lists::read(&context.store).await?;
        let suggested = lists.views(&suggested, &context.now);
        Ok(Answer { suggested, ..Answer::new(Did::Planned, lists.views(&planned, &context.now)) }.noted())
    }
    .boxed()
}

async fn open_tasks(context: &ToolContext) -> Result<Vec<Task>, ToolError> {
    let mut query = TaskQuery { view: View::All, limit: NonZeroU32::new(PAGE), ..TaskQuery::default() };
    let mut tasks = Vec::new();
    loop {
        let page = context.store.tasks(&query, &context.now).await?;
        tasks.extend(page.tasks);
        query.after = page.after;
        if query.after.is_none() {
            return Ok(tasks);
        }
    }
}

/// Due that day; what is overdue belongs to today.
fn is_for(task: &Task, day: Date, now: &Zoned) -> bool {
    let Some(due) = task.due.as_ref().map(|due| due.date_in(now)) else { return false };
    due == day || (day == now.date() && due < day)
}

/// Where a task stands in the day: a time that is still to come keeps its place, all else by priority, the older first.
fn turn_of(task: &Task, day: Date, now: &Zoned) -> (bool, Option<Time>, Priority, Option<Date>) {
    let date = task.due.as_ref().map(|due| due.date_in(now));
    let time = task.due.as_ref().and_then(docket_tasks::Due::time).filter(|_| date == Some(day));
    let is_overdue = task.is_overdue(now);
    (!is_overdue, time.filter(|_| !is_overdue).or(Some(Time::MAX)), task.priority, date)
}
