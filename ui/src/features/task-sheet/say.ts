import type { Clock } from "../../api/clock";
import type { Reminder, ReminderWhen, Repeat, Task } from "../../api/types";
import { addDays, clockTime, dayOf, dueText, shortDay, timeOf } from "../../words/dates";
import { words } from "../../words/words";

/** A due value as the sheet shows it: `Today, 14:00`, `Tomorrow`, `Fri 27 Nov, 9:00`. */
export function dueInWords(due: string, clock: Clock): string {
  const day = dayOf(due);
  const near = day === clock.today ? words.sheet.dates.today : day === addDays(clock.today, 1) ? words.sheet.dates.tomorrow : null;
  const time = timeOf(due);
  if (!near) return dueText(due, clock.today);
  return time ? words.dates.time(near, clockTime(time)) : near;
}

export function dueTone(task: Task, clock: Clock): "overdue" | "today" | undefined {
  if (!task.due || task.status === "done") return undefined;
  if (clock.isOverdue(task)) return "overdue";
  return dayOf(task.due) === clock.today ? "today" : undefined;
}

/** A repeat in the words that the server has for its rule. */
export function repeatInWords({ text, from }: Repeat): string {
  const said = text.charAt(0).toUpperCase() + text.slice(1);
  return from === "completion" && !/complet/i.test(said) ? words.sheet.repeats.afterCompletion(said) : said;
}

export function reminderInWords(when: ReminderWhen, clock: Clock): string {
  if ("at" in when) return dueInWords(when.at, clock);
  return when.before_due_min === 0 ? words.sheet.reminder.atDue : words.sheet.reminder.before(when.before_due_min);
}

/** One reminder in words, of several how many. */
export function remindersInWords(reminders: readonly Reminder[], clock: Clock): string | null {
  const [first] = reminders;
  if (!first) return null;
  return reminders.length === 1 ? reminderInWords(first, clock) : words.sheet.reminder.many(reminders.length);
}

/** When the task was last saved: the time today, else the day. */
export function savedInWords(moment: string, clock: Clock): string {
  return dayOf(moment) === clock.today
    ? words.sheet.saved(clockTime(moment.slice(11, 16)))
    : words.sheet.savedOn(shortDay(dayOf(moment), clock.today));
}
