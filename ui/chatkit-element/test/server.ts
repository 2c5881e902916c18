import { vi } from "vitest";
import type { StreamEvent } from "../src/wire/protocol";

export type Body = { type: string; params: Record<string, unknown> };
type Answer = Response | Promise<Response>;

/** A stream the test writes to, event by event. */
export class Stream {
  readonly response: Response;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  closed = false;

  constructor(signal?: AbortSignal | null) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.closed = true;
      },
    });
    this.response = new Response(body, { headers: { "Content-Type": "text/event-stream" } });
    signal?.addEventListener("abort", () => this.break(signal.reason));
  }

  send(...events: (StreamEvent | object)[]): this {
    for (const event of events) {
      this.#controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
    }
    return this;
  }

  raw(text: string): this {
    this.#controller.enqueue(new TextEncoder().encode(text));
    return this;
  }

  end(): void {
    if (this.closed) return;
    this.closed = true;
    this.#controller.close();
  }

  break(reason: unknown = new TypeError("network error")): void {
    if (this.closed) return;
    this.closed = true;
    this.#controller.error(reason);
  }
}

/** Speaks the protocol's side of the wire: answers are given per request type, requests are kept. */
export class FakeServer {
  readonly requests: { body: Body; headers: Headers; url: string; signal: AbortSignal | null | undefined }[] = [];
  readonly streams: Stream[] = [];
  #answers = new Map<string, (body: Body, signal: AbortSignal | null | undefined) => Answer>();

  on(type: string, answer: (body: Body, signal: AbortSignal | null | undefined) => Answer | object): this {
    this.#answers.set(type, async (body, signal) => {
      const given = await answer(body, signal);
      return given instanceof Response ? given : Response.json(given);
    });
    return this;
  }

  /** Answers with a stream that the test finds in `streams`. */
  onStream(type: string, script?: (stream: Stream, body: Body) => void): this {
    return this.on(type, (body, signal) => {
      const stream = new Stream(signal);
      this.streams.push(stream);
      script?.(stream, body);
      return stream.response;
    });
  }

  readonly fetch = vi.fn(async (url: unknown, init?: RequestInit): Promise<Response> => {
    const body = JSON.parse(String(init?.body)) as Body;
    this.requests.push({ body, headers: new Headers(init?.headers), url: String(url), signal: init?.signal });
    const answer = this.#answers.get(body.type);
    if (!answer) throw new TypeError(`no answer for \`${body.type}\``);
    return answer(body, init?.signal);
  });

  types(): string[] {
    return this.requests.map((request) => request.body.type);
  }

  last(type: string): Body {
    const found = this.requests.findLast((request) => request.body.type === type);
    if (!found) throw new Error(`no request \`${type}\` among ${this.types().join(", ")}`);
    return found.body;
  }
}

const AT = "2026-11-21T10:00:00Z";

export function thread(id = "thr_1", more: object = {}): object {
  return { id, created_at: AT, status: { type: "active" }, metadata: {}, items: { data: [], has_more: false }, ...more };
}

export function userItem(text: string, id = "msg_u1"): object {
  return {
    type: "user_message",
    id,
    thread_id: "thr_1",
    created_at: AT,
    content: [{ type: "input_text", text }],
    attachments: [],
    inference_options: {},
  };
}

export function assistantItem(text: string, id = "msg_a1"): object {
  const content = text === "" ? [] : [{ annotations: [], text, type: "output_text" }];
  return { type: "assistant_message", id, thread_id: "thr_1", created_at: AT, content };
}

export function delta(text: string, id = "msg_a1"): object {
  return {
    type: "thread.item.updated",
    item_id: id,
    update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta: text },
  };
}

/** The events of a short answer, as the reference server sends them. */
export function answer(said: string, text: string, isNew = true): object[] {
  return [
    ...(isNew ? [{ type: "thread.created", thread: thread() }] : []),
    { type: "thread.item.done", item: userItem(said) },
    { type: "stream_options", stream_options: { allow_cancel: true } },
    { type: "thread.item.added", item: assistantItem("") },
    delta(text),
    { type: "thread.item.done", item: assistantItem(text) },
  ];
}
