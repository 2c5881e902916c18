/** Containers in containers that are still told apart. */
const DEEPEST = 24;
/** Indentation that no list needs. */
const WIDEST_INDENT = 120;
/** Marks in one run of lines. Resolving them costs the square of their number. */
const MOST_MARKS = 1000;

const MARKS = new Set(["[", "]", "*", "_", "~", "`", "<", "!", "|"]);
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const MARKERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/;
const ONE_MARKER = />|[-+*]|\d{1,9}[.)]/g;

/** A stretch of a text, to be read as Markdown or, where that could take for ever, as plain text. */
export interface Stretch {
  from: number;
  to: number;
  plain: boolean;
}

/**
 * Cuts out of a text what no person writes and no parser should have to resolve: hundreds of containers in one another, thousands of
 * brackets or stars in one paragraph. Null when there is nothing of the kind, which is nearly always.
 */
export function harmfulStretches(text: string): Stretch[] | null {
  if (text.length < MOST_MARKS && !tooDeep(text)) return null;
  const stretches: Stretch[] = [];
  let from = 0;
  let harmful = false;
  let marks = 0;
  let fence: string | null = null;
  const close = (to: number) => {
    const last = stretches.at(-1);
    if (last && last.plain === harmful) last.to = to;
    else if (to > from) stretches.push({ from, to, plain: harmful });
    from = to;
    harmful = false;
    marks = 0;
  };
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, end);
    const mark = FENCE.exec(line)?.[1];
    if (mark && (fence === null || (mark[0] === fence[0] && mark.length >= fence.length))) fence = fence === null ? mark : null;
    else if (fence === null) {
      if (line.trim() === "") close(end);
      else {
        if (MARKERS.test(line)) marks = 0;
        marks += countMarks(line);
        harmful ||= marks > MOST_MARKS || lineTooDeep(line);
      }
    }
    at = end;
  }
  close(text.length);
  return stretches.some((stretch) => stretch.plain) ? stretches : null;
}

function countMarks(line: string): number {
  let count = 0;
  for (const character of line) if (MARKS.has(character)) count++;
  return count;
}

function tooDeep(text: string): boolean {
  return text.split("\n").some(lineTooDeep);
}

function lineTooDeep(line: string): boolean {
  const markers = MARKERS.exec(line)?.[0];
  if (!markers) return false;
  return /^[ \t]*/.exec(line)?.[0] !== undefined && (indentOf(line) > WIDEST_INDENT || (markers.match(ONE_MARKER)?.length ?? 0) > DEEPEST);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
