//! What was understood, said to people.

use jiff::Zoned;

use super::Draft;
use crate::{Due, Priority};

/// `Sun 22 Nov, 17:00 · Home · @bills · P1`.
pub(super) fn sentence(draft: &Draft, now: &Zoned) -> String {
    let Draft { title: _, due, priority, labels, list } = draft;
    let due = due.iter().map(|due| due.in_words(now));
    let labels = labels.iter().map(|label| format!("@{label}"));
    let priority =
        priority.filter(|priority| *priority != Priority::P4).map(|priority| format!("P{}", u8::from(priority)));
    due.chain(list.clone()).chain(labels).chain(priority).collect::<Vec<_>>().join(" · ")
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
