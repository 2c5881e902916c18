//! What the surroundings say: the environment and the arguments, read once, here.

use std::ffi::OsString;
use std::path::PathBuf;

use secrecy::SecretString;

/// The environment variables and arguments that the shell knows (docs: contract section 1).
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// `DOCKET_DATA_DIR`: where the data lies, when not in the platform's place.
    pub(crate) data_dir: Option<PathBuf>,
    /// `DOCKET_LOG`: a tracing filter.
    pub(crate) log: Option<String>,
    /// `DOCKET_NOW`: a clock that stands still; read by debug builds only.
    pub(crate) now: Option<String>,
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
            api_key: text("OPENAI_API_KEY").map(SecretString::from),
            built_in_element: text("ROLLBACK_CHAT").as_deref() == Some("true"),
            is_driven: cfg!(debug_assertions) && text("TAURI_WEBVIEW_AUTOMATION").as_deref() == Some("true"),
            is_wayland: text("WAYLAND_DISPLAY").is_some(),
        }
    }

    /// The data directory: the given one, or the platform's for this app, which the command line uses too.
    pub(crate) fn data_dir(&self) -> Option<PathBuf> {
        self.data_dir.clone().or_else(docket_store::default_data_dir)
    }
}

/// What a start asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// The main window.
    Open,
    /// The quick-add window (`--quick-add`): what a desktop without global hot keys binds to a key.
    QuickAdd,
}

impl Request {
    /// Reads the arguments of a start, the program's name first. Others are for other people (a session manager, macOS) and are passed over.
    pub(crate) fn from_args<I: IntoIterator<Item = S>, S: Into<OsString>>(args: I) -> Self {
        let asks = args.into_iter().skip(1).any(|argument| argument.into() == "--quick-add");
        if asks { Self::QuickAdd } else { Self::Open }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_asks_for_a_window() {
        assert_eq!(Request::from_args(["docket-desktop"]), Request::Open);
        assert_eq!(Request::from_args(["docket-desktop", "--quick-add"]), Request::QuickAdd);
        assert_eq!(Request::from_args(["docket-desktop", "-psn_0_1", "--quick-add"]), Request::QuickAdd);
        assert_eq!(Request::from_args(["--quick-add"]), Request::Open, "the program's name is no argument");
    }
}
