//! What a power cut leaves: a disk's events are played up to some moment, then everything that was not synced is at chance's mercy.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::disk::{Event, Inode};
use crate::random::Random;

/// What a disk writes as a whole, or not.
const SECTOR: usize = 512;

/// The files that are found when the power is back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image(pub BTreeMap<String, Vec<u8>>);

/// What lies on the disk for good, and what only the cache knows.
#[derive(Debug, Default)]
pub struct Platter {
    names: BTreeMap<String, Inode>,
    unsynced_names: Vec<Naming>,
    files: HashMap<Inode, Contents>,
}

#[derive(Debug)]
enum Naming {
    Create(String, Inode),
    Delete(String),
}

#[derive(Debug, Default)]
struct Contents {
    durable: Vec<u8>,
    unsynced: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

/// What became of a file's unsynced changes.
#[derive(Clone, Copy)]
enum Fate {
    Lost,
    Kept,
    /// Each one, whatever came before it: the disk writes in an order of its own.
    AnyOfThem,
    /// Up to some moment, the last one in part.
    UpToOne,
    /// Each sector of each one; some hold neither the old nor the new.
    AnySectors,
}

impl Platter {
    /// Plays one more event.
    pub fn play(&mut self, event: &Event) {
        match event {
            Event::Create { name, inode, contents, durable } => {
                self.files.insert(*inode, Contents { durable: contents.clone(), unsynced: Vec::new() });
                if *durable {
                    self.names.insert(name.clone(), *inode);
                } else {
                    self.unsynced_names.push(Naming::Create(name.clone(), *inode));
                }
            }
            Event::Write { inode, at, bytes } => {
                self.change(*inode, Change::Write { at: usize::try_from(*at).expect("fits"), bytes: bytes.clone() });
            }
            Event::Truncate { inode, length } => {
                self.change(*inode, Change::Truncate { length: usize::try_from(*length).expect("fits") });
            }
            Event::Sync { inode } => {
                let file = self.files.entry(*inode).or_default();
                for change in file.unsynced.drain(..) {
                    change.make(&mut file.durable);
                }
            }
            Event::SyncFailed { inode } => self.files.entry(*inode).or_default().unsynced.clear(),
            Event::Delete { name } => self.unsynced_names.push(Naming::Delete(name.clone())),
            Event::SyncFolder => {
                for naming in self.unsynced_names.drain(..) {
                    naming.make(&mut self.names);
                }
            }
            Event::Acknowledged { .. } => {}
        }
    }

    /// The power goes now.
    pub fn cut(&self, random: &mut Random) -> Image {
        let mut names = self.names.clone();
        // Names are journaled by every file system of the last decades: some of the last changes are missing, in order.
        let kept = random.below(self.unsynced_names.len() + 1);
        for naming in &self.unsynced_names[..kept] {
            naming.make(&mut names);
        }
        let mut image = BTreeMap::new();
        for (name, inode) in names {
            let Some(file) = self.files.get(&inode) else { continue };
            image.insert(name, file.after_a_cut(random));
        }
        Image(image)
    }

    fn change(&mut self, inode: Inode, change: Change) {
        self.files.entry(inode).or_default().unsynced.push(change);
    }
}

impl Image {
    /// Puts the files into `folder`, and sometimes what is left of the memory that SQLite's processes share.
    pub fn write(&self, folder: &Path, random: &mut Random) {
        for (name, bytes) in &self.0 {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
        if self.0.keys().any(|name| name.ends_with("-wal")) && random.below(2) == 0 {
            let mut shared = vec![0; 32_768];
            shared.iter_mut().for_each(|byte| *byte = random.byte());
            std::fs::write(folder.join("docket.sqlite3-shm"), shared).expect("a file");
        }
    }
}

impl Naming {
    fn make(&self, names: &mut BTreeMap<String, Inode>) {
        match self {
            Self::Create(name, inode) => drop(names.insert(name.clone(), *inode)),
            Self::Delete(name) => drop(names.remove(name)),
        }
    }
}

impl Contents {
    fn after_a_cut(&self, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        let fates = [Fate::Lost, Fate::Kept, Fate::AnyOfThem, Fate::UpToOne, Fate::AnySectors];
        let fate = *random.one_of(&fates);
        let last = random.below(self.unsynced.len().max(1));
        for (number, change) in self.unsynced.iter().enumerate() {
            match fate {
                Fate::Lost => {}
                Fate::Kept => change.make(&mut bytes),
                Fate::AnyOfThem if random.below(2) == 0 => change.make(&mut bytes),
                Fate::AnyOfThem => {}
                Fate::UpToOne if number < last => change.make(&mut bytes),
                Fate::UpToOne if number == last => change.make_in_part(&mut bytes, random),
                Fate::UpToOne => {}
                Fate::AnySectors => change.make_in_part(&mut bytes, random),
            }
        }
        bytes
    }
}

impl Change {
    fn make(&self, contents: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => put(contents, *at, bytes),
            Self::Truncate { length } => contents.resize(*length, 0),
        }
    }

    /// Nothing outside of what was written changes: disks since the 1980s write whole sectors (SQLite's
    /// `SQLITE_IOCAP_POWERSAFE_OVERWRITE`).
    fn make_in_part(&self, contents: &mut Vec<u8>, random: &mut Random) {
        let Self::Write { at, bytes } = self else {
            if random.below(2) == 0 {
                self.make(contents);
            }
            return;
        };
        let mut from = *at;
        let end = at + bytes.len();
        while from < end {
            let to = ((from / SECTOR + 1) * SECTOR).min(end);
            match random.below(16) {
                0 => put(contents, from, &(from..to).map(|_| random.byte()).collect::<Vec<_>>()),
                1..=8 => put(contents, from, &bytes[from - at..to - at]),
                _ => {}
            }
            from = to;
        }
    }
}

fn put(contents: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if contents.len() < end {
        contents.resize(end, 0);
    }
    contents[at..end].copy_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(at: u64, bytes: &[u8]) -> Event {
        Event::Write { inode: 0, at, bytes: bytes.to_vec() }
    }

    fn created(durable: bool) -> Event {
        Event::Create { name: "file".into(), inode: 0, contents: b"old".to_vec(), durable }
    }

    fn outcomes(events: &[Event]) -> Vec<Option<Vec<u8>>> {
        let mut platter = Platter::default();
        events.iter().for_each(|event| platter.play(event));
        let mut random = Random::new(1);
        let mut found: Vec<_> = (0..200).map(|_| platter.cut(&mut random).0.remove("file")).collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn what_was_synced_stays_whatever_happens() {
        assert_eq!(outcomes(&[created(true), write(0, b"new"), Event::Sync { inode: 0 }]), [Some(b"new".to_vec())]);
    }

    #[test]
    fn what_was_not_synced_is_there_or_not() {
        let found = outcomes(&[created(true), write(3, &[1; 1024])]);
        assert!(found.contains(&Some(b"old".to_vec())), "lost");
        assert!(found.contains(&Some([b"old", &[1; 1024][..]].concat())), "kept");
        assert!(found.len() > 2, "and torn: {}", found.len());
        assert!(found.iter().flatten().all(|bytes| bytes.starts_with(b"old")), "nothing beside it changes");
    }

    #[test]
    fn writes_are_reordered() {
        let found = outcomes(&[created(true), write(0, b"A"), write(1, b"B")]);
        assert!(found.contains(&Some(b"oBd".to_vec())), "the second alone: {found:?}");
    }

    #[test]
    fn a_name_may_be_lost_until_its_folder_is_synced() {
        let synced = [created(false), Event::Sync { inode: 0 }];
        assert_eq!(outcomes(&synced), [None, Some(b"old".to_vec())]);
        assert_eq!(outcomes(&[created(false), Event::SyncFolder]), [Some(b"old".to_vec())]);
        let deleted = [created(true), Event::Delete { name: "file".into() }];
        assert_eq!(outcomes(&deleted), [None, Some(b"old".to_vec())]);
    }

    #[test]
    fn what_a_failed_sync_held_is_gone() {
        let found =
            outcomes(&[created(true), write(0, b"new"), Event::SyncFailed { inode: 0 }, Event::Sync { inode: 0 }]);
        assert_eq!(found, [Some(b"old".to_vec())]);
    }
}
