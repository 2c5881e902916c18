import { describe, expect, it } from "vitest";
import { lineWith, marksIn } from "./marks";

const marked = (text: string, words: string) => marksIn(text, words).map(([from, to]) => text.slice(from, to));

describe("what a search found in a text", () => {
  it.each([
    ["Scan the lease and the annex", "lease", ["lease"]],
    ["Compare car leasing offers", "leas", ["leas"]],
    ["Write the outline of the talk", "the TALK", ["the", "the", "talk"]],
    ["Käse im Café kaufen", "kase cafe", ["Käse", "Café"]],
    ["Käse in two code points", "kase", ["Käse"]],
    ["Straße fegen", "strasse", ["Straße"]],
    ["aaaa", "aa aaa", ["aaaa"]],
    ["Buy milk", "bread", []],
    ["Buy milk", "   ", []],
    ["İstanbul trip", "istanbul", ["İstanbul"]],
    ["A 🧁 for Ann", "ann", ["Ann"]],
  ])("%s: %s", (text, words, expected) => expect(marked(text, words)).toEqual(expected));

  it("is shown of the notes as the line that holds it", () => {
    expect(lineWith("First line\nthe signed lease\nlast", "lease")).toBe("the signed lease");
    expect(lineWith("nothing here", "lease")).toBeNull();
    const far = `${"word ".repeat(60)}lease at last`;
    expect(lineWith(far, "lease")).toMatch(/^… (word )+lease at last$/);
    expect(lineWith(`${"x".repeat(200)}lease`, "lease")).toContain("lease");
  });
});
