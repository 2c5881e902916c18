import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import { useLive } from "../../api/live";
import { openTask, useOpenTask } from "../../api/openTask";
import { keyOf, type Place } from "../../api/place";
import { useLists } from "../../api/queries";
import type { Task } from "../../api/types";
import { onMac, words } from "../../words/words";
import { GroupHeading } from "./GroupHeading";
import { ListState } from "./ListState";
import { isOrdered } from "./landing";
import { forgetLeaving, useLeaving } from "./leaving";
import { closeRowMenu } from "./openedMenu";
import { RowMenus } from "./RowMenus";
import { rowsOf, type TaskRow as TaskRowData } from "./rows";
import { SelectionBar } from "./SelectionBar";
import { clearSelection, keepSelected, selectRange, toggleSelected, useSelection } from "./selection";
import { TaskRow } from "./TaskRow";
import { type Bulk, useBulk } from "./useBulk";
import { useCursor } from "./useCursor";
import { useListKeys } from "./useListKeys";
import { usePlaceTasks } from "./usePlaceTasks";
import { useTaskActions } from "./useTaskActions";
import { useTaskDrag } from "./useTaskDrag";
import { useVirtualRows } from "./useVirtualRows";
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
  const { tasks, partCounts, isLoading, error, hasMore, isLoadingMore, loadMore, reload } = read;
  const leaving = useLeaving((state) => state.rows);
  const changed = useLive((state) => state.changed);
  const open = useOpenTask((state) => state.id);
  const lists = useLists();
  const actions = useTaskActions();
  const bulk = useBulk();
  const [editing, setEditing] = useState<string | null>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);

  const placeKey = keyOf(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place starts afresh at its top
  useEffect(() => {
    forgetLeaving();
    clearSelection();
    closeRowMenu();
    setEditing(null);
    if (scroll.current) scroll.current.scrollTop = 0;
  }, [placeKey]);

  const rows = useMemo(() => rowsOf(tasks, place, clock, leaving), [tasks, place, clock, leaving]);
  const taskRows = useMemo(() => rows.filter((row): row is TaskRowData => row.kind === "task"), [rows]);
  const listOf = useMemo(() => new Map(lists.map((list) => [list.id, list])), [lists]);

  const [cursorId, setCursorId] = useState<string | null>(null);
  const virtual = useVirtualRows(rows, cursorId, scroll);
  const reveal = useCallback(
    (id: string) => {
      const index = rows.findIndex((row) => row.key === id);
      if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
    },
    [rows, virtual],
  );
  const cursor = useCursor(taskRows, grid, reveal, cursorId, setCursorId);
  const selection = useRowSelection(taskRows, hasMore, cursorId);
  const neighbors = useNeighbors(taskRows, place);
  const at = taskRows.findIndex((row) => row.task.id === cursorId);
  const current = taskRows[at];
  const above = (index: number): string | null => taskRows[index - 1]?.task.id ?? null;

  useListKeys({
    list: grid,
    cursor,
    clock,
    actions,
    bulk,
    current: current
      ? { task: current.task, above: above(at), below: taskRows[at + 1]?.task.id ?? null, isLeaving: current.leaving !== null }
      : null,
    selected: selection.tasks,
    order: selection.order,
    hasMore,
    isOrdered: isOrdered(place),
    onOpen: openTask,
    onEdit: setEditing,
  });

  const items = virtual.items;
  const drag = useTaskDrag({ place, clock, rows, spans: items, scroll, grid, bulk });
  const end = items.at(-1)?.index ?? 0;
  const isWanted = end >= rows.length - READ_AHEAD || selection.isWhole;
  useEffect(() => {
    if (hasMore && !isLoadingMore && !error && isWanted) loadMore();
  }, [hasMore, isLoadingMore, error, isWanted, loadMore]);

  const toToday = useToToday(taskRows, clock, hasMore, bulk);
  const found = place.kind === "search" ? place.words : "";
  return (
    <>
      <div className="task-scroll" ref={scroll} data-old={read.isOld || undefined}>
        <div className="task-list">
          <ListState place={place} isLoading={isLoading} error={error} isEmpty={rows.length === 0} onRetry={reload} onWiden={onWiden} />
          {rows.length > 0 ? (
            <div
              ref={grid}
              role="grid"
              aria-label={words.list.label(title)}
              aria-rowcount={hasMore ? -1 : rows.length}
              aria-multiselectable="true"
              className="task-grid"
              style={{ height: virtual.height }}
            >
              {items.map((item) => {
                const row = rows[item.index];
                if (!row) return null;
                const where = { rowIndex: item.index + 1, top: item.start, height: item.size };
                if (row.kind === "group") {
                  const action = row.key === "group overdue" ? toToday : undefined;
                  return <GroupHeading key={row.key} row={row} isSticky={virtual.isSticky(item)} action={action} {...where} />;
                }
                const beside = (step: -1 | 1): boolean => {
                  const other = rows[item.index + step];
                  return other?.kind === "task" && selection.ids.has(other.task.id);
                };
                const isSelected = selection.ids.has(row.task.id);
                return (
                  <TaskRow
                    key={row.key}
                    task={row.task}
                    parts={partCounts[row.task.id]}
                    leaving={row.leaving}
                    place={place}
                    clock={clock}
                    list={row.task.list ? listOf.get(row.task.list) : undefined}
                    actions={actions}
                    tasksOf={selection.tasksOf}
                    isDragged={drag.ids.has(row.task.id)}
                    isTabStop={row.task.id === cursorId}
                    isSelected={isSelected}
                    joins={isSelected ? joinsOf(beside(-1), beside(1)) : undefined}
                    isOpen={row.task.id === open}
                    isEditing={editing === row.task.id}
                    isChanged={changed.has(row.task.id)}
                    isFirst={rows[item.index - 1]?.kind !== "task"}
                    isInNotes={row.isInNotes}
                    found={found}
                    {...where}
                    above={above(selection.indexOf.get(row.task.id) ?? 0)}
                    menuIds={selection.menuIds}
                    onFocus={cursor.noteFocus}
                    onSelect={selection.onSelect}
                    onEdit={setEditing}
                  />
                );
              })}
              {drag.line === null ? null : <div className="drop-line" style={{ transform: `translateY(${drag.line}px)` }} />}
            </div>
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

/** Moves everything overdue to today, where all of it has been read. */
function useToToday(rows: readonly TaskRowData[], clock: Clock, hasMore: boolean, bulk: Bulk) {
  return useMemo(() => {
    const overdue = rows.filter((row) => row.group === "overdue" && row.leaving === null).map((row) => row.task);
    const isWhole = !hasMore || overdue.length < rows.length;
    return isWhole && overdue.length > 0 ? { label: words.undoing.allToToday, run: () => bulk.setDay(overdue, clock.today) } : undefined;
  }, [rows, hasMore, clock, bulk]);
}

function joinsOf(above: boolean, below: boolean): "above" | "below" | "both" | undefined {
  if (above && below) return "both";
  return above ? "above" : below ? "below" : undefined;
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

/** The selection, as far as it is shown: those that went away leave it. */
function useRowSelection(rows: readonly TaskRowData[], hasMore: boolean, cursorId: string | null) {
  const { ids, isWhole } = useSelection();
  const order = useMemo(() => rows.filter((row) => row.leaving === null).map((row) => row.task.id), [rows]);
  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.key, index])), [rows]);
  const taskOf = useMemo(() => new Map<string, Task>(rows.map((row) => [row.task.id, row.task])), [rows]);
  useEffect(() => keepSelected(order, hasMore), [order, hasMore]);
  const latest = useRef({ order, ids, cursorId, taskOf });
  latest.current = { order, ids, cursorId, taskOf };
  const tasks = useMemo(
    () => (ids.size === 0 ? [] : order.flatMap((id) => (ids.has(id) ? (taskOf.get(id) ?? []) : []))),
    [ids, order, taskOf],
  );
  const onSelect = useCallback((id: string, event: MouseEvent): boolean => {
    const now = latest.current;
    if (event.shiftKey) selectRange(now.order, now.cursorId ?? id, id);
    else if (onMac ? event.metaKey : event.ctrlKey) toggleSelected(id);
    else return false;
    return true;
  }, []);
  const menuIds = useCallback((id: string): readonly string[] => {
    const now = latest.current;
    return now.ids.has(id) ? now.order.filter((one) => now.ids.has(one)) : [id];
  }, []);
  const tasksOf = useCallback((id: string) => menuIds(id).flatMap((one) => latest.current.taskOf.get(one) ?? []), [menuIds]);
  return { ids, isWhole, order, indexOf, taskOf, tasks, onSelect, menuIds, tasksOf };
}
