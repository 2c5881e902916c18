import { type MouseEvent, useCallback, useEffect, useMemo, useRef } from "react";
import type { Task } from "../../api/types";
import { onMac } from "../../words/words";
import type { TaskRow } from "./rows";
import { keepSelected, selectRange, toggleSelected, useSelection } from "./selection";

export type RowSelection = ReturnType<typeof useRowSelection>;

/** The selection, as far as it is shown: those that went away leave it. */
export function useRowSelection(rows: readonly TaskRow[], hasMore: boolean, cursorId: string | null) {
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
