//! What was understood, said to people.

use jiff::Zoned;

use super::Draft;
use crate::{Due, Priority, ReminderWhen, Repeat};

const HOUR_MIN: u32 = 60;
const DAY_MIN: u32 = 24 * HOUR_MIN;

/// `Sun 22 Nov, 17:00 · Home · @bills · P1`.
pub(super) fn sentence(draft: &Draft, now: &Zoned) -> String {
    let Draft { title: _, due, is_undated: _, repeat, priority, labels, list, duration_min, reminders } = draft;
    let due = due.iter().map(|due| due.in_words(now));
    let labels = labels.iter().map(|label| format!("@{label}"));
    let priority =
        priority.filter(|priority| *priority != Priority::P4).map(|priority| format!("P{}", u8::from(priority)));
    let repeat = repeat.iter().map(Repeat::in_words);
    let duration = duration_min.iter().map(|minutes| length(*minutes));
    let reminders = reminders.iter().map(ReminderWhen::in_words);
    let when = due.chain(repeat).chain(duration).chain(reminders);
    when.chain(list.clone()).chain(labels).chain(priority).collect::<Vec<_>>().join(" · ")
}

/// Minutes as a person says them: `45 min`, `2 h`, `1 h 30 min`, `3 d`.
#[must_use]
pub fn length(minutes: u32) -> String {
    let parts = [(minutes / DAY_MIN, "d"), (minutes % DAY_MIN / HOUR_MIN, "h"), (minutes % HOUR_MIN, "min")];
    let said = parts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number} {unit}"));
    said.collect::<Vec<_>>().join(" ")
}

impl ReminderWhen {
    /// `reminder when due`, `reminder 1 h 30 min before`, `reminder Sun 22 Nov, 17:00`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::BeforeDue { min: 0 } => "reminder when due".to_owned(),
            Self::BeforeDue { min } => format!("reminder {} before", length(*min)),
            Self::At { at } => format!("reminder {}", at.at().strftime("%a %-d %b, %-H:%M")),
        }
    }
}

impl Due {
    /// `Sun 22 Nov`, `Sun 22 Nov, 17:00`; with the year where it is not that of `now`, with the zone where it is not that of `now`.
    #[must_use]
    pub fn in_words(&self, now: &Zoned) -> String {
        let date = self.date();
        let day = if date.year() == now.year() { date.strftime("%a %-d %b") } else { date.strftime("%a %-d %b %Y") };
        match self {
            Self::Date(_) => day.to_string(),
            Self::At { at, zone } if now.time_zone().iana_name() == Some(zone) => {
                format!("{day}, {}", at.strftime("%-H:%M"))
            }
            Self::At { at, zone } => format!("{day}, {} ({zone})", at.strftime("%-H:%M")),
        }
    }
}
