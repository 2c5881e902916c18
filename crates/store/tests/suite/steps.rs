//! Random commands, and all that a user has, for property tests.

use docket_store::{Error, Store};
use docket_tasks::{
    Command, Label, LabelPatch, List, ListId, ListPatch, ListRef, NewLabel, NewList, NewRepeat, NewTask, Place,
    RepeatFrom, Rule, Task, TaskId, TaskMove, TaskPatch, View,
};
use proptest::prelude::*;

use crate::support::{all_of, apply, due, new, now};

/// A command that names records by a number into what is there.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Add { title: u8, list: Option<u8>, labels: Vec<u8>, due: Option<u8> },
    AddPart { of: usize, title: u8 },
    AddRepeating { title: u8, rule: u8, due: u8 },
    Edit { task: usize, title: Option<u8>, list: Option<Option<u8>>, labels: Option<Vec<u8>>, due: Option<Option<u8>> },
    Complete(usize),
    Reopen(usize),
    Delete(usize),
    Restore(usize),
    AddList(u8),
    EditList { list: usize, name: u8 },
    DeleteList(usize),
    Move { task: usize, list: Option<Option<u8>>, behind: Option<usize> },
    AddLabel(u8),
    RenameLabel { label: u8, name: u8 },
    DeleteLabel(u8),
    Several(Vec<Step>),
}

fn word(number: u8) -> String {
    ["Home", "work", "Ärger", "straße", "x"][usize::from(number) % 5].to_owned()
}

fn day(number: u8) -> docket_tasks::Due {
    due(["2026-11-20", "2026-11-21T09:00", "2026-11-21", "2027-01-31T23:59"][usize::from(number) % 4]).unwrap()
}

fn simple_step() -> impl Strategy<Value = Step> {
    let labels = || proptest::collection::vec(0..5_u8, 0..3);
    let option = proptest::option::of::<std::ops::Range<u8>>;
    prop_oneof![
        3 => (0..5_u8, option(0..5), labels(), option(0..4))
            .prop_map(|(title, list, labels, due)| Step::Add { title, list, labels, due }),
        3 => (0..9_usize, option(0..5), proptest::option::of(option(0..5)), proptest::option::of(labels()), proptest::option::of(option(0..4)))
            .prop_map(|(task, title, list, labels, due)| Step::Edit { task, title, list, labels, due }),
        1 => (0..9_usize).prop_map(Step::Complete),
        1 => (0..9_usize).prop_map(Step::Reopen),
        1 => (0..9_usize).prop_map(Step::Delete),
        1 => (0..9_usize).prop_map(Step::Restore),
        1 => (0..5_u8).prop_map(Step::AddList),
        1 => (0..4_usize, 0..5_u8).prop_map(|(list, name)| Step::EditList { list, name }),
        1 => (0..4_usize).prop_map(Step::DeleteList),
        1 => (0..9_usize, 0..5_u8).prop_map(|(of, title)| Step::AddPart { of, title }),
        1 => (0..5_u8, 0..3_u8, 0..4_u8).prop_map(|(title, rule, due)| Step::AddRepeating { title, rule, due }),
        1 => (0..9_usize, proptest::option::of(option(0..5)), proptest::option::of(0..9_usize))
            .prop_map(|(task, list, behind)| Step::Move { task, list, behind }),
        1 => (0..5_u8).prop_map(Step::AddLabel),
        1 => (0..5_u8, 0..5_u8).prop_map(|(label, name)| Step::RenameLabel { label, name }),
        1 => (0..5_u8).prop_map(Step::DeleteLabel),
    ]
}

/// A few commands in a row.
pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step =
        prop_oneof![4 => simple_step(), 1 => proptest::collection::vec(simple_step(), 2..4).prop_map(Step::Several)];
    proptest::collection::vec(step, 1..14)
}

fn command(step: &Step, tasks: &[TaskId], lists: &[ListId]) -> Option<Command> {
    let task = |number: usize| (!tasks.is_empty()).then(|| tasks[number % tasks.len()]);
    let list = |number: usize| (!lists.is_empty()).then(|| lists[number % lists.len()]);
    let to_list = |number: &u8| ListRef::Name(word(*number));
    let words = |numbers: &Vec<u8>| numbers.iter().map(|number| word(*number)).collect::<Vec<_>>();
    Some(match step {
        Step::Add { title, list, labels, due } => Command::AddTask(NewTask {
            list: list.as_ref().map(to_list),
            labels: words(labels),
            due: due.map(day),
            ..new(&word(*title))
        }),
        Step::Edit { task: number, title, list, labels, due } => Command::EditTask {
            id: task(*number)?,
            patch: TaskPatch {
                title: title.map(word),
                list: list.as_ref().map(|list| list.as_ref().map(to_list)),
                labels: labels.as_ref().map(words),
                due: due.map(|due| due.map(day)),
                ..TaskPatch::default()
            },
        },
        Step::Complete(number) => Command::CompleteTask(task(*number)?),
        Step::Reopen(number) => Command::ReopenTask(task(*number)?),
        Step::Delete(number) => Command::DeleteTask(task(*number)?),
        Step::Restore(number) => Command::RestoreTask(task(*number)?),
        Step::AddList(name) => Command::AddList(NewList { name: word(*name), color: None }),
        Step::EditList { list: number, name } => Command::EditList {
            id: list(*number)?,
            patch: ListPatch { name: Some(word(*name)), ..ListPatch::default() },
        },
        Step::DeleteList(number) => Command::DeleteList(list(*number)?),
        Step::AddPart { of, title } => Command::AddTask(NewTask { parent: Some(task(*of)?), ..new(&word(*title)) }),
        Step::AddRepeating { title, rule, due } => {
            let rule = ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYMONTHDAY=31"][usize::from(*rule) % 3];
            let repeat = NewRepeat { rule: Rule::parse(rule).unwrap(), anchor: None, from: RepeatFrom::Due };
            Command::AddTask(NewTask { repeat: Some(repeat), due: Some(day(*due)), ..new(&word(*title)) })
        }
        Step::Move { task: number, list, behind } => Command::MoveTask {
            id: task(*number)?,
            to: TaskMove {
                list: list.as_ref().map(|list| list.as_ref().map(to_list)),
                parent: None,
                place: behind.and_then(task).map(Place::After),
            },
        },
        Step::AddLabel(name) => Command::AddLabel(NewLabel { name: word(*name), color: None }),
        Step::RenameLabel { label, name } => {
            Command::EditLabel { name: word(*label), patch: LabelPatch { name: Some(word(*name)), color: None } }
        }
        Step::DeleteLabel(name) => Command::DeleteLabel(word(*name)),
        Step::Several(steps) => {
            Command::All(steps.iter().filter_map(|step| command(step, tasks, lists)).collect::<Vec<_>>())
        }
    })
}

/// All that a user has, without what only counts changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Everything {
    tasks: Vec<Task>,
    lists: Vec<List>,
    labels: Vec<Label>,
}

pub(crate) async fn everything(store: &Store) -> Everything {
    let mut tasks = Vec::new();
    for view in [View::All, View::Done, View::Trash] {
        tasks.extend(all_of(store, view, &now()).await);
    }
    for task in &mut tasks {
        task.revision = 0;
        task.updated_at = task.created_at;
    }
    let lists = store.lists().await.unwrap().into_iter().map(|info| List { revision: 0, ..info.list }).collect();
    let labels =
        store.labels().await.unwrap().into_iter().map(|label| Label { name: label.name, color: label.color }).collect();
    Everything { tasks, lists, labels }
}

/// Does the steps that can be done; answers how many change sets that made.
pub(crate) async fn run(store: &Store, steps: &[Step]) -> usize {
    let mut made = 0;
    for step in steps {
        let state = everything(store).await;
        let tasks: Vec<_> = state.tasks.iter().map(|task| task.id).collect();
        let lists: Vec<_> = state.lists.iter().map(|list| list.id).collect();
        let before = store.revision().await.unwrap();
        let Some(command) = command(step, &tasks, &lists) else { continue };
        match apply(store, command).await {
            Ok(applied) => made += usize::from(applied.revision > before),
            Err(Error::Task(_)) => assert_eq!(everything(store).await, state, "a refused command changed something"),
            Err(error) => panic!("{step:?}: {error}"),
        }
    }
    made
}
