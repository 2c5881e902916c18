import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useUiState } from "../../api/uiState";
import { useMedia } from "../../components/useMedia";
import type { Row } from "./rows";

/** Heights in pixels, as the style sheet has them: a virtual list must know them before it draws. */
const GROUP_HEIGHT = 42;
const ROW_HEIGHT = 36;
const COMPACT_ROW_HEIGHT = 32;
const TALL_ROW_HEIGHT = 52;
/** The line of the notes that a search found. */
const WHERE_HEIGHT = 18;

/** How high a row is, by the width of the window and the density. */
export function useRowHeight(): number {
  const isTall = useMedia("(max-width: 599.9px)");
  const isCompact = useUiState((state) => state.density === "compact");
  return isTall ? TALL_ROW_HEIGHT : isCompact ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
}

export type VirtualRows = ReturnType<typeof useVirtualRows>;

/** What of the rows is drawn: those in sight, the heading of the first one (it sticks to the top), and the row of the cursor. */
export function useVirtualRows(rows: readonly Row[], cursor: string | null, scroll: RefObject<HTMLDivElement | null>) {
  const rowHeight = useRowHeight();
  const kept = useMemo(() => rows.findIndex((row) => row.key === cursor), [rows, cursor]);
  const sticky = useRef(-1);
  const headings = useMemo(() => rows.flatMap((row, index) => (row.kind === "group" ? [index] : [])), [rows]);
  const heightOf = (row: Row | undefined): number => {
    if (row?.kind === "group") return GROUP_HEIGHT;
    return row?.isInNotes ? rowHeight + WHERE_HEIGHT : rowHeight;
  };
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollPaddingStart: GROUP_HEIGHT + 8,
    scrollPaddingEnd: 64,
    rangeExtractor: (range) => {
      sticky.current = headings.findLast((index) => index <= range.startIndex) ?? -1;
      const wanted = new Set([...defaultRangeExtractor(range), sticky.current, kept].filter((index) => index >= 0 && index < rows.length));
      return [...wanted].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached by index and have to be taken anew when the rows change
  useEffect(() => virtualizer.measure(), [rows, rowHeight]);
  const isSticky = (item: { index: number }): boolean => item.index === sticky.current;
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    scrollToIndex: virtualizer.scrollToIndex,
    isSticky,
  };
}
