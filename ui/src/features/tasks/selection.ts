import { create } from "zustand";

interface Selection {
  ids: ReadonlySet<string>;
  /** Where a range begins: the row that was selected or taken off last by itself. */
  anchor: string | null;
  /** What was selected when the range began; a range grows and shrinks beside it. */
  beside: ReadonlySet<string>;
  /** All of the view was asked for, and not all of it has been read yet. */
  isWhole: boolean;
}

const NOTHING: Selection = { ids: new Set(), anchor: null, beside: new Set(), isWhole: false };

/** Which rows of the list are selected. */
export const useSelection = create<Selection>(() => NOTHING);

/** Selects a row, or takes it off. */
export function toggleSelected(id: string): void {
  const ids = new Set(useSelection.getState().ids);
  if (!ids.delete(id)) ids.add(id);
  useSelection.setState({ ids, anchor: id, beside: ids, isWhole: false });
}

/** Selects from where the range began to `to`, and nothing that an earlier end of the range reached beyond. `from` begins one where there is none. */
export function selectRange(order: readonly string[], from: string, to: string): void {
  const { anchor, beside, ids } = useSelection.getState();
  const isKnown = anchor !== null && order.includes(anchor);
  const begin = order.indexOf(isKnown ? anchor : from);
  const end = order.indexOf(to);
  if (begin < 0 || end < 0) return;
  const range = order.slice(Math.min(begin, end), Math.max(begin, end) + 1);
  const kept = isKnown ? beside : ids;
  useSelection.setState({ ids: new Set([...kept, ...range]), anchor: order[begin] ?? null, beside: kept, isWhole: false });
}

/** Selects all rows; `isWhole`: also those that are still to be read. */
export function selectAll(order: readonly string[], isWhole: boolean): void {
  const ids = new Set(order);
  useSelection.setState({ ids, anchor: order[0] ?? null, beside: new Set(), isWhole });
}

/** Takes everything off. Answers whether there was anything. */
export function clearSelection(): boolean {
  const had = useSelection.getState().ids.size > 0;
  if (had) useSelection.setState(NOTHING);
  return had;
}

/** The rows have changed: those that went away leave the selection. */
export function keepSelected(order: readonly string[], hasMore: boolean): void {
  const { ids, isWhole, beside } = useSelection.getState();
  if (ids.size === 0) return;
  if (isWhole) {
    selectAll(order, hasMore);
    return;
  }
  const there = new Set(order);
  const kept = [...ids].filter((id) => there.has(id));
  if (kept.length === 0) clearSelection();
  else if (kept.length < ids.size) {
    useSelection.setState({ ids: new Set(kept), beside: new Set([...beside].filter((id) => there.has(id))) });
  }
}
