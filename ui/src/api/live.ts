import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import type { Liveness } from "./events";
import { openTask, taskIn } from "./openTask";
import { sendHere } from "./sentHere";
import type { ServerEvent } from "./types";

const TINT_MS = 1_200;
/** The first change is read at once, those that follow it in a burst together. */
const GATHER_MS = 60;

interface Live {
  liveness: Liveness;
  /** Tasks that somebody else has just changed; their rows are tinted for a moment. */
  changed: ReadonlySet<string>;
}

/** How the page stands with the server. */
export const useLive = create<Live>(() => ({ liveness: "connecting", changed: new Set<string>() }));

const ownChanges = new Set<string>();
let writing = 0;
let waiting: { ids: string[]; changeSet: string | null }[] = [];

/** Tints rows for a moment. */
export function tint(ids: readonly string[]): void {
  useLive.setState(({ changed }) => ({ changed: new Set([...changed, ...ids]) }));
  setTimeout(() => {
    useLive.setState(({ changed }) => ({ changed: new Set([...changed].filter((id) => !ids.includes(id))) }));
  }, TINT_MS);
}

/**
 * Runs a change of our own, so that its echo in the live stream is not shown as somebody else's.
 *
 * The echo may come before the answer that names its change set; it then waits for the answer.
 */
export async function ownChange<T extends { change_set: string | null }>(change: Promise<T>): Promise<T> {
  writing += 1;
  try {
    const done = await change;
    if (done.change_set) ownChanges.add(done.change_set);
    return done;
  } finally {
    writing -= 1;
    if (writing === 0) {
      const held = waiting;
      waiting = [];
      for (const event of held) tintForeign(event.ids, event.changeSet);
    }
  }
}

function tintForeign(ids: string[], changeSet: string | null): void {
  if (writing > 0) waiting.push({ ids, changeSet });
  else if (!changeSet || !ownChanges.delete(changeSet)) tint(ids);
}

const queriesOf: Record<Exclude<ServerEvent["kind"], "hello" | "open">, readonly string[]> = {
  tasks: ["tasks", "task", "subtasks", "history", "lists", "labels"],
  lists: ["lists", "tasks"],
  labels: ["labels", "tasks"],
  settings: ["settings", "app", "assistant"],
  assistant: ["assistant"],
  threads: [],
};

/** The desktop sends this page to a task, the settings or the chat. */
function openHere({ path, window }: Extract<ServerEvent, { kind: "open" }>): void {
  const id = window === "main" ? taskIn(path) : null;
  if (id) openTask(id);
  if (window === "main") sendHere(path);
}

/** Turns events into reading again: what is on the screen is always what the server said last. */
export function liveQueries(client: QueryClient): { onEvent(event: ServerEvent): void; onGap(): void } {
  let stale = new Set<string>();
  let isGathering = false;
  let readAt = Number.NEGATIVE_INFINITY;
  const readAgain = (): void => {
    isGathering = false;
    readAt = performance.now();
    const keys = stale;
    stale = new Set();
    void client.invalidateQueries({ predicate: ({ queryKey }) => keys.has(String(queryKey[0])) });
  };
  return {
    onEvent(event) {
      if (event.kind === "open") openHere(event);
      if (event.kind === "hello" || event.kind === "open") return;
      if (event.kind === "tasks") tintForeign(event.ids, event.change_set);
      for (const key of queriesOf[event.kind] ?? []) stale.add(key);
      if (isGathering) return;
      isGathering = true;
      setTimeout(readAgain, Math.max(0, readAt + GATHER_MS - performance.now()));
    },
    onGap() {
      void client.invalidateQueries();
    },
  };
}
