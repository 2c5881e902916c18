import type { Place } from "../api/place";
import type { Task } from "../api/types";

/** What is dragged within the window: tasks, in the order in which they are shown, or a list of the sidebar. */
export type Dragged = { kind: "tasks"; tasks: readonly Task[] } | { kind: "list"; id: string; name: string; color: string };

/**
 * Where it may be dropped: a place of the sidebar that takes tasks, the rows of the list, beside a list of the sidebar. `hint` says
 * what a drop would do, and is shown beside what is dragged.
 */
export type Target =
  | { kind: "place"; place: Place; hint: string }
  | { kind: "rows"; hint: string }
  | { kind: "list"; id: string; edge: "above" | "below"; hint: string };

type Data = Record<string | symbol, unknown>;

/** Places and tasks do not know each other; both know these two. They are the library's bag of data with a shape. */
export function asDragged(dragged: Dragged): Record<string, unknown> {
  return { ...dragged };
}

export function asTarget(target: Target): Record<string, unknown> {
  return { ...target };
}

/** What is dragged; null where it did not begin here. */
export function draggedOf({ data }: { data: Data }): Dragged | null {
  return data.kind === "tasks" || data.kind === "list" ? (data as unknown as Dragged) : null;
}

/** The innermost target below the pointer. */
export function targetOf(location: { current: { dropTargets: readonly { data: Data }[] } }): Target | null {
  return (location.current.dropTargets[0]?.data as Target | undefined) ?? null;
}
