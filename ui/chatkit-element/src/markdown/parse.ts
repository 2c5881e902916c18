import type { Nodes, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { formulaFromMarkdown, formulaSyntax } from "./formula";
import { harmfulStretches } from "./guard";

const SYNTAX = [gfm(), formulaSyntax()];
const TREE = [gfmFromMarkdown(), formulaFromMarkdown()];

/**
 * GitHub-flavoured Markdown with formulas as nodes, whose offsets count from the beginning of a text in which `text` starts at `base`.
 * HTML in it stays text. Never throws, and takes time in proportion to the text.
 */
export function parseBlocks(text: string, base = 0): RootContent[] {
  const stretches = harmfulStretches(text);
  if (!stretches) return parse(text, base);
  return stretches.flatMap(({ from, to, plain }) => {
    const part = text.slice(from, to);
    return plain ? plainBlock(part, base + from) : parse(part, base + from);
  });
}

function parse(text: string, base: number): RootContent[] {
  const { children } = fromMarkdown(text, { extensions: SYNTAX, mdastExtensions: TREE });
  for (const node of children) shift(node, base);
  return children;
}

function shift(node: Nodes, by: number): void {
  const { position } = node;
  if (position && by !== 0) {
    position.start.offset = (position.start.offset ?? 0) + by;
    position.end.offset = (position.end.offset ?? 0) + by;
  }
  if ("children" in node) for (const child of node.children) shift(child, by);
}

function plainBlock(text: string, from: number): RootContent {
  const point = (offset: number) => ({ line: 1, column: 1, offset });
  const position = { start: point(from), end: point(from + text.length) };
  return { type: "paragraph", position, children: [{ type: "text", value: text.trimEnd(), position }] };
}

/** Where a node begins and ends in the text. */
export function rangeOf(node: Nodes): { from: number; to: number } {
  return { from: node.position?.start.offset ?? 0, to: node.position?.end.offset ?? 0 };
}
