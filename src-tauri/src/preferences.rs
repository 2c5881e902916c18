//! What the shell itself remembers, in `desktop.json` in the data directory. Tasks, settings of the assistant and secrets are elsewhere.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use serde_json::json;
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

/// The hot key of quick add, until another is chosen.
pub(crate) const DEFAULT_HOT_KEY: &str = if cfg!(target_os = "macos") { "Cmd+Shift+Space" } else { "Ctrl+Shift+Space" };

const HOT_KEY: &str = "hot_key";
const CLOSE_TO_TRAY: &str = "close_to_tray";
const WELCOMED: &str = "welcomed";

/// The shell's own preferences.
pub(crate) struct Preferences {
    file: Arc<Store<Wry>>,
}

impl Preferences {
    /// Reads `desktop.json` in `data_dir`; a missing or unreadable file means the defaults.
    ///
    /// # Errors
    /// When the plugin cannot give a store for that path.
    pub(crate) fn open(app: &AppHandle, data_dir: &Path) -> anyhow::Result<Self> {
        let file = app
            .store_builder(data_dir.join("desktop.json"))
            .default(HOT_KEY, DEFAULT_HOT_KEY)
            .default(CLOSE_TO_TRAY, true)
            .default(WELCOMED, false)
            .disable_auto_save()
            .build()
            .context("opening `desktop.json`")?;
        Ok(Self { file })
    }

    /// The hot key of quick add; `None` when it is switched off (an empty text).
    pub(crate) fn hot_key(&self) -> Option<String> {
        let key = self.file.get(HOT_KEY).and_then(|value| value.as_str().map(str::to_owned));
        Some(key.unwrap_or_else(|| DEFAULT_HOT_KEY.to_owned())).filter(|key| !key.is_empty())
    }

    /// Whether closing the window leaves the app in the tray.
    pub(crate) fn close_to_tray(&self) -> bool {
        self.file.get(CLOSE_TO_TRAY).and_then(|value| value.as_bool()).unwrap_or(true)
    }

    /// Whether the first start is over.
    pub(crate) fn is_welcomed(&self) -> bool {
        self.file.get(WELCOMED).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    /// Notes that the first start is over.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn set_welcomed(&self) -> anyhow::Result<()> {
        self.file.set(WELCOMED, json!(true));
        self.file.save().context("writing `desktop.json`")
    }
}
