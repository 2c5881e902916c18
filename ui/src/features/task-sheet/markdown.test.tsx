import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { useOpenTask } from "../../api/openTask";
import Markdown from "./Markdown";
import { parseMarkdown } from "./markdown";

const ID = "01a1fd59-2400-73ee-8f24-5247c72a1d23";

beforeEach(() => useOpenTask.setState({ id: null }));

function htmlOf(text: string): string {
  return render(<Markdown text={text} />).container.querySelector(".notes-text")?.innerHTML ?? "";
}

describe("notes as they read", () => {
  it.each([
    ["**bold** and _leaning_", "<p><strong>bold</strong> and <em>leaning</em></p>"],
    ["- one\n- two", "<ul><li>one</li><li>two</li></ul>"],
    ["3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'],
    ["`a < b`", "<p><code>a &lt; b</code></p>"],
    ["a  \nb", "<p>a<br>\nb</p>"],
    ["~~gone~~", "<p><del>gone</del></p>"],
    ["> said", "<blockquote><p>said</p></blockquote>"],
  ])("%j", (text, html) => {
    expect(htmlOf(text).replace(/<br>\n?/, "<br>\n")).toBe(html);
  });

  it("shows HTML as text and lets nothing of it live", () => {
    const html = htmlOf('<img src=x onerror="alert(1)"> <script>alert(1)</script>\n\n<iframe src="https://evil.example"></iframe>');
    expect(html).not.toMatch(/<(img|script|iframe)/);
    expect(html).toContain("&lt;script&gt;");
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "/relative"])("makes no link of %s", (url) => {
    expect(htmlOf(`[press](${url})`)).toBe("<p><span>press</span></p>");
  });

  it("fetches no picture: it is a link", () => {
    const html = htmlOf("![a cat](https://pictures.example/cat.png)");
    expect(html).not.toContain("<img");
    expect(html).toContain('href="https://pictures.example/cat.png"');
    expect(html).toContain("a cat");
  });

  it("opens a task that it links to", async () => {
    const { getByRole } = render(<Markdown text={`See [the other](docket://task/${ID})`} />);
    await userEvent.click(getByRole("button", { name: "the other" }));
    expect(useOpenTask.getState().id).toBe(ID);
  });

  it("gives links to the desktop where there is one", async () => {
    const onLink = vi.fn();
    const { getByRole } = render(<Markdown text="[slides](https://example.org/slides)" onLink={onLink} />);
    await userEvent.click(getByRole("link", { name: "slides" }));
    expect(onLink.mock.calls).toEqual([["https://example.org/slides"]]);
  });

  it("does not untie a knot", () => {
    expect(parseMarkdown("[".repeat(5_000))).toBeNull();
    expect(parseMarkdown(`${">".repeat(40)} deep`)).toBeNull();
    expect(parseMarkdown("- a\n".repeat(2_000))).not.toBeNull();
  });
});
