import { Menu } from "@base-ui/react/menu";
import {
  ArrowDown,
  ArrowUp,
  Calendar,
  CalendarSearch,
  CircleCheck,
  Copy,
  Flag,
  Hash,
  Link,
  type LucideIcon,
  PanelRightOpen,
  Pencil,
  Tag,
  Trash2,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { linkToTask, openTask } from "../../api/openTask";
import type { Priority, Task } from "../../api/types";
import { useUiState } from "../../api/uiState";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import { notify } from "../../components/notices";
import { addDays, type Day, nextWeekStart } from "../../words/dates";
import { words } from "../../words/words";
import { openRowMenu, type RowMenuKind } from "./openedMenu";
import type { Picking } from "./pickers/picking";

/** The days that have a key of their own, no date, and a field for any other day. */
export function DueMenu(picking: Picking) {
  return (
    <AtRows {...picking} label={words.row.dueMenu}>
      <DueItems {...picking} />
    </AtRows>
  );
}

export function PriorityMenu(picking: Picking) {
  return (
    <AtRows {...picking} label={words.selection.priority}>
      <PriorityItems {...picking} />
    </AtRows>
  );
}

type MoreProps = Picking & {
  neighbors(id: string): { above: string | null; below: string | null } | null;
  onEdit(id: string): void;
};

/** Everything that can be done to a row, or to several. */
export function MoreMenu({ neighbors, onEdit, ...picking }: MoreProps) {
  const { tasks } = picking;
  const [first] = tasks;
  if (!first) return null;
  const label = tasks.length === 1 ? words.menu.of(first.title) : words.menu.ofMany(tasks.length);
  const inTrash = tasks.some(({ deleted_at }) => deleted_at !== null);
  return (
    <AtRows {...picking} label={label}>
      {tasks.length === 1 ? <Item label={words.menu.open} shortcut="↵" icon={PanelRightOpen} onClick={() => openTask(first.id)} /> : null}
      {inTrash ? (
        <Item label={words.row.restore} shortcut="e" icon={Undo2} onClick={() => restore(picking)} />
      ) : (
        <>
          {tasks.length === 1 ? <Item label={words.row.edit} shortcut="F2" icon={Pencil} onClick={() => onEdit(first.id)} /> : null}
          <StatusItem {...picking} />
          <div className="menu-line" />
          <DueItems {...picking} />
          <div className="menu-line" />
          <PriorityItems {...picking} />
          <div className="menu-line" />
          <Opens picking={picking} kind="list" label={words.menu.list} shortcut="#" icon={Hash} />
          <Opens picking={picking} kind="label" label={words.menu.labels} shortcut="@" icon={Tag} />
          {tasks.length === 1 ? <MoveItems {...picking} task={first} beside={neighbors(first.id)} /> : null}
        </>
      )}
      {tasks.length === 1 ? <CopyItems task={first} /> : null}
      {inTrash ? null : (
        <>
          <div className="menu-line" />
          <Item label={words.row.remove} shortcut="⌫" icon={Trash2} isDanger onClick={() => remove(picking)} />
        </>
      )}
    </AtRows>
  );
}

/** One task is changed by itself, several in one change set. */
function restore({ tasks, actions, bulk }: Picking): void {
  const [task] = tasks;
  if (tasks.length === 1 && task) actions.restore(task);
  else bulk.restore(tasks);
}

function remove({ tasks, actions, bulk }: Picking): void {
  const [task] = tasks;
  if (tasks.length === 1 && task) actions.remove(task);
  else bulk.remove(tasks);
}

function StatusItem({ tasks, actions, bulk }: Picking) {
  const [task] = tasks;
  const isDone = tasks.every(({ status }) => status === "done");
  const toggle = (): void => {
    if (tasks.length === 1 && task) isDone ? actions.reopen(task) : actions.complete(task, null);
    else if (isDone) bulk.reopen(tasks);
    else bulk.complete(tasks);
  };
  return (
    <Item label={isDone ? words.menu.reopen : words.menu.complete} shortcut="e" icon={isDone ? Undo2 : CircleCheck} onClick={toggle} />
  );
}

function DueItems({ tasks, actions, bulk, today, ...picking }: Picking) {
  const move = (day: Day | null): void => {
    const [task] = tasks;
    if (tasks.length === 1 && task) actions.setDay(task, day);
    else bulk.setDay(tasks, day);
  };
  const days: [string, string, Day][] = [
    [words.groups.today, "t", today],
    [words.groups.tomorrow, "m", addDays(today, 1)],
    [words.row.nextWeek, "w", nextWeekStart(today, useUiState.getState().week_start)],
  ];
  return (
    <>
      {days.map(([label, key, day]) => (
        <Item key={key} label={label} shortcut={key} icon={Calendar} onClick={() => move(day)} />
      ))}
      <Opens picking={{ tasks, actions, bulk, today, ...picking }} kind="day" label={words.menu.pick} icon={CalendarSearch} />
      {tasks.some(({ due }) => due !== null) ? <Item label={words.row.noDate} onClick={() => move(null)} /> : null}
    </>
  );
}

function PriorityItems({ tasks, actions, bulk }: Picking) {
  const set = (priority: Priority): void => {
    const [task] = tasks;
    if (tasks.length === 1 && task) actions.setPriority(task, priority);
    else bulk.setPriority(tasks, priority);
  };
  return ([1, 2, 3, 4] as const).map((priority) => (
    <Item
      key={priority}
      label={words.add.priority(priority)}
      shortcut={String(priority)}
      icon={Flag}
      iconClass={`flag-${priority}`}
      onClick={() => set(priority)}
    />
  ));
}

function MoveItems({ task, actions, beside }: Picking & { task: Task; beside: { above: string | null; below: string | null } | null }) {
  if (!beside) return null;
  const { above, below } = beside;
  return (
    <>
      <div className="menu-line" />
      {above ? (
        <Item label={words.menu.up} shortcut="⌥↑" icon={ArrowUp} onClick={() => actions.putBeside(task, { before: above })} />
      ) : null}
      {below ? (
        <Item label={words.menu.down} shortcut="⌥↓" icon={ArrowDown} onClick={() => actions.putBeside(task, { after: below })} />
      ) : null}
    </>
  );
}

function CopyItems({ task }: { task: Task }) {
  return (
    <>
      <div className="menu-line" />
      <Item label={words.menu.copyTitle} icon={Copy} onClick={() => void copy(task.title)} />
      <Item label={words.menu.copyLink} icon={Link} onClick={() => void copy(linkToTask(task.id))} />
    </>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ tone: "good", text: words.menu.copied });
  } catch {
    notify({ tone: "mind", text: words.menu.notCopied });
  }
}

/** Opens a picker in the menu's place. */
function Opens({ picking, kind, ...item }: { picking: Picking; kind: RowMenuKind; label: string; shortcut?: string; icon: LucideIcon }) {
  const ids = picking.tasks.map(({ id }) => id);
  // After the menu has closed and given its focus back.
  return <Item {...item} onClick={() => setTimeout(() => openRowMenu(kind, ids, picking.anchor, picking.returnTo()))} />;
}

function AtRows({ label, anchor, onClose, returnTo, children }: Picking & { label: string; children: ReactNode }) {
  return (
    <Menu.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {/* Inside the landmark, where a screen reader's reader is. */}
      <Menu.Portal container={document.querySelector("main") ?? undefined}>
        <Menu.Positioner className="z-30" anchor={anchor} side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu" aria-label={label} finalFocus={() => returnTo() ?? false}>
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ItemProps {
  label: string;
  shortcut?: string;
  icon?: LucideIcon;
  iconClass?: string;
  isDanger?: boolean;
  onClick(): void;
}

function Item({ label, shortcut, icon, iconClass, isDanger, onClick }: ItemProps) {
  return (
    <Menu.Item className={`menu-item ${isDanger ? "danger" : ""}`} onClick={onClick}>
      <span className="pick-mark">{icon ? <Icon of={icon} size={14} {...(iconClass ? { className: iconClass } : {})} /> : null}</span>
      {label}
      {shortcut ? (
        <span className="end" aria-hidden="true">
          <Kbd>{shortcut}</Kbd>
        </span>
      ) : null}
    </Menu.Item>
  );
}
