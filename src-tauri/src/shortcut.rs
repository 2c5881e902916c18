//! The global hot key of quick add: one key, one state that Settings can say in words.

use std::fmt;

use tauri::AppHandle;

#[cfg(target_os = "linux")]
#[path = "shortcut/x11.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "shortcut/plugin.rs"]
mod platform;

use crate::environment::Environment;
use crate::quick_add;

/// What became of the hot key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HotKey {
    /// It works.
    Active(String),
    /// Switched off in the preferences.
    Off,
    /// Another program has it.
    Taken(String),
    /// It cannot be had here, and why.
    Unavailable(String),
}

impl HotKey {
    /// Whether pressing it shows quick add.
    pub(crate) fn is_active(&self) -> bool {
        matches!(self, Self::Active(_))
    }
}

impl fmt::Display for HotKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Active(key) => write!(f, "`{key}` shows quick add"),
            Self::Off => f.write_str("the hot key is switched off"),
            Self::Taken(key) => write!(f, "`{key}` belongs to another program; quick add is in the tray"),
            Self::Unavailable(why) => {
                write!(f, "no hot key here: {why}; bind `docket-desktop --quick-add` to a key of the desktop")
            }
        }
    }
}

/// Asks the system for the hot key `key` (such as `Ctrl+Shift+Space`; `None` when it is switched off).
///
/// A key that is not to be had is a state and no error: everything else works without it.
pub(crate) fn register(app: &AppHandle, key: Option<&str>, environment: &Environment) -> HotKey {
    let state = match key {
        None => HotKey::Off,
        Some(_) if environment.is_wayland => HotKey::Unavailable("Wayland gives none to programs".to_owned()),
        Some(key) => {
            let app_of_key = app.clone();
            platform::grab(app, key, move |time| quick_add::show_soon(&app_of_key, time))
        }
    };
    match &state {
        HotKey::Active(_) | HotKey::Off => tracing::info!("{state}"),
        HotKey::Taken(_) | HotKey::Unavailable(_) => tracing::warn!("{state}"),
    }
    state
}
