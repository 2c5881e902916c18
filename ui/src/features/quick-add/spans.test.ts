import { describe, expect, it } from "vitest";
import type { Draft, Span } from "../../api/types";
import { chipsOf, segmentsOf, shiftRanges } from "./spans";

/** Spans written into a text: `Pay [tomorrow:due]`. */
function marked(pattern: string): { text: string; spans: Span[] } {
  const spans: Span[] = [];
  let text = "";
  for (const [, plain = "", word, kind] of pattern.matchAll(/([^[]*)(?:\[([^:\]]*):(\w+)\])?/g)) {
    text += plain;
    if (word === undefined) continue;
    spans.push({ start: text.length, end: text.length + word.length, kind: kind as Span["kind"], text: word });
    text += word;
  }
  return { text, spans };
}

describe("segments of a text", () => {
  it("cut along the spans", () => {
    const { text, spans } = marked("Pay rent [tomorrow:due] [9am:time] [#Home:list]");
    expect(segmentsOf(text, spans).map(({ text, kind }) => [text, kind])).toEqual([
      ["Pay rent ", null],
      ["tomorrow", "due"],
      [" ", null],
      ["9am", "time"],
      [" ", null],
      ["#Home", "list"],
    ]);
  });

  it.each([
    ["none", []],
    [
      "out of order",
      [
        { start: 6, end: 9 },
        { start: 0, end: 3 },
      ],
    ],
    [
      "overlapping",
      [
        { start: 0, end: 5 },
        { start: 3, end: 9 },
      ],
    ],
    ["past the end", [{ start: 4, end: 99 }]],
    [
      "empty and beyond",
      [
        { start: 2, end: 2 },
        { start: 50, end: 60 },
      ],
    ],
  ])("are the text again when joined, with spans %s", (_name, ranges) => {
    const text = "one 🌱 two";
    const spans = ranges.map((range) => ({ ...range, kind: "due" as const }));
    expect(
      segmentsOf(text, spans)
        .map((segment) => segment.text)
        .join(""),
    ).toBe(text);
  });
});

describe("ranges after an edit", () => {
  it.each([
    ["typing after it", "buy tomorrow", "buy tomorrow milk", [4, 12]],
    ["typing before it", "buy tomorrow", "go buy tomorrow", [7, 15]],
    ["typing inside it", "buy tomorrow", "buy tomxorrow", null],
    ["deleting its end", "buy tomorrow", "buy tomorro", null],
    ["a letter against its end", "buy tomorrow", "buy tomorrows", null],
    ["a letter against its start", "buy tomorrow", "buy xtomorrow", null],
    ["gluing the next word to it", "buy tomorrow x", "buy tomorrowx", null],
    ["a blank after it", "buy tomorrow", "buy tomorrow ", [4, 12]],
    ["deleting what follows", "buy tomorrow x", "buy tomorrow", [4, 12]],
    ["clearing the field", "buy tomorrow", "", null],
    ["replacing everything", "buy tomorrow", "sell it", null],
    ["nothing", "buy tomorrow", "buy tomorrow", [4, 12]],
  ])("%s", (_name, before, after, expected) => {
    const moved = shiftRanges(before, after, [{ start: 4, end: 12 }]);
    expect(moved.map(({ start, end }) => [start, end])).toEqual(expected ? [expected] : []);
  });
});

describe("chips", () => {
  const draft: Draft = {
    title: "Pay",
    due: "2026-12-01T09:00",
    due_zone: "Europe/Berlin",
    priority: 1,
    labels: ["Bills", "two words"],
    list: "Home",
    rrule: null,
    repeat_from: null,
    duration_min: null,
    reminders: [],
  };

  it("are in the order of the text, with a date and its time as one", () => {
    const { spans } = marked("[p1:priority] Pay [1 dec:due] [#home:list] [@bills:label] [9am:time] [@'two words':label]");
    expect(chipsOf(draft, spans).map(({ kind, value, ranges }) => [kind, value, ranges.map(({ text }) => text)])).toEqual([
      ["priority", "1", ["p1"]],
      ["due", "2026-12-01T09:00", ["1 dec", "9am"]],
      ["list", "Home", ["#home"]],
      ["label", "Bills", ["@bills"]],
      ["label", "two words", ["@'two words'"]],
    ]);
  });

  it("say how often, how long and when to remind, each by its own words", () => {
    const repeating = { ...draft, rrule: "FREQ=WEEKLY;BYDAY=TU", duration_min: 60, reminders: [{ before_due_min: 10 }] };
    const { spans } = marked("Pay [every tue:repeat] [9am:time] [for 1 hour:duration] [starting 1 dec:repeat] [!10m:reminder]");
    expect(chipsOf(repeating, spans).map(({ kind, value, first }) => [kind, value, first])).toEqual([
      ["repeat", "every tue starting 1 dec", undefined],
      ["due", "2026-12-01T09:00", undefined],
      ["duration", "60", undefined],
      ["reminder", "!10m", undefined],
    ]);
    expect(chipsOf(repeating, marked("Pay [every tue:repeat]").spans)).toMatchObject([{ kind: "repeat", first: "2026-12-01T09:00" }]);
    expect(chipsOf(repeating, marked("Pay [9am-10am:time]").spans).map(({ kind }) => kind)).toEqual(["due", "duration"]);
  });

  it("show nothing whose words are no longer there", () => {
    expect(chipsOf(draft, [])).toEqual([]);
  });
});
