//! What tools are called with. Unknown fields are refused, limits are ours.

use docket_tasks::{Civil, Due, NewReminder, NewRepeat, ReminderWhen, RepeatFrom, Rule, quick_add};
use jiff::Zoned;
use jiff::civil::{Date, Time, Weekday};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::ToolError;

/// Arguments of `add_task`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTask {
    /// One line, at most 500 characters, without the date.
    pub title: String,
    /// When it is due; null if the user named no day.
    #[serde(default)]
    pub due: Option<DueArgument>,
    /// 1 (highest) to 4 (none); null if the user named none.
    #[serde(default)]
    #[schemars(range(min = 1, max = 4))]
    pub priority: Option<u8>,
    /// Name of the list; null for the Inbox. A list that does not exist is made.
    #[serde(default)]
    pub list: Option<String>,
    /// Names of labels; null for none.
    #[serde(default)]
    pub labels: Option<Vec<String>>,
    /// More about it, in Markdown, at most 20,000 characters; null for none.
    #[serde(default)]
    pub notes: Option<String>,
    /// How it repeats; null for once.
    #[serde(default)]
    pub repeat: Option<RepeatArgument>,
    /// From when it can be worked on; null for any time.
    #[serde(default)]
    pub start: Option<DueArgument>,
    /// How long it takes, in minutes; null where nobody said.
    #[serde(default)]
    pub duration_min: Option<u32>,
    /// When to remind of it; null for never.
    #[serde(default)]
    pub reminders: Option<Vec<ReminderArgument>>,
    /// Id of the task that it is a part of; null for none.
    #[serde(default)]
    pub parent: Option<String>,
}

/// How a task repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepeatArgument {
    /// In words, such as `every weekday` or `every month on the 1st`, or as an RRULE, such as `FREQ=WEEKLY;BYDAY=MO`.
    pub rule: String,
    /// Whether the next one is counted from the day on which the last was completed; null for no.
    #[serde(default)]
    pub from_completion: Option<bool>,
}

/// A reminder: one of the two is not null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderArgument {
    /// So many minutes before it is due.
    #[serde(default)]
    pub minutes_before_due: Option<u32>,
    /// On that day at that time, which is not null here.
    #[serde(default)]
    pub at: Option<DueArgument>,
}

/// Arguments of `set_repeat`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRepeat {
    /// The task's id, as `list_tasks` tells it.
    pub id: String,
    /// How it is to repeat; null for not any more.
    #[serde(default)]
    pub repeat: Option<RepeatArgument>,
}

/// A day, said twice so that a slip shows, and perhaps a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DueArgument {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Weekday of that date in English, such as `Sunday`. A wrong one is refused.
    pub weekday: String,
    /// `HH:MM` in the user's zone, 24 hours; null if the user named no time.
    #[serde(default)]
    pub time: Option<String>,
}

/// Arguments of `list_tasks`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListTasks {
    /// Which tasks; null for all open ones.
    #[serde(default)]
    pub view: Option<Shown>,
    /// Words that title or notes hold; null for any.
    #[serde(default)]
    pub words: Option<String>,
    /// Name of a list; null for any.
    #[serde(default)]
    pub list: Option<String>,
    /// Name of a label; null for any.
    #[serde(default)]
    pub label: Option<String>,
    /// Only tasks due on this date (`YYYY-MM-DD`) or later; null for any.
    #[serde(default)]
    pub due_from: Option<String>,
    /// Only tasks due on this date (`YYYY-MM-DD`) or earlier; null for any.
    #[serde(default)]
    pub due_until: Option<String>,
    /// At most so many, 1 to 200; null for 50.
    #[serde(default)]
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
}

/// A view of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Every open task.
    All,
    /// Open, due today or overdue.
    Today,
    /// Open, due after today.
    Upcoming,
    /// Open and late.
    Overdue,
    /// Open, in no list.
    Inbox,
    /// Completed.
    Done,
    /// In the trash.
    Trash,
}

/// Arguments of `search_tasks`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchTasks {
    /// Words that title or notes hold, in any order; the beginning of a word is enough.
    pub words: String,
    /// Whether completed tasks are looked through too; null for no.
    #[serde(default)]
    pub include_done: Option<bool>,
    /// At most so many, 1 to 200; null for 20.
    #[serde(default)]
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
}

/// Arguments of `plan_day`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanDay {
    /// The day; null for today.
    #[serde(default)]
    pub day: Option<DayArgument>,
}

/// A day, said twice so that a slip shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayArgument {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Weekday of that date in English, such as `Sunday`. A wrong one is refused.
    pub weekday: String,
}

/// Arguments of `add_list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddList {
    /// Its name, at most 100 characters.
    pub name: String,
}

/// Arguments of `update_task`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateTask {
    /// The task's id, as `list_tasks` tells it.
    pub id: String,
    /// New title, one line, at most 500 characters; null leaves it.
    #[serde(default)]
    pub title: Option<String>,
    /// New notes in place of the old ones, in Markdown, at most 20,000 characters; null leaves them.
    #[serde(default)]
    pub notes: Option<String>,
    /// 1 (highest) to 4 (none); null leaves it.
    #[serde(default)]
    #[schemars(range(min = 1, max = 4))]
    pub priority: Option<u8>,
    /// Name of the list to move it to, made where there is none; `Inbox` takes it out of its list; null leaves it.
    #[serde(default)]
    pub list: Option<String>,
    /// All labels that it is to have, in place of those it has; null leaves them.
    #[serde(default)]
    pub labels: Option<Vec<String>>,
    /// From when it can be worked on; null leaves it.
    #[serde(default)]
    pub start: Option<DueArgument>,
    /// How long it takes, in minutes; null leaves it.
    #[serde(default)]
    pub duration_min: Option<u32>,
    /// All reminders that it is to have, in place of those it has; null leaves them.
    #[serde(default)]
    pub reminders: Option<Vec<ReminderArgument>>,
    /// What to take away altogether; null for nothing.
    #[serde(default)]
    pub clear: Option<Vec<Clearable>>,
}

/// What a task can be without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clearable {
    /// Its notes.
    Notes,
    /// Its labels.
    Labels,
    /// Its list: it goes to the Inbox.
    List,
    /// From when it can be worked on.
    Start,
    /// How long it takes.
    Duration,
    /// Its reminders.
    Reminders,
}

/// Arguments of tools that change tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeveralTasks {
    /// Ids of the tasks, 1 to 50, as `list_tasks` tells them.
    #[serde(alias = "id", deserialize_with = "one_or_several")]
    pub ids: Vec<String>,
}

/// Models that know no lists send one id.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "an id or a list of ids")]
    enum Ids {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Ids::deserialize(deserializer)? {
        Ids::One(id) => vec![id],
        Ids::Several(ids) => ids,
    })
}

/// Arguments of tools that read one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneTask {
    /// The task's id, as `list_tasks` tells it.
    pub id: String,
}

/// Arguments of `reschedule_task`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RescheduleTask {
    /// Ids of the tasks, 1 to 50, as `list_tasks` tells them.
    #[serde(alias = "id", deserialize_with = "one_or_several")]
    pub ids: Vec<String>,
    /// The new day; null takes the due date away. A null time keeps the time of day that each task has.
    #[serde(default)]
    pub due: Option<DueArgument>,
}

/// Arguments of tools that need none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Reads arguments.
///
/// # Errors
/// [`ToolError::TellModel`] with what does not fit.
pub(super) fn read<T: DeserializeOwned>(arguments: Value) -> Result<T, ToolError> {
    serde_json::from_value(arguments)
        .map_err(|error| ToolError::tell("BAD_ARGUMENTS", format!("the arguments do not fit the schema: {error}")))
}

/// Whether arguments are those of a tool that is called with `T`.
///
/// # Errors
/// [`ToolError::TellModel`] with what does not fit.
pub(super) fn fits<T: DeserializeOwned>(arguments: Value) -> Result<(), ToolError> {
    read::<T>(arguments).map(drop)
}

impl DueArgument {
    /// The argument that says `due`.
    #[must_use]
    pub fn of(due: &Due) -> Self {
        Self {
            date: due.date().to_string(),
            weekday: weekday_name(due.date().weekday()).to_owned(),
            time: due.time().map(|time| time.strftime("%H:%M").to_string()),
        }
    }

    /// The due that is meant. `kept_time`: the time of day where the argument says none.
    ///
    /// # Errors
    /// [`ToolError::TellModel`] where date, weekday or time is none, or the two do not go together.
    pub(super) fn to_due(&self, kept: Option<(Time, String)>, now: &Zoned) -> Result<Due, ToolError> {
        let date = checked_day(&self.date, &self.weekday)?;
        let (time, zone) = match (&self.time, kept) {
            (Some(text), _) => (time(text)?, zone_of(now)),
            (None, Some(kept)) => kept,
            (None, None) => return Ok(Due::Date(date)),
        };
        Ok(Due::At { at: date.to_datetime(time), zone }.checked()?)
    }
}

impl RepeatArgument {
    /// The argument that says `repeat`.
    #[must_use]
    pub fn of(repeat: &NewRepeat) -> Self {
        let NewRepeat { rule, anchor: _, from } = repeat;
        Self { rule: rule.as_str().to_owned(), from_completion: (*from == RepeatFrom::Completion).then_some(true) }
    }

    /// The repeat that is meant, and the first due that its words say. It counts from the task's due where that has one.
    ///
    /// # Errors
    /// [`ToolError::TellModel`] where the rule is none.
    pub(super) fn to_repeat(&self, now: &Zoned) -> Result<(NewRepeat, Option<Due>), ToolError> {
        let text = self.rule.trim();
        let from = |said: RepeatFrom| match self.from_completion {
            Some(true) => RepeatFrom::Completion,
            Some(false) => RepeatFrom::Due,
            None => said,
        };
        if text.to_ascii_uppercase().contains("FREQ=") {
            return Ok((NewRepeat { rule: Rule::parse(text)?, anchor: None, from: from(RepeatFrom::Due) }, None));
        }
        let said = quick_add::parse_repeat(text, &quick_add::Context::new(now, &[])).ok_or_else(|| {
            ToolError::tell("INVALID", format!("`{text}` is no repeat such as `every friday`, and no RRULE"))
        })?;
        Ok((NewRepeat { rule: said.repeat.rule, anchor: None, from: from(said.repeat.from) }, Some(said.due)))
    }
}

impl ReminderArgument {
    /// The argument that says `when`.
    #[must_use]
    pub fn of(when: &ReminderWhen) -> Self {
        match when {
            ReminderWhen::BeforeDue { min } => Self { minutes_before_due: Some(*min), at: None },
            ReminderWhen::At { at } => {
                let at = DueArgument {
                    date: at.date().to_string(),
                    weekday: weekday_name(at.date().weekday()).to_owned(),
                    time: at.time().map(|time| time.strftime("%H:%M").to_string()),
                };
                Self { minutes_before_due: None, at: Some(at) }
            }
        }
    }

    /// The reminder that is meant.
    ///
    /// # Errors
    /// [`ToolError::TellModel`] where it says both, neither, or a day without a time.
    pub(super) fn to_reminder(&self) -> Result<NewReminder, ToolError> {
        let when = match (self.minutes_before_due, &self.at) {
            (Some(min), None) => ReminderWhen::BeforeDue { min },
            (None, Some(at)) if at.time.is_some() => ReminderWhen::At { at: at.to_civil("at")? },
            _ => {
                let message = "a reminder has either `minutes_before_due`, or `at` with a time";
                return Err(ToolError::tell("INVALID", message));
            }
        };
        Ok(NewReminder::new(when))
    }
}

impl DayArgument {
    /// The day that is meant.
    ///
    /// # Errors
    /// [`ToolError::TellModel`] where the date is none, or not on that weekday.
    pub(super) fn to_date(&self) -> Result<Date, ToolError> {
        checked_day(&self.date, &self.weekday)
    }
}

impl DueArgument {
    /// The day, and the time where there is one, in no zone.
    ///
    /// # Errors
    /// As [`DueArgument::to_due`].
    pub(super) fn to_civil(&self, field: &'static str) -> Result<Civil, ToolError> {
        let date = checked_day(&self.date, &self.weekday)?;
        let text = match &self.time {
            Some(text) => format!("{date}T{}", time(text)?.strftime("%H:%M")),
            None => date.to_string(),
        };
        Ok(Civil::parse(field, &text)?)
    }
}

fn checked_day(text: &str, said: &str) -> Result<Date, ToolError> {
    let date = date(text)?;
    let weekday = weekday_name(date.weekday());
    if said.trim().eq_ignore_ascii_case(weekday) {
        return Ok(date);
    }
    let message = format!("{date} is a {weekday}, not a {}: check the date and call again", said.trim());
    Err(ToolError::tell("WEEKDAY_MISMATCH", message))
}

fn zone_of(now: &Zoned) -> String {
    now.time_zone().iana_name().unwrap_or("UTC").to_owned()
}

/// Most tasks that a look-up tells.
const MAX_LIMIT: u32 = 200;

/// A `limit` argument, or what holds without one.
///
/// # Errors
/// [`ToolError::TellModel`] where it is out of its range.
pub(super) fn checked_limit(limit: Option<u32>, default: u32) -> Result<u32, ToolError> {
    let limit = limit.unwrap_or(default);
    if (1..=MAX_LIMIT).contains(&limit) {
        return Ok(limit);
    }
    Err(ToolError::tell("INVALID", format!("`limit` is {limit}, not 1 to {MAX_LIMIT}")))
}

/// Reads `YYYY-MM-DD`.
///
/// # Errors
/// [`ToolError::TellModel`]
pub(super) fn date(text: &str) -> Result<Date, ToolError> {
    match Due::parse(text.trim(), None, "UTC") {
        Ok(Due::Date(date)) => Ok(date),
        Ok(Due::At { .. }) => Err(ToolError::tell("INVALID", format!("`{text}` is not a date such as 2026-11-22"))),
        Err(error) => Err(error.into()),
    }
}

fn time(text: &str) -> Result<Time, ToolError> {
    Time::strptime("%H:%M", text.trim())
        .map_err(|_| ToolError::tell("INVALID", format!("`{text}` is not a time such as 17:00")))
}

/// Name of a weekday in English.
pub(super) fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
