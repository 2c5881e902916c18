import { describe, expect, it } from "vitest";
import { HOME } from "../../testing/server";
import { findCommands, runCommand } from "./commands";

function target() {
  const done: string[] = [];
  return {
    done,
    say: (sentence: string) => void done.push(`say ${sentence}`),
    begin: (text: string) => void done.push(`begin ${text}`),
    newChat: () => void done.push("new chat"),
  };
}

const ids = (query: string) => findCommands(query).map(({ id }) => id);

describe("the commands of the chat", () => {
  it("are found by the beginnings of their words", () => {
    expect(ids("")).toHaveLength(11);
    expect(ids("pl")).toEqual(["plan"]);
    expect(ids("plan day")).toEqual(["plan"]);
    expect(ids("UNDO")).toEqual(["undo"]);
    expect(ids("due")).toEqual(["today", "week"]);
    expect(ids("lan")).toEqual([]);
  });

  it("do each what they say", () => {
    const lists = [HOME];
    const run = (id: string) => {
      const to = target();
      const next = runCommand(id, lists, to);
      return { done: to.done, next };
    };
    expect(run("today").done).toEqual(["say What’s due today?"]);
    expect(run("add").done).toEqual(["begin Add "]);
    expect(run("newChat").done).toEqual(["new chat"]);
    expect(run("list")).toEqual({ done: [], next: { type: "menu", commands: [{ id: "list:Home", label: "Home", icon: "notebook" }] } });
    expect(run("list:Home").done).toEqual(["say Show the list Home"]);
    for (const { id } of findCommands("")) {
      const { done, next } = run(id);
      expect(done.length + (next ? 1 : 0), `/${id} does something`).toBe(1);
    }
    expect(run("of another version")).toEqual({ done: [], next: undefined });
  });
});
