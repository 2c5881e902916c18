// Made from crates/tasks by `UPDATE_TYPES=1 cargo test -p docket-tasks types`.

/** Names a task for good; also its iCalendar UID. */
export type TaskId = string;

/** Names a list. */
export type ListId = string;

/** Names one change set: what one command, or one turn of the assistant, changed; the unit of undo. */
export type ChangeSetId = string;

/** Open or done. */
export type Status = "open" | "done";

/** 1 is the highest, 4 is none. */
export type Priority = 1 | 2 | 3 | 4;

/** Through which door a task came in. */
export type Source = "ui" | "quick_add" | "assistant" | "mcp" | "cli" | "import";

/** A place in the sidebar. */
export type View = "all" | "today" | "upcoming" | "overdue" | "inbox" | "done" | "trash";

/** [`Due`] as it is written in JSON and in SQL: `due` is `2026-11-22` or `2026-11-22T17:00`, `due_zone` goes with a time only. */
export type DueParts = {
  /** `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM`. */
  due: string | null;
  /** IANA zone, only with a time. */
  due_zone: string | null;
};

/** A calendar date, or a wall-clock date and time, without a zone. In JSON `"2026-11-22"` or `"2026-11-22T17:00"`. */
export type Civil = string;

/** What the next occurrence is counted from. */
export type RepeatFrom = "due" | "completion";

/** A repeat as it stands in JSON. */
export type Repeat = {
  /** The rule: RFC 5545, in the form of [`Rule`]. */
  rrule: string;
  /** Where it counts from. */
  anchor: Civil;
  /** What the next occurrence is counted from. */
  from: RepeatFrom;
  /** In words. */
  text: string;
};

/** Names a reminder of a task. */
export type ReminderId = string;

/** When to remind of a task: at a wall-clock time, or so many minutes before it is due. */
export type Reminder = { id: ReminderId } & ReminderWhen;

export type ReminderWhen = { at: string } | { before_due_min: number };

/** One thing to do. In JSON `due` is flat: the fields of [`crate::DueParts`]. */
export type TaskFields = {
  /** Names the task for good. */
  id: TaskId;
  /** One line, 1 to [`crate::limits::TITLE_CHARS`] characters. */
  title: string;
  /** Markdown; empty where there are none. */
  notes: string;
  /** Open or done. */
  status: Status;
  /** 1 (highest) to 4 (none). */
  priority: Priority;
  /** From when it can be worked on. */
  start: Civil | null;
  /** How long it takes, in minutes. */
  duration_min: number | null;
  /** How it repeats; an open task only, the completed one hands it on to the next. */
  repeat: Repeat | null;
  /** The date of its rule that it stands for, where its due was moved away from that. */
  occurrence: Civil | null;
  /** When to remind of it, in the order they were set. */
  reminders: Array<Reminder>;
  /** The list it is in; `None` is the Inbox. */
  list: ListId | null;
  /** Names of its labels, sorted, each once. */
  labels: Array<string>;
  /** The task that it is a part of; that one is part of no other. */
  parent: TaskId | null;
  /** Manual order inside its list: ascending. */
  position: number;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
  /** When it was completed; with `status` done only. */
  completed_at: string | null;
  /** When it was moved to the trash. */
  deleted_at: string | null;
  /** Who made it. */
  source: Source;
  /** Counts the changes of this task, from 1. */
  revision: number;
};

export type Task = TaskFields & DueParts;

/** A list of tasks. A task is in one list, or in the Inbox. */
export type List = {
  /** Names the list for good. */
  id: ListId;
  /** As it is shown; unique without regard to case among the user's lists. */
  name: string;
  /** One of [`COLORS`]. */
  color: string;
  /** Order in the sidebar: ascending. */
  position: number;
  /** Counts the changes of this list, from 1. */
  revision: number;
};

/** A label. A task has any number of them, by name. */
export type Label = {
  /** As it is shown, without the `@`; unique without regard to case among the user's labels. */
  name: string;
  /** One of [`COLORS`]. */
  color: string;
};

/** What an understood part means. */
export type SpanKind = "due" | "time" | "repeat" | "duration" | "reminder" | "priority" | "list" | "label";

/** A [`Span`] as browsers count, with its text: as it stands in JSON. */
export type Span = {
  /** First UTF-16 unit. */
  start: number;
  /** First UTF-16 unit after it. */
  end: number;
  /** As what it was understood. */
  kind: SpanKind;
  /** The understood text itself. */
  text: string;
};

/** What a line was understood to mean. */
export type DraftFields = {
  /** What is left when the understood parts are taken out; never empty unless the text is. */
  title: string;
  /** 1 to 4, or null where the line says none. */
  priority: Priority | null;
  /** Labels in the order they were said, each once. */
  labels: Array<string>;
  /** Name of the list, in the spelling of an existing one where one matches. */
  list: string | null;
  /** How long it takes, in minutes. */
  duration_min: number | null;
  /** When to remind of it. */
  reminders: Array<ReminderWhen>;
};

/** `repeat_from` is null unless the repeat counts from completion. */
export type Draft = DraftFields & DueParts & { rrule: string | null; repeat_from: RepeatFrom | null };
