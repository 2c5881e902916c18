import { act, button, caption, card, col, node, type Props, row, text, title, widget } from "../items";
import type { Scene } from "../scene";
import { PICTURE } from "../server";

const scene = (id: string, title: string, roots: object[], more: Partial<Scene> = {}): Scene => ({
  id,
  title,
  script: { items: roots.map((root) => widget(root)) },
  ...more,
});

const COLORS = ["prose", "primary", "emphasis", "secondary", "tertiary", "success", "warning", "danger"];
const BADGES = ["secondary", "success", "danger", "warning", "info", "discovery"];
const SURFACES = ["surface", "surface-secondary", "surface-tertiary", "surface-elevated", "surface-elevated-secondary"];
const TITLES = ["sm", "md", "lg", "xl", "2xl", "3xl", "4xl", "5xl"];
const LONG = "The catalogue of the old library, volume four, with the corrections of a later hand and a list of what was lost";

const week = card(
  {
    status: { text: "Week in review", icon: "calendar" },
    confirm: { label: "Plan next week", action: act("plan") },
    cancel: { label: "Not now", action: act("cancel") },
  },
  title("Fourteen read, three late"),
  text("Tuesday was the fullest day. Two of the late ones wait for somebody else.", { color: "secondary" }),
);

const cards: Scene[] = [
  scene("card", "Card", [week], { note: "head, body, one row of actions" }),
  scene(
    "card-sizes",
    "Card",
    ["sm", "md", "lg", "full"].map((size) => card({ size }, text(`Size ${size}`))),
    { note: "sizes" },
  ),
  scene(
    "card-looks",
    "Card",
    [
      card({ background: "surface-secondary", padding: 6 }, text("On a background, padding 6")),
      card({ border: { size: 2, color: "strong", style: "dashed" } }, text("With a border of its own")),
      card({ theme: "dark", status: { text: "Always dark", icon: "dark-mode" } }, text("Card with theme dark"), button("Press")),
      card({ theme: "light", status: { text: "Always light", icon: "light-mode" } }, text("Card with theme light"), button("Press")),
      card({ status: { text: "The body is folded away" }, collapsed: true }, text("Not to be seen")),
      card({ status: { text: LONG, favicon: PICTURE } }, text(LONG)),
    ],
    { note: "background, border, theme, collapsed" },
  ),
];

const entry = (name: string, when: string, more: Props = {}) =>
  node("ListViewItem", more, [
    node("Checkbox", { name: "read", pill: true, ariaLabel: name, onChangeAction: act("toggle") }),
    text(name, { truncate: true }),
    node("Spacer"),
    caption(when, when === "Yesterday" ? { color: "danger" } : {}),
  ]);

const books = [
  entry("The invention of nature", "Yesterday"),
  entry("Storage and retrieval", "Mon 23 Nov"),
  entry("A field guide to getting lost, annotated and with a new foreword", "no date"),
  entry("Emergence", "Fri 27 Nov"),
  entry("The order of time", "Sat 28 Nov"),
  entry("Sea of sand", "Mon 30 Nov"),
];

const lists: Scene[] = [
  scene("list", "ListView", [node("ListView", { limit: 4, status: { text: "Waiting" } }, books)], { note: "limit 4" }),
  scene(
    "list-rows",
    "ListView",
    [
      node("ListView", { limit: "auto" }, [
        node("ListViewItem", { onClickAction: act("open"), gap: 3 }, [
          node("Icon", { name: "book-open" }),
          col({ gap: 0, flex: 1 }, text("Can be pressed", { weight: "medium" }), caption("A second line below it")),
          node("Icon", { name: "chevron-right", color: "tertiary" }),
        ]),
        node("ListViewItem", { align: "start" }, [
          node("Image", { src: PICTURE, alt: "A hill in the sun", size: 40, radius: "sm" }),
          col({ gap: 0 }, text("With a picture", { weight: "medium" }), caption("Set at the start")),
        ]),
        node("ListViewItem", { onClickAction: act("open") }, [
          text(LONG, { maxLines: 2 }),
          node("Spacer"),
          node("Badge", { label: "new", color: "info" }),
          button("", { iconStart: "dots-horizontal", variant: "ghost", size: "sm" }),
        ]),
      ]),
      node("ListView", {}, []),
    ],
    { note: "pressable, pictures, two lines; one without rows" },
  ),
  scene("basic", "Basic", [
    node("Basic", {}, [title("No frame"), text("What stands in a Basic stands in the thread."), button("Press")]),
    node("Basic", { direction: "row", gap: 3, align: "center", justify: "between" }, [text("In a row"), node("Badge", { label: "Basic" })]),
    node("Basic", { padding: 2 }, [week]),
  ]),
];

const tile = (value: string, props: Props = {}) =>
  node("Box", { padding: { x: 2, y: 1 }, background: "surface-secondary", radius: "sm", ...props }, [caption(value)]);

const layout: Scene[] = [
  scene(
    "box",
    "Box",
    [
      card(
        {},
        row({}, ...["2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl", "4xl", "full", "none"].map((radius) => tile(radius, { radius }))),
        row({}, ...SURFACES.map((background) => tile(background, { background, border: 1 }))),
        row({}, ...["solid", "dashed", "dotted", "double"].map((style) => tile(style, { border: { size: 2, style, color: "strong" } }))),
        row(
          {},
          tile("top", { border: { top: { size: 3, color: "danger" } } }),
          tile("x", { border: { x: 2 } }),
          tile("100 × 40", { width: 100, height: 40 }),
        ),
        row({}, tile("red-100", { background: "red-100" }), tile("blue-900", { background: { light: "blue-100", dark: "blue-900" } })),
      ),
    ],
    { note: "radius, background, border, size" },
  ),
  scene(
    "rows",
    "Row and Col",
    [
      card(
        {},
        ...["start", "center", "end", "between", "around", "evenly"].map((justify) =>
          row({ justify }, tile(justify), tile("a"), tile("b")),
        ),
        node("Divider"),
        ...["start", "center", "end", "baseline", "stretch"].map((align) =>
          row({ align, height: 44 }, tile(align), title("T", { size: "xl" })),
        ),
        node("Divider", { spacing: 3, color: "strong", size: 2 }),
        row({ gap: 6 }, tile("gap 6"), node("Spacer"), tile("at the end")),
        row({ wrap: "nowrap" }, tile("flex 1", { flex: 1 }), tile("flex 2", { flex: 2 })),
        node("Divider", { flush: true }),
        row({}, tile("above"), node("Spacer", { minSize: 40 }), tile("flush divider")),
        node("Transition", {}, [tile("In a Transition")]),
      ),
    ],
    { note: "align, justify, gap, Divider, Spacer, Transition" },
  ),
  scene("table", "Table", [card({ status: { text: "Shelves" } }, shelves()), wideTable()]),
];

function cell(value: string, props: Props = {}): object {
  return node("Table.Cell", props, [text(value)]);
}

function shelves(): object {
  const right = { align: "end" };
  const line = (name: string, ...numbers: string[]) => node("Table.Row", {}, [cell(name), ...numbers.map((n) => cell(n, right))]);
  return node("Table", {}, [
    node("Table.Row", { header: true }, [cell("Shelf", { colSize: "lg" }), ...["Open", "Late", "Read"].map((name) => cell(name, right))]),
    line("Home", "21", "2", "9"),
    line("Work", "38", "0", "6"),
    node("Table.Row", {}, [cell("Over two columns", { colSpan: 2 }), cell("1", right), cell("4", right)]),
    node("Table.Row", {}, [cell("Two rows", { rowSpan: 2, vAlign: "center" }), cell("7", right), cell("1", right), cell("4", right)]),
    node("Table.Row", {}, [cell("8", right), cell("0", right), cell("5", right)]),
  ]);
}

function wideTable(): object {
  const names = ["Title", "Author", "Publisher", "Year", "Language", "Pages", "Shelf"];
  const values = ["The invention of nature", "A. Wulf", "John Murray", "2015", "English", "473", "Home, by the window"];
  return card(
    { padding: 0 },
    node("Table", {}, [
      node(
        "Table.Row",
        { header: true },
        names.map((name) => cell(name)),
      ),
      ...[0, 1, 2].map(() =>
        node(
          "Table.Row",
          {},
          values.map((value) => cell(value, { width: 140, vAlign: "start" })),
        ),
      ),
    ]),
  );
}

const words: Scene[] = [
  scene("text", "Text", [
    card(
      {},
      ...["xs", "sm", "md", "lg", "xl"].map((size) => text(`Text ${size}`, { size })),
      row({}, ...["normal", "medium", "semibold", "bold"].map((weight) => text(weight, { weight }))),
      row({}, ...COLORS.map((color) => text(color, { color }))),
      row(
        {},
        ...["gray-500", "red-600", "blue-600"].map((color) => text(color, { color: { light: color, dark: color.replace("600", "300") } })),
      ),
      ...["start", "center", "end"].map((textAlign) => text(textAlign, { textAlign })),
      row({}, text("italic", { italic: true }), text("struck", { lineThrough: true })),
      text(LONG, { truncate: true }),
      text(LONG, { maxLines: 2 }),
      text("At least three lines", { minLines: 3 }),
      text("An editable text", { editable: { name: "title", placeholder: "Title", required: true } }),
      text("", { editable: { name: "empty", placeholder: "Write here" } }),
    ),
  ]),
  scene("titles", "Title and Caption", [
    card(
      {},
      ...TITLES.map((size) => title(`Title ${size}`, { size })),
      title(LONG, { truncate: true }),
      ...["sm", "md", "lg"].map((size) => caption(`Caption ${size}`, { size })),
      caption(LONG, { maxLines: 1 }),
      node("Label", { value: "A label", fieldName: "nothing" }),
    ),
  ]),
  scene("badges", "Badge", [
    card(
      {},
      ...["soft", "solid", "outline"].map((variant) =>
        row({ gap: 1.5 }, ...BADGES.map((color) => node("Badge", { label: color, color, variant }))),
      ),
      row(
        {},
        ...["sm", "md", "lg"].map((size) => node("Badge", { label: size, size })),
        node("Badge", { label: "pill", pill: true, color: "success" }),
        node("Badge", { label: "12", pill: true }),
      ),
      node("Badge", { label: LONG }),
    ),
  ]),
  scene("markdown-node", "Markdown", [
    card({}, node("Markdown", { value: "A **Markdown** node with `code`, [a link](https://example.org/) and\n\n- a list\n- of two" })),
    card(
      {},
      node("Markdown", { value: "One that still **grows** and has not", streaming: true }),
      text("So does this text", { streaming: true }),
    ),
  ]),
];

const pictures: Scene[] = [
  scene("icons", "Icon", [
    card(
      {},
      row({ gap: 2 }, ...ICON_NAMES().map((name) => node("Icon", { name }))),
      row({}, ...["xs", "sm", "md", "lg", "xl", "2xl", "3xl"].map((size) => node("Icon", { name: "star", size }))),
      row({}, ...COLORS.map((color) => node("Icon", { name: "star-filled", color }))),
    ),
  ]),
  scene("images", "Image", [
    card(
      {},
      row(
        {},
        ...["cover", "contain", "fill", "scale-down", "none"].map((fit) =>
          node("Image", { src: PICTURE, alt: fit, fit, width: 56, height: 56 }),
        ),
      ),
      row(
        {},
        ...["top left", "center", "bottom right"].map((position) => node("Image", { src: PICTURE, alt: position, position, size: 56 })),
      ),
      row({}, ...["none", "md", "full"].map((radius) => node("Image", { src: PICTURE, alt: radius, radius, size: 56 }))),
      node("Image", { src: PICTURE, alt: "Framed", frame: true, height: 80 }),
      node("Image", { src: PICTURE, alt: "", flush: true, aspectRatio: "16 / 9" }),
      node("Image", { src: "https://pictures.example/no.png", alt: "A picture from a host that is not allowed", size: 56 }),
    ),
  ]),
  scene("unknown", "Nodes of another version", [
    card({}, node("Carousel", {}, [text("Of a node it does not know, the children are shown.")]), node("Hologram")),
    card(
      { status: { text: "Chart" } },
      node("Chart", { data: [{ day: "Mon", read: 2 }], series: [{ type: "bar", dataKey: "read", label: "Read" }], xAxis: "day" }),
    ),
  ]),
];

function ICON_NAMES(): string[] {
  return (
    "agent analytics atom batch bolt book-open book-closed book-clock bug calendar chart check check-circle check-circle-filled chevron-left " +
    "chevron-right circle-question clock compass confetti cube desktop document dots-horizontal dots-vertical empty-circle external-link globe " +
    "keys lab images info lifesaver lightbulb mail map-pin maps mobile name notebook notebook-pencil page-blank phone play plus profile " +
    "profile-card reload star star-filled search sparkle sparkle-double square-code square-image square-text suitcase settings-slider user " +
    "wreath write write-alt write-alt2 dot lucide:undo-2"
  ).split(" ");
}

export const widgets: Scene[] = [...cards, ...lists, ...layout, ...words, ...pictures];
