import { describe, expect, it } from "vitest";
import { type Document, GrowingDocument } from "../src/markdown/blocks";
import { parseBlocks } from "../src/markdown/parse";
import { Reader } from "../src/markdown/reader";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const PIECES = [
  "word ",
  "another, ",
  "**bold** ",
  "*leaning* ",
  "`code` ",
  "[link](https://a.example/) ",
  "[ref][x] ",
  "![p](https://a.example/p.png) ",
  "note[^1] ",
  "$x^2$ ",
  "\\(y\\) ",
  "$5 and $6 ",
  "\n",
  "\n\n",
  "\n\n- item ",
  "\n- item ",
  "\n  - nested ",
  "\n\n1. first ",
  "\n2. second ",
  "\n- [x] done ",
  "\n\n> quote ",
  "\n> more ",
  "\n\n```js\nlet a = 1;\n\nlet b;\n```\n",
  "\n```\nno language\n```\n",
  "\n\n~~~\nopen ",
  "\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
  "| 3 | 4 |\n",
  "\n\n# Heading ",
  "\n\nUnder\n---\n",
  "\n\n$$\na = b\n$$\n\n",
  "\n\\[\nc\n\\]\n",
  "\n\n[^1]: The note.\n\n",
  "\n\n[x]: https://x.example/\n\n",
  // With words after it: micromark 4 takes "2." behind indented code and an empty line for text, which CommonMark (5.3) does not.
  "\n\n    indented code\n\nafter it ",
  "<b>html</b> ",
  "**",
  "`",
  "[",
  "]",
  "🎉 ",
  "مرحبا ",
  "\t",
  "\\",
];

function randomText(next: () => number): string {
  return Array.from({ length: 5 + Math.floor(next() * 60) }, () => PIECES[Math.floor(next() * PIECES.length)]).join("");
}

/** What is drawn: kinds, texts and addresses, without places. */
function shape(document: Document): unknown {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (key === "position" ? [] : [[key, strip(one)]])));
  };
  return {
    blocks: document.blocks.map((block) => strip(block.node)),
    definitions: [...document.definitions],
    notes: strip(document.footnotes),
  };
}

describe("a text cut anywhere", () => {
  const SEEDS = 200;
  const GROUP = 20;
  it.each(Array.from({ length: SEEDS / GROUP }, (_, i) => i * GROUP))("ends as the whole text at once, from seed %i", (first) => {
    for (let seed = first; seed < first + GROUP; seed++) {
      const next = random(seed + 1);
      const text = randomText(next);
      const growing = new GrowingDocument();
      for (let at = 0; at < text.length; at += 1 + Math.floor(next() * 12)) growing.read(text.slice(0, at), true);
      const whole = shape(new GrowingDocument().read(text, false));
      expect(shape(growing.read(text, false)), `seed ${seed}: ${JSON.stringify(text)}`).toEqual(whole);
    }
  });

  it("blocks keep their order and their places", () => {
    const text = randomText(random(7)).repeat(3);
    const { blocks } = new GrowingDocument().read(text, false);
    const places = blocks.map((block) => block.from);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const block of blocks) expect(block.settled).toBe(true);
  });
});

describe("a growing list", () => {
  const items = Array.from({ length: 200 }, (_, i) => `- item ${i} with **bold** words\n`);

  it("is parsed from its last items, and keeps the others", () => {
    const growing = new GrowingDocument();
    let text = "";
    for (const item of items) {
      text += item;
      growing.read(text, true);
    }
    // Twice the text would be each item with the one before it; all of it each time a hundred times as much.
    expect(growing.parsedCharacters).toBeLessThan(text.length * 6);
    const [block] = growing.read(text, true).blocks;
    const list = block?.node;
    expect(list?.type === "list" && list.children.length).toBe(200);
    expect(shape(growing.read(text, false))).toEqual(shape(new GrowingDocument().read(text, false)));
  });

  it("turns loose as a whole when a late item does", () => {
    const text = `${items.slice(0, 20).join("")}- late\n\n  with more\n\nend`;
    const growing = new GrowingDocument();
    for (let at = 1; at <= text.length; at += 5) growing.read(text.slice(0, at), true);
    expect(shape(growing.read(text, false))).toEqual(shape(new GrowingDocument().read(text, false)));
  });
});

it("a fenced block that grows is not given to the parser", () => {
  const growing = new GrowingDocument();
  let text = "```js\n";
  for (let i = 0; i < 500; i++) {
    text += `const value${i} = ${i};\n`;
    growing.read(text, true);
  }
  expect(growing.parsedCharacters).toBeLessThan(100);
  expect(growing.read(`${text}\`\`\`\n`, false).blocks[0]?.node).toMatchObject({ type: "code", lang: "js", value: text.slice(6, -1) });
});

describe("formulas", () => {
  const formulas = (text: string) => {
    const found: string[] = [];
    const walk = (node: { type: string; value?: string; display?: boolean; children?: unknown[] }) => {
      if (node.type === "formula") found.push(`${node.display ? "block" : "inline"} ${node.value}`);
      for (const child of node.children ?? []) walk(child as never);
    };
    for (const node of parseBlocks(text)) walk(node as never);
    return found;
  };
  it.each([
    ["an area of $\\pi r^2$ here", ["inline \\pi r^2"]],
    ["$x$ and $y$", ["inline x", "inline y"]],
    ["it costs $5 and $6", []],
    ["$5-$6, US$7 or 8$", []],
    ["from $HOME/bin and $PATH", []],
    ["a $ b $ c", []],
    ["\\$5 and \\$6", []],
    ["$a\\$b$", ["inline a\\$b"]],
    ["$a and then nothing\n\nmore$", []],
    ["`$x$` stays code", []],
    ["so $$e = mc^2$$ holds", ["block e = mc^2"]],
    ["$$\na\n= b\n$$", ["block a\n= b"]],
    ["$$\na = b$$\nafter", ["block a = b"]],
    ["$$\nunfinished = 1", ["block unfinished = 1"]],
    ["$$\nforgotten\n\nand text", ["block forgotten"]],
    ["\\(a + b\\) and \\[c^2\\]", ["inline a + b", "block c^2"]],
    ["\\[\nx\n- y\n\\]", ["block x\n- y"]],
    ["> \\[\n> q = 1\n> \\]", ["block q = 1"]],
    ["- $$\n  z\n  $$", ["block z"]],
    ["an \\[escaped note\\] and \\[x\\]", []],
    ["\\\\(no\\\\)", []],
    ["| $a$ | b |\n|---|---|\n| $c$ | d |", ["inline a", "inline c"]],
  ])("%j", (text, expected) => expect(formulas(text)).toEqual(expected));
});

describe("a text that is meant to do harm", () => {
  const MEGABYTE = 1_000_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(MEGABYTE / piece.length));
  const cases: Record<string, string> = {
    "deep quotes": `${fill(">")}a`,
    "deep quotes with spaces": `${fill("> ")}a`,
    "deep lists": `${fill("- ")}a`,
    "deep numbers": `${fill("1. ")}a`,
    "opening brackets": fill("["),
    "closing brackets": fill("]"),
    "nested brackets": fill("[").slice(MEGABYTE / 2) + fill("]").slice(MEGABYTE / 2),
    "unfinished links": fill("[a](b"),
    "nested emphasis": `${fill("*a **a ").slice(MEGABYTE / 2)}b${fill(" a** a*").slice(MEGABYTE / 2)}`,
    "open emphasis": fill("_a "),
    backticks: Array.from({ length: 1400 }, (_, i) => `e${"`".repeat(i)}`).join(""),
    "a wide table": `${fill("|a").slice(0, MEGABYTE / 2)}\n${fill("|-").slice(0, MEGABYTE / 2)}`,
    "indented lists": Array.from({ length: 1000 }, (_, i) => `${" ".repeat(2 * i)}- a`).join("\n"),
    dollars: fill("$a "),
    "quotes of quotes": Array.from({ length: 1400 }, (_, i) => `${">".repeat(i)} a`).join("\n"),
  };

  /** One reading must not take longer than this, on a machine with much else to do. */
  const LONGEST_MS = 4000;

  it.each(Object.entries(cases))("%s", (_name, text) => {
    const began = performance.now();
    // As the page does: a portion first, the rest in later frames.
    const reader = new Reader();
    reader.read(text, false);
    expect(performance.now() - began).toBeLessThan(LONGEST_MS);
    expect(reader.waitMs).toBeGreaterThan(0);
  });

  it.each(Object.entries(cases))("%s, read to the end", (_name, text) => {
    const part = text.slice(0, 30_000);
    const nodes = parseBlocks(part);
    expect(nodes.length).toBeGreaterThan(0);
    expect(depthOf(nodes as never)).toBeLessThan(800);
  });
});

function depthOf(nodes: readonly { children?: never[] }[]): number {
  return nodes.length === 0 ? 0 : 1 + Math.max(...nodes.map((node) => depthOf(node.children ?? [])));
}
