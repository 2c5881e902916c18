/**
 * What the server says. What a task is comes from crates/tasks, by a test there; the rest is written here in the words of the HTTP
 * contract.
 */

import type { LanguageChoice } from "../words/words";
import type { Draft, List, Span, Task, View } from "./generated/tasks";

export type { Draft, Priority, Reminder, ReminderWhen, Repeat, Source, Span, SpanKind, Status, Task, View } from "./generated/tasks";

/** The answer of a route that changed a task. Where nothing had to be changed there is no change set. */
export interface TaskChange extends Task {
  change_set: string | null;
}

/** Several tasks were changed: those that differ, as they are now. */
export interface TasksChanged {
  change_set: string | null;
  tasks: Task[];
}

/** A list or label as it is now, and what takes the change back. */
export type Changed<T> = T & { change_set: string | null };

/** It is gone. */
export interface Gone {
  change_set: string | null;
}

export interface TaskAdded extends Task {
  change_set: string;
  /** What was understood, as part of a sentence: `Sun 22 Nov, 17:00 · Home · P1`. */
  understood: string;
  created_lists: string[];
  created_labels: string[];
}

export interface TaskCompleted {
  task: Task;
  /** The next one of a repeating task. */
  next?: Task;
  change_set: string | null;
}

/** How many parts a task has; none of them in the trash. */
export interface PartCount {
  done: number;
  all: number;
}

export interface TaskPage {
  tasks: Task[];
  /** Of those tasks that have any, by id. */
  parts: Readonly<Record<string, PartCount>>;
  has_more: boolean;
  after?: string | null;
  /** Revision of the store that the page is of. */
  revision: number;
}

export interface ListInfo extends List {
  open_count: number;
}

export interface LabelInfo {
  id: string;
  name: string;
  color: string;
  open_count: number;
}

/** How many tasks each view holds. `today` counts the overdue ones too, as the view shows them. */
export type ViewCounts = Record<View, number>;

export interface ListsPage {
  lists: ListInfo[];
  views: ViewCounts;
}

export interface QuickAddPreview {
  draft: Draft;
  spans: Span[];
}

export type Provider = "rules" | "openai" | "compatible";

export interface KeyInfo {
  present: boolean;
  last4: string | null;
  store: "keyring" | "environment" | "memory" | "none" | "unknown";
}

export type Theme = "system" | "light" | "dark";

export type Density = "comfortable" | "compact";

/** The day a week begins with: 0 Sunday … 6 Saturday. */
export type WeekStart = 0 | 1 | 6;

/** What the window looks like, kept on the server because the origin changes with the port. Every key may be absent. */
export interface UiState {
  thread_id?: string | null;
  /** Unsent texts. Each has a key of its own, because a key is replaced whole and they are written at different times. */
  add_draft?: string;
  quick_add_draft?: string;
  /** By thread id; `new` is the conversation not begun yet. */
  chat_drafts?: Record<string, string>;
  widths?: { sidebar?: number; chat?: number };
  hidden?: { sidebar?: boolean; chat?: boolean };
  view?: string;
  theme?: Theme;
  language?: LanguageChoice;
  density?: Density;
  week_start?: WeekStart;
  /** Which chat element was chosen; `AppInfo.element` says which is shown. */
  element?: "built_in" | "openai";
  /** The damaged file whose notice was read. */
  seen_set_aside?: string;
}

/** Whether programs that speak MCP are let in over HTTP. */
export interface McpSettings {
  on: boolean;
  read_only: boolean;
}

export interface Settings {
  provider: Provider;
  base_url: string | null;
  model: string | null;
  session_ttl_s: number;
  /** What the program was started with where null. */
  tier: "free" | "standard" | "unlimited" | null;
  /** Model tokens a day; the tier's own where null. */
  daily_tokens: number | null;
  /** Whether the built-in assistant answers while the model cannot be reached. */
  fallback: boolean;
  mcp: McpSettings;
  key: KeyInfo;
  ui_state: UiState;
}

export interface AssistantInfo {
  provider: Provider;
  model: string | null;
  host: string | null;
  leaves_computer: boolean;
}

export interface AppInfo {
  version: string;
  host: "desktop" | "browser";
  can: { quick_add: boolean; open_link: boolean; hot_key: boolean };
  user_id: string;
  /** RFC 9557: `2026-11-21T10:00:00+01:00[Europe/Berlin]`. */
  now: string;
  time_zone: string;
  assistant: AssistantInfo;
  element: "built_in" | "openai";
  data: { health: "checking" | "good" | "damaged"; created: boolean; migrated_from: number | null; set_aside: SetAside | null };
}

/** Something that can be mentioned in the chat. */
export interface ChatEntity {
  id: string;
  title: string;
  icon: string;
  group: string;
  interactive: boolean;
  data: Record<string, string>;
}

/** Where the page of OpenAI's chat element is, and a ticket for it. */
export interface FrameAdmission {
  url: string;
  origin: string;
  ticket: string;
  script: string;
}

/** A damaged data file that was put aside, whole, at this start. */
export interface SetAside {
  id: string;
  at: string;
  reason: string;
  /** A backup took its place; otherwise an empty list did. */
  from_backup: boolean;
}

/** What can still be read of a damaged file. */
export interface Salvage {
  id: string;
  at: string;
  readable_tasks: number;
  /** Those that are not in the list now. */
  missing_tasks: number;
}

export interface Session {
  client_secret: string;
  session_id: string;
  user_id: string;
  expires_at: string;
}

/** One field of a record, before and after; null where there was nothing. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** What a change set did to one record. */
export interface RecordChange {
  record: "task" | "list" | "label";
  id?: string;
  name: string;
  what: "added" | "changed" | "removed";
  fields: FieldChange[];
}

/** One change set of the history. */
export interface HistoryEntry {
  change_set: string;
  kind: "do" | "undo" | "redo";
  /** Through which door: `ui`, `quick_add`, `assistant`, `mcp`, `cli`, `import`. */
  actor: string;
  at: string;
  undone: boolean;
  /** It can no longer be taken back: a task of it was deleted for good. */
  purged: boolean;
  changes: RecordChange[];
  more_changes: number;
}

export interface HistoryPage {
  entries: HistoryEntry[];
  has_more: boolean;
  after?: string;
}

export interface Undone {
  undone: string;
  change_set: string;
  tasks: Task[];
}

/** One committed change, or the greeting of a stream. */
export type ServerEvent =
  | { kind: "hello"; revision: number }
  /** From the desktop to a window: go there. */
  | { kind: "open"; path: string; window: string }
  /** The model does not do as before. */
  | { kind: "assistant" }
  | { kind: "tasks" | "lists" | "labels" | "settings" | "threads"; ids: string[]; revision: number; change_set: string | null };

/** The shape of every refusal. */
export interface ErrorBody {
  error: { code: string; type: string; message: string; fields?: unknown };
  timestamp: string;
}
