/** @jsxImportSource preact */
import { useLayoutEffect, useRef } from "preact/hooks";
import { childrenOf } from "../../store/widget-tree";
import { NodeView } from "../NodeView";
import type { NodeProps } from "../node";
import { keysOf } from "../tree";

/** Takes its child from one height to the next, and fades in what is new. Not for people who asked for less motion. */
export function Transition({ node }: NodeProps) {
  const outer = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const child = childrenOf(node)[0];
  const identity = child ? `${child.type} ${keysOf([child])[0]}` : "";
  useHeight(outer, inner);
  useFadeIn(inner, identity);
  return (
    <div class="w-transition" ref={outer}>
      <div class="col" ref={inner}>
        {child && <NodeView key={identity} node={child} />}
      </div>
    </div>
  );
}

type Part = { readonly current: HTMLElement | null };

function useHeight(outer: Part, inner: Part): void {
  useLayoutEffect(() => {
    const element = inner.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    let known: { width: number; height: number } | null = null;
    const observer = new ResizeObserver(() => {
      const { offsetWidth: width, offsetHeight: height } = element;
      // Another width is another window; there is nothing to follow with the eye.
      if (known && known.width === width && known.height !== height) slide(outer.current, known.height, height);
      known = { width, height };
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [outer, inner]);
}

/** From where a running slide is now, or else from the height of before. */
function slide(element: HTMLElement | null, before: number, after: number): void {
  const duration = element && durationOf(element);
  if (!duration) return;
  const running = element.getAnimations().length > 0;
  const from = running ? element.offsetHeight : before;
  for (const animation of element.getAnimations()) animation.cancel();
  element.animate(
    [
      { height: `${from}px`, overflow: "clip" },
      { height: `${after}px`, overflow: "clip" },
    ],
    { duration, easing: "ease-out" },
  );
}

function useFadeIn(inner: Part, identity: string): void {
  const shown = useRef(identity);
  useLayoutEffect(() => {
    if (shown.current === identity) return;
    shown.current = identity;
    const element = inner.current;
    const duration = element && durationOf(element);
    if (duration) element.animate([{ opacity: 0 }, { opacity: 1 }], { duration, easing: "ease-out" });
  }, [inner, identity]);
}

/** The time that things move here, in ms; none where motion is reduced. */
function durationOf(element: HTMLElement): number {
  if (typeof element.animate !== "function") return 0;
  return Number.parseFloat(getComputedStyle(element).getPropertyValue("--t-move")) || 0;
}
