//! How long a turn of the built-in assistant takes, from the request to the last event, over a database in memory.
//!
//! `cargo run --release -p docket-assistant --example turn_time`

#![allow(clippy::print_stdout, reason = "its figures are its output")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use chatkit_server::{Answer, ChatKit};
use docket_assistant::{Assistant, Connection, Keyring, Keys};
use docket_store::{Actor, Database, Store};
use docket_tasks::{Command, NewTask};
use jiff::Zoned;
use serde_json::json;

const TASKS: usize = 1_000;
const TURNS: usize = 200;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now: Zoned = "2026-11-21T10:00[Europe/Berlin]".parse()?;
    let store = Database::in_memory()?.store("local");
    for number in 0..TASKS {
        let new = NewTask { title: format!("Task number {number}"), ..NewTask::default() };
        store.apply(Command::AddTask(new), Actor::Cli, &now).await?;
    }
    println!("{TASKS} tasks, {TURNS} turns each, milliseconds");
    for (name, said) in [
        ("add", "add buy groceries tomorrow 5pm #Home p1"),
        ("show", "what is due tomorrow"),
        ("show all", "show all my tasks"),
        ("not found", "done with something that is not there"),
        ("not understood", "the roof leaks"),
    ] {
        let mut times = Vec::with_capacity(TURNS);
        for _ in 0..TURNS {
            times.push(turn(&store, &now, said).await?);
        }
        times.sort_unstable();
        let at = |share: usize| times[(TURNS * share / 100).min(TURNS - 1)].as_secs_f64() * 1e3;
        println!("{name:>16}  p50 {:6.2}  p95 {:6.2}  max {:6.2}", at(50), at(95), at(100));
    }
    Ok(())
}

async fn turn(store: &Store, now: &Zoned, said: &str) -> Result<Duration, Box<dyn std::error::Error>> {
    let keys = Arc::new(Keys::new(Arc::new(Keyring::new()), None));
    let assistant = Assistant::new(store.clone(), Connection::Rules, keys, now.clone());
    let input = json!({"content": [{"type": "input_text", "text": said}], "attachments": [], "inference_options": {}});
    let body = json!({"type": "threads.create", "params": {"input": input}}).to_string();
    let begun = Instant::now();
    let answer = ChatKit::new(store.clone(), assistant).process(body.as_bytes()).await?;
    let Answer::Stream(events) = answer else { return Err("no stream".into()) };
    events.collect_events().await;
    Ok(begun.elapsed())
}
