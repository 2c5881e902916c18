//! Which threads are being answered right now.

use std::{
    collections::HashMap,
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;
use tokio_util::{
    sync::CancellationToken,
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};

use crate::RequestError;

/// How long a responder has to come to its end after its turn was cancelled, before it is dropped.
pub(crate) const GRACE: Duration = Duration::from_millis(500);

/// How long a message waits for the turn before it, so that "stop, then write on" works however late the server
/// notices the stop: the grace, twice for a responder that is dropped, and time to store.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// The turns that run, shared by all [`ChatKit`](crate::ChatKit)s of a server. Cloning gives another handle to the same turns.
///
/// A thread has at most one turn at a time. A second message waits up to two seconds and is then refused with
/// [`RequestError::TurnRunning`]: the client still has the draft, so nothing is lost, while a queue would answer a
/// question that was written before the answer to the one in front of it could be read.
#[derive(Debug, Clone, Default)]
pub struct Turns(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    running: Mutex<HashMap<String, Running>>,
    /// How many turns have ended, of any thread.
    ended: AtomicU64,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

#[derive(Debug, Clone, Default)]
struct Running {
    stop: CancellationToken,
    ended: CancellationToken,
}

impl Turns {
    /// No turn runs yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many turns run.
    #[must_use]
    pub fn running(&self) -> usize {
        self.lock().len()
    }

    /// Whether thread `thread_id` is being answered.
    #[must_use]
    pub fn is_running(&self, thread_id: &str) -> bool {
        self.lock().contains_key(thread_id)
    }

    /// Cancels the turn of a thread, if one runs, and waits until its text is stored.
    pub async fn stop(&self, thread_id: &str) {
        let Some(running) = self.lock().get(thread_id).cloned() else { return };
        running.stop.cancel();
        running.ended.cancelled().await;
    }

    /// Waits until thread `thread_id` is not being answered. Cancels nothing.
    pub async fn ended(&self, thread_id: &str) {
        let Some(running) = self.lock().get(thread_id).cloned() else { return };
        running.ended.cancelled().await;
    }

    /// Waits until no thread is being answered. Cancels nothing.
    pub async fn all_ended(&self) {
        loop {
            let Some(running) = self.lock().values().next().cloned() else { return };
            running.ended.cancelled().await;
        }
    }

    /// Cancels all turns, refuses new ones, and waits until the text of each is stored. For the end of a server.
    pub async fn shutdown(&self) {
        self.0.shutdown.cancel();
        for running in self.lock().values() {
            running.stop.cancel();
        }
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// How many turns have ended so far. As long as this stays the same, no turn has changed any thread.
    pub(crate) fn ended_count(&self) -> u64 {
        self.0.ended.load(Ordering::SeqCst)
    }

    /// Takes the thread for one turn.
    pub(crate) async fn claim(&self, thread_id: &str) -> Result<Claim, RequestError> {
        let until = Instant::now() + PATIENCE;
        loop {
            let before = match self.try_claim(thread_id)? {
                Ok(claim) => return Ok(claim),
                Err(before) => before,
            };
            if tokio::time::timeout_at(until, before.ended.cancelled()).await.is_err() {
                return Err(RequestError::TurnRunning(thread_id.to_owned()));
            }
        }
    }

    /// The claim, or the turn that is in its way.
    fn try_claim(&self, thread_id: &str) -> Result<Result<Claim, Running>, RequestError> {
        // Taken before the check, so that `shutdown` either is seen here or waits for this claim.
        let tracked = self.0.tasks.token();
        if self.0.shutdown.is_cancelled() {
            return Err(RequestError::ShuttingDown);
        }
        let mut threads = self.lock();
        if let Some(before) = threads.get(thread_id) {
            return Ok(Err(before.clone()));
        }
        let running = Running { stop: self.0.shutdown.child_token(), ended: CancellationToken::new() };
        threads.insert(thread_id.to_owned(), running.clone());
        Ok(Ok(Claim { turns: self.clone(), thread_id: thread_id.to_owned(), running, _tracked: tracked }))
    }

    /// Runs the task that holds a claim.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        drop(self.0.tasks.spawn(task));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        // One insert or remove under this lock: it cannot be left half changed.
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to answer a thread; given back when dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    turns: Turns,
    thread_id: String,
    running: Running,
    _tracked: TaskTrackerToken,
}

impl Claim {
    pub(crate) fn thread_id(&self) -> &str {
        &self.thread_id
    }

    pub(crate) fn stop(&self) -> &CancellationToken {
        &self.running.stop
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Counted first: whoever gets the thread next sees it.
        self.turns.0.ended.fetch_add(1, Ordering::SeqCst);
        self.turns.lock().remove(&self.thread_id);
        self.running.ended.cancel();
    }
}
