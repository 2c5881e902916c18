//! What the environment says, read once.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use docket_server::Clock;
use secrecy::SecretString;

use crate::failure::Failure;

/// What the environment says.
#[derive(Debug)]
pub(crate) struct Environment {
    /// `DOCKET_DATA_DIR`.
    pub(crate) data_dir: Option<PathBuf>,
    /// `DOCKET_LOG`, a tracing filter.
    pub(crate) log: Option<String>,
    /// `OPENAI_API_KEY`.
    pub(crate) key: Option<SecretString>,
    /// Whether standard output is a terminal that takes colours: not with `NO_COLOR` (no-color.org), not a dumb one.
    pub(crate) has_colours: bool,
    /// `ROLLBACK_CHAT=true`: the built-in chat element, whatever the settings say.
    pub(crate) built_in_element: bool,
    /// `DOCKET_ELEMENT_SCRIPT`, in debug builds: a stand-in for the script of OpenAI's chat element.
    pub(crate) element_script: Option<String>,
    /// `DOCKET_NOW`, in debug builds.
    now: Option<String>,
}

impl Environment {
    pub(crate) fn read() -> Self {
        let text = |name: &str| set(name).and_then(|value| value.into_string().ok());
        let plain = set("NO_COLOR").is_some() || text("TERM").is_some_and(|terminal| terminal == "dumb");
        Self {
            data_dir: set("DOCKET_DATA_DIR").map(PathBuf::from),
            log: text("DOCKET_LOG"),
            key: text("OPENAI_API_KEY").map(SecretString::from),
            has_colours: !plain && std::io::stdout().is_terminal(),
            built_in_element: text("ROLLBACK_CHAT").is_some_and(|said| said == "true"),
            element_script: if cfg!(debug_assertions) { text("DOCKET_ELEMENT_SCRIPT") } else { None },
            now: if cfg!(debug_assertions) { text("DOCKET_NOW") } else { None },
        }
    }

    /// The clock of tasks.
    ///
    /// # Errors
    /// [`Failure::Usage`] for a `DOCKET_NOW` that is no moment.
    pub(crate) fn clock(&self) -> Result<Clock, Failure> {
        let Some(now) = &self.now else { return Ok(Clock::system()) };
        let moment = now.parse().map_err(|_| {
            Failure::Usage(format!("DOCKET_NOW is `{now}`, not a moment such as 2026-11-21T10:00[Europe/Berlin]."))
        })?;
        Ok(Clock::Fixed(moment))
    }
}

/// A variable that is there and not empty.
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
