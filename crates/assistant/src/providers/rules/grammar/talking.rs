//! Words of the conversation itself. Longer phrases stand before their own beginnings.

/// Said before a command, and dropped.
pub(in super::super) const POLITE_HEADS: &[&str] = &[
    "please",
    "hey docket",
    "docket",
    "hey",
    "ok",
    "okay",
    "so",
    "could you please",
    "can you please",
    "would you please",
    "could you",
    "can you",
    "would you",
    "will you",
    "now",
];
/// Said after a command, and dropped.
pub(in super::super) const POLITE_TAILS: &[&str] = &["please", "thanks", "thank you", "for me"];
/// Take the last change back.
pub(in super::super) const UNDO: &[&str] = &[
    "undo",
    "undo that",
    "undo it",
    "undo this",
    "undo the last change",
    "undo last change",
    "undo the last one",
    "undo last",
    "undo my last change",
    "undo the change",
    "undo the last action",
    "undo please",
    "oops undo",
    "oops",
    "take that back",
    "take it back",
    "revert",
    "revert that",
    "put it back",
    "put that back",
    "ctrl z",
];
/// Ask for help.
pub(in super::super) const HELP: &[&str] = &[
    "help",
    "help me",
    "get help",
    "i need help",
    "what can you do",
    "what can i say",
    "what can i do here",
    "how does this work",
    "how do you work",
    "commands",
    "what do you do",
    "what are you",
    "who are you",
    "what do you understand",
    "what commands are there",
    "show me what you can do",
];
/// Do again what was undone.
pub(in super::super) const REDO: &[&str] = &[
    "redo",
    "redo that",
    "redo it",
    "redo this",
    "redo the last change",
    "redo last change",
    "undo the undo",
    "undo the last undo",
    "do it again",
    "ctrl y",
];
/// Ask for the date.
pub(in super::super) const DATE: &[&str] = &[
    "what's today's date",
    "what is today's date",
    "today's date",
    "what's the date today",
    "what is the date today",
    "what's the date",
    "what is the date",
    "what date is it today",
    "what date is it",
    "which date is it",
    "what day is it today",
    "what day is it",
    "what day is today",
    "which day is it",
    "what weekday is it",
    "what weekday is today",
    "date",
];
/// Ask for the time of day.
pub(in super::super) const TIME: &[&str] =
    &["what time is it now", "what time is it", "what's the time", "what is the time", "how late is it", "time"];
/// Greet.
pub(in super::super) const GREETING: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "hi there",
    "hello there",
    "hey there",
    "good morning",
    "morning",
    "good afternoon",
    "good evening",
    "good day",
    "how are you",
    "hi docket",
    "hello docket",
];
/// Thank.
pub(in super::super) const THANKS: &[&str] = &[
    "thanks",
    "thank you",
    "thx",
    "cheers",
    "great",
    "perfect",
    "great thanks",
    "many thanks",
    "thanks a lot",
    "thank you very much",
    "thank you so much",
    "nice",
    "cool",
    "awesome",
    "well done",
    "good job",
];
/// Agree.
pub(in super::super) const YES: &[&str] = &[
    "yes",
    "y",
    "yes please",
    "yep",
    "yeah",
    "sure",
    "ok",
    "okay",
    "do it",
    "add it",
    "do that",
    "please do",
    "go ahead",
    "that one",
    "right",
];
/// Disagree.
pub(in super::super) const NO: &[&str] = &[
    "no",
    "n",
    "no thanks",
    "nope",
    "never mind",
    "nevermind",
    "cancel",
    "none",
    "none of them",
    "neither",
    "stop",
    "leave it",
];
