import { CalendarDays, Check, CircleCheck, Inbox, Layers, type LucideIcon, Sun, Trash2 } from "lucide-react";
import type { Clock } from "../../api/clock";
import type { ListInfo, Task } from "../../api/types";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import { Marked } from "../../components/Marked";
import { clockTime, dayInZone, dayOf, dueText, shortDay, timeOf } from "../../words/dates";
import { words } from "../../words/words";
import type { Entry } from "./entries";

const VIEW_ICONS: Record<string, LucideIcon> = {
  inbox: Inbox,
  today: Sun,
  upcoming: CalendarDays,
  all: Layers,
  done: CircleCheck,
  trash: Trash2,
};

interface Props {
  entry: Entry;
  found: string;
  lists: readonly ListInfo[];
  clock: Clock;
}

/** One line of the palette: a mark, the name with what was found in it, and what one wants to know beside it. */
export function PaletteLine({ entry, found, lists, clock }: Props) {
  const isMade = entry.kind === "command" && (entry.key === "add" || entry.key === "search-for");
  return (
    <>
      <Mark entry={entry} />
      <span className="palette-name truncate">
        {isMade ? entry.name : <Marked text={entry.name} words={found.replace(/^[>@#]/, "")} />}
      </span>
      <End entry={entry} lists={lists} clock={clock} />
    </>
  );
}

function Mark({ entry }: { entry: Entry }) {
  if (entry.kind === "task") {
    const isDone = entry.task.status === "done";
    return (
      <span
        className="palette-ring"
        data-priority={isDone ? undefined : entry.task.priority}
        data-done={isDone || undefined}
        aria-hidden="true"
      >
        {isDone ? <Icon of={Check} size={12} /> : null}
      </span>
    );
  }
  if (entry.kind === "command") {
    return (
      <span className="palette-mark">
        <Icon of={entry.command.icon} />
      </span>
    );
  }
  const { place } = entry;
  const icon = VIEW_ICONS[place.kind];
  return (
    <span className="palette-mark" aria-hidden="true">
      {icon ? <Icon of={icon} /> : place.kind === "label" ? "@" : <Dot color={entry.color} />}
    </span>
  );
}

function End({ entry, lists, clock }: Omit<Props, "found">) {
  if (entry.kind === "command") {
    if (entry.command.keys.length === 0) return null;
    return (
      <span className="palette-end palette-keys" aria-hidden="true">
        {entry.command.keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    );
  }
  if (entry.kind === "place") {
    return entry.open === undefined ? null : <span className="palette-end">{words.palette.openTasks(entry.open)}</span>;
  }
  const list = lists.find(({ id }) => id === entry.task.list);
  const { text, tone } = when(entry.task, clock);
  return (
    <span className="palette-end">
      {list ? (
        <>
          <Dot color={list.color} />
          <span className="palette-list-name truncate">{list.name}</span>
        </>
      ) : null}
      {text ? <span data-tone={tone}>{text}</span> : null}
    </span>
  );
}

function when(task: Task, clock: Clock): { text: string; tone: "overdue" | "today" | "plain" } {
  if (task.completed_at) {
    return { text: words.palette.doneOn(shortDay(dayInZone(task.completed_at, clock.zone), clock.today)), tone: "plain" };
  }
  if (!task.due) return { text: "", tone: "plain" };
  const time = timeOf(task.due);
  const isToday = dayOf(task.due) === clock.today;
  const tone = clock.isOverdue(task) ? "overdue" : isToday ? "today" : "plain";
  if (!isToday) return { text: dueText(task.due, clock.today), tone };
  return { text: time ? clockTime(time) : words.groups.today, tone };
}
