//! macOS and Windows: tauri-plugin-notification. Its permission is asked for by the system with the first notification.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use docket_tasks::TaskId;
use tauri::AppHandle;
use tauri_plugin_notification::{Action, ActionType, NotificationExt};

use super::{actions, answer_of};
use crate::reminders::{self, About, Notice};

/// What is on the screen, by our own number.
type Shown = HashMap<i32, About>;

/// The system's notifications.
pub(crate) struct Notifier {
    app: AppHandle,
    shown: &'static Mutex<Shown>,
}

impl Notifier {
    /// Hears what is pressed from now on.
    pub(crate) fn new(app: &AppHandle) -> Self {
        static SHOWN: OnceLock<Mutex<Shown>> = OnceLock::new();
        let shown = SHOWN.get_or_init(Mutex::default);
        let handle = app.clone();
        match app.plugin(tauri_plugin_notification::init()) {
            Ok(()) => {
                let heard = app.notification().on_action(move |performed| {
                    let Some(number) = performed.notification().map(|notification| notification.id()) else { return };
                    let about = lock(shown).remove(&number);
                    if let (Some(about), Some(answer)) = (about, answer_of(performed.action_id())) {
                        reminders::answered(&handle, &about, answer);
                    }
                });
                if let Err(error) = heard {
                    tracing::warn!(%error, "notifications cannot be answered");
                }
            }
            Err(error) => tracing::warn!(%error, "no notifications here"),
        }
        Self { app: app.clone(), shown }
    }

    /// The system always shows them, or keeps them for later.
    pub(crate) async fn is_there(&self) -> bool {
        true
    }

    /// Shows a notice.
    ///
    /// # Errors
    /// Those of the plugin.
    pub(crate) async fn show(&self, notice: &Notice) -> Result<(), tauri_plugin_notification::Error> {
        let number = {
            let mut shown = lock(self.shown);
            let number = shown.keys().max().map_or(1, |last| last.wrapping_add(1));
            shown.insert(number, notice.about.clone());
            number
        };
        let notification = self.app.notification();
        let mut builder = notification.builder().id(number).title(&notice.summary).body(notice.lines.join("\n"));
        let kind = match notice.about {
            About::Reminder(..) => Some("reminder"),
            About::Added(_) => Some("added"),
            About::Reminders(_) => None,
        };
        if let Some(kind) = kind {
            notification.register_action_types(vec![action_type(kind, notice)])?;
            builder = builder.action_type_id(kind);
        }
        builder.show()
    }

    /// These systems keep their notifications until the person clears them.
    pub(crate) async fn take_away(&self, _is_over: impl Fn(TaskId) -> bool) {}

    /// Tasks that are on the screen; of no use where none can be taken away.
    pub(crate) fn shown(&self) -> Vec<TaskId> {
        Vec::new()
    }
}

fn action_type(kind: &str, notice: &Notice) -> ActionType {
    let actions = actions(notice).into_iter().map(|(id, title)| Action::builder(id, title).build()).collect();
    ActionType::builder(kind).actions(actions).build()
}

fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether something shows notifications: always, here.
pub(crate) fn is_available() -> bool {
    true
}
