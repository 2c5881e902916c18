//! Parts of tasks, moving, labels, importing.

use docket_tasks::{
    Change, Civil, Command, Error, Import, LabelPatch, List, ListRef, NewLabel, NewReminder, NewRepeat, NewTask, Place,
    Reminder, ReminderWhen, RepeatFrom, Rule, Status, Task, TaskId, TaskMove, TaskPatch,
};

use crate::desk::Desk;

fn new(title: &str) -> NewTask {
    NewTask { title: title.to_owned(), ..NewTask::default() }
}

fn part(title: &str, parent: TaskId) -> NewTask {
    NewTask { parent: Some(parent), ..new(title) }
}

fn in_list(title: &str, list: &str) -> NewTask {
    NewTask { list: Some(ListRef::Name(list.to_owned())), ..new(title) }
}

fn move_to(id: TaskId, place: Place) -> Command {
    Command::MoveTask { id, to: TaskMove { place: Some(place), ..TaskMove::default() } }
}

/// A trip with two parts, and a task beside it.
fn trip() -> (Desk, Task, Task, Task) {
    let mut desk = Desk::default();
    let trip = desk.add(in_list("Trip", "Home"));
    let train = desk.add(part("Book the train", trip.id));
    let pack = desk.add(part("Pack", trip.id));
    desk.add(new("Water the plants"));
    (desk, trip, train, pack)
}

fn titles(desk: &Desk, which: impl Fn(&Task) -> bool) -> Vec<&str> {
    desk.tasks.iter().filter(|task| which(task)).map(|task| task.title.as_str()).collect()
}

#[test]
fn a_part_is_in_the_list_of_its_task_and_has_no_parts() {
    let (mut desk, trip, train, _) = trip();
    assert_eq!((train.list, train.parent), (trip.list, Some(trip.id)));
    let refused = desk.try_apply(&Command::AddTask(part("Find the card", train.id))).unwrap_err();
    assert_eq!(refused.to_string(), format!("`parent` is `{}`, which is a part of a task itself", train.id));
    let under = |id: TaskId, parent: TaskId| Command::EditTask {
        id,
        patch: TaskPatch { parent: Some(Some(parent)), ..TaskPatch::default() },
    };
    let plants = desk.tasks[3].id;
    let refused = desk.try_apply(&under(trip.id, plants)).unwrap_err();
    assert_eq!(refused.to_string(), "`parent` goes with a task that has no parts of its own");
    let refused = desk.try_apply(&under(plants, plants)).unwrap_err();
    assert_eq!(refused.to_string(), "`parent` is the task itself");
    let nobody = TaskId::new(crate::desk::now().timestamp());
    assert_eq!(desk.try_apply(&under(plants, nobody)), Err(Error::TaskNotFound(nobody)));
}

#[test]
fn completing_a_task_completes_its_open_parts_and_undo_opens_just_those() {
    let (mut desk, trip, train, _) = trip();
    desk.apply(&Command::CompleteTask(train.id));
    let before = desk.clone();
    let done = desk.apply(&Command::CompleteTask(trip.id));
    assert_eq!(titles(&desk, |task| task.status == Status::Done), ["Trip", "Book the train", "Pack"]);
    assert_eq!(done.len(), 2, "the part that was done already has not changed");
    desk.try_undo(&done).unwrap();
    assert_eq!(desk.without_revisions(), before.without_revisions());
}

#[test]
fn the_next_one_of_a_repeating_task_has_its_parts_again_open() {
    let (mut desk, trip, train, _) = trip();
    let repeat = NewRepeat { rule: Rule::parse("FREQ=WEEKLY").unwrap(), anchor: None, from: RepeatFrom::Due };
    let patch = TaskPatch { repeat: Some(Some(repeat)), ..TaskPatch::default() };
    desk.apply(&Command::EditTask { id: trip.id, patch });
    desk.apply(&Command::CompleteTask(train.id));
    desk.apply(&Command::CompleteTask(trip.id));
    let next = desk.tasks.iter().find(|task| task.is_open() && task.title == "Trip").unwrap().clone();
    assert_eq!(titles(&desk, |task| task.is_open() && task.parent == Some(next.id)), ["Book the train", "Pack"]);
    assert_eq!(titles(&desk, |task| task.is_open()), ["Water the plants", "Trip", "Book the train", "Pack"]);
}

#[test]
fn parts_go_to_the_trash_and_come_back_with_their_task() {
    let (mut desk, trip, train, pack) = trip();
    desk.apply(&Command::DeleteTask(train.id));
    // At another moment than the rest, as a clock would have it.
    desk.tasks[1].deleted_at = Some("2026-11-20T08:00:00Z".parse().unwrap());
    desk.apply(&Command::DeleteTask(trip.id));
    assert_eq!(titles(&desk, |task| task.deleted_at.is_none()), ["Water the plants"]);
    let mut alone = desk.clone();
    desk.apply(&Command::RestoreTask(trip.id));
    assert_eq!(titles(&desk, |task| task.deleted_at.is_some()), ["Book the train"]);
    alone.apply(&Command::RestoreTask(pack.id));
    assert_eq!(alone.tasks.iter().find(|task| task.id == pack.id).unwrap().parent, None, "its task is in the trash");
}

#[test]
fn a_task_to_which_parts_came_is_not_undone_away_from_them() {
    let mut desk = Desk::default();
    let added = desk.apply(&Command::AddTask(new("Trip")));
    let parts = desk.apply(&Command::AddTask(part("Pack", desk.tasks[0].id)));
    assert_eq!(desk.try_undo(&added), Err(Error::UndoConflict { fields: vec!["parent".to_owned()] }));
    desk.try_undo(&parts).unwrap();
    desk.try_undo(&added).unwrap();
    assert_eq!(desk, Desk::default());
}

#[test]
fn moving_puts_a_task_right_behind_or_before_another() {
    let mut desk = Desk::default();
    let ids: Vec<TaskId> = ["a", "b", "c", "d"].map(|title| desk.add(new(title)).id).to_vec();
    let order = |desk: &Desk| {
        let mut tasks: Vec<&Task> = desk.tasks.iter().collect();
        tasks.sort_by(|one, other| one.position.total_cmp(&other.position));
        tasks.iter().map(|task| task.title.as_str()).collect::<String>()
    };
    for (moved, place, want) in [
        (ids[3], Place::After(ids[0]), "adbc"),
        (ids[0], Place::After(ids[2]), "dbca"),
        (ids[2], Place::Before(ids[3]), "cdba"),
        (ids[0], Place::Before(ids[3]), "cadb"),
        (ids[0], Place::Before(ids[0]), "cadb"),
        (ids[1], Place::At(-7.0), "bcad"),
    ] {
        desk.apply(&move_to(moved, place));
        assert_eq!(order(&desk), want);
    }
    let several = vec![move_to(ids[0], Place::After(ids[1])), move_to(ids[3], Place::After(ids[1]))];
    desk.apply(&Command::All(several));
    assert_eq!(order(&desk), "bdac", "the later of two stands nearer");
}

#[test]
fn there_is_always_room_for_one_more_drop() {
    let order = |desk: &Desk| desk.in_order().iter().map(|task| task.title.as_str()).collect::<String>();
    for place in [Place::After as fn(TaskId) -> Place, Place::Before] {
        let mut desk = Desk::default();
        let ids: Vec<TaskId> = ["a", "b", "c", "d"].map(|title| desk.add(new(title)).id).to_vec();
        let mut done = Vec::new();
        // In turn into the same gap: each halves it.
        for drop in 0..300 {
            let before = order(&desk);
            let (moved, beside) = (if drop % 2 == 0 { ids[2] } else { ids[3] }, ids[1]);
            done.push(desk.apply(&move_to(moved, place(beside))));
            let title = |id: TaskId| desk.tasks.iter().find(|task| task.id == id).unwrap().title.clone();
            let mut expected = before.replace(&title(moved), "");
            let at = expected.find(&title(beside)).unwrap() + usize::from(place(beside) == Place::After(beside));
            expected.insert_str(at, &title(moved));
            assert_eq!(order(&desk), expected, "drop {drop}");
        }
        let moved_all = done.iter().filter(|changes| changes.len() > 1).count();
        assert!((1..20).contains(&moved_all), "the others make room now and then: {moved_all} times");
        for changes in done.iter().rev() {
            desk.try_undo(changes).unwrap();
        }
        assert_eq!(order(&desk), "abcd");
    }
}

#[test]
fn a_task_is_put_beside_one_of_several_at_the_same_position() {
    let mut desk = Desk::default();
    let ids: Vec<TaskId> = ["a", "b", "c", "d"].map(|title| desk.add(new(title)).id).to_vec();
    for id in &ids[..3] {
        desk.apply(&move_to(*id, Place::At(7.0)));
    }
    let order = |desk: &Desk| desk.in_order().iter().map(|task| task.title.as_str()).collect::<String>();
    assert_eq!(order(&desk), "dabc");
    desk.apply(&move_to(ids[3], Place::After(ids[0])));
    assert_eq!(order(&desk), "adbc");
    assert_eq!(desk.apply(&move_to(ids[3], Place::Before(ids[1]))), [], "it stands there already");
    let several = vec![move_to(ids[0], Place::After(ids[1])), move_to(ids[2], Place::After(ids[1]))];
    desk.apply(&Command::All(several));
    assert_eq!(order(&desk), "dbca");
}

#[test]
fn an_edit_that_makes_a_task_a_part_puts_it_into_the_list_of_its_task() {
    let mut desk = Desk::default();
    let list = Some(ListRef::Name("Home".to_owned()));
    let trip = desk.add(NewTask { list, ..new("Trip") });
    let pack = desk.add(new("Pack"));
    let edit = |list| TaskPatch { parent: Some(Some(trip.id)), list, ..TaskPatch::default() };
    let mut elsewhere = desk.clone();
    desk.apply(&Command::EditTask { id: pack.id, patch: edit(None) });
    assert_eq!(desk.tasks[1].list, trip.list);
    let patch = edit(Some(Some(ListRef::Name("Work".to_owned()))));
    elsewhere.apply(&Command::EditTask { id: pack.id, patch });
    assert_eq!(elsewhere.tasks[1].list, Some(elsewhere.list("Work").id), "unless it says where");
}

#[test]
fn an_imported_task_keeps_each_reminder_once() {
    let mut desk = Desk::default();
    let at = |text: &str| ReminderWhen::At { at: Civil::parse("at", text).unwrap() };
    let task =
        desk.add(NewTask { reminders: vec![NewReminder::new(at("2026-11-22T09:00"))], ..new("Post the letter") });
    let [reminder] = task.reminders[..] else { panic!("{task:?}") };
    let import =
        |reminders| Command::Import(Import { tasks: vec![Task { reminders, ..task.clone() }], ..Import::default() });
    // A file that somebody has written by hand may say one thing twice, or call two things the same.
    let other = Reminder { when: at("2026-11-23T09:00"), ..reminder };
    let mut empty = Desk::default();
    empty.apply(&import(vec![reminder, reminder, other]));
    let kept = &empty.tasks[0].reminders;
    assert_eq!(kept.iter().map(|kept| kept.when).collect::<Vec<_>>(), [reminder.when, other.when]);
    assert_eq!(kept[0].id, reminder.id);
    assert_ne!(kept[1].id, reminder.id);
    let refused = Desk::default().try_apply(&import(vec![Reminder { when: at("2026-11-23"), ..reminder }]));
    assert!(matches!(&refused, Err(Error::Invalid { field: "reminders", .. })), "{refused:?}");
}

#[test]
fn parts_go_along_to_another_list() {
    let (mut desk, trip, ..) = trip();
    let to = TaskMove { list: Some(Some(ListRef::Name("Work".to_owned()))), ..TaskMove::default() };
    desk.apply(&Command::MoveTask { id: trip.id, to });
    let work = desk.list("Work").id;
    assert_eq!(titles(&desk, |task| task.list == Some(work)), ["Trip", "Book the train", "Pack"]);
    let plants = desk.tasks[3].id;
    let to = TaskMove { parent: Some(Some(trip.id)), ..TaskMove::default() };
    desk.apply(&Command::MoveTask { id: plants, to });
    assert_eq!((desk.tasks[3].list, desk.tasks[3].parent), (Some(work), Some(trip.id)));
}

#[test]
fn a_label_is_renamed_on_its_tasks_and_undo_takes_that_back() {
    let mut desk = Desk::default();
    let labels = vec!["bills".to_owned(), "zoo".to_owned()];
    desk.add(NewTask { labels, ..new("Pay") });
    desk.apply(&Command::AddLabel(NewLabel { name: "phone".to_owned(), color: Some("red".to_owned()) }));
    let rename = |from: &str, to: &str| Command::EditLabel {
        name: from.to_owned(),
        patch: LabelPatch { name: Some(to.to_owned()), color: None },
    };
    for (from, to, want) in [("ZOO", "animals", ["animals", "bills"]), ("animals", "Animals", ["Animals", "bills"])] {
        let before = desk.clone();
        let renamed = desk.apply(&rename(from, to));
        assert_eq!(desk.tasks[0].labels, want);
        let undone = desk.try_undo(&renamed).unwrap();
        assert_eq!(desk.without_revisions(), before.without_revisions());
        desk.try_undo(&undone).unwrap();
        assert_eq!(desk.tasks[0].labels, want);
    }
    assert_eq!(desk.try_apply(&rename("bills", "PHONE")), Err(Error::LabelExists("phone".to_owned())));
    assert_eq!(desk.try_apply(&rename("gone", "x")), Err(Error::LabelNotFound("gone".to_owned())));
    let again = Command::AddLabel(NewLabel { name: "Phone".to_owned(), color: None });
    assert_eq!(desk.try_apply(&again), Err(Error::LabelExists("phone".to_owned())));
}

#[test]
fn a_deleted_label_comes_off_its_tasks_and_undo_puts_it_back() {
    let mut desk = Desk::default();
    desk.add(NewTask { labels: vec!["bills".to_owned()], ..new("Pay") });
    let before = desk.clone();
    let deleted = desk.apply(&Command::DeleteLabel("Bills".to_owned()));
    assert_eq!((desk.tasks[0].labels.len(), desk.labels.len()), (0, 0));
    desk.try_undo(&deleted).unwrap();
    assert_eq!(desk.without_revisions(), before.without_revisions());
}

#[test]
fn an_import_puts_records_as_they_are_and_keeps_what_is_there() {
    let (desk, trip, train, _) = trip();
    let file = Import { lists: desk.lists.clone(), labels: Vec::new(), tasks: desk.tasks.clone() };
    let mut other = Desk::default();
    other.apply(&Command::Import(file.clone()));
    assert_eq!(other, desk, "with their ids, revisions and times");
    assert_eq!(other.apply(&Command::Import(file.clone())), [], "twice is once");

    let mut mine = Desk::default();
    mine.add(in_list("Mop", "home"));
    let own = mine.lists[0].id;
    let mut changed = file;
    changed.tasks[1].title = "Book the night train".to_owned();
    mine.apply(&Command::Import(Import { tasks: vec![train.clone()], ..changed.clone() }));
    assert_eq!(
        (mine.tasks[1].list, mine.tasks[1].parent),
        (Some(own), None),
        "by the list's name; its task is not in the file"
    );
    let import = Command::Import(changed.clone());
    let outcome = changed.outcome(&mine.scope_of(&import));
    assert_eq!((outcome.new.len(), outcome.same.len(), outcome.kept), (3, 0, vec![train.id]));
    let changes = mine.apply(&import);
    assert_eq!(mine.tasks[1].title, "Book the train");
    assert!(changes.iter().all(|change| matches!(change, Change::Task { before: None, .. })));
    assert!(mine.tasks.iter().any(|task| task.id == trip.id));
}

#[test]
fn an_import_of_a_list_nobody_knows_is_refused_whole() {
    let (desk, ..) = trip();
    let file = Import { lists: Vec::<List>::new(), labels: Vec::new(), tasks: desk.tasks.clone() };
    let mut other = Desk::default();
    assert_eq!(other.try_apply(&Command::Import(file)), Err(Error::ListNotFound(desk.lists[0].id)));
    assert_eq!(other, Desk::default());
}
