import { useEffect, useRef, useState } from "preact/hooks";
import { useChat } from "../../parts/context";
import { currentDraft } from "../../store/state";
import { type Trigger, triggerAt } from "./trigger";

/**
 * The word in the field that asks for suggestions, from the moment it is typed until the caret leaves it or `dismiss` puts it away.
 * Going back to an old word with the caret does not ask.
 */
export function useTrigger(area: HTMLTextAreaElement, kinds: readonly ("@" | "/")[]): { trigger: Trigger | null; dismiss: () => void } {
  const chat = useChat();
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const shown = useRef<Trigger | null>(null);
  const dismissedAt = useRef<number | null>(null);
  const wanted = useRef(kinds);
  wanted.current = kinds;
  const show = useRef((next: Trigger | null) => {
    if (same(shown.current, next)) return;
    shown.current = next;
    setTrigger(next);
  }).current;
  useEffect(() => {
    const look = (typed: boolean) => {
      const { placed } = currentDraft(chat.store.state);
      const caret = area.selectionStart === area.selectionEnd ? area.selectionStart : -1;
      const found = caret < 0 ? null : triggerAt(area.value, caret, placed, wanted.current);
      if (!found || found.at !== dismissedAt.current) dismissedAt.current = null;
      const meant = typed ? dismissedAt.current === null : shown.current?.at === found?.at;
      show(found && meant ? found : null);
    };
    const onInput = (event: Event) => {
      if (!(event as InputEvent).isComposing) look(true);
    };
    const onCompositionEnd = () => look(true);
    const onSelection = () => look(false);
    const onBlur = () => show(null);
    // What was typed while this part was still being loaded counts.
    if ((area.getRootNode() as ShadowRoot).activeElement === area) look(true);
    area.addEventListener("input", onInput);
    area.addEventListener("compositionend", onCompositionEnd);
    area.addEventListener("blur", onBlur);
    area.addEventListener("keyup", onSelection);
    area.addEventListener("pointerup", onSelection);
    document.addEventListener("selectionchange", onSelection);
    return () => {
      area.removeEventListener("input", onInput);
      area.removeEventListener("compositionend", onCompositionEnd);
      area.removeEventListener("blur", onBlur);
      area.removeEventListener("keyup", onSelection);
      area.removeEventListener("pointerup", onSelection);
      document.removeEventListener("selectionchange", onSelection);
    };
  }, [area, chat, show]);
  const dismiss = () => {
    dismissedAt.current = shown.current?.at ?? null;
    show(null);
  };
  return { trigger, dismiss };
}

function same(a: Trigger | null, b: Trigger | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.at === b.at && a.end === b.end && a.query === b.query);
}
