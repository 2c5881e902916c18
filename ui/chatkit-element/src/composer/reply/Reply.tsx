/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { useChat, useT } from "../../parts/context";
import { useRoot, useSheet } from "../../parts/root";
import css from "./reply.css?inline";
import { selectedWithin } from "./selection";

interface Quote {
  text: string;
  /** The end of the selection, in the viewport. */
  rect: DOMRect;
}

/** More than this is no quote. */
const MAX_QUOTE = 4000;
const GAP = 6;

/** A button at what is selected in an answer: it takes the words into the composer as a quote. */
export function Reply() {
  useSheet(css);
  const chat = useChat();
  const t = useT();
  const root = useRoot();
  const button = useRef<HTMLButtonElement>(null);
  const [quote, setQuote] = useState<Quote | null>(null);
  useEffect(() => {
    let pressed = false;
    const look = () => setQuote(pressed ? null : quoteWithin(root));
    const onDown = () => {
      pressed = true;
    };
    // A selection that is still being drawn has no button that runs after the pointer.
    const onUp = () => {
      pressed = false;
      look();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setQuote(null);
    };
    const selected = () => {
      if (!pressed) look();
    };
    look();
    document.addEventListener("selectionchange", selected);
    document.addEventListener("pointerdown", onDown);
    document.addEventListener("pointerup", onUp);
    document.addEventListener("pointercancel", onUp);
    document.addEventListener("keydown", onKey);
    root.addEventListener("scroll", selected, { capture: true, passive: true });
    return () => {
      document.removeEventListener("selectionchange", selected);
      document.removeEventListener("pointerdown", onDown);
      document.removeEventListener("pointerup", onUp);
      document.removeEventListener("pointercancel", onUp);
      document.removeEventListener("keydown", onKey);
      root.removeEventListener("scroll", selected, { capture: true });
    };
  }, [root]);
  useLayoutEffect(() => {
    if (button.current && quote) place(button.current, quote.rect, root.host.getBoundingClientRect());
  }, [quote, root]);
  if (!quote) return null;
  return (
    <button
      type="button"
      class="reply"
      ref={button}
      // What is selected stays so until the button has been pressed.
      onPointerDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        chat.drafts.change({ reply: quote.text });
        document.getSelection()?.removeAllRanges();
        setQuote(null);
        chat.focusComposer();
      }}
    >
      <Icon name="lucide:reply" size={14} />
      {t("reply.button")}
    </button>
  );
}

/** The words selected in one answer, or null. */
function quoteWithin(root: ShadowRoot): Quote | null {
  const range = selectedWithin(root);
  if (!range || !answerOf(range.startContainer) || answerOf(range.startContainer) !== answerOf(range.endContainer)) return null;
  const text = range.toString().trim().slice(0, MAX_QUOTE);
  const rects = [...range.getClientRects()];
  const rect = rects.at(-1) ?? range.getBoundingClientRect();
  return text === "" ? null : { text, rect };
}

function answerOf(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(".answer") ?? null;
}

/** Above the end of the selection where there is room, inside the chat. Rectangles are physical, so are these sides. */
function place(button: HTMLElement, rect: DOMRect, host: DOMRect): void {
  const { width, height } = button.getBoundingClientRect();
  const above = rect.top - host.top - height - GAP;
  const left = Math.min(Math.max(GAP, rect.right - host.left - width / 2), host.width - width - GAP);
  button.style.left = `${left}px`;
  button.style.top = `${above < GAP ? rect.bottom - host.top + GAP : above}px`;
}
