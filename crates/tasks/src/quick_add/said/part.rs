//! Parts of the day, and what they say about an hour without `am` or `pm`.

use jiff::civil::Time;
use jiff::{SignedDuration, ToSpan};

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::quick_add) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// A time of day as it was told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::quick_add) enum Told {
    /// That time.
    Exact(Time),
    /// What the hands of a clock show: 1 to 12 o'clock, in either half of the day.
    OnDial(Time),
    /// Only which part of the day.
    Part(Part),
}

/// Until then an hour without `am` or `pm` is one of the afternoon: hardly anything is to be done at 3 in the night.
const LAST_HOUR_OF_THE_AFTERNOON: i8 = 6;
/// When a night is over.
const END_OF_NIGHT: i8 = 5;

impl Told {
    /// The time that is meant, where `part` is the part of the day said with it; `None` of a part alone.
    pub(in crate::quick_add) fn time(self, part: Option<Part>) -> Option<Time> {
        match self {
            Self::Exact(time) => Some(time),
            Self::OnDial(dial) => Some(part.and_then(|part| part.of_dial(dial)).unwrap_or_else(|| usually(dial))),
            Self::Part(_) => None,
        }
    }

    /// The time that is meant in `part`; `None` where it is not on a dial, or no such hour is in that part.
    pub(in crate::quick_add) fn in_part(self, part: Part) -> Option<Time> {
        match self {
            Self::OnDial(dial) => part.of_dial(dial),
            Self::Exact(_) | Self::Part(_) => None,
        }
    }
}

fn usually(dial: Time) -> Time {
    if (1..=LAST_HOUR_OF_THE_AFTERNOON).contains(&dial.hour()) { later_half(dial) } else { dial }
}

/// Of a dial, the time from noon on.
fn later_half(dial: Time) -> Time {
    if dial.hour() == 12 { dial } else { dial.wrapping_add(12.hours()) }
}

/// Of a dial, the time before noon.
fn earlier_half(dial: Time) -> Time {
    later_half(dial).wrapping_sub(SignedDuration::from_hours(12))
}

impl Part {
    /// Whether `time` is in it.
    pub(in crate::quick_add) fn has(self, time: Time) -> bool {
        match (self, time.hour()) {
            (Self::Morning, hour) => hour < 12,
            (Self::Afternoon, hour) => (12..=19).contains(&hour),
            (Self::Evening, hour) => hour == 0 || hour > 12,
            (Self::Night, hour) => !(END_OF_NIGHT..=16).contains(&hour),
        }
    }

    /// Whether `time` is in it, but on the day after: the night of Friday goes on on Saturday.
    pub(in crate::quick_add) fn is_past_midnight(self, time: Time) -> bool {
        matches!(self, Self::Evening | Self::Night) && time.hour() < END_OF_NIGHT
    }

    /// The time of a dial that is in this part; `None` where neither is.
    fn of_dial(self, dial: Time) -> Option<Time> {
        [earlier_half(dial), later_half(dial)].into_iter().find(|time| self.has(*time))
    }
}
