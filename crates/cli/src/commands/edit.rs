//! `docket edit`: what a line says is changed; everything else stays.

use docket_store::Actor;
use docket_tasks::quick_add::{Context, Draft, Parsed, SpanKind, parse};
use docket_tasks::{Command, Due, List, ListRef, NewReminder, NewRepeat, Priority, Reminder, Task, TaskPatch};
use jiff::Zoned;
use serde_json::json;

use super::{Desk, with_fields};
use crate::arguments::{Edit, Field};
use crate::failure::Failure;
use crate::output::Style;
use crate::{details, reference};

/// Stands where a new title would, so that no word that says when is left over for one. No word of the grammar.
const TITLE: &str = "\u{2060}zz";

pub(super) async fn edit(desk: &Desk, edit: Edit) -> Result<(), Failure> {
    let Edit { reference, text, clear, notes } = edit;
    let now = desk.clock.now();
    let before = reference::task(&desk.store, &reference).await?;
    let lists = desk.store.lists().await?;
    let known: Vec<List> = lists.iter().map(|info| info.list.clone()).collect();
    let mut patch = TaskPatch { notes, ..TaskPatch::default() };
    for field in clear {
        take_away(field, &mut patch);
    }
    say(&text.join(" "), &before, &Context::new(&now, &known), &mut patch);
    let applied = desk.store.apply(Command::EditTask { id: before.id, patch }, Actor::Cli, &now).await?;
    let after = desk.store.task(before.id).await?;
    if desk.output.is_json {
        let more = [
            ("change_set", json!(applied.change_set)),
            ("before", json!(before)),
            ("created_lists", json!(applied.created_lists)),
            ("created_labels", json!(applied.created_labels)),
        ];
        return desk.output.json(&with_fields(&after, &more));
    }
    let lists = desk.store.lists().await?;
    tell(desk, &before, &after, |task| details::of(task, &lists, &now))?;
    for list in &applied.created_lists {
        desk.output.line(&desk.output.styled(Style::Dim, &format!("New list: {list}")))?;
    }
    Ok(())
}

/// What is taken away goes first, so that `--clear labels @home` leaves that label alone.
fn take_away(field: Field, patch: &mut TaskPatch) {
    match field {
        Field::Due => patch.due = Some(None),
        Field::Repeat => patch.repeat = Some(None),
        Field::Priority => patch.priority = Some(Priority::P4),
        Field::Labels => patch.labels = Some(Vec::new()),
        Field::List => patch.list = Some(None),
        Field::Duration => patch.duration_min = Some(None),
        Field::Reminders => patch.reminders = Some(Vec::new()),
        Field::Start => patch.start = Some(None),
        Field::Notes => patch.notes = Some(String::new()),
    }
}

/// Puts what `text` says into `patch`: a date, a time, a repeat, a duration, a priority and a list take the place of the present
/// ones, labels and reminders are added, other words are the new title. A date leaves the time as it is, a time the date.
fn say(text: &str, before: &Task, context: &Context<'_>, patch: &mut TaskPatch) {
    let Parsed { draft, spans } = read(text, context);
    let is_time_alone = !spans.iter().any(|span| matches!(span.kind, SpanKind::Due | SpanKind::Repeat));
    let Draft { title, due, is_undated, repeat, priority, labels, list, duration_min, reminders } = draft;
    if !title.is_empty() {
        patch.title = Some(title);
    }
    match (repeat, due) {
        (Some(repeat), due) => (patch.repeat, patch.due) = (Some(Some(NewRepeat::from(repeat))), Some(due)),
        (None, Some(due)) => patch.due = Some(Some(moved(due, before.due.as_ref(), is_time_alone, context.now))),
        // What repeats has a date: without one it does not repeat.
        (None, None) if is_undated => (patch.repeat, patch.due) = (Some(None), Some(None)),
        (None, None) => {}
    }
    patch.priority = priority.or(patch.priority);
    if let Some(list) = list {
        patch.list = Some(Some(ListRef::Name(list)));
    }
    if duration_min.is_some() {
        patch.duration_min = Some(duration_min);
    }
    if !labels.is_empty() {
        patch.labels.get_or_insert_with(|| before.labels.clone()).extend(labels);
    }
    if !reminders.is_empty() {
        let present =
            || before.reminders.iter().map(|Reminder { id, when }| NewReminder { id: Some(*id), when: *when });
        let all = patch.reminders.get_or_insert_with(|| present().collect());
        for when in reminders {
            if !all.iter().any(|present| present.when == when) {
                all.push(NewReminder::new(when));
            }
        }
    }
}

/// A text in quotation marks is a title and nothing else.
fn read(text: &str, context: &Context<'_>) -> Parsed {
    if text.trim().is_empty() {
        return Parsed::default();
    }
    let plain = parse(text, context);
    if plain.spans.is_empty() && plain.draft.title != text.trim() && text.trim().starts_with(['"', '\'', '“', '‘', '«'])
    {
        return plain;
    }
    let mut parsed = parse(&format!("{TITLE} {text}"), context);
    parsed.draft.title = parsed.draft.title.trim_start_matches(TITLE).trim().to_owned();
    parsed
}

fn moved(said: Due, before: Option<&Due>, is_time_alone: bool, now: &Zoned) -> Due {
    match (said, before) {
        (Due::Date(date), Some(Due::At { at, zone })) => {
            Due::At { at: date.to_datetime(at.time()), zone: zone.clone() }
        }
        (Due::At { at, zone }, Some(before)) if is_time_alone => {
            Due::At { at: before.date_in(now).to_datetime(at.time()), zone }
        }
        (said, _) => said,
    }
}

/// What is different, before → after.
fn tell<F>(desk: &Desk, before: &Task, after: &Task, fields: F) -> Result<(), Failure>
where
    F: Fn(&Task) -> Vec<(&'static str, String)>,
{
    const NONE: &str = "none";
    let (old, new) = (fields(before), fields(after));
    let value = |fields: &[(&'static str, String)], name: &str| {
        fields.iter().find(|(known, _)| *known == name).map_or_else(|| NONE.to_owned(), |(_, value)| value.clone())
    };
    let mut names: Vec<&'static str> = new.iter().chain(&old).map(|(name, _)| *name).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    let mut lines = Vec::new();
    if before.title != after.title {
        lines.push(("title", format!("{} → {}", before.title, after.title)));
    }
    for name in names {
        let (old, new) = (value(&old, name), value(&new, name));
        if old != new {
            lines.push((name, format!("{old} → {new}")));
        }
    }
    if before.notes != after.notes {
        lines.push(("notes", if after.notes.is_empty() { "taken away" } else { "changed" }.to_owned()));
    }
    let title = desk.output.styled(Style::Bold, &after.title);
    if lines.is_empty() {
        return desk.output.line(&format!("{title} is so already."));
    }
    desk.output.line(&format!("Changed {title}"))?;
    for (name, change) in lines {
        desk.output.line(&format!("{}  {change}", desk.output.styled(Style::Dim, &format!("{name:>9}"))))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The due of a task that was due at `before`, once a line has been said; and its title.
    fn said(before: Option<&str>, line: &str) -> (Option<String>, Option<String>) {
        let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().unwrap();
        let new = docket_tasks::NewTask {
            title: "Pay rent".to_owned(),
            due: before.map(|due| Due::parse(due, None, "Europe/Berlin").unwrap()),
            ..docket_tasks::NewTask::default()
        };
        let changes = docket_tasks::apply(&Command::AddTask(new), &docket_tasks::Scope::default(), &now).unwrap();
        let [docket_tasks::Change::Task { after: Some(task), .. }] = &changes[..] else { panic!("one task") };
        let mut patch = TaskPatch::default();
        say(line, task, &Context::new(&now, &[]), &mut patch);
        let due = patch.due.map(|due| due.map_or_else(|| "none".to_owned(), |due| due.to_string()));
        (due, patch.title)
    }

    #[test]
    fn a_date_leaves_the_time_and_a_time_the_date() {
        for (before, line, due, title) in [
            (None, "friday", Some("2026-11-27"), None),
            (None, "9am", Some("2026-11-22T09:00"), None),
            (Some("2026-12-01"), "friday", Some("2026-11-27"), None),
            (Some("2026-12-01T17:30"), "friday", Some("2026-11-27T17:30"), None),
            (Some("2026-12-01T17:30"), "9am", Some("2026-12-01T09:00"), None),
            (Some("2026-12-01"), "at 9am", Some("2026-12-01T09:00"), None),
            (Some("2026-12-01T17:30"), "friday 9am", Some("2026-11-27T09:00"), None),
            (Some("2026-12-01T17:30"), "in 2 hours", Some("2026-11-21T12:00"), None),
            (Some("2026-12-01T17:30"), "no date", Some("none"), None),
            (Some("2026-12-01"), "Pay the rent", None, Some("Pay the rent")),
            (Some("2026-12-01"), "Pay the rent friday", Some("2026-11-27"), Some("Pay the rent")),
            (Some("2026-12-01"), "\"Call on friday\"", None, Some("Call on friday")),
            (Some("2026-12-01"), "every friday", Some("2026-11-27"), None),
            (Some("2026-12-01"), "", None, None),
        ] {
            let expected = (due.map(str::to_owned), title.map(str::to_owned));
            assert_eq!(said(before, line), expected, "{before:?} and then {line:?}");
        }
    }
}
