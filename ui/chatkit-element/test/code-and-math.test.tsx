/** @jsxImportSource preact */
import { describe, expect, it } from "vitest";
import { grammarName, loadGrammars } from "../src/markdown/code/grammars";
import { highlight } from "../src/markdown/code/highlight";
import { type MathElement, toMathML } from "../src/markdown/math/mathml";
import { find, inside, mount, until } from "./page";
import { assistantItem, FakeServer, thread, userItem } from "./server";

async function say(text: string) {
  const items = { data: [userItem("q"), assistantItem(text)], has_more: false };
  const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { items }));
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1" } as never);
  await until(() => expect(inside(page.element).querySelector(".md")).not.toBeNull());
  return page.element;
}

describe("code", () => {
  it("gets the classes of its language, and keeps every character", async () => {
    const code = 'const a = "<b>"; // note\n\treturn a;';
    const element = await say(`\`\`\`ts\n${code}\n\`\`\``);
    await until(() => expect(inside(element).querySelector(".hljs-keyword")).not.toBeNull());
    expect(find(element, ".codeblock code").textContent).toBe(code);
    expect(inside(element).querySelector(".codeblock b, .codeblock [style]")).toBeNull();
  });

  it.each([
    ["ts", "typescript"],
    ["C++", "cpp"],
    ["sh", "bash"],
    ["toml", "ini"],
    ["nonsense", null],
    ["__proto__", null],
    ["constructor", null],
  ])("%s is read by %s", (name, grammar) => expect(grammarName(name)).toBe(grammar));

  it("of an unknown language, and very long code, stays plain", async () => {
    expect(await highlight("x", "nonsense")).toBeNull();
    expect(await highlight("x".repeat(60_000), "js")).toBeNull();
  });

  it("of every language named has a grammar", async () => {
    const names = [
      "rust",
      "python",
      "go",
      "java",
      "yaml",
      "xml",
      "php",
      "dockerfile",
      "makefile",
      "sql",
      "swift",
      "kotlin",
      "latex",
      "json",
    ];
    for (const name of names) expect(typeof (await loadGrammars(name))[name], name).toBe("function");
  });
});

const texts = (element: MathElement): string =>
  element.children.map((child) => (typeof child === "string" ? child : texts(child))).join("");
const names = (element: MathElement): string[] => [
  element.name,
  ...element.children.flatMap((child) => (typeof child === "string" ? [] : names(child))),
];

describe("formulas", () => {
  it("become MathML without their source in it", () => {
    const math = toMathML("\\frac{1}{2} x^2", false) as MathElement;
    expect(names(math)).toEqual(expect.arrayContaining(["math", "mfrac", "msup"]));
    expect(texts(math)).toBe("12x2");
    expect(toMathML("x", true)?.attributes["display"]).toBe("block");
  });

  it("have letters of their own for a style, since browsers know no other way", () => {
    expect(texts(toMathML("\\mathbf{A}\\mathbb{R}\\mathfrak{C}", false) as MathElement)).toBe("𝐀ℝℭ");
  });

  it.each([
    "\\href{javascript:alert(1)}{x}",
    "\\url{https://evil.example/}",
    "\\includegraphics{https://evil.example/p.png}",
    "\\htmlStyle{background:url(https://evil.example)}{x}",
    "\\htmlClass{a}{x}",
    "\\htmlId{a}{x}",
    "\\htmlData{a=b}{x}",
    "\\color{url(https://evil.example)}x",
    "\\def\\a{\\a\\a}\\a",
    "\\frac{",
    "\\rule{1000000em}{1000000em}",
  ])("%s neither loads nor runs anything", (tex) => {
    let math: MathElement | null = null;
    try {
      math = toMathML(tex, false);
    } catch {
      // Not TeX: shown as written.
    }
    const attributes: string[] = [];
    const walk = (element: MathElement) => {
      attributes.push(...Object.entries(element.attributes).map(([key, value]) => `${key}=${value}`));
      for (const child of element.children) if (typeof child !== "string") walk(child);
    };
    if (math) walk(math);
    expect(
      attributes.filter((one) =>
        /href|src|url|script|style|class|id=|data-|on[a-z]+=/i.test(one.replace("displaystyle", "").replace("mathstyle", "")),
      ),
    ).toEqual([]);
  });

  it("stand in the text as elements of MathML; what is not TeX as it was written", async () => {
    const element = await say("An area $A = \\pi r^2$ and $\\frac{$ and\n\n$$\nx\n$$");
    await until(() => expect(inside(element).querySelectorAll(".formula *")).not.toHaveLength(0));
    await until(() => expect([...inside(element).querySelectorAll(".formula > span > *")].map((one) => one.namespaceURI)).toHaveLength(2));
    for (const math of inside(element).querySelectorAll(".formula > span > *"))
      expect(math.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML");
    expect(find(element, ".md").querySelector("annotation, [style], [class*=katex]")).toBeNull();
  });
});
