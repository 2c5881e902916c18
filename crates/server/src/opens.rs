//! Where the shell sends a page: told to every page that listens, and kept for a window whose page does not listen yet.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// Those that a page which listens has not taken yet.
const WAITING: usize = 16;

/// From the shell to the page: go there.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Open {
    kind: &'static str,
    path: String,
    window: String,
    /// Grows with each; tells one that was kept and told from two.
    #[serde(skip)]
    number: u64,
}

/// All that was sent, and the last one for each window that no page of it has heard.
#[derive(Debug)]
pub(crate) struct Opens {
    told: broadcast::Sender<Open>,
    unheard: Mutex<Unheard>,
}

#[derive(Debug, Default)]
struct Unheard {
    last: u64,
    of_windows: HashMap<String, Open>,
}

impl Default for Opens {
    fn default() -> Self {
        Self { told: broadcast::Sender::new(WAITING), unheard: Mutex::default() }
    }
}

impl Opens {
    /// Sends `window` to `path`. One that is kept for it gives way: only the newest place to go is worth going to.
    pub(crate) fn send(&self, path: &str, window: &str) {
        let mut unheard = self.unheard();
        unheard.last += 1;
        let open = Open { kind: "open", path: path.to_owned(), window: window.to_owned(), number: unheard.last };
        unheard.of_windows.insert(window.to_owned(), open.clone());
        // Told while it is locked, so that all are told in their order. An error says only that nobody listens.
        let _ = self.told.send(open);
    }

    /// Listens for a page, from now on; one of `window` is first told what is kept for that.
    pub(crate) fn listen(self: &Arc<Self>, window: Option<String>) -> Listener {
        Listener { told: self.told.subscribe(), opens: Arc::clone(self), window, heard: 0 }
    }

    fn unheard(&self) -> MutexGuard<'_, Unheard> {
        self.unheard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page's ear.
#[derive(Debug)]
pub(crate) struct Listener {
    opens: Arc<Opens>,
    told: broadcast::Receiver<Open>,
    window: Option<String>,
    /// Number of the last one that was kept for this window and is told.
    heard: u64,
}

impl Listener {
    /// The next place to go; none once nothing can be sent any more. Nothing is lost where the wait is given up.
    pub(crate) async fn next(&mut self) -> Option<Open> {
        if let Some(open) = self.take_kept() {
            return Some(open);
        }
        loop {
            match self.told.recv().await {
                Ok(open) if self.is_told_already(&open) => {}
                Ok(open) => {
                    self.forget(&open);
                    return Some(open);
                }
                // Only the newest place to go is worth going to.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }

    fn take_kept(&mut self) -> Option<Open> {
        let open = self.opens.unheard().of_windows.remove(self.window.as_deref()?)?;
        self.heard = open.number;
        Some(open)
    }

    fn is_told_already(&self, open: &Open) -> bool {
        self.window.as_ref() == Some(&open.window) && open.number <= self.heard
    }

    /// A page of the window has heard it: nothing is left to keep, unless something newer is.
    fn forget(&self, open: &Open) {
        if self.window.as_ref() != Some(&open.window) {
            return;
        }
        let mut unheard = self.opens.unheard();
        if unheard.of_windows.get(&open.window).is_some_and(|kept| kept.number <= open.number) {
            unheard.of_windows.remove(&open.window);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn heard(listener: &mut Listener) -> Option<String> {
        listener.next().now_or_never().flatten().map(|open| open.path)
    }

    fn of_main(opens: &Arc<Opens>) -> Listener {
        opens.listen(Some("main".into()))
    }

    #[test]
    fn the_last_one_waits_for_a_page_of_its_window_and_is_told_once() {
        let opens = Arc::new(Opens::default());
        opens.send("/#task=1", "main");
        opens.send("/#settings", "main");
        assert_eq!(heard(&mut opens.listen(None)), None, "nobody's page");
        assert_eq!(heard(&mut opens.listen(Some("quick_add".into()))), None, "another window's page");
        assert_eq!(heard(&mut of_main(&opens)).as_deref(), Some("/#settings"));
        assert_eq!(heard(&mut of_main(&opens)), None, "heard");
    }

    #[test]
    fn one_that_is_sent_before_the_first_look_is_not_told_twice() {
        let opens = Arc::new(Opens::default());
        let mut page = of_main(&opens);
        opens.send("/#settings", "main");
        assert_eq!(heard(&mut page).as_deref(), Some("/#settings"));
        assert_eq!(heard(&mut page), None);
        opens.send("/#settings", "main");
        assert_eq!(heard(&mut page).as_deref(), Some("/#settings"), "asked for again");
    }

    #[test]
    fn every_page_that_listens_is_told_and_nothing_is_kept_then() {
        let opens = Arc::new(Opens::default());
        let (mut page, mut other) = (of_main(&opens), opens.listen(None));
        assert_eq!((heard(&mut page), heard(&mut other)), (None, None));
        opens.send("/#task=1", "main");
        assert_eq!(heard(&mut other).as_deref(), Some("/#task=1"));
        assert_eq!(heard(&mut page).as_deref(), Some("/#task=1"));
        assert_eq!(heard(&mut of_main(&opens)), None);
    }

    #[test]
    fn a_page_that_only_listens_for_its_changes_takes_nothing_away() {
        let opens = Arc::new(Opens::default());
        let mut other = opens.listen(None);
        opens.send("/#task=1", "main");
        assert_eq!(heard(&mut other).as_deref(), Some("/#task=1"));
        assert_eq!(heard(&mut of_main(&opens)).as_deref(), Some("/#task=1"));
    }
}
