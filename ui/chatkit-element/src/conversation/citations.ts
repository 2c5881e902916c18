import type { Mark } from "../markdown/marks";
import type { AssistantContent, Source } from "../wire/protocol";

/** What an answer rests on: each source once, in the order in which they are named, and where each part names them. */
export interface Citations {
  sources: readonly Source[];
  /** Marks of the first part, of the second, … */
  marks: readonly (readonly Mark[])[];
}

/**
 * Numbers the sources of an answer. An annotation without `index` is a source without a mark; one that is malformed is left out.
 *
 * `index` counts characters as the server's language does, which is code points in the reference (Python); strings here count UTF-16.
 */
export function citationsOf(parts: readonly AssistantContent[]): Citations {
  const numbers = new Map<string, number>();
  const sources: Source[] = [];
  const marks = parts.map((part) => {
    const places = part.annotations.flatMap(({ source, index }, i) => (isSource(source) ? [{ source, index, i }] : []));
    // The text names them in its order, whatever the order they came in.
    places.sort((a, b) => (a.index ?? Number.POSITIVE_INFINITY) - (b.index ?? Number.POSITIVE_INFINITY) || a.i - b.i);
    const toUnits = unitsOf(part.text);
    const found = new Map<string, Mark>();
    for (const { source, index } of places) {
      const key = keyOf(source);
      const number = numbers.get(key) ?? numbers.set(key, sources.push(source)).get(key) ?? 0;
      if (typeof index !== "number" || !(index >= 0)) continue;
      const at = toUnits(index);
      found.set(`${at} ${number}`, { at, number, source });
    }
    return [...found.values()];
  });
  return { sources, marks };
}

function isSource(source: unknown): source is Source {
  return typeof source === "object" && source !== null && typeof (source as Source).type === "string";
}

function keyOf(source: Source): string {
  return [source.type, source.url ?? source.filename ?? source.id ?? "", source.title].join(" ");
}

const ASTRAL = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

/** From a number of code points to a number of UTF-16 units; the same in nearly every text. */
function unitsOf(text: string): (points: number) => number {
  const pairs = [...text.matchAll(ASTRAL)].map((match) => match.index);
  return (points) => {
    let units = points;
    for (const at of pairs) {
      if (at >= units) break;
      units += 1;
    }
    return units;
  };
}
