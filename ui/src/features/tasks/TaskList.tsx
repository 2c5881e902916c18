import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import { useLive } from "../../api/live";
import { filterOf, keyOf, type Place } from "../../api/place";
import { useLists, useTasks } from "../../api/queries";
import { useUiState } from "../../api/uiState";
import { useMedia } from "../../components/useMedia";
import { words } from "../../words/words";
import { GroupHeading } from "./GroupHeading";
import { ListState } from "./ListState";
import { forgetLeaving, useLeaving } from "./leaving";
import { type Row, rowsOf, type TaskRow as TaskRowData } from "./rows";
import { TaskRow } from "./TaskRow";
import { useCursor } from "./useCursor";
import { useListKeys } from "./useListKeys";
import { useTaskActions } from "./useTaskActions";
import "./task-list.css";

/** Heights in pixels, as the style sheet has them: a virtual list must know them before it draws. */
const GROUP_HEIGHT = 42;
const ROW_HEIGHT = 36;
const COMPACT_ROW_HEIGHT = 32;
const TALL_ROW_HEIGHT = 52;
/** How near the end of what has been read the next page is asked for. */
const READ_AHEAD = 30;

interface Props {
  place: Place;
  title: string;
  clock: Clock;
}

/** The rows of a place: a grid with one tab stop that draws only what is in sight. */
export function TaskList({ place, title, clock }: Props) {
  const { tasks, isLoading, error, hasMore, isLoadingMore, loadMore, reload } = useTasks(filterOf(place));
  const leaving = useLeaving((state) => state.rows);
  const changed = useLive((state) => state.changed);
  const lists = useLists();
  const actions = useTaskActions();
  const isTall = useMedia("(max-width: 599.9px)");
  const isCompact = useUiState((state) => state.density === "compact");
  const rowHeight = isTall ? TALL_ROW_HEIGHT : isCompact ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
  const [editing, setEditing] = useState<string | null>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);

  const placeKey = keyOf(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place starts afresh at its top
  useEffect(() => {
    forgetLeaving();
    setEditing(null);
    if (scroll.current) scroll.current.scrollTop = 0;
  }, [placeKey]);

  const rows = useMemo(() => rowsOf(tasks, place, clock, leaving), [tasks, place, clock, leaving]);
  const taskRows = useMemo(() => rows.filter((row): row is TaskRowData => row.kind === "task"), [rows]);
  const indexOf = useMemo(() => new Map(taskRows.map((row, index) => [row.key, index])), [taskRows]);
  const listOf = useMemo(() => new Map(lists.map((list) => [list.id, list])), [lists]);

  const [cursorId, setCursorId] = useState<string | null>(null);
  const virtual = useVirtual(rows, cursorId, rowHeight, scroll);
  const reveal = useCallback(
    (id: string) => {
      const index = rows.findIndex((row) => row.key === id);
      if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
    },
    [rows, virtual],
  );
  const cursor = useCursor(taskRows, grid, reveal, cursorId, setCursorId);
  const cursorIndex = taskRows.findIndex((row) => row.task.id === cursorId);
  const currentRow = taskRows[cursorIndex];

  useListKeys({
    list: grid,
    cursor,
    clock,
    actions,
    current: currentRow
      ? { task: currentRow.task, above: taskRows[cursorIndex - 1]?.task.id ?? null, canEdit: !currentRow.leaving && place.kind !== "trash" }
      : null,
    onEdit: setEditing,
  });

  const items = virtual.items;
  const end = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && !error && end >= rows.length - READ_AHEAD) loadMore();
  }, [hasMore, isLoadingMore, error, end, rows.length, loadMore]);

  return (
    <div className="task-scroll" ref={scroll}>
      <div className="task-list">
        <ListState place={place} isLoading={isLoading} error={error} isEmpty={rows.length === 0} onRetry={reload} />
        {rows.length > 0 ? (
          <div
            ref={grid}
            role="grid"
            aria-label={words.list.label(title)}
            aria-rowcount={hasMore ? -1 : rows.length}
            className="task-grid"
            style={{ height: virtual.height }}
          >
            {items.map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              if (row.kind === "group")
                return (
                  <GroupHeading
                    key={row.key}
                    row={row}
                    rowIndex={item.index + 1}
                    top={item.start}
                    height={item.size}
                    isSticky={virtual.isSticky(item)}
                  />
                );
              const taskIndex = indexOf.get(row.key) ?? 0;
              return (
                <TaskRow
                  key={row.key}
                  task={row.task}
                  leaving={row.leaving}
                  place={place}
                  clock={clock}
                  list={row.task.list ? listOf.get(row.task.list) : undefined}
                  actions={actions}
                  isTabStop={row.task.id === cursorId}
                  isEditing={editing === row.task.id}
                  isChanged={changed.has(row.task.id)}
                  isFirst={rows[item.index - 1]?.kind !== "task"}
                  rowIndex={item.index + 1}
                  top={item.start}
                  height={item.size}
                  above={taskRows[taskIndex - 1]?.task.id ?? null}
                  onFocus={cursor.noteFocus}
                  onEdit={setEditing}
                />
              );
            })}
          </div>
        ) : null}
        {isLoadingMore ? <p className="list-note">{words.list.loadingMore}</p> : null}
      </div>
    </div>
  );
}

/** What of the rows is drawn: those in sight, the heading of the first one (it sticks to the top), and the row of the cursor. */
function useVirtual(rows: readonly Row[], cursor: string | null, rowHeight: number, scroll: RefObject<HTMLDivElement | null>) {
  const kept = useMemo(() => rows.findIndex((row) => row.key === cursor), [rows, cursor]);
  const sticky = useRef(-1);
  const headings = useMemo(() => rows.flatMap((row, index) => (row.kind === "group" ? [index] : [])), [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (rows[index]?.kind === "group" ? GROUP_HEIGHT : rowHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollPaddingStart: GROUP_HEIGHT + 8,
    scrollPaddingEnd: 64,
    rangeExtractor: (range) => {
      sticky.current = headings.findLast((index) => index <= range.startIndex) ?? -1;
      const wanted = new Set([...defaultRangeExtractor(range), sticky.current, kept].filter((index) => index >= 0 && index < rows.length));
      return [...wanted].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached by index and have to be taken anew when the rows change
  useEffect(() => virtualizer.measure(), [rows, rowHeight]);
  const isSticky = (item: { index: number }): boolean => item.index === sticky.current;
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    scrollToIndex: virtualizer.scrollToIndex,
    isSticky,
  };
}
