import { Menu } from "@base-ui/react/menu";
import { Calendar, Ellipsis, Flag, type LucideIcon, Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Priority, Task } from "../../api/types";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { addDays, type Day, nextWeekStart } from "../../words/dates";
import { words } from "../../words/words";
import type { TaskActions } from "./useTaskActions";

interface Props {
  task: Task;
  today: Day;
  actions: TaskActions;
  onEdit(): void;
}

/** What takes the due cell's place under the pointer or the focus: the date, and everything else. */
export function RowActions({ task, today, actions, onEdit }: Props) {
  const days: [string, string, Day][] = [
    [words.groups.today, "t", today],
    [words.groups.tomorrow, "m", addDays(today, 1)],
    [words.row.nextWeek, "w", nextWeekStart(today)],
  ];
  return (
    <span className="row-actions">
      <RowMenu label={words.row.dueMenu} icon={Calendar}>
        {days.map(([label, key, day]) => (
          <Item key={key} label={label} shortcut={key} onClick={() => actions.setDay(task, day)} />
        ))}
        {task.due ? <Item label={words.row.noDate} onClick={() => actions.setDay(task, null)} /> : null}
      </RowMenu>
      <RowMenu label={words.row.moreMenu} icon={Ellipsis}>
        <Item label={words.row.edit} shortcut="↵" icon={Pencil} onClick={onEdit} />
        <div className="menu-line" />
        {([1, 2, 3, 4] as const).map((priority: Priority) => (
          <Item
            key={priority}
            label={words.add.priority(priority)}
            shortcut={String(priority)}
            icon={Flag}
            iconClass={`flag-${priority}`}
            onClick={() => actions.setPriority(task, priority)}
          />
        ))}
        <div className="menu-line" />
        <Item label={words.row.remove} shortcut="⌫" icon={Trash2} isDanger onClick={() => actions.remove(task)} />
      </RowMenu>
    </span>
  );
}

function RowMenu({ label, icon, children }: { label: string; icon: LucideIcon; children: ReactNode }) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<IconButton label={label} icon={icon} tabIndex={-1} />} />
      {/* Inside the landmark, where a screen reader's reader is. */}
      <Menu.Portal container={document.querySelector("main") ?? undefined}>
        <Menu.Positioner className="z-30" side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu">{children}</Menu.Popup>
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
      {icon ? <Icon of={icon} size={14} {...(iconClass ? { className: iconClass } : {})} /> : null}
      {label}
      {shortcut ? (
        <span className="end" aria-hidden="true">
          <Kbd>{shortcut}</Kbd>
        </span>
      ) : null}
    </Menu.Item>
  );
}
