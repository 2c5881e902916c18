import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { type RefObject, useEffect } from "react";
import { draggedOf } from "./drag";

/** So near an edge the content moves, in pixels; and so many of them a frame at the edge itself. */
const NEAR = 48;
const MOST = 14;

/** Scrolls an element while something is dragged near its top or bottom. Engines differ in whether they do it themselves. */
export function useAutoScroll(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let frame = 0;
    let pointer = { x: 0, y: 0 };
    const step = (): void => {
      const box = element.current?.getBoundingClientRect();
      if (box) element.current?.scrollBy(0, speedAt(pointer, box));
      frame = requestAnimationFrame(step);
    };
    const stop = (): void => cancelAnimationFrame(frame);
    const stopWatching = monitorForElements({
      canMonitor: ({ source }) => draggedOf(source) !== null,
      onDragStart({ location }) {
        const { clientX: x, clientY: y } = location.current.input;
        pointer = { x, y };
        frame = requestAnimationFrame(step);
      },
      onDrag({ location }) {
        const { clientX: x, clientY: y } = location.current.input;
        pointer = { x, y };
      },
      onDrop: stop,
    });
    return () => {
      stop();
      stopWatching();
    };
  }, [element]);
}

/** How far to scroll in this frame, in pixels: the nearer to the edge, the further. */
export function speedAt({ x, y }: { x: number; y: number }, box: { left: number; right: number; top: number; bottom: number }): number {
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) return 0;
  const fromTop = y - box.top;
  const fromBottom = box.bottom - y;
  if (fromTop < NEAR) return -Math.ceil(((NEAR - fromTop) / NEAR) * MOST);
  return fromBottom < NEAR ? Math.ceil(((NEAR - fromBottom) / NEAR) * MOST) : 0;
}
