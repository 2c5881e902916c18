//! Words that give a task another day. Longer phrases stand before their own beginnings.

/// Give what follows another day.
pub(in super::super) const RESCHEDULE: &[&str] = &[
    "change the due date of",
    "change the date of",
    "set the due date of",
    "set the date of",
    "move the due date of",
    "move the date of",
    "push back",
    "put off",
    "bring forward",
    "reschedule",
    "postpone",
    "snooze",
    "move",
    "push",
    "defer",
    "delay",
    "shift",
    "bring",
    "pull",
    "change",
    "set",
    "make",
];
/// Words of [`RESCHEDULE`] that begin everyday sentences too ("make dinner tomorrow"): they move a task only with one of
/// [`CLEARLY_TO_DAY`], or where the task is named by its whole title.
pub(in super::super) const EVERYDAY: &[&str] = &["change", "set", "make", "push", "bring", "pull"];
/// Words of [`TO_DAY`] that leave no doubt.
pub(in super::super) const CLEARLY_TO_DAY: &[&str] =
    &["to be due on", "to be due", "due on", "due by", "due", "to", "for"];
/// Between a task and its new day.
pub(in super::super) const TO_DAY: &[&str] =
    &["to be due on", "to be due", "due on", "due by", "due", "to", "until", "till", "for", "on", "by"];
/// Take the day away from what follows.
pub(in super::super) const CLEAR_DAY: &[&str] = &[
    "remove the due date from",
    "remove the due date of",
    "remove the date from",
    "remove the date of",
    "clear the due date of",
    "clear the due date from",
    "clear the date of",
    "delete the due date of",
    "delete the due date from",
    "take the date off",
    "take the due date off",
];
/// A day that is none.
pub(in super::super) const NO_DAY: &[&str] =
    &["no date", "no day", "no due date", "someday", "some day", "never", "nothing"];

/// Say that the task is to be done on the day that follows it ("I'll do the bread on Monday").
pub(in super::super) const WILL_DO: &[&str] =
    &["i'll do", "i will do", "i'm going to do", "i am going to do", "let me do", "let's do"];
/// Heads of [`RESCHEDULE`] after which a bare length of time says by how much.
pub(in super::super) const BY_HOW_MUCH: &[&str] = &[
    "push back",
    "put off",
    "bring forward",
    "postpone",
    "snooze",
    "push",
    "defer",
    "delay",
    "shift",
    "bring",
    "pull",
];
/// Between a task and how much later it is to be; the longer ones say so themselves.
pub(in super::super) const LATER_BY: &[&str] = &["back by", "back", "later by", "by", "for another", "for", "on by"];
/// Between a task and how much earlier it is to be.
pub(in super::super) const EARLIER_BY: &[&str] = &["forward by", "forward", "up by", "earlier by", "ahead by", "ahead"];
/// After a length of time.
pub(in super::super) const LATER: &[&str] = &["later", "back", "on"];
/// After a length of time.
pub(in super::super) const EARLIER: &[&str] = &["earlier", "sooner", "forward", "ahead"];
/// Numbers by words.
pub(in super::super) const NUMBERS: &[(&str, i32)] = &[
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("another", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("a couple of", 2),
];
