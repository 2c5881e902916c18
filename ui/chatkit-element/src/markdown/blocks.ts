import type { Definition, Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { presentable } from "./presentable";

/** One block of a document. The same source keeps the same object, so that it is not drawn again. */
export interface Block {
  source: string;
  node: RootContent;
}

export interface Document {
  blocks: readonly Block[];
  definitions: ReadonlyMap<string, string>;
}

const NO_DEFINITIONS: ReadonlyMap<string, string> = new Map();

/** GitHub-flavoured Markdown as a tree. HTML in it stays text: see Markdown.tsx. */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/**
 * A growing document, parsed block by block: of a text that only grew, everything before its last block is
 * never parsed again. When it has stopped growing the whole is parsed once, which settles what only the
 * end can tell (link definitions, footnotes).
 */
export class GrowingDocument {
  /** Blocks that no further text can change, and where they end. */
  #fixed: Block[] = [];
  #fixedEnd = 0;
  #text = "";
  #last: Block[] = [];
  /** How many characters were given to the parser; for tests of the claim above. */
  parsedCharacters = 0;

  /** The document for `text`; `growing` while more may follow. */
  read(text: string, growing: boolean): Document {
    if (!growing) return this.#whole(text);
    if (!text.startsWith(this.#text.slice(0, this.#fixedEnd))) this.#reset();
    this.#text = text;
    const tail = text.slice(this.#fixedEnd);
    const nodes = this.#parse(tail);
    this.#fix(tail, nodes);
    const rest = text.slice(this.#fixedEnd);
    const shown = presentable(rest);
    // The parser sees the end of the text mended; what is fixed it has seen as it is.
    this.#last = this.#reuse(this.#last, shown, this.#parse(shown));
    return { blocks: [...this.#fixed, ...this.#last], definitions: NO_DEFINITIONS };
  }

  #whole(text: string): Document {
    const nodes = this.#parse(text);
    const definitions = new Map<string, string>();
    for (const node of nodes) if (node.type === "definition") define(definitions, node);
    const blocks = this.#reuse([...this.#fixed, ...this.#last], text, nodes);
    this.#reset();
    this.#fixed = blocks;
    this.#fixedEnd = text.length;
    this.#text = text;
    return { blocks, definitions };
  }

  /**
   * A block is fixed when the next one has a whole first line: where a block ends is decided by the lines
   * up to there, never by later ones.
   */
  #fix(tail: string, nodes: RootContent[]): void {
    const lastNewline = tail.lastIndexOf("\n");
    let count = 0;
    let end = 0;
    for (let i = 0; i + 1 < nodes.length; i++) {
      const next = nodes[i + 1]?.position?.start.offset;
      if (next === undefined || tail.indexOf("\n", next) < 0 || next > lastNewline) break;
      count = i + 1;
      end = next;
    }
    if (count === 0) return;
    this.#fixed = [...this.#fixed, ...this.#reuse(this.#last, tail, nodes.slice(0, count))];
    this.#last = [];
    this.#fixedEnd += end;
  }

  #parse(text: string): RootContent[] {
    this.parsedCharacters += text.length;
    return parseMarkdown(text).children;
  }

  #reuse(before: readonly Block[], text: string, nodes: readonly RootContent[]): Block[] {
    return nodes.map((node, i) => {
      const source = text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
      const old = before[i];
      return old && old.source === source && !hasReference(node) ? old : { source, node };
    });
  }

  #reset(): void {
    this.#fixed = [];
    this.#last = [];
    this.#fixedEnd = 0;
    this.#text = "";
  }
}

function define(definitions: Map<string, string>, node: Definition): void {
  // The first definition of a label holds (CommonMark 0.31, 4.7).
  if (!definitions.has(node.identifier)) definitions.set(node.identifier, node.url);
}

/** Whether the drawing depends on other blocks. */
function hasReference(node: RootContent): boolean {
  if (node.type === "linkReference" || node.type === "imageReference" || node.type === "footnoteReference") return true;
  return "children" in node && node.children.some((child) => hasReference(child));
}
