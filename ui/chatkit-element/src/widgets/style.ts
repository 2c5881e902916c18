import type { JSX } from "preact";
import type { WidgetNode } from "../wire/protocol";
import { colorOf } from "./colors";
import { flexing, isRecord, oneOf, ratio, sizing, spacing, whole } from "./values";

export { colorOf } from "./colors";
export { sizing, spacing } from "./values";

type Scheme = "light" | "dark";
type Style = Record<string, string | number>;

const RADII: Readonly<Record<string, string>> = {
  none: "0",
  "2xs": "var(--r-1)",
  xs: "var(--r-1)",
  sm: "var(--r-1)",
  md: "var(--r-2)",
  lg: "var(--r-3)",
  xl: "var(--r-3)",
  "2xl": "var(--r-4)",
  "3xl": "var(--r-4)",
  "4xl": "var(--r-4)",
  full: "999px",
  "100%": "100%",
};

export const ALIGN: Readonly<Record<string, string>> = {
  start: "flex-start",
  center: "center",
  end: "flex-end",
  baseline: "baseline",
  stretch: "stretch",
};

const JUSTIFY: Readonly<Record<string, string>> = {
  start: "flex-start",
  center: "center",
  end: "flex-end",
  between: "space-between",
  around: "space-around",
  evenly: "space-evenly",
  stretch: "stretch",
};

const WRAP: Readonly<Record<string, string>> = { nowrap: "nowrap", wrap: "wrap", "wrap-reverse": "wrap-reverse" };
export const TEXT_ALIGN: Readonly<Record<string, string>> = { start: "start", center: "center", end: "end" };
const WEIGHTS: Readonly<Record<string, number>> = { normal: 400, medium: 500, semibold: 600, bold: 700 };

const LINES = Object.fromEntries(["solid", "dashed", "dotted", "double", "groove", "ridge", "inset", "outset"].map((kind) => [kind, kind]));
/** A border that is wider is no border. */
const WIDEST_BORDER = 64;

/** What is said of all sides is written first, so that a single side can say otherwise. */
const SIDES = { x: "Inline", y: "Block", top: "BlockStart", bottom: "BlockEnd", left: "InlineStart", right: "InlineEnd" } as const;

const SIZES = {
  size: ["width", "height"],
  width: ["width"],
  height: ["height"],
  minSize: ["minWidth", "minHeight"],
  minWidth: ["minWidth"],
  minHeight: ["minHeight"],
  maxSize: ["maxWidth", "maxHeight"],
  maxWidth: ["maxWidth"],
  maxHeight: ["maxHeight"],
} as const;

/** Margins may be negative, within reason: a widget is clipped where it ends. */
const LEAST_MARGIN = -100;

/** Properties of a block (sizes, margin, radius, aspect ratio) as CSS, set through CSSOM. */
export function blockStyle(node: WidgetNode): JSX.CSSProperties {
  const style: Style = {};
  for (const [property, names] of Object.entries(SIZES)) {
    const value = sizing(node[property]);
    if (value !== undefined) for (const name of names) style[name] = value;
  }
  putSides(style, "margin", node["margin"], LEAST_MARGIN);
  put(style, "borderRadius", oneOf(node["radius"], RADII));
  put(style, "aspectRatio", ratio(node["aspectRatio"]));
  return style as JSX.CSSProperties;
}

/** Properties of a block and of what lies in it (catalogue, "Box props"). */
export function boxStyle(node: WidgetNode, scheme: Scheme): JSX.CSSProperties {
  const style = blockStyle(node) as Style;
  Object.assign(style, paddingStyle(node["padding"]), borderStyle(node["border"], scheme));
  put(style, "backgroundColor", colorOf(node["background"], scheme));
  put(style, "gap", spacing(node["gap"]));
  put(style, "alignItems", oneOf(node["align"], ALIGN));
  put(style, "justifyContent", oneOf(node["justify"], JUSTIFY));
  put(style, "flexWrap", oneOf(node["wrap"], WRAP));
  put(style, "flex", flexing(node["flex"]));
  return style as JSX.CSSProperties;
}

export function paddingStyle(value: unknown): JSX.CSSProperties {
  const style: Style = {};
  putSides(style, "padding", value, 0);
  return style as JSX.CSSProperties;
}

/** A border all around or by sides; numbers are pixels. */
export function borderStyle(value: unknown, scheme: Scheme): JSX.CSSProperties {
  const all = line(value, scheme);
  if (all !== undefined) return { border: all };
  const style: Style = {};
  if (!isRecord(value)) return {};
  for (const [side, name] of Object.entries(SIDES)) put(style, `border${name}`, line(value[side], scheme));
  return style as JSX.CSSProperties;
}

function line(value: unknown, scheme: Scheme): string | undefined {
  const { size, color, style } = isRecord(value) ? value : { size: value, color: undefined, style: undefined };
  if (typeof size !== "number" || !(size >= 0 && size <= WIDEST_BORDER)) return undefined;
  return `${size}px ${oneOf(style, LINES) ?? "solid"} ${colorOf(color, scheme) ?? "var(--line-strong)"}`;
}

/** Colour, weight, alignment, width and lines of a text node. */
export function textStyle(node: WidgetNode, scheme: Scheme): JSX.CSSProperties {
  const style: Style = {};
  put(style, "color", colorOf(node["color"], scheme));
  put(style, "fontWeight", oneOf(node["weight"], WEIGHTS));
  put(style, "textAlign", oneOf(node["textAlign"], TEXT_ALIGN));
  if (node["italic"] === true) style["fontStyle"] = "italic";
  put(style, "width", sizing(node["width"]));
  put(style, "flex", flexing(node["flex"]));
  const most = whole(node["maxLines"], 1, 1000);
  // For the class `clamped`, which only a node with this has.
  put(style, "--lines", most);
  const least = whole(node["minLines"], 1, 1000);
  if (least !== undefined) style["minHeight"] = `${least}lh`;
  return style as JSX.CSSProperties;
}

/** Only what has a value: an undefined one would take back what the sheet says. */
export function given(style: Readonly<Record<string, string | number | undefined>>): JSX.CSSProperties {
  return Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined));
}

function put(style: Style, name: string, value: string | number | undefined): void {
  if (value !== undefined) style[name] = value;
}

function putSides(style: Style, property: "padding" | "margin", value: unknown, least: number): void {
  put(style, property, spacing(value, least));
  if (!isRecord(value)) return;
  for (const [side, name] of Object.entries(SIDES)) put(style, `${property}${name}`, spacing(value[side], least));
}
