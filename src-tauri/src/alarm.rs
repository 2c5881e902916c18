//! Waking at a moment of the wall clock, through sleep and changes of the clock.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Notify;

/// Wakes at a moment of the clock of tasks, and whenever that clock was set.
pub(crate) enum Alarm {
    /// The computer's clock.
    Wall(wall::Timer),
    /// A clock that tests move; told each time they do.
    Moved(Arc<Notify>),
}

impl Alarm {
    /// An alarm on the computer's clock.
    ///
    /// # Errors
    /// When the system has no timer left.
    pub(crate) fn wall() -> std::io::Result<Self> {
        wall::Timer::new().map(Self::Wall)
    }

    /// Waits until `moment`, or until the clock was set; look at the clock afterwards.
    pub(crate) async fn wait_until(&self, moment: Timestamp) {
        match self {
            Self::Wall(timer) => timer.wait_until(moment).await,
            Self::Moved(moved) => moved.notified().await,
        }
    }
}

/// The kernel's timer on the real-time clock: it goes on while the computer sleeps and says when somebody sets the clock, so that nothing
/// has to look again and again.
#[cfg(target_os = "linux")]
mod wall {
    use std::io;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use jiff::Timestamp;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
    };
    use tokio::io::unix::AsyncFd;

    /// Where the timer cannot be had any more.
    const SECOND_BEST: Duration = Duration::from_secs(30);

    pub(crate) struct Timer {
        file: AsyncFd<OwnedFd>,
    }

    impl Timer {
        #[expect(
            deprecated,
            reason = "sound for a file that is owned and never swapped; the successor cannot be called in safe code"
        )]
        pub(super) fn new() -> io::Result<Self> {
            let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
            Ok(Self { file: AsyncFd::new(timerfd_create(TimerfdClockId::Realtime, flags)?)? })
        }

        pub(super) async fn wait_until(&self, moment: Timestamp) {
            if let Err(error) = self.try_wait(moment).await {
                tracing::warn!(%error, "the timer failed");
                tokio::time::sleep(SECOND_BEST).await;
            }
        }

        async fn try_wait(&self, moment: Timestamp) -> io::Result<()> {
            // A moment of zero would switch the timer off.
            let at = Timespec { tv_sec: moment.as_second().max(1), tv_nsec: moment.subsec_nanosecond().max(0).into() };
            let once = Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value: at };
            let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
            timerfd_settime(&self.file, flags, &once)?;
            loop {
                let mut ready = self.file.readable().await?;
                let mut times = [0; 8];
                match rustix::io::read(&self.file, &mut times) {
                    // It has come, or the clock was set.
                    Ok(_) | Err(rustix::io::Errno::CANCELED) => return Ok(()),
                    Err(rustix::io::Errno::AGAIN) => ready.clear_ready(),
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[tokio::test]
        async fn it_wakes_at_its_moment_again_and_again_and_at_once_for_one_that_is_past() {
            let timer = Timer::new().unwrap();
            for _ in 0..3 {
                let moment = Timestamp::now() + Duration::from_millis(30);
                timer.wait_until(moment).await;
                assert!(Timestamp::now() >= moment);
            }
            timer.wait_until(Timestamp::now() - Duration::from_secs(3_600)).await;
            timer.wait_until(Timestamp::UNIX_EPOCH).await;
        }

        #[tokio::test]
        async fn one_that_was_given_up_does_not_wake_the_next() {
            let timer = Timer::new().unwrap();
            let soon = Timestamp::now() + Duration::from_millis(20);
            drop(tokio::time::timeout(Duration::ZERO, timer.wait_until(soon)).await);
            let later = Timestamp::now() + Duration::from_millis(120);
            timer.wait_until(later).await;
            assert!(Timestamp::now() >= later);
        }
    }
}

/// Elsewhere the timers of tokio stand still while the computer sleeps and know nothing of the wall clock: the last hour before a moment
/// is waited for in short steps, the time before in long ones.
#[cfg(not(target_os = "linux"))]
mod wall {
    use std::io;
    use std::time::Duration;

    use jiff::Timestamp;

    const SHORT: Duration = Duration::from_secs(30);
    const LONG: Duration = Duration::from_secs(15 * 60);

    pub(crate) struct Timer;

    impl Timer {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn wait_until(&self, moment: Timestamp) {
            let left = Duration::try_from(moment.duration_since(Timestamp::now())).unwrap_or_default();
            let step = if left > 4 * LONG { LONG } else { SHORT };
            tokio::time::sleep(left.min(step)).await;
        }
    }
}
