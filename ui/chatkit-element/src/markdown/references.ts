import type { FootnoteDefinition, Nodes, RootContent } from "mdast";
import type { Block, Document } from "./blocks";

const FOOTNOTE = /\[\^([^\]\s[]+)\]/g;

/** Definitions, to be put in front of a growing text: a footnote it names is a mark from the beginning, not its source. */
export function labelsIn(text: string): string {
  if (!text.includes("[^")) return "";
  return asDefinitions([...text.matchAll(FOOTNOTE)].map(([, label]) => `[^${label}]`));
}

/** A rule at the end, or what follows would belong to the last note if it is indented. */
function asDefinitions(labels: readonly string[]): string {
  return labels.length === 0 ? "" : `${[...new Set(labels)].map((label) => `${label}: x`).join("\n\n")}\n\n***\n\n`;
}

/** Whether a block is shown where it stands. */
export function isDrawn({ node }: Block): boolean {
  return node.type !== "definition" && node.type !== "footnoteDefinition";
}

/**
 * What only the whole text can tell: where references lead, and in which order footnotes come. Blocks that may hold a reference are parsed
 * once more, with the definitions at hand; the others stay the same objects.
 */
export function resolve(
  blocks: readonly Block[],
  text: string,
  parse: (text: string, base: number, labels: string) => RootContent[],
): Document {
  const drawn = blocks.filter(isDrawn);
  if (!text.includes("]:") && !text.includes("[^")) return { blocks: drawn, definitions: new Map(), footnotes: [] };
  const definitions = new Map<string, string>();
  const notes = new Map<string, FootnoteDefinition>();
  const labels: string[] = [];
  for (const { node } of blocks) collect(node, definitions, notes, labels);
  const known = asDefinitions(labels);
  const again = (block: Block): Block[] => {
    if (!block.source.includes("[") || block.node.type === "code") return [block];
    const nodes = parse(block.source, block.from, known);
    return nodes.map((node, i) => (nodes.length === 1 ? { ...block, node } : { ...block, node, from: block.from + i }));
  };
  const resolved = drawn.flatMap(again);
  const order: string[] = [];
  for (const { node } of resolved) order.push(...footnotesIn(node));
  const footnotes = [...new Set(order)].flatMap((label) => notes.get(label) ?? []);
  return { blocks: resolved, definitions, footnotes };
}

function collect(node: Nodes, definitions: Map<string, string>, notes: Map<string, FootnoteDefinition>, labels: string[]): void {
  if (node.type === "definition") {
    // The first definition of a label holds (CommonMark 0.31, 4.7).
    if (!definitions.has(node.identifier)) definitions.set(node.identifier, node.url);
    labels.push(`[${node.label ?? node.identifier}]`);
  } else if (node.type === "footnoteDefinition") {
    if (!notes.has(node.identifier)) notes.set(node.identifier, node);
    labels.push(`[^${node.label ?? node.identifier}]`);
  }
  if ("children" in node) for (const child of node.children) collect(child, definitions, notes, labels);
}

function footnotesIn(node: Nodes): string[] {
  if (node.type === "footnoteReference") return [node.identifier];
  return "children" in node ? node.children.flatMap(footnotesIn) : [];
}
