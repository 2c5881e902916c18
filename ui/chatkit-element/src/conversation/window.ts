import { useCallback, useRef, useState } from "preact/hooks";
import type { Group } from "./turns";

/** Threads with no more groups than this are drawn whole, so that the browser's own search finds everything. */
const WHOLE = 24;
/** How far beyond the edges turns are drawn, in heights of the view. */
const MARGIN = 2;
/** Height of a turn where none was ever measured, in px. */
const TURN = 150;

/** Keys of the first and the last group near the view. Not their places: those change when earlier messages come in front. */
interface Range {
  from: string;
  to: string;
}

/**
 * Which groups of a long thread are drawn: those in and around the view, and the last. The others are empty boxes of the height they had.
 */
export function useWindow(groups: readonly Group[]) {
  const [range, setRange] = useState<Range | null>(null);
  const heights = useRef(new Map<string, number>());
  const boxes = useRef(new Map<string, HTMLElement>());
  const shown = useRef(groups);
  shown.current = groups;

  /** Looks again which groups are near the view. */
  const look = useCallback((scroller: Element | null) => {
    const list = shown.current;
    if (!scroller || list.length <= WHOLE) return setRange(null);
    const { top, height } = scroller.getBoundingClientRect();
    const margin = Math.max(height, 1) * MARGIN;
    const last = list.length - 1;
    const keyAt = (edge: number) => list[Math.min(firstBelow(list, boxes.current, edge), last)]?.key ?? "";
    const [from, to] = [keyAt(top - margin), keyAt(top + height + margin)];
    for (const [key, box] of boxes.current) if (box.childElementCount > 0) heights.current.set(key, box.offsetHeight);
    setRange((old) => (old && old.from === from && old.to === to ? old : { from, to }));
  }, []);

  const from = range ? groups.findIndex((group) => group.key === range.from) : -1;
  const to = range ? groups.findIndex((group) => group.key === range.to) : -1;
  // Worked out once a drawing, where needed: a long thread asks for thousands of groups.
  let held: { box: Element | null } | null = null;
  const isDrawn = (i: number): boolean => {
    if (groups.length <= WHOLE || i === groups.length - 1) return true;
    // A thread that has just become a long one is drawn whole once more: so the heights are known. One that was opened as such begins at its end.
    if (from < 0 || to < 0) return groups.length <= WHOLE * 4 || i >= groups.length - WHOLE;
    if (i >= from && i <= to) return true;
    // What holds the focus must not go.
    held ??= { box: focusedBox(boxes.current) };
    return held.box !== null && boxes.current.get(groups[i]?.key ?? "") === held.box;
  };
  let guess: number | null = null;
  /** What a group that was never drawn is taken for stays as it is: a box that grows would move what one scrolls to. */
  const heightOf = ({ key, turns }: Group): number => {
    guess ??= perTurn(groups, heights.current);
    const height = heights.current.get(key) ?? turns.length * guess;
    heights.current.set(key, height);
    return height;
  };
  const keep = useCallback((key: string, box: HTMLElement | null) => {
    if (box) boxes.current.set(key, box);
    else boxes.current.delete(key);
  }, []);
  return { look, isDrawn, heightOf, keep };
}

/** The box that the focus is in. */
function focusedBox(boxes: ReadonlyMap<string, HTMLElement>): Element | null {
  const [any] = boxes.values();
  const focused = any ? (any.getRootNode() as ShadowRoot).activeElement : null;
  return focused?.closest(".content > .group") ?? null;
}

/** How high a turn of this thread is on average. */
function perTurn(groups: readonly Group[], heights: ReadonlyMap<string, number>): number {
  let height = 0;
  let turns = 0;
  for (const group of groups) {
    const known = heights.get(group.key);
    if (known === undefined) continue;
    height += known;
    turns += group.turns.length;
  }
  return turns === 0 ? TURN : Math.round(height / turns);
}

/** The first group that reaches below `edge`, by bisection: groups stand below one another. */
function firstBelow(groups: readonly Group[], boxes: ReadonlyMap<string, HTMLElement>, edge: number): number {
  let low = 0;
  let high = groups.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = boxes.get(groups[middle]?.key ?? "");
    if (box && box.getBoundingClientRect().bottom < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
