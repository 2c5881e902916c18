import { afterEach, describe, expect, it } from "vitest";
import { groupsOf, whenOf } from "../src/history/groups";
import type { Thread } from "../src/wire/protocol";
import { button, find, inside, mount, press, textOf, until } from "./page";
import { assistantItem, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

function start(server: FakeServer, options: object = {}) {
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, ...options } as never);
  return page;
}

function search(element: Element, query: string): void {
  const input = find<HTMLInputElement>(element, "input[type=search]");
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const titles = (element: Element) => [...inside(element).querySelectorAll(".item .open > span:first-child")].map((one) => one.textContent);

const server = () =>
  new FakeServer()
    .on("threads.list", (body) =>
      body.params["after"] === "thr_2"
        ? { data: [thread("thr_3", { title: "Café list" })], has_more: false }
        : { data: [thread("thr_1", { title: "Dentist" }), thread("thr_2")], has_more: true, after: "thr_2" },
    )
    .on("threads.get_by_id", (body) =>
      thread(String(body.params["thread_id"]), { title: "Dentist", items: { data: [assistantItem("hello")], has_more: false } }),
    )
    .on("threads.update", (body) => thread(String(body.params["thread_id"]), { title: body.params["title"] }))
    .on("threads.delete", () => ({}));

describe("the list of threads", () => {
  it("opens, pages, and searches what it has without case and accents", async () => {
    const wire = server();
    const { element, names } = start(wire);
    button(element, "Chat history").click();
    await until(() => expect(titles(element)).toEqual(["Dentist", "Untitled chat"]));
    expect(wire.last("threads.list").params).toEqual({ limit: 30, order: "desc" });
    await until(() => expect(inside(element).activeElement).toBe(find(element, "input[type=search]")));
    button(element, "Show more").click();
    await until(() => expect(titles(element)).toHaveLength(3));
    expect(wire.last("threads.list").params).toEqual({ limit: 30, order: "desc", after: "thr_2" });
    search(element, "CAFE");
    await until(() => expect(titles(element)).toEqual(["Café list"]));
    search(element, "zebra");
    await until(() => expect(textOf(element, ".empty")).toBe("No chat is called “zebra”."));
    press(find(element, "input[type=search]"), "Escape");
    await until(() => expect(inside(element).querySelector("textarea")).not.toBeNull());
    await until(() => expect(names()).toEqual(["ready", "history.open", "history.close"]));
  });

  it("opens a thread", async () => {
    const { element, names } = start(server());
    await element.showHistory();
    await until(() => expect(titles(element)).toHaveLength(2));
    find<HTMLButtonElement>(element, ".item .open").click();
    await until(() => expect(textOf(element)).toContain("hello"));
    await until(() =>
      expect(names()).toEqual(["ready", "history.open", "history.close", "thread.change", "thread.load.start", "thread.load.end"]),
    );
  });

  it("renames in place, and puts the old name back when the server does not take it", async () => {
    const wire = server();
    const { element } = start(wire, { initialThread: "thr_1" });
    await element.showHistory();
    const rename = async (to: string) => {
      await until(() => button(element, "Rename “Dentist”").click());
      await until(() => expect(find(element, ".editing input")).toBeTruthy());
      find<HTMLInputElement>(element, ".editing input").value = to;
      find<HTMLFormElement>(element, ".editing form").dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }));
    };
    wire.on("threads.update", () => new Response(null, { status: 500 }));
    await rename("Never");
    await until(() => expect(titles(element)[0]).toBe("Dentist"));
    await until(() => expect(find(element, "[role=status]").textContent).toContain("a problem of its own"));
    wire.on("threads.update", (body) => thread("thr_1", { title: body.params["title"] }));
    await rename("  Teeth ");
    await until(() => expect(titles(element)[0]).toBe("Teeth"));
    expect(wire.last("threads.update").params).toEqual({ thread_id: "thr_1", title: "Teeth" });
    await element.hideHistory();
    await until(() => expect(find(element, ".title").textContent).toBe("Teeth"));
  });

  it("asks once before it deletes; Escape and Keep do not", async () => {
    const wire = server();
    const { element } = start(wire);
    await element.showHistory();
    await until(() => button(element, "Delete “Dentist”").click());
    await until(() => expect(inside(element).activeElement?.textContent).toBe("Keep"));
    press(find(element, ".editing button"), "Escape");
    await until(() => expect(titles(element)).toHaveLength(2));
    button(element, "Delete “Dentist”").click();
    await until(() => button(element, "Delete").click());
    await until(() => expect(titles(element)).toEqual(["Untitled chat"]));
    expect(wire.last("threads.delete").params).toEqual({ thread_id: "thr_1" });
  });

  it("deleting the thread on the screen begins a new one", async () => {
    const { element, heard, names } = start(server(), { initialThread: "thr_1" });
    await element.showHistory();
    await until(() => button(element, "Delete “Dentist”").click());
    await until(() => button(element, "Delete").click());
    await until(() => expect(heard.filter((one) => one.name === "thread.change").map((one) => one.detail)).toEqual([{ threadId: null }]));
    await until(() => expect(titles(element)).toEqual(["Untitled chat"]));
    // The list was open all the time.
    expect(names().filter((name) => name.startsWith("history."))).toEqual(["history.open"]);
  });

  it("says that the list could not be read, with a way to try again", async () => {
    const wire = new FakeServer().on("threads.list", () => new Response(null, { status: 502 }));
    const { element } = start(wire);
    await element.showHistory();
    await until(() => expect(textOf(element, ".failure")).toContain("· 502"));
    wire.on("threads.list", () => ({ data: [], has_more: false }));
    button(element, "Retry").click();
    await until(() => expect(textOf(element, ".empty")).toBe("No chats yet."));
  });

  it("has no rename, delete or history where the options say so", async () => {
    const { element } = start(server(), { history: { enabled: true, showDelete: false, showRename: false } });
    await element.showHistory();
    await until(() => expect(titles(element)).toHaveLength(2));
    expect(inside(element).querySelectorAll(".on-row button")).toHaveLength(0);
    const other = start(server(), { history: { enabled: false } });
    expect(inside(other.element).querySelector("[aria-label='Chat history']")).toBeNull();
    const third = start(server(), { header: { enabled: false } });
    expect(inside(third.element).querySelector("header")).toBeNull();
  });
});

describe("a long thread", () => {
  it("is read from its end; earlier pages come on demand, empty ones are skipped", async () => {
    const wire = new FakeServer()
      .on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("first", "m0")], has_more: true, after: "m0" } }))
      .on("items.list", (body) => {
        const after = body.params["after"];
        if (after === undefined) return { data: [assistantItem("newest", "m3"), userItem("newer", "m2")], has_more: true, after: "m2" };
        if (after === "m2") return { data: [], has_more: true, after: "hidden" };
        return { data: [assistantItem("old", "m1"), userItem("first", "m0")], has_more: false };
      });
    const { element } = start(wire, { initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("newest"));
    expect(textOf(element)).not.toContain("first");
    button(element, "Show earlier messages").click();
    await until(() => expect(textOf(element, ".content")).toContain("firstoldnewernewest"));
    expect(wire.requests.map((request) => request.body.params["after"])).toEqual([undefined, undefined, "m2", "hidden"]);
    expect(inside(element).textContent).not.toContain("Show earlier messages");
  });
});

describe("dates in the list", () => {
  const at = (created_at: string): Thread => ({
    id: created_at,
    created_at,
    status: { type: "active" },
    items: { data: [], has_more: false },
  });
  const now = new Date(2026, 10, 21, 10, 4);

  it("are grouped by the reader's calendar", () => {
    const days = ["2026-11-21T00:00:00", "2026-11-20T23:59:00", "2026-11-15T12:00:00", "2026-11-14T12:00:00", "2026-10-01T12:00:00", "x"];
    expect(groupsOf(days.map(at), now).map((group) => [group.title, group.threads.length])).toEqual([
      ["history.today", 1],
      ["history.yesterday", 1],
      ["history.week", 1],
      ["history.month", 1],
      ["history.earlier", 2],
    ]);
  });

  it("show the time today, the day this year, and else the year", () => {
    expect(whenOf(at("2026-11-21T09:12:00"), now, "en-GB")).toBe("9:12");
    expect(whenOf(at("2026-11-13T09:12:00"), now, "en-GB")).toBe("13 Nov");
    expect(whenOf(at("2025-11-13T09:12:00"), now, "de-DE")).toBe("13. Nov. 2025");
    expect(whenOf(at("never"), now, "en")).toBe("");
  });
});
