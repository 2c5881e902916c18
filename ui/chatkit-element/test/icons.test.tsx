/** @jsxImportSource preact */
import type { ChatKitIcon, HeaderIcon, LucideIcon } from "@openai/chatkit";
import { render } from "preact";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { drawingOf, Icon, loadIcons } from "../src/icons/Icon";
import { until } from "./page";

afterEach(() => document.body.replaceChildren());

const CHATKIT = [
  "agent",
  "analytics",
  "atom",
  "batch",
  "bolt",
  "book-open",
  "book-closed",
  "book-clock",
  "bug",
  "calendar",
  "chart",
  "check",
  "check-circle",
  "check-circle-filled",
  "chevron-left",
  "chevron-right",
  "circle-question",
  "clock",
  "compass",
  "confetti",
  "cube",
  "desktop",
  "document",
  "dots-horizontal",
  "dots-vertical",
  "empty-circle",
  "external-link",
  "globe",
  "keys",
  "lab",
  "images",
  "info",
  "lifesaver",
  "lightbulb",
  "mail",
  "map-pin",
  "maps",
  "mobile",
  "name",
  "notebook",
  "notebook-pencil",
  "page-blank",
  "phone",
  "play",
  "plus",
  "profile",
  "profile-card",
  "reload",
  "star",
  "star-filled",
  "search",
  "sparkle",
  "sparkle-double",
  "square-code",
  "square-image",
  "square-text",
  "suitcase",
  "settings-slider",
  "user",
  "wreath",
  "write",
  "write-alt",
  "write-alt2",
] as const satisfies readonly ChatKitIcon[];

const HEADER = [
  "sidebar-left",
  "sidebar-right",
  "sidebar-open-left",
  "sidebar-open-right",
  "sidebar-open-left-alt",
  "sidebar-open-right-alt",
  "sidebar-floating-left",
  "sidebar-floating-right",
  "sidebar-floating-open-left",
  "sidebar-floating-open-right",
  "sidebar-collapse-left",
  "sidebar-collapse-right",
  "collapse-left",
  "collapse-right",
  "open-left",
  "open-right",
  "double-chevron-left",
  "double-chevron-right",
  "home",
  "home-alt",
  "back-small",
  "back-large",
  "expand-large",
  "collapse-large",
  "expand-small",
  "collapse-small",
  "star",
  "star-filled",
  "bug",
  "chat-temporary",
  "settings-cog",
  "grid",
  "dots-horizontal",
  "dots-vertical",
  "dots-horizontal-circle",
  "dots-vertical-circle",
  "menu",
  "menu-inverted",
  "hamburger",
  "history",
  "book-open",
  "compose",
  "share",
  "light-mode",
  "dark-mode",
  "close",
] as const satisfies readonly HeaderIcon[];

/** What the protocol has beside the options. */
const SERVER = ["dot"];

function draw(name: string): HTMLElement {
  const host = document.createElement("div");
  document.body.append(host);
  render(<Icon name={name} />, host);
  return host;
}

describe("before more icons were needed", () => {
  it("those of the element itself are there", () => {
    for (const name of ["arrow-up", "history", "square-pen", "copy", "lucide:check", "settings-slider"]) {
      expect(draw(name).querySelector("path")?.getAttribute("d"), name).toMatch(/^M/);
    }
  });

  it("another has its place at once and its drawing when it has come; one that is unknown has no place then", async () => {
    const [known, unknown] = [draw("lucide:anchor"), draw("lucide:nowhere")];
    expect(known.querySelector("svg")?.getAttribute("width")).toBe("16");
    expect(known.querySelector("path")).toBeNull();
    await until(() => expect(known.querySelector("path")?.getAttribute("d")).toMatch(/^M/));
    await until(() => expect(unknown.childElementCount).toBe(0));
  });
});

describe("an icon of", () => {
  it("the lists is each one that the types have", () => {
    expectTypeOf<(typeof CHATKIT)[number]>().toEqualTypeOf<Exclude<ChatKitIcon, LucideIcon>>();
    expectTypeOf<(typeof HEADER)[number]>().toEqualTypeOf<HeaderIcon>();
    expect([CHATKIT.length, HEADER.length]).toEqual([63, 46]);
  });

  it.each([...new Set<string>([...CHATKIT, ...HEADER, ...SERVER])])("the options: %s is drawn, within its square", async (name) => {
    await loadIcons();
    const d = drawingOf(name)?.d ?? "";
    expect(d).toMatch(/^M[\d.]+ ?[\d.-]+/);
    // What a path may consist of; anything else draws a part of it or nothing.
    expect(d.replace(/[MmLlHhVvCcSsQqTtAaZz]|-?(\d+\.?\d*|\.\d+)|[ ,]/g, "")).toBe("");
    for (const [, x, y] of d.matchAll(/M ?(-?[\d.]+)[ ,]?(-?[\d.]+)/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Math.max(Number(x), Number(y))).toBeLessThanOrEqual(24);
    }
  });

  it.each([
    ["the header", HEADER],
    ["the options", CHATKIT],
  ])("%s is like no other of them", async (_, names) => {
    await loadIcons();
    const drawings = (names as readonly string[]).map((name) => `${drawingOf(name)?.d} ${drawingOf(name)?.look}`);
    expect(names.filter((_, i) => drawings.indexOf(drawings[i] ?? "") !== i)).toEqual([]);
  });

  it("Lucide is drawn under its own name, also where the options have another by it", async () => {
    await loadIcons();
    expect(drawingOf("lucide:undo-2")?.look).toBe("points");
    expect(drawingOf("lucide:menu")?.d).not.toBe(drawingOf("menu")?.d);
    expect(drawingOf("lucide:menu")).toEqual(drawingOf("hamburger"));
  });

  it("nobody is nothing", async () => {
    await loadIcons();
    for (const name of ["", "nowhere", "lucide:", "lucide:nowhere", "constructor", "lucide:toString", "vendor:acme", "__proto__"]) {
      expect(drawingOf(name), name).toBeNull();
      expect(draw(name).childElementCount, name).toBe(0);
    }
  });
});
