//! Where the data lies when nobody says otherwise.

use std::path::PathBuf;

/// The app's identifier, as in `tauri.conf.json`; the platforms name folders after it.
const IDENTIFIER: &str = "app.docket.desktop";

/// The platform's folder for this app's local data: the same for the desktop app and the command line.
///
/// Linux `$XDG_DATA_HOME` (or `~/.local/share`), macOS `~/Library/Application Support`, Windows `%LOCALAPPDATA%`; in it the app's
/// identifier. `None` where the system names no home.
#[must_use]
pub fn default_data_dir() -> Option<PathBuf> {
    Some(directories::BaseDirs::new()?.data_local_dir().join(IDENTIFIER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_named_as_the_bundle_is() {
        let bundle = include_str!("../../../tauri.conf.json");
        assert!(bundle.contains(&format!("\"identifier\": \"{IDENTIFIER}\"")));
        assert!(default_data_dir().is_none_or(|dir| dir.is_absolute() && dir.ends_with(IDENTIFIER)));
    }
}
