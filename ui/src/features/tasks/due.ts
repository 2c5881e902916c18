import type { TaskPatch } from "../../api/client";
import type { Task } from "../../api/types";
import { type Day, timeOf } from "../../words/dates";

/** What moves a task to another day and keeps its time; null takes the date away. */
export function dueOn(task: Task, day: Day | null): TaskPatch {
  const time = task.due && timeOf(task.due);
  return day && time ? { due: `${day}T${time}`, due_zone: task.due_zone } : { due: day, due_zone: null };
}
