import { TextAlignStart } from "lucide-react";
import { memo, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import type { Place } from "../../api/place";
import type { ListInfo, Task } from "../../api/types";
import { Check } from "../../components/Check";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { RowActions } from "./RowActions";
import type { Leaving } from "./rows";
import { dueCell, rowName } from "./say";
import { TitleField } from "./TitleField";
import { UndoRing } from "./UndoRing";
import type { TaskActions } from "./useTaskActions";

interface Props {
  task: Task;
  leaving: Leaving | null;
  place: Place;
  clock: Clock;
  list: ListInfo | undefined;
  actions: TaskActions;
  isTabStop: boolean;
  isEditing: boolean;
  isChanged: boolean;
  isFirst: boolean;
  rowIndex: number;
  /** Where it is drawn, in pixels from the top of the list. */
  top: number;
  height: number;
  /** Id of the task in the row above. */
  above: string | null;
  onFocus(id: string): void;
  onEdit(id: string | null): void;
}

/** One task on one line, or on two below 600 px. */
export const TaskRow = memo(function TaskRow(props: Props) {
  const { task, leaving, place, clock, list, actions, isEditing, above, onFocus, onEdit } = props;
  const [isActive, setActive] = useState(false);
  const self = useRef<HTMLDivElement>(null);
  const isDone = task.status === "done";
  const canEdit = place.kind !== "trash" && !leaving;

  const toggle = (): void => {
    if (isDone) actions.reopen(task);
    else actions.complete(task, above);
  };
  return (
    <div
      ref={self}
      role="row"
      aria-label={rowName(task, list?.name, clock)}
      aria-rowindex={props.rowIndex}
      tabIndex={props.isTabStop ? 0 : -1}
      data-task={task.id}
      data-first={props.isFirst || undefined}
      data-leaving={leaving ? "" : undefined}
      data-done={isDone || undefined}
      data-changed={props.isChanged || undefined}
      data-editing={isEditing || undefined}
      className="task-row"
      style={{ height: props.height, position: "absolute", transform: `translateY(${props.top}px)` }}
      onFocus={() => {
        onFocus(task.id);
        setActive(true);
      }}
      onBlur={() => setActive(false)}
      onPointerEnter={() => setActive(true)}
      onPointerLeave={() => setActive(false)}
      onDoubleClick={() => canEdit && onEdit(task.id)}
    >
      <span role="gridcell" className="contents">
        {place.kind === "trash" ? (
          <span className="check-gap" />
        ) : (
          <Check
            label={isDone ? words.row.reopen(task.title) : words.row.complete(task.title)}
            checked={isDone}
            priority={task.priority}
            onToggle={toggle}
          />
        )}
      </span>
      <span role="gridcell" className="task-title">
        {isEditing ? (
          <TitleField
            title={task.title}
            onSave={(title) => actions.rename(task, title)}
            onEnd={(by) => {
              onEdit(null);
              if (by === "key") self.current?.focus();
            }}
          />
        ) : (
          <span className="task-name">{task.title}</span>
        )}
      </span>
      <span role="gridcell" className="task-meta">
        {leaving ? (
          <UndoRing isReady={leaving.changeSet !== null} onUndo={() => actions.reopen(task)} />
        ) : (
          <Meta {...props} showActions={canEdit && isActive && !isEditing} onStartEdit={() => onEdit(task.id)} />
        )}
      </span>
    </div>
  );
});

function Meta({ task, place, clock, list, actions, showActions, onStartEdit }: Props & { showActions: boolean; onStartEdit(): void }) {
  const due = dueCell(task, place, clock);
  return (
    <>
      {task.notes ? (
        <span className="meta-bit">
          <Icon of={TextAlignStart} size={14} />
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
      <span className="meta-due" data-tone={due.tone}>
        <span className="due-text">{due.text}</span>
        {place.kind === "trash" ? (
          <button type="button" className="button plain small" tabIndex={-1} onClick={() => actions.restore(task)}>
            {words.row.restore}
          </button>
        ) : null}
        {showActions ? <RowActions task={task} today={clock.today} actions={actions} onEdit={onStartEdit} /> : null}
      </span>
    </>
  );
}
