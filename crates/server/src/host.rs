//! The seam to a desktop: what only the program around the server can do.

use std::path::PathBuf;

use docket_store::ChangeSetId;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use tokio::sync::oneshot;

/// What a desktop can do for the page. `docket serve` has none; the routes then answer 501.
///
/// The calls come from the server's own threads; they should hand the work to the desktop's main thread and return.
pub trait Host: Send + Sync + 'static {
    /// What works on this desktop, for the page to show or hide its controls.
    fn can(&self) -> Can;

    /// Shows the quick-add window.
    ///
    /// # Errors
    /// [`HostError`] when the window cannot be shown.
    fn show_quick_add(&self) -> Result<(), HostError>;

    /// Hides the quick-add window.
    ///
    /// # Errors
    /// [`HostError`] when the window cannot be hidden.
    fn hide_quick_add(&self) -> Result<(), HostError>;

    /// The quick-add page has the focus and a caret: the window is alive.
    fn quick_add_shown(&self);

    /// Opens an address in the system's browser or mail program. `url` begins with `https://` or `mailto:`; the server has checked.
    ///
    /// # Errors
    /// [`HostError`] when nothing on the system opens it.
    fn open_link(&self, url: &str) -> Result<(), HostError>;

    /// Shows the main window and brings it to the front.
    ///
    /// # Errors
    /// [`HostError`] when the window cannot be shown.
    fn show_window(&self) -> Result<(), HostError>;

    /// Shows the main window at its chat, whose page then takes the question that waits.
    ///
    /// # Errors
    /// [`HostError`] when the window cannot be shown.
    fn show_chat(&self) -> Result<(), HostError>;

    /// Says what quick add has added, with a way to take it back, where its own window is gone by now.
    ///
    /// # Errors
    /// [`HostError`] when nothing on this desktop can say it.
    fn say_added(&self, added: Added) -> Result<(), HostError>;

    /// What is set on this desktop, and what of it works. Called on a thread that may wait.
    fn preferences(&self) -> Preferences;

    /// Changes what `patch` holds: all of it, or nothing. Called on a thread that may wait.
    ///
    /// # Errors
    /// [`ChangeError`].
    fn change_preferences(&self, patch: PreferencesPatch) -> Result<(), ChangeError>;

    /// Shows the folder of the data in the system's file manager. Called on a thread that may wait.
    ///
    /// # Errors
    /// [`HostError`] when there is no file manager.
    fn show_data(&self) -> Result<(), HostError>;

    /// Asks in the system's dialog where a file is to go; `name` is suggested.
    fn choose_target(&self, name: &str) -> Chosen;

    /// Asks in the system's dialog for a JSON file.
    fn choose_source(&self) -> Chosen;
}

/// What quick add has added.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Added {
    /// The task's title, or how many there are, in words.
    pub title: String,
    /// What was understood, in words.
    pub text: String,
    /// What takes it back, in the order in which it was done.
    pub change_sets: Vec<ChangeSetId>,
}

/// The file that the person chooses, `None` when they cancel; without an answer where there is no dialog.
pub type Chosen = oneshot::Receiver<Option<PathBuf>>;

/// What is set on a desktop, beside the settings of the list and the assistant, which are the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preferences {
    /// Closing the window leaves the app in the tray.
    pub close_to_tray: bool,
    /// The system starts the app, without a window, when the person logs in.
    pub start_at_login: bool,
    /// The key that shows quick add from anywhere.
    pub hotkey: HotKey,
    /// Quick add is made when it is asked for, which takes longer and costs no memory until then.
    pub quick_add_on_demand: bool,
    /// No reminder comes before this moment; those of the meantime come then.
    pub reminders_paused_until: Option<Timestamp>,
    /// Something on this desktop shows tray icons.
    pub tray: bool,
    /// Something on this desktop shows notifications.
    pub notifications: bool,
}

/// The key that shows quick add, and whether it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HotKey {
    /// Such as `Ctrl+Shift+Space`; none when it is switched off.
    pub accelerator: Option<String>,
    /// Whether it works.
    pub state: HotKeyState,
    /// What a desktop without global hot keys can bind to a key of its own.
    pub command: String,
}

/// Whether a hot key works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HotKeyState {
    /// It works.
    Registered,
    /// Another program has it.
    Taken,
    /// This desktop gives none to programs.
    Unavailable,
    /// Switched off.
    Off,
}

/// Changes of [`Preferences`]; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PreferencesPatch {
    /// See [`Preferences::close_to_tray`].
    pub close_to_tray: Option<bool>,
    /// See [`Preferences::start_at_login`].
    pub start_at_login: Option<bool>,
    /// Another hot key; `null`, or an empty text, switches it off.
    #[serde(default, deserialize_with = "given")]
    pub hotkey: Option<Option<String>>,
    /// See [`Preferences::quick_add_on_demand`].
    pub quick_add_on_demand: Option<bool>,
    /// Until when reminders wait; `null` ends the pause.
    #[serde(default, deserialize_with = "given")]
    pub reminders_paused_until: Option<Option<Timestamp>>,
}

/// Tells `null` from a field that is not there.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Why preferences stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The text names no combination of keys.
    #[error("not a combination of keys")]
    HotKeyInvalid,
    /// Another program has the key.
    #[error("the hot key belongs to another program")]
    HotKeyTaken,
    /// This desktop gives no hot key to programs.
    #[error("no hot key on this desktop")]
    HotKeyUnavailable,
    /// The system did not do it.
    #[error(transparent)]
    Failed(#[from] HostError),
}

/// What works on a desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Can {
    /// There is a quick-add window.
    pub quick_add: bool,
    /// Links open in the system's browser.
    pub open_link: bool,
    /// The hot key works.
    pub hot_key: bool,
}

/// Why a desktop could not do what it was asked for; logged, not shown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct HostError(pub String);
