import type { Command, Entity, SupportedLocale } from "@openai/chatkit";
import { record } from "./watch";

/** The options a test wishes for, as JSON in the address; what JSON cannot say is added here. */
export type Wishes = Record<string, unknown> & {
  api?: Record<string, unknown>;
  entities?: Record<string, unknown>;
  commands?: Record<string, unknown>;
  locale?: SupportedLocale;
};

export const API_URL = "/api/chatkit";

export function wishes(): Wishes {
  return JSON.parse(new URLSearchParams(location.search).get("options") ?? "{}") as Wishes;
}

/** A bearer from the server; another one for the one that is no longer taken. */
export async function newSecret(): Promise<string> {
  const answer = await fetch(`${API_URL}/session`, { method: "POST" });
  const { client_secret } = (await answer.json()) as { client_secret: string };
  return client_secret;
}

let secret: Promise<string> | null = null;

/** Signing in as the official element has it: a `fetch` that adds the header and asks once more on 401. */
export async function signedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const send = async () => {
    secret ??= newSecret().catch((error) => {
      // The next request tries again.
      secret = null;
      throw error;
    });
    const headers = new Headers(init?.headers);
    headers.set("Authorization", `Bearer ${await secret}`);
    return fetch(input, { ...init, headers });
  };
  const answer = await send();
  if (answer.status !== 401) return answer;
  secret = null;
  return send();
}

const PEOPLE: Entity[] = [
  { id: "p1", title: "Ada Lovelace", group: "People", interactive: true, data: { born: "1815" } },
  { id: "p2", title: "Alan Turing", group: "People", interactive: false, data: {} },
  { id: "d1", title: "Analytical Engine", group: "Machines", interactive: true, data: {} },
];

const COMMANDS: Command[] = [
  { id: "greet", label: "Greet", description: "Puts a person into the message" },
  { id: "more", label: "More", description: "Shows another menu" },
];

function noted<Given extends unknown[], Result>(name: string, call: (...given: Given) => Result) {
  return (...given: Given): Result => {
    record.calls.push([name, ...given]);
    return call(...given);
  };
}

/** The functions of the page, for the options that were wished for. */
export function withFunctions({ entities, commands, ...rest }: Wishes) {
  const found = (query: string) => PEOPLE.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
  return {
    ...rest,
    onClientTool: noted("onClientTool", async ({ name, params }: { name: string; params: Record<string, unknown> }) => ({ name, params })),
    widgets: { onAction: noted("onAction", async (_action: unknown, _item: unknown) => undefined) },
    ...(entities && {
      entities: {
        ...entities,
        onTagSearch: noted("onTagSearch", async (query: string) => found(query)),
        onClick: noted("onClick", (_entity: Entity) => undefined),
        onRequestPreview: noted("onRequestPreview", async ({ title }: Entity) => ({
          preview: { type: "Basic", children: [{ type: "Text", value: `About ${title}` }] } as never,
        })),
      },
    }),
    ...(commands && {
      commands: {
        ...commands,
        onSearch: noted("onSearch", async (query: string) =>
          COMMANDS.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase())),
        ),
        onSelect: noted("onSelect", async ({ id }: Command) =>
          id === "greet" ? { type: "entity", entity: PEOPLE[0] } : undefined,
        ) as never,
      },
    }),
  };
}

/** An event's detail as it can be handed to a test. */
export function noteEvent(name: string, detail: unknown): void {
  const { error } = (detail ?? {}) as { error?: Error };
  record.events.push([name, error ? { error: error.message } : (detail ?? null)]);
}
