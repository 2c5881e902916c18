/** Colours as numbers: enough of CSS Color 4 to derive a readable palette from a theme's options. */

export interface Rgb {
  r: number;
  g: number;
  b: number;
}

/** Lightness 0..1, chroma, hue in degrees. */
export interface Oklch {
  l: number;
  c: number;
  h: number;
}

/**
 * Reads `#rgb`, `#rrggbb`, `rgb()`, `hsl()`; asks a canvas for anything else. Alpha is dropped. Null when the
 * text is no colour or cannot be read here.
 */
export function parseColor(text: string): Rgb | null {
  const value = text.trim().toLowerCase();
  return fromHex(value) ?? fromFunction(value) ?? fromCanvas(value);
}

function fromHex(value: string): Rgb | null {
  const digits = /^#([0-9a-f]{3,8})$/.exec(value)?.[1];
  if (!digits || ![3, 4, 6, 8].includes(digits.length)) return null;
  const wide = digits.length > 4 ? digits : digits.replace(/./g, "$&$&");
  const channel = (at: number) => Number.parseInt(wide.slice(at, at + 2), 16);
  return { r: channel(0), g: channel(2), b: channel(4) };
}

function fromFunction(value: string): Rgb | null {
  const match = /^(rgb|hsl)a?\(([^)]+)\)$/.exec(value);
  if (!match) return null;
  const parts = (match[2] ?? "").split(/[\s,/]+/).filter(Boolean);
  if (parts.length < 3) return null;
  const [x = "", y = "", z = ""] = parts;
  const [a, b, c] = [Number.parseFloat(x), Number.parseFloat(y), Number.parseFloat(z)];
  if (![a, b, c].every(Number.isFinite)) return null;
  if (match[1] === "hsl") return fromHsl(a, b / 100, c / 100);
  const scale = (part: string, number: number) => clamp(part.endsWith("%") ? number * 2.55 : number, 0, 255);
  return { r: scale(x, a), g: scale(y, b), b: scale(z, c) };
}

function fromHsl(h: number, s: number, l: number): Rgb {
  const a = s * Math.min(l, 1 - l);
  const channel = (n: number) => {
    const k = (n + h / 30) % 12;
    return Math.round(255 * (l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return { r: channel(0), g: channel(8), b: channel(4) };
}

function fromCanvas(value: string): Rgb | null {
  try {
    const context = document.createElement("canvas").getContext("2d");
    if (!context || !CSS.supports("color", value)) return null;
    context.fillStyle = value;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return { r, g, b };
  } catch {
    return null;
  }
}

export function toHex({ r, g, b }: Rgb): string {
  const two = (value: number) => clamp(Math.round(value), 0, 255).toString(16).padStart(2, "0");
  return `#${two(r)}${two(g)}${two(b)}`;
}

/** WCAG 2 contrast ratio, 1..21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `amount` of `a` over `b`, 0..1, in sRGB. */
export function mix(a: Rgb, b: Rgb, amount: number): Rgb {
  const one = (x: number, y: number) => x * amount + y * (1 - amount);
  return { r: one(a.r, b.r), g: one(a.g, b.g), b: one(a.b, b.b) };
}

const BLACK: Rgb = { r: 0, g: 0, b: 0 };
const WHITE: Rgb = { r: 255, g: 255, b: 255 };

/** The contrast on the ground it stands worst on. */
export function lowestContrast(color: Rgb, grounds: readonly Rgb[]): number {
  return Math.min(...grounds.map((ground) => contrast(color, ground)));
}

/** Black or white, whichever reads better on all of them. */
export function bestInk(grounds: readonly Rgb[]): Rgb {
  return lowestContrast(BLACK, grounds) >= lowestContrast(WHITE, grounds) ? BLACK : WHITE;
}

/** The colour moved in lightness until it reads on all grounds; black or white where nothing between them does. */
export function readable(color: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  const rounded = parseColor(toHex(color)) as Rgb;
  if (lowestContrast(rounded, grounds) >= ratio) return color;
  const ink = bestInk(grounds);
  const start = toOklch(color);
  const end = ink === BLACK ? 0 : 1;
  for (let moved = 0.01; moved < 1; moved += 0.01) {
    // Towards black and white there is ever less room for chroma.
    const next = fromOklch({ l: start.l + (end - start.l) * moved, c: start.c * (1 - moved), h: start.h });
    // As it is written: rounding must not take it below the ratio.
    const written = parseColor(toHex(next)) as Rgb;
    if (lowestContrast(written, grounds) >= ratio) return written;
  }
  return ink;
}

const TEXT_RATIO = 4.5;

/** White, or a dark of the colour's own hue, on a fill; black where neither reads. */
export function inkOn(fill: Rgb): Rgb {
  if (contrast(fill, WHITE) >= TEXT_RATIO) return WHITE;
  const { c, h } = toOklch(fill);
  const dark = fromOklch({ l: 0.16, c: Math.min(c, 0.05), h });
  return contrast(fill, dark) >= TEXT_RATIO ? dark : BLACK;
}

/** A fill under the pointer: away from its ink, so that the text on it reads no worse; towards it where there is nothing left. */
export function fillHover(fill: Rgb, ink: Rgb): Rgb {
  for (const amount of [0.12, 0.24, 0.36]) {
    const away = mix(ink === WHITE ? BLACK : WHITE, fill, amount);
    if (contrast(away, fill) > 1.08) return away;
  }
  return mix(ink, fill, 0.1);
}

// Matrices of Björn Ottosson's OKLab, https://bottosson.github.io/posts/oklab/ (public domain).
export function toOklch(color: Rgb): Oklch {
  const [r, g, b] = [linear(color.r), linear(color.g), linear(color.b)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, bb),
    h: (Math.atan2(bb, a) * 180) / Math.PI,
  };
}

export function fromOklch({ l: lightness, c, h }: Oklch): Rgb {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    r: gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    g: gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    b: gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  };
}

function luminance({ r, g, b }: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function gamma(value: number): number {
  const unit = clamp(value, 0, 1);
  return 255 * (unit <= 0.0031308 ? unit * 12.92 : 1.055 * unit ** (1 / 2.4) - 0.055);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
