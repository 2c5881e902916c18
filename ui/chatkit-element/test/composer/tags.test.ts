import { describe, expect, it } from "vitest";
import { snap } from "../../src/composer/mentions/snap";
import { followTags, leftovers, type Placed, placeTags } from "../../src/composer/tags";

const tag = (text: string, id = text) => ({ type: "input_tag" as const, id, text, data: {}, interactive: false });
const at = (place: number, text: string, id = text): Placed => ({ at: place, tag: tag(text, id) });

describe("tags in a text", () => {
  it.each([
    ["one", "see @Plan now", ["Plan"], [[4, "Plan"]]],
    [
      "the longest name",
      "@Plan B and @Plan",
      ["Plan", "Plan B"],
      [
        [0, "Plan B"],
        [12, "Plan"],
      ],
    ],
    ["not the beginning of a word", "@Planet @Plans", ["Plan"], []],
    ["not the end of an address", "me@Plan", ["Plan"], []],
    [
      "beside marks",
      "(@Plan), @Plan!",
      ["Plan"],
      [
        [1, "Plan"],
        [9, "Plan"],
      ],
    ],
    ["with letters of any script", "@Äpfel @Äpfelchen", ["Äpfel"], [[0, "Äpfel"]]],
    ["none that is unknown", "@Nobody", ["Plan"], []],
  ] as const)("%s", (_, text, known, found) => {
    expect(
      placeTags(
        text,
        known.map((name) => tag(name)),
      ).map((one) => [one.at, one.tag.text]),
    ).toEqual(found);
  });

  it("a placed one keeps its place even inside a word, and its identity", () => {
    const placed = [at(0, "Jo", "second")];
    expect(placeTags("@Jo and @Jo", [tag("Jo", "first"), tag("Jo", "second")], placed)).toEqual([placed[0], at(8, "Jo", "first")]);
    expect(placeTags("@Joanna", [tag("Jo", "second")], placed)).toEqual(placed);
  });

  it.each([
    ["text before moves it", "@Plan", [0], "Oh @Plan", 3, [3]],
    ["text after leaves it", "@Plan", [0], "@Plan now", 9, [0]],
    ["a letter in it ends it", "@Plan", [0], "@Plxan", 4, []],
    ["a letter less ends it", "@Plan", [0], "@Pla", 4, []],
    ["all of it gone", "a @Plan b", [2], "a  b", 2, []],
    ["the first of two alike gone", "@Plan@Plan", [0, 5], "@Plan", 0, [0]],
    ["the second of two alike gone", "@Plan@Plan", [0, 5], "@Plan", 5, [0]],
    ["another pasted before", "@Plan x", [0], "@Plan@Plan x", 5, [5]],
    ["the text replaced", "see @Plan", [4], "other", 5, []],
  ] as const)("%s", (_, before, placed, after, caret, left) => {
    expect(
      followTags(
        before,
        placed.map((place) => at(place, "Plan")),
        after,
        caret,
      ).map((one) => one.at),
    ).toEqual(left);
  });

  it("which of two of one name was deleted is told by the caret", () => {
    const placed = [at(0, "Jo", "a"), at(4, "Jo", "b")];
    expect(followTags("@Jo @Jo", placed, "@Jo", 0).map((one) => one.tag.id)).toEqual(["b"]);
    expect(followTags("@Jo @Jo", placed, "@Jo ", 4).map((one) => one.tag.id)).toEqual(["a"]);
  });

  it.each([
    ["its end deleted", "a @Plan b", "a @Pla b", 6, [{ from: 2, to: 6 }]],
    ["its beginning deleted", "a @Plan b", "a an b", 2, [{ from: 2, to: 4 }]],
    ["all of it deleted", "a @Plan b", "a  b", 2, []],
    ["beside it deleted", "a @Plan b", "a @Plan ", 8, []],
  ] as const)("what is left: %s", (_, before, after, caret, left) => {
    expect(leftovers(before, [at(2, "Plan")], after, caret)).toEqual(left);
  });
});

describe("the caret", () => {
  const placed = [at(4, "Plan")]; // 4 to 9
  const caret = (place: number) => ({ start: place, end: place });

  it.each([
    ["goes over it to the right", caret(5), caret(4), "keys", caret(9)],
    ["goes over it to the left", caret(8), caret(9), "keys", caret(4)],
    ["stays beside it", caret(9), caret(10), "keys", caret(9)],
    ["goes to the nearer side by pointer", caret(5), caret(0), "pointer", caret(4)],
    ["goes to the other side by pointer", caret(8), caret(0), "pointer", caret(9)],
    ["takes it into a selection", { start: 4, end: 5 }, caret(4), "keys", { start: 4, end: 9 }],
    ["takes it out of a selection", { start: 4, end: 8 }, { start: 4, end: 9 }, "keys", { start: 4, end: 4 }],
    ["takes it in backwards", { start: 8, end: 12 }, { start: 9, end: 12 }, "keys", { start: 4, end: 12 }],
    ["takes all of it by double click", { start: 5, end: 9 }, caret(0), "pointer", { start: 4, end: 9 }],
    ["is free elsewhere", { start: 1, end: 12 }, caret(1), "keys", { start: 1, end: 12 }],
  ] as const)("%s", (_, now, before, by, next) => {
    expect(snap(now, before, placed, by)).toEqual(next);
  });
});
