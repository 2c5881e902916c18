import { describe, expect, it } from "vitest";
import { readFromFrame, readToFrame, withoutFunctions } from "./messages";

describe("what window and frame say to each other", () => {
  it.each([
    null,
    "hello",
    [],
    {},
    { kind: "hallo" },
    { kind: "event" },
    { kind: "event", name: "theft", detail: {} },
    { kind: "call", id: 1, name: "fetch" },
    { kind: "call", id: "1", name: "ticket" },
    { kind: "call", name: "ticket" },
    { kind: "do", method: "constructor" },
  ])("is not taken: %j", (data) => {
    expect(readFromFrame(data)).toBeNull();
    expect(readToFrame(data)).toBeNull();
  });

  it("keeps what is known of a message, and no more", () => {
    expect(readFromFrame({ kind: "hello", secret: "x" })).toEqual({ kind: "hello" });
    expect(readFromFrame({ kind: "event", name: "ready", detail: "x" })).toEqual({ kind: "event", name: "ready", detail: {} });
    expect(readFromFrame({ kind: "call", id: 3, name: "preview", argument: { id: "a" } })).toEqual({
      kind: "call",
      id: 3,
      name: "preview",
      argument: { id: "a" },
    });
    expect(readToFrame({ kind: "start", ticket: "t", script: "s", options: { a: 1 }, more: 1 })).toEqual({
      kind: "start",
      ticket: "t",
      script: "s",
      options: { a: 1 },
    });
    expect(readToFrame({ kind: "start", ticket: 1, script: "s", options: {} })).toBeNull();
  });

  it("sends no functions", () => {
    const options = { a: 1, onClick: () => 1, deep: { b: [{ c: 2, f: () => 2 }], nothing: undefined } };
    expect(withoutFunctions(options)).toEqual({ a: 1, deep: { b: [{ c: 2 }] } });
  });
});
