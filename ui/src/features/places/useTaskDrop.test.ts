import { describe, expect, it } from "vitest";
import type { Place } from "../../api/place";
import { aTask } from "../../testing/server";
import { hintOf, takes } from "./useTaskDrop";

const loose = aTask({ id: "loose" });
const home = aTask({ id: "home", list: "h", labels: ["Calls"] });
const done = aTask({ id: "done", status: "done" });

describe("which places take which tasks", () => {
  it.each<{ place: Place; ids: string; expected: boolean }>([
    { place: { kind: "inbox" }, ids: "loose", expected: false },
    { place: { kind: "inbox" }, ids: "loose home", expected: true },
    { place: { kind: "list", id: "h" }, ids: "home", expected: false },
    { place: { kind: "list", id: "h" }, ids: "home loose", expected: true },
    { place: { kind: "label", name: "calls" }, ids: "home", expected: false },
    { place: { kind: "label", name: "calls" }, ids: "loose", expected: true },
    { place: { kind: "today" }, ids: "loose home", expected: true },
    { place: { kind: "today" }, ids: "loose done", expected: false },
    { place: { kind: "trash" }, ids: "done", expected: true },
    { place: { kind: "all" }, ids: "loose", expected: false },
    { place: { kind: "upcoming" }, ids: "loose", expected: false },
    { place: { kind: "done" }, ids: "loose", expected: false },
  ])("$place.kind: $ids", ({ place, ids, expected }) => {
    const tasks = [loose, home, done].filter(({ id }) => ids.split(" ").includes(id));
    expect(takes(place, tasks)).toBe(expected);
    // What takes something says what it does with it, and nothing else does.
    if (expected) expect(hintOf(place, "Home")).toBeTruthy();
  });
});
