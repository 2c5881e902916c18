import type { HeaderIcon } from "@openai/chatkit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { labelOf } from "../src/header/labels";
import { en } from "../src/i18n/en";
import { button, find, inside, press, start, textOf, until } from "./page";
import { FakeServer, thread } from "./server";

afterEach(() => document.body.replaceChildren());

const server = () => new FakeServer().on("threads.list", () => ({ data: [thread("thr_1", { title: "First" })], has_more: false }));

describe("a button of the page's own", () => {
  it.each([
    ["sidebar-floating-open-left", "Side bar"],
    ["collapse-right", "Side bar"],
    ["collapse-large", "Make smaller"],
    ["open-left", "Side bar"],
    ["back-small", "Back"],
    ["dots-vertical-circle", "More"],
    ["close", "Close"],
  ] as const)("with %s is called %s", (icon, label) => {
    expect(en[labelOf(icon satisfies HeaderIcon)]).toBe(label);
    const { element } = start(server(), { header: { leftAction: { icon, onClick: () => undefined } } });
    expect(find(element, "header button").getAttribute("aria-label")).toBe(label);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("no such dialog");
      },
    ],
    ["rejects", async () => Promise.reject(new Error("no such dialog"))],
  ])("that %s is told to the page and harms nothing", async (_, onClick) => {
    const { element, heard } = start(server(), { header: { rightAction: { icon: "settings-cog", onClick } } });
    button(element, "Settings").click();
    await until(() => expect(heard.find((one) => one.name === "error")?.detail).toMatchObject({ error: { message: "no such dialog" } }));
    expect(find(element, "textarea")).toBeTruthy();
  });
});

describe("the list of chats is no dead end", () => {
  it.each([{ header: { enabled: false } }, { history: { enabled: false } }])("with %j, when the page opens it", async (options) => {
    const { element, names } = start(server(), options);
    await element.showHistory();
    await until(() => expect(textOf(element)).toContain("First"));
    button(element, "Back to the chat").click();
    await until(() => expect(inside(element).querySelector("textarea")).not.toBeNull());
    await until(() => expect(names()).toContain("history.close"));
  });

  it("gives the focus back to the button that opened it", async () => {
    const { element } = start(server());
    button(element, "Chat history").click();
    await until(() => expect(inside(element).activeElement).toBe(find(element, "input[type=search]")));
    press(find(element, "input[type=search]"), "Escape");
    await until(() => expect(inside(element).activeElement?.getAttribute("aria-label")).toBe("Chat history"));
  });
});

describe("a view that cannot be drawn", () => {
  it("is a sentence and an event; the rest stays, and it can be tried again", async () => {
    const { element, heard } = start(server().on("threads.list", () => ({ data: [thread("thr_1", { title: "First" })], has_more: false })));
    const format = vi.spyOn(Intl, "DateTimeFormat").mockImplementation(function fail() {
      throw new RangeError("no dates here");
    });
    await element.showHistory();
    await until(() => expect(textOf(element, ".failure")).toContain("This part cannot be shown."));
    expect(heard.find((one) => one.name === "error")?.detail).toMatchObject({ error: { message: "no dates here" } });
    expect(button(element, "Back to the chat")).toBeTruthy();
    format.mockRestore();
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("First"));
  });
});
