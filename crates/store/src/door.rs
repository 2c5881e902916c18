//! The door to SQLite: a closure goes in, is run on a connection by a thread of its own, and the answer comes back. Whoever waits
//! for it never blocks the async runtime.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::Error;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// One queue, and a thread for each connection behind it. With one connection the jobs run one after the other, in order.
pub(crate) struct Door {
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Door {
    /// A door to `connections`.
    ///
    /// # Errors
    /// Where a thread cannot be started.
    pub(crate) fn open(name: &str, connections: Vec<Connection>) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        let door = Self { queue: Mutex::new(Some(sender)), threads: Mutex::default() };
        for connection in connections {
            let receiver = Arc::clone(&receiver);
            let thread =
                std::thread::Builder::new().name(name.to_owned()).spawn(move || work(connection, &receiver))?;
            lock(&door.threads).push(thread);
        }
        Ok(door)
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

fn work(mut connection: Connection, queue: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let next = lock(queue).recv();
        let Ok(job) = next else { break };
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
