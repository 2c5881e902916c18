import type { FontObject } from "@openai/chatkit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fonts } from "../src/theme/fonts";
import { inside, mount, textOf, until } from "./page";
import { FakeServer } from "./server";

/** Stands in for the browser's class, which happy-dom lacks; `fails` are families that do not load. */
class Face {
  static fails = new Set<string>();
  readonly loaded: Promise<Face>;
  constructor(
    readonly family: string,
    readonly source: string,
    readonly descriptors: FontFaceDescriptors,
  ) {
    if (descriptors.weight === "heavy") throw new SyntaxError("no such weight");
    this.loaded = Face.fails.has(family) ? Promise.reject(new Error("A network error occurred.")) : Promise.resolve(this);
  }
}

let faces: Set<Face>;

beforeEach(() => {
  faces = new Set();
  Face.fails.clear();
  vi.stubGlobal("FontFace", Face);
  Object.defineProperty(document, "fonts", { configurable: true, value: faces });
});

afterEach(async () => {
  document.body.replaceChildren();
  // An element notices in a microtask that it is gone, and takes its faces with it.
  await Promise.resolve();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, "fonts");
});

const font = (more: Partial<FontObject> = {}): FontObject => ({ family: "Lexend", src: "https://fonts.example/lexend.woff2", ...more });
const there = () => [...faces].map(({ family, source, descriptors }) => ({ family, source, ...descriptors }));

describe("font sources", () => {
  it("become faces of the document, with all they say", () => {
    new Fonts().show([font({ weight: 600, style: "italic", display: "swap", unicodeRange: "U+0-FF" })]);
    expect(there()).toEqual([
      {
        family: "Lexend",
        source: 'url("https://fonts.example/lexend.woff2")',
        weight: "600",
        style: "italic",
        display: "swap",
        unicodeRange: "U+0-FF",
      },
    ]);
  });

  it("are kept while they are wanted, and go when they are not", () => {
    const fonts = new Fonts();
    fonts.show([font(), font({ family: "Mono" })]);
    const [kept] = faces;
    fonts.show([font()]);
    expect([...faces]).toEqual([kept]);
    fonts.show([]);
    expect(faces.size).toBe(0);
  });

  it.each(["/own.woff2", "own.woff2", "data:font/woff2;base64,d09GMg=="])("may be at %s", (src) => {
    new Fonts().show([font({ src })]);
    expect(there()[0]?.source).toBe(`url("${new URL(src, document.baseURI)}")`);
  });

  it.each(["http://fonts.example/a.woff2", "ftp://fonts.example/a", "javascript:alert(1)", "file:///etc/fonts", "https://"])(
    "are not loaded from %s",
    (src) => {
      const failed = vi.fn();
      new Fonts(failed).show([font({ src })]);
      expect(faces.size).toBe(0);
      expect(failed).toHaveBeenCalledExactlyOnceWith({ family: "Lexend", src, reason: expect.any(String) });
    },
  );

  it("cannot end the address they are written into", () => {
    new Fonts().show([font({ src: 'data:font/woff2,x"),url("https://elsewhere.example/' })]);
    expect(there()[0]?.source.match(/"/g)).toHaveLength(2);
  });

  it("are told of once when they do not load or cannot be made", async () => {
    const failed = vi.fn();
    Face.fails.add("Gone");
    const fonts = new Fonts(failed);
    const all = [font({ family: "Gone" }), font({ weight: "heavy" }), font({ family: "There" })];
    fonts.show(all);
    fonts.show(all);
    await until(() => expect(failed.mock.calls.map(([one]) => one.family).sort()).toEqual(["Gone", "Lexend"]));
    expect(there().map((one) => one.family)).toContain("There");
  });
});

describe("a font that does not load", () => {
  it("is a line in the log and nothing on the screen", async () => {
    Face.fails.add("Gone");
    const { element, heard } = mount();
    element.setOptions({
      api: { url: "/chatkit", fetch: new FakeServer().fetch as never },
      theme: { colorScheme: "light", typography: { fontSources: [font({ family: "Gone" })] } },
    });
    const log = {
      name: "log",
      detail: { name: "font.failed", data: { family: "Gone", src: font().src, reason: "A network error occurred." } },
    };
    await until(() => expect(heard).toContainEqual(log));
    expect(heard.map((one) => one.name)).not.toContain("error");
    expect(textOf(element)).not.toContain("network");
    expect(inside(element).querySelector(".failure")).toBeNull();
  });
});
