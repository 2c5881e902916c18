import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import { openTask } from "../../api/openTask";
import { keyOf, type Place } from "../../api/place";
import type { Tasks } from "../../api/queries";
import type { Task } from "../../api/types";
import { words } from "../../words/words";
import { ListState } from "./ListState";
import { isOrdered } from "./landing";
import { forgetLeaving, useLeaving } from "./leaving";
import { closeRowMenu } from "./openedMenu";
import { RowMenus } from "./RowMenus";
import { type Row, rowsOf, type TaskRow as TaskRowData } from "./rows";
import { SelectionBar } from "./SelectionBar";
import { clearSelection } from "./selection";
import { TaskGrid } from "./TaskGrid";
import { type Bulk, useBulk } from "./useBulk";
import { useCursor } from "./useCursor";
import { type Current, useListKeys } from "./useListKeys";
import { usePlaceTasks } from "./usePlaceTasks";
import { useRowSelection } from "./useRowSelection";
import { useTaskActions } from "./useTaskActions";
import { useTaskDrag } from "./useTaskDrag";
import { useVirtualRows, type VirtualRows } from "./useVirtualRows";
import "./task-list.css";
import "./selection.css";

/** How near the end of what has been read the next page is asked for. */
const READ_AHEAD = 30;

interface Props {
  place: Place;
  title: string;
  clock: Clock;
  /** What a search can be widened to, where it can be. */
  onWiden?: (() => void) | undefined;
}

/** The rows of a place: a grid with one tab stop that draws only what is in sight. */
export function TaskList({ place, title, clock, onWiden }: Props) {
  const read = usePlaceTasks(place);
  const { isLoading, error, hasMore, isLoadingMore, reload } = read;
  const actions = useTaskActions();
  const bulk = useBulk();
  const [editing, setEditing] = useState<string | null>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);

  useFreshStart(place, scroll, setEditing);
  const { rows, taskRows } = useRows(read.tasks, place, clock);
  const [cursorId, setCursorId] = useState<string | null>(null);
  const virtual = useVirtualRows(rows, cursorId, scroll);
  const reveal = useReveal(rows, virtual.scrollToIndex);
  const cursor = useCursor(taskRows, grid, reveal, cursorId, setCursorId);
  const selection = useRowSelection(taskRows, hasMore, cursorId);
  const neighbors = useNeighbors(taskRows, place);
  const current = currentRow(taskRows, selection.indexOf.get(cursorId ?? "") ?? -1);

  useListKeys({
    list: grid,
    cursor,
    clock,
    actions,
    bulk,
    current,
    selected: selection.tasks,
    order: selection.order,
    hasMore,
    isOrdered: isOrdered(place),
    onOpen: openTask,
    onEdit: setEditing,
  });

  const drag = useTaskDrag({ place, clock, rows, spans: virtual.items, scroll, grid, bulk });
  const end = virtual.items.at(-1)?.index ?? 0;
  useReadAhead(read, end >= rows.length - READ_AHEAD || selection.isWhole);
  const toToday = useToToday(taskRows, clock, hasMore, bulk);
  return (
    <>
      <div className="task-scroll" ref={scroll} data-old={read.isOld || undefined}>
        <div className="task-list">
          <ListState place={place} isLoading={isLoading} error={error} isEmpty={rows.length === 0} onRetry={reload} onWiden={onWiden} />
          {rows.length > 0 ? (
            <TaskGrid
              {...{ place, title, clock, read, rows, taskRows, actions, selection, cursor, cursorId, drag, virtual, toToday }}
              grid={grid}
              editing={editing}
              onEdit={setEditing}
            />
          ) : null}
          {isLoadingMore ? <p className="list-note">{words.list.loadingMore}</p> : null}
        </div>
      </div>
      {selection.tasks.length > 0 ? <SelectionBar tasks={selection.tasks} isReading={selection.isWhole} bulk={bulk} /> : null}
      <RowMenus
        taskOf={selection.taskOf}
        neighbors={neighbors}
        clock={clock}
        actions={actions}
        bulk={bulk}
        cursorRow={() => grid.current?.querySelector<HTMLElement>("[role=row][tabindex='0']") ?? null}
        onEdit={setEditing}
      />
    </>
  );
}

/** Another place starts afresh, at its top. */
function useFreshStart(place: Place, scroll: RefObject<HTMLElement | null>, onEdit: (id: null) => void): void {
  const placeKey = keyOf(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is what it waits for
  useEffect(() => {
    forgetLeaving();
    clearSelection();
    closeRowMenu();
    onEdit(null);
    if (scroll.current) scroll.current.scrollTop = 0;
  }, [placeKey]);
}

/** The tasks as rows under their headings, with those that are just leaving, and the rows of tasks alone. */
function useRows(tasks: readonly Task[], place: Place, clock: Clock): { rows: readonly Row[]; taskRows: readonly TaskRowData[] } {
  const leaving = useLeaving((state) => state.rows);
  return useMemo(() => {
    const rows = rowsOf(tasks, place, clock, leaving);
    return { rows, taskRows: rows.filter((row): row is TaskRowData => row.kind === "task") };
  }, [tasks, place, clock, leaving]);
}

/** Scrolls as little as it takes to see a row. */
function useReveal(rows: readonly Row[], scrollToIndex: VirtualRows["scrollToIndex"]): (id: string) => void {
  return useCallback(
    (id) => {
      const index = rows.findIndex((row) => row.key === id);
      if (index >= 0) scrollToIndex(index, { align: "auto" });
    },
    [rows, scrollToIndex],
  );
}

/** The row of the cursor, with those beside it. */
function currentRow(rows: readonly TaskRowData[], at: number): Current | null {
  const row = rows[at];
  if (!row) return null;
  return { task: row.task, above: rows[at - 1]?.task.id ?? null, below: rows[at + 1]?.task.id ?? null, isLeaving: row.leaving !== null };
}

/** Reads the next page when it is wanted; after a failure only `reload` goes on. */
function useReadAhead({ hasMore, isLoadingMore, error, loadMore }: Tasks, isWanted: boolean): void {
  useEffect(() => {
    if (hasMore && !isLoadingMore && !error && isWanted) loadMore();
  }, [hasMore, isLoadingMore, error, isWanted, loadMore]);
}

/** Moves everything overdue to today, where all of it has been read. */
function useToToday(rows: readonly TaskRowData[], clock: Clock, hasMore: boolean, bulk: Bulk) {
  return useMemo(() => {
    const overdue = rows.filter((row) => row.group === "overdue" && row.leaving === null).map((row) => row.task);
    const isWhole = !hasMore || overdue.length < rows.length;
    return isWhole && overdue.length > 0 ? { label: words.undoing.allToToday, run: () => bulk.setDay(overdue, clock.today) } : undefined;
  }, [rows, hasMore, clock, bulk]);
}

/** The rows above and below a task, to be moved past; null where the place has no order of its own. */
function useNeighbors(rows: readonly TaskRowData[], place: Place) {
  return useCallback(
    (id: string) => {
      if (!isOrdered(place)) return null;
      const index = rows.findIndex((row) => row.task.id === id);
      return { above: rows[index - 1]?.task.id ?? null, below: rows[index + 1]?.task.id ?? null };
    },
    [rows, place],
  );
}
