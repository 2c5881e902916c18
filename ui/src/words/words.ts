import { en, type Words } from "./en";

/** A language that the window speaks. */
export type Language = "en" | "de";

/** What may be chosen: a language, or the one of the system. */
export type LanguageChoice = "system" | Language;

/**
 * The catalogue in use, as it is now: [`speak`] changes it, so a part that keeps a text from loading on would keep an old language. Read it
 * where something is drawn.
 */
export let words: Words = en;

/** Whether the keys are those of a Mac, where ⌘ stands for Ctrl. */
export const onMac: boolean = /mac|iphone|ipad/i.test(navigator.platform);

/** The command key's name on this system, in the language in use: `⌘`, `Ctrl` or `Strg`. */
export let commandKey: string = commandKeyOf(en);

let asked = 0;

/** The language meant by a choice: the system's is the first of its languages that we speak, else English. */
export function languageOf(choice: LanguageChoice | undefined, ofSystem: readonly string[] = navigator.languages): Language {
  if (choice === "en" || choice === "de") return choice;
  const known = ofSystem.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag): tag is Language => tag === "en" || tag === "de");
  return known ?? "en";
}

/**
 * Changes the language of everything drawn from now on, and of the document. A later call overtakes an earlier one that still loads.
 *
 * Never rejects: a catalogue that cannot be loaded leaves the language as it was.
 */
export async function speak(language: Language): Promise<void> {
  asked += 1;
  const mine = asked;
  const found = await catalogue(language).catch(() => words);
  if (mine !== asked) return;
  words = found;
  commandKey = commandKeyOf(found);
  document.documentElement.lang = found.language;
}

async function catalogue(language: Language): Promise<Words> {
  return language === "de" ? (await import("./de")).de : en;
}

function commandKeyOf(of: Words): string {
  return onMac ? of.mac.command : of.other.command;
}
