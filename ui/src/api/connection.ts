/** What the server says of the connection: who answers, how the model does, what is there to choose. */

import { useQuery } from "@tanstack/react-query";
import { useApi } from "./queries";
import type { KeyInfo, Provider } from "./types";

/** How many messages a minute and tokens a day. */
export type Tier = "free" | "standard" | "unlimited";

/** How a model fails to answer at all. */
export type Outage = "unreachable" | "silent" | "failing";

export interface Preset {
  name: string;
  base_url: string;
}

export interface AssistantState {
  provider: Provider;
  /** What sentences call it: `OpenAI`, `Ollama`, or its host; null for the built-in assistant and where the settings name nobody. */
  name: string | null;
  model: string | null;
  host: string | null;
  leaves_computer: boolean;
  outage: Outage | null;
  /** The built-in assistant answers until the outage is over. */
  stands_in: boolean;
  /** So many seconds an answer has been waited for, where they are many. */
  slow_s: number | null;
  tokens: { counted: boolean; limit: number | null; used: number };
  tier: Tier;
  presets: readonly Preset[];
}

export interface ConnectionTest {
  ok: boolean;
  code: string;
  message: string;
  reason: "refused" | "unknown_host" | "tls" | "slow" | null;
  took_ms: number;
  models: readonly string[];
}

export interface FoundServer extends Preset {
  models: readonly string[];
}

export interface KeyOfConnection {
  key: KeyInfo;
  /** Whether it goes to the connection of the settings. */
  for_connection: boolean;
}

const NO_MODELS: readonly string[] = [];

/** Who answers and how the model does; undefined until known. */
export function useAssistant(): AssistantState | undefined {
  const api = useApi();
  return useQuery({ queryKey: ["assistant"], queryFn: () => api.assistant() }).data;
}

/** The key of a connection. Asking may open a window of the system, so only a connection that has one of ours asks. */
export function useKeyOf(provider: Provider, baseUrl: string | null): KeyOfConnection | undefined {
  const api = useApi();
  return useQuery({ queryKey: ["key", provider, baseUrl], queryFn: () => api.lookForKey(), enabled: provider !== "rules" }).data;
}

export interface Models {
  models: readonly string[];
  isReading: boolean;
  /** Why the server does not tell. */
  error: unknown;
  read(): void;
}

/** The models of a connection that has an address, asked for when `isWanted`, and then again only on demand. */
export function useModels(provider: Provider, baseUrl: string | null, isWanted: boolean): Models {
  const api = useApi();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["models", provider, baseUrl],
    queryFn: () => api.models(),
    enabled: isWanted && (provider === "openai" || baseUrl !== null),
    retry: false,
    staleTime: 60_000,
  });
  return { models: data ?? NO_MODELS, isReading: isFetching, error: isFetching ? null : error, read: () => void refetch() };
}
