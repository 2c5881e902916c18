//! What the understood words of a line mean together.

use jiff::civil::{Date, Time};

use super::bound::BoundSaid;
use super::candidate::What;
use super::find::{Said, Taken};
use super::first::{self, Repeating};
use super::length::ReminderSaid;
use super::meaning::{self, Meant};
use super::repeat::RepeatSaid;
use super::said::{Part, TimeSaid, Told};
use super::{Context, Draft};
use crate::list::INBOX;
use crate::{Civil, Due, ReminderWhen, Repeat, text};

/// What a line says of when.
#[derive(Default)]
pub(super) struct When<'t> {
    pub(super) date: Option<Meant>,
    pub(super) clock: Option<Told>,
    pub(super) part: Option<Part>,
    pub(super) repeat: Option<&'t RepeatSaid>,
    pub(super) from_completion: bool,
    pub(super) end: Option<BoundSaid>,
}

/// What `taken` means, with `title` for the rest. `None` where it says a repeat that never falls.
pub(super) fn of(title: String, taken: &[Taken], context: &Context<'_>) -> Option<Draft> {
    let mut draft = Draft { title, ..Draft::default() };
    let mut when = When::default();
    let mut reminders = Vec::new();
    for Taken { words: _, said } in taken {
        match said {
            Said::When(What::Reminder(reminder)) => reminders.push(*reminder),
            Said::When(What::Duration(minutes)) => draft.duration_min = Some(*minutes),
            Said::When(what) => {
                let lasts = when.take(what, context)?;
                draft.duration_min = draft.duration_min.or(lasts);
            }
            Said::List(name) => draft.list = Some(spelled(name, context)),
            Said::Label(name) if draft.labels.iter().any(|label| text::same_name(label, name)) => {}
            Said::Label(name) => draft.labels.push(name.clone()),
            Said::Priority(priority) => draft.priority = Some(*priority),
        }
    }
    draft.is_undated = when.date == Some(Meant::Never);
    if when.repeat.is_some() {
        let Repeating { due, repeat } = first::repeating(&when, context)?;
        (draft.due, draft.repeat) = (Some(due), Some(repeat));
    } else {
        draft.due = due(&when, context);
    }
    for reminder in reminders {
        let when = reminder_when(reminder, &draft, context)?;
        if !draft.reminders.contains(&when) {
            draft.reminders.push(when);
        }
    }
    Some(draft)
}

impl<'t> When<'t> {
    /// Takes one thing that was said; gives back how long it lasts, where it says so. `None` where there is no such day.
    fn take(&mut self, what: &'t What, context: &Context<'_>) -> Option<Option<u32>> {
        match what {
            What::Date(meant) => self.date = Some(*meant),
            What::Bound(BoundSaid::Start(date)) => {
                self.date = Some(meaning::of(*date, context.now, context.locale)?);
            }
            What::Time(time) | What::Bound(BoundSaid::StartAt(time)) => {
                let TimeSaid { told, form: _, minutes } = *time;
                match told {
                    Told::Part(part) => self.part = Some(part),
                    Told::Exact(_) | Told::OnDial(_) => self.clock = Some(told),
                }
                return Some(minutes.map(u32::from));
            }
            What::Repeat(repeat) => {
                self.repeat = Some(repeat);
                self.from_completion |= repeat.from_completion;
                self.clock = self.clock.or(repeat.time.map(Told::Exact));
            }
            What::Bound(end) => self.end = Some(*end),
            What::Completion => self.from_completion = true,
            What::Duration(_) | What::Reminder(_) => {}
        }
        Some(None)
    }

    /// The day, the time, and the part of the day that the time was said with.
    pub(super) fn day_and_time(&self, context: &Context<'_>) -> (Option<Date>, Option<Time>, Option<Part>) {
        let said = self.part.map(|part| context.locale.hours.of(part));
        let own = self.repeat.and_then(|repeat| repeat.part);
        // The part that counts for the hour, and the time where no clock's was said.
        let (date, part, usual) = match self.date {
            Some(Meant::On(date)) => (Some(date), self.part, said),
            Some(Meant::In { date, part: own, usual }) => (Some(date), self.part.or(Some(own)), said.or(usual)),
            Some(Meant::At(_) | Meant::Exactly(_) | Meant::Never) | None => (None, self.part, said),
        };
        let usual = usual.or_else(|| own.map(|own| context.locale.hours.of(own)));
        let part = part.or(own);
        (date, self.clock.and_then(|clock| clock.time(part)).or(usual), part)
    }
}

fn due(when: &When<'_>, context: &Context<'_>) -> Option<Due> {
    let now = context.now;
    match when.date {
        Some(Meant::Never) => return None,
        Some(Meant::At(at)) => return meaning::due_at(at, now),
        Some(Meant::Exactly(moment)) => return meaning::due_exactly(moment, now),
        Some(Meant::On(_) | Meant::In { .. }) | None => {}
    }
    match when.day_and_time(context) {
        (None, None, _) => None,
        (Some(date), None, _) => Some(Due::Date(date)),
        (None, Some(time), _) => meaning::due_at(meaning::next(time, now)?, now),
        (Some(date), Some(time), part) => meaning::due_at(meaning::at(date, time, part, now)?, now),
    }
}

/// A time of a reminder is one of the day on which the task is due; without one, the next such time.
fn reminder_when(reminder: ReminderSaid, draft: &Draft, context: &Context<'_>) -> Option<ReminderWhen> {
    Some(match reminder {
        ReminderSaid::Before(min) => ReminderWhen::BeforeDue { min },
        ReminderSaid::At(time) => {
            let at = match &draft.due {
                Some(due) => due.date().to_datetime(time),
                None => meaning::next(time, context.now)?,
            };
            ReminderWhen::At { at: Civil::At(at) }
        }
    })
}

/// In the spelling of an existing list.
fn spelled(name: &str, context: &Context<'_>) -> String {
    let known = context.lists.iter().map(|list| list.name.as_str()).chain([INBOX]);
    known.into_iter().find(|known| text::same_name(known, name)).unwrap_or(name).to_owned()
}

impl Draft {
    /// Whether the rule counts from completion.
    pub(super) fn repeat_from(&self) -> Option<crate::RepeatFrom> {
        let from = |repeat: &Repeat| repeat.from;
        self.repeat.as_ref().map(from).filter(|from| *from == crate::RepeatFrom::Completion)
    }
}
