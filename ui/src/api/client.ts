import { errorOf } from "./error";
import type { SessionKeeper } from "./session";
import type {
  AppInfo,
  KeyInfo,
  LabelInfo,
  ListsPage,
  QuickAddPreview,
  Salvage,
  Settings,
  Task,
  TaskAdded,
  TaskChange,
  TaskCompleted,
  TaskPage,
  UiState,
  Undone,
  View,
} from "./types";

/** What part of the tasks is wanted. */
export interface TaskFilter {
  view: View;
  list?: string;
  label?: string;
  q?: string;
}

/** The fields of a task that may be changed; null clears. */
export type TaskPatch = Partial<Pick<Task, "title" | "notes" | "priority" | "due" | "due_zone" | "list" | "labels">>;

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
    if (!response.ok) throw await errorOf(response);
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

  preview(text: string, ignore: Ignored, signal: AbortSignal): Promise<QuickAddPreview> {
    return this.#json("POST", "/api/v1/quick-add/preview", { text, ignore }, { signal });
  }

  quickAdd(text: string, ignore: Ignored, defaults: QuickAddDefaults = {}): Promise<TaskAdded> {
    return this.#json("POST", "/api/v1/quick-add", { text, ignore, defaults });
  }

  patchTask(id: string, patch: TaskPatch): Promise<TaskChange> {
    return this.#json("PATCH", `/api/v1/tasks/${id}`, patch);
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

  setAside(id: string): Promise<Salvage> {
    return this.#json("GET", `/api/v1/set-asides/${id}`);
  }

  bringBack(id: string): Promise<{ added: number; change_set: string | null }> {
    return this.#json("POST", `/api/v1/set-asides/${id}/bring-back`);
  }

  settings(): Promise<Settings> {
    return this.#json("GET", "/api/v1/settings");
  }

  patchSettings(patch: Partial<Pick<Settings, "provider" | "base_url" | "model">>): Promise<Settings> {
    return this.#json("PATCH", "/api/v1/settings", patch);
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

  /** Tells the desktop about the quick-add window. # Errors: `NO_DESKTOP` in a plain browser. */
  async quickAddWindow(what: "shown" | "hide"): Promise<void> {
    await this.#json("POST", `/api/desktop/quick-add/${what}`);
  }
}
