import { ApiError, errorOf } from "./error";
import type { Session } from "./types";

const SECRET_KEY = "docket.client_secret";
const RENEWED_KEY = "docket.renewed_at";
const SESSION_TIMEOUT_MS = 5_000;
/** The shell answers `/renew` with a new ticket at most that often, so asking sooner would only go round in circles. */
const RENEW_PAUSE_MS = 2_000;

/** The parts of a browser window that a session touches; tests give their own. */
export interface SessionHost {
  fetch: typeof fetch;
  location: Pick<Location, "hash" | "pathname" | "search" | "replace">;
  history: Pick<History, "replaceState">;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  now(): number;
}

/**
 * Who we are to the server: a single-use ticket becomes a client secret, which every request carries.
 *
 * The secret lives in memory and in `sessionStorage` (a reload keeps it), never in the address.
 */
export class SessionKeeper {
  #ticket: string | null;
  #secret: string | null;
  #pending: Promise<string> | null = null;
  readonly #host: SessionHost;

  constructor(host: SessionHost) {
    this.#host = host;
    this.#ticket = takeTicket(host);
    this.#secret = host.storage.getItem(SECRET_KEY);
    // A ticket is newer than whatever an earlier page of this tab has left.
    if (this.#ticket) this.#secret = null;
  }

  /** The secret in use, or null before the first session. */
  get secret(): string | null {
    return this.#secret;
  }

  /**
   * `fetch` with the client secret. On a 401 the session is refreshed once and the request sent again.
   *
   * The caller's headers are kept. # Errors: `NETWORK`, `TIMEOUT`, or `SESSION_EXPIRED` when only a new ticket helps.
   */
  async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const secret = this.#secret ?? (await this.#open());
    const response = await this.#send(secret, input, init);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    // Another request may have refreshed meanwhile.
    const fresh = this.#secret && this.#secret !== secret ? this.#secret : await this.#refresh(secret);
    return this.#send(fresh, input, init);
  }

  async #send(secret: string, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("Authorization", `Bearer ${secret}`);
    try {
      return await this.#host.fetch(input, { ...init, headers });
    } catch (error) {
      throw networkError(error);
    }
  }

  #open(): Promise<string> {
    const ticket = this.#ticket;
    if (!ticket) return this.#renew();
    return this.#once(async () => {
      const response = await this.#post("/api/chatkit/session", { headers: { Authorization: `Bearer ${ticket}` } });
      this.#ticket = null;
      if (response.status === 401) return this.#renew();
      return this.#keep(response);
    });
  }

  #refresh(token: string): Promise<string> {
    return this.#once(async () => {
      const response = await this.#post("/api/chatkit/refresh", {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token }),
      });
      if (response.status === 401) {
        this.#forget();
        return this.#renew();
      }
      return this.#keep(response);
    });
  }

  /** Requests that need a session at the same time share one call. */
  #once(ask: () => Promise<string>): Promise<string> {
    this.#pending ??= ask().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  async #post(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#host.fetch(path, { ...init, method: "POST", signal: AbortSignal.timeout(SESSION_TIMEOUT_MS) });
    } catch (error) {
      throw networkError(error);
    }
  }

  async #keep(response: Response): Promise<string> {
    if (!response.ok) throw await errorOf(response);
    const session = (await response.json()) as Session;
    this.#secret = session.client_secret;
    this.#host.storage.setItem(SECRET_KEY, session.client_secret);
    return session.client_secret;
  }

  #forget(): void {
    this.#secret = null;
    this.#host.storage.removeItem(SECRET_KEY);
  }

  /** Leaves for `/renew`, where the shell gives a new ticket. Rejects either way: this page can do nothing more. */
  #renew(): Promise<never> {
    const last = Number(this.#host.storage.getItem(RENEWED_KEY) ?? 0);
    const now = this.#host.now();
    if (now - last >= RENEW_PAUSE_MS) {
      this.#host.storage.setItem(RENEWED_KEY, String(now));
      this.#host.location.replace("/renew");
    }
    return Promise.reject(new ApiError("SESSION_EXPIRED", "the session has ended", 401));
  }
}

/** Reads the ticket from the fragment and takes it out of the address at once, before anything can log or share it. */
function takeTicket(host: SessionHost): string | null {
  const match = /^#ticket=([^&]+)(?:&(.*))?$/.exec(host.location.hash);
  if (!match?.[1]) return null;
  const rest = match[2] ? `#${match[2]}` : "";
  host.history.replaceState(null, "", `${host.location.pathname}${host.location.search}${rest}`);
  return decodeURIComponent(match[1]);
}

function networkError(error: unknown): unknown {
  if (error instanceof DOMException && error.name === "TimeoutError") return new ApiError("TIMEOUT", "no answer in time", 0);
  if (error instanceof DOMException && error.name === "AbortError") return error;
  return new ApiError("NETWORK", "no answer", 0);
}

/** The session of this page. */
export function browserSession(): SessionKeeper {
  return new SessionKeeper({
    fetch: (input, init) => fetch(input, init),
    location: window.location,
    history: window.history,
    storage: window.sessionStorage,
    now: () => Date.now(),
  });
}
