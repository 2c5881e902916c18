import { describe, expect, it } from "vitest";

const sheets = import.meta.glob<string>("../src/**/*.css", { query: "?inline", import: "default", eager: true });
const code = import.meta.glob<string>("../src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const all = Object.entries(sheets).map(([file, css]) => [file.replace("../src/", ""), css.replace(/\/\*[\s\S]*?\*\//g, "")] as const);
const base = all.find(([file]) => file === "styles/base.css")?.[1] ?? "";

interface Declaration {
  selector: string;
  property: string;
  value: string;
  /** The conditions around it. */
  media: string;
}

/** Every declaration of a sheet. Enough of a parser for sheets without nesting other than at-rules, and it says when that is not so. */
function declarations(css: string): Declaration[] {
  const found: Declaration[] = [];
  const open: string[] = [];
  let text = "";
  for (const char of css) {
    if (char === "{") {
      open.push(text.trim());
      text = "";
    } else if (char === ";" || char === "}") {
      const at = text.indexOf(":");
      if (at > 0) {
        const media = open.filter((part) => part.startsWith("@")).join(" ");
        found.push({ selector: open.at(-1) ?? "", property: text.slice(0, at).trim(), value: text.slice(at + 1).trim(), media });
      }
      text = "";
      if (char === "}") open.pop();
    } else {
      text += char;
    }
  }
  expect(open, "braces are closed").toEqual([]);
  return found;
}

const PHYSICAL =
  /^(left|right|float|(margin|padding|border|scroll-margin|scroll-padding|inset)-(left|right)(-.*)?|border-(top|bottom)-(left|right)-radius)$/;
const FOUR_SIDES = /^(margin|padding|inset|border-width|border-color|border-style|border-radius|scroll-padding|scroll-margin)$/;

describe.each(all)("%s", (_file, css) => {
  const rules = declarations(css);

  it("has rules", () => expect(rules.length).toBeGreaterThan(0));

  it("names no side of the screen: from right to left everything turns", () => {
    const wrong = rules.filter(({ property, value }) => {
      if (PHYSICAL.test(property)) return true;
      if (/^(text-align|clear|justify-\w+)$/.test(property)) return /\b(left|right)\b/.test(value);
      if (!FOUR_SIDES.test(property)) return false;
      // Four values name right and left apart; alike they say nothing.
      const parts = value.replace(/\([^()]*(\([^()]*\)[^()]*)*\)/g, (part) => part.replace(/ /g, "")).split(/\s+/);
      return parts.length === 4 && parts[1] !== parts[3];
    });
    expect(wrong).toEqual([]);
  });

  it("takes its colours from the tokens", () => {
    const own = /#[\da-f]{3,8}\b|\b(rgb|hsl|oklch|lab)a?\(|:\s*(white|black|red|gr[ae]y)\b/i;
    const wrong = rules.filter(({ property, value, selector }) => {
      const isToken = property.startsWith("--") && /\.(root|themed)/.test(selector);
      return !isToken && own.test(value);
    });
    expect(wrong).toEqual([]);
  });

  it("takes no outline away without a word on what stands in for it", () => {
    // `transparent` is drawn where the system has the colours, `none` nowhere.
    const gone = rules.filter(
      ({ property, value, selector }) => /^outline(-style|-width)?$/.test(property) && /^(none|0)/.test(value) && selector !== ":focus",
    );
    expect(gone).toEqual([]);
  });

  it("draws edges in a colour that is seen, which the accent of a page need not be", () => {
    const unseen = rules.filter(({ property, value }) => /^(border|outline|box-shadow)/.test(property) && value.includes("--accent-fill"));
    expect(unseen).toEqual([]);
  });

  it("keeps sizes of text in the options' hand", () => {
    const fixed = rules.filter(
      ({ property, value }) => /^font(-size)?$/.test(property) && /(^|[ /])\d+(\.\d+)?px(?=[ /]|$)/.test(value.replace(/\/.*/, "")),
    );
    expect(fixed).toEqual([]);
    // Lines that do not grow with their text run into each other at 18 px.
    const lines = rules.filter(
      ({ property, value }) => (property === "line-height" && /^\d+px$/.test(value)) || (property === "font" && /\/\s*\d+px/.test(value)),
    );
    expect(lines).toEqual([]);
  });
});

describe("motion", () => {
  it("is off for those who asked for it, in every sheet, by one rule that wins", () => {
    const reduced = declarations(base).filter(({ media }) => media.includes("prefers-reduced-motion"));
    const off = new Map(
      reduced.filter(({ selector }) => selector.split(",")[0]?.trim() === "*").map(({ property, value }) => [property, value]),
    );
    for (const property of ["animation-duration", "animation-delay", "transition-duration", "transition-delay"]) {
      expect(off.get(property), property).toMatch(/^0m?s ?!important$/);
    }
    expect(off.get("animation-iteration-count")).toMatch(/^1 ?!important$/);
  });

  it("has no time left in the tokens", () => {
    const tokens = declarations(sheets["../src/styles/tokens.css"]?.replace(/\/\*[\s\S]*?\*\//g, "") ?? "");
    const times = tokens.filter(({ property, value, media }) => media === "" && property.startsWith("--t-") && value !== "0ms");
    const none = tokens.filter(({ media, value }) => media.includes("prefers-reduced-motion") && value === "0ms");
    expect(times.length).toBeGreaterThan(2);
    expect(none.map(({ property }) => property).sort()).toEqual(times.map(({ property }) => property).sort());
  });

  it("by a script asks first, or is not", () => {
    const moving = Object.entries(code).filter(([, text]) => /behavior:\s*["']smooth|\.animate\(/.test(text));
    expect(moving.filter(([, text]) => !/prefers-reduced-motion|--t-(press|fast|move)/.test(text)).map(([file]) => file)).toEqual([]);
  });
});

describe("icons that point", () => {
  const points = async (name: string) => {
    const { Icon, loadIcons } = await import("../src/icons/Icon");
    const { h, render } = await import("preact");
    await loadIcons();
    const box = document.createElement("div");
    render(h(Icon, { name }), box);
    expect(box.querySelector("path"), name).not.toBeNull();
    return box.querySelector("svg")?.classList.contains("points");
  };

  it.each([
    "chevron-right",
    "chevron-left",
    "back-small",
    "back-large",
    "double-chevron-left",
    "external-link",
    "lucide:undo-2",
    "lucide:arrow-right",
  ])("%s turns", async (name) => expect(await points(name)).toBe(true));

  it.each(["check", "sidebar-left", "chevron-down", "lucide:arrow-up", "plus"])("%s stays", async (name) =>
    expect(await points(name)).toBe(false),
  );

  it("turn by a rule of the sheet", () => {
    const rule = declarations(base).find(({ selector }) => selector.includes(".points") && selector.includes(":dir(rtl)"));
    expect(rule).toMatchObject({ property: "scale", value: "-1 1" });
  });
});
