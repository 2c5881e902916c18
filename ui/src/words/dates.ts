import { words } from "./words";

/** A calendar day, `YYYY-MM-DD`. Compared as text: the order of the letters is the order of the days. */
export type Day = string;

/** A wall-clock moment without a zone, `YYYY-MM-DDTHH:MM`. */
export type Moment = string;

const DAY_MS = 86_400_000;

function toUtc(day: Day): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`);
}

/** The day `days` after `day` (before it where negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(toUtc(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days `to` lies after `from`; negative where it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((toUtc(to).getTime() - toUtc(from).getTime()) / DAY_MS);
}

/** The first day of the week after the one `day` is in. `firstWeekday`: 0 Sunday … 6 Saturday. */
export function nextWeekStart(day: Day, firstWeekday = 1): Day {
  const ahead = (firstWeekday - toUtc(day).getUTCDay() + 7) % 7;
  return addDays(day, ahead === 0 ? 7 : ahead);
}

/** The day of a due value, with or without a time. */
export function dayOf(due: string): Day {
  return due.slice(0, 10);
}

/** The time of a due value, `HH:MM`, or null where it has none. */
export function timeOf(due: string): string | null {
  return due.length > 10 ? due.slice(11, 16) : null;
}

const partsOf = new Map<string, Intl.DateTimeFormat>();

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const inWords = `${words.language} ${key}`;
  let found = partsOf.get(inWords);
  if (!found) {
    found = new Intl.DateTimeFormat(words.language, options);
    partsOf.set(inWords, found);
  }
  return found;
}

function named(day: Day, part: "weekday" | "month", length: "short" | "long"): string {
  return format(`${part} ${length}`, { [part]: length, timeZone: "UTC" }).format(toUtc(day));
}

function dayNumber(day: Day): string {
  return String(Number(day.slice(8, 10)));
}

/** `14:00`, `9:00`: 24 hours, no leading zero. */
export function clockTime(time: string): string {
  return time.replace(/^0(?=\d:)/, "");
}

/** `Wed 18 Nov`; with the year instead of the weekday where it is not this year's: `14 Jan 2028`. */
export function shortDay(day: Day, today: Day): string {
  const date = words.dates.date(dayNumber(day), named(day, "month", "short"));
  if (day.slice(0, 4) !== today.slice(0, 4)) return words.dates.year(date, day.slice(0, 4));
  return words.dates.weekday(named(day, "weekday", "short"), date);
}

/** `Saturday 21 November`. */
export function longDay(day: Day): string {
  return words.dates.weekday(named(day, "weekday", "long"), longDate(day));
}

/** `21 November`. */
export function longDate(day: Day): string {
  return words.dates.date(dayNumber(day), named(day, "month", "long"));
}

/** `Saturday`. */
export function weekday(day: Day): string {
  return named(day, "weekday", "long");
}

/** `November`. */
export function monthName(day: Day): string {
  return named(day, "month", "long");
}

/** The name of a day of the week: 0 Sunday … 6 Saturday. */
export function weekdayName(day: number): string {
  // The 1st of November 2026 was a Sunday.
  return weekday(addDays("2026-11-01", day));
}

/** `today`, `in 10 days`, `3 days ago`. */
export function distance(day: Day, today: Day): string {
  const away = daysBetween(today, day);
  return new Intl.RelativeTimeFormat(words.language, { numeric: "auto" }).format(away, "day");
}

/** A due value as a chip shows it: `Tue 1 Dec, 9:00`. */
export function dueText(due: string, today: Day): string {
  const time = timeOf(due);
  const day = shortDay(dayOf(due), today);
  return time ? words.dates.time(day, clockTime(time)) : day;
}

/** A moment that was: `today, 9:30`, `yesterday, 18:00`, `Wed 18 Nov, 9:30`. */
export function momentText(moment: Moment, today: Day): string {
  const day = dayOf(moment);
  const away = daysBetween(today, day);
  const said = away === 0 || away === -1 ? distance(day, today) : shortDay(day, today);
  return words.dates.time(said, clockTime(moment.slice(11, 16)));
}

/** The size of a file: `1.2 MB`. */
export function fileSize(bytes: number): string {
  const steps = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = bytes < 1_000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const unit = steps[step] ?? "byte";
  const options = { style: "unit", unit, unitDisplay: "short", maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(words.language, options).format(bytes / 1_000 ** step);
}

/** The day on which an instant (RFC 3339) falls in `zone`. */
export function dayInZone(instant: string | number, zone: string): Day {
  return momentInZone(instant, zone).slice(0, 10);
}

/** The wall-clock moment of an instant (RFC 3339 or Unix milliseconds) in `zone`. */
export function momentInZone(instant: string | number, zone: string): Moment {
  const parts = format(`moment ${zone}`, {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(new Date(instant));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

/** Whether a due value has passed: its day, or its minute where it has a time. */
export function isOverdue(due: string, now: Moment): boolean {
  return due.length > 10 ? due < now : due < dayOf(now);
}
