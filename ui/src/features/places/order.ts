import type { ListInfo } from "../../api/types";

/** The lists with the one called `id` at `index`, counted without it. */
export function withListAt(lists: readonly ListInfo[], id: string, index: number): ListInfo[] {
  const moved = lists.find((list) => list.id === id);
  const others = lists.filter((list) => list.id !== id);
  return moved ? [...others.slice(0, index), moved, ...others.slice(index)] : [...lists];
}

/** A list whose position has to change. */
export interface Placed {
  id: string;
  position: number;
}

/**
 * The new positions that put the list called `id` at `index`: its own where there is room between its new neighbours, otherwise those
 * of all lists, counted anew. Nothing where it is there already.
 */
export function positionsFor(lists: readonly ListInfo[], id: string, index: number): Placed[] {
  const ordered = withListAt(lists, id, index);
  if (ordered.every((list, at) => list.id === lists[at]?.id)) return [];
  const at = ordered.findIndex((list) => list.id === id);
  const before = ordered[at - 1]?.position;
  const after = ordered[at + 1]?.position;
  const position = between(before, after);
  if (position !== null) return [{ id, position }];
  return ordered.flatMap((list, place) => (list.position === place + 1 ? [] : [{ id: list.id, position: place + 1 }]));
}

/** A number between two others, where there is one that can be told from both. */
function between(before: number | undefined, after: number | undefined): number | null {
  if (before === undefined) return after === undefined ? 1 : after - 1;
  if (after === undefined) return before + 1;
  const middle = before + (after - before) / 2;
  return before < middle && middle < after ? middle : null;
}
