//! Two hundred streams at once, whose readers go away when and how they like: each costs little, and nothing of them stays.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::FakeOpenAi;
use support::in_process::{Page, events, say, start_with};
use support::random::Random;
use support::raw::Connection;
use tokio::runtime::{Builder, Runtime};

const STREAMS: usize = 200;
/// Of these so many are answers that never end; the others are event feeds.
const CHATS: usize = 20;

/// A reader of one stream.
struct Reader {
    connection: Connection,
    seen: Vec<u8>,
}

impl Reader {
    /// An event feed that has said hello.
    async fn of_changes(page: &Page) -> Self {
        let mut connection = Connection::open(page.addr).await;
        connection.write(&page.request("GET", "/api/v1/events").bytes()).await;
        let answer = connection.answer().await.expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.json());
        let mut reader = Self { connection, seen: Vec::new() };
        reader.until(|event| event["kind"] == "hello").await;
        reader
    }

    /// An answer that has begun.
    async fn of_an_answer(page: &Page) -> Self {
        let mut connection = Connection::open(page.addr).await;
        connection.write(&page.request("POST", "/chatkit").json(&say("hang")).bytes()).await;
        assert_eq!(connection.answer().await.expect("an answer").status, 200);
        let mut reader = Self { connection, seen: Vec::new() };
        reader.until(|event| event["type"] == "thread.item.done").await;
        reader
    }

    /// Reads until an event is `wanted`; what was read before is forgotten.
    async fn until(&mut self, wanted: impl Fn(&Value) -> bool) {
        self.seen.clear();
        while !events(&self.seen).iter().any(&wanted) {
            let more = self.connection.more().await;
            assert!(!more.is_empty(), "the stream ended after {}", String::from_utf8_lossy(&self.seen));
            self.seen.extend(more);
        }
    }

    /// Goes away: with a goodbye, or as a computer does that falls asleep for good.
    fn leave(self, random: &mut Random) {
        if random.below(2) == 0 {
            self.connection.reset();
        }
    }
}

/// A random half of the readers goes away, the others hear of a change, and new ones come in their places.
async fn churn(page: &Page, readers: &mut Vec<Reader>, random: &mut Random) {
    let (leaving, staying): (Vec<_>, Vec<_>) = readers.drain(..).partition(|_| random.below(2) == 0);
    leaving.into_iter().for_each(|reader| reader.leave(random));
    *readers = staying;
    assert!(!readers.is_empty() && readers.len() < STREAMS, "some go, some stay: {}", readers.len());
    let task = page.send("POST", "/api/v1/tasks", &json!({ "title": "Buy milk" })).await;
    assert_eq!(task.status, 201);
    let id = task.json()["id"].clone();
    for reader in readers.iter_mut() {
        reader.until(|event| event["ids"] == json!([id])).await;
    }
    while readers.len() < STREAMS {
        readers.push(Reader::of_changes(page).await);
    }
}

/// Looks again, thirty times a second, until at most `most` are left; answers how many, and after how long.
async fn settles(what: &str, count: impl Fn() -> usize, most: usize) -> (usize, Duration) {
    const PATIENCE: Duration = Duration::from_secs(1);
    let started = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(33));
    loop {
        let left = count();
        if left <= most {
            return (left, started.elapsed());
        }
        assert!(started.elapsed() < PATIENCE, "{left} {what}, at most {most} were wanted");
        tick.tick().await;
    }
}

/// The server on a runtime of its own, whose tasks can be counted.
fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

#[test]
fn streams_that_are_left_leave_no_task_behind() {
    let (theirs, ours) = (runtime(), runtime());
    ours.block_on(async {
        let upstream = FakeOpenAi::start().await;
        let base_url = upstream.base_url();
        let starting = start_with(move |options| {
            options.limits.max_streams = 256;
            options.limits.max_connections = 512;
            options.provider.provider = Some("compatible".into());
            options.provider.base_url = Some(base_url);
            options.provider.model = Some("fake-1".into());
        });
        let server = theirs.spawn(starting).await.expect("a server");
        let page = Page::open(&server).await;
        let mut random = Random::new(0x57_2e_a6);
        let alive = || theirs.metrics().num_alive_tasks();
        // Whoever asked is gone: what is left is there for as long as the server.
        let before = settles("tasks", alive, 2).await.0;

        let mut readers = Vec::new();
        for _ in 0..STREAMS - CHATS {
            readers.push(Reader::of_changes(&page).await);
        }
        for _ in 0..CHATS {
            readers.push(Reader::of_an_answer(&page).await);
        }
        upstream.arrived(CHATS).await;
        assert!(alive() >= before + STREAMS, "each stream is at least a task: {} after {before}", alive());
        readers.into_iter().for_each(|reader| reader.leave(&mut random));

        upstream.abandoned(CHATS).await;
        let back = settles("tasks", alive, before).await.1;
        assert_eq!(server.panics(), 0);
        println!("figure: {STREAMS} streams left: back to {before} tasks after {back:.0?}");
        theirs.spawn(server.shutdown()).await.expect("an end");
    });
}

#[cfg(target_os = "linux")]
mod of_a_process {
    use std::net::SocketAddr;

    use support::Docket;
    use support::memory::resident_bytes;

    use super::*;

    const MOST_BYTES_EACH: u64 = 64 * 1024;
    /// What one and the same load may leave behind: an allocator's rounding, and no stream.
    const SLACK_BYTES: u64 = 4 * 1024 * 1024;
    const ROUNDS: usize = 3;

    #[tokio::test(flavor = "multi_thread")]
    async fn two_hundred_streams_cost_little_and_leave_no_descriptor() {
        let limits = ["--max-streams", "256", "--max-connections", "512"];
        let builder = limits.into_iter().fold(Docket::builder(), |builder, limit| builder.arg(limit));
        let server = builder.start().await;
        let pid = server.ready["pid"].as_u64().expect("a pid");
        let addr: SocketAddr = server.url().trim_start_matches("http://").parse().expect("an address");
        let page = Page { addr, secret: server.client().await.secret().to_owned() };
        let mut random = Random::new(0x57_2e_a5);
        // What is made once, whoever comes, is there after the first reader.
        Reader::of_changes(&page).await.leave(&mut random);
        // That reader's own descriptor may still be among them, and that of the client above.
        let base = descriptors(pid);
        let before = memory(pid);

        let mut readers = Vec::new();
        for _ in 0..STREAMS {
            readers.push(Reader::of_changes(&page).await);
        }
        assert!(descriptors(pid) >= base + STREAMS - 2, "each stream is a descriptor: {}", descriptors(pid));
        let each = memory(pid).saturating_sub(before) / STREAMS as u64;
        assert!(each <= MOST_BYTES_EACH, "{each} bytes a stream");
        let (mut after_first, mut slowest) = (0, Duration::ZERO);
        for round in 0..ROUNDS {
            churn(&page, &mut readers, &mut random).await;
            readers.drain(..).for_each(|reader| reader.leave(&mut random));
            slowest = slowest.max(settles("descriptors", || descriptors(pid), base).await.1);
            let now = memory(pid);
            if round == 0 {
                after_first = now;
            }
            assert!(now <= after_first + SLACK_BYTES, "round {round}: {after_first} bytes became {now}");
            while readers.len() < STREAMS {
                readers.push(Reader::of_changes(&page).await);
            }
        }
        drop(readers);
        println!(
            "figure: {STREAMS} streams: {each} bytes each, descriptors back to {base} after {slowest:.0?} at most"
        );
        server.stop().await;
    }

    fn descriptors(pid: u64) -> usize {
        std::fs::read_dir(format!("/proc/{pid}/fd")).expect("a process").count()
    }

    fn memory(pid: u64) -> u64 {
        resident_bytes(pid).expect("this system says it")
    }
}
