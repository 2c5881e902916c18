import { describe, expect, it } from "vitest";
import { summaryOf } from "./newChat";

describe("the summary that a new chat starts from", () => {
  it("has what was said, shortened, in its order", () => {
    const long = `word ${"word ".repeat(200)}`;
    const summary = summaryOf([
      { role: "user", content: "Plan my\n\nweek" },
      { role: "assistant", content: "" },
      { role: "assistant", content: long },
    ]);
    const lines = summary.split("\n");
    expect(lines.slice(0, 2)).toEqual(["From the chat before:", "– I: Plan my week"]);
    expect(lines[2]).toMatch(/^– You: word .*…$/);
    expect(lines[2]?.length).toBeLessThan(260);
    expect(summary.endsWith("Go on from here: ")).toBe(true);
  });

  it("keeps the newest of a long conversation and stays short", () => {
    const messages = Array.from({ length: 500 }, (_, n) => ({ role: "user" as const, content: `message ${n} ${"x".repeat(100)}` }));
    const summary = summaryOf(messages);
    expect(summary).toContain("message 499");
    expect(summary).not.toContain("message 1 ");
    expect(summary.length).toBeLessThan(2_600);
  });
});
