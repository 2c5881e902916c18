//! The parts of a task that say when: as they are asked for, and as they are kept.

use jiff::Zoned;

use crate::{Civil, Due, Error, NewReminder, NewRepeat, Reminder, ReminderId, Repeat, Task, limits};

/// A duration in minutes, checked.
pub(crate) fn duration_min(minutes: u32) -> Result<u32, Error> {
    if (1..=limits::DURATION_MIN).contains(&minutes) {
        return Ok(minutes);
    }
    Err(Error::invalid("duration_min", format!("is {minutes}, not 1 to {}", limits::DURATION_MIN)))
}

/// Reminders as asked for, each once; one that the task has already keeps its id.
pub(crate) fn reminders(asked: &[NewReminder], present: &[Reminder], now: &Zoned) -> Result<Vec<Reminder>, Error> {
    if asked.len() > limits::REMINDERS {
        return Err(Error::invalid("reminders", format!("are {}, the most is {}", asked.len(), limits::REMINDERS)));
    }
    let mut kept: Vec<Reminder> = Vec::new();
    for NewReminder { id, when } in asked {
        let when = when.checked()?;
        if kept.iter().any(|reminder| reminder.when == when) {
            continue;
        }
        let free = |reminder: &&Reminder| kept.iter().all(|other| other.id != reminder.id);
        let by_id = present.iter().filter(free).find(|reminder| Some(reminder.id) == *id);
        let known = by_id.or_else(|| present.iter().filter(free).find(|reminder| reminder.when == when));
        let id = known.map_or_else(|| ReminderId::new(now.timestamp()), |reminder| reminder.id);
        kept.push(Reminder { id, when });
    }
    Ok(kept)
}

/// Gives `task` the repeat that is asked for. Without a due, it gets the rule's first one, from today on.
pub(crate) fn set_repeat(task: &mut Task, asked: Option<&NewRepeat>, now: &Zoned) -> Result<(), Error> {
    let Some(NewRepeat { rule, anchor, from }) = asked else {
        (task.repeat, task.occurrence) = (None, None);
        return Ok(());
    };
    let present = task.repeat.as_ref().filter(|repeat| repeat.rule == *rule).map(|repeat| repeat.anchor);
    let due = task.due.as_ref().map(Civil::from);
    let said = anchor.map(|anchor| anchor.to_minute()).or(present).or(due);
    let anchor = match (said, due) {
        (Some(anchor), Some(_)) => anchor,
        (said, _) => {
            let from = said.unwrap_or(Civil::Date(now.date()));
            let first = rule.first(&from).ok_or_else(|| Error::invalid("rrule", "never falls on a date"))?;
            task.due = Some(due_at(first, None, now)?);
            said.unwrap_or(first)
        }
    };
    let repeat = Repeat { rule: rule.clone(), anchor, from: *from };
    if task.repeat.as_ref() != Some(&repeat) {
        task.occurrence = None;
    }
    task.repeat = Some(repeat);
    Ok(())
}

/// A civil date or time as a due: a time is in the zone of `like`, else in the user's.
pub(crate) fn due_at(civil: Civil, like: Option<&Due>, now: &Zoned) -> Result<Due, Error> {
    match civil {
        Civil::Date(date) => Ok(Due::Date(date)),
        Civil::At(at) => {
            let zone = match like {
                Some(Due::At { at: _, zone }) => zone.clone(),
                Some(Due::Date(_)) | None => now.time_zone().iana_name().unwrap_or("UTC").to_owned(),
            };
            Due::At { at, zone }.checked()
        }
    }
}

/// Moves the due of one occurrence by hand: rule and anchor stay, and the task remembers which date of the rule it stands for.
pub(crate) fn set_due(task: &mut Task, due: Option<Due>) {
    if task.repeat.is_some() && task.due != due {
        let stands_for = task.occurrence.or_else(|| task.due.as_ref().map(Civil::from));
        task.occurrence = stands_for.filter(|civil| Some(*civil) != due.as_ref().map(Civil::from));
    }
    task.due = due;
}
