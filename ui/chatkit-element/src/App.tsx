/** @jsxImportSource preact */
import { useMemo } from "preact/hooks";
import type { Chat } from "./chat";
import { Composer } from "./composer/Composer";
import { Conversation } from "./conversation/Conversation";
import { Header } from "./header/Header";
import { Surroundings } from "./markdown/Markdown";
import { useAfter } from "./parts/after";
import { Boundary } from "./parts/Boundary";
import { ChatContext, useChat, useChatState, useOptions } from "./parts/context";
import { later } from "./parts/later";
import { currentConversation } from "./store/state";

const HistoryView = later(() => import("./history/HistoryView").then((part) => part.HistoryView));

/** Everything inside the shadow root. */
export function App({ chat }: { chat: Chat }) {
  return (
    <ChatContext.Provider value={chat}>
      <Frame />
    </ChatContext.Provider>
  );
}

function Frame() {
  const chat = useChat();
  const options = useOptions();
  const view = useChatState((state) => state.view);
  const imageDomains = useChatState((state) => currentConversation(state).thread.imageDomains);
  const surroundings = useMemo(
    () => ({
      imageDomains,
      onDeeplink: (name: string, data: Record<string, string>) => chat.emit("chatkit.deeplink", { name, data }),
    }),
    [chat, imageDomains],
  );
  return (
    <Surroundings.Provider value={surroundings}>
      <section class="frame" aria-label={options.frameTitle ?? "Chat"}>
        <Header />
        <Boundary key={view}>
          {view === "history" ? (
            <HistoryView meanwhile={<div class="history" />} />
          ) : (
            <>
              <Conversation />
              <Composer />
            </>
          )}
        </Boundary>
        <Announcer />
      </section>
    </Surroundings.Provider>
  );
}

/** Long enough to be noticed by a screen reader; then the words must not be found a second time in the page. */
const SAID_MS = 2000;

/** Says each announcement once. Two elements in turn, so that the same words twice are said twice. */
function Announcer() {
  const announcement = useChatState((state) => state.announcement);
  const said = useAfter(SAID_MS, announcement.id);
  const { id } = announcement;
  const text = said ? "" : announcement.text;
  return (
    <div class="unseen" role="status" aria-live="polite">
      <p>{id % 2 === 0 ? text : ""}</p>
      <p>{id % 2 === 1 ? text : ""}</p>
    </div>
  );
}
