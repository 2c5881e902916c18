import { describe, expect, it } from "vitest";
import type { RecordChange } from "../../../api/types";
import { sayChanges } from "./sayChanges";

const task = (name: string, fields: [string, unknown, unknown][], what: RecordChange["what"] = "changed"): RecordChange => ({
  record: "task",
  id: name,
  name,
  what,
  fields: fields.map(([field, before, after]) => ({ field, before, after })),
});
const completed = (name: string) => task(name, [["status", "open", "done"]]);
const record = (kind: "list" | "label", name: string, what: RecordChange["what"]): RecordChange => ({
  record: kind,
  name,
  what,
  fields: [],
});

const say = (changes: RecordChange[], more_changes = 0) => sayChanges({ changes, more_changes });

describe("a change set in words", () => {
  it.each([
    ["Completed Pay rent", [completed("Pay rent")]],
    ["Reopened Pay rent", [task("Pay rent", [["status", "done", "open"]])]],
    ["Moved Pay rent to the trash", [task("Pay rent", [["deleted_at", null, "2026-11-21T09:04:00Z"]])]],
    ["Restored Pay rent", [task("Pay rent", [["deleted_at", "2026-11-21T09:04:00Z", null]])]],
    ["Took back Pay rent", [task("Pay rent", [], "removed")]],
    ["Renamed Rent to Pay rent", [task("Pay rent", [["title", "Rent", "Pay rent"]])]],
    [
      "Moved Pay rent from Saturday 21 November to Sunday 22 November, 9:00",
      [
        task("Pay rent", [
          ["due", "2026-11-21", "2026-11-22T09:00"],
          ["due_zone", null, "Europe/Berlin"],
        ]),
      ],
    ],
    ["Took the date off Pay rent", [task("Pay rent", [["due", "2026-11-21", null]])]],
    ["Changed the priority of Pay rent from 4 to 1", [task("Pay rent", [["priority", 4, 1]])]],
    ["Changed the labels of Pay rent from none to @bills", [task("Pay rent", [["labels", [], ["bills"]]])]],
    ["Changed the notes of Pay rent", [task("Pay rent", [["notes", "", "n"]])]],
    ["Moved Pay rent in its list", [task("Pay rent", [["position", 1, 2]])]],
    ["Changed Pay rent", [task("Pay rent", [["duration_min", null, 30]])]],
    ["Made the list Home", [record("list", "Home", "added")]],
    ["Deleted the label @bills", [record("label", "bills", "removed")]],
  ])("%s", (said, changes) => expect(say(changes)).toBe(said));

  it("counts several that had the same done to them, with those that are not told one by one", () => {
    expect(say([completed("a"), completed("b")])).toBe("Completed 2 tasks");
    expect(say([completed("a"), completed("b")], 1_000)).toBe("Completed 1,002 tasks");
    expect(say([completed("a"), task("b", [["priority", 4, 1]])])).toBe("Changed 2 tasks");
  });

  it("tells of a task and not of the list or label made along, nor of the next one of a repeating task", () => {
    expect(say([record("list", "Home", "added"), task("Rake", [], "added")])).toBe("Added Rake");
    expect(say([completed("Pay rent"), task("Pay rent", [], "added")])).toBe("Completed Pay rent");
  });
});
