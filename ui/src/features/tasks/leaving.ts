import { create } from "zustand";
import type { Task } from "../../api/types";
import type { Leaving } from "./rows";

/** How long a completed row can be undone in its place. The ring beside it runs as long (`--t-undo`). */
export const UNDO_MS = 8_000;

/** The rows that were completed here a moment ago, by task id, in the order of completing. */
export const useLeaving = create<{ rows: ReadonlyMap<string, Leaving> }>(() => ({ rows: new Map() }));

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function leave(task: Task, above: string | null): void {
  clearTimeout(timers.get(task.id));
  change((rows) => rows.set(task.id, { task: { ...task, status: "done" }, above, changeSet: null }));
}

/** The server has completed it: from now on it can be undone, for 8 s. */
export function hasLeft(task: Task, changeSet: string): void {
  const entry = useLeaving.getState().rows.get(task.id);
  if (!entry) return;
  change((rows) => rows.set(task.id, { ...entry, task, changeSet }));
  timers.set(
    task.id,
    setTimeout(() => stay(task.id), UNDO_MS),
  );
}

/** The row is no longer held: it was undone, or its time is over. */
export function stay(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  change((rows) => rows.delete(id));
}

/** Another place is shown: nothing is held there. */
export function forgetLeaving(): void {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  useLeaving.setState({ rows: new Map() });
}

function change(edit: (rows: Map<string, Leaving>) => void): void {
  const rows = new Map(useLeaving.getState().rows);
  edit(rows);
  useLeaving.setState({ rows });
}
