//! Damage of any kind, anywhere: Docket always opens, and what was there is never lost.

use std::fs;
use std::path::Path;

use docket_store::{Error, Health, Store};
use docket_tasks::{Command, TaskQuery};
use proptest::prelude::*;

use crate::scale::scaled;
use crate::support::{USER, add, apply, block_on, new, now, open};

const FILE: &str = "docket.sqlite3";
const LOG: &str = "docket.sqlite3-wal";
/// The version and the application's id: with others the file belongs to somebody else, and is refused untouched.
const IDENTITY: std::ops::Range<usize> = 60..72;

/// One way to spoil a file; places are thousandths of its length.
#[derive(Clone, Debug)]
enum Damage {
    Cut {
        at: usize,
    },
    Overwrite {
        at: usize,
        length: usize,
        with: u8,
    },
    FlipBits {
        every: usize,
        from: usize,
    },
    Header {
        at: usize,
        with: u8,
    },
    SwapPages {
        one: usize,
        other: usize,
    },
    Append {
        length: usize,
    },
    ForeignLog {
        length: usize,
    },
    ZeroPages {
        from: usize,
        count: usize,
    },
    Empty,
    /// A folder has the file's name.
    Folder,
    /// The log of this file with some bytes wrong, beside the file as it was before.
    SpoiledLog {
        at: usize,
        with: u8,
    },
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0..1000_usize).prop_map(|at| Damage::Cut { at }),
        (0..1000_usize, 1..9000_usize, any::<u8>()).prop_map(|(at, length, with)| Damage::Overwrite {
            at,
            length,
            with
        }),
        (500..50_000_usize, 0..1000_usize).prop_map(|(every, from)| Damage::FlipBits { every, from }),
        (0..100_usize, any::<u8>()).prop_map(|(at, with)| Damage::Header { at, with }),
        (0..60_usize, 0..60_usize).prop_map(|(one, other)| Damage::SwapPages { one, other }),
        (1..9000_usize).prop_map(|length| Damage::Append { length }),
        (1..9000_usize).prop_map(|length| Damage::ForeignLog { length }),
        (0..60_usize, 1..9_usize).prop_map(|(from, count)| Damage::ZeroPages { from, count }),
        Just(Damage::Empty),
        Just(Damage::Folder),
        (0..1000_usize, any::<u8>()).prop_map(|(at, with)| Damage::SpoiledLog { at, with }),
    ]
}

/// The file and its log as they were while it was open.
type OpenFiles = (Vec<u8>, Vec<u8>);

/// What lies at the file's place.
fn contents(path: &Path) -> Vec<u8> {
    fs::read(if path.is_dir() { path.join("inside") } else { path.to_owned() }).unwrap()
}

fn spoil(folder: &Path, damage: &Damage, open_files: &OpenFiles) {
    let path = folder.join(FILE);
    let mut bytes = fs::read(&path).unwrap();
    let identity = bytes[IDENTITY].to_vec();
    let place = |at: usize, bytes: &[u8]| bytes.len() * at / 1000;
    match *damage {
        Damage::Cut { at } => bytes.truncate(place(at, &bytes).max(1)),
        Damage::Overwrite { at, length, with } => {
            let from = place(at, &bytes);
            let to = bytes.len().min(from + length);
            bytes[from..to].fill(with);
        }
        Damage::FlipBits { every, from } => {
            let from = place(from, &bytes);
            bytes[from..].iter_mut().step_by(every).for_each(|byte| *byte ^= 0x10);
        }
        Damage::Header { at, with } => bytes[at] = with,
        Damage::SwapPages { one, other } => {
            let pages = bytes.len() / 4096;
            let (one, other) = (one % pages * 4096, other % pages * 4096);
            for offset in 0..4096 {
                bytes.swap(one + offset, other + offset);
            }
        }
        Damage::Append { length } => bytes.extend(std::iter::repeat_n(0x5A, length)),
        Damage::ForeignLog { length } => fs::write(folder.join(LOG), vec![0x37; length]).unwrap(),
        Damage::ZeroPages { from, count } => {
            let from = from % (bytes.len() / 4096) * 4096;
            let to = bytes.len().min(from + count * 4096);
            bytes[from..to].fill(0);
        }
        Damage::Empty => bytes.clear(),
        Damage::Folder => {
            fs::remove_file(&path).unwrap();
            fs::create_dir(&path).unwrap();
            return fs::write(path.join("inside"), "whatever").unwrap();
        }
        Damage::SpoiledLog { at, with } => {
            let (before, mut log) = open_files.to_owned();
            let at = place(at, &log);
            log[at] = with;
            fs::write(folder.join(LOG), log).unwrap();
            return fs::write(path, before).unwrap();
        }
    }
    if bytes.len() >= IDENTITY.end && bytes.starts_with(b"SQLite format 3\0") {
        bytes[IDENTITY].copy_from_slice(&identity);
    }
    fs::write(path, bytes).unwrap();
}

/// Reads all there is: damage may be met, nothing else.
async fn can_be_asked(store: &Store) {
    let read = async {
        store.tasks(&TaskQuery { limit: std::num::NonZeroU32::new(500), ..TaskQuery::default() }, &now()).await?;
        store.counts(&now()).await?;
        store.labels().await?;
        store.lists().await?;
        store.settings().await
    };
    // Internal: a row whose bytes are wrong where SQLite cannot know it.
    let met = read.await.err();
    assert!(matches!(met, None | Some(Error::Corrupt | Error::Internal)), "{met:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: u32::try_from(scaled(50, 1_000)).unwrap(), max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_damaged_it_opens_and_keeps_a_copy(damage in damage(), with_backup: bool) {
        block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let database = open(folder.path());
            let tasks = (0..40).map(|number| Command::AddTask(new(&format!("task {number}")))).collect();
            apply(&database.store(USER), Command::All(tasks)).await.unwrap();
            if with_backup {
                database.back_up_now().await.unwrap();
            }
            let read = |name| fs::read(folder.path().join(name)).unwrap();
            let open_files = (read(FILE), read(LOG));
            database.close();
            spoil(folder.path(), &damage, &open_files);
            let spoiled = contents(&folder.path().join(FILE));

            let mut database = open(folder.path());
            let met = database.opened().set_aside.is_some();
            if !met {
                let mut health = database.health();
                health.wait_for(|health| *health != Health::Checking).await.unwrap();
                can_be_asked(&database.store(USER)).await;
                let known = *health.borrow();
                database.close();
                database = open(folder.path());
                let aside = database.opened().set_aside.is_some();
                prop_assert_eq!(aside, known == Health::Damaged, "known to be {:?}", known);
            }
            if let Some(aside) = &database.opened().set_aside {
                let copy = contents(&aside.folder.join(FILE));
                // SQLite may have played its log into it; where it was met at once, not a byte differs.
                let kept = if met { copy == spoiled } else { !copy.is_empty() };
                prop_assert!(kept, "the copy is not what was there");
                prop_assert_eq!(aside.restored_from.is_some(), with_backup);
                let expected = if with_backup { 40 } else { 0 };
                prop_assert_eq!(database.store(USER).counts(&now()).await.unwrap().all, expected);
                // What can be read of it is offered back, whatever it is.
                let store = database.store(USER);
                let salvage = store.salvage(&aside.id).await.unwrap();
                prop_assert!(salvage.readable_tasks <= 40, "{:?}", salvage);
                store.bring_back(&aside.id, &now()).await.unwrap();
                let together = u64::try_from(salvage.missing_tasks).unwrap();
                prop_assert!(store.counts(&now()).await.unwrap().all <= expected + together);
                let kept = contents(&aside.folder.join(FILE));
                prop_assert!(kept == copy, "the copy was touched");
                add(&store, new("goes on")).await;
            }
            Ok(())
        })?;
    }
}
