import type { ChatKitIcon, HeaderIcon } from "@openai/chatkit";
import { describe, expect, it } from "vitest";
import { pathFor } from "../src/icons/Icon";
import type { Options } from "../src/options";
import tokens from "../src/styles/tokens.css?inline";
import { contrast, fromOklch, parseColor, type Rgb, toHex, toOklch } from "../src/theme/color";
import { ACCENT, appearance, NEUTRALS } from "../src/theme/theme";

const looks = (theme: Options["theme"], dark = false) => appearance({ api: { url: "/x" }, ...(theme ? { theme } : {}) }, dark);
const rgb = (text: string | undefined) => parseColor(text ?? "") as Rgb;

/** The custom properties of one scheme as the sheet has them. */
function sheet(scheme: "light" | "dark"): Record<string, string> {
  const selector = scheme === "light" ? ".root {" : '.root[data-scheme="dark"] {';
  const from = tokens.indexOf(selector);
  expect(from).toBeGreaterThanOrEqual(0);
  const block = tokens.slice(from, tokens.indexOf("}", from));
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]));
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
  it("in theme.ts is the palette of the sheet", () => {
    for (const scheme of ["light", "dark"] as const) {
      expect(sheet(scheme)).toMatchObject(NEUTRALS[scheme]);
      expect(sheet(scheme)["--accent-fill"]).toBe(ACCENT[scheme]);
    }
  });

  it.each(["light", "dark"] as const)("of the sheet reads on every surface (%s)", (scheme) => {
    const token = { ...sheet("light"), ...sheet(scheme) };
    const surfaces = ["--surface", "--raised", "--sunken", "--accent-tint"];
    const text = ["--text-1", "--text-2", "--text-3", "--accent", "--green", "--red", "--amber", "--plum"];
    for (const on of surfaces) {
      for (const name of text) expect(contrast(rgb(token[name]), rgb(token[on])), `${name} on ${on}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb(token["--control"]), rgb(token[on])), `--control on ${on}`).toBeGreaterThanOrEqual(3);
    }
    for (const [ink, fill] of [
      ["--on-accent", "--accent-fill"],
      ["--on-accent", "--accent-fill-hover"],
      ["--on-green", "--green-fill"],
      ["--on-red", "--red-fill"],
    ] as const) {
      expect(contrast(rgb(token[ink]), rgb(token[fill])), `${ink} on ${fill}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const color of ["green", "red", "amber", "plum"]) {
      expect(contrast(rgb(token[`--${color}`]), rgb(token[`--${color}-tint`])), color).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(["#ff0000", "#ffff00", "#000000", "#ffffff", "#7f7f7f", "hsl(150 80% 40%)", "rgb(20, 184, 166)"])(
    "from the accent %s reads, in both schemes",
    (primary) => {
      for (const colorScheme of ["light", "dark"] as const) {
        const { properties } = looks({ colorScheme, color: { accent: { primary, level: 1 } } });
        const surfaces = [NEUTRALS[colorScheme]["--surface"], NEUTRALS[colorScheme]["--sunken"], properties["--accent-tint"]];
        for (const on of surfaces)
          expect(contrast(rgb(properties["--accent"]), rgb(on)), `${colorScheme} on ${on}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(properties["--on-accent"]), rgb(properties["--accent-fill"]))).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it("of any hue and tint keeps text readable", () => {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const hue of [0, 90, 180, 270]) {
        for (const tint of [0, 1, 9] as const) {
          const { properties } = looks({ colorScheme, color: { grayscale: { hue, tint, shade: 0 } } });
          for (const text of ["--text-1", "--text-2", "--text-3"]) {
            for (const on of ["--surface", "--raised", "--sunken"]) {
              expect(
                contrast(rgb(properties[text]), rgb(properties[on])),
                `${colorScheme} ${hue} ${tint} ${text} on ${on}`,
              ).toBeGreaterThanOrEqual(4.4);
            }
          }
        }
      }
    }
  });

  it("is untouched by the accent it was drawn for", () => {
    expect(looks({ colorScheme: "light", color: { accent: { primary: "#2563EB", level: 1 } } }).properties).toEqual({});
  });

  it("takes `surface.foreground` for text or for raised surfaces, by its contrast", () => {
    expect(looks({ color: { surface: { background: "#f9fafb", foreground: "#ffffff" } } }).properties).toEqual({
      "--surface": "#f9fafb",
      "--raised": "#ffffff",
    });
    expect(looks({ color: { surface: { background: "#ffffff", foreground: "#111111" } } }).properties).toEqual({
      "--surface": "#ffffff",
      "--text-1": "#111111",
    });
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

describe("icons", () => {
  const chatkit =
    "agent analytics atom batch bolt book-open book-closed book-clock bug calendar chart check check-circle check-circle-filled chevron-left chevron-right circle-question clock compass confetti cube desktop document dots-horizontal dots-vertical empty-circle external-link globe keys lab images info lifesaver lightbulb mail map-pin maps mobile name notebook notebook-pencil page-blank phone play plus profile profile-card reload star star-filled search sparkle sparkle-double square-code square-image square-text suitcase settings-slider user wreath write write-alt write-alt2".split(
      " ",
    ) as ChatKitIcon[];
  const header =
    "sidebar-left sidebar-right sidebar-open-left sidebar-open-right sidebar-open-left-alt sidebar-open-right-alt sidebar-floating-left sidebar-floating-right sidebar-floating-open-left sidebar-floating-open-right sidebar-collapse-left sidebar-collapse-right collapse-left collapse-right open-left open-right double-chevron-left double-chevron-right home home-alt back-small back-large expand-large collapse-large expand-small collapse-small star star-filled bug chat-temporary settings-cog grid dots-horizontal dots-vertical dots-horizontal-circle dots-vertical-circle menu menu-inverted hamburger history book-open compose share light-mode dark-mode close".split(
      " ",
    ) as HeaderIcon[];

  it.each([...chatkit, ...header])("%s is drawn", (name) => expect(pathFor(name)).not.toBeNull());

  it("lucide names are drawn where there is a drawing; nothing else is", () => {
    expect(pathFor("lucide:undo-2")).toBe("undo-2");
    expect(pathFor("lucide:nowhere")).toBeNull();
    expect(pathFor("constructor")).toBeNull();
    expect(pathFor("lucide:toString")).toBeNull();
  });
});
