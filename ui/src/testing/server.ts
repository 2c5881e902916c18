import type { SessionHost } from "../api/session";
import type { ListInfo, Settings, Task, TaskPage } from "../api/types";

/** A task as the server would say it; `given` replaces what matters to a test. */
export function aTask(given: Partial<Task> & { id: string }): Task {
  return {
    title: `Task ${given.id}`,
    notes: "",
    status: "open",
    priority: 4,
    due: null,
    due_zone: null,
    start: null,
    duration_min: null,
    repeat: null,
    occurrence: null,
    reminders: [],
    list: null,
    labels: [],
    parent: null,
    position: 1,
    created_at: "2026-11-20T09:00:00Z",
    updated_at: "2026-11-20T09:00:00Z",
    completed_at: null,
    deleted_at: null,
    source: "ui",
    revision: 1,
    ...given,
  };
}

type Answer = unknown | Response | ((request: Sent) => unknown);

export interface Sent {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

/** A server made of answers by `METHOD /path`; it keeps what it was asked. An unexpected request fails the test. */
export class FakeServer {
  readonly sent: Sent[] = [];
  readonly #answers: Record<string, Answer>;

  constructor(answers: Record<string, Answer>) {
    this.#answers = answers;
  }

  /** Changes what is answered from now on. */
  answer(route: string, answer: Answer): void {
    this.#answers[route] = answer;
  }

  /** Requests to a route, in their order. */
  to(route: string): Sent[] {
    return this.sent.filter(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}` === route);
  }

  fetch: typeof fetch = async (input, init) => {
    const path = String(input);
    const sent: Sent = {
      method: init?.method ?? "GET",
      path,
      headers: new Headers(init?.headers),
      body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
    };
    this.sent.push(sent);
    init?.signal?.throwIfAborted();
    const route = `${sent.method} ${path.replace(/\?.*/, "")}`;
    if (!(route in this.#answers)) throw new Error(`unexpected request ${route}`);
    const found = this.#answers[route];
    const answer = await (typeof found === "function" ? found(sent) : found);
    return answer instanceof Response ? answer : Response.json(answer);
  };
}

/** A refusal in the one shape that all have. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): Response {
  return Response.json(
    { error: { code, type: "Invalid", message: `refused with ${code}` }, timestamp: "2026-11-21T09:04:00Z" },
    { status, headers },
  );
}

/** The surroundings of a session: a tab with an address, a store and a clock. */
export function aTab(server: FakeServer, { hash = "", stored = {} }: { hash?: string; stored?: Record<string, string> } = {}) {
  const store = new Map(Object.entries(stored));
  const addresses: string[] = [];
  const left: string[] = [];
  let now = 10_000;
  const host: SessionHost = {
    fetch: server.fetch,
    location: { hash, pathname: "/", search: "", replace: (url) => void left.push(String(url)) },
    history: { replaceState: (_state, _unused, url) => void addresses.push(String(url)) },
    storage: {
      getItem: (key) => store.get(key) ?? null,
      setItem: (key, value) => void store.set(key, value),
      removeItem: (key) => void store.delete(key),
    },
    now: () => now,
  };
  return {
    host,
    store,
    /** What the address was changed to. */
    addresses,
    /** Where the page went. */
    left,
    wait(ms: number) {
      now += ms;
    },
  };
}

export const SESSION = { client_secret: "secret-1", session_id: "s", user_id: "local", expires_at: "2026-11-21T11:04:00Z" };

export const HOME: ListInfo = { id: "home", name: "Home", color: "teal", position: 1, revision: 1, open_count: 3 };

export function aPage(tasks: Task[], more: Partial<TaskPage> = {}): TaskPage {
  return { tasks, parts: {}, has_more: false, revision: 1, ...more };
}

export function someLists(lists: ListInfo[] = [HOME]) {
  return { lists, views: { all: 5, today: 3, overdue: 1, upcoming: 1, inbox: 2, done: 0, trash: 0 } };
}

export const SETTINGS: Settings = {
  provider: "rules",
  base_url: null,
  model: null,
  session_ttl_s: 3600,
  tier: null,
  daily_tokens: null,
  fallback: true,
  mcp: { on: false, read_only: false },
  key: { present: false, last4: null, store: "unknown" },
  ui_state: {},
};
