import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Does once more, to the button that takes its place, what was done to a button that could not yet do anything. */
export type Replay = (button: HTMLElement) => void;

/**
 * Waits for somebody to want what a button opens. The machine behind it is large, its code is loaded when it is near, and a list of fifty
 * rows must not run fifty of them.
 */
export function useIntent(locked: boolean, isKey: (event: KeyboardEvent) => boolean, preload: () => void) {
  const [replay, setReplay] = useState<Replay | null>(null);
  const attributes = {
    "aria-expanded": false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: () => {
      if (!locked) setReplay(() => (button: HTMLElement) => button.click());
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (locked || event.ctrlKey || event.metaKey || !isKey(event)) return;
      event.preventDefault();
      const { key, code, altKey } = event;
      const again = new KeyboardEvent("keydown", { key, code, altKey, bubbles: true, composed: true, cancelable: true });
      setReplay(() => (button: HTMLElement) => void button.dispatchEvent(again));
    },
  };
  return { replay, attributes };
}

/** The other end of `useIntent`. */
export function useReplay(button: RefObject<HTMLElement>, replay: Replay): void {
  useEffect(() => {
    if (!button.current) return;
    button.current.focus({ preventScroll: true });
    replay(button.current);
  }, [button, replay]);
}
