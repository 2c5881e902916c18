import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import type { Api, TaskPatch } from "../../api/client";
import { ApiError, isUnreachable, sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { showTask, taskKey } from "../../api/queries";
import type { Task } from "../../api/types";

/** A part of a task that is saved by itself. A due goes with its zone. */
export type Field = "title" | "notes" | "due" | "start" | "repeat" | "reminders" | "priority" | "labels" | "list";
export type TextField = "title" | "notes";

/** What was changed here and has not been saved yet. */
export interface Unsaved {
  patch: TaskPatch;
  /** What the server said of the text when it was begun, or when it was last saved from here; null where the field is no text. */
  base: string | null;
  /** The text that is on its way, and will come back in an event before its answer does. */
  sent: string | null;
  /**
   * `saved`: as the server tidied it, which shows when the field is left. `typing`: waits for a pause. `waiting`, `sending`: on its way. `failed`: not reached, or not now; goes again.
   * `refused`: the server does not take this value. `contested`: somebody else changed the same text; one has to choose.
   */
  state: "saved" | "typing" | "waiting" | "sending" | "failed" | "refused" | "contested";
  /** Why it was not saved, as a sentence. */
  problem: string | null;
}

type OfTask = ReadonlyMap<Field, Unsaved>;

/** What has not been saved yet, by task. It outlives the sheet: what was typed stays until it is saved or given up. */
export const useUnsaved = create<{ tasks: ReadonlyMap<string, OfTask> }>(() => ({ tasks: new Map() }));

const NOTHING: OfTask = new Map();

export function unsavedOf(tasks: ReadonlyMap<string, OfTask>, id: string): OfTask {
  return tasks.get(id) ?? NOTHING;
}

/** How long a pause in typing is, in milliseconds. */
const PAUSE_MS = 900;

/** Saves what is changed in the sheet: field by field, one request at a time, and again after a failure. Nothing typed is lost in it. */
export class Outbox {
  readonly #api: Api;
  readonly #client: QueryClient;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #busy = new Set<string>();

  constructor(api: Api, client: QueryClient) {
    this.#api = api;
    this.#client = client;
  }

  /** Saves a value at once. */
  put(id: string, field: Field, patch: TaskPatch): void {
    set(id, field, { patch, base: null, sent: null, state: "waiting", problem: null });
    void this.#drain(id);
  }

  /** Takes over a text that is being typed; it is saved after a pause. `server`: the text that the server has. */
  type(id: string, field: TextField, text: string, server: string): void {
    const before = get(id, field);
    clearTimeout(this.#timers.get(`${id} ${field}`));
    if (!before && text === server) return;
    const isContested = before?.state === "contested";
    if (text === (before?.base ?? server) && before?.state !== "sending" && !isContested) {
      set(id, field, null);
      return;
    }
    const state = isContested ? "contested" : before?.state === "sending" ? "sending" : "typing";
    const { base, sent } = before ?? { base: server, sent: null };
    set(id, field, { patch: { [field]: text }, base, sent, state, problem: isContested ? before.problem : null });
    this.#timers.set(
      `${id} ${field}`,
      setTimeout(() => this.leave(id, field), PAUSE_MS),
    );
  }

  /** The typing is over: its text is saved now. */
  leave(id: string, field: TextField): void {
    clearTimeout(this.#timers.get(`${id} ${field}`));
    const now = get(id, field);
    if (now?.state === "typing") set(id, field, { ...now, state: "waiting" });
    if (now?.state === "saved") set(id, field, null);
    void this.#drain(id);
  }

  /** Gives up what was typed; the server's text is shown again. */
  drop(id: string, field: Field): void {
    clearTimeout(this.#timers.get(`${id} ${field}`));
    set(id, field, null);
  }

  /** Of two texts keeps the one typed here. */
  keepOwn(id: string, field: TextField): void {
    const now = get(id, field);
    if (!now) return;
    set(id, field, { ...now, base: this.#known(id, field) ?? now.base, state: "waiting", problem: null });
    void this.#drain(id);
  }

  /** Sends again what has failed. */
  retry(only?: string): void {
    for (const [id, fields] of useUnsaved.getState().tasks) {
      if (only && id !== only) continue;
      for (const [field, now] of fields) if (now.state === "failed") set(id, field, { ...now, state: "waiting", problem: null });
      void this.#drain(id);
    }
  }

  /** The page is going: what was typed goes out without waiting, in requests that outlive it. */
  flush(): void {
    for (const [id, fields] of useUnsaved.getState().tasks) {
      for (const unsaved of fields.values()) {
        const { patch, state, sent } = unsaved;
        const isOlderOnItsWay = state === "sending" && sent !== null && sent !== textOf(unsaved);
        if (!isOlderOnItsWay && state !== "typing" && state !== "waiting" && state !== "failed") continue;
        void this.#api.patchTask(id, patch, true).catch(() => undefined);
      }
    }
  }

  async #drain(id: string): Promise<void> {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    try {
      for (;;) {
        const next = [...unsavedOf(useUnsaved.getState().tasks, id)].find(([, { state }]) => state === "waiting");
        if (!next) return;
        await this.#send(id, ...next);
      }
    } finally {
      this.#busy.delete(id);
    }
  }

  async #send(id: string, field: Field, unsaved: Unsaved): Promise<void> {
    const { patch } = unsaved;
    const text = textOf(unsaved);
    set(id, field, { ...unsaved, state: "sending", sent: text });
    try {
      // A text is not written over one that nobody here has seen: after a gap the events may still be on their way.
      if (text !== null && (await this.#isContested(id, field, unsaved))) {
        const now = get(id, field);
        if (now) set(id, field, { ...now, sent: null, state: "contested" });
        return;
      }
      const task = await ownChange(this.#api.patchTask(id, patch));
      this.#client.setQueryData<Task>(taskKey(id), (kept) => kept ?? task);
      showTask(this.#client, task);
      const now = get(id, field);
      // What was typed while this was on its way goes out by itself.
      if (!now) return;
      // A server that tidies a text (a blank at its end) does not do so under the caret.
      const tidied = text !== null && task[field as TextField] !== text ? task[field as TextField] : null;
      if (now.patch === patch) set(id, field, tidied === null ? null : { ...now, base: tidied, sent: null, state: "saved" });
      else this.#goOn(id, field, { ...now, base: text === null ? null : task[field as TextField], sent: null });
    } catch (error) {
      const now = get(id, field) ?? unsaved;
      if (now.patch !== patch) this.#goOn(id, field, { ...now, sent: null });
      else set(id, field, { ...now, sent: null, ...outcomeOf(error) });
    }
  }

  /** Goes on with what came after a request had left: a text waits for its pause, a value goes at once. */
  #goOn(id: string, field: Field, now: Unsaved): void {
    set(id, field, { ...now, state: now.base === null ? "waiting" : "typing" });
    if (now.base === null) return;
    clearTimeout(this.#timers.get(`${id} ${field}`));
    this.#timers.set(
      `${id} ${field}`,
      setTimeout(() => this.leave(id, field as TextField), PAUSE_MS),
    );
  }

  async #isContested(id: string, field: Field, unsaved: Unsaved): Promise<boolean> {
    const task = await this.#api.task(id);
    showTask(this.#client, task);
    return isContested(unsaved, task[field as TextField]);
  }

  /** The text that the server has said last. */
  #known(id: string, field: Field): string | null {
    const task = this.#client.getQueryData<Task>(taskKey(id));
    return task && (field === "title" || field === "notes") ? task[field] : null;
  }
}

/** Whether somebody else changed a text that was being typed here. */
export function isContested(unsaved: Unsaved, server: string | null): boolean {
  if (unsaved.base === null || server === null || unsaved.state === "saved") return false;
  return server !== unsaved.base && server !== unsaved.sent && server !== textOf(unsaved);
}

function textOf({ patch, base }: Unsaved): string | null {
  return base === null ? null : (patch.title ?? patch.notes ?? "");
}

/** A value that can never be taken is refused; everything else may work later. */
function outcomeOf(error: unknown): Pick<Unsaved, "state" | "problem"> {
  const isRefused = error instanceof ApiError && !isUnreachable(error) && [400, 413, 422].includes(error.status);
  return { state: isRefused || isGoneList(error) ? "refused" : "failed", problem: sentenceOf(error) };
}

function isGoneList(error: unknown): boolean {
  return error instanceof ApiError && error.code === "LIST_NOT_FOUND";
}

function get(id: string, field: Field): Unsaved | undefined {
  return useUnsaved.getState().tasks.get(id)?.get(field);
}

function set(id: string, field: Field, unsaved: Unsaved | null): void {
  useUnsaved.setState(({ tasks }) => {
    const fields = new Map(tasks.get(id));
    if (unsaved) fields.set(field, unsaved);
    else fields.delete(field);
    const next = new Map(tasks);
    if (fields.size > 0) next.set(id, fields);
    else next.delete(id);
    return { tasks: next };
  });
}
