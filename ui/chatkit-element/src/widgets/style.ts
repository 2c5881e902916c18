import type { JSX } from "preact";
import type { WidgetNode } from "../wire/protocol";

type Style = Record<string, string | number>;

/** What a spacing unit is; the size is not documented, 4 px fits the published examples. */
const UNIT_PX = 4;

const COLORS: Readonly<Record<string, string>> = {
  prose: "--text-1",
  primary: "--text-1",
  emphasis: "--text-1",
  secondary: "--text-2",
  tertiary: "--text-3",
  success: "--green",
  warning: "--amber",
  caution: "--amber",
  danger: "--red",
  info: "--accent",
  discovery: "--plum",
  surface: "--surface",
  "surface-secondary": "--sunken",
  "surface-tertiary": "--sunken",
  "surface-elevated": "--raised",
  "surface-elevated-secondary": "--raised",
  default: "--line",
  subtle: "--line",
  strong: "--line-strong",
  red: "--red",
  orange: "--amber-ring",
  yellow: "--amber-ring",
  green: "--green",
  blue: "--blue",
  purple: "--plum",
  pink: "--plum",
  gray: "--text-3",
};

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

const FLEX: Readonly<Record<string, string>> = {
  start: "flex-start",
  end: "flex-end",
  between: "space-between",
  around: "space-around",
  evenly: "space-evenly",
};

/** A CSS value that cannot fetch anything. */
function plain(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return `${value}`;
  return typeof value === "string" && value.length < 80 && !/url|image|expression|[;{}\\]/i.test(value) ? value : undefined;
}

/** A colour token (also `red-500`), any plain CSS colour, or `{light, dark}`. */
export function colorOf(value: unknown, scheme: "light" | "dark"): string | undefined {
  if (typeof value === "object" && value !== null) return colorOf((value as Record<string, unknown>)[scheme], scheme);
  const text = plain(value);
  if (text === undefined) return undefined;
  const token = COLORS[text] ?? COLORS[text.replace(/-\d+$/, "")];
  return token ? `var(${token})` : text;
}

/** Numbers are spacing units. */
export function spacing(value: unknown): string | undefined {
  return typeof value === "number" ? `${value * UNIT_PX}px` : plain(value);
}

/** Numbers are pixels. */
export function sizing(value: unknown): string | undefined {
  return typeof value === "number" ? `${value}px` : plain(value);
}

function sides(style: Style, property: "padding" | "margin", value: unknown): void {
  if (typeof value !== "object" || value === null) {
    const all = spacing(value);
    if (all !== undefined) style[property] = all;
    return;
  }
  const given = value as Record<string, unknown>;
  const names = { x: `${property}Inline`, y: `${property}Block`, top: `${property}BlockStart`, bottom: `${property}BlockEnd` };
  for (const [key, name] of Object.entries({ ...names, left: `${property}InlineStart`, right: `${property}InlineEnd` })) {
    const side = spacing(given[key]);
    if (side !== undefined) style[name] = side;
  }
}

function borders(style: Style, value: unknown, scheme: "light" | "dark"): void {
  const line = (one: unknown): string | undefined => {
    if (typeof one === "number") return `${one}px solid var(--line-strong)`;
    if (typeof one !== "object" || one === null) return undefined;
    const { size, color, style: kind } = one as Record<string, unknown>;
    if (typeof size !== "number") return undefined;
    return `${size}px ${plain(kind) ?? "solid"} ${colorOf(color, scheme) ?? "var(--line-strong)"}`;
  };
  const all = line(value);
  if (all !== undefined) {
    style["border"] = all;
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const given = value as Record<string, unknown>;
  const names = {
    x: "borderInline",
    y: "borderBlock",
    top: "borderBlockStart",
    bottom: "borderBlockEnd",
    left: "borderInlineStart",
    right: "borderInlineEnd",
  };
  for (const [key, name] of Object.entries(names)) {
    const side = line(given[key]);
    if (side !== undefined) style[name] = side;
  }
}

const SIZES = {
  width: ["width"],
  height: ["height"],
  size: ["width", "height"],
  minWidth: ["minWidth"],
  minHeight: ["minHeight"],
  minSize: ["minWidth", "minHeight"],
  maxWidth: ["maxWidth"],
  maxHeight: ["maxHeight"],
  maxSize: ["maxWidth", "maxHeight"],
} as const;

/** Block and box properties of a node (catalogue, section "Shared value types") as CSS, set through CSSOM. */
export function boxStyle(node: WidgetNode, scheme: "light" | "dark"): JSX.CSSProperties {
  const style: Style = {};
  for (const [property, names] of Object.entries(SIZES)) {
    const value = sizing(node[property]);
    if (value !== undefined) for (const name of names) style[name] = value;
  }
  sides(style, "margin", node["margin"]);
  sides(style, "padding", node["padding"]);
  borders(style, node["border"], scheme);
  const radius = RADII[String(node["radius"])];
  if (radius) style["borderRadius"] = radius;
  const background = colorOf(node["background"], scheme);
  if (background) style["background"] = background;
  const gap = spacing(node["gap"]);
  if (gap !== undefined) style["gap"] = gap;
  for (const [property, name] of [
    ["align", "alignItems"],
    ["justify", "justifyContent"],
  ] as const) {
    const value = plain(node[property]);
    if (value) style[name] = FLEX[value] ?? value;
  }
  for (const [property, name] of [
    ["wrap", "flexWrap"],
    ["flex", "flex"],
    ["aspectRatio", "aspectRatio"],
  ] as const) {
    const value = plain(node[property]);
    if (value !== undefined) style[name] = value;
  }
  return style as JSX.CSSProperties;
}

const WEIGHTS: Readonly<Record<string, number>> = { normal: 400, medium: 500, semibold: 600, bold: 600 };

/** Colour, weight, alignment and lines of a text node. */
export function textStyle(node: WidgetNode, scheme: "light" | "dark"): JSX.CSSProperties {
  const style: Style = {};
  const color = colorOf(node["color"], scheme);
  if (color) style["color"] = color;
  const weight = WEIGHTS[String(node["weight"])];
  if (weight) style["fontWeight"] = weight;
  const align = plain(node["textAlign"]);
  if (align) style["textAlign"] = align;
  if (node["italic"] === true) style["fontStyle"] = "italic";
  const width = sizing(node["width"]);
  if (width !== undefined) style["width"] = width;
  const lines = node["maxLines"];
  if (typeof lines === "number" && lines > 0) {
    Object.assign(style, { display: "-webkit-box", WebkitBoxOrient: "vertical", WebkitLineClamp: lines, overflow: "hidden" });
  }
  return style as JSX.CSSProperties;
}
