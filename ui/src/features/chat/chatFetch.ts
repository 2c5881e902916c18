import { isUnreachable } from "../../api/error";

const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/** Requests that only read: they may be sent again when nobody knows whether they arrived. */
const READING = new Set(["threads.get_by_id", "threads.list", "items.list"]);

type Pause = (ms: number, signal: AbortSignal | null | undefined) => Promise<void>;

/**
 * The chat's `fetch`: up to three tries with pauses from one second, where trying again can do no harm. That is an answer of 503, which
 * comes before anything was done, and for requests that only read no answer at all. A message that may have arrived is never sent twice;
 * the element asks first whether it did.
 */
export function chatFetch(send: typeof fetch, pause: Pause = wait): typeof fetch {
  return async (input, init) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await send(input, init);
        if (response.status !== 503 || attempt === TRIES) return response;
        await response.body?.cancel();
      } catch (error) {
        if (attempt === TRIES || !isUnreachable(error) || !onlyReads(init?.body)) throw error;
      }
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1), init?.signal);
    }
  };
}

function onlyReads(body: BodyInit | null | undefined): boolean {
  if (typeof body !== "string") return false;
  try {
    const request: unknown = JSON.parse(body);
    return typeof request === "object" && request !== null && "type" in request && READING.has(String(request.type));
  } catch {
    return false;
  }
}

/** Rejects at once when the signal says that nobody waits any more. */
function wait(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}
