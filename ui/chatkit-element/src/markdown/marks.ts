import type { Node, Nodes, PhrasingContent, RootContent, Text } from "mdast";
import type { Source } from "../wire/protocol";
import type { Block } from "./blocks";
import { rangeOf } from "./parse";

/** A source that a text names at one place. */
export interface Mark {
  /** UTF-16 offset in the text. */
  at: number;
  /** Its number in the list of sources. */
  number: number;
  source: Source;
}

/** Sources named at one place in a tree. */
export interface MarkNode extends Node {
  type: "mark";
  marks: readonly Mark[];
  /** The word before it, which it stays on a line with. */
  word: string;
}

declare module "mdast" {
  interface RootContentMap {
    mark: MarkNode;
  }
  interface PhrasingContentMap {
    mark: MarkNode;
  }
}

const NONE: readonly Mark[] = [];

/** The marks of each block. A mark between two blocks belongs to the one before it. */
export function marksOf(blocks: readonly Block[], marks: readonly Mark[], i: number): readonly Mark[] {
  if (marks.length === 0) return NONE;
  const from = i === 0 ? Number.NEGATIVE_INFINITY : (blocks[i]?.from ?? 0);
  const to = blocks[i + 1]?.from ?? Number.POSITIVE_INFINITY;
  const own = marks.filter(({ at }) => at > from && at <= to);
  return own.length === 0 ? NONE : own;
}

/** The block with its marks in their places: inside words where the text says so, behind code, formulas, links and pictures. */
export function withMarks(node: RootContent, marks: readonly Mark[]): RootContent[] {
  let nodes: Nodes[] = [node];
  // From the end, so that the places before stay as they are.
  for (const group of grouped(marks).reverse()) nodes = insert(nodes, group);
  // What found no place in the block stands below it.
  return nodes.map((one) => (one.type === "mark" ? { type: "paragraph", children: [one] } : one)) as RootContent[];
}

function grouped(marks: readonly Mark[]): MarkNode[] {
  const groups = new Map<number, Mark[]>();
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) groups.set(mark.at, [...(groups.get(mark.at) ?? []), mark]);
  return [...groups.values()].map((group) => ({ type: "mark", marks: group, word: "" }));
}

/** Nodes that text may stand in. Everything else is passed by: a mark comes behind it. */
const OPEN = new Set([
  "paragraph",
  "heading",
  "emphasis",
  "strong",
  "delete",
  "blockquote",
  "list",
  "listItem",
  "table",
  "tableRow",
  "tableCell",
]);

function insert(nodes: readonly Nodes[], mark: MarkNode): Nodes[] {
  const at = mark.marks[0]?.at ?? 0;
  let i = nodes.findIndex((node) => node.type !== "mark" && rangeOf(node).to >= at);
  if (i < 0) i = nodes.findLastIndex((node) => node.type !== "mark");
  const node = nodes[i];
  if (!node) return [...nodes, mark];
  if (node.type === "text") return nodes.toSpliced(i, 1, ...split(node, at, mark));
  if (!OPEN.has(node.type) || !("children" in node) || node.children.length === 0) return nodes.toSpliced(i + 1, 0, mark);
  return nodes.with(i, { ...node, children: insert(node.children, mark) } as Nodes);
}

/** The end of a text up to a space, if that is no longer than a word. */
const WORD = /\S{1,24}$/;

function split(text: Text, at: number, mark: MarkNode): PhrasingContent[] {
  const { from, to } = rangeOf(text);
  const place = Math.max(0, at - from);
  // With an escape or an entity in it the source is longer than the text, and places in it are not known.
  const end = to - from === text.value.length ? Math.min(place, text.value.length) : text.value.length;
  const word = WORD.exec(text.value.slice(0, end))?.[0] ?? "";
  const point = (offset: number) => ({ line: 1, column: 1, offset });
  const part = (start: number, stop: number, last = from + stop): PhrasingContent[] => {
    const position = { start: point(from + start), end: point(last) };
    return start === stop ? [] : [{ type: "text", value: text.value.slice(start, stop), position }];
  };
  return [...part(0, end - word.length), { ...mark, word }, ...part(end, text.value.length, to)];
}
