import { describe, expect, it, vi } from "vitest";
import { EventFeed, type Liveness, messagesOf } from "./events";
import type { ServerEvent } from "./types";

function bodyOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
}

describe("reading an event stream", () => {
  it.each([
    ["one message", ["data: a\n\n"], ["a"]],
    ["several lines of one message", ["data: a\ndata: b\n\n"], ["a\nb"]],
    ["cut anywhere", ["da", "ta: a\r", "\n\r\ndata:b\n", "\n"], ["a", "b"]],
    ["a comment is a sign of life", [": keep-alive\n\n", "data: a\n\n"], [null, "a"]],
    ["an unfinished message is dropped", ["data: a\n\ndata: b\n"], ["a"]],
    ["letters of several bytes", ["data: Grüße 🌱\n\n"], ["Grüße 🌱"]],
  ])("%s", async (_name, chunks, messages) => {
    const read: (string | null)[] = [];
    for await (const message of messagesOf(bodyOf(...chunks))) read.push(message);
    expect(read).toEqual(messages);
  });

  it("reads a letter that is cut in the middle of its bytes", async () => {
    const bytes = new TextEncoder().encode("data: ü\n\n");
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const read: (string | null)[] = [];
    for await (const message of messagesOf(body)) read.push(message);
    expect(read).toEqual(["ü"]);
  });
});

/** A feed over connections that the test hands out, on a clock that the test moves. */
function aFeed() {
  vi.useFakeTimers();
  const seen = { events: [] as ServerEvent[], gaps: 0, liveness: [] as Liveness[] };
  const waiting: ((response: Response | Error) => void)[] = [];
  const signals: AbortSignal[] = [];
  const feed = new EventFeed({
    open: (signal) =>
      new Promise((resolve, reject) => {
        signals.push(signal);
        waiting.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
    onEvent: (event) => seen.events.push(event),
    onGap: () => {
      seen.gaps += 1;
    },
    onLiveness: (liveness) => seen.liveness.push(liveness),
  });
  feed.start();
  return {
    seen,
    feed,
    connections: () => waiting.length,
    signal: () => signals.at(-1),
    async answer(answer: Response | Error) {
      waiting.at(-1)?.(answer);
      await vi.advanceTimersByTimeAsync(0);
    },
    async stop() {
      feed.stop();
      await vi.advanceTimersByTimeAsync(0);
      vi.useRealTimers();
    },
  };
}

const hello = (revision: number): string => `data: {"kind":"hello","revision":${revision}}\n\n`;
const change = (revision: number): string => `data: {"kind":"tasks","ids":["t"],"revision":${revision},"change_set":"c"}\n\n`;

describe("the live feed", () => {
  it("passes changes on, and after a break reads again only when something was missed", async () => {
    const { seen, answer, stop } = aFeed();
    await answer(new Response(bodyOf(hello(4), change(5))));
    expect(seen.events).toHaveLength(1);
    expect(seen.gaps).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await answer(new Response(bodyOf(hello(5))));
    expect(seen.gaps).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await answer(new Response(bodyOf(hello(6))));
    expect(seen.gaps).toBe(2);
    await stop();
  });

  it("says that the connection is lost only after the second failure, and that it is back", async () => {
    const { seen, answer, stop } = aFeed();
    await answer(new Error("refused"));
    expect(seen.liveness).toEqual(["connecting"]);
    await vi.advanceTimersByTimeAsync(1_000);
    await answer(new Response(null, { status: 503 }));
    expect(seen.liveness).toEqual(["connecting", "lost"]);
    await vi.advanceTimersByTimeAsync(2_000);
    await answer(new Response(bodyOf(hello(1))));
    expect(seen.liveness.slice(0, 3)).toEqual(["connecting", "lost", "open"]);
    await stop();
  });

  it("waits longer each time, ten seconds and a little at most, and not at all when told to try", async () => {
    const { answer, connections, feed, stop } = aFeed();
    for (let failure = 0; failure < 8; failure += 1) {
      await answer(new Error("refused"));
      await vi.advanceTimersByTimeAsync(12_500);
      expect(connections()).toBe(failure + 2);
    }
    await answer(new Error("refused"));
    feed.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(connections()).toBe(10);
    await stop();
  });

  it("ends a connection on which nothing was heard for 35 s", async () => {
    const { answer, connections, signal, stop } = aFeed();
    const first = signal();
    // As with `fetch`, a body ends with the signal of its request.
    const silent = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(hello(1)));
        first?.addEventListener("abort", () => controller.error(new DOMException("aborted", "AbortError")));
      },
    });
    await answer(new Response(silent));
    await vi.advanceTimersByTimeAsync(34_000);
    expect(connections()).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(first?.aborted).toBe(true);
    expect(connections()).toBe(2);
    await stop();
  });
});
