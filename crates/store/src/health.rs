//! Whether the file is sound: checked in the background at start, and told to whoever asks.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rusqlite::InterruptHandle;
use tokio::sync::watch;

use crate::Error;
use crate::connection::{self, Role};
use crate::door::lock;
use crate::open::{self, Depth};

/// What is known of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// The check at start is still running.
    Checking,
    /// The check found nothing.
    Good,
    /// The check, or a statement, met damage: nothing is written any more, and the next start puts the file aside.
    Damaged,
}

/// Keeps what is known of the file.
#[derive(Clone)]
pub(crate) struct Watch {
    sender: Arc<watch::Sender<Health>>,
    // None: in memory.
    folder: Option<Arc<Path>>,
}

impl Watch {
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        let health = if folder.is_some() { Health::Checking } else { Health::Good };
        Self { sender: Arc::new(watch::Sender::new(health)), folder: folder.map(Arc::from) }
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<Health> {
        self.sender.subscribe()
    }

    /// Refuses where damage is known.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub(crate) fn check(&self) -> Result<(), Error> {
        match *self.sender.borrow() {
            Health::Checking | Health::Good => Ok(()),
            Health::Damaged => Err(Error::Corrupt),
        }
    }

    /// Takes note of `answer` where it says that the file is damaged.
    pub(crate) fn heed<T>(&self, answer: Result<T, Error>) -> Result<T, Error> {
        if let Err(Error::Corrupt) = answer {
            self.damaged();
        }
        answer
    }

    fn damaged(&self) {
        if self.sender.send_replace(Health::Damaged) != Health::Damaged
            && let Some(folder) = &self.folder
        {
            tracing::error!("the data file is damaged; it is put aside at the next start");
            open::mark_damaged(folder);
        }
    }

    /// Another file has taken the place of the one that was watched, and was checked whole.
    pub(crate) fn replaced(&self) {
        self.sender.send_replace(Health::Good);
    }

    fn good(&self) {
        self.sender.send_if_modified(|health| {
            let checking = *health == Health::Checking;
            if checking {
                *health = Health::Good;
            }
            checking
        });
    }
}

/// SQLite's quick check on a thread and a connection of its own.
pub(crate) struct Check {
    thread: Mutex<Option<JoinHandle<()>>>,
    interrupt: InterruptHandle,
}

impl Check {
    /// Starts it.
    ///
    /// # Errors
    /// Where the connection or the thread cannot be had.
    pub(crate) fn start(path: PathBuf, watch: Watch) -> Result<Self, Error> {
        let connection = connection::open(&path, Role::Reader)?;
        let interrupt = connection.get_interrupt_handle();
        let thread = std::thread::Builder::new()
            .name("docket-check".into())
            .spawn(move || match open::check(&connection, Depth::Quick) {
                Ok(None) => watch.good(),
                Ok(Some(reason)) => {
                    tracing::error!(reason, "the check at start found damage");
                    watch.damaged();
                }
                // Stopped because the database closes: the next start checks again.
                Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => {}
                Err(error) => {
                    let _ = watch.heed::<()>(Err(error.into()));
                }
            })
            .map_err(crate::backup::io_error)?;
        Ok(Self { thread: Mutex::new(Some(thread)), interrupt })
    }

    /// Stops it where it still runs, and waits for its end.
    pub(crate) fn stop(&self) {
        if let Some(thread) = lock(&self.thread).take() {
            if !thread.is_finished() {
                self.interrupt.interrupt();
            }
            // It ends by panic only where SQLite does; nothing is left to save then.
            let _ = thread.join();
        }
    }
}
