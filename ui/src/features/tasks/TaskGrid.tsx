import { type RefObject, useMemo } from "react";
import type { Clock } from "../../api/clock";
import { useLive } from "../../api/live";
import { useOpenTask } from "../../api/openTask";
import type { Place } from "../../api/place";
import { type Tasks, useLists } from "../../api/queries";
import { words } from "../../words/words";
import { GroupHeading } from "./GroupHeading";
import type { Row, TaskRow as TaskRowData } from "./rows";
import { TaskRow } from "./TaskRow";
import type { Cursor } from "./useCursor";
import type { RowSelection } from "./useRowSelection";
import type { TaskActions } from "./useTaskActions";
import type { TaskDrag } from "./useTaskDrag";
import type { VirtualRows } from "./useVirtualRows";

interface Props {
  place: Place;
  title: string;
  clock: Clock;
  rows: readonly Row[];
  taskRows: readonly TaskRowData[];
  read: Tasks;
  actions: TaskActions;
  selection: RowSelection;
  cursor: Cursor;
  cursorId: string | null;
  drag: TaskDrag;
  virtual: VirtualRows;
  /** Moves everything overdue to today. */
  toToday: { label: string; run(): void } | undefined;
  grid: RefObject<HTMLDivElement | null>;
  editing: string | null;
  onEdit(id: string | null): void;
}

/** Where a row stands. */
interface Where {
  rowIndex: number;
  top: number;
  height: number;
}

/** What is drawn of the rows. */
export function TaskGrid(props: Props) {
  const { title, rows, read, drag, virtual, toToday, grid } = props;
  const drawTask = useTaskRows(props);
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={words.list.label(title)}
      aria-rowcount={read.hasMore ? -1 : rows.length}
      aria-multiselectable="true"
      className="task-grid"
      style={{ height: virtual.height }}
    >
      {virtual.items.map((item) => {
        const row = rows[item.index];
        if (!row) return null;
        const where = { rowIndex: item.index + 1, top: item.start, height: item.size };
        if (row.kind === "task") return drawTask(row, item.index, where);
        const action = row.key === "group overdue" ? toToday : undefined;
        return <GroupHeading key={row.key} row={row} isSticky={virtual.isSticky(item)} action={action} {...where} />;
      })}
      {drag.line === null ? null : <div className="drop-line" style={{ transform: `translateY(${drag.line}px)` }} />}
    </div>
  );
}

/** Draws one task. What it is given changes only with the task itself, so that the others are not drawn anew. */
function useTaskRows({ place, clock, rows, taskRows, read, actions, selection, cursor, cursorId, drag, editing, onEdit }: Props) {
  const changed = useLive((state) => state.changed);
  const open = useOpenTask((state) => state.id);
  const lists = useLists();
  const listOf = useMemo(() => new Map(lists.map((list) => [list.id, list])), [lists]);
  const found = place.kind === "search" ? place.words : "";
  const above = (id: string): string | null => taskRows[(selection.indexOf.get(id) ?? 0) - 1]?.task.id ?? null;
  const isSelected = (index: number): boolean => selection.ids.has(taskAt(rows, index) ?? "");
  return ({ key, task, leaving, isInNotes }: TaskRowData, index: number, where: Where) => (
    <TaskRow
      key={key}
      task={task}
      parts={read.partCounts[task.id]}
      leaving={leaving}
      place={place}
      clock={clock}
      list={task.list ? listOf.get(task.list) : undefined}
      actions={actions}
      tasksOf={selection.tasksOf}
      isDragged={drag.ids.has(task.id)}
      isTabStop={task.id === cursorId}
      isSelected={isSelected(index)}
      joins={isSelected(index) ? joinsOf(isSelected(index - 1), isSelected(index + 1)) : undefined}
      isOpen={task.id === open}
      isEditing={editing === task.id}
      isChanged={changed.has(task.id)}
      isFirst={taskAt(rows, index - 1) === null}
      isInNotes={isInNotes}
      found={found}
      {...where}
      above={above(task.id)}
      menuIds={selection.menuIds}
      onFocus={cursor.noteFocus}
      onSelect={selection.onSelect}
      onEdit={onEdit}
    />
  );
}

/** The task of a row; null for a heading, and where there is none. */
function taskAt(rows: readonly Row[], index: number): string | null {
  const row = rows[index];
  return row?.kind === "task" ? row.task.id : null;
}

function joinsOf(above: boolean, below: boolean): "above" | "below" | "both" | undefined {
  if (above && below) return "both";
  return above ? "above" : below ? "below" : undefined;
}
