//! What the surroundings say: the environment and the arguments, read once, here.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use docket_server::Clock;
use docket_tasks::TaskId;
use jiff::Zoned;
use secrecy::SecretString;
use tokio::sync::Notify;

use crate::alarm::Alarm;

/// What begins a link to Docket.
const SCHEME: &str = "docket://";

/// The environment variables and arguments that the shell knows (docs: contract section 1).
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// `DOCKET_DATA_DIR`: where the data lies, when not in the platform's place.
    pub(crate) data_dir: Option<PathBuf>,
    /// `DOCKET_LOG`: a tracing filter.
    pub(crate) log: Option<String>,
    /// `DOCKET_NOW`: a clock that stands still, or `@FILE`: one that says what stands in that file; read by debug builds only.
    pub(crate) now: Option<String>,
    /// `DOCKET_TRAY_GRACE_MS`: how long the hidden window is kept; read by debug builds only.
    pub(crate) tray_grace: Option<Duration>,
    /// The language of the session, such as `de_AT.UTF-8`.
    pub(crate) language: Option<String>,
    /// `OPENAI_API_KEY`: used when the keyring has none.
    pub(crate) api_key: Option<SecretString>,
    /// `ROLLBACK_CHAT=true`: the built-in chat element, whatever the settings say.
    pub(crate) built_in_element: bool,
    /// A WebDriver controls the window; debug builds only.
    pub(crate) is_driven: bool,
    /// The session is a Wayland one: there is no global hot key to be had.
    pub(crate) is_wayland: bool,
}

impl Environment {
    /// Reads this process's environment.
    #[expect(clippy::disallowed_methods, reason = "a roof reads the environment and hands it down")]
    pub(crate) fn read() -> Self {
        let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            data_dir: std::env::var_os("DOCKET_DATA_DIR").filter(|value| !value.is_empty()).map(PathBuf::from),
            log: text("DOCKET_LOG"),
            now: text("DOCKET_NOW").filter(|_| cfg!(debug_assertions)),
            tray_grace: text("DOCKET_TRAY_GRACE_MS")
                .filter(|_| cfg!(debug_assertions))
                .and_then(|text| text.parse().ok())
                .map(Duration::from_millis),
            language: ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(text),
            api_key: text("OPENAI_API_KEY").map(SecretString::from),
            built_in_element: text("ROLLBACK_CHAT").as_deref() == Some("true"),
            is_driven: cfg!(debug_assertions) && text("TAURI_WEBVIEW_AUTOMATION").as_deref() == Some("true"),
            is_wayland: text("WAYLAND_DISPLAY").is_some(),
        }
    }

    /// The clock of tasks, and what wakes at its moments where that is not the computer's.
    ///
    /// # Errors
    /// When `DOCKET_NOW` is no moment.
    pub(crate) fn clock(&self) -> anyhow::Result<(Clock, Option<Alarm>)> {
        let read = |text: &str| text.trim().parse::<Zoned>().context("reading `DOCKET_NOW`");
        let Some(now) = self.now.as_deref() else { return Ok((Clock::system(), None)) };
        let moved = Arc::new(Notify::new());
        let Some(file) = now.strip_prefix('@').map(PathBuf::from) else {
            return Ok((Clock::Fixed(read(now)?), Some(Alarm::Moved(moved))));
        };
        let time = Arc::new(Mutex::new(read(&std::fs::read_to_string(&file).context("reading `DOCKET_NOW`")?)?));
        follow_file(file, Arc::clone(&time), Arc::clone(&moved));
        Ok((Clock::Moved(time), Some(Alarm::Moved(moved))))
    }

    /// The data directory: the given one, or the platform's for this app, which the command line uses too.
    pub(crate) fn data_dir(&self) -> Option<PathBuf> {
        self.data_dir.clone().or_else(docket_store::default_data_dir)
    }
}

/// Moves a test's clock to what its file says, and wakes who waits for it: as the system does when somebody sets the clock.
fn follow_file(file: PathBuf, time: Arc<Mutex<Zoned>>, moved: Arc<Notify>) {
    const EVERY: Duration = Duration::from_millis(20);
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            let Ok(text) = tokio::fs::read_to_string(&file).await else { continue };
            // Half written, it is no moment yet.
            let Ok(now) = text.trim().parse::<Zoned>() else { continue };
            let before = std::mem::replace(&mut *time.lock().unwrap_or_else(PoisonError::into_inner), now.clone());
            if before != now || before.time_zone() != now.time_zone() {
                tracing::info!(%now, "the clock was set");
                moved.notify_one();
            }
        }
    });
}

/// The argument of a start by the system, when the person logs in.
pub(crate) const BACKGROUND: &str = "--background";
/// The argument of a start for quick add.
const QUICK_ADD: &str = "--quick-add";

/// What a start asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// The main window.
    Open,
    /// Nothing to see: tray, hot key and reminders (`--background`).
    Background,
    /// The quick-add window (`--quick-add`): what a desktop without global hot keys binds to a key.
    QuickAdd,
    /// The main window on a task: a link `docket://task/ID`.
    Task(TaskId),
}

impl Request {
    /// Reads the arguments of a start, the program's name first. Others are for other people (a session manager, macOS) and are passed over.
    pub(crate) fn from_args<I: IntoIterator<Item = S>, S: Into<OsString>>(args: I) -> Self {
        let asks = args.into_iter().skip(1).find_map(|argument| match argument.into().to_str()? {
            QUICK_ADD => Some(Self::QuickAdd),
            BACKGROUND => Some(Self::Background),
            link => Self::from_link(link),
        });
        asks.unwrap_or(Self::Open)
    }

    /// What a link to `docket://` asks for; any web page may hold one, so it shows and never changes anything. `None` for other addresses.
    pub(crate) fn from_link(link: &str) -> Option<Self> {
        let rest = link.get(..SCHEME.len()).filter(|scheme| scheme.eq_ignore_ascii_case(SCHEME))?;
        let rest = link.strip_prefix(rest)?.trim_end_matches('/');
        let task = rest.strip_prefix("task/").and_then(|id| id.parse().ok());
        Some(task.map_or(Self::Open, Self::Task))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_asks_for_a_window() {
        assert_eq!(Request::from_args(["docket-desktop"]), Request::Open);
        assert_eq!(Request::from_args(["docket-desktop", "--quick-add"]), Request::QuickAdd);
        assert_eq!(Request::from_args(["docket-desktop", "--background"]), Request::Background);
        assert_eq!(Request::from_args(["docket-desktop", "-psn_0_1", "--quick-add"]), Request::QuickAdd);
        assert_eq!(Request::from_args(["--quick-add"]), Request::Open, "the program's name is no argument");
    }

    #[test]
    fn a_link_shows_a_task_or_the_window() {
        let id = "0197a3c8-1f2e-7000-8000-00000000007f";
        let task = Request::Task(id.parse().unwrap());
        let cases = [
            (format!("docket://task/{id}"), Some(task)),
            (format!("DOCKET://task/{id}/"), Some(task)),
            ("docket://".to_owned(), Some(Request::Open)),
            ("docket://task/../../etc".to_owned(), Some(Request::Open)),
            ("docket://delete/everything".to_owned(), Some(Request::Open)),
            ("https://example.org".to_owned(), None),
            ("docket:".to_owned(), None),
            ("d\u{f6}cket://".to_owned(), None),
        ];
        for (link, expected) in cases {
            assert_eq!(Request::from_link(&link), expected, "{link}");
            assert_eq!(Request::from_args(["docket-desktop", &link]), expected.unwrap_or(Request::Open), "{link}");
        }
    }
}
