//! The records of one change set while it is being made: what was, and what is to be.

use std::collections::{HashMap, HashSet};

use jiff::Zoned;

use crate::list::{COLORS, INBOX};
use crate::{Change, Error, Label, List, ListId, ListRef, Neighbors, Scope, Task, TaskId, text};

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
    pub(crate) fn next_to(&self, id: TaskId, moving: TaskId) -> Neighbors {
        let Some(position) = self.tasks().find(|task| task.id == id).map(|task| task.position) else {
            return Neighbors { id, before: None, after: None };
        };
        let known = self.neighbors.iter().filter(|known| known.id == id);
        let here = self.tasks().filter(|task| task.id != moving && task.is_open()).map(|task| task.position);
        let positions: Vec<f64> =
            known.flat_map(|Neighbors { id: _, before, after }| [*before, *after]).flatten().chain(here).collect();
        let before = positions.iter().copied().filter(|other| *other < position).max_by(f64::total_cmp);
        let after = positions.iter().copied().filter(|other| *other > position).min_by(f64::total_cmp);
        Neighbors { id, before, after }
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
