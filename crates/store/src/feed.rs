//! The live feed: each user's readers are told of every committed change, whoever made it, in order and once.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use docket_tasks::ChangeSetId;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::Error;
use crate::door::lock;
use crate::mine::Mine;

/// More notes than these behind, a reader is told so by its receiver and reads everything again.
const CAPACITY: usize = 1024;
/// So many notes at least are kept in the file for other processes.
const KEPT: u64 = 1000;
/// Older ones are taken away once in so many commits: they lie on a page of their own, which would be written with each.
const TIDIED: u64 = 64;
/// More ids than these are not named one by one.
const MOST_IDS: usize = 500;

/// Word of a committed change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeNote {
    /// What changed.
    pub kind: NoteKind,
    /// Ids of the changed tasks, lists or threads, names of the changed labels. Empty where there are more than 500: read all again.
    pub ids: Vec<String>,
    /// The user's revision with this change in it. It goes up by one with each commit: a reader that sees it jump has missed one.
    pub revision: u64,
    /// The change set, where the change can be undone.
    pub change_set: Option<ChangeSetId>,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Tasks.
    Tasks,
    /// Lists.
    Lists,
    /// Labels.
    Labels,
    /// Settings other than the window's own state.
    Settings,
    /// Threads or their items.
    Threads,
}

/// All live readers of a database.
pub(crate) struct Feed {
    state: Arc<(Mutex<State>, Condvar)>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct State {
    hubs: HashMap<Arc<str>, Hub>,
    // None: in memory, where nobody else can write.
    connection: Option<Connection>,
    // Of the last look after which everybody had been told; None where there is something to look for.
    data_version: Option<i64>,
    closed: bool,
}

/// The readers of one user.
struct Hub {
    sender: broadcast::Sender<ChangeNote>,
    // The last revision that was told.
    told: u64,
}

impl Feed {
    /// A feed that asks through `connection` every `interval` whether another process has written, while somebody reads.
    ///
    /// # Errors
    /// Where the thread cannot be started.
    pub(crate) fn start(connection: Option<Connection>, interval: Duration) -> std::io::Result<Self> {
        let watches = connection.is_some();
        let state = State { hubs: HashMap::new(), connection, data_version: None, closed: false };
        let state = Arc::new((Mutex::new(state), Condvar::new()));
        let shared = Arc::clone(&state);
        let thread = if watches {
            let builder = std::thread::Builder::new().name("docket-feed".into());
            Some(builder.spawn(move || watch(&shared, interval))?)
        } else {
            None
        };
        Ok(Self { state, thread: Mutex::new(thread) })
    }

    /// All notes of `user` after `told`, a revision that was read just now; who listens already goes on from where they are.
    pub(crate) fn subscribe(&self, user: &Arc<str>, told: u64) -> broadcast::Receiver<ChangeNote> {
        let mut state = lock(&self.state.0);
        state.hubs.retain(|_, hub| hub.sender.receiver_count() > 0);
        if let Some(hub) = state.hubs.get(user) {
            return hub.sender.subscribe();
        }
        let (sender, receiver) = broadcast::channel(CAPACITY);
        state.hubs.insert(Arc::clone(user), Hub { sender, told });
        // What was committed since the revision was read is looked for at once.
        state.data_version = None;
        self.state.1.notify_all();
        receiver
    }

    /// Tells what has just been committed on `connection`. All `notes` have the same revision.
    pub(crate) fn tell(&self, user: &str, notes: Vec<ChangeNote>, connection: &Connection) {
        let Some(revision) = notes.first().map(|note| note.revision) else { return };
        let mut state = lock(&self.state.0);
        let Some(hub) = state.hubs.get_mut(user) else { return };
        match revision.checked_sub(hub.told) {
            None | Some(0) => {}
            Some(1) => hub.send(notes),
            // Another process wrote in between and was not noticed yet: its notes come first.
            Some(_) => {
                if let Err(error) = hub.catch_up(&Mine::new(connection, user)) {
                    // Told with the next look: `told` stays.
                    state.data_version = None;
                    tracing::warn!(%error, "cannot read what others changed");
                }
            }
        }
    }

    /// Gives its connection up, before the file is replaced.
    pub(crate) fn let_go(&self) {
        lock(&self.state.0).connection = None;
    }

    /// Goes on with another connection.
    pub(crate) fn go_on(&self, connection: Connection) {
        let mut state = lock(&self.state.0);
        state.connection = Some(connection);
        // Another connection counts from another number.
        state.data_version = None;
    }

    /// Ends the watching.
    pub(crate) fn close(&self) {
        lock(&self.state.0).closed = true;
        self.state.1.notify_all();
        if let Some(thread) = lock(&self.thread).take() {
            // It ends by panic only where SQLite does; nothing is left to save then.
            let _ = thread.join();
        }
        let mut state = lock(&self.state.0);
        state.connection = None;
        state.hubs.clear();
    }
}

impl Hub {
    fn send(&mut self, notes: Vec<ChangeNote>) {
        for note in notes {
            self.told = note.revision;
            // Nobody may be listening any more.
            let _ = self.sender.send(note);
        }
    }

    fn catch_up(&mut self, mine: &Mine<'_>) -> Result<(), Error> {
        self.send(notes_after(mine, self.told)?);
        Ok(())
    }
}

impl State {
    fn look(&mut self) -> Result<(), Error> {
        let Some(connection) = &self.connection else { return Ok(()) };
        let data_version: i64 = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if self.data_version == Some(data_version) {
            return Ok(());
        }
        for (user, hub) in &mut self.hubs {
            hub.catch_up(&Mine::new(connection, user))?;
        }
        // Only now: what could not be told is told by the next look.
        self.data_version = Some(data_version);
        Ok(())
    }
}

fn watch((state, wake): &(Mutex<State>, Condvar), interval: Duration) {
    let mut held = lock(state);
    loop {
        held.hubs.retain(|_, hub| hub.sender.receiver_count() > 0);
        held = if held.hubs.is_empty() && !held.closed {
            wake.wait(held).unwrap_or_else(PoisonError::into_inner)
        } else if held.closed {
            return;
        } else {
            wake.wait_timeout(held, interval).unwrap_or_else(PoisonError::into_inner).0
        };
        if let Err(error) = held.look() {
            tracing::warn!(%error, "cannot look for changes by others");
        }
    }
}

/// The user's revision: that of the last note.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn last_revision(mine: &Mine<'_>) -> Result<u64, Error> {
    let found =
        mine.row("SELECT max(revision) FROM notes WHERE user = :user", &[], |row| Ok(row.get::<_, Option<u64>>(0)?))?;
    Ok(found.flatten().unwrap_or(0))
}

/// Writes a note for other processes, and takes old ones away now and then.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn keep(mine: &Mine<'_>, note: &mut ChangeNote) -> Result<(), Error> {
    if note.ids.len() > MOST_IDS {
        note.ids.clear();
    }
    let kind = note.kind.name();
    let ids = serde_json::to_string(&note.ids)?;
    let change_set = note.change_set.map(|id| *id.as_uuid());
    mine.execute(
        "INSERT INTO notes (user, revision, kind, ids, change_set) VALUES (:user, :revision, :kind, :ids, :change_set)",
        &[(":revision", &note.revision), (":kind", &kind), (":ids", &ids), (":change_set", &change_set)],
    )?;
    if note.revision.is_multiple_of(TIDIED) {
        let oldest = note.revision.saturating_sub(KEPT);
        mine.execute("DELETE FROM notes WHERE user = :user AND revision <= :oldest", &[(":oldest", &oldest)])?;
    }
    Ok(())
}

fn notes_after(mine: &Mine<'_>, revision: u64) -> Result<Vec<ChangeNote>, Error> {
    mine.rows(
        "SELECT kind, ids, revision, change_set FROM notes WHERE user = :user AND revision > :revision ORDER BY revision, kind",
        &[(":revision", &revision)],
        |row| {
            Ok(ChangeNote {
                kind: NoteKind::from_name(&row.get::<_, String>(0)?)?,
                ids: serde_json::from_str(&row.get::<_, String>(1)?)?,
                revision: row.get(2)?,
                change_set: row.get::<_, Option<uuid::Uuid>>(3)?.map(ChangeSetId::from),
            })
        },
    )
}

impl NoteKind {
    fn name(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Lists => "lists",
            Self::Labels => "labels",
            Self::Settings => "settings",
            Self::Threads => "threads",
        }
    }

    fn from_name(name: &str) -> Result<Self, Error> {
        [Self::Tasks, Self::Lists, Self::Labels, Self::Settings, Self::Threads]
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or(Error::Internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: &str = "CREATE TABLE notes (user TEXT, revision INTEGER, kind TEXT, ids TEXT, change_set BLOB)";

    #[test]
    fn what_could_not_be_read_is_told_by_the_next_look() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.sqlite3");
        crate::files::open_private(&path).unwrap();
        let writer = crate::connection::open_plain(&path).unwrap();
        writer.execute_batch(SHAPE).unwrap();
        let listener = crate::connection::open_plain(&path).unwrap();
        // No thread of its own: every look is made here.
        let feed = Feed::start(None, Duration::MAX).unwrap();
        lock(&feed.state.0).connection = Some(listener);
        let mut notes = feed.subscribe(&Arc::from("local"), 0);
        writer.execute_batch("INSERT INTO notes VALUES ('local', 1, 'tasks', 'not JSON', NULL)").unwrap();

        let mut state = lock(&feed.state.0);
        assert!(state.look().is_err());
        // Nothing is written in between but by the look's own connection, which is no reason to look again.
        let mend = "UPDATE notes SET ids = '[]'";
        state.connection.as_ref().unwrap().execute_batch(mend).unwrap();
        state.look().unwrap();
        drop(state);

        assert_eq!(notes.try_recv().unwrap().revision, 1);
    }
}
