//! A desk to try commands on: keeps the records, as a store does.

use std::collections::HashSet;

use docket_tasks::{
    Change, Command, Crowd, Error, Label, List, ListId, Neighbors, Scope, Task, TaskId, UndoNeeds, apply, undo,
};
use jiff::Zoned;

/// Saturday 21 November 2026, ten in the morning in Berlin.
pub(crate) fn now() -> Zoned {
    "2026-11-21T10:00[Europe/Berlin]".parse().unwrap()
}

#[derive(Clone, Default, Debug, PartialEq)]
pub(crate) struct Desk {
    pub(crate) tasks: Vec<Task>,
    pub(crate) lists: Vec<List>,
    pub(crate) labels: Vec<Label>,
}

impl Desk {
    /// Applies as a store would: with no more in scope than [`Command`] asks for.
    pub(crate) fn try_apply(&mut self, command: &Command) -> Result<Vec<Change>, Error> {
        let changes = apply(command, &self.scope_of(command), &now())?;
        self.keep(&changes);
        Ok(changes)
    }

    /// What a store would hand in with a command.
    pub(crate) fn scope_of(&self, command: &Command) -> Scope {
        let (ids, lists, labels) = (command.task_ids(), command.list_ids(), command.label_names());
        let mut scope = self.scope(&ids, &lists, &labels);
        scope.neighbors = command.neighbor_ids().into_iter().map(|(id, moving)| self.neighbors(id, moving)).collect();
        let crowds: Vec<TaskId> =
            scope.neighbors.iter().flat_map(|known| known.crowd.iter()).flat_map(|crowd| crowd.tasks.clone()).collect();
        let missing = |task: &&Task| crowds.contains(&task.id) && scope.tasks.iter().all(|known| known.id != task.id);
        let missing: Vec<Task> = self.tasks.iter().filter(missing).cloned().collect();
        scope.tasks.extend(missing);
        scope
    }

    /// With all tasks as the crowd, where one is needed.
    fn neighbors(&self, id: TaskId, moving: TaskId) -> Neighbors {
        let Some(own) = self.tasks.iter().find(|task| task.id == id) else {
            return Neighbors { id, before: None, after: None, crowd: None };
        };
        let open: Vec<&Task> =
            self.in_order().into_iter().filter(|task| task.is_open() && task.id != moving && task.id != id).collect();
        let is_before = |task: &&&Task| (task.position, task.id) < (own.position, own.id);
        let before = open.iter().rfind(is_before).map(|task| task.position);
        let after = open.iter().find(|task| !is_before(task)).map(|task| task.position);
        let neighbors = Neighbors { id, before, after, crowd: None };
        let tasks = || open.iter().map(|task| task.id).chain([id]).collect();
        let crowd = (!neighbors.has_room(own.position)).then(|| Crowd { tasks: tasks(), before: None, after: None });
        Neighbors { crowd, ..neighbors }
    }

    /// The tasks in the manual order.
    pub(crate) fn in_order(&self) -> Vec<&Task> {
        let mut tasks: Vec<&Task> = self.tasks.iter().collect();
        tasks.sort_by(|one, other| one.position.total_cmp(&other.position).then(one.id.cmp(&other.id)));
        tasks
    }

    pub(crate) fn apply(&mut self, command: &Command) -> Vec<Change> {
        self.try_apply(command).unwrap()
    }

    /// Undoes as a store would: with no more in scope than [`UndoNeeds`] asks for.
    pub(crate) fn try_undo(&mut self, changes: &[Change]) -> Result<Vec<Change>, Error> {
        let UndoNeeds { tasks, lists, labels } = UndoNeeds::of(changes);
        let undoing = undo(changes, &self.scope(&tasks, &lists, &labels), &now())?;
        self.keep(&undoing);
        Ok(undoing)
    }

    /// Adds a task by its fields and gives it back.
    pub(crate) fn add(&mut self, new: docket_tasks::NewTask) -> Task {
        self.apply(&Command::AddTask(new));
        self.tasks.last().unwrap().clone()
    }

    pub(crate) fn list(&self, name: &str) -> &List {
        self.lists.iter().find(|list| list.name == name).unwrap()
    }

    /// The desk without what undoing does not put back: revisions and the moment of the last change.
    pub(crate) fn without_revisions(&self) -> Self {
        let mut desk = self.clone();
        for task in &mut desk.tasks {
            (task.revision, task.updated_at) = (0, task.created_at);
        }
        for list in &mut desk.lists {
            list.revision = 0;
        }
        desk.tasks.sort_by_key(|task| task.id);
        desk.lists.sort_by_key(|list| list.id);
        desk.labels.sort_by(|one, other| one.name.cmp(&other.name));
        desk
    }

    /// These tasks with the tasks they are parts of and with their own parts, and all in these lists and with these labels.
    fn scope(&self, ids: &[TaskId], lists: &[ListId], labels: &[String]) -> Scope {
        let has_part = |id: TaskId| self.tasks.iter().any(|task| ids.contains(&task.id) && task.parent == Some(id));
        let in_scope = |task: &Task| {
            ids.contains(&task.id)
                || task.parent.is_some_and(|parent| ids.contains(&parent))
                || has_part(task.id)
                || task.list.is_some_and(|list| lists.contains(&list))
                || task.labels.iter().any(|own| labels.iter().any(|label| label.to_lowercase() == own.to_lowercase()))
        };
        Scope {
            tasks: self.tasks.iter().filter(|task| in_scope(task)).cloned().collect(),
            lists: self.lists.clone(),
            labels: self.labels.clone(),
            last_position: self.tasks.iter().map(|task| task.position).fold(0.0, f64::max),
            neighbors: Vec::new(),
        }
    }

    /// Does to the records what the changes say, and checks on the way that a database with foreign keys could.
    fn keep(&mut self, changes: &[Change]) {
        for change in changes {
            match change.clone() {
                Change::Task { before, after } => {
                    let id = before.as_ref().or(after.as_ref()).unwrap().id;
                    let place = self.tasks.iter().position(|task| task.id == id);
                    assert_eq!(
                        place.map(|place| &self.tasks[place]),
                        before.as_deref(),
                        "`before` is not what is stored"
                    );
                    if let Some(task) = &after {
                        assert!(task.list.is_none_or(|id| self.lists.iter().any(|list| list.id == id)), "no such list");
                        assert!(task.labels.iter().all(|name| self.labels.iter().any(|label| &label.name == name)));
                    }
                    replace(&mut self.tasks, place, after.map(|task| *task));
                }
                Change::List { before, after } => {
                    let id = before.as_ref().or(after.as_ref()).unwrap().id;
                    let place = self.lists.iter().position(|list| list.id == id);
                    assert_eq!(
                        place.map(|place| &self.lists[place]),
                        before.as_ref(),
                        "`before` is not what is stored"
                    );
                    let used = self.tasks.iter().any(|task| task.list == Some(id));
                    assert!(after.is_some() || !used, "a list goes while a task is in it");
                    replace(&mut self.lists, place, after);
                }
                Change::Label { before, after } => {
                    let name = before.as_ref().or(after.as_ref()).unwrap().name.clone();
                    let place = self.labels.iter().position(|label| label.name == name);
                    assert_eq!(
                        place.map(|place| &self.labels[place]),
                        before.as_ref(),
                        "`before` is not what is stored"
                    );
                    let used = self.tasks.iter().any(|task| task.labels.contains(&name));
                    assert!(after.is_some() || !used, "a label goes while a task has it");
                    replace(&mut self.labels, place, after);
                }
            }
        }
        let names: HashSet<String> = self.lists.iter().map(|list| list.name.to_lowercase()).collect();
        assert_eq!(names.len(), self.lists.len(), "two lists of one name");
        for parent in self.tasks.iter().filter_map(|task| task.parent) {
            let parent = self.tasks.iter().find(|task| task.id == parent);
            assert!(parent.is_some_and(|parent| parent.parent.is_none()), "a part of nothing, or of a part");
        }
    }
}

fn replace<T>(records: &mut Vec<T>, place: Option<usize>, after: Option<T>) {
    match (place, after) {
        (Some(place), Some(after)) => records[place] = after,
        (Some(place), None) => drop(records.remove(place)),
        (None, Some(after)) => records.push(after),
        (None, None) => {}
    }
}
