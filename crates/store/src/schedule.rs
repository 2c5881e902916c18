//! Backups every hour while something changes. Who changes nothing is never woken.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;

use crate::backup::{self, Backup};
use crate::connection::{self, Role};
use crate::door::{Door, lock};
use crate::{Error, files};

/// After a change, so long at least: whoever has just started is not slowed down.
const SETTLE: Duration = Duration::from_secs(60);
/// A backup that failed is tried again after so long.
const AGAIN: Duration = Duration::from_secs(600);

/// What makes the backups: a thread that sleeps until something has changed, and then until a backup is due.
pub(crate) struct Schedule {
    state: Arc<State>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct State {
    path: PathBuf,
    every: Duration,
    changed: AtomicBool,
    closed: Mutex<bool>,
    wake: Condvar,
    // Held while a backup is made and while the file is replaced.
    replacing: Arc<Mutex<()>>,
}

/// Says that something has changed.
pub(crate) struct Bell(Arc<State>);

impl Bell {
    /// Rings; costs nothing where it has rung already.
    pub(crate) fn ring(&self) {
        if !self.0.changed.swap(true, Ordering::Relaxed) {
            // Taken, so that the thread cannot miss it between looking and falling asleep.
            drop(lock(&self.0.closed));
            self.0.wake.notify_all();
        }
    }
}

impl Schedule {
    /// Backups of the file at `path`, `every` so often, once it was started.
    pub(crate) fn new(path: &Path, every: Duration, replacing: Arc<Mutex<()>>) -> Self {
        let state = State {
            path: path.to_owned(),
            every,
            changed: AtomicBool::new(false),
            closed: Mutex::new(false),
            wake: Condvar::new(),
            replacing,
        };
        Self { state: Arc::new(state), thread: Mutex::new(None) }
    }

    /// Begins. `writer`: the door of all changes.
    ///
    /// # Errors
    /// Where the thread cannot be started.
    pub(crate) fn start(&self, writer: Arc<Door>) -> std::io::Result<()> {
        let state = Arc::clone(&self.state);
        let thread = std::thread::Builder::new().name("docket-backup".into()).spawn(move || state.run(&writer))?;
        *lock(&self.thread) = Some(thread);
        Ok(())
    }

    pub(crate) fn bell(&self) -> Bell {
        Bell(Arc::clone(&self.state))
    }

    /// Ends it, after a last backup where one is due: who opens the data for a moment at a time gets backups too.
    pub(crate) fn close(&self) {
        *lock(&self.state.closed) = true;
        self.state.wake.notify_all();
        if let Some(thread) = lock(&self.thread).take() {
            // It ends by panic only where SQLite does; the data itself is safe without it.
            let _ = thread.join();
        }
    }
}

impl State {
    fn run(&self, writer: &Door) {
        let mut closed = lock(&self.closed);
        loop {
            while !*closed && !self.changed.load(Ordering::Relaxed) {
                closed = self.wake.wait(closed).unwrap_or_else(PoisonError::into_inner);
            }
            closed = self.sleep(closed, self.until_due().max(SETTLE.min(self.every)));
            if *closed {
                if self.changed.load(Ordering::Relaxed) && self.until_due().is_zero() {
                    drop(closed);
                    self.back_up(writer);
                }
                return;
            }
            drop(closed);
            // Another process may have made one meanwhile.
            let made = !self.until_due().is_zero() || self.back_up(writer);
            closed = lock(&self.closed);
            if !made {
                closed = self.sleep(closed, AGAIN.min(self.every));
            }
        }
    }

    /// Returns after `span`, or once it is closed.
    fn sleep<'g>(&self, closed: MutexGuard<'g, bool>, span: Duration) -> MutexGuard<'g, bool> {
        self.wake.wait_timeout_while(closed, span, |closed| !*closed).unwrap_or_else(PoisonError::into_inner).0
    }

    fn folder(&self) -> PathBuf {
        self.path.with_file_name(backup::FOLDER)
    }

    /// How long until the newest backup, whoever made it, is old enough. One from the future counts as old: the clock was wrong.
    fn until_due(&self) -> Duration {
        let Some(newest) = backup::list(&self.folder()).into_iter().next() else { return Duration::ZERO };
        match Duration::try_from(Timestamp::now().duration_since(newest.made_at)) {
            Ok(age) => self.every.saturating_sub(age),
            Err(_) => Duration::ZERO,
        }
    }

    /// Whether it was made.
    fn back_up(&self, writer: &Door) -> bool {
        let _alone = lock(&self.replacing);
        // What changes from here on is in the next one, even where it gets into this one.
        self.changed.store(false, Ordering::Relaxed);
        // The bell rings as a commit begins: the one that has rung is waited for.
        writer.flush();
        match self.copy() {
            Ok(_) => true,
            Err(error) => {
                tracing::warn!(%error, "no backup could be made; it is tried again");
                self.changed.store(true, Ordering::Relaxed);
                false
            }
        }
    }

    fn copy(&self) -> Result<Backup, Error> {
        let folder = self.folder();
        files::make_folder(&folder).map_err(backup::io_error)?;
        let mut connection = connection::open(&self.path, Role::Reader)?;
        let backup = backup::make(&mut connection, &folder)?;
        backup::thin(&folder, &backup.info.path);
        Ok(backup)
    }
}
