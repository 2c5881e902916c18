import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useChat, useChatState, useOptions } from "../parts/context";
import type { Conversation } from "../store/state";
import { Anchor } from "./anchor";

/** Distance from the end, in px, that still counts as being there. */
const NEAR = 48;
/** Earlier messages are fetched when the beginning is as near as this. */
const AHEAD = 400;

/**
 * Where the thread is scrolled to: at its end when it is opened and when a message is sent; with
 * `thread.autoScroll` it follows an answer for as long as one stays near the end. Whatever else comes, goes or grows, what one reads stays
 * where it is. `onMove` is called after each move.
 */
export function useScroll(conversation: Conversation, onMove: () => void) {
  const chat = useChat();
  const follow = useOptions().thread?.autoScroll ?? false;
  const sent = useChatState((state) => state.sent);
  const body = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const anchor = useRef(new Anchor());
  const before = useRef({ key: "", loaded: false, sent });
  const [atEnd, setAtEnd] = useState(true);
  const moved = useRef(onMove);
  moved.current = onMove;
  // An answer that is not followed grows below what one reads.
  const stays = useRef(true);
  stays.current = follow || conversation.phase !== "running";

  /** Where we left it; a difference is a person's doing. */
  const left = useRef({ top: 0, height: 0 });
  const leave = (element: Element) => {
    left.current = { top: element.scrollTop, height: element.scrollHeight };
  };

  /** Sees whether a person has scrolled, also before the browser has told. */
  const notice = (element: Element) => {
    const { top, height } = left.current;
    if (Math.abs(element.scrollTop - top) <= 1) return;
    // Whoever turns back, by however little, reads; they are not pulled down again.
    const turnedBack = element.scrollTop < top && element.scrollHeight >= height;
    near.current = distance(element) <= (turnedBack ? 1 : NEAR);
    anchor.current.take(element);
  };

  const toEnd = () => {
    const element = body.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    near.current = true;
    setAtEnd(true);
    moved.current();
    anchor.current.take(element);
    leave(element);
  };

  /** After the content has changed its height. */
  const settle = useRef<() => void>(() => undefined);
  settle.current = () => {
    const element = body.current;
    if (!element) return;
    notice(element);
    if (near.current && stays.current) {
      element.scrollTop = element.scrollHeight;
    } else {
      anchor.current.hold(element);
      anchor.current.take(element);
    }
    leave(element);
    setAtEnd(distance(element) <= NEAR);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it calls reads references only, the same each time
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const look = () => {
      notice(element);
      leave(element);
      moved.current();
      anchor.current.take(element);
      setAtEnd(distance(element) <= NEAR);
      if (element.scrollTop < AHEAD) void chat.threads.older();
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [chat]);

  useEffect(() => {
    const element = body.current;
    if (!element?.firstElementChild) return;
    // The composer grew, a picture came, code got its colours.
    let frame = 0;
    const observer = new ResizeObserver(() => {
      settle.current();
      // What is drawn now would change the height while it is being told: the next frame is soon enough.
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => moved.current());
    });
    observer.observe(element);
    observer.observe(element.firstElementChild);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);

  useLayoutEffect(() => {
    const { key, phase } = conversation;
    const was = before.current;
    const loaded = phase !== "loading";
    before.current = { key, loaded, sent };
    if (was.key !== key || was.sent !== sent || (loaded && !was.loaded)) toEnd();
    else {
      settle.current();
      moved.current();
    }
  });

  return { body, atEnd, toEnd };
}

function distance({ scrollHeight, scrollTop, clientHeight }: Element): number {
  return scrollHeight - scrollTop - clientHeight;
}
