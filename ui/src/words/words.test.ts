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

  it("says in German everything that is not a name, an example for quick add, or a sentence for the assistant", () => {
    const same = pathsOf(en, de).filter((path) => !SAME.some((known) => path === known || path.startsWith(`${known}.`)));
    expect(same).toEqual([]);
  });

  it("has no text with typewriter quotes or dots", () => {
    const texts = [...textsOf(en), ...textsOf(de)];
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.filter((text) => /[a-zäöü]'[a-z]|\.\.\./i.test(text))).toEqual([]);
  });
});

/** What is the same in both languages: each of these, and what lies below it. */
const SAME = `
  app mac drag.toLabel listKeys.labels dates.year dates.time add.toast row.moreLabels errors.fallback
  places.labels places.noLists.1 places.noLabels.1 sidebar.alt sidebar.option sidebar.colors.orange tabs.chat header.chat
  sheet.labels sheet.label_.chosen selection.labels picker.label picker.findDay sheet.dates.placeholder sheet.dates.month
  sheet.repeats.placeholder sheet.reminder.placeholder sheet.property sheet.subtasks.count sheet.history.by
  history.actors.mcp history.actors.import empty.inbox.1 empty.today.1 empty.all.1
  chat.region chat.commands.chats chat.commands.showList chat.widget.hosts assistant.openai connections.server
  settings.themes.system settings.addressPlaceholder settings.modelPlaceholder
  general.languages upkeep.folders upkeep.export upkeep.import about.version
`
  .split(/\s+/)
  .concat(
    [0, 1, 2, 3].map((n) => `chat.prompts.${n}.prompt`),
    Object.keys(en.chat.commands).flatMap((name) => [`chat.commands.${name}.said`, `chat.commands.${name}.begin`]),
  );

/** Where two catalogues say the same, word for word. An empty text says nothing. */
function pathsOf(one: unknown, other: unknown, path = ""): string[] {
  if (typeof one === "function") return String(one) === String(other) ? [path] : [];
  if (typeof one !== "object" || one === null) return one === other && one !== "" ? [path] : [];
  return Object.entries(one).flatMap(([key, part]) =>
    pathsOf(part, (other as Record<string, unknown>)[key], path ? `${path}.${key}` : key),
  );
}

/** Every fixed text of a catalogue. */
function textsOf(part: unknown): string[] {
  if (typeof part === "string") return [part];
  if (typeof part !== "object" || part === null) return [];
  return Object.values(part).flatMap(textsOf);
}
