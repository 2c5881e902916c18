import { flow, said, user } from "../items";
import { ask, type Scene } from "../scene";
import { AT } from "../server";

const TALK = [user("What did I finish this week?"), said("Fourteen books, six of them for work.")];
const LONG = "A title so long that it cannot be shown in full on a screen of this width, whatever one does";
const bare = { header: { enabled: false } };

const prompts = [
  { label: "What is late?", prompt: "What is late?", icon: "calendar" as const },
  { label: "Plan the week", prompt: "Plan the week", icon: "lucide:list-checks" as const },
  { label: "A suggestion that is longer than the line it stands in, as they are in some languages", prompt: "x", icon: "write" as const },
  { label: "One without a picture", prompt: "x" },
];

const starts: Scene[] = [
  { id: "start", title: "Start screen", note: "as it is", height: 300 },
  {
    id: "start-prompts",
    title: "Start screen",
    note: "greeting and suggestions",
    height: 380,
    options: { startScreen: { greeting: "Good morning. What shall we read?", prompts } },
  },
];

const headers: Scene[] = [
  { id: "header-none", title: "Header", note: "none", height: 240, options: { ...bare }, script: { items: TALK } },
  {
    id: "header-plain",
    title: "Header",
    note: "without title and history",
    height: 300,
    options: { header: { title: { enabled: false } }, history: { enabled: false } },
    script: { items: TALK },
  },
  {
    id: "header-full",
    title: "Header",
    note: "long title, two actions",
    height: 300,
    options: {
      header: {
        leftAction: { icon: "sidebar-left", onClick: () => undefined },
        rightAction: { icon: "settings-cog", onClick: () => undefined },
      },
    },
    script: { items: TALK, title: LONG },
  },
  { id: "older", title: "Earlier messages", height: 300, script: { items: TALK, older: true, title: "A long chat" } },
];

const thread = (id: string, title: string | undefined, created_at: string) => ({
  id,
  ...(title && { title }),
  created_at,
  status: { type: "active" },
  metadata: {},
  items: { data: [], has_more: false },
});
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const threads = [
  thread("thr_1", "A trip to Lisbon", daysAgo(0)),
  thread("thr_2", "What did I read this week?", daysAgo(1)),
  thread("thr_3", LONG, daysAgo(5)),
  thread("thr_4", "مكتبة المدينة", daysAgo(20)),
  thread("thr_5", undefined, AT),
];
const list = (element: { showHistory(): Promise<void> }) => element.showHistory();

const histories: Scene[] = [
  { id: "history", title: "History", height: 420, script: { threads }, begin: list },
  { id: "history-empty", title: "History", note: "empty", height: 220, script: { threads: [] }, begin: list },
  { id: "history-loading", title: "History", note: "loading", height: 220, script: { refuse: { "threads.list": "pending" } }, begin: list },
  { id: "history-failed", title: "History", note: "refused", height: 220, script: { refuse: { "threads.list": 500 } }, begin: list },
  { id: "history-alone", title: "History", note: "rename and delete", height: 420, script: { threads }, begin: list, alone: true },
];

const models = [
  { id: "fast", label: "Fast", description: "Short answers", default: true },
  { id: "deep", label: "Thorough", description: "Takes its time" },
  { id: "gone", label: "Not today", disabled: true },
];
const tools = [
  {
    id: "search",
    label: "Search the web",
    shortLabel: "Search",
    icon: "globe" as const,
    pinned: true,
    placeholderOverride: "What shall I look up?",
  },
  { id: "draw", label: "Make a picture", icon: "images" as const },
  { id: "keep", label: "Study mode", icon: "book-open" as const, persistent: true },
];
const entities = [
  { id: "ent_1", title: "The invention of nature", icon: "book-open" as const, group: "Books", interactive: true },
  { id: "ent_2", title: "Emergence", icon: "book-open" as const, group: "Books" },
  { id: "ent_3", title: "Home", icon: "empty-circle" as const, group: "Shelves" },
];
const everything = {
  ...bare,
  composer: { attachments: { enabled: true }, tools, models, dictation: { enabled: true } },
  entities: { onTagSearch: async () => entities, showComposerMenu: true },
  commands: {
    enabled: true,
    onSearch: async () => [
      { id: "plan", label: "Plan my week", description: "Looks at what is late first", icon: "calendar" as const, group: "Reading" },
      { id: "undo", label: "Take the last turn back", icon: "lucide:undo-2" as const, group: "Reading" },
    ],
    onSelect: async () => undefined,
  },
};
const file = { type: "file" as const, id: "atc_1", name: "lease-2024.pdf", mime_type: "application/pdf" };
const FILES = [
  new File(["1".repeat(1_200_000)], "lease-2024.pdf", { type: "application/pdf" }),
  new File(["1"], `${"a-name-without-any-place-to-break-".repeat(3)}.txt`, { type: "text/plain" }),
  // The server never takes a video.
  new File(["1".repeat(90_000)], "walk.mov", { type: "video/quicktime" }),
];

const composers: Scene[] = [
  { id: "composer", title: "Composer", note: "at rest", height: 110, options: { ...bare, startScreen: { greeting: " " } } },
  {
    id: "composer-full",
    title: "Composer",
    note: "everything on",
    height: 130,
    options: { ...everything, startScreen: { greeting: " " } },
  },
  {
    id: "composer-long",
    title: "Composer",
    note: "more than eight lines",
    height: 300,
    options: everything,
    begin: (element) => element.setComposerValue({ text: Array.from({ length: 12 }, (_, i) => `Line ${i + 1}`).join("\n") }),
  },
  {
    id: "composer-extras",
    title: "Composer",
    note: "quote, file, tool, model",
    height: 260,
    options: everything,
    begin: (element) =>
      element.setComposerValue({
        text: "Look at this",
        reply: "I would answer Ines about the lease today.",
        attachments: [file],
        selectedToolId: "search",
        selectedModelId: "deep",
      }),
  },
  {
    id: "composer-uploads",
    title: "Composer",
    note: "files on their way",
    height: 260,
    options: { ...everything, api: { uploadStrategy: { type: "two_phase" } } as never },
    script: { refuse: {} },
    begin: (element) => element.setComposerValue({ text: "Read these", files: FILES }),
  },
  {
    id: "composer-refused",
    title: "Composer",
    note: "a file that was refused",
    height: 260,
    options: { ...everything, api: { uploadStrategy: { type: "two_phase" } } as never },
    script: { refuse: { "attachments.create": 413 } },
    begin: (element) =>
      element
        .setComposerValue({ text: "Read this", files: [new File(["1"], "film.mov", { type: "video/quicktime" })] })
        .catch(() => undefined),
  },
  {
    id: "composer-tags",
    title: "Composer",
    note: "a mention",
    height: 130,
    options: { ...everything, startScreen: { greeting: " " } },
    begin: (element) =>
      element.setComposerValue({
        content: [
          { type: "input_text", text: "Lend " },
          { type: "input_tag", id: "ent_2", text: "Emergence", data: {}, interactive: true },
        ],
      } as never),
  },
  { id: "composer-alone", title: "Composer", note: "menus", height: 480, options: everything, alone: true },
  {
    id: "disclaimer",
    title: "Disclaimer",
    height: 170,
    options: {
      ...bare,
      startScreen: { greeting: " " },
      disclaimer: { text: "It can be *wrong*. [Read how it works](https://example.org/)." },
    },
  },
  {
    id: "disclaimer-strong",
    title: "Disclaimer",
    note: "high contrast",
    height: 170,
    options: { ...bare, startScreen: { greeting: " " }, disclaimer: { text: "It can be *wrong*.", highContrast: true } },
  },
  {
    id: "locked",
    title: "Locked thread",
    height: 230,
    options: bare,
    script: { items: TALK, status: { type: "locked", reason: "Read-only while it is being moved" } },
  },
  {
    id: "locked-plain",
    title: "Locked thread",
    note: "without a reason",
    height: 230,
    options: bare,
    script: { items: TALK, status: { type: "locked" } },
  },
  {
    id: "closed",
    title: "Closed thread",
    height: 230,
    options: bare,
    script: { items: TALK, status: { type: "closed", reason: "This chat ended on Friday. Begin a new one." } },
  },
];

const refused = (id: string, note: string, refusal: number | "unreachable" | "garbage"): Scene => ({
  id: `error-${id}`,
  title: "Failure",
  note,
  height: 300,
  options: bare,
  script: { refuse: { "threads.create": refusal } },
  begin: (element) => element.sendUserMessage({ text: "What did I finish this week?" }),
});
const growing = { type: "assistant_message", id: "msg_grows", thread_id: "thr_1", created_at: AT, content: [] };
const begun = [
  { type: "thread.item.added", item: growing },
  {
    type: "thread.item.updated",
    item_id: "msg_grows",
    update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta: "Fourteen books," },
  },
];
const failed = (id: string, note: string, events: object[], ends: "end" | "break"): Scene => ({
  id: `error-${id}`,
  title: "Failure",
  note,
  height: 300,
  options: bare,
  script: { events, ends },
  begin: (element) => ask("What did I finish this week?")(element),
});

const failures: Scene[] = [
  refused("network", "the server cannot be reached", "unreachable"),
  refused("401", "401", 401),
  refused("413", "413", 413),
  refused("429", "429", 429),
  refused("500", "500", 500),
  refused("format", "no JSON, no events", "garbage"),
  failed("broken", "broken off in the middle", begun, "break"),
  failed(
    "retry",
    "told by the server, with a retry",
    [...begun, { type: "error", code: "custom", message: "This account has no credit left. Add some, then retry.", allow_retry: true }],
    "end",
  ),
  failed("final", "told by the server, without", [{ type: "error", code: "stream.error", allow_retry: false }], "end"),
  {
    id: "error-thread",
    title: "Failure",
    note: "the thread is gone",
    height: 240,
    script: { items: [], refuse: { "threads.get_by_id": 404 } },
  },
  { id: "error-options", title: "Failure", note: "not set up", height: 120, options: { api: { url: "" } } },
  { id: "loading", title: "Loading a thread", height: 260, script: { items: [], refuse: { "threads.get_by_id": "pending" } } },
];

const ARABIC = [
  user("ما الذي أنهيته هذا الأسبوع؟"),
  flow({ tasks: [{ type: "custom", title: "بحثت في الرفوف", status_indicator: "complete", content: "رفّان." }] }),
  said(
    "أربعة عشر كتابًا، **ستة** منها للعمل:\n\n1. اختراع الطبيعة\n2. `Emergence`\n\n> لا شيء نهائي.\n\n| الرف | مفتوح |\n|:--|--:|\n| البيت | 21 |",
  ),
  user("English words in a right-to-left page, (with brackets)"),
];

const languages: Scene[] = [
  {
    id: "rtl",
    title: "Right to left",
    note: "locale ar",
    height: 640,
    options: { locale: "ar", threadItemActions: { feedback: true, retry: true } },
    script: { items: ARABIC, title: "مكتبة المدينة" },
  },
  {
    id: "german",
    title: "German",
    note: "locale de-DE",
    height: 300,
    options: { locale: "de-DE", threadItemActions: { feedback: true, retry: true } },
    script: { items: TALK },
  },
  {
    id: "narrow",
    title: "320 pixels",
    note: "what twice the size leaves",
    width: 320,
    height: 480,
    options: { ...everything, header: { enabled: true }, threadItemActions: { feedback: true, retry: true } },
    script: { items: TALK, title: LONG },
  },
  {
    id: "actions",
    title: "Actions of a turn",
    height: 260,
    options: { ...bare, threadItemActions: { feedback: true, retry: true } },
    script: { items: TALK },
  },
  {
    id: "long-text",
    title: "Long words",
    height: 560,
    options: bare,
    script: {
      items: [
        user("Donaudampfschifffahrtsgesellschaftskapitän".repeat(4)),
        said(`${"https://example.org/".padEnd(180, "path/")} and \`${"code".repeat(40)}\``),
      ],
    },
  },
];

export const states: Scene[] = [...starts, ...headers, ...histories, ...composers, ...failures, ...languages];
