//! A draft as a line that is read as that draft again, and lines that say one thing only.

use jiff::civil::Weekday;

use super::{Context, Draft, parse, word};
use crate::recurrence::{Day, End, Frequency};
use crate::{Due, ReminderWhen, Repeat, RepeatFrom, Rule};

/// A repeat that was said, with its first occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidRepeat {
    /// How it repeats, anchored at the first occurrence.
    pub repeat: Repeat,
    /// The first occurrence.
    pub due: Due,
}

/// A title for a line that has none, so that no word that says when is put back for one. No word of the grammar.
const STAND_IN: &str = "\u{2060}zz";
const HOUR_MIN: u32 = 60;

/// The due that the whole of `text` says ("next friday 5pm"): `Some(None)` for "no date", `None` where it says anything else.
#[must_use]
pub fn parse_due(text: &str, context: &Context<'_>) -> Option<Option<Due>> {
    let Draft { title: _, due, is_undated, repeat, priority, labels, list, duration_min, reminders } =
        whole(text, context)?;
    let nothing_else = repeat.is_none()
        && priority.is_none()
        && labels.is_empty()
        && list.is_none()
        && duration_min.is_none()
        && reminders.is_empty();
    (nothing_else && (due.is_some() || is_undated)).then_some(due)
}

/// The repeat that the whole of `text` says: "every friday", "daily at 9", "2 weeks on mon and thu", "monday".
#[must_use]
pub fn parse_repeat(text: &str, context: &Context<'_>) -> Option<SaidRepeat> {
    let said = |text: &str| {
        let Draft { title: _, due, is_undated: _, repeat, priority, labels, list, duration_min, reminders } =
            whole(text, context)?;
        let nothing_else =
            priority.is_none() && labels.is_empty() && list.is_none() && duration_min.is_none() && reminders.is_empty();
        Some(SaidRepeat { repeat: repeat?, due: due? }).filter(|_| nothing_else)
    };
    said(text).or_else(|| said(&format!("every {}", text.trim_start())))
}

/// The draft of a text all of which was understood.
fn whole(text: &str, context: &Context<'_>) -> Option<Draft> {
    let line = format!("{STAND_IN} {text}");
    let draft = parse(&line, &Context { ignore: &[], ..context.clone() }).draft;
    (draft.title == STAND_IN).then_some(draft)
}

impl Draft {
    /// A line that is read as this draft again, at the same moment and with the same customs: `Pay rent every month on the 1st
    /// starting 2026-12-01 #Home @bills p1`.
    ///
    /// Words of the title that would be understood get a backslash.
    #[must_use]
    pub fn to_line(&self, context: &Context<'_>) -> String {
        let context = Context { ignore: &[], ..context.clone() };
        let parts = self.parts_of_line(&context);
        let line =
            |title: &str| [title].into_iter().chain(parts.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
        let plain = line(&self.title);
        if parse(&plain, &context).draft == *self {
            return plain;
        }
        let escaped: Vec<String> = self.title.split(' ').map(word::escaped).collect();
        line(&escaped.join(" "))
    }

    fn parts_of_line(&self, context: &Context<'_>) -> Vec<String> {
        let Self { title: _, due, is_undated, repeat, priority, labels, list, duration_min, reminders } = self;
        let mut parts = Vec::new();
        match (repeat.as_ref().and_then(phrase), due) {
            (Some(phrase), Some(due)) => {
                let (start, end) = (begin(due, context), repeat.as_ref().and_then(|repeat| end_phrase(&repeat.rule)));
                parts.extend([phrase, start].into_iter().chain(end));
            }
            (None, Some(due)) => parts.push(moment(due, context)),
            (_, None) => {}
        }
        if *is_undated {
            parts.push("no date".to_owned());
        }
        parts.extend(duration_min.map(|minutes| format!("~{}", compact(minutes))));
        parts.extend(reminders.iter().map(|when| match when {
            ReminderWhen::BeforeDue { min } => format!("!{}", compact(*min)),
            ReminderWhen::At { at } => at.at().strftime("!%H:%M").to_string(),
        }));
        parts.extend(list.iter().map(|list| word::mark('#', list)));
        parts.extend(labels.iter().map(|label| word::mark('@', label)));
        parts.extend(priority.map(|priority| format!("p{}", u8::from(priority))));
        parts
    }
}

/// `45m`, `2h`, `1h30m`.
fn compact(minutes: u32) -> String {
    match (minutes / HOUR_MIN, minutes % HOUR_MIN) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes}m"),
    }
}

/// A due as one word, or where no wall clock here says it, as so long from now.
fn moment(due: &Due, context: &Context<'_>) -> String {
    let Due::At { at: _, zone: _ } = due else { return due.to_string() };
    let here = due.seen_from(context.now);
    let local = match &here {
        Due::At { at, zone: _ } => Some(*at),
        Due::Date(_) => None,
    };
    match local.filter(|local| super::meaning::due_at(*local, context.now).as_ref() == Some(due)) {
        Some(local) => local.strftime("%Y-%m-%dT%H:%M").to_string(),
        None => from_now(due, context),
    }
}

/// Where a repeat begins: a date, and the time in words of its own.
fn begin(due: &Due, context: &Context<'_>) -> String {
    let moment = moment(due, context);
    match moment.split_once('T') {
        Some((date, time)) => format!("starting {date} at {time}"),
        None if matches!(due, Due::Date(_)) => format!("starting {moment}"),
        None => moment,
    }
}

/// `in 90 minutes`.
fn from_now(due: &Due, context: &Context<'_>) -> String {
    let now = context.now.timestamp().as_second();
    let minutes = due.deadline(context.now).map_or(0, |then| (then.as_second() - now).div_euclid(60));
    // The minute in which now is has begun already.
    let minutes = minutes + i64::from(now.rem_euclid(60) > 0);
    format!("in {} hours {} minutes", minutes / i64::from(HOUR_MIN), minutes % i64::from(HOUR_MIN))
}

/// The words of a rule that the grammar can say; `None` of any other.
fn phrase(repeat: &Repeat) -> Option<String> {
    let every = match repeat.from {
        RepeatFrom::Due => "every",
        RepeatFrom::Completion => "every!",
    };
    let Rule { frequency, interval, months, month_days, days, positions, .. } = &repeat.rule;
    let plain = |day: &Day| day.nth.is_none().then(|| name(day.weekday));
    let weekdays: Option<Vec<&str>> = days.iter().map(plain).collect();
    let unit = match frequency {
        Frequency::Hourly => "hours",
        Frequency::Daily => "days",
        Frequency::Weekly => "weeks",
        Frequency::Monthly => "months",
        Frequency::Yearly => "years",
    };
    let each = if *interval == 1 {
        format!("{every} {}", unit.trim_end_matches('s'))
    } else {
        format!("{every} {interval} {unit}")
    };
    let has_days = !days.is_empty() || !month_days.is_empty() || !positions.is_empty();
    let on = days_of_month(month_days, days, positions);
    let month_names: Vec<&str> = months.iter().filter_map(|month| month_name(*month)).collect();
    let months = month_names.join(", ");
    match frequency {
        _ if !has_days && months.is_empty() => Some(each),
        Frequency::Weekly if *interval == 1 => Some(format!("{every} {}", weekdays?.join(", "))),
        Frequency::Weekly => Some(format!("{each} on {}", weekdays?.join(", "))),
        Frequency::Monthly => Some(format!("{each} on the {}", on?)),
        Frequency::Yearly if !days.is_empty() && positions.is_empty() && weekdays.is_some() => {
            Some(format!("{every} {} in {months}", weekdays?.join(", ")))
        }
        Frequency::Yearly if *interval == 1 => Some(format!("{every} {months} on the {}", on?)),
        Frequency::Yearly => Some(format!("{each} in {months} on the {}", on?)),
        Frequency::Hourly | Frequency::Daily => None,
    }
}

/// "1st, 15th, last", "1st mon, 3rd mon", "last workday".
fn days_of_month(month_days: &[i8], days: &[Day], positions: &[i16]) -> Option<String> {
    let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join(", "));
    if !positions.is_empty() {
        return list(positions.iter().map(|position| format!("{} workday", place(*position))).collect());
    }
    if !days.is_empty() {
        let said = |day: &Day| Some(format!("{} {}", place(day.nth?), name(day.weekday)));
        return list(days.iter().map(said).collect::<Option<_>>()?);
    }
    list(month_days.iter().map(|day| place(i16::from(*day))).collect())
}

/// "1st", "22nd", "last", "2nd last".
fn place(place: i16) -> String {
    let ordinal = |number: u16| {
        let ending = match (number % 100, number % 10) {
            (11..=13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
        format!("{number}{ending}")
    };
    match place {
        -1 => "last".to_owned(),
        ..0 => format!("{} last", ordinal(place.unsigned_abs())),
        _ => ordinal(place.unsigned_abs()),
    }
}

fn end_phrase(rule: &Rule) -> Option<String> {
    match rule.end? {
        End::Count(count) => Some(format!("for {count} times")),
        End::UntilDate(date) => Some(format!("until {date}")),
        End::UntilAt(at) => Some(format!("until {}", at.date())),
    }
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

fn month_name(month: i8) -> Option<&'static str> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    usize::try_from(month).ok()?.checked_sub(1).and_then(|place| names.get(place)).copied()
}
