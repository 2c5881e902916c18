//! What tools are called with. Unknown fields are refused, limits are ours.

use docket_tasks::Due;
use jiff::Zoned;
use jiff::civil::{Date, Time, Weekday};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
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

/// Arguments of tools that change one task.
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
    /// The task's id, as `list_tasks` tells it.
    pub id: String,
    /// The new day; null takes the due date away. A null time keeps the time of day that the task has.
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
        let date = date(&self.date)?;
        let weekday = weekday_name(date.weekday());
        if !self.weekday.trim().eq_ignore_ascii_case(weekday) {
            let message =
                format!("{date} is a {weekday}, not a {}: check the date and call again", self.weekday.trim());
            return Err(ToolError::tell("WEEKDAY_MISMATCH", message));
        }
        let (time, zone) = match (&self.time, kept) {
            (Some(text), _) => (time(text)?, zone_of(now)),
            (None, Some(kept)) => kept,
            (None, None) => return Ok(Due::Date(date)),
        };
        Ok(Due::At { at: date.to_datetime(time), zone }.checked()?)
    }
}

fn zone_of(now: &Zoned) -> String {
    now.time_zone().iana_name().unwrap_or("UTC").to_owned()
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
