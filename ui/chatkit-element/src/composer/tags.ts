import type { TagContent } from "../wire/protocol";

/** A tag and where its `@text` stands in the draft. */
export interface Placed {
  at: number;
  tag: TagContent;
}

/** The first place after the tag. */
export function endOf({ at, tag }: Placed): number {
  return at + tag.text.length + 1;
}

const WORD = /[\p{L}\p{N}_]/u;

/**
 * Where tags stand in a text: those of `placed`, and besides them each `@text` of a known tag that is a word of its own, the longest name
 * first where one begins another. So a tag that was cut and pasted, or brought back by undo, is a tag again.
 */
export function placeTags(text: string, known: readonly TagContent[], placed: readonly Placed[] = []): Placed[] {
  const names = [...known].sort((a, b) => b.text.length - a.text.length);
  const kept = new Map(placed.map((one) => [one.at, one]));
  const found: Placed[] = [];
  let at = 0;
  while (at < text.length) {
    const one = kept.get(at) ?? tagAt(text, at, names);
    if (one) found.push(one);
    at = one ? endOf(one) : at + 1;
  }
  return found;
}

function tagAt(text: string, at: number, names: readonly TagContent[]): Placed | null {
  if (text[at] !== "@" || WORD.test(text[at - 1] ?? "")) return null;
  const tag = names.find((name) => text.startsWith(name.text, at + 1) && !WORD.test(text[at + 1 + name.text.length] ?? ""));
  return tag ? { at, tag } : null;
}

/**
 * Where tags stand after an edit: those before it stay, those after it move along, and one that was touched is text from then on.
 * `caret` is where the edit ended in the text `after`; it tells two alike places apart.
 */
export function followTags(before: string, placed: readonly Placed[], after: string, caret: number): Placed[] {
  const edit = editBetween(before, after, caret);
  return placed.flatMap((one) => {
    if (endOf(one) <= edit.from) return [one];
    return one.at >= edit.to ? [{ ...one, at: one.at + after.length - before.length }] : [];
  });
}

/** The stretch of `before` that became something else. */
export function editBetween(before: string, after: string, caret: number): { from: number; to: number } {
  const tail = after.slice(caret);
  const most = Math.min(before.length, after.length);
  let same = before.endsWith(tail) ? tail.length : 0;
  if (same === 0) while (same < most && before.at(-1 - same) === after.at(-1 - same)) same++;
  let from = 0;
  while (from < most - same && before[from] === after[from]) from++;
  return { from, to: before.length - same };
}

/** What is left of tags of which an edit has taken a part, as stretches of the text `after`. */
export function leftovers(before: string, placed: readonly Placed[], after: string, caret: number): { from: number; to: number }[] {
  const edit = editBetween(before, after, caret);
  return placed.flatMap((one) => {
    const end = endOf(one);
    if (end <= edit.from || one.at >= edit.to || (one.at >= edit.from && end <= edit.to)) return [];
    const grown = after.length - before.length;
    const from = Math.min(one.at, edit.from);
    return [{ from, to: Math.max(edit.to, end) + grown }];
  });
}
