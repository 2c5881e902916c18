import { describe, expect, it } from "vitest";
import type { Place } from "../../api/place";
import type { Task } from "../../api/types";
import { CLOCK } from "../../testing/screen";
import { aTask } from "../../testing/server";
import { type Leaving, rowsOf } from "./rows";
import { dueCell, rowName } from "./say";

const TODAY: Place = { kind: "today" };
const NOBODY: ReadonlyMap<string, Leaving> = new Map();

/** Rows in short: `# Heading 2` for a group, the id for a task, `(id)` while it leaves. */
function short(tasks: Task[], place: Place, leaving = NOBODY): string[] {
  return rowsOf(tasks, place, CLOCK, leaving).map((row) =>
    row.kind === "group"
      ? `# ${[row.title, row.day, row.count].filter((part) => part !== null).join(" ")}`
      : row.leaving
        ? `(${row.task.id})`
        : row.task.id,
  );
}

function left(id: string, above: string | null, given: Partial<Task> = {}, changeSet: string | null = "c"): [string, Leaving] {
  return [id, { task: aTask({ id, status: "done", revision: 2, due: "2026-11-21", ...given }), above, changeSet }];
}

describe("rows of a place", () => {
  it("are overdue or today's, whatever order they come in", () => {
    const tasks = [
      aTask({ id: "wed", due: "2026-11-18" }),
      aTask({ id: "day", due: "2026-11-21" }),
      aTask({ id: "nine", due: "2026-11-21T09:00", due_zone: "Europe/Berlin" }),
      aTask({ id: "two", due: "2026-11-21T14:00", due_zone: "Europe/Berlin" }),
    ];
    expect(short(tasks, TODAY)).toEqual(["# Overdue 2", "wed", "nine", "# Today 2", "day", "two"]);
  });

  it("judge a time in the zone it was said in", () => {
    // 10:04 in Berlin is 04:04 in New York.
    const tasks = [
      aTask({ id: "berlin", due: "2026-11-21T05:00", due_zone: "Europe/Berlin" }),
      aTask({ id: "york", due: "2026-11-21T05:00", due_zone: "America/New_York" }),
    ];
    expect(short(tasks, TODAY)).toEqual(["# Overdue 1", "berlin", "# Today 1", "york"]);
  });

  it("have no heading for a group without tasks", () => {
    expect(short([], TODAY)).toEqual([]);
    expect(short([aTask({ id: "day", due: "2026-11-21" })], TODAY)).toEqual(["# Today 1", "day"]);
  });

  it("go by day in Upcoming, with the year once it is another one", () => {
    const tasks = ["2026-11-22", "2026-11-22T17:00", "2026-11-23", "2026-11-30", "2027-01-14"].map((due, index) =>
      aTask({ id: String(index), due }),
    );
    expect(short(tasks, { kind: "upcoming" })).toEqual([
      "# Tomorrow Sunday 22 November 2",
      "0",
      "1",
      "# Monday 23 November 1",
      "2",
      "# Monday 30 November 1",
      "3",
      "# Thursday 14 January 2027 1",
      "4",
    ]);
  });

  it("go by the day of completing in Done, as it was in the user's zone", () => {
    const tasks = ["2026-11-21T09:00:00Z", "2026-11-20T23:30:00Z", "2026-11-20T12:00:00Z"].map((completed_at, index) =>
      aTask({ id: String(index), status: "done", completed_at }),
    );
    expect(short(tasks, { kind: "done" })).toEqual(["# Today Saturday 21 November 2", "0", "1", "# Yesterday Friday 20 November 1", "2"]);
  });

  it("have no headings elsewhere", () => {
    expect(short([aTask({ id: "a" }), aTask({ id: "b", due: "2026-11-18" })], { kind: "all" })).toEqual(["a", "b"]);
  });
});

describe("rows that are leaving", () => {
  const day = (id: string): Task => aTask({ id, due: "2026-11-21" });

  it("stay under the row they stood under, and no longer count", () => {
    expect(short([day("a"), day("c")], TODAY, new Map([left("b", "a")]))).toEqual(["# Today 2", "a", "(b)", "c"]);
    expect(short([day("b")], TODAY, new Map([left("a", null)]))).toEqual(["# Today 1", "(a)", "b"]);
  });

  it("stay even when they were the only ones of their group", () => {
    expect(short([day("a")], TODAY, new Map([left("late", null, { due: "2026-11-18" })]))).toEqual([
      "# Overdue 0",
      "(late)",
      "# Today 1",
      "a",
    ]);
  });

  it("stay beside each other", () => {
    expect(short([day("a")], TODAY, new Map([left("b", "a"), left("c", "b")]))).toEqual(["# Today 1", "a", "(b)", "(c)"]);
  });

  it("are not shown twice while the server still has them", () => {
    const still = aTask({ id: "b", due: "2026-11-21", revision: 1 });
    expect(short([day("a"), still], TODAY, new Map([left("b", "a", {}, null)]))).toEqual(["# Today 1", "a", "(b)"]);
  });

  it("are the server's again once somebody has reopened them", () => {
    const reopened = aTask({ id: "b", due: "2026-11-21", revision: 3 });
    expect(short([day("a"), reopened], TODAY, new Map([left("b", "a")]))).toEqual(["# Today 2", "a", "b"]);
  });
});

describe("what a row says", () => {
  it.each([
    ["today's time in Today", { due: "2026-11-21T14:00" }, TODAY, "14:00", "today"],
    ["nothing in Today for the day itself", { due: "2026-11-21" }, TODAY, "", "today"],
    ["the day it is late since", { due: "2026-11-18" }, TODAY, "Wed 18 Nov", "overdue"],
    ["yesterday", { due: "2026-11-20" }, TODAY, "Yesterday", "overdue"],
    ["the time that has passed", { due: "2026-11-21T09:00" }, TODAY, "9:00", "overdue"],
    ["today by name elsewhere", { due: "2026-11-21T14:00" }, { kind: "all" }, "Today, 14:00", "today"],
    ["day and time elsewhere", { due: "2026-11-22T17:00" }, { kind: "inbox" }, "Sun 22 Nov, 17:00", "plain"],
    ["only the time under a day", { due: "2026-11-22T17:00" }, { kind: "upcoming" }, "17:00", "plain"],
    ["nothing without a date", { due: null }, { kind: "all" }, "", "plain"],
    [
      "when it was finished",
      { status: "done", completed_at: "2026-11-21T08:05:00Z", due: "2026-11-18" },
      { kind: "done" },
      "9:05",
      "plain",
    ],
    ["until when the trash keeps it", { deleted_at: "2026-11-20T08:05:00Z" }, { kind: "trash" }, "until Sun 20 Dec", "plain"],
  ] as [string, Partial<Task>, Place, string, string][])("%s", (_name, given, place, text, tone) => {
    expect(dueCell(aTask({ id: "t", due_zone: "Europe/Berlin", ...given }), place, CLOCK)).toEqual({ text, tone });
  });

  it("is all there for a reader", () => {
    const task = aTask({ id: "t", title: "Pay the electricity bill", priority: 1, due: "2026-11-18", labels: ["bills"] });
    expect(rowName(task, "Home", CLOCK)).toBe("Pay the electricity bill, priority 1, overdue since Wednesday 18 November, Home, bills");
    expect(rowName(aTask({ id: "t", title: "Sort", notes: "x" }), undefined, CLOCK)).toBe("Sort, has notes");
  });
});
