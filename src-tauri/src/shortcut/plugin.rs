//! macOS and Windows: tauri-plugin-global-shortcut.

use tauri::AppHandle;
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, ShortcutState};

use super::HotKey;

/// Registers `key`; `pressed` gets the time stamp of the event, 0 where the system gives none.
pub(super) fn grab(app: &AppHandle, key: &str, pressed: impl Fn(u32) + Send + Sync + 'static) -> HotKey {
    // Added here and not at start, so that a system that refuses the plugin costs the hot key only.
    if let Err(error) = app.plugin(Builder::new().build()) {
        return HotKey::Unavailable(error.to_string());
    }
    let registered = app.global_shortcut().on_shortcut(key, move |_app, _shortcut, event| {
        if event.state == ShortcutState::Pressed {
            pressed(0);
        }
    });
    match registered {
        Ok(()) => HotKey::Active(key.to_owned()),
        Err(error) if error.to_string().contains("already registered") => HotKey::Taken(key.to_owned()),
        Err(error) => HotKey::Unavailable(error.to_string()),
    }
}
