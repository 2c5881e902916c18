import type { ChatKitOptions } from "@openai/chatkit-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Clock, offsetOf } from "../../api/clock";
import { useApi, useAppInfo, useLists, useRefreshTasks } from "../../api/queries";
import { setUiState, useUiState } from "../../api/uiState";
import { words } from "../../words/words";
import { type CommandTarget, findCommands, runCommand } from "./commands";
import { entitiesOf } from "./entities";

/** Icons of the first prompts, in their order. */
const PROMPT_ICONS = ["lucide:circle-plus", "lucide:calendar-days", "lucide:list-ordered", "lifesaver"] as const;

/** More than a menu is read through. */
const MOST_MODELS = 40;

export interface ChatProps {
  colorScheme: "light" | "dark";
  /** The element is there and has its options. */
  onReady(): void;
  /** The assistant could not do its part; null once it answers again. */
  onTrouble(error: Error | null): void;
  /** A mentioned list was pressed. */
  onOpenList(id: string): void;
}

/** What any chat element is told, whichever one draws: the official options but for `api`, which each reaches in its own way. */
export type SharedOptions = Omit<ChatKitOptions, "api">;

/** `target`: what commands do with the chat, asked for when one is chosen. */
export function useChatOptions(
  { colorScheme, onOpenList }: Pick<ChatProps, "colorScheme" | "onOpenList">,
  target: () => CommandTarget,
): SharedOptions {
  const api = useApi();
  const app = useAppInfo();
  const lists = useLists();
  const refreshTasks = useRefreshTasks();
  const models = useModels();
  const [offsetMs] = useState(() => (app ? offsetOf(app) : 0));
  // Only where the conversation begins: from then on the element says which thread is open.
  const [initialThread] = useState(() => useUiState.getState().thread_id ?? null);
  const today = (): string => new Clock(Date.now() + offsetMs, app?.time_zone ?? "UTC").today;
  const provider = app?.assistant.provider ?? "rules";
  return {
    // The window speaks one language, whatever the browser prefers.
    locale: words.language as NonNullable<ChatKitOptions["locale"]>,
    initialThread,
    theme: themeOf(colorScheme) ?? colorScheme,
    frameTitle: words.chat.region,
    header: { enabled: true },
    history: { enabled: true, showDelete: true, showRename: true },
    startScreen: {
      greeting: words.chat.greeting,
      prompts: words.chat.prompts.map(({ label, prompt }, index) => ({ label, prompt, icon: PROMPT_ICONS[index] ?? "sparkle" })),
    },
    composer: {
      placeholder: words.chat.placeholder,
      // The built-in assistant listens to nobody; OpenAI does.
      dictation: { enabled: provider === "openai" },
      ...(models.length > 0 ? { models } : {}),
    },
    threadItemActions: { retry: true, feedback: true },
    thread: { autoScroll: true },
    entities: entitiesOf({ api, today, lists: () => lists, openList: onOpenList }),
    commands: {
      enabled: true,
      onSearch: async (query) => findCommands(query),
      onSelect: async ({ id }) => runCommand(id, lists, target()),
    },
    async onClientTool({ name }) {
      if (name !== "refresh_task_list") throw new Error(`unknown client tool \`${name}\``);
      await refreshTasks();
      return { refreshed: true };
    },
  };
}

type Models = NonNullable<NonNullable<ChatKitOptions["composer"]>["models"]>;

/**
 * The models of a server on this computer, the one of the settings first and chosen; none where there is nothing to choose. A server
 * elsewhere is asked for nothing before somebody writes to it: its models are chosen in Settings.
 */
function useModels(): Models {
  const api = useApi();
  const assistant = useAppInfo()?.assistant;
  const { provider, host, model, leaves_computer: leaves } = assistant ?? {};
  const { data } = useQuery({
    queryKey: ["models at hand", provider, host],
    // The test of the connection, which is no failure where the server is away.
    queryFn: async () => (await api.testConnection()).models,
    enabled: provider !== undefined && provider !== "rules" && Boolean(host) && Boolean(model) && leaves === false,
    retry: false,
  });
  if (!data || !model) return [];
  const others = data.filter((name) => name !== model && name !== `${model}:latest`);
  if (others.length === 0) return [];
  return [{ id: model, label: model, default: true }, ...others.slice(0, MOST_MODELS - 1).map((id) => ({ id, label: id }))];
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

/** What the element tells of its conversation, the same for any. */
export function useConversation(onTrouble: ChatProps["onTrouble"]) {
  const [state] = useState(() => ({ hadTrouble: false }));
  return {
    onThreadChange({ threadId }: { threadId: string | null }): void {
      setUiState({ thread_id: threadId });
    },
    onResponseStart(): void {
      state.hadTrouble = false;
    },
    onResponseEnd(): void {
      if (!state.hadTrouble) onTrouble(null);
    },
    onError({ error }: { error: Error }): void {
      state.hadTrouble = true;
      onTrouble(error);
    },
  };
}
