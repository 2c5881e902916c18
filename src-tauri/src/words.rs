//! What the tray and notifications say. The page has its own catalogues; these are drawn by the system.

use jiff::civil::{Date, DateTime};
use jiff::{ToSpan, Zoned};

/// The languages that there are words in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    English,
    German,
}

impl Language {
    /// The language that the settings name (`en`, `de`), or else that of the system, such as `de_AT.UTF-8`.
    pub(crate) fn of(setting: Option<&str>, system: Option<&str>) -> Self {
        let chosen = setting.filter(|setting| *setting != "system").or(system).unwrap_or_default();
        if chosen.starts_with("de") { Self::German } else { Self::English }
    }

    fn pick(self, english: &'static str, german: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }

    pub(crate) fn quick_add(self) -> &'static str {
        self.pick("Quick add", "Schnelleingabe")
    }

    pub(crate) fn open(self) -> &'static str {
        self.pick("Open Docket", "Docket öffnen")
    }

    pub(crate) fn today(self, count: u64, overdue: u64) -> String {
        let today = format!("{} {count}", self.pick("Today", "Heute"));
        match overdue {
            0 => today,
            _ => format!("{today} · {overdue} {}", self.pick("overdue", "überfällig")),
        }
    }

    /// When a task of today is due: its time, or the day where that is past.
    pub(crate) fn due_of_today(self, due: &docket_tasks::Due, now: &Zoned) -> Option<String> {
        match due {
            docket_tasks::Due::Date(date) if *date == now.date() => None,
            docket_tasks::Due::Date(date) => Some(self.day(*date, now.date())),
            docket_tasks::Due::At { .. } => {
                let at = due.deadline(now)?.to_zoned(now.time_zone().clone()).datetime();
                Some(if at.date() == now.date() { self.moment(at, now) } else { self.day(at.date(), now.date()) })
            }
        }
    }

    pub(crate) fn pause(self) -> &'static str {
        self.pick("Pause reminders", "Erinnerungen pausieren")
    }

    pub(crate) fn paused_until(self, until: &Zoned, now: &Zoned) -> String {
        let until = self.moment(until.datetime(), now);
        match self {
            Self::English => format!("Reminders paused until {until}"),
            Self::German => format!("Erinnerungen pausiert bis {until}"),
        }
    }

    pub(crate) fn one_hour(self) -> &'static str {
        self.pick("For 1 hour", "1 Stunde lang")
    }

    pub(crate) fn until_tomorrow(self) -> &'static str {
        self.pick("Until tomorrow", "Bis morgen")
    }

    pub(crate) fn resume(self) -> &'static str {
        self.pick("Resume now", "Jetzt fortsetzen")
    }

    pub(crate) fn settings(self) -> &'static str {
        self.pick("Settings…", "Einstellungen…")
    }

    pub(crate) fn quit(self) -> &'static str {
        self.pick("Quit Docket", "Docket beenden")
    }

    pub(crate) fn undo(self) -> &'static str {
        self.pick("Undo", "Rückgängig")
    }

    pub(crate) fn done(self) -> &'static str {
        self.pick("Done", "Erledigt")
    }

    pub(crate) fn snooze_ten_minutes(self) -> &'static str {
        self.pick("In 10 min", "In 10 Min.")
    }

    pub(crate) fn snooze_one_hour(self) -> &'static str {
        self.pick("In 1 hour", "In 1 Stunde")
    }

    pub(crate) fn snooze_tomorrow(self) -> &'static str {
        self.pick("Tomorrow 9:00", "Morgen 9:00")
    }

    /// When something is due.
    pub(crate) fn due(self, due: &docket_tasks::Due, now: &Zoned) -> String {
        let when = match due {
            docket_tasks::Due::Date(date) => self.day(*date, now.date()),
            docket_tasks::Due::At { at, zone: _ } => due.deadline(now).map_or_else(
                || self.moment(*at, now),
                |at| self.moment(at.to_zoned(now.time_zone().clone()).datetime(), now),
            ),
        };
        match self {
            Self::English => format!("Due {when}"),
            Self::German => format!("Fällig {when}"),
        }
    }

    /// A reminder that comes late.
    pub(crate) fn missed(self, at: &Zoned, now: &Zoned) -> String {
        let when = self.moment(at.datetime(), now);
        match self {
            Self::English => format!("Reminder from {when}"),
            Self::German => format!("Erinnerung von {when}"),
        }
    }

    pub(crate) fn several(self, count: usize) -> String {
        match self {
            Self::English => format!("{count} reminders"),
            Self::German => format!("{count} Erinnerungen"),
        }
    }

    pub(crate) fn and_more(self, count: usize) -> String {
        match self {
            Self::English => format!("and {count} more"),
            Self::German => format!("und {count} weitere"),
        }
    }

    /// A time of today as its time, one of another day with the day.
    fn moment(self, at: DateTime, now: &Zoned) -> String {
        let time = at.strftime("%-H:%M");
        if at.date() == now.date() { time.to_string() } else { format!("{}, {time}", self.day(at.date(), now.date())) }
    }

    fn day(self, date: Date, today: Date) -> String {
        if date == today {
            return self.pick("today", "heute").to_owned();
        }
        if today.checked_add(1.day()).is_ok_and(|tomorrow| date == tomorrow) {
            return self.pick("tomorrow", "morgen").to_owned();
        }
        if today.checked_sub(1.day()).is_ok_and(|yesterday| date == yesterday) {
            return self.pick("yesterday", "gestern").to_owned();
        }
        match self {
            Self::English => date.strftime("%a %-d %b").to_string(),
            Self::German => date.strftime("%-d.%-m.").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_goes_before_the_system() {
        let cases = [
            (None, None, Language::English),
            (None, Some("de_AT.UTF-8"), Language::German),
            (Some("system"), Some("de_DE"), Language::German),
            (Some("en"), Some("de_DE"), Language::English),
            (Some("de"), Some("C"), Language::German),
            (None, Some("fr_FR"), Language::English),
        ];
        for (setting, system, expected) in cases {
            assert_eq!(Language::of(setting, system), expected, "{setting:?} {system:?}");
        }
    }

    #[test]
    fn days_near_by_have_names() {
        let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().unwrap();
        let due = |text, zone| docket_tasks::Due::parse(text, zone, "Europe/Berlin").unwrap();
        let cases = [
            (due("2026-11-21", None), "Due today", "Fällig heute"),
            (due("2026-11-21T17:00", None), "Due 17:00", "Fällig 17:00"),
            (due("2026-11-22T09:05", None), "Due tomorrow, 9:05", "Fällig morgen, 9:05"),
            (due("2026-11-20", None), "Due yesterday", "Fällig gestern"),
            (due("2026-11-30", None), "Due Mon 30 Nov", "Fällig 30.11."),
            (due("2026-11-21T17:00", Some("America/New_York")), "Due 23:00", "Fällig 23:00"),
        ];
        for (due, english, german) in cases {
            assert_eq!(
                (Language::English.due(&due, &now), Language::German.due(&due, &now)),
                (english.into(), german.into())
            );
        }
    }
}
