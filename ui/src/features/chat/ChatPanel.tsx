import { ChatKit, type ChatKitOptions, useChatKit } from "@openai/chatkit-react";
import { useRef, useState } from "react";
import { useApi } from "../../api/queries";
import { chatDrafts, keepChatDraft } from "../../api/uiState";
import { useStays } from "../../components/useStays";
import { words } from "../../words/words";
import { chatFetch } from "./chatFetch";
import type { CommandTarget } from "./commands";
import { useAsked } from "./useAsked";
import { type ChatProps, useChatOptions, useConversation } from "./useChatOptions";

/** A composer.change of the built-in element: what stands in the composer of a thread, for the draft. */
interface ComposerChange {
  threadId: string | null;
  text: string;
}

/** A composer.files of it: how many files stand in the composer of a thread. Sent with the next message, and kept nowhere until then. */
interface ComposerFiles {
  threadId: string | null;
  files: number;
}

/** What the built-in element takes beyond the official options: unsent texts to start with, by thread, `""` being the new one. */
type BuiltInComposer = NonNullable<ChatKitOptions["composer"]> & { initialDrafts: Record<string, string> };

/** OpenAI's React binding, unmodified, over the built-in element. */
export default function ChatPanel(props: ChatProps) {
  const api = useApi();
  const target = useRef<CommandTarget | null>(null);
  const options = useChatOptions(props, () => target.current ?? NOBODY);
  const [initialDrafts] = useState(chatDrafts);
  const [send] = useState(() => chatFetch((input, init) => api.session.fetch(input, init)));
  const [isReady, setReady] = useState(false);
  const [filesOf] = useState(() => new Map<string | null, number>());
  useStays(() => [...filesOf.values()].some((files) => files > 0));
  const composer: BuiltInComposer = { ...options.composer, initialDrafts };

  const chat = useChatKit({
    ...options,
    // The built-in element writes dates by the whole tag; the window says day before month.
    locale: (words.language === "en" ? "en-GB" : words.language) as NonNullable<ChatKitOptions["locale"]>,
    api: { url: "/chatkit", domainKey: "local", fetch: send },
    composer,
    onReady() {
      setReady(true);
      props.onReady();
    },
    ...useConversation(props.onTrouble),
    onLog({ name, data }) {
      if (name === "composer.change" && isComposerChange(data)) keepChatDraft(data.threadId, data.text);
      if (name === "composer.files" && isComposerFiles(data)) filesOf.set(data.threadId, data.files);
    },
  });
  useAsked(isReady, (text) => {
    // While an answer runs nothing can be sent: the question waits in the composer.
    void chat.sendUserMessage({ text, newThread: true }).catch(() => chat.setComposerValue({ text }));
  });
  target.current = {
    // While an answer runs nothing can be sent: the sentence waits in the composer.
    say: (text) => void chat.sendUserMessage({ text }).catch(() => chat.setComposerValue({ text })),
    begin: (text) => void chat.setComposerValue({ text }).then(() => chat.focusComposer()),
    newChat: () => void chat.setThreadId(null),
  };
  return <ChatKit control={chat.control} className="chat-element" />;
}

const NOBODY: CommandTarget = { say: () => undefined, begin: () => undefined, newChat: () => undefined };

function isComposerChange(data: unknown): data is ComposerChange {
  return typeof data === "object" && data !== null && "text" in data && typeof data.text === "string" && "threadId" in data;
}

function isComposerFiles(data: unknown): data is ComposerFiles {
  return typeof data === "object" && data !== null && "files" in data && typeof data.files === "number" && "threadId" in data;
}
