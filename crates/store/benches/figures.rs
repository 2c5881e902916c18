//! The store's figures on a real disk: `cargo bench -p docket-store`. Prints one line a figure; asserts nothing.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the person who measures"
)]

use std::io::Write as _;
use std::time::{Duration, Instant};

use docket_store::{Actor, Database, OpenOptions, Seed, Store};
use docket_tasks::{Command, Due, ListRef, NewTask, TaskPatch, TaskQuery, View};
use jiff::{Span, Zoned};

const TASKS: usize = 100_000;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse().unwrap();

    let database = open(folder.path());
    let store = database.store("local");
    commits(&store, "empty", folder.path(), &now).await;
    fill(&store, &now).await;
    commits(&store, "100,000 tasks", folder.path(), &now).await;
    reads(&store, &now).await;
    searches(&store, &now).await;
    let started = Instant::now();
    let backup = database.back_up_now().await.unwrap();
    say("verified backup, 100,000 tasks", &mut [started.elapsed()]);
    println!("size of the file: {} MiB", std::fs::metadata(backup.info.path).unwrap().len() >> 20);
    let started = Instant::now();
    database.close();
    say("close, 100,000 tasks", &mut [started.elapsed()]);

    let mut opens = Vec::new();
    let mut checks = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        let database = open(folder.path());
        opens.push(started.elapsed());
        let mut health = database.health();
        health.wait_for(|health| *health != docket_store::Health::Checking).await.unwrap();
        checks.push(started.elapsed());
        database.close();
    }
    say("open, 100,000 tasks", &mut opens);
    say("open until the check in the background is done", &mut checks);
}

fn open(folder: &std::path::Path) -> Database {
    Database::open(folder, OpenOptions::default()).unwrap()
}

/// Commits by turns with what a disk must do at least for one: a write of a page behind a file's end, and `fdatasync`.
async fn commits(store: &Store, on: &str, folder: &std::path::Path, now: &Zoned) {
    let mut raw_file = std::fs::File::create(folder.join("raw")).unwrap();
    let mut raws = Vec::new();
    let mut adds = Vec::new();
    let mut edits = Vec::new();
    let mut undos = Vec::new();
    for number in 0..2_000 {
        let started = Instant::now();
        raw_file.write_all(&[7; 4096]).unwrap();
        raw_file.sync_data().unwrap();
        raws.push(started.elapsed());
        let add = Command::AddTask(task(number, now));
        let started = Instant::now();
        let applied = store.apply(add, Actor::Ui, now).await.unwrap();
        adds.push(started.elapsed());
        let patch = TaskPatch { title: Some(format!("renamed {number}")), ..TaskPatch::default() };
        let edit = Command::EditTask { id: applied.tasks[0].id, patch };
        let started = Instant::now();
        store.apply(edit, Actor::Ui, now).await.unwrap();
        edits.push(started.elapsed());
        if number % 10 == 0 {
            let started = Instant::now();
            store.undo(None, Actor::Ui, now).await.unwrap();
            undos.push(started.elapsed());
        }
    }
    say(&format!("raw write and fdatasync, {on}"), &mut raws);
    say(&format!("add a task, {on}"), &mut adds);
    say(&format!("edit a task, {on}"), &mut edits);
    say(&format!("undo, {on}"), &mut undos);
}

async fn fill(store: &Store, now: &Zoned) {
    let started = Instant::now();
    store.seed(Seed { threads: 0, items: 0, tasks: TASKS }, now).await.unwrap();
    say("add 100,000 tasks, 2,000 a commit", &mut [started.elapsed()]);
}

/// What people type, letter by letter: words of every task, of many, of one, of none; two words; with accents; of two letters.
async fn searches(store: &Store, now: &Zoned) {
    const TYPED: [&str; 14] = [
        "dentist",
        "the landlord",
        "café",
        "SØREN",
        "zoë",
        "99999",
        "12345",
        "notes about",
        "holiday plan",
        "xyzzy",
        "zq",
        "ö",
        "ring",
        "b",
    ];
    let list = store.lists().await.unwrap()[0].list.id;
    for (what, narrowed) in [
        ("all", TaskQuery::default()),
        ("done", TaskQuery { view: View::Done, ..TaskQuery::default() }),
        ("today", TaskQuery { view: View::Today, ..TaskQuery::default() }),
        ("a list of 5,600", TaskQuery { list: Some(list), ..TaskQuery::default() }),
    ] {
        let mut keys = Vec::new();
        for typed in TYPED.iter().flat_map(|typed| prefixes(typed)).cycle().take(1_000) {
            let query = TaskQuery { words: Some(typed), ..narrowed.clone() };
            let started = Instant::now();
            store.tasks(&query, now).await.unwrap();
            keys.push(started.elapsed());
        }
        say(&format!("search per key in {what}, 100,000 tasks"), &mut keys);
    }
}

fn prefixes(typed: &str) -> Vec<String> {
    typed.char_indices().map(|(at, letter)| typed[..at + letter.len_utf8()].to_owned()).collect()
}

async fn reads(store: &Store, now: &Zoned) {
    for view in [View::Today, View::All, View::Inbox, View::Upcoming] {
        let mut times = Vec::new();
        for limit in [50, 500] {
            times.clear();
            for _ in 0..300 {
                let query = TaskQuery { view, limit: std::num::NonZeroU32::new(limit), ..TaskQuery::default() };
                let started = Instant::now();
                let page = store.tasks(&query, now).await.unwrap();
                times.push(started.elapsed());
                assert!(page.has_more || view == View::Today);
            }
            say(&format!("{view:?}, first {limit} of 100,000"), &mut times);
        }
    }
    let mut counts = Vec::new();
    let mut histories = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        store.counts(now).await.unwrap();
        counts.push(started.elapsed());
        let started = Instant::now();
        store.history(None, None, None).await.unwrap();
        histories.push(started.elapsed());
    }
    say("counts of all views, 100,000 tasks", &mut counts);
    say("first page of the history", &mut histories);
}

/// A list as people have it: a hundredth is due today, some was due before, most is due later or not at all.
fn task(number: usize, now: &Zoned) -> NewTask {
    let days = [Some(0), Some(-3), Some(2), Some(40), None, None, Some(200), None];
    let days =
        if number.is_multiple_of(100) { Some(0) } else { days[1 + number % 7].filter(|_| !number.is_multiple_of(50)) };
    let days = days.filter(|days| *days >= 0 || number.is_multiple_of(77));
    NewTask {
        title: format!("Task number {number} of a long list"),
        notes: if number.is_multiple_of(5) { "Some notes about it.\n\n* one\n* two".into() } else { String::new() },
        due: days.map(|days| Due::Date(now.date().saturating_add(Span::new().days(days)))),
        list: (!number.is_multiple_of(3)).then(|| ListRef::Name(format!("List {}", number % 12))),
        labels: if number.is_multiple_of(4) { vec![format!("label{}", number % 20)] } else { Vec::new() },
        ..NewTask::default()
    }
}

fn say(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    match times.len() {
        1 => println!("{what}: {:.1?}", times[0]),
        _ => println!("{what}: p50 {:.1?}, p99 {:.1?}, max {:.1?} ({})", at(50), at(99), at(100), times.len()),
    }
}
