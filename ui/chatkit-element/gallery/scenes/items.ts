import { file, flow, item, mark, nextId, said, step, text, title, url, user, widget } from "../items";
import { ask, type Scene } from "../scene";
import { PICTURE } from "../server";

const scene = (id: string, title: string, items: object[], more: Partial<Scene> = {}): Scene => ({ id, title, script: { items }, ...more });

const MARKDOWN = `# First heading

## Before Monday

1. Answer Ines
2. Draft the outline, **two pages**
   - with \`code\` in it
   - and [a link](https://example.org/), ~~gone~~, *leaning*
3. [Open the shelf](chatkit-link://shelf?name=home)

- [x] done
- [ ] open

\`\`\`shell
reading add "A field guide every month on the 1st"
reading list today --json
\`\`\`

\`\`\`ts
export async function read(name: string): Promise<number> {
  const pages = await count(name); // a line that is much longer than the column it stands in, so it scrolls
  return pages > 300 ? 2 : 1;
}
\`\`\`

> Nothing is final. Undo works for all of this.

| Shelf | Open | Late | Read | Lent | Wanted | Somewhere else |
|:--|--:|--:|--:|--:|--:|:--|
| Home | 21 | 2 | 9 | 1 | 12 | under the stairs |
| Work | 38 | 0 | 6 | 0 | 3 | in the cupboard |

The area is $A = \\pi r^2$, and

$$\\int_0^1 x^2 \\, dx = \\frac{1}{3}$$

---

A note[^1] and a host that is not allowed: ![no picture](https://pictures.example/a.png)

[^1]: At the foot of the answer.
`;

const LEASE = "The lease runs to the 30th and the handover needs both signatures. I would answer Ines today.";
const after = (words: string) => LEASE.indexOf(words) + words.length;
const SOURCES = [
  mark(file("lease-2024.pdf, page 3", "lease-2024.pdf"), after("30th")),
  mark(url("Handover of flats", "https://www.example.org/handover", { attribution: "Tenants’ union" }), after("signatures")),
  mark({ type: "entity", id: "ent_1", title: "Ines", icon: "user", label: "Ines", interactive: true, data: {} }, after("Ines")),
  mark(url("A source without a place", "https://example.org/lease")),
];

const PREVIEW = { type: "Basic", children: [title("Ines"), text("Answers within a day", { color: "secondary" })] };

const messages: Scene[] = [
  scene("user", "User message", [
    user("What did I finish this week?"),
    user("A message of several lines\n\n  keeps them, and **is not Markdown** <b>or HTML</b>"),
    user("", {
      content: [
        { type: "input_text", text: "Lend " },
        { type: "input_tag", id: "ent_2", text: "Emergence", data: {}, interactive: true },
        { type: "input_text", text: " to Jonas, please" },
      ],
    }),
    user("Then answer her", { quoted_text: "I would answer Ines about the lease today." }),
    user("Look at these", {
      attachments: [
        { type: "file", id: "atc_a", name: "lease-2024.pdf", mime_type: "application/pdf" },
        { type: "image", id: "atc_b", name: "whiteboard.jpg", mime_type: "image/jpeg", preview_url: PICTURE },
      ],
    }),
    said("Done."),
  ]),
  scene("markdown", "Markdown", [said(MARKDOWN)]),
  scene("annotations", "Annotations", [said(LEASE, SOURCES)], {
    options: { entities: { onRequestPreview: async () => ({ preview: PREVIEW as never }), onClick: () => undefined } },
  }),
  scene("copy", "Widget with text to copy", [
    widget({ type: "Card", children: [title("Fourteen read")] }, { copy_text: "Fourteen read" }),
    said("Here it is."),
  ]),
];

const thoughts = ["The outline has a fixed time and stays.", "The library closes at 13:00 on Saturdays."];

const work: Scene[] = [
  scene("workflows", "Workflow lines", [
    flow({
      tasks: [{ type: "custom", title: "Listed today", status_indicator: "complete", content: "Eleven." }],
      summary: { title: "Listed today · 11 books" },
    }),
    flow({
      expanded: true,
      type: "reasoning",
      summary: { duration: 4 },
      tasks: thoughts.map((content) => ({ type: "thought", content, status_indicator: "complete" })),
    }),
    flow({
      expanded: true,
      summary: { title: "Looked it up", icon: "globe" },
      tasks: [
        {
          type: "web_search",
          title_query: "opening hours",
          queries: ["library saturday"],
          sources: [url("Opening hours", "https://example.org/hours")],
          status_indicator: "complete",
        },
        {
          type: "file",
          title: "Read two files",
          sources: [file("Lease", "lease-2024.pdf"), file("Plan", "plan.pdf")],
          status_indicator: "complete",
        },
        { type: "image", title: "Looked at a picture", status_indicator: "loading" },
        { type: "custom", title: "Nothing yet", status_indicator: "none" },
      ],
    }),
    flow({
      tasks: [{ type: "custom", title: "Could not lend “Emergence”: it is lent", icon: "lucide:circle-alert", status_indicator: "none" }],
    }),
    flow({ tasks: [] }),
  ]),
  scene("steps", "Tasks", [
    ...(["none", "loading", "complete"] as const).map((status_indicator) =>
      step({ title: `Custom, ${status_indicator}`, icon: "cube", status_indicator }),
    ),
    step({ type: "web_search", queries: ["library saturday"], sources: [url("Opening hours", "https://example.org/hours")] }),
    step({ type: "thought", title: "Thought about it", content: thoughts[0] }),
    step({ type: "file", title: "Two files", sources: [file("Lease", "lease-2024.pdf")] }),
    step({ type: "image", title: "A picture" }),
    step({ title: "With content", content: "Some **Markdown** in it." }),
    step({}),
  ]),
  scene("pictures", "Generated image", [
    item("generated_image", { image: { id: "img_1", url: PICTURE } }),
    item("generated_image", { image: { id: "img_2", url: PICTURE }, progress: 0.5 }),
    item("generated_image", {}),
    item("generated_image", { image: { id: "img_3", url: "https://pictures.example/no.png" } }),
  ]),
  scene("client-tools", "Client tool call", [
    user("Where am I?"),
    item("client_tool_call", { status: "completed", call_id: "c1", name: "locate", arguments: {}, output: { city: "Faro" } }),
    said("In Faro."),
    item("end_of_turn", {}),
    user("And now?"),
    item("client_tool_call", { status: "pending", call_id: "c2", name: "locate", arguments: {} }),
  ]),
];

const choice = (more: object = {}) => ({
  type: "multiple_choice",
  id: nextId("q"),
  question: "Which museum do you mean?",
  options: ["Call the museum", "The museum’s bill from October"].map((value) => ({ value })),
  ...more,
});
const open = (more: object = {}) => ({
  type: "freeform",
  id: nextId("q"),
  question: "When?",
  description: "A day, or “whenever”.",
  ...more,
});

const one = item("structured_input", { status: "pending", inputs: [choice({ question: "Which one?" })] });
const skipped = { ...one, status: "skipped" };

const questions: Scene[] = [
  {
    id: "question",
    title: "Structured input",
    script: { items: [one], events: [{ type: "thread.item.replaced", item: skipped }], ends: "end" },
  },
  scene("questions", "Structured input", [item("structured_input", { status: "pending", inputs: [choice({ multiple: true }), open()] })], {
    note: "two questions, more than one choice",
  }),
  scene(
    "answered",
    "Structured input",
    [
      item("structured_input", {
        status: "answered",
        inputs: [choice({ answer: { values: ["Call the museum"], skipped: false } }), open({ answer: { values: [], skipped: true } })],
      }),
      item("structured_input", { status: "skipped", inputs: [choice()] }),
    ],
    { note: "answered, skipped" },
  ),
];

const growing = { type: "assistant_message", id: "msg_grows", thread_id: "thr_1", created_at: "2026-11-21T10:04:00Z", content: [] };
const added = (one: object) => ({ type: "thread.item.added", item: one });
const updated = (item_id: string, update: object) => ({ type: "thread.item.updated", item_id, update });
const delta = (text: string) => updated("msg_grows", { type: "assistant_message.content_part.text_delta", content_index: 0, delta: text });

const running = (id: string, title: string, events: object[], more: Partial<Scene> = {}): Scene => ({
  id,
  title,
  script: { events },
  begin: ask("What did I finish this week?"),
  ...more,
});

const task = (title: string, status_indicator: string) => ({ type: "custom", title, status_indicator });
const steps = flow({ tasks: [task("Listed the shelves", "complete")] });
const grows = widget({
  type: "Card",
  children: [text("", { id: "streamed", streaming: true }), text("Replaced soon", { id: "replaced" })],
});
const picture = item("generated_image", {});

const streams: Scene[] = [
  running("waiting", "Waiting for an answer", []),
  running("progress", "Progress", [{ type: "progress_update", text: "Looking through the shelves", icon: "search" }]),
  running("growing", "A growing answer", [
    added(growing),
    delta("Fourteen books, "),
    delta("six of them for work. The longest in wait"),
    delta("ing was"),
  ]),
  running("working", "A growing workflow", [
    added(steps),
    updated(steps.id, { type: "workflow.task.added", task_index: 1, task: task("Moving three books", "loading") }),
  ]),
  running("widget-grows", "A growing widget", [
    added(grows),
    updated(grows.id, {
      type: "widget.streaming_text.value_delta",
      component_id: "streamed",
      delta: "Text that is being writ",
      done: false,
    }),
    updated(grows.id, {
      type: "widget.component.updated",
      component_id: "replaced",
      component: text("A node that was replaced", { id: "replaced" }),
    }),
  ]),
  running("picture-grows", "A growing picture", [
    added(picture),
    updated(picture.id, { type: "generated_image.updated", image: { id: "img_4", url: PICTURE }, progress: 0.4 }),
  ]),
  running("notices", "Notices", [
    { type: "notice", level: "info", message: "The shelves were last counted **on Friday**." },
    { type: "notice", level: "warning", title: "Nearly full", message: "Two places are left. [Make room](https://example.org/)" },
    { type: "notice", level: "danger", title: "Not saved", message: "The list cannot be written." },
    added(growing),
    delta("All the same:"),
  ]),
  running("annotating", "An annotation arrives", [
    added(growing),
    delta(LEASE),
    updated("msg_grows", {
      type: "assistant_message.content_part.annotation_added",
      content_index: 0,
      annotation_index: 0,
      annotation: SOURCES[0],
    }),
  ]),
];

export const items: Scene[] = [...messages, ...work, ...questions, ...streams];
