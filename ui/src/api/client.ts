import type { AssistantState, ConnectionTest, FoundServer, KeyOfConnection } from "./connection";
import { noteDisk } from "./diskFull";
import { errorOf } from "./error";
import type { SessionKeeper } from "./session";
import type {
  AppInfo,
  Changed,
  ChatEntity,
  FrameAdmission,
  Gone,
  HistoryPage,
  KeyInfo,
  LabelInfo,
  ListInfo,
  ListsPage,
  QuickAddPreview,
  ReminderWhen,
  Repeat,
  Salvage,
  Settings,
  Task,
  TaskAdded,
  TaskChange,
  TaskCompleted,
  TaskPage,
  TasksChanged,
  UiState,
  Undone,
  View,
} from "./types";
import type { BackupInfo, Doctor, FromDialog, Imported, McpAnswer, McpCallPage, Preferences, PreferencesPatch } from "./upkeep";

/** The settings that may be changed here; null goes back to what is usual. */
export type SettingsPatch = Partial<Pick<Settings, "provider" | "base_url" | "model" | "tier" | "daily_tokens" | "fallback">>;

/** A message of a conversation. */
export interface Said {
  role: "user" | "assistant";
  content: string;
}

/** What part of the tasks is wanted. */
export interface TaskFilter {
  view: View;
  list?: string;
  label?: string;
  q?: string;
  /** Only the parts of this task. */
  parent?: string;
}

/** The fields of a task that may be changed; null clears. `list` is an id or a name. */
export type TaskPatch = Partial<Pick<Task, "title" | "notes" | "priority" | "due" | "due_zone" | "start" | "list" | "labels">> & {
  repeat?: NewRepeat | null;
  reminders?: NewReminder[];
};

/** A repeat to be set. Where it counts from is the server's to choose, unless it is said. */
export type NewRepeat = Pick<Repeat, "rrule" | "from"> & { anchor?: string };

/** A reminder to be set; one that is there already keeps its id. */
export type NewReminder = { id?: string } & ReminderWhen;

/** A place in the manual order: right before or behind another task, or at a number. */
export type Beside = { before: string } | { after: string } | { position: number };

/** Where a task goes: into a list (null: the Inbox), beside another task, or both. */
export type TaskDestination = { list?: string | null } & ({ before?: string } | { after?: string });

/** What happens to one of several tasks. */
export type TaskStep =
  | { id: string; do: "edit"; patch: TaskPatch }
  | { id: string; do: "move"; to: TaskDestination }
  | { id: string; do: "complete" | "reopen" | "delete" | "restore" };

/** Parts of a text that are to be read as plain words, in UTF-16 units. */
export type Ignored = ReadonlyArray<{ start: number; end: number }>;

/** What a task gets where its text says nothing else: the place in which it was typed. */
export interface QuickAddDefaults {
  due?: string;
  list?: string;
  labels?: string[];
}

const JSON_HEADERS = { "Content-Type": "application/json" };

/** The HTTP routes of the server, one method each. Every method rejects with an `ApiError`. */
export class Api {
  readonly session: SessionKeeper;

  constructor(session: SessionKeeper) {
    this.session = session;
  }

  async #json<T>(method: string, path: string, body?: unknown, init?: RequestInit): Promise<T> {
    const response = await this.session.fetch(path, {
      ...init,
      method,
      ...(body === undefined ? {} : { headers: { ...JSON_HEADERS, ...init?.headers }, body: JSON.stringify(body) }),
    });
    const refusal = response.ok ? null : await errorOf(response);
    noteDisk(method, path, refusal);
    if (refusal) throw refusal;
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  app(): Promise<AppInfo> {
    return this.#json("GET", "/api/v1/app");
  }

  tasks(filter: TaskFilter, page: { limit: number; after?: string }, signal?: AbortSignal): Promise<TaskPage> {
    const query = new URLSearchParams({ ...filter, limit: String(page.limit) });
    if (page.after) query.set("after", page.after);
    return this.#json("GET", `/api/v1/tasks?${query}`, undefined, signal ? { signal } : {});
  }

  lists(): Promise<ListsPage> {
    return this.#json("GET", "/api/v1/lists");
  }

  async labels(): Promise<LabelInfo[]> {
    return (await this.#json<{ labels: LabelInfo[] }>("GET", "/api/v1/labels")).labels;
  }

  addList(name: string): Promise<Changed<ListInfo>> {
    return this.#json("POST", "/api/v1/lists", { name });
  }

  patchList(id: string, patch: { name?: string; color?: string; position?: number }): Promise<Changed<ListInfo>> {
    return this.#json("PATCH", `/api/v1/lists/${id}`, patch);
  }

  /** Its tasks go to the Inbox. */
  removeList(id: string): Promise<Gone> {
    return this.#gone(`/api/v1/lists/${id}`);
  }

  addLabel(name: string): Promise<Changed<LabelInfo>> {
    return this.#json("POST", "/api/v1/labels", { name });
  }

  patchLabel(id: string, patch: { name?: string; color?: string }): Promise<Changed<LabelInfo>> {
    return this.#json("PATCH", `/api/v1/labels/${encodeURIComponent(id)}`, patch);
  }

  /** Its tasks lose it. */
  removeLabel(id: string): Promise<Gone> {
    return this.#gone(`/api/v1/labels/${encodeURIComponent(id)}`);
  }

  /** A deletion has no body; a header names what takes it back. */
  async #gone(path: string): Promise<Gone> {
    const response = await this.session.fetch(path, { method: "DELETE" });
    if (!response.ok) throw await errorOf(response);
    return { change_set: response.headers.get("Change-Set") };
  }

  /** All of the changes or none, and one undo for the lot. */
  changeTasks(changes: readonly TaskStep[]): Promise<TasksChanged> {
    return this.#json("POST", "/api/v1/tasks/bulk", { changes });
  }

  preview(text: string, ignore: Ignored, signal: AbortSignal): Promise<QuickAddPreview> {
    return this.#json("POST", "/api/v1/quick-add/preview", { text, ignore }, { signal });
  }

  quickAdd(text: string, ignore: Ignored, defaults: QuickAddDefaults = {}): Promise<TaskAdded> {
    return this.#json("POST", "/api/v1/quick-add", { text, ignore, defaults });
  }

  task(id: string, signal?: AbortSignal): Promise<Task> {
    return this.#json("GET", `/api/v1/tasks/${id}`, undefined, signal ? { signal } : {});
  }

  addTask(task: TaskPatch & { title: string; parent?: string }): Promise<TaskChange> {
    return this.#json("POST", "/api/v1/tasks", task);
  }

  /** `keepalive` lets the request outlive the page. */
  patchTask(id: string, patch: TaskPatch, keepalive = false): Promise<TaskChange> {
    return this.#json("PATCH", `/api/v1/tasks/${id}`, patch, keepalive ? { keepalive } : undefined);
  }

  /** Puts a task beside another in the manual order. */
  putBeside(id: string, beside: Beside): Promise<TaskChange> {
    return this.#json("POST", `/api/v1/tasks/${id}/move`, beside);
  }

  /** What was done to a task, newest first. */
  taskHistory(id: string, page: { limit: number; after?: string }, signal?: AbortSignal): Promise<HistoryPage> {
    const query = new URLSearchParams({ task: id, limit: String(page.limit) });
    if (page.after) query.set("after", page.after);
    return this.#json("GET", `/api/v1/history?${query}`, undefined, signal ? { signal } : {});
  }

  /** What was changed, newest first. */
  history(page: { limit: number; after?: string }, signal?: AbortSignal): Promise<HistoryPage> {
    const query = new URLSearchParams({ limit: String(page.limit) });
    if (page.after) query.set("after", page.after);
    return this.#json("GET", `/api/v1/history?${query}`, undefined, signal ? { signal } : {});
  }

  complete(id: string): Promise<TaskCompleted> {
    return this.#json("POST", `/api/v1/tasks/${id}/complete`);
  }

  reopen(id: string): Promise<TaskChange> {
    return this.#json("POST", `/api/v1/tasks/${id}/reopen`);
  }

  remove(id: string): Promise<TaskChange> {
    return this.#json("DELETE", `/api/v1/tasks/${id}`);
  }

  restore(id: string): Promise<TaskChange> {
    return this.#json("POST", `/api/v1/tasks/${id}/restore`);
  }

  undo(changeSet?: string): Promise<Undone> {
    return this.#json("POST", "/api/v1/undo", changeSet ? { change_set: changeSet } : {});
  }

  redo(changeSet?: string): Promise<Undone> {
    return this.#json("POST", "/api/v1/redo", changeSet ? { change_set: changeSet } : {});
  }

  setAside(id: string): Promise<Salvage> {
    return this.#json("GET", `/api/v1/set-asides/${id}`);
  }

  bringBack(id: string): Promise<{ added: number; change_set: string | null }> {
    return this.#json("POST", `/api/v1/set-asides/${id}/bring-back`);
  }

  async entities(query: string): Promise<ChatEntity[]> {
    return (await this.#json<{ entities: ChatEntity[] }>("POST", "/api/chatkit/entities/search", { query })).entities;
  }

  /** Names of the models that the connection has; none with the built-in assistant. */
  async models(): Promise<string[]> {
    return (await this.#json<{ models: string[] }>("GET", "/api/v1/models")).models;
  }

  admitFrame(): Promise<FrameAdmission> {
    return this.#json("POST", "/api/chatkit/frame");
  }

  settings(): Promise<Settings> {
    return this.#json("GET", "/api/v1/settings");
  }

  patchSettings(patch: SettingsPatch): Promise<Settings> {
    return this.#json("PATCH", "/api/v1/settings", patch);
  }

  assistant(): Promise<AssistantState> {
    return this.#json("GET", "/api/v1/assistant");
  }

  /** Asks the usual addresses of this computer for a model server. */
  async findServers(): Promise<FoundServer[]> {
    return (await this.#json<{ servers: FoundServer[] }>("POST", "/api/v1/assistant/find")).servers;
  }

  /** Ends what a model is answering; what had arrived is kept. */
  stopAnswer(): Promise<void> {
    return this.#json("POST", "/api/v1/assistant/stop");
  }

  testConnection(signal?: AbortSignal): Promise<ConnectionTest> {
    return this.#json("POST", "/api/v1/settings/test", undefined, signal ? { signal } : {});
  }

  /** What is known of the key of this connection; the system may ask for a password. */
  lookForKey(): Promise<KeyOfConnection> {
    return this.#json("GET", "/api/v1/settings/key");
  }

  /** What was said in a conversation, in order. */
  async conversation(id: string): Promise<Said[]> {
    return (await this.#json<{ messages: Said[] }>("GET", `/api/chatkit/threads/${id}`)).messages;
  }

  /** `keepalive` lets the request outlive the page. */
  patchUiState(state: UiState, keepalive = false): Promise<Settings> {
    return this.#json("PATCH", "/api/v1/settings", { ui_state: state }, { keepalive });
  }

  async saveKey(key: string): Promise<KeyInfo> {
    return (await this.#json<{ key: KeyInfo }>("PUT", "/api/v1/settings/key", { key })).key;
  }

  async removeKey(): Promise<KeyInfo> {
    return (await this.#json<{ key: KeyInfo }>("DELETE", "/api/v1/settings/key")).key;
  }

  /** The whole list as a file. */
  async exportFile(): Promise<Blob> {
    const response = await this.session.fetch("/api/v1/export?format=json", { method: "GET" });
    if (!response.ok) throw await errorOf(response);
    return response.blob();
  }

  /** Puts what a file holds beside what is there; a preview changes nothing. */
  async importFile(file: Blob | string, isPreview: boolean): Promise<Imported> {
    const path = `/api/v1/import?format=json&preview=${isPreview}`;
    const response = await this.session.fetch(path, { method: "POST", headers: JSON_HEADERS, body: file });
    if (!response.ok) throw await errorOf(response);
    return response.json();
  }

  async backups(): Promise<BackupInfo[]> {
    return (await this.#json<{ backups: BackupInfo[] }>("GET", "/api/v1/backups")).backups;
  }

  backUp(): Promise<BackupInfo> {
    return this.#json("POST", "/api/v1/backups");
  }

  async restoreBackup(id: string): Promise<void> {
    await this.#json("POST", `/api/v1/backups/${id}/restore`);
  }

  doctor(): Promise<Doctor> {
    return this.#json("GET", "/api/v1/doctor");
  }

  /** Switches MCP on or off. `new_secret` puts another secret in the place of the old one, which counts no more. */
  setMcp(wish: { on: boolean; read_only?: boolean; new_secret?: boolean }): Promise<McpAnswer> {
    return this.#json("PUT", "/api/v1/settings/mcp", wish);
  }

  audit(limit: number): Promise<McpCallPage> {
    return this.#json("GET", `/api/v1/audit?limit=${limit}`);
  }

  /** # Errors: `NO_DESKTOP` in a plain browser. */
  preferences(): Promise<Preferences> {
    return this.#json("GET", "/api/desktop/preferences");
  }

  setPreferences(patch: PreferencesPatch): Promise<Preferences> {
    return this.#json("PATCH", "/api/desktop/preferences", patch);
  }

  /** Shows the folder of the data in the system's file manager. # Errors: `NO_DESKTOP` in a plain browser. */
  async showData(): Promise<void> {
    await this.#json("POST", "/api/desktop/show-data");
  }

  /** Saves an export where the person says, in the system's dialog. */
  saveExport(): Promise<FromDialog<{ path: string }>> {
    return this.#json("POST", "/api/desktop/save-export");
  }

  /** Opens an address in the system's browser. # Errors: `NO_DESKTOP` in a plain browser. */
  async openLink(url: string): Promise<void> {
    await this.#json("POST", "/api/desktop/open-link", { url });
  }

  /** Has the desktop say what quick add has added, with *Undo*. # Errors: `NO_DESKTOP` in a plain browser. */
  async sayAdded(added: { title: string; text: string; change_sets: string[] }): Promise<void> {
    await this.#json("POST", "/api/desktop/quick-add/added", added);
  }

  /** Shows the chat, whose page takes the question. # Errors: `NO_DESKTOP` in a plain browser. */
  async askInChat(text: string): Promise<void> {
    await this.#json("POST", "/api/desktop/question", { text });
  }

  /** The question that waits, which nobody gets again. # Errors: `NO_DESKTOP` in a plain browser. */
  async takeQuestion(): Promise<string | null> {
    return (await this.#json<{ text: string | null }>("POST", "/api/desktop/question/take")).text;
  }

  /** Tells the desktop about the quick-add window. # Errors: `NO_DESKTOP` in a plain browser. */
  async quickAddWindow(what: "shown" | "hide"): Promise<void> {
    await this.#json("POST", `/api/desktop/quick-add/${what}`);
  }
}
