//! The tray icon and its menu, drawn by the system.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::anyhow;
use tauri::AppHandle;
use tauri::image::Image;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};

use crate::shortcut::HotKey;
use crate::{app, quick_add, windows};

const QUICK_ADD: &str = "quick-add";
const OPEN: &str = "open";
const QUIT: &str = "quit";

/// Puts the icon into the tray. Where no tray is to be had, that is logged and everything else works; one that appears later gets the icon.
pub(crate) fn build(app: &AppHandle, hot_key: &HotKey) {
    // On Linux the tray's library is loaded here, and its loader panics where it is not installed.
    match catch_unwind(AssertUnwindSafe(|| build_icon(app, hot_key))) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "no tray icon"),
        Err(_) => tracing::warn!("no tray icon: the library libayatana-appindicator3 is missing"),
    }
}

fn build_icon(app: &AppHandle, hot_key: &HotKey) -> anyhow::Result<()> {
    let accelerator = match hot_key {
        HotKey::Active(key) => Some(key.as_str()),
        HotKey::Off | HotKey::Taken(_) | HotKey::Unavailable(_) => None,
    };
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, QUICK_ADD, "Quick add", true, accelerator)?,
            &MenuItem::with_id(app, OPEN, "Open Docket", true, None::<&str>)?,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, QUIT, "Quit Docket", true, None::<&str>)?,
        ],
    )?;
    let is_template = cfg!(target_os = "macos");
    let image: &[u8] =
        if is_template { include_bytes!("../icons/tray-template.png") } else { include_bytes!("../icons/tray.png") };
    TrayIconBuilder::with_id("docket")
        .icon(Image::from_bytes(image).map_err(|error| anyhow!("reading the tray icon: {error}"))?)
        .icon_as_template(is_template)
        .tooltip("Docket")
        .menu(&menu)
        // On Windows a click opens the window and the other button the menu, as everywhere there.
        .show_menu_on_left_click(!cfg!(windows))
        .on_menu_event(chosen)
        .on_tray_icon_event(|icon, event| {
            if cfg!(windows) && is_click(&event) {
                windows::show_main_soon(icon.app_handle());
            }
        })
        .build(app)?;
    Ok(())
}

fn chosen(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        QUICK_ADD => quick_add::show_soon(app, 0),
        OPEN => windows::show_main_soon(app),
        QUIT => app::quit(app),
        other => tracing::warn!(item = other, "unknown item of the tray menu"),
    }
}

fn is_click(event: &TrayIconEvent) -> bool {
    matches!(event, TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. })
}

/// Whether something on this desktop shows tray icons. Asks the session bus; not for the main thread.
#[cfg(target_os = "linux")]
pub(crate) fn has_host() -> bool {
    let answer = ask_for_host();
    if let Err(error) = &answer {
        tracing::info!(%error, "no tray on this desktop");
    }
    answer.unwrap_or(false)
}

/// Whether something on this desktop shows tray icons: always, here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn has_host() -> bool {
    true
}

#[cfg(target_os = "linux")]
fn ask_for_host() -> zbus::Result<bool> {
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    let limit = std::time::Duration::from_secs(2);
    let bus = zbus::blocking::connection::Builder::session()?.method_timeout(limit).build()?;
    let watcher = zbus::blocking::Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER)?;
    watcher.get_property("IsStatusNotifierHostRegistered")
}
