import type { Root } from "hast";
import { createLowlight } from "lowlight";
import { grammarName, loadGrammars } from "./grammars";

/** Longer code stays plain: a colour is not worth a page that stands still. */
const LONGEST = 50_000;

const lowlight = createLowlight();
const loading = new Map<string, Promise<void>>();

/** The code as a tree of words with classes; null when its language is not known or its grammar did not come. */
export async function highlight(value: string, lang: string): Promise<Root | null> {
  const name = grammarName(lang);
  if (name === null || value.length > LONGEST) return null;
  let known = loading.get(name);
  if (!known) {
    known = loadGrammars(name).then((grammars) => lowlight.register(grammars));
    loading.set(name, known);
    // A file that did not come is asked for again with the next code.
    known.catch(() => loading.delete(name));
  }
  await known;
  return lowlight.highlight(name, value);
}
