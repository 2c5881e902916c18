/**
 * The page that holds OpenAI's chat element: an origin of its own at the server's second port, in a frame of the window. It has a session
 * that reaches the chat only, knows nothing of tasks, and asks the window for the rest.
 */
import "./frame.css";
import { SessionKeeper } from "../api/session";
import { type Call, type FromFrame, isRecord, readToFrame, type ToFrame } from "../features/chat/openai/messages";

const TAG = "openai-chatkit";
/** Events of the element that the window is told of. */
const TOLD = ["ready", "error", "response.start", "response.end", "thread.change"] as const;

type Element = HTMLElement & { setOptions(options: unknown): void } & Record<string, (argument: unknown) => Promise<unknown>>;

/** The window that holds this frame, whose origin its first message tells: no other page can hold it (`frame-ancestors`). */
let windowOrigin: string | null = null;
let session: SessionKeeper | null = null;
let element: Element | null = null;
let options: Record<string, unknown> = {};
const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();

function tell(message: FromFrame): void {
  // The greeting goes before anything is known, and says nothing.
  window.parent.postMessage(message, windowOrigin ?? "*");
}

function ask(name: Call, argument: unknown = null): Promise<unknown> {
  const id = waiting.size === 0 ? 1 : Math.max(...waiting.keys()) + 1;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    tell({ kind: "call", id, name, argument });
  });
}

window.addEventListener("message", (event) => {
  if (event.source !== window.parent) return;
  if (windowOrigin !== null && event.origin !== windowOrigin) return;
  const message = readToFrame(event.data);
  if (!message) return;
  windowOrigin = event.origin;
  take(message);
});

function take(message: ToFrame): void {
  switch (message.kind) {
    case "start":
      // A second one would bring another session under a running conversation.
      if (session) return;
      session = keeper(message.ticket);
      options = message.options;
      load(message.script);
      return;
    case "options":
      options = message.options;
      element?.setOptions(completed());
      return;
    case "answer": {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.isRefused) asked?.reject(new Error("the window refused"));
      else asked?.resolve(message.result);
      return;
    }
    case "do":
      element?.[message.method]?.(message.argument).catch(() => undefined);
  }
}

/** The policy of this page takes a script from OpenAI's address only, whatever is asked for. */
function load(script: string): void {
  const tag = document.createElement("script");
  tag.src = script;
  tag.async = true;
  tag.addEventListener("error", () => tell({ kind: "failed" }));
  document.head.append(tag);
  void customElements.whenDefined(TAG).then(mount);
}

function mount(): void {
  const made = document.createElement(TAG) as Element;
  for (const name of TOLD) {
    made.addEventListener(`chatkit.${name}`, (event) => tell({ kind: "event", name, detail: detailOf(event) }));
  }
  document.body.append(made);
  element = made;
  made.setOptions(completed());
  tell({ kind: "defined" });
}

function detailOf(event: Event): Record<string, unknown> {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null;
  if (!isRecord(detail)) return {};
  if (detail.error instanceof Error) return { message: detail.error.message };
  return { threadId: typeof detail.threadId === "string" ? detail.threadId : null };
}

/** The options of the window with what cannot be sent: how to reach the server, and what the window does when it is asked. */
function completed(): unknown {
  const { composer, commands, entities, ...rest } = options;
  return {
    ...rest,
    api: { url: "/chatkit", domainKey: "local-dev", fetch: send },
    composer,
    entities: {
      ...(isRecord(entities) ? entities : {}),
      onTagSearch: search,
      onClick: (entity: unknown) => tell({ kind: "event", name: "mention", detail: isRecord(entity) ? { ...entity } : {} }),
      onRequestPreview: (entity: unknown) => ask("preview", entity),
    },
    commands: {
      ...(isRecord(commands) ? commands : {}),
      onSearch: (query: string) => ask("commands", query),
      onSelect: (command: { id: string }) => ask("command", command.id),
    },
    onClientTool: (call: unknown) => ask("clientTool", call),
  };
}

const send: typeof fetch = (input, init) => {
  if (!session) return Promise.reject(new Error("no session yet"));
  return session.fetch(input, init);
};

async function search(query: string): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  const response = await send("/api/chatkit/entities/search", { method: "POST", headers, body: JSON.stringify({ query }) });
  if (!response.ok) throw new Error(`the search answered ${response.status}`);
  const { entities } = (await response.json()) as { entities: unknown };
  return entities;
}

/** A session of this frame. It is kept nowhere; where it ends, the window gives a ticket for the next. */
function keeper(ticket: string): SessionKeeper {
  const kept = new Map<string, string>();
  return new SessionKeeper({
    fetch: (input, init) => fetch(input, init),
    location: {
      hash: `#ticket=${ticket}`,
      pathname: "/frame",
      search: "",
      replace: () => void ask("ticket").then((next) => typeof next === "string" && renew(next)),
    },
    history: { replaceState: () => undefined },
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    now: () => Date.now(),
  });
}

function renew(ticket: string): void {
  session = keeper(ticket);
}

tell({ kind: "hello" });
