import type { JsonRequest, StreamRequest, UploadDescriptor } from "./protocol";
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

  /**
   * Sends bytes to where an upload goes. An address of the page's own, or on the host of `api.url`, is reached as any request is, with
   * the page's `fetch` and bearer; another host's gets neither, so that no secret leaves, nor does one whose descriptor brings its own
   * authorization. There is no limit of time: an answer comes only after all of the bytes. `plain` stands in for the browser's `fetch`.
   *
   * # Errors
   * As `json`, with the address of the upload.
   */
  async upload(
    to: UploadDescriptor & { own?: boolean },
    body: FormData | Blob,
    signal?: AbortSignal,
    plain: typeof fetch = globalThis.fetch,
  ): Promise<Response> {
    const init: RequestInit = { method: to.method, body, ...(signal ? { signal } : {}) };
    const address = addressOf(to.url);
    if (isAuthorized(to) || (!to.own && !sameHost(to.url, this.#connection().url))) {
      return checked(await reach(plain, to.url, { ...init, headers: { ...to.headers } }, address), address);
    }
    const send = (extra: Record<string, string>) => {
      const { fetch: custom, locale } = this.#connection();
      const headers = { "Accept-Language": locale, ...extra, ...to.headers };
      return reach(custom ?? plain, to.url, { ...init, headers }, address);
    };
    return checked(await this.#authorized(send), address);
  }

  async #send(request: JsonRequest | StreamRequest, signal?: AbortSignal): Promise<Response> {
    const response = await this.#authorized((extra) => this.#post(request, extra, signal));
    return checked(response, this.#address());
  }

  /** Sends with a bearer where the page gives one, and once more with a new one on 401. */
  async #authorized(send: (extra: Record<string, string>) => Promise<Response>): Promise<Response> {
    const { getClientSecret } = this.#connection();
    if (!getClientSecret) return send({});
    this.#secret ??= await getClientSecret(null);
    const used = this.#secret;
    const response = await send({ Authorization: `Bearer ${used}` });
    if (response.status !== 401) return response;
    // Another request may have fetched a new one meanwhile.
    if (this.#secret === used) this.#secret = await getClientSecret(used);
    return send({ Authorization: `Bearer ${this.#secret}` });
  }

  /** One request of the protocol; the time until its headers come is limited. */
  async #post(request: JsonRequest | StreamRequest, extra: Record<string, string>, signal?: AbortSignal): Promise<Response> {
    const { url, fetch: custom, locale } = this.#connection();
    const abort = new AbortController();
    const follow = () => abort.abort(signal?.reason);
    if (signal?.aborted) follow();
    // The signal stays linked: a stop during the body must reach the transport as well.
    signal?.addEventListener("abort", follow, { once: true });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      abort.abort();
    }, HEADERS_TIMEOUT_MS);
    const headers = { "Content-Type": "application/json", "Accept-Language": locale, ...extra };
    const init = { method: "POST", headers, body: JSON.stringify(request), signal: abort.signal };
    try {
      return await reach(custom ?? globalThis.fetch, url, init, this.#address());
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw timedOut ? new RequestError("timeout", this.#address(), { cause: error }) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The failure of a stream that ended too early. */
  brokenOff(): RequestError {
    return new RequestError("broken", this.#address());
  }

  /** An answer that is not of this protocol. */
  unreadable(): RequestError {
    return new RequestError("format", this.#address());
  }

  #address(): string {
    return addressOf(this.#connection().url);
  }
}

/** One call of a `fetch`, the page's or the browser's; what is not an answer is a failure that names the address. */
async function reach(via: typeof fetch, url: string, init: RequestInit, address: string): Promise<Response> {
  try {
    const response = await via(url, init);
    if (!(response && typeof response.status === "number")) throw new TypeError("`api.fetch` gave no response");
    return response;
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new RequestError("network", address, { cause });
  }
}

async function checked(response: Response, address: string): Promise<Response> {
  if (response.ok) return response;
  const wait = Number.parseInt(response.headers?.get("Retry-After") ?? "", 10);
  throw new RequestError("status", address, {
    status: response.status,
    serverMessage: await serverMessage(response),
    retryAfterS: Number.isFinite(wait) ? wait : null,
  });
}

/** Host and path. */
function addressOf(url: string): string {
  try {
    const full = new URL(url, document.baseURI);
    return full.host + full.pathname;
  } catch {
    return url;
  }
}

function isAuthorized({ headers }: UploadDescriptor): boolean {
  return Object.keys(headers ?? {}).some((name) => name.toLowerCase() === "authorization");
}

function sameHost(url: string, other: string): boolean {
  try {
    return new URL(url, document.baseURI).origin === new URL(other, document.baseURI).origin;
  } catch {
    return false;
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
