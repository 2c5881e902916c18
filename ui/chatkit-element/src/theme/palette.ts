import type { ColorOption } from "@openai/chatkit";
import tokens from "../styles/tokens.css?inline";
import {
  bestInk,
  contrast,
  fillHover,
  fromOklch,
  inkOn,
  lowestContrast,
  mix,
  parseColor,
  type Rgb,
  readable,
  toHex,
  toOklch,
} from "./color";

export type Scheme = "light" | "dark";

/** Custom properties and their colours. */
export type Palette = Map<string, Rgb>;

/** What text and controls may stand on. */
export const GROUNDS = ["--surface", "--raised", "--sunken", "--accent-tint", "--own"];
/** Read as text: 4.5 on every ground. */
export const TEXTS = ["--text-1", "--text-2", "--text-3", "--accent", "--green", "--red", "--amber", "--plum"];
/** Rings, borders of controls, dots: 3 on every ground. */
export const SHAPES = ["--control", "--focus", "--amber-ring", "--blue"];
/** A signal's own ground, for its text and for the text around it. */
export const SIGNALS = ["green", "red", "amber", "plum"];
const FILLS = ["--green-fill", "--red-fill"];

const TEXT_RATIO = 4.5;
const SHAPE_RATIO = 3;

const read = new Map<Scheme, Palette>();

/** The colours of tokens.css: what the element has when the options say nothing. */
export function basePalette(scheme: Scheme): Palette {
  let palette = read.get(scheme);
  if (!palette) {
    palette = new Map(scheme === "dark" ? basePalette("light") : []);
    for (const [, selector = "", body = ""] of tokens.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]*)\{([^{}]*)\}/g)) {
      // Only the blocks with colours are for `.themed`; a build may have taken the quotes.
      if (!selector.includes(".themed") || selector.includes("dark") !== (scheme === "dark")) continue;
      for (const [, name = "", value = ""] of body.matchAll(/(--[\w-]+)\s*:\s*(#[\da-f]{3,8})/gi)) {
        const color = value.length === 4 || value.length === 7 ? parseColor(value) : null;
        if (color) palette.set(name, color);
      }
    }
    palette.set("--own", palette.get("--sunken") as Rgb);
    read.set(scheme, palette);
  }
  return palette;
}

/** Whether text on the colour is dark, so that all that goes with it must be light, or the other way round. */
export function schemeOf(surface: Rgb): Scheme {
  return toHex(bestInk([surface])) === "#000000" ? "light" : "dark";
}

/** The scheme that can be drawn on the surface the options give: a wish for the other one could not be read. */
export function schemeFor(wish: Scheme, color: ColorOption | undefined): Scheme {
  const surface = parseColor(color?.surface?.background ?? "");
  return surface ? schemeOf(surface) : wish;
}

/** The colours the options ask for in a scheme, as far as they differ from tokens.css. Everything in them can be read. */
export function palette(scheme: Scheme, color: ColorOption): Record<string, string> {
  const base = basePalette(scheme);
  const own = new Map(base);
  if (color.grayscale) neutrals(scheme, own, color.grayscale);
  // A card in the other scheme cannot have the surface of the chat.
  const moved = color.surface !== undefined && schemeFor(scheme, color) === scheme && surfaces(own, color.surface);
  const fill = parseColor(color.accent?.primary ?? "") ?? (own.get("--accent-fill") as Rgb);
  accent(scheme, own, fill, color.accent?.level ?? 1, moved || toHex(fill) !== toHex(base.get("--accent-fill") as Rgb));
  settle(own);
  const changed = [...own].map(([name, value]) => [name, toHex(value)] as const);
  return Object.fromEntries(changed.filter(([name, value]) => value !== toHex(base.get(name) as Rgb)));
}

const NEUTRALS = ["--surface", "--raised", "--sunken", "--text-1", "--text-2", "--text-3", "--line", "--line-strong", "--control"];

/** Tint 1 is the chroma tokens.css has; each step adds as much again. Shade moves what things stand on, text stays. */
function neutrals(scheme: Scheme, out: Palette, { hue, tint, shade = 0 }: NonNullable<ColorOption["grayscale"]>): void {
  const step = scheme === "light" ? 0.008 : 0.012;
  for (const name of NEUTRALS) {
    const base = toOklch(out.get(name) as Rgb);
    const l = name.startsWith("--text") || name === "--control" ? base.l : clamp(base.l + shade * step);
    out.set(name, fromOklch({ l, c: Math.min(base.c * tint, 0.06), h: hue }));
  }
  out.set("--own", out.get("--sunken") as Rgb);
}

/**
 * `foreground` is documented as the colour of content on the background, and is widely given as the colour of what lies above it. The
 * contrast between the two tells which was meant. Says whether the surface is another than that of tokens.css.
 */
function surfaces(out: Palette, { background, foreground }: NonNullable<ColorOption["surface"]>): boolean {
  const back = parseColor(background);
  const front = parseColor(foreground);
  if (!back) return false;
  const before = out.get("--surface") as Rgb;
  const moved = toHex(before) !== toHex(back);
  if (moved) follow(out, toOklch(before).l, back);
  out.set("--surface", back);
  out.set("--own", out.get("--sunken") as Rgb);
  if (front && contrast(back, front) >= TEXT_RATIO) {
    out.set("--text-1", front);
    if (moved)
      for (const [name, amount] of [["--text-2", 0.78] as const, ["--text-3", 0.66] as const]) out.set(name, mix(front, back, amount));
  } else if (front) {
    out.set("--raised", front);
  }
  return moved;
}

/** Keeps the steps between the surfaces and lines around another surface, in its hue. */
function follow(out: Palette, before: number, surface: Rgb): void {
  const { l, c, h } = toOklch(surface);
  for (const name of ["--raised", "--sunken", "--line", "--line-strong", "--control"]) {
    const base = toOklch(out.get(name) as Rgb);
    const tinted = c > 0.02;
    out.set(name, fromOklch({ l: clamp(base.l - before + l), c: tinted ? c : base.c, h: tinted ? h : base.h }));
  }
}

/**
 * Level 0 leaves grey what is selected, 1 tints it, 2 tints the person's own messages as well, 3 does both more strongly.
 * `anew`: the tints of tokens.css do not fit, because the accent or the surface is another.
 */
function accent(scheme: Scheme, out: Palette, fill: Rgb, level: number, anew: boolean): void {
  const surface = out.get("--surface") as Rgb;
  const tint = (amount: number) => mix(fill, surface, scheme === "light" ? amount : amount * 1.6);
  if (level <= 0) out.set("--accent-tint", out.get("--sunken") as Rgb);
  else if (anew || level > 2) out.set("--accent-tint", tint(level > 2 ? 0.2 : 0.1));
  if (level > 1) out.set("--own", out.get("--accent-tint") as Rgb);
  if (!anew) return;
  const ink = inkOn(fill);
  out.set("--accent-fill", fill);
  out.set("--on-accent", ink);
  out.set("--accent-fill-hover", fillHover(fill, ink));
  out.set("--accent", fill);
  out.set("--focus", fill);
}

/** Moves in lightness whatever cannot be read where it stands, and no further than it must. */
function settle(out: Palette): void {
  for (const [name, value] of out) out.set(name, parseColor(toHex(value)) as Rgb);
  const ink = bestInk([out.get("--surface") as Rgb]);
  const tints = SIGNALS.map((name) => `--${name}-tint`);
  for (const name of [...GROUNDS, ...tints]) {
    const ground = out.get(name) as Rgb;
    // First the ground must leave room for text at all.
    if (name !== "--surface") out.set(name, readable(ground, [ink], TEXT_RATIO));
  }
  const colors = (names: readonly string[]) => names.map((name) => out.get(name) as Rgb);
  const grounds = colors(GROUNDS);
  for (const name of TEXTS) {
    const tint = `${name}-tint`;
    const on = tints.includes(tint)
      ? [...grounds, ...colors([tint])]
      : name.startsWith("--text")
        ? [...grounds, ...colors(tints)]
        : grounds;
    out.set(name, readable(out.get(name) as Rgb, on, TEXT_RATIO));
  }
  for (const name of SHAPES) out.set(name, readable(out.get(name) as Rgb, grounds, SHAPE_RATIO));
  for (const name of FILLS) {
    const fill = out.get(name) as Rgb;
    if (lowestContrast(fill, grounds) >= SHAPE_RATIO) continue;
    const seen = readable(fill, grounds, SHAPE_RATIO);
    out.set(name, seen);
    out.set(name.replace("-fill", "").replace("--", "--on-"), inkOn(seen));
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
