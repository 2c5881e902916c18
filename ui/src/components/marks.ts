/** A stretch of a text, in UTF-16 units: from, to. */
export type Stretch = readonly [from: number, to: number];

/**
 * Where the words of a search stand in a text: parts of words too, without regard to case, accents and width, as the server finds them.
 *
 * In order, and those that touch as one.
 */
export function marksIn(text: string, words: string): Stretch[] {
  const { folded, places } = fold(text);
  const found: [number, number][] = [];
  for (const word of new Set(fold(words).folded.split(/\s+/u))) {
    if (!word) continue;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const [from] = places[at] ?? [0, 0];
      const [, to] = places[at + word.length - 1] ?? [0, 0];
      found.push([from, to]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const joined: [number, number][] = [];
  for (const [from, to] of found) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** The line of a text in which the search's words are found first, shortened so that they are in sight; null where there is none. */
export function lineWith(text: string, words: string, room = 90): string | null {
  const wanted = plain(words).split(/\s+/u).filter(Boolean);
  const line = text.split("\n").find((one) => wanted.some((word) => plain(one).includes(word)));
  const [first] = line === undefined ? [] : marksIn(line, words);
  if (line === undefined || !first) return null;
  const at = first[0];
  if (at + (first[1] - first[0]) <= room) return line.trim();
  const from = line.lastIndexOf(" ", at - Math.floor(room / 3)) + 1;
  return from > 0 ? `… ${line.slice(from).trim()}` : line.slice(Math.max(0, at - Math.floor(room / 3))).trim();
}

/** Whether a text holds all words of a search. */
export function holdsAll(text: string, words: string): boolean {
  const whole = plain(text);
  return plain(words)
    .split(/\s+/u)
    .every((word) => whole.includes(word));
}

/** Letters in their plain, lower form. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ς/g, "σ")
    .normalize("NFC");
}

/** Each letter of a text in its plain, lower form, and the stretch of the text that it comes from. */
function fold(text: string): { folded: string; places: Stretch[] } {
  let folded = "";
  const places: Stretch[] = [];
  let at = 0;
  for (const letter of text) {
    const letters = plain(letter);
    for (let unit = 0; unit < letters.length; unit += 1) places.push([at, at + letter.length]);
    const last = places.at(-1);
    // A mark that stands by itself belongs to the letter before it.
    if (letters === "" && last) places[places.length - 1] = [last[0], at + letter.length];
    folded += letters;
    at += letter.length;
  }
  return { folded, places };
}
