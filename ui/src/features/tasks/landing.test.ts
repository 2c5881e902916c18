import { describe, expect, it } from "vitest";
import type { Place } from "../../api/place";
import type { Task } from "../../api/types";
import { CLOCK } from "../../testing/screen";
import { aTask } from "../../testing/server";
import { type Landing, landingAt, lineOf, type Span, stepsBeside } from "./landing";
import type { Leaving } from "./rows";
import { type Row, rowsOf } from "./rows";

const INBOX: Place = { kind: "inbox" };
const UPCOMING: Place = { kind: "upcoming" };
const NOTHING = new Map<string, Leaving>();

/** Rows 10 high, one below the other. */
const spansOf = (rows: readonly Row[]): Span[] => rows.map((_, index) => ({ index, start: index * 10, size: 10 }));

function landing(
  y: number,
  tasks: Task[],
  place: Place,
  dragged: string[],
  leaving = NOTHING,
): { at: Landing | null; line: number | null } {
  const rows = rowsOf(tasks, place, CLOCK, leaving);
  const spans = spansOf(rows);
  const held = dragged.flatMap((id) => tasks.find((task) => task.id === id) ?? []);
  const at = landingAt(y, spans, rows, place, CLOCK.today, held);
  return { at, line: at && lineOf(at, spans) };
}

describe("where dragged tasks land in an order made by hand", () => {
  const tasks = ["a", "b", "c", "d"].map((id, at) => aTask({ id, position: at + 1 }));

  it.each([
    { what: "above the first", y: 2, held: ["c"], beside: { before: "a" }, line: 0 },
    { what: "beyond the top", y: -30, held: ["c"], beside: { before: "a" }, line: 0 },
    { what: "in the lower half of a row", y: 8, held: ["c"], beside: { after: "a" }, line: 10 },
    { what: "in the upper half of the next", y: 12, held: ["c"], beside: { after: "a" }, line: 10 },
    { what: "below the last", y: 38, held: ["a"], beside: { after: "d" }, line: 40 },
    { what: "far below", y: 900, held: ["a"], beside: { after: "d" }, line: 40 },
    { what: "several that stand apart", y: 21, held: ["a", "d"], beside: { after: "b" }, line: 20 },
  ])("$what", ({ y, held, beside, line }) => {
    expect(landing(y, tasks, INBOX, held)).toEqual({ at: expect.objectContaining({ kind: "beside", beside }), line });
  });

  it.each([
    { what: "on itself", y: 14, held: ["b"] },
    { what: "right above itself", y: 8, held: ["b"] },
    { what: "right below itself", y: 22, held: ["b"] },
    { what: "everything", y: 2, held: ["a", "b", "c", "d"] },
  ])("nowhere: $what", ({ y, held }) => {
    expect(landing(y, tasks, INBOX, held)).toEqual({ at: null, line: null });
  });

  it("passes over a row that is leaving", () => {
    const leaving = new Map([["b", { task: { ...tasks[1], status: "done" } as Task, above: "a", changeSet: null }]]);
    expect(landing(18, tasks, INBOX, ["d"], leaving).at).toMatchObject({ beside: { after: "a" } });
  });

  it("keeps the order of several", () => {
    const [a, b] = tasks.slice(0, 2) as [Task, Task];
    const ids = (steps: ReturnType<typeof stepsBeside>): string => steps.map(({ id }) => id).join("");
    expect(ids(stepsBeside({ before: "x" }, [a, b]))).toBe("ab");
    expect(ids(stepsBeside({ after: "x" }, [a, b]))).toBe("ba");
  });
});

describe("where dragged tasks land among days", () => {
  // Heading, a 10:15 task, a second one of priority 1; the next day's heading, its task.
  const tasks = [
    aTask({ id: "whole", due: "2026-11-23", priority: 1, position: 9 }),
    aTask({ id: "meeting", due: "2026-11-23T10:15", position: 1 }),
    aTask({ id: "rent", due: "2026-11-24", position: 3 }),
    aTask({ id: "call", due: "2026-11-24T09:00", position: 2 }),
  ];

  it("is the day of the heading or of the row below the pointer, in the place that its date and priority give it", () => {
    const { at, line } = landing(25, tasks, UPCOMING, ["rent"]);
    expect(at).toMatchObject({ kind: "day", day: "2026-11-23" });
    // Behind the task of priority 1, above the one with a time.
    expect(line).toBe(20);
    expect(landing(1, tasks, UPCOMING, ["rent"]).at).toMatchObject({ day: "2026-11-23" });
    // With its time it comes before the meeting.
    expect(landing(1, tasks, UPCOMING, ["call"]).line).toBe(20);
    expect(landing(58, tasks, UPCOMING, ["meeting"])).toMatchObject({ at: { day: "2026-11-24" }, line: 60 });
  });

  it("is nothing for tasks of that day", () => {
    expect(landing(45, tasks, UPCOMING, ["rent", "call"]).at).toBeNull();
    expect(landing(45, tasks, UPCOMING, ["rent", "whole"]).at).toMatchObject({ tasks: [{ id: "whole" }] });
  });

  it("is today, and never overdue, in Today", () => {
    const late = aTask({ id: "late", due: "2026-11-19" });
    const now = aTask({ id: "now", due: "2026-11-21" });
    expect(landing(35, [late, now], { kind: "today" }, ["late"]).at).toMatchObject({ day: "2026-11-21" });
    expect(landing(15, [late, now], { kind: "today" }, ["now"]).at).toBeNull();
  });

  it("is nowhere among what is done or found", () => {
    const done = aTask({ id: "done", status: "done", completed_at: "2026-11-20T09:00:00Z" });
    expect(landing(15, [done], { kind: "done" }, ["done"]).at).toBeNull();
    expect(landing(5, tasks, { kind: "search", words: "x" }, ["rent"]).at).toBeNull();
  });
});
