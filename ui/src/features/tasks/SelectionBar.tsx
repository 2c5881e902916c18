import { Calendar, CircleCheck, Flag, Hash, Tag, Trash2, Undo2, X } from "lucide-react";
import type { MouseEvent } from "react";
import type { Task } from "../../api/types";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { words } from "../../words/words";
import { openRowMenu, type RowMenuKind } from "./openedMenu";
import { clearSelection } from "./selection";
import { type Bulk, MOST_AT_ONCE } from "./useBulk";

interface Props {
  tasks: readonly Task[];
  /** More of the view is still being read, and will be selected too. */
  isReading: boolean;
  bulk: Bulk;
}

/** What can be done to the selected rows, at the foot of the column. */
export function SelectionBar({ tasks, isReading, bulk }: Props) {
  const inTrash = tasks.some(({ deleted_at }) => deleted_at !== null);
  const isDone = tasks.every(({ status }) => status === "done");
  const isTooMuch = tasks.length > MOST_AT_ONCE;
  const isBusy = isReading || isTooMuch;
  const opens = (kind: RowMenuKind) => ({
    "aria-haspopup": "menu" as const,
    disabled: isBusy,
    onClick: ({ currentTarget }: MouseEvent<HTMLElement>) =>
      openRowMenu(
        kind,
        tasks.map(({ id }) => id),
        currentTarget,
        currentTarget,
      ),
  });
  const count = isReading ? words.selection.reading(tasks.length) : words.selection.count(tasks.length);
  return (
    <div className="selection-place">
      <div className="selection-bar" role="toolbar" aria-label={words.selection.bar}>
        <b aria-live="polite">{isTooMuch && !isReading ? `${count}. ${words.selection.most(MOST_AT_ONCE)}` : count}</b>
        {inTrash ? (
          <IconButton label={words.selection.restore} icon={Undo2} disabled={isBusy} onClick={() => bulk.restore(tasks)} />
        ) : (
          <>
            {isDone ? (
              <IconButton label={words.selection.reopen} icon={Undo2} disabled={isBusy} onClick={() => bulk.reopen(tasks)} />
            ) : (
              <IconButton label={words.selection.complete} icon={CircleCheck} disabled={isBusy} onClick={() => bulk.complete(tasks)} />
            )}
            <IconButton label={words.selection.due} icon={Calendar} {...opens("due")} />
            <IconButton label={words.selection.priority} icon={Flag} {...opens("priority")} />
            <IconButton label={words.selection.list} icon={Hash} {...opens("list")} />
            <IconButton label={words.selection.labels} icon={Tag} {...opens("label")} />
            <IconButton label={words.selection.remove} icon={Trash2} disabled={isBusy} onClick={() => bulk.remove(tasks)} />
          </>
        )}
        <span className="selection-esc" aria-hidden="true">
          <Kbd>esc</Kbd>
        </span>
        <IconButton label={words.selection.clear} icon={X} onClick={() => clearSelection()} />
      </div>
    </div>
  );
}
