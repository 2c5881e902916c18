import type { QuickAddDefaults, TaskFilter } from "./client";
import type { LabelInfo, ListInfo } from "./types";

/** A place of the sidebar, or a search. */
export type Place =
  | { kind: "inbox" | "today" | "upcoming" | "all" | "done" | "trash" }
  | { kind: "list"; id: string }
  | { kind: "label"; name: string }
  /** `list`: only in that list; `openOnly`: neither in done ones nor in the trash. */
  | { kind: "search"; words: string; list?: string; openOnly?: boolean };

export const START: Place = { kind: "today" };

const VIEWS = ["inbox", "today", "upcoming", "all", "done", "trash"] as const;

/** The place that `ui_state.view` names: `today`, `list:<id>`, `label:<name>`. Today where it names none. */
export function placeOf(view: string | undefined): Place {
  const plain = VIEWS.find((kind) => kind === view);
  if (plain) return { kind: plain };
  if (view?.startsWith("list:")) return { kind: "list", id: view.slice(5) };
  if (view?.startsWith("label:")) return { kind: "label", name: view.slice(6) };
  return START;
}

/** The name of a place, as `ui_state.view` keeps it. A search is not a place to come back to. */
export function viewOf(place: Place): string {
  switch (place.kind) {
    case "list":
      return `list:${place.id}`;
    case "label":
      return `label:${place.name}`;
    case "search":
      return viewOf(START);
    default:
      return place.kind;
  }
}

/** Tells two places apart. */
export function keyOf(place: Place): string {
  return place.kind === "search" ? `search:${place.openOnly ? "open" : ""}:${place.list ?? ""}:${place.words}` : viewOf(place);
}

/** Which tasks a place holds. */
export function filterOf(place: Place): TaskFilter {
  switch (place.kind) {
    case "list":
      return { view: "all", list: place.id };
    case "label":
      return { view: "all", label: place.name };
    case "search":
      return { view: "all", q: place.words, ...(place.list ? { list: place.list } : {}) };
    default:
      return { view: place.kind };
  }
}

/** What a task gets that is added in a place and says nothing else. */
export function defaultsOf(place: Place, today: string, lists: readonly ListInfo[]): QuickAddDefaults {
  if (place.kind === "today") return { due: today };
  if (place.kind === "label") return { labels: [place.name] };
  const list = place.kind === "list" ? lists.find(({ id }) => id === place.id) : undefined;
  return list ? { list: list.name } : {};
}

/** Whether a place can still be shown: its list or label may be gone. */
export function exists(place: Place, lists: readonly ListInfo[], labels: readonly LabelInfo[]): boolean {
  if (place.kind === "list") return lists.some(({ id }) => id === place.id);
  // A label's id is its name in lower case: written in another way it is still the same.
  return place.kind !== "label" || labels.some(({ id }) => id === place.name.toLowerCase());
}
