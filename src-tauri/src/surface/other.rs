//! macOS and Windows: Tauri's own calls.

use tauri::{AppHandle, Monitor, PhysicalPosition, WebviewWindow};

use super::{QUICK_ADD_SIZE, quick_add_place};

/// Shows the window with the focus. The time stamp is of use on X11 only.
pub(crate) fn show(window: &WebviewWindow, _time: u32) -> tauri::Result<()> {
    window.show()?;
    window.unminimize()?;
    window.set_focus()
}

/// Hides the window.
pub(crate) fn hide(window: &WebviewWindow) -> tauri::Result<()> {
    window.hide()
}

/// Moves the window to its place on the screen with the pointer.
pub(crate) fn place_under_pointer(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(monitor) = monitor_with_pointer(window)? else { return Ok(()) };
    let area = monitor.work_area();
    let edges = (
        f64::from(area.position.x),
        f64::from(area.position.y),
        f64::from(area.size.width),
        f64::from(area.size.height),
    );
    let scale = monitor.scale_factor();
    let (x, y) = quick_add_place(edges, (QUICK_ADD_SIZE.0 * scale, QUICK_ADD_SIZE.1 * scale));
    window.set_position(PhysicalPosition::new(x, y))
}

fn monitor_with_pointer(window: &WebviewWindow) -> tauri::Result<Option<Monitor>> {
    let pointer = window.cursor_position()?;
    match window.monitor_from_point(pointer.x, pointer.y)? {
        Some(monitor) => Ok(Some(monitor)),
        None => window.primary_monitor(),
    }
}

/// Nothing tiles here.
pub(crate) fn make_prompt(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Menus do not take the focus from their window here.
pub(crate) fn is_menu_open() -> bool {
    false
}

/// Both systems always compose.
pub(crate) fn has_transparency(_app: &AppHandle) -> bool {
    true
}

/// macOS says it through the app's builder (main.rs); WebView2 puts a page of its own there whose *Reload* leads to `/renew`.
pub(crate) fn when_web_process_ends(_window: &WebviewWindow, _ended: impl Fn() + Send + 'static) -> tauri::Result<()> {
    Ok(())
}
