//! Words that complete, reopen, delete and restore. Longer phrases stand before their own beginnings.

/// Complete what follows.
pub(in super::super) const COMPLETE: &[&str] = &[
    "i'm done with",
    "i am done with",
    "i'm done",
    "i am done",
    "i'm finished with",
    "i am finished with",
    "done with",
    "all done with",
    "finished with",
    "i got done with",
    "i am through with",
    "i'm through with",
    "i've finished",
    "i have finished",
    "i just finished",
    "i finished",
    "i've completed",
    "i have completed",
    "i completed",
    "i've done",
    "i have done",
    "i just did",
    "i did",
    "finished",
    "finish",
    "completed",
    "complete",
    "check off",
    "tick off",
    "cross off",
    "strike off",
    "close",
    "tick",
    "done",
];
/// Complete what stands between one of these and one of [`OFF`]; without it they are everyday words ("check the mail").
pub(in super::super) const CHECK: &[&str] = &["check", "tick", "cross", "strike", "scratch"];
/// End a sentence that begins with one of [`CHECK`].
pub(in super::super) const OFF: &[&str] =
    &["off my to-do list", "off the to-do list", "off my list", "off the list", "off"];
/// Turn what was said to be done into the opposite.
pub(in super::super) const NOT: &[&str] = &["not", "never", "nothing", "n't"];
/// Complete what precedes.
pub(in super::super) const IS_DONE: &[&str] = &[
    "is already done",
    "is done",
    "are done",
    "is finished",
    "is completed",
    "is complete",
    "has been done",
    "was done",
    "done",
    "finished",
    "completed",
];
/// Begin a sentence that ends in one of [`AS_DONE`] or [`AS_OPEN`].
pub(in super::super) const MARK: &[&str] = &["mark", "set"];
/// End a sentence that completes.
pub(in super::super) const AS_DONE: &[&str] = &[
    "as done",
    "as complete",
    "as completed",
    "as finished",
    "to done",
    "done",
    "complete",
    "completed",
    "finished",
    "off",
];
/// End a sentence that reopens.
pub(in super::super) const AS_OPEN: &[&str] = &[
    "as not done",
    "as undone",
    "as open",
    "as incomplete",
    "as not completed",
    "as not finished",
    "not done",
    "undone",
    "open",
];
/// Reopen what follows.
pub(in super::super) const REOPEN: &[&str] =
    &["reopen", "re-open", "open again", "uncheck", "untick", "uncomplete", "un-complete"];
/// Reopen what precedes.
pub(in super::super) const IS_OPEN: &[&str] = &[
    "is not done",
    "isn't done",
    "is not done yet",
    "isn't done yet",
    "is not finished",
    "isn't finished",
    "is not finished yet",
    "isn't finished yet",
    "is not complete",
    "was not done",
    "wasn't done",
    "is still open",
    "is still to do",
    "not done yet",
    "not done",
    "not finished yet",
    "not finished",
];
/// Move what follows to the trash.
pub(in super::super) const DELETE: &[&str] =
    &["delete", "remove", "cancel", "drop", "trash", "get rid of", "throw away", "discard", "erase"];
/// Take what follows out of the trash.
pub(in super::super) const RESTORE: &[&str] = &["restore", "bring back", "undelete", "untrash"];

/// Say what somebody has done by its verb ("I called Anna"): it may complete the task that begins so, once that is confirmed.
pub(in super::super) const I_HAVE: &[&str] =
    &["i've already", "i have already", "i already", "i've just", "i have just", "i just", "i've", "i have", "i"];
/// Forms of verbs that do not end in "ed", and those that they come from.
pub(in super::super) const PAST: &[(&str, &str)] = &[
    ("bought", "buy"),
    ("paid", "pay"),
    ("sent", "send"),
    ("wrote", "write"),
    ("written", "write"),
    ("read", "read"),
    ("took", "take"),
    ("taken", "take"),
    ("got", "get"),
    ("made", "make"),
    ("met", "meet"),
    ("spoke", "speak"),
    ("told", "tell"),
    ("brought", "bring"),
    ("gave", "give"),
    ("went", "go"),
    ("found", "find"),
    ("sold", "sell"),
    ("built", "build"),
    ("swept", "sweep"),
    ("fed", "feed"),
    ("ran", "run"),
    ("hung", "hang"),
    ("put", "put"),
    ("set", "set"),
    ("cut", "cut"),
    ("shown", "show"),
    ("drew", "draw"),
    ("chose", "choose"),
    ("threw", "throw"),
    ("picked", "pick"),
];
