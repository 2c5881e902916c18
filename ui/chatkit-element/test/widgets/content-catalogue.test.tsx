import type { Widgets } from "@openai/chatkit";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { loadIcons } from "../../src/icons/Icon";
import { draw, erase } from "./draw";

// Those that are not drawn from the start would look like none.
beforeAll(loadIcons);
afterEach(erase);

type Node = Widgets.WidgetComponent | Widgets.WidgetRoot | Widgets.ListViewItem;
/** What only the Python types know, and this element draws too. */
interface Extra {
  Image: { background: unknown; flex: unknown };
}
type Content =
  | "Badge"
  | "Basic"
  | "Box"
  | "Caption"
  | "Card"
  | "Col"
  | "Divider"
  | "Icon"
  | "Image"
  | "ListView"
  | "ListViewItem"
  | "Markdown";
type Rest = "Row" | "Spacer" | "Table" | "Table.Cell" | "Table.Row" | "Text" | "Title" | "Transition";
type Props<Type> = Exclude<
  keyof Extract<Node, { type: Type }> | (Type extends keyof Extra ? keyof Extra[Type] : never),
  "type" | "key" | "id"
>;

interface Values {
  /** Each of these looks unlike the others, and unlike none at all. */
  unlike: readonly unknown[];
  /** Each of these is what is drawn without the property. */
  same?: readonly unknown[];
  /** Added to the node, where the property does not show by itself. */
  beside?: object;
  /** Shows only while the widget is still sent. */
  open?: true;
}

/** Every property that the official types have for a node: one that is missing here does not compile. */
type Table = { [Type in Content | Rest]: { base: object; inside?: (node: object) => object; props: { [Prop in Props<Type>]: Values } } };

const text = (value: string) => ({ type: "Text", value });
const action = { type: "go" };
const texts = ["", "words"];
const lengths = [1, 12, "2em", "50%", "calc(1px + 2em)"];
const spacings = [1, 2.5, "1em", "8px 1em", { x: 2 }, { y: 2 }, { top: 1 }, { right: 1 }, { bottom: 1 }, { left: 1 }, { top: 1, x: "1em" }];
// Those that the test's page knows; colors.test.ts has all.
const colors = [
  ...["prose", "secondary", "tertiary", "success", "warning", "danger", "surface", "surface-secondary", "surface-tertiary"],
  ...["surface-elevated", "default", "subtle", "strong", "orange", "yellow", "pink-500", "#123", "rebeccapurple", "rgb(1, 2, 3)"],
  { light: "#abc", dark: "#def" },
];
const weights = { unlike: ["medium", "semibold", "bold", "normal"] };
const sides = ["top", "right", "bottom", "left", "x", "y"];
const lines = ["solid", "dashed", "dotted", "double", "groove", "ridge", "inset", "outset"];
const borders = [2, ...lines.map((style) => ({ size: 1, style })), { size: 3, color: "danger" }, ...sides.map((side) => ({ [side]: 4 }))];
const border = {
  unlike: [...borders, { top: { size: 1, color: { light: "red", dark: "blue" } } }],
  same: [null, "thick", { color: "red" }],
};
const background = { unlike: colors, same: ["url(https://evil.example/)", 7, "image-set('x')"] };

const block = {
  height: { unlike: lengths },
  width: { unlike: lengths },
  size: { unlike: lengths },
  minHeight: { unlike: lengths },
  minWidth: { unlike: lengths },
  minSize: { unlike: lengths },
  maxHeight: { unlike: lengths },
  maxWidth: { unlike: lengths },
  maxSize: { unlike: lengths },
  aspectRatio: { unlike: [1, 1.5, "16/9", "4 / 3"], same: [0, -1, "wide"] },
  radius: { unlike: ["xs", "md", "xl", "4xl", "full", "100%", "none"], same: ["huge", 7] },
  margin: { unlike: [...spacings, -1], same: [true, "1 parsec"] },
} satisfies Record<string, Values>;

const box = {
  ...block,
  children: { unlike: [[text("one")], [text("one"), text("two")]], same: [null, 7, [null], [{ value: "no type" }]] },
  align: { unlike: ["start", "center", "end", "baseline", "stretch"], same: ["sideways"] },
  justify: { unlike: ["start", "center", "end", "between", "around", "evenly", "stretch"], same: ["sideways"] },
  wrap: { unlike: ["nowrap", "wrap", "wrap-reverse"], same: ["rap"] },
  flex: { unlike: [1, "none", "2 1 auto", "1 1 20px"], same: [-1, "lots"] },
  gap: { unlike: [1, "1em", 0], same: [-1, "wide"] },
  padding: { unlike: spacings, same: [-1, "-3px", "url(x)"] },
  border,
  background,
} satisfies Record<string, Values>;

const words = {
  value: { unlike: ["words", "other", 7], same: [null, "", { a: 1 }] },
  color: { unlike: colors, same: ["url(x)"] },
  weight: weights,
  textAlign: { unlike: ["start", "center", "end"], same: ["justify"] },
  truncate: { unlike: [true], same: [false] },
  maxLines: { unlike: [1, 3], same: [0, -1, "two"] },
} satisfies Record<string, Values>;

const status = {
  unlike: [{ text: "now" }, { text: "now", icon: "star" }, { text: "now", favicon: "data:image/png;base64,AA==" }],
  same: [null, 7, {}],
};
const framed = { text: "now", favicon: "data:image/png;base64,AA==", frame: true };
const theme = { unlike: ["dark"], same: ["light", "sepia"] };
const growing = { unlike: [true], same: [false], open: true as const };
const direction = { unlike: ["row"], same: ["col", "diagonal"] };
const decision = {
  unlike: [
    { label: "Yes", action },
    { label: "Go", action },
  ],
  same: [null, { label: "Yes" }, { label: "", action }, { action }],
};
const inTable = (row: object) => ({ type: "Table", children: [row] });
const PICTURE = "data:image/gif;base64,AA==";
const ICONS = ["bolt", "star", "dot", "calendar", "lucide:undo-2"];
const NO_ICONS = ["vendor:acme", "nothing", "", 7, "constructor", "__proto__"];

const TABLE: Table = {
  Card: {
    base: { children: [text("a")] },
    props: {
      children: { unlike: [[], [text("b")]] },
      asForm: { unlike: [true], same: [false] },
      background,
      border,
      size: { unlike: ["sm", "lg", "full"], same: ["md", "giant"] },
      padding: { unlike: spacings, same: ["url(x)"] },
      status: { ...status, unlike: [...status.unlike, framed] },
      collapsed: { unlike: [true], same: [false] },
      confirm: decision,
      cancel: decision,
      theme,
    },
  },
  ListView: {
    base: { children: Array.from({ length: 9 }, (_, i) => ({ type: "ListViewItem", children: [text(`row ${i}`)] })) },
    props: {
      children: { unlike: [[], [{ type: "ListViewItem", children: [text("one")] }]] },
      limit: { unlike: [1, 4, "auto"], same: [0, -1, 9, 100, "some", 1.5] },
      status: { ...status, unlike: [...status.unlike, framed] },
      theme,
    },
  },
  ListViewItem: {
    base: { children: [text("a")] },
    inside: (node) => ({ type: "ListView", children: [node] }),
    props: {
      children: { unlike: [[], [text("b")]] },
      onClickAction: { unlike: [action], same: [null, {}, "go"] },
      gap: { unlike: [1, "1em"], same: ["wide"] },
      align: { unlike: ["start", "end", "baseline", "stretch"], same: ["center"] },
    },
  },
  Basic: {
    base: { children: [text("a")] },
    props: {
      children: { unlike: [[], [text("b")], [{ type: "Card", children: [] }]] },
      theme,
      direction,
      gap: box.gap,
      padding: box.padding,
      align: box.align,
      justify: box.justify,
    },
  },
  Box: { base: {}, props: { ...box, direction } },
  Row: { base: {}, props: box },
  Col: { base: {}, props: box },
  Divider: {
    base: {},
    props: {
      color: { unlike: colors, same: ["url(x)"] },
      size: { unlike: lengths, same: ["thick"] },
      spacing: { unlike: [1, 3, "1em"], same: ["wide", -1] },
      flush: { unlike: [true], same: [false, "yes"] },
    },
  },
  Spacer: { base: {}, props: { minSize: { unlike: [1, 3, "1em"], same: ["wide", -1] } } },
  Transition: { base: {}, props: { children: { unlike: [text("a"), text("b"), [text("c")]], same: [null, 7] } } },
  Table: {
    base: {},
    props: {
      children: {
        unlike: [
          [{ type: "Table.Row", children: [{ type: "Table.Cell", children: [text("a")] }] }],
          [{ type: "Table.Row", header: true, children: [{ type: "Table.Cell", children: [text("a")] }] }],
        ],
        same: [null, []],
      },
    },
  },
  "Table.Row": {
    base: { children: [{ type: "Table.Cell", children: [text("a")] }] },
    inside: inTable,
    props: {
      children: { unlike: [[], [{ type: "Table.Cell", children: [text("b")] }], [text("no cell")]] },
      header: { unlike: [true], same: [false] },
    },
  },
  "Table.Cell": {
    base: { children: [text("a")] },
    inside: (node) => inTable({ type: "Table.Row", children: [node] }),
    props: {
      children: { unlike: [[], [text("b")]] },
      width: { unlike: lengths, same: ["wide"] },
      padding: { unlike: spacings, same: ["url(x)"] },
      colSpan: { unlike: [2, 3], same: [1, 0, -1, 1.5, "2", 1e9] },
      rowSpan: { unlike: [2, 3], same: [1, 0, -1, 1.5, "2", 1e9] },
      align: { unlike: ["start", "center", "end"], same: ["stretch to"] },
      vAlign: { unlike: ["start", "center", "end"], same: ["baseline"] },
      colSize: { unlike: ["xs", "sm", "md", "lg", "xl"], same: ["2xl"] },
    },
  },
  Text: {
    base: {},
    props: {
      ...words,
      streaming: growing,
      italic: { unlike: [true], same: [false] },
      lineThrough: { unlike: [true], same: [false], beside: { value: "struck" } },
      width: { unlike: lengths },
      size: { unlike: ["xs", "sm", "lg", "xl"], same: ["md", "5xl"] },
      minLines: { unlike: [1, 3], same: [0, "two"] },
      editable: {
        unlike: [{ name: "title" }, { name: "title", placeholder: "Title" }, { name: "title", required: true }],
        same: [false, null],
      },
    },
  },
  Title: { base: {}, props: { ...words, size: { unlike: ["sm", "lg", "xl", "2xl", "3xl", "4xl", "5xl"], same: ["md", "xs"] } } },
  Caption: { base: {}, props: { ...words, size: { unlike: ["sm", "lg"], same: ["md", "xl"] } } },
  Markdown: {
    base: {},
    props: {
      value: { unlike: ["**bold**", "plain", "# head"], same: [null, 7n, ["x"]] },
      streaming: { ...growing, beside: { value: "growing" } },
    },
  },
  Badge: {
    base: {},
    props: {
      label: { unlike: ["new", 12], same: texts.slice(0, 1) },
      color: { unlike: ["success", "danger", "warning", "info", "discovery"], same: ["secondary", "red-100"] },
      variant: { unlike: ["solid", "outline"], same: ["soft", "ghost"] },
      size: { unlike: ["sm", "lg"], same: ["md", "xl"] },
      pill: { unlike: [true], same: [false] },
    },
  },
  Icon: {
    base: {},
    props: {
      name: { unlike: ICONS, same: NO_ICONS },
      color: { unlike: colors, same: ["url(x)"], beside: { name: "star" } },
      size: { unlike: ["xs", "sm", "lg", "xl", "2xl", "3xl"], same: ["md", "9xl"], beside: { name: "star" } },
    },
  },
  Image: {
    base: { src: PICTURE },
    props: {
      ...block,
      src: { unlike: [`${PICTURE}AA`, "https://evil.example/x.png"] },
      alt: { unlike: ["a hill"], same: [null, 7n, ""] },
      fit: { unlike: ["cover", "contain", "fill", "scale-down", "none"], same: ["squeeze"] },
      position: {
        unlike: ["top left", "top", "top right", "left", "center", "right", "bottom left", "bottom", "bottom right"],
        same: ["somewhere"],
      },
      frame: { unlike: [true], same: [false] },
      flush: { unlike: [true], same: [false] },
      background,
      flex: box.flex,
    },
  },
};

describe.each(Object.entries(TABLE))("%s", (type, { base, inside = (node) => node, props }) => {
  const html = (more: object, open = false) => draw(inside({ type, ...base, ...more }), { open }).html();

  it.each(Object.entries<Values>(props))("%s", (name, { unlike, same = [], beside = {}, open = false }) => {
    const without = html(beside, open);
    const seen = new Map([[without, "without it"]]);
    for (const value of unlike) {
      const drawn = html({ ...beside, [name]: value }, open);
      expect(seen.get(drawn), `${show(value)} looks like ${seen.get(drawn)}: ${drawn}`).toBeUndefined();
      seen.set(drawn, show(value));
    }
    for (const value of same) expect(html({ ...beside, [name]: value }, open), show(value)).toBe(without);
  });
});

function show(value: unknown): string {
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}
