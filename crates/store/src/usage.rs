//! How much room the data takes.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::backup::io_error;
use crate::open::DATA_FILE;
use crate::{Error, Store, files};

/// How much room the data takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The data file with its log, of all users, in bytes; 0 in memory.
    pub data_bytes: u64,
    /// Files of this user's attachments.
    pub attachments: usize,
    /// Their bytes.
    pub attachment_bytes: u64,
    /// Files in this user's folder that nothing names: [`crate::Database::tend`] removes them when they are an hour old.
    pub orphans: usize,
}

impl Store {
    /// How much room the data takes. Looks at each file of this user's attachments.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn usage(&self) -> Result<Usage, Error> {
        let Some(data) = self.shared().folder().map(Path::to_owned) else { return Ok(Usage::default()) };
        // Any id leads to the folder in which all of them lie.
        let folder = self.attachment_path("x")?.parent().map(Path::to_owned).unwrap_or_default();
        let looking = tokio::task::spawn_blocking(move || Ok((bytes_of_data(&data)?, files_in(&folder)?)));
        let (data_bytes, files) = looking.await.map_err(|_| Error::Internal)?.map_err(io_error)?;
        // Read after the files: an attachment that comes meanwhile has its record before anybody asks for its file.
        let known = self.attachment_ids().await?;
        let mut usage = Usage { data_bytes, ..Usage::default() };
        for (name, bytes) in files {
            if name.to_str().is_some_and(|id| known.contains(id)) {
                usage.attachments += 1;
                usage.attachment_bytes += bytes;
            } else {
                usage.orphans += 1;
            }
        }
        Ok(usage)
    }

    async fn attachment_ids(&self) -> Result<HashSet<String>, Error> {
        self.read(|mine| {
            let ids = mine.rows("SELECT id FROM attachments WHERE user = :user", &[], |row| Ok(row.get(0)?))?;
            Ok(ids.into_iter().collect())
        })
        .await
    }
}

fn bytes_of_data(folder: &Path) -> io::Result<u64> {
    let file = folder.join(DATA_FILE);
    ["", "-wal"].iter().map(|suffix| bytes_of(&files::beside(&file, suffix))).sum()
}

/// Nothing for a file that is not there: a log goes and comes.
fn bytes_of(path: &PathBuf) -> io::Result<u64> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        about => Ok(about?.len()),
    }
}

fn files_in(folder: &Path) -> io::Result<Vec<(OsString, u64)>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    entries.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), bytes_of(&entry.path())?)))).collect()
}
