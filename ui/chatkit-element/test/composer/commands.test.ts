import type { Command, CommandSelection } from "@openai/chatkit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { button, inside, press, textOf, until } from "../page";
import { activeLine, field, lines, note, open, start, talkative, write } from "./start";

afterEach(() => document.body.replaceChildren());

const WEEK: Command = { id: "week", label: "Week in review", description: "Since Monday", icon: "calendar", group: "Reading" };
const SHELF: Command = { id: "shelf", label: "Choose a shelf" };

function commanding(answer: (command: Command) => Promise<CommandSelection | undefined> = async () => undefined, more: object = {}) {
  const onSelect = vi.fn(answer);
  const onSearch = vi.fn(async (query: string) => [WEEK, SHELF].filter((one) => one.label.toLowerCase().includes(query)));
  const server = talkative();
  const page = start(server, { commands: { enabled: true, onSearch, onSelect }, ...more });
  return { ...page, server, onSelect, onSearch };
}

describe("the / list", () => {
  it("lists the page's commands with what they do, and runs the chosen one in the place of its words", async () => {
    const { element, onSelect, server } = commanding();
    write(element, "/we");
    await until(() => expect(lines(element)).toEqual(["Week in reviewSince Monday"]));
    press(field(element), "Enter");
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(WEEK);
    await until(() => expect(lines(element)).toEqual([]));
    expect(field(element).value).toBe("");
    expect(server.requests).toHaveLength(0);
  });

  it("does not open without the option, nor in a path", async () => {
    const { element } = start(talkative(), { commands: { enabled: false, onSearch: async () => [WEEK] } });
    write(element, "/");
    const other = commanding();
    write(other.element, "see /we");
    await until(() => expect(field(other.element).getAttribute("aria-autocomplete")).toBe("list"));
    expect(other.onSearch).not.toHaveBeenCalled();
    expect(lines(element)).toEqual([]);
  });

  it("puts an entity where the command stood", async () => {
    const entity = { id: "e1", title: "Plan", data: {} };
    const { element, server } = commanding(async () => ({ type: "entity", entity }));
    write(element, "Look\n/we");
    await until(() => expect(lines(element)).toHaveLength(1));
    press(field(element), "Enter");
    await until(() => expect(field(element).value).toBe("Look\n@Plan "));
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    expect(server.last("threads.create").params["input"]).toMatchObject({
      content: [
        { type: "input_text", text: "Look\n" },
        { type: "input_tag", id: "e1", text: "Plan" },
      ],
    });
  });

  it("opens the list that a command answers with, which is filtered as one types", async () => {
    const { element, onSelect, onSearch } = commanding(async ({ id }) => {
      if (id !== "shelf") return undefined;
      return { type: "menu", commands: [{ id: "h", label: "Home" }, { id: "w", label: "Wörk" }, null as never] };
    });
    write(element, "/ch");
    await until(() => expect(lines(element)).toEqual(["Choose a shelf"]));
    press(field(element), "Enter");
    await until(() => expect(lines(element)).toEqual(["Home", "Wörk"]));
    expect(inside(element).querySelector(".list .head")?.textContent).toBe("Choose a shelf");
    const searches = onSearch.mock.calls.length;
    write(element, "wor");
    await until(() => expect(lines(element)).toEqual(["Wörk"]));
    press(field(element), "Enter");
    await until(() => expect(onSelect).toHaveBeenLastCalledWith({ id: "w", label: "Wörk" }));
    expect(onSearch.mock.calls.length).toBe(searches);
    expect(field(element).value).toBe("");
  });

  it("searches again with the next slash, once a list was used or left", async () => {
    const { element } = commanding(async ({ id }) => {
      return id === "shelf" ? { type: "menu", commands: [{ id: "h", label: "Home" }] } : undefined;
    });
    write(element, "/ch");
    await until(() => expect(lines(element)).toEqual(["Choose a shelf"]));
    press(field(element), "Enter");
    await until(() => expect(lines(element)).toEqual(["Home"]));
    press(field(element), "Enter");
    await until(() => expect(field(element).value).toBe(""));
    write(element, "/we");
    await until(() => expect(lines(element)).toEqual(["Week in reviewSince Monday"]));
  });

  it("leaves a list with Escape for the search", async () => {
    const { element } = commanding(async () => ({ type: "menu", commands: [{ id: "h", label: "Home" }] }));
    write(element, "/ch");
    await until(() => expect(lines(element)).toHaveLength(1));
    press(field(element), "Enter");
    await until(() => expect(lines(element)).toEqual(["Home"]));
    press(field(element), "Escape");
    await until(() => expect(lines(element)).toEqual([]));
    expect(field(element).value).toBe("/");
  });

  it("says when a command did not work, to the page too", async () => {
    const { element, heard } = commanding(async () => Promise.reject(new Error("no shelf")));
    write(element, "/we");
    await until(() => expect(lines(element)).toHaveLength(1));
    press(field(element), "Enter");
    await until(() => expect(note(element)).toBe("“Week in review” did not work."));
    expect(heard).toContainEqual({ name: "error", detail: { error: new Error("no shelf") } });
    button(element, "Dismiss").click();
    await until(() => expect(note(element)).toBe(""));
  });

  it("does not put what comes late into another thread", async () => {
    const late = open<CommandSelection>();
    const { element } = commanding(() => late.promise);
    write(element, "/we");
    await until(() => expect(lines(element)).toHaveLength(1));
    press(field(element), "Enter");
    await element.setThreadId("thr_other");
    late.resolve({ type: "entity", entity: { id: "e1", title: "Plan" } });
    await until(() => expect(textOf(element, ".bar")).toContain("New chat"));
    expect(field(element).value).toBe("");
  });

  it("lists what the composer itself can do, found by its words, and does it", async () => {
    const { element, heard } = commanding(undefined, {
      composer: { attachments: { enabled: true }, tools: [{ id: "web", label: "Search the web", icon: "globe" }] },
    });
    write(element, "/");
    await until(() =>
      expect(lines(element)).toEqual(["Choose a shelf", "Week in reviewSince Monday", "Attach files", "Use Search the web"]),
    );
    write(element, "use we");
    await until(() => expect(lines(element)).toEqual(["Use Search the web"]));
    expect(activeLine(element)).toBe("Use Search the web");
    press(field(element), "Enter");
    await until(() => expect(heard).toContainEqual({ name: "tool.change", detail: { toolId: "web" } }));
    expect(field(element).value).toBe("");
    write(element, "/web");
    await until(() => expect(lines(element)).toEqual(["Stop using Search the web"]));
    press(field(element), "Enter");
    await until(() => expect(heard).toContainEqual({ name: "tool.change", detail: { toolId: null } }));
  });

  it("works without commands of the page, and closes quietly where nothing fits", async () => {
    const server = talkative();
    const { element } = start(server, { commands: { enabled: true }, composer: { attachments: { enabled: true } } });
    write(element, "/");
    await until(() => expect(lines(element)).toEqual(["Attach files"]));
    write(element, "etc/hosts");
    await until(() => expect(inside(element).querySelector(".list")).toBeNull());
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
  });
});
