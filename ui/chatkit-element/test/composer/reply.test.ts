import { afterEach, describe, expect, it, vi } from "vitest";
import { button, find, inside, press, textOf, until } from "../page";
import { assistantItem, FakeServer, thread, userItem } from "../server";
import { field, start, write } from "./start";

afterEach(() => document.body.replaceChildren());

function reading() {
  const data = [userItem("what?"), assistantItem("The lease runs to the 30th.\n\nSign twice.")];
  const server = new FakeServer()
    .on("threads.get_by_id", () => thread("thr_1", { items: { data, has_more: false } }))
    .onStream("threads.add_user_message");
  return { ...start(server, { initialThread: "thr_1" }), server };
}

/** Selects the words of an element, as a browser with selections per root does; null selects nothing. */
function select(element: Element, from: Node | null, to: Node | null = from): void {
  const range = document.createRange();
  if (from && to) {
    range.setStart(from, 0);
    range.setEnd(to, to.childNodes.length);
  }
  const selection = { rangeCount: from ? 1 : 0, getRangeAt: () => range };
  Object.assign(inside(element), { getSelection: () => selection });
  document.dispatchEvent(new Event("selectionchange"));
}

describe("a quoted reply", () => {
  it("takes what is selected in an answer into the composer, and goes with the message", async () => {
    const { element, server } = reading();
    await until(() => expect(textOf(element)).toContain("Sign twice."));
    const [first] = inside(element).querySelectorAll(".answer p");
    if (!first) throw new Error("no paragraph");
    await until(() => {
      select(element, first);
      expect(button(element, "Reply")).toBeTruthy();
    });
    button(element, "Reply").click();
    await until(() => expect(textOf(element, ".quote")).toBe("The lease runs to the 30th."));
    await until(() => expect(inside(element).activeElement).toBe(field(element)));
    write(element, "Which month?");
    press(field(element), "Enter");
    await until(() => expect(server.types()).toContain("threads.add_user_message"));
    expect(server.last("threads.add_user_message").params["input"]).toMatchObject({
      content: [{ type: "input_text", text: "Which month?" }],
      quoted_text: "The lease runs to the 30th.",
    });
    await until(() => expect(inside(element).querySelector(".quote")).toBeNull());
  });

  it("is not offered for one's own words, across turns, nor when nothing is selected; Escape puts it away", async () => {
    const { element } = reading();
    await until(() => expect(textOf(element)).toContain("Sign twice."));
    const said = find(element, ".said p");
    const [first, second] = inside(element).querySelectorAll(".answer p");
    if (!first || !second) throw new Error("no paragraphs");
    await until(() => {
      select(element, first, second);
      expect(button(element, "Reply")).toBeTruthy();
    });
    for (const [from, to] of [
      [said, said],
      [said, second],
      [null, null],
    ] as const) {
      select(element, first);
      await until(() => expect(button(element, "Reply")).toBeTruthy());
      select(element, from, to);
      await until(() => expect(inside(element).querySelector(".reply")).toBeNull());
    }
    select(element, first);
    await until(() => expect(button(element, "Reply")).toBeTruthy());
    press(element, "Escape");
    await until(() => expect(inside(element).querySelector(".reply")).toBeNull());
  });

  it("waits until a selection has been drawn", async () => {
    const { element } = reading();
    await until(() => expect(textOf(element)).toContain("Sign twice."));
    const [first] = inside(element).querySelectorAll(".answer p");
    if (!first) throw new Error("no paragraph");
    await until(() => {
      select(element, first);
      expect(button(element, "Reply")).toBeTruthy();
    });
    select(element, null);
    await until(() => expect(inside(element).querySelector(".reply")).toBeNull());
    document.dispatchEvent(new PointerEvent("pointerdown"));
    select(element, first);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(inside(element).querySelector(".reply")).toBeNull();
    document.dispatchEvent(new PointerEvent("pointerup"));
    await until(() => expect(button(element, "Reply")).toBeTruthy());
  });

  it("reads the selection where the browser tells only composed ranges", async () => {
    const { element } = reading();
    await until(() => expect(textOf(element)).toContain("Sign twice."));
    const [first] = inside(element).querySelectorAll(".answer p");
    if (!first) throw new Error("no paragraph");
    const ranges = [{ startContainer: first, startOffset: 0, endContainer: first, endOffset: first.childNodes.length }];
    const getComposedRanges = vi.fn(() => ranges);
    vi.spyOn(document, "getSelection").mockReturnValue({ rangeCount: 1, getComposedRanges, removeAllRanges: () => undefined } as never);
    await until(() => {
      document.dispatchEvent(new Event("selectionchange"));
      expect(button(element, "Reply")).toBeTruthy();
    });
    expect(getComposedRanges).toHaveBeenCalledWith({ shadowRoots: [inside(element)] });
  });
});
