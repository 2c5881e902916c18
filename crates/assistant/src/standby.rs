//! What is known of a model that cannot be reached, so that nobody waits for it twice; and the word that ends the wait for a slow one.

use std::collections::HashSet;
use std::future::pending;
use std::sync::{Arc, Weak};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::providers::Upstream;
use crate::{BaseUrl, Connection, Reach};

/// So long a model that said nothing is not asked again: each time somebody would wait as long.
const REST: Duration = Duration::from_secs(30);
/// For an answer to the question whether anybody is there, while a message waits.
const KNOCK: Duration = Duration::from_secs(2);
/// How often a server on this computer is looked for: at first, and at most.
const LOOK_EVERY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// Silence of so many seconds is worth a sentence; it is told again after as many.
const SLOW_S: u64 = 30;

/// How a model fails to answer at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    /// Nobody is there.
    Unreachable,
    /// Somebody is there, and nothing comes.
    Silent,
    /// It answers with errors of its own.
    Failing,
}

/// How a connection does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Why the model did not answer last; `None` where it did, or was not asked.
    pub outage: Option<Outage>,
    /// Whole seconds for which an answer that runs has been waited for, where they are many.
    pub slow_s: Option<u64>,
}

/// What a person decides while an answer runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// The built-in assistant goes on: with this very message, where nothing was said yet.
    ForBuiltIn,
    /// The answer ends; what had arrived is kept.
    ForGood,
}

/// What is known of one user's model between messages. Cloning gives another handle to the same knowledge.
#[derive(Clone, Debug)]
pub struct Standby(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    known: watch::Sender<Known>,
    word: watch::Sender<Option<Leave>>,
}

#[derive(Debug, Default)]
struct Known {
    lost: Option<Lost>,
    slow_s: Option<u64>,
}

#[derive(Debug)]
struct Lost {
    /// Where it is; another model there does as well as this one.
    base: BaseUrl,
    outage: Outage,
    /// When it was asked last.
    asked: Instant,
    /// The threads in which it was said.
    told: HashSet<String>,
}

/// How to go about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The model is asked, as often as is usual.
    Ask,
    /// It failed last time and may be back: it is asked once.
    AskOnce,
    /// It is not there.
    StandIn(Outage),
}

impl Lost {
    fn is_of(&self, connection: &Connection) -> bool {
        connection.base().as_ref() == Some(&self.base)
    }
}

impl Default for Standby {
    fn default() -> Self {
        Self(Arc::new(Inner { known: watch::Sender::default(), word: watch::Sender::default() }))
    }
}

impl Standby {
    /// How `connection` does.
    #[must_use]
    pub fn standing(&self, connection: &Connection) -> Standing {
        let known = self.0.known.borrow();
        let lost = known.lost.as_ref().filter(|lost| lost.is_of(connection));
        Standing { outage: lost.map(|lost| lost.outage), slow_s: known.slow_s }
    }

    /// Tells of each change from now on.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes(self.0.known.subscribe())
    }

    /// Ends the wait of every answer that a model gives just now.
    pub fn leave(&self, leave: Leave) {
        self.0.word.send_replace(Some(leave));
    }

    pub(crate) fn leaving(&self) -> Leaving {
        Leaving(Some(self.0.word.subscribe()))
    }

    /// How to go about a message: one that cannot be reached is knocked at first, which is over soon.
    pub(crate) async fn way(&self, connection: &Connection) -> Way {
        let lost = {
            let known = self.0.known.borrow();
            known.lost.as_ref().filter(|lost| lost.is_of(connection)).map(|lost| (lost.outage, lost.asked))
        };
        match lost {
            None => Way::Ask,
            Some((Outage::Failing, _)) => Way::AskOnce,
            Some((Outage::Silent, asked)) => after_silence(asked.elapsed()),
            Some((Outage::Unreachable, _)) => {
                let is_back = match connection.base() {
                    Some(base) => is_there(base).await,
                    None => false,
                };
                if is_back { Way::AskOnce } else { Way::StandIn(Outage::Unreachable) }
            }
        }
    }

    /// The model did not answer. A server on this computer is looked for from now on; looking for another one would leave the computer
    /// without anybody having asked for it.
    pub(crate) fn lost(&self, connection: &Connection, outage: Outage) {
        let Some(base) = connection.base() else { return };
        let mut was_looked_for = false;
        self.0.known.send_modify(|known| {
            let before = known.lost.take().filter(|lost| lost.base == base);
            was_looked_for = before.as_ref().is_some_and(|lost| lost.outage == Outage::Unreachable);
            let told = before.map(|lost| lost.told).unwrap_or_default();
            known.lost = Some(Lost { base: base.clone(), outage, asked: Instant::now(), told });
        });
        if base.reach() == Reach::Loopback && outage == Outage::Unreachable && !was_looked_for {
            drop(tokio::spawn(look_for(Arc::downgrade(&self.0), base)));
        }
    }

    /// The model answered, with whatever.
    pub(crate) fn reached(&self, connection: &Connection) {
        self.0.known.send_if_modified(|known| known.lost.take_if(|lost| lost.is_of(connection)).is_some());
    }

    /// Whether `thread` is still to be told that the model does not answer; it is from now on.
    pub(crate) fn has_to_tell(&self, connection: &Connection, thread: &str) -> bool {
        let mut is_new = false;
        self.0.known.send_if_modified(|known| {
            let lost = known.lost.as_mut().filter(|lost| lost.is_of(connection));
            is_new = lost.is_none_or(|lost| lost.told.insert(thread.to_owned()));
            // Nobody looks at who was told.
            false
        });
        is_new
    }

    pub(crate) fn silence(&self) -> Silence {
        Silence { standby: self.clone(), told: false }
    }
}

/// Waits for changes of a [`Standby`].
#[derive(Debug)]
pub struct Changes(watch::Receiver<Known>);

impl Changes {
    /// Waits for the next change; never ends once there can be none.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            pending().await
        }
    }
}

/// Waits for the word to leave.
#[derive(Debug)]
pub(crate) struct Leaving(Option<watch::Receiver<Option<Leave>>>);

impl Leaving {
    /// Nobody says anything.
    pub(crate) const NEVER: Self = Self(None);

    /// The word, once it is said.
    pub(crate) async fn word(&mut self) -> Leave {
        let Some(word) = &mut self.0 else { return pending().await };
        loop {
            if word.changed().await.is_err() {
                return pending().await;
            }
            if let Some(leave) = *word.borrow_and_update() {
                return leave;
            }
        }
    }
}

/// The silence of one answer; it is over when this is dropped.
#[derive(Debug)]
pub(crate) struct Silence {
    standby: Standby,
    told: bool,
}

impl Silence {
    /// Nothing has come for so many seconds.
    pub(crate) fn lasts(&mut self, seconds: u64) {
        if seconds < SLOW_S {
            return;
        }
        self.told = true;
        self.standby.0.known.send_if_modified(|known| {
            let is_worth_it = known.slow_s.is_none_or(|before| seconds >= before + SLOW_S);
            if is_worth_it {
                known.slow_s = Some(seconds);
            }
            is_worth_it
        });
    }

    /// Something came.
    pub(crate) fn ends(&mut self) {
        if std::mem::take(&mut self.told) {
            self.standby.0.known.send_modify(|known| known.slow_s = None);
        }
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        self.ends();
    }
}

/// How to go about a model that said nothing, so long ago.
fn after_silence(ago: Duration) -> Way {
    if ago < REST { Way::StandIn(Outage::Silent) } else { Way::Ask }
}

/// Looks for a server until it is there, somebody else has found it, or nobody wants to know.
async fn look_for(standby: Weak<Inner>, base: BaseUrl) {
    let (mut wait, most) = LOOK_EVERY;
    let is_lost = |lost: &mut Lost| lost.base == base && lost.outage == Outage::Unreachable;
    loop {
        sleep(wait).await;
        wait = (wait * 2).min(most);
        let Some(inner) = standby.upgrade() else { return };
        let is_wanted = inner
            .known
            .borrow()
            .lost
            .as_ref()
            .is_some_and(|lost| lost.base == base && lost.outage == Outage::Unreachable);
        // Not kept while it looks: a server that ends does not wait for this.
        drop(inner);
        if !is_wanted {
            return;
        }
        if is_there(base.clone()).await {
            if let Some(inner) = standby.upgrade() {
                inner.known.send_if_modified(|known| known.lost.take_if(is_lost).is_some());
            }
            return;
        }
    }
}

/// Whether anybody answers there, with whatever. No key is shown.
async fn is_there(base: BaseUrl) -> bool {
    match Upstream::new(base) {
        Ok(upstream) => upstream.answers_within(KNOCK).await,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BaseUrl;

    fn somewhere(port: u16) -> Connection {
        let base = BaseUrl::parse(&format!("https://models.example:{port}/v1")).expect("an address");
        Connection::Compatible { base, model: "m".to_owned() }
    }

    #[tokio::test]
    async fn a_silent_model_is_left_alone_for_a_while_and_a_failing_one_is_asked_once() {
        let standby = Standby::default();
        let (one, other) = (somewhere(1), somewhere(2));
        assert_eq!(standby.way(&one).await, Way::Ask);

        standby.lost(&one, Outage::Silent);
        assert_eq!(standby.way(&one).await, Way::StandIn(Outage::Silent));
        assert_eq!(standby.way(&other).await, Way::Ask, "what is known of one says nothing of another");
        assert_eq!(after_silence(REST), Way::Ask, "not for ever");

        standby.lost(&one, Outage::Failing);
        assert_eq!(standby.way(&one).await, Way::AskOnce);
        standby.reached(&other);
        assert_eq!(standby.standing(&one).outage, Some(Outage::Failing));
        standby.reached(&one);
        assert_eq!(standby.standing(&one), Standing::default());
        assert_eq!(standby.way(&one).await, Way::Ask);
    }

    #[tokio::test]
    async fn each_thread_is_told_once_an_outage() {
        let standby = Standby::default();
        let one = somewhere(1);
        standby.lost(&one, Outage::Failing);
        assert!(standby.has_to_tell(&one, "a"));
        standby.lost(&one, Outage::Silent);
        assert!(!standby.has_to_tell(&one, "a"));
        assert!(standby.has_to_tell(&one, "b"));
        standby.reached(&one);
        standby.lost(&one, Outage::Failing);
        assert!(standby.has_to_tell(&one, "a"));
    }

    #[tokio::test]
    async fn a_long_silence_is_told_and_ends_with_the_answer() {
        let standby = Standby::default();
        let one = somewhere(1);
        let mut changes = standby.changes();
        let mut silence = standby.silence();
        silence.lasts(SLOW_S - 5);
        assert_eq!(standby.standing(&one).slow_s, None);
        silence.lasts(SLOW_S);
        changes.next().await;
        assert_eq!(standby.standing(&one).slow_s, Some(SLOW_S));
        drop(silence);
        changes.next().await;
        assert_eq!(standby.standing(&one).slow_s, None);
    }

    #[tokio::test]
    async fn a_word_is_heard_by_who_listens_when_it_is_said() {
        let standby = Standby::default();
        standby.leave(Leave::ForGood);
        let mut leaving = standby.leaving();
        standby.leave(Leave::ForBuiltIn);
        assert_eq!(leaving.word().await, Leave::ForBuiltIn);
    }
}
