//! One data directory's disk: what was asked of it, in order, and what it refuses.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rusqlite::ffi;

use crate::vfs;

/// A file's number; a name may come to mean another file.
pub type Inode = usize;

/// Something that happened to the disk, or to those who use it.
#[derive(Clone, Debug)]
pub enum Event {
    /// A name for a new file, or for one that was there before SQLite opened it (`contents`: those are safe).
    Create {
        /// The name inside the folder.
        name: String,
        /// Its file.
        inode: Inode,
        /// What was in it.
        contents: Vec<u8>,
        /// Whether the name would outlive a power cut.
        durable: bool,
    },
    /// Bytes, in the system's cache.
    Write {
        /// In which file.
        inode: Inode,
        /// From where.
        at: u64,
        /// Which.
        bytes: Vec<u8>,
    },
    /// Cut, or grown, in the cache.
    Truncate {
        /// Which file.
        inode: Inode,
        /// Bytes left.
        length: u64,
    },
    /// What was written to a file is safe.
    Sync {
        /// Which file.
        inode: Inode,
    },
    /// What was written to a file could not be made safe, and the system has forgotten that it is not (`fsync` on Linux).
    SyncFailed {
        /// Which file.
        inode: Inode,
    },
    /// A name is gone.
    Delete {
        /// The name inside the folder.
        name: String,
    },
    /// What became of names is safe.
    SyncFolder,
    /// Somebody was told that this revision is saved.
    Acknowledged {
        /// The user's revision.
        revision: u64,
    },
}

/// What the disk answers instead of doing what it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// EIO, whatever is asked.
    Broken,
    /// ENOSPC where something would grow.
    Full,
    /// ENOSPC after half of what was to be written.
    FullHalfway,
    /// EROFS where something would change.
    ReadOnly,
}

/// What SQLite is told to do when the store asks for `synchronous=FULL`; it answers that it did as it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// `synchronous=NORMAL`.
    Normal,
    /// `synchronous=OFF`.
    Off,
}

/// What is asked of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Open { exists: bool },
    Read,
    Write,
    Truncate,
    Sync,
    Delete,
}

/// The disk of one folder.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    lie: Option<Lie>,
    records: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    log: Vec<Event>,
    names: HashMap<String, Inode>,
    inodes: usize,
    asked: u64,
    refused: u64,
    plan: Option<Plan>,
}

/// Which requests are refused, and how.
#[derive(Clone, Copy, Debug)]
struct Plan {
    fault: Fault,
    first: u64,
    times: u64,
}

/// A disk that SQLite uses for its folder, until this is dropped.
#[derive(Debug)]
pub struct Mounted(Arc<Disk>);

impl std::ops::Deref for Mounted {
    type Target = Disk;

    fn deref(&self) -> &Disk {
        &self.0
    }
}

static MOUNTED: RwLock<Vec<Arc<Disk>>> = RwLock::new(Vec::new());

/// The disk that holds `path`, where a test has mounted one, and the name inside its folder.
pub(crate) fn holding(path: &Path) -> Option<(Arc<Disk>, String)> {
    let mounted = MOUNTED.read().unwrap_or_else(PoisonError::into_inner);
    let disk = mounted.iter().find(|disk| path.starts_with(&disk.folder))?;
    let name = path.strip_prefix(&disk.folder).ok()?.to_str()?.to_owned();
    Some((Arc::clone(disk), name))
}

impl Disk {
    /// A disk that remembers all that happens in `folder`. What is there already is safe.
    #[must_use]
    pub fn recording(folder: &Path, lie: Option<Lie>) -> Mounted {
        let disk = Self::mount(folder, lie, true);
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable")) {
            let name = entry.file_name().into_string().expect("a plain name");
            // What processes share is rebuilt by the first that opens the file.
            if entry.path().is_file() && !name.ends_with("-shm") {
                disk.opened(&name, true, || std::fs::read(entry.path()).expect("readable"));
            }
        }
        disk
    }

    /// A disk that only obeys, and never waits for `fsync`.
    #[must_use]
    pub fn plain(folder: &Path) -> Mounted {
        Self::mount(folder, None, false)
    }

    fn mount(folder: &Path, lie: Option<Lie>, records: bool) -> Mounted {
        vfs::install();
        let disk = Arc::new(Self { folder: folder.to_owned(), lie, records, state: Mutex::default() });
        MOUNTED.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&disk));
        Mounted(disk)
    }

    /// Refuses `times` requests that `fault` concerns, from the `first` on (the next is number 0). Ends an earlier plan.
    pub fn refuse(&self, fault: Fault, first: u64, times: u64) {
        let mut state = self.state();
        state.asked = 0;
        state.refused = 0;
        state.plan = Some(Plan { fault, first, times });
    }

    /// Refuses nothing from now on. Answers how many requests were refused.
    pub fn heal(&self) -> u64 {
        let mut state = self.state();
        state.plan = None;
        state.refused
    }

    /// How many requests of the plan's kind there were since [`Disk::refuse`].
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.state().asked
    }

    /// Somebody was told that `revision` is saved.
    pub fn acknowledged(&self, revision: u64) {
        self.state().log.push(Event::Acknowledged { revision });
    }

    /// All that happened so far.
    #[must_use]
    pub fn log(&self) -> Vec<Event> {
        self.state().log.clone()
    }

    pub(crate) fn lie(&self) -> Option<Lie> {
        self.lie
    }

    /// The file behind a name that SQLite opens; `contents` answers what is in one that was there before.
    pub(crate) fn opened(&self, name: &str, existed: bool, contents: impl FnOnce() -> Vec<u8>) -> Inode {
        let mut state = self.state();
        if let Some(inode) = state.names.get(name).filter(|_| existed) {
            return *inode;
        }
        let inode = state.inodes;
        state.inodes += 1;
        state.names.insert(name.to_owned(), inode);
        let contents = if existed { contents() } else { Vec::new() };
        self.record(&mut state, Event::Create { name: name.to_owned(), inode, contents, durable: existed });
        inode
    }

    /// Whether a request is refused: the code that SQLite's own layer would answer for it.
    pub(crate) fn refusal(&self, request: Request) -> Option<Refusal> {
        let mut state = self.state();
        let plan = state.plan?;
        let refusal = plan.fault.answer(request)?;
        let number = state.asked;
        state.asked += 1;
        if (plan.first..plan.first.saturating_add(plan.times)).contains(&number) {
            state.refused += 1;
            return Some(refusal);
        }
        None
    }

    pub(crate) fn wrote(&self, inode: Inode, at: u64, bytes: &[u8]) {
        if self.records {
            self.record(&mut self.state(), Event::Write { inode, at, bytes: bytes.to_vec() });
        }
    }

    pub(crate) fn truncated(&self, inode: Inode, length: u64) {
        self.record(&mut self.state(), Event::Truncate { inode, length });
    }

    /// `with_folder`: SQLite's layer makes the name of a new log safe along with its first contents.
    pub(crate) fn synced(&self, inode: Inode, with_folder: bool) {
        let mut state = self.state();
        self.record(&mut state, Event::Sync { inode });
        if with_folder {
            self.record(&mut state, Event::SyncFolder);
        }
    }

    pub(crate) fn sync_failed(&self, inode: Inode) {
        self.record(&mut self.state(), Event::SyncFailed { inode });
    }

    pub(crate) fn deleted(&self, name: &str, with_folder: bool) {
        let mut state = self.state();
        state.names.remove(name);
        self.record(&mut state, Event::Delete { name: name.to_owned() });
        if with_folder {
            self.record(&mut state, Event::SyncFolder);
        }
    }

    fn record(&self, state: &mut State, event: Event) {
        if self.records {
            state.log.push(event);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let mut mounted = MOUNTED.write().unwrap_or_else(PoisonError::into_inner);
        mounted.retain(|disk| !Arc::ptr_eq(disk, &self.0));
    }
}

/// How a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// With this code.
    Code(i32),
    /// Half of it is done first.
    Halfway(i32),
    /// The file opens for reading only.
    OpensForReading,
}

impl Fault {
    /// As `os_unix.c` of SQLite 3.54 answers for the system's error.
    fn answer(self, request: Request) -> Option<Refusal> {
        let code = match (self, request) {
            (Self::Broken, Request::Open { .. }) => ffi::SQLITE_CANTOPEN,
            (Self::Full | Self::FullHalfway | Self::ReadOnly, Request::Open { exists: false }) => ffi::SQLITE_CANTOPEN,
            (Self::ReadOnly, Request::Open { exists: true }) => return Some(Refusal::OpensForReading),
            (Self::Broken, Request::Read) => ffi::SQLITE_IOERR_READ,
            (Self::Broken | Self::ReadOnly, Request::Write) => ffi::SQLITE_IOERR_WRITE,
            (Self::Full, Request::Write) => ffi::SQLITE_FULL,
            (Self::FullHalfway, Request::Write) => return Some(Refusal::Halfway(ffi::SQLITE_FULL)),
            (Self::Broken | Self::ReadOnly, Request::Truncate) => ffi::SQLITE_IOERR_TRUNCATE,
            (Self::Broken, Request::Sync) => ffi::SQLITE_IOERR_FSYNC,
            (Self::Broken | Self::ReadOnly, Request::Delete) => ffi::SQLITE_IOERR_DELETE,
            (
                Self::Full | Self::FullHalfway,
                Request::Open { exists: true } | Request::Read | Request::Truncate | Request::Sync | Request::Delete,
            )
            | (Self::ReadOnly, Request::Read | Request::Sync) => return None,
        };
        Some(Refusal::Code(code))
    }
}
