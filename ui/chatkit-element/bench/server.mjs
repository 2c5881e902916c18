import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { answerText, deltasOf } from "./text.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const AT = "2026-01-01T00:00:00Z";
/** How often deltas leave the server. */
const TICK_MS = 4;

const user = (id, text) => ({
  type: "user_message",
  id,
  thread_id: "thr_1",
  created_at: AT,
  content: [{ type: "input_text", text }],
  attachments: [],
  inference_options: {},
});
const assistant = (id, text) => ({
  type: "assistant_message",
  id,
  thread_id: "thr_1",
  created_at: AT,
  content: text === null ? [] : [{ type: "output_text", text, annotations: [] }],
});
const thread = (items) => ({
  id: "thr_1",
  created_at: AT,
  status: { type: "active" },
  metadata: {},
  items: { data: items, has_more: false },
});

/** A thread of `count` items: questions, and answers of 80 to 900 characters. */
function items(count) {
  return Array.from({ length: count }, (_, i) =>
    i % 2 === 0 ? user(`m${i}`, `Question ${i}?`) : assistant(`m${i}`, answerText(80 + ((i * 37) % 820), i)),
  );
}

/** Streams the text of a run: `perSecond` deltas in each second. */
async function stream(response, { perSecond, seconds }) {
  const deltas = deltasOf(answerText(perSecond * seconds * 8, 7)).slice(0, perSecond * seconds);
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  const send = (events) => response.write(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
  send([
    { type: "thread.created", thread: thread([]) },
    { type: "thread.item.done", item: user("u1", "go") },
    { type: "stream_options", stream_options: { allow_cancel: true } },
    { type: "thread.item.added", item: assistant("a1", null) },
  ]);
  const update = (delta) => ({
    type: "thread.item.updated",
    item_id: "a1",
    update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta },
  });
  const began = performance.now();
  for (let sent = 0; sent < deltas.length; ) {
    const due = Math.min(deltas.length, Math.ceil(((performance.now() - began) / 1000) * perSecond));
    if (due > sent) send(deltas.slice(sent, due).map(update));
    sent = Math.max(sent, due);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const text = deltas.join("");
  send([{ type: "thread.item.done", item: assistant("a1", text) }]);
  response.end();
}

/** Serves the built page and the protocol at `/api`. Resolves with its address and a way to end it. */
export async function serve(root) {
  const server = createServer(async (request, response) => {
    try {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://bench");
      if (pathname === "/api") return await answer(request, response, searchParams);
      const file = join(root, normalize(pathname === "/" ? "/index.html" : pathname));
      response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" }).end(await readFile(file));
    } catch (error) {
      if (!response.headersSent) response.writeHead(404);
      response.end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request, response, params) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { type } = JSON.parse(Buffer.concat(chunks).toString());
  const run = { perSecond: Number(params.get("rate")), seconds: Number(params.get("seconds")) };
  if (type === "threads.create") return stream(response, run);
  const body = type === "threads.get_by_id" || type === "items.list" ? pageOf(type, Number(params.get("items"))) : {};
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function pageOf(type, count) {
  const all = items(count);
  return type === "threads.get_by_id" ? thread(all) : { data: all.reverse(), has_more: false };
}
