//! Linux: GTK itself. Tauri's `show` goes through a queue and its `set_focus` right after it is dropped, because the window is
//! not visible yet; `present_with_time` does both in one step and tells the window manager which key press asked for it.

use gtk::prelude::{ContainerExt, DeviceExt, GtkWindowExt, MonitorExt, SeatExt, WidgetExt};
use tauri::{AppHandle, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

use super::{QUICK_ADD_SIZE, quick_add_place};

/// Shows the window with the focus and a caret. `time`: the X time stamp of the event that asked for it, 0 where there is none.
pub(crate) fn show(window: &WebviewWindow, time: u32) -> tauri::Result<()> {
    let gtk_window = window.gtk_window()?;
    // A window made hidden has hidden children, and `present` shows the window only.
    gtk_window.foreach(|child| child.show_all());
    window.with_webview(|webview| webview.inner().grab_focus())?;
    gtk_window.present_with_time(time);
    Ok(())
}

/// Hides the window.
pub(crate) fn hide(window: &WebviewWindow) -> tauri::Result<()> {
    window.gtk_window()?.hide();
    Ok(())
}

/// Moves the window to its place on the screen with the pointer; where windows cannot be placed (Wayland), the desktop decides.
pub(crate) fn place_under_pointer(window: &WebviewWindow) -> tauri::Result<()> {
    let gtk_window = window.gtk_window()?;
    let display = gtk_window.display();
    let pointer = display.default_seat().and_then(|seat| seat.pointer());
    let monitor = match pointer {
        Some(pointer) => {
            let (_screen, x, y) = pointer.position();
            display.monitor_at_point(x, y)
        }
        None => display.primary_monitor(),
    };
    if let Some(area) = monitor.map(|monitor| monitor.workarea()) {
        let edges = (area.x().into(), area.y().into(), area.width().into(), area.height().into());
        let (x, y) = quick_add_place(edges, QUICK_ADD_SIZE);
        #[expect(clippy::cast_possible_truncation, reason = "rounded, and inside of a screen")]
        gtk_window.move_(x as i32, y as i32);
    }
    Ok(())
}

/// Makes a window that is not shown yet one that tiling desktops leave floating, and draws its page without the GPU: for a line of text
/// that would be tens of megabytes, kept for as long as the app runs.
pub(crate) fn make_prompt(window: &WebviewWindow) -> tauri::Result<()> {
    window.gtk_window()?.set_type_hint(gtk::gdk::WindowTypeHint::Dialog);
    window.with_webview(|webview| {
        if let Some(settings) = WebViewExt::settings(&webview.inner()) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Whether a menu of ours has the keyboard: the window has then lost the focus to itself.
pub(crate) fn is_menu_open() -> bool {
    gtk::grab_get_current().is_some()
}

/// Whether a transparent window shows what is behind it; without a compositor it would be black.
pub(crate) fn has_transparency(_app: &AppHandle) -> bool {
    gtk::gdk::Screen::default().is_some_and(|screen| screen.is_composited())
}

/// Calls `ended` when the window's web process crashed or was killed.
pub(crate) fn when_web_process_ends(window: &WebviewWindow, ended: impl Fn() + Send + 'static) -> tauri::Result<()> {
    window.with_webview(move |webview| {
        webview.inner().connect_web_process_terminated(move |_, reason| {
            tracing::error!(?reason, "a page's process ended");
            ended();
        });
    })
}
