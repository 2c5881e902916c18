/** What the server says, as contract of HTTP. Names and fields are those of the JSON. */

export type Status = "open" | "done";
/** 1 is the highest, 4 is none. */
export type Priority = 1 | 2 | 3 | 4;
export type Source = "ui" | "quick_add" | "assistant" | "mcp" | "cli" | "import";

export interface Task {
  id: string;
  title: string;
  notes: string;
  status: Status;
  priority: Priority;
  /** `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` with `due_zone`. */
  due: string | null;
  due_zone: string | null;
  /** Id of its list; null is the Inbox. */
  list: string | null;
  labels: string[];
  position: number;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
  deleted_at: string | null;
  source: Source;
  revision: number;
}

/** The answer of a route that changed a task. */
export interface TaskChange extends Task {
  change_set: string;
}

export interface TaskAdded extends TaskChange {
  /** What was understood, as part of a sentence: `Sun 22 Nov, 17:00 · Home · P1`. */
  understood: string;
  created_lists: string[];
  created_labels: string[];
}

export interface TaskCompleted {
  task: Task;
  change_set: string;
}

export interface TaskPage {
  tasks: Task[];
  has_more: boolean;
  after?: string | null;
  /** Revision of the store that the page is of. */
  revision: number;
}

export interface ListInfo {
  id: string;
  name: string;
  /** Name of a list colour of the design: `teal`, `blue`, … */
  color: string;
  position: number;
  open_count: number;
  revision: number;
}

export interface LabelInfo {
  id: string;
  name: string;
  color: string;
  open_count: number;
}

/** How many tasks each place holds. `today` does not count the overdue ones. */
export interface Counts {
  inbox: number;
  today: number;
  overdue: number;
  upcoming: number;
  all: number;
}

export type SpanKind = "due" | "time" | "priority" | "list" | "label";

/** A part of a text that was understood. Offsets count UTF-16 units, as the text of an input does. */
export interface Span {
  start: number;
  end: number;
  kind: SpanKind;
  text: string;
}

export interface Draft {
  title: string;
  due: string | null;
  due_zone: string | null;
  priority: Priority | null;
  labels: string[];
  /** Name of a list, which need not exist yet. */
  list: string | null;
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

/** What the window looks like, kept on the server because the origin changes with the port. Every key may be absent. */
export interface UiState {
  thread_id?: string | null;
  drafts?: { chat?: Record<string, string>; add?: string; quick_add?: string };
  widths?: { sidebar?: number; chat?: number };
  hidden?: { sidebar?: boolean; chat?: boolean };
  view?: string;
  theme?: Theme;
}

export interface Settings {
  provider: Provider;
  base_url: string | null;
  model: string | null;
  session_ttl_s: number;
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
}

export interface Session {
  client_secret: string;
  session_id: string;
  user_id: string;
  expires_at: string;
}

export interface Undone {
  undone: string;
  change_set: string;
  tasks: Task[];
}

/** One committed change, or the greeting of a stream. */
export type ServerEvent =
  | { kind: "hello"; revision: number }
  | { kind: "tasks" | "lists" | "labels" | "settings" | "threads"; ids: string[]; revision: number; change_set: string | null };

/** The shape of every refusal. */
export interface ErrorBody {
  error: { code: string; type: string; message: string; fields?: unknown };
  timestamp: string;
}
