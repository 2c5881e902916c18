//! The words of the built-in assistant, as data. Longer phrases stand before their own beginnings.

/// Said before a command, and dropped.
pub(super) const POLITE_HEADS: &[&str] = &[
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
pub(super) const POLITE_TAILS: &[&str] = &["please", "thanks", "thank you", "for me"];

/// Begin a task. What follows is read by the quick-add grammar.
pub(super) const ADD: &[&str] = &[
    "add a new to-do to",
    "add a new to-do",
    "add a new todo to",
    "add a new todo",
    "add a todo to",
    "add a todo for",
    "add a todo",
    "add a to-do for",
    "add todo to",
    "add todo",
    "add to-do to",
    "add to-do",
    "add task for",
    "create a to-do to",
    "create a to-do",
    "create a todo to",
    "create a todo",
    "add a new task called",
    "add a new task named",
    "add a new task to",
    "add a new task for",
    "add a new task",
    "add a task called",
    "add a task named",
    "add a task that says",
    "add a task to",
    "add a task for",
    "add a task",
    "add the task to",
    "add the task",
    "add task to",
    "add task",
    "add a reminder to",
    "add a reminder for",
    "add a reminder",
    "add a to-do to",
    "add a to-do",
    "add an item",
    "add to my list",
    "add to the list",
    "add",
    "create a new task called",
    "create a new task to",
    "create a new task for",
    "create a new task",
    "create a task called",
    "create a task named",
    "create a task to",
    "create a task for",
    "create a task",
    "create task",
    "create a reminder to",
    "create a reminder",
    "make a new task to",
    "make a new task",
    "make a task to",
    "make a task",
    "make a note to",
    "new task",
    "set a reminder to",
    "set a reminder for",
    "set a reminder",
    "i need to remember to",
    "i have to remember to",
    "i need to",
    "i have to",
    "i've got to",
    "i have got to",
    "i gotta",
    "we need to",
    "we have to",
    "need to remember to",
    "need to",
    "have to",
    "have got to",
    "got to",
    "gotta",
    "i must",
    "i should",
    "i want to",
    "i wanna",
    "i'd like to",
    "i would like to",
    "don't let me forget to",
    "don't let me forget about",
    "don't let me forget",
    "dont let me forget to",
    "don't forget to",
    "dont forget to",
    "do not forget to",
    "don't forget",
    "remember to",
    "note to self",
    "to do",
    "to-do",
    "todo",
    "task",
];
/// Heads of [`ADD`] that may stand before a command too ("I want to see my tasks").
pub(super) const WISH: &[&str] = &["i want to", "i wanna", "i'd like to", "i would like to"];
/// Heads of [`ADD`] that may stand before a view too ("todo list", "tasks today").
pub(super) const BARE: &[&str] = &["to do", "to-do", "todo", "task"];
/// Between the head of a task and its day, where the day comes first.
pub(super) const FOR_DAY: &[&str] = &["for", "on", "by", "due"];
/// Speak of lists themselves, which are made by naming them in a task.
pub(super) const ABOUT_LISTS: &[&str] = &[
    "add a new list",
    "add a list",
    "add list",
    "create a new list",
    "create a list",
    "create list",
    "make a new list",
    "make a list",
    "make list",
    "new list",
    "delete the list",
    "delete my list",
    "delete list",
    "remove the list",
    "remove list",
    "rename the list",
    "rename my list",
    "rename list",
];
/// Say that a task comes again.
pub(super) const REPEATS: &[&str] = &[
    "every day",
    "every morning",
    "every evening",
    "every night",
    "every week",
    "every weekday",
    "every weekend",
    "every month",
    "every year",
    "every monday",
    "every tuesday",
    "every wednesday",
    "every thursday",
    "every friday",
    "every saturday",
    "every sunday",
    "every other",
    "every second",
    "each day",
    "each week",
    "each month",
    "daily",
    "weekly",
    "monthly",
    "yearly",
];
/// Begin a task; the day may come before its words ("remind me tomorrow to call Anna").
pub(super) const REMIND: &[&str] = &[
    "remind me that i need to",
    "remind me that i have to",
    "remind me that",
    "remind me to",
    "remind me about",
    "remind me of",
    "remind me",
];
/// Begin a task only together with [`ONTO_LIST`].
pub(super) const PUT: &[&str] = &["put"];
/// Said after a task, and dropped.
pub(super) const ONTO_LIST: &[&str] = &[
    "to my to-do list",
    "to the to-do list",
    "to my todo list",
    "to the todo list",
    "to my task list",
    "to my list",
    "to the list",
    "to my tasks",
    "to my inbox",
    "to the inbox",
    "on my to-do list",
    "on my todo list",
    "on my list",
    "on the list",
    "in my list",
    "in my inbox",
    "as a task",
];
/// Names of no list of their own.
pub(super) const NO_LIST: &[&str] = &["to-do", "todo", "task", "tasks"];

/// Complete what follows.
pub(super) const COMPLETE: &[&str] = &[
    "i'm done with",
    "i am done with",
    "i'm finished with",
    "i am finished with",
    "done with",
    "finished with",
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
    "tick",
    "done",
];
/// Complete what stands between one of these and one of [`OFF`]; without it they are everyday words ("check the mail").
pub(super) const CHECK: &[&str] = &["check", "tick", "cross", "strike", "scratch"];
/// End a sentence that begins with one of [`CHECK`].
pub(super) const OFF: &[&str] = &["off my to-do list", "off the to-do list", "off my list", "off the list", "off"];
/// Turn what was said to be done into the opposite.
pub(super) const NOT: &[&str] = &["not", "never", "nothing", "n't"];
/// Complete what precedes.
pub(super) const IS_DONE: &[&str] = &[
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
pub(super) const MARK: &[&str] = &["mark", "set"];
/// End a sentence that completes.
pub(super) const AS_DONE: &[&str] = &[
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
pub(super) const AS_OPEN: &[&str] = &[
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
pub(super) const REOPEN: &[&str] = &["reopen", "re-open", "uncheck", "untick", "uncomplete", "un-complete"];
/// Reopen what precedes.
pub(super) const IS_OPEN: &[&str] =
    &["is not done", "isn't done", "is not done yet", "isn't done yet", "is not finished", "isn't finished"];
/// Move what follows to the trash.
pub(super) const DELETE: &[&str] =
    &["delete", "remove", "cancel", "drop", "trash", "get rid of", "throw away", "discard", "erase"];
/// Take what follows out of the trash.
pub(super) const RESTORE: &[&str] = &["restore", "bring back", "undelete", "untrash"];

/// Give what follows another day.
pub(super) const RESCHEDULE: &[&str] = &[
    "change the due date of",
    "change the date of",
    "set the due date of",
    "set the date of",
    "move the due date of",
    "move the date of",
    "push back",
    "put off",
    "reschedule",
    "postpone",
    "snooze",
    "move",
    "push",
    "defer",
    "delay",
    "shift",
    "change",
    "set",
    "make",
];
/// Words of [`RESCHEDULE`] that begin everyday sentences too ("make dinner tomorrow"): they move a task only with one of
/// [`CLEARLY_TO_DAY`], or where the task is named by its whole title.
pub(super) const EVERYDAY: &[&str] = &["change", "set", "make", "push"];
/// Words of [`TO_DAY`] that leave no doubt.
pub(super) const CLEARLY_TO_DAY: &[&str] = &["to be due on", "to be due", "due on", "due by", "due", "to", "for"];
/// Between a task and its new day.
pub(super) const TO_DAY: &[&str] =
    &["to be due on", "to be due", "due on", "due by", "due", "to", "until", "till", "for", "on", "by"];
/// Take the day away from what follows.
pub(super) const CLEAR_DAY: &[&str] = &[
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
pub(super) const NO_DAY: &[&str] = &["no date", "no day", "no due date", "someday", "some day", "never", "nothing"];

/// Begin a question, or a wish to see something: never a statement that something is done.
pub(super) const QUESTION: &[&str] = &[
    "show", "list", "what", "what's", "whats", "which", "how many", "find", "search", "look", "tell me", "give me",
    "anything", "is", "are", "was", "were", "did", "do", "does", "have", "has", "who", "when", "where", "why", "how",
];
/// Ask what is there.
pub(super) const SHOW: &[&str] = &[
    "see",
    "show me everything",
    "show everything",
    "show me",
    "show",
    "list all",
    "list my",
    "list",
    "what do i have to do",
    "what do i need to do",
    "what do i have",
    "what have i got",
    "what should i do",
    "what can i do",
    "what did i",
    "what have i",
    "do i have anything",
    "do i have any",
    "is there anything",
    "are there any",
    "anything",
    "what tasks are",
    "which tasks are",
    "what tasks do i have",
    "what tasks",
    "which tasks",
    "what is",
    "what's",
    "whats",
    "what are",
    "what",
    "find me",
    "find",
    "search for",
    "search",
    "look for",
    "look up",
    "tell me",
    "give me",
    "how many tasks are",
    "how many tasks do i have",
    "how many tasks",
    "how many",
    "plan my",
    "plan",
    "my",
];
/// Ask when a task is due.
pub(super) const WHEN: &[&str] =
    &["when is", "when's", "when are", "when am i", "when do i have to", "when do i need to", "when do i have"];
/// Heads of [`SHOW`] whose sentence is a search where it names no view.
pub(super) const SEARCH: &[&str] = &["find me", "find", "search for", "search", "look for", "look up"];
/// Words that say nothing about what to show.
pub(super) const SHOW_FILLERS: &[&str] = &[
    "what",
    "which",
    "me",
    "my",
    "the",
    "a",
    "all",
    "of",
    "tasks",
    "task",
    "todos",
    "todo",
    "to-dos",
    "to-do",
    "to",
    "do",
    "things",
    "thing",
    "items",
    "is",
    "are",
    "for",
    "on",
    "in",
    "at",
    "due",
    "i",
    "have",
    "that",
    "there",
    "up",
    "open",
    "left",
    "list",
    "lists",
    "labelled",
    "labeled",
    "tagged",
    "with",
    "label",
    "about",
    "planned",
    "scheduled",
    "now",
    "plate",
    "agenda",
    "and",
    "s",
    "from",
    "get",
    "anything",
    "any",
    "still",
    "day's",
    "today's",
];
/// Before words to search for.
pub(super) const ABOUT: &[&str] = &["about", "containing", "mentioning", "matching"];
/// Before the name of a label.
pub(super) const LABELLED: &[&str] =
    &["with the label", "with label", "labelled", "labeled", "tagged", "the label", "label"];

/// Take the last change back.
pub(super) const UNDO: &[&str] = &[
    "undo",
    "undo that",
    "undo it",
    "undo this",
    "undo the last change",
    "undo last change",
    "undo the last one",
    "undo last",
    "undo my last change",
    "take that back",
    "take it back",
    "revert",
    "revert that",
    "put it back",
    "put that back",
    "ctrl z",
];
/// Ask for help.
pub(super) const HELP: &[&str] = &[
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
];
/// Greet.
pub(super) const GREETING: &[&str] =
    &["hi", "hello", "hey", "hi there", "hello there", "good morning", "good afternoon", "good evening"];
/// Thank.
pub(super) const THANKS: &[&str] =
    &["thanks", "thank you", "thx", "cheers", "great", "perfect", "great thanks", "many thanks"];
/// Agree.
pub(super) const YES: &[&str] = &[
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
pub(super) const NO: &[&str] = &[
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

/// The task that was last spoken of.
pub(super) const IT: &[&str] =
    &["it", "that", "this", "that one", "this one", "that task", "this task", "the task", "the one", "them"];
/// The last of those shown.
pub(super) const LAST: &[&str] = &["the last", "the last one", "last one", "last", "the last task"];
/// Places in a list, by words.
pub(super) const ORDINALS: &[&str] =
    &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
/// Words that are no part of a task's name when somebody speaks of it.
pub(super) const ARTICLES: &[&str] =
    &["the", "my", "a", "an", "task", "tasks", "called", "named", "to-do", "todo", "item", "reminder", "one", "about"];
