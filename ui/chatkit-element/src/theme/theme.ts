import { colorScheme, type Options } from "../options";
import { contrast, fromOklch, inkOn, mix, parseColor, type Rgb, readable, toHex, toOklch } from "./color";

export type Scheme = "light" | "dark";

/** The neutrals of tokens.css that a grayscale option recolours; a test keeps the two alike. */
export const NEUTRALS: Readonly<Record<Scheme, Readonly<Record<string, string>>>> = {
  light: {
    "--surface": "#f9fafb",
    "--raised": "#ffffff",
    "--sunken": "#edeef0",
    "--text-1": "#1c1e22",
    "--text-2": "#4f5358",
    "--text-3": "#62666d",
    "--line": "#e1e3e6",
    "--line-strong": "#cdcfd3",
    "--control": "#82868c",
  },
  dark: {
    "--surface": "#17181b",
    "--raised": "#232529",
    "--sunken": "#2c2e33",
    "--text-1": "#e6e8ec",
    "--text-2": "#afb3b9",
    "--text-3": "#9a9fa6",
    "--line": "#2f3135",
    "--line-strong": "#3b3e43",
    "--control": "#797e85",
  },
};

/** The accent that tokens.css was drawn for: with it nothing needs to be derived. */
export const ACCENT: Readonly<Record<Scheme, string>> = { light: "#2563eb", dark: "#5d8ef2" };

export interface Appearance {
  scheme: Scheme;
  radius: string;
  density: string;
  /** Custom properties that differ from tokens.css. */
  properties: Readonly<Record<string, string>>;
}

/** How the options want the element to look. `systemDark`: what the system prefers, for `"system"`. */
export function appearance(options: Options, systemDark: boolean): Appearance {
  const wish = colorScheme(options);
  const scheme: Scheme = wish === "dark" || (wish === "system" && systemDark) ? "dark" : "light";
  const theme = typeof options.theme === "object" ? options.theme : {};
  const properties: Record<string, string> = {};
  const { color, typography } = theme;
  if (color?.grayscale) Object.assign(properties, neutrals(scheme, color.grayscale));
  if (color?.surface) Object.assign(properties, surfaces(color.surface));
  if (color?.accent?.primary) Object.assign(properties, accent(scheme, color.accent, properties));
  if (typography?.baseSize) properties["--base"] = `${typography.baseSize}px`;
  if (typography?.fontFamily) properties["--font"] = typography.fontFamily;
  if (typography?.fontFamilyMono) properties["--mono"] = typography.fontFamilyMono;
  return { scheme, radius: theme.radius ?? "pill", density: theme.density ?? "normal", properties };
}

/** Tint 1 is the chroma tokens.css has; each step adds as much again. Lightness, hence contrast, stays. */
function neutrals(scheme: Scheme, { hue, tint, shade = 0 }: { hue: number; tint: number; shade?: number }): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, hex] of Object.entries(NEUTRALS[scheme])) {
    const base = toOklch(parseColor(hex) as Rgb);
    const isSurface = name === "--surface" || name === "--raised" || name === "--sunken";
    const l = Math.min(1, base.l + (isSurface ? shade * 0.006 : 0));
    out[name] = toHex(fromOklch({ l, c: Math.min(base.c * tint, 0.06), h: hue }));
  }
  return out;
}

/**
 * `foreground` is documented as the colour of content on the background, and is widely given as the colour
 * of what lies above it. The contrast between the two tells which was meant.
 */
function surfaces({ background, foreground }: { background: string; foreground: string }): Record<string, string> {
  const [back, front] = [parseColor(background), parseColor(foreground)];
  if (!back) return {};
  if (!front) return { "--surface": background };
  const isText = contrast(back, front) >= 4.5;
  return { "--surface": background, [isText ? "--text-1" : "--raised"]: foreground };
}

function accent(
  scheme: Scheme,
  { primary, level }: { primary: string; level: number },
  properties: Record<string, string>,
): Record<string, string> {
  const fill = parseColor(primary);
  if (!fill) return {};
  const own: Record<string, string> = level >= 2 ? { "--own": "var(--accent-tint)" } : {};
  if (toHex(fill) === ACCENT[scheme]) return own;
  const token = (name: string) => parseColor(properties[name] ?? NEUTRALS[scheme][name] ?? "") as Rgb;
  const tint = mix(fill, token("--surface"), scheme === "light" ? 0.1 : 0.16);
  const ink = inkOn(fill);
  return {
    ...own,
    "--accent-fill": toHex(fill),
    "--accent-fill-hover": toHex(mix(ink, fill, 0.12)),
    "--on-accent": toHex(ink),
    "--accent-tint": toHex(tint),
    // Text must read on the darkest (or lightest) thing it may stand on.
    "--accent": toHex(readable(readable(fill, token("--sunken"), 4.6), tint, 4.6)),
  };
}
