import type { ServerEvent } from "./types";

/** How the live stream is doing. `lost` comes only after a second failed try, so that a blink is not shown. */
export type Liveness = "connecting" | "open" | "lost";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** The server sends a comment every 15 s; after two missed ones the line is dead. */
const SILENCE_MS = 35_000;

export interface EventsOptions {
  /** Opens the stream, with the credential. */
  open(signal: AbortSignal): Promise<Response>;
  onEvent(event: ServerEvent): void;
  /** Changes may have been missed: everything shown has to be read again. */
  onGap(): void;
  onLiveness(liveness: Liveness): void;
}

/** Follows `/api/v1/events` for as long as the page lives: reconnects with growing pauses, and says when a gap arose. */
export class EventFeed {
  readonly #options: EventsOptions;
  #stop: AbortController | null = null;
  #wake: (() => void) | null = null;
  #revision: number | null = null;
  #failures = 0;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    void this.#run(stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#wake?.();
  }

  /** Tries again now instead of after the pause. */
  retry(): void {
    this.#wake?.();
  }

  async #run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      try {
        await this.#follow(stopped);
      } catch {
        // Why a connection ended does not matter here; that it did is shown by the liveness below.
      }
      if (stopped.aborted) return;
      this.#failures += 1;
      this.#options.onLiveness(this.#failures > 1 ? "lost" : "connecting");
      await this.#pause(Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS));
    }
  }

  /** One connection, until it ends. */
  async #follow(stopped: AbortSignal): Promise<void> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    stopped.addEventListener("abort", end, { once: true });
    let silence = setTimeout(end, SILENCE_MS);
    try {
      const response = await this.#options.open(connection.signal);
      if (!response.ok || !response.body) throw new Error(`events answered ${response.status}`);
      for await (const message of messagesOf(response.body)) {
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE_MS);
        if (message !== null) this.#receive(message);
      }
    } finally {
      clearTimeout(silence);
      stopped.removeEventListener("abort", end);
    }
  }

  #receive(message: string): void {
    const event = JSON.parse(message) as ServerEvent;
    if (event.kind === "hello") {
      const missed = this.#revision !== null && this.#revision !== event.revision;
      this.#failures = 0;
      this.#options.onLiveness("open");
      // The first greeting is no gap by itself, but the page may have been read before the stream was open.
      if (missed || this.#revision === null) this.#options.onGap();
    } else {
      this.#options.onEvent(event);
    }
    if ("revision" in event) this.#revision = event.revision;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const jittered = ms * (0.75 + Math.random() / 2);
      const timer = setTimeout(resolve, jittered);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/**
 * The messages of an event stream, as the text of their `data` lines; null for a comment, which is only a sign of life.
 *
 * Source: WHATWG HTML, section 9.2.6, without `event`, `id` and `retry`, which our server never sends.
 */
export async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string | null> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield data.join("\n");
          data = [];
        } else if (line.startsWith(":")) {
          yield null;
        } else if (line.startsWith("data:")) {
          data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
