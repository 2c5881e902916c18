//! The global hot key of quick add: one key, one state that Settings can say in words.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// Why a key is not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoKey {
    /// It is no combination of keys, or one that would take a plain letter from every other program.
    Invalid,
    /// Another program has it.
    Taken,
    /// This desktop gives none, and why.
    Unavailable(String),
}

impl HotKey {
    /// Whether pressing it shows quick add.
    pub(crate) fn is_active(&self) -> bool {
        matches!(self, Self::Active(_))
    }

    fn of(key: &str, answer: Result<(), NoKey>) -> Self {
        match answer {
            Ok(()) => Self::Active(key.to_owned()),
            Err(NoKey::Invalid) => Self::Unavailable(format!("`{key}` is not a key combination")),
            Err(NoKey::Taken) => Self::Taken(key.to_owned()),
            Err(NoKey::Unavailable(why)) => Self::Unavailable(why),
        }
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

/// The hot key of this start.
pub(crate) struct Shortcut {
    state: Mutex<HotKey>,
    /// What gives keys on this desktop; without it, why there are none.
    keys: Result<platform::Keys, String>,
}

impl Shortcut {
    /// Asks the system for the hot key `key` (such as `Ctrl+Shift+Space`; `None` when it is switched off).
    ///
    /// A key that is not to be had is a state and no error: everything else works without it.
    pub(crate) fn register(app: &AppHandle, key: Option<&str>, environment: &Environment) -> Self {
        let keys = if environment.is_wayland {
            Err("Wayland gives none to programs".to_owned())
        } else {
            let app_of_key = app.clone();
            platform::Keys::connect(app, move |time| quick_add::show_soon(&app_of_key, time))
        };
        let shortcut = Self { state: Mutex::new(HotKey::Off), keys };
        if let Some(key) = key {
            let state = HotKey::of(key, shortcut.take(key));
            *shortcut.held() = state;
        }
        let state = shortcut.state();
        match &state {
            HotKey::Active(_) | HotKey::Off => tracing::info!("{state}"),
            HotKey::Taken(_) | HotKey::Unavailable(_) => tracing::warn!("{state}"),
        }
        shortcut
    }

    /// What became of it.
    pub(crate) fn state(&self) -> HotKey {
        self.held().clone()
    }

    /// Changes to `key`, or switches the hot key off. Where the new one is not to be had the old one stays.
    ///
    /// # Errors
    /// [`NoKey`].
    pub(crate) fn change(&self, key: Option<&str>) -> Result<(), NoKey> {
        let mut state = self.held();
        match key {
            Some(key) => {
                self.take(key)?;
                *state = HotKey::Active(key.to_owned());
            }
            None => {
                if let Ok(keys) = &self.keys {
                    keys.release();
                }
                *state = HotKey::Off;
            }
        }
        tracing::info!("{state}");
        Ok(())
    }

    fn take(&self, key: &str) -> Result<(), NoKey> {
        if !is_for_everywhere(key) {
            return Err(NoKey::Invalid);
        }
        match &self.keys {
            Ok(keys) => keys.take(key),
            Err(why) => Err(NoKey::Unavailable(why.clone())),
        }
    }

    fn held(&self) -> MutexGuard<'_, HotKey> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a key may be taken from all programs: one with a modifier other than shift, or a function key.
fn is_for_everywhere(key: &str) -> bool {
    let mut names: Vec<String> = key.split('+').map(|name| name.trim().to_ascii_lowercase()).collect();
    let Some(last) = names.pop() else { return false };
    let is_function = last.strip_prefix('f').is_some_and(|number| number.parse::<u8>().is_ok());
    is_function || names.iter().any(|name| name != "shift")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_letter_is_left_to_the_other_programs() {
        for key in ["Ctrl+Space", "Shift+Alt+q", "Super+1", "F12", "Shift+F1"] {
            assert!(is_for_everywhere(key), "{key}");
        }
        for key in ["a", "Shift+A", "Space", "", "Enter", "f", "fx"] {
            assert!(!is_for_everywhere(key), "{key}");
        }
    }
}
