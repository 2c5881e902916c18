//! The file, opened: one writer, a few readers, and what watches over them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use crate::aside::{self, SetAside};
use crate::backup::{self, Backup, io_error};
use crate::connection::{self, ConnectionReport, Role};
use crate::door::{Door, lock};
use crate::feed::Feed;
use crate::health::{Check, Health, Watch};
use crate::lock::DataLock;
use crate::migrations::{MIGRATIONS, Migration};
use crate::open::{self, DATA_FILE, OpenError, Opened};
use crate::schedule::Schedule;
use crate::{Error, Store, reminders};

/// Pages that read at the same time; each costs a thread and about 2 MiB of cache.
const READERS: usize = 3;

/// How to open a data directory.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    /// How long to wait for another process that is migrating or restoring; 5 s.
    pub patience: Duration,
    /// How often to look for changes by other processes while somebody listens; 2 s.
    pub look_every: Duration,
    /// How often to make a backup while something changes; an hour. `None`: only when asked to.
    pub back_up_every: Option<Duration>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(5),
            look_every: Duration::from_secs(2),
            back_up_every: Some(Duration::from_secs(3_600)),
        }
    }
}

/// The data of one data directory. Each user's part of it is a [`Store`]. Cloning gives another handle on the same data.
#[derive(Clone)]
pub struct Database {
    shared: Arc<Shared>,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("opened", &self.shared.opened).finish_non_exhaustive()
    }
}

/// What a database and its stores have in common; closed when the last of them is dropped.
pub(crate) struct Shared {
    pub(crate) writer: Arc<Door>,
    pub(crate) readers: Arc<Door>,
    pub(crate) feed: Arc<Feed>,
    pub(crate) health: Watch,
    pub(crate) patience: Duration,
    // Held by who needs the file to stay the one it is, or not to.
    pub(crate) replacing: Arc<Mutex<()>>,
    schedule: Option<Schedule>,
    check: Option<Check>,
    opened: Opened,
    connections: Vec<ConnectionReport>,
    folder: Option<PathBuf>,
    // Given back last, when all connections are closed.
    pub(crate) data_lock: Mutex<Option<DataLock>>,
}

impl Database {
    /// Opens the data in `folder`: makes the folder and an empty file where there is none, migrates an older file after a backup,
    /// and puts a damaged one aside ([`Database::opened`] says so). Blocks for some milliseconds, for up to `options.patience`
    /// while another process holds the data alone.
    ///
    /// # Errors
    /// See [`OpenError`]; the data is as it was then.
    pub fn open(folder: &Path, options: OpenOptions) -> Result<Self, OpenError> {
        Self::open_with(folder, options, MIGRATIONS)
    }

    pub(crate) fn open_with(folder: &Path, options: OpenOptions, migrations: &[Migration]) -> Result<Self, OpenError> {
        let path = folder.join(DATA_FILE);
        let (mut data_lock, mut opened) = open::prepare(folder, options.patience, migrations)?;
        let connections = match open_connections(&path) {
            Err(Error::Corrupt) => {
                // Damage that only the settings brought to light: look again, closer.
                open::mark_damaged(folder);
                drop(data_lock);
                (data_lock, opened) = open::prepare(folder, options.patience, migrations)?;
                open_connections(&path)?
            }
            connections => connections?,
        };
        let (mut writer, readers, listener) = connections;
        if opened.set_aside.as_ref().is_some_and(|aside| aside.restored_from.is_some()) {
            reminders::silence_past(&writer);
        }
        let health = Watch::new(Some(folder));
        let connections = std::iter::once(connection::report(&writer, Role::Writer))
            .chain(readers.iter().chain([&listener]).map(|reader| connection::report(reader, Role::Reader)))
            .collect::<Result<_, _>>()?;
        let check = Check::start(path.clone(), health.clone())?;
        let replacing = Arc::new(Mutex::new(()));
        let schedule = options.back_up_every.map(|every| Schedule::new(&path, every, Arc::clone(&replacing)));
        listen(&mut writer, schedule.as_ref());
        let writer = Arc::new(Door::open("docket-write", vec![writer]).map_err(io_error)?);
        if let Some(schedule) = &schedule {
            schedule.start(Arc::clone(&writer)).map_err(io_error)?;
        }
        Ok(Self {
            shared: Arc::new(Shared {
                patience: options.patience,
                replacing,
                schedule,
                writer,
                readers: Arc::new(Door::open("docket-read", readers).map_err(io_error)?),
                feed: Arc::new(Feed::start(Some(listener), options.look_every).map_err(io_error)?),
                health,
                check: Some(check),
                opened,
                connections,
                folder: Some(folder.to_owned()),
                data_lock: Mutex::new(Some(data_lock)),
            }),
        })
    }

    /// An empty database in memory, for tests: everything works but what needs a file.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn in_memory() -> Result<Self, OpenError> {
        let mut connection = connection::open_in_memory()?;
        crate::migrations::migrate(&mut connection, 0, MIGRATIONS)?;
        let connections = vec![connection::report(&connection, Role::Writer)?];
        // A database in memory belongs to one connection, so that the readers share it.
        let door = Arc::new(Door::open("docket-memory", vec![connection]).map_err(io_error)?);
        Ok(Self {
            shared: Arc::new(Shared {
                writer: Arc::clone(&door),
                readers: door,
                feed: Arc::new(Feed::start(None, Duration::MAX).map_err(io_error)?),
                health: Watch::new(None),
                patience: Duration::ZERO,
                replacing: Arc::default(),
                schedule: None,
                check: None,
                opened: Opened { created: true, ..Opened::default() },
                connections,
                folder: None,
                data_lock: Mutex::new(None),
            }),
        })
    }

    /// The part of `user`, and of nobody else.
    #[must_use]
    pub fn store(&self, user: &str) -> Store {
        Store::new(Arc::clone(&self.shared), user)
    }

    /// What all stores have in common.
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// What opening had to do, to be told to the person.
    #[must_use]
    pub fn opened(&self) -> &Opened {
        &self.shared.opened
    }

    /// What is known of the file's soundness, as it becomes known.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<Health> {
        self.shared.health.subscribe()
    }

    /// The settings of each connection as SQLite answered them: the writer first, then the readers.
    #[must_use]
    pub fn connections(&self) -> &[ConnectionReport] {
        &self.shared.connections
    }

    /// The damaged files that were put aside in the data directory, at this start or before, newest first.
    #[must_use]
    pub fn set_asides(&self) -> Vec<SetAside> {
        self.shared.folder().map(aside::all).unwrap_or_default()
    }

    /// Makes a backup in the data directory's `backups`, opened again and checked; writers go on meanwhile.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::Corrupt`] and the others of the disk. In memory there is nothing to back up: [`Error::Internal`].
    pub async fn back_up_now(&self) -> Result<Backup, Error> {
        let folder = self.shared.folder.as_ref().ok_or(Error::Internal)?.join(backup::FOLDER);
        self.shared.readers.run(move |connection| backup::make(connection, &folder)).await
    }

    /// Does what is queued, writes the log into the file and gives the data back to other processes; blocks meanwhile. Stores
    /// that are still about answer [`Error::Closed`] from now on.
    pub fn close(self) {
        self.shared.close();
    }
}

impl Shared {
    /// The data directory; none in memory.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Has every commit of `writer` ask for a backup, in its time.
    pub(crate) fn listen(&self, writer: &mut rusqlite::Connection) {
        listen(writer, self.schedule.as_ref());
    }

    /// Stops the check of the file at start, where it still runs.
    pub(crate) fn stop_check(&self) {
        if let Some(check) = &self.check {
            check.stop();
        }
    }

    fn close(&self) {
        self.stop_check();
        if let Some(schedule) = &self.schedule {
            schedule.close();
        }
        self.feed.close();
        self.readers.close();
        // The last connection to go takes the log with it.
        self.writer.close();
        drop(lock(&self.data_lock).take());
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.close();
    }
}

type Connections = (rusqlite::Connection, Vec<rusqlite::Connection>, rusqlite::Connection);

fn listen(writer: &mut rusqlite::Connection, schedule: Option<&Schedule>) {
    let Some(bell) = schedule.map(Schedule::bell) else { return };
    let rung = move || {
        bell.ring();
        // False: the commit goes on.
        false
    };
    if let Err(error) = writer.commit_hook(Some(rung)) {
        tracing::warn!(%error, "no backups will be made by themselves");
    }
}

pub(crate) fn open_connections(path: &Path) -> Result<Connections, Error> {
    let writer = connection::open(path, Role::Writer)?;
    let readers = (0..READERS).map(|_| connection::open(path, Role::Reader)).collect::<Result<_, _>>()?;
    let listener = connection::open(path, Role::Reader)?;
    Ok((writer, readers, listener))
}
