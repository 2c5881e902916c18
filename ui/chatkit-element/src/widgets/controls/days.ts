/**
 * Days as the server writes them: the date part of an ISO date-time, taken as written. A zone is not applied, or the day that a person
 * sees would not be the one that was meant.
 */
export function dayOf(value: unknown): string | null {
  const day = typeof value === "string" ? /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(value)?.[0] : undefined;
  if (day === undefined) return null;
  const date = utc(day);
  // 31 April is written like a day and is none.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}

/**
 * The chosen day as a value to send. It keeps what the default has beside its day (its time, its zone); without a default it is the
 * midnight here with which the day begins.
 */
export function withDay(given: string | null, day: string): string {
  return given === null ? `${day}T00:00:00${offsetOn(day)}` : `${day}${given.slice(10)}`;
}

/** A day in words: short, and with its year if that is not this year. */
export function dayInWords(day: string, locale: string, now: Date): string {
  const date = utc(day);
  const format: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
  if (date.getUTCFullYear() !== now.getFullYear()) format.year = "numeric";
  return new Intl.DateTimeFormat(locale, format).format(date);
}

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** How far this place is from UTC when the day begins here, as `+01:00`. */
function offsetOn(day: string): string {
  const minutes = -new Date(`${day}T00:00:00`).getTimezoneOffset();
  const part = (value: number) => String(value).padStart(2, "0");
  const away = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${part(Math.floor(away / 60))}:${part(away % 60)}`;
}
