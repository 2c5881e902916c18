//! How long things may be, in one place.

/// Longest title, in characters.
pub const TITLE_CHARS: usize = 500;
/// Longest notes, in characters.
pub const NOTES_CHARS: usize = 20_000;
/// Longest name of a list or label, in characters.
pub const NAME_CHARS: usize = 100;
/// Most labels on one task.
pub const LABELS: usize = 50;
/// Most reminders of one task.
pub const REMINDERS: usize = 20;
/// Longest time before its due that a task is reminded of, in minutes: a year.
pub const REMINDER_MIN: u32 = 527_040;
/// Longest duration of a task, in minutes: a year.
pub const DURATION_MIN: u32 = 527_040;
/// Most tasks that a tool of the assistant may name at once.
pub const IDS: usize = 50;
/// Most tasks that one change set may change by name.
pub const TASKS_AT_ONCE: usize = 1_000;
