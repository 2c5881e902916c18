//! Words that rename, and that set priority, labels, list and repeat; and those about lists themselves.

/// Give what follows another title, which stands after one of [`RENAME_TO`].
pub(in super::super) const RENAME: &[&str] = &[
    "change the title of",
    "change the name of",
    "change the text of",
    "change the wording of",
    "set the title of",
    "edit the title of",
    "rename the task",
    "rename task",
    "rename",
    "retitle",
    "reword",
];
/// Between the old title and the new one.
pub(in super::super) const RENAME_TO: &[&str] = &["to be called", "to say", "to", "into", "as", "->", "=>", "→"];
/// Rename the task that was last spoken of to what follows.
pub(in super::super) const CALL_IT: &[&str] = &["call it", "call that", "call this", "name it"];

/// A priority is set: the task stands after, then one of [`TO_LEVEL`].
pub(in super::super) const SET_PRIORITY: &[&str] = &[
    "set the priority of",
    "set the priority for",
    "set priority of",
    "set priority for",
    "change the priority of",
    "change priority of",
    "give",
    "mark",
    "make",
    "set",
];
/// Between a task and its priority.
pub(in super::super) const TO_LEVEL: &[&str] =
    &["to be", "to", "as", "is now", "is", "are", "has the priority", "has", "a", "the", "with"];
/// Set the highest priority for what follows.
pub(in super::super) const PRIORITISE: &[&str] = &["prioritise", "prioritize"];
/// Take the priority away from what follows.
pub(in super::super) const NO_PRIORITY: &[&str] = &[
    "remove the priority from",
    "remove the priority of",
    "remove priority from",
    "clear the priority of",
    "clear the priority from",
    "take the priority off",
    "deprioritise",
    "deprioritize",
];
/// Names of priorities.
pub(in super::super) const LEVELS: &[(&str, u8)] = &[
    ("priority 1", 1),
    ("priority 2", 2),
    ("priority 3", 3),
    ("priority 4", 4),
    ("priority one", 1),
    ("priority two", 2),
    ("priority three", 3),
    ("p1", 1),
    ("p2", 2),
    ("p3", 3),
    ("p4", 4),
    ("highest priority", 1),
    ("top priority", 1),
    ("high priority", 1),
    ("urgent priority", 1),
    ("urgent", 1),
    ("very important", 1),
    ("important", 1),
    ("medium priority", 2),
    ("normal priority", 4),
    ("low priority", 3),
    ("lowest priority", 3),
    ("no priority", 4),
    ("not urgent", 4),
    ("not urgent any more", 4),
    ("not urgent anymore", 4),
    ("not important", 4),
    ("not important any more", 4),
    ("not important anymore", 4),
    ("no longer urgent", 4),
    ("no longer important", 4),
    ("unimportant", 4),
];
/// Names of priorities where the word before says that one is meant ("set the priority of the report to high").
pub(in super::super) const BARE_LEVELS: &[(&str, u8)] = &[
    ("1", 1),
    ("2", 2),
    ("3", 3),
    ("4", 4),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("highest", 1),
    ("high", 1),
    ("medium", 2),
    ("low", 3),
    ("lowest", 3),
    ("none", 4),
    ("normal", 4),
];

/// Label the task that follows; the label stands after one of [`LABEL_AS`].
pub(in super::super) const LABEL: &[&str] = &["label the task", "label", "tag the task", "tag"];
/// Between a task and its label.
pub(in super::super) const LABEL_AS: &[&str] = &["with the label", "with label", "with", "as"];
/// Add the label that follows; the task stands after one of [`LABEL_TO`].
pub(in super::super) const ADD_LABEL: &[&str] = &[
    "add the label",
    "add a label",
    "add label",
    "add the tag",
    "add tag",
    "put the label",
    "put label",
    "put the tag",
    "give the label",
    "set the label",
];
/// Between a label and the task that it is put on.
pub(in super::super) const LABEL_TO: &[&str] = &["to", "on", "onto"];
/// Take the label that follows away; the task stands after one of [`LABEL_FROM`].
pub(in super::super) const REMOVE_LABEL: &[&str] = &[
    "remove the label",
    "remove label",
    "remove the tag",
    "remove tag",
    "delete the label",
    "take the label",
    "take the tag",
    "drop the label",
];
/// Between a label and the task that it is taken from.
pub(in super::super) const LABEL_FROM: &[&str] = &["from", "off", "of"];
/// Take all labels away from what follows.
pub(in super::super) const NO_LABELS: &[&str] = &[
    "remove all labels from",
    "remove the labels from",
    "remove all tags from",
    "remove the tags from",
    "clear the labels of",
    "clear the tags of",
    "unlabel",
    "untag",
];

/// Move a task to the list that stands after one of [`TO_LIST`].
pub(in super::super) const TO_LIST: &[&str] =
    &["to the list", "into the list", "in the list", "onto the list", "onto", "into", "to", "in", "on"];
/// Take what precedes out of its list.
pub(in super::super) const OUT_OF_LIST: &[&str] = &[
    "out of its list",
    "out of the list",
    "to the inbox",
    "to my inbox",
    "to inbox",
    "into the inbox",
    "in the inbox",
];
/// Begin a sentence that moves a task to a list.
pub(in super::super) const MOVE: &[&str] = &["move", "put", "file", "sort", "transfer", "take"];

/// Make what follows repeat; how stands at the end.
pub(in super::super) const REPEAT: &[&str] = &["make", "set", "let", "have", "change", "repeat", "schedule"];
/// Between a task and how it repeats.
pub(in super::super) const REPEATS: &[&str] = &[
    "to repeat",
    "to recur",
    "to happen",
    "to come back",
    "to be due",
    "should repeat",
    "should happen",
    "recurring",
    "repeating",
    "repeats",
    "repeat",
    "recurs",
    "recur",
    "happens",
    "comes",
    "is due",
    "to be",
    "to",
];
/// Those of [`REPEATS`] that say other things too ("to Friday").
pub(in super::super) const REPEATS_PERHAPS: &[&str] =
    &["to happen", "to be due", "to be", "happens", "comes", "is due", "to"];
/// What follows repeats no more.
pub(in super::super) const STOP_REPEAT: &[&str] = &[
    "stop repeating",
    "stop the repeat of",
    "do not repeat",
    "don't repeat",
    "remove the repeat from",
    "remove the repeat of",
    "remove the recurrence from",
    "remove the recurrence of",
    "clear the repeat of",
    "make",
];
/// End a sentence that takes a repeat away.
pub(in super::super) const NOT_REPEATING: &[&str] = &[
    "stop repeating",
    "not repeat any more",
    "not repeat anymore",
    "not repeat",
    "no longer repeat",
    "should not repeat",
    "does not repeat any more",
    "does not repeat",
    "doesn't repeat any more",
    "doesn't repeat",
    "no longer repeats",
];
/// Between "stop repeating" and its end.
pub(in super::super) const ANY_MORE: &[&str] = &["any more", "anymore", "any longer"];

/// Make the list that follows.
pub(in super::super) const ADD_LIST: &[&str] = &[
    "add a new list called",
    "add a new list named",
    "add a new list",
    "add a list called",
    "add a list named",
    "add a list for",
    "add a list",
    "add list",
    "create a new list called",
    "create a new list named",
    "create a new list",
    "create a list called",
    "create a list named",
    "create a list for",
    "create a list",
    "create list",
    "make a new list called",
    "make a new list",
    "make a list called",
    "make a list named",
    "make a list for",
    "make a list",
    "make list",
    "new list called",
    "new list",
];
/// Speak of lists and labels themselves, in ways that are for the sidebar.
pub(in super::super) const ABOUT_LISTS: &[&str] = &[
    "delete the list",
    "delete my list",
    "delete list",
    "remove the list",
    "remove list",
    "rename the list",
    "rename my list",
    "rename list",
    "rename the label",
    "rename label",
    "empty the trash",
    "empty trash",
    "clear the trash",
    "delete permanently",
];
