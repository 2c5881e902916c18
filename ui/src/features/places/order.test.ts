import { describe, expect, it } from "vitest";
import type { ListInfo } from "../../api/types";
import { HOME } from "../../testing/server";
import { positionsFor, withListAt } from "./order";

const lists = (...positions: number[]): ListInfo[] =>
  positions.map((position, at) => ({ ...HOME, id: "abcdef"[at] ?? "", name: `List ${at}`, position }));
const ids = (of: readonly ListInfo[]): string => of.map(({ id }) => id).join("");

describe("the order of the lists", () => {
  it("takes a list out and puts it in again", () => {
    expect(ids(withListAt(lists(1, 2, 3), "a", 2))).toBe("bca");
    expect(ids(withListAt(lists(1, 2, 3), "c", 0))).toBe("cab");
    expect(ids(withListAt(lists(1, 2, 3), "b", 9))).toBe("acb");
    expect(ids(withListAt(lists(1, 2, 3), "gone", 0))).toBe("abc");
  });

  it.each([
    { what: "to the top", list: "c", index: 0, expected: [{ id: "c", position: 0 }] },
    { what: "to the end", list: "a", index: 2, expected: [{ id: "a", position: 4 }] },
    { what: "between two", list: "c", index: 1, expected: [{ id: "c", position: 1.5 }] },
    { what: "to where it is", list: "b", index: 1, expected: [] },
  ])("changes one position to go $what", ({ list, index, expected }) => {
    expect(positionsFor(lists(1, 2, 3), list, index)).toEqual(expected);
  });

  it("counts all anew where two neighbours leave no room", () => {
    const near = lists(1, 1 + Number.EPSILON, 7);
    expect(positionsFor(near, "c", 1)).toEqual([
      { id: "c", position: 2 },
      { id: "b", position: 3 },
    ]);
    // Two programs may have given the same position: the ids decide then, and nothing fits between.
    expect(positionsFor(lists(4, 4, 5), "c", 1)).toEqual([
      { id: "a", position: 1 },
      { id: "c", position: 2 },
      { id: "b", position: 3 },
    ]);
  });
});
