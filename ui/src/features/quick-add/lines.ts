/** A line of a pasted text, on its way to becoming a task. */
export interface Line {
  text: string;
  /** Whether it is to be added; one that was ticked off where it came from is not. */
  isChosen: boolean;
}

/** More lines than these are no list that one checks by eye. */
export const MOST_LINES = 50;

/** What lists begin their lines with, in text, Markdown and office programs: `- `, `* `, `• `, `1. `, `a) `, and boxes behind or without that. */
const BULLET = /^(?:[-*+•◦‣▪–—·]|\d{1,3}[.)]|[a-z][.)])\s+/i;
const BOX = /^(?:\[([ xX✓]?)\]|([☐☑☒✓✔]))\s*/;
/** A rule or a lone bullet is no task. */
const WORTH = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const TICKED = /[xX✓☑☒✔]/;

/** The lines of a text that are worth a task, without bullets and boxes, and whether any of those were left out. */
export function linesOf(text: string): { lines: Line[]; hadBullets: boolean } {
  let hadBullets = false;
  const lines = text.split(/\r\n|\r|\n/).flatMap((raw): Line[] => {
    const plain = raw.trim().replace(BULLET, "");
    const box = BOX.exec(plain);
    const rest = plain.slice(box?.[0].length ?? 0).trim();
    const mark = box?.[1] ?? box?.[2] ?? "";
    if (!WORTH.test(rest)) return [];
    if (rest !== raw.trim()) hadBullets = true;
    return [{ text: rest, isChosen: !TICKED.test(mark) }];
  });
  return { lines: lines.slice(0, MOST_LINES), hadBullets };
}

/** The same text in one line, for an input, which would glue the words on both sides of a break together. */
export function inOneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").trim();
}
