import type { TextKey } from "../i18n";
import type { Thread } from "../wire/protocol";

export interface Group {
  title: TextKey;
  threads: Thread[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Threads by how long ago they were begun, in the reader's calendar. The order within is kept. */
export function groupsOf(threads: readonly Thread[], now: Date): Group[] {
  const groups: Group[] = [];
  for (const thread of threads) {
    const title = ageOf(new Date(thread.created_at), now);
    const group = groups.find((one) => one.title === title);
    if (group) group.threads.push(thread);
    else groups.push({ title, threads: [thread] });
  }
  return groups;
}

function ageOf(created: Date, now: Date): TextKey {
  const days = Math.round((midnight(now) - midnight(created)) / DAY_MS);
  if (days <= 0) return "history.today";
  if (days === 1) return "history.yesterday";
  if (days < 7) return "history.week";
  // An unreadable date compares false with everything and ends up here, too.
  return days < 30 ? "history.month" : "history.earlier";
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** The time for today, else the day; empty when there is no date. */
export function whenOf(thread: Thread, now: Date, locale: string): string {
  const created = new Date(thread.created_at);
  if (Number.isNaN(created.getTime())) return "";
  if (midnight(created) === midnight(now)) {
    return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(created);
  }
  const sameYear = created.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(created);
}
