//! Ids: UUID version 7, so that ids sort by the time they were made.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::{ClockSequence, ContextV7, Uuid};

/// Counts within a millisecond, so that what is made at one instant keeps its order (also under a clock that stands still).
static COUNTER: Mutex<ContextV7> = Mutex::new(ContextV7::new());

/// [`COUNTER`] as uuid wants it.
struct SharedCounter;

impl ClockSequence for SharedCounter {
    type Output = u64;

    fn generate_sequence(&self, seconds: u64, subsec_nanos: u32) -> u64 {
        COUNTER.lock().unwrap_or_else(PoisonError::into_inner).generate_sequence(seconds, subsec_nanos)
    }

    fn generate_timestamp_sequence(&self, seconds: u64, subsec_nanos: u32) -> (u64, u64, u32) {
        COUNTER.lock().unwrap_or_else(PoisonError::into_inner).generate_timestamp_sequence(seconds, subsec_nanos)
    }

    fn usable_bits(&self) -> usize {
        COUNTER.lock().unwrap_or_else(PoisonError::into_inner).usable_bits()
    }
}

fn uuid_at(at: Timestamp) -> Uuid {
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    let nanos = u32::try_from(at.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(SharedCounter, seconds, nanos))
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(Uuid);

        impl $name {
            /// A new id made at `at`, never the same twice; it sorts after every id that this process made before.
            #[must_use]
            pub fn new(at: Timestamp) -> Self {
                Self(uuid_at(at))
            }

            /// The 16 bytes, as they are stored.
            #[must_use]
            pub fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id_type! {
    /// Names a task for good; also its iCalendar UID.
    TaskId
}
id_type! {
    /// Names a list.
    ListId
}
id_type! {
    /// Names a reminder of a task.
    ReminderId
}
id_type! {
    /// Names one change set: what one command, or one turn of the assistant, changed; the unit of undo.
    ChangeSetId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_made_at_one_instant_keep_their_order() {
        let at: Timestamp = "2026-11-21T09:00:00Z".parse().unwrap();
        let ids: Vec<TaskId> = (0..5_000).map(|_| TaskId::new(at)).collect();
        assert!(ids.is_sorted());
        assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), ids.len());
    }
}
