//! The records of one change set while it is being made: what was, and what is to be.

use std::collections::{HashMap, HashSet};

use jiff::Zoned;

use crate::list::{COLORS, INBOX};
use crate::{Change, Crowd, Error, Label, List, ListId, ListRef, Neighbors, Scope, Task, TaskId, text};

/// Beside each other, a record as it was and as it is to be.
struct Record<T> {
    before: Option<T>,
    after: Option<T>,
}

/// All that a change set may touch.
pub(crate) struct Records {
    tasks: Vec<Record<Task>>,
    /// Where each task stands among `tasks`, gone ones too: a set may hold thousands.
    task_places: HashMap<TaskId, usize>,
    lists: Vec<Record<List>>,
    labels: Vec<Record<Label>>,
    last_position: f64,
    neighbors: Vec<Neighbors>,
    /// Records of a file, which keep their revision and the time of their last change.
    as_is: HashSet<uuid::Uuid>,
}

impl Records {
    pub(crate) fn of(scope: &Scope) -> Self {
        let Scope { tasks, lists, labels, last_position, neighbors } = scope;
        let task_places = tasks.iter().enumerate().map(|(place, task)| (task.id, place)).collect();
        let (lists, labels) = (known(lists), known(labels));
        Self {
            tasks: known(tasks),
            task_places,
            lists,
            labels,
            last_position: *last_position,
            neighbors: neighbors.clone(),
            as_is: HashSet::new(),
        }
    }

    pub(crate) fn task(&mut self, id: TaskId) -> Result<&mut Task, Error> {
        self.task_record(id).and_then(|record| record.after.as_mut()).ok_or(Error::TaskNotFound(id))
    }

    fn task_record(&mut self, id: TaskId) -> Option<&mut Record<Task>> {
        self.task_places.get(&id).and_then(|place| self.tasks.get_mut(*place))
    }

    pub(crate) fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter_map(|record| record.after.as_ref())
    }

    pub(crate) fn tasks_mut(&mut self) -> impl Iterator<Item = &mut Task> {
        self.tasks.iter_mut().filter_map(|record| record.after.as_mut())
    }

    /// The parts of a task, in the trash or not.
    pub(crate) fn parts_mut(&mut self, id: TaskId) -> impl Iterator<Item = &mut Task> {
        self.tasks_mut().filter(move |task| task.parent == Some(id))
    }

    /// The positions next to a task's, those that this change set has given among them; `moving` does not count.
    pub(crate) fn next_to(&self, id: TaskId, moving: TaskId) -> (Option<f64>, Option<f64>) {
        let Some(own) = self.tasks().find(|task| task.id == id).map(place_of) else { return (None, None) };
        let here = || self.tasks().filter(|task| task.id != moving && task.is_open()).map(place_of);
        let known = || self.neighbors.iter().filter(|known| known.id == id);
        // What was next to it may be on its other side by now.
        let stored = || known().flat_map(|known| [known.before, known.after]).flatten();
        let is_before =
            |other: &f64| *other < own.0 || known().any(|known| known.before == Some(*other) && *other <= own.0);
        let is_after =
            |other: &f64| *other > own.0 || known().any(|known| known.after == Some(*other) && *other >= own.0);
        let before = here().filter(|other| in_order(other, &own).is_lt()).map(|(position, _)| position);
        let after = here().filter(|other| in_order(other, &own).is_gt()).map(|(position, _)| position);
        (
            before.chain(stored().filter(is_before)).max_by(f64::total_cmp),
            after.chain(stored().filter(is_after)).min_by(f64::total_cmp),
        )
    }

    /// The tasks around `id` that may be given new positions, `moving` not among them, in the manual order; and the positions that
    /// all of it has to stay between.
    pub(crate) fn crowd_of(&self, id: TaskId, moving: TaskId) -> Option<(Vec<TaskId>, Option<f64>, Option<f64>)> {
        let Crowd { tasks, before, after } = self.neighbors.iter().find(|known| known.id == id)?.crowd.as_ref()?;
        let known: HashSet<&TaskId> = tasks.iter().collect();
        let is_within = |position: f64, between: fn(&f64, &f64) -> bool| {
            before.is_none_or(|before| between(&before, &position))
                && after.is_none_or(|after| between(&position, &after))
        };
        // Those that this change set has moved away are gone from it, those that it has moved there have come.
        let belongs = |task: &&Task| match known.contains(&task.id) {
            true => is_within(task.position, |one, other| one <= other),
            false => task.is_open() && is_within(task.position, |one, other| one < other),
        };
        let mut places: Vec<_> = self.tasks().filter(|task| task.id != moving).filter(belongs).map(place_of).collect();
        places.sort_unstable_by(in_order);
        Some((places.into_iter().map(|(_, id)| id).collect(), *before, *after))
    }

    pub(crate) fn list(&mut self, id: ListId) -> Result<&mut List, Error> {
        self.lists
            .iter_mut()
            .filter_map(|record| record.after.as_mut())
            .find(|list| list.id == id)
            .ok_or(Error::ListNotFound(id))
    }

    pub(crate) fn lists(&self) -> impl Iterator<Item = &List> {
        self.lists.iter().filter_map(|record| record.after.as_ref())
    }

    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().filter_map(|record| record.after.as_ref())
    }

    pub(crate) fn label(&self, name: &str) -> Option<&Label> {
        self.labels().find(|label| text::same_name(&label.name, name))
    }

    /// The place after every other task.
    pub(crate) fn next_position(&mut self) -> f64 {
        self.last_position += 1.0;
        self.last_position
    }

    /// Puts `task` in the place of the one with its id, or adds it.
    pub(crate) fn put_task(&mut self, task: Task) {
        match self.task_record(task.id) {
            Some(record) => record.after = Some(task),
            None => {
                self.task_places.insert(task.id, self.tasks.len());
                self.tasks.push(Record { before: None, after: Some(task) });
            }
        }
    }

    /// Puts a task of a file, with the revision and the times that it has there.
    pub(crate) fn put_task_as_is(&mut self, task: Task) {
        self.as_is.insert(*task.id.as_uuid());
        self.put_task(task);
    }

    /// Puts a list of a file, with the revision that it has there.
    pub(crate) fn put_list_as_is(&mut self, list: List) {
        self.as_is.insert(*list.id.as_uuid());
        self.put_list(list);
    }

    /// Puts `list` in the place of the one with its id, or adds it.
    pub(crate) fn put_list(&mut self, list: List) {
        put(&mut self.lists, list, |one, other| one.id == other.id);
    }

    /// Puts `label` in the place of the one with its name, or adds it.
    pub(crate) fn put_label(&mut self, label: Label) {
        put(&mut self.labels, label, |one, other| text::same_name(&one.name, &other.name));
    }

    /// How many parts each task has that has some, in the trash or not.
    pub(crate) fn part_counts(&self) -> HashMap<TaskId, usize> {
        let mut counts = HashMap::new();
        for parent in self.tasks().filter_map(|task| task.parent) {
            *counts.entry(parent).or_insert(0) += 1;
        }
        counts
    }

    pub(crate) fn remove_task(&mut self, id: TaskId) {
        if let Some(record) = self.task_record(id) {
            record.after = None;
        }
    }

    pub(crate) fn remove_list(&mut self, id: ListId) {
        remove(&mut self.lists, |list| list.id == id);
    }

    pub(crate) fn remove_label(&mut self, name: &str) {
        remove(&mut self.labels, |label| text::same_name(&label.name, name));
    }

    /// The list that is meant, made where a name is new; `None` is the Inbox.
    pub(crate) fn list_meant(&mut self, list: &ListRef, now: &Zoned) -> Result<Option<ListId>, Error> {
        match list {
            ListRef::Id(id) => self.list(*id).map(|list| Some(list.id)),
            ListRef::Name(name) => {
                let name = text::name("list", name)?;
                if text::same_name(&name, INBOX) {
                    return Ok(None);
                }
                if let Some(known) = self.lists().find(|list| text::same_name(&list.name, &name)) {
                    return Ok(Some(known.id));
                }
                Ok(Some(self.add_list(name, None, now)))
            }
        }
    }

    /// Adds a list whose `name` is tidy and free. One of that name that this change set deleted comes back, so that never two
    /// records of one name are on their way to the store.
    pub(crate) fn add_list(&mut self, name: String, color: Option<String>, now: &Zoned) -> ListId {
        let deleted = self.lists.iter().filter(|record| record.after.is_none()).find_map(|record| {
            record.before.as_ref().filter(|list| text::same_name(&list.name, &name)).map(|list| list.id)
        });
        let id = deleted.unwrap_or_else(|| ListId::new(now.timestamp()));
        let position = self.lists().map(|list| list.position).fold(0.0, f64::max) + 1.0;
        let color = color.unwrap_or_else(|| self.next_color().to_owned());
        self.put_list(List { id, name, color, position, revision: 0 });
        id
    }

    /// The labels that are meant, each once, in the spelling of existing ones, in the order they are kept in; new ones are made.
    pub(crate) fn labels_meant(&mut self, names: &[String]) -> Result<Vec<String>, Error> {
        let mut labels: Vec<String> = Vec::new();
        for name in names {
            let name = text::name("labels", name)?;
            if labels.iter().any(|label| text::same_name(label, &name)) {
                continue;
            }
            let spelled = match self.label(&name) {
                Some(label) => label.name.clone(),
                None => {
                    // Labels are neutral in the design; a person may colour them later.
                    self.put_label(Label { name: name.clone(), color: "grey".to_owned() });
                    name
                }
            };
            labels.push(spelled);
        }
        if labels.len() > crate::limits::LABELS {
            let problem = format!("are {}, the most is {}", labels.len(), crate::limits::LABELS);
            return Err(Error::invalid("labels", problem));
        }
        text::sort_labels(&mut labels);
        Ok(labels)
    }

    /// The first colour that the fewest lists have.
    fn next_color(&self) -> &'static str {
        let uses = |color: &&&str| self.lists().filter(|list| list.color == **color).count();
        COLORS.iter().min_by_key(uses).unwrap_or(&COLORS[0])
    }

    /// What differs, in an order in which no reference is ever broken: a list is there before a task is put into it, and goes
    /// after its tasks have left. Names of lists may meet on the way, never at the end. Counts revisions up and stamps what changed.
    pub(crate) fn into_changes(self, now: &Zoned) -> Vec<Change> {
        let Self { tasks, task_places: _, lists, labels, last_position: _, neighbors: _, as_is } = self;
        let (lists, gone_lists): (Vec<_>, Vec<_>) = lists.into_iter().partition(|record| record.after.is_some());
        let (labels, gone_labels): (Vec<_>, Vec<_>) = labels.into_iter().partition(|record| record.after.is_some());
        let list_changes =
            |lists: Vec<Record<List>>| lists.into_iter().filter_map(|record| list_change(record, &as_is));
        let label_changes = |labels: Vec<Record<Label>>| labels.into_iter().filter_map(label_change);
        list_changes(lists)
            .chain(label_changes(labels))
            .chain(tasks.into_iter().filter_map(|record| task_change(record, now, &as_is)))
            .chain(label_changes(gone_labels))
            .chain(list_changes(gone_lists))
            .collect()
    }
}

fn place_of(task: &Task) -> (f64, TaskId) {
    (task.position, task.id)
}

/// The manual order.
fn in_order(one: &(f64, TaskId), other: &(f64, TaskId)) -> std::cmp::Ordering {
    one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1))
}

fn known<T: Clone>(records: &[T]) -> Vec<Record<T>> {
    records.iter().map(|record| Record { before: Some(record.clone()), after: Some(record.clone()) }).collect()
}

fn put<T>(records: &mut Vec<Record<T>>, value: T, same: impl Fn(&T, &T) -> bool) {
    let place = records
        .iter_mut()
        .find(|record| record.after.as_ref().or(record.before.as_ref()).is_some_and(|known| same(known, &value)));
    match place {
        Some(record) => record.after = Some(value),
        None => records.push(Record { before: None, after: Some(value) }),
    }
}

fn remove<T>(records: &mut [Record<T>], is_it: impl Fn(&T) -> bool) {
    for record in records {
        if record.after.as_ref().is_some_and(&is_it) {
            record.after = None;
        }
    }
}

fn task_change(record: Record<Task>, now: &Zoned, as_is: &HashSet<uuid::Uuid>) -> Option<Change> {
    let Record { before, mut after } = record;
    if before == after {
        return None;
    }
    if let Some(task) = &mut after
        && !(before.is_none() && as_is.contains(task.id.as_uuid()))
    {
        task.revision = before.as_ref().map_or(task.revision, |task| task.revision) + 1;
        task.updated_at = now.timestamp();
    }
    Some(Change::Task { before: before.map(Box::new), after: after.map(Box::new) })
}

fn list_change(record: Record<List>, as_is: &HashSet<uuid::Uuid>) -> Option<Change> {
    let Record { before, mut after } = record;
    if let (Some(before), Some(after)) = (&before, &mut after) {
        after.revision = before.revision;
    }
    if before == after {
        return None;
    }
    if let Some(list) = &mut after
        && !(before.is_none() && as_is.contains(list.id.as_uuid()))
    {
        list.revision = before.as_ref().map_or(list.revision, |list| list.revision) + 1;
    }
    Some(Change::List { before, after })
}

fn label_change(record: Record<Label>) -> Option<Change> {
    let Record { before, after } = record;
    (before != after).then_some(Change::Label { before, after })
}
