import type { ChatKitOptions, Command, Entity } from "@openai/chatkit";

/** All that a composer can have. Words with a meaning: "slow" answers after two seconds, "fail" not at all. */

const BOOKS: Entity[] = [
  { id: "b1", title: "The invention of nature", group: "Books", icon: "book-open", interactive: true, data: { shelf: "Home" } },
  { id: "b2", title: "Storage and retrieval", group: "Books", icon: "book-open", interactive: true, data: { shelf: "Work" } },
  {
    id: "b3",
    title: "A field guide to getting lost, annotated and with a new foreword",
    group: "Books",
    icon: "book-open",
    interactive: true,
  },
  { id: "b4", title: "مكتبة المدينة", group: "Books", icon: "book-open", interactive: true },
  { id: "s1", title: "Home", group: "Shelves", icon: "lucide:list", data: { open: "21" } },
  { id: "s2", title: "Work", group: "Shelves", icon: "lucide:list", data: { open: "38" } },
];

const COMMANDS: Command[] = [
  { id: "week", label: "Week in review", description: "What was read since Monday", icon: "calendar", group: "Reading" },
  { id: "shelf", label: "Choose a shelf", description: "Opens a list", icon: "lucide:list", group: "Reading" },
  { id: "fail", label: "Fail", description: "Says that it did not work", icon: "bug", group: "Reading" },
];

async function answerTo(query: string): Promise<void> {
  if (query.includes("fail")) throw new Error("the search is down");
  if (query.includes("slow")) await new Promise((resolve) => setTimeout(resolve, 2000));
}

export const entities: NonNullable<ChatKitOptions["entities"]> = {
  showComposerMenu: true,
  onTagSearch: async (query) => {
    await answerTo(query);
    return BOOKS.filter((book) => book.title.toLowerCase().includes(query.toLowerCase()));
  },
  onClick: ({ title }) => console.info("entity", title),
  onRequestPreview: async ({ id, title, data }) => {
    await answerTo(title);
    if (id === "b3") throw new Error("no preview today");
    return {
      preview: {
        type: "Basic",
        gap: 1,
        children: [
          { type: "Title", value: title, size: "sm" },
          { type: "Text", value: `On the shelf ${data?.["shelf"] ?? "of a friend"}, half read.`, size: "sm", color: "secondary" },
        ],
      },
    } as never;
  },
};

export const commands: NonNullable<ChatKitOptions["commands"]> = {
  enabled: true,
  onSearch: async (query) => {
    await answerTo(query);
    return COMMANDS.filter((command) => command.label.toLowerCase().includes(query.toLowerCase()));
  },
  onSelect: async ({ id }) => {
    if (id === "fail") throw new Error("the command failed");
    if (id === "shelf")
      return {
        type: "menu",
        commands: [
          { id: "s1", label: "Home" },
          { id: "s2", label: "Work" },
        ],
      };
    const entity = BOOKS.find((book) => book.id === id);
    return entity && { type: "entity", entity };
  },
};

export const composer: NonNullable<ChatKitOptions["composer"]> = {
  attachments: { enabled: true, maxSize: { "image/*": 5 * 1024 * 1024, "*": 1024 * 1024 }, maxCount: 5 },
  dictation: { enabled: true },
  tools: [
    { id: "web", label: "Search the web", shortLabel: "Web", icon: "globe", placeholderOverride: "What to look for?", pinned: true },
    { id: "deep", label: "Read at length", shortLabel: "Read", icon: "book-open", persistent: true },
    { id: "draw", label: "Draw a picture", icon: "images" },
  ],
  models: [
    { id: "small", label: "Small", description: "Quick, for short questions" },
    { id: "large", label: "qwen3:14b", description: "Slower, thinks before it answers", default: true },
    { id: "huge", label: "Huge", description: "Not in your plan", disabled: true },
  ],
};
