import { type RefObject, useEffect, useRef } from "react";
import type { Clock } from "../../api/clock";
import type { Priority, Task } from "../../api/types";
import { useUiState } from "../../api/uiState";
import { isCommand, isPlain, isTaken } from "../../components/keys";
import { addDays, type Day, nextWeekStart } from "../../words/dates";
import { openRowMenu } from "./openedMenu";
import { selectAll, selectRange, toggleSelected } from "./selection";
import type { Bulk } from "./useBulk";
import type { Cursor } from "./useCursor";
import type { TaskActions } from "./useTaskActions";

/** Rows that Page Up and Page Down move by. */
const PAGE = 12;

/** The task under the cursor, and the ones above and below it. */
export interface Current {
  task: Task;
  above: string | null;
  below: string | null;
  isLeaving: boolean;
}

interface Target {
  list: RefObject<HTMLElement | null>;
  cursor: Cursor;
  clock: Clock;
  actions: TaskActions;
  bulk: Bulk;
  current: Current | null;
  /** The selected tasks; nothing where none is. */
  selected: readonly Task[];
  /** Ids of all rows, in their order. */
  order: readonly string[];
  /** Not all rows have been read. */
  hasMore: boolean;
  /** The place has an order of its own, in which rows can be moved. */
  isOrdered: boolean;
  onOpen(id: string): void;
  onEdit(id: string): void;
}

/** The list's keys. Moving works from anywhere; what changes a task works only while its row has the focus, and so is seen. */
export function useListKeys(target: Target): void {
  const latest = useRef(target);
  latest.current = target;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isTaken(event) && press(event, latest.current)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function press(event: KeyboardEvent, target: Target): boolean {
  const isInside = target.list.current?.contains(document.activeElement) ?? false;
  if (isCommand(event)) return !event.shiftKey && event.key === "a" && all(target, isInside);
  if (isInside && opens(event, target)) return true;
  if (event.altKey && !event.ctrlKey && !event.metaKey) return isInside && moveTask(event, target);
  if (!isPlain(event)) return false;
  return select(event, target, isInside) || move(event, target, isInside) || (isInside && act(event, target));
}

/** Everything in the view; from elsewhere only where nothing else could be meant. */
function all({ order, hasMore }: Target, isInside: boolean): boolean {
  if (!isInside && document.activeElement !== document.body) return false;
  selectAll(order, hasMore);
  return order.length > 0;
}

/** `#` and `@`, which some keyboards have behind Alt, and the keys of the menu. */
function opens(event: KeyboardEvent, target: Target): boolean {
  const { current, selected, list } = target;
  const row = list.current?.querySelector(`[data-task="${CSS.escape(current?.task.id ?? "")}"]`);
  if (!current || current.isLeaving || !row) return false;
  const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
  const isSelected = selected.some(({ id }) => id === current.task.id);
  const ids = selected.length > 0 && (isSelected || !isMenu) ? selected.map(({ id }) => id) : [current.task.id];
  const inTrash = current.task.deleted_at !== null;
  if (isMenu) openRowMenu("more", ids, row);
  else if (event.key === "#" && !inTrash) openRowMenu("list", ids, row);
  else if (event.key === "@" && !inTrash) openRowMenu("label", ids, row);
  else return false;
  return true;
}

/** ⌥↑ and ⌥↓ move the row itself. */
function moveTask(event: KeyboardEvent, { current, actions, isOrdered }: Target): boolean {
  if (!current || current.isLeaving || !isOrdered) return false;
  if (event.key === "ArrowUp" && current.above) actions.putBeside(current.task, { before: current.above });
  else if (event.key === "ArrowDown" && current.below) actions.putBeside(current.task, { after: current.below });
  else return event.key === "ArrowUp" || event.key === "ArrowDown";
  return true;
}

function select(event: KeyboardEvent, { current, order, cursor }: Target, isInside: boolean): boolean {
  if (!isInside || !current || current.isLeaving) return false;
  const { id } = current.task;
  if (event.key === "x") toggleSelected(id);
  else if (event.key === "X") selectRange(order, id, id);
  else if (event.key === "J" || (event.shiftKey && event.key === "ArrowDown")) extend(1);
  else if (event.key === "K" || (event.shiftKey && event.key === "ArrowUp")) extend(-1);
  else return false;
  return true;

  function extend(step: 1 | -1): void {
    const to = order[order.indexOf(id) + step] ?? id;
    selectRange(order, id, to);
    if (to !== id) cursor.moveBy(step);
  }
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

/** What changes tasks: the selected ones where there are any, else the one under the cursor. */
function act(event: KeyboardEvent, target: Target): boolean {
  const { selected, current, clock, onOpen } = target;
  const tasks = selected.length > 0 ? selected : current ? [current.task] : [];
  const isOnRow = document.activeElement?.getAttribute("role") === "row";
  if (tasks.length === 0 || event.repeat) return false;
  if (event.key === "Enter" && isOnRow && current) {
    onOpen(current.task.id);
    return true;
  }
  if (event.key === "e") {
    turn(target, tasks);
    return true;
  }
  if (event.key === "F2" && isOnRow && current && !current.isLeaving && current.task.deleted_at === null) {
    target.onEdit(current.task.id);
    return true;
  }
  if (tasks.some(({ deleted_at }) => deleted_at !== null) || (selected.length === 0 && current?.isLeaving)) return false;
  if (event.key === "Backspace" || event.key === "Delete") remove(target, tasks);
  else if (/^[1-4]$/.test(event.key)) setPriority(target, tasks, Number(event.key) as Priority);
  else if (event.key === "t") setDay(target, tasks, clock.today);
  else if (event.key === "m") setDay(target, tasks, addDays(clock.today, 1));
  else if (event.key === "w") setDay(target, tasks, nextWeekStart(clock.today, useUiState.getState().week_start));
  else return false;
  return true;
}

/** Completes what is open, reopens what is done, restores what was deleted. */
function turn({ actions, bulk, current, selected }: Target, tasks: readonly Task[]): void {
  const [task] = tasks;
  if (selected.length > 0) {
    if (tasks.some(({ deleted_at }) => deleted_at !== null)) bulk.restore(tasks);
    else if (tasks.every(({ status }) => status === "done")) bulk.reopen(tasks);
    else bulk.complete(tasks);
  } else if (task?.deleted_at) actions.restore(task);
  else if (task?.status === "done") actions.reopen(task);
  else if (task) actions.complete(task, current?.above ?? null);
}

function remove({ actions, bulk, selected }: Target, tasks: readonly Task[]): void {
  const [task] = tasks;
  if (selected.length > 0) bulk.remove(tasks);
  else if (task) actions.remove(task);
}

function setPriority({ actions, bulk, selected }: Target, tasks: readonly Task[], priority: Priority): void {
  const [task] = tasks;
  if (selected.length > 0) bulk.setPriority(tasks, priority);
  else if (task) actions.setPriority(task, priority);
}

function setDay({ actions, bulk, selected }: Target, tasks: readonly Task[], day: Day): void {
  const [task] = tasks;
  if (selected.length > 0) bulk.setDay(tasks, day);
  else if (task) actions.setDay(task, day);
}
