//! The door to SQLite: a closure goes in, is run on a connection by a thread of its own, and the answer comes back. Whoever waits
//! for it never blocks the async runtime.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, unbounded};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::Error;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Jobs that came while a door was without connections. Dropped, they are refused.
pub(crate) struct Paused(Receiver<Job>);

/// One queue, and a thread for each connection behind it; a job wakes one of them. With one connection the jobs run one after the other, in order.
pub(crate) struct Door {
    name: String,
    queue: Mutex<Option<Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Door {
    /// A door to `connections`.
    ///
    /// # Errors
    /// Where a thread cannot be started.
    pub(crate) fn open(name: &str, connections: Vec<Connection>) -> std::io::Result<Self> {
        let (sender, receiver) = unbounded();
        let door = Self { name: name.to_owned(), queue: Mutex::new(Some(sender)), threads: Mutex::default() };
        door.work_off(&receiver, connections)?;
        Ok(door)
    }

    /// Blocks until all that is queued now is done. Meant for a door with one connection.
    pub(crate) fn flush(&self) {
        let (done, flushed) = unbounded();
        let sent = self.send(Box::new(move |_| {
            // Who waits is still there: this is what it waits for.
            let _ = done.send(());
        }));
        if sent.is_ok() {
            // An error: the door was closed meanwhile, and everything is done.
            let _ = flushed.recv();
        }
    }

    /// Does what is queued, then closes the connections; who comes now waits for [`Door::resume`].
    ///
    /// # Errors
    /// [`Error::Closed`] after [`Door::close`].
    pub(crate) fn pause(&self) -> Result<Paused, Error> {
        let (sender, receiver) = unbounded();
        let before = lock(&self.queue).as_mut().map(|queue| std::mem::replace(queue, sender));
        drop(before.ok_or(Error::Closed)?);
        self.join();
        Ok(Paused(receiver))
    }

    /// Goes on, with other connections.
    ///
    /// # Errors
    /// Where a thread cannot be started.
    pub(crate) fn resume(&self, paused: Paused, connections: Vec<Connection>) -> std::io::Result<()> {
        self.work_off(&paused.0, connections)
    }

    fn work_off(&self, receiver: &Receiver<Job>, connections: Vec<Connection>) -> std::io::Result<()> {
        for connection in connections {
            let receiver = receiver.clone();
            let builder = std::thread::Builder::new().name(self.name.clone());
            lock(&self.threads).push(builder.spawn(move || work(connection, &receiver))?);
        }
        Ok(())
    }

    /// Runs `job` and answers what it answers. When the caller goes away first, the job is done all the same.
    ///
    /// # Errors
    /// Those of the job; [`Error::Closed`] after [`Door::close`]; [`Error::Internal`] where the job panicked.
    pub(crate) async fn run<T, F>(&self, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.send(Box::new(move |connection| {
            // The caller may have gone away: then nobody wants the answer.
            let _ = answer.send(job(connection));
        }))?;
        answered.await.map_err(|_| Error::Internal)?
    }

    /// Does what is queued, then closes the connections.
    pub(crate) fn close(&self) {
        drop(lock(&self.queue).take());
        self.join();
    }

    fn join(&self) {
        let threads = std::mem::take(&mut *lock(&self.threads));
        for thread in threads {
            // A thread ends by panic only where closing a connection panics; there is nothing left to save then.
            let _ = thread.join();
        }
    }

    fn send(&self, job: Job) -> Result<(), Error> {
        lock(&self.queue).as_ref().ok_or(Error::Closed)?.send(job).map_err(|_| Error::Closed)
    }
}

fn work(mut connection: Connection, queue: &Receiver<Job>) {
    // Until the door is closed and everything is done.
    while let Ok(job) = queue.recv() {
        // Its transaction rolls back as it unwinds, so the connection is as good as before.
        if catch_unwind(AssertUnwindSafe(|| job(&mut connection))).is_err() {
            tracing::error!("a job of the store panicked");
        }
    }
}

/// The data behind a mutex is never left half changed, so a panic elsewhere does not spoil it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
