/** The time that is written, as `HH:MM`: `14:00`, `9`, `930`, `9.30`, `2 pm`. Null where it is none. */
export function timeIn(text: string): string | null {
  const parts = /^(\d{1,2})(?:[:.h ]?([0-5]\d))?\s*(am|pm)?$/i.exec(text.trim());
  if (!parts) return null;
  const [, hours = "", minutes = "00", half] = parts;
  const said = Number(hours);
  if (half && (said < 1 || said > 12)) return null;
  const hour = half ? (said % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : said;
  return hour < 24 ? `${String(hour).padStart(2, "0")}:${minutes}` : null;
}
