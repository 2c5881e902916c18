import { describe, expect, it } from "vitest";
import type { Draft, SpanKind } from "../../api/types";
import { aTask } from "../../testing/server";
import { chosenIn } from "./DatePicker";
import { itemsFor } from "./LabelsProperty";
import { withReminder } from "./reminders";
import { presetsFor } from "./repeats";
import { placeFor } from "./Subtasks";

const NOTHING: Draft = {
  title: "Task",
  priority: null,
  labels: [],
  list: null,
  duration_min: null,
  reminders: [],
  due: null,
  due_zone: null,
  rrule: null,
  repeat_from: null,
};
const read = (draft: Partial<Draft>, kinds: SpanKind[], isWhole = true) => ({ draft: { ...NOTHING, ...draft }, kinds, isWhole });
const AT_14 = { due: "2026-11-27T14:00", due_zone: "Europe/Berlin" };

describe("a date in words", () => {
  it("is the day and the time that were said", () => {
    expect(chosenIn(read(AT_14, ["due", "time"]), "due", "2026-11-21T09:00", "Europe/London")).toEqual({
      value: AT_14.due,
      zone: "Europe/Berlin",
    });
  });

  it("keeps the time and its zone where only a day was said", () => {
    expect(chosenIn(read({ due: "2026-11-27" }, ["due"]), "due", "2026-11-21T09:00", "Europe/London")).toEqual({
      value: "2026-11-27T09:00",
      zone: "Europe/London",
    });
  });

  it("keeps the day where only a time was said", () => {
    const reading = read({ due: "2026-11-22T08:00", due_zone: "Europe/Berlin" }, ["time"]);
    expect(chosenIn(reading, "due", "2026-12-24", null)).toEqual({ value: "2026-12-24T08:00", zone: "Europe/Berlin" });
    expect(chosenIn(reading, "due", null, null)).toEqual({ value: "2026-11-22T08:00", zone: "Europe/Berlin" });
  });

  it("takes a repeat along, but not into a start", () => {
    const reading = read({ due: "2026-11-27", rrule: "FREQ=WEEKLY;BYDAY=FR" }, ["repeat"]);
    expect(chosenIn(reading, "due", null, null)).toMatchObject({ repeat: { rrule: "FREQ=WEEKLY;BYDAY=FR", from: "due" } });
    expect(chosenIn(reading, "start", null, null)).toBeNull();
  });

  it("is none where a word was not understood, or something else was said", () => {
    expect(chosenIn(read(AT_14, ["due"], false), "due", null, null)).toBeNull();
    expect(chosenIn(read({ ...AT_14, priority: 1 }, ["due", "priority"]), "due", null, null)).toBeNull();
    expect(chosenIn(read({}, []), "due", null, null)).toBeNull();
  });
});

it("offers repeats as they fall for a day", () => {
  expect(presetsFor("2026-12-01").map(({ rrule, label }) => `${label}: ${rrule}`)).toEqual([
    "Every day: FREQ=DAILY",
    "Every weekday: FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "Every week on Tuesday: FREQ=WEEKLY;BYDAY=TU",
    "Every month on the 1st: FREQ=MONTHLY;BYMONTHDAY=1",
    "Every year on 1 December: FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
  ]);
});

it("puts a part between two others, also where one of them is done, and at an end beside the last", () => {
  const parts = [1, 2, 3].map((position) => aTask({ id: `p${position}`, position }));
  expect(placeFor(parts, 2, -1)).toEqual({ position: 1.5 });
  expect(placeFor(parts, 0, 1)).toEqual({ position: 2.5 });
  expect(placeFor(parts, 1, -1)).toEqual({ before: "p1" });
  expect(placeFor(parts, 1, 1)).toEqual({ after: "p3" });
  expect(placeFor(parts, 0, -1)).toBeNull();
  expect(placeFor(parts, 2, 1)).toBeNull();
  // Numbers that leave no room between them are the server's to move apart.
  expect(placeFor([...parts.slice(0, 1), aTask({ id: "p2", position: 1 }), aTask({ id: "p3", position: 3 })], 2, -1)).toEqual({
    before: "p2",
  });
});

it("adds a reminder once", () => {
  const present = [{ id: "r1", before_due_min: 15 }];
  expect(withReminder(present, { before_due_min: 15 })).toEqual(present);
  expect(withReminder(present, { at: "2026-11-21T09:00" })).toEqual([...present, { at: "2026-11-21T09:00" }]);
});

it("offers a label that is typed and is none yet, without regard to case", () => {
  const names = (text: string) => itemsFor(text, ["bills", "calls", "Bills"]).map(({ name, isNew }) => (isNew ? `+${name}` : name));
  expect(names("")).toEqual(["bills", "calls"]);
  expect(names("@errand")).toEqual(["bills", "calls", "+errand"]);
  expect(names("CALLS ")).toEqual(["bills", "calls"]);
});
