import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { WidgetNode } from "../../wire/protocol";

/** Nodes that have had the focus once: coming back to a thread must not take it again. */
const done = new WeakSet<WidgetNode>();

/**
 * `autoFocus` and `autoSelect` of a field that has just been drawn. A chat goes on while one writes, so nobody is torn out of a text
 * that is begun.
 */
export function useFirstFocus(ref: RefObject<HTMLElement>, node: WidgetNode, autoFocus: boolean, autoSelect: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only for the first drawing
  useLayoutEffect(() => {
    const element = ref.current as HTMLInputElement | HTMLTextAreaElement | null;
    if (!element || done.has(node)) return;
    done.add(node);
    if (autoSelect) element.addEventListener("focus", () => element.select(), { once: true });
    if (autoFocus && !isWriting()) element.focus({ preventScroll: true });
  }, []);
}

/** Whether somebody has begun to write somewhere on the page. */
function isWriting(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) return active.value !== "";
  return active instanceof HTMLElement && active.isContentEditable && active.textContent !== "";
}
