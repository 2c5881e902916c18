//! The data directory, opened.

use std::path::PathBuf;

use docket_store::{Database, OpenOptions, SetAside, default_data_dir};

use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::note;

/// The user whose list it is, unless somebody says otherwise.
pub(crate) const USER: &str = "local";

/// The data directory: as said, as the environment says, or the platform's.
///
/// # Errors
/// [`Failure::Data`] where the system names no home.
pub(crate) fn folder(said: Option<PathBuf>, environment: &Environment) -> Result<PathBuf, Failure> {
    said.or_else(|| environment.data_dir.clone()).or_else(default_data_dir).ok_or_else(|| {
        Failure::Data("There is no home directory to keep the list in. Name a folder with --data-dir.".to_owned())
    })
}

/// Opens the data in `folder`; says so when a damaged file was put aside.
///
/// # Errors
/// [`Failure::Data`].
pub(crate) fn open(folder: &std::path::Path) -> Result<Database, Failure> {
    let database = Database::open(folder, OpenOptions::default())?;
    if let Some(SetAside { folder, restored_from, .. }) = &database.opened().set_aside {
        let instead = if restored_from.is_some() { "the newest good backup" } else { "an empty list" };
        note(&format!("The list file was damaged. It is kept whole in {}; this is {instead}.", folder.display()));
        note("`docket doctor` says what can be had back.");
    }
    Ok(database)
}
