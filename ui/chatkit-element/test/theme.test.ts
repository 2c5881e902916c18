import { describe, expect, it } from "vitest";
import type { Options } from "../src/options";
import tokens from "../src/styles/tokens.css?inline";
import { contrast, fromOklch, parseColor, type Rgb, toHex, toOklch } from "../src/theme/color";
import { basePalette, GROUNDS, type Palette, palette, SHAPES, SIGNALS, TEXTS } from "../src/theme/palette";
import { appearance, colors } from "../src/theme/theme";

const looks = (theme: Options["theme"], dark = false) => appearance({ api: { url: "/x" }, ...(theme ? { theme } : {}) }, dark);
const rgb = (text: string | undefined) => parseColor(text ?? "") as Rgb;

/** The custom properties of one scheme as the sheet has them. */
function sheet(scheme: "light" | "dark"): Record<string, string> {
  const selector = scheme === "light" ? ".themed,\n.root {" : '.root[data-scheme="dark"] {';
  const from = tokens.indexOf(selector);
  expect(from).toBeGreaterThanOrEqual(0);
  const block = tokens.slice(from, tokens.indexOf("}", from));
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]));
}

/** What cannot be read in a palette: text below 4.5, controls below 3, on anything they may stand on. */
function unreadable(all: Palette): string[] {
  const tints = SIGNALS.map((name) => `--${name}-tint`);
  const pairs = [
    ...TEXTS.flatMap((text) => GROUNDS.map((on) => [text, on, 4.5] as const)),
    ...SHAPES.flatMap((shape) => GROUNDS.map((on) => [shape, on, 3] as const)),
    ...SIGNALS.map((name) => [`--${name}`, `--${name}-tint`, 4.5] as const),
    ...tints.flatMap((on) => ["--text-1", "--text-2"].map((text) => [text, on, 4.5] as const)),
    ["--on-accent", "--accent-fill", 4.5] as const,
    ["--on-accent", "--accent-fill-hover", 4.5] as const,
    ["--on-green", "--green-fill", 4.5] as const,
    ["--on-red", "--red-fill", 4.5] as const,
    ...["--green-fill", "--red-fill"].flatMap((fill) => ["--surface", "--raised"].map((on) => [fill, on, 3] as const)),
  ];
  return pairs.flatMap(([ink, on, wanted]) => {
    const [a, b] = [all.get(ink), all.get(on)];
    const ratio = a && b ? contrast(a, b) : 0;
    return ratio >= wanted ? [] : [`${ink} on ${on}: ${ratio.toFixed(2)}`];
  });
}

describe("the scheme", () => {
  it.each([
    [undefined, true, "light"],
    ["dark", false, "dark"],
    ["system", true, "dark"],
    ["system", false, "light"],
    [{ colorScheme: "system" }, true, "dark"],
    [{ radius: "soft" }, true, "light"],
  ] as const)("%j with a dark system %s is %s", (theme, dark, scheme) => expect(looks(theme as never, dark).scheme).toBe(scheme));
});

describe("the palette", () => {
  it("is read from the sheet, whatever a build made of it", () => {
    for (const scheme of ["light", "dark"] as const) {
      const colors = Object.entries({ ...sheet("light"), ...sheet(scheme) }).filter(([, value]) => /^#[\da-f]{6}$/.test(value ?? ""));
      expect(colors.length).toBeGreaterThan(25);
      for (const [name, value] of colors) expect(toHex(basePalette(scheme).get(name) as Rgb), `${scheme} ${name}`).toBe(value);
    }
  });

  it("of the sheet needs no correction", () => {
    for (const scheme of ["light", "dark"] as const) {
      expect(palette(scheme, {})).toEqual({});
      expect(unreadable(basePalette(scheme))).toEqual([]);
    }
  });

  const accents = [
    "#ff0000",
    "#ffff00",
    "#000000",
    "#ffffff",
    "#7f7f7f",
    "#777777",
    "#2563eb",
    "hsl(150 80% 40%)",
    "rgb(20, 184, 166)",
    "#c80064",
  ];
  const surfaces = [
    undefined,
    { background: "#ffffff", foreground: "#111111" },
    { background: "#000000", foreground: "#ffffff" },
    { background: "#f9fafb", foreground: "#ffffff" },
    { background: "#fde68a", foreground: "#fffbeb" },
    { background: "#102030", foreground: "#fefefe" },
    // A grey in the middle leaves room for black or white only.
    { background: "#777777", foreground: "#888888" },
    { background: "#ffffff", foreground: "#999999" },
    { background: "#ff00ff", foreground: "nonsense" },
  ];
  const grayscales = [
    undefined,
    { hue: 20, tint: 9, shade: -4 },
    { hue: 140, tint: 9, shade: 4 },
    { hue: 260, tint: 1, shade: 0 },
    { hue: 300, tint: 0, shade: -2 },
  ];

  it.each(accents.flatMap((primary) => [0, 1, 3].map((level) => [primary, level] as const)))(
    "from the accent %s, level %s, can be read on every surface, in every grey",
    (primary, level) => {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const surface of surfaces) {
          for (const grayscale of grayscales) {
            const color = { accent: { primary, level }, ...(surface && { surface }), ...(grayscale && { grayscale }) };
            const { scheme, properties } = looks({ colorScheme, color: color as never });
            const all = new Map(basePalette(scheme));
            for (const [name, value] of Object.entries(properties)) all.set(name, rgb(value));
            expect(unreadable(all), `${colorScheme} ${JSON.stringify(color)}`).toEqual([]);
          }
        }
      }
    },
  );

  it("keeps the accent as it was given, with an edge that can be seen", () => {
    const { properties } = looks({ color: { accent: { primary: "#ffff00", level: 1 } } });
    expect(properties["--accent-fill"]).toBe("#ffff00");
    expect(contrast(rgb(properties["--focus"]), rgb("#ffffff"))).toBeGreaterThanOrEqual(3);
    expect(looks({ color: { accent: { primary: "#c80064", level: 1 } } }).properties).toMatchObject({
      "--accent-fill": "#c80064",
      "--focus": "#c80064",
    });
  });

  it("darkens a fill with white text under the pointer, and lightens one with dark text", () => {
    const hover = (primary: string) => {
      const { properties } = looks({ color: { accent: { primary, level: 1 } } });
      return [properties["--accent-fill"], properties["--accent-fill-hover"]].map((value) => toOklch(rgb(value)).l) as [number, number];
    };
    const [red, redHover] = hover("#b00020");
    expect(redHover).toBeLessThan(red - 0.02);
    const [teal, tealHover] = hover("#14b8a6");
    expect(tealHover).toBeGreaterThan(teal + 0.01);
    for (const end of ["#000000", "#ffffff"]) expect(hover(end)[0]).not.toBeCloseTo(hover(end)[1], 1);
  });

  it("is another one at each level of the accent", () => {
    const at = (level: 0 | 1 | 2 | 3) => looks({ color: { accent: { primary: "#c80064", level } } }).properties;
    const all = ([0, 1, 2, 3] as const).map((level) => `${at(level)["--accent-tint"]} ${at(level)["--own"]}`);
    expect(new Set(all).size).toBe(4);
    expect(at(0)["--own"]).toBeUndefined();
    expect(at(2)["--own"]).toBe(at(2)["--accent-tint"]);
  });

  it("is another one for each shade of grey", () => {
    const shades = ([-4, -2, 0, 2, 4] as const).map(
      (shade) => looks({ color: { grayscale: { hue: 20, tint: 2, shade } } }).properties["--sunken"],
    );
    expect(new Set(shades).size).toBe(5);
  });

  it("is untouched by the accent it was drawn for", () => {
    expect(looks({ colorScheme: "light", color: { accent: { primary: "#2563EB", level: 1 } } }).properties).toEqual({});
  });

  it("takes `surface.foreground` for text or for raised surfaces, by its contrast", () => {
    expect(looks({ color: { surface: { background: "#fafafa", foreground: "#f0f0f0" } } }).properties).toMatchObject({
      "--surface": "#fafafa",
      "--raised": "#f0f0f0",
    });
    expect(looks({ color: { surface: { background: "#ffffff", foreground: "#111111" } } }).properties).toMatchObject({
      "--surface": "#ffffff",
      "--text-1": "#111111",
    });
    expect(looks({ color: { surface: { background: "#f9fafb", foreground: "#ffffff" } } }).properties).toEqual({});
  });

  it("goes into the other scheme where the surface asks for it, and a card of the other scheme does without the surface", () => {
    const dark = { theme: { colorScheme: "light", color: { surface: { background: "#101418", foreground: "#1b2026" } } } };
    expect(looks(dark.theme as never).scheme).toBe("dark");
    expect(colors({ api: { url: "/x" }, ...dark } as never, "light")["--surface"]).toBeUndefined();
    expect(colors({ api: { url: "/x" }, ...dark } as never, "dark")["--surface"]).toBe("#101418");
  });

  it("takes its shape from the options, and the usual one for what it does not know", () => {
    expect(looks({ radius: "sharp", density: "spacious" })).toMatchObject({ radius: "sharp", density: "spacious" });
    expect(looks({ radius: "round", density: "airy" } as never)).toMatchObject({ radius: "round", density: "normal" });
    expect(looks({ typography: { baseSize: 40 } } as never).properties["--base"]).toBe("18px");
    expect(looks({ typography: { baseSize: 2 } } as never).properties["--base"]).toBe("14px");
  });

  it("takes type from the options", () => {
    expect(looks({ typography: { baseSize: 16, fontFamily: "Inter", fontFamilyMono: "Fira Code" } }).properties).toEqual({
      "--base": "16px",
      "--font": "Inter",
      "--mono": "Fira Code",
    });
  });
});

describe("colours", () => {
  it.each([
    ["#abc", "#aabbcc"],
    ["#2563EB", "#2563eb"],
    ["#2563ebcc", "#2563eb"],
    ["rgb(37, 99, 235)", "#2563eb"],
    ["rgba(37 99 235 / 50%)", "#2563eb"],
    ["hsl(0, 100%, 50%)", "#ff0000"],
  ])("%s", (text, hex) => expect(toHex(rgb(text))).toBe(hex));

  it("that cannot be read are null", () => {
    for (const text of ["", "url(x)", "#12", "rgb(a,b,c)", "rgb(1)"]) expect(parseColor(text), text).toBeNull();
  });

  it("go to OKLCH and back", () => {
    for (const hex of ["#2563eb", "#000000", "#ffffff", "#c17211"]) expect(toHex(fromOklch(toOklch(rgb(hex))))).toBe(hex);
    expect(toOklch(rgb("#2563eb"))).toMatchObject({ l: expect.closeTo(0.546, 2), c: expect.closeTo(0.215, 2) });
  });

  it("contrast is WCAG's", () => {
    expect(contrast(rgb("#000"), rgb("#fff"))).toBeCloseTo(21, 5);
    expect(contrast(rgb("#777"), rgb("#fff"))).toBeCloseTo(4.48, 2);
  });
});
