import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Chat } from "../chat";
import { type Translate, translator } from "../i18n";
import { localeOf, type Options } from "../options";
import type { ChatState } from "../store/state";

export const ChatContext = createContext<Chat | null>(null);

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error("views live below a `ChatContext`");
  return chat;
}

/** A part of the state; the view is drawn again when that part is another value. */
export function useChatState<Part>(select: (state: ChatState) => Part): Part {
  const { store } = useChat();
  const [, redraw] = useState({});
  const part = select(store.state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `select` is a function of the state alone, the same each time
  useEffect(() => {
    let seen = part;
    const look = () => {
      const now = select(store.state);
      if (Object.is(now, seen)) return;
      seen = now;
      redraw({});
    };
    // It may have changed between drawing and watching.
    look();
    return store.watch(look);
  }, [store]);
  return part;
}

export function useOptions(): Options {
  return useChatState((state) => state.options);
}

export function useT(): Translate {
  return translator(localeOf(useOptions()));
}
