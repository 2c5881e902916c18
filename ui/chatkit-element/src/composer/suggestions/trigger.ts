import { endOf, type Placed } from "../tags";

/** A word that is being written after an "@" or a "/". */
export interface Trigger {
  kind: "@" | "/";
  /** Where the sign stands. */
  at: number;
  /** The first place after the word: the caret. */
  end: number;
  query: string;
}

/** Names of more than this are typed by nobody. */
const MAX_QUERY = 60;

/**
 * The word before the caret that asks for suggestions. An "@" begins one after white space or an opening bracket, so that addresses of
 * mail do not; a "/" only at the beginning of a line, so that paths do not. A tag that is there already is none.
 */
export function triggerAt(text: string, caret: number, placed: readonly Placed[], kinds: readonly ("@" | "/")[]): Trigger | null {
  if (placed.some((one) => one.at < caret && caret < endOf(one))) return null;
  const floor = Math.max(0, caret - MAX_QUERY - 1, ...placed.map(endOf).filter((end) => end <= caret));
  for (let at = caret - 1; at >= floor && text[at] !== "\n"; at--) {
    const kind = text[at];
    if ((kind !== "@" && kind !== "/") || !kinds.includes(kind)) continue;
    const query = text.slice(at + 1, caret);
    if (/^\s/.test(query)) return null;
    const begins = kind === "@" ? /(^|[\s([{"'“„«])$/ : /(^|\n)[ \t]*$/;
    if (begins.test(text.slice(0, at))) return { kind, at, end: caret, query };
  }
  return null;
}
