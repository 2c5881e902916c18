import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** Signs in one paragraph that could mean something. Telling which do costs the square of their number; nobody writes so many. */
const MOST_SIGNS = 1_000;
/** Quotes and lists in one another. */
const DEEPEST = 24;

const SIGNS = /[[\]*_~`<!|]/g;
const NESTING = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*)+/;
const ONE_LEVEL = />|[-+*]|\d{1,9}[.)]/g;

/** GitHub-flavoured Markdown as a tree, in which HTML is text; null for a text that is a knot and is shown as it was written. */
export function parseMarkdown(text: string): Root | null {
  if (isKnot(text)) return null;
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function isKnot(text: string): boolean {
  const levels = (line: string): number => NESTING.exec(line)?.[0].match(ONE_LEVEL)?.length ?? 0;
  if (text.split("\n").some((line) => levels(line) > DEEPEST)) return true;
  return text.split(/\n[ \t]*\n/).some((paragraph) => (paragraph.match(SIGNS)?.length ?? 0) > MOST_SIGNS);
}

/** Where a link of a note may lead: to the web, to mail, or to a task of this list. Anything else is only its text. */
export function addressOf(url: string): URL | null {
  try {
    const address = new URL(url);
    return ["https:", "http:", "mailto:", "docket:"].includes(address.protocol) ? address : null;
  } catch {
    return null;
  }
}
