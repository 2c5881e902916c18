//! Words that name tasks. Longer phrases stand before their own beginnings.

/// The task that was last spoken of.
pub(in super::super) const IT: &[&str] =
    &["it", "that", "this", "that one", "this one", "that task", "this task", "the task", "the one"];
/// Those last spoken of, all of them.
pub(in super::super) const THEM: &[&str] = &[
    "them",
    "them all",
    "all of them",
    "all of these",
    "all of those",
    "these",
    "those",
    "these tasks",
    "those tasks",
    "both",
    "both of them",
    "all these",
    "all those",
    "all three",
];
/// The last of those shown.
pub(in super::super) const LAST: &[&str] = &["the last", "the last one", "last one", "last", "the last task"];
/// Places in a list, by words.
pub(in super::super) const ORDINALS: &[&str] =
    &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
/// Words that are no part of a task's name when somebody speaks of it.
pub(in super::super) const ARTICLES: &[&str] =
    &["the", "my", "a", "an", "task", "tasks", "called", "named", "to-do", "todo", "item", "reminder", "one", "about"];
