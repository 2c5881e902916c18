//! Word of work that takes long: for a person at a terminal, on standard error, past a second.

use std::io::{self, IsTerminal, Write};
use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, interval_at};

/// Who waits for less does not wonder.
const AFTER: Duration = Duration::from_secs(1);
const EVERY: Duration = Duration::from_secs(1);
/// Back to the beginning of the line, and nothing left on it (ECMA-48: EL).
const WIPE: &str = "\r\x1b[K";

/// Does `work`; says what is being done, and for how long already, where a person waits for it.
pub(crate) async fn told<T>(doing: &str, work: impl Future<Output = T>) -> T {
    if io::stderr().is_terminal() { told_to(&mut io::stderr(), doing, AFTER, work).await } else { work.await }
}

async fn told_to<T>(to: &mut impl Write, doing: &str, after: Duration, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let started = Instant::now();
    let mut ticks = interval_at(started + after, EVERY);
    let mut is_said = false;
    // Where nobody can be told, the work goes on all the same.
    loop {
        tokio::select! {
            biased;
            done = &mut work => {
                if is_said {
                    let _ = write!(to, "{WIPE}").and_then(|()| to.flush());
                }
                return done;
            }
            _ = ticks.tick() => {
                is_said = true;
                let _ = write!(to, "{WIPE}{doing}… {} s", started.elapsed().as_secs()).and_then(|()| to.flush());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tokio::sync::Notify;

    use super::*;

    /// A terminal that says when something was written to it.
    #[derive(Default)]
    struct Terminal {
        said: Vec<u8>,
        is_told: Rc<Notify>,
    }

    impl Write for Terminal {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.said.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.is_told.notify_one();
            Ok(())
        }
    }

    #[tokio::test]
    async fn what_takes_long_is_said_and_wiped_away_again() {
        let mut terminal = Terminal::default();
        let is_told = Rc::clone(&terminal.is_told);
        // Takes until the person was told.
        let work = async move {
            is_told.notified().await;
            7
        };
        assert_eq!(told_to(&mut terminal, "Counting", Duration::ZERO, work).await, 7);
        assert_eq!(String::from_utf8(terminal.said).unwrap(), format!("{WIPE}Counting… 0 s{WIPE}"));
    }

    #[tokio::test]
    async fn what_is_done_at_once_is_not_said() {
        let mut said = Vec::new();
        assert_eq!(told_to(&mut said, "Counting", AFTER, std::future::ready(7)).await, 7);
        assert!(said.is_empty());
    }
}
