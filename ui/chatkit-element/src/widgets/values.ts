/**
 * Reads the values of widget properties, one by one. They come from outside: what is not plainly of the expected kind is left out, and
 * nothing that a browser would fetch (`url()`, `image-set()`) is of any kind.
 */

/** What a spacing unit is; the size is not documented, 4 px fits the published examples. */
const UNIT_PX = 4;
/** Beyond this a number is a mistake or mischief. */
const LARGEST = 10_000;
/** No value of the catalogue is longer. */
const LONGEST_TEXT = 80;

const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)`;
const UNITS = "px|r?em|r?lh|r?ex|r?ch|r?cap|r?ic|%|[sld]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max)|cm|mm|q|in|pt|pc";
const PLAIN_NUMBER = new RegExp(`^${NUMBER}$`);
const LENGTH = new RegExp(`^${NUMBER}(?:${UNITS})$`, "i");
/** A part that is below nothing; what a function comes to is the browser's to say. */
const NEGATIVE = /(?:^|\s)-[\d.]+[a-z%]*(?=\s|$)/i;
const KEYWORDS = new Set(["auto", "min-content", "max-content", "fit-content"]);
const MATH = new Set(["calc", "min", "max", "clamp", "fit-content", "var"]);
const RATIO = new RegExp(String.raw`^(?:auto|${NUMBER}(?:\s*/\s*${NUMBER})?)$`);
const FLEX = new RegExp(String.raw`^(?:none|auto|initial|${NUMBER}(?:\s+${NUMBER})?(?:\s+(?:auto|0|${NUMBER}(?:${UNITS})))?)$`, "i");

/** A word of the list, or what the list says for it. */
export function oneOf<Choice extends string | number>(value: unknown, choices: Readonly<Record<string, Choice>>): Choice | undefined {
  return typeof value === "string" && Object.hasOwn(choices, value) ? choices[value] : undefined;
}

/** Text to show: strings, and numbers as they are written; nothing for what has no words. */
export function words(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : "";
}

/** A whole number from `least` to `most`. */
export function whole(value: unknown, least: number, most: number): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A distance inside or around a box: numbers are spacing units, a string is CSS, also for several sides (`1em 8px`). */
export function spacing(value: unknown, least = 0): string | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number >= least ? `${number * UNIT_PX}px` : undefined;
  if (typeof value !== "string" || value.length > LONGEST_TEXT || (least >= 0 && NEGATIVE.test(value))) return undefined;
  const one = length(value);
  if (one !== undefined) return one;
  const parts = value.trim().split(/\s+/);
  return parts.length > 1 && parts.length <= 4 && parts.every((part) => part === "0" || LENGTH.test(part)) ? parts.join(" ") : undefined;
}

/** A width or a height: numbers are pixels. */
export function sizing(value: unknown): string | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number >= 0 ? `${number}px` : undefined;
  return NEGATIVE.test(String(value)) ? undefined : length(value);
}

export function ratio(value: unknown): string | undefined {
  if (typeof value === "number") return value > 0 && value <= LARGEST ? `${value}` : undefined;
  return typeof value === "string" && value.length < LONGEST_TEXT && RATIO.test(value.trim()) ? value.trim() : undefined;
}

export function flexing(value: unknown): string | undefined {
  if (typeof value === "number") return value >= 0 && value <= LARGEST ? `${value}` : undefined;
  return typeof value === "string" && value.length < LONGEST_TEXT && FLEX.test(value.trim()) ? value.trim() : undefined;
}

/** Numbers, also as text: models write `"2"` for 2. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && PLAIN_NUMBER.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Math.abs(number) <= LARGEST ? number : undefined;
}

function length(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > LONGEST_TEXT) return undefined;
  const text = value.trim();
  return LENGTH.test(text) || KEYWORDS.has(text) || isCall(text, MATH) ? text : undefined;
}

/** Whether the text is one call of a function of the list, with nothing but such calls, numbers and words in it. */
export function isCall(text: string, functions: ReadonlySet<string>): boolean {
  if (text.length > LONGEST_TEXT || !/^[a-z-]+\([\w\s.,%/*+()#-]*\)$/i.test(text)) return false;
  return [...text.matchAll(/([\w-]*)\(/g)].every(([, name = ""], i) => functions.has(name.toLowerCase()) || (i > 0 && name === ""));
}
