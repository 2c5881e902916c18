//! macOS and Windows: tauri-plugin-global-shortcut.

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use tauri::AppHandle;
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, Shortcut, ShortcutState};

use super::NoKey;

/// The system's hot keys.
pub(super) struct Keys {
    app: AppHandle,
    pressed: Arc<dyn Fn(u32) + Send + Sync>,
    held: Mutex<Option<Shortcut>>,
}

impl Keys {
    /// Adds the plugin here and not at start, so that a system that refuses it costs the hot key only. `pressed` gets the time stamp
    /// of each press, 0 where the system gives none.
    pub(super) fn connect(app: &AppHandle, pressed: impl Fn(u32) + Send + Sync + 'static) -> Result<Self, String> {
        app.plugin(Builder::new().build()).map_err(|error| error.to_string())?;
        Ok(Self { app: app.clone(), pressed: Arc::new(pressed), held: Mutex::default() })
    }

    /// Takes `key`, and gives back the one before. Where it is not to be had that one stays.
    pub(super) fn take(&self, key: &str) -> Result<(), NoKey> {
        let wanted = Shortcut::from_str(key).map_err(|_| NoKey::Invalid)?;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if *held == Some(wanted) {
            return Ok(());
        }
        let pressed = Arc::clone(&self.pressed);
        let registered = self.app.global_shortcut().on_shortcut(wanted, move |_app, _shortcut, event| {
            if event.state == ShortcutState::Pressed {
                pressed(0);
            }
        });
        registered.map_err(|error| {
            let why = error.to_string();
            if why.contains("already registered") { NoKey::Taken } else { NoKey::Unavailable(why) }
        })?;
        if let Some(before) = held.replace(wanted) {
            self.give_back(before);
        }
        Ok(())
    }

    /// Gives the key back.
    pub(super) fn release(&self) {
        if let Some(held) = self.held.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.give_back(held);
        }
    }

    fn give_back(&self, shortcut: Shortcut) {
        if let Err(error) = self.app.global_shortcut().unregister(shortcut) {
            tracing::warn!(%error, "the hot key could not be given back");
        }
    }
}
