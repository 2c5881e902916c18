/** @jsxImportSource preact */
import type { ComponentChild } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useChat, useChatState } from "../../parts/context";
import { useSheet } from "../../parts/root";
import { currentDraft, type PreviewRequest } from "../../store/state";
import { entityOf } from "../content";
import { replaceText } from "../field";
import { endOf, type Placed } from "../tags";
import css from "./mentions.css?inline";
import { type Span, snap } from "./snap";

/**
 * Makes the tags in the field one thing each: marks them from behind (a copy of the text in the same lines, unseen but for the marks),
 * keeps the caret out of them, deletes them whole, previews them.
 */
export function Marks({ area }: { area: HTMLTextAreaElement }) {
  useSheet(css);
  const text = useChatState((state) => currentDraft(state).text);
  const placed = useChatState((state) => currentDraft(state).placed);
  const mirror = useRef<HTMLDivElement>(null);
  useCaretOutside(area);
  useWholeDeletion(area);
  useSameLines(area, mirror);
  usePointedPreview(area, mirror, placed);

  const pieces: ComponentChild[] = [];
  let at = 0;
  for (const [i, one] of placed.entries()) {
    pieces.push(text.slice(at, one.at));
    pieces.push(
      <span key={i} class="mark" data-index={i}>
        {text.slice(one.at, endOf(one))}
      </span>,
    );
    at = endOf(one);
  }
  // A line that ends in a line break has one more line.
  pieces.push(`${text.slice(at)}\u200b`);
  return (
    <div class="mirror" ref={mirror} aria-hidden="true" dir="auto">
      {pieces}
    </div>
  );
}

/** Keeps the copy as wide and as far scrolled as the field. */
function useSameLines(area: HTMLTextAreaElement, mirror: { current: HTMLDivElement | null }): void {
  const follow = () => {
    const copy = mirror.current;
    if (!copy) return;
    // Without the scroll bar, where there is one.
    copy.style.width = `${area.clientWidth}px`;
    copy.style.direction = getComputedStyle(area).direction;
    copy.style.transform = `translateY(${-area.scrollTop}px)`;
  };
  const latest = useRef(follow);
  latest.current = follow;
  useLayoutEffect(follow);
  useEffect(() => {
    const listener = () => latest.current();
    const observer = new ResizeObserver(listener);
    observer.observe(area);
    area.addEventListener("scroll", listener);
    return () => {
      observer.disconnect();
      area.removeEventListener("scroll", listener);
    };
  }, [area]);
}

function useCaretOutside(area: HTMLTextAreaElement): void {
  const chat = useChat();
  useLayoutEffect(() => {
    let before: Span = { start: area.selectionStart, end: area.selectionEnd };
    let by: "keys" | "pointer" | "composition" = "keys";
    const note = ({ type }: Event) => {
      // What an input method does with the caret is its own affair.
      if (type === "compositionstart") by = "composition";
      else if (type === "compositionend") by = "keys";
      else if (by !== "composition") by = type === "pointerdown" ? "pointer" : "keys";
    };
    const keep = () => {
      if (by === "composition") return;
      const now = { start: area.selectionStart, end: area.selectionEnd };
      const next = snap(now, before, currentDraft(chat.store.state).placed, by);
      before = next;
      if (next.start === now.start && next.end === now.end) return;
      area.setSelectionRange(next.start, next.end, area.selectionDirection ?? "none");
    };
    const listeners: [EventTarget, string, (event: Event) => void][] = [
      [area, "keydown", note],
      [area, "pointerdown", note],
      [area, "compositionstart", note],
      [area, "compositionend", note],
      [area, "keyup", keep],
      [area, "pointerup", keep],
      [area, "select", keep],
      [document, "selectionchange", keep],
    ];
    for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
    return () => {
      for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
    };
  }, [area, chat]);
}

/** Backspace after a tag, and Delete before one, take all of it. */
function useWholeDeletion(area: HTMLTextAreaElement): void {
  const chat = useChat();
  useLayoutEffect(() => {
    const onBeforeInput = (event: InputEvent) => {
      if (!event.inputType.startsWith("delete") || event.isComposing || area.selectionStart !== area.selectionEnd) return;
      if (event.inputType === "deleteByCut" || event.inputType.includes("Line")) return;
      const caret = area.selectionStart;
      const forward = event.inputType.endsWith("Forward");
      const { placed } = currentDraft(chat.store.state);
      const one = placed.find((tag) => (forward ? tag.at === caret : endOf(tag) === caret));
      if (!one) return;
      event.preventDefault();
      replaceText(area, one.at, endOf(one), "");
    };
    area.addEventListener("beforeinput", onBeforeInput);
    return () => area.removeEventListener("beforeinput", onBeforeInput);
  }, [area, chat]);
}

const HOVER_MS = 350;

/** Previews the tag under the pointer, or beside the caret, once it has been there for a moment. The field lies over the marks. */
function usePointedPreview(area: HTMLTextAreaElement, mirror: { current: HTMLDivElement | null }, placed: readonly Placed[]): void {
  const chat = useChat();
  const tags = useRef(placed);
  tags.current = placed;
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over: string | null = null;
    const show = (preview: PreviewRequest | null) => {
      if (preview || chat.store.state.preview?.id === PREVIEW_ID) chat.store.patch({ preview });
    };
    const point = (mark: Element | null) => {
      const index = mark?.getAttribute("data-index") ?? null;
      if (index === over) return;
      over = index;
      clearTimeout(timer);
      show(null);
      const one = index === null ? undefined : tags.current[Number(index)];
      if (!one?.tag.interactive || !mark || !chat.options.entities?.onRequestPreview) return;
      timer = setTimeout(() => show({ id: PREVIEW_ID, entity: entityOf(one.tag), anchor: mark.getBoundingClientRect() }), HOVER_MS);
    };
    const marks = () => [...(mirror.current?.querySelectorAll(".mark") ?? [])];
    const onMove = ({ clientX, clientY }: PointerEvent) => point(marks().find((mark) => isOver(mark, clientX, clientY)) ?? null);
    const onKeyUp = (event: KeyboardEvent) => {
      const caret = area.selectionStart;
      const away = event.key === "Escape" || caret !== area.selectionEnd;
      const index = away ? -1 : tags.current.findIndex((one) => one.at === caret || endOf(one) === caret);
      point(marks()[index] ?? null);
    };
    const leave = () => point(null);
    area.addEventListener("pointermove", onMove);
    area.addEventListener("keyup", onKeyUp);
    for (const name of LEAVING) area.addEventListener(name, leave);
    return () => {
      leave();
      area.removeEventListener("pointermove", onMove);
      area.removeEventListener("keyup", onKeyUp);
      for (const name of LEAVING) area.removeEventListener(name, leave);
    };
  }, [area, mirror, chat]);
}

const PREVIEW_ID = "tag-preview";
const LEAVING = ["pointerleave", "blur", "input", "scroll"] as const;

function isOver(mark: Element, x: number, y: number): boolean {
  return [...mark.getClientRects()].some((rect) => x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom);
}
