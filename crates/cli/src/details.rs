//! What is set of a task, in words.

use docket_store::ListInfo;
use docket_tasks::list::INBOX;
use docket_tasks::{Due, Priority, ReminderWhen, Repeat, Task, quick_add};
use jiff::Zoned;

/// Name and value of each field that is set, in the order people read them; the list always.
pub(crate) fn of(task: &Task, lists: &[ListInfo], now: &Zoned) -> Vec<(&'static str, String)> {
    let Task { due, start, duration_min, repeat, reminders, list, labels, priority, .. } = task;
    let list = lists.iter().find(|info| Some(info.list.id) == *list).map_or(INBOX, |info| info.list.name.as_str());
    let joined = |texts: Vec<String>, by: &str| (!texts.is_empty()).then(|| texts.join(by));
    let fields = [
        ("due", due.as_ref().map(|due: &Due| due.seen_from(now).in_words(now))),
        (
            "start",
            start.map(|start| match start.time() {
                Some(time) => format!("{}, {}", start.date().strftime("%a %-d %b %Y"), time.strftime("%-H:%M")),
                None => start.date().strftime("%a %-d %b %Y").to_string(),
            }),
        ),
        ("takes", duration_min.map(quick_add::length)),
        ("repeats", repeat.as_ref().map(Repeat::in_words)),
        ("remind", joined(reminders.iter().map(|reminder| moment(&reminder.when)).collect(), ", ")),
        ("list", Some(list.to_owned())),
        ("labels", joined(labels.iter().map(|label| format!("@{label}")).collect(), " ")),
        ("priority", (*priority != Priority::P4).then(|| u8::from(*priority).to_string())),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The field's name says that it is a reminder.
fn moment(when: &ReminderWhen) -> String {
    when.in_words().trim_start_matches("reminder ").to_owned()
}
