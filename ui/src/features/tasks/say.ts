import type { Clock } from "../../api/clock";
import type { Place } from "../../api/place";
import type { PartCount, Task } from "../../api/types";
import { addDays, clockTime, type Day, dayInZone, dayOf, dueText, longDay, momentInZone, shortDay, timeOf } from "../../words/dates";
import { words } from "../../words/words";

export interface DueCell {
  text: string;
  tone: "overdue" | "today" | "plain";
}

/** What a row's right column says: only what the place does not say already. */
export function dueCell(task: Task, place: Place, clock: Clock): DueCell {
  if (place.kind === "done" && task.completed_at) {
    return { text: clockTime(momentInZone(task.completed_at, clock.zone).slice(11)), tone: "plain" };
  }
  if (task.deleted_at) return { text: words.row.until(shortDay(goesOn(task.deleted_at, clock), clock.today)), tone: "plain" };
  if (task.completed_at) return { text: shortDay(dayInZone(task.completed_at, clock.zone), clock.today), tone: "plain" };
  if (!task.due) return { text: "", tone: "plain" };
  const day = dayOf(task.due);
  const time = timeOf(task.due);
  const tone = clock.isOverdue(task) ? "overdue" : day === clock.today ? "today" : "plain";
  if (place.kind === "upcoming" || (place.kind === "today" && day === clock.today)) return { text: time ? clockTime(time) : "", tone };
  if (day === clock.today) return { text: time ? `${words.groups.today}, ${clockTime(time)}` : words.groups.today, tone };
  if (day === addDays(clock.today, -1)) return { text: words.groups.yesterday, tone };
  return { text: dueText(task.due, clock.today), tone };
}

/** Days that a deleted task is kept. */
const TRASH_DAYS = 30;

/** The day on which a deleted task goes for good. */
function goesOn(deletedAt: string, clock: Clock): Day {
  return addDays(dayInZone(deletedAt, clock.zone), TRASH_DAYS);
}

/** `deleted Saturday 21 November, goes for good on Monday 21 December`. */
export function deletedText(deletedAt: string, clock: Clock): string {
  return words.row.deleted(longDay(dayInZone(deletedAt, clock.zone)), longDay(goesOn(deletedAt, clock)));
}

/** A row in words: title, priority, when, list, labels. Colour and place are never all there is. */
export function rowName(task: Task, list: string | undefined, clock: Clock, subtasks?: PartCount): string {
  const parts = [task.title];
  if (task.priority < 4) parts.push(words.row.priority(task.priority));
  if (task.completed_at) parts.push(words.row.completed(longDay(dayInZone(task.completed_at, clock.zone))));
  else if (task.deleted_at) parts.push(deletedText(task.deleted_at, clock));
  else if (task.due) {
    const time = timeOf(task.due);
    const day = `${longDay(dayOf(task.due))}${time ? ` ${clockTime(time)}` : ""}`;
    parts.push(clock.isOverdue(task) ? words.row.overdueSince(day) : words.row.due(day));
  }
  if (list) parts.push(list);
  if (task.notes) parts.push(words.row.hasNotes);
  if (subtasks) parts.push(words.sheet.subtasks.inRow(subtasks.done, subtasks.all));
  return [...parts, ...task.labels].join(", ");
}
