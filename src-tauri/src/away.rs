//! The main window in the tray: out of sight at once, kept for a while, and then let go with its page and the page's process. Opened again
//! it is made anew, and its page comes back from what it has saved on the server.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tauri::{AppHandle, Manager};

use crate::app::Shell;
use crate::windows::{self, MAIN};

/// A window that is opened again within this time is the one that was hidden.
pub(crate) const GRACE: Duration = Duration::from_secs(60);
/// A page has saved what it had so long after it was told to.
const SAVE_TIME: Duration = Duration::from_secs(2);
/// Has the page save what is being typed, as before it goes; it may yet stay.
const SAVE: &str = "for (const type of ['pagehide', 'pageshow']) window.dispatchEvent(new Event(type))";
/// Whether the page can go. It says no while it holds something that is not on the server.
const CAN_GO: &str =
    "['beforeunload', 'docket:let-go'].every((type) => window.dispatchEvent(new Event(type, { cancelable: true })))";

/// What is known about the main window while nobody sees it.
#[derive(Debug, Default)]
pub(crate) struct Away {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Counts hidings and showings, so that what one hiding has begun ends with it.
    moves: u64,
    /// It is being closed, and its label is not free yet.
    is_leaving: bool,
    /// Asked for meanwhile: the path that the next one opens.
    wanted: Option<String>,
}

impl Away {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is hidden. Answers which hiding this is.
    pub(crate) fn hidden(&self) -> u64 {
        let mut state = self.state();
        state.moves += 1;
        state.moves
    }

    /// It is asked for at `path`. Answers whether it is just leaving: then the next one opens there, as soon as it can be made.
    pub(crate) fn wanted(&self, path: &str) -> bool {
        let mut state = self.state();
        state.moves += 1;
        if state.is_leaving {
            state.wanted = Some(path.to_owned());
        }
        state.is_leaving
    }

    fn is_still(&self, hiding: u64) -> bool {
        let state = self.state();
        state.moves == hiding && !state.is_leaving
    }

    fn leaving(&self) {
        self.state().is_leaving = true;
    }

    /// It is gone. Answers where the next one opens, if it is wanted already.
    fn gone(&self) -> Option<String> {
        let mut state = self.state();
        state.is_leaving = false;
        state.wanted.take()
    }
}

/// Lets the window go that is hidden for the `hiding`th time, unless it is shown before: after its grace, and when no answer runs, since a
/// page that goes breaks its answer off.
pub(crate) async fn let_go_later(app: AppHandle, hiding: u64) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    tokio::time::sleep(shell.grace()).await;
    while shell.away().is_still(hiding) {
        if shell.is_answering() {
            tracing::info!("the hidden window waits for an answer");
            shell.answered().await;
        }
        windows::on_main_thread(&app, move |app| save(app, hiding));
        tokio::time::sleep(SAVE_TIME).await;
        // One that has begun meanwhile is waited for like the first.
        if !shell.is_answering() {
            return windows::on_main_thread(&app, move |app| ask(app, hiding));
        }
    }
}

fn save(app: &AppHandle, hiding: u64) -> anyhow::Result<()> {
    match app.get_webview_window(MAIN) {
        Some(window) if app.state::<Shell>().away().is_still(hiding) => {
            window.eval(SAVE).context("having the hidden page save")
        }
        Some(_) | None => Ok(()),
    }
}

fn ask(app: &AppHandle, hiding: u64) -> anyhow::Result<()> {
    let shell = app.state::<Shell>();
    let Some(window) = app.get_webview_window(MAIN) else { return Ok(()) };
    if !shell.away().is_still(hiding) {
        return Ok(());
    }
    if shell.frame_origin().is_some() {
        // What is being written in OpenAI's element only that element knows.
        tracing::info!("the hidden window stays: OpenAI's element may hold a draft");
        return Ok(());
    }
    let app = app.clone();
    let asked = window.eval_with_callback(CAN_GO, move |answer| {
        let can_go = answer == "true";
        windows::on_main_thread(&app, move |app| if can_go { let_go(app, hiding) } else { stay() });
    });
    asked.context("asking the hidden page")
}

#[expect(clippy::unnecessary_wraps, reason = "the other of two ends of a question")]
fn stay() -> anyhow::Result<()> {
    tracing::info!("the hidden window stays: its page holds something that is not saved");
    Ok(())
}

fn let_go(app: &AppHandle, hiding: u64) -> anyhow::Result<()> {
    let shell = app.state::<Shell>();
    let Some(window) = app.get_webview_window(MAIN) else { return Ok(()) };
    if !shell.away().is_still(hiding) || window.is_visible()? {
        return Ok(());
    }
    if shell.is_answering() {
        tauri::async_runtime::spawn(let_go_later(app.clone(), hiding));
        return Ok(());
    }
    shell.away().leaving();
    if let Err(error) = window.destroy() {
        shell.away().gone();
        return Err(error).context("letting the hidden window go");
    }
    tracing::info!("the hidden window was let go");
    Ok(())
}

/// The window is gone; asked for while it went, the next one is made now.
pub(crate) fn on_destroyed(app: &AppHandle) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    if let Some(path) = shell.away().gone() {
        windows::on_main_thread(app, move |app| windows::open_main(app, &path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_hiding_began_ends_when_it_is_shown() {
        let away = Away::default();
        let first = away.hidden();
        assert!(away.is_still(first));
        assert!(!away.wanted("/"), "it is there");
        assert!(!away.is_still(first));
        let second = away.hidden();
        assert!(away.is_still(second) && !away.is_still(first));
    }

    #[test]
    fn asked_for_while_it_goes_the_next_one_opens_at_the_newest_place() {
        let away = Away::default();
        let hiding = away.hidden();
        away.leaving();
        assert!(!away.is_still(hiding), "it goes once");
        assert!(away.wanted("/") && away.wanted("/#settings"));
        assert_eq!(away.gone().as_deref(), Some("/#settings"));
        assert!(!away.wanted("/"), "its label is free");
        assert_eq!(away.gone(), None);
    }
}
