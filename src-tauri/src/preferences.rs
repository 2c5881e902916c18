//! What the shell itself remembers, in `desktop.json` in the data directory. Tasks, settings of the assistant and secrets are elsewhere.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use jiff::Timestamp;
use serde_json::{Value, json};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

/// The hot key of quick add, until another is chosen.
pub(crate) const DEFAULT_HOT_KEY: &str = if cfg!(target_os = "macos") { "Cmd+Shift+Space" } else { "Ctrl+Shift+Space" };

const HOT_KEY: &str = "hot_key";
const CLOSE_TO_TRAY: &str = "close_to_tray";
const QUICK_ADD_ON_DEMAND: &str = "quick_add_on_demand";
const REMINDERS_PAUSED_UNTIL: &str = "reminders_paused_until";
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
            .default(QUICK_ADD_ON_DEMAND, false)
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

    /// Keeps another hot key; `None` switches it off.
    ///
    /// # Errors
    /// When the file cannot be written; nothing has changed then, here and below.
    pub(crate) fn set_hot_key(&self, key: Option<&str>) -> anyhow::Result<()> {
        self.keep(HOT_KEY, json!(key.unwrap_or_default()))
    }

    /// Whether closing the window leaves the app in the tray.
    pub(crate) fn close_to_tray(&self) -> bool {
        self.is_set(CLOSE_TO_TRAY, true)
    }

    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn set_close_to_tray(&self, is_wanted: bool) -> anyhow::Result<()> {
        self.keep(CLOSE_TO_TRAY, json!(is_wanted))
    }

    /// Whether the quick-add window is made only when it is asked for.
    pub(crate) fn quick_add_on_demand(&self) -> bool {
        self.is_set(QUICK_ADD_ON_DEMAND, false)
    }

    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn set_quick_add_on_demand(&self, is_wanted: bool) -> anyhow::Result<()> {
        self.keep(QUICK_ADD_ON_DEMAND, json!(is_wanted))
    }

    /// Before this moment no reminder comes.
    pub(crate) fn reminders_paused_until(&self) -> Option<Timestamp> {
        self.file.get(REMINDERS_PAUSED_UNTIL).and_then(|value| value.as_str()?.parse().ok())
    }

    /// Pauses reminders; `None` ends the pause.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn set_reminders_paused_until(&self, until: Option<Timestamp>) -> anyhow::Result<()> {
        self.keep(REMINDERS_PAUSED_UNTIL, json!(until))
    }

    /// Whether the first start is over.
    pub(crate) fn is_welcomed(&self) -> bool {
        self.is_set(WELCOMED, false)
    }

    /// Notes that the first start is over.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn set_welcomed(&self) -> anyhow::Result<()> {
        self.keep(WELCOMED, json!(true))
    }

    fn is_set(&self, key: &str, otherwise: bool) -> bool {
        self.file.get(key).and_then(|value| value.as_bool()).unwrap_or(otherwise)
    }

    fn keep(&self, key: &str, value: Value) -> anyhow::Result<()> {
        let before = self.file.get(key);
        self.file.set(key, value);
        self.file.save().context("writing `desktop.json`").inspect_err(|_| match before {
            Some(before) => self.file.set(key, before),
            None => {
                self.file.delete(key);
            }
        })
    }
}
