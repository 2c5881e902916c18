import { describe, expect, it } from "vitest";
import { addDays, daysBetween, dueText, isOverdue, longDay, momentInZone, nextWeekStart, shortDay } from "./dates";

const TODAY = "2026-11-21";

describe("calendar days", () => {
  it.each([
    ["2026-11-30", 1, "2026-12-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-01-01", -1, "2025-12-31"],
    // Berlin has days of 23 and 25 hours; a calendar has none.
    ["2026-03-29", 1, "2026-03-30"],
    ["2026-10-25", 1, "2026-10-26"],
  ])("%s and %i days is %s", (day, days, result) => {
    expect(addDays(day, days)).toBe(result);
    expect(daysBetween(day, result)).toBe(days);
  });

  it.each([
    ["2026-11-21", 1, "2026-11-23"],
    ["2026-11-22", 1, "2026-11-23"],
    ["2026-11-23", 1, "2026-11-30"],
    ["2026-11-21", 0, "2026-11-22"],
    ["2026-11-22", 0, "2026-11-29"],
  ])("the week after %s, with weeks from day %i, begins on %s", (day, first, result) => {
    expect(nextWeekStart(day, first)).toBe(result);
  });
});

describe("days and times in words", () => {
  it.each([
    ["2026-11-18", "Wed 18 Nov"],
    ["2026-09-01", "Tue 1 Sep"],
    ["2027-01-14", "14 Jan 2027"],
    ["2026-12-01T09:00", "Tue 1 Dec, 9:00"],
    ["2026-11-22T17:00", "Sun 22 Nov, 17:00"],
    ["2026-11-22T00:05", "Sun 22 Nov, 0:05"],
  ])("%s is shown as %s", (due, text) => {
    expect(due.length > 10 ? dueText(due, TODAY) : shortDay(due, TODAY)).toBe(text);
  });

  it("says a whole day in full", () => {
    expect(longDay(TODAY)).toBe("Saturday 21 November");
  });
});

describe("late", () => {
  it.each([
    ["2026-11-20", true],
    ["2026-11-21", false],
    ["2026-11-21T10:03", true],
    ["2026-11-21T10:04", false],
    ["2026-11-21T18:00", false],
  ])("at 10:04, %s is late: %s", (due, late) => {
    expect(isOverdue(due, "2026-11-21T10:04")).toBe(late);
  });
});

describe("instants in a zone", () => {
  it.each([
    ["2026-11-21T23:30:00Z", "Europe/Berlin", "2026-11-22T00:30"],
    ["2026-07-01T22:30:00Z", "Europe/Berlin", "2026-07-02T00:30"],
    ["2026-11-21T04:00:00Z", "America/New_York", "2026-11-20T23:00"],
    ["2026-11-21T12:00:00Z", "Pacific/Kiritimati", "2026-11-22T02:00"],
  ])("%s in %s is %s", (instant, zone, moment) => {
    expect(momentInZone(instant, zone)).toBe(moment);
  });
});
