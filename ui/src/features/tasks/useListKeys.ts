import { type RefObject, useEffect, useRef } from "react";
import type { Clock } from "../../api/clock";
import type { Priority, Task } from "../../api/types";
import { useUiState } from "../../api/uiState";
import { isPlain, isTaken } from "../../components/keys";
import { addDays, nextWeekStart } from "../../words/dates";
import type { Cursor } from "./useCursor";
import type { TaskActions } from "./useTaskActions";

/** Rows that Page Up and Page Down move by. */
const PAGE = 12;

interface Target {
  list: RefObject<HTMLElement | null>;
  cursor: Cursor;
  clock: Clock;
  actions: TaskActions;
  /** The task under the cursor, and the one above it. */
  current: { task: Task; above: string | null; canEdit: boolean } | null;
  onEdit(id: string): void;
}

/** The list's keys. Moving works from anywhere; what changes a task works only while its row has the focus, and so is seen. */
export function useListKeys(target: Target): void {
  const latest = useRef(target);
  latest.current = target;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTaken(event) || !isPlain(event)) return;
      const isInside = latest.current.list.current?.contains(document.activeElement) ?? false;
      if (move(event, latest.current, isInside) || (isInside && act(event, latest.current))) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function move(event: KeyboardEvent, { cursor, list }: Target, isInside: boolean): boolean {
  if (event.key === "j") cursor.moveBy(1);
  else if (event.key === "k") cursor.moveBy(-1);
  else if (!isInside) return false;
  else if (event.key === "ArrowDown") cursor.moveBy(1);
  else if (event.key === "ArrowUp") cursor.moveBy(-1);
  else if (event.key === "PageDown") cursor.moveBy(PAGE);
  else if (event.key === "PageUp") cursor.moveBy(-PAGE);
  else if (event.key === "Home") cursor.moveTo(0);
  else if (event.key === "End") cursor.moveTo(Number.MAX_SAFE_INTEGER);
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") return moveInRow(list.current, event.key === "ArrowRight" ? 1 : -1);
  else return false;
  return true;
}

/** From the row into its buttons and back, as in every grid. */
function moveInRow(list: HTMLElement | null, step: 1 | -1): boolean {
  const focused = document.activeElement;
  const row = focused?.closest<HTMLElement>("[role=row]");
  if (!row || !list?.contains(row)) return false;
  const stops = [row, ...row.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  stops[stops.indexOf(focused as HTMLElement) + step]?.focus();
  return true;
}

function act(event: KeyboardEvent, { actions, current, clock, onEdit }: Target): boolean {
  if (!current) return false;
  const { task, above, canEdit } = current;
  const isOnRow = document.activeElement?.getAttribute("role") === "row";
  if (event.key === "e") {
    if (task.deleted_at) actions.restore(task);
    else if (task.status === "done") actions.reopen(task);
    else actions.complete(task, above);
    return true;
  }
  if (!canEdit) return false;
  if (event.key === "Enter" && isOnRow) onEdit(task.id);
  else if ((event.key === "Backspace" || event.key === "Delete") && !event.repeat) actions.remove(task);
  else if (/^[1-4]$/.test(event.key)) actions.setPriority(task, Number(event.key) as Priority);
  else if (event.key === "t") actions.setDay(task, clock.today);
  else if (event.key === "m") actions.setDay(task, addDays(clock.today, 1));
  else if (event.key === "w") actions.setDay(task, nextWeekStart(clock.today, useUiState.getState().week_start));
  else return false;
  return true;
}
