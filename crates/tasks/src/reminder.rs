//! Reminders, as data: what fires them is elsewhere.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::{Civil, Due, Error, ReminderId, limits};

/// From when a due date without a time counts for reminders before it: nobody wants to be woken at midnight.
const MORNING_HOUR: i8 = 9;

/// When to remind of a task. In JSON `{id, at}` or `{id, before_due_min}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reminder {
    /// Names the reminder for good.
    pub id: ReminderId,
    /// When it is to come.
    #[serde(flatten)]
    pub when: ReminderWhen,
}

/// The moment of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ReminderWhen {
    /// At a wall-clock date and time, in the zone of the task's due, or in the user's where the due has none.
    At {
        /// Always [`Civil::At`].
        at: Civil,
    },
    /// So long before the task is due; nothing comes while it has no due.
    BeforeDue {
        /// Minutes. A due date without a time counts from nine in the morning.
        #[serde(rename = "before_due_min")]
        min: u32,
    },
}

/// A reminder to be set. In JSON as [`Reminder`], where `id` may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NewReminder {
    /// An existing reminder of the task, which keeps its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ReminderId>,
    /// When it is to come.
    #[serde(flatten)]
    pub when: ReminderWhen,
}

impl NewReminder {
    /// A new reminder at `when`.
    #[must_use]
    pub fn new(when: ReminderWhen) -> Self {
        Self { id: None, when }
    }
}

impl ReminderWhen {
    /// The wall-clock date and time at which it is to come for a task that is due at `due`: in the zone of the due where that has
    /// one, else wherever the user is. `None` while it waits for a due.
    #[must_use]
    pub fn wall_clock(&self, due: Option<&Due>) -> Option<DateTime> {
        match self {
            Self::At { at } => Some(at.at()),
            Self::BeforeDue { min } => {
                let due = match due? {
                    Due::Date(date) => date.at(MORNING_HOUR, 0, 0, 0),
                    Due::At { at, zone: _ } => *at,
                };
                due.checked_sub(jiff::Span::new().minutes(i64::from(*min))).ok()
            }
        }
    }

    /// The same, checked and to the minute.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `reminders`.
    pub(crate) fn checked(&self) -> Result<Self, Error> {
        match self {
            Self::At { at: at @ Civil::At(_) } => Ok(Self::At { at: at.to_minute() }),
            Self::At { at: Civil::Date(date) } => {
                Err(Error::invalid("reminders", format!("have `at` {date}, which has no time such as `{date}T09:00`")))
            }
            Self::BeforeDue { min } if *min > limits::REMINDER_MIN => Err(Error::invalid(
                "reminders",
                format!("have `before_due_min` {min}, the most is {}", limits::REMINDER_MIN),
            )),
            Self::BeforeDue { min } => Ok(Self::BeforeDue { min: *min }),
        }
    }
}
