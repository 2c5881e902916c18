//! The tray icon and its menu, drawn by the system and made anew when what it says has changed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use anyhow::anyhow;
use docket_store::Store;
use docket_tasks::{Task, TaskId, TaskQuery, View};
use jiff::civil::time;
use jiff::{ToSpan, Zoned};
use tauri::image::Image;
use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::app::{self, Shell};
use crate::shortcut::HotKey;
use crate::words::Language;
use crate::{quick_add, reminders, windows};

const ICON: &str = "docket";
const QUICK_ADD: &str = "quick-add";
const OPEN: &str = "open";
/// Before the id of the task that a click completes.
const COMPLETE: &str = "complete ";
const PAUSE_HOUR: &str = "pause-hour";
const PAUSE_TOMORROW: &str = "pause-tomorrow";
const RESUME: &str = "resume";
const SETTINGS: &str = "settings";
const QUIT: &str = "quit";

/// So many of today's tasks stand in the menu.
const NEXT: u32 = 5;
/// A longer title is cut: menus have no second line.
const TITLE_CHARS: usize = 48;

/// What the menu says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Says {
    language: Language,
    hot_key: Option<String>,
    today: u64,
    overdue: u64,
    /// The next tasks: what they are called, and when they are due.
    next: Vec<(TaskId, String)>,
    /// Until when reminders wait, in words.
    paused: Option<String>,
}

/// The icon, where there is one.
#[derive(Default)]
pub(crate) struct Tray {
    said: Mutex<Option<Says>>,
}

impl Says {
    /// What is to be said at `now`.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) async fn read(
        shell: &Shell,
        store: &Store,
        now: &Zoned,
        language: Language,
    ) -> Result<Self, docket_store::Error> {
        let query = TaskQuery { view: View::Today, limit: std::num::NonZeroU32::new(NEXT), ..TaskQuery::default() };
        let (next, counts) = (store.tasks(&query, now).await?.tasks, store.counts(now).await?);
        let paused = shell.preferences().reminders_paused_until().filter(|until| *until > now.timestamp());
        let paused = paused.map(|until| language.paused_until(&until.to_zoned(now.time_zone().clone()), now));
        Ok(Self {
            language,
            hot_key: match shell.shortcut().state() {
                HotKey::Active(key) => Some(key),
                HotKey::Off | HotKey::Taken(_) | HotKey::Unavailable(_) => None,
            },
            today: counts.today,
            overdue: counts.overdue,
            next: next.iter().map(|task| (task.id, line(task, now, language))).collect(),
            paused,
        })
    }
}

fn line(task: &Task, now: &Zoned, language: Language) -> String {
    let due = task.due.as_ref().and_then(|due| language.due_of_today(due, now));
    let title = shortened(&task.title);
    due.map_or_else(|| title.clone(), |due| format!("{title} · {due}"))
}

/// A title as a menu shows it: not too long, and without a letter that becomes a key.
fn shortened(title: &str) -> String {
    let mut short: String = title.chars().take(TITLE_CHARS).collect();
    if title.chars().nth(TITLE_CHARS).is_some() {
        short.truncate(short.trim_end().len());
        short.push('…');
    }
    short.replace('&', "&&")
}

/// Puts the icon into the tray. Where no tray is to be had, that is logged and everything else works; one that appears later gets the
/// icon. Main thread only.
pub(crate) fn build(app: &AppHandle) {
    // On Linux the tray's library is loaded here, and its loader panics where it is not installed.
    match catch_unwind(AssertUnwindSafe(|| build_icon(app))) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "no tray icon"),
        Err(_) => tracing::warn!("no tray icon: the library libayatana-appindicator3 is missing"),
    }
}

/// macOS draws the icon in the colour of its bar.
const IS_TEMPLATE: bool = cfg!(target_os = "macos");
/// The dot on the icon: something is overdue. As in the window, `--red` of the light theme.
const DOT: [u8; 4] = [0xc0, 0x2c, 0x29, 0xff];

/// The icon, with a dot in its upper right corner where something is overdue.
fn image(is_overdue: bool) -> anyhow::Result<Image<'static>> {
    let bytes: &[u8] =
        if IS_TEMPLATE { include_bytes!("../icons/tray-template.png") } else { include_bytes!("../icons/tray.png") };
    let image = Image::from_bytes(bytes).map_err(|error| anyhow!("reading the tray icon: {error}"))?;
    if !is_overdue {
        return Ok(image);
    }
    let (width, height) = (image.width(), image.height());
    let mut pixels = image.rgba().to_vec();
    let radius = f64::from(width) / 5.0;
    for (number, pixel) in (0_u32..).zip(pixels.chunks_exact_mut(4)) {
        let (x, y) = (number % width, number / width);
        let (across, down) = (f64::from(width - x) - 0.5 - radius, f64::from(y) + 0.5 - radius);
        if across.hypot(down) <= radius {
            pixel.copy_from_slice(&DOT);
        }
    }
    Ok(Image::new_owned(pixels, width, height))
}

fn build_icon(app: &AppHandle) -> anyhow::Result<()> {
    TrayIconBuilder::with_id(ICON)
        .icon(image(false)?)
        .icon_as_template(IS_TEMPLATE)
        .tooltip("Docket")
        .menu(&menu(app, &Says::default())?)
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

/// Has the menu say `says`, where it says something else; callable from every thread.
pub(crate) fn follow(app: &AppHandle, says: Says) {
    windows::on_main_thread(app, move |app| {
        let Some(icon) = app.tray_by_id(ICON) else { return Ok(()) };
        let shell = app.state::<Shell>();
        let mut said = shell.tray().said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.as_ref() != Some(&says) {
            tracing::debug!(today = says.today, next = says.next.len(), "the tray's menu follows");
            show(app, &icon, &says)?;
            *said = Some(says);
        }
        Ok(())
    });
}

fn show(app: &AppHandle, icon: &TrayIcon, says: &Says) -> anyhow::Result<()> {
    icon.set_menu(Some(menu(app, says)?))?;
    // Linux has no such line.
    icon.set_tooltip(Some(format!("Docket · {}", says.language.today(says.today, says.overdue))))?;
    if !IS_TEMPLATE {
        icon.set_icon(Some(image(says.overdue > 0)?))?;
    }
    Ok(())
}

fn menu(app: &AppHandle, says: &Says) -> tauri::Result<Menu<Wry>> {
    let language = says.language;
    let item = |id: &str, text: &str| MenuItem::with_id(app, id, text, true, None::<&str>);
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, QUICK_ADD, language.quick_add(), true, says.hot_key.as_deref())?,
            &item(OPEN, language.open())?,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::new(app, language.today(says.today, says.overdue), false, None::<&str>)?,
        ],
    )?;
    for (task, title) in &says.next {
        menu.append(&CheckMenuItem::with_id(app, format!("{COMPLETE}{task}"), title, true, false, None::<&str>)?)?;
    }
    let (hour, tomorrow) = (item(PAUSE_HOUR, language.one_hour())?, item(PAUSE_TOMORROW, language.until_tomorrow())?);
    let mut pauses: Vec<&dyn IsMenuItem<Wry>> = vec![&hour, &tomorrow];
    let resume = item(RESUME, language.resume())?;
    if says.paused.is_some() {
        pauses.push(&resume);
    }
    let pause = Submenu::with_items(app, says.paused.as_deref().unwrap_or(language.pause()), true, &pauses)?;
    menu.append_items(&[
        &PredefinedMenuItem::separator(app)?,
        &pause,
        &item(SETTINGS, language.settings())?,
        &PredefinedMenuItem::separator(app)?,
        &item(QUIT, language.quit())?,
    ])?;
    Ok(menu)
}

fn chosen(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        QUICK_ADD => quick_add::show_soon(app, 0),
        OPEN => windows::show_main_soon(app),
        SETTINGS => windows::on_main_thread(app, |app| windows::show_main_at(app, "settings")),
        PAUSE_HOUR => pause(app, |now| now.checked_add(1.hour())),
        PAUSE_TOMORROW => {
            pause(app, |now| now.date().tomorrow()?.to_datetime(time(9, 0, 0, 0)).to_zoned(now.time_zone().clone()))
        }
        RESUME => set_pause(app, None),
        QUIT => app::quit(app),
        other => match other.strip_prefix(COMPLETE).and_then(|id| id.parse().ok()) {
            Some(task) => reminders::complete(app, task),
            None => tracing::warn!(item = other, "unknown item of the tray menu"),
        },
    }
}

fn pause(app: &AppHandle, until: impl FnOnce(&Zoned) -> Result<Zoned, jiff::Error>) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    match until(&shell.clock().now()) {
        Ok(until) => set_pause(app, Some(until.timestamp())),
        Err(error) => tracing::warn!(%error, "the calendar ends before the pause does"),
    }
}

fn set_pause(app: &AppHandle, until: Option<jiff::Timestamp>) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    if let Err(error) = shell.preferences().set_reminders_paused_until(until) {
        tracing::warn!(error = format!("{error:#}"), "reminders could not be paused");
    }
    shell.look_again();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_is_on_the_icon_only_while_something_is_overdue() {
        let has_dot = |is_overdue| image(is_overdue).unwrap().rgba().chunks_exact(4).any(|pixel| pixel == DOT);
        assert!(has_dot(true) && !has_dot(false));
    }

    #[test]
    fn a_title_fits_into_the_menu_and_names_no_key() {
        let long = "Write to everybody who came to the party and say thank you";
        assert_eq!(shortened("Milk & bread"), "Milk && bread");
        assert_eq!(shortened(long), "Write to everybody who came to the party and say…");
        assert_eq!(shortened(&"ü".repeat(49)), format!("{}…", "ü".repeat(48)));
        assert_eq!(shortened(&"ü".repeat(48)), "ü".repeat(48));
    }
}
