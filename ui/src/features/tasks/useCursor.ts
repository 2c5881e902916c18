import { type RefObject, useCallback, useEffect, useRef } from "react";
import { flushSync } from "react-dom";
import type { TaskRow } from "./rows";

export interface Cursor {
  /** Notes that a row has the focus. */
  noteFocus(id: string): void;
  /** Moves by so many rows, and the focus with it. */
  moveBy(steps: number): void;
  moveTo(index: number): void;
  /** Gives the focus to the row of the cursor. */
  focus(): void;
}

/**
 * The cursor of the list: a real focus that moves row by row (roving tab stop). `id` is the task of the list's one tab stop.
 *
 * When its row goes away, the one that took its place gets it, and the focus too if the row had it.
 */
export function useCursor(
  rows: readonly TaskRow[],
  list: RefObject<HTMLElement | null>,
  reveal: (id: string) => void,
  id: string | null,
  setId: (id: string | null) => void,
): Cursor {
  const last = useRef({ index: 0, hadFocus: false });
  const index = rows.findIndex((row) => row.task.id === id);

  const focusRow = useCallback(
    (task: string) => {
      reveal(task);
      // At once: the next key is meant for this row. It may only now come into being, if it was out of sight.
      flushSync(() => setId(task));
      list.current?.querySelector<HTMLElement>(`[data-task="${CSS.escape(task)}"]`)?.focus({ preventScroll: true });
    },
    [list, reveal, setId],
  );

  useEffect(() => {
    const track = (event: FocusEvent): void => {
      // A row that is taken away loses the focus to nothing; that does not count as leaving the list.
      if (event.target instanceof Node) last.current.hadFocus = list.current?.contains(event.target) ?? false;
    };
    document.addEventListener("focusin", track);
    return () => document.removeEventListener("focusin", track);
  }, [list]);

  useEffect(() => {
    if (index >= 0) {
      last.current.index = index;
      return;
    }
    const next = rows[Math.min(last.current.index, rows.length - 1)]?.task.id ?? null;
    const isLost = id !== null && last.current.hadFocus && (document.activeElement === document.body || document.activeElement === null);
    if (next && isLost) queueMicrotask(() => focusRow(next));
    else setId(next);
  }, [rows, index, id, focusRow, setId]);

  const moveTo = useCallback(
    (to: number) => {
      const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (row) focusRow(row.task.id);
    },
    [rows, focusRow],
  );
  return {
    noteFocus: setId,
    moveTo,
    moveBy: (steps) => {
      const isInside = list.current?.contains(document.activeElement) ?? false;
      moveTo(isInside ? index + steps : Math.max(0, index));
    },
    focus: () => moveTo(Math.max(0, index)),
  };
}
