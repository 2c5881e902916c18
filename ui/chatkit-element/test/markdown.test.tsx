/** @jsxImportSource preact */
import { render } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Chat } from "../src/chat";
import { GrowingDocument } from "../src/markdown/blocks";
import { mayLoadImage, readLink } from "../src/markdown/links";
import { Markdown, Surroundings } from "../src/markdown/Markdown";
import { presentable } from "../src/markdown/presentable";
import { ChatContext } from "../src/parts/context";

let host: HTMLElement;
const deeplinks = vi.fn();

afterEach(() => host?.remove());

function draw(text: string, growing = false, imageDomains: readonly string[] | null = null): HTMLElement {
  host ??= document.createElement("div");
  if (!host.isConnected) {
    host = document.createElement("div");
    document.body.append(host);
  }
  const chat = new Chat({ api: { url: "/x" } }, () => undefined);
  render(
    <ChatContext.Provider value={chat}>
      <Surroundings.Provider value={{ imageDomains, onDeeplink: deeplinks }}>
        <Markdown text={text} growing={growing} />
      </Surroundings.Provider>
    </ChatContext.Provider>,
    host,
  );
  return host;
}

const html = (text: string) => draw(text).querySelector(".md")?.innerHTML ?? "";

describe("Markdown as elements", () => {
  it.each([
    [
      "one *two* **three** ~~four~~ `five`",
      '<p>one <em>two</em> <strong>three</strong> <del>four</del> <code class="code">five</code></p>',
    ],
    ["# a\n\n###### b", '<h3 class="h1">a</h3><h6 class="h6">b</h6>'],
    ["3. a\n4. b", '<ol start="3"><li class=""><span class="tight">a</span></li><li class=""><span class="tight">b</span></li></ol>'],
    ["- a\n\n- b", '<ul><li class=""><p>a</p></li><li class=""><p>b</p></li></ul>'],
    ["> a\n> b", "<blockquote><p>a\nb</p></blockquote>"],
    ["a  \nb", "<p>a<br>b</p>"],
    ["***", "<hr>"],
    [
      "a[^1]\n\n[^1]: note",
      '<p>a<sup><button type="button" class="cite" data-reference="1" aria-label="Footnote 1">1</button></sup></p>' +
        '<section class="footnotes" aria-label="Footnotes"><ol><li tabindex="-1" data-note="1"><p>note</p>' +
        '<button type="button" class="link back" aria-label="Back to the text">↩</button></li></ol></section>',
    ],
  ])("%j", (text, expected) => expect(html(text)).toBe(expected));

  it("tables have a head, sides and a box that scrolls by keyboard", () => {
    const box = draw("| a | b |\n|:-:|--:|\n| 1 | 2 |").querySelector(".tablebox");
    expect(box?.getAttribute("tabindex")).toBe("0");
    expect(box?.getAttribute("aria-label")).toBe("Table");
    expect(box?.querySelector("thead")?.innerHTML).toBe(
      '<tr><th class="to-center" scope="col">a</th><th class="to-right" scope="col">b</th></tr>',
    );
    expect(box?.querySelector("tbody")?.innerHTML).toBe('<tr><td class="to-center">1</td><td class="to-right">2</td></tr>');
  });

  it("code blocks keep every character and name the language", () => {
    const block = draw("```rust\nfn main() {\n\t<b>\n}\n```").querySelector(".codeblock");
    expect(block?.querySelector("code")?.textContent).toBe("fn main() {\n\t<b>\n}");
    expect(block?.querySelector(".codehead")?.textContent).toContain("rust");
  });

  it("task lists show their boxes, which are no controls", () => {
    const items = [...draw("- [x] a\n- [ ] b").querySelectorAll("li")];
    expect(items.map((item) => item.textContent)).toEqual(["Done:a", "Open:b"]);
    expect(host.querySelector("input")).toBeNull();
  });

  it("definitions anywhere in the text hold for links before them", () => {
    expect(draw("[a][x]\n\n[x]: https://a.example/").querySelector("a")?.href).toBe("https://a.example/");
  });
});

describe("nothing in a text becomes active", () => {
  const payloads = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <b onclick=alert(1)>b</b> <svg/onload=alert(1)>",
    '<iframe src="https://evil.example"></iframe>',
    "<style>*{display:none}</style>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](\u0001javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x) [b](file:///etc/passwd) [c](blob:https://x/1)",
    "[a](//evil.example) [b](/relative) [c](#x)",
    "<javascript:alert(1)>",
    "[a][x]\n\n[x]: javascript:alert(1)",
    "![a](javascript:alert(1)) ![b](data:image/svg+xml,<svg onload=alert(1)>)",
    "![a](https://evil.example/?q=secret)",
    "![a][x]\n\n[x]: https://evil.example/p.png",
    '[a](https://ok.example "onmouseover=alert(1)")',
    "| <img src=x onerror=alert(1)> |\n|--|\n| <script>alert(1)</script> |",
    '```"><img src=x onerror=alert(1)>\nx\n```',
    "[a](chatkit-link:javascript:alert(1))",
  ];
  it.each(payloads)("%j", (text) => {
    const root = draw(text);
    expect(root.querySelectorAll("script, iframe, style, object, embed, form, svg [onload], base, meta, link")).toHaveLength(0);
    expect(root.querySelectorAll("img")).toHaveLength(0);
    for (const element of root.querySelectorAll("*")) {
      for (const { name } of element.attributes) {
        expect(name.startsWith("on"), `${element.tagName} ${name}`).toBe(false);
        expect(["style", "srcdoc", "action", "formaction"], `${element.tagName} ${name}`).not.toContain(name);
      }
    }
    for (const link of root.querySelectorAll("a")) {
      expect(link.getAttribute("href")).toMatch(/^(https?|mailto):/);
      expect(link.rel).toBe("noopener noreferrer");
    }
  });

  it("shows HTML as the text it is", () => {
    expect(draw("a <b>b</b>").textContent).toBe("a <b>b</b>");
    expect(draw("<div>\nx\n</div>").textContent).toBe("<div>\nx\n</div>");
  });

  it("a picture that is not loaded is a link that says so", () => {
    expect(draw("![a cat](https://evil.example/c.png)").textContent).toBe("a cat (Picture not loaded)");
    expect(host.querySelector("a")?.href).toBe("https://evil.example/c.png");
  });

  it("pictures are loaded from hosts that the server allows, without a referrer", () => {
    const picture = draw("![a cat](https://img.a.example/c.png)", false, ["a.example"]).querySelector("img");
    expect(picture?.getAttribute("src")).toBe("https://img.a.example/c.png");
    expect(picture?.alt).toBe("a cat");
    expect(picture?.getAttribute("referrerpolicy")).toBe("no-referrer");
  });

  it("deeplinks are buttons", () => {
    draw("[go](chatkit-link://task/7?x=1)").querySelector("button")?.click();
    expect(deeplinks).toHaveBeenLastCalledWith("task/7", { x: "1" });
  });
});

describe("links and pictures are judged", () => {
  it.each([
    ["https://a.example/b", { kind: "web", href: "https://a.example/b" }],
    ["mailto:a@b.example", { kind: "web", href: "mailto:a@b.example" }],
    ["chatkit-link://go", { kind: "deeplink", name: "go", data: {} }],
    ["chatkit-link:", null],
    ["ftp://a.example", null],
    ["", null],
  ])("%s", (address, expected) => expect(readLink(address)).toEqual(expected));

  it.each([
    ["https://a.example/x", ["a.example"], true],
    ["https://img.a.example/x", ["*.a.example"], true],
    ["https://nota.example/x", ["a.example"], false],
    ["https://a.example.evil.example/x", ["a.example"], false],
    ["https://a.example@evil.example/x", ["a.example"], false],
    ["http://a.example/x", ["a.example"], false],
    ["https://a.example/x", [], false],
    ["https://a.example/x", [""], false],
    ["https://a.example/x", null, false],
  ])("%s from %j: %s", (address, domains, expected) => expect(mayLoadImage(address, domains)).toBe(expected));
});

describe("a growing text", () => {
  const text = [
    "# Before Monday\n\n",
    "A first paragraph with **bold** words\nover two lines.\n\n",
    "- one\n- two\n\n  with more\n- three\n\n",
    "```js\nconst a = 1;\n\nconst b = 2;\n```\n\n",
    "para\n***bold after what looked like a rule***\n\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n",
    "> quote\nlazy\n\n",
    "Setext\n===\n\nlast [link](https://a.example/) and `code` end.\n",
  ].join("");

  it("ends, letter by letter, as if it had come at once", () => {
    const growing = new GrowingDocument();
    for (let at = 1; at <= text.length; at++) growing.read(text.slice(0, at), true);
    const source = (document: { blocks: readonly { source: string; node: { type: string } }[] }) =>
      document.blocks.map((block) => [block.node.type, block.source]);
    expect(source(growing.read(text, true))).toEqual(source(new GrowingDocument().read(text, true)));
    expect(source(growing.read(text, false))).toEqual(source(new GrowingDocument().read(text, false)));
  });

  it("never changes a block that is not the last", () => {
    const growing = new GrowingDocument();
    let before: readonly unknown[] = [];
    for (let at = 1; at <= text.length; at++) {
      const { blocks } = growing.read(text.slice(0, at), true);
      // All but the last two: the newest boundary counts once its first line is whole.
      for (const [i, block] of before.slice(0, -2).entries()) expect(blocks[i], `block ${i} at ${at}`).toBe(block);
      before = blocks;
    }
  });

  it("never shows a block as something that it then turns out not to be", () => {
    const kinds = (document: { blocks: readonly { node: { type: string } }[] }) => document.blocks.map((block) => block.node.type);
    // All but a heading by underline, which nobody can foresee.
    const plain = text.replace("Setext\n===", "## Heading");
    const final = kinds(new GrowingDocument().read(plain, false));
    const growing = new GrowingDocument();
    for (let at = 1; at <= plain.length; at++) {
      const shown = kinds(growing.read(plain.slice(0, at), true));
      expect(shown, JSON.stringify(plain.slice(Math.max(0, at - 30), at))).toEqual(final.slice(0, shown.length));
    }
  });

  it("is parsed in time that follows its length, not its square", () => {
    const long = text.repeat(40);
    const growing = new GrowingDocument();
    const steps = Math.ceil(long.length / 8);
    for (let at = 1; at <= steps; at++) growing.read(long.slice(0, at * 8), true);
    // Each step parses the last block or two twice; all of it each time would be 200 times as much.
    expect(growing.parsedCharacters).toBeLessThan(steps * 600);
  });

  it("keeps drawn elements of earlier blocks", () => {
    draw("one\n\ntwo\n\nthr", true);
    const [first] = host.querySelectorAll("p");
    draw("one\n\ntwo\n\nthree and four ", true);
    expect(host.querySelectorAll("p")[0]).toBe(first);
    draw("one\n\ntwo\n\nthree and four", false);
    expect(host.querySelectorAll("p")[0]).toBe(first);
  });

  it.each([
    ["whole wor", "whole"],
    ["whole words ", "whole words "],
    ["some **bo", "some"],
    ["some **bold wor", "some **bold**"],
    ["some `co de", "some `co`"],
    ["see [the plan](https://a.exam", "see the"],
    ["see [the plan](https://a.example/a/path/that/is/longer/than/a/word", "see the plan"],
    ["see [the pl", "see the"],
    ["中文没有空格", "中文没有空格"],
    ["```\nlet x = unfin", "```\nlet x = unfin"],
    ["a **b** c **", "a **b** c"],
    ["ab", ""],
    ["1. one\n   - ", "1. one"],
    ["para\n=== ", "para"],
    ["text\n\n| a | b |\n|--", "text"],
    ["| a | b |\n|---|---|\n| 1 ", "| a | b |\n|---|---|\n| 1"],
    ["text\n\n2. ", "text"],
  ])("%j shows %j", (from, shown) => expect(presentable(from).trimEnd()).toBe(shown.trimEnd()));
});
