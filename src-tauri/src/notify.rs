//! Notifications of the system, with what can be pressed on them.

#[cfg(target_os = "linux")]
#[path = "notify/freedesktop.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "notify/plugin.rs"]
mod platform;

pub(crate) use platform::{Notifier, is_available};

use crate::reminders::{About, Answer, Notice, Snooze};

/// What can be pressed, by the name that the system gives back, and its words.
fn actions(notice: &Notice) -> Vec<(&'static str, &'static str)> {
    let language = notice.language;
    match notice.about {
        About::Reminder(..) => vec![
            ("done", language.done()),
            ("snooze-10", language.snooze_ten_minutes()),
            ("snooze-60", language.snooze_one_hour()),
            ("snooze-tomorrow", language.snooze_tomorrow()),
        ],
        About::Reminders(_) => Vec::new(),
        About::Added(_) => vec![("undo", language.undo())],
    }
}

/// What the press of `action` means; `default` and `tap` are a click on the notice itself.
fn answer_of(action: &str) -> Option<Answer> {
    match action {
        "default" | "tap" => Some(Answer::Open),
        "done" => Some(Answer::Done),
        "snooze-10" => Some(Answer::Snooze(Snooze::TenMinutes)),
        "snooze-60" => Some(Answer::Snooze(Snooze::OneHour)),
        "snooze-tomorrow" => Some(Answer::Snooze(Snooze::TomorrowMorning)),
        "undo" => Some(Answer::Undo),
        _ => None,
    }
}
