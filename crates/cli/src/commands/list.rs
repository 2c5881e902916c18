//! `docket list`: views and search.

use std::num::NonZeroU32;

use docket_store::{ListInfo, TaskPage};
use docket_tasks::list::INBOX;
use docket_tasks::{ListId, Task, TaskId, TaskQuery, View};
use jiff::Zoned;
use jiff::civil::Date;

use super::{Desk, count};
use crate::arguments::List;
use crate::failure::Failure;
use crate::output::Style;
use crate::table::{self, Group, Row};

const PAGE: NonZeroU32 = NonZeroU32::new(500).unwrap();

/// What a listing shows, as the command line says it.
struct Wanted {
    view: View,
    words: Option<String>,
}

pub(super) async fn list(desk: &Desk, arguments: List) -> Result<(), Failure> {
    let List { what, list, label } = arguments;
    let wanted = wanted(&what, list.is_some() || label.is_some());
    let now = desk.clock.now();
    let lists = desk.store.lists().await?;
    let id = list.as_deref().map(|name| list_named(&lists, name)).transpose()?;
    if let Some(label) = &label {
        label_named(desk, label).await?;
    }
    let query = TaskQuery {
        view: wanted.view,
        words: wanted.words.clone(),
        list: id.flatten(),
        label: label.as_deref().map(|label| label.trim_start_matches('@').to_owned()),
        limit: Some(PAGE),
        ..TaskQuery::default()
    };
    // The Inbox is the tasks in no list: all that are open are a view, of another view those in no list are looked out.
    let is_inbox = id == Some(None);
    let view = if is_inbox && wanted.view == View::All { View::Inbox } else { wanted.view };
    let mut tasks = all_pages(desk, TaskQuery { view, ..query }, &now).await?;
    if is_inbox {
        tasks.retain(|task| task.list.is_none());
    }
    if desk.output.is_json {
        return tasks.iter().try_for_each(|task| desk.output.json(task));
    }
    let named = [list.map(|name| format!("#{name}")), label.map(|name| format!("@{}", name.trim_start_matches('@')))];
    let title = title(view, wanted.words.as_deref(), named.into_iter().flatten(), &now);
    let is_one_list = id.is_some();
    show(desk, &title, view, &tasks, &lists, is_one_list, &now)?;
    let order: Vec<TaskId> =
        groups_of(view, &tasks, &now).iter().flat_map(|(_, tasks)| tasks.iter().map(|task| task.id)).collect();
    Ok(desk.store.set_last_listing(&order).await?)
}

fn wanted(what: &[String], is_narrowed: bool) -> Wanted {
    let view = |word: &str| match word {
        "today" => Some(View::Today),
        "upcoming" => Some(View::Upcoming),
        "overdue" => Some(View::Overdue),
        "inbox" => Some(View::Inbox),
        "all" => Some(View::All),
        "done" => Some(View::Done),
        "trash" => Some(View::Trash),
        _ => None,
    };
    match what {
        [] if is_narrowed => Wanted { view: View::All, words: None },
        [] => Wanted { view: View::Today, words: None },
        [word] if view(word).is_some() => Wanted { view: view(word).unwrap_or_default(), words: None },
        words => Wanted { view: View::All, words: Some(words.join(" ")) },
    }
}

/// The id of the list called `name`; none for the Inbox, which is not a list.
fn list_named(lists: &[ListInfo], name: &str) -> Result<Option<ListId>, Failure> {
    let name = name.trim_start_matches(['#', '+']);
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    if same(INBOX) {
        return Ok(None);
    }
    let known = lists.iter().find(|info| same(&info.list.name));
    known.map(|info| Some(info.list.id)).ok_or_else(|| {
        let names = lists.iter().map(|info| info.list.name.as_str()).collect::<Vec<_>>();
        let way_out = if names.is_empty() {
            "There are none yet; `docket add … #name` makes one.".to_owned()
        } else {
            format!("There are {}.", names.join(", "))
        };
        Failure::Cannot(format!("There is no list `{name}`. {way_out}"))
    })
}

async fn label_named(desk: &Desk, name: &str) -> Result<(), Failure> {
    let name = name.trim_start_matches('@');
    let labels = desk.store.labels().await?;
    if labels.iter().any(|label| label.name.to_lowercase() == name.to_lowercase()) {
        return Ok(());
    }
    let names = labels.iter().map(|label| label.name.as_str()).collect::<Vec<_>>().join(", ");
    let way_out = if names.is_empty() { "There are none yet.".to_owned() } else { format!("There are {names}.") };
    Err(Failure::Cannot(format!("There is no label `{name}`. {way_out}")))
}

async fn all_pages(desk: &Desk, mut query: TaskQuery, now: &Zoned) -> Result<Vec<Task>, Failure> {
    let mut all = Vec::new();
    loop {
        let TaskPage { tasks, has_more: _, after, revision: _ } = desk.store.tasks(&query, now).await?;
        all.extend(tasks);
        if after.is_none() {
            return Ok(all);
        }
        query.after = after;
    }
}

fn title(view: View, words: Option<&str>, named: impl Iterator<Item = String>, now: &Zoned) -> String {
    let place = match (words, view) {
        (Some(words), _) => format!("“{words}”"),
        (None, View::Today) => format!("Today, {}", now.strftime("%a %-d %b")),
        (None, View::Upcoming) => "Upcoming".to_owned(),
        (None, View::Overdue) => "Overdue".to_owned(),
        (None, View::Inbox) => INBOX.to_owned(),
        (None, View::All) => "All".to_owned(),
        (None, View::Done) => "Done".to_owned(),
        (None, View::Trash) => "Trash".to_owned(),
    };
    [place].into_iter().chain(named).collect::<Vec<_>>().join(" · ")
}

fn show(
    desk: &Desk,
    title: &str,
    view: View,
    tasks: &[Task],
    lists: &[ListInfo],
    is_one_list: bool,
    now: &Zoned,
) -> Result<(), Failure> {
    let output = &desk.output;
    let head = output.styled(Style::Bold, title);
    if tasks.is_empty() {
        output.line(&head)?;
        return output.line(nothing(view, title));
    }
    output.line(&format!("{head}  {}", output.styled(Style::Dim, &count(tasks.len()))))?;
    let list_of = |task: &Task| match lists.iter().find(|info| Some(info.list.id) == task.list) {
        Some(info) if !is_one_list => info.list.name.clone(),
        Some(_) | None => String::new(),
    };
    let mut number = 0;
    let groups = groups_of(view, tasks, now).into_iter().map(|(heading, tasks)| Group {
        heading_style: if heading == OVERDUE { Style::Red } else { Style::Bold },
        rows: tasks
            .iter()
            .map(|task| {
                number += 1;
                Row::new(number, task, &list_of(task), due(view, task, now))
            })
            .collect(),
        heading,
    });
    table::write(output, &groups.collect::<Vec<_>>())
}

const OVERDUE: &str = "Overdue";

/// Tasks under their headings: Today says what is overdue, Upcoming and Done go by day, the others have none.
fn groups_of<'t>(view: View, tasks: &'t [Task], now: &Zoned) -> Vec<(String, Vec<&'t Task>)> {
    let day = |task: &Task| match view {
        View::Today => {
            if task.is_overdue(now) {
                OVERDUE.to_owned()
            } else {
                "Today".to_owned()
            }
        }
        View::Upcoming => task.due.as_ref().map(|due| day_name(due.date_in(now), now)).unwrap_or_default(),
        View::Done => {
            task.completed_at.map(|at| day_name(at.to_zoned(now.time_zone().clone()).date(), now)).unwrap_or_default()
        }
        View::Trash => {
            task.deleted_at.map(|at| day_name(at.to_zoned(now.time_zone().clone()).date(), now)).unwrap_or_default()
        }
        View::All | View::Overdue | View::Inbox => String::new(),
    };
    let mut groups: Vec<(String, Vec<&Task>)> = Vec::new();
    for task in tasks {
        let heading = day(task);
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, tasks)) => tasks.push(task),
            None => groups.push((heading, vec![task])),
        }
    }
    // A task that became overdue during the day stands among the times of today: the late ones go first.
    groups.sort_by_key(|(heading, _)| view == View::Today && heading != OVERDUE);
    groups
}

/// `Today`, `Tomorrow`, `Yesterday`, else `Mon 23 Nov`.
fn day_name(date: Date, now: &Zoned) -> String {
    match (date - now.date()).get_days() {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        -1 => "Yesterday".to_owned(),
        _ if date.year() == now.year() => date.strftime("%a %-d %b").to_string(),
        _ => date.strftime("%a %-d %b %Y").to_string(),
    }
}

/// What the due column says: only what the heading does not.
fn due(view: View, task: &Task, now: &Zoned) -> (String, Style) {
    let Some(due) = task.due.as_ref().map(|due| due.seen_from(now)) else { return (String::new(), Style::Plain) };
    let time = due.time().map(|time| time.strftime("%-H:%M").to_string());
    let date = due.date();
    let is_said = match view {
        View::Upcoming => true,
        View::Today => date == now.date(),
        View::All | View::Overdue | View::Inbox | View::Done | View::Trash => false,
    };
    let day = (!is_said).then(|| day_name(date, now));
    let style = match (task.is_overdue(now), task.is_due_today(now)) {
        (true, _) => Style::Red,
        (false, true) => Style::Green,
        (false, false) => Style::Plain,
    };
    (day.into_iter().chain(time).collect::<Vec<_>>().join(", "), style)
}

fn nothing(view: View, title: &str) -> &'static str {
    if title.starts_with('“') {
        return "Nothing found. Completed tasks are in `docket list done`, deleted ones in `docket list trash`.";
    }
    match view {
        View::Today => "Nothing due today. `docket add Call mum today` adds something.",
        View::Upcoming => "No dates ahead. Write `friday` in a task and it shows here.",
        View::Overdue => "Nothing is late.",
        View::Inbox => "Nothing to sort. A task without a list lands here.",
        View::All => "No tasks yet. `docket add Buy milk tomorrow` adds one.",
        View::Done => "Nothing finished yet. What you complete is kept here.",
        View::Trash => "Empty. Deleted tasks are kept here.",
    }
}
