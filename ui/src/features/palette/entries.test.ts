import { Undo2 } from "lucide-react";
import { describe, expect, it } from "vitest";
import { aTask, HOME } from "../../testing/server";
import { type Command, entriesOf, isNamed, placesOf } from "./entries";

const command = (name: string): Command => ({ id: name, name, icon: Undo2, keys: [], run: () => undefined });
const COMMANDS = [command("Undo"), command("History"), command("Chat, and back")];
const MADE = [command("Add “…” as a task")];
const PLACES = placesOf([HOME], [{ id: "calls", name: "calls", color: "grey", open_count: 2 }]);

const short = (text: string, titles: string[] = []) =>
  entriesOf(
    text,
    titles.map((title) => aTask({ id: title, title })),
    PLACES,
    COMMANDS,
    MADE,
  ).map(({ title, items }) => `${title}: ${items.map(({ name }) => name).join(" · ")}`);

describe("what the palette offers", () => {
  it("is every place and command where nothing is written", () => {
    expect(short("")).toEqual([
      "Places: Inbox · Today · Upcoming · All · Done · Trash · Home · calls",
      "Commands: Undo · History · Chat, and back",
    ]);
  });

  it("is tasks first, then places, then what can be made of the words", () => {
    expect(short("home", ["Phone home"])).toEqual(["Tasks: Phone home", "Places: Home", "Commands: Add “…” as a task"]);
  });

  it("puts what is called by the letters before tasks that have them inside of words", () => {
    expect(short("hist", ["Learn to whistle"])).toEqual(["Commands: History · Add “…” as a task", "Tasks: Learn to whistle"]);
    expect(short("xyz", ["Notes hold it"])[0]).toBe("Tasks: Notes hold it");
  });

  it("puts tasks that have the words in their notes behind those that have them in their title", () => {
    expect(short("talk", ["Learn to whistle", "Stalk celery", "Write the talk"])[0]).toBe(
      "Tasks: Write the talk · Stalk celery · Learn to whistle",
    );
  });

  it("is commands alone behind >, and may be nothing", () => {
    expect(short(">un", ["Undo the knot"])).toEqual(["Commands: Undo"]);
    expect(short(">nothing")).toEqual([]);
  });
});

describe("a name", () => {
  it.each([
    ["Meetup talk", "talk", true],
    ["Meetup talk", "me ta", true],
    ["Meetup talk", "etup", false],
    ["Café", "cafe", true],
    ["15min", "15", true],
    ["Chat, and back", "chat, a", true],
  ])("%s by %s: %s", (name, wanted, expected) => expect(isNamed(name, wanted)).toBe(expected));
});
