import { colorScheme, type Options } from "../options";
import { palette, type Scheme, schemeFor } from "./palette";

export type { Scheme } from "./palette";

export interface Appearance {
  scheme: Scheme;
  radius: string;
  density: string;
  /** Custom properties that differ from tokens.css. */
  properties: Readonly<Record<string, string>>;
}

const RADII: readonly string[] = ["pill", "round", "soft", "sharp"];
const DENSITIES: readonly string[] = ["compact", "normal", "spacious"];
const SMALLEST_PX = 14;
const LARGEST_PX = 18;

/** How the options want the element to look. `systemDark`: what the system prefers, for `"system"`. */
export function appearance(options: Options, systemDark: boolean): Appearance {
  const wish = colorScheme(options);
  const theme = typeof options.theme === "object" ? options.theme : {};
  const { color, typography, radius = "", density = "" } = theme;
  const scheme = schemeFor(wish === "dark" || (wish === "system" && systemDark) ? "dark" : "light", color);
  const properties = colors(options, scheme);
  const { baseSize, fontFamily, fontFamilyMono } = typography ?? {};
  if (baseSize) properties["--base"] = `${Math.min(LARGEST_PX, Math.max(SMALLEST_PX, baseSize))}px`;
  if (fontFamily) properties["--font"] = fontFamily;
  if (fontFamilyMono) properties["--mono"] = fontFamilyMono;
  return {
    scheme,
    radius: RADII.includes(radius) ? radius : "pill",
    density: DENSITIES.includes(density) ? density : "normal",
    properties,
  };
}

/** The colours of the options in one scheme: of the whole element, or of a card that has a scheme of its own. */
export function colors(options: Options, scheme: Scheme): Record<string, string> {
  const color = typeof options.theme === "object" ? options.theme.color : undefined;
  return color ? palette(scheme, color) : {};
}
