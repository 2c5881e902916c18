import { describe, expect, it } from "vitest";
import tokens from "../../src/styles/tokens.css?inline";
import widgets from "../../src/styles/widgets.css?inline";
import { contrast, fromOklch, parseColor, type Rgb } from "../../src/theme/color";
import { colorOf } from "../../src/widgets/colors";
import { flexing, ratio, sizing, spacing } from "../../src/widgets/values";

describe("a colour", () => {
  it.each([
    ["prose", "var(--text-1)"],
    ["surface-elevated", "var(--raised)"],
    ["strong", "var(--control)"],
    ["red", "var(--red)"],
    ["red-500", "var(--red)"],
    ["gray-0", "oklch(1.000 0.000 260)"],
    ["blue-100", "oklch(0.940 0.038 260)"],
    ["blue-150", "oklch(0.915 0.057 260)"],
    ["blue-1000", "oklch(0.200 0.066 260)"],
    ["#abc", "#abc"],
    [" #AABBCCDD ", "#AABBCCDD"],
    ["rebeccapurple", "rebeccapurple"],
    ["rgb(1 2 3 / 50%)", "rgb(1 2 3 / 50%)"],
    ["color-mix(in oklab, var(--red) 10%, white)", "color-mix(in oklab, var(--red) 10%, white)"],
    ["light-dark(red, hsl(1deg 2% 3%))", "light-dark(red, hsl(1deg 2% 3%))"],
    [{ light: "danger", dark: "#000" }, "var(--red)"],
  ])("%j is %s", (value, css) => expect(colorOf(value, "light")).toBe(css));

  it.each([
    ...[
      "",
      "#12",
      "#12345",
      "#ggg",
      "red-1001",
      "red-99999",
      "mauve-100",
      "12",
      "url(x)",
      "rgb(",
      "rgb(1,2,3",
      "rgb(1,2,3))x",
      "-moz-x(1)",
    ],
    ...["rgb(url(https://evil.example/))", "image-set('x' 1x)", "element(#a)", "paint(x)", "attr(x)", "rgb(1,2,3); color: red", "red}"],
    ...["color-mix(in srgb, url(//evil.example) 1%, red)", "RGB(\\75rl(x))", "rgb('x')", 'rgb("x")', "a".repeat(25)],
    ...[null, undefined, 7, true, [], ["red"], {}, { dark: "red" }, { light: { light: "red" } }, { light: 7 }],
  ])("%j is none", (value) => expect(colorOf(value, "light")).toBeUndefined());

  it("may be any plain word: the browser knows which of them are colours", () => {
    for (const name of ["tomato", "constructor", "valueOf"]) expect(colorOf(name, "light")).toBe(name);
  });
});

describe("the hues that only widgets have", () => {
  const css = `${tokens}\n${widgets}`;
  const value = (name: string, from: string): Rgb => {
    const block = css.slice(css.indexOf(from));
    return parseColor(new RegExp(`${name}:\\s*(#[\\da-f]{6})`).exec(block)?.[1] ?? "") as Rgb;
  };

  it.each(["light", "dark"] as const)("read on every surface (%s)", (scheme) => {
    const root = scheme === "light" ? ".root {" : '.root[data-scheme="dark"] {';
    const own = scheme === "light" ? ".widget .themed {" : '.root[data-scheme="dark"] .widget,';
    for (const on of ["--surface", "--raised", "--sunken"]) {
      for (const hue of ["--orange", "--yellow", "--pink", "--blue-text"]) {
        expect(contrast(value(hue, own), value(on, root)), `${hue} on ${on}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("have dark shades that read on white, and light ones that read on black", () => {
    const shade = (name: string): Rgb => {
      const [, l, c, h] = /oklch\((\S+) (\S+) (\S+)\)/.exec(colorOf(name, "light") ?? "") ?? [];
      return fromOklch({ l: Number(l), c: Number(c), h: Number(h) });
    };
    for (const hue of ["gray", "red", "orange", "yellow", "green", "blue", "purple", "pink"]) {
      expect(contrast(shade(`${hue}-600`), { r: 255, g: 255, b: 255 } as Rgb), hue).toBeGreaterThanOrEqual(4.5);
      expect(contrast(shade(`${hue}-300`), { r: 0, g: 0, b: 0 } as Rgb), hue).toBeGreaterThanOrEqual(7);
      expect(contrast(shade(`${hue}-900`), shade(`${hue}-100`)), hue).toBeGreaterThanOrEqual(7);
    }
  });
});

describe("a size", () => {
  it.each([
    [sizing, 12, "12px"],
    [sizing, "12", "12px"],
    [sizing, "1.5em", "1.5em"],
    [sizing, "50%", "50%"],
    [sizing, "min-content", "min-content"],
    [sizing, "calc(100% - (2 * 1em))", "calc(100% - (2 * 1em))"],
    [sizing, "clamp(1px, 2vw, max(3em, 4px))", "clamp(1px, 2vw, max(3em, 4px))"],
    [spacing, 2, "8px"],
    [spacing, "1.25", "5px"],
    [spacing, "1px 2em 0", "1px 2em 0"],
    [ratio, 1.5, "1.5"],
    [ratio, "16 / 9", "16 / 9"],
    [flexing, 1, "1"],
    [flexing, "1 1 20px", "1 1 20px"],
  ] as const)("%o of %j is %s", (read, value, css) => expect((read as (value: unknown) => unknown)(value)).toBe(css));

  const garbage = [
    ...[Number.NaN, Number.POSITIVE_INFINITY, 1e9, -1, null, undefined, true, {}, [], [1], "", " ", "x", "12 px", "1parsec", "-1px", "px"],
    ...[
      "url(x)",
      "calc(url(x))",
      "expression(1)",
      "calc(1px",
      "1px;color:red",
      "1px}",
      "attr(x)",
      "\\31 px",
      "1px /* */",
      "calc(1px)".repeat(20),
    ],
    ...["__proto__", "constructor", "env(x)", "image(x)", "1px 2px 3px 4px 5px"],
  ];
  it.each(garbage)("%j is none", (value) => {
    for (const read of [sizing, spacing, ratio, flexing]) expect(read(value), read.name).toBeUndefined();
  });
});
