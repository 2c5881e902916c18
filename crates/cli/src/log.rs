//! Logs, on standard error: nothing by default but from `serve`; what looks like a secret is replaced.

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;

use crate::arguments::Command;
use crate::environment::Environment;

/// Begins to log as `DOCKET_LOG` says.
pub(crate) fn start(environment: &Environment, command: &Command) {
    let usual = if matches!(command, Command::Serve(_)) { "info" } else { "off" };
    let filter = docket_server::log_filter(environment.log.as_deref().unwrap_or(usual));
    tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_ansi(false).with_writer(|| Redacted).init();
}

struct Redacted;

impl Write for Redacted {
    /// The subscriber hands over whole lines.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        io::stderr().write_all(docket_server::redact(&text).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
