import type { NewReminder } from "../../api/client";
import type { Reminder, ReminderWhen } from "../../api/types";

/** Minutes before the due that one press sets. */
export const PRESETS_MIN = [0, 10, 30, 60, 1_440] as const;

export const UNITS = { min: 1, h: 60, d: 1_440 } as const;
export type Unit = keyof typeof UNITS;

/** The reminders with one more; those that are there keep their ids. One that is there already is not added twice. */
export function withReminder(reminders: readonly Reminder[], when: ReminderWhen): NewReminder[] {
  return reminders.some((reminder) => isSame(reminder, when)) ? [...reminders] : [...reminders, when];
}

export function hasReminder(reminders: readonly Reminder[], when: ReminderWhen): boolean {
  return reminders.some((reminder) => isSame(reminder, when));
}

function isSame(one: ReminderWhen, other: ReminderWhen): boolean {
  if ("at" in one) return "at" in other && one.at === other.at;
  return "before_due_min" in other && one.before_due_min === other.before_due_min;
}
