import { useEffect } from "react";
import type { Clock } from "../../api/clock";
import type { Task } from "../../api/types";
import { closeRowMenu, useRowMenu } from "./openedMenu";
import { DayPicker } from "./pickers/DayPicker";
import { LabelPicker } from "./pickers/LabelPicker";
import { ListPicker } from "./pickers/ListPicker";
import { DueMenu, MoreMenu, PriorityMenu } from "./RowMenu";
import type { Bulk } from "./useBulk";
import type { TaskActions } from "./useTaskActions";

interface Props {
  /** The tasks shown, by id. */
  taskOf: ReadonlyMap<string, Task>;
  /** Those above and below a task, where the place has an order of its own. */
  neighbors(id: string): { above: string | null; below: string | null } | null;
  clock: Clock;
  actions: TaskActions;
  bulk: Bulk;
  /** The row of the cursor. */
  cursorRow(): HTMLElement | null;
  onEdit(id: string): void;
}

/** The menu or picker that is open for rows. */
export function RowMenus({ taskOf, clock, actions, bulk, neighbors, cursorRow, onEdit }: Props) {
  const opened = useRowMenu((state) => state.opened);
  const tasks = opened ? opened.ids.flatMap((id) => taskOf.get(id) ?? []) : [];
  const isGone = opened !== null && tasks.length === 0;
  // What it was about has gone away meanwhile.
  useEffect(() => {
    if (isGone) closeRowMenu();
  }, [isGone]);
  useEffect(() => closeRowMenu, []);
  if (!opened || isGone) return null;
  const { kind, anchor, from } = opened;
  const common = {
    tasks,
    anchor,
    bulk,
    actions,
    today: clock.today,
    returnTo: () => (from?.isConnected && from.checkVisibility() ? from : cursorRow()),
    onClose: closeRowMenu,
  };
  switch (kind) {
    case "due":
      return <DueMenu {...common} />;
    case "priority":
      return <PriorityMenu {...common} />;
    case "more":
      return <MoreMenu {...common} neighbors={neighbors} onEdit={onEdit} />;
    case "day":
      return <DayPicker {...common} />;
    case "list":
      return <ListPicker {...common} />;
    case "label":
      return <LabelPicker {...common} />;
  }
}
