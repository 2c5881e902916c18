//! The app's life: the server in this process, the windows on it, and a clean end.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, anyhow};
use docket_assistant::secrets::{Keyring, Keys};
use docket_server::{Clock, Options, Server, StartError};
use docket_store::{Database, OpenOptions, Store};
use tauri::{AppHandle, Manager, RunEvent, Url};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tokio::sync::Notify;

use crate::alarm::Alarm;
use crate::away::{self, Away};
use crate::environment::{Environment, Request};
use crate::host::Desktop;
use crate::navigation::Renewals;
use crate::notify::Notifier;
use crate::preferences::Preferences;
use crate::quick_add::QuickAdd;
use crate::shortcut::Shortcut;
use crate::tray::Tray;
use crate::words::Language;
use crate::{follow, logs, quick_add, tray, welcome, windows};

/// The one user of a desktop.
const USER: &str = "local";
/// How long the ticket of a window counts (contract section 3.1).
const TICKET_LIFE: Duration = Duration::from_secs(30);
/// Answers that run and the database get this long to end well.
const END_LIMIT: Duration = Duration::from_secs(10);
/// Exit status of a data directory that cannot be used (contract section 1).
const NO_DATA: i32 = 3;
/// Exit status of a server that cannot start.
const NOT_DONE: i32 = 1;

/// What the app holds while it runs.
pub(crate) struct Shell {
    server: Mutex<Option<Server>>,
    origin: Url,
    preferences: Preferences,
    environment: Environment,
    data_dir: PathBuf,
    shortcut: Shortcut,
    store: Store,
    clock: Clock,
    tray: Tray,
    notifier: Notifier,
    look_again: Notify,
    quick_add: QuickAdd,
    away: Away,
    renewals: Mutex<Renewals>,
}

impl Shell {
    /// Address of the server, without a path.
    pub(crate) fn origin(&self) -> &Url {
        &self.origin
    }

    /// Address of one of our pages with a fresh ticket in the fragment; the page takes it out at once.
    ///
    /// # Errors
    /// When the server has ended or the system gives no random bytes.
    pub(crate) fn ticket_url(&self, path: &str) -> anyhow::Result<Url> {
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        let server = server.as_ref().ok_or_else(|| anyhow!("the server has ended"))?;
        let mut url = self.origin.join(path)?;
        // What stands behind a `#` of the path goes on behind the ticket.
        let place = url.fragment().map(|place| format!("&{place}")).unwrap_or_default();
        url.set_fragment(Some(&format!("ticket={}{place}", server.mint_ticket(USER, TICKET_LIFE)?)));
        Ok(url)
    }

    /// Where the page is that holds OpenAI's chat element, while that is switched on.
    pub(crate) fn frame_origin(&self) -> Option<Url> {
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        server.as_ref().and_then(Server::frame_origin).and_then(|origin| Url::parse(&origin).ok())
    }

    /// Sends the page of the main window to `place`, such as `task=ID`. A page that does not listen yet is told as soon as it does.
    pub(crate) fn send_to(&self, place: &str) {
        if let Some(server) = self.server.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            server.emit_open(&format!("/#{place}"), windows::MAIN);
        }
    }

    pub(crate) fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    pub(crate) fn quick_add(&self) -> &QuickAdd {
        &self.quick_add
    }

    /// The main window while nobody sees it.
    pub(crate) fn away(&self) -> &Away {
        &self.away
    }

    /// How long the hidden main window is kept.
    pub(crate) fn grace(&self) -> Duration {
        self.environment.tray_grace.unwrap_or(away::GRACE)
    }

    /// Whether an answer runs.
    pub(crate) fn is_answering(&self) -> bool {
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        server.as_ref().is_some_and(|server| server.answers() > 0)
    }

    /// Waits until no answer runs and what was answered is stored.
    pub(crate) async fn answered(&self) {
        let answered = self.server.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(Server::answered);
        if let Some(answered) = answered {
            answered.await;
        }
    }

    pub(crate) fn renewals(&self) -> MutexGuard<'_, Renewals> {
        self.renewals.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn shortcut(&self) -> &Shortcut {
        &self.shortcut
    }

    /// The person's tasks.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The clock of tasks.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What the tray's menu says.
    pub(crate) fn tray(&self) -> &Tray {
        &self.tray
    }

    /// The desktop's notifications.
    pub(crate) fn notifier(&self) -> &Notifier {
        &self.notifier
    }

    /// The language that the person chose in the window, or else the system's.
    pub(crate) async fn language(&self) -> Language {
        let settings = self.store.settings().await.ok();
        let chosen = settings.as_ref().and_then(|settings| settings.ui_state.get("language")?.as_str());
        Language::of(chosen, self.environment.language.as_deref())
    }

    /// Has the tray and the reminders look at everything again: a preference was changed, or a reminder snoozed.
    pub(crate) fn look_again(&self) {
        self.look_again.notify_one();
    }

    /// Waits for [`Shell::look_again`].
    pub(crate) async fn looking_again(&self) {
        self.look_again.notified().await;
    }

    /// Where the data lies.
    pub(crate) fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Whether a WebDriver controls the windows (debug builds only).
    pub(crate) fn is_driven(&self) -> bool {
        self.environment.is_driven
    }
}

/// Starts everything. What cannot be started is told in a window of the system, and ends the app.
pub(crate) fn start(app: &AppHandle, data_dir: Option<PathBuf>, environment: Environment, request: Request) {
    if let Err(error) = try_start(app, data_dir, environment, request) {
        tracing::error!(error = format!("{error:#}"), "docket cannot start");
        let message = format!("Docket cannot start: {error:#}.");
        let status = exit_status(&error);
        let app = app.clone();
        let told = app.clone();
        app.dialog().message(message).title("Docket").kind(MessageDialogKind::Error).show(move |_| told.exit(status));
    }
}

/// As the command line's: the data directory cannot be used, or the server on it cannot start.
fn exit_status(error: &anyhow::Error) -> i32 {
    if error.downcast_ref::<StartError>().is_some() { NOT_DONE } else { NO_DATA }
}

fn try_start(
    app: &AppHandle,
    data_dir: Option<PathBuf>,
    environment: Environment,
    request: Request,
) -> anyhow::Result<()> {
    let data_dir = data_dir.context("this system names no folder for data; set `DOCKET_DATA_DIR`")?;
    logs::start(&data_dir.join("logs"), environment.log.as_deref())?;
    let preferences = Preferences::open(app, &data_dir)?;
    let (clock, alarm) = environment.clock()?;
    let database = Database::open(&data_dir, OpenOptions::default())?;
    tracing::info!(opened = ?database.opened(), "opened the data");
    let store = database.store(USER);
    let served = serve(app, database, &environment, clock.clone(), &preferences);
    let server = tauri::async_runtime::block_on(served)?;
    let origin = Url::parse(&server.url()).context("reading the server's address")?;
    let shortcut = Shortcut::register(app, preferences.hot_key().as_deref(), &environment);
    app.manage(Shell {
        server: Mutex::new(Some(server)),
        origin,
        preferences,
        environment,
        data_dir,
        shortcut,
        store,
        clock,
        tray: Tray::default(),
        notifier: Notifier::new(app),
        look_again: Notify::new(),
        quick_add: QuickAdd::default(),
        away: Away::default(),
        renewals: Mutex::default(),
    });
    open(app, request)?;
    tray::build(app);
    follow_with(app, alarm);
    quit_on_signals(app);
    Ok(())
}

async fn serve(
    app: &AppHandle,
    database: Database,
    environment: &Environment,
    clock: Clock,
    preferences: &Preferences,
) -> anyhow::Result<Server> {
    if !preferences.is_welcomed() {
        // The app is of use without them: what goes wrong here is logged and tried again at the next start.
        let added = welcome::add_help_tasks(&database.store(USER), &clock.now()).await.map_err(anyhow::Error::from);
        if let Err(error) = added.and_then(|()| preferences.set_welcomed()) {
            tracing::warn!(error = format!("{error:#}"), "the first start's tasks could not be added");
        }
    }
    let keys = Keys::new(Arc::new(Keyring::new()), environment.api_key.clone());
    let mut options = Options::new(database, Arc::new(keys))?;
    options.host = Some(Arc::new(Desktop::new(app)));
    options.clock = clock;
    options.built_in_element = environment.built_in_element;
    Ok(docket_server::start(options).await?)
}

/// Starts what follows the list. Without an alarm the tray and the reminders stand still, and everything else works.
fn follow_with(app: &AppHandle, alarm: Option<Alarm>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        // Made here: a timer belongs to the runtime that waits for it.
        match alarm.map_or_else(Alarm::wall, Ok) {
            Ok(alarm) => follow::run(app, alarm).await,
            Err(error) => tracing::error!(%error, "no timer, so no reminders"),
        }
    });
}

/// Shows what a start asks for: this one, or a second one that found this one running. Main thread only.
pub(crate) fn open(app: &AppHandle, request: Request) -> anyhow::Result<()> {
    match request {
        Request::Open => windows::show_main(app),
        Request::Background => Ok(()),
        Request::QuickAdd => {
            quick_add::show_soon(app, 0);
            Ok(())
        }
        Request::Task(id) => windows::show_main_at(app, &format!("task={id}")),
    }
}

/// A second start hands its arguments to the first one and ends.
pub(crate) fn on_second_start(app: &AppHandle, arguments: Vec<String>) {
    let request = Request::from_args(arguments);
    windows::on_main_thread(app, move |app| open(app, request));
}

/// Ends the app from anywhere: windows go at once, then the server ends well, then the process.
pub(crate) fn quit(app: &AppHandle) {
    app.exit(0);
}

/// What the event loop reports.
pub(crate) fn on_run_event(app: &AppHandle, event: RunEvent) {
    match event {
        // No window is left, but the tray and the hot key are.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        RunEvent::Exit => end(app),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => windows::show_main_soon(app),
        // Elsewhere a link is an argument of a second start.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for request in urls.iter().filter_map(|url| Request::from_link(url.as_str())) {
                windows::on_main_thread(app, move |app| open(app, request));
            }
        }
        _ => {}
    }
}

/// Ends the server: streams are closed, what an answer had so far is kept, the database is written back into one file.
fn end(app: &AppHandle) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    for window in app.webview_windows().values() {
        let _ = crate::surface::hide(window);
    }
    let server = shell.server.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(server) = server else { return };
    let ended = tauri::async_runtime::block_on(async { tokio::time::timeout(END_LIMIT, server.shutdown()).await });
    match ended {
        Ok(()) => tracing::info!("ended"),
        Err(_) => tracing::error!(limit_s = END_LIMIT.as_secs(), "the server did not end in time"),
    }
}

/// A session that ends, or `kill`, is a *Quit*.
#[cfg(unix)]
fn quit_on_signals(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            match signal(kind) {
                Ok(mut signal) => {
                    if signal.recv().await.is_some() {
                        quit(&app);
                    }
                }
                Err(error) => tracing::warn!(%error, "a signal cannot be caught"),
            }
        });
    }
}

#[cfg(not(unix))]
fn quit_on_signals(_app: &AppHandle) {}
