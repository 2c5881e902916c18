//! Who has the data open: shared by all who use it, exclusive for whoever puts another file in its place.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::files;

const LOCK_FILE: &str = "docket.lock";
/// One empty file for each who has the data open, named by the process and locked as long as it lives.
const HOLDERS: &str = "running";

/// What a lock is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Reading and writing, side by side with others.
    Use,
    /// Migrating, restoring, setting aside: alone.
    Replace,
}

/// A lock on a data directory, held until it is dropped.
#[derive(Debug)]
pub(crate) struct DataLock {
    // Closing the file gives the lock back.
    _file: File,
    holder: Option<Holder>,
}

/// Why the lock was not to be had.
#[derive(Debug)]
pub(crate) enum LockError {
    /// Others hold it; `pid` is one of them, where one can be named.
    Held {
        /// A process that has the data open.
        pid: Option<u32>,
    },
    /// The file system refused.
    Io(io::Error),
}

impl From<io::Error> for LockError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl DataLock {
    /// Locks `folder`, waiting at most `patience`.
    ///
    /// # Errors
    /// See [`LockError`].
    pub(crate) fn take(folder: &Path, purpose: Purpose, patience: Duration) -> Result<Self, LockError> {
        let file = files::open_private(&folder.join(LOCK_FILE))?;
        let Some(file) = wait(file, purpose, patience)? else {
            return Err(LockError::Held { pid: other_holder(folder) });
        };
        let holder = Holder::announce(folder)
            .inspect_err(|error| tracing::warn!(%error, "cannot leave word of who has the data open"))
            .ok();
        Ok(Self { _file: file, holder })
    }
}

impl Drop for DataLock {
    fn drop(&mut self) {
        drop(self.holder.take());
    }
}

fn wait(file: File, purpose: Purpose, patience: Duration) -> io::Result<Option<File>> {
    let tried = match purpose {
        Purpose::Use => file.try_lock_shared(),
        Purpose::Replace => file.try_lock(),
    };
    match tried {
        Ok(()) => return Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // The system has no lock with a time limit. A thread waits instead; where it comes too late, nobody receives the file, and
    // dropping it gives the lock back.
    let (sender, receiver) = mpsc::channel();
    std::thread::Builder::new().name("docket-lock".into()).spawn(move || {
        let locked = match purpose {
            Purpose::Use => file.lock_shared(),
            Purpose::Replace => file.lock(),
        };
        let _ = sender.send(locked.map(|()| file));
    })?;
    match receiver.recv_timeout(patience) {
        Ok(locked) => locked.map(Some),
        Err(_) => Ok(None),
    }
}

/// The word left by one who has the data open.
#[derive(Debug)]
struct Holder {
    path: PathBuf,
    _file: File,
}

impl Holder {
    fn announce(folder: &Path) -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let holders = folder.join(HOLDERS);
        files::make_folder(&holders)?;
        live_holders(folder).for_each(drop);
        let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = holders.join(name);
        let file = files::open_private(&path)?;
        file.try_lock().map_err(io::Error::from)?;
        Ok(Self { path, _file: file })
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // A file that stays behind is found unlocked, and removed, by the next who comes.
        let _ = fs::remove_file(&self.path);
    }
}

fn other_holder(folder: &Path) -> Option<u32> {
    live_holders(folder).next()
}

/// The processes that have the data open. What killed ones have left is removed on the way.
fn live_holders(folder: &Path) -> impl Iterator<Item = u32> {
    fs::read_dir(folder.join(HOLDERS)).into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name();
        let pid = name.to_str()?.split_once('-')?.0.parse().ok()?;
        match File::open(entry.path()).ok()?.try_lock() {
            Err(TryLockError::WouldBlock) => Some(pid),
            Ok(()) => {
                let _ = fs::remove_file(entry.path());
                None
            }
            Err(TryLockError::Error(_)) => None,
        }
    })
}
