import { beforeEach, describe, expect, it } from "vitest";
import { clearSelection, keepSelected, selectAll, selectRange, toggleSelected, useSelection } from "./selection";

const ORDER = ["a", "b", "c", "d", "e", "f"];
const selected = () => [...useSelection.getState().ids].sort().join("");

beforeEach(() => void clearSelection());

describe("the selection", () => {
  it("takes rows in and off one by one", () => {
    toggleSelected("b");
    toggleSelected("d");
    expect(selected()).toBe("bd");
    toggleSelected("b");
    expect(selected()).toBe("d");
  });

  it("lets a range grow and shrink from where it began, and keeps what was selected beside it", () => {
    toggleSelected("a");
    toggleSelected("c");
    selectRange(ORDER, "c", "e");
    expect(selected()).toBe("acde");
    selectRange(ORDER, "e", "d");
    expect(selected()).toBe("acd");
    selectRange(ORDER, "d", "b");
    expect(selected()).toBe("abc");
  });

  it("begins a range at the cursor where nothing was selected, or where its beginning has gone", () => {
    selectRange(ORDER, "b", "c");
    expect(selected()).toBe("bc");
    clearSelection();
    toggleSelected("a");
    keepSelected(ORDER.slice(1), false);
    selectRange(ORDER.slice(1), "d", "e");
    expect(selected()).toBe("de");
  });

  it("selects nothing for a row that is not there", () => {
    selectRange(ORDER, "a", "z");
    expect(selected()).toBe("");
  });

  it("loses the rows that went away", () => {
    selectAll(ORDER, false);
    keepSelected(["b", "x", "d"], false);
    expect(selected()).toBe("bd");
    keepSelected(["x"], false);
    expect(selected()).toBe("");
    expect(clearSelection()).toBe(false);
  });

  it("takes in what is read later where the whole view was asked for, until it has been", () => {
    selectAll(["a", "b"], true);
    keepSelected(["a", "b", "c"], true);
    expect(selected()).toBe("abc");
    keepSelected(["a", "b", "c", "d"], false);
    expect(selected()).toBe("abcd");
    keepSelected(["a", "b", "c", "d", "e"], false);
    expect(selected()).toBe("abcd");
  });
});
