//! The quick-add window: made hidden a moment after the main page stands, shown on the hot key, hidden on Esc, Enter or a click elsewhere.
//!
//! The page posts `/api/desktop/quick-add/shown` when it has the focus. Where that does not come, its process is stuck or gone and
//! the window is made anew: a hot key that shows an empty frame would be worse than none.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager};

use crate::app::Shell;
use crate::surface::{self, QUICK_ADD_SIZE};
use crate::windows;

/// Label of the quick-add window.
pub(crate) const QUICK_ADD: &str = "quick-add";
/// Its page.
pub(crate) const PATH: &str = "/quick-add.html";

/// A page that stands says that it is shown within this time.
const ALIVE_LIMIT: Duration = Duration::from_millis(500);
/// A page that is still starting gets this long.
const START_LIMIT: Duration = Duration::from_secs(5);
/// A page whose document is loaded has started (script read, session made) after this time.
const START_TIME: Duration = Duration::from_secs(3);
/// A focus that comes back within this time was not lost: pressing a grabbed key takes it away for a moment.
const BLUR_PAUSE: Duration = Duration::from_millis(120);

/// A page has saved its draft so long after it was hidden.
const DRAFT_TIME: Duration = Duration::from_secs(2);

/// What is known about the page in the window.
#[derive(Debug, Default)]
pub(crate) struct QuickAdd {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Counts the times it was shown, so that a late watchdog does not bite the next.
    shown: u64,
    is_alive: bool,
    loaded_at: Option<Instant>,
    /// The page that is loaded was alive once.
    has_lived: bool,
    /// To be shown as soon as the page stands.
    is_wanted: bool,
    /// The window was made anew since the page was last alive.
    is_second_try: bool,
    asked_at: Option<Instant>,
}

/// What the watchdog finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    Fine,
    Rebuild,
    GiveUp,
}

impl QuickAdd {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is being shown. Answers which time this is, and within what time the page must say so.
    fn begin(&self, now: Instant) -> (u64, Duration) {
        let mut state = self.state();
        state.shown += 1;
        state.is_alive = false;
        state.is_wanted = false;
        state.asked_at.get_or_insert(now);
        let stands =
            state.has_lived || state.loaded_at.is_some_and(|at| now.saturating_duration_since(at) > START_TIME);
        (state.shown, if stands { ALIVE_LIMIT } else { START_LIMIT })
    }

    /// The page says that it has the focus.
    pub(crate) fn is_alive(&self, now: Instant) {
        let mut state = self.state();
        state.is_alive = true;
        state.has_lived = true;
        state.is_second_try = false;
        if let Some(asked_at) = state.asked_at.take() {
            let ready_ms = now.saturating_duration_since(asked_at).as_millis();
            tracing::debug!(ready_ms, "quick add is shown and has the focus");
        }
    }

    fn look(&self, shown: u64) -> Finding {
        let mut state = self.state();
        match (state.is_alive || state.shown != shown, state.is_second_try) {
            (true, _) => Finding::Fine,
            (false, true) => Finding::GiveUp,
            (false, false) => {
                state.is_second_try = true;
                state.is_wanted = true;
                Finding::Rebuild
            }
        }
    }

    fn hidden(&self) {
        let mut state = self.state();
        state.shown += 1;
        state.is_wanted = false;
        state.asked_at = None;
    }

    /// A document begins to load.
    fn loading(&self) {
        let mut state = self.state();
        state.loaded_at = None;
        state.has_lived = false;
    }

    /// The document is loaded. Answers whether it is to be shown now.
    fn loaded(&self, now: Instant) -> bool {
        let mut state = self.state();
        state.loaded_at = Some(now);
        state.is_wanted
    }

    fn want(&self, now: Instant) {
        let mut state = self.state();
        state.is_wanted = true;
        state.asked_at.get_or_insert(now);
    }

    /// Which showing this is; another number later means that it was hidden or shown again meanwhile.
    fn showing(&self) -> u64 {
        self.state().shown
    }

    fn is_wanted(&self) -> bool {
        self.state().is_wanted
    }
}

/// Shows quick add; callable from every thread. `time`: the X time stamp of the key press, 0 where there is none.
pub(crate) fn show_soon(app: &AppHandle, time: u32) {
    let asked_at = Instant::now();
    windows::on_main_thread(app, move |app| show(app, time, asked_at));
}

/// Hides quick add; callable from every thread.
pub(crate) fn hide_soon(app: &AppHandle) {
    windows::on_main_thread(app, hide);
}

/// Has the window there, or not, as the preferences say; callable from every thread.
pub(crate) fn follow_preferences(app: &AppHandle) {
    windows::on_main_thread(app, |app| {
        if app.state::<Shell>().preferences().quick_add_on_demand() { let_go(app) } else { prepare(app) }
    });
}

/// Closes the window where nobody looks at it. The page has saved its draft by then.
fn let_go(app: &AppHandle) -> anyhow::Result<()> {
    match app.get_webview_window(QUICK_ADD) {
        Some(window) if !window.is_visible()? => window.destroy().context("closing quick add"),
        Some(_) | None => Ok(()),
    }
}

/// Makes the window, hidden, where there is none. Main thread only.
///
/// # Errors
/// When the window cannot be made.
pub(crate) fn prepare(app: &AppHandle) -> anyhow::Result<()> {
    if app.get_webview_window(QUICK_ADD).is_some() {
        return Ok(());
    }
    let (width, height) = QUICK_ADD_SIZE;
    let window = windows::page(app, QUICK_ADD, PATH)?
        .title("Docket quick add")
        .inner_size(width, height)
        // Not `focused(false)`: on Linux such a window refuses the focus until it has been drawn, the first time it is shown too.
        .visible(false)
        .resizable(false)
        .decorations(false)
        .shadow(false)
        .transparent(surface::has_transparency(app))
        .always_on_top(true)
        .skip_taskbar(true)
        .visible_on_all_workspaces(true)
        .on_page_load(|window, load| {
            let app = window.app_handle();
            let shell = app.state::<Shell>();
            match load.event() {
                PageLoadEvent::Started => shell.quick_add().loading(),
                PageLoadEvent::Finished => {
                    if shell.quick_add().loaded(Instant::now()) {
                        show_soon(app, 0);
                    }
                }
            }
        })
        .build()
        .context("making the quick-add window")?;
    surface::make_prompt(&window)?;
    windows::renew_when_web_process_ends(&window)?;
    Ok(())
}

fn show(app: &AppHandle, time: u32, asked_at: Instant) -> anyhow::Result<()> {
    let shell = app.state::<Shell>();
    let Some(window) = app.get_webview_window(QUICK_ADD) else {
        // Asked for before it was made: it comes when its page stands.
        shell.quick_add().want(asked_at);
        return prepare(app);
    };
    if window.is_visible()? && window.is_focused()? {
        return Ok(());
    }
    surface::place_under_pointer(&window)?;
    // Before it is on the screen: the page may say that it is alive at once.
    let (shown, limit) = shell.quick_add().begin(asked_at);
    surface::show(&window, time).context("showing quick add")?;
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(limit).await;
        windows::on_main_thread(&app, move |app| watch(app, shown));
    });
    Ok(())
}

fn hide(app: &AppHandle) -> anyhow::Result<()> {
    let shell = app.state::<Shell>();
    shell.quick_add().hidden();
    let Some(window) = app.get_webview_window(QUICK_ADD) else { return Ok(()) };
    surface::hide(&window).context("hiding quick add")?;
    if shell.preferences().quick_add_on_demand() {
        let (app, showing) = (app.clone(), shell.quick_add().showing());
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(DRAFT_TIME).await;
            windows::on_main_thread(&app, move |app| {
                // Shown again meanwhile, it stays.
                if app.state::<Shell>().quick_add().showing() == showing { let_go(app) } else { Ok(()) }
            });
        });
    }
    Ok(())
}

/// The page had its time: is it alive?
fn watch(app: &AppHandle, shown: u64) -> anyhow::Result<()> {
    let Some(window) = app.get_webview_window(QUICK_ADD) else { return Ok(()) };
    match app.state::<Shell>().quick_add().look(shown) {
        Finding::Fine => Ok(()),
        Finding::Rebuild => {
            tracing::warn!("quick add did not answer and is made anew");
            // The next one can be made when this one's label is free: see `on_destroyed`.
            window.destroy().context("closing the stuck quick-add window")
        }
        Finding::GiveUp => {
            tracing::error!("quick add does not answer");
            Ok(())
        }
    }
}

/// The window is gone; when it was to be made anew, this is the moment.
pub(crate) fn on_destroyed(app: &AppHandle) {
    if app.try_state::<Shell>().is_some_and(|shell| shell.quick_add().is_wanted()) {
        windows::on_main_thread(app, prepare);
    }
}

/// A click elsewhere hides it and the page keeps the draft.
pub(crate) fn on_focus(app: &AppHandle, is_focused: bool) {
    if is_focused {
        return;
    }
    let Some(shell) = app.try_state::<Shell>() else { return };
    let (app, showing) = (app.clone(), shell.quick_add().showing());
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(BLUR_PAUSE).await;
        windows::on_main_thread(&app, move |app| hide_when_left(app, showing));
    });
}

fn hide_when_left(app: &AppHandle, showing: u64) -> anyhow::Result<()> {
    let Some(window) = app.get_webview_window(QUICK_ADD) else { return Ok(()) };
    // Shown again meanwhile, it may not have the focus yet.
    let is_another = app.state::<Shell>().quick_add().showing() != showing;
    if is_another || !window.is_visible()? || window.is_focused()? {
        return Ok(());
    }
    if surface::is_menu_open() {
        // Its own context menu has the keyboard; look again when that may be over.
        on_focus(app, false);
        return Ok(());
    }
    hide(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: Duration = Duration::from_secs(60);

    #[test]
    fn a_page_that_answers_is_left_alone() {
        let quick_add = QuickAdd::default();
        let now = Instant::now();
        quick_add.loaded(now);
        let (shown, _) = quick_add.begin(now);
        quick_add.is_alive(now);
        assert_eq!(quick_add.look(shown), Finding::Fine);
    }

    #[test]
    fn a_stuck_page_is_made_anew_once_and_then_shown() {
        let quick_add = QuickAdd::default();
        let now = Instant::now();
        quick_add.loaded(now);
        let (first, _) = quick_add.begin(now);
        assert_eq!(quick_add.look(first), Finding::Rebuild);
        assert!(quick_add.is_wanted(), "to be shown when its new page stands");
        quick_add.loading();
        assert!(quick_add.loaded(now));
        let (second, _) = quick_add.begin(now);
        assert_eq!(quick_add.look(second), Finding::GiveUp, "a second time would be a loop");
        quick_add.is_alive(now);
        let (third, _) = quick_add.begin(now);
        assert_eq!(quick_add.look(third), Finding::Rebuild, "a page that lived may get stuck again");
    }

    #[test]
    fn a_page_that_still_starts_gets_more_time() {
        let quick_add = QuickAdd::default();
        let now = Instant::now();
        assert_eq!(quick_add.begin(now).1, START_LIMIT, "nothing is loaded");
        quick_add.loaded(now);
        assert_eq!(quick_add.begin(now).1, START_LIMIT, "loaded a moment ago");
        assert_eq!(quick_add.begin(now + LATER).1, ALIVE_LIMIT, "loaded long ago");
        quick_add.is_alive(now);
        assert_eq!(quick_add.begin(now).1, ALIVE_LIMIT, "it has answered before");
        quick_add.loading();
        assert_eq!(quick_add.begin(now + LATER).1, START_LIMIT, "another document");
    }

    #[test]
    fn hiding_calls_the_watchdog_off() {
        let quick_add = QuickAdd::default();
        let (shown, _) = quick_add.begin(Instant::now());
        quick_add.hidden();
        assert_eq!(quick_add.look(shown), Finding::Fine);
        assert!(!quick_add.is_wanted());
    }

    #[test]
    fn asked_for_before_its_page_stands_it_is_shown_then() {
        let quick_add = QuickAdd::default();
        quick_add.want(Instant::now());
        quick_add.loading();
        assert!(quick_add.loaded(Instant::now()));
    }
}
