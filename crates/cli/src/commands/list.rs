//! `docket list`: views and search.

use std::collections::HashMap;

use docket_store::{FoundList, ListInfo, TaskPage};
use docket_tasks::list::INBOX;
use docket_tasks::{Error as TaskError, Task, TaskId, TaskQuery, View};
use jiff::Zoned;
use jiff::civil::Date;

use super::{Desk, MOST_ON_A_PAGE, count};
use crate::arguments::List;
use crate::failure::Failure;
use crate::output::Style;
use crate::table::{self, Group, Place, Row};

/// What a listing shows, as the command line says it.
struct Wanted {
    view: View,
    words: Option<String>,
}

pub(super) async fn list(desk: &Desk, arguments: List) -> Result<(), Failure> {
    let List { what, list, label } = arguments;
    let wanted = wanted(&what, list.is_some() || label.is_some());
    let now = desk.clock.now();
    let found = match &list {
        Some(name) => Some(list_named(desk, name).await?),
        None => None,
    };
    if let Some(label) = &label {
        label_named(desk, label).await?;
    }
    let query = TaskQuery {
        view: wanted.view,
        words: wanted.words.clone(),
        list: if let Some(FoundList::List(id)) = found { Some(id) } else { None },
        is_in_inbox: found == Some(FoundList::Inbox),
        label: label.as_deref().map(|label| label.trim_start_matches('@').to_owned()),
        limit: Some(MOST_ON_A_PAGE),
        ..TaskQuery::default()
    };
    let tasks = all_pages(desk, query, &now).await?;
    if desk.output.is_json {
        return desk.output.json_lines(&tasks);
    }
    let named =
        [list.map(|name| format!("#{}", plain(&name))), label.map(|name| format!("@{}", name.trim_start_matches('@')))];
    let listing = Listing {
        title: title(wanted.view, wanted.words.as_deref(), named.into_iter().flatten(), &now),
        view: wanted.view,
        is_search: wanted.words.is_some(),
        is_one_list: found.is_some(),
        parents: parents(desk, &tasks).await?,
        now,
    };
    let groups = listing.groups(&tasks);
    listing.show(desk, &groups, &desk.store.lists().await?)?;
    let order: Vec<TaskId> = groups.iter().flat_map(|(_, tasks)| tasks.iter().map(|(task, _)| task.id)).collect();
    // Writing waits for the disk: what is so already is left alone.
    if desk.store.last_listing().await? != order {
        desk.store.set_last_listing(&order).await?;
    }
    Ok(())
}

/// A list's name without the mark that it has in a line.
fn plain(name: &str) -> &str {
    name.trim_start_matches(['#', '+'])
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

async fn list_named(desk: &Desk, name: &str) -> Result<FoundList, Failure> {
    if let Some(found) = desk.store.find_list(plain(name)).await? {
        return Ok(found);
    }
    let lists = desk.store.lists().await?;
    let names = lists.iter().map(|info| info.list.name.as_str()).collect::<Vec<_>>();
    let way_out = if names.is_empty() {
        "There are none yet; `docket add … #name` makes one.".to_owned()
    } else {
        format!("There are {}.", names.join(", "))
    };
    Err(Failure::Cannot(format!("There is no list `{}`. {way_out}", plain(name))))
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
    let named: Vec<String> = named.collect();
    let is_said = words.is_none() && view == View::All && !named.is_empty();
    (!is_said).then_some(place).into_iter().chain(named).collect::<Vec<_>>().join(" · ")
}

/// Titles of the tasks that parts among `tasks` belong to.
async fn parents(desk: &Desk, tasks: &[Task]) -> Result<HashMap<TaskId, String>, Failure> {
    let mut parents: HashMap<TaskId, String> = HashMap::new();
    let wanted: std::collections::HashSet<TaskId> = tasks.iter().filter_map(|task| task.parent).collect();
    if wanted.is_empty() {
        return Ok(parents);
    }
    parents.extend(tasks.iter().filter(|task| wanted.contains(&task.id)).map(|task| (task.id, task.title.clone())));
    for id in wanted {
        if parents.contains_key(&id) {
            continue;
        }
        match desk.store.task(id).await {
            Ok(parent) => drop(parents.insert(id, parent.title)),
            // Gone meanwhile: its parts stand alone.
            Err(docket_store::Error::Task(TaskError::TaskNotFound(_))) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(parents)
}

/// Tasks under a heading, each with its place.
type Headed<'t> = (String, Vec<(&'t Task, Place)>);

/// What is shown, and as what.
struct Listing {
    title: String,
    view: View,
    is_search: bool,
    is_one_list: bool,
    parents: HashMap<TaskId, String>,
    now: Zoned,
}

impl Listing {
    /// Under headings, parts behind what they are parts of.
    fn groups<'t>(&self, tasks: &'t [Task]) -> Vec<Headed<'t>> {
        let groups = groups_of(self.view, tasks, &self.now).into_iter();
        groups.map(|(heading, tasks)| (heading, self.with_parts_under(tasks))).collect()
    }

    fn with_parts_under<'t>(&self, tasks: Vec<&'t Task>) -> Vec<(&'t Task, Place)> {
        let here: std::collections::HashSet<TaskId> = tasks.iter().map(|task| task.id).collect();
        let above = |task: &Task| task.parent.filter(|parent| here.contains(parent));
        let mut parts: HashMap<TaskId, Vec<&Task>> = HashMap::new();
        for task in &tasks {
            if let Some(parent) = above(task) {
                parts.entry(parent).or_default().push(task);
            }
        }
        let mut rows = Vec::with_capacity(tasks.len());
        for task in tasks.into_iter().filter(|task| above(task).is_none()) {
            let title = task.parent.and_then(|parent| self.parents.get(&parent));
            rows.push((task, title.map_or(Place::Alone, |title| Place::PartOf(title.clone()))));
            rows.extend(parts.remove(&task.id).unwrap_or_default().into_iter().map(|part| (part, Place::Under)));
        }
        rows
    }

    fn show(&self, desk: &Desk, groups: &[Headed<'_>], lists: &[ListInfo]) -> Result<(), Failure> {
        let output = &desk.output;
        let Self { title, view, is_search, is_one_list, parents: _, now } = self;
        let head = output.styled(Style::Bold, title);
        let shown = groups.iter().map(|(_, tasks)| tasks.len()).sum();
        if shown == 0 {
            output.line(&head)?;
            return output.line(nothing(*view, *is_search));
        }
        let lists: HashMap<_, _> = lists.iter().map(|info| (info.list.id, info.list.name.as_str())).collect();
        let list_of = |task: &Task| match task.list.and_then(|list| lists.get(&list)) {
            Some(name) if !is_one_list => *name,
            Some(_) | None => "",
        };
        let mut number = 0;
        let groups = groups.iter().map(|(heading, tasks)| Group {
            heading_style: if heading == OVERDUE { Style::Red } else { Style::Bold },
            heading: heading.clone(),
            rows: tasks
                .iter()
                .map(|(task, place)| {
                    number += 1;
                    Row::new(number, task, place.clone(), list_of(task), due(*view, task, now))
                })
                .collect(),
        });
        let table = table::text(output, &groups.collect::<Vec<_>>());
        output.piece(&format!("{head}  {}\n{table}", output.styled(Style::Dim, &count(shown))))
    }
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

fn nothing(view: View, is_search: bool) -> &'static str {
    if is_search {
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
