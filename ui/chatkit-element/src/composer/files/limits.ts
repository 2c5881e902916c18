import type { Translate } from "../../i18n";

/** What `composer.attachments` allows. */
export interface Limits {
  maxSize?: number | Record<string, number>;
  maxCount?: number;
  accept?: Record<string, string[]>;
}

const MAX_SIZE = 100 * 1024 * 1024;
const MAX_COUNT = 10;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** Most bytes a file of this type may have: the limit of its own type, of its kind (`image/*`), of the rest (`*`, or no name), else 100 MiB. */
export function maxSizeFor(type: string, { maxSize }: Limits): number {
  if (typeof maxSize === "number") return maxSize;
  if (!maxSize) return MAX_SIZE;
  const own = [type, `${type.split("/")[0]}/*`, "*/*", "*", ""].find((pattern) => typeof maxSize[pattern] === "number");
  return own === undefined ? MAX_SIZE : (maxSize[own] ?? MAX_SIZE);
}

/** Whether the type or the extension of a file is among those accepted; a file of unknown type can only have the extension. */
export function isAccepted(file: { name: string; type: string }, { accept }: Limits): boolean {
  if (!accept || Object.keys(accept).length === 0) return true;
  const name = file.name.toLowerCase();
  const type = file.type.toLowerCase().split(";")[0] ?? "";
  return Object.entries(accept).some(
    ([pattern, endings]) => matches(type, pattern.toLowerCase()) || endings.some((one) => name.endsWith(one.toLowerCase())),
  );
}

function matches(type: string, pattern: string): boolean {
  if (pattern === "*" || pattern === "*/*") return true;
  return pattern.endsWith("/*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** Why a file may not be added to `count` others: a sentence with its name and the limit. Null when it may. */
export function refusalOf(file: File, count: number, limits: Limits, t: Translate, locale: string): string | null {
  const { name } = file;
  const maxCount = limits.maxCount ?? MAX_COUNT;
  if (!isAccepted(file, limits)) return t("file.type", { name, types: typesText(limits) });
  const limit = maxSizeFor(file.type, limits);
  if (file.size > limit) return t("file.tooBig", { name, size: sizeText(file.size, locale), limit: sizeText(limit, locale) });
  return count >= maxCount ? t("file.count", { name, count: maxCount }) : null;
}

/** The extensions, since people know those; the types where there are none. */
function typesText({ accept }: Limits): string {
  const endings = Object.values(accept ?? {}).flat();
  return (endings.length > 0 ? [...new Set(endings)] : Object.keys(accept ?? {})).join(", ");
}

/** A size for people, as "1.2 MB". Units of 1024, because limits are written in them. */
export function sizeText(bytes: number, locale: string): string {
  const power = Math.min(UNITS.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  // The decimal stays off where it says nothing: 25 MB, 640 kB.
  const maximumFractionDigits = power < 2 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits,
  }).format(value);
}
