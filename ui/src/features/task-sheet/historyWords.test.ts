import { describe, expect, it } from "vitest";
import type { FieldChange, HistoryEntry } from "../../api/types";
import { CLOCK } from "../../testing/screen";
import { HOME } from "../../testing/server";
import { linesOf } from "./historyWords";

let last = 0;

function anEntry(fields: FieldChange[], given: Partial<HistoryEntry> & { what?: "added" | "changed" | "removed" } = {}): HistoryEntry {
  const { what = "changed", ...entry } = given;
  last += 1;
  return {
    change_set: `c${last}`,
    kind: "do",
    actor: "ui",
    at: "2026-11-21T09:02:00Z",
    undone: false,
    purged: false,
    changes: [{ record: "task", id: "t1", name: "Task", what, fields }],
    more_changes: 0,
    ...entry,
  };
}

const said = (...entries: HistoryEntry[]) => linesOf(entries, [HOME], CLOCK).map(({ text }) => text);

describe("the history in words", () => {
  it.each<[string, FieldChange[], Partial<HistoryEntry>]>([
    ["Due moved from Fri 20 Nov to Sat 21 Nov, 14:00", [{ field: "due", before: "2026-11-20", after: "2026-11-21T14:00" }], {}],
    ["Due set to Sat 21 Nov", [{ field: "due", before: null, after: "2026-11-21" }], {}],
    ["Due Sat 21 Nov removed", [{ field: "due", before: "2026-11-21", after: null }], {}],
    ["Priority set to 1 by the assistant", [{ field: "priority", before: 4, after: 1 }], { actor: "assistant" }],
    ["Priority 1 removed on the command line", [{ field: "priority", before: 1, after: 4 }], { actor: "cli" }],
    ["Label a added; Label b removed over MCP", [{ field: "labels", before: ["b"], after: ["a"] }], { actor: "mcp" }],
    ["Moved from Inbox to Home", [{ field: "list", before: null, after: "home" }], {}],
    ["Moved from a list that is gone to Inbox", [{ field: "list", before: "gone", after: null }], {}],
    ["Renamed from “Old” to “New”", [{ field: "title", before: "Old", after: "New" }], {}],
    ["Repeat set to every day", [{ field: "repeat", before: null, after: { rrule: "FREQ=DAILY", text: "every day" } }], {}],
    [
      "Reminders set: 15 min before, When due",
      [{ field: "reminders", before: [], after: [{ before_due_min: 15 }, { before_due_min: 0 }] }],
      {},
    ],
    [
      "Completed",
      [
        { field: "status", before: "open", after: "done" },
        { field: "completed_at", before: null, after: "2026-11-21T09:02:00Z" },
      ],
      {},
    ],
    ["Moved to the trash", [{ field: "deleted_at", before: null, after: "2026-11-21T09:02:00Z" }], {}],
    ["Undone: renamed from “Old” to “New”", [{ field: "title", before: "Old", after: "New" }], { kind: "undo" }],
    ["Notes changed (undone)", [{ field: "notes", before: "a", after: "b" }], { undone: true }],
    ["Changed", [{ field: "a_field_of_later", before: 1, after: 2 }], {}],
  ])("%s", (text, fields, given) => {
    expect(said(anEntry(fields, given))).toEqual([text]);
  });

  it("says how the task came about, and does not offer to undo that", () => {
    const lines = linesOf([anEntry([], { what: "added", actor: "quick_add" })], [], CLOCK);
    expect(lines).toMatchObject([{ text: "Added with quick add", undo: [] }]);
  });

  it("offers to undo only the newest that can be", () => {
    const gone = anEntry([{ field: "priority", before: 4, after: 2 }], { undone: true });
    const [newest, older] = [
      anEntry([{ field: "priority", before: 4, after: 1 }]),
      anEntry([{ field: "due", before: null, after: "2026-11-21" }]),
    ];
    const undo = anEntry([{ field: "priority", before: 2, after: 4 }], { kind: "undo" });
    expect(linesOf([undo, gone, newest, older], [], CLOCK).map((line) => line.undo)).toEqual([[], [], [newest.change_set], []]);
    const purged = anEntry([{ field: "priority", before: 4, after: 1 }], { purged: true });
    expect(linesOf([purged], [], CLOCK)[0]?.undo).toEqual([]);
  });

  it("makes one line of one writing, which is undone as one", () => {
    const notes = (at: string) => anEntry([{ field: "notes", before: "a", after: "b" }], { at });
    const [third, second, first] = [notes("2026-11-21T09:02:00Z"), notes("2026-11-21T09:01:00Z"), notes("2026-11-21T07:00:00Z")];
    const lines = linesOf([third, second, first], [], CLOCK);
    expect(lines.map(({ undo, when }) => ({ undo, when }))).toEqual([
      { undo: [third.change_set, second.change_set], when: "10:02" },
      { undo: [], when: "8:00" },
    ]);
  });

  it("says the day of what is older", () => {
    expect(linesOf([anEntry([], { at: "2026-11-19T09:00:00Z" })], [], CLOCK)).toMatchObject([
      { when: "Thu 19 Nov", at: "Thu 19 Nov, 10:00" },
    ]);
  });
});
