//! What the server may ask of the desktop. Every call comes from a thread of the server and is handed to the main thread.

use std::time::Instant;

use docket_server::{
    Added, Can, ChangeError, Chosen, Host, HostError, HotKey, HotKeyState, Preferences, PreferencesPatch,
};
use tauri::{AppHandle, Manager};
use tauri_plugin_autostart::ManagerExt;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::app::Shell;
use crate::shortcut::{self, NoKey};
use crate::{notify, quick_add, reminders, tray, windows};

/// What a desktop without global hot keys binds to a key of its own.
const QUICK_ADD_COMMAND: &str = "docket-desktop --quick-add";

/// This desktop, as the server sees it.
pub(crate) struct Desktop {
    app: AppHandle,
}

impl Desktop {
    /// The desktop around `app`.
    pub(crate) fn new(app: &AppHandle) -> Self {
        Self { app: app.clone() }
    }

    fn shell(&self) -> Result<tauri::State<'_, Shell>, HostError> {
        // The server starts before the shell is whole.
        self.app.try_state::<Shell>().ok_or_else(|| HostError("the app is still starting".to_owned()))
    }

    fn start_at_login(&self, is_wanted: bool) -> Result<(), HostError> {
        let launcher = self.app.autolaunch();
        let done = if is_wanted { launcher.enable() } else { launcher.disable() };
        done.map_err(|error| HostError(error.to_string()))
    }

    fn dialog(&self) -> FileDialogBuilder<tauri::Wry> {
        let dialog = self.app.dialog().file().add_filter("JSON", &["json"]);
        match self.app.get_webview_window(windows::MAIN) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

/// Hands what the person chose to whoever waits for it, if they still do.
fn answering(answer: oneshot::Sender<Option<std::path::PathBuf>>) -> impl FnOnce(Option<FilePath>) + Send {
    move |chosen| {
        let _ = answer.send(chosen.and_then(|path| path.into_path().ok()));
    }
}

impl Host for Desktop {
    fn can(&self) -> Can {
        // The server starts before the shell is whole; until then nothing is promised.
        let hot_key = self.app.try_state::<Shell>().is_some_and(|shell| shell.shortcut().state().is_active());
        Can { quick_add: true, open_link: true, hot_key }
    }

    fn show_quick_add(&self) -> Result<(), HostError> {
        quick_add::show_soon(&self.app, 0);
        Ok(())
    }

    fn hide_quick_add(&self) -> Result<(), HostError> {
        quick_add::hide_soon(&self.app);
        Ok(())
    }

    fn quick_add_shown(&self) {
        if let Some(shell) = self.app.try_state::<Shell>() {
            shell.quick_add().is_alive(Instant::now());
        }
    }

    fn open_link(&self, url: &str) -> Result<(), HostError> {
        // Checked by the route already; this is the last place before a program of the system is started.
        if !(url.starts_with("https://") || url.starts_with("mailto:")) {
            return Err(HostError("only https and mailto addresses are opened".to_owned()));
        }
        tauri_plugin_opener::open_url(url, None::<&str>).map_err(|error| HostError(error.to_string()))
    }

    fn show_window(&self) -> Result<(), HostError> {
        windows::show_main_soon(&self.app);
        Ok(())
    }

    fn show_chat(&self) -> Result<(), HostError> {
        windows::on_main_thread(&self.app, |app| windows::show_main_at(app, "ask"));
        Ok(())
    }

    fn say_added(&self, added: Added) -> Result<(), HostError> {
        let app = self.app.clone();
        tauri::async_runtime::spawn(async move { reminders::say_added(&app, added).await });
        Ok(())
    }

    fn preferences(&self) -> Preferences {
        let shell = self.app.try_state::<Shell>();
        let (key, state) = match shell.as_ref().map(|shell| shell.shortcut().state()) {
            Some(shortcut::HotKey::Active(_)) => (true, HotKeyState::Registered),
            Some(shortcut::HotKey::Taken(_)) => (true, HotKeyState::Taken),
            Some(shortcut::HotKey::Unavailable(_)) | None => (true, HotKeyState::Unavailable),
            Some(shortcut::HotKey::Off) => (false, HotKeyState::Off),
        };
        let kept = shell.as_ref().map(|shell| shell.preferences());
        Preferences {
            close_to_tray: kept.is_none_or(|kept| kept.close_to_tray()),
            start_at_login: self.app.autolaunch().is_enabled().unwrap_or_else(|error| {
                tracing::warn!(%error, "whether the system starts the app cannot be read");
                false
            }),
            hotkey: HotKey {
                accelerator: kept.and_then(|kept| kept.hot_key()).filter(|_| key),
                state,
                command: QUICK_ADD_COMMAND.to_owned(),
            },
            quick_add_on_demand: kept.is_some_and(|kept| kept.quick_add_on_demand()),
            reminders_paused_until: kept.and_then(|kept| kept.reminders_paused_until()),
            tray: tray::has_host(),
            notifications: notify::is_available(),
        }
    }

    fn change_preferences(&self, patch: PreferencesPatch) -> Result<(), ChangeError> {
        let PreferencesPatch { close_to_tray, start_at_login, hotkey, quick_add_on_demand, reminders_paused_until } =
            patch;
        let shell = self.shell()?;
        let kept = |result: anyhow::Result<()>| result.map_err(|error| HostError(format!("{error:#}")));
        // The hot key first: it alone is refused now and then, and all that follows stays as it is.
        if let Some(key) = hotkey {
            let key = key.map(|key| key.trim().to_owned());
            shell.shortcut().change(key.as_deref()).map_err(|why| match why {
                NoKey::Invalid => ChangeError::HotKeyInvalid,
                NoKey::Taken => ChangeError::HotKeyTaken,
                NoKey::Unavailable(_) => ChangeError::HotKeyUnavailable,
            })?;
            kept(shell.preferences().set_hot_key(key.as_deref()))?;
        }
        if let Some(is_wanted) = start_at_login {
            self.start_at_login(is_wanted)?;
        }
        if let Some(is_wanted) = close_to_tray {
            kept(shell.preferences().set_close_to_tray(is_wanted))?;
        }
        if let Some(is_wanted) = quick_add_on_demand {
            kept(shell.preferences().set_quick_add_on_demand(is_wanted))?;
            quick_add::follow_preferences(&self.app);
        }
        if let Some(until) = reminders_paused_until {
            kept(shell.preferences().set_reminders_paused_until(until))?;
        }
        shell.look_again();
        Ok(())
    }

    fn show_data(&self) -> Result<(), HostError> {
        let folder = self.shell()?.data_dir().to_owned();
        tauri_plugin_opener::open_path(&folder, None::<&str>).map_err(|error| HostError(error.to_string()))
    }

    fn choose_target(&self, name: &str) -> Chosen {
        let (answer, chosen) = oneshot::channel();
        self.dialog().set_file_name(name).save_file(answering(answer));
        chosen
    }

    fn choose_source(&self) -> Chosen {
        let (answer, chosen) = oneshot::channel();
        self.dialog().pick_file(answering(answer));
        chosen
    }
}
