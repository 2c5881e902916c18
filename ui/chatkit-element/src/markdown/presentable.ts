/** Longest run without a space that is held back as an unfinished word. */
const LONGEST_WORD = 40;

/** Scripts written without spaces: any character may end a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

/**
 * The part of a growing text that can be shown: whole words, and no half-written marks. A mark that was
 * opened and not closed yet is closed, so that bold does not first appear as stars.
 */
export function presentable(text: string): string {
  if (openFence(text)) return text;
  const whole = withoutBareMarks(wholeWords(text));
  const from = whole.lastIndexOf("\n\n") + 1;
  return whole.slice(0, from) + mend(whole.slice(from));
}

/**
 * Without a last line of nothing but marks: `-` may become an item or, under a paragraph, make it a
 * heading; and without the head of a table whose second line is still to come.
 */
function withoutBareMarks(text: string): string {
  return text.replace(/(^|\n)[ \t>]*(?:[-=*+#_~`|:]+|\d{1,9}[.)]?)[ \t]*$/, "$1").replace(/(^|\n\n)[ \t]*\|[^\n]*(?:\n[\s|:-]*)?$/, "$1");
}

function wholeWords(text: string): string {
  const run = /\S+$/.exec(text)?.[0] ?? "";
  if (run.length === 0 || run.length > LONGEST_WORD || UNSPACED.test(run)) return text;
  // A word that stands alone is better than nothing.
  if (run.length === text.length && run.length > 3) return text;
  return text.slice(0, text.length - run.length).replace(/[ \t]+$/, "");
}

/** Closes what the last paragraph leaves open, or drops it when nothing was written in it. */
function mend(text: string): string {
  const link = /!?\[(?<label>[^\][\n]*)(?:\](?:\((?<address>[^()\s]*))?)?$/.exec(text);
  let out = link?.groups && !insideCode(text, link.index) ? text.slice(0, link.index) + (link.groups["label"] ?? "") : text;
  if (insideCode(out, out.length)) return /`\s*$/.test(out) ? out.replace(/`+\s*$/, "") : `${out}\``;
  for (const mark of ["**", "~~", "__"]) {
    const plain = out.replace(/`[^`]*`/g, (code) => " ".repeat(code.length));
    const count = plain.split(mark).length - 1;
    if (count % 2 === 0) continue;
    const body = out.replace(/\s+$/, "");
    out = body.endsWith(mark) ? body.slice(0, -mark.length) : body + mark;
  }
  return out;
}

function insideCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return (before.split("`").length - 1) % 2 === 1 && !before.includes("```");
}

/** Whether the text ends inside a fenced code block. */
function openFence(text: string): boolean {
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (!mark) continue;
    if (fence === null) fence = mark;
    else if (mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark) fence = null;
  }
  return fence !== null;
}
