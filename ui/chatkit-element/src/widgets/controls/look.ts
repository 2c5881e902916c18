import type { WidgetNode } from "../../wire/protocol";

const SIZES = new Set(["3xs", "2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl"]);
const GUTTERS = new Set(["2xs", "xs", "sm", "md", "lg", "xl"]);
const VARIANTS = new Set(["solid", "soft", "outline", "ghost"]);

/** One of the words that are known; `otherwise` for anything else. */
export function oneOf<Word extends string>(value: unknown, known: ReadonlySet<string>, otherwise: Word): string {
  return typeof value === "string" && known.has(value) ? value : otherwise;
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function sizeOf(node: WidgetNode): string {
  return oneOf(node["size"], SIZES, "md");
}

export function variantOf(node: WidgetNode): string {
  return oneOf(node["variant"], VARIANTS, "outline");
}

/** Class names of what a text, a choice or a date is put into. */
export function controlClass(node: WidgetNode): string {
  const gutter = oneOf(node["gutterSize"], GUTTERS, "");
  return ["w-control", `s-${sizeOf(node)}`, variantOf(node), gutter && `g-${gutter}`, node["pill"] === true && "pill"]
    .filter(Boolean)
    .join(" ");
}
