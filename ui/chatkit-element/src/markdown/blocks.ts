import type { FootnoteDefinition, List, ListItem, Nodes, RootContent } from "mdast";
import { fenceAt } from "./fence";
import { parseBlocks, rangeOf } from "./parse";
import { presentable } from "./presentable";
import { isDrawn, labelsIn, resolve } from "./references";

/** One block of a document. The same source in the same place keeps the same object, so that it is not drawn again. */
export interface Block {
  source: string;
  from: number;
  node: RootContent;
  /** No further text can change it. */
  settled: boolean;
}

export interface Document {
  blocks: readonly Block[];
  /** Addresses of link definitions, by label. */
  definitions: ReadonlyMap<string, string>;
  /** Footnotes in the order in which the text refers to them. */
  footnotes: readonly FootnoteDefinition[];
}

const NO_DEFINITIONS: ReadonlyMap<string, string> = new Map();

/** Items of a list at the end that are parsed again: the last may grow, the one before it may turn out to be loose. */
const OPEN_ITEMS = 2;

/**
 * A growing document, parsed block by block: of a text that only grew, everything before its last block is never parsed again; of a list
 * at its end only the last items are, and of a fenced code block nothing. When it has stopped growing, only blocks that refer to others (link
 * definitions, footnotes) are parsed once more.
 */
export class GrowingDocument {
  /** Blocks that no further text can change, and where they end. */
  #fixed: Block[] = [];
  #fixedEnd = 0;
  /** The list at `#fixedEnd`, and its items that no further text can change. */
  #held: { list: List; items: ListItem[] } | null = null;
  /** Where the text begins that is still parsed: after the fixed blocks and the held items. */
  #openFrom = 0;
  #text = "";
  #last: Block[] = [];
  #finished = false;
  /** How many characters were given to the parser; for tests of the claim above. */
  parsedCharacters = 0;

  /** The document for `text`; `growing` while more may follow. */
  read(text: string, growing: boolean): Document {
    if (this.#finished || !text.startsWith(this.#text.slice(0, this.#openFrom))) this.#reset();
    this.#text = text;
    const tail = text.slice(this.#openFrom);
    const shown = growing ? presentable(tail) : tail;
    const nodes = this.#withHeld(this.#parse(shown, growing ? labelsIn(shown) : ""));
    if (nodes === null) {
      // Held items without the rest of their list: they must not be lost with it.
      this.#letGo();
      return this.read(text, growing);
    }
    const blocks = this.#reuse(nodes, text.slice(0, this.#openFrom) + shown, !growing);
    if (!growing) return this.#finish(blocks);
    // What is fixed must be as it was written: the parser saw the end mended.
    this.#fix(blocks, this.#openFrom + commonLength(tail, shown));
    return { blocks: [...this.#fixed, ...this.#last].filter(isDrawn), definitions: NO_DEFINITIONS, footnotes: [] };
  }

  /** The end tells what blocks refer to. What was drawn is kept for a text that comes again, changed. */
  #finish(fresh: Block[]): Document {
    const blocks = [...this.#fixed, ...fresh];
    const document = resolve(blocks, this.#text, (source, base, labels) => this.#parseAll(source, base, labels));
    this.#reset();
    this.#last = document.blocks as Block[];
    this.#finished = true;
    return document;
  }

  /**
   * A block is fixed when the next one has a whole first line, and would begin there whatever it follows: where a block ends is decided by
   * the lines up to there, never by later ones. The same goes for the items of the list at the end.
   */
  #fix(blocks: Block[], sure: number): void {
    const isWhole = (from: number) => {
      const newline = this.#text.indexOf("\n", from);
      return newline >= 0 && newline < sure;
    };
    let count = blocks.length - 1;
    while (count > 0 && !(isWhole(blocks[count]?.from ?? sure) && standsAlone(this.#text, blocks, count))) count--;
    const next = blocks[count];
    if (count > 0 && next) {
      this.#fixed = [...this.#fixed, ...blocks.slice(0, count).map((block) => ({ ...block, settled: true }))];
      this.#fixedEnd = lineStart(this.#text, next.from);
      this.#letGo();
    }
    this.#last = blocks.slice(Math.max(count, 0));
    if (next?.node.type === "list" && count + 1 === blocks.length) this.#hold(next.node, isWhole);
  }

  #hold(list: List, isWhole: (from: number) => boolean): void {
    const { children } = list;
    let count = children.length - OPEN_ITEMS;
    while (count > 0 && !isWhole(fromOf(children[count]))) count--;
    if (count <= 0) return;
    this.#held = { list, items: children.slice(0, count) };
    this.#openFrom = lineStart(this.#text, fromOf(children[count]));
  }

  /** One list again of the items held and those parsed; null when what was parsed is none. */
  #withHeld(nodes: RootContent[]): RootContent[] | null {
    if (!this.#held) return nodes;
    const { list, items } = this.#held;
    const [rest, ...others] = nodes;
    if (rest?.type !== "list") return null;
    const whole: List = { ...list, spread: list.spread === true || rest.spread === true, children: [...items, ...rest.children] };
    if (list.position && rest.position) whole.position = { start: list.position.start, end: rest.position.end };
    return [whole, ...others];
  }

  #parse(text: string, labels: string): RootContent[] {
    const fence = fenceAt(text, this.#openFrom);
    if (!fence) return this.#parseAll(text, this.#openFrom, labels);
    const rest = text.slice(fence.end);
    return rest.trim() === "" ? [fence.code] : [fence.code, ...this.#parseAll(rest, this.#openFrom + fence.end, labels)];
  }

  /** Parses with definitions put in front, which are not part of the result. */
  #parseAll(text: string, base: number, labels = ""): RootContent[] {
    this.parsedCharacters += text.length;
    return parseBlocks(labels + text, base - labels.length).filter((node) => fromOf(node) >= base);
  }

  #reuse(nodes: readonly RootContent[], shown: string, settled: boolean): Block[] {
    return nodes.map((node, i) => {
      const { from, to } = rangeOf(node);
      const source = shown.slice(from, to);
      const old = this.#last[i];
      return old?.from === from && old.source === source && old.settled === settled ? old : { source, from, node, settled };
    });
  }

  #letGo(): void {
    this.#held = null;
    this.#openFrom = this.#fixedEnd;
  }

  #reset(): void {
    this.#fixed = [];
    this.#fixedEnd = 0;
    this.#text = "";
    if (!this.#finished) this.#last = [];
    this.#finished = false;
    this.#letGo();
  }
}

/** Whether a block begins where it does for reasons of its own: it follows an empty line, or is marked as what it is. */
function standsAlone(text: string, blocks: readonly Block[], i: number): boolean {
  const from = blocks[i]?.from ?? 0;
  const source = blocks[i]?.source ?? "";
  const before = blocks[i - 1]?.node.type;
  if (before === "heading" || before === "code" || before === "thematicBreak") return true;
  return /\n[ \t]*\n[ \t]*$/.test(text.slice(blocks[i - 1]?.from ?? 0, from)) || /^(?:#|>|```|~~~)/.test(source);
}

function fromOf(node: Nodes | undefined): number {
  return node ? rangeOf(node).from : 0;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function commonLength(a: string, b: string): number {
  if (a.startsWith(b)) return b.length;
  let length = 0;
  while (length < b.length && a[length] === b[length]) length++;
  return length;
}
