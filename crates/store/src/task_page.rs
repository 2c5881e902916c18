//! Views, a page at a time. A page continues from the last row's place in the order, never from a count of rows, so that what is
//! added or completed meanwhile moves nothing.

use docket_tasks::{Error as TaskError, Task, TaskId, TaskQuery, View};
use jiff::Zoned;
use jiff::civil::Date;
use rusqlite::ToSql;
use serde::Serialize;
use uuid::Uuid;

use crate::mine::Mine;
use crate::task_rows::{self, COLUMNS, label_key};
use crate::{Error, Store, feed, search, words};

const DEFAULT_LIMIT: u32 = 50;
const MOST: u32 = 500;
/// Zones are at most 26 hours apart: what is due today for the user is due within two days of it wherever it was said.
const ZONE_DAYS: i64 = 2;

/// A page of tasks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskPage {
    /// The tasks, in the view's order.
    pub tasks: Vec<Task>,
    /// Whether more follow.
    pub has_more: bool,
    /// What to ask the next page with; present exactly when more follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The user's revision that the page shows.
    pub revision: u64,
}

/// How many tasks the views hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// [`View::Inbox`].
    pub inbox: u64,
    /// [`View::Today`], the overdue ones among them.
    pub today: u64,
    /// [`View::Overdue`].
    pub overdue: u64,
    /// [`View::Upcoming`].
    pub upcoming: u64,
    /// [`View::All`].
    pub all: u64,
    /// [`View::Done`].
    pub done: u64,
    /// [`View::Trash`].
    pub trash: u64,
}

impl Store {
    /// A page of a view. Today, upcoming and overdue are ordered by due, then priority, then place; all, inbox and lists by place;
    /// done and trash newest first. With words, what was added last comes first, in every view.
    ///
    /// `now`: the moment and the zone in which "today" is meant.
    ///
    /// # Errors
    /// [`docket_tasks::Error::Invalid`] for a `limit` over 500 or an `after` that is not of such a page; those of the disk.
    pub async fn tasks(&self, query: &TaskQuery, now: &Zoned) -> Result<TaskPage, Error> {
        let (query, now) = (query.clone(), now.clone());
        self.read(move |mine| page(mine, &query, &now)).await
    }

    /// How many tasks each view holds at `now`.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn counts(&self, now: &Zoned) -> Result<Counts, Error> {
        let now = now.clone();
        self.read(move |mine| counts(mine, &now)).await
    }
}

fn page(mine: &Mine<'_>, query: &TaskQuery, now: &Zoned) -> Result<TaskPage, Error> {
    let limit = query.limit.map_or(DEFAULT_LIMIT, std::num::NonZeroU32::get);
    if limit > MOST {
        return Err(TaskError::invalid("limit", format!("is {limit}, the most is {MOST}")).into());
    }
    let moments = Moments::of(now);
    let words = query.words.as_deref().map(words::words_of).filter(|words| !words.is_empty());
    let (mut rows, has_more) = match words {
        None => walk(mine, query, &moments, limit)?,
        Some(words) => search::find(mine, query, &words, &moments, limit)?,
    };
    let after = if has_more { rows.last().map(|(_, place)| place.clone()) } else { None };
    let tasks = rows.drain(..).map(|(task, _)| task).collect();
    Ok(TaskPage { tasks, has_more, after, revision: feed::last_revision(mine)? })
}

/// Tasks with their places, and whether more follow.
pub(crate) type Rows = (Vec<(Task, String)>, bool);

/// A walk along the view's order.
fn walk(mine: &Mine<'_>, query: &TaskQuery, moments: &Moments, limit: u32) -> Result<Rows, Error> {
    let order = Order::of(query.view);
    let place = query.after.as_deref().map(|after| order.read_place(after)).transpose()?;
    let narrowing = Narrowing::of(query);
    let wanted = limit + 1;
    let mut parameters: Vec<(&str, &dyn ToSql)> = moments.parameters(query.view);
    parameters.push((":wanted", &wanted));
    parameters.extend(narrowing.parameters());
    match &place {
        Some(place) => parameters.extend(place.parameters()),
        None => parameters.extend(moments.start(query.view)),
    }
    let mut tasks = mine.rows(&select(query), &parameters, task_rows::read)?;
    let has_more = tasks.len() > limit as usize;
    tasks.truncate(limit as usize);
    let rows = tasks.into_iter().map(|task| {
        let place = order.place_of(&task);
        (task, place)
    });
    Ok((rows.collect(), has_more))
}

/// What a query narrows its view to, beside words.
pub(crate) struct Narrowing {
    list: Option<Uuid>,
    is_in_inbox: bool,
    label: Option<String>,
    parent: Option<Uuid>,
}

impl Narrowing {
    pub(crate) fn of(query: &TaskQuery) -> Self {
        let TaskQuery { view: _, words: _, list, is_in_inbox, label, parent, limit: _, after: _ } = query;
        Self {
            list: list.map(|list| *list.as_uuid()),
            is_in_inbox: *is_in_inbox,
            label: label.as_deref().map(label_key),
            parent: parent.map(|parent| *parent.as_uuid()),
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        let Self { list, is_in_inbox, label, parent } = self;
        list.is_none() && !is_in_inbox && label.is_none() && parent.is_none()
    }

    pub(crate) fn sql(&self) -> String {
        let Self { list, is_in_inbox, label, parent } = self;
        let mut sql = String::new();
        if list.is_some() {
            sql.push_str(" AND t.list_id = :list");
        }
        if *is_in_inbox {
            sql.push_str(" AND t.list_id IS NULL");
        }
        if label.is_some() {
            sql.push_str(
                " AND EXISTS (SELECT 1 FROM task_labels w WHERE w.user = t.user AND w.task_id = t.id AND w.label_key = :label)",
            );
        }
        if parent.is_some() {
            sql.push_str(" AND t.parent = :parent");
        }
        sql
    }

    /// Those that [`Narrowing::sql`] names.
    pub(crate) fn parameters(&self) -> Vec<(&'static str, &dyn ToSql)> {
        let Self { list, is_in_inbox: _, label, parent } = self;
        let list = list.as_ref().map(|list| (":list", list as &dyn ToSql));
        let label = label.as_ref().map(|label| (":label", label as &dyn ToSql));
        let parent = parent.as_ref().map(|parent| (":parent", parent as &dyn ToSql));
        list.into_iter().chain(label).chain(parent).collect()
    }
}

/// The statement for a walk; it names exactly the parameters that the query brings.
fn select(query: &TaskQuery) -> String {
    let order = Order::of(query.view);
    let (condition, narrowing) = (condition(query.view), Narrowing::of(query).sql());
    let from = if query.after.is_some() { order.after() } else { Order::start(query.view) };
    let by = order.by();
    format!("SELECT {COLUMNS} FROM tasks t WHERE t.user = :user AND {condition}{narrowing}{from}{by}")
}

fn counts(mine: &Mine<'_>, now: &Zoned) -> Result<Counts, Error> {
    let moments = Moments::of(now);
    let count = |view| {
        let sql = format!("SELECT count(*) FROM tasks t WHERE t.user = :user AND {}", condition(view));
        let found = mine.row(&sql, &moments.parameters(view), |row| Ok(row.get::<_, u64>(0)?))?;
        Ok::<_, Error>(found.unwrap_or(0))
    };
    Ok(Counts {
        inbox: count(View::Inbox)?,
        today: count(View::Today)?,
        overdue: count(View::Overdue)?,
        upcoming: count(View::Upcoming)?,
        all: count(View::All)?,
        done: count(View::Done)?,
        trash: count(View::Trash)?,
    })
}

/// The same as [`Task::is_due_today`] and [`Task::is_overdue`], in SQL. The bound on `due` alone is what the index is walked by.
pub(crate) fn condition(view: View) -> &'static str {
    match view {
        View::All => "t.status = 'open' AND t.deleted_at_us IS NULL",
        View::Inbox => "t.status = 'open' AND t.deleted_at_us IS NULL AND t.list_id IS NULL",
        View::Today => {
            "t.status = 'open' AND t.deleted_at_us IS NULL AND t.due IS NOT NULL AND t.due < :horizon
             AND (t.due_at_us IS NULL AND t.due < :tomorrow OR t.due_at_us < :tomorrow_us)"
        }
        View::Overdue => {
            "t.status = 'open' AND t.deleted_at_us IS NULL AND t.due IS NOT NULL AND t.due < :horizon
             AND (t.due_zone IS NULL AND t.due < :today OR t.due_at_us <= :now_us)"
        }
        View::Upcoming => {
            "t.status = 'open' AND t.deleted_at_us IS NULL AND t.due IS NOT NULL
             AND (t.due_at_us IS NULL AND t.due >= :tomorrow OR t.due_at_us >= :tomorrow_us)"
        }
        View::Done => "t.status = 'done' AND t.deleted_at_us IS NULL",
        View::Trash => "t.deleted_at_us IS NOT NULL",
    }
}

/// What "today" means, as the conditions want it.
pub(crate) struct Moments {
    floor: String,
    today: String,
    tomorrow: String,
    horizon: String,
    now_us: i64,
    tomorrow_us: i64,
}

impl Moments {
    fn of(now: &Zoned) -> Self {
        let today = now.date();
        let days = |days: i64| today.saturating_add(jiff::Span::new().days(days));
        let midnight = |date: Date| date.to_zoned(now.time_zone().clone()).map(|at| at.timestamp().as_microsecond());
        Self {
            floor: days(-ZONE_DAYS).to_string(),
            today: today.to_string(),
            tomorrow: days(1).to_string(),
            horizon: days(1 + ZONE_DAYS).to_string(),
            now_us: now.timestamp().as_microsecond(),
            // Only the calendar's last day has no midnight after it.
            tomorrow_us: midnight(days(1)).unwrap_or(i64::MAX),
        }
    }

    /// Those that the view's [`condition`] names.
    pub(crate) fn parameters(&self, view: View) -> Vec<(&'static str, &dyn ToSql)> {
        let Self { floor: _, today, tomorrow, horizon, now_us, tomorrow_us } = self;
        match view {
            View::All | View::Inbox | View::Done | View::Trash => Vec::new(),
            View::Today => vec![(":horizon", horizon), (":tomorrow", tomorrow), (":tomorrow_us", tomorrow_us)],
            View::Overdue => vec![(":horizon", horizon), (":today", today), (":now_us", now_us)],
            View::Upcoming => vec![(":tomorrow", tomorrow), (":tomorrow_us", tomorrow_us)],
        }
    }
}

impl Moments {
    /// What [`Order::start`] names.
    fn start(&self, view: View) -> Option<(&'static str, &dyn ToSql)> {
        match view {
            View::Upcoming => Some((":floor", &self.floor)),
            View::All | View::Inbox | View::Today | View::Overdue | View::Done | View::Trash => None,
        }
    }
}

/// The orders of the views; each ends with the id, so that no two tasks share a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Due,
    Position,
    Completion,
    Deletion,
}

/// A task's place in an order.
enum Place {
    Due { due: String, priority: u8, position: f64, id: Uuid },
    Position { position: f64, id: Uuid },
    Time { at_us: i64, id: Uuid },
}

impl Order {
    fn of(view: View) -> Self {
        match view {
            View::Today | View::Overdue | View::Upcoming => Self::Due,
            View::All | View::Inbox => Self::Position,
            View::Done => Self::Completion,
            View::Trash => Self::Deletion,
        }
    }

    /// Where the first page begins. A cursor takes its place: of two lower bounds SQLite might walk from the wrong one.
    fn start(view: View) -> &'static str {
        match view {
            View::Upcoming => " AND t.due >= :floor",
            View::All | View::Inbox | View::Today | View::Overdue | View::Done | View::Trash => "",
        }
    }

    fn after(self) -> &'static str {
        match self {
            Self::Due => " AND (t.due, t.priority, t.position, t.id) > (:due, :priority, :position, :id)",
            Self::Position => " AND (t.position, t.id) > (:position, :id)",
            Self::Completion => " AND (t.completed_at_us, t.id) < (:at_us, :id)",
            Self::Deletion => " AND (t.deleted_at_us, t.id) < (:at_us, :id)",
        }
    }

    fn by(self) -> &'static str {
        match self {
            Self::Due => " ORDER BY t.due, t.priority, t.position, t.id LIMIT :wanted",
            Self::Position => " ORDER BY t.position, t.id LIMIT :wanted",
            Self::Completion => " ORDER BY t.completed_at_us DESC, t.id DESC LIMIT :wanted",
            Self::Deletion => " ORDER BY t.deleted_at_us DESC, t.id DESC LIMIT :wanted",
        }
    }

    /// A letter for the order, then the place's parts, in characters that need no escaping in an address.
    fn place_of(self, task: &Task) -> String {
        let id = task.id.as_uuid().simple();
        let position = task.position.to_bits();
        let us = |at: Option<jiff::Timestamp>| at.map_or(0, jiff::Timestamp::as_microsecond);
        match self {
            Self::Due => {
                let due = task.due.as_ref().map(ToString::to_string).unwrap_or_default();
                format!("d~{due}~{}~{position:x}~{id}", u8::from(task.priority))
            }
            Self::Position => format!("p~{position:x}~{id}"),
            Self::Completion => format!("c~{}~{id}", us(task.completed_at)),
            Self::Deletion => format!("x~{}~{id}", us(task.deleted_at)),
        }
    }

    fn read_place(self, text: &str) -> Result<Place, Error> {
        let parts: Vec<_> = text.split('~').collect();
        let place = match (self, parts.as_slice()) {
            (Self::Due, ["d", due, priority, position, id]) => read_bits(position)
                .zip(priority.parse().ok())
                .zip(id.parse().ok())
                .map(|((position, priority), id)| Place::Due { due: (*due).to_owned(), priority, position, id }),
            (Self::Position, ["p", position, id]) => {
                read_bits(position).zip(id.parse().ok()).map(|(position, id)| Place::Position { position, id })
            }
            (Self::Completion, ["c", at, id]) | (Self::Deletion, ["x", at, id]) => {
                at.parse().ok().zip(id.parse().ok()).map(|(at_us, id)| Place::Time { at_us, id })
            }
            (Self::Due | Self::Position | Self::Completion | Self::Deletion, _) => None,
        };
        place.ok_or_else(|| TaskError::invalid("after", "is not one that a page of this view gave").into())
    }
}

impl Place {
    fn parameters(&self) -> Vec<(&'static str, &dyn ToSql)> {
        match self {
            Self::Due { due, priority, position, id } => {
                vec![(":due", due), (":priority", priority), (":position", position), (":id", id)]
            }
            Self::Position { position, id } => vec![(":position", position), (":id", id)],
            Self::Time { at_us, id } => vec![(":at_us", at_us), (":id", id)],
        }
    }
}

fn read_bits(hex: &str) -> Option<f64> {
    u64::from_str_radix(hex, 16).ok().map(f64::from_bits).filter(|position| !position.is_nan())
}

/// Ids whose last digits are `suffix`, newest first.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn by_suffix(mine: &Mine<'_>, suffix: &str) -> Result<Vec<TaskId>, Error> {
    let digits: String = suffix.chars().filter(|character| *character != '-').collect::<String>().to_uppercase();
    let length = digits.len();
    mine.rows(
        "SELECT id FROM tasks WHERE user = :user AND substr(hex(id), 33 - :length) = :digits ORDER BY id DESC",
        &[(":length", &length), (":digits", &digits)],
        |row| Ok(TaskId::from(row.get::<_, Uuid>(0)?)),
    )
}

#[cfg(test)]
mod tests {
    use docket_tasks::ListId;

    use super::*;
    use crate::connection::open_in_memory;
    use crate::migrations::{MIGRATIONS, migrate};

    fn plan(connection: &rusqlite::Connection, sql: &str) -> Vec<String> {
        let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = explained.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get(3).unwrap());
        }
        steps
    }

    /// A page is a walk along an index from its cursor: nothing is sorted, nothing is read that is not shown.
    #[test]
    fn every_view_walks_an_index_in_its_order() {
        let mut connection = open_in_memory().unwrap();
        migrate(&mut connection, 0, MIGRATIONS).unwrap();
        let list = Some(ListId::from(Uuid::nil()));
        for (view, list, index) in [
            (View::All, None, "tasks_by_position (user=? AND (position,id)>(?,?))"),
            (View::All, list, "tasks_by_list (user=? AND list_id=? AND (position,id)>(?,?))"),
            (View::Inbox, None, "tasks_by_list (user=? AND list_id=? AND (position,id)>(?,?))"),
            (View::Today, None, "tasks_by_due (user=? AND (due,priority,position,id)>(?,?,?,?) AND due<?)"),
            (View::Overdue, None, "tasks_by_due (user=? AND (due,priority,position,id)>(?,?,?,?) AND due<?)"),
            (View::Upcoming, None, "tasks_by_due (user=? AND (due,priority,position,id)>(?,?,?,?))"),
            (View::Done, None, "tasks_by_completion (user=? AND (completed_at_us,id)<(?,?))"),
            (View::Trash, None, "tasks_by_deletion (user=? AND deleted_at_us>? AND (deleted_at_us,id)<(?,?))"),
        ] {
            let query = TaskQuery { view, list, after: Some(String::new()), ..TaskQuery::default() };
            let plan = plan(&connection, &select(&query));
            assert!(plan[0].ends_with(index), "{view:?}: {plan:#?}");
            assert!(!plan.iter().any(|step| step.contains("FOR ORDER BY") && !step.contains("json")), "{plan:#?}");
        }
    }

    #[test]
    fn counting_reads_an_index_and_no_task() {
        let mut connection = open_in_memory().unwrap();
        migrate(&mut connection, 0, MIGRATIONS).unwrap();
        for view in [View::All, View::Inbox, View::Today, View::Overdue, View::Upcoming, View::Done, View::Trash] {
            let sql = format!("SELECT count(*) FROM tasks t WHERE t.user = :user AND {}", condition(view));
            let plan = plan(&connection, &sql);
            assert!(plan[0].contains("USING COVERING INDEX"), "{view:?}: {plan:#?}");
        }
    }
}
