/** @jsxImportSource preact */
import type { Entity } from "@openai/chatkit";
import { useEffect, useRef, useState } from "preact/hooks";
import { useChat, useChatState } from "../../parts/context";
import { useSheet } from "../../parts/root";
import css from "./mentions.css?inline";

const HOVER_MS = 350;
/** Time to get from the chip into its preview. */
const LEAVE_MS = 150;
let chips = 0;

/** An entity in a message that can be pressed, and previewed by pointing at it or going to it with the keyboard. */
export function EntityChip({ entity, text }: { entity: Entity; text: string }) {
  useSheet(css);
  const chat = useChat();
  const [id] = useState(() => `entity-${++chips}`);
  const shown = useChatState((state) => state.preview)?.id === id;
  const button = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const later = (ms: number, act: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, ms);
  };
  const close = () => {
    clearTimeout(timer.current);
    if (chat.store.state.preview?.id === id) chat.store.patch({ preview: null });
  };
  const open = () => {
    clearTimeout(timer.current);
    const anchor = button.current?.getBoundingClientRect();
    if (!anchor || !chat.options.entities?.onRequestPreview) return;
    const stay = () => clearTimeout(timer.current);
    chat.store.patch({ preview: { id, entity, anchor, onEnter: stay, onLeave: () => later(LEAVE_MS, close) } });
  };
  const gone = useRef(close);
  gone.current = close;
  useEffect(() => () => gone.current(), []);
  useEffect(() => {
    if (!shown) return;
    // What moves away takes its preview along.
    const scroller = button.current?.closest(".scroll");
    const leave = () => gone.current();
    scroller?.addEventListener("scroll", leave);
    return () => scroller?.removeEventListener("scroll", leave);
  }, [shown]);
  return (
    <button
      type="button"
      class="mention"
      ref={button}
      {...(shown ? { "aria-describedby": id } : {})}
      onClick={() => chat.options.entities?.onClick?.(entity)}
      onPointerEnter={() => later(HOVER_MS, open)}
      onPointerLeave={() => later(LEAVE_MS, close)}
      onFocus={open}
      onBlur={close}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !shown) return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      {text}
    </button>
  );
}
