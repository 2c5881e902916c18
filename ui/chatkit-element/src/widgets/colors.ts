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

const HUES: Readonly<Record<string, string>> = {
  gray: "--text-3",
  red: "--red",
  orange: "--orange",
  yellow: "--yellow",
  green: "--green",
  blue: "--blue",
  purple: "--plum",
  pink: "--pink",
};

/** The shade of a hue that can be read as text on every surface, in both schemes. */
const READABLE = 500;
const DARKEST = 1000;

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
  if (Object.hasOwn(HUES, hue)) return primitive(HUES[hue] as string, shade === undefined ? READABLE : Number(shade));
  if (/^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(text) || /^[a-z]{3,24}$/i.test(text)) return text;
  return isCall(text, FUNCTIONS) ? text : undefined;
}

/**
 * Shades run from the surface to the text, through the readable one: 100 is a tint and 900 strong ink in the light and in the dark
 * scheme, so that one on the other can be read in both.
 */
function primitive(token: string, shade: number): string | undefined {
  if (shade === READABLE) return `var(${token})`;
  if (shade > DARKEST) return undefined;
  if (shade > READABLE) return `color-mix(in oklab, var(${token}) ${Math.round(100 - (shade - READABLE) * 0.15)}%, var(--text-1))`;
  return `color-mix(in oklab, var(${token}) ${Math.round(100 * (shade / READABLE) ** 1.3)}%, var(--raised))`;
}
