//! `kill -9` at any moment: what was acknowledged is there afterwards, and the server starts again at once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use support::random::Random;
use support::scale::scaled;
use support::{Client, Docket};
use tokio::sync::Notify;
use tokio::task::JoinSet;

const WRITERS: usize = 4;
/// The server is killed when a random number of writes, below this, has been acknowledged.
const MOST_WRITES: usize = 40;

/// What a writer knows of one of its tasks.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    title: String,
    status: &'static str,
    in_trash: bool,
}

/// A task as acknowledged, and what was asked of it last without an answer: either may be found.
#[derive(Debug)]
struct Expected {
    acknowledged: Known,
    asked: Option<Known>,
    /// Whether that ever happened.
    in_doubt: bool,
}

/// What the writers of all rounds were told.
#[derive(Debug, Default)]
struct Ledger {
    tasks: HashMap<String, Expected>,
    /// Titles that were asked for and not acknowledged.
    unanswered: HashSet<String>,
}

/// Counts acknowledgements and says when there are enough.
#[derive(Debug)]
struct Countdown {
    left: AtomicUsize,
    enough: Notify,
}

impl Countdown {
    fn acknowledged(&self) {
        if self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) == Ok(1) {
            self.enough.notify_one();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random::new(0x0D0C_4E71);
    let mut ledger = Ledger::default();
    let mut starts = Vec::new();
    let kills = scaled(25, 500);
    for round in 0..kills {
        let started = Instant::now();
        let server = Docket::builder().data_dir(folder.path()).start().await;
        starts.push(started.elapsed());
        let client = server.client().await;
        compare(&mut ledger, &client, round).await;

        let writes = 1 + random.below(MOST_WRITES);
        let countdown = Arc::new(Countdown { left: AtomicUsize::new(writes), enough: Notify::new() });
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let random = Random::new(random.number());
            writers.spawn(write(client.clone(), format!("{round}/{writer}"), random, Arc::clone(&countdown)));
        }
        countdown.enough.notified().await;
        server.kill().await;
        for told in writers.join_all().await {
            ledger.tasks.extend(told.tasks);
            ledger.unanswered.extend(told.unanswered);
        }
    }
    // The first start makes the file; the others come after a kill.
    let server = Docket::builder().data_dir(folder.path()).start().await;
    compare(&mut ledger, &server.client().await, kills).await;
    assert!(ledger.tasks.len() > kills, "the writers wrote: {}", ledger.tasks.len());
    server.stop().await;
    report(kills, &ledger, &mut starts[1..]);
    sound(folder.path());
}

/// Writes until the server is gone; answers what it was told.
async fn write(client: Client, name: String, mut random: Random, countdown: Arc<Countdown>) -> Ledger {
    let mut ledger = Ledger::default();
    let mut ids: Vec<String> = Vec::new();
    for number in 0_u32.. {
        let title = format!("{name}/{number}");
        if ids.is_empty() || random.below(3) == 0 {
            let Some(task) = ask(&client, Method::POST, "/api/v1/tasks", Some(json!({ "title": title }))).await else {
                ledger.unanswered.insert(title);
                return ledger;
            };
            let id = task["id"].as_str().expect("an id").to_owned();
            let acknowledged = Known { title, status: "open", in_trash: false };
            ledger.tasks.insert(id.clone(), Expected { acknowledged, asked: None, in_doubt: false });
            ids.push(id);
        } else {
            let id = random.one_of(&ids).clone();
            let expected = ledger.tasks.get_mut(&id).expect("one of its own");
            let (method, path, body, then) = change(&expected.acknowledged, &id, title, &mut random);
            expected.asked = Some(then.clone());
            if ask(&client, method, &path, body).await.is_none() {
                return ledger;
            }
            *expected = Expected { acknowledged: then, asked: None, in_doubt: false };
        }
        countdown.acknowledged();
    }
    ledger
}

/// One of the changes that the task's state allows, and what the task is then.
fn change(known: &Known, id: &str, title: String, random: &mut Random) -> (Method, String, Option<Value>, Known) {
    let path = format!("/api/v1/tasks/{id}");
    let mut then = known.clone();
    if known.in_trash {
        then.in_trash = false;
        return (Method::POST, format!("{path}/restore"), None, then);
    }
    match (random.below(3), known.status) {
        (0, "open") => {
            then.status = "done";
            (Method::POST, format!("{path}/complete"), None, then)
        }
        (0, _) => {
            then.status = "open";
            (Method::POST, format!("{path}/reopen"), None, then)
        }
        (1, _) => {
            then.in_trash = true;
            (Method::DELETE, path, None, then)
        }
        _ => {
            then.title.clone_from(&title);
            (Method::PATCH, path, Some(json!({ "title": title })), then)
        }
    }
}

/// The answer, or `None` where the server went away; a refusal is a failure of the test.
async fn ask(client: &Client, method: Method, path: &str, body: Option<Value>) -> Option<Value> {
    let mut request = client.request(method.clone(), path);
    if let Some(body) = &body {
        request = request.json(body);
    }
    let answer = request.send().await.ok()?;
    let status = answer.status();
    let text = answer.text().await.ok()?;
    assert!(status.is_success(), "{method} {path} {body:?}: {status} {text}");
    // An answer whose end is missing was not an acknowledgement.
    if text.is_empty() { Some(Value::Null) } else { serde_json::from_str(&text).ok() }
}

/// Everything that the server has, against what the writers were told. What was in doubt is settled by it.
async fn compare(ledger: &mut Ledger, client: &Client, round: usize) {
    let mut found = HashMap::new();
    for view in ["all", "done", "trash"] {
        let mut after = String::new();
        loop {
            let page = client.get(&format!("/api/v1/tasks?view={view}&limit=500{after}")).await;
            for task in page["tasks"].as_array().expect("tasks") {
                let known = Known {
                    title: task["title"].as_str().expect("a title").to_owned(),
                    status: if task["status"] == "done" { "done" } else { "open" },
                    in_trash: !task["deleted_at"].is_null(),
                };
                let id = task["id"].as_str().expect("an id").to_owned();
                assert_eq!(found.insert(id, known), None, "round {round}: a task twice");
            }
            let Some(place) = page["after"].as_str() else { break };
            after = format!("&after={place}");
        }
    }
    for (id, expected) in &mut ledger.tasks {
        let task = found.remove(id);
        let Some(task) = task.filter(|task| *task == expected.acknowledged || Some(task) == expected.asked.as_ref())
        else {
            panic!("round {round}: {id} is lost or wrong: {expected:?}");
        };
        expected.acknowledged = task;
        expected.in_doubt |= expected.asked.take().is_some();
    }
    let unknown: Vec<_> = found.values().filter(|task| !ledger.unanswered.contains(&task.title)).collect();
    assert!(unknown.is_empty(), "round {round}: nobody asked for {unknown:?}");
}

#[allow(clippy::print_stdout, reason = "figures for the person who runs it; speed is not asserted")]
fn report(kills: usize, ledger: &Ledger, starts: &mut [Duration]) {
    starts.sort_unstable();
    let asked = ledger.tasks.values().filter(|task| task.in_doubt).count();
    println!(
        "figure: {kills} kills: {} tasks acknowledged, {} adds and {asked} changes under way; ready again after {:.0?} (median), {:.0?} (slowest)",
        ledger.tasks.len(),
        ledger.unanswered.len(),
        starts[starts.len() / 2],
        starts[starts.len() - 1],
    );
}

/// The file passes SQLite's own check, and nothing was ever put aside.
fn sound(folder: &std::path::Path) {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(folder.join("docket.sqlite3"), flags).unwrap();
    let answer: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(answer, "ok");
    let names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with("corrupt")), "{names:?}");
}
