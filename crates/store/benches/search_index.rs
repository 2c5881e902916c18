//! What an index for words costs and gives, by kind: `cargo bench -p docket-store --bench search_index`. Each kind gets a file of its
//! own with 100,000 tasks, commits with `synchronous=FULL`, and is asked for words letter by letter, newest first, 50 rows.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the person who measures"
)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

const TASKS: usize = 100_000;

struct Kind {
    name: &'static str,
    tables: &'static [&'static str],
    holds: Holds,
}

/// What goes into the tables.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    /// The text itself.
    Text,
    /// What begins at each letter of a word, at most so many letters of it.
    Ends(usize),
}

const KINDS: [Kind; 6] = [
    Kind { name: "no index", tables: &[], holds: Holds::Text },
    Kind {
        name: "trigram alone",
        tables: &["USING fts5(text, content='', contentless_delete=1, tokenize='trigram remove_diacritics 1')"],
        holds: Holds::Text,
    },
    Kind {
        name: "trigram alone, detail=none",
        tables: &[
            "USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram remove_diacritics 1')",
        ],
        holds: Holds::Text,
    },
    Kind {
        name: "unicode61 with prefixes, and trigram",
        tables: &[
            "USING fts5(text, content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
            "USING fts5(text, content='', contentless_delete=1, tokenize='trigram remove_diacritics 1')",
        ],
        holds: Holds::Text,
    },
    Kind {
        name: "ends of words up to 12 letters, prefixes of 1 and 2",
        tables: &["USING fts5(text, content='', contentless_delete=1, detail=none, prefix='1 2', tokenize='ascii')"],
        holds: Holds::Ends(12),
    },
    Kind {
        name: "ends of words up to 12 letters, prefixes of 1, 2 and 3",
        tables: &["USING fts5(text, content='', contentless_delete=1, detail=none, prefix='1 2 3', tokenize='ascii')"],
        holds: Holds::Ends(12),
    },
];

fn main() {
    for kind in &KINDS {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("words.sqlite3"), kind);
        fill(&connection, kind);
        println!("\n{}: file of {} KiB", kind.name, size(&connection) / 1024);
        commits(&connection, kind);
        if kind.tables.len() == 1 {
            ask(&connection, kind);
        } else if kind.tables.is_empty() {
            scan(&connection);
        }
    }
}

fn open(path: &std::path::Path, kind: &Kind) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection.execute_batch("CREATE TABLE tasks (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, done INTEGER)").unwrap();
    for (number, table) in kind.tables.iter().enumerate() {
        connection.execute_batch(&format!("CREATE VIRTUAL TABLE words{number} {table}")).unwrap();
    }
    connection
}

fn size(connection: &Connection) -> i64 {
    connection
        .query_row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", [], |row| row.get(0))
        .unwrap()
}

/// A word of the language of these tasks: short ones come often, as in any language.
fn word(mut seed: u64) -> String {
    let syllables = ["ka", "no", "re", "mi", "tal", "os", "ber", "in", "ta", "lu", "sho", "p", "den", "ti", "st", "qu"];
    let mut word = String::new();
    loop {
        word.push_str(syllables[(seed % 16) as usize]);
        seed /= 16;
        if seed == 0 {
            return word;
        }
    }
}

fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

fn text(number: usize) -> String {
    let mut state = number as u64 * 0x9E37_79B9_7F4A_7C15 + 1;
    let words: Vec<_> = (0..6)
        .map(|_| {
            let scale = random(&mut state) % 4;
            word(random(&mut state) % 16_u64.pow(scale as u32 + 1))
        })
        .collect();
    words.join(" ")
}

fn ends(text: &str, letters: usize) -> String {
    let mut ends = BTreeSet::new();
    for word in text.split_whitespace() {
        let starts: Vec<_> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        for (place, start) in starts[..starts.len() - 1].iter().enumerate() {
            ends.insert(&word[*start..starts[(place + letters).min(starts.len() - 1)]]);
        }
    }
    ends.into_iter().collect::<Vec<_>>().join(" ")
}

impl Holds {
    fn of(self, text: String) -> String {
        match self {
            Self::Text => text,
            Self::Ends(letters) => ends(&text, letters),
        }
    }
}

fn insert(connection: &Connection, kind: &Kind, number: usize) {
    let text = text(number);
    connection
        .prepare_cached("INSERT INTO tasks (seq, text, done) VALUES (?1, ?2, 0)")
        .unwrap()
        .execute(params![number as i64, text])
        .unwrap();
    let indexed = kind.holds.of(text);
    for table in 0..kind.tables.len() {
        connection
            .prepare_cached(&format!("INSERT INTO words{table} (rowid, text) VALUES (?1, ?2)"))
            .unwrap()
            .execute(params![number as i64, indexed])
            .unwrap();
    }
}

fn fill(connection: &Connection, kind: &Kind) {
    let started = Instant::now();
    for from in (0..TASKS).step_by(1_000) {
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        for number in from..from + 1_000 {
            insert(connection, kind, number);
        }
        connection.execute_batch("COMMIT").unwrap();
    }
    println!("{}: filled in {:.1?}", kind.name, started.elapsed());
}

fn commits(connection: &Connection, kind: &Kind) {
    let mut adds = Vec::new();
    let mut edits = Vec::new();
    for number in 0..2_000 {
        let started = Instant::now();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        insert(connection, kind, TASKS + number);
        connection.execute_batch("COMMIT").unwrap();
        adds.push(started.elapsed());
        let started = Instant::now();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        let text = text(number + 7);
        connection.execute("UPDATE tasks SET text = ?2 WHERE seq = ?1", params![number as i64, text]).unwrap();
        let indexed = kind.holds.of(text);
        for table in 0..kind.tables.len() {
            let sql = format!("UPDATE words{table} SET text = ?2 WHERE rowid = ?1");
            connection.prepare_cached(&sql).unwrap().execute(params![number as i64, indexed]).unwrap();
        }
        connection.execute_batch("COMMIT").unwrap();
        edits.push(started.elapsed());
    }
    say("commit that adds", &mut adds);
    say("commit that edits", &mut edits);
}

/// Prefixes of words as they are typed: common ones, rare ones, and some that are nowhere.
fn typed() -> Vec<String> {
    let mut typed = Vec::new();
    let words: Vec<_> = (0..80).map(|number| word(number * 819)).chain(["zq".into(), "xyzzy".into()]).collect();
    for word in words {
        typed.extend((1..=word.len()).map(|letters| word[..letters].to_owned()));
    }
    typed
}

fn ask(connection: &Connection, kind: &Kind) {
    let mut all = Vec::new();
    let mut short = Vec::new();
    let sql = "SELECT t.seq, t.text FROM words0 JOIN tasks t ON t.seq = words0.rowid WHERE words0 MATCH ?1 ORDER BY words0.rowid DESC LIMIT 50";
    let like = "SELECT t.seq, t.text FROM tasks t WHERE t.text LIKE ?1 ORDER BY t.seq DESC LIMIT 50";
    for word in typed() {
        let fits = kind.holds != Holds::Text || word.len() > 2;
        let pieces = |letters: usize| (0..=word.len() - letters).map(move |at| (at, letters));
        let asked = match kind.holds {
            Holds::Ends(most) if word.len() < most => format!("{word}*"),
            Holds::Ends(most) => pieces(most)
                .map(|(at, letters)| format!("{}*", &word[at..at + letters]))
                .collect::<Vec<_>>()
                .join(" AND "),
            // detail=none knows no phrases.
            Holds::Text if fits => pieces(3)
                .map(|(at, letters)| format!("\"{}\"", &word[at..at + letters]))
                .collect::<Vec<_>>()
                .join(" AND "),
            Holds::Text => format!("%{word}%"),
        };
        let started = Instant::now();
        let mut statement = connection.prepare_cached(if fits { sql } else { like }).unwrap();
        let found = statement.query_map([&asked], |row| row.get::<_, String>(1)).unwrap().map(Result::unwrap).count();
        let took = started.elapsed();
        assert!(found <= 50);
        all.push(took);
        if word.len() < 3 {
            short.push(took);
        }
    }
    say("per key", &mut all);
    say("per key, one and two letters", &mut short);
}

fn scan(connection: &Connection) {
    let mut times = Vec::new();
    for word in ["zq", "xyzzy"].repeat(10) {
        let started = Instant::now();
        let sql = "SELECT t.seq, t.text FROM tasks t WHERE t.text LIKE ?1 ORDER BY t.seq DESC LIMIT 50";
        connection.prepare_cached(sql).unwrap().query_map([format!("%{word}%")], |_| Ok(())).unwrap().for_each(drop);
        times.push(started.elapsed());
    }
    say("LIKE to the end", &mut times);
}

fn say(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("  {what}: p50 {:.1?}, p99 {:.1?}, max {:.1?} ({})", at(50), at(99), at(100), times.len());
}
