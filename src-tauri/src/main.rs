//! Docket's desktop shell: the server of `docket-server` in this process, its page in a window without power, a tray icon, a hot key.
// No console window beside the app on Windows.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod alarm;
mod app;
mod away;
mod environment;
mod follow;
mod host;
mod logs;
mod navigation;
mod notify;
mod placement;
mod preferences;
mod quick_add;
mod reminders;
mod shortcut;
mod surface;
mod tray;
mod welcome;
mod windows;
mod words;

use tauri_plugin_window_state::StateFlags;

use crate::environment::{Environment, Request};

fn main() -> anyhow::Result<()> {
    let environment = Environment::read();
    let request = Request::from_args(std::env::args_os());
    let data_dir = environment.data_dir();
    let window_state = data_dir.as_ref().map(|dir| dir.join("window.json").to_string_lossy().into_owned());
    let builder = tauri::Builder::default()
        // First: a second start must find the first one before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _cwd| app::on_second_start(app, arguments)))
        .plugin(tauri_plugin_autostart::Builder::new().app_name("Docket").arg(environment::BACKGROUND).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_filename(window_state.unwrap_or_else(|| "window.json".to_owned()))
                // Not whether it was visible: it may have ended in the tray.
                .with_state_flags(
                    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN,
                )
                .with_filter(|label| label == windows::MAIN)
                .build(),
        )
        .on_window_event(windows::on_event);
    #[cfg(target_os = "macos")]
    let builder =
        builder.on_web_content_process_terminate(|webview| windows::reload_dead(webview.app_handle(), webview.label()));
    builder
        .setup(move |app| {
            app::start(app.handle(), data_dir, environment, request);
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(app::on_run_event);
    Ok(())
}
