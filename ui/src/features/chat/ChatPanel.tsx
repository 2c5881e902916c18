import { ChatKit, type ChatKitOptions, useChatKit } from "@openai/chatkit-react";
import { useRef, useState } from "react";
import { useApi, useRefreshTasks } from "../../api/queries";
import { chatDrafts, keepChatDraft, setUiState, useUiState } from "../../api/uiState";
import { words } from "../../words/words";

interface Props {
  colorScheme: "light" | "dark";
  /** The element is there and has its options. */
  onReady(): void;
  /** The assistant could not do its part; null once it answers again. */
  onTrouble(error: Error | null): void;
}

/** Icons of the first prompts, in their order. */
const PROMPT_ICONS = ["lucide:circle-plus", "lucide:calendar-days", "lifesaver"] as const;

/** A composer.change of the built-in element: what stands in the composer of a thread, for the draft. */
interface ComposerChange {
  threadId: string | null;
  text: string;
}

/** What the built-in element takes beyond the official options: unsent texts to start with, by thread, `""` being the new one. */
type BuiltInComposer = ChatKitOptions["composer"] & { initialDrafts: Record<string, string> };

/** OpenAI's React binding, unmodified, over whatever element is registered. Nothing here knows which one draws. */
export default function ChatPanel({ colorScheme, onReady, onTrouble }: Props) {
  const api = useApi();
  const refreshTasks = useRefreshTasks();
  // Only where the conversation begins: from then on the element says which thread is open.
  const [initialThread] = useState(() => useUiState.getState().thread_id ?? null);
  const [composer] = useState<BuiltInComposer>(() => ({ placeholder: words.chat.placeholder, initialDrafts: chatDrafts() }));
  const hadTrouble = useRef(false);

  const chat = useChatKit({
    api: { url: "/chatkit", domainKey: "local", fetch: (input, init) => api.session.fetch(input, init) },
    // The window speaks one language, whatever the browser prefers.
    locale: words.language as ChatKitOptions["locale"],
    initialThread,
    theme: themeOf(colorScheme),
    frameTitle: words.chat.region,
    header: { enabled: true },
    history: { enabled: true, showDelete: true, showRename: true },
    startScreen: {
      greeting: words.chat.greeting,
      prompts: words.chat.prompts.map((prompt, index) => ({ ...prompt, icon: PROMPT_ICONS[index] })),
    },
    composer,
    threadItemActions: { retry: true },
    async onClientTool({ name }) {
      if (name !== "refresh_task_list") throw new Error(`unknown client tool \`${name}\``);
      await refreshTasks();
      return { refreshed: true };
    },
    onReady,
    onThreadChange({ threadId }) {
      setUiState({ thread_id: threadId });
    },
    onResponseStart() {
      hadTrouble.current = false;
    },
    onResponseEnd() {
      if (!hadTrouble.current) onTrouble(null);
    },
    onError({ error }) {
      hadTrouble.current = true;
      onTrouble(error);
    },
    onLog({ name, data }) {
      if (name === "composer.change" && isComposerChange(data)) keepChatDraft(data.threadId, data.text);
    },
  });
  return <ChatKit control={chat.control} className="chat-element" />;
}

function isComposerChange(data: unknown): data is ComposerChange {
  return typeof data === "object" && data !== null && "text" in data && typeof data.text === "string" && "threadId" in data;
}

/** The theme in the terms of ChatKit, read from the tokens so that it cannot come apart from them. */
function themeOf(colorScheme: "light" | "dark"): ChatKitOptions["theme"] {
  const tokens = getComputedStyle(document.documentElement);
  const token = (name: string): string => tokens.getPropertyValue(name).trim();
  return {
    colorScheme,
    radius: "soft",
    density: "compact",
    typography: { baseSize: 14, fontFamily: token("--font"), fontFamilyMono: token("--mono") },
    color: {
      grayscale: { hue: 260, tint: 1 },
      accent: { primary: token("--accent-fill"), level: 1 },
      surface: { background: token("--surface-chat"), foreground: token("--surface-raised") },
    },
  };
}
