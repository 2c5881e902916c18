import { describe, expect, it } from "vitest";
import { inOneLine, linesOf, MOST_LINES } from "./lines";

describe("the lines of a pasted text", () => {
  it.each([
    ["Milk\nBread", ["Milk", "Bread"], false],
    ["Milk\r\n\r\n  Bread  \n", ["Milk", "Bread"], false],
    ["- Milk\n* Bread\n• Eggs", ["Milk", "Bread", "Eggs"], true],
    ["1. Milk\n2) Bread\na) Eggs", ["Milk", "Bread", "Eggs"], true],
    ["- [ ] Milk\n☐ Bread", ["Milk", "Bread"], true],
    ["The 5th Wave, chapters 1–3\n3 eggs", ["The 5th Wave, chapters 1–3", "3 eggs"], false],
    ["-5 degrees\n1.5 litres of milk\nE-mail Ann", ["-5 degrees", "1.5 litres of milk", "E-mail Ann"], false],
    ["-\n- \n[ ]\n-----\nMilk", ["Milk"], false],
  ])("%j", (text, lines, hadBullets) => {
    const found = linesOf(text);
    expect(found.lines.map((line) => line.text)).toEqual(lines);
    expect(found.hadBullets).toBe(hadBullets);
  });

  it("does not choose what was ticked off where it came from", () => {
    const { lines } = linesOf("- [x] Done\n- [ ] Open\n☑ Done\n☐ Open");
    expect(lines.map(({ text, isChosen }) => `${text} ${isChosen}`)).toEqual(["Done false", "Open true", "Done false", "Open true"]);
  });

  it("ends where no one would read on", () => {
    expect(linesOf("a line\n".repeat(200)).lines).toHaveLength(MOST_LINES);
  });

  it("joins lines with a space", () => {
    expect(inOneLine("Milk\r\n  Bread\n")).toBe("Milk Bread");
  });
});
