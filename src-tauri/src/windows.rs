//! The main window, and what all windows have in common: our own pages by ticket, and nowhere to go from there.

use std::time::{Duration, Instant};

use anyhow::Context;
use tauri::webview::{NewWindowResponse, PageLoadEvent, PermissionKind, PermissionResponse};
use tauri::{
    AppHandle, Manager, Monitor, PhysicalPosition, PhysicalSize, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent, Wry,
};

use crate::app::{self, Shell};
use crate::navigation::{self, Navigation};
use crate::placement::{self, Area};
use crate::{away, quick_add, surface, tray};

/// Label of the main window.
pub(crate) const MAIN: &str = "main";

/// From the loaded document to the first list on the screen, with room to spare.
const FIRST_LIST_TIME: Duration = Duration::from_secs(1);

/// Shows the main window, made anew where it is gone; callable from every thread.
pub(crate) fn show_main_soon(app: &AppHandle) {
    on_main_thread(app, show_main);
}

/// Runs `act` on the main thread and logs what goes wrong there.
pub(crate) fn on_main_thread(app: &AppHandle, act: impl FnOnce(&AppHandle) -> anyhow::Result<()> + Send + 'static) {
    let handle = app.clone();
    let queued = app.run_on_main_thread(move || {
        if let Err(error) = act(&handle) {
            tracing::error!(error = format!("{error:#}"), "a window could not be shown or hidden");
        }
    });
    if let Err(error) = queued {
        tracing::warn!(%error, "the main thread is gone");
    }
}

/// Shows the main window, made anew where it is gone. Main thread only.
pub(crate) fn show_main(app: &AppHandle) -> anyhow::Result<()> {
    if app.state::<Shell>().away().wanted("/") {
        return Ok(());
    }
    match app.get_webview_window(MAIN) {
        Some(window) => show_again(&window),
        None => open_main(app, "/").context("opening the main window"),
    }
}

/// Shows the main window at `place` of its page, such as `task=ID`. Main thread only.
pub(crate) fn show_main_at(app: &AppHandle, place: &str) -> anyhow::Result<()> {
    let (shell, path) = (app.state::<Shell>(), format!("/#{place}"));
    if shell.away().wanted(&path) {
        return Ok(());
    }
    match app.get_webview_window(MAIN) {
        Some(window) => {
            shell.send_to(place);
            show_again(&window)
        }
        None => open_main(app, &path).context("opening the main window"),
    }
}

fn show_again(window: &WebviewWindow) -> anyhow::Result<()> {
    bring_back(window);
    surface::show(window, 0).context("showing the main window")
}

/// Moves a window whose place is off the screens, or whose upper edge is, to where it can be reached. A window that cannot be moved is
/// still of use.
fn bring_back(window: &WebviewWindow) {
    if let Err(error) = try_bring_back(window) {
        tracing::warn!(%error, "it could not be seen to that the window is on a screen");
    }
}

fn try_bring_back(window: &WebviewWindow) -> tauri::Result<()> {
    if window.is_maximized()? || window.is_fullscreen()? || window.is_minimized()? {
        return Ok(());
    }
    let (outer, inner) = (window.outer_size()?, window.inner_size()?);
    let main = window.primary_monitor()?;
    let screens: Vec<Area> = main.iter().chain(&window.available_monitors()?).map(screen).collect();
    let place = area(window.outer_position()?, outer);
    let Some(target) = placement::brought_back(place, &screens, window.scale_factor()?) else { return Ok(()) };
    tracing::info!(?place, ?target, "the window was out of reach");
    let shrunk = |length: u32, from: i32, to: i32| length.saturating_sub(from.abs_diff(to.min(from)));
    window.set_size(PhysicalSize::new(
        shrunk(inner.width, place.width, target.width),
        shrunk(inner.height, place.height, target.height),
    ))?;
    window.set_position(PhysicalPosition::new(target.left, target.top))
}

/// A screen without its panels.
fn screen(monitor: &Monitor) -> Area {
    area(monitor.work_area().position, monitor.work_area().size)
}

fn area(position: PhysicalPosition<i32>, size: PhysicalSize<u32>) -> Area {
    let length = |length: u32| i32::try_from(length).unwrap_or(i32::MAX / 2);
    Area { left: position.x, top: position.y, width: length(size.width), height: length(size.height) }
}

/// Makes the main window with its page at `path`. Main thread only.
pub(crate) fn open_main(app: &AppHandle, path: &str) -> anyhow::Result<()> {
    let window = page(app, MAIN, path)?
        .title("Docket")
        .inner_size(1280.0, 800.0)
        .min_inner_size(380.0, 480.0)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                // By now the window manager has put it where it was remembered.
                bring_back(&window);
                prepare_quick_add_later(window.app_handle());
            }
        })
        .build()?;
    renew_when_web_process_ends(&window)?;
    Ok(())
}

/// Makes quick add once the main page has had its time, so that it takes nothing from the start. Asked for earlier, it is made then.
fn prepare_quick_add_later(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(FIRST_LIST_TIME).await;
        quick_add::follow_preferences(&app);
    });
}

/// A window on `path` of our own server: by ticket, kept to our own origin, without storage and without power.
///
/// # Errors
/// When there is no ticket to be had.
pub(crate) fn page<'a>(
    app: &'a AppHandle,
    label: &str,
    path: &str,
) -> anyhow::Result<WebviewWindowBuilder<'a, Wry, AppHandle>> {
    let shell = app.state::<Shell>();
    let origin = shell.origin().clone();
    let (handle, label_of_page, is_main) = (app.clone(), label.to_owned(), label == MAIN);
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::External(shell.ticket_url(path)?))
        // A WebDriver cannot be handed an incognito view; only debug builds let themselves be driven.
        .incognito(!shell.is_driven())
        .disable_drag_drop_handler()
        .zoom_hotkeys_enabled(true)
        .on_navigation(move |target| may_go(&handle, &label_of_page, &origin, target))
        .on_new_window(|target, _features| {
            tracing::info!(scheme = target.scheme(), "a page asked for a window and got none");
            NewWindowResponse::Deny
        })
        .on_permission_request(move |_webview, kind| permission(is_main, kind))
        .on_download(|_webview, _event| false);
    Ok(builder)
}

/// A page may listen while one dictates in the chat, and the system asks for nothing else. Only our own pages are ever in a window.
fn permission(is_main: bool, kind: PermissionKind) -> PermissionResponse {
    if is_main && kind == PermissionKind::Microphone { PermissionResponse::Allow } else { PermissionResponse::Deny }
}

fn may_go(app: &AppHandle, label: &str, origin: &Url, target: &Url) -> bool {
    let frame = app.state::<Shell>().frame_origin();
    match navigation::decide(origin, frame.as_ref(), target) {
        Navigation::Allow => true,
        Navigation::Renew => {
            renew(app, label);
            false
        }
        Navigation::Refuse => {
            tracing::info!(window = label, scheme = target.scheme(), "refused to leave our own pages");
            false
        }
    }
}

/// Gives a window that has no session a new ticket: at once, or as soon as two seconds have passed since the last.
pub(crate) fn renew(app: &AppHandle, label: &str) {
    let Some(wait) = app.state::<Shell>().renewals().ask(label, Instant::now()) else { return };
    tracing::info!(window = label, wait_ms = wait.as_millis(), "a page asked for a new ticket");
    let (app, label) = (app.clone(), label.to_owned());
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(wait).await;
        on_main_thread(&app, move |app| load_with_new_ticket(app, &label));
    });
}

fn load_with_new_ticket(app: &AppHandle, label: &str) -> anyhow::Result<()> {
    let Some(window) = app.get_webview_window(label) else { return Ok(()) };
    let path = if label == quick_add::QUICK_ADD { quick_add::PATH } else { "/" };
    let target = app.state::<Shell>().ticket_url(path)?;
    // From the same page only the fragment differs, and that alone loads nothing.
    let target = serde_json::to_string(target.as_str())?;
    window.eval(format!("location.replace({target}); location.reload()")).context("loading a page with a new ticket")
}

/// A page whose process crashed or was killed is loaded again with a new ticket.
pub(crate) fn renew_when_web_process_ends(window: &WebviewWindow) -> tauri::Result<()> {
    let (app, label) = (window.app_handle().clone(), window.label().to_owned());
    surface::when_web_process_ends(window, move || reload_dead(&app, &label))
}

/// Loads a page whose process is gone, by ticket, with the same pause as [`renew`].
pub(crate) fn reload_dead(app: &AppHandle, label: &str) {
    let Some(wait) = app.state::<Shell>().renewals().ask(label, Instant::now()) else { return };
    let (app, label) = (app.clone(), label.to_owned());
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(wait).await;
        on_main_thread(&app, move |app| {
            let Some(window) = app.get_webview_window(&label) else { return Ok(()) };
            let path = if label == quick_add::QUICK_ADD { quick_add::PATH } else { "/" };
            let target = app.state::<Shell>().ticket_url(path)?;
            window.navigate(target).context("loading a page again after its process ended")
        });
    });
}

/// Closing hides: the main window into the tray (or quits where there is none, or where the preferences say so), quick add always.
pub(crate) fn on_event(window: &tauri::Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            let Some(webview_window) = window.get_webview_window(window.label()) else { return };
            if let Err(error) = surface::hide(&webview_window) {
                tracing::warn!(%error, window = window.label(), "a window could not be hidden");
            }
            if window.label() == MAIN {
                closed_main(window.app_handle());
            }
        }
        WindowEvent::Focused(is_focused) if window.label() == quick_add::QUICK_ADD => {
            quick_add::on_focus(window.app_handle(), *is_focused);
        }
        WindowEvent::Destroyed => match window.label() {
            MAIN => away::on_destroyed(window.app_handle()),
            quick_add::QUICK_ADD => quick_add::on_destroyed(window.app_handle()),
            _ => {}
        },
        _ => {}
    }
}

/// The main window is out of sight already; whether the app stays is asked on a thread that may wait for the session bus.
fn closed_main(app: &AppHandle) {
    let shell = app.state::<Shell>();
    if !shell.preferences().close_to_tray() {
        return app::quit(app);
    }
    let hiding = shell.away().hidden();
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        if tray::has_host() {
            tracing::info!("the window was closed, the app stays in the tray");
            tauri::async_runtime::spawn(away::let_go_later(app, hiding));
        } else {
            tracing::info!("the window was closed and there is no tray to stay in");
            app::quit(&app);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn no_capability_names_a_window() {
        // What the build resolved from the capabilities folder and tauri.conf.json: this is what Tauri enforces.
        assert_eq!(include_str!(concat!(env!("OUT_DIR"), "/capabilities.json")), "{}");
    }

    #[test]
    fn no_command_of_the_app_exists() {
        let manifests = include_str!(concat!(env!("OUT_DIR"), "/acl-manifests.json"));
        let manifests: serde_json::Value = serde_json::from_str(manifests).unwrap();
        assert_eq!(manifests.get("__app-acl__"), None, "a permission of our own");
        for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/src")) {
            let text = fs::read_to_string(&path).unwrap();
            for word in [concat!("invoke_", "handler"), concat!("tauri::", "command"), concat!("generate_", "handler")]
            {
                assert!(!text.contains(word), "{} has {word}", path.display());
            }
        }
    }
}
