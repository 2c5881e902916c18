//! What the server may ask of the desktop. Every call comes from a thread of the server and is handed to the main thread.

use std::time::Instant;

use docket_server::{Can, Host, HostError};
use tauri::{AppHandle, Manager};

use crate::app::Shell;
use crate::{quick_add, windows};

/// This desktop, as the server sees it.
pub(crate) struct Desktop {
    app: AppHandle,
}

impl Desktop {
    /// The desktop around `app`.
    pub(crate) fn new(app: &AppHandle) -> Self {
        Self { app: app.clone() }
    }
}

impl Host for Desktop {
    fn can(&self) -> Can {
        // The server starts before the shell is whole; until then nothing is promised.
        let hot_key = self.app.try_state::<Shell>().is_some_and(|shell| shell.hot_key().is_active());
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
}
