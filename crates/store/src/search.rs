//! Search: the index of words, kept with each change of a task, and pages of what it finds, newest first.

use docket_tasks::{Error as TaskError, Status, Task, TaskQuery, View};
use rusqlite::ToSql;

use crate::Error;
use crate::mine::Mine;
use crate::task_page::{Moments, Narrowing, Rows, condition};
use crate::task_rows::{self, COLUMNS};
use crate::words::{self, Marks};

/// Words that the index is asked for; more are looked for in the tasks that it finds.
const MOST_ASKED: usize = 8;
/// Tasks with the words that are looked at for a view that the index does not know.
const MOST_LOOKED_AT: u32 = 2_000;

/// Brings the index up to date with a task that was `before` and is `after`: called while the row of the one is still there, or when
/// that of the other is written.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn keep(mine: &Mine<'_>, before: Option<&Task>, after: Option<&Task>) -> Result<(), Error> {
    if let (Some(before), Some(after)) = (before, after)
        && (state(before), &before.title, &before.notes) == (state(after), &after.title, &after.notes)
    {
        return Ok(());
    }
    if let Some(before) = before {
        mine.execute(
            "DELETE FROM task_words WHERE rowid = (SELECT seq FROM tasks WHERE user = :user AND id = :id)",
            &[(":id", before.id.as_uuid())],
        )?;
    }
    if let Some(after) = after {
        let marks = Marks { user: mine.user(), state: state(after) };
        mine.execute(
            "INSERT INTO task_words (rowid, words) SELECT seq, :words FROM tasks WHERE user = :user AND id = :id",
            &[(":id", after.id.as_uuid()), (":words", &words::indexed(&marks, &after.title, &after.notes))],
        )?;
    }
    Ok(())
}

/// The same as the migration that made the index says in SQL.
fn state(task: &Task) -> &'static str {
    match (task.deleted_at, task.status) {
        (Some(_), _) => "trash",
        (None, Status::Open) => "open",
        (None, Status::Done) => "done",
    }
}

/// A page of the tasks in a view that hold all of `words` (folded, at least one).
///
/// The newest tasks with the words are looked at first: most searches end there. Where these are too few and there are more, the index
/// knows whose a task is and whether it is open, done or in the trash; any other view is itself looked through.
///
/// # Errors
/// [`docket_tasks::Error::Invalid`] for a wrong `after`; those of SQLite.
pub(crate) fn find(
    mine: &Mine<'_>,
    query: &TaskQuery,
    words: &[String],
    moments: &Moments,
    limit: u32,
) -> Result<Rows, Error> {
    let search = Search::of(mine, query, words, moments, limit)?;
    let newest = search.rows(mine, Among::Newest)?;
    let found = if newest.len() > limit as usize || !search.finds_many(mine)? {
        newest
    } else if search.is_of_the_index() {
        search.rows(mine, Among::All)?
    } else {
        search.rows(mine, Among::View)?
    };
    let has_more = found.len() > limit as usize;
    Ok((found.into_iter().take(limit as usize).collect(), has_more))
}

/// Where to look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    /// The newest [`MOST_LOOKED_AT`] tasks with the words, whosever they are.
    Newest,
    /// Every task with the words that the index knows to be mine, and open, done or in the trash.
    All,
    /// Every task of the view, without the index.
    View,
}

struct Search<'a> {
    view: View,
    moments: &'a Moments,
    narrowing: Narrowing,
    asked_words: String,
    /// The same, and whose they are to be, and in which state.
    asked: String,
    /// The words that the index alone cannot answer for.
    to_check: Option<String>,
    all_words: String,
    before: i64,
    wanted: u32,
}

impl<'a> Search<'a> {
    fn of(
        mine: &Mine<'_>,
        query: &TaskQuery,
        words: &[String],
        moments: &'a Moments,
        limit: u32,
    ) -> Result<Self, Error> {
        let state = match query.view {
            View::All | View::Inbox | View::Today | View::Overdue | View::Upcoming => "open",
            View::Done => "done",
            View::Trash => "trash",
        };
        let asked_words: Vec<_> = words.iter().take(MOST_ASKED).map(|word| words::asked_for(word)).collect();
        let asked_words = asked_words.join(" AND ");
        let [whose, in_state] = Marks { user: mine.user(), state }.words();
        let is_answered = words.len() <= MOST_ASKED && words.iter().all(|word| words::is_one_piece(word));
        let all_words = words.join(" ");
        Ok(Self {
            view: query.view,
            moments,
            narrowing: Narrowing::of(query),
            asked: format!("{whose} AND {in_state} AND {asked_words}"),
            asked_words,
            to_check: (!is_answered).then(|| all_words.clone()),
            all_words,
            before: query.after.as_deref().map_or(Ok(i64::MAX), read_place)?,
            wanted: limit + 1,
        })
    }

    fn is_of_the_index(&self) -> bool {
        matches!(self.view, View::All | View::Done | View::Trash) && self.narrowing.is_none()
    }

    fn finds_many(&self, mine: &Mine<'_>) -> Result<bool, Error> {
        // How many there are of all users: only how to look hangs on it.
        let sql = "SELECT count(*) FROM (SELECT 1 FROM task_words WHERE task_words MATCH :asked AND :user IS NOT NULL LIMIT :most)";
        let most = MOST_LOOKED_AT + 1;
        let found =
            mine.row(sql, &[(":asked", &self.asked_words), (":most", &most)], |row| Ok(row.get::<_, u32>(0)?))?;
        Ok(found.is_some_and(|found| found == most))
    }

    fn rows(&self, mine: &Mine<'_>, among: Among) -> Result<Vec<(Task, String)>, Error> {
        let to_check = match among {
            Among::All | Among::Newest => self.to_check.as_ref(),
            Among::View => Some(&self.all_words),
        };
        let holds = if to_check.is_some() { " AND holds_words(t.title || char(10) || t.notes, :words)" } else { "" };
        let narrowed = format!("t.user = :user AND {}{}{holds}", condition(self.view), self.narrowing.sql());
        let sql = match among {
            Among::All => format!(
                "SELECT {COLUMNS}, t.seq FROM task_words f CROSS JOIN tasks t ON t.seq = f.rowid
                 WHERE f.task_words MATCH :asked AND f.rowid < :before AND {narrowed} ORDER BY f.rowid DESC LIMIT :wanted"
            ),
            Among::Newest => format!(
                "SELECT {COLUMNS}, t.seq
                 FROM (SELECT rowid AS seq FROM task_words WHERE task_words MATCH :asked AND rowid < :before ORDER BY rowid DESC LIMIT :most) f
                 CROSS JOIN tasks t ON t.seq = f.seq WHERE {narrowed} ORDER BY f.seq DESC LIMIT :wanted"
            ),
            // Sorted without their columns, which only those that are shown are asked for. `+`: the view's own index is what is
            // walked, not that of the column.
            Among::View => format!(
                "SELECT {COLUMNS}, t.seq
                 FROM (SELECT t.seq AS seq FROM tasks t WHERE +t.seq < :before AND {narrowed} ORDER BY +t.seq DESC LIMIT :wanted) f
                 CROSS JOIN tasks t ON t.seq = f.seq ORDER BY f.seq DESC"
            ),
        };
        let mut parameters = self.moments.parameters(self.view);
        parameters.extend([(":before", &self.before as &dyn ToSql), (":wanted", &self.wanted)]);
        parameters.extend(self.narrowing.parameters());
        parameters.extend(to_check.map(|words| (":words", words as &dyn ToSql)));
        match among {
            Among::All => parameters.push((":asked", &self.asked)),
            Among::Newest => {
                parameters.extend([(":asked", &self.asked_words as &dyn ToSql), (":most", &MOST_LOOKED_AT)])
            }
            Among::View => {}
        }
        mine.rows(&sql, &parameters, |row| {
            let seq: i64 = row.get(task_rows::COLUMN_COUNT)?;
            Ok((task_rows::read(row)?, format!("s~{seq}")))
        })
    }
}

fn read_place(text: &str) -> Result<i64, Error> {
    text.strip_prefix("s~")
        .and_then(|seq| seq.parse().ok())
        .ok_or_else(|| TaskError::invalid("after", "is not one that a page of this search gave").into())
}
