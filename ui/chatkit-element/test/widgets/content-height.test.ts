import { describe, expect, it } from "vitest";
import { heightOf } from "../../src/widgets/height";

const text = (value: string, more: object = {}) => ({ type: "Text", value, ...more });
const row = { type: "ListViewItem", children: [{ type: "Checkbox", name: "c" }, text("row")] };
const list = (count: number, more: object = {}) => ({ type: "ListView", children: Array.from({ length: count }, () => row), ...more });
const decision = { label: "Add", action: { type: "add" } };

describe("the room kept for a widget", () => {
  // Compact, normal and spacious.
  it.each([
    ["a list", list(4, { status: { text: "Waiting" } }), [182, 202, 242]],
    ["a list of which some is shown", list(9, { limit: 2 }), [107, 115, 131]],
    ["a card with a decision", { type: "Card", children: [text("a")], confirm: decision }, [91, 99, 111]],
    [
      "a table in a card",
      { type: "Card", children: [{ type: "Table", children: [{ type: "Table.Row", header: true }, { type: "Table.Row" }] }] },
      [70, 78, 94],
    ],
    ["lines of a text", text("word ".repeat(40)), [100, 100, 100]],
    ["a text of which two lines are shown", text("word ".repeat(40), { maxLines: 2 }), [40, 40, 40]],
    ["a picture of a size", { type: "Image", src: "", size: 64 }, [64, 64, 64]],
  ])("%s", (_, node, heights) => {
    expect(["compact", "normal", "spacious"].map((density) => heightOf(node as never, density))).toEqual(heights);
  });

  it("has an end, however deep, long or odd the widget is", () => {
    let deep: object = text("a");
    for (let i = 0; i < 1000; i++) deep = { type: "Box", children: [deep] };
    expect(heightOf(deep as never)).toBe(0);
    expect(heightOf(list(10_000) as never)).toBe(2000);
    for (const limit of [Number.NaN, -1, "auto", {}]) expect(heightOf(list(3, { limit }) as never)).toBeLessThan(200);
    expect(heightOf({ type: "constructor" })).toBe(0);
  });
});
