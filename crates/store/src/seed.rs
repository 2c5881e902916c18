//! Data for measurements: many threads, one long one, many tasks; through the same tables as everything else.

use chatkit_server::{AssistantMessage, AssistantMessageContent, InferenceOptions, Item, ItemKind, Thread};
use chatkit_server::{UserMessage, UserMessageContent};
use docket_tasks::{Command, Due, ListRef, NewTask};
use jiff::{Timestamp, ToSpan, Zoned};
use serde::Serialize;

use crate::{Actor, Error, Store, tasks, threads};

/// How much to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seed {
    /// Threads of one question and one answer.
    pub threads: usize,
    /// Items of one more thread.
    pub items: usize,
    /// Tasks, in twelve lists.
    pub tasks: usize,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seeded {
    /// The long thread; none where no items were wanted.
    pub big_thread_id: Option<String>,
}

/// Records of one commit.
const AT_ONCE: usize = 2_000;

impl Store {
    /// Fills this user's part for measurements. The same `seed` and `now` make the same texts, with ids of their own.
    ///
    /// `now`: when the last of it was made.
    ///
    /// # Errors
    /// Those of the disk; what was made until then stays.
    pub async fn seed(&self, seed: Seed, now: &Zoned) -> Result<Seeded, Error> {
        let Seed { threads, items, tasks } = seed;
        for from in (0..threads).step_by(AT_ONCE) {
            let (to, now) = (threads.min(from + AT_ONCE), now.timestamp());
            self.write(move |writing| {
                (from..to).try_for_each(|number| small_thread(&writing.mine, number, threads, now))
            })
            .await?;
        }
        let big_thread_id = if items == 0 { None } else { Some(self.big_thread(items, now.timestamp()).await?) };
        for from in (0..tasks).step_by(AT_ONCE) {
            let commands =
                (from..tasks.min(from + AT_ONCE)).map(|number| Command::AddTask(task(number, now))).collect();
            let now = now.clone();
            self.write(move |writing| tasks::apply(writing, &Command::All(commands), Actor::Import, &now)).await?;
        }
        Ok(Seeded { big_thread_id })
    }

    async fn big_thread(&self, items: usize, now: Timestamp) -> Result<String, Error> {
        let mut thread = Thread::new(before(now, items));
        thread.title = Some("A long conversation".to_owned());
        let id = thread.id.clone();
        self.write(move |writing| threads::insert_thread(&writing.mine, &thread)).await?;
        for from in (0..items).step_by(AT_ONCE) {
            let id = id.clone();
            self.write(move |writing| {
                for number in from..items.min(from + AT_ONCE) {
                    threads::insert_item(&writing.mine, &item(&id, number, before(now, items - number)))?;
                }
                threads::set_activity(&writing.mine, &id, now)
            })
            .await?;
        }
        Ok(id)
    }
}

fn small_thread(mine: &crate::mine::Mine<'_>, number: usize, all: usize, now: Timestamp) -> Result<(), Error> {
    let at = before(now, 60 * (all - number));
    let mut thread = Thread::new(at);
    thread.title = Some(format!("Thread {number}"));
    threads::insert_thread(mine, &thread)?;
    for side in 0..2 {
        threads::insert_item(mine, &item(&thread.id, side, at))?;
    }
    threads::set_activity(mine, &thread.id, at)
}

/// Questions and answers by turns.
fn item(thread_id: &str, number: usize, at: Timestamp) -> Item {
    let kind = if number.is_multiple_of(2) {
        let text = format!("What about number {}?", number / 2);
        ItemKind::UserMessage(UserMessage {
            content: vec![UserMessageContent::InputText { text }],
            attachments: Vec::new(),
            quoted_text: None,
            inference_options: InferenceOptions::default(),
        })
    } else {
        let text = format!("Answer {} with some words, a date and a “quote”. ", number / 2).repeat(3);
        ItemKind::AssistantMessage(AssistantMessage { content: vec![AssistantMessageContent::new(text)] })
    };
    Item::new(thread_id, kind, at)
}

/// A list as people have it: a hundredth is due today, a few were due before, most is due later or not at all.
fn task(number: usize, now: &Zoned) -> NewTask {
    const THINGS: [&str; 16] = [
        "Call", "Buy", "Repair", "Read", "Write", "Plan", "Pay", "Clean", "Order", "Book", "Sort", "Send", "Learn",
        "Cook", "Paint", "Check",
    ];
    const OBJECTS: [&str; 19] = [
        "the dentist",
        "milk and bread",
        "the bicycle",
        "chapter",
        "a letter to the landlord",
        "the summer holiday",
        "the rent",
        "the kitchen",
        "new shoes",
        "a table at the café",
        "old photographs",
        "the parcel",
        "ten Spanish words",
        "soup for Søren",
        "the garden fence",
        "the smoke detector",
        "the insurance",
        "a present for Zoë",
        "the piano",
    ];
    let days = match number % 100 {
        0 => Some(0),
        1 if number.is_multiple_of(3) => Some(-2),
        2..=40 => i64::try_from(number % 300).ok().map(|days| days + 1),
        _ => None,
    };
    NewTask {
        title: format!("{} {} {number}", THINGS[number % THINGS.len()], OBJECTS[number % OBJECTS.len()]),
        notes: if number.is_multiple_of(5) { "Some notes about it.\n\n* one\n* two".into() } else { String::new() },
        due: days.map(|days| Due::Date(now.date().saturating_add(days.days()))),
        list: (!number.is_multiple_of(3)).then(|| ListRef::Name(format!("List {}", number % 12))),
        labels: if number.is_multiple_of(4) { vec![format!("label{}", number % 20)] } else { Vec::new() },
        ..NewTask::default()
    }
}

/// So many seconds before `now`.
fn before(now: Timestamp, seconds: usize) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX / 4).min(3_000_000_000);
    now.checked_sub(jiff::SignedDuration::from_secs(seconds)).unwrap_or(now)
}
