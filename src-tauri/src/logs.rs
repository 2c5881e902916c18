//! The shell's log files: five of at most 1 MiB each, readable by their owner only, without secrets.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use docket_server::{log_filter, redact};
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

const FILE_BYTES: u64 = 1 << 20;
const OLD_FILES: usize = 4;

/// Starts logging into `folder`, made where it is missing. `filter`: what `DOCKET_LOG` says; `info` without it.
///
/// Debug builds log to standard error too.
///
/// # Errors
/// When the folder or the file cannot be made, or the filter cannot be read.
pub(crate) fn start(folder: &Path, filter: Option<&str>) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(log_filter(filter.unwrap_or("info"))).context("reading `DOCKET_LOG`")?;
    let file = Files::open(folder, FILE_BYTES).context("opening the log file")?;
    let to_file = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Redacted(Mutex::new(file)));
    let to_terminal = cfg!(debug_assertions)
        .then(|| tracing_subscriber::fmt::layer().with_writer(Redacted(Mutex::new(io::stderr()))));
    tracing_subscriber::registry().with(filter).with(to_file).with(to_terminal).try_init().context("starting the log")
}

/// Writes each event, which comes as one piece, without what looks like a secret.
struct Redacted<W>(Mutex<W>);

struct Event<'a, W: Write>(&'a Mutex<W>);

impl<'a, W: Write + 'static> MakeWriter<'a> for Redacted<W> {
    type Writer = Event<'a, W>;

    fn make_writer(&'a self) -> Self::Writer {
        Event(&self.0)
    }
}

impl<W: Write> Write for Event<'_, W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let text = redact(&text);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(text.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}

/// `docket.log`, and before it `docket.1.log` (the newest) to `docket.4.log`.
struct Files {
    folder: PathBuf,
    file: File,
    written: u64,
    limit: u64,
}

impl Files {
    fn open(folder: &Path, limit: u64) -> io::Result<Self> {
        make_private_folder(folder)?;
        let file = open_private(&folder.join("docket.log"))?;
        let written = file.metadata()?.len();
        Ok(Self { folder: folder.to_owned(), file, written, limit })
    }

    fn turn(&mut self) -> io::Result<()> {
        let name = |age: usize| match age {
            0 => self.folder.join("docket.log"),
            age => self.folder.join(format!("docket.{age}.log")),
        };
        for age in (0..OLD_FILES).rev() {
            match fs::rename(name(age), name(age + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        self.file = open_private(&name(0))?;
        self.written = 0;
        Ok(())
    }
}

impl Write for Files {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let length = u64::try_from(event.len()).unwrap_or(u64::MAX);
        if self.written > 0 && self.written.saturating_add(length) > self.limit {
            self.turn()?;
        }
        self.file.write_all(event)?;
        self.written = self.written.saturating_add(length);
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Makes the folder, and the data directory around it where this is the first start, for its owner only.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(folder: &Path) -> Vec<(String, u64)> {
        let mut found: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len()))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn five_files_are_kept_and_none_grows_past_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::open(folder.path(), 10).unwrap();
        for _ in 0..20 {
            files.write_all(b"1234\n").unwrap();
        }
        let names = ["docket.1.log", "docket.2.log", "docket.3.log", "docket.4.log", "docket.log"];
        assert_eq!(sizes(folder.path()), names.map(|name| (name.to_owned(), 10)));
    }

    #[test]
    fn secrets_do_not_reach_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let writer = Redacted(Mutex::new(Files::open(folder.path(), FILE_BYTES).unwrap()));
        writer.make_writer().write_all(b"key sk-abcdefgh12345678 refused\n").unwrap();
        let written = fs::read_to_string(folder.path().join("docket.log")).unwrap();
        assert_eq!(written, "key [redacted] refused\n");
    }

    #[test]
    fn a_later_start_goes_on_in_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        Files::open(folder.path(), 10).unwrap().write_all(b"1234\n").unwrap();
        Files::open(folder.path(), 10).unwrap().write_all(b"5678\n").unwrap();
        assert_eq!(sizes(folder.path()), [("docket.log".to_owned(), 10)]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_the_log() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let data_dir = home.path().join("data");
        Files::open(&data_dir.join("logs"), 10).unwrap();
        let mode = |path: &str| fs::metadata(data_dir.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(""), mode("logs"), mode("logs/docket.log")), (0o700, 0o700, 0o600));
    }
}
