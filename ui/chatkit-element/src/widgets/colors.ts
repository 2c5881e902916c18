import { isCall, isRecord } from "./values";

const TOKENS: Readonly<Record<string, string>> = {
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
  "surface-tertiary": "--deep",
  "surface-elevated": "--raised",
  "surface-elevated-secondary": "--sunken",
  default: "--line-strong",
  subtle: "--line",
  strong: "--control",
};

/** Hues of the primitives: the token for the middle shade, the angle and the greatest chroma (OKLCH) of the others. */
const HUES: Readonly<Record<string, readonly [token: string, angle: number, chroma: number]>> = {
  gray: ["--text-3", 260, 0.012],
  red: ["--red", 27, 0.19],
  orange: ["--orange", 50, 0.16],
  yellow: ["--yellow", 90, 0.14],
  green: ["--green", 152, 0.14],
  blue: ["--blue-text", 260, 0.19],
  purple: ["--plum", 318, 0.17],
  pink: ["--pink", 352, 0.19],
};

/** Lightness and part of the hue's chroma at some shades; those between lie between. */
const SHADES: readonly (readonly [shade: number, lightness: number, chroma: number])[] = [
  [0, 1, 0],
  [50, 0.97, 0.08],
  [100, 0.94, 0.2],
  [200, 0.89, 0.4],
  [300, 0.81, 0.68],
  [400, 0.71, 0.95],
  [600, 0.53, 1],
  [700, 0.46, 0.9],
  [800, 0.38, 0.75],
  [900, 0.3, 0.55],
  [1000, 0.2, 0.35],
];

/** The shade that can be read as text on every surface, in both schemes; `red` is `red-500`. */
const READABLE = 500;

/** Functions of CSS that make a colour. */
const FUNCTIONS = new Set("rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var".split(" "));

/**
 * A token of the catalogue, a primitive (`red`, `red-100` to `red-1000`), any plain CSS colour, or `{light, dark}`. Undefined for
 * everything else; a name that is no colour is left to the browser, which passes it over.
 */
export function colorOf(value: unknown, scheme: "light" | "dark"): string | undefined {
  const given = isRecord(value) ? value[scheme] : value;
  if (typeof given !== "string") return undefined;
  const text = given.trim();
  if (Object.hasOwn(TOKENS, text)) return `var(${TOKENS[text]})`;
  const [, hue = "", shade] = /^([a-z]+)(?:-(\d{1,4}))?$/.exec(text) ?? [];
  if (Object.hasOwn(HUES, hue)) return primitive(HUES[hue] as (typeof HUES)[string], shade === undefined ? READABLE : Number(shade));
  if (/^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(text) || /^[a-z]{3,24}$/i.test(text)) return text;
  return isCall(text, FUNCTIONS) ? text : undefined;
}

/**
 * Shades are the same in both schemes, from white to black, since who gives `{light: "red-600", dark: "red-300"}` counts on it. Only the
 * middle one follows the scheme.
 */
function primitive([token, angle, most]: (typeof HUES)[string], shade: number): string | undefined {
  if (shade === READABLE) return `var(${token})`;
  const at = SHADES.findIndex(([end]) => shade <= end);
  const [to, from] = [SHADES[at], SHADES[Math.max(at - 1, 0)]];
  if (!to || !from) return undefined;
  const part = to === from ? 0 : (shade - from[0]) / (to[0] - from[0]);
  const between = (i: 1 | 2) => from[i] + (to[i] - from[i]) * part;
  return `oklch(${between(1).toFixed(3)} ${(between(2) * most).toFixed(3)} ${angle})`;
}
