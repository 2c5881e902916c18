import { endOf, type Placed } from "../tags";

export interface Span {
  start: number;
  end: number;
}

/**
 * A selection that begins and ends beside tags, never inside one. By keys an end that moved into a tag goes on to its far side; by pointer
 * a caret goes to the nearer side, and a selection takes the whole tag in.
 */
export function snap(now: Span, before: Span, placed: readonly Placed[], by: "keys" | "pointer"): Span {
  const collapsed = now.start === now.end;
  const moved = (at: number, was: number, outward: "start" | "end"): number => {
    const tag = placed.find((one) => one.at < at && at < endOf(one));
    if (!tag) return at;
    const end = endOf(tag);
    if (by === "keys" && at !== was) return at > was ? end : tag.at;
    if (!collapsed) return outward === "start" ? tag.at : end;
    return at - tag.at < end - at ? tag.at : end;
  };
  if (collapsed) {
    // Leaving a selection is a move from the end that is left.
    const was = before.start === before.end ? before.start : now.start <= before.start ? before.start : before.end;
    const at = moved(now.start, was, "end");
    return { start: at, end: at };
  }
  return { start: moved(now.start, before.start, "start"), end: moved(now.end, before.end, "end") };
}
