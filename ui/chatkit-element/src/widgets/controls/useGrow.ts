import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/**
 * Keeps a field as high as its text, up to so many rows (`null` leaves it as it is). Also when its width changes: then its lines do.
 * Through CSSOM, which a strict style policy permits.
 */
export function useGrow(ref: RefObject<HTMLElement>, mostRows: number | null): void {
  useLayoutEffect(() => {
    if (mostRows !== null && ref.current) grow(ref.current, mostRows);
  });
  useLayoutEffect(() => {
    const area = ref.current;
    if (mostRows === null || !area) return;
    const watch = new ResizeObserver(() => grow(area, mostRows));
    watch.observe(area);
    return () => watch.disconnect();
  }, [ref, mostRows]);
}

function grow(area: HTMLElement, mostRows: number): void {
  const { style } = area;
  style.height = "auto";
  const { lineHeight, paddingBlockStart, paddingBlockEnd, borderBlockStartWidth, borderBlockEndWidth } = getComputedStyle(area);
  const px = (value: string) => Number.parseFloat(value) || 0;
  const borders = px(borderBlockStartWidth) + px(borderBlockEndWidth);
  const most = mostRows * px(lineHeight) + px(paddingBlockStart) + px(paddingBlockEnd) + borders;
  const wanted = area.scrollHeight + borders;
  style.height = `${Math.min(wanted, most)}px`;
  style.overflowY = wanted > most ? "auto" : "hidden";
}
