//! Reminders as they come: each once, whatever the clock, the zone or another process does meanwhile.
//!
//! A reminder's row says when it came. That is written in the commit that hands the reminder out, so that who dies right after it has
//! shown it once or not at all. A row stays while its task is changed otherwise; a reminder that is moved is another row.

use docket_tasks::{Civil, Due, ReminderId, Task, TaskId};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use uuid::Uuid;

use crate::mine::Mine;
use crate::{Error, Store, task_rows};

/// No wall clock on earth is further ahead of UTC.
const FURTHEST_AHEAD_HOURS: i64 = 14;

/// A reminder that has come.
#[derive(Clone, Debug, PartialEq)]
pub struct DueReminder {
    /// What it reminds of.
    pub task: Task,
    /// Which of the task's reminders it is.
    pub reminder: ReminderId,
    /// When it was to come.
    pub at: Timestamp,
}

/// A row: when a reminder is to come on the wall clock of `zone`, or wherever the user is.
#[derive(PartialEq)]
struct Row {
    at: String,
    id: ReminderId,
    zone: Option<String>,
}

impl Row {
    /// The moment that it means while the user is in `zone`. A zone that this computer does not know is taken for the user's.
    fn moment(&self, zone: &TimeZone) -> Result<Timestamp, Error> {
        let at: DateTime = self.at.parse().map_err(|_| Error::Internal)?;
        let own = self.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
        let zoned = at.to_zoned(own.unwrap_or_else(|| zone.clone())).map_err(|_| Error::Internal)?;
        Ok(zoned.timestamp())
    }
}

impl Store {
    /// Hands out all reminders that have come by `now`, oldest first. Nobody gets one of them again: not the next call, not another
    /// process, not a later start.
    ///
    /// `now`: the moment, and the zone that the user is in.
    ///
    /// # Errors
    /// Those of the disk; none is handed out then.
    pub async fn take_reminders(&self, now: &Zoned) -> Result<Vec<DueReminder>, Error> {
        let now = now.clone();
        self.write(move |writing| take(&writing.mine, &now)).await
    }

    /// When the next reminder comes, past moments included, for a user who stays in the zone of `now`. `None` where there is none to come.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn next_reminder(&self, now: &Zoned) -> Result<Option<Timestamp>, Error> {
        let zone = now.time_zone().clone();
        self.read(move |mine| next(mine, &zone)).await
    }

    /// Has a reminder that came come again at `until`. Answers whether there still was one: a task that was completed or whose reminder
    /// was moved has none.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn snooze_reminder(&self, task: TaskId, reminder: ReminderId, until: Timestamp) -> Result<bool, Error> {
        self.write(move |writing| {
            let snoozed = writing.mine.execute(
                "UPDATE reminder_times SET snoozed_us = :until
                 WHERE user = :user AND task_id = :task AND id = :id AND fired_us IS NOT NULL",
                &[(":until", &until.as_microsecond()), (":task", task.as_uuid()), (":id", reminder.as_uuid())],
            )?;
            Ok(snoozed > 0)
        })
        .await
    }
}

fn take(mine: &Mine<'_>, now: &Zoned) -> Result<Vec<DueReminder>, Error> {
    let now_us = now.timestamp().as_microsecond();
    let latest = now.timestamp().to_zoned(TimeZone::UTC).datetime().checked_add(FURTHEST_AHEAD_HOURS.hours());
    let latest = Civil::At(latest.map_err(|_| Error::Internal)?).to_string();
    let rows = mine.rows(
        "SELECT task_id, at, id, zone, snoozed_us FROM reminder_times WHERE user = :user AND fired_us IS NULL AND at <= :latest
         UNION ALL
         SELECT task_id, at, id, zone, snoozed_us FROM reminder_times WHERE user = :user AND snoozed_us <= :now",
        &[(":latest", &latest), (":now", &now_us)],
        |row| {
            let read = Row { at: row.get(1)?, id: ReminderId::from(row.get::<_, Uuid>(2)?), zone: row.get(3)? };
            Ok((TaskId::from(row.get::<_, Uuid>(0)?), read, row.get::<_, Option<i64>>(4)?))
        },
    )?;
    let mut due = Vec::new();
    for (task, row, snoozed_us) in rows {
        let at = match snoozed_us {
            Some(us) => Timestamp::from_microsecond(us).map_err(|_| Error::Internal)?,
            None => row.moment(now.time_zone())?,
        };
        if at > now.timestamp() {
            continue;
        }
        mine.execute(
            "UPDATE reminder_times SET fired_us = :now, snoozed_us = NULL
             WHERE user = :user AND at = :at AND task_id = :task AND id = :id",
            &[(":now", &now_us), (":at", &row.at), (":task", task.as_uuid()), (":id", row.id.as_uuid())],
        )?;
        if let Some(task) = task_rows::find(mine, task)? {
            due.push(DueReminder { task, reminder: row.id, at });
        }
    }
    due.sort_by_key(|due| due.at);
    Ok(due)
}

fn next(mine: &Mine<'_>, zone: &TimeZone) -> Result<Option<Timestamp>, Error> {
    // The first on the wall is not the first in time where zones differ: those a day and some hours later may come before it.
    let rows = mine.rows(
        "SELECT at, id, zone FROM reminder_times WHERE user = :user AND fired_us IS NULL AND at <= (
             SELECT strftime('%Y-%m-%dT%H:%M', min(at), '+27 hours') FROM reminder_times WHERE user = :user AND fired_us IS NULL)",
        &[],
        |row| Ok(Row { at: row.get(0)?, id: ReminderId::from(row.get::<_, Uuid>(1)?), zone: row.get(2)? }),
    )?;
    let snoozed = mine.row(
        "SELECT min(snoozed_us) FROM reminder_times WHERE user = :user AND snoozed_us IS NOT NULL",
        &[],
        |row| Ok(row.get::<_, Option<i64>>(0)?),
    )?;
    let mut next = snoozed.flatten().map(Timestamp::from_microsecond).transpose().map_err(|_| Error::Internal)?;
    for row in rows {
        let moment = row.moment(zone)?;
        next = Some(next.map_or(moment, |next| next.min(moment)));
    }
    Ok(next)
}

/// Writes when the reminders of `task` come, for as long as it is open. One whose time is past at `now`, when it is set, never comes.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn write(mine: &Mine<'_>, task: &Task, now: &Zoned) -> Result<(), Error> {
    let wanted = if task.is_open() { wanted(task) } else { Vec::new() };
    let known = mine.rows(
        "SELECT at, id, zone FROM reminder_times WHERE user = :user AND task_id = :task",
        &[(":task", task.id.as_uuid())],
        |row| Ok(Row { at: row.get(0)?, id: ReminderId::from(row.get::<_, Uuid>(1)?), zone: row.get(2)? }),
    )?;
    for row in known.iter().filter(|row| !wanted.contains(row)) {
        mine.execute(
            "DELETE FROM reminder_times WHERE user = :user AND at = :at AND task_id = :task AND id = :id",
            &[(":at", &row.at), (":task", task.id.as_uuid()), (":id", row.id.as_uuid())],
        )?;
    }
    for row in wanted.iter().filter(|row| !known.contains(row)) {
        let is_past = row.moment(now.time_zone())? <= now.timestamp();
        let fired_us = is_past.then(|| now.timestamp().as_microsecond());
        mine.execute(
            "INSERT INTO reminder_times (user, at, task_id, id, zone, fired_us) VALUES (:user, :at, :task, :id, :zone, :fired)",
            &[
                (":at", &row.at),
                (":task", task.id.as_uuid()),
                (":id", row.id.as_uuid()),
                (":zone", &row.zone),
                (":fired", &fired_us),
            ],
        )?;
    }
    Ok(())
}

/// What [`Task::reminders`] mean on the wall clock.
fn wanted(task: &Task) -> Vec<Row> {
    let zone = match &task.due {
        Some(Due::At { at: _, zone }) => Some(zone.clone()),
        Some(Due::Date(_)) | None => None,
    };
    let row = |reminder: &docket_tasks::Reminder| {
        let at = reminder.when.wall_clock(task.due.as_ref())?;
        Some(Row { at: Civil::At(at).to_string(), id: reminder.id, zone: zone.clone() })
    };
    task.reminders.iter().filter_map(row).collect()
}

/// Silences what is past, of all users, after a backup took the place of a newer file: in that it had come. Where that fails, some come again.
pub(crate) fn silence_past(connection: &rusqlite::Connection) {
    let now = Timestamp::now().to_zoned(TimeZone::system());
    if let Err(error) = try_silence(connection, &now) {
        tracing::warn!(%error, "reminders from before the backup may come again");
    }
}

fn try_silence(connection: &rusqlite::Connection, now: &Zoned) -> Result<(), Error> {
    let mut users = connection.prepare("SELECT DISTINCT user FROM reminder_times WHERE fired_us IS NULL")?;
    let users = users.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    for user in users {
        take(&Mine::new(connection, &user), now)?;
    }
    Ok(())
}
