import type { JsonRequest, StreamRequest } from "./protocol";
import { SseParser } from "./sse";

/** `network`: nothing was answered; `broken`: the body of the answer broke off. */
export type RequestFailure = "network" | "broken" | "timeout" | "status" | "format";

/** A request that did not work out: where to, how, and what the server said, if it said anything. */
export class RequestError extends Error {
  override name = "RequestError";
  readonly reason: RequestFailure;
  /** Host and path, for people. */
  readonly address: string;
  readonly status: number | null;
  /** The server's own sentence from `{error:{message}}`, if there was one. */
  readonly serverMessage: string | null;
  /** Whole seconds from a `Retry-After` header. */
  readonly retryAfterS: number | null;

  constructor(
    reason: RequestFailure,
    address: string,
    more: { status?: number; serverMessage?: string | null; retryAfterS?: number | null; cause?: unknown } = {},
  ) {
    const what = more.status ? `answered ${more.status}` : reason === "timeout" ? "did not answer" : "failed";
    super(`request to \`${address}\` ${what}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.reason = reason;
    this.address = address;
    this.status = more.status ?? null;
    this.serverMessage = more.serverMessage ?? null;
    this.retryAfterS = more.retryAfterS ?? null;
  }
}

/** Where requests go; read anew for each request, because options may change between two. */
export interface Connection {
  url: string;
  fetch?: typeof fetch;
  /** Superset of the official element: a bearer for `url`, asked for again on 401. */
  getClientSecret?: (current: string | null) => Promise<string>;
  locale: string;
}

/** Headers must have arrived by then; the body of a stream may take as long as it likes. */
const HEADERS_TIMEOUT_MS = 30_000;

/** Sends requests of the ChatKit protocol. Knows nothing of threads. */
export class Api {
  #connection: () => Connection;
  #secret: string | null = null;

  constructor(connection: () => Connection) {
    this.#connection = connection;
  }

  /**
   * Sends a request that is answered with one JSON document.
   *
   * # Errors
   * `RequestError`; an `AbortError` when `signal` ended it.
   */
  async json(request: JsonRequest, signal?: AbortSignal): Promise<unknown> {
    const response = await this.#send(request, signal);
    try {
      return await response.json();
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new RequestError("format", this.#address(), { cause });
    }
  }

  /**
   * Sends a request that is answered with events and yields each as parsed JSON; `null` stands for a frame
   * that was not JSON. The stream has no end marker: it ends when the body does.
   *
   * # Errors
   * As `json`; also when the body breaks off.
   */
  async *stream(request: StreamRequest, signal: AbortSignal): AsyncGenerator<unknown> {
    const response = await this.#send(request, signal);
    const reader = response.body?.getReader();
    if (!reader) throw new RequestError("format", this.#address());
    const parser = new SseParser();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        for (const data of done ? parser.end() : parser.push(value)) yield parse(data);
        if (done) return;
      }
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw cause instanceof RequestError ? cause : new RequestError("broken", this.#address(), { cause });
    } finally {
      // Leaving early must close the connection: the protocol's only way to cancel.
      reader.cancel().catch(() => undefined);
    }
  }

  async #send(request: JsonRequest | StreamRequest, signal?: AbortSignal): Promise<Response> {
    const { getClientSecret } = this.#connection();
    if (!getClientSecret) return this.#checked(await this.#fetch(request, {}, signal));
    this.#secret ??= await getClientSecret(null);
    let response = await this.#fetch(request, { Authorization: `Bearer ${this.#secret}` }, signal);
    if (response.status === 401) {
      this.#secret = await getClientSecret(this.#secret);
      response = await this.#fetch(request, { Authorization: `Bearer ${this.#secret}` }, signal);
    }
    return this.#checked(response);
  }

  async #fetch(request: JsonRequest | StreamRequest, extra: Record<string, string>, signal?: AbortSignal): Promise<Response> {
    const { url, fetch: custom, locale } = this.#connection();
    const abort = new AbortController();
    const follow = () => abort.abort(signal?.reason);
    if (signal?.aborted) follow();
    signal?.addEventListener("abort", follow, { once: true });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      abort.abort();
    }, HEADERS_TIMEOUT_MS);
    try {
      const response = await (custom ?? globalThis.fetch)(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Accept-Language": locale, ...extra },
        body: JSON.stringify(request),
        signal: abort.signal,
      });
      if (!(response && typeof response.status === "number")) throw new TypeError("`api.fetch` gave no response");
      return response;
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new RequestError(timedOut ? "timeout" : "network", this.#address(), { cause });
    } finally {
      // The signal stays linked: a stop during the body must reach the transport as well.
      clearTimeout(timer);
    }
  }

  async #checked(response: Response): Promise<Response> {
    if (response.ok) return response;
    const wait = Number.parseInt(response.headers?.get("Retry-After") ?? "", 10);
    throw new RequestError("status", this.#address(), {
      status: response.status,
      serverMessage: await serverMessage(response),
      retryAfterS: Number.isFinite(wait) ? wait : null,
    });
  }

  #address(): string {
    const { url } = this.#connection();
    try {
      const full = new URL(url, document.baseURI);
      return full.host + full.pathname;
    } catch {
      return url;
    }
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** There is no error schema; `{error:{message}}` is the common shape. Anything long or not a string is left out. */
async function serverMessage(response: Response): Promise<string | null> {
  try {
    const body: unknown = await response.json();
    const message = (body as { error?: { message?: unknown } }).error?.message;
    return typeof message === "string" && message.length <= 400 ? message : null;
  } catch {
    return null;
  }
}
