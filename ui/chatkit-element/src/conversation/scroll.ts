import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useChat, useChatState, useOptions } from "../parts/context";
import type { Conversation } from "../store/state";

/** Distance from the end, in px, that still counts as being there. */
const NEAR = 48;

/**
 * Where the thread is scrolled to: at its end when it is opened and when a message is sent; with
 * `thread.autoScroll` it follows an answer for as long as one stays near the end. Earlier messages that
 * are put in front do not move what one reads.
 */
export function useScroll(conversation: Conversation) {
  const chat = useChat();
  const follow = useOptions().thread?.autoScroll ?? false;
  const sent = useChatState((state) => state.sent);
  const body = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const before = useRef({ key: "", first: "", height: 0, loaded: false, sent });
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = () => {
    const element = body.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    near.current = true;
    setAtEnd(true);
  };

  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const look = () => {
      near.current = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR;
      setAtEnd(near.current);
      if (element.scrollTop < NEAR) void chat.threads.older();
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [chat]);

  const stays = useRef(true);
  stays.current = follow || conversation.phase !== "running";
  useEffect(() => {
    const element = body.current;
    if (!element?.firstElementChild) return;
    // The composer grew, a picture came: whoever was at the end stays there.
    const observer = new ResizeObserver(() => {
      if (near.current && stays.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const { key, thread, phase } = conversation;
    const first = thread.entries[0]?.id ?? "";
    const was = before.current;
    const loaded = phase !== "loading";
    if (was.key !== key || was.sent !== sent || (loaded && !was.loaded)) toEnd();
    else if (was.first !== first && was.first !== "") element.scrollTop += element.scrollHeight - was.height;
    else if (follow && near.current) element.scrollTop = element.scrollHeight;
    else setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR);
    before.current = { key, first, height: element.scrollHeight, loaded, sent };
  });

  return { body, atEnd, toEnd };
}
