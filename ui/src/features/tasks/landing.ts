import type { TaskStep } from "../../api/client";
import type { Place } from "../../api/place";
import type { Task } from "../../api/types";
import { type Day, dayOf } from "../../words/dates";
import { dueOn } from "./due";
import type { Row, TaskRow } from "./rows";

/** Where a row is drawn, in pixels from the top of the list. */
export interface Span {
  index: number;
  start: number;
  size: number;
}

/** What a drop would do: put the tasks beside another, or on another day. `index`: the row above which they land. */
export type Landing =
  | { kind: "beside"; beside: { before: string } | { after: string }; index: number }
  | { kind: "day"; day: Day; tasks: readonly Task[]; index: number };

/** Whether rows of a place stand in an order that can be changed by hand. */
export function isOrdered(place: Place): boolean {
  return place.kind === "list" || place.kind === "inbox" || place.kind === "label" || place.kind === "all";
}

/**
 * What letting go of `dragged` at `y` would do, in pixels from the top of the list; null where it would change nothing.
 *
 * `spans` are those of the rows that are drawn. Beyond the last row counts as below it.
 */
export function landingAt(
  y: number,
  spans: readonly Span[],
  rows: readonly Row[],
  place: Place,
  today: Day,
  dragged: readonly Task[],
): Landing | null {
  const span = spans.find(({ start, size }) => y >= start && y < start + size) ?? (y < 0 ? spans[0] : spans.at(-1));
  if (!span) return null;
  if (isOrdered(place)) return besideAt(span.index + (y < span.start + span.size / 2 ? 0 : 1), rows, dragged);
  return dayAt(rows[span.index], rows, place, today, dragged);
}

function besideAt(index: number, rows: readonly Row[], dragged: readonly Task[]): Landing | null {
  const moved = new Set(dragged.map(({ id }) => id));
  // A row that is leaving is no neighbour: it is done, and gone in a moment.
  const others = (some: readonly Row[]): string[] =>
    some.flatMap((row) => (row.kind === "task" && !row.leaving && !moved.has(row.task.id) ? [row.task.id] : []));
  const above = others(rows.slice(0, index));
  const below = others(rows.slice(index));
  const now = rows.flatMap((row) => (row.kind === "task" && !row.leaving ? [row.task.id] : []));
  const then = [...above, ...dragged.map(({ id }) => id), ...below];
  if (then.every((id, at) => id === now[at])) return null;
  const [after] = above.slice(-1);
  const [before] = below;
  if (after) return { kind: "beside", beside: { after }, index };
  return before ? { kind: "beside", beside: { before }, index } : null;
}

function dayAt(under: Row | undefined, rows: readonly Row[], place: Place, today: Day, dragged: readonly Task[]): Landing | null {
  if (!under) return null;
  const group = under.kind === "task" ? under.group : under.key.replace(/^group /, "");
  const day = place.kind === "upcoming" ? group : place.kind === "today" && group === "today" ? today : "";
  if (!day) return null;
  const tasks = dragged.filter((task) => task.status === "open" && (!task.due || dayOf(task.due) !== day));
  const [first] = tasks;
  if (!first) return null;
  const lands: Task = { ...first, due: dueOn(first, day).due ?? null };
  const ofGroup = rows.flatMap((row, index) => (row.kind === "task" && row.group === group ? [{ row, index }] : []));
  const next = ofGroup.find(({ row }) => isBefore(lands, row.task));
  const last = ofGroup.at(-1);
  return last ? { kind: "day", day, tasks, index: next?.index ?? last.index + 1 } : null;
}

/** The order of the views by date, as the server has it. */
function isBefore(one: Task, other: Task): boolean {
  const due = (task: Task): string => task.due ?? "";
  if (due(one) !== due(other)) return due(one) < due(other);
  if (one.priority !== other.priority) return one.priority < other.priority;
  return one.position < other.position || (one.position === other.position && one.id < other.id);
}

/** Where the line is drawn that shows it: above its row, or below the last one; null where that is out of sight. */
export function lineOf({ index }: Landing, spans: readonly Span[]): number | null {
  const at = spans.find((span) => span.index === index);
  if (at) return at.start;
  const above = spans.find((span) => span.index === index - 1);
  return above ? above.start + above.size : null;
}

/** What puts tasks beside another one so that they keep their order: each goes right beside it, so behind it the last one goes first. */
export function stepsBeside(beside: { before: string } | { after: string }, tasks: readonly Task[]): TaskStep[] {
  const ordered = "after" in beside ? [...tasks].reverse() : tasks;
  return ordered.map(({ id }) => ({ id, do: "move", to: beside }));
}

/** The number, from 1, at which the first of the tasks stands among the rows. */
export function numberOf(tasks: readonly Task[], rows: readonly TaskRow[]): number {
  return rows.findIndex(({ task }) => task.id === tasks[0]?.id) + 1;
}
