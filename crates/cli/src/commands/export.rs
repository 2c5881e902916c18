//! `docket export`: all tasks, lists and labels as JSON.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use docket_store::{Error as StoreError, Exported};
use serde_json::json;

use super::{Desk, with_fields};
use crate::arguments::Export;
use crate::failure::Failure;
use crate::progress;

pub(super) async fn export(desk: &Desk, export: Export) -> Result<(), Failure> {
    match export.file {
        None => to_standard_output(desk).await,
        Some(file) => to_file(desk, &file).await,
    }
}

async fn to_standard_output(desk: &Desk) -> Result<(), Failure> {
    let writer = Watched::new(io::stdout());
    let failed = Arc::clone(&writer.failed);
    match desk.store.export(writer, desk.clock.now().timestamp()).await {
        Ok(_) => Ok(()),
        Err(error) => Err(taken(&failed).map_or_else(|| error.into(), Failure::from)),
    }
}

/// Beside the file first: what has its name is whole.
async fn to_file(desk: &Desk, file: &Path) -> Result<(), Failure> {
    let unfinished = Unfinished::beside(file)?;
    let writer = Watched::new(open_private(&unfinished.0).map_err(|error| cannot_write(file, &error))?);
    let failed = Arc::clone(&writer.failed);
    let written = progress::told("Exporting", desk.store.export(writer, desk.clock.now().timestamp())).await;
    let (writer, exported) = written
        .map_err(|error: StoreError| taken(&failed).map_or_else(|| error.into(), |error| cannot_write(file, &error)))?;
    let named = writer.inner.sync_all().and_then(|()| fs::rename(&unfinished.0, file));
    named.map_err(|error| cannot_write(file, &error))?;
    if desk.output.is_json {
        return desk.output.json(&with_fields(&exported, &[("file", json!(file))]));
    }
    let Exported { tasks, lists, labels } = exported;
    let counts = [counted(tasks, "task"), counted(lists, "list"), counted(labels, "label")].join(", ");
    desk.output.line(&format!("Exported {counts} to {}.", file.display()))
}

/// `1 list`, `2 lists`.
pub(super) fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn cannot_write(file: &Path, error: &io::Error) -> Failure {
    Failure::Cannot(format!("`{}` cannot be written: {error}. Name another place.", file.display()))
}

/// A file that goes away unless it got its name.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(file: &Path) -> Result<Self, Failure> {
        let Some(name) = file.file_name() else {
            return Err(Failure::Cannot(format!("`{}` is no name for a file. Name another place.", file.display())));
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".unfinished-{}", std::process::id()));
        Ok(Self(file.with_file_name(hidden)))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Where it got its name, there is nothing left to remove.
        let _ = fs::remove_file(&self.0);
    }
}

/// A list is private: only its owner can read the file.
fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

type Failed = Arc<Mutex<Option<io::Error>>>;

/// A writer that remembers what went wrong: the store says no more than that something did.
struct Watched<W> {
    inner: W,
    failed: Failed,
}

impl<W> Watched<W> {
    fn new(inner: W) -> Self {
        Self { inner, failed: Failed::default() }
    }

    fn watch<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            io::Error::from(kind)
        })
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.inner.write(bytes);
        self.watch(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.inner.flush();
        self.watch(done)
    }
}

fn taken(failed: &Failed) -> Option<io::Error> {
    failed.lock().unwrap_or_else(PoisonError::into_inner).take()
}
