//! What time it is for tasks.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Zoned;

/// The clock **of tasks**: parsing, due, completion, views. Sessions, tickets and limits keep the real clock.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The computer's clock, in the zone that the computer is in at the moment.
    System,
    /// A clock that stands still.
    Fixed(Zoned),
    /// A clock that stands still until somebody moves it, for tests of what comes with time.
    Moved(Arc<Mutex<Zoned>>),
}

impl Clock {
    /// The computer's clock in the computer's zone.
    #[must_use]
    pub fn system() -> Self {
        Self::System
    }

    /// The moment and the zone that it is now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read; everything else takes `now`")]
    pub fn now(&self) -> Zoned {
        match self {
            // jiff looks again every few minutes where the computer is: a laptop travels.
            Self::System => Zoned::now(),
            Self::Fixed(now) => now.clone(),
            Self::Moved(now) => now.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// The user's zone by its IANA name, such as `Europe/Berlin`; `UTC` for a zone without a name.
    #[must_use]
    pub fn zone_name(&self) -> String {
        self.now().time_zone().iana_name().unwrap_or("UTC").to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still_and_names_its_zone() {
        let clock = Clock::Fixed("2026-11-21T10:00[Europe/Berlin]".parse().unwrap());
        assert_eq!(clock.now(), clock.now());
        assert_eq!(clock.zone_name(), "Europe/Berlin");
    }
}
