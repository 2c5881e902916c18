//! The seam to a desktop: what only the program around the server can do.

use serde::Serialize;

/// What a desktop can do for the page. `docket serve` has none; the routes then answer 501.
///
/// The calls come from the server's own threads; they should hand the work to the desktop's main thread and return.
pub trait Host: Send + Sync + 'static {
    /// What works on this desktop, for the page to show or hide its controls.
    fn can(&self) -> Can;

    /// Shows the quick-add window.
    ///
    /// # Errors
    /// [`HostError`] when the window cannot be shown.
    fn show_quick_add(&self) -> Result<(), HostError>;

    /// Hides the quick-add window.
    ///
    /// # Errors
    /// [`HostError`] when the window cannot be hidden.
    fn hide_quick_add(&self) -> Result<(), HostError>;

    /// The quick-add page has the focus and a caret: the window is alive.
    fn quick_add_shown(&self);

    /// Opens an address in the system's browser or mail program. `url` begins with `https://` or `mailto:`; the server has checked.
    ///
    /// # Errors
    /// [`HostError`] when nothing on the system opens it.
    fn open_link(&self, url: &str) -> Result<(), HostError>;

    /// Shows the main window and brings it to the front.
    ///
    /// # Errors
    /// [`HostError`] when the window cannot be shown.
    fn show_window(&self) -> Result<(), HostError>;
}

/// What works on a desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Can {
    /// There is a quick-add window.
    pub quick_add: bool,
    /// Links open in the system's browser.
    pub open_link: bool,
    /// The hot key works.
    pub hot_key: bool,
}

/// Why a desktop could not do what it was asked for; logged, not shown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct HostError(pub String);
