//! Linux: org.freedesktop.Notifications over the session bus (Desktop Notifications Specification 1.2).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use docket_tasks::TaskId;
use futures_util::StreamExt as _;
use tauri::AppHandle;
use zbus::proxy::SignalStream;
use zbus::zvariant::Value;
use zbus::{Connection, Proxy};

use super::answer_of;
use crate::reminders::{self, About, Notice};

const SERVER: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// For the bus to answer.
const LIMIT: Duration = Duration::from_secs(2);

/// How long it is said what was added.
const TOAST_MS: i32 = 6_000;

/// What is on the screen, by the server's number.
type Shown = HashMap<u32, About>;

/// The desktop's notifications. The connection stays: servers take a notification away with the connection that sent it.
pub(crate) struct Notifier {
    app: AppHandle,
    connected: tokio::sync::Mutex<Option<Connected>>,
    shown: Arc<Mutex<Shown>>,
}

struct Connected {
    server: Proxy<'static>,
    can_markup: bool,
    can_act: bool,
}

impl Notifier {
    /// Nothing is asked of the bus before there is something to show.
    pub(crate) fn new(app: &AppHandle) -> Self {
        Self { app: app.clone(), connected: tokio::sync::Mutex::new(None), shown: Arc::default() }
    }

    /// Whether something shows notifications at the moment.
    pub(crate) async fn is_there(&self) -> bool {
        tauri::async_runtime::spawn_blocking(is_available).await.unwrap_or(false)
    }

    /// Shows a notice.
    ///
    /// # Errors
    /// Those of the bus; it is not on the screen then.
    pub(crate) async fn show(&self, notice: &Notice) -> zbus::Result<()> {
        let mut connected = self.connected.lock().await;
        if connected.is_none() {
            *connected = Some(self.connect().await?);
        }
        let Some(there) = connected.as_ref() else { return Ok(()) };
        let sent = self.send(there, notice).await;
        if sent.is_err() {
            // The bus or the server may have been started anew.
            *connected = None;
        }
        sent
    }

    async fn send(&self, Connected { server, can_markup, can_act }: &Connected, notice: &Notice) -> zbus::Result<()> {
        let text = notice.lines.join("\n");
        let body = if *can_markup { escape(&text) } else { text };
        let mut actions: Vec<&str> = if *can_act { vec!["default", notice.language.open()] } else { Vec::new() };
        if *can_act {
            actions.extend(super::actions(notice).into_iter().flat_map(|(name, words)| [name, words]));
        }
        // Its icon and name are those of the installed app.
        let mut hints = HashMap::from([("desktop-entry", Value::from("Docket")), ("urgency", Value::from(1_u8))]);
        let expires_ms = match notice.about {
            // It stays until somebody answers it.
            About::Reminder(..) | About::Reminders(_) => 0,
            About::Added(_) => {
                hints.insert("transient", Value::from(true));
                TOAST_MS
            }
        };
        let message = ("Docket", 0_u32, "docket-desktop", &notice.summary, body, actions, hints, expires_ms);
        let number: u32 = server.call("Notify", &message).await?;
        lock(&self.shown).insert(number, notice.about.clone());
        Ok(())
    }

    /// Takes a task's notice off the screen: it was done or deleted elsewhere.
    pub(crate) async fn take_away(&self, is_over: impl Fn(TaskId) -> bool) {
        let over: Vec<u32> = lock(&self.shown)
            .iter()
            .filter(|(_, about)| !about.tasks().is_empty() && about.tasks().into_iter().all(&is_over))
            .map(|(number, _)| *number)
            .collect();
        let connected = self.connected.lock().await;
        let Some(Connected { server, .. }) = connected.as_ref() else { return };
        for number in over {
            lock(&self.shown).remove(&number);
            if let Err(error) = server.call::<_, _, ()>("CloseNotification", &(number,)).await {
                tracing::debug!(%error, "a notification was gone already");
            }
        }
    }

    /// Tasks that are on the screen.
    pub(crate) fn shown(&self) -> Vec<TaskId> {
        lock(&self.shown).values().flat_map(About::tasks).collect()
    }

    async fn connect(&self) -> zbus::Result<Connected> {
        let connection = zbus::connection::Builder::session()?.method_timeout(LIMIT).build().await?;
        let server = proxy(&connection).await?;
        let capabilities: Vec<String> = server.call("GetCapabilities", &()).await?;
        let can = |what: &str| capabilities.iter().any(|capability| capability == what);
        let (can_markup, can_act) = (can("body-markup"), can("actions"));
        // Before the first is shown, so that no press is missed.
        let pressed = server.receive_signal("ActionInvoked").await?;
        let closed = server.receive_signal("NotificationClosed").await?;
        tauri::async_runtime::spawn(listen(self.app.clone(), Arc::clone(&self.shown), pressed, closed));
        Ok(Connected { server, can_markup, can_act })
    }
}

async fn proxy(connection: &Connection) -> zbus::Result<Proxy<'static>> {
    Proxy::new(connection, SERVER, PATH, SERVER).await
}

/// Hears what is pressed until the connection is gone.
async fn listen(
    app: AppHandle,
    shown: Arc<Mutex<Shown>>,
    mut pressed: SignalStream<'static>,
    mut closed: SignalStream<'static>,
) {
    loop {
        tokio::select! {
            // In this order: a server closes a notification right after its button was pressed.
            biased;
            message = pressed.next() => {
                let Some(message) = message else { return };
                let Ok((number, action)) = message.body().deserialize::<(u32, String)>() else { continue };
                let about = lock(&shown).get(&number).cloned();
                if let (Some(about), Some(answer)) = (about, answer_of(&action)) {
                    lock(&shown).remove(&number);
                    reminders::answered(&app, &about, answer);
                }
            }
            message = closed.next() => {
                let Some(message) = message else { return };
                if let Ok((number, _reason)) = message.body().deserialize::<(u32, u32)>() {
                    lock(&shown).remove(&number);
                }
            }
        }
    }
}

fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A title is text, whatever it looks like.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether something on this desktop shows notifications. Asks the session bus; not for the main thread.
pub(crate) fn is_available() -> bool {
    let answer = ask_for_server();
    if let Err(error) = &answer {
        tracing::info!(%error, "no notifications on this desktop");
    }
    answer.unwrap_or(false)
}

/// A server that runs, or one that the bus starts when it is first asked.
fn ask_for_server() -> zbus::Result<bool> {
    let connection = zbus::blocking::connection::Builder::session()?.method_timeout(LIMIT).build()?;
    let bus = zbus::blocking::fdo::DBusProxy::new(&connection)?;
    let is_running = bus.name_has_owner(SERVER.try_into()?)?;
    Ok(is_running || bus.list_activatable_names()?.iter().any(|name| name.as_str() == SERVER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_title_stays_text() {
        assert_eq!(escape("<b>5 > 3</b> & \"so\""), "&lt;b&gt;5 &gt; 3&lt;/b&gt; &amp; \"so\"");
    }
}
