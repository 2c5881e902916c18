import { FIRST } from "./first";
import { type Drawing, POINTING } from "./Icon";
import { LUCIDE } from "./lucide";

const WINDOW = "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z";
const LEFT_PANEL = "M7 6.5h2a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z";
const RIGHT_PANEL = "M15 6.5h2a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z";
const CIRCLE = "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0";

/** Drawn here, because Lucide has nothing that tells them from their neighbours in the list. */
const OWN: Readonly<Record<string, string>> = {
  "sidebar-open-left-alt": `${WINDOW}M9 3v18M5.9 7.5h.2M5.9 11h.2M5.9 14.5h.2`,
  "sidebar-open-right-alt": `${WINDOW}M15 3v18M17.9 7.5h.2M17.9 11h.2M17.9 14.5h.2`,
  "sidebar-floating-left": `${WINDOW}${LEFT_PANEL}`,
  "sidebar-floating-right": `${WINDOW}${RIGHT_PANEL}`,
  "sidebar-floating-open-left": `${WINDOW}${LEFT_PANEL}M14 9l3 3-3 3`,
  "sidebar-floating-open-right": `${WINDOW}${RIGHT_PANEL}M10 9l-3 3 3 3`,
  "home-alt": "M3 10a2 2 0 0 1 .7-1.5l7-6a2 2 0 0 1 2.6 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM9 17h6",
  "dots-vertical-circle": `${CIRCLE}M12 8h.01M12 12h.01M12 16h.01`,
  "dots-horizontal-circle": `${CIRCLE}M8 12h.01M12 12h.01M16 12h.01`,
  menu: "M4 9h16M4 15h16",
  "book-clock":
    "M20 8V3a1 1 0 0 0-1-1H6.5A2.5 2.5 0 0 0 4 4.5v15A2.5 2.5 0 0 1 6.5 17H8M11 17a5 5 0 1 0 10 0a5 5 0 1 0 -10 0M16 14.5V17l1.5 1",
  "square-text": `${WINDOW}M7 8h10M7 12h10M7 16h6`,
  "write-alt2": "M4 20h16M6 16l.8-3.2L15.5 4a2.1 2.1 0 0 1 3 3l-8.7 8.2z",
};

/** Surfaces, with what stands out in them cut out. */
const SOLID: Readonly<Record<string, string>> = {
  "check-circle-filled": `${CIRCLE}zM10.6 16.3l-4-4 1.5-1.5 2.5 2.5 5.3-5.3 1.5 1.5z`,
  "menu-inverted": `${WINDOW}M7 7v1.9h10V7zM7 11.05v1.9h10v-1.9zM7 15.1V17h10v-1.9z`,
};

const FILLED: Readonly<Record<string, string>> = {
  dot: "M8 12a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
  "star-filled": LUCIDE["star"] ?? "",
};

/** Names of the options and the protocol that Lucide draws under another name. Names that are alike are left out. */
const ALIASES: Readonly<Record<string, string>> = {
  // For buttons, tools and widgets.
  agent: "bot",
  analytics: "chart-column",
  batch: "layers",
  bolt: "zap",
  "book-closed": "book",
  chart: "chart-line",
  "check-circle": "circle-check",
  "circle-question": "circle-question-mark",
  confetti: "party-popper",
  cube: "box",
  desktop: "monitor",
  document: "file-text",
  "dots-horizontal": "ellipsis",
  "dots-vertical": "ellipsis-vertical",
  "empty-circle": "circle",
  keys: "key",
  lab: "flask-conical",
  lifesaver: "life-buoy",
  maps: "map",
  mobile: "smartphone",
  name: "id-card",
  "notebook-pencil": "notebook-pen",
  "page-blank": "file",
  profile: "circle-user-round",
  "profile-card": "contact",
  reload: "rotate-ccw",
  "settings-slider": "sliders-horizontal",
  "sparkle-double": "sparkles",
  "square-image": "image",
  suitcase: "briefcase",
  wreath: "award",
  write: "square-pen",
  "write-alt": "pen-line",
  // For the header.
  "sidebar-left": "panel-left",
  "sidebar-right": "panel-right",
  "sidebar-open-left": "panel-left-open",
  "sidebar-open-right": "panel-right-open",
  "sidebar-collapse-left": "panel-left-close",
  "sidebar-collapse-right": "panel-right-close",
  "collapse-left": "arrow-left-to-line",
  "collapse-right": "arrow-right-to-line",
  "open-left": "arrow-right-from-line",
  "open-right": "arrow-left-from-line",
  "double-chevron-left": "chevrons-left",
  "double-chevron-right": "chevrons-right",
  home: "house",
  "back-small": "chevron-left",
  "back-large": "arrow-left",
  "expand-large": "maximize",
  "collapse-large": "minimize",
  "expand-small": "maximize-2",
  "collapse-small": "minimize-2",
  "chat-temporary": "message-circle-dashed",
  "settings-cog": "settings",
  grid: "layout-grid",
  hamburger: "menu",
  compose: "square-pen",
  share: "share-2",
  "light-mode": "sun",
  "dark-mode": "moon",
  close: "x",
};

/** The drawing of a name, also of those that are drawn from the start under another; null when there is none. */
export function drawingOf(name: string): Drawing | null {
  const isLucide = name.startsWith("lucide:");
  if (!isLucide) {
    const own = of(SOLID, name, "solid") ?? of(FILLED, name, "filled") ?? of(OWN, name, "");
    if (own) return own;
  }
  const plain = isLucide ? name.slice("lucide:".length) : Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? "") : name;
  const look = POINTING.test(plain) ? "points" : "";
  return of(FIRST, plain, look) ?? of(LUCIDE, plain, look);
}

function of(table: Readonly<Record<string, string>>, name: string, look: Drawing["look"]): Drawing | null {
  // A name comes from outside, and may be `constructor`.
  return Object.hasOwn(table, name) ? { d: table[name] ?? "", look } : null;
}
