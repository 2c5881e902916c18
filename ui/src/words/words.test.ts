import { afterEach, describe, expect, it } from "vitest";
import { de } from "./de";
import { en } from "./en";
import { fill } from "./fill";
import { languageOf, speak, words } from "./words";

afterEach(() => speak("en"));

describe("the language", () => {
  it.each([
    [undefined, ["de-AT", "en"], "de"],
    ["system", ["fr-FR", "de", "en"], "de"],
    ["system", ["en-GB", "de"], "en"],
    ["system", ["fr", "ja"], "en"],
    ["system", [], "en"],
    ["en", ["de"], "en"],
    ["de", ["en"], "de"],
  ] as const)("chosen as %s, on a system that has %j, is %s", (choice, ofSystem, language) => {
    expect(languageOf(choice, ofSystem)).toBe(language);
  });

  it("is spoken from then on, and the document says so", async () => {
    await speak("de");
    expect(words.places.today).toBe("Heute");
    expect(document.documentElement.lang).toBe("de");
  });

  it("is the one asked for last, however long the first takes to load", async () => {
    const first = speak("de");
    await speak("en");
    await first;
    expect(words.language).toBe("en");
  });
});

describe("a catalogue", () => {
  it("takes from the whole what it lacks, at any depth, and lists as they are", () => {
    const whole = { a: "one", b: { c: "two", d: "three" }, e: ["x", "y"], f: (n: number) => `${n} things` };
    const filled = fill(whole, { b: { c: "zwei" }, e: ["z"] });
    expect(filled).toMatchObject({ a: "one", b: { c: "zwei", d: "three" }, e: ["z"] });
    expect(filled.f(2)).toBe("2 things");
  });

  it("has no text with typewriter quotes or dots", () => {
    const texts = [...textsOf(en), ...textsOf(de)];
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.filter((text) => /[a-zäöü]'[a-z]|\.\.\./i.test(text))).toEqual([]);
  });
});

/** Every fixed text of a catalogue. */
function textsOf(part: unknown): string[] {
  if (typeof part === "string") return [part];
  if (typeof part !== "object" || part === null) return [];
  return Object.values(part).flatMap(textsOf);
}
