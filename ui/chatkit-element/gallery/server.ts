/**
 * The server's side of the protocol, inside the page: it stands in for `api.fetch` and speaks the real wire, so a scene can
 * hold an answer where it is, break it off or refuse it, and nothing of the element is drawn any other way than in use.
 */

export const AT = "2026-11-21T10:04:00Z";

/** What a scene has the server say. */
export interface Script {
  /** The thread that `initialThread` opens; without one the scene begins with a new thread. */
  items?: object[];
  title?: string;
  status?: object;
  imageDomains?: string[];
  /** There are earlier messages than `items`. */
  older?: boolean;
  /** Events of the answer to a message or an action. The stream then stays open, ends, or breaks off. */
  events?: object[];
  ends?: "stay" | "end" | "break";
  /** The list of threads. */
  threads?: object[];
  /** Answers of single requests instead of the usual ones: a status, or `pending` for none at all. */
  refuse?: Readonly<Record<string, number | "pending" | "unreachable" | "garbage">>;
}

interface Request {
  type: string;
  params: Record<string, unknown> & { input?: { content: object[]; quoted_text?: string } };
}

export function threadOf(script: Script, more: object = {}): object {
  return {
    id: "thr_1",
    created_at: AT,
    status: script.status ?? { type: "active" },
    metadata: {},
    ...(script.title && { title: script.title }),
    ...(script.imageDomains && { allowed_image_domains: script.imageDomains }),
    items: { data: script.items ?? [], has_more: script.older === true, ...(script.older && { after: "msg_0" }) },
    ...more,
  };
}

/** A `fetch` that answers as the script says. Aborting a request breaks its stream off, as in a browser. */
export function serve(script: Script): typeof fetch {
  return async (url, init) => {
    // Files come here as well, since they go to the same host. A video never arrives, so that one can be seen on its way.
    if (String(url).includes("/upload/"))
      return String(url).includes("/video/") ? pending(init?.signal) : new Response(null, { status: 204 });
    const request = JSON.parse(String(init?.body)) as Request;
    const refusal = script.refuse?.[request.type];
    if (refusal === "unreachable") throw new TypeError("Failed to fetch");
    if (refusal === "pending") return pending(init?.signal);
    if (refusal === "garbage") return new Response("<!doctype html>", { headers: { "Content-Type": "application/json" } });
    if (refusal) return new Response("", { status: refusal, headers: refusal === 429 ? { "Retry-After": "20" } : {} });
    return answer(script, request, init?.signal);
  };
}

function pending(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

function answer(script: Script, { type, params }: Request, signal: AbortSignal | null | undefined): Response {
  switch (type) {
    case "threads.create":
      return stream(script, [{ type: "thread.created", thread: threadOf({ ...script, items: [] }) }, said(params)], signal);
    case "threads.add_user_message":
      return stream(script, [said(params)], signal);
    case "threads.custom_action":
    case "threads.retry_after_item":
    case "threads.add_structured_input":
    case "threads.add_client_tool_output":
      return stream(script, [], signal);
    case "threads.get_by_id":
    case "threads.update":
      return Response.json(threadOf(script, params["title"] ? { title: params["title"] } : {}));
    case "threads.list":
      return Response.json({ data: script.threads ?? [], has_more: (script.threads ?? []).length > 3, after: "thr_9" });
    case "items.list":
      return Response.json({ data: script.items?.toReversed() ?? [], has_more: script.older === true, after: "msg_0" });
    case "attachments.create":
      return Response.json(attachment(params));
    case "input.transcribe":
      return Response.json({ text: "Read it to me" });
    default:
      return Response.json({});
  }
}

let made = 0;

function attachment({ name, mime_type }: Record<string, unknown>): object {
  const image = String(mime_type).startsWith("image/");
  const id = `atc_${++made}`;
  const upload_descriptor = {
    url: new URL(`./upload/${String(mime_type).split("/")[0]}/${id}`, location.href).href,
    method: "POST",
    headers: {},
  };
  return { type: image ? "image" : "file", id, name, mime_type, upload_descriptor, ...(image && { preview_url: PICTURE }) };
}

function said({ input }: Request["params"]): object {
  const { content = [], ...more } = input ?? {};
  const item = { type: "user_message", id: "msg_said", thread_id: "thr_1", created_at: AT, content, ...more, attachments: [] };
  return { type: "thread.item.done", item };
}

function stream(script: Script, before: object[], signal: AbortSignal | null | undefined): Response {
  const bytes = new TextEncoder();
  const options = { type: "stream_options", stream_options: { allow_cancel: true } };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const event of [...before, options, ...(script.events ?? [])]) {
        controller.enqueue(bytes.encode(`data: ${JSON.stringify(event)}\n\n`));
      }
      if (script.ends === "end") return controller.close();
      // What was enqueued must be read before the body fails.
      if (script.ends === "break") return void setTimeout(() => controller.error(new TypeError("network error")), 100);
      signal?.addEventListener("abort", () => controller.error(signal.reason), { once: true });
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

/** A picture that comes with the page: a landscape of three shapes. */
export const PICTURE = new URL("./picture.svg", import.meta.url).href;
