//! The disk fails, fills up or turns read-only at any moment: nothing that was acknowledged is lost, what was refused was not done,
//! and once the disk is well again, so is the store, without a restart.

use std::collections::BTreeMap;
use std::path::Path;

use docket_store::{Actor, Database, Error, OpenError};
use docket_tasks::{Command, NewTask, Task, TaskId};
use fault_tests::random::Random;
use fault_tests::scale::scaled;
use fault_tests::{Disk, Fault, Platter};
use tempfile::TempDir;

use crate::workload::{FILE, USER, all_tasks, any_command, block_on, integrity, now, options, scratch, spread};

const FAULTS: [Fault; 4] = [Fault::Broken, Fault::Full, Fault::FullHalfway, Fault::ReadOnly];
/// Refused once, or until the disk is well again.
const TIMES: [u64; 2] = [1, u64::MAX];
/// Changes while the disk may fail.
const CHANGES: usize = 6;

type Tasks = BTreeMap<String, Task>;

/// Some tasks, closed: what every case begins with.
fn template() -> (TempDir, Tasks) {
    let folder = scratch();
    let tasks = block_on(async {
        let database = Database::open(folder.path(), options()).unwrap();
        let mut random = Random::new(7);
        for _ in 0..10 {
            let command = any_command(&mut random, &[]);
            database.store(USER).apply(command, Actor::Ui, &now()).await.unwrap();
        }
        let tasks = all_tasks(&database.store(USER)).await.unwrap();
        database.close();
        tasks
    });
    (folder, tasks)
}

fn copy_of(template: &Path) -> TempDir {
    let folder = scratch();
    std::fs::copy(template.join(FILE), folder.path().join(FILE)).unwrap();
    folder
}

/// Whether an error is the one that a person should read for this fault.
fn fits(fault: Fault, error: &Error) -> bool {
    match fault {
        Fault::Broken => *error == Error::Io,
        Fault::Full | Fault::FullHalfway => matches!(error, Error::DiskFull | Error::Io),
        Fault::ReadOnly => matches!(error, Error::ReadOnly | Error::Io),
    }
}

#[test]
fn whatever_request_fails_nothing_is_lost_and_the_store_heals() {
    let (template, before) = template();
    let loads: Vec<_> = FAULTS.into_iter().flat_map(|fault| TIMES.map(|times| (fault, times))).collect();
    let each = scaled(400, usize::MAX).div_ceil(loads.len()) as u64;
    let counts = spread(loads.len(), |number| {
        let (fault, times) = loads[number];
        let case =
            |first| block_on(one_case(template.path(), before.clone(), Case { fault, first, times, load: number }));
        let requests = case(u64::MAX).asked;
        assert!(requests > 20, "{fault:?}: the changes ask the disk for more than {requests} things");
        let step = requests.div_ceil(each);
        let (mut cases, mut met) = (0, 0);
        // Those that begin elsewhere ask for other things: each load tries its own ones.
        for first in (number as u64 % step..).step_by(usize::try_from(step).unwrap()) {
            let refused = case(first);
            cases += 1;
            met += usize::from(refused.errors > 0);
            if refused.requests == 0 {
                // Ids are new each time, and with them the pages that are read: about as many requests, not exactly.
                assert!(first * 2 > requests, "{fault:?} at request {first} of {requests} was not met");
                break;
            }
        }
        (cases, met)
    });
    let (cases, met) = counts.into_iter().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    assert!(met > cases / 3, "of {cases} cases {met} were felt");
    report("while changing", cases, met);
}

#[allow(clippy::print_stdout, reason = "figures for the person who runs it")]
fn report(when: &str, cases: usize, met: usize) {
    println!("figure: failing disk, {when}: {cases} cases, {met} felt, 0 lost, 0 corrupt, 0 panics");
}

/// From request `first` on, `times` requests of load number `load` are refused.
#[derive(Clone, Copy)]
struct Case {
    fault: Fault,
    first: u64,
    times: u64,
    load: usize,
}

struct Refused {
    /// How many there were that the fault concerns, and how many of them were refused.
    asked: u64,
    requests: u64,
    errors: usize,
}

/// Changes with a fault; then a well disk, two changes more, a restart, and a power cut.
async fn one_case(template: &Path, mut known: Tasks, Case { fault, first, times, load }: Case) -> Refused {
    let case = format!("{fault:?} at request {first} of load {load}, {times} times");
    let folder = copy_of(template);
    let disk = Disk::recording(folder.path(), None);
    let database = Database::open(folder.path(), options()).unwrap();
    let mut health = database.health();
    health.wait_for(|health| *health == docket_store::Health::Good).await.unwrap();
    let store = database.store(USER);
    let mut random = Random::new(load as u64);
    let mut errors = 0;
    disk.refuse(fault, first, times);
    for _ in 0..CHANGES {
        let ids: Vec<TaskId> = known.values().map(|task| task.id).collect();
        match store.apply(any_command(&mut random, &ids), Actor::Ui, &now()).await {
            Ok(applied) => known.extend(applied.tasks.into_iter().map(|task| (task.id.to_string(), task))),
            Err(Error::Task(_)) => {}
            Err(error) => {
                assert!(fits(fault, &error), "{case}: {error:?}");
                errors += 1;
            }
        }
    }
    let (asked, requests) = (disk.asked(), disk.heal());

    for title in ["well again", "and again"] {
        let new = NewTask { title: title.into(), ..NewTask::default() };
        let applied = store.apply(Command::AddTask(new), Actor::Ui, &now()).await;
        let applied = applied.unwrap_or_else(|error| panic!("{case}: the store does not heal: {error}"));
        known.extend(applied.tasks.into_iter().map(|task| (task.id.to_string(), task)));
    }
    assert!(all_tasks(&store).await.unwrap() == known, "{case}: in the running store");

    // The power goes, with all of the log played.
    let mut platter = Platter::default();
    disk.log().iter().for_each(|event| platter.play(event));
    let after_a_cut = scratch();
    platter.cut(&mut random).write(after_a_cut.path(), &mut random);

    drop(store);
    database.close();
    same_after_a_start(folder.path(), &known, &case).await;
    drop(disk);
    let _disk = Disk::plain(after_a_cut.path());
    same_after_a_start(after_a_cut.path(), &known, &format!("{case}, then a power cut")).await;
    Refused { asked, requests, errors }
}

async fn same_after_a_start(folder: &Path, known: &Tasks, case: &str) {
    let database = Database::open(folder, options()).unwrap_or_else(|error| panic!("{case}: {error}"));
    assert!(database.opened().set_aside.is_none(), "{case}: {:?}", database.opened());
    let found = all_tasks(&database.store(USER)).await.unwrap();
    let wrong: Vec<_> = known.iter().filter(|(id, task)| found.get(*id) != Some(task)).map(|(id, _)| id).collect();
    assert!(found.len() == known.len() && wrong.is_empty(), "{case}: {} of {}, {wrong:?}", found.len(), known.len());
    database.close();
    assert_eq!(integrity(folder), "ok", "{case}");
}

/// A log of more than a thousand pages is emptied into the file along with a commit; there are too many requests to try each.
#[test]
fn a_fault_while_the_log_is_emptied_loses_nothing() {
    let (template, before) = template();
    let mut random = Random::new(11);
    let (cases, mut met) = (scaled(24, 600), 0);
    for _ in 0..cases {
        let (fault, times) = (*random.one_of(&FAULTS), *random.one_of(&TIMES));
        let first = random.below(4_200) as u64;
        met += usize::from(block_on(one_large_case(template.path(), before.clone(), fault, first, times)) > 0);
    }
    assert!(met * 2 > cases, "of {cases} cases {met} were felt");
    report("while the log is emptied", cases, met);
}

async fn one_large_case(template: &Path, mut known: Tasks, fault: Fault, first: u64, times: u64) -> u64 {
    let case = format!("{fault:?} at request {first} of a large change, {times} times");
    let folder = copy_of(template);
    let disk = Disk::recording(folder.path(), None);
    let database = Database::open(folder.path(), options()).unwrap();
    let mut health = database.health();
    health.wait_for(|health| *health == docket_store::Health::Good).await.unwrap();
    let store = database.store(USER);
    disk.refuse(fault, first, times);
    let large =
        |number: usize| NewTask { title: format!("large {number}"), notes: "n".repeat(18_000), ..NewTask::default() };
    for round in 0..3 {
        let command = Command::All((0..100).map(|number| Command::AddTask(large(round * 100 + number))).collect());
        match store.apply(command, Actor::Ui, &now()).await {
            Ok(applied) => known.extend(applied.tasks.into_iter().map(|task| (task.id.to_string(), task))),
            Err(error) => assert!(fits(fault, &error), "{case}: {error:?}"),
        }
    }
    let requests = disk.heal();
    let new = NewTask { title: "well again".into(), ..NewTask::default() };
    let applied = store.apply(Command::AddTask(new), Actor::Ui, &now()).await;
    let applied = applied.unwrap_or_else(|error| panic!("{case}: the store does not heal: {error}"));
    known.extend(applied.tasks.into_iter().map(|task| (task.id.to_string(), task)));
    assert!(all_tasks(&store).await.unwrap() == known, "{case}: in the running store");
    drop(store);
    database.close();
    same_after_a_start(folder.path(), &known, &case).await;
    requests
}

/// A disk that fails while the data is opened is no damage: nothing is put aside, and the next start finds everything.
#[test]
fn a_fault_while_opening_or_closing_is_no_damage() {
    let (template, known) = template();
    let (mut cases, mut met) = (0, 0);
    for fault in FAULTS {
        for times in TIMES {
            for first in 0.. {
                let folder = copy_of(template.path());
                let disk = Disk::recording(folder.path(), None);
                disk.refuse(fault, first, times);
                cases += 1;
                match Database::open(folder.path(), options()) {
                    Ok(database) => {
                        assert!(database.opened().set_aside.is_none(), "{fault:?} at {first}: {:?}", database.opened());
                        database.close();
                    }
                    Err(OpenError::Store(error)) => {
                        assert!(fits(fault, &error), "{fault:?} at {first}: {error:?}");
                        met += 1;
                    }
                    Err(error) => panic!("{fault:?} at {first}: {error:?}"),
                }
                let refused = disk.heal();
                block_on(same_after_a_start(folder.path(), &known, &format!("{fault:?} at {first} while opening")));
                if refused == 0 {
                    break;
                }
            }
        }
    }
    assert!(met > 10, "of {cases} cases {met} were felt");
    report("while opening", cases, met);
}
