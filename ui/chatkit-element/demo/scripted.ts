/**
 * A server of the protocol for looking at the element: one thread that has everything in it, and answers
 * by the first word of a message (`slow`, `break`, `refuse`, `error`; anything else is answered at length).
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";

const AT = new Date(Date.now() - 3_600_000).toISOString();
let ids = 100;
const id = (prefix: string) => `${prefix}_${++ids}`;
const item = (type: string, more: object) => ({ type, id: id("msg"), thread_id: "thr_demo", created_at: AT, ...more });
const user = (text: string) => item("user_message", { content: [{ type: "input_text", text }], attachments: [], inference_options: {} });
const said = (text: string) => item("assistant_message", { content: [{ type: "output_text", text, annotations: [] }] });
const step = (title: string, more: object = {}) =>
  item("workflow", {
    workflow: {
      type: "custom",
      expanded: false,
      tasks: [{ type: "custom", title, status_indicator: "complete", content: "Two shelves, one query.", ...more }],
      summary: { title },
    },
  });

const row = (title: string, when: string, color?: string) => ({
  type: "ListViewItem",
  children: [
    {
      type: "Checkbox",
      name: "read",
      pill: true,
      ...(color && { color }),
      ariaLabel: title,
      onChangeAction: { type: "toggle", streaming: false },
    },
    { type: "Text", value: title, truncate: true },
    { type: "Spacer" },
    { type: "Caption", value: when, ...(when === "Yesterday" && { color: "danger" }) },
  ],
});

const CHANGED = item("widget", {
  widget: {
    type: "Card",
    padding: { left: 3, right: 1.5, top: 2, bottom: 2.5 },
    children: [
      {
        type: "Row",
        gap: 2.25,
        children: [
          { type: "Checkbox", name: "read", pill: true, color: "purple", ariaLabel: "Call the museum" },
          { type: "Text", value: "Call the museum", weight: "medium", flex: 1, truncate: true },
          { type: "Spacer" },
          {
            type: "Button",
            label: "Undo",
            iconStart: "lucide:undo-2",
            variant: "ghost",
            size: "sm",
            onClickAction: { type: "undo", streaming: false },
          },
        ],
      },
      {
        type: "Row",
        gap: 1.5,
        padding: { left: 6.25 },
        children: [
          { type: "Caption", value: "Due", color: "tertiary" },
          { type: "Caption", value: "Sat 21 Nov", lineThrough: true },
          { type: "Caption", value: "→", color: "tertiary" },
          { type: "Caption", value: "Fri 27 Nov", weight: "semibold", color: "primary" },
        ],
      },
    ],
  },
});

const LIST = item("widget", {
  widget: {
    type: "ListView",
    status: { text: "Reading, this week" },
    limit: 3,
    children: [
      row("The invention of nature", "Yesterday", "orange"),
      row("Storage and retrieval", "Mon 23 Nov", "purple"),
      row("A field guide to getting lost, annotated and with a new foreword", "no date"),
      row("Emergence", "Fri 27 Nov"),
    ],
  },
});

const CARD = item("widget", {
  widget: {
    type: "Card",
    status: { text: "Week in review", icon: "calendar" },
    children: [
      { type: "Title", value: "Fourteen read, three late" },
      { type: "Text", value: "Tuesday was the fullest day. Two of the late ones wait for somebody else.", color: "secondary" },
      {
        type: "Row",
        wrap: "wrap",
        children: ["secondary", "success", "danger", "warning", "info", "discovery"].map((color) => ({
          type: "Badge",
          label: color,
          color,
        })),
      },
      { type: "Divider", flush: true },
      { type: "Checkbox", name: "mail", label: "Send me a summary", defaultChecked: true },
    ],
    confirm: { label: "Plan next week", action: { type: "plan" } },
    cancel: { label: "Not now", action: { type: "cancel", streaming: false } },
  },
});

const MARKDOWN = `## Before Monday

1. Answer Ines
2. Draft the outline, **two pages**
   - with \`code\` in it
   - and [a link](https://example.org/)

\`\`\`shell
reading add "A field guide"
reading list --json
\`\`\`

> Nothing is final. Undo works for all of this.

| Shelf | Open | Late |
|:--|--:|--:|
| Home | 21 | 2 |
| Work | 38 | 0 |
`;

const THREADS = [
  "A trip to Lisbon",
  "What did I read this week?",
  "Packing list",
  "مكتبة المدينة",
  "A title so long that it cannot be shown in full on a narrow screen",
];

const ITEMS = [
  user("What did I finish this week?"),
  step("Looked through the shelves since Monday 16 November"),
  said("Fourteen books, six of them for work. The longest in waiting was **The invention of nature**, open since July."),
  user("Move the museum to Friday and show me what is left for work"),
  step("Moved one entry"),
  CHANGED,
  step("Listed work, this week"),
  LIST,
  said(
    "The museum is now on **Friday 27 November** at 11:30. Two things are left for work. The first takes a quarter of an hour, so I would do it before the outline.",
  ),
];
const MORE = [
  user("Show me everything"),
  item("workflow", {
    workflow: {
      type: "reasoning",
      expanded: true,
      tasks: [
        { type: "thought", content: "The outline has a fixed time and stays.", status_indicator: "complete" },
        { type: "thought", content: "The library closes at 13:00 on Saturdays.", status_indicator: "complete" },
      ],
      summary: { duration: 4 },
    },
  }),
  item("task", {
    task: {
      type: "custom",
      title: "Could not move “Museum”: 27 November is a Friday",
      icon: "lucide:circle-alert",
      status_indicator: "none",
    },
  }),
  CARD,
  said(MARKDOWN),
];

const thread = (threadId = "thr_demo", title: string | undefined = THREADS[0], items: object[] = []) => ({
  id: threadId,
  created_at: AT,
  status: { type: "active" },
  metadata: {},
  ...(title && { title }),
  items: { data: items, has_more: false },
});

async function stream(response: ServerResponse, text: string, isNew: boolean): Promise<void> {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  const send = (event: object) => void response.write(`data: ${JSON.stringify(event)}\n\n`);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  if (isNew) send({ type: "thread.created", thread: thread("thr_new", undefined) });
  send({ type: "thread.item.done", item: user(text) });
  send({ type: "stream_options", stream_options: { allow_cancel: true } });
  if (text.startsWith("slow")) await pause(15_000);
  const flow = {
    ...step("Looking it up"),
    workflow: { type: "custom", expanded: false, tasks: [{ type: "custom", title: "Looking it up", status_indicator: "loading" }] },
  };
  send({ type: "thread.item.added", item: flow });
  await pause(400);
  send({ type: "thread.item.done", item: { ...step("Looked it up"), id: flow.id } });
  const answer = { ...said(""), content: [] };
  send({ type: "thread.item.added", item: answer });
  for (const word of MARKDOWN.match(/\S+\s*/g) ?? []) {
    send({
      type: "thread.item.updated",
      item_id: answer.id,
      update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta: word },
    });
    await pause(25);
    if (text.startsWith("break") && word.startsWith("Draft")) return void response.destroy();
    if (text.startsWith("error") && word.startsWith("Draft")) {
      send({ type: "error", code: "custom", message: "This account has no credit left. Add some, then retry.", allow_retry: true });
      return void response.end();
    }
  }
  send({ type: "thread.item.done", item: { ...said(MARKDOWN), id: answer.id } });
  if (isNew) send({ type: "thread.updated", thread: thread("thr_new", "Before Monday") });
  response.end();
}

function answer(body: { type: string; params: { input?: { content: { text: string }[] }; thread_id?: string; title?: string } }): object {
  switch (body.type) {
    case "threads.get_by_id":
      return thread(body.params.thread_id, THREADS[0], body.params.thread_id === "thr_all" ? [...ITEMS, ...MORE] : ITEMS);
    case "threads.list":
      return {
        data: THREADS.map((title, i) => ({
          ...thread(`thr_${i}`, title),
          created_at: new Date(Date.now() - i * i * 86_400_000).toISOString(),
        })),
        has_more: true,
        after: "thr_4",
      };
    case "threads.update":
      return thread(body.params.thread_id, body.params.title);
    case "attachments.create":
      return attachment(body.params as never);
    case "input.transcribe":
      return { text: "what was said" };
    default:
      return {};
  }
}

function attachment({ name, mime_type }: { name: string; mime_type: string }): object {
  const image = mime_type.startsWith("image/");
  const file = id("atc");
  const upload_descriptor = { url: `/api/chatkit/files/${file}?${encodeURIComponent(name)}`, method: "PUT", headers: {} };
  return { type: image ? "image" : "file", id: file, name, mime_type, upload_descriptor, ...(image && { preview_url: "/favicon.ico" }) };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  // Bytes of an upload: a file with "bad" in its name is not taken, one with "slow" takes its time.
  if (request.url?.includes("bad")) return void response.writeHead(507).end();
  if (request.url?.includes("slow")) await new Promise((resolve) => setTimeout(resolve, 20_000));
  if (request.method === "PUT") return void response.writeHead(204).end();
  const body = JSON.parse(Buffer.concat(chunks).toString());
  const text = body.params.input?.content.map((part: { text: string }) => part.text).join("") ?? "action";
  if (text.startsWith("refuse")) return void response.writeHead(503).end();
  if (body.params.input || body.type === "threads.custom_action" || body.type === "threads.retry_after_item") {
    return stream(response, text, body.type === "threads.create");
  }
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer(body)));
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
}

/** Answers `/api/chatkit` of the demo. */
export function scripted(): Plugin {
  return {
    name: "scripted-server",
    configureServer: ({ middlewares }) => void middlewares.use("/api/chatkit", handle),
    configurePreviewServer: ({ middlewares }) => void middlewares.use("/api/chatkit", handle),
  };
}
