import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Search } from "../../src/composer/suggestions/search";
import { triggerAt } from "../../src/composer/suggestions/trigger";
import { open } from "./start";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function asking() {
  const asked: { query: string; answer: ReturnType<typeof open<string[]>> }[] = [];
  const failed = vi.fn();
  const search = new Search<string>(
    (query) => {
      const answer = open<string[]>();
      asked.push({ query, answer });
      return answer.promise;
    },
    () => undefined,
    failed,
  );
  return { asked, failed, search, queries: () => asked.map((one) => one.query) };
}

describe("a search", () => {
  it("asks at once the first time, and then only after a pause", async () => {
    const { search, queries } = asking();
    search.ask("");
    expect(queries()).toEqual([""]);
    for (const query of ["p", "pl", "pla"]) {
      search.ask(query);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(queries()).toEqual([""]);
    await vi.advanceTimersByTimeAsync(60);
    expect(queries()).toEqual(["", "pla"]);
    search.ask("pla");
    await vi.advanceTimersByTimeAsync(1000);
    expect(queries()).toEqual(["", "pla"]);
  });

  it("passes over an answer that comes after a newer question", async () => {
    const { search, asked } = asking();
    search.ask("a");
    search.ask("ab");
    await vi.advanceTimersByTimeAsync(200);
    asked[1]?.answer.resolve(["new"]);
    await vi.advanceTimersByTimeAsync(0);
    asked[0]?.answer.resolve(["old"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(search.found).toEqual({ state: "found", query: "ab", items: ["new"] });
  });

  it("keeps the last result while it asks, and says a failure", async () => {
    const { search, asked, failed } = asking();
    search.ask("a");
    asked[0]?.answer.resolve(["one"]);
    await vi.advanceTimersByTimeAsync(0);
    search.ask("ab");
    expect(search.found).toEqual({ state: "searching", query: "a", items: ["one"] });
    await vi.advanceTimersByTimeAsync(200);
    asked[1]?.answer.reject(new Error("down"));
    await vi.advanceTimersByTimeAsync(0);
    expect(search.found).toEqual({ state: "failed", query: "ab", items: [] });
    expect(failed).toHaveBeenCalledExactlyOnceWith(new Error("down"));
    search.retry();
    asked[2]?.answer.resolve(["two"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(search.found).toEqual({ state: "found", query: "ab", items: ["two"] });
  });

  it("does not wait for ever, nor after it was stopped", async () => {
    const { search, asked, failed } = asking();
    search.ask("a");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(search.found.state).toBe("late");
    asked[0]?.answer.resolve(["too late"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(search.found.state).toBe("late");
    search.retry();
    search.stop();
    asked[1]?.answer.reject(new Error("nobody listens"));
    await vi.advanceTimersByTimeAsync(0);
    expect(failed).not.toHaveBeenCalled();
  });
});

describe("what asks for suggestions", () => {
  it.each([
    ["an @ at the beginning", "@pl", { kind: "@", at: 0, query: "pl" }],
    ["an @ after a space", "see @", { kind: "@", at: 4, query: "" }],
    ["a name of two words", "see @the inv", { kind: "@", at: 4, query: "the inv" }],
    ["an @ in a bracket", "(@x", { kind: "@", at: 1, query: "x" }],
    ["not an address", "me@example", null],
    ["not an @ with a space after it", "@ home", null],
    ["not the line before", "@pl\nx", null],
    ["not very long words", `@${"x".repeat(80)}`, null],
    ["a / at the beginning", "/pl", { kind: "/", at: 0, query: "pl" }],
    ["a / at the beginning of a line", "a\n /", { kind: "/", at: 3, query: "" }],
    ["not a path", "see /usr", null],
    ["not a / in a word", "and/or", null],
    ["the last of two", "@a @b", { kind: "@", at: 3, query: "b" }],
  ] as const)("%s", (_, text, found) => {
    const trigger = triggerAt(text, text.length, [], ["@", "/"]);
    expect(trigger && { kind: trigger.kind, at: trigger.at, query: trigger.query }).toEqual(found);
  });

  it("not a tag that is there, nor a sign that is not listened for", () => {
    const tag = { type: "input_tag" as const, id: "1", text: "Plan", data: {}, interactive: false };
    expect(triggerAt("@Plan", 5, [{ at: 0, tag }], ["@"])).toBeNull();
    expect(triggerAt("@Plan and", 9, [{ at: 0, tag }], ["@"])).toBeNull();
    expect(triggerAt("@Plan @x", 8, [{ at: 0, tag }], ["@"])?.at).toBe(6);
    expect(triggerAt("@x", 2, [], ["/"])).toBeNull();
  });
});
