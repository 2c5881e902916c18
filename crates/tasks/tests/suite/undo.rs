//! Undo and redo.

use docket_tasks::{
    Civil, Command, Due, Error, Import, LabelPatch, ListPatch, ListRef, NewLabel, NewList, NewReminder, NewRepeat,
    NewTask, Place, Priority, ReminderWhen, RepeatFrom, Rule, TaskId, TaskMove, TaskPatch,
};
use proptest::prelude::*;

use crate::desk::Desk;

fn new(title: &str) -> NewTask {
    NewTask { title: title.to_owned(), ..NewTask::default() }
}

fn in_list(title: &str, list: &str) -> NewTask {
    NewTask { list: Some(ListRef::Name(list.to_owned())), ..new(title) }
}

fn titled(title: &str) -> TaskPatch {
    TaskPatch { title: Some(title.to_owned()), ..TaskPatch::default() }
}

#[test]
fn undoing_an_edit_puts_back_its_fields_and_leaves_later_changes_of_others() {
    let mut desk = Desk::default();
    let id = desk.add(new("Buy milk")).id;
    let renamed = desk.apply(&Command::EditTask { id, patch: titled("Buy oat milk") });
    desk.apply(&Command::CompleteTask(id));
    desk.try_undo(&renamed).unwrap();
    assert_eq!(desk.tasks[0].title, "Buy milk");
    assert!(desk.tasks[0].completed_at.is_some());
    assert_eq!(desk.tasks[0].revision, 4);
}

#[test]
fn a_later_change_of_the_same_field_is_a_conflict_and_nothing_moves() {
    let mut desk = Desk::default();
    let id = desk.add(new("Buy milk")).id;
    let renamed = desk.apply(&Command::EditTask { id, patch: titled("Buy oat milk") });
    desk.apply(&Command::EditTask { id, patch: titled("Buy rice milk") });
    let before = desk.clone();
    let refused = desk.try_undo(&renamed).unwrap_err();
    assert_eq!(refused.to_string(), "title changed since");
    assert_eq!(desk, before);
}

#[test]
fn undoing_an_addition_takes_its_list_and_labels_along() {
    let mut desk = Desk::default();
    let added = desk.apply(&Command::AddTask(NewTask { labels: vec!["out".to_owned()], ..in_list("Rake", "Garden") }));
    desk.try_undo(&added).unwrap();
    assert_eq!(desk, Desk::default());
}

#[test]
fn a_list_that_another_task_came_to_be_in_stays() {
    let mut desk = Desk::default();
    let added = desk.apply(&Command::AddTask(NewTask { labels: vec!["out".to_owned()], ..in_list("Rake", "Garden") }));
    let mow = desk.add(NewTask { labels: vec!["out".to_owned()], ..in_list("Mow", "Garden") });
    desk.try_undo(&added).unwrap();
    assert_eq!(desk.tasks, [mow]);
    assert_eq!((desk.lists.len(), desk.labels.len()), (1, 1));
}

#[test]
fn redo_is_the_undo_of_an_undo() {
    let mut desk = Desk::default();
    let added = desk.apply(&Command::AddTask(in_list("Rake", "Garden")));
    let with_task = desk.clone();
    let undone = desk.try_undo(&added).unwrap();
    desk.try_undo(&undone).unwrap();
    assert_eq!(desk.without_revisions(), with_task.without_revisions());
    assert_eq!(desk.tasks[0].revision, 2);
}

#[test]
fn an_addition_that_was_worked_on_is_not_undone() {
    let mut desk = Desk::default();
    let added = desk.apply(&Command::AddTask(new("Buy milk")));
    let id = desk.tasks[0].id;
    let patch = TaskPatch { priority: Some(Priority::P1), notes: Some("2 l".to_owned()), ..TaskPatch::default() };
    desk.apply(&Command::EditTask { id, patch });
    let fields = vec!["notes".to_owned(), "priority".to_owned()];
    assert_eq!(desk.try_undo(&added), Err(Error::UndoConflict { fields }));
}

#[test]
fn undoing_the_deletion_of_a_list_brings_its_tasks_back_into_it() {
    let mut desk = Desk::default();
    let rake = desk.add(in_list("Rake", "Garden"));
    let before = desk.clone();
    let deleted = desk.apply(&Command::DeleteList(rake.list.unwrap()));
    desk.try_undo(&deleted).unwrap();
    assert_eq!(desk.without_revisions(), before.without_revisions());
}

#[test]
fn a_deleted_list_does_not_come_back_beside_a_new_one_of_its_name() {
    let mut desk = Desk::default();
    let rake = desk.add(in_list("Rake", "Garden"));
    let deleted = desk.apply(&Command::DeleteList(rake.list.unwrap()));
    desk.apply(&Command::AddList(NewList { name: "garden".to_owned(), color: None }));
    assert_eq!(desk.try_undo(&deleted), Err(Error::ListExists("Garden".to_owned())));
}

#[test]
fn a_move_out_of_a_list_that_is_gone_is_not_undone() {
    let mut desk = Desk::default();
    let rake = desk.add(in_list("Rake", "Garden"));
    let list = rake.list.unwrap();
    let moved =
        desk.apply(&Command::EditTask { id: rake.id, patch: TaskPatch { list: Some(None), ..TaskPatch::default() } });
    desk.apply(&Command::DeleteList(list));
    assert_eq!(desk.try_undo(&moved), Err(Error::UndoConflict { fields: vec!["list".to_owned()] }));
}

/// A command in terms of places on the desk, so that any sequence of them makes sense.
#[derive(Clone, Debug)]
enum Step {
    Add {
        title: String,
        list: Option<u8>,
        labels: Vec<u8>,
    },
    Edit {
        task: usize,
        title: Option<String>,
        list: Option<Option<u8>>,
        labels: Option<Vec<u8>>,
        position: Option<i16>,
    },
    /// Repeats, reminders, parts: what of a task says when and under which.
    Plan {
        task: usize,
        rule: Option<Option<u8>>,
        due: Option<Option<u8>>,
        start: Option<Option<u8>>,
        reminders: Option<Vec<u8>>,
        parent: Option<Option<usize>>,
    },
    AddPart(usize),
    Move {
        task: usize,
        other: usize,
        before: bool,
        parent: Option<Option<usize>>,
        list: Option<Option<u8>>,
    },
    AddLabel(u8),
    EditLabel(usize, u8),
    DeleteLabel(usize),
    Import(Vec<u8>),
    Complete(usize),
    Reopen(usize),
    Delete(usize),
    Restore(usize),
    AddList(u8),
    RenameList(usize, u8),
    DeleteList(usize),
    Several(Vec<Step>),
}

fn name(number: u8) -> String {
    ["Home", "home", "Garden", "Work", "Émile"][usize::from(number) % 5].to_owned()
}

fn some_due(number: u8) -> Due {
    let text = ["2026-11-20", "2026-11-21T09:00", "2026-11-30", "2027-03-28T02:30"][usize::from(number) % 4];
    Due::parse(text, None, "Europe/Berlin").unwrap()
}

fn some_repeat(number: u8) -> NewRepeat {
    let rules = ["FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=WEEKLY;COUNT=2", "FREQ=HOURLY;INTERVAL=7"];
    let from = if number.is_multiple_of(2) { RepeatFrom::Due } else { RepeatFrom::Completion };
    NewRepeat { rule: Rule::parse(rules[usize::from(number / 2) % 4]).unwrap(), anchor: None, from }
}

fn some_reminder(number: u8) -> NewReminder {
    NewReminder::new(match number % 2 {
        0 => ReminderWhen::BeforeDue { min: u32::from(number) },
        _ => ReminderWhen::At { at: Civil::from(&some_due(1)) },
    })
}

fn some_move(other: TaskId, before: bool, parent: Option<Option<TaskId>>, list: Option<Option<u8>>) -> TaskMove {
    TaskMove {
        list: list.map(|list| list.map(|list| ListRef::Name(name(list)))),
        parent,
        place: Some(if before { Place::Before(other) } else { Place::After(other) }),
    }
}

/// A file of tasks, some of them the same as in another one; the first is the parent of the rest.
fn some_file(titles: &[u8]) -> Import {
    let mut desk = Desk::default();
    for (place, title) in titles.iter().enumerate() {
        let id = TaskId::from(uuid::Uuid::from_u128(u128::from(*title) + 1));
        if desk.tasks.iter().all(|task| task.id != id) {
            desk.add(in_list(&title.to_string(), &name(*title)));
            let task = desk.tasks.last_mut().unwrap();
            (task.id, task.labels, task.revision) = (id, vec![name(title + 1)], 7);
            task.parent = (place > 0).then(|| TaskId::from(uuid::Uuid::from_u128(u128::from(titles[0]) + 1)));
        }
    }
    Import { lists: desk.lists, labels: Vec::new(), tasks: desk.tasks }
}

impl Step {
    fn on(&self, desk: &Desk) -> Option<Command> {
        let task = |place: &usize| (!desk.tasks.is_empty()).then(|| desk.tasks[place % desk.tasks.len()].id);
        let list = |place: &usize| (!desk.lists.is_empty()).then(|| desk.lists[place % desk.lists.len()].id);
        let label =
            |place: &usize| (!desk.labels.is_empty()).then(|| desk.labels[place % desk.labels.len()].name.clone());
        let names = |labels: &Vec<u8>| labels.iter().copied().map(name).collect::<Vec<_>>();
        Some(match self {
            Self::Add { title, list, labels } => Command::AddTask(NewTask {
                list: list.map(|list| ListRef::Name(name(list))),
                labels: names(labels),
                ..new(title)
            }),
            Self::Edit { task: place, title, list, labels, position } => Command::EditTask {
                id: task(place)?,
                patch: TaskPatch {
                    title: title.clone(),
                    list: list.map(|list| list.map(|list| ListRef::Name(name(list)))),
                    labels: labels.as_ref().map(names),
                    position: position.map(f64::from),
                    ..TaskPatch::default()
                },
            },
            Self::Plan { task: place, rule, due, start, reminders, parent } => Command::EditTask {
                id: task(place)?,
                patch: TaskPatch {
                    due: due.map(|due| due.map(some_due)),
                    start: start.map(|start| start.map(|start| Civil::from(&some_due(start)))),
                    duration_min: start.map(|start| start.map(|start| u32::from(start) + 1)),
                    repeat: rule.map(|rule| rule.map(some_repeat)),
                    reminders: reminders.as_ref().map(|all| all.iter().copied().map(some_reminder).collect()),
                    parent: parent.map(|parent| parent.and_then(|parent| task(&parent))),
                    ..TaskPatch::default()
                },
            },
            Self::AddPart(place) => Command::AddTask(NewTask { parent: Some(task(place)?), ..new("part") }),
            Self::Move { task: place, other, before, parent, list } => {
                let parent = parent.map(|parent| parent.and_then(|parent| task(&parent)));
                Command::MoveTask { id: task(place)?, to: some_move(task(other)?, *before, parent, *list) }
            }
            Self::AddLabel(number) => Command::AddLabel(NewLabel { name: name(*number), color: None }),
            Self::EditLabel(place, number) => Command::EditLabel {
                name: label(place)?,
                patch: LabelPatch { name: Some(name(*number)), color: Some("red".to_owned()) },
            },
            Self::DeleteLabel(place) => Command::DeleteLabel(label(place)?),
            Self::Import(titles) => Command::Import(some_file(titles)),
            Self::Complete(place) => Command::CompleteTask(task(place)?),
            Self::Reopen(place) => Command::ReopenTask(task(place)?),
            Self::Delete(place) => Command::DeleteTask(task(place)?),
            Self::Restore(place) => Command::RestoreTask(task(place)?),
            Self::AddList(number) => Command::AddList(NewList { name: name(*number), color: None }),
            Self::RenameList(place, number) => Command::EditList {
                id: list(place)?,
                patch: ListPatch { name: Some(name(*number)), ..ListPatch::default() },
            },
            Self::DeleteList(place) => Command::DeleteList(list(place)?),
            Self::Several(steps) => Command::All(steps.iter().filter_map(|step| step.on(desk)).collect()),
        })
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let labels = || proptest::collection::vec(0..5u8, 0..3);
    let single = prop_oneof![
        4 => ("[a-z ]{0,8}", proptest::option::of(0..5u8), labels())
            .prop_map(|(title, list, labels)| Step::Add { title, list, labels }),
        3 => (
            any::<usize>(),
            proptest::option::of("[a-z]{0,4}"),
            proptest::option::of(proptest::option::of(0..5u8)),
            proptest::option::of(labels()),
            proptest::option::of(any::<i16>()),
        )
            .prop_map(|(task, title, list, labels, position)| Step::Edit { task, title, list, labels, position }),
        4 => (
            any::<usize>(),
            proptest::option::of(proptest::option::weighted(0.8, 0..8u8)),
            proptest::option::of(proptest::option::of(0..4u8)),
            proptest::option::of(proptest::option::of(0..4u8)),
            proptest::option::of(proptest::collection::vec(0..6u8, 0..3)),
            proptest::option::weighted(0.3, proptest::option::of(any::<usize>())),
        )
            .prop_map(|(task, rule, due, start, reminders, parent)| Step::Plan { task, rule, due, start, reminders, parent }),
        2 => any::<usize>().prop_map(Step::AddPart),
        2 => (
            any::<usize>(),
            any::<usize>(),
            any::<bool>(),
            proptest::option::weighted(0.3, proptest::option::of(any::<usize>())),
            proptest::option::weighted(0.3, proptest::option::of(0..5u8)),
        )
            .prop_map(|(task, other, before, parent, list)| Step::Move { task, other, before, parent, list }),
        1 => (0..5u8).prop_map(Step::AddLabel),
        1 => (any::<usize>(), 0..5u8).prop_map(|(label, name)| Step::EditLabel(label, name)),
        1 => any::<usize>().prop_map(Step::DeleteLabel),
        1 => proptest::collection::vec(0..6u8, 1..4).prop_map(Step::Import),
        4 => any::<usize>().prop_map(Step::Complete),
        1 => any::<usize>().prop_map(Step::Reopen),
        2 => any::<usize>().prop_map(Step::Delete),
        1 => any::<usize>().prop_map(Step::Restore),
        1 => (0..5u8).prop_map(Step::AddList),
        1 => (any::<usize>(), 0..5u8).prop_map(|(list, name)| Step::RenameList(list, name)),
        2 => any::<usize>().prop_map(Step::DeleteList),
    ];
    let several = proptest::collection::vec(single.clone(), 1..4).prop_map(Step::Several);
    proptest::collection::vec(prop_oneof![5 => single, 1 => several], 1..24)
}

proptest! {
    /// The desk itself checks that every change could be stored in its order and fits what is stored.
    #[test]
    fn as_many_undos_as_commands_lead_back_to_each_state_and_redos_forth(steps in steps()) {
        let mut desk = Desk::default();
        let mut states = Vec::new();
        let mut sets = Vec::new();
        for step in &steps {
            let Some(command) = step.on(&desk) else { continue };
            let before = desk.clone();
            match desk.try_apply(&command) {
                Ok(changes) => {
                    states.push(before);
                    sets.push(changes);
                }
                Err(_) => prop_assert_eq!(&desk, &before, "a refused command changed something"),
            }
        }
        let end = desk.clone();
        let mut undone = Vec::new();
        for (changes, state) in sets.iter().zip(&states).rev() {
            undone.push(desk.try_undo(changes).unwrap());
            prop_assert_eq!(desk.without_revisions(), state.without_revisions());
        }
        prop_assert_eq!(&desk, &Desk::default());
        for changes in undone.iter().rev() {
            desk.try_undo(changes).unwrap();
        }
        prop_assert_eq!(desk.without_revisions(), end.without_revisions());
    }

    /// Out of order there may be conflicts, but never a change that could not be stored.
    #[test]
    fn undoing_any_set_at_any_time_fits_what_is_stored(steps in steps(), order in proptest::collection::vec(any::<usize>(), 1..12)) {
        let mut desk = Desk::default();
        let mut sets = Vec::new();
        for step in &steps {
            if let Some(Ok(changes)) = step.on(&desk).map(|command| desk.try_apply(&command)) {
                sets.push(changes);
            }
        }
        for place in order {
            if sets.is_empty() {
                break;
            }
            let changes = sets.remove(place % sets.len());
            let before = desk.clone();
            match desk.try_undo(&changes) {
                Ok(undoing) => sets.push(undoing),
                Err(_) => prop_assert_eq!(&desk, &before),
            }
        }
    }
}
