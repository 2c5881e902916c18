import { create } from "zustand";
import type { Anchor } from "../../components/PickList";

/** `due` and `more` are menus, the others fields with choices. */
export type RowMenuKind = "due" | "more" | "priority" | "day" | "list" | "label";

interface Opened {
  kind: RowMenuKind;
  /** The tasks it is about. */
  ids: readonly string[];
  anchor: Anchor;
  /** Gets the focus when it closes; the cursor's row where it is null. */
  from: HTMLElement | null;
}

/** Which menu of rows is open. There is one at most, so that rows need not have any of their own. */
export const useRowMenu = create<{ opened: Opened | null }>(() => ({ opened: null }));

export function openRowMenu(kind: RowMenuKind, ids: readonly string[], anchor: Anchor, from: HTMLElement | null = null): void {
  if (ids.length > 0) useRowMenu.setState({ opened: { kind, ids, anchor, from } });
}

export function closeRowMenu(): void {
  useRowMenu.setState({ opened: null });
}

/** A place to open at that is a point of the window, in pixels. */
export function pointAt(x: number, y: number): Anchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}
