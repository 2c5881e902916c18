import { ListTree, Repeat, TextAlignStart, Check as Tick } from "lucide-react";
import { type MouseEvent, memo, type RefObject, useMemo, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import { openTask } from "../../api/openTask";
import type { Place } from "../../api/place";
import type { ListInfo, PartCount, Task } from "../../api/types";
import { Check } from "../../components/Check";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { Marked } from "../../components/Marked";
import { lineWith } from "../../components/marks";
import { words } from "../../words/words";
import { Grip } from "./Grip";
import { openRowMenu, pointAt, useRowMenu } from "./openedMenu";
import { RowActions } from "./RowActions";
import type { Leaving } from "./rows";
import { deletedText, dueCell, rowName } from "./say";
import { TitleField } from "./TitleField";
import { UndoRing } from "./UndoRing";
import type { TaskActions } from "./useTaskActions";

interface Props {
  task: Task;
  /** How many parts it has; undefined where it has none. */
  parts: PartCount | undefined;
  leaving: Leaving | null;
  place: Place;
  clock: Clock;
  list: ListInfo | undefined;
  actions: TaskActions;
  isTabStop: boolean;
  isSelected: boolean;
  /** Selected rows beside each other join. */
  joins: "above" | "below" | "both" | undefined;
  /** What a context menu is about: the selection where this row is of it, else the row. */
  menuIds(id: string): readonly string[];
  /** What is dragged with this row. */
  tasksOf(id: string): readonly Task[];
  isDragged: boolean;
  isEditing: boolean;
  isChanged: boolean;
  isFirst: boolean;
  /** It is open in the sheet. */
  isOpen: boolean;
  /** A search found it by its notes. */
  isInNotes: boolean;
  /** What a search looked for; empty where none did. */
  found: string;
  rowIndex: number;
  /** Where it is drawn, in pixels from the top of the list. */
  top: number;
  height: number;
  /** Id of the task in the row above. */
  above: string | null;
  onFocus(id: string): void;
  /** With Shift or the command key: selects. Answers whether it did. */
  onSelect(id: string, event: MouseEvent): boolean;
  onEdit(id: string | null): void;
}

/** One task on one line, or on two below 600 px. */
export const TaskRow = memo(function TaskRow(props: Props) {
  const { task, leaving, clock, list, actions, isEditing, onFocus, onEdit } = props;
  const [isPointedAt, setPointedAt] = useState(false);
  const [isFocused, setFocused] = useState(false);
  // Its buttons stay while a menu stands at them.
  const isAtMenu = useRowMenu(({ opened }) => opened?.ids.includes(task.id) ?? false);
  const isActive = isPointedAt || isFocused || isAtMenu;
  const self = useRef<HTMLDivElement>(null);
  const isDone = task.status === "done";
  const canEdit = task.deleted_at === null && !leaving;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the list do what a click does
    <div
      ref={self}
      role="row"
      aria-label={rowName(task, list?.name, clock, props.parts)}
      aria-rowindex={props.rowIndex}
      aria-selected={props.isSelected}
      tabIndex={props.isTabStop ? 0 : -1}
      data-task={task.id}
      data-selected={props.isSelected || undefined}
      data-joins={props.joins}
      data-where={props.isInNotes || undefined}
      data-open={props.isOpen || undefined}
      data-first={props.isFirst || undefined}
      data-leaving={leaving ? "" : undefined}
      data-done={isDone || undefined}
      data-changed={props.isChanged || undefined}
      data-editing={isEditing || undefined}
      data-dragged={props.isDragged || undefined}
      className="task-row"
      style={{ height: props.height, position: "absolute", transform: `translateY(${props.top}px)` }}
      onFocus={() => {
        onFocus(task.id);
        setFocused(true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        // From the row to one of its buttons it stays: they must not go away under the pointer.
        if (!currentTarget.contains(relatedTarget)) setFocused(false);
      }}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onMouseDown={(event) => {
        // A range of rows is meant, not one of letters.
        if (event.shiftKey && !isEditing) event.preventDefault();
      }}
      onClick={(event) => {
        if (leaving || isEditing) return;
        if (props.onSelect(task.id, event)) self.current?.focus({ preventScroll: true });
        else if (event.target instanceof Element && !event.target.closest("button, input")) openTask(task.id);
      }}
      onDoubleClick={() => canEdit && onEdit(task.id)}
      onContextMenu={(event) => {
        if (leaving || isEditing) return;
        event.preventDefault();
        openRowMenu("more", props.menuIds(task.id), pointAt(event.clientX, event.clientY), self.current);
      }}
    >
      {canEdit && !isEditing && (isActive || props.isDragged) ? <Grip row={self} tasksOf={() => props.tasksOf(task.id)} /> : null}
      <Lead {...props} />
      <Title {...props} row={self} />
      <span role="gridcell" className="task-meta">
        {leaving ? (
          <UndoRing isReady={leaving.changeSet !== null} onUndo={() => actions.reopen(task)} />
        ) : (
          <Meta {...props} showActions={canEdit && isActive && !isEditing && !props.isDragged} />
        )}
      </span>
    </div>
  );
});

/** What stands before the title: the tick of a selected row, the check. */
function Lead({ task, actions, above, isSelected }: Props) {
  const isDone = task.status === "done";
  return (
    <>
      {isSelected ? (
        <span className="row-tick">
          <Icon of={Tick} size={14} />
        </span>
      ) : null}
      <span role="gridcell" className="contents">
        {task.deleted_at !== null ? (
          <span className="check-gap" />
        ) : (
          <Check
            label={isDone ? words.row.reopen(task.title) : words.row.complete(task.title)}
            checked={isDone}
            priority={task.priority}
            onToggle={() => (isDone ? actions.reopen(task) : actions.complete(task, above))}
          />
        )}
      </span>
    </>
  );
}

/** The title, which can be edited in place, and the line of the notes in which the words of a search are. */
function Title({ task, actions, isEditing, isInNotes, found, onEdit, row }: Props & { row: RefObject<HTMLElement | null> }) {
  const where = useMemo(() => (isInNotes ? lineWith(task.notes, found) : null), [isInNotes, task.notes, found]);
  return (
    <span role="gridcell" className="task-title">
      {isEditing ? (
        <TitleField
          title={task.title}
          onSave={(title) => actions.rename(task, title)}
          onEnd={(by) => {
            onEdit(null);
            if (by === "key") row.current?.focus();
          }}
        />
      ) : (
        <span className="task-name">
          <Marked text={task.title} words={found} />
        </span>
      )}
      {where && !isEditing ? (
        <span className="task-where">
          <Marked text={where} words={found} />
        </span>
      ) : null}
    </span>
  );
}

function Meta({ task, parts, place, clock, list, actions, showActions }: Props & { showActions: boolean }) {
  const due = dueCell(task, place, clock);
  return (
    <>
      {task.notes ? (
        <span className="meta-bit">
          <Icon of={TextAlignStart} size={14} />
        </span>
      ) : null}
      {parts ? (
        <span className="meta-bit">
          <Icon of={ListTree} size={14} />
          {words.sheet.subtasks.count(parts.done, parts.all)}
        </span>
      ) : null}
      {task.labels.map((label) => (
        <span key={label} className="meta-tag">
          @{label}
        </span>
      ))}
      {task.labels.length > 1 ? <span className="meta-more">{words.row.moreLabels(task.labels.length)}</span> : null}
      {place.kind === "list" || place.kind === "inbox" ? null : (
        <span className="meta-list" title={list?.name}>
          {list ? (
            <>
              <Dot color={list.color} />
              <span className="truncate">{list.name}</span>
            </>
          ) : null}
        </span>
      )}
      <span
        className="meta-due"
        data-tone={due.tone}
        data-wide={task.deleted_at !== null || undefined}
        title={task.deleted_at ? deletedText(task.deleted_at, clock) : undefined}
      >
        {task.repeat && task.status === "open" && !showActions ? <Icon of={Repeat} size={12} /> : null}
        <span className="due-text">{due.text}</span>
        {task.deleted_at !== null ? (
          <button type="button" className="button plain small" tabIndex={-1} onClick={() => actions.restore(task)}>
            {words.row.restore}
          </button>
        ) : null}
        {showActions ? <RowActions id={task.id} /> : null}
      </span>
    </>
  );
}
