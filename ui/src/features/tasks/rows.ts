import type { Clock } from "../../api/clock";
import type { Place } from "../../api/place";
import type { Task } from "../../api/types";
import { holdsAll } from "../../components/marks";
import { addDays, type Day, dayInZone, dayOf, daysBetween, longDate, longDay, weekday } from "../../words/dates";
import { words } from "../../words/words";

/** A task that was completed here a moment ago: it stays in its place until the time to undo is over. */
export interface Leaving {
  task: Task;
  /** Id of the task above it, null at the top. */
  above: string | null;
  /** Set once the server has answered. */
  changeSet: string | null;
}

export interface GroupRow {
  kind: "group";
  key: string;
  title: string;
  /** The date beside a day's name. */
  day: string | null;
  count: number;
  tone: "overdue" | "plain";
  /** Days have their number at the right. */
  isDay: boolean;
}

export interface TaskRow {
  kind: "task";
  key: string;
  task: Task;
  group: string;
  leaving: Leaving | null;
  /** A search found it by its notes: the line that holds the words is shown too. */
  isInNotes: boolean;
}

export type Row = GroupRow | TaskRow;

interface Group {
  key: string;
  heading: Omit<GroupRow, "kind" | "key" | "count"> | null;
  tasks: TaskRow[];
}

/**
 * The rows of a place: its tasks as the server ordered them, under their headings, with those that are leaving still in their places.
 *
 * A heading counts the tasks that have been read; completed ones no longer count.
 */
export function rowsOf(tasks: readonly Task[], place: Place, clock: Clock, leaving: ReadonlyMap<string, Leaving>): Row[] {
  const groups = new Map<string, Group>();
  if (place.kind === "today") groups.set("overdue", newGroup("overdue", place, clock));
  const groupOf = (task: Task): Group => {
    const key = groupKey(task, place, clock);
    let group = groups.get(key);
    if (!group) {
      group = newGroup(key, place, clock);
      groups.set(key, group);
    }
    return group;
  };
  for (const task of tasks) {
    if (isLeaving(task, leaving)) continue;
    const group = groupOf(task);
    group.tasks.push(rowOf(task, group, place, null));
  }
  for (const entry of leaving.values()) {
    const newer = tasks.find(({ id }) => id === entry.task.id);
    if (newer && !isLeaving(newer, leaving)) continue;
    const group = groupOf({ ...entry.task, status: "open" });
    const above = group.tasks.findIndex(({ task }) => task.id === entry.above);
    group.tasks.splice(above + 1, 0, rowOf(entry.task, group, place, entry));
  }
  return [...groups.values()].flatMap(rowsOfGroup);
}

function rowOf(task: Task, group: Group, place: Place, leaving: Leaving | null): TaskRow {
  const isInNotes = place.kind === "search" && leaving === null && !holdsAll(task.title, place.words) && task.notes !== "";
  return { kind: "task", key: task.id, task, group: group.key, leaving, isInNotes };
}

/** A row that was reopened or changed by somebody since is the server's again. */
function isLeaving(task: Task, leaving: ReadonlyMap<string, Leaving>): boolean {
  const entry = leaving.get(task.id);
  return entry !== undefined && (entry.changeSet === null || task.status === "done" || task.revision < entry.task.revision);
}

function rowsOfGroup({ key, heading, tasks }: Group): Row[] {
  if (tasks.length === 0) return [];
  if (!heading) return tasks;
  const count = tasks.filter((row) => row.leaving === null).length;
  return [{ kind: "group", key: `group ${key}`, ...heading, count }, ...tasks];
}

function groupKey(task: Task, place: Place, clock: Clock): string {
  switch (place.kind) {
    case "today":
      return clock.isOverdue(task) ? "overdue" : "today";
    case "upcoming":
      return task.due ? dayOf(task.due) : "";
    case "search":
      return task.deleted_at ? "found trash" : task.status === "done" ? "found done" : "found open";
    case "done":
      return task.completed_at ? dayInZone(task.completed_at, clock.zone) : "";
    default:
      return "";
  }
}

function newGroup(key: string, place: Place, clock: Clock): Group {
  if (key === "overdue") return { key, heading: { title: words.groups.overdue, day: null, tone: "overdue", isDay: false }, tasks: [] };
  if (key === "today") return { key, heading: { title: words.groups.today, day: null, tone: "plain", isDay: false }, tasks: [] };
  if (key.startsWith("found ")) return { key, heading: { title: foundTitle(key), day: null, tone: "plain", isDay: false }, tasks: [] };
  if (key === "") return { key, heading: null, tasks: [] };
  return { key, heading: { ...dayHeading(key, clock.today), tone: "plain", isDay: place.kind === "upcoming" }, tasks: [] };
}

function foundTitle(key: string): string {
  if (key === "found trash") return words.search.trash;
  return key === "found done" ? words.search.done : words.search.open;
}

/** `Tomorrow` `Sunday 22 November`; `Monday` `23 November`; further away the year is said where it is another one. */
function dayHeading(day: Day, today: Day): { title: string; day: string } {
  const away = daysBetween(today, day);
  const year = day.slice(0, 4) === today.slice(0, 4) ? "" : ` ${day.slice(0, 4)}`;
  if (away === 0) return { title: words.groups.today, day: longDay(day) };
  if (day === addDays(today, 1)) return { title: words.groups.tomorrow, day: longDay(day) };
  if (away === -1) return { title: words.groups.yesterday, day: longDay(day) };
  return { title: weekday(day), day: `${longDate(day)}${year}` };
}
